package csvdir

import (
	"strings"
	"unicode"
)

// guard puts an apostrophe in front of text that a spreadsheet might run as a formula.
func guard(s string) string {
	if runs(s) {
		return "'" + s
	}
	return s
}

// Restore returns the text of a cell as it was before the Writer guarded it against being run as a formula.
func Restore(cell string) string {
	if rest, ok := strings.CutPrefix(cell, "'"); ok && runs(rest) {
		return rest
	}
	return cell
}

// runs reports whether a spreadsheet might run s as a formula, by the list of OWASP ("CSV Injection"), widened by what
// programs skip before they look: white space, invisible characters and quotation marks.
func runs(s string) bool {
	for _, r := range s {
		switch {
		case strings.ContainsRune("=+-@\t\r＝＋－＠", r):
			return true
		case !skipped(r):
			return false
		}
	}
	return false
}

// skipped reports whether a program may look for a formula behind r.
func skipped(r rune) bool {
	return strings.ContainsRune("'\"`‘’“”＇＂", r) || unicode.IsSpace(r) || unicode.Is(unicode.Cf, r)
}
