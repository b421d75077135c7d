package doc

import (
	"encoding/binary"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/google/go-cmp/cmp"

	"zhenggai/extract/internal/decode/wordprocessing"
)

// invented returns the file that LibreOffice wrote of an invented notice.
func invented(tb testing.TB) []byte { return testFile(tb, "invented.doc") }

func testFile(tb testing.TB, name string) []byte {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

// lines returns the paragraphs with what is known of them.
func lines(d *wordprocessing.Document) []string {
	var all []string
	for _, p := range d.Paragraphs {
		s := p.Text
		if p.Level > 0 {
			s += fmt.Sprintf(" h%d", p.Level)
		}
		if p.Bold {
			s += " bold"
		}
		if p.Right {
			s += " right"
		}
		if c := p.Cell; c != nil {
			s += fmt.Sprintf(" t%d r%d+%d c%d+%d", c.Table, c.Row, c.RowSpan, c.Col, c.ColSpan)
		}
		all = append(all, s)
	}
	return all
}

func TestRead(t *testing.T) {
	d, err := Read(invented(t), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{
		"中共虚构县水务局党组关于巡察整改进展情况的通报 h1",
		"本通报为虚构，只用于测试。根据县委统一部署，2021年3月1日至4月30日，县委第一巡察组对县水务局党组开展了巡察。现将整改情况予以公布。",
		"一、党的领导弱化 bold",
		"（一）关于理论学习不深入的问题。",
		"1.完善学习制度3项，开展集中学习12次，覆盖党员356人次，网址见此。",
		"2.投入资金350万元，\n整改率达95.5%。",
		"序号 t0 r0+1 c0+1", "存在问题 t0 r0+1 c1+1", "整改措施 t0 r0+1 c2+1", "整改情况 t0 r0+1 c3+1",
		"1 t0 r1+1 c0+1", "河道监管不到位。 t0 r1+1 c1+1", "开展专项检查。 t0 r1+1 c2+1", "建立台账。 t0 r1+1 c2+1", "已检查河道12条。 t0 r1+1 c3+1",
		"2 t0 r2+1 c0+1", "水费收缴不及时。 t0 r2+1 c1+1", "已收缴45万元。 t0 r2+1 c3+1",
		"联系电话：0755-12345678；电子邮箱：shuiwu@example.cn。",
		"中共虚构县水务局党组 right",
		"2021年9月30日 right",
	}
	if diff := cmp.Diff(want, lines(d)); diff != "" {
		t.Errorf("paragraphs (-want +got):\n%s", diff)
	}
}

// A stream of a container that is made for a test.
type stream struct {
	name string
	data []byte
}

// container returns a compound file of these streams: one sector of allocation, one of the directory, then the streams,
// none of them so short that it would lie in the stream of short streams.
func container(streams ...stream) []byte {
	const sector, end = 512, 0xFFFFFFFE
	le := binary.LittleEndian
	head, fat, dir := make([]byte, sector), make([]byte, sector), make([]byte, sector)
	copy(head, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
	for at, v := range map[int]uint16{24: 0x3E, 26: 3, 28: 0xFFFE, 30: 9, 32: 6} {
		le.PutUint16(head[at:], v)
	}
	for at, v := range map[int]uint32{44: 1, 48: 1, 56: 4096, 60: end, 68: end} {
		le.PutUint32(head[at:], v)
	}
	for at := 80; at < sector; at += 4 {
		le.PutUint32(head[at:], 0xFFFFFFFF)
	}
	for at := 0; at < sector; at += 4 {
		le.PutUint32(fat[at:], 0xFFFFFFFF)
	}
	le.PutUint32(fat, 0xFFFFFFFD)
	le.PutUint32(fat[4:], end)
	entry := func(i int, name string, kind byte, right, child, start, size uint32) {
		e := dir[128*i:]
		units := utf16.Encode([]rune(name))
		for k, u := range units {
			le.PutUint16(e[2*k:], u)
		}
		le.PutUint16(e[64:], uint16(2*len(units)+2))
		e[66], e[67] = kind, 1
		for k, v := range []uint32{0xFFFFFFFF, right, child} {
			le.PutUint32(e[68+4*k:], v)
		}
		le.PutUint32(e[116:], start)
		le.PutUint32(e[120:], size)
	}
	entry(0, "Root Entry", 5, 0xFFFFFFFF, 1, end, 0)
	var body []byte
	next := uint32(2)
	for i, s := range streams {
		data := append(s.data[:len(s.data):len(s.data)], make([]byte, max(4096-len(s.data), -len(s.data)&(sector-1)))...)
		right := uint32(i + 2)
		if i == len(streams)-1 {
			right = 0xFFFFFFFF
		}
		entry(i+1, s.name, 2, right, 0xFFFFFFFF, next, uint32(len(data)))
		for n := len(data) / sector; n > 0; n-- {
			le.PutUint32(fat[4*next:], next+1)
			next++
		}
		le.PutUint32(fat[4*(next-1):], end)
		body = append(body, data...)
	}
	return append(append(append(head, fat...), dir...), body...)
}

// made returns a document of these pieces: those of Latin letters alone are stored in one byte a character.
func made(flags uint16, footnotes int, pieces ...string) []byte {
	le := binary.LittleEndian
	main := make([]byte, 1024)
	le.PutUint16(main, 0xA5EC)
	le.PutUint16(main[2:], 0xC1)
	le.PutUint16(main[10:], flags)
	ends, places := []byte{0, 0, 0, 0}, []byte(nil)
	count := 0
	for _, p := range pieces {
		at := uint32(len(main))
		if narrowed, ok := strings.CutPrefix(p, "8:"); ok {
			at = at<<1 | 1<<30
			main = append(main, narrowed...)
			count += len(narrowed)
		} else {
			for _, u := range utf16.Encode([]rune(p)) {
				main = le.AppendUint16(main, u)
				count++
			}
		}
		ends = le.AppendUint32(ends, uint32(count))
		places = append(le.AppendUint32(append(places, 0, 0), at), 0, 0)
	}
	le.PutUint32(main[textLength:], uint32(count-footnotes))
	le.PutUint32(main[textLength+4:], uint32(footnotes))
	table := []byte{1, 2, 0, 9, 9, 2}
	table = le.AppendUint32(table, uint32(len(ends)+len(places)))
	table = append(append(table, ends...), places...)
	le.PutUint32(main[pieceTable+4:], uint32(len(table)))
	return container(stream{"0Table", table}, stream{"WordDocument", main})
}

func TestPieces(t *testing.T) {
	for _, test := range []struct {
		name      string
		footnotes int
		pieces    []string
		want      []string
	}{
		{"pieces of both widths", 0, []string{"整改率", "8:95.5% \x93OK\x94 \x80", "，共12项\r", "8:A\tB\x1e2\x1f\r"}, []string{"整改率95.5% “OK” €，共12项", "A\tB-2"}},
		{"breaks", 0, []string{"一\v二\f三\x0e四\r"}, []string{"一\n二", "三\n四"}},
		{"a field", 0, []string{"共\x13 PAGE \x13x\x14y\x15 \x1412\x15项\r"}, []string{"共12项"}},
		{"a phonetic guide", 0, []string{"建成\x13EQ \\* jc2 \\* \"Font:宋体\" \\* hps10 \\o\\ad(\\s\\up 9(xū),圩)\x15镇污水站3座\r"}, []string{"建成圩镇污水站3座"}},
		{"other formulas", 0, []string{"共\x13EQ \\f(1,2)\x15\x13 EQ \\up \x15项\r"}, []string{"共项"}},
		{"a field without end", 0, []string{"\x13x\r正文\r"}, []string{"正文"}},
		{"pictures and marks of notes", 0, []string{"\x01图\x02注\x08\r"}, []string{"图注"}},
		{"footnotes", 3, []string{"正文\r", "\x02注\r"}, []string{"正文", "注"}},
		{"beyond the first plane", 0, []string{"𠀀\r"}, []string{"𠀀"}},
		{"no end", 0, []string{"正文"}, []string{"正文"}},
		{"cells", 0, []string{"甲\a乙\a"}, []string{"甲", "乙"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			d, err := Read(made(0, test.footnotes, test.pieces...), Limits{})
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(test.want, lines(d)); diff != "" {
				t.Errorf("paragraphs (-want +got):\n%s", diff)
			}
		})
	}
}

// TestSymbols reads signs of a font of signs, whose names stand in the table of fonts.
func TestSymbols(t *testing.T) {
	var table []byte
	table = binary.LittleEndian.AppendUint32(table, 2)
	for _, name := range []string{"宋体", "Wingdings"} {
		entry := make([]byte, 39)
		for _, u := range utf16.Encode([]rune(name + "\x00")) {
			entry = binary.LittleEndian.AppendUint16(entry, u)
		}
		table = append(append(table, byte(len(entry))), entry...)
	}
	h := &head{main: make([]byte, 1024), table: table}
	binary.LittleEndian.PutUint32(h.main[fontTable+4:], uint32(len(table)))
	if h.fonts = h.readFonts(); len(h.fonts) != 2 || h.fonts[0] != "宋体" || h.fonts[1] != "Wingdings" {
		t.Fatalf("fonts %q", h.fonts)
	}
	var p props
	p.apply([]byte{0x09, 0x6A, 1, 0, 0xFC, 0xF0})
	r := &reader{head: h, chars: []run{{0, 1, p}}, limit: 9}
	r.character('(')
	r.at = 1
	r.character('(')
	if got := r.text.String(); got != "√(" {
		t.Errorf("%q", got)
	}
}

func TestProps(t *testing.T) {
	page := make([]byte, 512)
	change := []byte{2, 0, 0x16, 0x24, 1, 0x61, 0x24, 2, 0x15, 0xC6, 2, 0, 0, 0x40, 0x26, 1, 0x0B, 0x46, 3, 0}
	page[100] = 0
	page[101] = byte(len(change) / 2)
	copy(page[102:], change)
	got := styles(nil).readProps(page, 100, true)
	if !got.inTable || got.list != 3 || !got.own || got.align != 2 || got.heading != 2 || got.headingLevel() != 2 {
		t.Errorf("properties %+v", got)
	}
	page[100] = 9
	copy(page[101:], []byte{0x00, 0x08, 1, 0x3C, 0x08, 1, 0x35, 0x08, 0})
	if got := styles(nil).readProps(page, 100, false); !got.deleted || !got.hidden || got.bold {
		t.Errorf("properties %+v", got)
	}
}

// TestSpans reads cells that span columns and rows, as the definitions of the rows have them.
func TestSpans(t *testing.T) {
	definition := func(flags []int, edges ...int) []byte {
		b := []byte{byte(len(flags))}
		for _, e := range edges {
			b = binary.LittleEndian.AppendUint16(b, uint16(e))
		}
		for _, f := range flags {
			b = append(binary.LittleEndian.AppendUint16(b, uint16(f)), make([]byte, 18)...)
		}
		return append([]byte{0, 0}, b...)
	}
	tab := &table{}
	for i, d := range [][]byte{
		definition([]int{0}, 0, 3000), definition([]int{opensBelow | belowLast, 0}, 10, 1000, 3000), definition([]int{belowLast, 0, 0}, 0, 1000, 2000, 3010),
	} {
		for range d[2] {
			tab.cells = append(tab.cells, cell{10 * i, 10*i + 1})
		}
		if i == 2 {
			tab.cells[0] = cell{20, 20}
		}
		tab.endRow(d)
	}
	var got []string
	for _, f := range tab.place(0) {
		got = append(got, fmt.Sprintf("r%d+%d c%d+%d", f.Cell.Row, f.Cell.RowSpan, f.Cell.Col, f.Cell.ColSpan))
	}
	want := []string{"r0+1 c0+3", "r1+2 c0+1", "r1+1 c1+2", "r2+1 c1+1", "r2+1 c2+1"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("cells (-want +got):\n%s", diff)
	}
}

func TestErrors(t *testing.T) {
	good := invented(t)
	old, eastern := make([]byte, 0x200), []byte("\x98\xA6\x65\x00"+strings.Repeat("\x00", 0x200))
	copy(old, "\xDC\xA5\x65\x00")
	for _, test := range []struct {
		name string
		data []byte
		is   error
		say  string
	}{
		{"head alone", []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"), ErrDamaged, "save it as .docx"},
		{"cut", good[:len(good)/3], ErrDamaged, ""},
		{"encrypted", made(0x0100, 0, "密\r"), ErrEncrypted, "password"},
		{"encrypted docx", container(stream{"EncryptedPackage", nil}), ErrEncrypted, "password"},
		{"workbook", container(stream{"Workbook", nil}), ErrOther, ".xls"},
		{"presentation", container(stream{"PowerPoint Document", nil}), ErrOther, ".ppt"},
		{"works", container(stream{"CONTENTS", nil}), ErrWorks, ".wps"},
		{"other", container(stream{"Data", nil}), ErrUnknown, "old Office document"},
		{"Word 95", container(stream{"WordDocument", old}), ErrOld, "Word 95"},
		{"East Asian Word 95", container(stream{"WordDocument", eastern}), ErrOld, "Word 95"},
		{"no head", container(stream{"WordDocument", nil}), ErrDamaged, "head"},
		{"no pieces", made(0x0200, 0, "字\r"), ErrDamaged, "piece table"},
	} {
		_, err := Read(test.data, Limits{})
		if !errors.Is(err, test.is) || !strings.Contains(err.Error(), test.say) {
			t.Errorf("%s: %v, want %v with %q", test.name, err, test.is, test.say)
		}
	}
	if _, err := Read(good, Limits{Stream: 1000}); !errors.Is(err, ErrLarge) {
		t.Errorf("a stream beyond the limit: %v", err)
	}
	if d, err := Read(good, Limits{Blocks: 2}); err != nil || len(d.Paragraphs) != 2 || !d.Cut {
		t.Errorf("two paragraphs: %+v, %v", d, err)
	}
}

func FuzzDOC(f *testing.F) {
	f.Add(invented(f))
	f.Add(testFile(f, "lists.doc"))
	f.Add(made(0, 2, "整改\r甲\a乙\a\a", "8:\x13 x \x14y\x15\r", "注\r"))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := Read(data, Limits{Stream: 1 << 20, Blocks: 1000})
		if err != nil {
			return
		}
		for _, p := range d.Paragraphs {
			if c := p.Cell; strings.TrimSpace(p.Text) == "" || c != nil && (c.RowSpan < 1 || c.ColSpan < 1 || c.Row < 0 || c.Col < 0) {
				t.Fatalf("paragraph %+v in %+v", p, c)
			}
		}
	})
}

// TestNestedDirectory reads a container whose directory entries are each in the one before.
func TestNestedDirectory(t *testing.T) {
	const sector, dirs, none, end = 512, 2048, 0xFFFFFFFF, 0xFFFFFFFE
	const fats = dirs/(sector/4) + 1
	le := binary.LittleEndian
	data := make([]byte, sector*(1+fats))
	copy(data, "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1")
	for at, v := range map[int]uint16{24: 0x3E, 26: 3, 28: 0xFFFE, 30: 9, 32: 6} {
		le.PutUint16(data[at:], v)
	}
	for at, v := range map[int]uint32{44: fats, 48: fats, 56: 4096, 60: end, 68: end} {
		le.PutUint32(data[at:], v)
	}
	for i := range uint32(fats) {
		le.PutUint32(data[76+4*i:], i)
		le.PutUint32(data[sector+4*i:], 0xFFFFFFFD)
	}
	for i := range uint32(dirs) {
		le.PutUint32(data[sector+4*(fats+i):], fats+i+1)
	}
	le.PutUint32(data[sector+4*(fats+dirs-1):], end)
	for i := range uint32(dirs * sector / 128) {
		e := make([]byte, 128)
		copy(e, "a\x00b\x00c\x00")
		e[64], e[66] = 8, 1
		for at, v := range map[int]uint32{68: none, 72: none, 76: i + 1, 116: end} {
			le.PutUint32(e[at:], v)
		}
		data = append(data, e...)
	}
	if _, err := Read(data, Limits{}); !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), errDirectory.Error()) {
		t.Error(err)
	}
}
