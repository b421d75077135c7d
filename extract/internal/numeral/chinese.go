package numeral

import (
	"zhenggai/extract/internal/chinese"
)

// chinese reads a figure that starts with a Chinese digit, 十, 廿 or 卅.
func (r *reader) chinese() bool {
	start := r.pos
	r.num.Chinese = true
	s := r.sign(0)
	if s.kind == none { // a doubtful numeral on its own
		r.pos += width
		return false
	}
	if s.kind == zero && s.form != ring {
		r.pos += width
		return !r.sign(0).isNumeral() && r.chinesePoint() && r.share()
	}
	if count, ringed := r.row(); count > 0 {
		return r.positional(count, ringed)
	}
	if !r.integer() || !r.chinesePoint() || r.text[start:r.pos] == chinese.NextPlan {
		r.skipNumerals()
		return false
	}
	r.sum()
	return !r.isAdverb(start) && r.share()
}

// isAdverb reports whether the figure is the 十 of 十分, very.
func (r *reader) isAdverb(start int) bool {
	return r.text[start:r.pos] == chinese.Ten && r.ahead(0, chinese.Fen) && !r.ahead(0, chinese.Minutes) && !r.ahead(0, chinese.Parts)
}

// row counts the Chinese digits in a row at pos, where they are to be read one by one: more than two, or with a 〇, or
// two that are no range. Else it returns 0.
func (r *reader) row() (count int, ringed bool) {
	for {
		s := r.sign(count * width)
		if !s.isDigit() {
			break
		}
		ringed = ringed || s.form == ring
		count++
	}
	if count == 1 && !ringed || count == 2 && isRange(r.raw(0), r.raw(width)) {
		return 0, false
	}
	return count, ringed
}

// isRange reports whether two digits side by side mean from a to b: 三四, 一两, and 三五 by custom.
func isRange(a, b sign) bool {
	if a.kind != digit || b.kind != digit {
		return false
	}
	return b.n == a.n+1 || a.n == 3 && b.n == 5
}

// positional reads count digits one by one: 二〇二三. See the package comment for which rows are figures.
func (r *reader) positional(count int, ringed bool) bool {
	climbs, liang := true, false
	for i := range min(count, maxDigits) {
		s := r.raw(i * width)
		climbs = climbs && (i == 0 || int64(s.n) == r.coef%10+1)
		liang = liang || s.form == pair
		r.coef = r.coef*10 + int64(s.n)
	}
	first := r.raw(0).kind
	r.pos += count * width
	if first == zero || climbs || liang || r.sign(0).isNumeral() || count != 4 && (!ringed || count > maxDigits) {
		r.skipNumerals()
		return false
	}
	return true
}

// An integer is a Chinese whole number while it is being read. The numerals before 万 or 亿, or at the end, are a
// section; within it the units only fall.
type integer struct {
	*reader
	total   int64 // closed by 亿
	group   int64 // closed by 万
	section int64
	limit   uint8 // the last unit's power of ten; 4 where the section has none yet
	big     uint8 // the last myriad's power of ten; 0 where there is none yet
	gap     bool  // 零 came last
	closed  bool  // only 万 or 亿 can follow
	ones    bool  // the last numeral is a digit
}

// A step is what became of the sign at pos.
type step uint8

const (
	taken  step = iota // it is part of the number
	stop               // the number ends before it
	broken             // it is a numeral that belongs to no number
)

// integer reads a Chinese whole number.
func (r *reader) integer() bool {
	x := integer{reader: r, limit: 4}
	for {
		was := taken
		switch s := r.sign(0); s.kind {
		case zero:
			was = x.zero()
		case digit:
			was = x.digit(s)
		case unit, score:
			was = x.ten(s)
		case myriad:
			was = x.myriad(s)
		case few:
			was = x.few()
		default:
			was = stop
		}
		if was != taken {
			r.coef = x.total + x.group + x.section
			return was == stop && !x.isEmpty() && x.more()
		}
	}
}

// isEmpty reports whether nothing has been read.
func (x *integer) isEmpty() bool { return x.section == 0 && x.big == 0 }

// take adds n × 10^exp and moves on by so many signs.
func (x *integer) take(n int64, exp uint8, s sign, signs int) step {
	p := power(int(exp))
	x.section += n * p
	x.spread *= p
	x.num.Power = 0
	x.gap = false
	x.closed = x.closed || x.spread > 0
	x.formal = s.isFinancial()
	x.pos += signs * width
	return taken
}

// zero reads a 零, which stands only before a further numeral.
func (x *integer) zero() step {
	next := x.sign(width)
	switch {
	case x.closed || x.gap || x.limit == 1:
		return stop
	case next.kind == digit && (next.form != pair || x.carriesPair(x.sign(2*width))):
	case next.kind == score, next.kind == unit && next.n == 1, x.fewAt(width):
	default:
		return stop
	}
	x.gap = true
	x.pos += width
	return taken
}

// carriesPair reports whether 两 can stand before the given sign.
func (x *integer) carriesPair(after sign) bool {
	return after.kind == unit && after.n < x.limit || after.kind == myriad && x.section == 0
}

// digit reads a digit, or two that are a range, with the unit behind.
func (x *integer) digit(s sign) step {
	signs := 1
	after := x.sign(width)
	switch {
	case x.closed && (s.form == pair || x.num.More):
		return stop
	case x.closed:
		return broken
	case after.form == pair && (s.n != 1 || !x.isEmpty()):
		after = sign{} // a weight: 二十五两
	case after.kind == digit:
		if !isRange(s, after) || s.n == 3 && after.n == 5 && !x.isEmpty() || x.sign(2*width).isDigit() {
			return broken
		}
		x.spread = int64(after.n - s.n)
		signs, after = 2, x.sign(2*width)
	}
	if after.kind == unit && after.n == 3 && x.isEmpty() && x.opens("kilo", (signs+1)*width) {
		after = sign{} // 六千瓦
		x.closed, x.ones = true, true
		return x.take(int64(s.n), 0, s, signs)
	}
	if after.kind == unit && after.n < x.limit && (after.form != doubtful || s.isFinancial()) {
		x.limit = after.n
		x.ones = false
		return x.take(int64(s.n), after.n, after, signs+1)
	}
	return x.last(s, after, signs)
}

// last reads a digit that has no unit behind it: the ones, or the next lower unit that speech leaves out (一万二,
// 三千五).
func (x *integer) last(s, after sign, signs int) step {
	exp := uint8(0)
	switch {
	case x.section == 0 && (x.big == 0 || after.kind == myriad), x.gap, x.limit == 1:
	case after.isNumeral():
		return broken
	case s.n == 1 && signs == 1 && x.countsOne():
		return stop
	case x.limit < 4:
		exp = x.limit - 1
	default:
		exp = x.big - 1
	}
	if s.form == pair && signs == 1 && !x.isEmpty() && !x.carriesPair(after) {
		return stop // a weight: 三百两
	}
	x.closed, x.ones = true, true
	return x.take(int64(s.n), exp, s, signs)
}

// countsOne reports whether the 一 at pos counts what follows and ends no number: 三千一年 is three thousand a year.
func (x *integer) countsOne() bool {
	next := x.runeAhead(width)
	return next >= 0x4E00 && next <= 0x9FFF && !x.opens("after_one", width)
}

// ten reads 十, 廿 or 卅 without a digit before it. A 百 or 千 without one ends the number: 五十千瓦.
func (x *integer) ten(s sign) step {
	fits := x.isEmpty() || x.gap || x.limit == 2
	if x.closed || x.limit == 1 || !fits || s.kind == unit && s.n > 1 {
		return stop
	}
	n := int64(s.n)
	if s.kind == unit {
		n = 1
	}
	x.limit = 1
	x.ones = false
	return x.take(n, 1, s, 1)
}

// myriad closes the section with 万 or 亿. A second one right behind the first multiplies it: 三万亿, 四万万.
func (x *integer) myriad(s sign) step {
	direct := x.section == 0
	lower := x.group + x.section
	trillion := s.n == 8 && direct && x.big == 4 && !x.num.More
	switch {
	case s.n == 4 && direct && x.big == 4 && x.total == 0: // 万万
		x.total, x.group, s.n = x.group*1e4, 0, 8
		x.spread *= 1e4
	case s.n == 4 && (direct || x.group > 0):
		return broken
	case s.n == 4:
		x.group = x.section * 1e4
		x.spread *= 1e4
	case x.total+lower >= ceiling/1e8:
		return broken
	default:
		x.total, x.group = (x.total+lower)*1e8, 0
		x.spread *= 1e8
	}
	x.num.Power = int(s.n)
	if trillion {
		x.num.Power = 12
	}
	x.section, x.limit, x.big = 0, 4, s.n
	x.gap, x.ones = false, false
	x.closed = x.spread > 0 || x.num.More
	x.formal = s.isFinancial()
	x.pos += width
	return taken
}

// few reads a 几 that stands for a digit: 十几, 一百几十, 一百零几万.
func (x *integer) few() step {
	next := x.sign(width)
	switch {
	case x.closed || !x.fewAt(0):
		return stop
	case next.kind == unit && next.n < x.limit:
		x.pos += width
		x.limit = next.n
	case x.limit == 4 && !x.gap:
		return stop
	}
	x.pos += width
	x.num.More, x.closed, x.gap, x.ones = true, true, false, false
	return taken
}

// more reads the 余, 多 or 来 behind a number of 10 or more, and the 万 or 亿 behind that. Behind a digit only 余 can
// stand.
func (x *integer) more() bool {
	if x.num.More || x.spread > 0 || x.coef < 10 || !x.moreAt(0) || x.ones && !x.ahead(0, chinese.Over) {
		return true
	}
	x.num.More = true
	x.pos += width
	return x.shift(x.myriads())
}

// chinesePoint reads 点 with its decimal places, and the 万 or 亿 behind them. It fails where the digits are too many.
func (r *reader) chinesePoint() bool {
	places := r.chinesePlaces()
	if places == 0 {
		return true
	}
	whole := 0
	for n := r.coef; n > 0; n /= 10 {
		whole++
	}
	r.pos += width
	if whole+places > maxDigits {
		r.pos += places * width
		return false
	}
	for range places {
		r.coef = r.coef*10 + int64(r.raw(0).n)
		r.pos += width
	}
	r.scale, r.num.Power = places, 0
	if r.moreAt(0) && r.raw(width).kind == myriad {
		r.num.More = true
		r.pos += width
	}
	exp := r.myriads()
	if exp > 0 && !r.num.More && r.moreAt(0) {
		r.num.More = true
		r.pos += width
	}
	return r.shift(exp)
}

// chinesePlaces returns the number of decimal places behind the 点 at pos, or 0 where it is no decimal point: in
// 八点三十分 and 三点一刻 it is a time, in 两点一线 and 一点一策 a thing that is counted.
func (r *reader) chinesePlaces() int {
	if r.num.More || r.spread > 0 || !r.ahead(0, chinese.Point) {
		return 0
	}
	places := 0
	for s := r.sign(width); s.isDigit() && s.form != pair; s = r.sign((places + 1) * width) {
		places++
	}
	after := (places + 1) * width
	if k := r.sign(after).kind; k == unit || k == score {
		return 0
	}
	oneEach := r.coef == 1 && places == 1 && r.raw(width).n == 1
	if r.opens("no_point", after) || oneEach && r.opens("one_each", after) {
		return 0
	}
	return places
}
