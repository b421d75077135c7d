package runes

import (
	"strings"
	"unicode/utf8"
)

// LastOpen returns where the brackets open with which words end, or -1.
func LastOpen(words string) int {
	for _, pair := range []string{"（）", "()", "（)", "(）", "[]", "【】", "〔〕"} {
		open, size := utf8.DecodeRuneInString(pair)
		if strings.HasSuffix(words, pair[size:]) {
			if at := strings.LastIndex(words, string(open)); at >= 0 {
				return at
			}
		}
	}
	return -1
}
