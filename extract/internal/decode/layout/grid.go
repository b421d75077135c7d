package layout

import (
	"cmp"
	"slices"
	"strings"
)

// A Cell is the place of a paragraph in a table that lines are drawn round. The paragraphs of one cell share their Cell.
type Cell struct {
	Table            int // counts the tables of the document from 0
	Row, Col         int // the place in the grid from 0
	RowSpan, ColSpan int // at least 1
}

const (
	thin       = 3.0  // points: what is thicker is no rule
	shortest   = 6.0  // points: what is shorter is none either
	near       = 3.0  // points between rules that meet
	mostRules  = 5000 // of a page; a page with more is read without its tables
	mostSlots  = 20_000
	fewestMark = 3 // rules across and down that make a table of two rows and columns
)

// A grid is a table on a page: the places of its rules across and down, and what is drawn of them.
type grid struct {
	box
	xs, ys []float64 // from left to right, from top to bottom
	across []box     // rules
	down   []box
}

// gridsOf finds the tables that rules draw. Rules that meet belong together; what has not at least two rows and two
// columns is a frame or underlines words.
func gridsOf(rules []Box) []grid {
	if len(rules) > mostRules {
		return nil
	}
	var across, down []box
	for _, r := range rules {
		width, height := r.right-r.left, r.top-r.bottom
		switch {
		case height <= thin && width >= shortest:
			across = append(across, r)
		case width <= thin && height >= shortest:
			down = append(down, r)
		}
	}
	var grids []grid
	for _, part := range together(slices.Concat(across, down)) {
		g := newGrid(part)
		if len(g.xs) >= fewestMark && len(g.ys) >= fewestMark && len(g.xs)*len(g.ys) <= mostSlots {
			grids = append(grids, g)
		}
	}
	slices.SortStableFunc(grids, func(a, b grid) int { return cmp.Compare(b.top, a.top) })
	return grids
}

// together groups rules that meet, directly or over others. They are swept from top to bottom, so that each is compared
// with those only that it may meet.
func together(rules []box) [][]box {
	slices.SortStableFunc(rules, func(a, b box) int { return cmp.Compare(b.top, a.top) })
	group := make([]int, len(rules))
	for i := range group {
		group[i] = i
	}
	var open []int
	for i := range rules {
		open = slices.DeleteFunc(open, func(k int) bool { return rules[k].bottom-near > rules[i].top })
		for _, k := range open {
			if rules[k].left-near <= rules[i].right && rules[i].left-near <= rules[k].right {
				group[rootOf(group, i)] = rootOf(group, k)
			}
		}
		open = append(open, i)
	}
	parts := map[int][]box{}
	var order []int
	for i := range rules {
		root := rootOf(group, i)
		if parts[root] == nil {
			order = append(order, root)
		}
		parts[root] = append(parts[root], rules[i])
	}
	var out [][]box
	for _, root := range order {
		out = append(out, parts[root])
	}
	return out
}

// rootOf returns what stands for the group of i, and shortens the way to it.
func rootOf(group []int, i int) int {
	for group[i] != i {
		group[i] = group[group[i]]
		i = group[i]
	}
	return i
}

func newGrid(rules []box) grid {
	g := grid{box: rules[0]}
	var xs, ys []float64
	for _, r := range rules {
		g.box = g.around(r)
		if r.right-r.left > r.top-r.bottom {
			g.across = append(g.across, r)
			ys = append(ys, -r.middle())
		} else {
			g.down = append(g.down, r)
			xs = append(xs, (r.left+r.right)/2)
		}
	}
	g.xs, g.ys = distinct(xs), distinct(ys)
	for i := range g.ys {
		g.ys[i] = -g.ys[i]
	}
	return g
}

// distinct returns the values in ascending order, those that are near each other once.
func distinct(values []float64) []float64 {
	slices.Sort(values)
	var out []float64
	for _, v := range values {
		if len(out) == 0 || v-out[len(out)-1] > near {
			out = append(out, v)
		}
	}
	return out
}

// A tableCell is a cell of a grid and its text.
type tableCell struct {
	Cell
	left, right float64
	lines       []line
	texts       []string
	page        int        // from 0
	turns       []cellTurn // the further pages over which it goes on
}

// A cellTurn is where a further page begins in a cell: in one of its texts.
type cellTurn struct {
	text int
	Turn
}

// cells returns the cells of the grid by their slots. A cell reaches over all slots that no rule parts from its first.
func (g *grid) cells() [][]*tableCell {
	rows, cols := len(g.ys)-1, len(g.xs)-1
	slots := make([][]*tableCell, rows)
	for r := range slots {
		slots[r] = make([]*tableCell, cols)
	}
	for r := range rows {
		for c := range cols {
			if slots[r][c] != nil {
				continue
			}
			cell := &tableCell{Cell: Cell{Row: r, Col: c, RowSpan: 1, ColSpan: 1}}
			for c+cell.ColSpan < cols && slots[r][c+cell.ColSpan] == nil && !g.parts(g.down, g.xs[c+cell.ColSpan], (g.ys[r]+g.ys[r+1])/2, true) {
				cell.ColSpan++
			}
			for r+cell.RowSpan < rows && !g.parts(g.across, (g.xs[c]+g.xs[c+1])/2, g.ys[r+cell.RowSpan], false) {
				cell.RowSpan++
			}
			cell.left, cell.right = g.xs[c], g.xs[c+cell.ColSpan]
			for i := r; i < r+cell.RowSpan; i++ {
				for k := c; k < c+cell.ColSpan; k++ {
					slots[i][k] = cell
				}
			}
		}
	}
	return slots
}

// parts reports whether a rule lies at a point: a rule down at its x, or one across at its y.
func (g *grid) parts(rules []box, x, y float64, down bool) bool {
	return slices.ContainsFunc(rules, func(r box) bool {
		if down {
			return max(r.left-x, x-r.right) < near && r.bottom <= y && y <= r.top
		}
		return max(r.bottom-y, y-r.top) < near && r.left <= x && x <= r.right
	})
}

// slot returns the row and column of a point in the grid. Type may be set so tightly that the middle of a figure lies on the line below it.
func (g *grid) slot(x, y float64) (row, col int, ok bool) {
	if last := g.ys[len(g.ys)-1]; y <= last && y > last-near {
		y = last + near/2
	}
	for row < len(g.ys)-1 && g.ys[row+1] > y {
		row++
	}
	for col < len(g.xs)-1 && g.xs[col+1] < x {
		col++
	}
	return row, col, row < len(g.ys)-1 && col < len(g.xs)-1 && g.ys[0] >= y && g.xs[0] <= x
}

// paragraph returns a text of a cell as a paragraph.
func (c *tableCell) paragraph(i int) Paragraph {
	p := Paragraph{Text: c.texts[i], Cell: &c.Cell, Page: c.page + 1}
	for _, t := range c.turns {
		switch {
		case t.text < i:
			p.Page = t.Page
		case t.text == i:
			p.Turns = append(p.Turns, t.Turn)
		}
	}
	return p
}

// A table is a grid with its text.
type table struct {
	box
	page  int
	xs    []float64
	rows  int
	cells []*tableCell // from top to bottom, in a row from left to right
}

// fill puts characters into the cells of a grid, and returns those that stand outside.
func (g *grid) fill(glyphs []Glyph, bold func(int) bool) (t table, rest []Glyph) {
	slots := g.cells()
	in := map[*tableCell][]Glyph{}
	for _, c := range glyphs {
		row, col, ok := g.slot((c.left+c.right)/2, c.middle())
		if !ok {
			rest = append(rest, c)
			continue
		}
		in[slots[row][col]] = append(in[slots[row][col]], c)
	}
	t = table{box: g.box, xs: g.xs, rows: len(slots)}
	for r := range slots {
		for c, cell := range slots[r] {
			if cell.Row != r || cell.Col != c {
				continue
			}
			var p Page
			p.Add(in[cell], bold)
			cell.lines = lines(p.runs, 0)
			cell.texts = cell.paragraphs()
			t.cells = append(t.cells, cell)
		}
	}
	return t, rest
}

// paragraphs returns the texts of a cell. A line goes on where what follows had no room behind the one above it.
func (c *tableCell) paragraphs() []string {
	var out []string
	for i := range c.lines {
		l := &c.lines[i]
		if i > 0 && (c.lines[i-1].row == l.row || c.goesOn(&c.lines[i-1], l, out[len(out)-1])) {
			out[len(out)-1] = continued(out[len(out)-1], l.text)
			continue
		}
		out = append(out, l.text)
	}
	return out
}

func continued(before, text string) string {
	if parted(before, text) {
		before += " "
	}
	return before + text
}

// goesOn reports whether a line goes on the text before it, whose last line is above: the beginning of the line had no
// room there. A centred line has room on both sides.
func (c *tableCell) goesOn(above, l *line, before string) bool {
	if endsSentence(before) && opensParagraph.MatchString(l.text) {
		return false
	}
	em := max(above.size(), l.size())
	pad := c.right - c.left
	for i := range c.lines {
		pad = min(pad, c.lines[i].left-c.left)
	}
	room := c.right - c.left - 2*max(0, min(pad, em)) - 0.5*em
	return above.right-above.left+tokenWidth(l.text, em) > room
}

// withCells puts the cells of tables in the place of the paragraphs that stand for them. A table that goes on at the top
// of the next page is one.
func withCells(all []Paragraph) []Paragraph {
	var out []Paragraph
	number := 0
	for i := 0; i < len(all); i++ {
		if all[i].table == nil {
			out = append(out, all[i])
			continue
		}
		t := all[i].table
		for i+1 < len(all) && all[i+1].table != nil && all[i+1].table.page > all[i].table.page && t.goOn(all[i+1].table) {
			i++
		}
		for _, c := range t.cells {
			c.Table = number
			for k := range c.texts {
				out = append(out, c.paragraph(k))
			}
		}
		number++
	}
	return out
}

// setPage says on which page a table and its cells stand.
func (t *table) setPage(page int) {
	t.page = page
	for _, c := range t.cells {
		c.page = page
	}
}

// goOn adds to a table what a table on the next page goes on with, without the header that stands over it again, and
// reports whether it has the same columns.
func (t *table) goOn(next *table) bool {
	if len(t.xs) != len(next.xs) {
		return false
	}
	for i := range t.xs {
		if d := t.xs[i] - next.xs[i]; max(d, -d) > near {
			return false
		}
	}
	skip := 0
	for skip < min(t.rows, next.rows) && t.row(skip) == next.row(skip) {
		skip++
	}
	if t.cut(next, skip) {
		skip++
	}
	for _, c := range next.cells {
		if c.Row >= skip {
			c.Row += t.rows - skip
			t.cells = append(t.cells, c)
		}
	}
	t.rows += next.rows - skip
	return true
}

// row returns the text of a row.
func (t *table) row(n int) string {
	var texts []string
	for _, c := range t.cells {
		if c.Row == n {
			texts = append(texts, strings.Join(c.texts, "\n"))
		}
	}
	return strings.Join(texts, "\t")
}

// cut adds the first row of the next page to the last one of the table, where the page end cuts it: each of its texts
// goes on one of the last row as one line goes on another.
func (t *table) cut(next *table, first int) bool {
	ends := map[int]*tableCell{} // by column
	for _, c := range t.cells {
		if c.Row+c.RowSpan == t.rows && len(c.texts) > 0 {
			ends[c.Col] = c
		}
	}
	var rest []*tableCell
	for _, c := range next.cells {
		if c.Row != first || len(c.texts) == 0 {
			continue
		}
		above := ends[c.Col]
		if above == nil || !above.goesOn(&above.lines[len(above.lines)-1], &c.lines[0], above.texts[len(above.texts)-1]) {
			return false
		}
		rest = append(rest, c)
	}
	for _, c := range rest {
		above := ends[c.Col]
		last := len(above.texts) - 1
		above.turns = append(above.turns, cellTurn{last, Turn{len(above.texts[last]), c.page + 1}})
		above.texts[last] = continued(above.texts[last], c.texts[0])
		above.texts = append(above.texts, c.texts[1:]...)
		above.lines = append(above.lines, c.lines...)
	}
	return len(rest) > 0
}
