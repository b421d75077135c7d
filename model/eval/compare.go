package eval

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"zhenggai/model"
)

// Compare judges one notice by its annotation. A nil notice is one that is missing from the output: everything that is
// annotated is missed.
//
// Of a document that is no rectification notice only what its annotation gives is judged, and that it has no problems and
// no measures.
func Compare(g *Gold, n *model.Notice) *Report {
	c := &comparison{g: g, n: n, missing: n == nil, report: newReport(g.Document)}
	found := g.Document
	if c.missing {
		c.n, found = new(model.Notice), ""
	}
	c.report.judge(notices, "", g.Document, found)
	c.places = newPlaces(c.n.Text)
	c.partners = align(len(g.Problems), len(c.n.Problems), c.problemLikeness)
	c.metadata()
	c.aspects()
	c.problems()
	c.measures()
	c.indicators()
	c.policies()
	c.contacts()
	c.totals()
	return c.report
}

// A comparison is one notice beside its annotation.
type comparison struct {
	g        *Gold
	n        *model.Notice
	missing  bool // n is not from the output
	places   *places
	partners []int // for each annotated problem the index of the one given, or -1
	report   *Report
}

// judges reports whether a list is judged. Of other documents than rectification notices only annotated lists are.
func judges[T any](c *comparison, list []T) bool { return c.g.rectification() || list != nil }

func (c *comparison) metadata() {
	g, n := c.g, c.n
	var issuer model.Issuer
	var region model.Region
	var inspection model.Inspection
	if n.Issuer != nil {
		issuer = *n.Issuer
	}
	if n.Region != nil {
		region = *n.Region
	}
	if n.Inspection != nil {
		inspection = *n.Inspection
	}
	for _, f := range []struct{ name, want, got string }{
		{"kind", string(g.Kind), string(n.Kind)},
		{"title", g.Title, n.Title},
		{"issuer", g.Issuer, issuer.Name},
		{"region.code", g.Region.Code, region.Code},
		{"region.province", g.Region.Province, region.Province},
		{"region.prefecture", g.Region.Prefecture, region.Prefecture},
		{"region.county", g.Region.County, region.County},
		{"published", g.Published, n.Published},
		{"signed", g.Signed, n.Signed},
		{"inspection.kind", g.Inspection.Kind, inspection.Kind},
		{"inspection.level", g.Inspection.Level, inspection.Level},
		{"inspection.round", g.Inspection.Round, inspection.Round},
		{"inspection.team", g.Inspection.Team, inspection.Team},
		{"inspection.start", g.Inspection.Start, inspection.Start},
		{"inspection.end", g.Inspection.End, inspection.End},
		{"inspection.feedback", g.Inspection.Feedback, inspection.Feedback},
	} {
		if g.rectification() || f.want != "" {
			c.report.judge(metadata, f.name, compact(f.want), compact(f.got))
		}
	}
}

// aspects judges the group headings. A notice names them with each of its problems.
func (c *comparison) aspects() {
	if !judges(c, c.g.Aspects) {
		return
	}
	var want, got []string
	for _, a := range c.g.Aspects {
		want = append(want, compact(a))
	}
	for _, p := range c.n.Problems {
		if a := compact(p.Aspect); a != "" && (len(got) == 0 || got[len(got)-1] != a) {
			got = append(got, a)
		}
	}
	likeness := func(i, j int) int {
		if want[i] == got[j] {
			return 1
		}
		return 0
	}
	partners := align(len(want), len(got), likeness)
	c.report.judgeLists(aspects, want, got, partners, func(_, _ int) string { return "" })
}

// problemLikeness says how surely two problems are the same one: by their headings, else by their names, else by where
// they stand.
func (c *comparison) problemLikeness(i, j int) int {
	want, got := &c.g.Problems[i], &c.n.Problems[j]
	heading, given := compact(want.Heading), compact(got.Heading)
	likeness := 0
	if heading == given {
		likeness += 8
	}
	if compact(want.Name) == compact(got.Name) {
		likeness += 4
	}
	if heading != "" && given != "" && (strings.Contains(heading, given) || strings.Contains(given, heading)) {
		likeness += 2
	}
	if want.Marker != "" && compact(want.Marker) == compact(got.Marker) && compact(want.Aspect) == compact(got.Aspect) {
		likeness++
	}
	return likeness
}

func (c *comparison) problems() {
	want, got := make([]string, len(c.g.Problems)), make([]string, len(c.n.Problems))
	for i, p := range c.g.Problems {
		want[i] = compact(p.Heading)
	}
	for j, p := range c.n.Problems {
		got[j] = cmp.Or(compact(p.Heading), "no heading")
	}
	c.report.judgeLists(problems, want, got, c.partners, func(i, j int) string {
		if i < 0 {
			return c.n.Problems[j].ID
		}
		return c.g.Problems[i].ID
	})
	for i, j := range c.partners {
		if j < 0 {
			continue
		}
		want, got := &c.g.Problems[i], &c.n.Problems[j]
		place := compact(want.ID + want.Heading)
		c.report.judge(problemName, place, compact(want.Name), compact(got.Name))
		c.report.judge(problemAspect, place, compact(want.Aspect), compact(got.Aspect))
		c.report.judge(problemMarker, place, compact(want.Marker), compact(got.Marker))
	}
}

// measures judges the numbered measures, problem by problem.
func (c *comparison) measures() {
	given := make(map[string][]string) // by id of the problem
	for i := range c.n.Measures {
		m := &c.n.Measures[i]
		if text := c.givenMeasure(m); text != "" {
			given[m.Problem] = append(given[m.Problem], text)
		}
	}
	for i, j := range c.partners {
		want := &c.g.Problems[i]
		var got []string
		if j >= 0 {
			id := c.n.Problems[j].ID
			got = given[id]
			delete(given, id)
		}
		c.report.judgeMeasures(compact(want.ID+want.Heading), want.Measures, got)
	}
	for i := range c.n.Measures {
		id := c.n.Measures[i].Problem
		c.report.judgeMeasures(id, nil, given[id])
		delete(given, id)
	}
}

// givenMeasure shows a measure of the output, or "" where it is not judged. The text under a problem that numbers no
// measures is one measure without marker and title; no annotation lists it.
func (c *comparison) givenMeasure(m *model.Measure) string {
	if m.Marker != "" || m.Title != "" {
		return measureText(m.Marker, m.Title)
	}
	if c.g.rectification() {
		return ""
	}
	return "measure " + m.ID
}

func measureText(marker, title string) string { return compact(marker) + " " + compact(title) }

func (r *Report) judgeMeasures(place string, gold []Measure, got []string) {
	want := make([]string, len(gold))
	for i, m := range gold {
		want[i] = measureText(m.Marker, m.Title)
	}
	likeness := func(i, j int) int {
		marker, title, _ := strings.Cut(want[i], " ")
		givenMarker, givenTitle, _ := strings.Cut(got[j], " ")
		switch {
		case title == givenTitle && marker == givenMarker:
			return 3
		case title == givenTitle:
			return 2
		case marker == givenMarker:
			return 1
		}
		return 0
	}
	r.judgeLists(measures, want, got, align(len(want), len(got), likeness), func(_, _ int) string { return place })
}

func (c *comparison) policies() {
	if !judges(c, c.g.Policies) {
		return
	}
	var want, got []fact
	for _, title := range c.g.Policies {
		want = append(want, fact{text: compact(title)})
	}
	for _, p := range c.n.Policies {
		got = append(got, fact{compact(p.Title), c.places.quote(p.Span)})
	}
	c.report.judgeSet(policies, want, got)
}

func (c *comparison) contacts() {
	if !judges(c, c.g.Contacts) {
		return
	}
	var want, got []fact
	taken := make(map[string]string) // by value
	for _, g := range c.g.Contacts {
		want = append(want, fact{text: contactText(g.Kind, g.Value)})
	}
	for _, n := range c.n.Contacts {
		if n.Scope == "notice" {
			f := fact{contactText(n.Kind, n.Value), c.places.quote(n.Span)}
			got = append(got, f)
			taken[compact(n.Value)] = f.text
		}
	}
	c.report.judgeSet(contacts, want, got)
	if c.missing {
		return // nothing was read, so no trap was avoided
	}
	for _, value := range c.g.NotContacts {
		const none = "no contact of the notice"
		c.report.judge(contactTraps, compact(value), none, cmp.Or(taken[compact(value)], none))
	}
}

func contactText(kind, value string) string { return kind + " " + compact(value) }

// totals judges sums by the numbers that they are made of.
func (c *comparison) totals() {
	if !judges(c, c.g.Totals) {
		return
	}
	var want, got []fact
	for _, t := range c.g.Totals {
		want = append(want, fact{text: totalText(t.Total, t.Parts, t.Agrees)})
	}
	byID := make(map[string]*model.Indicator, len(c.n.Indicators))
	for i := range c.n.Indicators {
		byID[c.n.Indicators[i].ID] = &c.n.Indicators[i]
	}
	for _, t := range c.n.Totals {
		got = append(got, c.givenTotal(t, byID))
	}
	c.report.judgeSet(totals, want, got)
}

func (c *comparison) givenTotal(t model.Total, byID map[string]*model.Indicator) fact {
	total, ok := byID[t.Total]
	if !ok {
		return fact{"total " + strconv.Quote(t.Total) + " that is no indicator", ""}
	}
	place := c.places.quote(total.Span)
	var parts []model.Decimal
	for _, id := range t.Parts {
		part, ok := byID[id]
		if !ok {
			return fact{"part " + strconv.Quote(id) + " that is no indicator", place}
		}
		parts = append(parts, part.Value)
	}
	return fact{totalText(total.Value, parts, t.Agrees), place}
}

func totalText(total model.Decimal, parts []model.Decimal, agrees bool) string {
	parts = slices.Clone(parts)
	slices.SortFunc(parts, model.Decimal.Cmp)
	var b strings.Builder
	b.WriteString(total.String())
	sign := " = "
	if !agrees {
		sign = " ≠ "
	}
	for _, part := range parts {
		b.WriteString(sign + part.String())
		sign = " + "
	}
	return b.String()
}
