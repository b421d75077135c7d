package doc

import (
	"slices"

	"zhenggai/extract/internal/decode/wordprocessing"
)

// A table is a table while it is being read.
type table struct {
	rows  []row
	cells []cell // of the row that is being read
	first int    // the first paragraph of the cell that is being read
}

// A row is its cells and the definition that stands at its end.
type row struct {
	cells []cell
	edges []int // of its cells, one more than there are cells
	flags []int // of its cells
}

// A cell is the paragraphs from first up to last.
type cell struct{ first, last int }

// maxMarks is how many marks of cells and rows are read.
const maxMarks = 1 << 18

// The flags of cells.
const (
	besideLast = 1 << 1 // a part of the cell before it
	belowLast  = 1 << 5 // a part of a cell that spans rows
	opensBelow = 1 << 6 // the first part of it
)

func (r *reader) startTable() { r.table = &table{first: len(r.out)} }

// endCell ends a cell, or a row where its mark has the properties of a row's end.
func (r *reader) endCell() {
	p := find(r.paras, r.at).props
	p.inTable = true
	if r.table == nil {
		r.startTable()
	}
	r.endParagraph(p, true)
	t := r.table
	r.marks++
	switch {
	case r.marks > maxMarks:
		return
	case p.rowEnd:
		t.endRow(p.row)
		return
	}
	t.cells = append(t.cells, cell{t.first, len(r.out)})
	t.first = len(r.out)
}

// endRow takes the cells read since the last row, with what the row's definition says of them.
func (t *table) endRow(definition []byte) {
	made := row{cells: t.cells}
	t.cells = nil
	if len(definition) > 3 {
		made.define(definition[2:])
	}
	t.rows = append(t.rows, made)
}

// define reads the definition of a row: how many cells it has, where their edges are, and their flags.
func (w *row) define(b []byte) {
	const flagsSize = 20
	n := int(b[0])
	edges := part(b, 1, 2*(n+1))
	if edges == nil || n != len(w.cells) {
		return
	}
	for i := range n + 1 {
		w.edges = append(w.edges, int(int16(u16(edges, 2*i))))
	}
	for i := range n {
		flags := 0
		if c := part(b, 1+2*(n+1)+flagsSize*i, 2); c != nil {
			flags = u16(c, 0)
		}
		w.flags = append(w.flags, flags)
	}
}

// endTable gives the paragraphs of a data table their cells.
func (r *reader) endTable() {
	t := r.table
	if r.table = nil; t == nil {
		return
	}
	if len(t.cells) > 0 {
		t.endRow(nil)
	}
	wide := 0
	for _, w := range t.rows {
		if len(w.cells) >= 2 {
			wide++
		}
	}
	filled := t.place(r.tables)
	if wide < 2 || wordprocessing.IsLayout(len(t.rows), filled, r.out) {
		return
	}
	r.tables++
	for _, f := range filled {
		for i := f.First; i < f.Last; i++ {
			r.out[i].Cell = f.Cell
		}
	}
}

// place returns the cells that have text, in the grid that the edges of all rows make.
func (t *table) place(number int) []wordprocessing.Filled {
	grid := t.grid()
	above := map[int]*wordprocessing.Cell{}
	var filled []wordprocessing.Filled
	for y, w := range t.rows {
		for i, c := range w.cells {
			col, span := w.columns(i, grid)
			flags := 0
			if i < len(w.flags) {
				flags = w.flags[i]
			}
			owner := above[col]
			if flags&belowLast == 0 || flags&opensBelow != 0 {
				delete(above, col)
			} else if owner != nil {
				owner.RowSpan = y - owner.Row + 1
			}
			if c.first == c.last {
				continue
			}
			made := &wordprocessing.Cell{Table: number, Row: y, Col: col, RowSpan: 1, ColSpan: span}
			filled = append(filled, wordprocessing.Filled{Cell: made, First: c.first, Last: c.last})
			if flags&opensBelow != 0 {
				above[col] = made
			}
		}
	}
	return filled
}

// grid returns the edges of all cells in order. Edges closer than a tenth of an inch, which only rounding parts, are one.
func (t *table) grid() []int {
	const close = 144 // twips
	var all []int
	for _, w := range t.rows {
		all = append(all, w.edges...)
	}
	slices.Sort(all)
	return slices.CompactFunc(all, func(a, b int) bool { return max(a-b, b-a) < close })
}

// columns returns the column of cell i and how many columns it spans.
func (w *row) columns(i int, grid []int) (col, span int) {
	if w.edges == nil {
		return i, 1
	}
	left, right := nearest(grid, w.edges[i]), nearest(grid, w.edges[i+1])
	return left, max(1, right-left)
}

// nearest returns the index of the last edge of the grid that is not beyond x.
func nearest(grid []int, x int) int {
	i, found := slices.BinarySearch(grid, x)
	if found || i == 0 {
		return i
	}
	return i - 1
}
