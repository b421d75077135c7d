package extract

import (
	"slices"
	"sort"
	"strconv"
	"strings"

	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/fact"
	"zhenggai/extract/internal/outline"
	"zhenggai/extract/internal/problem"
	"zhenggai/model"
)

func id(letter string, i int) string { return letter + strconv.Itoa(i+1) }

// sections writes the outline down.
func (r *reading) sections() {
	r.notice.Sections = make([]model.Section, 0, len(r.outline.Nodes))
	for i := range r.outline.Nodes {
		node := &r.outline.Nodes[i]
		s := model.Section{
			ID: id("s", i), Level: node.Level, Style: node.Style, Marker: node.Marker.In(r.doc.Text),
			Title: node.Title.In(r.doc.Text), Role: node.Role, Span: model.Span{node.Marker.Start, node.End},
		}
		if node.Parent != outline.None {
			s.Parent = r.notice.Sections[node.Parent].ID
		}
		r.notice.Sections = append(r.notice.Sections, s)
	}
}

// sectionAt returns the id of the innermost section that holds a place.
func (r *reading) sectionAt(pos int) string {
	if i := r.outline.At(pos); i != outline.None {
		return r.notice.Sections[i].ID
	}
	return ""
}

// roleAt returns the role of the section that holds a place, or "".
func (r *reading) roleAt(pos int) string {
	if i := r.outline.At(pos); i != outline.None {
		return r.outline.Nodes[i].Role
	}
	return ""
}

// problems writes problems and their measures down, both in the order of the text: what follows a table of problems may belong to
// the heading before the table.
func (r *reading) problems() {
	var measures []*model.Measure
	for i := range r.finding.Problems {
		found := &r.finding.Problems[i]
		found.ID = id("p", i)
		found.Section = r.sectionAt(found.Range.Start)
		found.Topics = r.topics().Of(found.Name)
		r.notice.Problems = append(r.notice.Problems, found.Problem)
		r.explainProblem(i)
		for k := range found.Measures {
			found.Measures[k].Problem = found.ID
			measures = append(measures, &found.Measures[k])
		}
	}
	slices.SortStableFunc(measures, func(a, b *model.Measure) int { return a.Span[0] - b.Span[0] })
	for k, m := range measures {
		m.ID = id("m", k)
		r.notice.Measures = append(r.notice.Measures, *m)
	}
	r.diagnose(r.finding.Diagnostics...)
}

// problemAt returns the problem whose range holds a place, or nil. The problems are in the order of the text.
func (r *reading) problemAt(pos int) *problem.Problem {
	all := r.finding.Problems
	i := sort.Search(len(all), func(i int) bool { return all[i].Range.Start > pos }) - 1
	if i < 0 || pos >= all[i].Range.End {
		return nil
	}
	return &all[i]
}

// measureAt returns the measure of a problem that holds a place, or nil.
func measureAt(p *problem.Problem, pos int) *model.Measure {
	for i := range p.Measures {
		if m := &p.Measures[i]; m.Span[0] <= pos && pos < m.Span[1] {
			return m
		}
	}
	return nil
}

func (r *reading) policies() {
	found, diagnostics := r.policiesIn.Find(r.doc.Text, r.hits, r.body, r.most)
	for i := range found {
		found[i].ID = id("d", i)
		if p := r.problemAt(found[i].Span[0]); p != nil {
			found[i].Problem = p.ID
		}
	}
	r.notice.Policies = found
	r.diagnose(diagnostics...)
}

// indicators reads each line of the body, links what it finds to problems and measures, and checks the totals.
func (r *reading) indicators() {
	r.notice.Indicators = r.made[:0]
	skip := r.skipped()
	r.reader.Reset(r.doc.Text, r.hits, r.most)
	tables := r.findTables()
	for _, line := range r.body {
		if r.within() != nil {
			return
		}
		place := r.placeOf(line, skip)
		if tables.read(line, place) {
			continue
		}
		found, diagnostics := r.reader.Find(line, place)
		r.diagnose(diagnostics...)
		first := len(r.notice.Indicators)
		for i := range found {
			r.addIndicator(found, i, first)
			r.explainIndicator(r.reader, i, first+i)
		}
		sums := r.Extractor.indicators.Sums(r.doc.Text, found)
		for _, sum := range sums.Totals() {
			r.addTotal(sum, first)
		}
		for _, c := range sums.Completions() {
			r.addCompletion(&c, func(k int) int { return first + k })
		}
	}
	r.made = r.notice.Indicators
	r.notice.Indicators = append(make([]model.Indicator, 0, len(r.made)), r.made...)
	clear(r.made)
	r.doubtLater()
}

// placeOf says where a line stands and what its headings say.
func (r *reading) placeOf(line document.Span, skip []document.Span) fact.Place {
	place := fact.Place{
		Year: r.dated().Year, Month: r.dated().Month, Skip: spansIn(skip, line), Reached: r.finding.HasReached(line.Start),
		Ahead: r.finding.IsAhead(line.Start), Intended: r.finding.IsIntended(line.Start),
		Outlook: r.roleAt(line.Start) == outline.RoleOutlook,
	}
	if p := r.problemAt(line.Start); p != nil {
		place.Headings = append(place.Headings, p.Name)
	}
	return place
}

// spansIn returns the spans that lie in a line. They are in the order of the text.
func spansIn(spans []document.Span, line document.Span) []document.Span {
	from := sort.Search(len(spans), func(i int) bool { return spans[i].End > line.Start })
	to := from + sort.Search(len(spans)-from, func(i int) bool { return spans[from+i].Start >= line.End })
	return spans[from:to]
}

// skipped returns what holds no quantity though it has figures, in order: contacts, and the markers of headings (问题二 in front of
// 批而未供, 5. in front of 2辆).
func (r *reading) skipped() []document.Span {
	spans := make([]document.Span, 0, len(r.notice.Contacts)+len(r.outline.Nodes))
	for i := range r.outline.Nodes {
		spans = append(spans, r.outline.Nodes[i].Marker)
	}
	for _, c := range r.notice.Contacts {
		spans = append(spans, document.Span{Start: c.Span[0], End: c.Span[1]})
	}
	sort.Slice(spans, func(i, j int) bool { return spans[i].Start < spans[j].Start })
	return spans
}

func (r *reading) addIndicator(found []fact.Indicator, i, first int) {
	made := found[i].Indicator
	made.ID = id("i", len(r.notice.Indicators))
	made.Section = r.sectionAt(made.Span[0])
	if p := r.problemAt(made.Span[0]); p != nil {
		made.Problem = p.ID
		if m := measureAt(p, made.Span[0]); m != nil {
			made.Measure = m.ID
		}
	}
	for _, link := range []struct {
		id *string
		to int
	}{{&made.From, found[i].From}, {&made.Target, found[i].Target}, {&made.PartOf, found[i].Whole}} {
		if link.to >= 0 {
			*link.id = r.notice.Indicators[first+link.to].ID
		}
	}
	r.notice.Indicators = append(r.notice.Indicators, made)
}

// doubtLater takes back that something was reached at a time that had not come when the notice was published.
func (r *reading) doubtLater() {
	for i := range r.notice.Indicators {
		in := &r.notice.Indicators[i]
		if in.Status == model.StatusAchieved && later(in.Period, r.notice.Published) {
			in.Status = ""
			span := in.Span
			r.diagnose(model.Diagnostic{
				Code: "indicator.achieved_later", Args: model.Args{"text": in.Text, "period": in.Period, "published": r.notice.Published}, Span: &span,
			})
		}
	}
}

// later reports whether a period, as ISO 8601 writes it, begins after a date, which may be cut to its year or month.
func later(period, date string) bool {
	from, _, _ := strings.Cut(period, "/")
	return date != "" && from > date && !strings.HasPrefix(from, date)
}

func (r *reading) addTotal(sum fact.Sum, first int) {
	t := model.Total{Total: r.notice.Indicators[first+sum.Total].ID, Sum: sum.Sum, Agrees: sum.Agrees}
	for _, k := range sum.Parts {
		t.Parts = append(t.Parts, r.notice.Indicators[first+k].ID)
	}
	r.noteTotal(t, first+sum.Total)
}

// noteTotal adds a total, which is an indicator of the notice, and tells where it does not add up.
func (r *reading) noteTotal(t model.Total, indicator int) {
	r.notice.Totals = append(r.notice.Totals, t)
	if !t.Agrees {
		total := r.notice.Indicators[indicator]
		span := total.Span
		r.diagnose(model.Diagnostic{Code: "total.disagrees", Args: model.Args{"total": total.Text, "sum": t.Sum}, Span: &span})
	}
}

func (r *reading) addCompletion(c *fact.Completion, numbers func(k int) int) {
	name := func(k int) string {
		if k < 0 {
			return ""
		}
		return r.notice.Indicators[numbers(k)].ID
	}
	r.notice.Completions = append(r.notice.Completions, model.Completion{
		Of: name(c.Of), Done: name(c.Done), UnderWay: name(c.UnderWay), Outstanding: name(c.Left), Rate: name(c.Rate), Agrees: c.Agrees, Rule: c.Word,
		Span: model.Span{r.notice.Indicators[numbers(c.First)].Span[0], r.notice.Indicators[numbers(c.Last)].Span[1]},
	})
}

func (r *reading) diagnose(list ...model.Diagnostic) {
	r.notice.Diagnostics = append(r.notice.Diagnostics, list...)
}

// diagnostics adds what was doubtful in decoding, in the outline and in the notice as a whole.
func (r *reading) diagnostics() {
	r.diagnose(r.page.Diagnostics...)
	r.slips()
	if r.notice.Kind == model.KindRectification {
		r.missing()
	}
}

// slips tells of markers and labels in which a slip was mended, and of numbers that are not those that were to come.
func (r *reading) slips() {
	add := func(at document.Span, d model.Diagnostic) {
		d.Span = &model.Span{at.Start, at.End}
		r.diagnose(d)
	}
	for i := range r.outline.Nodes {
		node := &r.outline.Nodes[i]
		marker := node.Marker.In(r.doc.Text)
		switch {
		case node.Mended:
			add(node.Marker, model.Diagnostic{Code: "outline.slip", Args: model.Args{"marker": marker, "number": node.Number}})
		case node.Number < node.Wanted:
			add(node.Marker, model.Diagnostic{Code: "outline.repeated", Args: model.Args{"marker": marker, "wanted": node.Wanted}})
		case node.Wanted > 0:
			add(node.Marker, model.Diagnostic{Code: "outline.gap", Args: model.Args{"marker": marker, "wanted": node.Wanted}})
		}
	}
	for _, field := range r.outline.Fields {
		if field.Meant != "" {
			add(field.Label, model.Diagnostic{Code: "label.slip", Args: model.Args{"label": field.Label.In(r.doc.Text), "meant": field.Meant}})
		}
	}
}

// missing notes what a notice ought to have and this one lacks.
func (r *reading) missing() {
	n := r.notice
	for _, part := range []struct {
		absent bool
		model.Diagnostic
	}{
		{n.Title == "", model.Diagnostic{Code: "title.missing"}},
		{n.Issuer == nil, model.Diagnostic{Code: "issuer.missing"}},
		{n.Signed == "" && r.doc.Truncated, model.Diagnostic{Code: "text.unsigned"}},
		{len(n.Problems) == 0, model.Diagnostic{Code: "problems.missing"}},
	} {
		if part.absent {
			r.diagnose(part.Diagnostic)
		}
	}
	r.countDiffers()
}

// countDiffers tells of a number of problems that the notice states where none that it states is that of those found.
func (r *reading) countDiffers() {
	n := r.notice
	var stated *model.Indicator
	for i := range n.Indicators {
		ind := &n.Indicators[i]
		if ind.Metric != "inspection.problems_fed_back" || ind.Problem != "" || len(n.Problems) == 0 {
			continue
		}
		if ind.Value.Cmp(model.Int(int64(len(n.Problems)))) == 0 {
			return
		}
		if stated == nil {
			stated = ind
		}
	}
	if stated != nil {
		span := stated.Span
		r.diagnose(model.Diagnostic{
			Code: "problems.count_differs", Args: model.Args{"stated": stated.Value, "found": len(n.Problems)}, Span: &span,
		})
	}
}
