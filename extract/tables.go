package extract

import (
	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/fact"
	"zhenggai/extract/internal/table"
	"zhenggai/model"
)

// tables reads the tables of figures of a notice, cell by cell as its lines are read.
type tables struct {
	*reading
	list []table.Figures
	at   int            // the table that the next cell stands in
	cell int            // its next cell
	made []map[int]read // of each table: what was read, by cell
}

// A read is the indicator of a cell.
type read struct {
	fact.Indicator
	number int // its place among the indicators of the notice
}

// findTables finds the tables of figures.
func (r *reading) findTables() *tables {
	t := &tables{reading: r}
	t.list = table.Find(r.doc.Text, r.doc.Lines, r.Extractor.indicators, r.rules.Headings, r.rules.Heads)
	for i := range t.list {
		r.diagnose(t.list[i].Diagnostics...)
	}
	t.made = make([]map[int]read, len(t.list))
	return t
}

// read reads a line that is a cell with a figure, and reports whether it is one. One that heads and labels leave in doubt is read as any
// other line.
func (t *tables) read(line document.Span, place fact.Place) bool {
	for t.at < len(t.list) && t.cell == len(t.list[t.at].Cells) {
		t.at, t.cell = t.at+1, 0
	}
	if t.at == len(t.list) || t.list[t.at].Cells[t.cell].Span != line {
		return false
	}
	c := &t.list[t.at].Cells[t.cell]
	t.cell++
	if t.cell == len(t.list[t.at].Cells) {
		defer t.finish(t.at, place)
	}
	in, ok := t.cells.Read(t.doc.Text, c, place)
	if !ok {
		return false
	}
	if t.made[t.at] == nil {
		t.made[t.at] = map[int]read{}
	}
	first := len(t.notice.Indicators)
	t.made[t.at][t.cell-1] = read{in, first}
	t.addIndicator([]fact.Indicator{in}, 0, first)
	t.explainIndicator(t.cells.Reader, t.cells.Last(), first)
	return true
}

// finish writes down what the cells of a table say together, once they have been read.
func (t *tables) finish(i int, place fact.Place) {
	table, made := &t.list[i], t.made[i]
	for _, sum := range table.Sums {
		t.sum(sum, made)
	}
	for _, series := range table.Series {
		t.complete(table, series, made, place)
	}
}

// complete writes down what a series of cells says of how much of what is due has been done.
func (t *tables) complete(table *table.Figures, series []int, made map[int]read, place fact.Place) {
	var read []int
	for _, cell := range series {
		if _, ok := made[cell]; ok {
			read = append(read, cell)
		}
	}
	if len(read) < 2 {
		return
	}
	for _, c := range t.cells.Completions(t.Extractor.indicators, table, read, place) {
		t.addCompletion(&c, func(k int) int { return made[read[k]].number })
	}
}

// sum writes a sum down. What is not known of one of its parts is not known of the sum.
func (t *tables) sum(sum table.Sum, made map[int]read) {
	var found []fact.Indicator
	var numbers []int
	for _, cell := range append([]int{sum.Total}, sum.Parts...) {
		in, ok := made[cell]
		if !ok {
			return
		}
		found, numbers = append(found, in.Indicator), append(numbers, in.number)
	}
	s, ok := t.Extractor.indicators.SumCells(found)
	if !ok || !s.Agrees && !sum.Claimed {
		return
	}
	total := model.Total{Total: t.notice.Indicators[numbers[0]].ID, Sum: s.Sum, Agrees: s.Agrees}
	for _, n := range numbers[1:] {
		total.Parts = append(total.Parts, t.notice.Indicators[n].ID)
	}
	t.noteTotal(total, numbers[0])
}
