package table

import (
	"slices"

	"zhenggai/model"
)

// findSums finds the rows and columns of sums among the cells of a section, which begin at first.
func (s *section) findSums(t *Figures, first int) {
	cells := t.Cells[first:]
	var rows []sumRow
	for row := s.body; row < s.end; row++ {
		if r := (sumRow{row: row, cells: s.cellsIn(cells, row)}); len(r.cells) > 0 {
			labels, words := s.labelsOf(row, 0)
			r.total = slices.ContainsFunc(labels, func(l label) bool { return l.kind == namesTotal })
			r.part = len(words) > 0 && s.rules.Figures.Trim("part", words[len(words)-1]) != words[len(words)-1]
			rows = append(rows, r)
		}
	}
	for i := range rows {
		if rows[i].total {
			s.sumRows(t, rows, i, first)
		}
	}
	for _, r := range rows {
		s.sumColumns(t, r, first)
	}
}

// A sumRow is a row of a section: its cells by column.
type sumRow struct {
	row         int
	cells       map[int]int // column to place among the cells of the section
	total, part bool        // it is one of sums; of parts of the row above it: 其中
}

// cellsIn returns the cells of a row that are read.
func (s *section) cellsIn(cells []Cell, row int) map[int]int {
	found := map[int]int{}
	for i := range cells {
		if cells[i].row == row && cells[i].figure != "" {
			found[cells[i].col] = i
		}
	}
	return found
}

// sumRows finds the parts of a row of sums: the rows above it, or below where it is the first, which fit most of its columns.
func (s *section) sumRows(t *Figures, rows []sumRow, at, first int) {
	best, most := []int(nil), -1
	for _, of := range partRows(rows, at) {
		n := 0
		for col, total := range rows[at].cells {
			if parts := partsIn(rows, of, col); len(parts) > 1 && addUp(t.Cells[first:], parts, total) {
				n++
			}
		}
		if len(of) > 1 && n > most {
			best, most = of, n
		}
	}
	cols := make([]int, 0, len(rows[at].cells))
	for col := range rows[at].cells {
		cols = append(cols, col)
	}
	slices.Sort(cols)
	for _, col := range cols {
		if parts := partsIn(rows, best, col); len(parts) > 1 && t.Cells[first+rows[at].cells[col]].isSum() {
			t.Sums = append(t.Sums, shifted(Sum{rows[at].cells[col], parts, true}, first))
		}
	}
}

// partRows returns the sets of rows that a row of sums may add up.
func partRows(rows []sumRow, at int) (sets [][]int) {
	pick := func(from, to int, total bool) (set []int) {
		for i := from; i < to; i++ {
			if i != at && rows[i].total == total && !rows[i].part {
				set = append(set, i)
			}
		}
		return set
	}
	before, behind := at, at+1
	for before > 0 && !rows[before-1].total {
		before--
	}
	for behind < len(rows) && !rows[behind].total {
		behind++
	}
	if at > 0 {
		sets = append(sets, pick(before, at, false), pick(0, at, false), pick(0, at, true))
	}
	if at+1 < len(rows) {
		sets = append(sets, pick(at+1, behind, false), pick(at+1, len(rows), false), pick(at+1, len(rows), true))
	}
	return sets
}

// partsIn returns the cells of a column in some rows.
func partsIn(rows []sumRow, of []int, col int) (parts []int) {
	for _, i := range of {
		if c, ok := rows[i].cells[col]; ok {
			parts = append(parts, c)
		}
	}
	return parts
}

// addUp reports whether the figures of cells come to that of another.
func addUp(cells []Cell, parts []int, total int) bool {
	var sum model.Decimal
	ok := true
	for _, i := range parts {
		if sum, ok = sum.Add(signed(&cells[i])); !ok || cells[i].unit != cells[total].unit {
			return false
		}
	}
	return sum == signed(&cells[total])
}

func signed(c *Cell) model.Decimal {
	if v, ok := c.value.Mul(model.Int(-1)); c.negative && ok {
		return v
	}
	return c.value
}

// isSum reports whether a figure may add up others: shares, levels and the like may not.
func (c *Cell) isSum() bool {
	return slices.Contains([]string{"count", "money", "length", "area", "volume", "mass", "energy", "power"}, c.measures)
}

// sumColumns finds the cells of a row that a column of sums adds up: those below the same heads but the last, in the same unit. It is
// one only where they come to it.
func (s *section) sumColumns(t *Figures, r sumRow, first int) {
	cells := t.Cells[first:]
	for col := range s.column {
		at, ok := r.cells[col]
		heads := s.column[col].labels
		if !ok || len(heads) == 0 || heads[len(heads)-1].kind != namesTotal || !cells[at].isSum() {
			continue
		}
		var parts []int
		for other := range s.column {
			of := s.column[other].labels
			i, ok := r.cells[other]
			if !ok || other == col || len(of) < len(heads) || of[len(of)-1].kind == namesTotal || cells[i].unit != cells[at].unit || !slices.Equal(of[:len(heads)-1], heads[:len(heads)-1]) {
				continue
			}
			parts = append(parts, i)
		}
		if len(parts) > 1 && addUp(cells, parts, at) {
			t.Sums = append(t.Sums, shifted(Sum{at, parts, false}, first))
		}
	}
}

func shifted(c Sum, by int) Sum {
	c.Total += by
	for i := range c.Parts {
		c.Parts[i] += by
	}
	return c
}
