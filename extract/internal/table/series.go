package table

import (
	"strings"

	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/fact"
	"zhenggai/model"
)

// mostInSeries is how many figures of a row or column are read one after the other.
const mostInSeries = 20

// bare cuts from words what says only that a figure follows.
func (s *section) bare(words string) string {
	w, _ := s.rules.Ends("plain", words)
	if w.Word == words {
		return words
	}
	return strings.TrimSuffix(words, w.Word)
}

// findSeries finds the rows of a section, or its columns where labels tell them apart, in which how far the things have come stands beside
// what was due.
func (s *section) findSeries(t *Figures, first int) {
	cells := t.Cells[first:]
	rows, cols := map[int][]int{}, map[int][]int{}
	var rowOrder, colOrder []int
	for i := range cells {
		c := &cells[i]
		if c.figure == "" {
			continue
		}
		if len(rows[c.row]) == 0 {
			rowOrder = append(rowOrder, c.row)
		}
		if len(cols[c.col]) == 0 {
			colOrder = append(colOrder, c.col)
		}
		rows[c.row], cols[c.col] = append(rows[c.row], first+i), append(cols[c.col], first+i)
	}
	tells := func(words string) bool {
		_, state := s.rules.Ends("state", words)
		_, ahead := s.rules.Ends("ahead", words)
		kind, _ := s.opening(words)
		return state || ahead || kind == "due"
	}
	add := func(list []int, words func(*Cell) string) {
		found := false
		for _, i := range list {
			found = found || tells(words(&t.Cells[i]))
		}
		if found && len(list) > 1 && len(list) <= mostInSeries {
			t.Series = append(t.Series, list)
		}
	}
	for _, row := range rowOrder {
		add(rows[row], func(c *Cell) string { return c.head })
	}
	for _, col := range colOrder {
		add(cols[col], func(c *Cell) string {
			if c.head != "" {
				return ""
			}
			return c.label
		})
	}
}

// pairs returns the completions of a series whose heads tell what is due, done and left of the same thing: 应追缴金额, 已追缴金额.
func pairs(t *Figures, series []int) (list []fact.Completion) {
	for k, i := range series {
		due := &t.Cells[i]
		if due.opens != "due" {
			continue
		}
		c := fact.Completion{Of: k, Done: -1, UnderWay: -1, Left: -1, Rate: -1, First: k, Last: k}
		var sum model.Decimal
		for j, other := range series[k+1:] {
			o := &t.Cells[other]
			if o.same != due.same || o.measures != due.measures || o.unit != due.unit {
				continue
			}
			switch {
			case o.opens == "done" && c.Done < 0:
				c.Done, c.Word = k+1+j, o.head
			case o.opens == "left" && c.Left < 0:
				c.Left = k + 1 + j
			default:
				continue
			}
			c.Last = k + 1 + j
			sum, _ = sum.Add(o.value)
		}
		if c.Agrees = sum == due.value || c.Left < 0 && sum.Cmp(due.value) < 0; c.Done >= 0 {
			list = append(list, c)
		}
	}
	return list
}

// opening returns the kind of word that opens a head, due, done or left, and what stands behind it.
func (s *section) opening(head string) (kind, rest string) {
	for _, kind := range []string{"due", "done", "left"} {
		if w, ok := s.rules.Opens(kind, head); ok {
			return kind, strings.TrimPrefix(head, w.Word)
		}
	}
	return "", head
}

// Completions returns what a series of cells says of how much of what is due has been done. It is read as a sentence whose figures are
// those of the cells; what is returned has the places of these in the series.
func (r *Reader) Completions(x *fact.Indicators, t *Figures, series []int, place fact.Place) (list []fact.Completion) {
	if list = pairs(t, series); len(list) > 0 {
		return list
	}
	var b strings.Builder
	ends := map[int]int{} // of the clauses, to their places in the series
	for k, i := range series {
		c := &t.Cells[i]
		words := c.head
		if words == "" {
			words = c.label
		}
		if k > 0 {
			b.WriteString("，")
		}
		b.WriteString(words + c.figure)
		ends[b.Len()] = k
	}
	line := b.String()
	r.hits = r.words.Scan(r.hits[:0], line, 0, len(line))
	r.Reset(line, r.hits, mostInClause)
	found, _ := r.Find(document.Span{End: len(line)}, place)
	for _, c := range x.Sums(line, found).Completions() {
		known := true
		for _, of := range []*int{&c.Of, &c.Done, &c.UnderWay, &c.Left, &c.Rate} {
			if *of < 0 {
				continue
			}
			k, ok := ends[found[*of].Mention.End]
			if known = known && ok; ok {
				*of = k
			}
		}
		if c.First, c.Last = 0, len(series)-1; known {
			list = append(list, c)
		}
	}
	return list
}
