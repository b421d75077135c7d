package model

import (
	"fmt"
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

// Visible returns s as a terminal or a log can show it without being steered by it: control characters but tabs and line ends,
// separators of lines, and characters that turn the direction of text are written out as in JSON, \u001b, and bytes that are no UTF-8
// as \xff. So a text in JSON means the same as before.
func Visible(s string) string {
	if isVisible(s) {
		return s
	}
	var b strings.Builder
	for i, r := range s {
		switch {
		case r == utf8.RuneError && !strings.HasPrefix(s[i:], "\ufffd"):
			fmt.Fprintf(&b, `\x%02x`, s[i])
		case steers(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isVisible is the fast way out: it allocates nothing.
func isVisible(s string) bool {
	for i, r := range s {
		if steers(r) || r == utf8.RuneError && !strings.HasPrefix(s[i:], "\ufffd") {
			return false
		}
	}
	return true
}

// steers reports whether r does more to a terminal than to stand there.
func steers(r rune) bool {
	switch {
	case r >= ' ' && r < 0x7f, r == '\n', r == '\t', r >= 0x4e00 && r <= 0x9fff:
		return false
	}
	return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029'
}

// Fit returns a text as it is, or its beginning with … behind it, so that it takes no more than most characters.
func Fit(s string, most int) string {
	if utf8.RuneCountInString(s) <= most {
		return s
	}
	return Shorten(s, most-1)
}

// Shorten returns the first characters of a text, with … behind them where there are more.
func Shorten(s string, first int) string {
	for at := range s {
		if first--; first < 0 {
			return s[:at] + "…"
		}
	}
	return s
}
