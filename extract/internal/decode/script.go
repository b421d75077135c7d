package decode

import (
	"encoding/json"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// A script is a script element of a page.
type script struct {
	node   *html.Node
	before int // blocks of the page before it
}

// readScripts returns the main text of pages that a script fills in: information disclosure in Guangdong (gkmlpt) and
// others keep the text as HTML in a JSON string, "content":"\u003Cp\u003E…". It also returns how many blocks of the page
// stand before the script. It returns nil where no script holds twice the prose of the page itself.
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
	var text string
	if len(longest) < 2*prose || json.Unmarshal([]byte(longest), &text) != nil {
		return nil, 0
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

// longestMarkup returns the longest JSON string, with its quotation marks, that is a value in s and holds markup.
func longestMarkup(s string) string {
	longest := ""
	for {
		i := strings.Index(s, `":`)
		if i < 0 {
			return longest
		}
		s = strings.TrimLeft(s[i+2:], " \t\r\n")
		if !strings.HasPrefix(s, `"`) {
			continue
		}
		end := stringEnd(s)
		if end > len(longest) && hasMarkup(s[:end]) {
			longest = s[:end]
		}
		s = s[end:]
	}
}

// stringEnd returns where the JSON string ends that s starts with.
func stringEnd(s string) int {
	for i := 1; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '"':
			return i + 1
		}
	}
	return len(s)
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
