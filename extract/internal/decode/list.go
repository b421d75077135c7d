package decode

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"zhenggai/extract/internal/chinese"
	"zhenggai/extract/internal/decode/numbering"
)

// listNumbers makes the numbers that a browser puts before the items of a list, 1. 2. 3. or what its style says, as text: the source has
// none. Items of a list within an item get 1) 2) 3).
type listNumbers struct {
	last    map[*html.Node]int // of each list
	pending string             // the number of the item that has begun, until its text comes
	styled  bool               // the page itself says how it is written
}

// shortestItem is how many characters an item has at least that is numbered without a style that says so. Ways through a site (首页 > 巡察整改)
// are lists of shorter ones.
const shortestItem = 8

// enter notes that an element begins. The items of a list are counted even where they carry numbers of their own.
func (l *listNumbers) enter(n *html.Node) {
	list := n.Parent
	if n.DataAtom != atom.Li || list == nil || list.DataAtom != atom.Ol && list.DataAtom != atom.Ul {
		return
	}
	style := cmp.Or(listStyle(n), listStyle(list))
	if style == "" && list.DataAtom == atom.Ol {
		style = "decimal"
	}
	number := l.count(n, list)
	if format, ok := cssFormats[style]; ok {
		l.styled = style != "decimal"
		text, _ := numbering.Write(format, number)
		l.pending = text + sign(list, text)
	}
}

// count returns the number of an item.
func (l *listNumbers) count(item, list *html.Node) int {
	if l.last == nil {
		l.last = map[*html.Node]int{}
	}
	step := 1
	if hasAttr(list, "reversed") {
		step = -1
	}
	if _, begun := l.last[list]; !begun {
		first, err := strconv.Atoi(attr(list, "start"))
		if err != nil {
			first = 1
			for n := item.NextSibling; n != nil && step < 0; n = n.NextSibling {
				if n.DataAtom == atom.Li {
					first++
				}
			}
		}
		l.last[list] = first - step
	}
	l.last[list] += step
	if value, err := strconv.Atoi(attr(item, "value")); err == nil {
		l.last[list] = value
	}
	return l.last[list]
}

func hasAttr(n *html.Node, key string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == key })
}

// listStyle returns how an element says that the numbers of items are written, by its style or its attribute type.
func listStyle(n *html.Node) string {
	style := ""
	for decl := range strings.SplitSeq(strings.ToLower(attr(n, "style")), ";") {
		name, value, _ := strings.Cut(decl, ":")
		switch strings.TrimSpace(name) {
		case "list-style-type":
			style = firstWord(value)
		case "list-style":
			for _, word := range strings.Fields(value) {
				if _, known := cssFormats[word]; known || word == "none" && style == "" || unnumbered[word] {
					style = word
				}
			}
		}
	}
	return cmp.Or(style, typeStyles[attr(n, "type")])
}

// unnumbered are the styles of items that have a sign and no number.
var unnumbered = map[string]bool{"disc": true, "circle": true, "square": true}

// typeStyles are the styles that the attribute type of a list names.
var typeStyles = map[string]string{
	"1": "decimal", "a": "lower-alpha", "A": "upper-alpha", "i": "lower-roman", "I": "upper-roman",
	"disc": "disc", "circle": "circle", "square": "square", "none": "none",
}

// cssFormats are the styles that write numbers, with the names that Word has for them.
var cssFormats = map[string]string{
	"decimal": "decimal", "decimal-leading-zero": "decimalZero", "cjk-decimal": "ideographDigital",
	"lower-alpha": "lowerLetter", "lower-latin": "lowerLetter", "upper-alpha": "upperLetter", "upper-latin": "upperLetter",
	"lower-roman": "lowerRoman", "upper-roman": "upperRoman",
	"cjk-ideographic": "chineseCountingThousand", "simp-chinese-informal": "chineseCountingThousand", "trad-chinese-informal": "taiwaneseCountingThousand",
	"simp-chinese-formal": "chineseLegalSimplified", "trad-chinese-formal": "ideographLegalTraditional",
	"cjk-heavenly-stem": "ideographTraditional", "cjk-earthly-branch": "ideographZodiac",
}

// leave notes that an element has ended. An item of pictures alone has no text that its number could stand before.
func (l *listNumbers) leave(n *html.Node) {
	if n.DataAtom == atom.Li {
		l.pending = ""
	}
}

// sign returns what stands behind the numbers of a list. Browsers put 、 behind Chinese numerals and a stop behind all others; what would tell
// a list within an item from the list around it is how far it is set in, which text does not show.
func sign(list *html.Node, number string) string {
	if r, _ := utf8.DecodeRuneInString(number); isWide(r) {
		return "、"
	}
	for n := list.Parent; n != nil; n = n.Parent {
		if n.DataAtom == atom.Li {
			return ")"
		}
	}
	return "."
}

// before returns the number that belongs before a text. An item that is short or begins with a number of its own has none.
func (l *listNumbers) before(text string) string {
	text = strings.TrimSpace(text)
	if l.pending == "" || text == "" {
		return ""
	}
	number := l.pending
	l.pending = ""
	if r, _ := utf8.DecodeRuneInString(text); strings.ContainsRune(chinese.Arabic+chinese.Ordinals+"（(第①②③④⑤⑥⑦⑧⑨⑩【", r) || !l.styled && utf8.RuneCountInString(text) < shortestItem {
		return ""
	}
	return number
}
