package pdf

import (
	"math"
	"strings"

	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"

	"zhenggai/extract/internal/decode/layout"
)

// heavy is the weight of type from which it is bold.
const heavy = 600

// typing reads the characters of a page.
type typing struct {
	*reader
	text   references.FPDF_TEXTPAGE
	page   *layout.Page
	turn   int  // quarters by which the page is turned clockwise to be read
	column bool // its lines run down, from right to left
	glyphs []layout.Glyph
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
			if b, ok := t.boxOn(i, t.turn); ok {
				t.glyphs = append(t.glyphs, layout.Glyph{Box: b, Rune: c, Index: i, Space: space})
			}
			space = false
		}
	}
	if !t.column && t.uneven() {
		t.straighten()
	}
	t.page.Add(t.glyphs, t.bold)
}

// isWide reports whether a character fills a square, so that its width is the size of its type.
func isWide(c rune) bool { return c >= 0x3400 && c < 0xFF00 }

// uneven reports whether the boxes of characters of one size have different heights: the parts into which some programs
// cut a font have heights of their own, and a line in several of them would fall apart.
func (t *typing) uneven() bool {
	const most = 0.1 // of the size
	low, high := math.Inf(1), 0.0
	for i := range t.glyphs {
		if g := &t.glyphs[i]; isWide(g.Rune) && g.Width() > 0 {
			ratio := g.Height() / g.Width()
			low, high = min(low, ratio), max(high, ratio)
		}
	}
	return high-low > most
}

// straighten gives the characters boxes by the height of the line that they stand on. It takes a call for each and is
// left for where it matters.
func (t *typing) straighten() {
	size := 0.0 // of the last wide character
	for i := range t.glyphs {
		g := &t.glyphs[i]
		if isWide(g.Rune) {
			size = g.Width()
		}
		at, err := t.in.FPDFText_GetCharOrigin(&requests.FPDFText_GetCharOrigin{TextPage: t.text, Index: g.Index})
		if err == nil && size > 0 {
			base := layout.NewBox(at.X, at.Y, at.X, at.Y).Turned(t.turn, t.page.Width, t.page.Height)
			g.Box = g.On(base.Bottom(), size)
		}
	}
}

func isSpace(c rune) bool { return c == ' ' || c == '\t' || c == 0xA0 || c == 0x3000 }

// isGenerated reports whether PDFium added a space where it saw a gap. Such a space is no proof that one was typed.
func (t *typing) isGenerated(i int) bool {
	made, err := t.in.FPDFText_IsGenerated(&requests.FPDFText_IsGenerated{TextPage: t.text, Index: i})
	return err != nil || made.IsGenerated
}

func (t *typing) bold(i int) bool {
	w, err := t.in.FPDFText_GetFontWeight(&requests.FPDFText_GetFontWeight{TextPage: t.text, Index: i})
	if err == nil && w.FontWeight >= heavy {
		return true
	}
	font, err := t.in.FPDFText_GetFontInfo(&requests.FPDFText_GetFontInfo{TextPage: t.text, Index: i})
	return err == nil && strings.Contains(font.FontName, "Bold")
}
