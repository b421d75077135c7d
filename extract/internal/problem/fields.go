package problem

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/outline"
	"zhenggai/extract/internal/runes"
	"zhenggai/extract/rules"
	"zhenggai/model"
)

// A template is a notice worded as labelled fields: 整改任务：… 整改措施：… 责任单位：… 完成情况：…
type template struct {
	text  string
	rules *rules.Headings
	end   int // of the text that is about problems
	slots []slot
}

// A slot is a field of a template with what it holds.
type slot struct {
	outline.Field
	node  int           // the heading that the label is, or outline.None
	value document.Span // what stands after the label
	lent  bool          // the label is none of the table's
}

// siblings are the headings of one style below one parent.
type siblings struct {
	style  string
	parent int
}

// FindFields finds the problems of a notice that words them as labelled fields. Each field that holds a problem opens
// one, or several where it numbers them. It is for notices in which no heading states a problem. Where no field does either,
// those that paragraphs of the body open with, or that it quotes, are taken.
func FindFields(text string, out *outline.Outline, body document.Span, h *rules.Headings) Finding {
	t := newTemplate(text, out, h)
	var f Finding
	first := 0 // of the problems of the last field that holds some
	for i := range t.slots {
		s := &t.slots[i]
		if s.value.Empty() {
			continue
		}
		if s.Name == "problem" {
			if found := t.problems(s, out); len(found) > 0 {
				first = len(f.Problems)
				f.Problems = append(f.Problems, found...)
			}
		}
		if group := f.Problems[first:]; len(group) > 0 {
			group[len(group)-1].Range.End = s.value.End
			t.add(group, s)
		}
	}
	if len(f.Problems) == 0 {
		f.Problems = t.unnumbered(body)
	}
	if len(f.Problems) == 0 {
		f.Problems = t.quoted(body)
	}
	return f
}

// IsTemplate reports whether a notice is worded as labelled fields: its numbered headings are labels, 一、整改任务, 三、整改措施,
// or a field with the problem and one with what was done stand below no heading at all.
func IsTemplate(text string, out *outline.Outline, h *rules.Headings) bool {
	problems := map[siblings]bool{}
	for _, s := range newTemplate(text, out, h).slots {
		of := siblings{parent: outline.None}
		if s.node != outline.None {
			of = siblings{out.Nodes[s.node].Style, out.Nodes[s.node].Parent}
		} else if out.At(s.Label.Start) != outline.None {
			continue
		}
		switch {
		case s.Name == "problem" && !s.value.Empty():
			problems[of] = true
		case s.Rectifies() && problems[of]:
			return !framedIn(out, s.value) // 二、整改情况 may have headings that state the problems themselves
		}
	}
	return false
}

// framedIn reports whether a numbered heading in a range states a problem by a strong frame.
func framedIn(out *outline.Outline, r document.Span) bool {
	return slices.ContainsFunc(out.Nodes, func(n outline.Node) bool {
		return n.Framed && n.Use != rules.UseMeasure && n.Marker.Start >= r.Start && n.Marker.Start < r.End
	})
}

// newTemplate gathers the fields with what they hold. Where the headings of a series are labels, one that ends like a label is a
// label too, and so is the beginning of the paragraph above a label: 一、第三轮督察反馈问题 above 二、整改目标.
func newTemplate(text string, out *outline.Outline, h *rules.Headings) *template {
	t := &template{text: text, rules: h, end: out.End, slots: make([]slot, len(out.Fields))}
	labelled, taken, known := map[siblings]bool{}, make([]bool, len(out.Nodes)), map[siblings]bool{}
	for i, field := range out.Fields {
		k := out.Headed(i)
		t.slots[i] = slot{Field: field, node: k}
		if k != outline.None {
			taken[k] = true
			of := siblings{out.Nodes[k].Style, out.Nodes[k].Parent}
			labelled[of] = labelled[of] || field.Name != "problem"
			known[of] = known[of] || field.Name == "problem"
		} else {
			t.above(i, out)
		}
	}
	for k := range out.Nodes {
		n := &out.Nodes[k]
		of := siblings{n.Style, n.Parent}
		if n.Inline || taken[k] || !labelled[of] {
			continue
		}
		if field, ok := t.ending(n.Title, n.Number == 1 && !known[of]); ok {
			t.slots = append(t.slots, slot{Field: field, node: k, lent: true})
		}
	}
	slices.SortStableFunc(t.slots, func(a, b slot) int { return cmp.Compare(a.Label.Start, b.Label.Start) })
	for i := range t.slots {
		t.slots[i].value = t.value(i, out)
	}
	return t
}

// above adds a field that is no label of the table but opens the paragraph above field i: 移交问题：… above 整改目标：….
func (t *template) above(i int, out *outline.Outline) {
	start := out.Fields[i].Label.Start
	if out.Fields[i].Name == "problem" || start == 0 || t.text[start-1] != '\n' {
		return
	}
	line := document.Span{Start: strings.LastIndexByte(t.text[:start-1], '\n') + 1, End: start - 1}
	if i > 0 && out.Fields[i-1].Label.Start >= line.Start || !strings.ContainsAny(line.In(t.text), "：:") {
		return
	}
	line.Start += len(line.In(t.text)) - len(strings.TrimLeft(line.In(t.text), " 【（("))
	if field, ok := t.ending(line, true); ok && field.Name == "problem" {
		t.slots = append(t.slots, slot{Field: field, node: outline.None})
	}
}

// ending reads a heading, up to its colon, as a label that is longer than those of the table. The first of a series may have the words
// of a problem's label anywhere.
func (t *template) ending(title document.Span, first bool) (outline.Field, bool) {
	const longest = 30 * 3 // bytes
	words := title.In(t.text)
	end := title.End
	if colon, size := utf8.DecodeRuneInString(t.text[end:]); colon == '：' || colon == ':' {
		end += size
	}
	if cut := strings.IndexAny(words, "：:】"); cut >= 0 {
		_, size := utf8.DecodeRuneInString(words[cut:])
		words, end = words[:cut], title.Start+cut+size
	}
	if len(words) > longest {
		return outline.Field{}, false
	}
	field, ok := t.rules.LabelEnding(words)
	if !ok && first && t.rules.HoldsProblem(words) {
		field, ok = "problem", true
	}
	if !ok {
		return outline.Field{}, false
	}
	return outline.Field{Name: field, Label: document.Span{Start: title.Start, End: title.Start + len(words)}, End: end}, true
}

// value returns what stands after label i: up to the line of the next one, or to the next heading of the series that the label heads.
func (t *template) value(i int, out *outline.Outline) document.Span {
	s := &t.slots[i]
	value := document.Span{Start: s.End, End: t.end}
	if s.node != outline.None && strings.TrimSpace(t.text[s.End:max(s.End, out.Nodes[s.node].End)]) != "" {
		value.End = out.Nodes[s.node].End
	}
	if i+1 < len(t.slots) && t.slots[i+1].Label.Start < value.End {
		value.End = max(value.Start, t.slots[i+1].Label.Start)
		if cut := strings.LastIndexByte(value.In(t.text), '\n'); cut >= 0 {
			value.End = value.Start + cut // a marker may stand before the label: 二、责任单位
		}
	}
	value = document.Span{Start: min(value.Start, value.End), End: value.End}.Trim(t.text)
	if s.lent && s.Name == "problem" && value.Empty() && !t.speaks(s.Label.In(t.text)) {
		return s.Label // 一、清水河水质超标问题 is the problem itself
	}
	return value
}

// problems makes the problem of a field, or one of each item where it numbers them.
func (t *template) problems(s *slot, out *outline.Outline) []Problem {
	inner := outline.Build(t.text, linesOf(t.text, s.value), s.value.End, 0, t.rules)
	var found []Problem
	for _, k := range inner.Children(outline.None) {
		n := &inner.Nodes[k]
		if k == 0 && n.Marker.Start > s.value.Start {
			break // the items are part of a longer text
		}
		if p := t.problem(document.Span{Start: n.Title.Start, End: n.End}); p.Heading != "" {
			p.Marker, p.Range.Start = n.Marker.In(t.text), n.Marker.Start
			found = append(found, p)
		}
	}
	if len(found) > 0 {
		return found
	}
	p := t.problem(s.value)
	if p.Heading == "" {
		return nil
	}
	p.Range.Start = s.Label.Start
	if s.node != outline.None {
		p.Marker, p.Range.Start = out.Nodes[s.node].Marker.In(t.text), out.Nodes[s.node].Marker.Start
	}
	return []Problem{p}
}

// problem makes a problem of the first line of a span.
func (t *template) problem(at document.Span) Problem {
	if cut := strings.IndexByte(at.In(t.text), '\n'); cut >= 0 {
		at.End = at.Start + cut
	}
	heading := strings.TrimRight(at.In(t.text), "。；; ")
	return Problem{
		Problem: model.Problem{
			Heading: heading, Name: outline.Name(heading, t.rules), Span: model.Span{at.Start, at.Start + len(heading)},
		},
		Node: outline.None, Range: at,
	}
}

// unnumbered finds the problems of a notice without numbers, whose paragraphs open with them: 关于学习不深的问题。已重订计划. One alone may be
// something else.
func (t *template) unnumbered(body document.Span) (found []Problem) {
	const longest = 120 * 3 // bytes
	for _, line := range linesOf(t.text, body) {
		first, _, _ := strings.Cut(line.In(t.text), "。")
		words := strings.TrimLeft(first, " ")
		if len(words) > longest || !outline.Framed(words, t.rules) {
			continue
		}
		at := line.Start + len(first) - len(words)
		if n := len(found); n > 0 {
			found[n-1].Range.End = at - 1
		}
		p := t.problem(document.Span{Start: at, End: at + len(words)})
		p.Range.End = min(body.End, t.end)
		found = append(found, p)
	}
	if len(found) < 2 {
		return nil
	}
	for i := range found {
		p := &found[i]
		rest := strings.TrimLeft(t.text[p.Span[1]:max(p.Span[1], p.Range.End)], "。；;\n ")
		p.Range.End = max(p.Span[1], p.Range.End)
		p.Measures = numbered(t.text, document.Span{Start: p.Range.End - len(rest), End: p.Range.End}, t.rules)
	}
	return found
}

// quoted finds the problems that a notice without a field for them quotes: 针对“管网破损，污水溢流”问题，我县…. What follows one in a field
// about what was done is its measure; elsewhere, as in an introduction, it is none.
func (t *template) quoted(body document.Span) (found []Problem) {
	for i := range t.slots {
		if s := &t.slots[i]; s.Name == "progress" {
			found = append(found, t.quotedIn(s.value)...)
		}
	}
	for i := range found {
		p := &found[i]
		rest := document.Span{Start: p.Range.Start, End: p.Range.End}
		p.Range.Start, p.Progress, p.progress = p.Span[0], rest.In(t.text), rest
		p.Measures = numbered(t.text, rest, t.rules)
	}
	if len(found) > 0 {
		return found
	}
	return t.quotedIn(body)
}

// quotedIn finds what is in quotation marks and called a problem in sentences about an inspection or its rectification. A
// slogan is shorter: “一刀切”问题. The range of a problem is what follows it.
func (t *template) quotedIn(in document.Span) (found []Problem) {
	const shortest = 8 // characters
	for at := in.Start; at < in.End; {
		i := strings.Index(t.text[at:in.End], "“")
		if i < 0 {
			break
		}
		open := at + i + len("“")
		quote, behind, closed := strings.Cut(t.text[open:in.End], "”")
		at = open
		if !closed {
			break
		}
		bare, behind := quote, strings.TrimPrefix(behind, "的")
		rest := behind
		for _, word := range t.rules.Part("problem_word") {
			bare, rest = strings.TrimSuffix(bare, word), strings.TrimPrefix(rest, word)
		}
		called := bare != quote || rest != behind
		if !called || utf8.RuneCountInString(bare) < shortest || strings.ContainsAny(quote, "“\n") || !t.inspects(in.Start, open) {
			continue
		}
		at = in.End - len(strings.TrimLeft(rest, "，,；;。 "))
		if n := len(found); n > 0 {
			found[n-1].Range.End = open
		}
		p := t.problem(document.Span{Start: open, End: open + len(quote)})
		p.Range = document.Span{Start: at, End: in.End}
		found = append(found, p)
	}
	return found
}

// speaks reports whether words are about an inspection or a rectification.
func (t *template) speaks(words string) bool {
	return slices.ContainsFunc(t.rules.Part("title_word"), func(w string) bool { return strings.Contains(words, w) })
}

// inspects reports whether the sentence that goes on at pos speaks of an inspection or a rectification before it.
func (t *template) inspects(from, pos int) bool {
	const longest = 300 * 3 // bytes
	sentence := t.text[max(from, runes.Behind(t.text, pos-longest)):pos]
	return t.speaks(sentence[strings.LastIndexAny(sentence, "。\n")+1:])
}

// add adds what a field says to the problems that it is about. Measures numbered like several problems are those of one each.
func (t *template) add(group []Problem, s *slot) {
	last := &group[len(group)-1]
	switch s.Name {
	case "measures":
		if items := numbered(t.text, s.value, t.rules); len(items) == len(group) && items[0].Marker != "" {
			for i := range group {
				group[i].Measures = append(group[i].Measures, items[i])
			}
		} else {
			last.Measures = append(last.Measures, items...)
		}
	case "progress":
		if len(last.Measures) == 0 {
			last.Measures = numbered(t.text, s.value, t.rules)
		}
	}
	for i := range group {
		group[i].say(s.Name, s.value.In(t.text), s.value)
	}
}

// say notes what a field says of a problem, and where.
func (p *Problem) say(field, words string, at document.Span) {
	switch field {
	case "progress":
		p.Progress, p.progress = words, at
	case "responsible":
		p.Responsible = words
	case "deadline":
		p.Deadline = words
	}
}

// said reports whether a field that a problem has has been told.
func (p *Problem) said(field string) bool {
	switch field {
	case "progress":
		return p.Progress != ""
	case "responsible":
		return p.Responsible != ""
	case "deadline":
		return p.Deadline != ""
	}
	return true
}

// AddPlans adds what labelled fields say is to be done, wherever the problems stand: the goals, and the measures of a notice
// that says in other fields what has been done.
func (f *Finding) AddPlans(text string, out *outline.Outline, h *rules.Headings) {
	t := newTemplate(text, out, h)
	told := slices.ContainsFunc(t.slots, func(s slot) bool { return s.Name == "progress" })
	for _, s := range t.slots {
		whole := document.Span{Start: s.Label.Start, End: s.value.End}
		switch {
		case s.Name == "goal":
			f.Ahead = append(f.Ahead, whole)
		case s.Name == "measures" && told:
			f.Intended = append(f.Intended, whole)
		}
	}
	slices.SortStableFunc(f.Ahead, func(a, b document.Span) int { return a.Start - b.Start })
}

// linesOf returns the lines of a range.
func linesOf(text string, r document.Span) (lines []document.Line) {
	for at := r.Start; at < r.End; {
		end := r.End
		if i := strings.IndexByte(text[at:r.End], '\n'); i >= 0 {
			end = at + i
		}
		lines = append(lines, document.Line{Span: document.Span{Start: at, End: end}, Zone: document.Body})
		at = end + 1
	}
	return lines
}

// numbered returns the numbered measures of a range, or the whole of it as one measure.
func numbered(text string, r document.Span, h *rules.Headings) []model.Measure {
	out := outline.Build(text, linesOf(text, r), r.End, 0, h)
	return items(text, out, out.Children(outline.None), r)
}
