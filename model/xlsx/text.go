package xlsx

import (
	"strconv"
	"strings"
	"unicode/utf16"

	"zhenggai/model"
)

// shown returns the text of a cell in the given language: the names of codes, without what XML or a spreadsheet cannot
// hold.
func shown(c *model.Column, cell model.Cell, lang string) string {
	s := cell.In(lang)
	if name, ok := c.Values[s]; ok {
		return name.In(lang)
	}
	return model.Printable(s)
}

// cut parts a text into pieces of at most limit UTF-16 units, which is how spreadsheets count. All pieces but the last
// end in mark.
func cut(s, mark string, limit int) []string {
	if len(s) <= limit {
		return []string{s}
	}
	var pieces []string
	room := limit - units(mark)
	for prefix(s, limit) < len(s) {
		end := prefix(s, room)
		pieces = append(pieces, s[:end]+mark)
		s = s[end:]
	}
	return append(pieces, s)
}

// prefix returns the length in bytes of the longest run of whole code points of at most n UTF-16 units.
func prefix(s string, n int) int {
	for i, r := range s {
		if n -= utf16.RuneLen(r); n < 0 {
			return i
		}
	}
	return len(s)
}

// units counts UTF-16 units.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n
}

// appendText appends s as the text of an XML element.
func appendText(b []byte, s string) []byte {
	start := 0
	for i := 0; i < len(s); i++ {
		var escape string
		switch c := s[i]; {
		case c == '&':
			escape = "&amp;"
		case c == '<':
			escape = "&lt;"
		case c == '>':
			escape = "&gt;"
		case c == '"':
			escape = "&quot;"
		case c == '_' && isEscape(s[i:]):
			escape = "_x005F_"
		default:
			continue
		}
		b = append(append(b, s[start:i]...), escape...)
		start = i + 1
	}
	return append(b, s[start:]...)
}

// isEscape reports whether a spreadsheet would read the start of s as the escape of a character: _x000D_.
func isEscape(s string) bool {
	if len(s) < 7 || s[1] != 'x' || s[6] != '_' {
		return false
	}
	_, err := strconv.ParseUint(s[2:6], 16, 16)
	return err == nil
}

// literal writes s for excelize's cells of a normal sheet, so that a reader takes none of it for an escape.
func literal(s string) string {
	var b strings.Builder
	for i := range len(s) {
		b.WriteByte(s[i])
		if s[i] == '_' && isEscape(s[i:]) {
			b.WriteString("x005F_")
		}
	}
	return b.String()
}

// columns counts how many narrow characters wide s is.
func columns(s string) int {
	n := 0
	for _, r := range s {
		if n++; r >= 0x1100 {
			n++
		}
	}
	return n
}

// lines estimates how many lines a text takes in a column of the given width, by the advance widths of the workbook's
// font at 10 points: a column counts 8 pixels for each unit of width, a wide character takes 13.4 and a narrow one 7.2.
func lines(text string, width int) int {
	const wide, narrow = 134, 72
	if len(text)*narrow <= 80*width && !strings.Contains(text, "\n") {
		return 1
	}
	room := max(wide, 80*width-wide) // lines do not break in front of punctuation
	n, used := 1, 0
	for _, r := range text {
		advance := narrow
		switch {
		case r == '\n':
			n, used = n+1, 0
			continue
		case r >= 0x1100:
			advance = wide
		}
		if used += advance; used > room {
			n, used = n+1, advance
		}
	}
	return n
}
