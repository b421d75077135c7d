package numbering

import (
	"strconv"
	"strings"
)

// write writes a number in one of Word's formats, and reports whether it is a known one. One that has no sign for the
// number, and any that is not known, gives figures.
func write(format string, n int) (number string, known bool) {
	signs, cycle := cycles[format]
	if cycle && n > 0 {
		return string([]rune(signs)[(n-1)%len([]rune(signs))]), true
	}
	signs, row := rows[format]
	if row && n > 0 && n <= len([]rune(signs)) {
		return string([]rune(signs)[n-1]), true
	}
	write, written := writers[format]
	if written && n >= 0 {
		return write(n), true
	}
	return strconv.Itoa(n), cycle || row || written
}

// cycles are formats that begin again behind their last sign.
var cycles = map[string]string{
	"ideographTraditional": "甲乙丙丁戊己庚辛壬癸",
	"ideographZodiac":      "子丑寅卯辰巳午未申酉戌亥",
}

// rows are formats that have signs for the first numbers only.
var rows = map[string]string{
	"decimalEnclosedCircle":        circles,
	"decimalEnclosedCircleChinese": circles,
	"decimalEnclosedFullstop":      "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
	"decimalEnclosedParen":         "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
	"ideographEnclosedCircle":      "㊀㊁㊂㊃㊄㊅㊆㊇㊈㊉",
}

const circles = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"

// writers are formats that are made of the figures of the number.
var writers = map[string]func(int) string{
	"none":                       func(int) string { return "" },
	"bullet":                     func(int) string { return "" },
	"decimal":                    strconv.Itoa,
	"decimalHalfWidth":           strconv.Itoa,
	"decimalZero":                func(n int) string { return strings.Repeat("0", 1-min(1, n/10)) + strconv.Itoa(n) },
	"decimalFullWidth":           func(n int) string { return digits(n, "０１２３４５６７８９") },
	"decimalFullWidth2":          func(n int) string { return digits(n, "０１２３４５６７８９") },
	"ideographDigital":           func(n int) string { return digits(n, "〇一二三四五六七八九") },
	"japaneseDigitalTenThousand": func(n int) string { return digits(n, "〇一二三四五六七八九") },
	"taiwaneseDigital":           func(n int) string { return digits(n, "○一二三四五六七八九") },
	"chineseCounting":            counting,
	"taiwaneseCounting":          counting,
	"chineseCountingThousand":    func(n int) string { return numeral(n, "零一二三四五六七八九", "十百千万", false) },
	"taiwaneseCountingThousand":  func(n int) string { return numeral(n, "零一二三四五六七八九", "十百千萬", false) },
	"japaneseCounting":           func(n int) string { return numeral(n, "零一二三四五六七八九", "十百千万", false) },
	"chineseLegalSimplified":     func(n int) string { return numeral(n, "零壹贰叁肆伍陆柒捌玖", "拾佰仟万", true) },
	"ideographLegalTraditional":  func(n int) string { return numeral(n, "零壹貳參肆伍陸柒捌玖", "拾佰仟萬", true) },
	"upperLetter":                func(n int) string { return letters(n, 'A') },
	"lowerLetter":                func(n int) string { return letters(n, 'a') },
	"upperRoman":                 roman,
	"lowerRoman":                 func(n int) string { return strings.ToLower(roman(n)) },
	"numberInDash":               func(n int) string { return "- " + strconv.Itoa(n) + " -" },
}

// digits writes a number figure by figure.
func digits(n int, signs string) string {
	var b strings.Builder
	for _, d := range strconv.Itoa(n) {
		b.WriteRune([]rune(signs)[d-'0'])
	}
	return b.String()
}

// counting writes 十一 up to ninety-nine and 一〇〇 behind it, as Word does.
func counting(n int) string {
	if n < 100 {
		return numeral(n, "〇一二三四五六七八九", "十百千万", false)
	}
	return digits(n, "〇一二三四五六七八九")
}

// numeral writes a Chinese numeral. Ten is 十, but 壹拾 where every figure is to be written.
func numeral(n int, figures, units string, full bool) string {
	f, u := []rune(figures), []rune(units)
	switch {
	case n < 10:
		return string(f[n])
	case n >= 10_000:
		return numeral(n/10_000, figures, units, full) + string(u[3]) + rest(n%10_000, 1000, f, u)
	case n < 20 && !full:
		return string(u[0]) + rest(n%10, 1, f, u)
	}
	top, unit := 10, 0
	for n/top >= 10 {
		top, unit = top*10, unit+1
	}
	return string(f[n/top]) + string(u[unit]) + rest(n%top, top/10, f, u)
}

// rest writes what follows the first figure of a numeral, where top is the value of the next place.
func rest(n, top int, f, u []rune) string {
	if n == 0 {
		return ""
	}
	gap := ""
	if n < top {
		gap = string(f[0])
	}
	return gap + numeral(n, string(f), string(u), true)
}

// letters writes z, aa, bb as Word does.
func letters(n int, first rune) string {
	const most = 30 // Word writes no more of them
	if n == 0 {
		return ""
	}
	return strings.Repeat(string(first+rune((n-1)%26)), min((n-1)/26+1, most))
}

func roman(n int) string {
	if n > 4999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for i, v := range [...]int{1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1} {
		for ; n >= v; n -= v {
			b.WriteString([...]string{"M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"}[i])
		}
	}
	return b.String()
}
