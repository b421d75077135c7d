package problem

import (
	"slices"
	"strings"

	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/outline"
	"zhenggai/extract/rules"
	"zhenggai/model"
)

// SayMore notes what labelled lines and prose say of each problem besides its measures: who is to put it right, by when, how far that
// has come. Such lines are no part of a measure above them.
func (f *Finding) SayMore(text string, out *outline.Outline, h *rules.Headings) {
	t := &teller{text: text, rules: h, fields: out.Fields}
	for i := range f.Problems {
		p := &f.Problems[i]
		if p.Node != outline.None {
			t.readLines(p)
		}
		t.readProse(p)
	}
}

// A teller reads what is said of problems.
type teller struct {
	text   string
	rules  *rules.Headings
	fields []outline.Field
	list   []document.Span // of clauses
}

// readLines takes the labelled lines below a heading that states a problem for its fields, and cuts them from its measures.
func (t *teller) readLines(p *Problem) {
	told := false // by a label that the measures follow
	first, fields := t.within(document.Span{Start: p.Span[1], End: p.Range.End})
	for i, f := range fields {
		k := first + i
		line := document.Span{Start: f.End, End: t.lineEnd(f.End, p.Range.End)}.Trim(t.text)
		switch {
		case f.Rectifies() && !told:
			told = true
			if f.Name == "progress" && t.alone(f, k, p) {
				p.say(f.Name, line.In(t.text), line)
			}
		case line.Empty() || p.said(f.Name):
		default:
			p.say(f.Name, line.In(t.text), line)
		}
	}
	kept := p.Measures[:0]
	for _, m := range p.Measures {
		if m = t.withoutLines(m); m.Text != "" {
			kept = append(kept, m)
		}
	}
	p.Measures = kept
}

// within returns the fields whose labels begin in a range, and the place of the first of them among all.
func (t *teller) within(r document.Span) (first int, fields []outline.Field) {
	first = t.labelsBefore(r.Start)
	return first, t.fields[first:max(first, t.labelsBefore(r.End))]
}

// labelsBefore returns how many labels begin before a place.
func (t *teller) labelsBefore(at int) int {
	n, _ := slices.BinarySearchFunc(t.fields, at, func(f outline.Field, at int) int { return f.Label.Start - at })
	return n
}

// alone reports whether a field is one line: behind it comes a line with another label, or nothing.
func (t *teller) alone(f outline.Field, k int, p *Problem) bool {
	rest := strings.TrimLeft(t.text[t.lineEnd(f.End, p.Range.End):p.Range.End], "\n ")
	return rest == "" || k+1 < len(t.fields) && t.fields[k+1].Label.Start <= p.Range.End-len(rest)
}

func (t *teller) lineEnd(from, end int) int {
	if cut := strings.IndexByte(t.text[from:max(from, end)], '\n'); cut >= 0 {
		return from + cut
	}
	return max(from, end)
}

// withoutLines returns a measure without the lines of other fields: those it begins with, where it has no marker, and all from the first
// that stands in it on.
func (t *teller) withoutLines(m model.Measure) model.Measure {
	body := document.Span{Start: m.Span[1] - len(m.Text), End: m.Span[1]}
	start := body.Start
	_, fields := t.within(body)
	for _, f := range fields {
		line := strings.LastIndexByte(t.text[:f.Label.Start], '\n') + 1
		switch {
		case m.Marker == "" && line <= start && f.Label.Start <= start && !f.Rectifies():
			start = min(t.lineEnd(f.End, body.End)+1, body.End)
		case line > start:
			body.End = line
		}
		if body.End < m.Span[1] {
			break
		}
	}
	if start == m.Span[1]-len(m.Text) && body.End == m.Span[1] {
		return m
	}
	body = document.Span{Start: start, End: max(start, body.End)}.Trim(t.text)
	m.Text = body.In(t.text)
	if m.Marker == "" {
		m.Span[0] = body.Start
	}
	m.Span[1] = body.End
	return m
}
