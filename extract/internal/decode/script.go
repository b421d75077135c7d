package decode

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// A script is a script element of a page.
type script struct {
	node   *html.Node
	before int // blocks of the page before it
}

// readScripts returns the main text of pages that a script fills in: information disclosure in Guangdong (gkmlpt) and
// others keep the text as HTML in a string of JSON or of the script, "content":"\u003Cp\u003E…" or content: '<p>…'. It also returns how
// many blocks of the page stand before the script. It returns nil where no script holds twice the prose of the page itself.
func (w *walker) readScripts(limits Limits) (*walker, int) {
	longest, before := "", 0
	for _, n := range w.scripts {
		if c := n.node.FirstChild; c != nil {
			if s := longestMarkup(c.Data); len(s) > len(longest) {
				longest, before = s, n.before
			}
		}
	}
	prose := w.measure().totalProse()
	if longest == "" || len(longest) < 2*prose {
		return nil, 0
	}
	text := unquoted(longest)
	if start := strings.TrimSpace(text); strings.HasPrefix(start, "{") || strings.HasPrefix(start, "[") {
		text = unquoted(longestMarkup(start)) // JSON in a string
	}
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return nil, 0
	}
	if in := readTree(root, limits, len(text)); in.measure().totalProse() > 2*prose {
		return in, before
	}
	return nil, 0
}

// place returns how many blocks of the page stand before a main text that a script holds: those before the script, or,
// where it stands in the head or at the end of the page, those before the blocks that close the page.
func (w *walker) place(before int) int {
	if before > 0 && before < len(w.spans) {
		return before
	}
	return len(w.spans) - w.closing()
}

// longestMarkup returns the longest string in s, with its quotation marks, that is a value and holds markup. Names of values may have
// quotation marks or none.
func longestMarkup(s string) string {
	longest, open := "", "" // and the marks that were opened and never closed
	for before, i := byte('('), 0; i < len(s); i++ {
		c := s[i]
		if isQuote(c) && strings.IndexByte(":=(,[", before) >= 0 && strings.IndexByte(open, c) < 0 {
			switch end := stringEnd(s[i:]); {
			case end == 0:
				open += string(c)
			default:
				if end > len(longest) && hasMarkup(s[i:i+end]) {
					longest = s[i : i+end]
				}
				i += end - 1
			}
		}
		if c > ' ' {
			before = c
		}
	}
	return longest
}

func isQuote(c byte) bool { return c == '"' || c == '\'' || c == '`' }

// stringEnd returns where the string ends that s starts with, or 0 where it never does.
func stringEnd(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case s[0]:
			return i + 1
		}
	}
	return 0
}

// unquoted returns what a string of a script says. A sign behind a backslash stands for itself where it means nothing else.
func unquoted(s string) string {
	if len(s) < 2 {
		return ""
	}
	s = s[1 : len(s)-1]
	var b strings.Builder
	b.Grow(len(s))
	for s != "" {
		i := strings.IndexByte(s, '\\')
		if i < 0 || i+1 == len(s) {
			break
		}
		b.WriteString(s[:i])
		r, size := escaped(s[i+1:])
		b.WriteRune(r)
		s = s[i+1+size:]
	}
	b.WriteString(s)
	return b.String()
}

// escaped returns the character that stands behind a backslash, and how many bytes it takes.
func escaped(s string) (rune, int) {
	switch s[0] {
	case 'n', 'r', 'v', 'f', '\n', '\r':
		return '\n', 1
	case 't':
		return '\t', 1
	case 'x':
		return hexadecimal(s, 2)
	case 'u':
		r, size := hexadecimal(s, 4)
		if utf16.IsSurrogate(r) && strings.HasPrefix(s[size:], `\u`) {
			if low, more := hexadecimal(s[size+1:], 4); utf16.DecodeRune(r, low) != unicode.ReplacementChar {
				return utf16.DecodeRune(r, low), size + 1 + more
			}
		}
		return r, size
	}
	return utf8.DecodeRuneInString(s)
}

// hexadecimal returns the character whose number stands in n figures behind the first letter of s, or that letter.
func hexadecimal(s string, n int) (rune, int) {
	if len(s) > n {
		if r, err := strconv.ParseUint(s[1:1+n], 16, 32); err == nil {
			return rune(r), 1 + n
		}
	}
	return rune(s[0]), 1
}

func hasMarkup(s string) bool {
	for _, mark := range [...]string{`\u003c`, `\u003C`, "</", `<\/`, "<br"} {
		if strings.Contains(s, mark) {
			return true
		}
	}
	return false
}

// insert puts the blocks of the main text, which stood in a script, at a place among those of the page, which are all
// its frame.
func insert(page, body []Block, at int) []Block {
	for i := range page {
		page[i].Zone = ZonePage
	}
	return slices.Insert(page, at, body...)
}
