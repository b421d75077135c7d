package eval

import (
	"slices"
	"strings"
	"unicode"

	"zhenggai/model"
)

// contextWidth is how many characters on each side of a mention are shown with it.
const contextWidth = 14

// A places finds quotes in a text, whatever white space either of them has.
type places struct {
	runes   []rune
	compact string // the text without white space
	at      []int  // for each byte of compact, the code point of the text that it comes from
}

func newPlaces(text string) *places {
	p := &places{runes: []rune(text)}
	var b strings.Builder
	for i, r := range p.runes {
		if isSpace(r) {
			continue
		}
		b.WriteRune(r)
		for len(p.at) < b.Len() {
			p.at = append(p.at, i)
		}
	}
	p.compact = b.String()
	return p
}

// find returns the place of the quote's mention. Where the quote occurs more than once the first counts.
func (p *places) find(q quote) (model.Span, bool) { return p.findFrom(0, q) }

// findFrom is find in the text from the code point from on.
func (p *places) findFrom(from int, q quote) (model.Span, bool) {
	first, _ := slices.BinarySearch(p.at, from)
	i := strings.Index(p.compact[first:], q.text())
	if i < 0 {
		return model.Span{}, false
	}
	start := first + i + len(q.before)
	return model.Span{p.at[start], p.at[start+len(q.mention)-1] + 1}, true
}

// locate returns the first place from the code point from on, else in the whole text, that says the first of the wordings
// that is there. Where none is, the span is empty.
func (p *places) locate(from int, wordings ...string) model.Span {
	for _, start := range []int{from, 0} {
		for _, s := range wordings {
			if s = compact(s); s == "" {
				continue
			}
			if span, ok := p.findFrom(start, quote{mention: s}); ok {
				return span
			}
		}
	}
	return model.Span{}
}

// quote shows the place s as an annotation would, with 【】 round it and without white space. It returns "" where s is no
// stretch of the text.
func (p *places) quote(s model.Span) string {
	start, end := p.clamp(s[0]), p.clamp(s[1])
	if start >= end {
		return ""
	}
	before, after := p.runes[p.clamp(start-contextWidth):start], p.runes[end:p.clamp(end+contextWidth)]
	return compact(string(before) + "【" + string(p.runes[start:end]) + "】" + string(after))
}

func (p *places) clamp(i int) int { return min(max(i, 0), len(p.runes)) }

// A quote is a stretch of a notice with one mention marked, without white space.
type quote struct{ before, mention, after string }

// parseQuote reads "before【mention】after". It reports false unless there is exactly one mark, with something in it.
func parseQuote(s string) (quote, bool) {
	before, rest, opened := strings.Cut(compact(s), "【")
	mention, after, closed := strings.Cut(rest, "】")
	ok := opened && closed && mention != "" && !strings.ContainsAny(before+mention+after, "【】")
	return quote{before, mention, after}, ok
}

func (q quote) text() string { return q.before + q.mention + q.after }

// overlap returns how many code points two spans share.
func overlap(a, b model.Span) int { return max(0, min(a[1], b[1])-max(a[0], b[0])) }

// compact removes all white space, which pages and editors add and drop at will.
func compact(s string) string {
	return strings.Map(func(r rune) rune {
		if isSpace(r) {
			return -1
		}
		return r
	}, s)
}

// isSpace reports white space and the characters of no width that pages strew in.
func isSpace(r rune) bool {
	return unicode.IsSpace(r) || '\u200b' <= r && r <= '\u200d' || r == '\u2060' || r == '\ufeff'
}
