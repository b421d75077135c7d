package decode

import (
	"encoding/json"
	"slices"
	"strings"

	"golang.org/x/net/html"
)

// readScripts returns the main text of pages that a script fills in: information disclosure in Guangdong (gkmlpt) and
// others keep the text as HTML in a JSON string, "content":"\u003Cp\u003E…". It returns nil where no script holds twice
// the prose of the page itself.
func (w *walker) readScripts(limits Limits) *walker {
	longest := ""
	for _, n := range w.scripts {
		if n.FirstChild != nil {
			if s := longestMarkup(n.FirstChild.Data); len(s) > len(longest) {
				longest = s
			}
		}
	}
	prose := w.measure().totalProse()
	var text string
	if len(longest) < 2*prose || json.Unmarshal([]byte(longest), &text) != nil {
		return nil
	}
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		return nil
	}
	if in := readTree(root, limits, len(text)); in.measure().totalProse() > 2*prose {
		return in
	}
	return nil
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

// insert puts the blocks of the main text, which stood in a script, before the blocks that close the page. All others
// are its frame.
func insert(page, body []Block, closing int) []Block {
	for i := range page {
		page[i].Zone = ZonePage
	}
	return slices.Insert(page, len(page)-closing, body...)
}
