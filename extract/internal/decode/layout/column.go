package layout

import "slices"

// A flow is lines that are read one after the other: a page, a column, or a part of one.
type flow struct {
	lines []line
	side  side
	width int // of the page, in points
}

// A side says which part of a page's width a flow has.
type side int

const (
	whole side = iota
	leftHalf
	rightHalf
)

const (
	fewLines = 4    // fewer on one side are no column
	mostly   = 0.55 // the share of a column's width that half of its lines fill
)

// A paper knows where the columns of the pages before were parted: the last page may have too few lines to show it.
type paper struct {
	x     float64 // 0 where there were none
	width int
}

// flows returns the flows of a page in reading order, and whether that order is doubtful.
func (q *paper) flows(p *Page, all []line) ([]flow, bool) {
	width := int(p.Width + 0.5)
	x, crossing := gutter(all)
	columns := isColumn(all, x) && crossing*3 <= len(all)*2
	switch {
	case columns && crossing*3 <= len(all):
		*q = paper{x, width}
		return inColumns(all, x, width), false
	case q.x > 0 && q.width == width && crossed(all, q.x)*4 <= len(all):
		return inColumns(all, q.x, width), false
	}
	return []flow{{inTables(all), whole, width}}, columns
}

// gutter returns the place near the middle of the text that the fewest lines cross.
func gutter(all []line) (x float64, crossing int) {
	crossing = len(all) + 1
	if len(all) == 0 {
		return 0, crossing
	}
	area := all[0].box
	for i := range all {
		area = area.around(all[i].box)
	}
	middle, step := (area.left+area.right)/2, (area.right-area.left)/40
	for _, s := range [...]float64{0, -1, 1, -2, 2, -3, 3, -4, 4} {
		if n := crossed(all, middle+s*step); n < crossing {
			x, crossing = middle+s*step, n
		}
	}
	return x, crossing
}

func crossed(all []line, x float64) int {
	n := 0
	for i := range all {
		if all[i].left < x && x < all[i].right {
			n++
		}
	}
	return n
}

// isColumn reports whether the lines on both sides of x look like running text: there are several, and most of them
// fill their side. The cells of a table do not.
func isColumn(all []line, x float64) bool {
	var left, right []float64
	from, to := x, x
	for i := range all {
		l := &all[i]
		switch {
		case l.right <= x:
			left = append(left, l.right-l.left)
			from = min(from, l.left)
		case l.left >= x:
			right = append(right, l.right-l.left)
			to = max(to, l.right)
		}
	}
	return len(left) >= fewLines && len(right) >= fewLines && median(left) > mostly*(x-from) && median(right) > mostly*(to-x)
}

// median returns the middle of values, 0 of none. It sorts them.
func median(values []float64) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	return values[len(values)/2]
}

// inColumns parts the lines at x. A line across both columns ends what stands above it.
func inColumns(all []line, x float64, width int) []flow {
	var out []flow
	var left, right []line
	end := func() {
		out = appendFlow(out, left, leftHalf, width)
		out = appendFlow(out, right, rightHalf, width)
		left, right = nil, nil
	}
	for _, l := range all {
		l.solo = false
		switch {
		case l.right <= x:
			left = append(left, l)
		case l.left >= x:
			right = append(right, l)
		default:
			end()
			out = appendFlow(out, []line{l}, whole, width)
		}
	}
	end()
	return out
}

// appendFlow adds a flow, or goes on the last one of its side.
func appendFlow(out []flow, lines []line, s side, width int) []flow {
	if len(lines) == 0 {
		return out
	}
	if n := len(out); s == whole && n > 0 && out[n-1].side == whole {
		out[n-1].lines = append(out[n-1].lines, lines...)
		return out
	}
	return append(out, flow{lines, s, width})
}

// tableRows is how many rows a row of cells may stand from the next one, cells of several lines between them.
const tableRows = 4

// inTables makes whole again the rows that have a gap and are no part of a table, since no other such row is near, and
// takes into a table what stands between its rows.
func inTables(all []line) []line {
	var out []line
	for i := 0; i < len(all); {
		k := i + 1
		for k < len(all) && all[k].row == all[i].row {
			k++
		}
		if k-i > 1 && !nearTable(all, i, k) {
			out = append(out, rejoined(all[i:k]))
		} else {
			out = append(out, all[i:k]...)
		}
		i = k
	}
	spreadTables(out)
	return out
}

// nearTable reports whether there is another row of cells near that of lines i to k.
func nearTable(all []line, i, k int) bool {
	row := all[i].row
	for n := i - 1; n >= 0 && row-all[n].row <= tableRows; n-- {
		if all[n].solo {
			return true
		}
	}
	for n := k; n < len(all) && all[n].row-row <= tableRows; n++ {
		if all[n].solo {
			return true
		}
	}
	return false
}

func rejoined(row []line) line {
	l := row[0]
	l.solo = false
	for i := 1; i < len(row); i++ {
		l.add(&row[i].run)
	}
	return l
}

// spreadTables takes into a table the lines between its rows: those of a cell that has more lines than its neighbours.
func spreadTables(all []line) {
	area := box{}
	if len(all) > 0 {
		area = all[0].box
	}
	for i := range all {
		area = area.around(all[i].box)
	}
	spread := func(l, near *line) {
		gap := max(near.bottom-l.top, l.bottom-near.top)
		if near.solo && gap < l.size() && l.left > area.left+l.size() && l.right-l.left < (area.right-area.left)*mostly {
			l.solo = true
		}
	}
	for i := 1; i < len(all); i++ {
		spread(&all[i], &all[i-1])
	}
	for i := len(all) - 2; i >= 0; i-- {
		spread(&all[i], &all[i+1])
	}
}
