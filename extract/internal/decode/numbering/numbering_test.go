package numbering

import "testing"

// TestNext counts a list of two uses, the second with a level of its own and a start.
func TestNext(t *testing.T) {
	l := New()
	l.Levels[0].Format, l.Levels[0].Pattern = "chineseCounting", "第\x01章\uf0b7"
	l.Levels[1] = Level{Start: 3, Format: "hebrew1", Pattern: "\x01.\x02", Restart: 0}
	l.Levels[2] = Level{Start: 1, Format: "decimalZero", Pattern: "\x01-\x03", Restart: -1, Legal: true}
	plain, other := NewUse(l), NewUse(l)
	other.Levels[0], other.Starts[0] = &Level{Format: "decimal", Pattern: "\x01)", Restart: -1}, 7
	short := New()
	short.Levels[0] = Level{Format: "chineseCountingThousand", Pattern: "\x01.\x03", Restart: -1}
	below := NewUse(short)
	for i, test := range []struct {
		use   *Use
		depth int
		want  string
		sure  bool
	}{
		{plain, 1, "一.3", false},
		{plain, 0, "第一章", true},
		{plain, 1, "一.4", false},
		{plain, 2, "1-01", true},
		{other, 0, "7)", true},
		{other, 0, "8)", true},
		{plain, 0, "第九章", true},
		{plain, 2, "9-01", true},
		{below, 0, "零.", true},
	} {
		if got, sure := test.use.Next(test.depth); got != test.want || sure != test.sure {
			t.Errorf("%d: %q (sure: %t), want %q", i, got, sure, test.want)
		}
	}
}

func TestWrite(t *testing.T) {
	for _, test := range []struct {
		format string
		n      int
		want   string
	}{
		{"decimal", 12, "12"},
		{"decimalHalfWidth", 12, "12"},
		{"decimalZero", 7, "07"},
		{"decimalZero", 12, "12"},
		{"decimalFullWidth", 12, "１２"},
		{"unknown", 3, "3"},
		{"none", 3, ""},
		{"chineseCounting", 10, "十"},
		{"chineseCounting", 11, "十一"},
		{"chineseCounting", 20, "二十"},
		{"chineseCounting", 99, "九十九"},
		{"chineseCounting", 100, "一○○"},
		{"chineseCounting", 120, "一二○"},
		{"chineseCountingThousand", 100, "一百"},
		{"chineseCountingThousand", 15, "十五"},
		{"chineseCountingThousand", 101, "一百零一"},
		{"chineseCountingThousand", 110, "一百一十"},
		{"chineseCountingThousand", 1000, "一千"},
		{"chineseCountingThousand", 1010, "一千零一十"},
		{"chineseCountingThousand", 10203, "一万零二百零三"},
		{"japaneseCounting", 21, "二十一"},
		{"ideographDigital", 10, "一〇"},
		{"chineseLegalSimplified", 11, "壹拾壹"},
		{"ideographLegalTraditional", 6, "陸"},
		{"ideographTraditional", 10, "癸"},
		{"ideographTraditional", 11, "甲"},
		{"ideographZodiac", 12, "亥"},
		{"decimalEnclosedCircle", 1, "①"},
		{"decimalEnclosedCircle", 21, "㉑"},
		{"decimalEnclosedCircle", 50, "㊿"},
		{"decimalEnclosedCircle", 51, "51"},
		{"decimalEnclosedFullstop", 3, "⒊"},
		{"decimalEnclosedParen", 20, "⒇"},
		{"ideographEnclosedCircle", 2, "㈡"},
		{"upperLetter", 26, "Z"},
		{"lowerLetter", 27, "aa"},
		{"ordinal", 1, "1st"},
		{"ordinal", 12, "12th"},
		{"ordinal", 23, "23rd"},
		{"upperRoman", 14, "XIV"},
		{"lowerRoman", 9, "ix"},
		{"numberInDash", 4, "- 4 -"},
		{"decimalEnclosedCircle", 0, "0"},
		{"chineseCounting", 0, "○"},
	} {
		if got, known := Write(test.format, test.n); got != test.want || known == (test.format == "unknown") {
			t.Errorf("%s of %d: %q (known: %t), want %q", test.format, test.n, got, known, test.want)
		}
	}
}
