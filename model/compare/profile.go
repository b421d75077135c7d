package compare

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"zhenggai/model"
)

// A profile is what is kept of a notice until all are read.
type profile struct {
	profileHead
	Cells  []model.Comparison
	Topics []model.TopicShare
}

// A profileHead is what says where a profile belongs.
type profileHead struct {
	Compared model.Compared
	District model.District
}

// profile looks through a notice. It returns nil for a document that is no rectification notice.
func (o *Options) profile(n *model.Notice) *profile {
	if n.Kind != model.KindRectification {
		return nil
	}
	p := &profile{Cells: o.cells(n), Topics: topics(n)}
	p.Compared.Notice = n.ID
	if n.Region != nil {
		p.Compared.Region = *n.Region
	}
	if n.Issuer != nil {
		p.Compared.Issuer, p.Compared.IssuerType = n.Issuer.Name, n.Issuer.Type
	}
	inspection := cmp.Or(n.Inspection, &model.Inspection{})
	published := cmp.Or(n.Published, n.Signed)
	p.Compared.Round = inspection.Round
	date := cmp.Or(published, inspection.Feedback, inspection.End, inspection.Start)
	p.Compared.Year = date[:min(4, len(date))]
	p.District = model.District{
		Title: n.Title, Published: published, Problems: len(n.Problems), Measures: len(n.Measures), Indicators: len(n.Indicators),
		PerProblem: ratio(len(n.Measures), len(n.Problems)), Days: days(inspection.Feedback, published),
	}
	for i := range n.Indicators {
		if n.Indicators[i].Metric != "" {
			p.District.Named++
		}
	}
	return p
}

// days returns how many days lie between two dates, or nil where one of them is not known to the day or they are the wrong
// way round.
func days(from, to string) *int {
	a, err1 := time.Parse(time.DateOnly, from)
	b, err2 := time.Parse(time.DateOnly, to)
	if err1 != nil || err2 != nil || b.Before(a) {
		return nil
	}
	n := int(b.Sub(a).Hours() / 24)
	return &n
}

// ratio returns a/b to two decimals, or nil where b is 0.
func ratio(a, b int) *model.Decimal {
	if b == 0 {
		return nil
	}
	d := rounded(float64(a)/float64(b), 2)
	return &d
}

// topics counts a notice's problems by topic, in the order of their codes; those without any come last.
func topics(n *model.Notice) []model.TopicShare {
	measures := map[string]int{}
	for i := range n.Measures {
		measures[n.Measures[i].Problem]++
	}
	var list []model.TopicShare
	for i := range n.Problems {
		p := &n.Problems[i]
		codes := p.Topics
		if len(codes) == 0 {
			codes = []string{""}
		}
		for _, code := range codes {
			k := slices.IndexFunc(list, func(t model.TopicShare) bool { return t.Topic == code })
			if k < 0 {
				k = len(list)
				list = append(list, model.TopicShare{Topic: code, Example: model.Problem{ID: p.ID, Heading: p.Heading, Name: p.Name}})
			}
			list[k].Problems++
			list[k].Measures += measures[p.ID]
		}
	}
	for i := range list {
		list[i].Share = rounded(100*float64(list[i].Problems)/float64(len(n.Problems)), 1)
	}
	slices.SortFunc(list, func(a, b model.TopicShare) int {
		return cmp.Or(-cmp.Compare(min(len(a.Topic), 1), min(len(b.Topic), 1)), strings.Compare(a.Topic, b.Topic))
	})
	return list
}

// cells returns a value for each metric that a notice names, in the order of the codes.
func (o *Options) cells(n *model.Notice) []model.Comparison {
	found := o.mentions(n)
	keys := make([]Unit, 0, len(found))
	for key := range found {
		keys = append(keys, key)
	}
	slices.SortFunc(keys, func(a, b Unit) int {
		return cmp.Or(strings.Compare(a.Metric, b.Metric), strings.Compare(a.Unit, b.Unit))
	})
	var cells []model.Comparison
	for _, key := range keys {
		ms := found[key]
		c := choose(o.relevant(key, ms), o.additive(key))
		c.Mentions = len(ms)
		cells = append(cells, c)
	}
	if len(o.Parents) == 0 {
		return cells
	}
	return o.withParents(cells, found, partsOf(n))
}

// relevant returns the mentions among which the value of a metric is chosen.
func (o *Options) relevant(key Unit, ms []mention) []mention {
	list := withoutParts(ms)
	if o.Done[key.Metric] {
		list = doneOf(list)
		markOverview(list)
	}
	if o.Due[key.Metric] {
		list = restated(list)
	}
	if rates := only(list, func(m *mention) bool { return m.rate }); len(rates) > 0 {
		return rates // 完成率91% of the measures comes before 办结率98.5% of requests
	}
	return list
}

// doneOf returns the mentions of what is said to be done, where there are any: beside 建成管网138公里, the 412公里 that were surveyed do not count.
func doneOf(ms []mention) []mention {
	if done := only(ms, func(m *mention) bool { return m.Status == model.StatusAchieved }); len(done) > 0 {
		return done
	}
	return ms
}

// restated returns the mentions of the value that a notice states and then accounts for, where it is the only such value: of 反馈12个问题 and
// 12个问题中，已完成9个 the notice is about, whatever an earlier inspection found.
func restated(ms []mention) []mention {
	var of *mention
	for i := range ms {
		m := &ms[i]
		again := func(o mention) bool { return o.ID != m.ID && o.Sentence != m.Sentence && same(&o, m) }
		if !m.due || !slices.ContainsFunc(ms, again) {
			continue
		}
		if of != nil && !same(of, m) {
			return ms
		}
		of = m
	}
	if of == nil {
		return ms
	}
	return only(ms, func(m *mention) bool { return same(m, of) })
}

// markOverview marks what the overview of a notice states as the whole of what its problems state, where it is no less than these together:
// 收缴资金58.79万元 before the problems holds the 31.5万元 and 7.29万元 of two of them.
func markOverview(ms []mention) {
	if len(ms) == 0 || ms[0].Problem != "" || ms[0].Status != model.StatusAchieved {
		return
	}
	sum, ok, within := model.Decimal{}, true, false
	for i := range ms {
		m := &ms[i]
		switch {
		case m.Change != "" || m.high != nil || !m.Status.Counts() || !ok:
			return
		case same(m, &ms[0]):
		case m.Problem == "":
			return
		default:
			sum, ok = sum.Add(m.value)
			within = true
		}
	}
	ms[0].whole = ms[0].whole || within && ok && sum.Cmp(ms[0].value) <= 0
}

// withParents settles the values of metrics that have kinds, of which a notice gives some. A parent that is stated has that value alone,
// so that nothing counts twice, and one that is not is open between its kinds.
func (o *Options) withParents(cells []model.Comparison, found map[Unit][]mention, parts map[string]bool) []model.Comparison {
	kinds := map[Unit][]mention{}
	for key, ms := range found {
		if parent := o.Parents[key.Metric]; parent != "" {
			kinds[Unit{parent, key.Unit}] = append(kinds[Unit{parent, key.Unit}], ms...)
		}
	}
	for key, ms := range kinds {
		slices.SortFunc(ms, func(a, b mention) int { return cmp.Or(cmp.Compare(a.Span[0], b.Span[0]), strings.Compare(a.ID, b.ID)) })
		ms = slices.DeleteFunc(ms, func(m mention) bool { return parts[m.ID] || !m.Status.Counts() })
		k := slices.IndexFunc(cells, func(c model.Comparison) bool { return c.Metric == key.Metric && c.Unit == key.Unit })
		if k >= 0 {
			openBeside(&cells[k], found[key], ms)
		} else if c, ok := openOfKinds(key, ms); ok {
			cells = append(cells, c)
		}
	}
	slices.SortFunc(cells, func(a, b model.Comparison) int {
		return cmp.Or(strings.Compare(a.Metric, b.Metric), strings.Compare(a.Unit, b.Unit))
	})
	return cells
}

// openBeside leaves the value of a parent open where its sentence lists kinds beside it that it does not sum up: in 党纪政务处分18人、诫勉5人
// the 18 are not all.
func openBeside(c *model.Comparison, own, kinds []mention) {
	beside := only(kinds, func(m *mention) bool {
		return slices.ContainsFunc(own, func(p mention) bool { return p.Sentence == m.Sentence && p.Status.Counts() })
	})
	if len(beside) == 0 || c.Value == nil || !c.Status.Counts() {
		return
	}
	if all := append(slices.Clone(own), beside...); sumOfOthers(all) < 0 {
		opened := choice{Comparison: model.Comparison{Metric: c.Metric, Unit: c.Unit, Basis: c.Basis, Mentions: c.Mentions}}
		opened.leaveOpen(all)
		*c = opened.Comparison
	}
}

// openOfKinds returns the open value of a parent that a notice does not state, from several of its kinds: one person may be among two of them,
// so that they make no sum.
func openOfKinds(key Unit, ms []mention) (model.Comparison, bool) {
	several := slices.ContainsFunc(ms, func(m mention) bool { return m.Metric != ms[0].Metric })
	if !several {
		return model.Comparison{}, false
	}
	c := choice{Comparison: model.Comparison{Metric: key.Metric, Unit: key.Unit, Mentions: len(ms)}}
	c.leaveOpen(ms)
	return c.Comparison, true
}

// partsOf returns the ids of the indicators that are a part of another.
func partsOf(n *model.Notice) map[string]bool {
	parts := map[string]bool{}
	for i := range n.Indicators {
		if n.Indicators[i].PartOf != "" {
			parts[n.Indicators[i].ID] = true
		}
	}
	for i := range n.Totals {
		for _, id := range n.Totals[i].Parts {
			parts[id] = true
		}
	}
	return parts
}

// passed returns the ids of the indicators that are not what a notice reached: where a change starts from, what a result was to
// be, what is a part of another of its metric, the side of a completion that its metric does not count, what is for a time after
// publication, and what stands in the name of a problem.
func (o *Options) passed(n *model.Notice) map[string]bool {
	ids, metrics := map[string]bool{}, map[string]string{}
	for i := range n.Indicators {
		metrics[n.Indicators[i].ID] = n.Indicators[i].Metric
	}
	summed := map[string]bool{} // the parts of totals, which withoutParts leaves out
	for i := range n.Totals {
		for _, id := range n.Totals[i].Parts {
			summed[id] = true
		}
	}
	o.passCompletions(n, metrics, ids)
	headings := map[string]model.Span{}
	for i := range n.Problems {
		headings[n.Problems[i].ID] = n.Problems[i].Span
	}
	for i := range n.Indicators {
		in := &n.Indicators[i]
		ids[in.From], ids[in.Target] = true, true
		if in.PartOf != "" && metrics[in.PartOf] == in.Metric && !summed[in.ID] {
			ids[in.ID] = true
		}
		if in.Status.Counts() && after(in.Period, n.Published) {
			ids[in.ID] = true
		}
		if h, ok := headings[in.Problem]; ok && h[0] <= in.Span[0] && in.Span[0] < in.Span[1] && in.Span[1] <= h[1] {
			ids[in.ID] = true
		}
	}
	return ids
}

// passCompletions passes over one side of what is due and what of it is done, where both have a metric that counts the other. A metric that
// may count either keeps both, and so is open: of 12条黑臭水体 10 are no longer so.
func (o *Options) passCompletions(n *model.Notice, metrics map[string]string, ids map[string]bool) {
	for i := range n.Completions {
		c := &n.Completions[i]
		metric := metrics[c.Of]
		for _, id := range []string{c.UnderWay, c.Outstanding} {
			if metrics[id] == metric {
				ids[id] = true
			}
		}
		switch {
		case metrics[c.Done] != metric:
		case o.Due[metric]:
			ids[c.Done] = true
		case o.Done[metric]:
			ids[c.Of] = true
		}
	}
}

// after reports whether a period begins after a date, which may be cut to its month.
func after(period, date string) bool {
	first, _ := model.PeriodDays(period)
	_, last := model.PeriodDays(date)
	return first != "" && last != "" && first > last
}

// mentions returns the indicators that have a metric, by what they can be compared in, without those that are passed over.
func (o *Options) mentions(n *model.Notice) map[Unit][]mention {
	over := o.passed(n)
	totals := map[string]*model.Total{}
	for i := range n.Totals {
		totals[n.Totals[i].Total] = &n.Totals[i]
	}
	mixed := o.mixed(n)
	due, rates := o.accounted(n)
	found := map[Unit][]mention{}
	for i := range n.Indicators {
		in := &n.Indicators[i]
		if in.Metric == "" || over[in.ID] || o.Done[in.Metric] && (o.onlyFound(in) || o.ofThen(in)) {
			continue
		}
		m := mention{due: due[in.ID], rate: rates[in.ID], Indicator: in, value: in.Value, high: in.High, unit: in.Unit, total: totals[in.ID], mixed: mixed[in.ID] && !o.Due[in.Metric], whole: says(o.Whole, in)}
		switch {
		case in.Normal != nil:
			m.value, m.high, m.unit = tidy(in.Normal.Value), in.Normal.High, in.Normal.Unit
			if m.high != nil {
				high := tidy(*m.high)
				m.high = &high
			}
			if other := o.Same[Unit{in.Metric, m.unit}]; other != "" {
				m.unit = other
			}
		case o.Counts[in.Metric] != "":
			m.unit = o.Counts[in.Metric]
		}
		key := Unit{in.Metric, m.unit}
		found[key] = append(found[key], m)
	}
	return found
}

// accounted returns the ids of the indicators of which a notice says how much is done, and of the rates that say how much of what they
// are a rate of.
func (o *Options) accounted(n *model.Notice) (due, rates map[string]bool) {
	due, rates = map[string]bool{}, map[string]bool{}
	metrics := map[string]string{}
	for i := range n.Indicators {
		metrics[n.Indicators[i].ID] = n.Indicators[i].Metric
	}
	for i := range n.Completions {
		c := &n.Completions[i]
		due[c.Of] = true
		rates[c.Rate] = slices.Contains(o.Rates[metrics[c.Rate]], metrics[c.Of])
	}
	return due, rates
}

// tidy rounds a value that conversion made longer than four decimals, as 63000亩 are 42000000.0021 平方米, to two.
func tidy(d model.Decimal) model.Decimal {
	if _, decimals, _ := strings.Cut(d.String(), "."); len(decimals) > 4 {
		return rounded(d.Float64(), 2)
	}
	return d
}

// withoutParts leaves out the parts of totals that are among the mentions, and totals whose parts are of other metrics: of 15
// problems 11 are done, but these are no sum.
func withoutParts(ms []mention) []mention {
	here, parts := map[string]bool{}, map[string]bool{}
	for i := range ms {
		here[ms[i].ID] = true
	}
	list := slices.Clone(ms)
	for i := range list {
		t := list[i].total
		if t == nil {
			continue
		}
		if !slices.ContainsFunc(t.Parts, func(id string) bool { return here[id] }) {
			list[i].total = nil
			continue
		}
		for _, id := range t.Parts {
			parts[id] = true
		}
	}
	return slices.DeleteFunc(list, func(m mention) bool { return parts[m.ID] && !(m.total != nil) })
}

// mixed returns the ids of the totals that are of what was reached and what was not: 隐患276处，整改270处，剩余6处已落实管控.
func (o *Options) mixed(n *model.Notice) map[string]bool {
	byID, ids := map[string]*model.Indicator{}, map[string]bool{}
	for i := range n.Indicators {
		byID[n.Indicators[i].ID] = &n.Indicators[i]
	}
	for i := range n.Totals {
		parts := n.Totals[i].Parts
		for _, id := range parts {
			part, first := byID[id], byID[parts[0]]
			if part != nil && first != nil && (part.Status != first.Status || says(o.Rest, part)) {
				ids[n.Totals[i].Total] = true
			}
		}
	}
	return ids
}

// onlyFound reports whether an indicator tells what was looked for or at, and not what was done about it: 排查污水管网586公里.
func (o *Options) onlyFound(in *model.Indicator) bool {
	before, _ := clauseBefore(in)
	before, named := strings.CutSuffix(strings.TrimSpace(before), in.Subject)
	return named && in.Subject != "" && slices.ContainsFunc(o.Found, func(word string) bool { return strings.HasSuffix(strings.TrimSpace(before), word) })
}

// ofThen reports whether an indicator tells what was done at an earlier time, which its clause opens with: 上学年投用学校4所, but not 去年以来投用4所.
func (o *Options) ofThen(in *model.Indicator) bool {
	clause, _ := clauseBefore(in)
	for _, word := range o.Then {
		if rest, ok := strings.CutPrefix(clause, word); ok {
			return !slices.ContainsFunc(o.Since, func(since string) bool { return strings.HasPrefix(rest, since) })
		}
	}
	return false
}

// says reports whether the clause before a mention has one of the words.
func says(words []string, in *model.Indicator) bool {
	clause, ok := clauseBefore(in)
	return ok && slices.ContainsFunc(words, func(word string) bool { return strings.Contains(clause, word) })
}

// clauseBefore returns the words of its clause before a mention.
func clauseBefore(in *model.Indicator) (string, bool) {
	at := strings.Index(in.Sentence, in.Text)
	for at > 0 && strings.ContainsRune("0123456789.,", rune(in.Sentence[at-1])) { // 6处 is not the end of 276处
		next := strings.Index(in.Sentence[at+1:], in.Text)
		if next < 0 {
			return "", false
		}
		at += 1 + next
	}
	if at < 0 {
		return "", false
	}
	before := in.Sentence[:at]
	return before[strings.LastIndexAny(before, "，。；：、,;:")+1:], true
}

func (o *Options) additive(u Unit) bool { return o.Additive == nil || o.Additive(u) }
