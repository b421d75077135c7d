package shapes

import "strings"

// NestedRTF makes an RTF document of about size bytes whose groups stand in one another. LibreOffice takes hundreds of bytes
// of memory for each of its bytes.
func NestedRTF(size int) []byte {
	const open = `{\b x`
	n := size / (len(open) + 1)
	return []byte(`{\rtf1\ansi ` + strings.Repeat(open, n) + strings.Repeat("}", n) + "}")
}
