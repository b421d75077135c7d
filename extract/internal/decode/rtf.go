package decode

import (
	"bytes"
	"regexp"
	"strconv"
	"unicode"
)

var (
	listText   = []byte(`{\listtext`)
	listUse    = regexp.MustCompile(`\\ls\d+ ?`)
	rtfCode    = regexp.MustCompile(`\\(?:'[0-9a-fA-F]{2}|[a-z]+-?\d* ?|[^a-z'])`)
	rtfPair    = regexp.MustCompile(`\\'[89a-fA-F][0-9a-fA-F]\\'[0-9a-fA-F]{2}`)
	rtfUnicode = regexp.MustCompile(`\\u(-?\d+)`)
	rtfNumber  = regexp.MustCompile(`\d|[A-Za-z]+[.)]`)
)

// writtenNumbers makes text of the numbers that the program which wrote an RTF file has put before its paragraphs. LibreOffice 7.4 passes over
// them and counts by the pattern of the list, and it loses the sign of the number in patterns of characters of two bytes.
func writtenNumbers(data []byte) []byte {
	if !bytes.Contains(data, listText) {
		return data
	}
	var out bytes.Buffer
	for {
		before, rest, found := bytes.Cut(data, listText)
		out.Write(listUse.ReplaceAll(before, nil))
		if !found {
			return out.Bytes()
		}
		end := groupEnd(rest)
		if number := rest[:end]; numbered(number) {
			out.WriteByte('{')
			out.Write(number)
		} else {
			out.Write(listText)
			out.Write(number)
		}
		data = rest[end:]
	}
}

// groupEnd returns where the group that a text is in ends.
func groupEnd(rtf []byte) int {
	depth := 1
	for i := 0; i < len(rtf); i++ {
		switch rtf[i] {
		case '\\':
			i++
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return len(rtf)
}

// numbered reports whether the text before a paragraph is a number and no bullet of a symbol font.
func numbered(rtf []byte) bool {
	for _, code := range rtfUnicode.FindAllSubmatch(rtf, -1) {
		const enclosed = 0x2460 // ①, and from there on
		n, err := strconv.Atoi(string(code[1]))
		if r := rune(uint16(n)); err == nil && r >= enclosed && !unicode.Is(unicode.Co, r) {
			return true
		}
	}
	return rtfPair.Match(rtf) || rtfNumber.Match(rtfCode.ReplaceAll(rtf, nil))
}
