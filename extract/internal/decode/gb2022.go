package decode

import (
	"strings"
	"unicode/utf8"
)

// newer are the pairs of bytes of GB 18030 that golang.org/x/text v0.43.0 does not know: ideographs and forms of punctuation for vertical text
// that had private characters before Unicode had them. The first 18 are the changes of GB 18030-2022 from GB 18030-2005 (its annex D), ḿ
// is one of 2005, and for the last six, which the standard leaves private, Unicode has the ideographs since version 3.1.
var newer = map[[2]byte]rune{
	{0xA6, 0xD9}: 0xFE10, {0xA6, 0xDA}: 0xFE12, {0xA6, 0xDB}: 0xFE11, {0xA6, 0xDC}: 0xFE13, {0xA6, 0xDD}: 0xFE14, {0xA6, 0xDE}: 0xFE15,
	{0xA6, 0xDF}: 0xFE16, {0xA6, 0xEC}: 0xFE17, {0xA6, 0xED}: 0xFE18, {0xA6, 0xF3}: 0xFE19, {0xFE, 0x59}: 0x9FB4, {0xFE, 0x61}: 0x9FB5,
	{0xFE, 0x66}: 0x9FB6, {0xFE, 0x67}: 0x9FB7, {0xFE, 0x6D}: 0x9FB8, {0xFE, 0x7E}: 0x9FB9, {0xFE, 0x90}: 0x9FBA, {0xFE, 0xA0}: 0x9FBB,
	{0xA8, 0xBC}: 0x1E3F,
	{0xFE, 0x51}: 0x20087, {0xFE, 0x52}: 0x20089, {0xFE, 0x53}: 0x200CC, {0xFE, 0x6C}: 0x215D7, {0xFE, 0x76}: 0x2298F, {0xFE, 0x91}: 0x241FE,
}

// decodeNewer decodes text in GB 18030 of which something was not known, with the newer pairs of bytes.
func decodeNewer(data []byte) string {
	var b strings.Builder
	start := 0
	for i := 0; i+1 < len(data); {
		switch second := data[i+1]; {
		case data[i] < utf8.RuneSelf:
			i++
			continue
		case '0' <= second && second <= '9':
			i += 4
			continue
		}
		if r, ok := newer[[2]byte{data[i], data[i+1]}]; ok {
			b.WriteString(gbCodec.plain(data[start:i]))
			b.WriteRune(r)
			start = i + 2
		}
		i += 2
	}
	b.WriteString(gbCodec.plain(data[start:]))
	return b.String()
}

// isNewer reports whether a text has a character that golang.org/x/text writes in another way than it was written.
func isNewer(text string) bool {
	for _, r := range newer {
		if strings.ContainsRune(text, r) {
			return true
		}
	}
	return false
}
