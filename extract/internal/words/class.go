package words

import (
	"unicode"
	"unicode/utf8"
)

// A class tells what kind of word a character belongs to.
type class byte

const (
	mark class = iota
	space
	han
	digit
	letter
	unit
)

// classOf returns the class of a character. Full-width figures and letters go with the others.
func classOf(r rune) class {
	switch {
	case '\u4e00' <= r && r <= '\u9fff':
		return han
	case '0' <= r && r <= '9', '０' <= r && r <= '９':
		return digit
	case 'a' <= r && r <= 'z', 'A' <= r && r <= 'Z':
		return letter
	case r == '%', r == '％', r == '‰', r == '℃':
		return unit
	case r < utf8.RuneSelf:
		if r == ' ' || '\t' <= r && r <= '\r' {
			return space
		}
		return mark
	case '\u3300' <= r && r <= '\u33ff', unicode.Is(unicode.Han, r): // ㎡ is a word of the dictionary
		return han
	case unicode.IsLetter(r):
		return letter
	case unicode.IsSpace(r):
		return space
	}
	return mark
}

// endOf returns where the characters of class c end that go on at byte i, at limit at the latest.
func endOf(text string, i int, c class, limit int) int {
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		if classOf(r) != c || i+size > limit {
			break
		}
		i += size
	}
	return i
}

// endOfFigure returns where the figure ends that goes on at byte i: 6.5 and 24,978.12 are one figure, in 6,7 and
// 14项,7 the comma parts two.
func endOfFigure(text string, i int) int {
	i = endOf(text, i, digit, len(text))
	for {
		r, size := utf8.DecodeRuneInString(text[i:])
		end := endOf(text, i+size, digit, len(text))
		digits := utf8.RuneCountInString(text[min(i+size, end):end])
		switch {
		case (r == '.' || r == '．') && digits > 0:
			return end
		case (r == ',' || r == '，') && digits == 3:
			i = end
		default:
			return i
		}
	}
}
