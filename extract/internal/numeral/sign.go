package numeral

import (
	"strings"

	"zhenggai/extract/internal/chinese"
)

// A kind is the part that a character plays in a figure.
type kind uint8

const (
	none    kind = iota
	arabic       // 0 to 9 and their full-width forms
	digit        // 一 to 九 and 两
	zero         // 零 and 〇
	unit         // 十 百 千
	score        // 廿 卅
	myriad       // 万 亿
	few          // 几
	several      // 数, before a unit
	nearly       // 上 近, before a unit
	into         // 成, in 成百上千
	some         // 若, in 若干
)

// A sign is what one character means in a figure.
type sign struct {
	kind kind
	n    uint8 // value of a digit, tens of a score, power of ten of a unit or myriad
	form form
}

// A form says how a numeral is written where that matters.
type form uint8

const (
	common    form = iota
	financial      // 壹 贰 佰 仟, which are nothing but numerals
	doubtful       // 肆 伍 陆 拾, which are words of their own as well
	pair           // 两
	ring           // 〇
)

// width is the length in bytes of every Chinese numeral.
const width = 3

// signTable holds the sign of each character that has one.
var signTable = func() (table [1 << 16]sign) {
	set := func(chars string, s sign, step uint8) {
		for _, r := range chars {
			table[r] = s
			s.n += step
		}
	}
	set(chinese.Arabic, sign{kind: arabic}, 1)
	set(chinese.Wide, sign{kind: arabic}, 1)
	set(chinese.Nought, sign{kind: zero}, 0)
	set(chinese.Rings, sign{kind: zero, form: ring}, 0)
	set(chinese.Ones, sign{kind: digit, n: 1}, 1)
	set(chinese.Pair, sign{kind: digit, n: 2, form: pair}, 0)
	set(chinese.Tens, sign{kind: unit, n: 1}, 1)
	set(chinese.Myriads, sign{kind: myriad, n: 4}, 4)
	set(chinese.Scores, sign{kind: score, n: 2}, 1)
	set(chinese.Few, sign{kind: few}, 0)
	set(chinese.Several, sign{kind: several}, 0)
	set(chinese.Up+chinese.Near, sign{kind: nearly}, 0)
	set(chinese.Tenth, sign{kind: into}, 0)
	set(chinese.Some[:width], sign{kind: some}, 0)
	set(chinese.OnesLegal, sign{kind: digit, n: 1, form: financial}, 1)
	set(chinese.TensLegal, sign{kind: unit, n: 1, form: financial}, 1)
	set(chinese.MyriadsLegal, sign{kind: myriad, n: 4, form: financial}, 4)
	for _, r := range chinese.Doubtful {
		table[r].form = doubtful
	}
	return table
}()

// signOf returns the sign of a character; its kind is none where it has no part in any figure.
func signOf(r rune) sign {
	if !isSign(r) {
		return sign{}
	}
	return signTable[r]
}

// signSet has a bit for each character that has a sign: every character of a text is looked up in it.
var signSet = func() (set [1 << 16 / 64]uint64) {
	for r := range signTable {
		if signTable[r].kind != none {
			set[r/64] |= 1 << (r % 64)
		}
	}
	return set
}()

// isSign reports whether a character has a sign.
func isSign(r rune) bool { return uint32(r) < 1<<16 && signSet[r/64]&(1<<(r%64)) != 0 }

// isFinancial reports whether s is written in a financial form, doubtful or not.
func (s sign) isFinancial() bool { return s.form == financial || s.form == doubtful }

// isNumeral reports whether s can stand inside a Chinese number.
func (s sign) isNumeral() bool { return s.kind >= digit && s.kind <= myriad }

// isDigit reports whether s is a Chinese digit, zero included.
func (s sign) isDigit() bool { return s.kind == digit || s.kind == zero }

// runeAt returns the character at text[i:] if it has one byte or three, else -1. Every numeral has one or three.
func runeAt(text string, i int) rune {
	if i >= len(text) {
		return -1
	}
	c := text[i]
	if c < 0x80 {
		return rune(c)
	}
	if c>>4 != 0xE || i+2 >= len(text) || text[i+1]>>6 != 2 || text[i+2]>>6 != 2 {
		return -1
	}
	return rune(c&0xF)<<12 | rune(text[i+1]&0x3F)<<6 | rune(text[i+2]&0x3F)
}

// runeAhead returns the character that is off bytes ahead.
func (r *reader) runeAhead(off int) rune { return runeAt(r.text, r.pos+off) }

// ahead reports whether a word stands off bytes ahead.
func (r *reader) ahead(off int, word string) bool {
	at := r.pos + off
	return at <= len(r.text) && strings.HasPrefix(r.text[at:], word)
}

// opens reports whether a word of a kind of the table of figures stands off bytes ahead.
func (r *reader) opens(kind string, off int) bool {
	at := r.pos + off
	return at <= len(r.text) && r.words.Opens(kind, r.text[at:])
}

// raw returns the sign that is off bytes ahead, doubtful ones included.
func (r *reader) raw(off int) sign { return signOf(r.runeAhead(off)) }

// sign is like raw, but a doubtful numeral is a sign only beside a financial form that it can stand beside in a figure,
// or before 万, 亿, 元, 角 or 份, and before 分 behind 角.
func (r *reader) sign(off int) sign {
	s := r.raw(off)
	if s.form != doubtful || off == 0 && r.formal {
		return s
	}
	if off >= width && r.raw(off-width).joins(s) {
		return s
	}
	if next := r.raw(off + width); next.kind == myriad || next.joins(s) {
		return s
	}
	confirmed := strings.ContainsRune(chinese.Confirms, r.runeAhead(off+width))
	if confirmed || off == 0 && r.ahead(width, chinese.Fen) && strings.HasSuffix(r.text[:r.pos], chinese.Jiao) {
		return s
	}
	return sign{}
}

// joins reports whether s confirms that the doubtful numeral beside it is one: 佰 does for 伍, and 伍 for 拾.
func (s sign) joins(doubtful sign) bool { return s.isFinancial() && s.kind != doubtful.kind }

// skipNumerals moves pos behind the Chinese numerals at pos.
func (r *reader) skipNumerals() {
	for r.raw(0).isNumeral() {
		r.pos += width
	}
}

// moreAt reports whether 余, 多 or 来 is off bytes ahead and belongs to the figure before it.
func (r *reader) moreAt(off int) bool {
	return strings.ContainsRune(chinese.More, r.runeAhead(off)) && !r.opens("no_more", off)
}

// fewAt reports whether 几 is off bytes ahead and belongs to the figure before it.
func (r *reader) fewAt(off int) bool { return r.ahead(off, chinese.Few) && !r.opens("no_few", off) }

// myriads reads 万, 亿 or 万亿 and returns its power of ten, or 0 where there is none.
func (r *reader) myriads() int {
	exp := 0
	for i := 0; i < 2; i++ { // 万亿, 万万 and 亿亿, but no longer rows
		s := r.raw(0)
		if s.kind != myriad {
			break
		}
		exp += int(s.n)
		r.pos += width
	}
	switch {
	case exp > 12:
		r.num.Power = 8
	case exp > 0:
		r.num.Power = exp
	}
	return exp
}
