package fact

import (
	"slices"
	"strings"

	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/outline"
	"zhenggai/extract/rules"
	"zhenggai/model"
)

// FindFields finds the problems of a notice that words them as labelled fields: 整改任务：… 整改措施：… 责任单位：…
// 完成情况：… Each field that holds a problem opens one. It is for notices in which no heading states a problem.
func FindFields(text string, out *outline.Outline, end int, h *rules.Headings) Finding {
	var f Finding
	for i, field := range out.Fields {
		value := fieldValue(text, out.Fields, i, end)
		if value.Empty() {
			continue
		}
		if field.Name == "problem" {
			if p := fieldProblem(text, field, value, h); p.Heading != "" {
				if k := out.Headed(i); k != outline.None {
					p.Marker = out.Nodes[k].Marker.In(text)
					p.Range.Start = out.Nodes[k].Marker.Start
				}
				f.Problems = append(f.Problems, p)
			}
		}
		if n := len(f.Problems); n > 0 {
			p := &f.Problems[n-1]
			p.Range.End = value.End
			p.addField(text, field.Name, value, h)
		}
	}
	return f
}

// AddPlans adds what labelled fields and sections say is to be done, wherever the problems stand: the goals, and the measures of a
// notice that says in other fields what has been done.
func (f *Finding) AddPlans(text string, out *outline.Outline, end int, h *rules.Headings) {
	for i := range out.Nodes {
		if n := &out.Nodes[i]; h.Labels[n.Title.In(text)] == "goal" {
			f.Ahead = append(f.Ahead, document.Span{Start: n.Title.Start, End: n.End})
		}
	}
	told := slices.ContainsFunc(out.Fields, func(field outline.Field) bool { return field.Name == "progress" })
	for i, field := range out.Fields {
		whole := document.Span{Start: field.Label.Start, End: fieldValue(text, out.Fields, i, end).End}
		switch {
		case field.Name == "goal":
			f.Ahead = append(f.Ahead, whole)
		case field.Name == "measures" && told:
			f.Intended = append(f.Intended, whole)
		}
	}
	slices.SortStableFunc(f.Ahead, func(a, b document.Span) int { return a.Start - b.Start })
}

// HasHeadedFields reports whether the numbered headings of a notice are the labels of fields: 一、整改任务, 三、整改措施.
func HasHeadedFields(out *outline.Outline) bool {
	type series struct {
		style  string
		parent int
	}
	problems := map[series]bool{}
	for i, field := range out.Fields {
		k := out.Headed(i)
		if k == outline.None {
			continue
		}
		of := series{out.Nodes[k].Style, out.Nodes[k].Parent}
		switch field.Name {
		case "problem":
			problems[of] = true
		case "measures", "progress":
			if problems[of] {
				return true
			}
		}
	}
	return false
}

// fieldValue returns what stands behind label i, up to the line of the next one.
func fieldValue(text string, fields []outline.Field, i, end int) document.Span {
	value := document.Span{Start: fields[i].End, End: end}
	if i+1 < len(fields) {
		value.End = fields[i+1].Label.Start
		if cut := strings.LastIndexByte(text[value.Start:value.End], '\n'); cut >= 0 {
			value.End = value.Start + cut // a marker may stand before the label: 二、责任单位
		}
	}
	return trimSpan(text, document.Span{Start: min(value.Start, value.End), End: value.End})
}

func fieldProblem(text string, field outline.Field, value document.Span, h *rules.Headings) Problem {
	if cut := strings.IndexByte(value.In(text), '\n'); cut >= 0 {
		value.End = value.Start + cut
	}
	heading := strings.TrimRight(value.In(text), "。；;")
	return Problem{
		Problem: model.Problem{
			Heading: heading, Name: outline.Name(heading, h), Span: model.Span{value.Start, value.Start + len(heading)},
		},
		Node: outline.None, Range: document.Span{Start: field.Label.Start, End: value.End},
	}
}

// addField adds what a field says to the problem.
func (p *Problem) addField(text, name string, value document.Span, h *rules.Headings) {
	switch name {
	case "measures":
		p.Measures = append(p.Measures, numbered(text, value, h)...)
	case "progress":
		p.Progress = value.In(text)
		if len(p.Measures) == 0 {
			p.Measures = numbered(text, value, h)
		}
	case "responsible":
		p.Responsible = value.In(text)
	case "deadline":
		p.Deadline = value.In(text)
	}
}

// numbered returns the numbered measures of a range, or the whole of it as one measure.
func numbered(text string, r document.Span, h *rules.Headings) []model.Measure {
	var lines []document.Line
	for at := r.Start; at < r.End; {
		end := r.End
		if i := strings.IndexByte(text[at:r.End], '\n'); i >= 0 {
			end = at + i
		}
		lines = append(lines, document.Line{Span: document.Span{Start: at, End: end}, Zone: document.Body})
		at = end + 1
	}
	out := outline.Build(text, lines, r.End, 0, h)
	return items(text, out, out.Children(outline.None), r)
}
