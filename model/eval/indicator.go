package eval

import (
	"cmp"
	"slices"

	"zhenggai/model"
)

// A mention is an annotated indicator at its place in the notice's text.
type mention struct {
	gold  *Indicator
	span  model.Span // empty where the quote is not in the text
	given *model.Indicator
}

// indicators judges the quantities by place: what is given belongs to the annotated mention that it overlaps.
func (c *comparison) indicators() {
	if !judges(c, c.g.Indicators) {
		return
	}
	mentions := make([]mention, len(c.g.Indicators))
	for i := range mentions {
		gold := &c.g.Indicators[i]
		mentions[i] = mention{gold: gold, span: c.place(gold.Quote)}
	}
	rest := pairMentions(mentions, c.n.Indicators)
	for i := range mentions {
		c.mention(&mentions[i])
	}
	c.unannotated(mentions, rest)
}

// place returns where the mention of a quote stands, or an empty span where it is not in the text.
func (c *comparison) place(quote string) model.Span {
	q, ok := parseQuote(quote)
	if !ok {
		return model.Span{}
	}
	span, _ := c.places.find(q)
	return span
}

// pairMentions gives each mention at most one of the given indicators and returns those that are left over. A reading
// that is right goes before one that only overlaps, and a mention that must be found before an optional one.
func pairMentions(mentions []mention, given []model.Indicator) (rest []*model.Indicator) {
	for i := range given {
		rest = append(rest, &given[i])
	}
	pair := func(optional, right bool) {
		for i := range mentions {
			m := &mentions[i]
			if m.given == nil && m.gold.Optional == optional {
				rest = m.take(rest, right)
			}
		}
	}
	pair(false, true)
	pair(true, true)
	pair(false, false)
	pair(true, false)
	return rest
}

// take moves the indicator that overlaps the mention most from the given ones to the mention.
func (m *mention) take(given []*model.Indicator, right bool) []*model.Indicator {
	best, most := -1, 0
	for j, g := range given {
		o := overlap(m.span, g.Span)
		if o > most && (!right || m.gold.quantity() == givenQuantity(g)) {
			best, most = j, o
		}
	}
	if best < 0 {
		return given
	}
	m.given = given[best]
	return slices.Delete(given, best, best+1)
}

// mention judges one annotated mention and what else is known of it.
func (c *comparison) mention(m *mention) {
	if m.gold.Optional {
		return
	}
	quote, want := compact(m.gold.Quote), fact{m.gold.quantity(), m.span}
	switch {
	case m.span == model.Span{}:
		c.report.judgeWhy(indicators, quote, want, fact{}, "quote not in text")
		return
	case m.given == nil:
		c.report.judge(indicators, quote, want, fact{})
		return
	}
	judge := func(k kind, want, got string) {
		c.report.judge(k, quote, fact{want, m.span}, fact{got, m.given.Span})
	}
	judge(indicators, want.text, givenQuantity(m.given))
	if m.gold.Metric != "" || c.g.Codes == nil || c.g.Codes[m.given.Metric] {
		judge(indicatorMetric, m.gold.Metric, m.given.Metric)
	}
	judge(indicatorProblem, c.goldProblem(m.gold.Problem), c.givenProblem(m.given.Problem))
	if want := m.gold.Status; want != "" {
		judge(indicatorStatus, shownStatus(want), shownStatus(m.given.Status))
	}
}

// shownStatus shows a status, annotated or given, to people.
func shownStatus(s model.Status) string {
	if s == "" || s == noStatus {
		return "no status"
	}
	return string(s)
}

// unannotated judges the given indicators that belong to no mention, and the traps.
func (c *comparison) unannotated(mentions []mention, rest []*model.Indicator) {
	traps := make([]trap, len(c.g.NotIndicators))
	for i, quote := range c.g.NotIndicators {
		traps[i] = trap{quote: compact(quote), span: c.place(quote)}
	}
	for _, g := range rest {
		required, optional := overlapped(mentions, g.Span)
		if optional {
			continue
		}
		why := ""
		if required {
			why = "another reading of an annotated mention"
		} else if takeTraps(traps, g) {
			why = "trap"
		}
		c.report.judgeWhy(indicators, c.places.quote(g.Span), fact{}, fact{givenQuantity(g), g.Span}, why)
	}
	for _, t := range traps {
		if t.span != (model.Span{}) {
			const none = "no indicator"
			c.report.judge(indicatorTraps, t.quote, fact{none, t.span}, fact{cmp.Or(t.taken.text, none), t.taken.span})
		}
	}
}

// overlapped reports whether a span overlaps mentions that must be found, and optional ones.
func overlapped(mentions []mention, s model.Span) (required, optional bool) {
	for i := range mentions {
		if overlap(mentions[i].span, s) > 0 {
			required = required || !mentions[i].gold.Optional
			optional = optional || mentions[i].gold.Optional
		}
	}
	return required, optional
}

// A trap is a number that must give no indicator.
type trap struct {
	quote string
	span  model.Span // empty where it is not in the text
	taken fact       // the indicator that was made of it
}

// takeTraps marks the traps that the indicator overlaps and reports whether there are any.
func takeTraps(traps []trap, g *model.Indicator) (took bool) {
	for i := range traps {
		if overlap(traps[i].span, g.Span) > 0 {
			traps[i].taken = fact{givenQuantity(g), g.Span}
			took = true
		}
	}
	return took
}

// goldProblem shows an annotated problem by its id.
func (c *comparison) goldProblem(id string) string {
	for i := range c.g.Problems {
		if p := &c.g.Problems[i]; p.ID == id {
			return id + " " + compact(p.Heading)
		}
	}
	return id
}

// givenProblem shows a problem of the output as the annotated one that it is, else by its own id.
func (c *comparison) givenProblem(id string) string {
	for i, j := range c.partners {
		if j >= 0 && c.n.Problems[j].ID == id {
			return c.goldProblem(c.g.Problems[i].ID)
		}
	}
	if id == "" {
		return ""
	}
	return "unannotated problem " + id
}

// quantity shows what must be read right of a mention. Two quantities are the same if they show the same.
func (i *Indicator) quantity() string { return quantity(i.Value, i.High, i.Unit, i.Bound) }

func givenQuantity(i *model.Indicator) string { return quantity(i.Value, i.High, i.Unit, i.Bound) }

func quantity(value model.Decimal, high *model.Decimal, unit string, bound model.Bound) string {
	s := value.String()
	if bound != "" {
		s = string(bound) + " " + s
	}
	if high != nil {
		s += " to " + high.String()
	}
	return s + " " + compact(unit)
}
