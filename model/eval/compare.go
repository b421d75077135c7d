package eval

import (
	"cmp"
	"slices"
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
	c.report.judge(notices, "", fact{text: g.Document}, fact{text: found})
	c.places = newPlaces(c.n.Text)
	c.report.places = c.places
	c.headings = c.findHeadings()
	c.partners = align(len(g.Problems), len(c.n.Problems), c.problemLikeness)
	c.metadata()
	c.aspects()
	c.problems()
	c.measures()
	c.indicators()
	c.changes()
	c.policies()
	c.contacts()
	for i, f := range further {
		f.judge(c, kinds+kind(i))
	}
	return c.report
}

// A comparison is one notice beside its annotation.
type comparison struct {
	g        *Gold
	n        *model.Notice
	missing  bool // n is not from the output
	places   *places
	headings []model.Span // for each annotated problem where its heading stands
	partners []int        // for each annotated problem the index of the one given, or -1
	report   *Report
}

// findHeadings looks for the headings of the annotated problems, each after the one before.
func (c *comparison) findHeadings() []model.Span {
	var spans []model.Span
	from := 0
	for _, p := range c.g.Problems {
		span := c.places.locate(from, p.Marker+p.Heading, p.Heading)
		spans = append(spans, span)
		from = max(from, span[1])
	}
	return spans
}

// said is a fact that stands where the text first says it, if it does.
func (c *comparison) said(text string) fact {
	text = compact(text)
	return fact{text, c.places.locate(0, text)}
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
			c.report.judge(metadata, f.name, c.said(f.want), c.said(f.got))
		}
	}
}

// aspects judges the group headings. A notice names them with each of its problems.
func (c *comparison) aspects() {
	if !judges(c, c.g.Aspects) {
		return
	}
	var want, got []fact
	for _, a := range c.g.Aspects {
		want = append(want, c.said(a))
	}
	for _, p := range c.n.Problems {
		if a := c.said(p.Aspect); a.text != "" && (len(got) == 0 || got[len(got)-1].text != a.text) {
			got = append(got, a)
		}
	}
	likeness := func(i, j int) int {
		if want[i].text == got[j].text {
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
	want, got := make([]fact, len(c.g.Problems)), make([]fact, len(c.n.Problems))
	for i, p := range c.g.Problems {
		want[i] = fact{compact(p.Heading), c.headings[i]}
	}
	for j, p := range c.n.Problems {
		got[j] = fact{cmp.Or(compact(p.Heading), "no heading"), p.Span}
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
		judge := func(k kind, wanted, given string) {
			c.report.judge(k, compact(want.ID+want.Heading), fact{compact(wanted), c.headings[i]}, fact{compact(given), got.Span})
		}
		judge(problemName, want.Name, got.Name)
		judge(problemAspect, want.Aspect, got.Aspect)
		judge(problemMarker, want.Marker, got.Marker)
	}
}

// measures judges the numbered measures, problem by problem.
func (c *comparison) measures() {
	given := make(map[string][]fact) // by id of the problem
	for i := range c.n.Measures {
		m := &c.n.Measures[i]
		if f := c.givenMeasure(m); f.text != "" {
			given[m.Problem] = append(given[m.Problem], f)
		}
	}
	for i, j := range c.partners {
		want := &c.g.Problems[i]
		var got []fact
		if j >= 0 {
			id := c.n.Problems[j].ID
			got = given[id]
			delete(given, id)
		}
		c.report.judgeMeasures(compact(want.ID+want.Heading), c.goldMeasures(i), got)
	}
	for i := range c.n.Measures {
		id := c.n.Measures[i].Problem
		c.report.judgeMeasures(id, nil, given[id])
		delete(given, id)
	}
}

// goldMeasures shows the measures of an annotated problem, each at its place after the one before.
func (c *comparison) goldMeasures(problem int) []fact {
	var facts []fact
	from := c.headings[problem][1]
	for _, m := range c.g.Problems[problem].Measures {
		span := c.places.locate(from, m.Marker+m.Title, m.Title)
		facts = append(facts, fact{measureText(m.Marker, m.Title), span})
		from = max(from, span[1])
	}
	return facts
}

// givenMeasure shows a measure of the output, or nothing where it is not judged. The text under a problem that numbers no
// measures is one measure without marker and title; no annotation lists it.
func (c *comparison) givenMeasure(m *model.Measure) fact {
	if m.Marker != "" || m.Title != "" {
		return fact{measureText(m.Marker, m.Title), c.titleSpan(m)}
	}
	if c.g.rectification() {
		return fact{}
	}
	return fact{"measure " + m.ID, m.Span}
}

// titleSpan returns where the title of a measure stands within it, or all of the measure.
func (c *comparison) titleSpan(m *model.Measure) model.Span {
	span := c.places.locate(m.Span[0], m.Marker+m.Title, m.Title)
	if overlap(span, m.Span) > 0 {
		return span
	}
	return m.Span
}

func measureText(marker, title string) string { return compact(marker) + " " + compact(title) }

func (r *Report) judgeMeasures(place string, want, got []fact) {
	likeness := func(i, j int) int {
		marker, title, _ := strings.Cut(want[i].text, " ")
		givenMarker, givenTitle, _ := strings.Cut(got[j].text, " ")
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

// judgeSet counts facts whose order does not matter. Those given beyond the annotated ones are shown at their place.
func (c *comparison) judgeSet(k kind, want, got []fact) {
	open := make(map[string]int)
	for _, g := range got {
		open[g.text]++
	}
	for _, w := range want {
		found := fact{}
		if open[w.text] > 0 {
			open[w.text]--
			found = w
		}
		c.report.judge(k, "", w, found)
	}
	for _, g := range slices.Backward(got) { // the first mentions are the ones found
		if open[g.text] > 0 {
			open[g.text]--
			c.report.judge(k, c.places.quote(g.span), fact{}, g)
		}
	}
}

func (c *comparison) policies() {
	if !judges(c, c.g.Policies) {
		return
	}
	var want, got []fact
	for _, title := range c.g.Policies {
		want = append(want, c.said(title))
	}
	for _, p := range c.n.Policies {
		got = append(got, fact{compact(p.Title), p.Span})
	}
	c.judgeSet(policies, want, got)
}

func (c *comparison) contacts() {
	if !judges(c, c.g.Contacts) {
		return
	}
	var want, got []fact
	taken := make(map[string]fact) // by value
	for _, g := range c.g.Contacts {
		want = append(want, fact{contactText(g.Kind, g.Value), c.places.locate(0, g.Value)})
	}
	for _, n := range c.n.Contacts {
		if n.Scope == "notice" {
			f := fact{contactText(n.Kind, n.Value), n.Span}
			got = append(got, f)
			taken[compact(n.Value)] = f
		}
	}
	c.judgeSet(contacts, want, got)
	if c.missing {
		return // nothing was read, so no trap was avoided
	}
	for _, value := range c.g.NotContacts {
		none := fact{text: "no contact of the notice", span: c.places.locate(0, value)}
		c.report.judge(contactTraps, compact(value), none, cmp.Or(taken[compact(value)], none))
	}
}

func contactText(kind, value string) string { return kind + " " + compact(value) }
