package pdf

import (
	"math"

	"github.com/klippa-app/go-pdfium/requests"

	"zhenggai/extract/internal/decode/layout"
)

// mostSamples is how many characters of a page are asked how they are turned.
const mostSamples = 60

// upright turns the page so that most of its text stands upright, whatever the page says of itself: a wide list may be printed sideways on an
// upright page, and an upright text may stand on a page that says it is turned. Lines that run down from right to left become lines that run to
// the right, one below the other.
func (t *typing) upright(chars []rune) {
	turn, ok := t.commonest(chars)
	if !ok {
		return
	}
	if turn == 0 && t.runsDown(chars) {
		turn, t.column = 3, true
	}
	if (turn-t.turn)%2 != 0 {
		t.page.Width, t.page.Height = t.page.Height, t.page.Width
	}
	t.turn = turn
}

// commonest returns the turn by which most characters would stand upright. Of equals it is the page's own.
func (t *typing) commonest(chars []rune) (turn int, ok bool) {
	var counts [4]int
	eachOf(chars, func(i int) {
		got, err := t.in.FPDFText_GetCharAngle(&requests.FPDFText_GetCharAngle{TextPage: t.text, Index: i})
		if err != nil {
			return
		}
		quarters := float64(got.CharAngle) / (math.Pi / 2) // clockwise
		if near := math.Round(quarters); math.Abs(quarters-near) < 0.05 {
			counts[(4-int(near)%4)%4]++
			ok = true
		}
	})
	turn = t.turn
	for i, n := range counts {
		if n > counts[turn] {
			turn = i
		}
	}
	return turn, ok
}

// eachOf calls f with the places of some characters that are seen, which lie over all of the text.
func eachOf(chars []rune, f func(i int)) {
	step := max(1, len(chars)/mostSamples)
	for i := 0; i < len(chars); i += step {
		for k := i; k < min(i+step, len(chars)); k++ {
			if chars[k] > ' ' && !isSpace(chars[k]) {
				f(k)
				break
			}
		}
	}
}

// runsDown reports whether most of the Chinese characters of a page stand below those before them.
func (t *typing) runsDown(chars []rune) bool {
	down, beside := 0, 0
	eachOf(chars, func(i int) {
		if i+1 >= len(chars) || !isWide(chars[i]) || !isWide(chars[i+1]) {
			return
		}
		a, ok := t.boxOn(i, 0)
		b, also := t.boxOn(i+1, 0)
		if !ok || !also {
			return
		}
		em := max(a.Width(), 1)
		switch across, below := b.Left()-a.Left(), a.Bottom()-b.Bottom(); {
		case math.Abs(across) < em/4 && below > em/2 && below < 2*em:
			down++
		case across > em/2 && math.Abs(below) < em/4:
			beside++
		}
	})
	return down > 4 && down > 2*beside
}

// boxOn returns the box of a character on the page when it is turned.
func (t *typing) boxOn(i, turn int) (layout.Box, bool) {
	got, err := t.in.FPDFText_GetLooseCharBox(&requests.FPDFText_GetLooseCharBox{TextPage: t.text, Index: i})
	if err != nil {
		return layout.Box{}, false
	}
	r := got.Rect
	b := layout.NewBox(float64(r.Left), float64(r.Bottom), float64(r.Right), float64(r.Top))
	return b.Turned(turn, t.page.Width, t.page.Height), true
}
