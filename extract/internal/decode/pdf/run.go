package pdf

import (
	"strings"

	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"
)

const (
	apart   = 2.0 // ems: a wider gap parts two cells or columns
	spaced  = 0.6 // ems: a narrower gap beside a Chinese character is none
	heavy   = 600 // weight of type from which it is bold
	narrow  = 0.5 // ems: the usual width of a letter or figure
	isAbove = 0.7 // ems between the middles of two characters that do not stand on one line
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

// typing puts characters together to runs.
type typing struct {
	*reader
	text  references.FPDF_TEXTPAGE
	page  *page
	turn  int
	run   run
	buf   strings.Builder
	first int     // character of the run
	last  int     // character of the run
	reach float64 // right edge of the run with the spaces that were typed behind it
	space bool    // a space was seen since the last character
	typed bool    // and it was typed
}

func (t *typing) read(chars []rune) {
	for i, c := range chars {
		switch {
		case c == '\r' || c == '\n':
			t.end()
		case c == 0:
		case c == ' ' || c == '\t' || c == 0xA0 || c == 0x3000:
			t.blank(i)
		default:
			t.char(i, c)
		}
	}
	t.end()
}

// blank notes a space. Spaces that PDFium adds where there is a gap are no proof that one was typed.
func (t *typing) blank(i int) {
	t.space = true
	made, err := t.in.FPDFText_IsGenerated(&requests.FPDFText_IsGenerated{TextPage: t.text, Index: i})
	if err != nil || made.IsGenerated {
		return
	}
	t.typed = true
	if b, ok := t.boxOf(i); ok && b.right > t.reach && b.right-t.reach < apart*t.run.size() {
		t.reach = b.right
	}
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

func (t *typing) char(i int, c rune) {
	b, ok := t.boxOf(i)
	if !ok {
		b = t.run.box
	}
	if t.buf.Len() > 0 && t.leaves(b) {
		t.end()
	}
	if t.buf.Len() == 0 {
		t.run.box, t.first = b, i
	} else if t.space && t.keepsSpace(b, c) {
		t.buf.WriteByte(' ')
	}
	if isWide(c) && t.run.em == 0 {
		t.run.em = b.right - b.left
	}
	t.buf.WriteRune(c)
	t.run.box = t.run.around(b)
	t.reach, t.last, t.space, t.typed = b.right, i, false, false
}

// leaves reports whether a character at b cannot go on the run.
func (t *typing) leaves(b box) bool {
	em := max(t.run.size(), b.right-b.left)
	gap := b.left - t.reach
	above := b.middle() - t.run.middle()
	return gap > apart*em || gap < -em || above > isAbove*em || above < -isAbove*em
}

func (t *typing) keepsSpace(b box, c rune) bool {
	if t.typed || b.left-t.reach > spaced*t.run.size() {
		return true
	}
	return !isWide(c) && !isWide(lastRune(t.buf.String()))
}

// end ends the run.
func (t *typing) end() {
	if t.buf.Len() > 0 {
		t.run.text = t.buf.String()
		t.run.boldAtStart, t.run.boldAtEnd = t.bold(t.first), t.bold(t.last)
		t.page.runs = append(t.page.runs, t.run)
	}
	t.buf.Reset()
	t.run, t.reach, t.space, t.typed = run{}, 0, false, false
}

func (t *typing) bold(i int) bool {
	w, err := t.in.FPDFText_GetFontWeight(&requests.FPDFText_GetFontWeight{TextPage: t.text, Index: i})
	if err == nil && w.FontWeight >= heavy {
		return true
	}
	font, err := t.in.FPDFText_GetFontInfo(&requests.FPDFText_GetFontInfo{TextPage: t.text, Index: i})
	return err == nil && strings.Contains(font.FontName, "Bold")
}
