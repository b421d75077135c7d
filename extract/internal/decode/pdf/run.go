package pdf

import (
	"cmp"
	"slices"
	"strings"

	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

const (
	apart   = 1.2 // ems: a wider gap parts two cells or columns
	spaced  = 0.5 // ems: a narrower gap between a Chinese character and a figure is none
	heavy   = 600 // weight of type from which it is bold
	narrow  = 0.5 // ems: the usual width of a letter or figure
	sameRow = 0.4 // ems between the middles of two characters that stand on one line
	noSpace = 0.2 // ems: a narrower gap between characters of one kind is none
)

// A box is a rectangle in points from the lower left corner of the page.
type box struct{ left, bottom, right, top float64 }

func (b box) middle() float64 { return (b.bottom + b.top) / 2 }

func (b box) around(c box) box {
	return box{min(b.left, c.left), min(b.bottom, c.bottom), max(b.right, c.right), max(b.top, c.top)}
}

// turned returns the box as it stands on a page of the given size that is turned clockwise by quarters.
func (b box) turned(quarters int, width, height float64) box {
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
}

// size returns the em, or a guess by the height of the letters.
func (r *run) size() float64 {
	if r.em > 0 {
		return r.em
	}
	return max(1, r.top-r.bottom)
}

// A glyph is a character at its place.
type glyph struct {
	box
	r     rune
	index int  // in the order of PDFium
	space bool // PDFium sees a space before it
}

// size returns about how wide a Chinese character is in the glyph's type.
func (g *glyph) size() float64 {
	if isWide(g.r) {
		return max(1, g.right-g.left)
	}
	return max(1, g.top-g.bottom)
}

// typing reads the characters of a page.
type typing struct {
	*reader
	text   references.FPDF_TEXTPAGE
	page   *page
	turn   int
	glyphs []glyph
}

// read finds the places of all characters and puts them together to runs.
func (t *typing) read(chars []rune) {
	space := false
	for i, c := range chars {
		switch {
		case c == '\r' || c == '\n' || c == 0:
			space = false
		case isSpace(c) && t.isGenerated(i):
			space = true
		default:
			if b, ok := t.boxOf(i); ok {
				t.glyphs = append(t.glyphs, glyph{b, c, i, space})
			}
			space = false
		}
	}
	for _, row := range rows(t.glyphs) {
		t.runs(row)
	}
}

func isSpace(c rune) bool { return c == ' ' || c == '\t' || c == 0xA0 || c == 0x3000 }

// isGenerated reports whether PDFium added a space where it saw a gap. Such a space is no proof that one was typed.
func (t *typing) isGenerated(i int) bool {
	made, err := t.in.FPDFText_IsGenerated(&requests.FPDFText_IsGenerated{TextPage: t.text, Index: i})
	return err != nil || made.IsGenerated
}

func (t *typing) boxOf(i int) (box, bool) {
	got, err := t.in.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: t.text, Index: i})
	if err != nil {
		return box{}, false
	}
	r := got.Rect
	b := box{float64(min(r.Left, r.Right)), float64(min(r.Bottom, r.Top)), float64(max(r.Left, r.Right)), float64(max(r.Bottom, r.Top))}
	return b.turned(t.turn, t.page.width, t.page.height), true
}

// rows groups glyphs by their height on the page, and orders each row from left to right: what is drawn later, as marks
// in another type are, belongs between what is drawn already.
func rows(glyphs []glyph) [][]glyph {
	slices.SortStableFunc(glyphs, func(a, b glyph) int { return cmp.Compare(b.middle(), a.middle()) })
	var out [][]glyph
	for i := 0; i < len(glyphs); {
		k, size := i+1, glyphs[i].size()
		for k < len(glyphs) && glyphs[i].middle()-glyphs[k].middle() < size*sameRow {
			size = max(size, glyphs[k].size())
			k++
		}
		row := glyphs[i:k]
		slices.SortStableFunc(row, func(a, b glyph) int { return cmp.Compare(a.left, b.left) })
		out = append(out, row)
		i = k
	}
	return out
}

// runs cuts a row at its wide gaps.
func (t *typing) runs(row []glyph) {
	start, reach := 0, 0.0
	for i := range row {
		g := &row[i]
		if i > start && g.left-reach > apart*max(g.size(), row[i-1].size()) {
			t.run(row[start:i])
			start = i
		}
		reach = g.right
	}
	t.run(row[start:])
}

// run puts glyphs together, without the spaces at both ends.
func (t *typing) run(row []glyph) {
	for len(row) > 0 && isSpace(row[0].r) {
		row = row[1:]
	}
	for len(row) > 0 && isSpace(row[len(row)-1].r) {
		row = row[:len(row)-1]
	}
	if len(row) == 0 {
		return
	}
	var text strings.Builder
	r := run{box: row[0].box}
	stretch := stretched(row)
	for i := range row {
		g := &row[i]
		if i > 0 && spaceBetween(&row[i-1], g, stretch) {
			text.WriteByte(' ')
		}
		if isWide(g.r) && r.em == 0 {
			r.em = g.size()
		}
		if !isSpace(g.r) {
			text.WriteRune(g.r)
			r.box = r.around(g.box)
		}
	}
	r.text = text.String()
	r.boldAtStart, r.boldAtEnd = t.bold(row[0].index), t.bold(row[len(row)-1].index)
	t.page.runs = append(t.page.runs, r)
}

// stretched returns the usual gap between Chinese characters in a row, in ems: lines are justified, and type may be set
// on a grid.
func stretched(row []glyph) float64 {
	var gaps []float64
	for i := 1; i < len(row); i++ {
		if a, b := &row[i-1], &row[i]; isWide(a.r) && isWide(b.r) {
			gaps = append(gaps, (b.left-a.right)/b.size())
		}
	}
	return max(0, median(gaps))
}

// spaceBetween reports whether there is a space between two neighbours. Word processors set figures and letters apart
// from Chinese characters, which is no space.
func spaceBetween(a, b *glyph, stretch float64) bool {
	if isSpace(a.r) || isSpace(b.r) {
		return isSpace(b.r) && !isSpace(a.r)
	}
	gap := (b.left - a.right) / max(a.size(), b.size())
	switch {
	case isWide(a.r) && isWide(b.r):
		return b.space && gap > stretch+noSpace
	case isWide(a.r) && isWord(b.r), isWord(a.r) && isWide(b.r):
		return gap > stretch+spaced
	}
	return gap > stretch+noSpace/2 && b.space || gap > stretch+noSpace
}

func isWord(r rune) bool { return isDigit(r) || isLetter(r) || r == '%' }

func (t *typing) bold(i int) bool {
	w, err := t.in.FPDFText_GetFontWeight(&requests.FPDFText_GetFontWeight{TextPage: t.text, Index: i})
	if err == nil && w.FontWeight >= heavy {
		return true
	}
	font, err := t.in.FPDFText_GetFontInfo(&requests.FPDFText_GetFontInfo{TextPage: t.text, Index: i})
	return err == nil && strings.Contains(font.FontName, "Bold")
}
