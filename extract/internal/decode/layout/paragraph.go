package layout

import (
	"regexp"
	"strings"

	"zhenggai/extract/internal/chinese"
)

// Paragraphs joins the lines of all pages, and reports whether their order is doubtful.
func Paragraphs(pages []Page) ([]Paragraph, bool) {
	all := make([][]line, len(pages))
	for p := range pages {
		all[p] = lines(pages[p].runs, p)
	}
	withoutMargins(pages, all)
	var order []flow
	unordered := false
	var q paper
	for p := range all {
		f, doubtful := q.flows(&pages[p], all[p])
		order = append(order, f...)
		unordered = unordered || doubtful
	}
	j := &joiner{measures: measures(order)}
	for i := range order {
		j.flow(&order[i])
	}
	j.end()
	return withCells(plainIfBold(j.out)), unordered
}

// A joiner puts lines together to paragraphs.
type joiner struct {
	measures map[shape]*measure
	out      []Paragraph
	last     *line    // the last line of the open paragraph
	in       *measure // and the measure of its flow
	open     Paragraph
	text     strings.Builder
}

func (j *joiner) flow(f *flow) {
	m := j.measures[shape{f.side, f.width}]
	for i := range f.lines {
		l := &f.lines[i]
		if j.last == nil || !j.goesOn(l, m, i > 0) {
			j.begin(l, m)
		} else {
			j.add(l)
		}
		j.last, j.in = l, m
	}
}

// goesOn reports whether a line goes on the open paragraph. Within a flow the distance to the line above counts; over
// the end of a column or page it says nothing.
func (j *joiner) goesOn(l *line, m *measure, below bool) bool {
	last := j.last
	switch {
	case last.solo || l.solo, !sameSize(last, l), !j.in.full(last, l) && !j.unfinished(l, m):
		return false
	case below && m.pitch > 0 && last.middle()-l.middle() > 1.3*m.pitch:
		return false
	case j.in.flushRight(last) || m.aligned(l) && m.isIndented(l) && m.indented, m.flushRight(l):
		return false
	case m.indented:
		return !m.isIndented(l)
	case opensParagraph.MatchString(l.text) && endsSentence(last.text):
		return false
	}
	return l.left-m.left < 4.5*m.em && (last.boldAtEnd == l.boldAtStart || !m.isIndented(l))
}

// unfinished reports whether a line must go on, though the next might have begun on it: it is long and ends no sentence, and where paragraphs
// are indented the next is not.
func (j *joiner) unfinished(l *line, m *measure) bool {
	const long = 0.75 // of the width of the text
	last := j.last
	return m.indented && !m.isIndented(l) && !j.in.aligned(last) && !endsSentence(last.text) && last.right-j.in.left > long*(j.in.right-j.in.left)
}

const numerals = chinese.Ordinals

// opensParagraph is the number of a heading or paragraph.
var opensParagraph = regexp.MustCompile(`^(?:[` + numerals + `]{1,3}、|[（(][` + numerals + `\d]{1,3}[）)]|\d{1,2}[.．、]\D|第[` + numerals + `]{1,3}(?:方面|个方面|部分|章|条))`)

func endsSentence(s string) bool {
	return contains("。；;！？：:”）)", lastRune(s))
}

func (j *joiner) begin(l *line, m *measure) {
	j.end()
	if l.table != nil {
		l.table.setPage(l.page)
		j.out = append(j.out, Paragraph{table: l.table})
		return
	}
	j.open = Paragraph{Bold: l.boldAtStart && l.boldAtEnd, Centre: m.centred(l), Right: !l.solo && m.flushRight(l), Page: l.page + 1}
	j.text.WriteString(l.text)
}

func (j *joiner) add(l *line) {
	before := j.text.String()
	text := l.text
	if mark := lastRune(before); (mark == 2 || mark == 0xFFFE) && isLetter(firstRune(text)) {
		before = strings.TrimRight(before, "\x02\uFFFE") // a word that was parted
		j.text.Reset()
		j.text.WriteString(before)
	} else if parted(before, text) {
		j.text.WriteByte(' ')
	}
	if j.last.page != l.page {
		j.open.Turns = append(j.open.Turns, Turn{j.text.Len(), l.page + 1})
	}
	j.text.WriteString(text)
	j.open.Bold = j.open.Bold && l.boldAtStart && l.boldAtEnd
	j.open.Centre, j.open.Right = false, false
}

// parted reports whether there was a space at the line end between two texts: between words, but not within a figure or
// an address.
func parted(a, b string) bool {
	before, after := lastRune(a), firstRune(b)
	if isWide(before) || isWide(after) || isDigit(before) && isDigit(after) {
		return false
	}
	if contains("-/@._=&?", before) || contains("-/@._=&?%,", after) {
		return false
	}
	if head := strings.TrimRight(a, ",.;:!?)]"); head != a && isWide(lastRune(head)) {
		return false // Chinese text with the marks of English
	}
	word := a[strings.LastIndexAny(a, " ：:；;，")+1:]
	return !strings.Contains(word, "@") && !strings.Contains(word, "www.") && !strings.Contains(word, "//")
}

func isDigit(r rune) bool { return '0' <= r && r <= '9' }

func isLetter(r rune) bool { return 'a' <= r|0x20 && r|0x20 <= 'z' }

// end closes the open paragraph. The mark that PDFium has for a hyphen at a line end is a hyphen where no word goes on.
func (j *joiner) end() {
	if j.text.Len() > 0 {
		hyphens, text := strings.NewReplacer("\x02", "-", "\uFFFE", "-"), j.text.String()
		for i, t := range j.open.Turns {
			j.open.Turns[i].At = len(hyphens.Replace(text[:t.At]))
		}
		j.open.Text = hyphens.Replace(text)
		j.out = append(j.out, j.open)
	}
	j.text.Reset()
	j.last = nil
}

// plainIfBold takes the mark of bold type from all paragraphs where most of the text is bold, so that it tells nothing.
func plainIfBold(all []Paragraph) []Paragraph {
	bold, total := 0, 0
	for i := range all {
		n := length(all[i].Text)
		total += n
		if all[i].Bold {
			bold += n
		}
	}
	for i := range all {
		all[i].Bold = all[i].Bold && bold*2 < total
	}
	return all
}
