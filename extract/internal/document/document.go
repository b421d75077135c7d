// Package document finds the parts of a notice: what the page adds, the title, the body, the signature and its date.
package document

import (
	"slices"
	"strings"
	"unicode/utf8"

	"zhenggai/extract/internal/chinese"
	"zhenggai/extract/internal/date"
	"zhenggai/extract/internal/decode"
	"zhenggai/extract/rules"
)

// A Document is a page as one text whose lines know the part they play.
type Document struct {
	Text      string // the blocks joined by newlines
	Lines     []Line
	Title     string // without line breaks
	Published date.Date
	Signed    date.Date
	Signatory string // the body that signs, as written
	BodyEnd   int    // where the body ends, before the signature
	Truncated bool   // no signature ends a text that was cut

	rules *rules.Page
}

// New joins the page's blocks and tells the parts of the notice apart.
func New(page *decode.Page, h *rules.Page) *Document {
	d := &Document{Text: page.Text, Lines: make([]Line, len(page.Blocks)), rules: h}
	d.join(page)
	d.markFurniture()
	titled := d.findTitle(page)
	start := d.bodyStart(titled)
	end := d.findSignature(start)
	d.markBody(start, end)
	d.findPublished(page, start, end)
	d.BodyEnd = d.bodyEnd(end)
	return d
}

// longLine is the length in bytes from which a text of few lines is taken to have lost its line breaks.
const longLine = 1500

// FromLines reads lines as the page of a notice. A line with | is a row of a table.
func FromLines(h *rules.Page, lines ...string) *Document {
	page := &decode.Page{}
	for row, line := range lines {
		cells := strings.Split(line, "|")
		for col, cell := range cells {
			block := decode.Block{Text: cell}
			if len(cells) > 1 {
				block.Cell = &decode.Cell{Row: row, Col: col, RowSpan: 1, ColSpan: 1}
			}
			page.Blocks = append(page.Blocks, block)
		}
	}
	return New(page, h)
}

// join makes one text of the blocks. A text that lost its line breaks is split again before each heading.
func (d *Document) join(page *decode.Page) {
	if d.Text == "" {
		d.Text = joinBlocks(page.Blocks)
	}
	at := 0
	for i := range page.Blocks {
		block := &page.Blocks[i]
		d.Lines[i] = Line{
			Span: Span{at, at + len(block.Text)}, Heading: block.Heading,
			Page: block.Zone == decode.ZonePage, Link: block.Link, Cell: block.Cell, Origin: block.Origin,
		}
		at += len(block.Text) + 1
	}
	if few := len(d.Lines) <= 12; few {
		d.splitLong()
	}
}

func joinBlocks(blocks []decode.Block) string {
	var b strings.Builder
	for i := range blocks {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(blocks[i].Text)
	}
	return b.String()
}

// splitLong splits lines that hold a whole notice: at the spaces that were line breaks, and behind a full stop before
// each 一、 or （一）.
func (d *Document) splitLong() {
	var lines []Line
	for _, line := range d.Lines {
		if line.End-line.Start < longLine || line.Cell != nil {
			lines = append(lines, line)
			continue
		}
		for _, part := range d.splitAtHeadings(line.Span) {
			line.Origin = line.Origin.From(part.Start - line.Start)
			line.Span = part
			lines = append(lines, line)
		}
	}
	d.Lines = lines
}

func (d *Document) splitAtHeadings(line Span) []Span {
	text := d.Text
	var parts []Span
	start := line.Start
	last := rune(0)
	for i := line.Start; i < line.End; {
		r, size := utf8.DecodeRuneInString(text[i:])
		at := i + size
		if at < line.End && (r == ' ' && d.wasBreak(last, text[at:line.End]) || strings.ContainsRune("。：:；", r) && d.opensHeading(text[at:line.End], false)) {
			parts = append(parts, Span{start, at - boolInt(r == ' ')})
			start = at
		}
		last, i = r, at
	}
	return append(parts, Span{start, line.End})
}

// wasBreak reports whether a space behind the character last was a line break: it parts two Chinese characters or marks,
// or a heading follows it.
func (d *Document) wasBreak(last rune, behind string) bool {
	const firstChinese = 0x2e80
	next, _ := utf8.DecodeRuneInString(behind)
	return last > firstChinese && next > firstChinese || d.opensHeading(behind, true)
}

func boolInt(b bool) int {
	if b {
		return 1
	}
	return 0
}

// opensHeading reports whether s starts with 一、, （一） or 第一方面, or, behind a space, with 1.
func (d *Document) opensHeading(s string, spaced bool) bool {
	const numerals = chinese.Ordinals
	r, size := utf8.DecodeRuneInString(s)
	switch {
	case strings.HasPrefix(s, chinese.Nth):
		rest := strings.TrimLeft(s[size:], numerals)
		return len(rest) < len(s)-size && d.opensPart(rest, "heading_unit")
	case r == '（' || r == '(':
		rest := strings.TrimLeft(s[size:], numerals)
		return len(rest) < len(s)-size && (strings.HasPrefix(rest, "）") || strings.HasPrefix(rest, ")"))
	case strings.ContainsRune(numerals, r):
		return strings.HasPrefix(strings.TrimLeft(s, numerals), "、")
	case spaced && r >= '1' && r <= '9':
		rest := strings.TrimLeft(s, "0123456789")
		return len(s)-len(rest) <= 2 && (strings.HasPrefix(rest, ".") || strings.HasPrefix(rest, "．") || strings.HasPrefix(rest, "、"))
	}
	return false
}

// markFurniture gives each line that a table row calls furniture its zone; all others wait as Body, and so does a
// numbered heading, whatever its words.
func (d *Document) markFurniture() {
	for i := range d.Lines {
		line := &d.Lines[i]
		line.added = d.furnishes(line.In(d.Text))
		if line.added == "column" && line.Cell != nil {
			line.added = "" // what a table names is its own
		}
		switch {
		case line.added == "front":
			line.Zone = Front
		case !line.Page && (line.added == "" || d.opensHeading(line.In(d.Text), true)):
			line.Zone = Body
		}
	}
}

// furnishes returns the kind of furniture that a line is. The line of source and date may begin with the date, or with who
// publishes and the date and time.
func (d *Document) furnishes(line string) string {
	kind := d.rules.Furnishes(line)
	if kind != "" || line == "" || len(line) > longFront || strings.IndexByte(line, ':') < 0 && (line[0] < '0' || line[0] > '9') {
		return kind
	}
	for _, m := range date.Find(d.rules.Figures, line, 0, len(line)) {
		if rest := strings.TrimLeft(line[m.End:], "0123456789: |"); m.Day != 0 && len(rest) < len(line)-m.End || m.Start == 0 && m.Day != 0 {
			return d.rules.Furnishes(rest)
		}
	}
	return ""
}

// longFront is how many bytes the line of source and date has at most.
const longFront = 80 * 3

// bodyStart returns the index of the first line of the notice proper: prose, or the table of problems. Where there is neither, any table is
// what the document is about.
func (d *Document) bodyStart(titled int) int {
	table := len(d.Lines)
	for i := titled + 1; i < len(d.Lines); i++ {
		if d.Lines[i].Zone != Body {
			continue
		}
		if d.headsProblems(i) || d.prose(i) {
			return d.tableStart(d.wrapStart(i, titled+1), titled+1)
		}
		if d.Lines[i].Cell != nil && !d.Lines[i].Page && !d.Lines[i].Link {
			table = min(table, d.tableStart(i, 0))
		}
	}
	return table
}

// wrapStart returns the first of the lines, from line first on, over which a sentence goes on that line i, the first of prose, ends:
// each has a clause mark, and no mark at its end that ends a slogan.
func (d *Document) wrapStart(i, first int) int {
	const short = 8 // characters
	for i > first && d.Lines[i].Cell == nil && !d.opensHeading(d.Lines[i].In(d.Text), true) {
		above := &d.Lines[i-1]
		s := above.In(d.Text)
		last, _ := utf8.DecodeLastRuneInString(s)
		if above.Zone != Body || above.Cell != nil || above.Link || utf8.RuneCountInString(s) < short || !strings.ContainsAny(s, "，,") || strings.ContainsRune("！？：:", last) {
			break
		}
		i--
	}
	return i
}

// tableStart returns the first line of the table of line i, from line first on, and i where it stands in none.
func (d *Document) tableStart(i, first int) int {
	for i > first && d.Lines[i].Cell != nil && d.Lines[i-1].Cell != nil && d.Lines[i-1].Cell.Table == d.Lines[i].Cell.Table {
		i--
	}
	return i
}

// headsProblems reports whether line i is the head of a table's column of problems.
func (d *Document) headsProblems(i int) bool {
	return d.Lines[i].Cell != nil && d.rules.Labels[strings.ReplaceAll(d.Lines[i].In(d.Text), " ", "")] == "problem"
}

// prose reports whether line i reads like a part of the notice: a sentence, a long line or a numbered heading.
func (d *Document) prose(i int) bool {
	const long = 40 // characters
	s := d.Lines[i].In(d.Text)
	last, _ := utf8.DecodeLastRuneInString(s)
	return utf8.RuneCountInString(s) >= long || d.opensHeading(s, true) || strings.Contains(s, "：") && strings.ContainsRune("：:", last) ||
		strings.ContainsRune("。；", last) || strings.ContainsRune("：:", last) && utf8.RuneCountInString(s) > 8
}

// markBody makes furniture of all Body lines outside of [start, end) and of what the page adds inside. A table of
// problems behind the signature, which a page has attached, is of the body.
func (d *Document) markBody(start, end int) {
	attached := map[int]bool{}
	for i := end; i < len(d.Lines); i++ {
		if d.headsProblems(i) {
			attached[d.Lines[i].Cell.Table] = true
		}
	}
	for i := range d.Lines {
		line := &d.Lines[i]
		if line.Cell != nil && attached[line.Cell.Table] && !line.Page {
			line.Zone = Body
		} else if line.Zone == Body && (i < start || i >= end) {
			line.Zone = Furniture
		}
	}
}

// bodyEnd returns the end of the last line of the body before line end.
func (d *Document) bodyEnd(end int) int {
	for i := end - 1; i >= 0; i-- {
		if d.Lines[i].Zone == Body {
			return d.Lines[i].End
		}
	}
	return 0
}

// EndsInAny reports whether a text ends in one of some words.
func EndsInAny(s string, ends ...string) bool {
	return slices.ContainsFunc(ends, func(end string) bool { return strings.HasSuffix(s, end) })
}

// ContainsAny reports whether one of some words stands in s.
func ContainsAny(s string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
}

// IndexAny returns where the first of some words stands in s, or -1.
func IndexAny(s string, words []string) int {
	first := -1
	for _, w := range words {
		if i := strings.Index(s, w); i >= 0 && (first < 0 || i < first) {
			first = i
		}
	}
	return first
}
