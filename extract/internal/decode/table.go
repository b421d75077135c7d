package decode

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

const (
	maxSpan    = 1000    // columns or rows that a cell may span; HTML allows no more columns
	maxColumns = 1000    // columns in which spans are resolved
	maxCells   = 1 << 20 // cells of a page, and places of it that spanning cells may fill
)

// A table is a table element while the page is being read.
type table struct {
	node        *html.Node
	first, last int  // its blocks
	nested      bool // it holds another table
	data        bool // it is a data table, and not there for the layout
	rows, wide  int  // rows, and rows of two cells or more
	col, inRow  int  // of the row that is being read: next column, cells
	down        []int32
	firstCell   int
	lastCell    int
}

// A cell is a td or th element while the page is being read.
type cell struct {
	Cell
	table int32 // index + 1
	bytes int   // of text
	lines int
}

// tablePart reads the children of a container, and keeps the books where it is a part of a table.
func (w *walker) tablePart(n *html.Node, st style) {
	switch n.DataAtom {
	case atom.Table:
		w.table(n, st)
	case atom.Thead:
		st.head = true
		w.walk(n, st)
	case atom.Tbody, atom.Tfoot:
		w.walk(n, st)
	case atom.Tr:
		if st.table > 0 {
			w.tables[st.table-1].startRow()
		}
		w.walk(n, st)
		if st.table > 0 {
			w.tables[st.table-1].endRow()
		}
	case atom.Td, atom.Th:
		if st.table > 0 && len(w.cells) < maxCells {
			w.placeCell(n, &st)
		}
		w.inBox(n, st, true)
	default:
		w.inBox(n, st, true)
	}
}

func (w *walker) table(n *html.Node, st style) {
	if st.table > 0 {
		w.tables[st.table-1].nested = true
	}
	i := len(w.tables)
	w.tables = append(w.tables, table{node: n, first: len(w.spans), firstCell: len(w.cells)})
	st.table, st.cell, st.head = int32(i+1), 0, false
	w.inBox(n, st, true)
	w.endBlock()
	t := &w.tables[i]
	t.last, t.lastCell = len(w.spans), len(w.cells)
	w.countCells(i)
	t.data = !t.nested && t.wide >= 2 && !w.isLayout(t)
}

func (t *table) startRow() { t.col, t.inRow = 0, 0 }

func (t *table) endRow() {
	t.rows++
	if t.inRow >= 2 {
		t.wide++
	}
	for i := range t.down {
		if t.down[i] > 0 {
			t.down[i]--
		}
	}
}

// placeCell gives a td or th its place in the grid: the next column that no cell of an earlier row reaches down into.
func (w *walker) placeCell(n *html.Node, st *style) {
	t := &w.tables[st.table-1]
	c := cell{table: st.table}
	c.RowSpan, c.ColSpan = spanOf(n, "rowspan"), spanOf(n, "colspan")
	c.Header = n.DataAtom == atom.Th || st.head
	for t.col < len(t.down) && t.down[t.col] > 0 {
		t.col++
	}
	c.Row, c.Col = t.rows, t.col
	if c.RowSpan > 1 && w.spanned < maxCells {
		w.spanned += c.ColSpan
		t.reachDown(c.Col, c.ColSpan, c.RowSpan)
	}
	t.col += c.ColSpan
	t.inRow++
	w.cells = append(w.cells, c)
	st.cell = int32(len(w.cells))
}

// reachDown notes that a cell takes its columns for rows.
func (t *table) reachDown(col, cols, rows int) {
	end := min(col+cols, maxColumns)
	for len(t.down) < end {
		t.down = append(t.down, 0)
	}
	for ; col < end; col++ {
		t.down[col] = int32(rows)
	}
}

// spanOf returns the rowspan or colspan of a cell. The value 0 means to the end of the table.
func spanOf(n *html.Node, key string) int {
	s := attr(n, key)
	if s == "" {
		return 1
	}
	span, err := strconv.ParseUint(strings.TrimSpace(s), 10, 32)
	if span == 0 && err == nil {
		return maxSpan
	}
	return int(min(max(span, 1), maxSpan)) // 1 where there is no number; a number out of range is given as the largest
}

// countCells sums up the text of a table's cells, and cuts the cells that reach below its last row.
func (w *walker) countCells(i int) {
	t := &w.tables[i]
	for b := t.first; b < t.last; b++ {
		if l := &w.lines[b]; l.table == int32(i+1) && l.cell > 0 {
			c := &w.cells[l.cell-1]
			c.lines++
			c.bytes += w.spans[b].end - w.spans[b].start
		}
	}
	for c := t.firstCell; c < t.lastCell; c++ {
		if cell := &w.cells[c]; cell.table == int32(i+1) {
			cell.RowSpan = max(1, min(cell.RowSpan, t.rows-cell.Row))
		}
	}
}

// isLayout reports whether one cell of a small table holds a whole text: old pages put header, sidebar and body into
// the cells of one table.
func (w *walker) isLayout(t *table) bool {
	all, most, lines := 0, 0, 0
	for _, c := range w.cells[t.firstCell:t.lastCell] {
		all += c.bytes
		if c.bytes > most {
			most, lines = c.bytes, c.lines
		}
	}
	return t.rows <= 4 && lines >= 10 && most*10 >= all*7
}

// inData reports whether a box is a data table or in one.
func (w *walker) inData(b *box) bool { return b.table > 0 && w.tables[b.table-1].data }

// demote says that the table around a box is there for the layout, since the main text stands in it.
func (w *walker) demote(b *box) {
	if b.table > 0 && w.tables[b.table-1].node != b.node {
		w.tables[b.table-1].data = false
	}
}

// countTables returns the number of data tables.
func (w *walker) countTables() int {
	n := 0
	for i := range w.tables {
		if w.tables[i].data {
			n++
		}
	}
	return n
}

// numberTables numbers the data tables of the page, in the cells that they hold.
func (w *walker) numberTables() {
	n := w.firstTable
	for i := range w.tables {
		t := &w.tables[i]
		if !t.data {
			continue
		}
		for c := t.firstCell; c < t.lastCell; c++ {
			w.cells[c].Table = n
		}
		n++
	}
}

// cellOf returns the cell of a block in a data table, which its other blocks share, and nil elsewhere.
func (w *walker) cellOf(l *line) *Cell {
	if l.cell == 0 || !w.tables[l.table-1].data {
		return nil
	}
	return &w.cells[l.cell-1].Cell
}
