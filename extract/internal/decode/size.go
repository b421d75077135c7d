package decode

import (
	"strings"

	"golang.org/x/net/html/atom"
)

// The parser repeats formatting elements that are not closed, such as font, in every block that follows: those with the
// same attributes up to three times, and never more than the nesting that it allows. A page of a megabyte can so have a
// tree of gigabytes.
const (
	repeatedAlike = 3
	repeatedMost  = 512
)

// mayGrow reports whether the tree of a page with so many tags may have more than most elements.
func mayGrow(text string, tags, most int) bool {
	if tags*repeatedMost <= most {
		return false
	}
	kinds := map[string]bool{}
	eachTag(text, func(tag string) bool {
		if isFormatting(tag) {
			kinds[tag[:tagEnd(tag)]] = true
		}
		return tags*(1+repeatedAlike*len(kinds)) <= most
	})
	return tags*(1+min(repeatedAlike*len(kinds), repeatedMost)) > most
}

// withoutFormatting returns a page with empty comments in the place of the tags of formatting elements, so that what
// stands before and behind a tag does not become one.
func withoutFormatting(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	rest := 0 // where what is not yet written begins
	eachTag(text, func(tag string) bool {
		if isFormatting(strings.TrimPrefix(tag, "/")) {
			start := len(text) - len(tag) - 1
			if start < rest {
				return true // it stands in a tag that is left out
			}
			b.WriteString(text[rest:start])
			b.WriteString("<!>")
			rest = start + 1 + tagEnd(tag)
		}
		return true
	})
	b.WriteString(text[rest:])
	return b.String()
}

// eachTag calls f with what stands behind each < of a page, to its end, until f returns false.
func eachTag(text string, f func(tag string) bool) {
	for {
		i := strings.IndexByte(text, '<')
		if i < 0 {
			return
		}
		text = text[i+1:]
		if !f(text) {
			return
		}
	}
}

// tagEnd returns where a tag ends, behind its >.
func tagEnd(tag string) int {
	if i := strings.IndexByte(tag, '>'); i >= 0 {
		return i + 1
	}
	return len(tag)
}

// isFormatting reports whether a tag opens an element that the parser repeats. It repeats links too, but no more than one
// of them.
func isFormatting(tag string) bool {
	n := 0
	for n < len(tag) && n <= len("strong") && isLetter(tag[n]) {
		n++
	}
	switch atom.Lookup([]byte(strings.ToLower(tag[:n]))) {
	case atom.B, atom.Big, atom.Code, atom.Em, atom.Font, atom.I, atom.S, atom.Small, atom.Strike, atom.Strong, atom.Tt, atom.U:
		return true
	}
	return false
}
