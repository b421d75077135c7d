package layout

import (
	"math"
	"regexp"
	"strings"

	"zhenggai/extract/internal/chinese"
)

// pageNumber is a line that is nothing but the number of its page.
var pageNumber = regexp.MustCompile(`^(?:[-—–－─·•~]{0,2} ?\d{1,4} ?[-—–－─·•~]{0,2}|\d{1,4} ?[/／] ?\d{1,4}|第 ?[\d` + chinese.Ordinals + `百]{1,5} ?页.{0,12}|[Pp]age \d+.{0,9})$`)

const (
	edge      = 0.14 // the share of a page's height above and below in which headers and footers stand
	edgeLines = 3    // lines from the top or bottom that may be headers or footers
	sameSpot  = 3.0  // points by which a repeated line may move
)

// A repeat is a line in the margin, whatever its figures.
type repeat struct {
	text   string
	height int
}

// withoutMargins leaves out the numbers of pages and what stands at the same place in the margin of most pages.
func withoutMargins(pages []Page, all [][]line) {
	seen := map[repeat]int{}
	for p := range all {
		for _, i := range atEdge(&pages[p], all[p]) {
			seen[spot(&all[p][i], 0)]++
		}
	}
	for p := range all {
		drop := map[int]bool{}
		for _, i := range atEdge(&pages[p], all[p]) {
			drop[i] = isNumber(all[p][i].text) && !inRow(all[p], i) || repeats(seen, &all[p][i], len(pages))
		}
		kept := all[p][:0]
		for i := range all[p] {
			if !drop[i] {
				kept = append(kept, all[p][i])
			}
		}
		all[p] = kept
	}
}

func isNumber(text string) bool { return pageNumber.MatchString(strings.TrimSpace(text)) }

// inRow reports whether a bare figure stands in a row with other text, as in the last row of a table that no lines are drawn round: that is no
// number of a page.
func inRow(lines []line, i int) bool {
	if strings.ContainsFunc(lines[i].text, func(r rune) bool { return !isDigit(r) }) {
		return false
	}
	return i > 0 && lines[i-1].row == lines[i].row || i+1 < len(lines) && lines[i+1].row == lines[i].row
}

// atEdge returns which lines of a page are near enough to its edge to be headers or footers.
func atEdge(p *Page, lines []line) []int {
	var out []int
	for i := range lines {
		outer := i < edgeLines || i >= len(lines)-edgeLines
		m := lines[i].middle()
		if outer && lines[i].table == nil && (m > p.Height*(1-edge) || m < p.Height*edge) {
			out = append(out, i)
		}
	}
	return out
}

// spot names a line by its words and its height, shifted by some steps of it.
func spot(l *line, shift int) repeat {
	plain := strings.Map(func(r rune) rune {
		if '0' <= r && r <= '9' {
			return '0'
		}
		return r
	}, l.text)
	return repeat{strings.ReplaceAll(plain, "00", "0"), int(math.Round(l.middle()/sameSpot)) + shift}
}

// repeats reports whether a line stands on most pages, or on every other one as in a book.
func repeats(seen map[repeat]int, l *line, pages int) bool {
	n := seen[spot(l, -1)] + seen[spot(l, 0)] + seen[spot(l, 1)]
	return n >= 2 && n*5 >= pages*2
}
