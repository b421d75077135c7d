package decode

import (
	"path"
	"slices"
	"strings"
	"unicode/utf8"
)

// A delimitedRow is a row of a table whose cells commas or tabs part.
type delimitedRow struct {
	cells  []string
	filled int // cells with text
}

const (
	listedCells = 3 // what the head of a table in plain text has at least
	rowCells    = 2 // what a row of a table has at least
)

// delimiterOf returns what parts the cells of a whole file by its name or the type that the server gives, or 0.
func delimiterOf(text string, hint Hint) byte {
	kind := strings.ToLower(hint.ContentType)
	switch ext := strings.ToLower(path.Ext(hint.Path)); {
	case ext == ".tsv", ext == ".tab", strings.HasPrefix(kind, "text/tab-separated-values"):
		return '\t'
	case ext == ".csv", strings.HasPrefix(kind, "text/csv"):
		line, _, _ := strings.Cut(text, "\n")
		commas, most := byte(','), strings.Count(text[:min(len(text), 4096)], ",")
		for _, other := range []string{"\t", ";"} { // what programs call CSV is parted by these too
			if n := strings.Count(text[:min(len(text), 4096)], other); n > most && (strings.Contains(line, other) || !strings.Contains(line, ",")) {
				commas, most = other[0], n
			}
		}
		return commas
	}
	return 0
}

// delimitedRows cuts a text into the rows of a table. A cell in quotation marks may hold line ends.
func delimitedRows(text string, delimiter byte) (rows []delimitedRow) {
	for len(text) > 0 {
		var w delimitedRow
		w, text = nextRow(text, delimiter)
		rows = append(rows, w)
	}
	return rows
}

// nextRow returns the first row of a text, and the rest.
func nextRow(text string, delimiter byte) (w delimitedRow, rest string) {
	for {
		cell, more, next := nextCell(text, delimiter)
		if cell = strings.TrimSpace(cell); cell != "" {
			w.filled++
		}
		w.cells = append(w.cells, cell)
		if text = next; !more {
			return w, text
		}
	}
}

// nextCell returns the first cell of a text, whether another one of its row follows, and the rest.
func nextCell(text string, delimiter byte) (cell string, more bool, rest string) {
	start := strings.TrimLeft(text, " ")
	if strings.HasPrefix(start, `"`) {
		if cell, rest, ok := quotedCell(start[1:], delimiter); ok {
			return cell, rest != "" && rest[0] == delimiter, afterCell(rest, delimiter)
		}
	}
	end := strings.IndexFunc(text, func(r rune) bool { return r == rune(delimiter) || r == '\n' || r == '\r' })
	if end < 0 {
		return text, false, ""
	}
	return text[:end], text[end] == delimiter, afterCell(text[end:], delimiter)
}

// quotedCell reads a cell behind its quotation mark, in which two marks stand for one. What follows must end the cell.
func quotedCell(text string, delimiter byte) (cell, rest string, ok bool) {
	const longest = 64 << 10 // bytes: a mark that nothing closes is no quotation
	var b strings.Builder
	for {
		before, _, closed := strings.Cut(text[:min(len(text), longest)], `"`)
		if !closed || b.Len() > longest {
			return "", "", false
		}
		after := text[len(before)+1:]
		b.WriteString(before)
		if !strings.HasPrefix(after, `"`) {
			after = strings.TrimLeft(after, " ")
			return b.String(), after, after == "" || after[0] == delimiter || after[0] == '\n' || after[0] == '\r'
		}
		b.WriteByte('"')
		text = after[1:]
	}
}

// afterCell cuts the delimiter or the line end off that a text begins with.
func afterCell(text string, delimiter byte) string {
	switch {
	case text == "":
		return ""
	case text[0] == delimiter:
		return text[1:]
	}
	return strings.TrimPrefix(strings.TrimPrefix(text, "\r"), "\n")
}

// readDelimited reads a file that is a table: what stands above and below its rows, titles and notes, are no cells of it.
func (p *Page) readDelimited(text string, delimiter byte, limits Limits) {
	rows := delimitedRows(text, delimiter)
	first := slices.IndexFunc(rows, func(w delimitedRow) bool { return w.filled >= listedCells })
	if first < 0 {
		first = slices.IndexFunc(rows, func(w delimitedRow) bool { return w.filled >= rowCells })
	}
	last := len(rows) - 1
	for last >= 0 && rows[last].filled < rowCells {
		last--
	}
	t := newTextReader(limits, len(text))
	for i, w := range rows {
		if first < 0 || i < first || i > last {
			t.line(strings.Join(slices.DeleteFunc(slices.Clone(w.cells), func(c string) bool { return c == "" }), " "))
		}
		if i == first {
			t.table(rows[first : last+1])
		}
	}
	t.finish(p)
}

// A textReader makes blocks of lines and of the rows of tables.
type textReader struct {
	writer
	cells  []*Cell // of the blocks, nil outside of tables
	tables int
}

func newTextReader(limits Limits, size int) *textReader {
	t := &textReader{writer: writer{limit: limits.Blocks, most: limits.Text, lines: true}}
	t.buf.Grow(min(size, limits.Text) + 1)
	return t
}

// line adds text that stands in no table, in as many blocks as it has lines.
func (t *textReader) line(text string) { t.add(text, nil) }

func (t *textReader) add(text string, cell *Cell) {
	t.write(text)
	t.flush()
	for len(t.cells) < len(t.spans) {
		t.cells = append(t.cells, cell)
	}
}

// table adds rows. Those without text do not count.
func (t *textReader) table(rows []delimitedRow) {
	row := 0
	for _, w := range rows {
		for col, text := range w.cells {
			if text != "" {
				t.add(text, &Cell{Table: t.tables, Row: row, Col: col, RowSpan: 1, ColSpan: 1})
			}
		}
		if w.filled > 0 {
			row++
		}
	}
	t.tables++
}

// finish gives the page its blocks.
func (t *textReader) finish(p *Page) {
	p.diagnoseText(&t.writer)
	p.Blocks = make([]Block, len(t.spans))
	p.Text = t.text()
	for i, s := range t.spans {
		p.Blocks[i].Text = p.Text[s.start:s.end]
		if i < len(t.cells) {
			p.Blocks[i].Cell = t.cells[i]
		}
	}
}

// readPasted reads plain text that has tables in it whose cells tabs or commas part, as they are pasted out of a sheet, and reports
// whether it has.
func (p *Page) readPasted(text string, limits Limits) bool {
	first, delimiter := headIn(text)
	if first < 0 {
		return false
	}
	t := newTextReader(limits, len(text))
	for first >= 0 {
		t.line(text[:first])
		text = text[first:]
		rows, size := pastedRows(text, delimiter)
		t.table(rows)
		text = text[size:]
		first, delimiter = headIn(text)
	}
	t.line(text)
	t.finish(p)
	return true
}

// headIn returns where the head of the first table of a text begins, and what parts its cells, or -1.
func headIn(text string) (at int, delimiter byte) {
	ends := newLineEnds(text)
	for start := 0; start < len(text); {
		end, next := ends.next(start)
		line := text[start:end]
		for _, delimiter := range []byte{'\t', ','} {
			if strings.IndexByte(line, delimiter) >= 0 && isPastedHead(line, delimiter) {
				if rows, _ := pastedRows(text[start:], delimiter); len(rows) > 1 {
					return start, delimiter
				}
			}
		}
		start = next
	}
	return -1, 0
}

// isPastedHead reports whether a line may be the head of a table: several short cells, none of which is a figure or a sentence.
func isPastedHead(line string, delimiter byte) bool {
	const longest = 15 // characters of a head
	line = strings.TrimRight(line, " \t")
	if strings.Count(line, string(delimiter)) < listedCells-1 { // prose has commas, too
		return false
	}
	cells := strings.Split(line, string(delimiter))
	if strings.TrimSpace(cells[0]) == "" {
		return false
	}
	for _, cell := range cells {
		cell = strings.TrimSpace(cell)
		if cell == "" && delimiter == '\t' {
			continue // cells that were merged with the one before
		}
		if cell == "" || utf8.RuneCountInString(cell) > longest || strings.ContainsAny(cell, "。；;！，") || !isWide(firstRune(cell)) {
			return false
		}
	}
	return true
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// pastedRows returns the rows that a text begins with, the head first, and their length. Another row has as many cells, or fewer where
// the last ones are empty. Since commas part sentences too, a row that they part has a figure for a cell.
func pastedRows(text string, delimiter byte) (rows []delimitedRow, size int) {
	head, rest := nextRow(text, delimiter)
	rows, size = append(rows, head), len(text)-len(rest)
	for rest != "" {
		w, after := nextRow(rest, delimiter)
		if len(w.cells) < rowCells || len(w.cells) > len(head.cells)+1 || w.filled == 0 || delimiter == ',' && (len(w.cells) != len(head.cells) || !slices.ContainsFunc(w.cells, isFigure)) {
			break
		}
		rows, rest = append(rows, w), after
		size = len(text) - len(rest)
	}
	return rows, size
}

// isFigure reports whether a cell holds a figure alone: 3, 12.5%, -4.
func isFigure(cell string) bool {
	return cell != "" && strings.Trim(cell, "0123456789.%-") == "" && strings.ContainsAny(cell, "0123456789")
}

// delimitedType returns the media type of a file whose cells a sign parts.
func delimitedType(delimiter byte) string {
	if delimiter == '\t' {
		return "text/tab-separated-values"
	}
	return "text/csv"
}
