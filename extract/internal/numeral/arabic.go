package numeral

import (
	"strings"

	"zhenggai/extract/internal/chinese"
)

// arabic reads a figure that starts with an Arabic digit.
func (r *reader) arabic() bool {
	start := r.pos
	if !r.literal() {
		return false
	}
	if r.num.Latin {
		return true
	}
	if written, ok := r.scientific(); !ok || written {
		return ok
	}
	exp, ok := r.suffix()
	if !ok {
		return false
	}
	for exp > 0 && r.scale == 0 && !r.num.More {
		exp = r.tail(exp)
	}
	r.arabicMore()
	r.percentSign()
	r.sum()
	if r.num.Power == 0 && !r.num.More && !r.num.Percent {
		r.num.Latin = r.touchesLatin(start)
	}
	return r.share()
}

// literal reads digits with their commas and decimal point. It fails where they are too many, and sets Latin where
// there are two points or more.
func (r *reader) literal() bool {
	value, count, end := digits(r.text, r.pos)
	prose := !r.inner && runeAt(r.text, end) == ' ' && r.inProse() // as few figures are
	if count <= 3 && r.raw(0).n != 0 {
		value, count, end = groups(r.text, value, count, end, prose)
	}
	point := 0
	if prose || runeAt(r.text, end) == '.' && runeAt(r.text, end+1) == ' ' && r.inProse() {
		point = r.loosePoint(end)
	}
	r.coef, r.pos = value, end
	if point == 0 {
		point = r.pointAhead()
	}
	if point == 0 {
		return count <= maxDigits
	}
	frac, places, end := digits(r.text, r.pos+point)
	if places == 4 && frac >= 1900 && frac < 2100 && strings.HasPrefix(r.text[end:], chinese.Year) {
		return count <= maxDigits // the mark of a paragraph and a year: 1.2020年
	}
	r.pos = end
	for point = r.pointAhead(); point > 0; point = r.pointAhead() {
		_, _, r.pos = digits(r.text, r.pos+point)
		r.num.Latin = true
	}
	if r.num.Latin {
		r.coef = 0
		return true
	}
	if count+places > maxDigits {
		return false
	}
	r.coef, r.scale = value*power(places)+frac, places
	return true
}

// pointAhead returns the length of the decimal point at pos, or 0 where there is none with a digit behind it.
func (r *reader) pointAhead() int {
	n := 0
	switch r.runeAhead(0) {
	case '.':
		n = len(".")
	case '．':
		n = len("．")
	}
	if n > 0 && r.raw(n).kind != arabic {
		return 0
	}
	return n
}

// digits reads the Arabic digits at text[i:]: their value, their number and their end. The value holds only where there
// are at most maxDigits.
func digits(text string, i int) (value int64, count, end int) {
	for {
		d, size := int64(0), 1
		if i < len(text) && text[i]-'0' <= 9 {
			d = int64(text[i] - '0')
		} else if r := runeAt(text, i); r >= '０' && r <= '９' {
			d, size = int64(r-'０'), len("０")
		} else {
			return value, count, i
		}
		if count < maxDigits {
			value = value*10 + d
		}
		count++
		i += size
	}
}

// groups joins the groups of three digits at text[end:] to the first group; blanks says that a blank may part them. A list of numbers that are not all of three
// digits stays apart. More than maxDigits are joined whatever follows, so that a hostile list is read only once.
func groups(text string, first int64, length, start int, blanks bool) (value int64, count, end int) {
	comma, size := runeAt(text, start), len(",")
	switch comma {
	case ' ':
		if !blanks {
			return first, length, start
		}
	case ',':
	case '，':
		size = len("，")
	default:
		return first, length, start
	}
	value, count, end = first, length, start
	for runeAt(text, end) == comma {
		group, n, stop := digits(text, end+size)
		if n != 3 {
			if n > 0 && count <= maxDigits {
				return first, length, start
			}
			break
		}
		if count < maxDigits {
			value = value*1000 + group
		}
		count, end = count+n, stop
	}
	return value, count, end
}

// inProse reports whether the digits at pos follow a word or a mark at once, so that they are no number of a row or an item
// and a blank behind them parts no columns.
func (r *reader) inProse() bool {
	switch before := lastRune(r.text[:r.pos]); before {
	case '：', ':', '，', '（', '(', '￥':
		return true
	default:
		return before >= 0x4E00 && before <= 0x9FFF && !r.words.Ends("numbered", r.text[:r.pos])
	}
}

// loosePoint returns the length of a decimal point that has a blank beside it: 97 . 2%, 18 .6万元, or 0. With no blank before it
// the point may end a sentence, before a date or an item.
func (r *reader) loosePoint(at int) int {
	text, end := r.text, at
	if runeAt(text, end) == ' ' {
		end++
	}
	if runeAt(text, end) != '.' {
		return 0
	}
	end++
	if runeAt(text, end) == ' ' {
		end++
	}
	_, count, behind := digits(text, end)
	if count == 0 || strings.ContainsRune("、.．"+chinese.Year+chinese.Month+chinese.Day, runeAt(text, behind)) || r.words.Opens("no_decimal", text[behind:]) || end == at+1 {
		return 0
	}
	return end - at
}

// scientific reads a power of ten: 2.4×10^4, 3.1×10³, 10^6. Where its exponent has lost its sign, as in 2.4×104, nobody can tell
// what is meant, and no figure is written.
func (r *reader) scientific() (written, ok bool) {
	off := 0
	if r.coef != 10 || r.scale > 0 || !r.exponentAt(0) {
		if off = r.timesTen(); off == 0 {
			return false, true
		}
	} else {
		r.coef = 1
	}
	r.pos += off
	if !r.exponentAt(0) {
		r.num.Latin, r.num.Fuzzy, r.coef, r.scale = true, true, 0, 0
		_, _, r.pos = digits(r.text, r.pos)
		return true, true
	}
	return true, r.shift(r.exponent())
}

// timesTen returns the length of the ×10 at pos that a digit or an exponent follows, or 0.
func (r *reader) timesTen() int {
	off := r.space()
	switch r.runeAhead(off) {
	case '*', 'x', 'X':
		off++
	case '✕':
		off += len("✕")
	default:
		if !strings.HasPrefix(r.text[r.pos+off:], "×") {
			return 0
		}
		off += len("×")
	}
	if r.runeAhead(off) == ' ' {
		off++
	}
	if !strings.HasPrefix(r.text[r.pos+off:], "10") {
		return 0
	}
	off += len("10")
	if r.exponentAt(off) {
		return off
	}
	if d, count, _ := digits(r.text, r.pos+off); count == 1 && d > 2 {
		return off
	}
	return 0
}

// superscripts are the raised digits, each at its value.
var superscripts = [...]string{"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"}

// raised returns the digit that s starts with where it is raised, and its length.
func raised(s string) (digit, size int) {
	for i, sign := range superscripts {
		if strings.HasPrefix(s, sign) {
			return i, len(sign)
		}
	}
	return 0, 0
}

// exponentAt reports whether an exponent stands off bytes ahead: ^4, ^-3, ⁴ or 的4次方.
func (r *reader) exponentAt(off int) bool {
	s := r.text[r.pos+off:]
	if rest, ok := strings.CutPrefix(s, "^"); ok {
		rest = strings.TrimPrefix(rest, "-")
		return rest != "" && rest[0]-'0' <= 9
	}
	if rest, ok := strings.CutPrefix(s, chinese.Of); ok {
		return len(rest) > 1 && rest[0]-'0' <= 9 && strings.HasPrefix(rest[1:], chinese.ToThe)
	}
	_, size := raised(strings.TrimPrefix(s, "⁻"))
	return size > 0
}

// exponent reads the exponent at pos. One of more than two digits fits nowhere.
func (r *reader) exponent() int {
	s, sign := r.text[r.pos:], 1
	for _, mark := range []string{"^", chinese.Of, "-", "⁻"} {
		rest, ok := strings.CutPrefix(s, mark)
		if ok && (mark == "-" || mark == "⁻") {
			sign = -1
		}
		s = rest
	}
	n := 0
	for count := 0; count < 3 && s != ""; count++ {
		digit, size := raised(s)
		if size == 0 && s[0]-'0' <= 9 {
			digit, size = int(s[0]-'0'), 1
		}
		if size == 0 {
			break
		}
		n, s = n*10+digit, s[size:]
	}
	r.pos = len(r.text) - len(strings.TrimPrefix(s, chinese.ToThe))
	return sign * n
}

// suffix reads the 百, 千, 万 and 亿 behind a literal, with a 余 or 多 among them, and returns their power of ten.
func (r *reader) suffix() (exp int, ok bool) {
	exp = r.hundreds()
	off := r.space()
	if (r.moreAt(off) || r.isTens() && r.fewAt(off)) && r.raw(off+width).kind == myriad {
		r.num.More = true
		r.pos += off + width
	} else if r.raw(off).kind == myriad {
		r.pos += off
	}
	exp += r.myriads()
	return exp, r.shift(exp)
}

// space returns the length of the space at pos, which may stand between digits and what belongs to them.
func (r *reader) space() int {
	if r.runeAhead(0) == ' ' {
		return 1
	}
	return 0
}

// hundreds reads the 百 or 千 behind a single digit and returns its power of ten. Behind anything longer, and before
// what they form a unit or a word with, they do not belong to the figure.
func (r *reader) hundreds() int {
	s := r.raw(0)
	if s.kind != unit || s.n < 2 || r.coef == 0 || r.coef >= 10*power(r.scale) {
		return 0
	}
	if r.opens("kilo", width) || r.opens("no_hundred", width) {
		return 0
	}
	r.pos += width
	return int(s.n)
}

// isTens reports whether the value is one of 10, 20 … 90.
func (r *reader) isTens() bool { return r.scale == 0 && r.coef%10 == 0 && r.coef > 0 && r.coef < 100 }

// tail adds the part of a figure behind its 万, 亿, 千 or 百 (1亿2000万, 3万5千, 1千零20, 1万两千), which must be below
// 10^exp. It returns the power of ten of the part's own suffix, or 0 where no further part can follow.
func (r *reader) tail(exp int) int {
	t := reader{words: r.words, text: r.text, pos: r.pos, inner: true}
	least, longest := int64(100), 4 // 3万4000 is one figure, 3万 40 and 3亿 4000 are two
	if t.raw(0).kind == zero {
		t.pos += width
		least, longest = 1, maxDigits
	}
	next, ok := t.part()
	if !ok || t.scale > 0 || t.coef < least || exp > maxDigits || t.coef >= power(exp) {
		return 0
	}
	if next == 0 && exp > longest && !t.num.Chinese {
		return 0
	}
	r.coef += t.coef
	r.pos, r.num.Power, r.num.More = t.pos, t.num.Power, t.num.More
	r.num.Chinese = r.num.Chinese || t.num.Chinese
	return next
}

// part reads a part of a figure behind the first and returns the power of ten of its suffix.
func (r *reader) part() (exp int, ok bool) {
	switch s := r.raw(0); s.kind {
	case arabic:
		if s.n == 0 || !r.literal() || r.num.Latin {
			return 0, false
		}
		exp, ok = r.suffix()
		return exp, ok && r.coef > 0 && !r.ahead(0, chinese.Year)
	case digit:
		return 0, r.raw(width).kind == unit && r.chinese() && r.spread == 0
	}
	return 0, false
}

// arabicMore reads the 余, 多, 来 or 几 behind a figure of 10 or more.
func (r *reader) arabicMore() {
	if r.num.More || r.num.Power == 0 && (r.scale > 0 || r.coef < 10) {
		return
	}
	off := r.space()
	if r.isTens() && r.fewAt(off) || r.moreAt(off) && (r.coef%10 == 0 || !r.ahead(off, chinese.OrSo)) {
		r.num.More = true
		r.pos += off + width
	}
}

// percentSign reads the % or ‰ behind a figure.
func (r *reader) percentSign() {
	off := r.space()
	switch r.runeAhead(off) {
	case '%':
		r.pos += off + len("%")
	case '％', '﹪':
		r.pos += off + len("％")
	case '‰':
		r.shift(-1) // fits: the digit before the point leaves room for one more place
		r.pos += off + len("‰")
	default:
		return
	}
	r.num.Percent, r.num.Power = true, 0
}

// touchesLatin reports whether a Latin letter, _ or @ touches the figure from start to pos, or a letter with a dot or
// hyphen between.
func (r *reader) touchesLatin(start int) bool {
	before := lastRune(r.text[:start])
	if isWordMark(before) {
		return true
	}
	if (before == '.' || before == '-') && isLatin(lastRune(r.text[:start-1])) {
		return true
	}
	after := r.runeAhead(0)
	return isWordMark(after) || after == '.' && isLatin(r.runeAhead(1))
}

// lastRune returns the last character of s if it has one byte or three, else -1.
func lastRune(s string) rune {
	switch n := len(s); {
	case n > 0 && s[n-1] < 0x80:
		return rune(s[n-1])
	case n >= 3:
		return runeAt(s, n-3)
	}
	return -1
}

// isWordMark reports whether r beside a digit makes it part of a word.
func isWordMark(r rune) bool { return isLatin(r) || r == '_' || r == '@' }

// isLatin reports whether r is a Latin letter, ASCII or full-width.
func isLatin(r rune) bool {
	if r >= 'Ａ' && r <= 'ｚ' {
		r -= 'Ａ' - 'A'
	}
	return r >= 'A' && r <= 'Z' || r >= 'a' && r <= 'z'
}
