package doc

// props are the properties of characters and paragraphs that matter here.
type props struct {
	deleted, hidden, bold bool
	inTable, rowEnd       bool
	heading               int // level from 1 by its style, 0 for none
	level                 int // level from 1 by itself, 10 for none, 0 where it is not said
	align                 byte
	style                 int    // its number
	list                  int    // the number of the use of a list, 0 for none
	depth                 int    // level in the list from 0
	own                   bool   // the list is not that of the style
	row                   []byte // the definition of the row, at its end
	symbol                rune   // for which a character stands, 0 for none
	font                  int    // of the symbol, by its number
}

// readProps reads the properties at a place of their page.
func (s styles) readProps(page []byte, at int, paragraph bool) props {
	var p props
	size := int(page[at])
	at++
	if !paragraph {
		p.apply(part(page, at, size))
		return p
	}
	if size == 0 && at < len(page) {
		size = 2 * int(page[at])
		at++
	} else {
		size = 2*size - 1
	}
	b := part(page, at, size)
	if len(b) < 2 {
		return p
	}
	p = s.find(u16(b, 0))
	p.apply(b[2:])
	return p
}

// apply reads a list of changes of properties.
func (p *props) apply(b []byte) {
	for len(b) >= 3 {
		code := u16(b, 0)
		size := operandSize(code, b[2:])
		if size <= 0 || size > len(b)-2 {
			return
		}
		p.set(code, b[2:2+size])
		b = b[2+size:]
	}
}

// operandSize returns how many bytes follow the code of a change. The upper bits of the code tell it.
func operandSize(code int, b []byte) int {
	const rowDefinition, tabs = 0xD608, 0xC615
	switch code >> 13 {
	case 0, 1:
		return 1
	case 2, 4, 5:
		return 2
	case 3:
		return 4
	case 7:
		return 3
	}
	switch {
	case code == rowDefinition && len(b) >= 2:
		return u16(b, 0) + 1
	case code == tabs && b[0] == 255:
		return tabsSize(b)
	}
	return int(b[0]) + 1
}

// tabsSize returns the size of a list of tabs that is too long for its first byte to tell.
func tabsSize(b []byte) int {
	if len(b) < 2 {
		return 0
	}
	deleted := 2 + 4*int(b[1])
	if deleted >= len(b) {
		return 0
	}
	return deleted + 1 + 3*int(b[deleted])
}

func (p *props) set(code int, value []byte) {
	yes := value[0]&1 != 0 // the values from 128 say: as the style has it, or not as it has it
	switch code {
	case 0x0800:
		p.deleted = yes
	case 0x083C:
		p.hidden = yes
	case 0x0835:
		p.bold = yes
	case 0x2416:
		p.inTable = yes
	case 0x2417:
		p.rowEnd = yes
	case 0x2403, 0x2461:
		p.align = value[0]
	case 0x2640:
		p.level = min(int(value[0]), 9) + 1
	case 0x460B:
		p.list, p.own = listOf(u16(value, 0)), true
	case 0x260A:
		p.depth, p.own = int(value[0]), true
	case 0x6A09:
		p.font, p.symbol = u16(value, 0), rune(u16(value, 2))
	case 0xD608:
		p.row = value
	}
}

// listOf returns the number of the use of a list that a property means. A negative one says that the paragraph keeps the
// indents it had outside of the list, -2047 that it is in none.
func listOf(value int) int {
	const negative, none = 0x8000, 0xF801
	switch {
	case value == none:
		return 0
	case value >= negative:
		return 1<<16 - value
	}
	return value
}

// headingLevel returns the level of a heading as HTML has it, or 0.
func (p *props) headingLevel() int {
	level := p.heading
	if p.level > 0 {
		level = p.level
	}
	if level > 9 {
		return 0
	}
	return min(level, 6)
}
