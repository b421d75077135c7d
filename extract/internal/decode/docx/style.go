package docx

import (
	"encoding/xml"
	"strings"

	"zhenggai/extract/internal/decode/numbering"
)

// look is what properties say of a paragraph or of characters, as far as it matters here.
type look struct {
	bold, hidden toggle
	level        int    // of a heading from 1, 0 for none, notHeading where it is said that it is none
	align        string // as Word names it
	list         string // number of the list, "" where none is said, "0" for none
	depth        int    // level in the list from 0, -1 where none is said
}

const notHeading = 10

var plain = look{depth: -1}

// over returns the look of l laid over that of m.
func (l look) over(m look) look {
	m.bold, m.hidden = l.bold.or(m.bold), l.hidden.or(m.hidden)
	if l.level != 0 {
		m.level = l.level
	}
	if l.align != "" {
		m.align = l.align
	}
	if l.list != "" {
		m.list = l.list
	}
	if l.depth >= 0 {
		m.depth = l.depth
	}
	return m
}

// A style is a named look that is laid over that of another style.
type style struct {
	id, base string
	look     look
}

// styles are those of a document by their ids.
type styles struct {
	byID    map[string]*style
	merged  map[string]look
	regular string // the style of paragraphs that name none
}

// add returns the visit that reads the styles.
func (s *styles) add(r *reader) visit {
	var read visit
	read = func(el *xml.StartElement) error {
		if tag(el) != "style" {
			return r.children(read)
		}
		st := &style{id: attr(el, "styleId"), look: plain}
		s.byID[st.id] = st
		if attr(el, "type") == "paragraph" && isOn(attr(el, "default")) {
			s.regular = st.id
		}
		return r.children(func(el *xml.StartElement) error { return r.styleProperty(el, st) })
	}
	return read
}

func isOn(s string) bool { return s == "1" || s == "true" || s == "on" }

// styleProperty reads one property of a style.
func (r *reader) styleProperty(el *xml.StartElement, st *style) error {
	switch tag(el) {
	case "name":
		if level := headingLevel(value(el)); level > 0 {
			st.look.level = level
		}
	case "basedOn":
		st.base = value(el)
	case "pPr":
		return r.children(func(el *xml.StartElement) error { return r.paragraphProperty(el, &st.look) })
	case "rPr":
		return r.children(func(el *xml.StartElement) error { return r.runProperty(el, &st.look) })
	}
	return r.skip()
}

// headingLevel returns the level of a style named heading 1 or 标题 1, or 0.
func headingLevel(name string) int {
	name = strings.ToLower(strings.TrimSpace(name))
	for _, word := range []string{"heading", "标题", "標題"} {
		rest, ok := strings.CutPrefix(name, word)
		if rest = strings.TrimSpace(rest); ok && len(rest) == 1 && '1' <= rest[0] && rest[0] <= '9' {
			return int(rest[0] - '0')
		}
	}
	return 0
}

// maxBases is how many styles may be laid over each other; Word allows no more than eleven.
const maxBases = 32

// find returns the whole look of a style.
func (s *styles) find(id string) look {
	if l, ok := s.merged[id]; ok {
		return l
	}
	l, base := plain, id
	for range maxBases {
		st := s.byID[base]
		if st == nil {
			break
		}
		l, base = l.over(st.look), st.base
	}
	s.merged[id] = l
	return l
}

// paragraphProperty reads one property of a paragraph into l.
func (r *reader) paragraphProperty(el *xml.StartElement, l *look) error {
	switch tag(el) {
	case "jc":
		l.align = value(el)
	case "outlineLvl":
		l.level = number(el, 9, 9) + 1
	case "numPr", "listPr":
		return r.children(func(el *xml.StartElement) error {
			switch tag(el) {
			case "numId", "ilfo":
				l.list = value(el)
			case "ilvl":
				l.depth = number(el, numbering.Depth-1, 0)
			}
			return r.skip()
		})
	}
	return r.skip()
}

// runProperty reads one property of characters into l.
func (r *reader) runProperty(el *xml.StartElement, l *look) error {
	switch tag(el) {
	case "b":
		l.bold = toggleOf(el)
	case "vanish":
		l.hidden = toggleOf(el)
	}
	return r.skip()
}
