// Package problem finds the problems and measures of a notice, in its headings, tables and labelled fields, and what they are about.
package problem

import (
	"slices"
	"sort"
	"strings"

	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/outline"
	"zhenggai/extract/rules"
	"zhenggai/model"
)

// A Problem is a problem with the range of text that belongs to it, and its measures.
type Problem struct {
	model.Problem
	Node     int           // in the outline, or outline.None
	Range    document.Span // from its marker to its end
	Measures []model.Measure
	progress document.Span // what Progress was read from
}

// A Finding is all problems of a notice, in order, and what was doubtful about them.
type Finding struct {
	Problems    []Problem
	Reached     []document.Span // lines of tables that say what has been done, in order
	Ahead       []document.Span // parts that say what is to be done, in order
	Intended    []document.Span // parts that may say so, in order: a verb such as 新建 does not tell there that something is done
	Diagnostics []model.Diagnostic
}

// Join adds the findings of another part of the notice and puts them into the order of the text.
func (f *Finding) Join(g Finding) {
	*f = Finding{ // without names, so that a field that is forgotten does not compile
		append(f.Problems, g.Problems...),
		append(f.Reached, g.Reached...),
		append(f.Ahead, g.Ahead...),
		append(f.Intended, g.Intended...),
		append(f.Diagnostics, g.Diagnostics...),
	}
	sort.SliceStable(f.Problems, func(i, j int) bool { return f.Problems[i].Range.Start < f.Problems[j].Range.Start })
	for _, spans := range [][]document.Span{f.Reached, f.Ahead, f.Intended} {
		sort.SliceStable(spans, func(i, j int) bool { return spans[i].Start < spans[j].Start })
	}
}

// HasReached reports whether a table says that what stands at pos has been done.
func (f *Finding) HasReached(pos int) bool { return within(f.Reached, pos) }

// IsAhead reports whether a table or a field says that what stands at pos is to be done.
func (f *Finding) IsAhead(pos int) bool { return within(f.Ahead, pos) }

// IsIntended reports whether what stands at pos may be what was to be done, and not what has been.
func (f *Finding) IsIntended(pos int) bool { return within(f.Intended, pos) }

// within reports whether one of the spans, which are in order, holds pos.
func within(spans []document.Span, pos int) bool {
	i := sort.Search(len(spans), func(i int) bool { return spans[i].End > pos })
	return i < len(spans) && spans[i].Start <= pos
}

// series names a group of headings that are numbered alike at one depth.
type series struct {
	style string
	level int
}

// picker decides which headings are problems.
type picker struct {
	text  string
	out   *outline.Outline
	rules *rules.Headings
	voted map[series]bool // series whose headings state problems
}

// Find finds the problems of the outline: in the sections about problems, the deepest headings that state one.
// A series of headings is decided as a whole, so that one heading without a telling word goes with its siblings.
func Find(text string, out *outline.Outline, h *rules.Headings) Finding {
	p := &picker{text, out, h, map[series]bool{}}
	p.vote()
	var f Finding
	for i := range out.Nodes {
		if n := &out.Nodes[i]; n.Role != outline.RoleProblems || n.Title.Empty() || !p.voted[p.series(i)] || p.rectifies(i) || !p.mayVote(i) {
			continue
		}
		if !p.votedBelow(i) {
			p.add(&f, i)
		}
	}
	if len(f.Problems) == 0 {
		p.tasks(&f)
	}
	p.addAspects(&f)
	return f
}

func (p *picker) series(i int) series {
	return series{p.out.Nodes[i].Style, p.out.Nodes[i].Level}
}

// vote counts, for each series in the sections about problems, the headings that state one: half of them decide.
func (p *picker) vote() {
	states, all := map[series]int{}, map[series]int{}
	for i := range p.out.Nodes {
		if n := &p.out.Nodes[i]; n.Role == outline.RoleProblems && p.mayVote(i) && !n.Title.Empty() && !p.container(i) && !p.rectifies(i) {
			all[p.series(i)]++
			if n.States || n.Use == rules.UseMeasure {
				states[p.series(i)]++
			}
		}
	}
	for s, n := range states {
		p.voted[s] = 2*n >= all[s]
	}
}

// mayVote reports whether node i may state a problem: 一是 counts measures, unless what it states has a label of measures or
// progress behind it, as in 一是整治不彻底的问题。整改措施：….
func (p *picker) mayVote(i int) bool {
	n := &p.out.Nodes[i]
	if n.Use != rules.UseMeasure {
		return true
	}
	_, told := p.label(document.Span{Start: n.Title.End, End: n.End})
	return told && (n.States || document.EndsInAny(n.Title.In(p.text), p.rules.Part("problem_word")...))
}

// label returns the first label of measures or progress that begins in a range.
func (p *picker) label(r document.Span) (label outline.Field, ok bool) {
	first, _ := slices.BinarySearchFunc(p.out.Fields, r.Start, func(f outline.Field, at int) int { return f.Label.Start - at })
	for _, f := range p.out.Fields[first:] {
		if f.Label.Start >= r.End {
			break
		}
		if f.Rectifies() {
			return f, true
		}
	}
	return label, false
}

// container reports whether node i only holds the sections below it: 二、反馈问题整改落实情况.
func (p *picker) container(i int) bool {
	n := &p.out.Nodes[i]
	if n.Level > 1 || n.Parent != outline.None {
		return false
	}
	title := n.Title.In(p.text)
	if _, strong := p.rules.OpensFrame(title); strong {
		return false // （一）反馈问题：管网改造滞后 is the problem itself
	}
	if name := outline.Name(title, p.rules); n.Framed && name != title && (quotes(title) || outline.States(name, p.rules)) {
		return false // 一、关于“公车管理松散”问题的整改情况 is one too
	}
	return document.EndsInAny(title, p.rules.Part("container_end")...) || document.ContainsAny(title, p.rules.Part("container")) || document.ContainsAny(title, p.rules.Part("container_above")) && len(p.out.Children(i)) > 0
}

// quotes reports whether a heading quotes what was found, behind a short word.
func quotes(title string) bool {
	const short = 2 * 3 // bytes
	at := strings.IndexAny(title, "“\"")
	return at > 0 && at <= short
}

// votedBelow reports whether headings below node i state problems.
func (p *picker) votedBelow(i int) bool {
	n := &p.out.Nodes[i]
	for j := i + 1; j < len(p.out.Nodes) && p.out.Nodes[j].Level > n.Level; j++ {
		if p.voted[p.series(j)] && p.mayVote(j) && !p.isMeasure(i, j) {
			return true
		}
	}
	return false
}

// isMeasure reports whether node j stands behind a label of measures or progress inside node i: what follows such a
// label is a measure, whatever its words.
func (p *picker) isMeasure(i, j int) bool {
	_, ok := p.label(document.Span{Start: p.out.Nodes[i].Marker.End, End: p.out.Nodes[j].Marker.Start})
	return ok
}

// rectifies reports whether node i belongs to a series that stands behind a label of measures or progress, right below a
// heading that states a problem.
func (p *picker) rectifies(i int) bool {
	k := p.out.Nodes[i].Parent
	return k != outline.None && p.out.Nodes[k].States && p.isMeasure(k, k+1) // the first node below k
}

// tasks takes the numbered items of sections about problems where hardly a heading has a word that states one.
func (p *picker) tasks(f *Finding) {
	for i := range p.out.Nodes {
		n := &p.out.Nodes[i]
		if n.Role == outline.RoleProblems && n.Level > 1 && n.Use != rules.UseMeasure && !n.Inline && !n.Title.Empty() && p.taskLevel(i) {
			p.add(f, i)
		}
	}
}

// add adds the problem of node i. Some notices word the problems as tasks; each of these is marked as doubtful.
func (p *picker) add(f *Finding, i int) {
	problem := p.problem(i)
	f.Problems = append(f.Problems, problem)
	if n := &p.out.Nodes[i]; !n.States && outline.SetsTask(n.Title.In(p.text), p.rules) {
		span := problem.Span
		f.Diagnostics = append(f.Diagnostics, model.Diagnostic{
			Code: "problem.worded_as_task", Args: model.Args{"heading": problem.Heading}, Span: &span,
		})
	}
}

// taskLevel reports whether node i has measures below it, or is a heading without any below.
func (p *picker) taskLevel(i int) bool {
	for _, k := range p.out.Children(i) {
		if n := &p.out.Nodes[k]; n.Use != rules.UseMeasure && !n.Inline {
			return false
		}
	}
	return true
}

// problem makes the record of node i.
func (p *picker) problem(i int) Problem {
	n := &p.out.Nodes[i]
	heading := n.Title.In(p.text)
	made := Problem{
		Problem: model.Problem{
			Marker: n.Marker.In(p.text), Heading: heading, Name: outline.Name(heading, p.rules),
			Span: model.Span{n.Title.Start, n.Title.End},
		},
		Node: i, Range: document.Span{Start: n.Marker.Start, End: n.End},
	}
	made.Measures = p.measures(i)
	return made
}

// measures returns the numbered measures of node i, or its whole rectification text as one measure.
func (p *picker) measures(i int) []model.Measure {
	n := &p.out.Nodes[i]
	at := p.rectification(i)
	before := func(k int) bool { return p.out.Nodes[k].Marker.Start < at.Start }
	kids := p.out.Children(i)
	if len(kids) > 0 && before(kids[len(kids)-1]) && p.closes(i, at) {
		at = document.Span{Start: n.Body, End: n.End}
	}
	kids = slices.DeleteFunc(kids, before)
	if len(kids) > 0 {
		at.End = n.End
	}
	return items(p.text, p.out, kids, at)
}

// closes reports whether a label of progress stands behind the numbered measures of node i and says in a few words how far they have come:
// 整改进展：正在推进.
func (p *picker) closes(i int, at document.Span) bool {
	const longest = 20 * 3 // bytes
	words := at.Trim(p.text).In(p.text)
	f, ok := p.label(document.Span{Start: p.out.Nodes[i].Title.End, End: p.out.Nodes[i].End})
	return ok && f.Name == "progress" && len(words) <= longest && !strings.Contains(words, "\n") && !slices.ContainsFunc(p.out.Children(i), func(k int) bool {
		return p.out.Nodes[k].States || p.out.Nodes[k].Use != rules.UseMeasure
	})
}

// rectification returns the text about the rectification of node i: what a label of it holds, else all that stands after the title.
func (p *picker) rectification(i int) document.Span {
	n := &p.out.Nodes[i]
	whole := document.Span{Start: n.Body, End: n.End}
	if f, ok := p.label(document.Span{Start: n.Title.End, End: n.End}); ok && f.End <= n.End {
		whole.Start = f.End
		whole.End = p.nextLine(f, n.End)
	}
	return whole
}

// nextLine returns where the line of the first label after a field begins, or end.
func (p *picker) nextLine(f outline.Field, end int) int {
	k, _ := slices.BinarySearchFunc(p.out.Fields, f.End, func(f outline.Field, at int) int { return f.Label.Start - at })
	for _, next := range p.out.Fields[k:] {
		if next.Label.Start >= end {
			break
		}
		if at := strings.TrimRight(p.text[f.End:next.Label.Start], " \u3000"); at != "" && strings.HasSuffix(at, "\n") {
			return f.End + len(at)
		}
	}
	return end
}

// items returns the measures that nodes number in the text of r, or the whole of r as one measure where they number none. What stands
// before a first node that is not number one is a measure too: the one whose marker was lost.
func items(text string, out *outline.Outline, nodes []int, r document.Span) []model.Measure {
	var found []model.Measure
	for i, k := range nodes {
		n := &out.Nodes[k]
		if i == 0 && n.Wanted == 1 {
			found = unnumbered(text, document.Span{Start: r.Start, End: n.Marker.Start})
		}
		found = addMeasure(found, text, n)
	}
	if len(found) == 0 {
		return unnumbered(text, r)
	}
	return found
}

// unnumbered returns the text of a range as one measure, or none where it is empty.
func unnumbered(text string, r document.Span) []model.Measure {
	r = r.Trim(text)
	if r.Empty() {
		return nil
	}
	return []model.Measure{{Text: r.In(text), Span: model.Span{r.Start, r.End}}}
}

// addMeasure adds the measure of a node. A marker with no words behind it makes none.
func addMeasure(found []model.Measure, text string, n *outline.Node) []model.Measure {
	r := document.Span{Start: n.Marker.Start, End: n.End}.Trim(text)
	body := document.Span{Start: n.Marker.End, End: max(n.Marker.End, r.End)}.Trim(text)
	if body.Empty() {
		return found
	}
	return append(found, model.Measure{
		Marker: n.Marker.In(text), Title: n.Title.In(text), Text: body.In(text), Span: model.Span{r.Start, r.End},
	})
}

// addAspects gives each problem the nearest group heading above it.
func (p *picker) addAspects(f *Finding) {
	for i := range f.Problems {
		parent := p.out.Nodes[f.Problems[i].Node].Parent
		if parent == outline.None || p.container(parent) && !p.groups(parent) {
			continue
		}
		f.Problems[i].Aspect = p.out.Nodes[parent].Title.In(p.text)
	}
}

// groups reports whether a section of the first level is one of several about problems, and so groups them.
func (p *picker) groups(i int) bool {
	count := 0
	for _, k := range p.out.Children(outline.None) {
		if p.out.Nodes[k].Role == outline.RoleProblems {
			count++
		}
	}
	return count > 1
}
