package model

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Printable returns s as a cell of a spreadsheet or a CSV file can hold it: valid UTF-8 without control characters and
// noncharacters, lines ended by \n alone, tabs kept. Bytes that are no UTF-8 become U+FFFD.
func Printable(s string) string {
	if isPrintable(s) {
		return s
	}
	s = strings.ReplaceAll(s, "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\r', r == '\u2028', r == '\u2029', r == '\u0085':
			return '\n'
		case dropped(r):
			return -1
		}
		return r
	}, s)
}

// isPrintable is the fast way out for nearly every cell: it allocates nothing.
func isPrintable(s string) bool {
	for i, r := range s {
		switch {
		case r < 0x7f && (r >= ' ' || r == '\n' || r == '\t'), r >= 0x4e00 && r <= 0x9fff:
		case r == '\r', r == '\u2028', r == '\u2029', dropped(r):
			return false
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\ufffd"):
			return false
		}
	}
	return true
}

// dropped reports whether no cell may hold r: control characters, and the noncharacters that XML forbids.
func dropped(r rune) bool {
	return unicode.IsControl(r) && r != '\n' && r != '\t' || r == '\ufffe' || r == '\uffff'
}
