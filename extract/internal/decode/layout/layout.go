// Package layout puts the characters on the pages of a document together to paragraphs: lines are found by the places of
// the characters, wrapped lines are joined over columns and pages, and what repeats at the edges of pages is left out.
package layout

import (
	"cmp"
	"slices"
	"strings"
)

const (
	apart   = 1.2 // ems: a wider gap parts two cells or columns
	spaced  = 0.5 // ems: a narrower gap between a Chinese character and a figure is none
	narrow  = 0.5 // ems: the usual width of a letter or figure
	sameRow = 0.4 // ems between the middles of two characters that stand on one line
	noSpace = 0.2 // ems: a narrower gap between characters of one kind is none
)

// A Page is a page and what stands on it.
type Page struct {
	Width, Height float64 // in points
	Rules         []Box   // lines that are drawn; they must be known before characters are added
	runs          []run   // from top to bottom
	tables        []table
}

// Empty reports whether no text stands on the page.
func (p *Page) Empty() bool { return len(p.runs) == 0 }

// A Text is what stands on the pages of a document.
type Text struct {
	Paragraphs []Paragraph
	Pages      int  // pages of the document; above the limit they are not read
	Read       int  // pages read
	Scanned    int  // pages read that show something and have no text
	Unordered  bool // columns and tables are mixed so that the order may be wrong
}

// A Paragraph is what was typed between two line ends.
type Paragraph struct {
	Text   string
	Bold   bool // all of it
	Centre bool
	Right  bool
	Cell   *Cell  // nil outside of tables
	Page   int    // on which it begins, from 1
	Turns  []Turn // the further pages over which it goes on; nearly all have none

	table *table // what the paragraph stands for until its cells take its place
}

// A Turn is where a further page begins within a paragraph.
type Turn struct {
	At   int // bytes of the text before it
	Page int // from 1
}

// A Box is a rectangle, measured from the lower left corner of the page.
type Box = box

type box struct{ left, bottom, right, top float64 }

// NewBox returns the rectangle between two corners.
func NewBox(left, bottom, right, top float64) Box {
	return box{min(left, right), min(bottom, top), max(left, right), max(bottom, top)}
}

func (b box) middle() float64 { return (b.bottom + b.top) / 2 }

func (b box) around(c box) box {
	return box{min(b.left, c.left), min(b.bottom, c.bottom), max(b.right, c.right), max(b.top, c.top)}
}

// Width and Height return the lengths of the sides.
func (b box) Width() float64 { return b.right - b.left }

func (b box) Height() float64 { return b.top - b.bottom }

// Left and Bottom return the place of the lower left corner.
func (b box) Left() float64 { return b.left }

func (b box) Bottom() float64 { return b.bottom }

// On returns the box of a character that is as wide and stands on a line at a height, in type of a size.
func (b box) On(height, size float64) Box {
	const below = 0.12 // of the size
	return box{b.left, height - below*size, b.right, height + (1-below)*size}
}

// Turned returns the box as it stands on a page of the given size that is turned clockwise by quarters.
func (b box) Turned(quarters int, width, height float64) box {
	switch quarters {
	case 1:
		return box{b.bottom, height - b.right, b.top, height - b.left}
	case 2:
		return box{width - b.right, height - b.top, width - b.left, height - b.bottom}
	case 3:
		return box{width - b.top, b.left, width - b.bottom, b.right}
	}
	return b
}

// A run is text in one piece on one line.
type run struct {
	box
	text        string
	em          float64 // the width of a Chinese character, 0 where there is none
	boldAtStart bool
	boldAtEnd   bool
	table       *table // that the run stands for, and then it has no text
}

// size returns the em, or a guess by the height of the letters.
func (r *run) size() float64 {
	if r.em > 0 {
		return r.em
	}
	return max(1, r.top-r.bottom)
}

// A Glyph is a character at its place.
type Glyph struct {
	Box
	Rune  rune
	Index int  // by which bold knows it
	Space bool // the document's program sees a space before it
}

// size returns about how wide a Chinese character is in the glyph's type.
func (g *Glyph) size() float64 {
	if isWide(g.Rune) {
		return max(1, g.right-g.left)
	}
	return max(1, g.top-g.bottom)
}

// Add puts characters on the page. bold tells of a character by its index whether it is bold; it is asked at the ends of
// lines only.
func (p *Page) Add(glyphs []Glyph, bold func(index int) bool) {
	for _, g := range gridsOf(p.Rules) {
		var t table
		if t, glyphs = g.fill(glyphs, bold); len(t.cells) > 0 {
			p.tables = append(p.tables, t)
		}
	}
	for _, row := range rows(glyphs) {
		p.addRow(row, bold)
	}
	p.standIn()
}

// standIn puts a run in the place of each table.
func (p *Page) standIn() {
	for i := range p.tables {
		t := &p.tables[i]
		at := slices.IndexFunc(p.runs, func(r run) bool { return r.middle() < t.top })
		if at < 0 {
			at = len(p.runs)
		}
		p.runs = slices.Insert(p.runs, at, run{box: box{t.left, t.top - 1, t.right, t.top}, table: t})
	}
}

// A chain is glyphs that are drawn one behind the other on one line, those from first up to last. Where it stands its largest glyph says: a
// raised figure or the mark of a note stands with what it is raised from.
type chain struct {
	first, last  int
	middle, size float64
}

// rows groups glyphs by their height on the page, and orders each row from left to right: what is drawn later, as marks
// in another type are, belongs between what is drawn already.
func rows(glyphs []Glyph) [][]Glyph {
	chains := chainsOf(glyphs)
	slices.SortStableFunc(chains, func(a, b chain) int { return cmp.Compare(b.middle, a.middle) })
	sorted := make([]Glyph, 0, len(glyphs))
	var out [][]Glyph
	for i := 0; i < len(chains); {
		start, k, size := len(sorted), i, 0.0
		for k < len(chains) && (k == i || chains[i].middle-chains[k].middle < size*sameRow) {
			size = max(size, chains[k].size)
			sorted = append(sorted, glyphs[chains[k].first:chains[k].last]...)
			k++
		}
		row := sorted[start:]
		slices.SortStableFunc(row, func(a, b Glyph) int { return cmp.Compare(a.left, b.left) })
		out = append(out, row)
		i = k
	}
	return out
}

// chainsOf cuts glyphs, in the order in which they are drawn, into chains.
func chainsOf(glyphs []Glyph) []chain {
	var out []chain
	for i := range glyphs {
		g, n := &glyphs[i], len(out)
		if n == 0 || !follows(&glyphs[i-1], g) {
			out = append(out, chain{i, i + 1, g.middle(), g.size()})
			continue
		}
		c := &out[n-1]
		c.last = i + 1
		if g.size() > c.size {
			c.middle, c.size = g.middle(), g.size()
		}
	}
	return out
}

// follows reports whether b stands directly behind a on one line, perhaps raised or lowered.
func follows(a, b *Glyph) bool {
	const overlap = 0.4 // of the lower of the two
	gap := b.left - a.right
	shared := min(a.top, b.top) - max(a.bottom, b.bottom)
	return b.left > a.left && gap < max(a.size(), b.size())/2 && shared > overlap*min(a.Height(), b.Height())
}

// addRow cuts a row at its wide gaps.
func (p *Page) addRow(row []Glyph, bold func(int) bool) {
	start, reach := 0, 0.0
	for i := range row {
		g := &row[i]
		if i > start && g.left-reach > apart*max(g.size(), row[i-1].size()) {
			p.addRun(row[start:i], bold)
			start = i
		}
		reach = g.right
	}
	p.addRun(row[start:], bold)
}

// addRun puts glyphs together, without the spaces at both ends.
func (p *Page) addRun(row []Glyph, bold func(int) bool) {
	for len(row) > 0 && isSpace(row[0].Rune) {
		row = row[1:]
	}
	for len(row) > 0 && isSpace(row[len(row)-1].Rune) {
		row = row[:len(row)-1]
	}
	if len(row) == 0 {
		return
	}
	var text strings.Builder
	r := run{box: row[0].Box}
	stretch, sizes := stretched(row), []float64(nil)
	for i := range row {
		g := &row[i]
		if i > 0 && spaceBetween(&row[i-1], g, stretch) {
			text.WriteByte(' ')
		}
		if isWide(g.Rune) {
			sizes = append(sizes, g.size())
		}
		if !isSpace(g.Rune) {
			text.WriteRune(g.Rune)
			r.box = r.around(g.Box)
		}
	}
	r.text, r.em = text.String(), median(sizes) // some characters have narrower boxes than they take
	r.boldAtStart, r.boldAtEnd = bold(row[0].Index), bold(row[len(row)-1].Index)
	p.runs = append(p.runs, r)
}

// stretched returns the usual gap between Chinese characters in a row, in ems: lines are justified, and type may be set
// on a grid.
func stretched(row []Glyph) float64 {
	var gaps []float64
	for i := 1; i < len(row); i++ {
		if a, b := &row[i-1], &row[i]; isWide(a.Rune) && isWide(b.Rune) {
			gaps = append(gaps, (b.left-a.right)/b.size())
		}
	}
	return max(0, median(gaps))
}

// spaceBetween reports whether there is a space between two neighbours. Word processors set figures and letters apart
// from Chinese characters, which is no space.
func spaceBetween(a, b *Glyph, stretch float64) bool {
	if isSpace(a.Rune) || isSpace(b.Rune) {
		return isSpace(b.Rune) && !isSpace(a.Rune)
	}
	gap := (b.left - a.right) / max(a.size(), b.size())
	switch {
	case isWide(a.Rune) && isWide(b.Rune):
		return b.Space && gap > stretch+noSpace
	case isWide(a.Rune) && isWord(b.Rune), isWord(a.Rune) && isWide(b.Rune):
		return gap > stretch+spaced
	}
	return gap > stretch+noSpace/2 && b.Space || gap > stretch+noSpace
}

func isWord(r rune) bool { return isDigit(r) || isLetter(r) || r == '%' }

func isSpace(c rune) bool { return c == ' ' || c == '\t' || c == 0xA0 || c == 0x3000 }
