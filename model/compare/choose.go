package compare

import (
	"math/bits"
	"slices"
	"strings"

	"zhenggai/model"
)

// A mention is an indicator in the unit in which it is compared.
type mention struct {
	*model.Indicator
	value model.Decimal
	high  *model.Decimal // nil where there is no range
	unit  string
	due   bool         // the notice says how much of it is done
	rate  bool         // it is the share of what its metric is a rate of
	whole bool         // its clause says that it is a total
	total *model.Total // whose total it is, or nil
	mixed bool         // parts of its total were reached and others were not
}

// choose chooses the value of a metric among its mentions in a notice, all in one unit and none part of a total among
// them. additive says that values of the unit can be summed. What is planned counts only where nothing was reached, and
// what is outstanding only where nothing else is said.
func choose(all []mention, additive bool) model.Comparison {
	c := choice{Comparison: model.Comparison{Metric: all[0].Metric, Unit: all[0].unit}, additive: additive}
	ms := only(all, func(m *mention) bool { return m.Status.Counts() })
	for _, status := range []model.Status{model.StatusPlanned, model.StatusOutstanding} {
		if len(ms) == 0 {
			ms = only(all, func(m *mention) bool { return m.Status == status })
		}
	}
	for _, rule := range []struct {
		choice model.Choice
		fits   func(m *mention) bool
	}{
		{model.ChoiceTotal, func(m *mention) bool { return m.total != nil || m.whole }},
		{model.ChoiceStated, (*mention).amount},
		{model.ChoiceChange, func(m *mention) bool { return m.Change == model.ChangeIncrease }},
		{model.ChoiceChange, func(m *mention) bool { return m.Change == model.ChangeDecrease }},
	} {
		if list := only(ms, rule.fits); len(list) > 0 {
			c.settle(rule.choice, list)
			c.weigh(ms, all)
			break
		}
	}
	return c.Comparison
}

// level reports whether the mention is what a change reached: 增至, 降至.
func (m *mention) level() bool {
	return m.Change == model.ChangeIncreaseTo || m.Change == model.ChangeDecreaseTo
}

// amount reports whether the mention says how much or how many, not how much more or less.
func (m *mention) amount() bool { return m.Change == "" || m.level() }

// weigh leaves a value open that what else the notice says speaks against: a total beside what is neither its part nor within it, an amount that
// is less than what was added to it, and a value far from all others.
func (c *choice) weigh(ms, all []mention) {
	if c.Value == nil || c.Choice == model.ChoiceSum {
		return
	}
	m := &ms[slices.IndexFunc(ms, func(m mention) bool { return m.ID == c.Indicators[0] })]
	others := only(ms, func(o *mention) bool { return o.ID != m.ID && !same(o, m) && !bearsOut(m, o) })
	against := func(o mention) bool {
		return m.amount() && c.additive && o.Change == model.ChangeIncrease && m.value.Cmp(o.value) < 0
	}
	if c.Choice == model.ChoiceTotal {
		against = func(o mention) bool { return o.amount() == m.amount() && (!m.whole || m.value.Cmp(o.value) < 0) }
	}
	switch {
	case slices.ContainsFunc(others, against):
		c.leaveOpen(append([]mention{*m}, others...))
	case far(m, all):
		c.leaveOpen(append([]mention{*m}, only(all, func(o *mention) bool { return o.ID != m.ID })...))
		c.Choice = model.ChoiceDoubtful
	}
}

// farApart is how many times a value may be that of another mention of its metric: what is further from all of them is likely a slip
// of the unit, as 万元 for 元, or something else.
const farApart = 50

// far reports whether a value is far from all other mentions of its metric, whatever their status. Nil is far from nothing: a
// number may well come down to it.
func far(m *mention, all []mention) bool {
	value, compared := m.value.Float64(), false
	for i := range all {
		other := all[i].value.Float64()
		if all[i].ID == m.ID || all[i].amount() != m.amount() {
			continue
		}
		if value <= 0 || other <= 0 || value/other < farApart && other/value < farApart {
			return false
		}
		compared = true
	}
	return compared
}

// only returns the mentions that fit.
func only(ms []mention, fits func(*mention) bool) []mention {
	var list []mention
	for i := range ms {
		if fits(&ms[i]) {
			list = append(list, ms[i])
		}
	}
	return list
}

// A choice is a comparison while its value is being chosen.
type choice struct {
	model.Comparison
	additive bool
}

// settle takes the value of mentions that one rule found: the only one, the latest, or the sum of what can be summed.
func (c *choice) settle(rule model.Choice, found []mention) {
	ms := distinct(found)
	c.Basis = basis(ms)
	switch {
	case doubted(ms) || c.Basis == "":
		c.leaveOpen(ms)
	case len(ms) == 1:
		c.take(rule, &ms[0])
	case rule == model.ChoiceTotal && sumOfOthers(ms) >= 0:
		c.take(rule, &ms[sumOfOthers(ms)])
	case rule == model.ChoiceChange && len(ms) == len(found) && c.additive && disjoint(ms) && c.takeSum(ms):
	default:
		if latest := latestOf(ms); latest != nil && rule != model.ChoiceChange {
			c.take(rule, latest)
			return
		}
		c.leaveOpen(ms)
	}
}

// basis says what the values are, or "" where they differ in that.
func basis(ms []mention) model.Basis {
	var b model.Basis
	for i := range ms {
		now := model.BasisAmount
		switch ms[i].Change {
		case model.ChangeIncrease:
			now = model.BasisIncrease
		case model.ChangeDecrease:
			now = model.BasisDecrease
		}
		if b != "" && b != now {
			return ""
		}
		b = now
	}
	return b
}

// doubted reports whether the notice's own parts do not make one of its totals, or make one of what was reached and what was not: of
// 276处 of which 270 were mended and 6 were not, nobody reached 276.
func doubted(ms []mention) bool {
	return slices.ContainsFunc(ms, func(m mention) bool { return m.total != nil && (!m.total.Agrees || m.mixed) })
}

// take takes the value of a mention.
func (c *choice) take(rule model.Choice, m *mention) {
	if rule == model.ChoiceStated && m.level() {
		rule = model.ChoiceLevel
	}
	value := m.value
	c.Choice, c.Value, c.High, c.Bound, c.Status, c.Period = rule, &value, m.high, m.Bound, m.Status, m.Period
	c.Indicators, c.Evidence = []string{m.ID}, evidence(m)
}

// takeSum takes the sum of the mentions, and reports whether there is one.
func (c *choice) takeSum(ms []mention) bool {
	sum, bound := model.Decimal{}, model.Bound("")
	for i := range ms {
		var ok bool
		if sum, ok = sum.Add(ms[i].value); !ok || ms[i].high != nil || ms[i].Status != ms[0].Status {
			return false
		}
		switch b := ms[i].Bound; {
		case bound == "":
			bound = b
		case b != "" && b != bound:
			bound = model.BoundAbout // some more, some less
		}
	}
	c.take(model.ChoiceSum, &ms[0])
	c.Value, c.Bound = &sum, bound
	c.Indicators = ids(ms)
	return true
}

// leaveOpen lists the mentions and chooses none.
func (c *choice) leaveOpen(ms []mention) {
	c.Choice, c.Status = model.ChoiceAmbiguous, ms[0].Status
	c.Value, c.High, c.Bound, c.Period = nil, nil, "", ""
	c.Indicators, c.Evidence = ids(ms), evidence(&ms[0])
	var list []string
	for i := range ms {
		list = append(list, ms[i].Subject+ms[i].Text)
		if t := ms[i].total; t != nil && !t.Agrees {
			list = append(list, "Σ"+t.Sum.String())
		}
	}
	const most = 12 // of a cell that a person reads; all ids stand beside it
	if len(list) > most {
		list = append(list[:most], "…")
	}
	c.Candidates = strings.Join(list, "; ")
	if c.Basis == "" {
		c.Basis = model.BasisAmount
	}
}

// evidence is what a comparison keeps of a mention.
func evidence(m *mention) model.Indicator {
	return model.Indicator{ID: m.ID, Subject: m.Subject, Text: m.Text, Sentence: m.Sentence}
}

func ids(ms []mention) []string {
	var list []string
	for i := range ms {
		list = append(list, ms[i].ID)
	}
	return list
}

// distinct leaves out mentions that say again what another says: the same value, or a rounded one that the other bears out.
func distinct(ms []mention) []mention {
	var list []mention
	for i := range ms {
		again := false
		for k := range ms {
			if i != k && (same(&ms[i], &ms[k]) && k < i || bearsOut(&ms[k], &ms[i])) {
				again = true
			}
		}
		if !again {
			list = append(list, ms[i])
		}
	}
	return list
}

func same(a, b *mention) bool {
	return a.value == b.value && (a.high == nil) == (b.high == nil) && (a.high == nil || *a.high == *b.high) && a.Bound == b.Bound
}

// rounding is how far a value that is told roughly, 2300余个, may be from the exact one.
const rounding = 0.05

// bearsOut reports whether an exact value agrees with a rough one.
func bearsOut(exact, rough *mention) bool {
	if exact.Bound != "" || rough.Bound == "" || exact.high != nil || rough.high != nil {
		return false
	}
	e, r := exact.value.Float64(), rough.value.Float64()
	switch rough.Bound {
	case model.BoundAtLeast:
		return r <= e && e <= r*(1+2*rounding)
	case model.BoundAtMost:
		return r*(1-2*rounding) <= e && e <= r
	}
	return r*(1-rounding) <= e && e <= r*(1+rounding)
}

// sumOfOthers returns the mention that is the sum of all others, or -1.
func sumOfOthers(ms []mention) int {
	for i := range ms {
		sum, ok := model.Decimal{}, true
		for k := range ms {
			if k != i && ok {
				sum, ok = sum.Add(ms[k].value)
			}
		}
		if ok && sum == ms[i].value {
			return i
		}
	}
	return -1
}

// mostSummed is how many increases may be summed: more of them make the sums of some too many, and hide too much.
const mostSummed = 10

// sumOfSome reports whether one mention is the sum of two or more others, or there are too many of them to tell: 100张, of which other
// measures tell as 60张 and 40张, beside 50张 of elsewhere.
func sumOfSome(ms []mention) bool {
	if len(ms) > mostSummed {
		return true
	}
	sums := make([]model.Decimal, 1<<len(ms))
	for set := 1; set < len(sums); set++ {
		first := bits.TrailingZeros(uint(set))
		sum, ok := sums[set&(set-1)].Add(ms[first].value)
		if !ok {
			return true
		}
		sums[set] = sum
		if bits.OnesCount(uint(set)) < 2 {
			continue
		}
		for i := range ms {
			if set&(1<<i) == 0 && ms[i].value == sum {
				return true
			}
		}
	}
	return false
}

// disjoint reports whether increases have nothing in common, as far as one can tell: they are for the same time, none is the
// sum of some others, and each counts something else or stands in a measure of its own.
func disjoint(ms []mention) bool {
	if sumOfSome(ms) {
		return false
	}
	for i := range ms {
		for k := range i {
			a, b := &ms[i], &ms[k]
			apart := a.Subject == b.Subject && (a.Measure != b.Measure || a.Problem != b.Problem) ||
				!strings.Contains(a.Subject, b.Subject) && !strings.Contains(b.Subject, a.Subject)
			if !apart || a.Period != b.Period {
				return false
			}
		}
	}
	return true
}

// latestOf returns the mention for the latest time, where each is for a time of its own.
func latestOf(ms []mention) *mention {
	var latest *mention
	for i := range ms {
		m := &ms[i]
		first, last := model.PeriodDays(m.Period)
		if last == "" {
			return nil
		}
		for k := range i {
			if from, to := model.PeriodDays(ms[k].Period); first <= to && from <= last { // 2020 holds 2020-06
				return nil
			}
		}
		if latest == nil || m.Period > latest.Period {
			latest = m
		}
	}
	return latest
}
