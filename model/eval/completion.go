package eval

import (
	"fmt"
	"strconv"
	"strings"

	"zhenggai/model"
)

// A Completion is an annotated statement of how much of what is due has been done. Its numbers are those that the notice states.
type Completion struct {
	Of          model.Decimal  `json:"of"`
	Done        *model.Decimal `json:"done,omitzero"`
	UnderWay    *model.Decimal `json:"under_way,omitzero"`
	Outstanding *model.Decimal `json:"outstanding,omitzero"`
	Rate        *model.Decimal `json:"rate,omitzero"`
	Unit        string         `json:"unit,omitzero"` // of what is due
	Agrees      bool           `json:"agrees"`
}

// completions judges completions by their numbers. Older annotations do not have them, so an annotation without the key is not
// judged.
func (c *comparison) completions(k kind) {
	if c.g.Completions == nil {
		return
	}
	var want, got []fact
	for _, a := range c.g.Completions {
		want = append(want, fact{a.text(), c.goldTotalSpan(Total{Total: a.Of, Unit: a.Unit})})
	}
	values := indicatorsOf(c.n)
	for _, a := range c.n.Completions {
		if one, ok := annotated(&a, values); ok {
			got = append(got, fact{one.text(), a.Span})
		} else {
			got = append(got, fact{"completion of " + strconv.Quote(a.Of) + " with a number that is no indicator", a.Span})
		}
	}
	c.judgeSet(k, want, got)
}

// text words a completion so that two that say the same are the same.
func (a *Completion) text() string {
	var b strings.Builder
	b.WriteString(a.Of.String())
	for _, part := range a.parts() {
		if part.value != nil {
			b.WriteString(", " + part.name + " " + part.value.String())
		}
	}
	if !a.Agrees {
		b.WriteString(", does not agree")
	}
	return b.String()
}

// A stated is a number of a completion by its name, nil where it is not stated.
type stated struct {
	name  string
	value *model.Decimal
}

func (a *Completion) parts() []stated {
	return []stated{{"done", a.Done}, {"under way", a.UnderWay}, {"outstanding", a.Outstanding}, {"rate", a.Rate}}
}

// indicatorsOf returns the indicators of a notice by their ids.
func indicatorsOf(n *model.Notice) map[string]*model.Indicator {
	byID := make(map[string]*model.Indicator, len(n.Indicators))
	for i := range n.Indicators {
		byID[n.Indicators[i].ID] = &n.Indicators[i]
	}
	return byID
}

// annotated returns a completion as an annotation has it, and false where one of its numbers is no indicator.
func annotated(c *model.Completion, byID map[string]*model.Indicator) (a Completion, ok bool) {
	of, ok := byID[c.Of]
	if !ok {
		return a, false
	}
	a = Completion{Of: of.Value, Unit: of.Unit, Agrees: c.Agrees}
	for _, part := range []struct {
		id string
		to **model.Decimal
	}{{c.Done, &a.Done}, {c.UnderWay, &a.UnderWay}, {c.Outstanding, &a.Outstanding}, {c.Rate, &a.Rate}} {
		if part.id == "" {
			continue
		}
		in, found := byID[part.id]
		if !found {
			return a, false
		}
		*part.to = &in.Value
	}
	return a, true
}

// addCompletions adds the completions of a notice.
func (g *Gold) addCompletions(n *model.Notice) {
	byID := indicatorsOf(n)
	for i := range n.Completions {
		if one, ok := annotated(&n.Completions[i], byID); ok {
			g.Completions = append(g.Completions, one)
		}
	}
}

// checkCompletions reports completions whose numbers are stated nowhere.
func (g *Gold) checkCompletions() (errs []error) {
	known := g.values()
	for i := range g.Completions {
		a := &g.Completions[i]
		for _, part := range append(a.parts(), stated{"of", &a.Of}) {
			if part.value != nil && !known[*part.value] {
				errs = append(errs, fmt.Errorf("completion of %v: no indicator has the value %v", a.Of, *part.value))
			}
		}
	}
	return errs
}
