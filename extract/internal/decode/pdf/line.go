package pdf

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"
)

// A line is what stands beside each other without a wide gap.
type line struct {
	run
	page int
	solo bool // it belongs to a table: nothing is joined to it
}

// lines returns the lines of a page from top to bottom, those at one height from left to right.
func lines(runs []run, page int) []line {
	var out []line
	for _, row := range rows(runs) {
		start := len(out)
		for i := range row {
			if n := len(out); n > start && joins(&out[n-1].run, &row[i]) {
				out[n-1].add(&row[i])
				continue
			}
			out = append(out, line{run: row[i], page: page})
		}
		for i := start; len(out)-start > 1 && i < len(out); i++ {
			out[i].solo = true
		}
	}
	return out
}

// rows groups runs by their height on the page.
func rows(runs []run) [][]run {
	runs = slices.Clone(runs)
	slices.SortStableFunc(runs, func(a, b run) int { return cmp.Compare(b.middle(), a.middle()) })
	var out [][]run
	for i := 0; i < len(runs); {
		k := i + 1
		for k < len(runs) && runs[i].middle()-runs[k].middle() < min(runs[i].size(), runs[k].size())/2 {
			k++
		}
		row := runs[i:k]
		slices.SortStableFunc(row, func(a, b run) int { return cmp.Compare(a.left, b.left) })
		out = append(out, row)
		i = k
	}
	return out
}

// joins reports whether b goes on a: the gap is narrow, or a is the number of a paragraph and a tab follows it.
func joins(a, b *run) bool {
	em := max(a.size(), b.size())
	gap := b.left - a.right
	return gap < apart*em || gap < 2*apart*em && isMarker(a.text)
}

// isMarker reports whether a text is nothing but the number of a paragraph or a bullet.
func isMarker(s string) bool {
	const numerals = "0123456789一二三四五六七八九十"
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
