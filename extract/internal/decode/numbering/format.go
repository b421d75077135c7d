package numbering

import (
	"strconv"
	"strings"

	"zhenggai/extract/internal/chinese"
)

// Write writes a number in one of Word's formats, and reports whether it is a known one. One that has no sign for the
// number, and any that is not known, gives figures.
func Write(format string, n int) (number string, known bool) {
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
	"ideographTraditional": chinese.Stems,
	"ideographZodiac":      chinese.Branches,
}

// rows are formats that have signs for the first numbers only. Word writes ㈠ where the standard has ㊀ ([MS-OI29500] 2.1.540).
var rows = map[string]string{
	"decimalEnclosedCircle":        circles,
	"decimalEnclosedCircleChinese": circles,
	"decimalEnclosedFullstop":      "⒈⒉⒊⒋⒌⒍⒎⒏⒐⒑⒒⒓⒔⒕⒖⒗⒘⒙⒚⒛",
	"decimalEnclosedParen":         "⑴⑵⑶⑷⑸⑹⑺⑻⑼⑽⑾⑿⒀⒁⒂⒃⒄⒅⒆⒇",
	"ideographEnclosedCircle":      "㈠㈡㈢㈣㈤㈥㈦㈧㈨㈩",
}

const circles = "①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳㉑㉒㉓㉔㉕㉖㉗㉘㉙㉚㉛㉜㉝㉞㉟㊱㊲㊳㊴㊵㊶㊷㊸㊹㊺㊻㊼㊽㊾㊿"

// writers are formats that are made of the figures of the number.
var writers = map[string]func(int) string{
	"none":                       func(int) string { return "" },
	"bullet":                     func(int) string { return "" },
	"decimal":                    strconv.Itoa,
	"decimalHalfWidth":           strconv.Itoa,
	"decimalZero":                func(n int) string { return strings.Repeat("0", 1-min(1, n/10)) + strconv.Itoa(n) },
	"decimalFullWidth":           func(n int) string { return chinese.Digits(n, chinese.Wide) },
	"decimalFullWidth2":          func(n int) string { return chinese.Digits(n, chinese.Wide) },
	"ideographDigital":           func(n int) string { return chinese.Digits(n, chinese.Figures) },
	"japaneseDigitalTenThousand": func(n int) string { return chinese.Digits(n, chinese.Figures) },
	"taiwaneseDigital":           func(n int) string { return chinese.Digits(n, chinese.FiguresCircle) },
	"chineseCounting":            chinese.Counting,
	"taiwaneseCounting":          chinese.Counting,
	"chineseCountingThousand":    func(n int) string { return chinese.Numeral(n, chinese.FiguresZero, chinese.Units, false) },
	"taiwaneseCountingThousand":  func(n int) string { return chinese.Numeral(n, chinese.FiguresZero, chinese.UnitsTraditional, false) },
	"japaneseCounting":           func(n int) string { return chinese.Numeral(n, chinese.FiguresZero, chinese.Units, false) },
	"chineseLegalSimplified":     func(n int) string { return chinese.Numeral(n, chinese.FiguresLegal, chinese.UnitsLegal, true) },
	"ideographLegalTraditional": func(n int) string {
		return chinese.Numeral(n, chinese.FiguresTraditional, chinese.UnitsLegalTraditional, true)
	},
	"upperLetter":  func(n int) string { return letters(n, 'A') },
	"lowerLetter":  func(n int) string { return letters(n, 'a') },
	"ordinal":      ordinal,
	"upperRoman":   roman,
	"lowerRoman":   func(n int) string { return strings.ToLower(roman(n)) },
	"numberInDash": func(n int) string { return "- " + strconv.Itoa(n) + " -" },
}

// letters writes z, aa, bb as Word does.
func letters(n int, first rune) string {
	const most = 30 // Word writes no more of them
	if n == 0 {
		return ""
	}
	return strings.Repeat(string(first+rune((n-1)%26)), min((n-1)/26+1, most))
}

// ordinal writes 1st, 2nd, 3rd.
func ordinal(n int) string {
	ending := "th"
	if n%100 < 11 || n%100 > 13 {
		switch n % 10 {
		case 1:
			ending = "st"
		case 2:
			ending = "nd"
		case 3:
			ending = "rd"
		}
	}
	return strconv.Itoa(n) + ending
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

// FormatOf returns the name of the format that has a number in old formats of files, or "".
func FormatOf(code int) string { return codes[code] }

// codes are the names of the formats of numbers, by their codes. The others are those of languages that notices are
// not written in.
var codes = map[int]string{
	0: "decimal", 1: "upperRoman", 2: "lowerRoman", 3: "upperLetter", 4: "lowerLetter", 5: "ordinal", 10: "ideographDigital",
	11: "japaneseCounting", 14: "decimalFullWidth", 15: "decimalHalfWidth", 17: "japaneseDigitalTenThousand",
	18: "decimalEnclosedCircle", 19: "decimalFullWidth2", 22: "decimalZero", 23: "bullet", 26: "decimalEnclosedFullstop",
	27: "decimalEnclosedParen", 28: "decimalEnclosedCircleChinese", 29: "ideographEnclosedCircle",
	30: "ideographTraditional", 31: "ideographZodiac", 33: "taiwaneseCounting", 34: "ideographLegalTraditional",
	35: "taiwaneseCountingThousand", 36: "taiwaneseDigital", 37: "chineseCounting", 38: "chineseLegalSimplified",
	39: "chineseCountingThousand", 40: "decimal", 57: "numberInDash", 255: "none",
}
