// Package numeral reads one figure, Arabic or Chinese, at a given place of a text as an exact number.
//
// [Next] walks a text from figure to figure; [Parse] reads the one at a known place. A [Number] says what is written
// and no more: whether 十二 counts something, names a month or belongs to a slogan is for the caller to decide.
//
// # What is a figure
//
// Arabic digits, ASCII or full-width, with a decimal point and with commas before groups of three digits; Chinese
// numerals from 零 to below 10^18 in their common and financial forms; mixtures such as 3千, 5百万, 1亿2000万; shares
// of a hundred such as 95%, 百分之九十五, 三分之二 and 三成; and vague figures such as 数十, 上百 and 七八个.
//
// A comma joins digits only where every group behind it has three digits, the first has one to three, and all commas
// are of one width: 14,15,16 are three figures. A single space is passed over between Arabic digits and the 万, 亿, 余, 多,
// 分之 or % that belongs to them. Where a word or a mark stands right before the figure, spaces may also part groups of three
// digits and stand beside the decimal point: 资金12 345元, 达97 . 2%; elsewhere 1 200万 are two figures, because a table's row
// number stands so too. 1.2020年 is the mark 1 and a year. 2.4×10^4 and 3.1×10³ are figures; 2.4×104 is none.
//
// Chinese digits in a row without 十, 百 or 千 are read digit by digit where they are four (二零二三) or have a 〇 or ○
// (一〇五), but not where they only count up (一二三四). Two neighbours (三四, 两三) and 三五 are a range. Any other row
// (五一, 三七, 八零) is no figure. 十四五 is a five-year plan.
//
// 百, 千, 万 and 亿 are no figures by themselves (百姓, 万元), but 百余 and 上百 are. 十分 is an adverb. 陆, 伍, 肆 and
// 拾 are numerals beside other financial forms only (陆地, 队伍). 点 before 三十 is a time and not a decimal point.
// 成 is a tenth only where it does not begin a word such as 成立. Circled and Roman numerals are markers.
package numeral

import (
	"strings"

	"zhenggai/extract/internal/chinese"
	"zhenggai/extract/rules"
	"zhenggai/model"
)

// maxDigits is the largest number of digits of a figure: what a [model.Decimal] holds.
const maxDigits = 18

// ceiling is the smallest number with more than maxDigits digits.
const ceiling = 1e18

// A Number is one figure as written.
type Number struct {
	Start, End int           // extent in the text, in bytes
	Value      model.Decimal // the exact value, 万 and 亿 included
	High       model.Decimal // the upper end of a range such as 三五个 or 十五六; else zero

	// Power is the power of ten of the 万 (4), 亿 (8) or 万亿 (12) that ends the figure, else 0, so that an amount of
	// money can be stated in 万元: 3万余 has 4, 三亿二千万 has 4, 二万一千 has 0.
	Power int

	// Over and Under are what a fraction shares where Value in per cent is rounded: 2 and 3 of 三分之二; else both are 0.
	Over, Under int64

	Chinese bool // some digit is a Chinese numeral; 3万 is Arabic
	Percent bool // the figure is a share of a hundred and Value in per cent: 95%, 百分之九十五, 三成, 三分之二
	Sum     bool // 个亿 ends the figure, which is money where no unit follows: 3.5个亿
	More    bool // 余, 多, 来 or 几 inside or right behind the figure, and part of it: 2.5余万, 3万余, 十几
	Ordinal bool // 第 stands right before the figure

	// Fuzzy says that no exact figure is written. A range has its lower end in Value and its upper end in High. 数十, 几百,
	// 上百, 近千 and 成千上万 have the power of ten that they name in Value and no High; 若干 has neither.
	Fuzzy bool

	// Latin says that the figure is part of a name or number of another kind: a Latin letter, _ or @ touches its digits
	// (PM2.5, 5G, post_25313), a letter and a dot or hyphen do (COVID-19, 163.com), or it has two dots or more
	// (192.168.1.1, 2021.5.7), and then its Value is zero. Units such as 10km are Latin too. A figure with 万, 亿, 余 or %
	// is a quantity, whatever stands beside it (GDP3000亿元).
	Latin bool
}

// Parse reads the figure that starts at text[i:], the longest there is. It reports false where none starts there, or
// where the figure has more than 18 digits. Before i it looks only for 第 and for what makes the figure Latin.
func Parse(words *rules.Quantities, text string, i int) (n Number, ok bool) {
	if i < 0 || i >= len(text) {
		return Number{}, false
	}
	r := reader{words: words, text: text, pos: i}
	if !r.figure() {
		return Number{}, false
	}
	return r.num, true
}

// Next returns the first figure that starts at or after i, and false where there is none. What it passes over as no
// figure, such as a row of digits that is too long, it passes over as a whole. Called again with i = n.End, it goes
// through a text in time linear in its length.
func Next(words *rules.Quantities, text string, i int) (n Number, ok bool) {
	for i = max(i, 0); i < len(text); {
		c, size := rune(text[i]), 1
		if c >= 0xE2 && i+2 < len(text) && text[i+1]>>6 == 2 && text[i+2]>>6 == 2 { // no sign but the ASCII digits is below U+2000
			c, size = c&0xF<<12|rune(text[i+1]&0x3F)<<6|rune(text[i+2]&0x3F), width
		}
		if !isSign(c) {
			i += size
			continue
		}
		r := reader{words: words, text: text, pos: i}
		if r.figure() {
			return r.num, true
		}
		i = max(i+size, r.pos)
	}
	return Number{}, false
}

// A reader reads one figure. While it works, the value is coef × 10^-scale.
type reader struct {
	words  *rules.Quantities // which make other words of what looks like a figure
	text   string
	pos    int // the next byte; where reading failed, the place from which the search goes on
	coef   int64
	scale  int
	spread int64 // what the upper end of a range adds to coef; 0 where there is no range
	formal bool  // the last numeral was of a financial form
	inner  bool  // the figure is the numerator of a fraction and cannot be one itself
	num    Number
}

// figure reads the figure at pos.
func (r *reader) figure() bool {
	start := r.pos
	if !r.dispatch(r.raw(0)) {
		return false
	}
	r.num.Start, r.num.End = start, r.pos
	r.num.Value = model.NewDecimal(r.coef, r.scale)
	if r.spread > 0 {
		r.num.High = model.NewDecimal(r.coef+r.spread, r.scale)
		r.num.Fuzzy = true
	}
	r.num.Ordinal = strings.HasSuffix(r.text[:start], chinese.Nth)
	return true
}

// dispatch reads the figure at pos by its first sign.
func (r *reader) dispatch(s sign) bool {
	switch s.kind {
	case arabic:
		return r.arabic()
	case digit, zero, score:
		return r.chinese()
	case unit:
		if s.n == 1 {
			return r.chinese()
		}
		return r.bare()
	case myriad:
		return r.bare()
	case few, several:
		return r.several()
	case nearly:
		return r.nearly()
	case into:
		return r.into()
	case some:
		return r.some()
	}
	return false
}

// shift multiplies the value by 10^exp, and reports whether it still fits.
func (r *reader) shift(exp int) bool {
	fold := min(max(exp, 0), r.scale)
	r.scale -= fold
	for exp -= fold; exp > 0; exp-- {
		if r.coef >= ceiling/10 {
			return false
		}
		r.coef *= 10
		r.spread *= 10
	}
	r.scale -= exp // a negative exp is left as it came
	return r.scale <= maxDigits && r.coef+r.spread < ceiling
}

// power returns 10^n.
func power(n int) int64 {
	p := int64(1)
	for ; n > 0; n-- {
		p *= 10
	}
	return p
}
