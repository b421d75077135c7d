package decode

import (
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"zhenggai/extract/internal/chinese"
)

// Radicals are characters of the blocks CJK Radicals Supplement and Kangxi Radicals. Text that was copied out of a PDF has them
// where it looks as if it had the ideographs.

// ideographs holds what each radical of the supplement stands for, which the norm package does not know.
var ideographs = func() map[rune]rune {
	pairs, m := []rune(chinese.Radicals), map[rune]rune{}
	for i := 0; i+1 < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return m
}()

// isRadical reports whether r is a radical.
func isRadical(r rune) bool { return 0x2E80 <= r && r <= 0x2FD5 }

// ideograph returns the ideograph that a radical stands for, or the radical where it stands for none.
func ideograph(r rune) rune {
	if u, ok := ideographs[r]; ok {
		return u
	}
	r, _ = utf8.DecodeRuneInString(norm.NFKC.String(string(r)))
	return r
}
