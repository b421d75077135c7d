package docx

import (
	"encoding/xml"

	"zhenggai/extract/internal/decode/wordprocessing"
)

const maxColumns = 1000 // columns in which places are told apart

// A table is a table while it is being read.
type table struct {
	first          int // its first paragraph
	number         int
	row, col       int  // of the next cell
	cells          int  // in the row
	wide           int  // rows of two cells or more
	header, hidden bool // the row repeats on each page; it is deleted
	filled         []wordprocessing.Filled
	above          map[int]*Cell // the cells that go on below, by column
}

// table reads a table. The tables in a cell of a data table are text of that cell; a table that is there for the layout
// leaves its paragraphs, and the tables in it, as they are.
func (r *reader) table() error {
	t := &table{first: len(r.out), number: r.tables, above: map[int]*Cell{}}
	r.tables++
	err := r.children(r.rows(t))
	if t.wide >= 2 && !wordprocessing.IsLayout(t.row, t.filled, r.out) {
		for _, f := range t.filled {
			for i := f.First; i < f.Last; i++ {
				r.out[i].Cell = f.Cell
			}
		}
	}
	return err
}

// rows returns the visit that reads the rows of a table, which may stand in elements for content that repeats.
func (r *reader) rows(t *table) visit {
	var read visit
	read = func(el *xml.StartElement) error {
		switch tag(el) {
		case "tr":
			return r.row(t)
		case "tblPr", "tblGrid", "del", "moveFrom", "sdtPr":
			return r.skip()
		}
		return r.children(read)
	}
	return read
}

func (r *reader) row(t *table) error {
	t.col, t.cells, t.header, t.hidden = 0, 0, false, false
	var read visit
	read = func(el *xml.StartElement) error {
		switch tag(el) {
		case "trPr":
			return r.children(func(el *xml.StartElement) error { return r.rowProperty(el, t) })
		case "tc":
			return r.cell(t)
		case "tblPrEx", "sdtPr":
			return r.skip()
		}
		return r.children(read)
	}
	if err := r.children(read); err != nil {
		return err
	}
	if t.hidden {
		return nil
	}
	t.row++
	if t.cells >= 2 {
		t.wide++
	}
	return nil
}

func (r *reader) rowProperty(el *xml.StartElement, t *table) error {
	switch tag(el) {
	case "tblHeader":
		t.header = toggleOf(el) == on
	case "gridBefore":
		t.col = number(el, maxColumns, 0)
	case "del":
		t.hidden = true
	}
	return r.skip()
}

// span is what the properties of a cell say of the places that it takes.
type span struct {
	columns int
	goesOn  bool // it is a part of the cell above it
	beside  bool // it is a part of the cell before it
	opens   bool // cells below are parts of it
}

// cell reads a cell. What is written in the parts of a merged cell but the first is not shown by Word.
func (r *reader) cell(t *table) error {
	s := span{columns: 1}
	before, count := len(r.out), r.count
	err := r.children(func(el *xml.StartElement) error {
		if tag(el) == "tcPr" {
			return r.children(func(el *xml.StartElement) error { return r.cellProperty(el, &s) })
		}
		return r.block(el)
	})
	if err == nil {
		err = r.endCarried()
	}
	if t.hidden || s.goesOn && t.above[t.col] != nil || s.beside {
		r.out, r.count = r.out[:before], count
	}
	t.place(s, before, len(r.out))
	return err
}

func (r *reader) cellProperty(el *xml.StartElement, s *span) error {
	switch tag(el) {
	case "gridSpan":
		s.columns = max(1, number(el, maxColumns, 1))
	case "vMerge", "vmerge":
		s.opens = value(el) == "restart"
		s.goesOn = !s.opens
	case "hMerge":
		s.beside = value(el) != "restart"
	}
	return r.skip()
}

// place gives a cell with text its place in the grid, and lets the merged cell above grow into it.
func (t *table) place(s span, first, last int) {
	if t.hidden {
		return
	}
	col := t.col
	t.col = min(t.col+s.columns, maxColumns)
	if !s.beside {
		t.cells++
	}
	owner := t.above[col]
	switch {
	case s.goesOn && owner != nil:
		owner.RowSpan = t.row - owner.Row + 1
		return
	case owner != nil:
		delete(t.above, col)
	}
	if s.beside && len(t.filled) > 0 {
		if c := t.filled[len(t.filled)-1].Cell; c.Row == t.row && c.Col+c.ColSpan == col {
			c.ColSpan += s.columns
		}
		return
	}
	if first == last {
		return
	}
	c := &Cell{Table: t.number, Row: t.row, Col: col, RowSpan: 1, ColSpan: s.columns, Header: t.header}
	t.filled = append(t.filled, wordprocessing.Filled{Cell: c, First: first, Last: last})
	if s.opens {
		t.above[col] = c
	}
}
