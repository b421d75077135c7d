package numeral

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

// signOf returns the sign of a character; its kind is none where it has no part in any figure.
func signOf(r rune) sign {
	switch r {
	case '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return sign{kind: arabic, n: uint8(r - '0')}
	case '０', '１', '２', '３', '４', '５', '６', '７', '８', '９':
		return sign{kind: arabic, n: uint8(r - '０')}
	case '零':
		return sign{kind: zero}
	case '〇', '○': // a circle often stands for the numeral
		return sign{kind: zero, form: ring}
	case '一':
		return sign{kind: digit, n: 1}
	case '二':
		return sign{kind: digit, n: 2}
	case '三':
		return sign{kind: digit, n: 3}
	case '四':
		return sign{kind: digit, n: 4}
	case '五':
		return sign{kind: digit, n: 5}
	case '六':
		return sign{kind: digit, n: 6}
	case '七':
		return sign{kind: digit, n: 7}
	case '八':
		return sign{kind: digit, n: 8}
	case '九':
		return sign{kind: digit, n: 9}
	case '两':
		return sign{kind: digit, n: 2, form: pair}
	case '十':
		return sign{kind: unit, n: 1}
	case '百':
		return sign{kind: unit, n: 2}
	case '千':
		return sign{kind: unit, n: 3}
	case '万':
		return sign{kind: myriad, n: 4}
	case '亿':
		return sign{kind: myriad, n: 8}
	case '廿':
		return sign{kind: score, n: 2}
	case '卅':
		return sign{kind: score, n: 3}
	case '几':
		return sign{kind: few}
	case '数':
		return sign{kind: several}
	case '上', '近':
		return sign{kind: nearly}
	case '成':
		return sign{kind: into}
	case '若':
		return sign{kind: some}
	case '壹':
		return sign{kind: digit, n: 1, form: financial}
	case '贰':
		return sign{kind: digit, n: 2, form: financial}
	case '叁':
		return sign{kind: digit, n: 3, form: financial}
	case '肆':
		return sign{kind: digit, n: 4, form: doubtful}
	case '伍':
		return sign{kind: digit, n: 5, form: doubtful}
	case '陆':
		return sign{kind: digit, n: 6, form: doubtful}
	case '柒':
		return sign{kind: digit, n: 7, form: financial}
	case '捌':
		return sign{kind: digit, n: 8, form: financial}
	case '玖':
		return sign{kind: digit, n: 9, form: financial}
	case '拾':
		return sign{kind: unit, n: 1, form: doubtful}
	case '佰':
		return sign{kind: unit, n: 2, form: financial}
	case '仟':
		return sign{kind: unit, n: 3, form: financial}
	case '萬':
		return sign{kind: myriad, n: 4, form: financial}
	case '億':
		return sign{kind: myriad, n: 8, form: financial}
	}
	return sign{}
}

// signs are the characters that have a sign.
const signs = "0123456789０１２３４５６７８９零〇○一二三四五六七八九两十百千万亿廿卅几数上近成若壹贰叁肆伍陆柒捌玖拾佰仟萬億"

// signSet has a bit for each of signs: every character of a text is looked up in it.
var signSet = func() (set [1 << 16 / 64]uint64) {
	for _, r := range signs {
		set[r/64] |= 1 << (r % 64)
	}
	return set
}()

// isSign reports whether signOf knows a character.
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
	switch r.runeAhead(off + width) {
	case '元', '圆', '角', '份':
		return s
	case '分':
		if off == 0 && r.pos >= width && runeAt(r.text, r.pos-width) == '角' {
			return s
		}
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
	next := r.runeAhead(off + width)
	switch r.runeAhead(off) {
	case '多':
		return true
	case '余':
		return next != '额'
	case '来':
		switch next {
		case '自', '源', '访', '信', '电', '函', '文', '宾', '历', '看', '说', '到', '临', '华', '往', '的':
			return false
		}
		return true
	}
	return false
}

// fewAt reports whether 几 is off bytes ahead and belongs to the figure before it.
func (r *reader) fewAt(off int) bool {
	next := r.runeAhead(off + width)
	return r.runeAhead(off) == '几' && next != '乎' && next != '何'
}

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
