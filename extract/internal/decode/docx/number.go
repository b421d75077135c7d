package docx

import (
	"encoding/xml"
	"strings"
)

const (
	levels     = 9  // of a list
	maxPattern = 64 // characters of a number that are written
)

// numbering holds the lists of a document and how far each has been counted.
type numbering struct {
	lists map[string]*list // by the id of their definition
	nums  map[string]*num  // by the number that paragraphs give
}

// A list counts its paragraphs. Several numbers may stand for one list and go on where the other stopped.
type list struct {
	levels [levels]level
	linked string // the style of lists that defines it
	counts [levels]int
	begun  [levels]bool
}

// A level says how one level of a list is counted and written.
type level struct {
	start   int
	format  string
	pattern string // with %1 for the number of the first level
	style   string // of paragraphs that are on this level
	restart int    // the level from 1 behind which it starts anew, 0 for never, -1 for any above it
	legal   bool   // all numbers of the pattern are written in figures
}

// A num is a list under the number by which paragraphs know it, with what is different there.
type num struct {
	list   *list
	levels [levels]*level
	starts [levels]int // -1 where the list's own start holds
	begun  bool
}

// add returns the visit that reads the lists.
func (n *numbering) add(r *reader) visit {
	var read visit
	read = func(el *xml.StartElement) error {
		switch tag(el) {
		case "abstractNum":
			l := newList()
			n.lists[attr(el, "abstractNumId")] = l
			return r.children(func(el *xml.StartElement) error { return r.listPart(el, l) })
		case "num":
			u := &num{}
			for i := range u.starts {
				u.starts[i] = -1
			}
			n.nums[attr(el, "numId")] = u
			return r.children(func(el *xml.StartElement) error { return r.numPart(el, u, n) })
		case "numPicBullet":
			return r.skip()
		}
		return r.children(read)
	}
	return read
}

func newList() *list {
	l := &list{}
	for i := range l.levels {
		l.levels[i] = newLevel()
	}
	return l
}

func newLevel() level { return level{start: 1, restart: -1, format: "decimal"} }

func (r *reader) listPart(el *xml.StartElement, l *list) error {
	switch tag(el) {
	case "lvl":
		into := newLevel()
		i := depthIn(el)
		err := r.children(func(el *xml.StartElement) error { return r.levelPart(el, &into) })
		l.levels[i] = into
		return err
	case "numStyleLink":
		l.linked = value(el)
	}
	return r.skip()
}

// depthIn returns the level from 0 that an element is about.
func depthIn(el *xml.StartElement) int {
	if i := attr(el, "ilvl"); len(i) == 1 && '0' <= i[0] && i[0] < '0'+levels {
		return int(i[0] - '0')
	}
	return 0
}

func (r *reader) levelPart(el *xml.StartElement, l *level) error {
	const most = 1 << 20
	switch tag(el) {
	case "AlternateContent": // around a format that old programs do not know
		return r.alternative(func(el *xml.StartElement) error { return r.levelPart(el, l) })
	case "start":
		l.start = number(el, most, 1)
	case "numFmt":
		l.format = value(el)
	case "lvlText":
		l.pattern = firstRunes(value(el), maxPattern)
	case "lvlRestart":
		l.restart = number(el, levels, -1)
	case "pStyle":
		l.style = value(el)
	case "isLgl":
		l.legal = toggleOf(el) == on
	}
	return r.skip()
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

func (r *reader) numPart(el *xml.StartElement, u *num, n *numbering) error {
	switch tag(el) {
	case "abstractNumId":
		u.list = n.lists[value(el)]
	case "lvlOverride":
		i := depthIn(el)
		return r.children(func(el *xml.StartElement) error { return r.override(el, u, i) })
	}
	return r.skip()
}

func (r *reader) override(el *xml.StartElement, u *num, i int) error {
	switch tag(el) {
	case "startOverride":
		u.starts[i] = number(el, 1<<20, 1)
	case "lvl":
		l := newLevel()
		u.levels[i] = &l
		return r.children(func(el *xml.StartElement) error { return r.levelPart(el, &l) })
	}
	return r.skip()
}

// link lets the lists that name a style of lists be the list of that style.
func (n *numbering) link(s *styles) {
	for _, u := range n.nums {
		for range levels { // a chain may be a ring
			if u.list == nil || u.list.linked == "" {
				break
			}
			target := n.nums[s.find(u.list.linked).list]
			if target == nil || target.list == nil {
				break
			}
			u.list = target.list
		}
	}
}

// find returns a number that has a list, or nil.
func (n *numbering) find(id string) *num {
	if u := n.nums[id]; u != nil && u.list != nil {
		return u
	}
	return nil
}

// depthOf returns the level of a list that names a style of paragraphs, or else the given one.
func (n *numbering) depthOf(id, style string, otherwise int) int {
	if u := n.find(id); u != nil {
		for i := range levels {
			if u.level(i).style == style {
				return i
			}
		}
	}
	return otherwise
}

// next counts a paragraph and returns its number as it is written, or "" where it has none.
func (n *numbering) next(id string, depth int) string {
	u := n.find(id)
	if u == nil {
		return ""
	}
	depth = max(depth, 0)
	u.begin()
	u.count(depth)
	return u.text(depth)
}

func (u *num) level(i int) *level {
	if u.levels[i] != nil {
		return u.levels[i]
	}
	return &u.list.levels[i]
}

func (u *num) start(i int) int {
	if u.starts[i] >= 0 {
		return u.starts[i]
	}
	return u.level(i).start
}

// begin lets the levels that this number starts anew do so, once.
func (u *num) begin() {
	if u.begun {
		return
	}
	u.begun = true
	for i, s := range u.starts {
		if s >= 0 {
			u.list.begun[i] = false
		}
	}
}

// count counts a paragraph on a level, and lets the levels below it start anew.
func (u *num) count(depth int) {
	l := u.list
	if l.begun[depth] {
		l.counts[depth]++
	} else {
		l.counts[depth], l.begun[depth] = u.start(depth), true
	}
	for i := depth + 1; i < levels; i++ {
		if after := u.level(i).restart; after < 0 || depth < after {
			l.begun[i] = false
		}
	}
}

// text writes the number of a paragraph. Bullets of symbol fonts, which mean nothing in text, are left out.
func (u *num) text(depth int) string {
	var b strings.Builder
	at := u.level(depth)
	for pattern := at.pattern; pattern != ""; {
		if len(pattern) > 1 && pattern[0] == '%' && '1' <= pattern[1] && pattern[1] <= '0'+levels {
			b.WriteString(u.written(int(pattern[1]-'1'), at.legal))
			pattern = pattern[2:]
			continue
		}
		r := []rune(firstRunes(pattern, 1))[0]
		pattern = pattern[len(firstRunes(pattern, 1)):]
		if r < 0xE000 || r > 0xF8FF {
			b.WriteRune(r)
		}
	}
	return strings.TrimSpace(b.String())
}

// written returns the number that a level has come to. One above that no paragraph was on stands at its start.
func (u *num) written(i int, legal bool) string {
	n := u.list.counts[i]
	if !u.list.begun[i] {
		n = u.start(i)
	}
	if legal {
		return write("decimal", n)
	}
	return write(u.level(i).format, n)
}
