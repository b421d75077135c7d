package outline

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhenggai/extract/internal/chinese"
	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/numeral"
	"zhenggai/extract/rules"
)

// marker is a numbering mark that was found.
type marker struct {
	rule   *rules.Marker
	number int
	span   document.Span
	lead   int           // length of the bullet before it, which span includes
	digits document.Span // its number
	spaced bool          // a space ends it, and no mark
	mended bool          // it has a slip
}

// mark returns the marker without the bullet before it.
func (m *marker) mark() document.Span {
	return document.Span{Start: m.span.Start + m.lead, End: m.span.End}
}

// maxNumber is the largest number that a heading carries; larger ones are years and amounts.
const maxNumber = 200

// StyleOf returns the code of the numbering style by whose marker a paragraph opens, or "".
func StyleOf(paragraph string, h *rules.Headings) string {
	m, ok := matchMarker(paragraph, 0, h)
	if !ok {
		return ""
	}
	return m.rule.Code
}

// matchMarker finds the marker that starts at pos.
func matchMarker(text string, pos int, h *rules.Headings) (marker, bool) {
	pos += leadingSpace(text[pos:])
	if pos >= len(text) || !mayMark(text[pos:], h) {
		return marker{}, false
	}
	n := lastNumber{figures: h.Figures, at: -1}
	if lead := leadSign(text[pos:]); lead > 0 {
		if m, ok := matchNumbered(text, pos+lead, h, &n); ok {
			m.span.Start, m.lead = pos, lead
			return m, true
		}
	}
	for i := range h.Markers {
		rule := &h.Markers[i]
		if m, ok := matchRule(text, pos, rule, &n); ok {
			return m, true
		}
	}
	return marker{}, false
}

// leadSigns are the bullets, ticks and dashes that may stand before a marker and hide none.
const leadSigns = "•●○◎◆◇■□▪▲△★☆▶►▸➢➤❖※√✓✔☑·∙-–—*＊"

// leadSign returns the length of such a sign, and of the space behind it, at the head of a text.
func leadSign(s string) int {
	r, size := utf8.DecodeRuneInString(s)
	if !strings.ContainsRune(leadSigns, r) {
		return 0
	}
	return size + leadingSpace(s[size:])
}

// matchNumbered finds the marker with a number that stands at pos behind a bullet.
func matchNumbered(text string, pos int, h *rules.Headings, n *lastNumber) (marker, bool) {
	for i := range h.Markers {
		rule := &h.Markers[i]
		if rule.Unnumbered() || pos >= len(text) {
			continue
		}
		if m, ok := matchRule(text, pos, rule, n); ok {
			return m, true
		}
	}
	return marker{}, false
}

// mayMark is a quick look at the first character: most paragraphs start with a word.
func mayMark(text string, h *rules.Headings) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return strings.ContainsRune(chinese.Ordinals, r) || r >= '0' && r <= '9' || r >= '０' && r <= '９' || glyphNumber(r) > 0 || h.OpensMarker(r) || strings.ContainsRune(leadSigns, r)
}

func matchRule(text string, pos int, rule *rules.Marker, last *lastNumber) (marker, bool) {
	at, ok := matchOne(text, pos, rule.Before)
	if !ok {
		return marker{}, false
	}
	brackets := rule.Bracketed()
	if brackets {
		at += leadingSpace(text[at:]) // ( 三 )
	}
	for _, class := range rule.Digits {
		number, stop := last.ordinal(text, at, class)
		if brackets {
			stop += leadingSpace(text[stop:])
		}
		if number < 1 || number > maxNumber {
			continue
		}
		end, ok := matchOne(text, stop, rule.After)
		m := marker{rule: rule, number: number, digits: document.Span{Start: at, End: stop}, spaced: end > stop && text[end-1] == ' '}
		if !ok || decimalAt(text, stop, end) || m.spaced && opensAny(text[end:], rule.Not) {
			continue
		}
		if m.spaced {
			end = stop
		}
		m.span = document.Span{Start: pos, End: skipMark(text, end, rule)}
		return m, true
	}
	return marker{}, false
}

// opensAny reports whether a text begins with one of the words.
func opensAny(text string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(text, w) })
}

// matchOne matches one of the alternatives, the longest first as listed; no alternatives match the empty string.
func matchOne(text string, pos int, alternatives []string) (int, bool) {
	if len(alternatives) == 0 {
		return pos, true
	}
	for _, a := range alternatives {
		if strings.HasPrefix(text[pos:], a) {
			return pos + len(a), true
		}
	}
	return 0, false
}

// A lastNumber is the number that was read last. Most styles look for theirs in the same place.
type lastNumber struct {
	numeral.Number
	figures *rules.Quantities
	at      int // where it starts, or -1
	ok      bool
}

func (l *lastNumber) parse(text string, pos int) (numeral.Number, bool) {
	if l.at != pos {
		l.at = pos
		l.Number, l.ok = numeral.Parse(l.figures, text, pos)
	}
	return l.Number, l.ok
}

// ordinal reads the number of a marker in the given class of digits.
func (l *lastNumber) ordinal(text string, pos int, class string) (number, end int) {
	switch class {
	case "none":
		return 1, pos // each begins as the first, beside those before it
	case "glyph":
		r, size := utf8.DecodeRuneInString(text[pos:])
		return glyphNumber(r), pos + size
	case "pair":
		return dotted(text, pos, 2)
	case "triple":
		return dotted(text, pos, 3)
	}
	n, ok := l.parse(text, pos)
	if !ok || n.Chinese != (class == "cn") || n.More || n.Fuzzy || n.Percent || !n.Value.IsInt() || n.End-pos > 12 {
		return 0, pos
	}
	return int(n.Value.Float64()), n.End
}

// dotted reads a number of so many parts, 2.3.1, and returns the last of them.
func dotted(text string, pos, parts int) (number, end int) {
	end = pos
	for part := range parts {
		if part > 0 {
			if !strings.HasPrefix(text[end:], ".") {
				return 0, pos
			}
			end++
		}
		from := end
		for number = 0; end < len(text) && text[end] >= '0' && text[end] <= '9' && end < from+2; end++ {
			number = 10*number + int(text[end]-'0')
		}
		if end == from {
			return 0, pos
		}
	}
	return number, end
}

// glyphNumber returns the number of signs such as ① ⑴ ⒈ ㈠ Ⅰ, or 0.
func glyphNumber(r rune) int {
	for _, first := range []rune{'①', '⑴', '⒈'} {
		if r >= first && r < first+20 {
			return int(r-first) + 1
		}
	}
	if r >= '㈠' && r <= '㈩' {
		return int(r-'㈠') + 1
	}
	if r >= 'Ⅰ' && r <= 'Ⅻ' {
		return int(r-'Ⅰ') + 1
	}
	return 0
}

// decimalAt reports whether the stop between a number and what follows is a decimal point: 1.5亿元.
func decimalAt(text string, stop, end int) bool {
	if end >= len(text) || !strings.ContainsAny(text[stop:end], ".．") {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[end:])
	return unicode.IsDigit(r) && !opensYear(text[end:])
}

// opensYear reports whether a text opens with a year, 2021年: in 1.2021年底前完成验收 number 1 has one behind it.
func opensYear(text string) bool {
	const digits = 4
	behind := strings.TrimLeft(text, chinese.Arabic)
	return len(text)-len(behind) == digits && strings.HasPrefix(text, "20") && strings.HasPrefix(behind, chinese.Year)
}

// skipMark passes over the comma behind a marker that words close: 第一方面问题，
func skipMark(text string, end int, rule *rules.Marker) int {
	if !rule.Comma {
		return end
	}
	r, size := utf8.DecodeRuneInString(text[end:])
	if strings.ContainsRune("，,：:、", r) {
		return end + size
	}
	return end
}

// matchLabel finds the label at pos: one of the words of labels.tsv with a colon, or alone in its line.
func matchLabel(text string, pos int, h *rules.Headings) (name string, label document.Span, ok bool) {
	const longest = 12 * 3 // bytes of the longest label
	pos += leadingSpace(text[pos:])
	start := pos
	for _, open := range []string{"【", "（", "("} {
		start = len(text) - len(strings.TrimPrefix(text[start:], open))
	}
	if !h.OpensLabel(text[start:]) {
		return "", document.Span{}, false
	}
	for i, r := range text[start:min(len(text), start+longest)] {
		if !strings.ContainsRune("：:】）)", r) {
			continue
		}
		if name, ok := h.Labels[strings.TrimSpace(text[start:start+i])]; ok {
			return name, document.Span{Start: pos, End: start + i + utf8.RuneLen(r)}, true
		}
		return "", document.Span{}, false
	}
	if name, ok := h.Labels[strings.TrimSpace(text[start:])]; ok && len(text)-start <= longest {
		return name, document.Span{Start: pos, End: len(text)}, true
	}
	return "", document.Span{}, false
}

func skipColon(text string, pos int) int {
	r, size := utf8.DecodeRuneInString(text[pos:])
	if r == '：' || r == ':' {
		return pos + size
	}
	return pos
}

// mayEnd has the bytes that the mark behind which a series may start can begin with.
var mayEnd = [256]bool{';': true, ':': true, ' ': true, 0xE3: true, 0xEF: true}

// sentenceStart returns the place behind the next end of a sentence or clause in text[pos:end], or -1. The marks are told
// by their bytes: every character of a notice passes here.
func sentenceStart(text string, pos, end int) int {
	text = text[:end]
	for i := pos; i < len(text); i++ {
		if !mayEnd[text[i]] {
			continue
		}
		size := 0
		switch text[i] {
		case ';', ':', ' ':
			size = 1
		case 0xE3, 0xEF:
			if i+3 <= len(text) && (text[i:i+3] == "。" || text[i:i+3] == "；" || text[i:i+3] == "：") {
				size = 3
			}
		}
		if size > 0 && i+size < end {
			return i + size
		}
	}
	return -1
}

// titleEnd returns where the title that starts at start ends.
func titleEnd(text string, start int, h *rules.Headings) int {
	var quotes quoteState
	for i, r := range text[start:] {
		at := start + i
		if quotes.inside(r) {
			continue
		}
		switch r {
		case '。', '！', '!':
			return at
		case '；', ';', '：', ':', ' ', '，', ',':
			behind := at + utf8.RuneLen(r)
			if behind < len(text) && (startsSeries(text, behind, r, h) || r == ' ' && opensSeries(text, start, behind, h) || (r == '，' || r == ',') && closesFrame(text, start, at, h)) {
				return at
			}
		}
	}
	return len(text)
}

// runsOn finds the heading that goes on in the line of marker m without a mark between, as where a page was pasted badly: one
// that states a problem behind a space, a 反馈问题三： or, in a section of the first level, a （一）.
func (b *builder) runsOn(m marker, end int) (marker, bool) {
	const longest = 200 * 3 // bytes of a heading, lest hostile text be read again and again
	var quotes quoteState
	line, _, _ := strings.Cut(b.text[m.span.End:min(end, m.span.End+longest)], "。")
	words := b.rules.Part("runs_on")
	held := func(word string) bool { return strings.Contains(line, word) }
	if strings.IndexByte(line, ' ') < 0 && !slices.ContainsFunc(words, held) && !held("（"+chinese.One) && !held("("+chinese.One) {
		return marker{}, false // as nearly everywhere
	}
	end = m.span.End + len(line)
	title := titleEnd(b.text[:end], m.span.End, b.rules)
	opens, _ := b.rules.OpensFrame(strings.TrimLeft(line, " ")) // 关于反馈问题三 is one heading
	for i, r := range b.text[m.span.End:title] {
		at := m.span.End + i
		if quotes.inside(r) || i == 0 {
			continue
		}
		worded := opensAny(b.text[at:end], words)
		if r != ' ' && !worded && r != '（' && r != '(' {
			continue
		}
		next, ok := matchMarker(b.text[:end], at, b.rules)
		switch {
		case !ok:
		case worded && next.rule.Use == rules.UseProblem && !opens,
			(r == '（' || r == '(') && next.rule.Use == rules.UseSubsection && next.number == 1 && m.rule.Use == rules.UseSection && title > next.span.End,
			r == ' ' && next.number == 1 && next.rule.Code != m.rule.Code && b.mayState(b.text[next.span.End:title]):
			return next, true
		}
	}
	return marker{}, false
}

// mayState reports whether a heading states a problem or calls itself one.
func (b *builder) mayState(title string) bool {
	return document.EndsInAny(title, b.rules.Part("problem_word")...) || States(title, b.rules)
}

// closesFrame reports whether a frame such as 针对…的问题 ends at a comma and what was done follows: the sentence does not
// end with 问题 again, as it does where one heading names two.
func closesFrame(text string, start, at int, h *rules.Headings) bool {
	words := h.Part("problem_word")
	if !document.EndsInAny(text[start:at], words...) || !Framed(text[start:at], h) {
		return false
	}
	sentence, _, _ := strings.Cut(text[at:], "。")
	return !slices.ContainsFunc(words, func(w string) bool { return strings.Contains(sentence, w) })
}

// startsSeries reports whether a list or a labelled field begins at pos, behind the mark r.
func startsSeries(text string, pos int, r rune, h *rules.Headings) bool {
	if m, ok := matchMarker(text, pos, h); ok && m.rule.Inline && (r != '，' && r != ',' || m.rule.Use == rules.UseMeasure) {
		return m.number > 1 || r != ' ' || m.rule.Use == rules.UseMeasure
	}
	name, _, ok := matchLabel(text, pos, h)
	return ok && rectifies(name)
}

// opensSeries reports whether number one of a list begins at pos, after a heading whose frame is closed: …问题的整改 （1）….
func opensSeries(text string, start, pos int, h *rules.Headings) bool {
	m, ok := matchMarker(text, pos, h)
	return ok && m.rule.Inline && Framed(strings.TrimRight(text[start:pos], " "), h)
}

// quoteState follows quotation marks, so that an end mark inside them does not end a title.
type quoteState struct {
	depth    int
	straight bool
}

// inside reads one character and reports whether it stands inside quotation marks or title marks.
func (q *quoteState) inside(r rune) bool {
	switch r {
	case '“', '‘', '《', '「', '『':
		q.depth++
	case '”', '’', '》', '」', '』':
		q.depth = max(0, q.depth-1)
	case '"':
		q.straight = !q.straight
	}
	return q.depth > 0 || q.straight
}

// skipEnd passes over end marks and spaces.
func skipEnd(text string, pos int) int {
	for pos < len(text) {
		r, size := utf8.DecodeRuneInString(text[pos:])
		if !strings.ContainsRune("。；;：:！! ", r) {
			break
		}
		pos += size
	}
	return pos
}

func leadingSpace(s string) int {
	if s == "" || s[0] > ' ' && s[0] < utf8.RuneSelf || s[0] >= 0xE4 {
		return 0 // as nearly everywhere: no white space starts with such a byte
	}
	return len(s) - len(strings.TrimLeft(s, " \u3000"))
}
