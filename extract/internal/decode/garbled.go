package decode

import (
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/simplifiedchinese"

	"zhenggai/extract/internal/decode/layout"
)

// Some programs write letters, figures and signs in a PDF by the codes that GBK has in its row A0, where it has rare ideographs: 狋犺犲 is "the",
// and 牪牥牪牭 is 2025. rowA0 are these ideographs, to what they are written for.
var rowA0 = func() map[rune]rune {
	signs := map[rune]rune{}
	for c := byte('!'); c <= '~'; c++ {
		pair, err := simplifiedchinese.GBK.NewDecoder().Bytes([]byte{0xA0, c | 0x80})
		if r, _ := utf8.DecodeRune(pair); err == nil && r != utf8.RuneError {
			signs[r] = rune(c)
		}
	}
	return signs
}()

// mapBack puts the signs of ASCII in the place of the ideographs of the row A0, where there are so many of them that they cannot be the rare
// ideographs of names.
func mapBack(all []layout.Paragraph) {
	const fewest, fewestKinds = 6, 3
	count, kinds := 0, map[rune]bool{}
	for i := range all {
		for _, r := range all[i].Text {
			if isRowA0(r) {
				count++
				kinds[r] = true
			}
		}
	}
	if count < fewest || len(kinds) < fewestKinds {
		return
	}
	for i := range all {
		all[i].Text = strings.Map(func(r rune) rune {
			if isRowA0(r) {
				return rowA0[r]
			}
			return r
		}, all[i].Text)
	}
}

func isRowA0(r rune) bool { return 0x7240 <= r && r <= 0x72FF && rowA0[r] != 0 }

// unreadable counts the characters of paragraphs that stand for glyphs of a font and for nothing else, and all but spaces: those of private use,
// and the signs and letters of paragraphs that are hardly anything but signs, which a font has numbered as it liked.
func unreadable(all []layout.Paragraph) (bad, total int) {
	for i := range all {
		b, n := 0, 0
		for _, r := range all[i].Text {
			if r > ' ' {
				n++
			}
			if r == utf8.RuneError || 0xE000 <= r && r <= 0xF8FF || 0xF0000 <= r {
				b++
			}
		}
		if isJunk(all[i].Text) {
			b = n
		}
		bad, total = bad+b, total+n
	}
	return bad, total
}

// isJunk reports whether a text has so many signs of ASCII that no language is written so. Addresses, figures and lines of dots are.
func isJunk(text string) bool {
	const fewest = 8
	signs, all := 0, 0
	last := rune(0)
	for _, r := range text {
		if r <= ' ' {
			continue
		}
		all++
		if r != last && r < utf8.RuneSelf && strings.ContainsRune("!\"#$&'*+;<=>?@[\\]^_`{|}~", r) {
			signs++
		}
		last = r
	}
	return all >= fewest && signs*4 > all
}
