package doc

import (
	"strconv"
	"unicode/utf16"

	"zhenggai/extract/internal/decode/numbering"
)

// Places in the file information block.
const (
	listTable    = 0x2E2
	useTable     = 0x2EA
	listsHeadEnd = 0x2F2 // the head of a document without lists may end before it
)

// readLists returns the uses of lists that paragraphs name, nil for those that cannot be read.
func (h *head) readLists() []*numbering.Use {
	if len(h.main) < listsHeadEnd {
		return nil
	}
	return h.readUses(h.readDefinitions())
}

// readDefinitions reads the lists by their ids: a table of them, and behind it the levels of all, which the size of the
// table does not count. Behind a level that is damaged nothing can be found.
func (h *head) readDefinitions() map[int]*numbering.List {
	const size, levelStyles, flags, simple = 28, 8, 26, 1
	table := h.tablePart(listTable)
	if len(table) < 2 {
		return nil
	}
	n := u16(table, 0)
	c := &cursor{data: h.table[u32(h.main, listTable)+len(table):]}
	byID := map[int]*numbering.List{}
	for i := range n {
		b := part(table, 2+size*i, size)
		if b == nil {
			break
		}
		l, count := numbering.New(), numbering.Depth
		if b[flags]&simple != 0 {
			count = 1
		}
		for j := range count {
			l.Levels[j] = c.level(j)
			l.Levels[j].Style = styleName(u16(b, levelStyles+2*j))
		}
		if c.failed {
			break
		}
		for j := count; j < numbering.Depth; j++ {
			l.Levels[j] = unreadable(j)
		}
		byID[u32(b, 0)] = l
	}
	return byID
}

// styleName returns the name under which a list knows a style of paragraphs, or "" where it is none.
func styleName(style int) string {
	if style >= noStyle {
		return ""
	}
	return strconv.Itoa(style)
}

// unreadable returns a level of a list that has none there, whose numbers are not known.
func unreadable(depth int) numbering.Level {
	l := numbering.NewLevel()
	l.Format, l.Pattern = "", string(rune(depth+1))
	return l
}

// readUses reads the uses of the lists: a table of them, and behind it what is different in each.
func (h *head) readUses(byID map[int]*numbering.List) []*numbering.Use {
	const size, overrides, most = 16, 12, 0x7FE
	c := &cursor{data: h.tablePart(useTable)}
	count := c.take(4)
	if count == nil || u32(count, 0) > most {
		return nil
	}
	table := c.take(size * u32(count, 0))
	var uses []*numbering.Use
	for i := 0; i < len(table); i += size {
		u := numbering.NewUse(byID[u32(table, i)])
		c.take(4) // where it is used first
		for range table[i+overrides] {
			c.override(u)
		}
		if c.failed || u.List == nil {
			u = nil
		}
		uses = append(uses, u)
	}
	return uses
}

// A cursor is a place in a part of the table stream that is read front to back.
type cursor struct {
	data   []byte
	failed bool // what was to be read is not there; nothing more is read
}

// take returns the next n bytes, or nil where there are not so many.
func (c *cursor) take(n int) []byte {
	b := part(c.data, 0, n)
	if b == nil || c.failed {
		c.failed = true
		return nil
	}
	c.data = c.data[n:]
	return b
}

// override reads what is different in one level of a list that is used.
func (c *cursor) override(u *numbering.Use) {
	const ownStart, ownLevel = 0x10, 0x20
	b := c.take(8)
	if b == nil {
		return
	}
	depth := int(b[4] & 0xF)
	if depth >= numbering.Depth {
		c.failed = true
		return
	}
	start := min(u32(b, 0), numbering.MaxStart)
	if b[4]&ownLevel != 0 {
		l := c.level(depth)
		u.Levels[depth], start = &l, l.Start
	}
	if b[4]&ownStart != 0 {
		u.Starts[depth] = start
	}
}

// level reads how one level of a list is counted and written.
func (c *cursor) level(depth int) numbering.Level {
	const size, format, flags, places, characters, paragraphs, restart = 28, 4, 5, 6, 24, 25, 26
	const legal, ownRestart = 0x04, 0x08
	l := numbering.NewLevel()
	b := c.take(size)
	if b == nil {
		return l
	}
	c.take(int(b[characters]) + int(b[paragraphs])) // how the number looks
	length := c.take(2)
	if length == nil {
		return l
	}
	l.Start = min(u32(b, 0), numbering.MaxStart)
	l.Format = numbering.FormatOf(int(b[format]))
	l.Legal = b[flags]&legal != 0
	if b[flags]&ownRestart != 0 {
		l.Restart = min(int(b[restart]), numbering.Depth)
	}
	text, ok := pattern(c.take(2*u16(length, 0)), b[places:places+numbering.Depth], depth)
	if !ok {
		return unreadable(depth)
	}
	l.Pattern = text
	return l
}

// pattern reads the text of a number, in which the characters at these places, counted from 1, stand for the numbers of
// levels, none of them below the level itself.
func pattern(text, places []byte, depth int) (string, bool) {
	units := make([]uint16, len(text)/2)
	for i := range units {
		units[i] = uint16(u16(text, 2*i))
		if units[i] < ' ' {
			units[i] = ' '
		}
	}
	for _, p := range places {
		if p == 0 {
			break
		}
		if int(p) > len(units) || u16(text, 2*int(p)-2) > depth {
			return "", false
		}
		units[p-1] = uint16(u16(text, 2*int(p)-2)) + 1
	}
	runes := utf16.Decode(units)
	return string(runes[:min(len(runes), numbering.MaxPattern)]), true
}
