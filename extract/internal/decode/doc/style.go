package doc

const (
	styleSheet = 0xA2  // its place in the file information block
	noStyle    = 0xFFF // where a number of a style means none
	maxBases   = 32    // styles laid over each other; Word allows no more than eleven
)

// A style is a look of paragraphs that is laid over that of another style.
type style struct {
	base    int
	changes []byte // of properties
	merged  props
	done    bool
}

// styles are those of a document by their numbers. A nil style is none of paragraphs.
type styles []*style

// readStyles reads the styles of paragraphs.
func (h *head) readStyles() styles {
	c := &cursor{data: h.tablePart(styleSheet)}
	size := c.take(2)
	if size == nil {
		return nil
	}
	sheet := c.take(u16(size, 0))
	if len(sheet) < 4 {
		return nil
	}
	all := make(styles, min(u16(sheet, 0), noStyle))
	for i := range all {
		length := c.take(2)
		if length == nil {
			break
		}
		n := u16(length, 0)
		all[i] = readStyle(c.take(n), u16(sheet, 2))
		if n%2 != 0 {
			c.take(1)
		}
	}
	return all
}

// readStyle reads a style, whose name stands behind a head of this size, or nil where it is none of paragraphs.
func readStyle(b []byte, head int) *style {
	const ofParagraphs = 1
	if len(b) < max(head, 4)+2 || u16(b, 2)&0xF != ofParagraphs {
		return nil
	}
	name := 2 + 2*u16(b, head) + 2
	at := head + name + (head+name)%2
	s := &style{base: u16(b, 2) >> 4}
	if size := part(b, at, 2); size != nil {
		if changes := part(b, at+2, u16(size, 0)); len(changes) > 2 {
			s.changes = changes[2:] // behind the number of the style itself
		}
	}
	return s
}

// find returns the look of a style.
func (s styles) find(number int) props { return s.merge(number, maxBases) }

func (s styles) merge(number, bases int) props {
	if number >= len(s) || s[number] == nil || bases == 0 {
		return props{}.named(number)
	}
	st := s[number]
	if !st.done {
		st.done = true // at once, so that a ring of styles ends
		st.merged = s.merge(st.base, bases-1).named(number)
		st.merged.apply(st.changes)
		st.merged.own = false
	}
	return st.merged
}

// named returns the look of a style as far as its number tells it: the first styles are the headings, whatever they are
// laid over.
func (p props) named(number int) props {
	p.style = number
	if number >= 1 && number <= 9 {
		p.heading, p.level = number, 0
	}
	return p
}
