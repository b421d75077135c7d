package table

import (
	"slices"
	"strings"

	"zhenggai/extract/internal/decode"
	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/fact"
	"zhenggai/extract/rules"
)

// A grid is a table of the notice by rows and columns.
type grid struct {
	text  string
	rules *rules.Heads
	cells []gridCell // in the order of the text
	rows  [][]int    // the cells that begin in each row
	cols  int
}

// A gridCell is a cell with text.
type gridCell struct {
	*decode.Cell
	document.Span        // from its first line to its last
	lines         int    // that it has
	words         string // its lines, joined
	figure        cellFigure
}

// mostColumns is how many columns a table may have whose figures are read; a wider one is read cell by cell.
const mostColumns = 200

// newGrid returns the grid of a table's lines, or nil where it is too wide or has no figures.
func newGrid(text string, lines []document.Line, x *fact.Indicators, h *rules.Heads) *grid {
	g := &grid{text: text, rules: h}
	figures := 0
	for i, j := 0, 0; i < len(lines); i = j {
		for j < len(lines) && lines[j].Cell == lines[i].Cell {
			j++
		}
		c := gridCell{Cell: lines[i].Cell, Span: document.Span{Start: lines[i].Start, End: lines[j-1].End}, lines: j - i}
		c.words = cellWords(text, lines[i:j])
		if g.cols = max(g.cols, c.Col+c.ColSpan); g.cols > mostColumns {
			return nil
		}
		if c.lines == 1 {
			c.figure = g.figureOf(c.Span, x)
		}
		if c.figure.ok {
			figures++
		}
		for len(g.rows) <= c.Row {
			g.rows = append(g.rows, nil)
		}
		g.rows[c.Row] = append(g.rows[c.Row], len(g.cells))
		g.cells = append(g.cells, c)
	}
	if figures == 0 {
		return nil
	}
	return g
}

// cellWords joins the lines of a cell. A head is often broken into lines where its column is narrow.
func cellWords(text string, lines []document.Line) string {
	if len(lines) == 1 {
		return strings.ReplaceAll(lines[0].In(text), " ", "")
	}
	var b strings.Builder
	for _, line := range lines {
		b.WriteString(strings.ReplaceAll(line.In(text), " ", ""))
	}
	return b.String()
}

// at returns the cell that covers a place, begun in rows from first on, or nil.
func (g *grid) at(row, col, first int) *gridCell {
	for r := row; r >= first; r-- {
		for _, i := range g.rows[r] {
			if c := &g.cells[i]; c.Col <= col && col < c.Col+c.ColSpan && r+c.RowSpan > row {
				return c
			}
		}
		if row-r > farthestMerged {
			break
		}
	}
	return nil
}

// farthestMerged is how many rows a merged cell is followed down.
const farthestMerged = 100

// alone returns the one cell of a row that has no other, or nil.
func (g *grid) alone(row int) *gridCell {
	if len(g.rows[row]) != 1 || g.cols < 2 {
		return nil
	}
	return &g.cells[g.rows[row][0]]
}

// A section is a part of a table below heads of its own.
type section struct {
	*grid
	head   int            // its first row of heads
	body   int            // its first row below them
	end    int            // the row behind its last
	fields map[int]string // of a list of problems: what its columns hold
	column []column
	title  caption
}

// mostHeads is how many rows of heads a table may have.
const mostHeads = 4

// sections cuts a table where other heads begin.
func (g *grid) sections(title caption) (list []section) {
	row := 0
	for row < len(g.rows) {
		for row < len(g.rows) && (len(g.rows[row]) == 0 || g.alone(row) != nil && !g.cells[g.rows[row][0]].figure.ok) {
			if c := g.alone(row); c != nil {
				title = g.captionOf(c.words, title)
			}
			row++
		}
		s := section{grid: g, head: row, body: row, title: title}
		for s.body < len(g.rows) && s.body-row < mostHeads && !g.hasFigures(s.body) {
			s.body++
		}
		for s.end = min(s.body+1, len(g.rows)); s.end < len(g.rows) && !s.begins(s.end); s.end++ {
		}
		if s.body < len(g.rows) && g.hasFigures(s.body) {
			list = append(list, s)
		}
		row = max(s.end, row+1)
	}
	return list
}

// hasFigures reports whether a row holds a figure that is no year.
func (g *grid) hasFigures(row int) bool {
	return slices.ContainsFunc(g.rows[row], func(i int) bool { return g.cells[i].figure.ok && !g.cells[i].figure.year })
}

// begins reports whether other heads stand in a row: words alone, some of them with units, where figures stood above.
func (s *section) begins(row int) bool {
	units, over := 0, 0
	for _, i := range s.rows[row] {
		c := &s.cells[i]
		if c.figure.ok {
			return false
		}
		if _, unit := s.cutUnit(c.words); unit != "" {
			units++
		}
		if above := s.at(row-1, c.Col, s.body); above != nil && above.figure.ok {
			over++
		}
	}
	return units > 0 && over > 0 && len(s.rows[row]) > 1
}

// repeats reports whether a row says the heads again, as at the top of a page.
func (s *section) repeats(row int) bool {
	if len(s.rows[row]) < 2 || s.hasFigures(row) {
		return false
	}
	for _, i := range s.rows[row] {
		c := &s.cells[i]
		said := false
		for r := s.head; r < s.body; r++ {
			if head := s.at(r, c.Col, s.head); head != nil && head.words == c.words {
				said = true
			}
		}
		if !said {
			return false
		}
	}
	return true
}

// headsOf returns the heads over a column from top to bottom. In a file without merged cells a head stands over the empty cells
// beside it, as far as heads stand below these.
func (s *section) headsOf(col int) (heads []*gridCell) {
	for row := s.head; row < s.body; row++ {
		c := s.at(row, col, s.head)
		if c == nil && row+1 < s.body && s.at(s.body-1, col, s.head) != nil {
			for left := col - 1; c == nil && left >= 0; left-- {
				c = s.at(row, left, s.head)
			}
		}
		if c != nil && !slices.Contains(heads, c) {
			heads = append(heads, c)
		}
	}
	return heads
}
