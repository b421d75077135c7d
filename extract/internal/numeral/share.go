package numeral

import (
	"math/bits"

	"zhenggai/extract/internal/chinese"
	"zhenggai/model"
)

// share reads what makes a share of a hundred of a figure: 分之 with the numerator behind it, or 成. It reports whether
// the figure stands, with a share or without.
func (r *reader) share() bool {
	switch {
	case r.inner || r.num.More || r.num.Percent || r.num.Latin:
	case r.fractionAhead():
		r.fraction()
	case r.ahead(0, chinese.Tenth):
		r.tenths()
	}
	return true
}

// fractionAhead reports whether 分之 is at pos.
func (r *reader) fractionAhead() bool { return r.ahead(0, chinese.Parts) }

// fraction reads 分之 and the numerator behind it; the value so far is the denominator. Where it reports false, nothing
// has been read.
func (r *reader) fraction() bool {
	in := reader{words: r.words, text: r.text, pos: r.pos + len(chinese.Parts), inner: true}
	if in.space() > 0 && in.raw(1).kind == arabic {
		in.pos++
	}
	if r.scale > 0 || r.spread > 0 || r.coef == 0 || !in.numerator() {
		return false
	}
	over, whole := in.coef, in.scale == 0 && in.spread == 0
	if !in.over(r.coef) {
		return false
	}
	if whole && rounds(over, r.coef) {
		r.num.Over, r.num.Under = over, r.coef
	}
	r.pos, r.coef, r.scale, r.spread = in.pos, in.coef, in.scale, in.spread
	r.num.Chinese = r.num.Chinese || in.num.Chinese
	r.num.Fuzzy, r.num.More = in.num.Fuzzy, in.num.More
	r.num.Percent, r.num.Power = true, 0
	return true
}

// rounds reports whether the fraction over/under has no exact value in per cent: under has a divisor other than 2 and 5.
func rounds(over, under int64) bool {
	for _, prime := range []int64{2, 5} {
		for under%prime == 0 {
			under /= prime
		}
	}
	return over%under != 0
}

// numerator reads the figure behind 分之.
func (r *reader) numerator() bool {
	switch s := r.raw(0); {
	case s.kind == unit && s.n > 1: // 百分之百
		r.pos += width
		r.coef, r.num.Chinese = power(int(s.n)), true
		return true
	case s.kind >= arabic && s.kind <= few && s.kind != myriad:
		return r.dispatch(s)
	}
	return false
}

// over divides the value by n and states it in per cent: exactly where n is a power of ten, else rounded to two decimal
// places more than the division by the tens of n leaves, which is two for every n below 1,000.
func (r *reader) over(n int64) bool {
	exp := 0
	for ; n%10 == 0; n /= 10 {
		exp++
	}
	if !r.shift(2 - exp) {
		return false
	}
	if n == 1 {
		return true
	}
	hi, lo := bits.Mul64(uint64(r.coef), 100)
	if hi > 0 || r.spread > 0 || r.scale+2 > maxDigits {
		return false
	}
	r.coef, r.scale = int64((lo+uint64(n)/2)/uint64(n)), r.scale+2
	return r.coef < ceiling
}

// tenths reads 成 behind a figure below ten: 三成, 六点五成, 七八成, 三成五.
func (r *reader) tenths() {
	if r.num.Power > 0 || r.coef == 0 || r.coef+r.spread >= 10*power(r.scale) || !r.isTenth() {
		return
	}
	r.pos += width
	r.num.Percent = true
	whole := r.scale == 0
	r.shift(1)
	if s := r.sign(0); whole && r.spread == 0 && s.kind == digit && s.n > 1 && !r.sign(width).isNumeral() {
		r.coef += int64(s.n)
		r.pos += width
	} else if r.moreAt(0) {
		r.num.More = true
		r.pos += width
	}
}

// isTenth reports whether the 成 at pos stands for itself and begins no word such as 成立.
func (r *reader) isTenth() bool {
	return !r.opens("no_tenth", 0) && (r.spread == 0 || !r.opens("no_tenths", 0))
}

// sum reads the 个亿 that makes an amount of money of a figure: 3.5个亿, 2个多亿. A word that 亿 begins is something that is counted,
// as in 3个亿元村.
func (r *reader) sum() {
	if !r.ahead(0, chinese.Piece) || r.inner || r.spread > 0 || r.num.Percent || r.num.Latin || r.num.Power > 0 || r.coef == 0 {
		return
	}
	off, more := width, r.moreAt(width)
	if more {
		off += width
	}
	if s := r.raw(off); s.kind != myriad || s.n != 8 {
		return
	}
	off += width
	if r.opens("no_sum", off) || r.ahead(off, chinese.Yuan) && r.scale == 0 && !more {
		return
	}
	if !r.shift(8) {
		return
	}
	r.pos += off
	r.num.Power, r.num.Sum, r.num.More = 8, true, r.num.More || more
}

// Share returns the number that over/under is in per cent, as a fraction in words is read, and false where it is none.
func Share(over, under int64) (n Number, ok bool) {
	r := reader{coef: over}
	if over <= 0 || under <= 0 || over >= ceiling || !r.over(under) {
		return Number{}, false
	}
	n = Number{Value: model.NewDecimal(r.coef, r.scale), Percent: true}
	if rounds(over, under) {
		n.Over, n.Under = over, under
	}
	return n, true
}
