// Package wordprocessing holds what the readers of Word's formats have in common: the paragraphs that they give.
package wordprocessing

// A Document is the text of a Word document.
type Document struct {
	Paragraphs []Paragraph // in reading order, none without text
	Cut        bool        // the rest was left out, since the limit of paragraphs was reached
	Unnumbered int         // paragraphs whose numbers, which Word makes, could not be written out
}

// A Paragraph is a paragraph of the text, of a cell, of a note or of a text box.
type Paragraph struct {
	Text   string // a line break is a newline
	Level  int    // 1 to 6 of a heading, else 0
	Bold   bool   // all of it
	Centre bool
	Right  bool
	Cell   *Cell   // nil outside of data tables
	Origin *Origin // nil outside of workbooks
}

// An Origin is the cell of a workbook in which a paragraph begins.
type Origin struct {
	Sheet    string
	Row, Col int // from 0
}

// A Cell is the place of a paragraph in a data table. The paragraphs of one cell share their Cell.
type Cell struct {
	Table            int // counts the data tables of the document from 0
	Row, Col         int // the place in the grid from 0
	RowSpan, ColSpan int // at least 1
	Header           bool
}

// OrDefault returns a limit, or the default where none is set.
func OrDefault[T int | int64](limit, otherwise T) T {
	if limit > 0 {
		return limit
	}
	return otherwise
}

// NumberTables numbers the data tables in the order in which they stand.
func (d *Document) NumberTables() {
	numbers := map[int]int{}
	done := map[*Cell]bool{}
	for i := range d.Paragraphs {
		c := d.Paragraphs[i].Cell
		if c == nil || done[c] {
			continue
		}
		n, ok := numbers[c.Table]
		if !ok {
			n = len(numbers)
			numbers[c.Table] = n
		}
		c.Table, done[c] = n, true
	}
}

// A Filled is a cell that has text, and where its paragraphs are in a list of paragraphs.
type Filled struct {
	Cell        *Cell
	First, Last int // half open
}

// IsLayout reports whether one cell of a small table holds a whole text, so that it is no data table.
func IsLayout(rows int, cells []Filled, all []Paragraph) bool {
	sum, most, lines := 0, 0, 0
	for _, f := range cells {
		size := 0
		for _, p := range all[f.First:f.Last] {
			size += len(p.Text)
		}
		sum += size
		if size > most {
			most, lines = size, f.Last-f.First
		}
	}
	return rows <= 4 && lines >= 10 && most*10 >= sum*7
}
