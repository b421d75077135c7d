package xlsx

import (
	"hash/maphash"

	"zhenggai/model"
)

// firsts are the rows of a notice, and of its first problem and indicator, so that what is said at the end of the whole
// dataset can lead to its evidence. A row of 0 is unknown.
type firsts struct{ notice, problem, indicator spot }

// A spot is a place without its table.
type spot struct{ sheet, row int32 }

var seed = maphash.MakeSeed()

// remember keeps where a notice and its records stand. It keeps only the first problem and the first indicator, for the ids
// of the others count on from there, if all their rows stand below one another.
func (w *Writer) remember(n *model.Notice, t targets) {
	f := firsts{notice: spotOf(t, "notices", n.ID)}
	if len(n.Problems) > 0 {
		f.problem = countedFrom(t, "problems", n.Problems[0].ID, n.Problems[len(n.Problems)-1].ID, len(n.Problems))
	}
	if len(n.Indicators) > 0 {
		f.indicator = countedFrom(t, "indicators", n.Indicators[0].ID, n.Indicators[len(n.Indicators)-1].ID, len(n.Indicators))
	}
	w.places[maphash.String(seed, n.ID)] = f
}

func spotOf(t targets, table, id string) spot {
	at := t[targetKey{table, id}]
	return spot{at.sheet, at.row}
}

// countedFrom returns the place of the first of some records, or none where their ids or rows do not count on.
func countedFrom(t targets, table, first, last string, count int) spot {
	a, b := spotOf(t, table, first), spotOf(t, table, last)
	if number(first) != 1 || number(last) != count || a.sheet != b.sheet || int(b.row-a.row) != count-1 {
		return spot{}
	}
	return a
}

// number returns the number of an id such as i12, or 0.
func number(id string) int {
	n := 0
	for i := 1; i < len(id); i++ {
		if id[i] < '0' || id[i] > '9' || n > 1<<24 {
			return 0
		}
		n = 10*n + int(id[i]-'0')
	}
	return n
}

// recall returns what the keys of a row of the whole dataset lead to.
func (w *Writer) recall(table *model.Table, row model.Row) targets {
	if table.Columns[0].Ref != "notices" {
		return nil
	}
	f, ok := w.places[maphash.String(seed, row[0].String())]
	if !ok {
		return nil
	}
	t := targets{}
	for i, c := range table.Columns {
		id := row[i].String()
		switch c.Ref {
		case "notices":
			w.lead(t, c.Ref, id, f.notice, 0)
		case "problems":
			w.lead(t, c.Ref, id, f.problem, number(id)-1)
		case "indicators":
			w.lead(t, c.Ref, id, f.indicator, number(id)-1)
		}
	}
	return t
}

// lead makes an id lead to the row that stands some lines below a spot.
func (w *Writer) lead(t targets, table, id string, s spot, below int) {
	if s.row == 0 || below < 0 || id == "" {
		return
	}
	for _, sheets := range w.tables {
		if sheets.table.Name == table {
			t[targetKey{table, id}] = place{sheets, s.sheet, s.row + int32(below)}
		}
	}
}
