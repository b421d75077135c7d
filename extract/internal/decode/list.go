package decode

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"zhenggai/extract/internal/chinese"
)

// listNumbers makes the numbers that a browser puts before the items of an ordered list, 1. 2. 3., as text: the source has none. Items of a
// list within an item get 1) 2) 3).
type listNumbers struct {
	last    map[*html.Node]int // of each list
	pending string             // the number of the item that has begun, until its text comes
}

// shortestItem is how many characters an item has at least that is numbered. Ways through a site (首页 > 巡察整改) are lists of shorter ones.
const shortestItem = 8

// enter notes that an element begins. The items of a list are counted even where they carry numbers of their own.
func (l *listNumbers) enter(n *html.Node) {
	list := n.Parent
	if n.DataAtom != atom.Li || list == nil || list.DataAtom != atom.Ol {
		return
	}
	if l.last == nil {
		l.last = map[*html.Node]int{}
	}
	if _, begun := l.last[list]; !begun {
		start, err := strconv.Atoi(attr(list, "start"))
		if err != nil {
			start = 1
		}
		l.last[list] = start - 1
	}
	l.last[list]++
	if value, err := strconv.Atoi(attr(n, "value")); err == nil {
		l.last[list] = value
	}
	if t := attr(list, "type"); (t == "" || t == "1") && !strings.Contains(attr(list, "style")+attr(n, "style"), "none") {
		l.pending = strconv.Itoa(l.last[list]) + sign(list)
	}
}

// leave notes that an element has ended. An item of pictures alone has no text that its number could stand before.
func (l *listNumbers) leave(n *html.Node) {
	if n.DataAtom == atom.Li {
		l.pending = ""
	}
}

// sign returns what stands behind the numbers of a list. Browsers put a stop behind all; what would tell a list within an item from the
// list around it is how far it is set in, which text does not show.
func sign(list *html.Node) string {
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
	if r, _ := utf8.DecodeRuneInString(text); strings.ContainsRune(chinese.Arabic+chinese.Ordinals+"（(第①②③④⑤⑥⑦⑧⑨⑩【", r) || utf8.RuneCountInString(text) < shortestItem {
		return ""
	}
	return number
}
