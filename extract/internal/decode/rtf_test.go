package decode

import "testing"

// TestWrittenNumbers makes text of numbers, and leaves bullets to the list.
func TestWrittenNumbers(t *testing.T) {
	for _, test := range []struct{ name, rtf, want string }{
		{"no list", `{\rtf1 \ls1 x}`, `{\rtf1 \ls1 x}`},
		{"characters of two bytes", `{\listtext\f0 \'a3\'a8\'d2\'bb\tab}\ls1\ilvl0 x`, `{\f0 \'a3\'a8\'d2\'bb\tab}\ilvl0 x`},
		{"characters by their codes", `\ls12 {\listtext\uc1\u19968 ?}\ls12 x`, `{\uc1\u19968 ?}x`},
		{"a negative code", `{\listtext\u-248 ?}`, `{\u-248 ?}`},
		{"figures", `{\listtext\pard 1.\tab}x`, `{\pard 1.\tab}x`},
		{"letters", `{\listtext a)\tab}x`, `{ a)\tab}x`},
		{"a bullet", `{\listtext\f3\'b7\tab}\ls1 x`, `{\listtext\f3\'b7\tab}x`},
		{"a bullet of the private use area", `{\listtext\u-3913 ?}x`, `{\listtext\u-3913 ?}x`},
		{"a bullet that is a letter", `{\listtext\f9 l\tab}x`, `{\listtext\f9 l\tab}x`},
		{"groups and braces within", `{\listtext{\b 2}\}}\ls1 x`, `{{\b 2}\}}x`},
		{"no end", `{\listtext 3`, `{ 3`},
	} {
		if got := string(writtenNumbers([]byte(test.rtf))); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}
