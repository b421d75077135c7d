package eval

import (
	"path"
	"strings"

	"zhenggai/model"
)

// Annotate returns the annotation that a notice would have if everything in it is right, as it is when a person has checked it.
// Nobody says that it is complete: what was missed is missing in the annotation too.
func Annotate(n *model.Notice) *Gold {
	g := &Gold{Document: path.Base(strings.ReplaceAll(n.Source.Path, "!", "/")), Kind: n.Kind, Title: n.Title, Published: n.Published, Signed: n.Signed}
	if n.Issuer != nil {
		g.Issuer = n.Issuer.Name
	}
	if n.Region != nil {
		g.Region = *n.Region
	}
	if n.Inspection != nil {
		g.Inspection = *n.Inspection
	}
	if n.Kind != model.KindRectification {
		return g
	}
	text := []rune(n.Text)
	g.addProblems(n)
	for i := range n.Indicators {
		g.addIndicator(text, &n.Indicators[i])
	}
	for i := range n.Policies {
		g.Policies = append(g.Policies, n.Policies[i].Title)
	}
	for i := range n.Contacts {
		if c := &n.Contacts[i]; c.Scope == "notice" {
			g.Contacts = append(g.Contacts, Contact{c.Kind, c.Value})
		}
	}
	for _, f := range further {
		f.annotate(g, n)
	}
	return g
}

func (g *Gold) addProblems(n *model.Notice) {
	seen := map[string]bool{}
	for i := range n.Problems {
		p := &n.Problems[i]
		if p.Aspect != "" && !seen[p.Aspect] {
			seen[p.Aspect] = true
			g.Aspects = append(g.Aspects, p.Aspect)
		}
		one := Problem{ID: p.ID, Aspect: p.Aspect, Marker: p.Marker, Heading: p.Heading, Name: p.Name}
		for k := range n.Measures {
			if m := &n.Measures[k]; m.Problem == p.ID && m.Marker != "" {
				one.Measures = append(one.Measures, Measure{m.Marker, m.Title})
			}
		}
		g.Problems = append(g.Problems, one)
	}
}

func (g *Gold) addIndicator(text []rune, in *model.Indicator) {
	quote, ok := quoteOf(text, in.Span)
	if !ok {
		return
	}
	g.Indicators = append(g.Indicators, Indicator{
		Quote: quote, Value: in.Value, High: in.High, Unit: in.Unit, Bound: in.Bound, Status: in.Status, Metric: in.Metric, Problem: in.Problem,
	})
}

// quoteOf returns a stretch of the text that stands there once, with the span in 【】: as short as one may be. It returns false
// where there is none.
func quoteOf(text []rune, span model.Span) (string, bool) {
	whole := string(text)
	for around := 4; ; around *= 2 {
		start, end := max(0, span[0]-around), min(len(text), span[1]+around)
		if first, last := strings.Count(whole, string(text[start:end])), start == 0 && end == len(text); first == 1 || last {
			quote := string(text[start:span[0]]) + "【" + string(text[span[0]:span[1]]) + "】" + string(text[span[1]:end])
			return quote, first == 1 && strings.Count(quote, "【") == 1 && strings.Count(quote, "】") == 1
		}
	}
}
