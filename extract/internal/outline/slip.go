package outline

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhenggai/extract/internal/chinese"
	"zhenggai/extract/internal/document"
	"zhenggai/extract/rules"
)

// maxSlip is by how much the number of an item may differ from the one that was to come and still belong to its series.
const maxSlip = 3

// A spelling is how a style was last written.
type spelling struct {
	number        int
	before, after string // what stands round the number
	chinese       bool
}

// with returns the marker of another number.
func (s spelling) with(number int) string {
	if s.chinese {
		return s.before + chinese.Counting(number) + s.after
	}
	return s.before + strconv.Itoa(number) + s.after
}

// A usedLabel is a label that the notice has used.
type usedLabel struct{ name, words string }

// An awaited marker is one that may come next.
type awaited struct {
	rule   *rules.Marker
	number int
	words  string // as it would be written
}

// awaits returns the markers that may come next: the next ones of the open series, innermost first, and, at the head of a paragraph, of
// each style the next that the notice has written and number one; last the first of styles that it has not written yet.
func (b *builder) awaits(inline bool) []awaited {
	var list []awaited
	add := func(rule *rules.Marker, number int) {
		if number < 100 {
			for _, words := range b.written(rule, number) {
				list = append(list, awaited{rule, number, words})
			}
		}
	}
	for _, i := range slices.Backward(b.open) {
		n := &b.out.Nodes[i]
		if rule := b.rules.Marker(n.Style); rule.Inline || !inline {
			add(rule, n.Number+1)
		}
	}
	if inline {
		return list
	}
	for _, again := range []bool{true, false} {
		for i := range b.rules.Markers {
			rule := &b.rules.Markers[i]
			seen, ok := b.seen[rule.Code]
			if ok != again {
				continue
			}
			if ok {
				add(rule, seen.number+1)
			}
			add(rule, 1)
		}
	}
	return list
}

// written returns how a number of a style would be written: as the notice has done, else in all ways.
func (b *builder) written(rule *rules.Marker, number int) []string {
	if s := b.seen[rule.Code]; s.before+s.after != "" {
		return []string{s.with(number)}
	}
	return rule.Written(strconv.Itoa(number), chinese.Counting(number))
}

// mend reads the start of a paragraph or sentence as a marker that is awaited there and in which one character was lost, doubled or
// swapped with the next: 二） for （二）. Where what is left may be something else, what follows must read like a heading.
func (b *builder) mend(line document.Span, inline bool) (marker, bool) {
	start := line.Start + leadingSpace(line.In(b.text))
	text := b.text[start:line.End]
	if first, _ := utf8.DecodeRuneInString(text); !b.rules.InMarker(first) {
		return marker{}, false // as nearly everywhere
	}
	head := headOf(text)
	var best slip
	found := marker{mended: true}
	for _, a := range b.awaits(inline) {
		s := slipped(head, []rune(a.words))
		if s.trust <= best.trust || inline && s.trust < sure || s.bare && !b.behindSentence(line.Start) {
			continue
		}
		end := start + runesLen(text, s.count)
		if title := s.title(b.text[end:line.End]); title != "" && (s.trust == sure || b.heads(title, s.weak)) {
			best, found.rule, found.number, found.span = s, a.rule, a.number, document.Span{Start: start, End: end}
		}
	}
	return found, best.trust > 0
}

// behindSentence reports whether a place stands behind the end of a sentence.
func (b *builder) behindSentence(pos int) bool {
	last, _ := utf8.DecodeLastRuneInString(strings.TrimSpace(b.text[:pos]))
	return strings.ContainsRune("。；！", last)
}

// mendLabel reads the start of a paragraph or sentence as a label that the notice has used before and that has a slip: 改情况： for 整改情况：.
func (b *builder) mendLabel(pos, end int) (name, meant string, label document.Span) {
	const longest = 10 * 3 // bytes before the mark that ends a label
	pos += leadingSpace(b.text[pos:end])
	text := b.text[pos:end]
	if near := text[:min(len(text), longest)]; len(b.labels) == 0 ||
		!strings.Contains(near, "：") && !strings.Contains(near, ":") && !strings.Contains(near, "】") {
		return "", "", label
	}
	head := headOf(text)
	for _, used := range b.labels {
		if s := slipped(head, []rune(used.words)); s.trust == sure {
			return used.name, used.words, document.Span{Start: pos, End: pos + runesLen(text, s.count)}
		}
	}
	return "", "", label
}

// headOf returns the first characters of a text, more than any marker or label has.
func headOf(text string) []rune {
	const longest = 16
	return []rune(text[:runesLen(text, longest)])
}

// runesLen returns the length in bytes of the first characters of a text.
func runesLen(text string, count int) int {
	for i := range text {
		if count == 0 {
			return i
		}
		count--
	}
	return len(text)
}

// How far it can be trusted that a marker has a slip.
const (
	cut   = 1 + iota // its end is lost
	moved            // its end is swapped with the first character of what follows: （一党）的建设
	sure             // its end is whole, and a mark stands in it: it can hardly be anything else
)

// A slip is where a marker or label with a slip ends.
type slip struct {
	count int  // of characters
	trust int  // 0 where there is no such slip
	weak  bool // a number is left of it, which many words begin with: 三会一课
	bare  bool // a single mark is left of it, which may go on a line that was broken
}

// title returns what stands behind the marker, as it was meant.
func (s slip) title(behind string) string {
	if s.trust != moved {
		return strings.TrimSpace(behind)
	}
	first, mark := runesLen(behind, 1), runesLen(behind, 2)
	return behind[:first] + strings.TrimSpace(behind[mark:])
}

// slipped finds a marker with one slip at the start of a text.
func slipped(text, marker []rune) slip {
	n, k := len(marker), 0
	for k < n && k < len(text) && alike(text[k], marker[k]) {
		k++
	}
	if n < 2 || k >= n || k >= len(text) {
		return slip{}
	}
	trust := cut
	if slices.ContainsFunc(marker, func(r rune) bool { return unicode.IsPunct(r) || r == ' ' }) {
		trust = sure
	}
	switch {
	case k+1 < n && len(text) > k+1 && alike(text[k], marker[k+1]) && alike(text[k+1], marker[k]) && opens(text[k+2:], marker[k+2:]) && !decimal(text):
		return slip{count: n, trust: trust}
	case k > 0 && alike(text[k], marker[k-1]) && opens(text[k+1:], marker[k:]):
		return slip{count: n + 1, trust: trust}
	case k == n-1 && len(text) > n && alike(text[n], marker[k]) && !counts(text[k]):
		return slip{count: n - 1, trust: moved}
	case k == n-1 && opens(text[k:], nil):
		return slip{count: n - 1, trust: cut, weak: !slices.ContainsFunc(marker[:k], unicode.IsPunct) && !worded(marker[:k])}
	case opens(text[k:], marker[k+1:]) && !nameless(marker, k):
		return slip{count: n - 1, trust: trust, bare: n == 2 && k == 0}
	}
	return slip{}
}

// opens reports whether a text begins with the rest of a marker, and not with a decimal.
func opens(text, rest []rune) bool {
	if len(text) < len(rest) || len(text) > len(rest) && unicode.IsDigit(text[len(rest)]) {
		return false
	}
	return slices.EqualFunc(text[:len(rest)], rest, alike)
}

// alike reports whether two characters are the same but for their width.
func alike(a, b rune) bool { return narrow(a) == narrow(b) }

// narrow returns the narrow form of a character that has one: ） is ).
func narrow(r rune) rune {
	const first, last, offset = '！', '～', '！' - '!'
	if r >= first && r <= last {
		return r - offset
	}
	return r
}

// decimal reports whether a text begins with one: 1.1 is not 11. with two characters swapped.
func decimal(text []rune) bool {
	return len(text) > 2 && unicode.IsDigit(text[0]) && narrow(text[1]) == '.' && unicode.IsDigit(text[2])
}

// nameless reports whether a marker without character i has words and no number any more, as 问题： has.
func nameless(marker []rune, i int) bool {
	rest := slices.Delete(slices.Clone(marker), i, i+1)
	return counts(marker[i]) && !slices.ContainsFunc(rest, counts) && slices.ContainsFunc(rest, unicode.IsLetter)
}

// worded reports whether a marker has a word of two characters or more: 问题7.
func worded(marker []rune) bool {
	words := 0
	for _, r := range marker {
		if unicode.IsLetter(r) && !counts(r) {
			words++
		}
	}
	return words > 1
}

// counts reports whether a character is a digit or numeral.
func counts(r rune) bool { return unicode.IsDigit(r) || strings.ContainsRune(chinese.Ordinals, r) }

// heads reports whether a paragraph reads like a heading: it opens like one or, unless that is too weak, states a problem or is short and
// has the words of a section's.
func (b *builder) heads(title string, weak bool) bool {
	const longest = 40 // characters
	first, _, sentences := strings.Cut(title, "。")
	if opens, _ := b.rules.OpensFrame(first); opens || weak {
		return opens
	}
	return States(first, b.rules) || !sentences && utf8.RuneCountInString(title) <= longest && len(b.rules.RolesIn(title)) > 0
}

// far reports whether the number of a marker fits neither its own series nor one that is open: （三三） is hardly number 33.
func (b *builder) far(m marker) bool {
	return m.number > b.seen[m.rule.Code].number+1+maxSlip &&
		!slices.ContainsFunc(b.open, func(i int) bool { return m.number <= b.out.Nodes[i].Number+1+maxSlip })
}
