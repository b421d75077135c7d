package numeral

import "zhenggai/extract/internal/chinese"

// bare reads what starts with a 百, 千, 万 or 亿 that no digit precedes: 百分之三, 百余, 千余万, 百十. By itself it is no
// figure.
func (r *reader) bare() bool {
	exp := r.magnitude()
	if exp >= maxDigits {
		r.skipNumerals()
		return false
	}
	r.coef = power(exp)
	switch {
	case r.fractionAhead():
		if !r.fraction() {
			r.pos += len(chinese.Parts)
			return false
		}
		return true
	case exp == 2 && r.ahead(0, chinese.Whole):
		r.pos += len(chinese.Whole)
		r.num.Chinese, r.num.Percent = true, true
		return true
	case exp == 2 && r.ahead(0, chinese.Ten) && !r.raw(width).isNumeral():
		r.pos += width
		r.num.Fuzzy = true
	case !r.moreAt(0):
		r.skipNumerals()
		return false
	}
	return r.vagueEnd()
}

// several reads 数 or 几 before a power of ten: 数十, 几百, 数千万.
func (r *reader) several() bool {
	r.pos += width
	rest := r.pos
	r.num.Fuzzy = true
	exp := r.magnitude()
	clock := r.ahead(0, chinese.Minutes)
	if exp == 0 || exp >= maxDigits || r.raw(0).isNumeral() || r.ahead(0, chinese.Fen) && !clock {
		r.pos = rest
		return false
	}
	r.coef = power(exp)
	return r.vagueEnd()
}

// nearly reads 上 or 近 before a bare power of ten: 上百, 近千万. Before 百余 it leaves 百余 to be read by itself.
func (r *reader) nearly() bool {
	r.pos += width
	rest := r.pos
	r.num.Fuzzy = true
	if s := r.raw(0); s.kind == unit && s.n == 1 {
		return false
	}
	exp := r.magnitude()
	if exp == 0 || exp >= maxDigits || r.raw(0).isNumeral() || r.moreAt(0) || r.ahead(0, chinese.Fen) {
		r.pos = rest
		return false
	}
	r.coef = power(exp)
	return r.vagueEnd()
}

// into reads 成百上千, 成千上万 and the like.
func (r *reader) into() bool {
	r.pos += width
	from, to := r.raw(0), r.raw(2*width)
	if !from.isBare() || !to.isBare() || !r.ahead(width, chinese.Up) && !r.ahead(width, chinese.Tenth) {
		return false
	}
	r.pos += 3 * width
	r.coef = power(int(from.n))
	r.num.Fuzzy = true
	return r.vagueEnd()
}

// isBare reports whether s is 百, 千, 万 or 亿.
func (s sign) isBare() bool { return s.kind == myriad || s.kind == unit && s.n > 1 }

// some reads 若干.
func (r *reader) some() bool {
	if !r.ahead(0, chinese.Some) {
		r.pos += width
		return false
	}
	r.pos += len(chinese.Some)
	r.num.Fuzzy, r.num.Chinese = true, true
	return true
}

// magnitude reads a power of ten that no digit precedes, such as 十, 百万 or 千亿, and returns its exponent.
func (r *reader) magnitude() int {
	exp := 0
	if s := r.raw(0); s.kind == unit && s.form != doubtful {
		exp = int(s.n)
		r.pos += width
	}
	return exp + r.myriads()
}

// vagueEnd reads the 余, 多 or 来 that may end a figure without digits.
func (r *reader) vagueEnd() bool {
	r.num.Chinese = true
	if !r.moreAt(0) {
		return true
	}
	r.num.More = true
	r.pos += width
	return r.shift(r.myriads())
}
