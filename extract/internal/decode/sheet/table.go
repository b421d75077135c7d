package sheet

import (
	"slices"
	"strings"

	"zhenggai/extract/internal/decode/wordprocessing"
)

const (
	headerCells = 3 // what the header of a table has at least
	rowCells    = 2 // what the last row of a table has at least
)

// add makes paragraphs of the rows of a sheet. Its table reaches from the first row of several cells to the last; what
// stands above and below it, titles and notes, are no cells of it.
func (r *reader) add(rows []row, s *shape) {
	first := slices.IndexFunc(rows, func(w row) bool { return w.filled >= headerCells })
	if first < 0 {
		first = slices.IndexFunc(rows, func(w row) bool { return w.filled >= rowCells })
	}
	last := -1
	for i, w := range rows {
		if w.filled >= rowCells {
			last = i
		}
	}
	if first < 0 {
		first, last = len(rows), len(rows)-1
	}
	for last+1 < len(rows) && first <= last && goesOn(rows[last], rows[last+1], s) {
		last++
	}
	for _, w := range rows[:first] {
		r.line(w, s)
	}
	if first <= last {
		r.table(rows[first:last+1], s)
	}
	for _, w := range rows[last+1:] {
		r.line(w, s)
	}
}

// goesOn reports whether a row of one cell belongs to the table above it: it follows at once, and its cell is not in the
// first column, since merged cells of the rows above stand there. A note begins in the first.
func goesOn(above, w row, s *shape) bool {
	begin := func(w row) int {
		return slices.IndexFunc(w.cells, func(text string) bool { return text != "" })
	}
	return w.number == above.number+1 && !s.hidden[begin(w)] && begin(w) > 0
}

// line adds a row that belongs to no table as one paragraph. It is centred where it is merged over columns.
func (r *reader) line(w row, s *shape) {
	var texts []string
	centre, first := false, -1
	for col, text := range w.cells {
		if text == "" || s.hidden[col] {
			continue
		}
		if texts = append(texts, text); first < 0 {
			first = col
		}
		centre = w.filled == 1 && s.merged[[2]int{w.number, col}].cols > 1
	}
	r.paragraph(wordprocessing.Paragraph{Text: strings.Join(texts, " "), Centre: centre, Origin: r.origin(w, first)})
}

// table adds the rows of a table. They are counted as they are shown, without hidden and empty ones.
func (r *reader) table(rows []row, s *shape) {
	columns := shown(rows, s)
	number := r.tables
	r.tables++
	for i, w := range rows {
		for at, col := range columns {
			if col >= len(w.cells) || w.cells[col] == "" {
				continue
			}
			cell := &wordprocessing.Cell{Table: number, Row: i, Col: at, RowSpan: 1, ColSpan: 1}
			if m, ok := s.merged[[2]int{w.number, col}]; ok {
				cell.ColSpan = countFrom(columns[at:], col+m.cols, func(c int) int { return c })
				cell.RowSpan = countFrom(rows[i:], w.number+m.rows, func(w row) int { return w.number })
			}
			r.paragraph(wordprocessing.Paragraph{Text: w.cells[col], Cell: cell, Origin: r.origin(w, col)})
		}
	}
}

// origin returns the cell of a row in a column.
func (r *reader) origin(w row, col int) *wordprocessing.Origin {
	return &wordprocessing.Origin{Sheet: r.name, Row: w.number, Col: col}
}

// shown returns the columns of a table that have text and are shown, and those between them.
func shown(rows []row, s *shape) []int {
	first, last := -1, -1
	for _, w := range rows {
		for col, text := range w.cells {
			if text == "" || s.hidden[col] {
				continue
			}
			if first < 0 || col < first {
				first = col
			}
			last = max(last, col)
		}
	}
	var columns []int
	for c := first; c <= last; c++ {
		if !s.hidden[c] {
			columns = append(columns, c)
		}
	}
	return columns
}

// countFrom returns how many of the elements of a list, which ascend, lie before end.
func countFrom[T any](list []T, end int, place func(T) int) int {
	n := 1
	for n < len(list) && place(list[n]) < end {
		n++
	}
	return n
}

func (r *reader) paragraph(p wordprocessing.Paragraph) {
	if len(r.book.Paragraphs) >= r.limits.Blocks {
		r.book.Cut = true
		return
	}
	r.book.Paragraphs = append(r.book.Paragraphs, p)
}
