package docx

import (
	"encoding/xml"

	"zhenggai/extract/internal/decode/numbering"
)

// numberDefs holds the lists of a document.
type numberDefs struct {
	lists  map[string]*numbering.List // by the id of their definition
	linked map[*numbering.List]string // the styles of lists that define them
	nums   map[string]*numbering.Use  // by the number that paragraphs give
}

func newNumberDefs() *numberDefs {
	return &numberDefs{lists: map[string]*numbering.List{}, linked: map[*numbering.List]string{}, nums: map[string]*numbering.Use{}}
}

// add returns the visit that reads the lists.
func (n *numberDefs) add(r *reader) visit {
	var read visit
	read = func(el *xml.StartElement) error {
		switch tag(el) {
		case "abstractNum", "listDef":
			l := numbering.New()
			n.lists[attr(el, "abstractNumId")+attr(el, "listDefId")] = l
			return r.children(func(el *xml.StartElement) error { return r.listPart(el, l, n) })
		case "num", "list":
			u := numbering.NewUse(nil)
			n.nums[attr(el, "numId")+attr(el, "ilfo")] = u
			return r.children(func(el *xml.StartElement) error { return r.numPart(el, u, n) })
		case "numPicBullet":
			return r.skip()
		}
		return r.children(read)
	}
	return read
}

func (r *reader) listPart(el *xml.StartElement, l *numbering.List, n *numberDefs) error {
	switch tag(el) {
	case "lvl":
		into := numbering.NewLevel()
		i := depthIn(el)
		err := r.children(func(el *xml.StartElement) error { return r.levelPart(el, &into) })
		l.Levels[i] = into
		return err
	case "numStyleLink", "listStyleLink":
		n.linked[l] = value(el)
	}
	return r.skip()
}

// depthIn returns the level from 0 that an element is about.
func depthIn(el *xml.StartElement) int {
	if i := attr(el, "ilvl"); len(i) == 1 && '0' <= i[0] && i[0] < '0'+numbering.Depth {
		return int(i[0] - '0')
	}
	return 0
}

func (r *reader) levelPart(el *xml.StartElement, l *numbering.Level) error {
	switch tag(el) {
	case "AlternateContent": // around a format that old programs do not know
		return r.alternative(func(el *xml.StartElement) error { return r.levelPart(el, l) })
	case "start":
		l.Start = number(el, numbering.MaxStart, 1)
	case "numFmt":
		l.Format = value(el)
	case "nfc":
		l.Format = numbering.FormatOf(number(el, 255, 0))
	case "lvlText":
		l.Pattern = pattern(value(el))
	case "lvlRestart":
		l.Restart = number(el, numbering.Depth, -1)
	case "pStyle":
		l.Style = value(el)
	case "isLgl":
		l.Legal = toggleOf(el) == on
	}
	return r.skip()
}

// pattern returns the pattern of a level in which %1 stands for the number of the first level.
func pattern(s string) string {
	var all []rune
	for s = firstRunes(s, 2*numbering.MaxPattern); s != "" && len(all) < numbering.MaxPattern; {
		if len(s) > 1 && s[0] == '%' && '1' <= s[1] && s[1] <= '0'+numbering.Depth {
			all, s = append(all, rune(s[1]-'0')), s[2:]
			continue
		}
		first := firstRunes(s, 1)
		all, s = append(all, []rune(first)...), s[len(first):]
	}
	return string(all)
}

func firstRunes(s string, n int) string {
	for i := range s {
		if n--; n < 0 {
			return s[:i]
		}
	}
	return s
}

func (r *reader) numPart(el *xml.StartElement, u *numbering.Use, n *numberDefs) error {
	switch tag(el) {
	case "abstractNumId", "ilst":
		u.List = n.lists[value(el)]
	case "lvlOverride":
		i := depthIn(el)
		return r.children(func(el *xml.StartElement) error { return r.override(el, u, i) })
	}
	return r.skip()
}

func (r *reader) override(el *xml.StartElement, u *numbering.Use, i int) error {
	switch tag(el) {
	case "startOverride":
		u.Starts[i] = number(el, numbering.MaxStart, 1)
	case "lvl":
		l := numbering.NewLevel()
		u.Levels[i] = &l
		return r.children(func(el *xml.StartElement) error { return r.levelPart(el, &l) })
	}
	return r.skip()
}

// link lets the lists that name a style of lists be the list of that style.
func (n *numberDefs) link(s *styles) {
	for _, u := range n.nums {
		for range numbering.Depth { // a chain may be a ring
			style := n.linked[u.List]
			if style == "" {
				break
			}
			target := n.find(s.find(style).list)
			if target == nil {
				break
			}
			u.List = target.List
		}
	}
}

// find returns a number that has a list, or nil.
func (n *numberDefs) find(id string) *numbering.Use {
	if u := n.nums[id]; u != nil && u.List != nil {
		return u
	}
	return nil
}

// depthOf returns the level of a list that names a style of paragraphs, or else the given one.
func (n *numberDefs) depthOf(id, style string, otherwise int) int {
	if u := n.find(id); u != nil {
		return u.DepthOf(style, otherwise)
	}
	return otherwise
}

// next counts a paragraph and returns its number as it is written, or "" where it has none.
func (n *numberDefs) next(id string, depth int) string {
	u := n.find(id)
	if u == nil {
		return ""
	}
	marker, _ := u.Next(max(depth, 0))
	return marker
}
