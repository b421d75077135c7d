// Package runes finds where a text may be cut at a given byte without cutting a character.
package runes

import "unicode/utf8"

// Before returns the last start of a character at or before byte i, or an end of s where i is beyond it.
func Before(s string, i int) int {
	i = max(0, min(i, len(s)))
	for i > 0 && i < len(s) && !utf8.RuneStart(s[i]) {
		i--
	}
	return i
}

// Behind returns the first start of a character at or behind byte i, or an end of s where i is beyond it.
func Behind(s string, i int) int {
	i = max(0, min(i, len(s)))
	for i < len(s) && !utf8.RuneStart(s[i]) {
		i++
	}
	return i
}
