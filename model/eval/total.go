package eval

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhenggai/model"
)

// A Total is an annotated sum. Its numbers are those that the notice states, all in one unit.
type Total struct {
	Total  model.Decimal   `json:"total"`
	Parts  []model.Decimal `json:"parts"`
	Unit   string          `json:"unit,omitzero"`
	Agrees bool            `json:"agrees"`
}

// totals judges sums by the numbers that they are made of.
func (c *comparison) totals(k kind) {
	if !judges(c, c.g.Totals) {
		return
	}
	var want, got []fact
	for _, t := range c.g.Totals {
		want = append(want, fact{totalText(t.Total, t.Parts, t.Agrees), c.goldTotalSpan(t)})
	}
	byID := indicatorsOf(c.n)
	for _, t := range c.n.Totals {
		got = append(got, givenTotal(t, byID))
	}
	c.judgeSet(k, want, got)
}

// goldTotalSpan returns where the annotated indicator stands that an annotated sum is of.
func (c *comparison) goldTotalSpan(t Total) model.Span {
	for i := range c.g.Indicators {
		if g := &c.g.Indicators[i]; g.Value == t.Total && g.Unit == t.Unit {
			return c.place(g.Quote)
		}
	}
	return model.Span{}
}

func givenTotal(t model.Total, byID map[string]*model.Indicator) fact {
	total, ok := byID[t.Total]
	if !ok {
		return fact{text: "total " + strconv.Quote(t.Total) + " that is no indicator"}
	}
	var parts []model.Decimal
	for _, id := range t.Parts {
		part, ok := byID[id]
		if !ok {
			return fact{"part " + strconv.Quote(id) + " that is no indicator", total.Span}
		}
		parts = append(parts, part.Value)
	}
	return fact{totalText(total.Value, parts, t.Agrees), total.Span}
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

// addTotals adds the sums whose numbers are all stated in one unit.
func (g *Gold) addTotals(n *model.Notice) {
	byID := indicatorsOf(n)
	for _, t := range n.Totals {
		total := byID[t.Total]
		if total == nil {
			continue
		}
		one := Total{Total: total.Value, Unit: total.Unit, Agrees: t.Agrees}
		for _, id := range t.Parts {
			if part := byID[id]; part != nil && part.Unit == total.Unit {
				one.Parts = append(one.Parts, part.Value)
			}
		}
		if len(one.Parts) == len(t.Parts) {
			g.Totals = append(g.Totals, one)
		}
	}
}

// values returns the values of the annotated indicators.
func (g *Gold) values() map[model.Decimal]bool {
	known := make(map[model.Decimal]bool, len(g.Indicators))
	for _, i := range g.Indicators {
		known[i.Value] = true
	}
	return known
}

// checkTotals reports sums whose numbers are stated nowhere, and those that contradict agrees.
func (g *Gold) checkTotals() (errs []error) {
	known := g.values()
	for _, t := range g.Totals {
		sum, fits := model.Decimal{}, true
		for _, part := range t.Parts {
			var ok bool
			sum, ok = sum.Add(part)
			fits = fits && ok
		}
		if agrees := fits && sum == t.Total; agrees != t.Agrees {
			errs = append(errs, fmt.Errorf("total %v: its parts make %v, but agrees is %t", t.Total, sum, t.Agrees))
		}
		for _, number := range append([]model.Decimal{t.Total}, t.Parts...) {
			if !known[number] {
				errs = append(errs, fmt.Errorf("total %v: no indicator has the value %v", t.Total, number))
			}
		}
	}
	return errs
}
