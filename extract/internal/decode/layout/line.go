package layout

import (
	"strings"
	"unicode/utf8"

	"zhenggai/extract/internal/chinese"
)

// A line is what stands beside each other without a wide gap.
type line struct {
	run
	page int
	row  int  // lines of one row stand beside each other
	solo bool // it belongs to a table: nothing is joined to it
}

// lines returns the lines of a page from top to bottom, those at one height from left to right, which is the order of
// its runs.
func lines(runs []run, page int) []line {
	var out []line
	row := 0
	for i := range runs {
		r := &runs[i]
		n := len(out)
		switch {
		case n == 0 || r.table != nil || out[n-1].table != nil || !beside(&out[n-1].run, r):
			row++
			out = append(out, line{run: *r, page: page, row: row, solo: r.table != nil})
		case joins(&out[n-1].run, r):
			out[n-1].add(r)
		default:
			out[n-1].solo = true
			out = append(out, line{run: *r, page: page, row: row, solo: true})
		}
	}
	return out
}

// beside reports whether b stands to the right of a on the same line.
func beside(a, b *run) bool {
	above := a.middle() - b.middle()
	return b.left >= a.right && max(above, -above) < min(a.size(), b.size())/2
}

// joins reports whether b goes on a: the gap is narrow, or a is the number of a paragraph and a tab follows it.
func joins(a, b *run) bool {
	em := max(a.size(), b.size())
	gap := b.left - a.right
	return gap < apart*em || gap < 3*em && isMarker(a.text)
}

// isMarker reports whether a text is nothing but the number of a paragraph or a bullet.
func isMarker(s string) bool {
	const numerals = chinese.Arabic + chinese.Ordinals
	core := strings.Trim(s, "()（）.．、 ")
	if core == "●" || core == "•" || core == "" {
		return core != ""
	}
	return core != s && utf8.RuneCountInString(core) <= 3 && strings.Trim(core, numerals) == ""
}

func (l *line) add(r *run) {
	l.text = splice(l.text, r.text, r.left-l.right > spaced*l.size())
	l.box = l.around(r.box)
	l.em = max(l.em, r.em)
	l.boldAtEnd = r.boldAtEnd
}

// splice joins two pieces of a line. Between Chinese characters there is a space only where there is a gap.
func splice(a, b string, gap bool) string {
	if gap || !isWide(lastRune(a)) && !isWide(firstRune(b)) {
		return a + " " + b
	}
	return a + b
}

// isWide reports whether r is set in a full square in Chinese text.
func isWide(r rune) bool {
	return r >= 0x2E80 && r <= 0xFFEF && (r < 0xAC00 || r >= 0xF900) || r >= 0x20000 ||
		0x2010 <= r && r <= 0x2027 || 0x2460 <= r && r <= 0x24FF
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

func lastRune(s string) rune {
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}
