// Package outline builds the section tree of a notice from its numbered headings.
//
// The levels come from the notice, not from a list of levels: a numbering style that is open closes back to its own
// level, a style that is not open yet nests one deeper. Series such as 一是…；二是… may stand inside a paragraph, behind
// the end of a sentence, and count up from one.
package outline

import (
	"slices"
	"sort"
	"strconv"
	"strings"
	"unicode/utf8"

	"zhenggai/extract/internal/chinese"
	"zhenggai/extract/internal/document"
	"zhenggai/extract/rules"
)

// None is the parent of a node of the first level.
const None = -1

// A Node is one section: a marker, a title and all that follows until the section ends.
type Node struct {
	Style  string // code of markers.tsv
	Use    rules.Use
	Number int
	Wanted int  // the number that was to come, where the series does not count on by one, else 0
	Mended bool // the marker has a slip: 二） for （二）
	Level  int  // 1 is the outermost
	Parent int  // index of the parent, or None
	Marker document.Span
	Title  document.Span // without end mark; empty where the marker stands alone
	Body   int           // where the text behind the title begins
	End    int           // where the section ends
	Inline bool          // the marker stands inside a paragraph
	Role   string        // of the section of the first level that it belongs to
	States bool          // the title states a problem
	Framed bool          // it does so by a strong frame such as 关于…的问题
}

// A Field is a label such as 整改情况： at the head of a paragraph or of a sentence.
type Field struct {
	Name  string        // code of labels.tsv: problem, measures, progress …
	Label document.Span // the label's words
	End   int           // behind the label and its colon
	Meant string        // the label as it was meant, where it has a slip
}

// Rectifies reports whether measures or progress follow the label.
func (f Field) Rectifies() bool { return rectifies(f.Name) }

// rectifies reports whether a field of labels.tsv holds measures or progress.
func rectifies(field string) bool { return field == "measures" || field == "progress" }

// An Outline is the section tree of a notice, in the order of the text.
type Outline struct {
	Nodes  []Node
	Fields []Field
	End    int // of the last section: the paragraphs that close a notice belong to none
}

// Children returns the indexes of the direct children of node i, in order; None gives those of the first level.
func (o *Outline) Children(i int) []int {
	var kids []int
	for j := i + 1; j < len(o.Nodes) && (i == None || o.Nodes[j].Marker.Start < o.Nodes[i].End); j++ {
		if o.Nodes[j].Parent == i {
			kids = append(kids, j)
		}
	}
	return kids
}

// maxDepth is how deep sections may lie in one another. Notices have six levels; hostile text must not make each node look at
// all those above it.
const maxDepth = 32

// builder holds the state of one pass over the lines.
type builder struct {
	text   string
	rules  *rules.Headings
	most   int // nodes; 0 is no limit
	out    Outline
	open   []int               // indexes of the open nodes, outermost first
	seen   map[string]spelling // by style
	labels []usedLabel

	closing int // where the closing paragraphs begin behind the last heading, or 0
}

// Build finds the outline of the lines that stand in the body outside of tables. end is where the body ends. It ends early
// where there are more than most nodes, unless most is 0.
func Build(text string, lines []document.Line, end, most int, h *rules.Headings) *Outline {
	b := &builder{text: text, rules: h, most: most, out: Outline{Nodes: make([]Node, 0, len(lines))}, seen: map[string]spelling{}}
	for _, line := range lines {
		if b.full() {
			break
		}
		if line.Zone == document.Body && line.Cell == nil {
			if nodes := len(b.out.Nodes); b.line(line.Span) || len(b.out.Nodes) > nodes {
				b.closing = 0
			} else if b.closing == 0 && b.closes(line.Span) {
				b.closing = line.Start
			}
		}
	}
	if b.closing > 0 {
		end = b.closing
	}
	b.closeTo(0, end)
	b.out.End = end
	for i := range b.out.Nodes {
		n := &b.out.Nodes[i]
		title := n.Title.In(text)
		n.Framed = Framed(title, h) || n.Use == rules.UseProblem // 问题一 says so itself
		n.States = n.Framed || wordsState(title, h)
	}
	b.answered()
	return &b.out
}

// answered has the headings of a series state problems, whatever their words, where a label of what was done stands right below
// several of them: 一、招标文件照搬旧稿, 整改情况：…. The name of a body is none.
func (b *builder) answered() {
	type series struct {
		style  string
		parent int
	}
	below := map[series][]int{}
	for _, f := range b.out.Fields {
		if !f.Rectifies() || f.Label.Start == 0 {
			continue
		}
		i := b.out.At(f.Label.Start - 1)
		if i == None {
			continue
		}
		n := &b.out.Nodes[i]
		if n.Use != rules.UseMeasure && !n.Inline && !n.Title.Empty() && strings.TrimSpace(b.text[n.Body:max(n.Body, f.Label.Start)]) == "" &&
			!slices.ContainsFunc(b.rules.Part("signer"), func(end string) bool { return strings.HasSuffix(n.Title.In(b.text), end) }) {
			below[series{n.Style, n.Parent}] = append(below[series{n.Style, n.Parent}], i)
		}
	}
	for _, nodes := range below {
		for _, i := range nodes {
			b.out.Nodes[i].States = b.out.Nodes[i].States || len(nodes) > 1
		}
	}
}

// full reports whether there are more nodes than there may be.
func (b *builder) full() bool { return b.most > 0 && len(b.out.Nodes) > b.most }

// closes reports whether a paragraph opens as those do that close a notice.
func (b *builder) closes(line document.Span) bool {
	for _, word := range b.rules.Part("closing") {
		if strings.HasPrefix(line.In(b.text), word) {
			return true
		}
	}
	return false
}

// line reads one paragraph: the marker at its head, and those of further headings that run on in its line, then the series
// inside it. It reports whether there is a marker.
func (b *builder) line(line document.Span) (marked bool) {
	pos := line.Start
	base := len(b.open)
	m, marked := matchMarker(b.text[:line.End], pos, b.rules)
	if !marked {
		m, marked = b.countsOn(line)
	}
	if !marked || b.far(m) {
		if mended, ok := b.mend(line, false); ok {
			m, marked = mended, true
		}
	}
	for more := marked; more; {
		var next marker
		end := line.End
		if next, more = b.runsOn(m, line.End); more {
			end = next.span.Start
		}
		base = b.push(m, end, false)
		pos = m.span.End
		m = next
	}
	b.field(pos, line.End)
	b.inline(document.Span{Start: pos, End: line.End}, base)
	return marked
}

// countsOn reads a number with a stop and a figure behind it, 5.2辆执法车, as a marker where number 4 of an open series stands
// before it. Elsewhere it is a decimal.
func (b *builder) countsOn(line document.Span) (marker, bool) {
	start := line.Start + leadingSpace(line.In(b.text))
	text := b.text[start:line.End]
	if text == "" || text[0] < '1' || text[0] > '9' {
		return marker{}, false
	}
	for _, i := range b.open {
		n := &b.out.Nodes[i]
		number := strconv.Itoa(n.Number + 1)
		rule, stop := b.rules.Marker(n.Style), start+len(number)
		if len(rule.Before) > 0 || !slices.Contains(rule.Digits, "arabic") || !strings.HasPrefix(text, number) {
			continue
		}
		if end, ok := matchOne(b.text[:line.End], stop, rule.After); ok && decimalAt(b.text[:line.End], stop, end) {
			return marker{rule: rule, number: n.Number + 1, span: document.Span{Start: start, End: end}}, true
		}
	}
	return marker{}, false
}

// inline reads the series and labels inside a paragraph. base is how many open nodes the paragraph itself is under:
// a marker inside it must not close those.
func (b *builder) inline(para document.Span, base int) {
	last := b.seriesNumbers(base)
	for pos := para.Start; pos < para.End && !b.full(); {
		next := sentenceStart(b.text, pos, para.End)
		if next < 0 {
			return
		}
		pos = next
		b.field(pos, para.End)
		m, ok := matchMarker(b.text[:para.End], pos, b.rules)
		if !ok {
			m, ok = b.mend(document.Span{Start: pos, End: para.End}, true)
		}
		if !ok || !m.rule.Inline || m.spaced {
			continue
		}
		if first, unmarked := b.firstBefore(m, para.Start, last[m.rule.Code]); unmarked {
			last[first.rule.Code] = first.number
			b.push(first, para.End, true)
		}
		heading := len(b.out.Nodes) == 0 && m.number == 1 && sentenceStart(b.text, m.span.End, para.End) < 0
		if !heading && (b.styleOpen(m.rule.Code, base) || !b.continues(last[m.rule.Code], m, para.End) && b.kin(m) < base) {
			continue
		}
		last[m.rule.Code] = m.number
		b.push(m, para.End, !heading) // the first heading may stand in the line of the introduction: 予以公布。一、强化政治担当
		pos = m.span.End
		b.field(pos, para.End)
	}
}

// firstBefore finds the 一是 of the sentence before 二是 where no mark parts it from who did it, 市财政局一是修订办法；二是…, or the 第一，
// behind a comma. What lies before the end of the last marker was read already. last is the number before m in its series.
func (b *builder) firstBefore(m marker, from, last int) (marker, bool) {
	const longest = 1000 * 3 // bytes of a measure
	if m.number != 2 || last == 1 || m.rule.Use != rules.UseMeasure && m.rule.Use != rules.UsePoint {
		return marker{}, false
	}
	from = max(from, m.span.Start-longest)
	if n := len(b.out.Nodes); n > 0 {
		from = max(from, b.out.Nodes[n-1].Marker.End)
	}
	if cut := strings.LastIndex(b.text[from:m.span.Start], "。"); cut >= 0 {
		from += cut
	}
	number := strings.Replace(strings.TrimSpace(m.span.In(b.text)), chinese.Two, chinese.One, 1)
	at := from + strings.LastIndex(b.text[from:m.span.Start], number)
	if at <= from {
		return marker{}, false
	}
	first, ok := matchMarker(b.text[:m.span.Start], at, b.rules)
	return first, ok && first.rule == m.rule && !document.EndsInAny(b.text[:at], b.rules.Part("no_first")...)
}

// seriesNumbers returns the last number of each series that the paragraph at depth base may go on with.
func (b *builder) seriesNumbers(base int) map[string]int {
	last := map[string]int{}
	if base > 0 && base <= len(b.open) {
		n := b.out.Nodes[b.open[base-1]]
		last[n.Style] = n.Number
	}
	return last
}

// continues reports whether a marker inside a paragraph that ends at end goes on with its series, whose last number is given, or
// starts one. A number that is repeated or left out is a slip of who wrote it, and what follows is an item all the same.
func (b *builder) continues(last int, m marker, end int) bool {
	labelled := b.behindLabel(m)
	switch {
	case m.number == 1 && (labelled || b.followed(m, end)):
		return true
	case last > 0 || labelled:
		return m.number <= last+1+maxSlip && m.number >= last-maxSlip
	}
	return m.number == 2 && b.lostFirst(m, end)
}

// lostFirst reports whether a marker is number two of a series whose first member has lost its marker: 整改情况：一时甲项；二是乙项；三是丙项.
func (b *builder) lostFirst(m marker, end int) bool {
	labelled := false
	if n := len(b.out.Fields); n > 0 {
		f, last := b.out.Fields[n-1], len(b.out.Nodes)-1
		labelled = f.Rectifies() && (last < 0 || b.out.Nodes[last].Marker.Start < f.End)
	}
	words := m.rule.Use == rules.UseMeasure // it is hardly anything else
	return labelled && words || (labelled || words) && b.followedBy(m, 3, end)
}

// behindLabel reports whether a label of measures or progress stands right before a marker. The series that begins there may go on in the
// next paragraphs.
func (b *builder) behindLabel(m marker) bool {
	n := len(b.out.Fields)
	if n == 0 {
		return false
	}
	f := b.out.Fields[n-1]
	return f.Rectifies() && f.End <= m.span.Start && strings.TrimSpace(b.text[f.End:m.span.Start]) == ""
}

// followed reports whether the paragraph goes on to number two of the series that m starts. A series of 一是 may end
// with its first member, since the second often stands in a paragraph of its own.
func (b *builder) followed(m marker, end int) bool {
	return m.rule.Use == rules.UseMeasure || b.followedBy(m, 2, end)
}

// followedBy reports whether a number of the series of m stands behind m in the paragraph.
func (b *builder) followedBy(m marker, number, end int) bool {
	const lookahead, sentences = 6000, 60 // a measure is shorter, and hostile text must not make this quadratic
	end = min(end, m.span.End+lookahead)
	pos := m.span.End
	for range sentences {
		if pos = sentenceStart(b.text, pos, end); pos < 0 {
			return false
		}
		if n, ok := matchMarker(b.text[:end], pos, b.rules); ok && n.rule.Code == m.rule.Code && n.number == number {
			return true
		}
	}
	return false
}

// styleOpen reports whether a style is open above the given depth, but for the innermost node there.
func (b *builder) styleOpen(code string, base int) bool {
	for i := 0; i < base-1 && i < len(b.open); i++ {
		if b.out.Nodes[b.open[i]].Style == code {
			return true
		}
	}
	return false
}

// field records the label at pos, if one stands there.
func (b *builder) field(pos, end int) {
	name, label, ok := matchLabel(b.text[:end], pos, b.rules)
	meant := ""
	if ok {
		b.uses(name, label.In(b.text))
	} else if name, meant, label = b.mendLabel(pos, end); name == "" {
		return
	}
	if n := len(b.out.Fields); n > 0 && b.out.Fields[n-1].Label.Start == label.Start {
		return
	}
	b.out.Fields = append(b.out.Fields, Field{name, label, skipColon(b.text[:end], label.End), meant})
}

// uses remembers a label that the notice has used.
func (b *builder) uses(name, words string) {
	const most = 8 // a notice has few
	if label := (usedLabel{name, words}); len(b.labels) < most && !slices.Contains(b.labels, label) {
		b.labels = append(b.labels, label)
	}
}

// push adds a node for the marker, closes what it ends, and returns the number of open nodes with it.
func (b *builder) push(m marker, lineEnd int, inline bool) int {
	level, previous := b.place(m)
	b.closeTo(level, m.span.Start)
	parent := None
	if level > 0 {
		parent = b.open[level-1]
	}
	index := len(b.out.Nodes)
	wanted := previous + 1
	if m.number == wanted || m.number == 1 || previous == 0 && m.number == b.seen[m.rule.Code].number+1 {
		wanted = 0
	}
	b.see(m)
	title := b.title(m.span.End, lineEnd)
	if !inline {
		title.End = b.wholeLine(title, lineEnd)
	}
	b.out.Nodes = append(b.out.Nodes, Node{
		Style: m.rule.Code, Use: m.rule.Use, Number: m.number, Wanted: wanted, Mended: m.mended, Level: level + 1, Parent: parent, Marker: m.mark(),
		Title: title, Body: skipEnd(b.text[:lineEnd], title.End), End: lineEnd, Inline: inline,
	})
	b.open = append(b.open, index)
	return len(b.open)
}

// see remembers how a style is written.
func (b *builder) see(m marker) {
	s := b.seen[m.rule.Code]
	s.number = m.number
	if !m.mended && !m.digits.Empty() && !slices.Contains(m.rule.Digits, "pair") && !slices.Contains(m.rule.Digits, "triple") {
		digits := m.digits.In(b.text)
		s.before, s.after = b.text[m.span.Start+m.lead:m.digits.Start], b.text[m.digits.End:m.span.End]
		if m.spaced {
			s.after = " "
		}
		s.chinese = strings.ContainsAny(digits, chinese.Ordinals)
	}
	b.seen[m.rule.Code] = s
}

// wholeLine returns the end of the line for a title that states a problem in two sentences, 实战实效不强。数据壁垒尚未打通, and fills its
// paragraph: what does not end in a stop is no text. Elsewhere it returns the end of the title.
func (b *builder) wholeLine(title document.Span, end int) int {
	const longest = 40 // characters behind the first sentence
	rest := strings.TrimSpace(b.text[title.End:end])
	behind, ok := strings.CutPrefix(rest, "。")
	if !ok || behind == "" || len(behind) > longest*utf8.UTFMax || utf8.RuneCountInString(behind) > longest || strings.ContainsAny(behind, "。；;：:0123456789") ||
		!States(title.In(b.text), b.rules) {
		return title.End
	}
	return title.End + strings.Index(b.text[title.End:end], rest) + len(rest)
}

// place returns how many open nodes stay open above a marker, and the number of its predecessor in the series or 0.
func (b *builder) place(m marker) (level, previous int) {
	deepest := -1
	for i := len(b.open) - 1; i >= 0; i-- {
		n := b.out.Nodes[b.open[i]]
		if n.Style != m.rule.Code {
			continue
		}
		if n.Number+1 == m.number {
			return i, n.Number
		}
		if deepest < 0 {
			deepest = i
		}
	}
	if deepest < 0 {
		if i := b.kin(m); i >= 0 {
			return i, b.out.Nodes[b.open[i]].Number
		}
	}
	if deepest < 0 || m.number == 1 && b.labelled(b.open[deepest]) {
		return min(len(b.open), maxDepth-1), 0
	}
	if m.number == 1 {
		return deepest, 0
	}
	return deepest, b.out.Nodes[b.open[deepest]].Number
}

// kin returns the place among the open nodes of one at whose level a marker stands though its style is not open, or a negative number: the
// node before it in number whose style ends alike, as in 1）甲。（2）乙。 where a bracket was lost, and a dash above a bullet. A style that
// counts on from another section is none.
func (b *builder) kin(m marker) int {
	for i := len(b.open) - 1; i >= 0; i-- {
		n := &b.out.Nodes[b.open[i]]
		switch rule := b.rules.Marker(n.Style); {
		case !slices.Equal(rule.Digits, m.rule.Digits) || !slices.Equal(rule.After, m.rule.After):
		case m.rule.Unnumbered() && b.rules.Above(m.rule.Code, rule.Code), n.Number+1 == m.number && m.number != b.seen[m.rule.Code].number+1:
			return i
		}
	}
	return -1
}

// labelled reports whether a label of measures or progress stands inside node i: a series that starts anew behind it
// numbers the measures, though the problems are numbered alike. A label that is the node's own title does not count:
// 五、完成情况 may be followed by 一、整改任务 of the next problem.
func (b *builder) labelled(i int) bool {
	n := len(b.out.Fields)
	if n == 0 {
		return false
	}
	f := b.out.Fields[n-1]
	return f.Label.Start > b.out.Nodes[i].Title.Start && f.Rectifies()
}

// Headed returns the index of the node whose title field i opens, or None.
func (o *Outline) Headed(i int) int {
	k, found := slices.BinarySearchFunc(o.Nodes, o.Fields[i].Label.Start, func(n Node, at int) int { return n.Title.Start - at })
	if !found {
		return None
	}
	return k
}

// At returns the index of the innermost node that holds a place, or None.
func (o *Outline) At(pos int) int {
	i := sort.Search(len(o.Nodes), func(i int) bool { return o.Nodes[i].Marker.Start > pos }) - 1
	for i >= 0 && o.Nodes[i].End <= pos {
		i = o.Nodes[i].Parent
	}
	return i
}

// closeTo ends the open nodes from the given level on. A title that the next marker cuts short ends there too.
func (b *builder) closeTo(level, at int) {
	for _, i := range b.open[min(level, len(b.open)):] {
		n := &b.out.Nodes[i]
		n.End, n.Body = at, min(n.Body, at)
		n.Title.End = min(n.Title.End, at)
		n.Title.Start = min(n.Title.Start, n.Title.End)
	}
	b.open = b.open[:min(level, len(b.open))]
}

// title returns the title that starts at pos: up to the end of the sentence outside of quotation marks, to a label, to
// the next marker of a series, or to the end of the line, without end marks.
func (b *builder) title(pos, end int) document.Span {
	start := pos + leadingSpace(b.text[pos:end])
	stop := titleEnd(b.text[:end], start, b.rules)
	for stop > start {
		r, size := utf8.DecodeLastRuneInString(b.text[start:stop])
		if !strings.ContainsRune("。；;：:，,、．. 　！!", r) {
			break
		}
		stop -= size
	}
	return document.Span{Start: start, End: stop}
}
