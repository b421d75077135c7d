package doc

import (
	"encoding/binary"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"zhenggai/extract/internal/decode/numbering"
)

// TestLists reads a file that LibreOffice 7.4 wrote of an invented DOCX file with a list of four levels, a list of
// headings by their styles, a bullet, a style with a number, a list begun anew, a break of the page and a table.
func TestLists(t *testing.T) {
	d, err := Read(testFile(t, "lists.doc"), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"本文件为虚构，只用于测试。", "一、党的领导弱化", "（一）理论学习不深入", "1.完善学习制度", "2. 3项制度已建立", "①开展学习", "②开展检查", "正文",
		"（二）责任落实不力", "1.召开会议", "3.完善台账", "二、作风建设不严", "（一）检查不实",
		"第一章总则 h1", "一.1目的 h2", "一.2依据 h2", "第二章分则 h1", "二.1范围 h2", "无号 h1",
		"三、居中有号", "五、另起", "要点", "一、页前", "二、页后", "三、又起",
		"序号 t0 r0+1 c0+1", "问题 t0 r0+1 c1+1", "甲 t0 r1+1 c0+1", "（一）表中有号 t0 r1+1 c1+1", "乙 t0 r2+1 c0+1", "（二）表中再有 t0 r2+1 c1+1",
		"末段",
	}
	if diff := cmp.Diff(want, lines(d)); diff != "" || d.Unnumbered != 0 {
		t.Errorf("%d without numbers, paragraphs (-want +got):\n%s", d.Unnumbered, diff)
	}
}

// level returns a level of a list, in whose pattern %1 stands for the number of the first level.
func level(start int, format, flags, restart byte, pattern string) []byte {
	le := binary.LittleEndian
	b := make([]byte, 28)
	le.PutUint32(b, uint32(start))
	b[4], b[5], b[24], b[25], b[26] = format, flags, 3, 4, restart
	b = append(b, 1, 2, 3, 4, 5, 6, 7) // how the number looks
	var text []uint16
	for place := 6; pattern != ""; {
		if pattern[0] == '%' {
			text = append(text, uint16(pattern[1]-'1'))
			b[place] = byte(len(text))
			place, pattern = place+1, pattern[2:]
			continue
		}
		r := []rune(pattern)[0]
		text, pattern = append(text, uint16(r)), strings.TrimPrefix(pattern, string(r))
	}
	b = le.AppendUint16(b, uint16(len(text)))
	for _, u := range text {
		b = le.AppendUint16(b, u)
	}
	return b
}

// tables are the parts of a document that say how its paragraphs are numbered.
type tables struct{ definitions, levels, uses, overrides, styles []byte }

// list adds a list with this id, and a use of it with these overrides.
func (s *tables) list(id int, levels [][]byte, overrides ...[]byte) {
	head := make([]byte, 28)
	binary.LittleEndian.PutUint32(head, uint32(id))
	for i := range 9 {
		binary.LittleEndian.PutUint16(head[8+2*i:], noStyle)
	}
	if len(levels) == 1 {
		head[26] = 1
	}
	for i := len(levels); i < 9 && len(levels) > 1; i++ {
		levels = append(levels, level(1, 0, 0, 0, "%9."))
	}
	s.definitions = append(s.definitions, head...)
	for _, l := range levels {
		s.levels = append(s.levels, l...)
	}
	s.use(id, overrides...)
}

// use adds a use of a list.
func (s *tables) use(id int, overrides ...[]byte) {
	use := make([]byte, 16)
	binary.LittleEndian.PutUint32(use, uint32(id))
	use[12] = byte(len(overrides))
	s.uses = append(s.uses, use...)
	s.overrides = append(s.overrides, 0xFF, 0xFF, 0xFF, 0xFF)
	for _, o := range overrides {
		s.overrides = append(s.overrides, o...)
	}
}

// override returns what is different in a level: its start, if it is not negative, and the level itself, if there is one.
func override(depth byte, start int, level []byte) []byte {
	b := binary.LittleEndian.AppendUint32(nil, uint32(max(start, 0)))
	if start >= 0 {
		depth |= 0x10
	}
	if level != nil {
		depth |= 0x20
	}
	return append(append(b, depth, 0, 0, 0), level...)
}

// style adds a style of paragraphs over another one, with these changes of properties.
func (s *tables) style(base int, changes ...byte) {
	const name, head = "Ab", 10
	if s.styles == nil {
		s.styles = []byte{4, 0, 0, 0, head, 0}
	}
	s.styles[2]++
	le := binary.LittleEndian
	b := le.AppendUint16(nil, 0xFFE)
	b = le.AppendUint16(b, uint16(base<<4|1))
	b = append(b, make([]byte, head-4)...)
	b = le.AppendUint16(b, uint16(len(name)))
	for _, c := range name {
		b = le.AppendUint16(b, uint16(c))
	}
	b = append(b, 0, 0)
	b = le.AppendUint16(b, uint16(len(changes)+2))
	b = append(append(b, 0, 0), changes...)
	s.styles = append(le.AppendUint16(s.styles, uint16(len(b))), b...)
	if len(b)%2 != 0 {
		s.styles = append(s.styles, 0)
	}
}

// An item is a paragraph with a style and changes of properties.
type item struct {
	text    string
	style   int
	changes []byte
}

// in returns the changes that put a paragraph on a level of a list.
func in(list, depth int) []byte { return append([]byte{0x0A, 0x26, byte(depth)}, use(list)...) }

func use(list int) []byte { return []byte{0x0B, 0x46, byte(list), byte(list >> 8)} }

// document returns a document with these tables.
func (s *tables) document(items ...item) []byte {
	le := binary.LittleEndian
	main, page := make([]byte, 1024), make([]byte, 512)
	le.PutUint16(main, 0xA5EC)
	le.PutUint16(main[2:], 0xC1)
	count, free := 0, 510
	page[511] = byte(len(items))
	le.PutUint32(page, uint32(len(main)))
	for i, it := range items {
		for _, u := range utf16.Encode([]rune(it.text + "\r")) {
			main = le.AppendUint16(main, u)
			count++
		}
		le.PutUint32(page[4*(i+1):], uint32(len(main)))
		changes := append(le.AppendUint16(nil, uint16(it.style)), it.changes...)
		free -= (len(changes) + 3) / 2 * 2
		copy(page[free+2:], changes)
		page[free+1] = byte(len(changes) / 2)
		if len(changes)%2 != 0 {
			page[free] = byte(len(changes)/2 + 1)
			copy(page[free+1:], changes)
		}
		page[4*(len(items)+1)+13*i] = byte(free / 2)
	}
	main = append(main, make([]byte, -len(main)&511)...)
	le.PutUint32(main[textLength:], uint32(count))
	table := append(le.AppendUint32([]byte{2}, 16), 0, 0, 0, 0)
	table = append(le.AppendUint32(table, uint32(count)), 0, 0)
	table = append(le.AppendUint32(table, 1024), 0, 0)
	put := func(at int, parts ...[]byte) {
		le.PutUint32(main[at:], uint32(len(table)))
		for _, p := range parts {
			table = append(table, p...)
		}
		le.PutUint32(main[at+4:], uint32(len(table))-le.Uint32(main[at:]))
	}
	le.PutUint32(main[pieceTable+4:], uint32(len(table)))
	put(paragraphPages, le.AppendUint32(nil, 1024), le.AppendUint32(nil, uint32(len(main))), le.AppendUint32(nil, uint32(len(main)/512)))
	put(styleSheet, s.styles)
	put(useTable, le.AppendUint32(nil, uint32(len(s.uses)/16)), s.uses, s.overrides)
	table = append(table, make([]byte, -(len(table)+2+len(s.definitions)+len(s.levels))&4095)...) // the levels end the stream
	put(listTable, le.AppendUint16(nil, uint16(len(s.definitions)/28)), s.definitions)
	table = append(table, s.levels...)
	return container(stream{"0Table", table}, stream{"WordDocument", append(main, page...)})
}

const (
	decimal, counting, circle = 0, 37, 18
	legal, ownRestart         = 0x04, 0x08
)

// notice returns a list as notices have it.
func notice() [][]byte {
	return [][]byte{level(1, counting, 0, 0, "%1、"), level(1, counting, 0, 0, "（%2）"), level(1, decimal, 0, 0, "%3.")}
}

func TestNumbers(t *testing.T) {
	type test struct {
		name       string
		tables     func(*tables)
		items      []item
		want       []string
		unnumbered int
	}
	for _, test := range []test{
		{
			"levels", func(s *tables) { s.list(5, notice()) },
			[]item{{"甲", 0, in(1, 0)}, {"子", 0, in(1, 1)}, {"3项", 0, in(1, 2)}, {"文", 0, nil}, {"丑", 0, in(1, 1)}, {"项", 0, in(1, 2)}, {"", 0, in(1, 2)}, {"末", 0, in(1, 2)}, {"乙", 0, in(1, 0)}, {"丙", 0, in(1, 1)}},
			[]string{"一、甲", "（一）子", "1. 3项", "文", "（二）丑", "1.项", "3.末", "二、乙", "（一）丙"},
			0,
		},
		{
			"all in figures, never anew",
			func(s *tables) {
				s.list(5, [][]byte{level(1, counting, 0, 0, "第%1条"), level(3, decimal, legal|ownRestart, 0, "%1.%2"), level(1, circle, ownRestart, 1, "%3")})
			},
			[]item{{"甲", 0, in(1, 0)}, {"子", 0, in(1, 1)}, {"一", 0, in(1, 2)}, {"丑", 0, in(1, 1)}, {"二", 0, in(1, 2)}, {"乙", 0, in(1, 0)}, {"寅", 0, in(1, 1)}, {"三", 0, in(1, 2)}},
			[]string{"第一条甲", "1.3子", "①一", "1.4丑", "②二", "第二条乙", "2.5寅", "①三"},
			0,
		},
		{
			"uses that go on, start anew, or have a level of their own",
			func(s *tables) {
				s.list(7, notice())
				s.list(5, notice())
				s.use(5, override(0, 5, nil))
				s.use(5, override(0, -1, level(8, circle, 0, 0, "%1")))
				s.use(5, override(0, 3, level(8, circle, 0, 0, "%1")))
			},
			[]item{{"甲", 0, in(2, 0)}, {"乙", 0, in(2, 0)}, {"丙", 0, in(3, 0)}, {"丁", 0, in(3, 0)}, {"戊", 0, in(4, 0)}, {"己", 0, in(5, 0)}, {"庚", 0, in(2, 0)}, {"他", 0, in(1, 0)}},
			[]string{"一、甲", "二、乙", "五、丙", "六、丁", "⑦戊", "⑧己", "九、庚", "一、他"},
			0,
		},
		{
			"a negative use, none, and the end of one",
			func(s *tables) { s.list(5, notice()) },
			[]item{{"甲", 0, in(0xFFFF, 0)}, {"乙", 0, in(0xF801, 0)}, {"丙", 0, append(in(1, 0), use(0)...)}, {"丁", 0, in(1, 0)}},
			[]string{"一、甲", "乙", "丙", "二、丁"},
			0,
		},
		{
			"styles, one over another, in a ring, and with levels that name them",
			func(s *tables) {
				s.list(5, notice())
				binary.LittleEndian.PutUint16(s.definitions[8+2:], 2)
				s.style(noStyle)
				s.style(noStyle, append(use(1), 0x03, 0x24, 1, 0x40, 0x26, 0)...)
				s.style(1)
				s.style(4, in(1, 2)...)
				s.style(3)
			},
			[]item{{"甲", 1, nil}, {"子", 2, nil}, {"项", 4, nil}, {"无", 2, use(0)}, {"乙", 2, in(1, 0)}, {"文", 0, nil}, {"远", 99, nil}},
			[]string{"一、甲 h1", "（一）子 h2", "1.项 h4", "无 h2", "二、乙 h2", "文", "远"},
			0,
		},
		{
			"a break of the page within a paragraph",
			func(s *tables) { s.list(5, notice()) },
			[]item{{"甲\f乙", 0, in(1, 0)}, {"\f丙", 0, in(1, 0)}, {"\f", 0, in(1, 0)}, {"丁", 0, in(1, 0)}},
			[]string{"一、甲", "乙", "二、丙", "四、丁"},
			0,
		},
		{
			"formats that are not known, levels and uses that are not there",
			func(s *tables) {
				s.list(5, [][]byte{level(1, 45, 0, 0, "%1."), level(1, decimal, 0, 0, "%1.%2"), level(1, decimal, 0, 0, "%3.")})
				s.list(6, [][]byte{level(1, decimal, 0, 0, "%1.")})
				s.use(99)
			},
			[]item{{"甲", 0, in(1, 0)}, {"子", 0, in(1, 1)}, {"项", 0, in(1, 2)}, {"", 0, in(1, 0)}, {"深", 0, in(1, 12)}, {"单", 0, in(2, 0)}, {"双", 0, in(2, 1)}, {"无", 0, in(3, 0)}, {"远", 0, in(77, 0)}},
			[]string{"甲", "子", "1.项", "深", "1.单", "双", "无", "远"},
			6,
		},
		{
			"a number of a level below", func(s *tables) { s.list(5, [][]byte{level(1, decimal, 0, 0, "%2."), level(1, decimal, 0, 0, "%2.")}) },
			[]item{{"甲", 0, in(1, 0)}, {"子", 0, in(1, 1)}},
			[]string{"甲", "1.子"},
			1,
		},
		{
			"levels that are cut", func(s *tables) {
				s.list(5, notice())
				s.list(6, notice())
				s.levels = s.levels[:len(s.levels)-3]
			},
			[]item{{"甲", 0, in(1, 0)}, {"乙", 0, in(2, 0)}},
			[]string{"一、甲", "乙"},
			1,
		},
		{
			"overrides that are cut", func(s *tables) {
				s.list(5, notice())
				s.use(5, override(0, 5, nil))
				s.overrides = s.overrides[:len(s.overrides)-1]
			},
			[]item{{"甲", 0, in(1, 0)}, {"乙", 0, in(2, 0)}},
			[]string{"一、甲", "乙"},
			1,
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			var s tables
			test.tables(&s)
			d, err := Read(s.document(test.items...), Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, lines(d)); diff != "" || d.Unnumbered != test.unnumbered {
				t.Errorf("%d without numbers, want %d, paragraphs (-want +got):\n%s", d.Unnumbered, test.unnumbered, diff)
			}
		})
	}
}

// FuzzLists reads tables of lists and styles, and counts on every level of every use.
func FuzzLists(f *testing.F) {
	var s tables
	s.list(5, notice(), override(0, 5, nil), override(1, 2, level(8, circle, legal, 0, "%1.%2")))
	s.list(6, [][]byte{level(1, 45, 0, 0, "%1.")})
	s.style(1, in(1, 2)...)
	s.style(0)
	count := func(n int, b []byte) []byte { return append([]byte{byte(n), 0}, b...) }
	f.Add(count(2, s.definitions), s.levels, append(count(2, []byte{0, 0}), append(s.uses, s.overrides...)...), s.styles)
	f.Fuzz(func(t *testing.T, definitions, levels, uses, sheet []byte) {
		h := &head{main: make([]byte, 1024)}
		le := binary.LittleEndian
		for _, part := range []struct {
			at   int
			data []byte
		}{{listTable, definitions}, {0, levels}, {useTable, uses}, {styleSheet, sheet}} {
			le.PutUint32(h.main[part.at:], uint32(len(h.table)))
			le.PutUint32(h.main[part.at+4:], uint32(len(part.data)))
			h.table = append(h.table, part.data...)
		}
		h.styles = h.readStyles()
		for i := range len(h.styles) + 1 {
			h.styles.find(i)
		}
		for _, u := range h.readLists() {
			if u == nil {
				continue
			}
			for depth := range numbering.Depth {
				marker, _ := u.Next(u.DepthOf("1", depth))
				if strings.ContainsFunc(marker, func(r rune) bool { return r < ' ' }) || len(marker) > 4*numbering.MaxPattern*numbering.MaxPattern {
					t.Fatalf("number %q", marker)
				}
			}
		}
	})
}
