package doc

import (
	"sort"
	"unicode/utf16"
)

// head is what the file information block says: where the parts of the document are.
type head struct {
	main, table []byte
	text        int // characters of the text
	beside      [6]int
	styles      styles
	fonts       []string // their names, by their numbers
}

// Places in the file information block.
const (
	headSize       = 0x1AA // up to the place of the pieces
	textLength     = 0x4C
	charPages      = 0xFA  // of the properties of characters
	paragraphPages = 0x102 // of the properties of paragraphs
	fontTable      = 0x112
	pieceTable     = 0x1A2
)

// readHead reads the file information block and tells apart what is no document of Word 97 or later.
func (s *streams) readHead() (*head, error) {
	b := s.main
	switch {
	case len(b) < 0x20:
		return nil, damaged("the stream of the text is too short")
	case u16(b, 0) == 0xA5DC, 0xA697 <= u16(b, 0) && u16(b, 0) <= 0xA699, u16(b, 0) == 0xA5EC && u16(b, 2) < 0xC1:
		return nil, ErrOld
	case u16(b, 0) != 0xA5EC:
		return nil, damaged("its head is not one of Word's")
	case u16(b, 0xA)&0x0100 != 0:
		return nil, ErrEncrypted
	case len(b) < headSize:
		return nil, damaged("its head is cut")
	}
	h := &head{main: b, table: s.tables[u16(b, 0xA)>>9&1], text: u32(b, textLength)}
	for i := range h.beside {
		h.beside[i] = u32(b, textLength+4+4*i)
	}
	h.styles, h.fonts = h.readStyles(), h.readFonts()
	return h, nil
}

// readFonts reads the names of the fonts.
func (h *head) readFonts() []string {
	const name = 39 // where the name of a font begins behind its length
	c := &cursor{data: h.tablePart(fontTable)}
	count := c.take(4)
	if count == nil {
		return nil
	}
	var fonts []string
	for range u16(count, 0) {
		size := c.take(1)
		if size == nil {
			break
		}
		var units []uint16
		for b := c.take(int(size[0])); len(b) >= name+2*len(units)+2; {
			u := u16(b, name+2*len(units))
			if u == 0 {
				break
			}
			units = append(units, uint16(u))
		}
		fonts = append(fonts, string(utf16.Decode(units)))
	}
	return fonts
}

// tablePart returns the part of the table stream whose place stands at this place of the head.
func (h *head) tablePart(at int) []byte { return part(h.table, u32(h.main, at), u32(h.main, at+4)) }

// A piece is a run of characters that lie together in the main stream.
type piece struct {
	first, last int // characters of the document, half open
	at          int // in bytes of the main stream
	wide        bool
}

// readPieces reads the piece table, behind the lists of changes that precede it.
func (h *head) readPieces() ([]piece, error) {
	b := h.tablePart(pieceTable)
	for len(b) >= 3 && b[0] == 1 {
		size := 3 + u16(b, 1)
		b = b[min(size, len(b)):]
	}
	if len(b) < 5 || b[0] != 2 {
		return nil, damaged("it has no piece table")
	}
	b = b[5:][:min(u32(b, 1), len(b)-5)]
	n := (len(b) - 4) / 12
	var pieces []piece
	for i := range n {
		at := u32(b, 4*(n+1)+8*i+2)
		p := piece{first: u32(b, 4*i), last: u32(b, 4*i+4), at: at, wide: true}
		if at&(1<<30) != 0 {
			p.at, p.wide = at&^(1<<30)/2, false
		}
		if !h.holds(p) || i > 0 && p.first != pieces[i-1].last {
			return nil, damaged("a piece of its text is not there")
		}
		pieces = append(pieces, p)
	}
	if n <= 0 || pieces[n-1].last-pieces[0].first > len(h.main) {
		return nil, damaged("its piece table has no piece of text, or one more than once")
	}
	return pieces, nil
}

func (h *head) holds(p piece) bool {
	return p.first < p.last && part(h.main, p.at, (p.last-p.first)*p.width()) != nil
}

func (p piece) width() int {
	if p.wide {
		return 2
	}
	return 1
}

// A run is a range of bytes of the main stream with the properties that hold there.
type run struct {
	first, last int
	props       props
}

// readRuns reads the pages of properties that a part of the table stream names, in the order of the text's bytes.
func (h *head) readRuns(at int) []run {
	b := h.tablePart(at)
	n := (len(b) - 4) / 8
	var runs []run
	seen := map[int]bool{}
	for i := range max(n, 0) {
		page := u32(b, 4*(n+1)+4*i) & 0x3FFFFF
		if p := part(h.main, page*512, 512); p != nil && !seen[page] {
			seen[page] = true
			runs = append(runs, h.readPage(p, at == paragraphPages)...)
		}
	}
	sort.SliceStable(runs, func(i, j int) bool { return runs[i].first < runs[j].first })
	return runs
}

// readPage reads one page of properties: the ends of its runs, and behind them where their properties are on the page.
func (h *head) readPage(page []byte, paragraphs bool) []run {
	n, size := int(page[511]), 1
	if paragraphs {
		size = 13
	}
	var runs []run
	for i := 0; i < n && 4*(n+1)+size*(i+1) <= 511; i++ {
		r := run{first: u32(page, 4*i), last: u32(page, 4*i+4)}
		if at := 2 * int(page[4*(n+1)+size*i]); at > 0 {
			r.props = h.styles.readProps(page, at, paragraphs)
		}
		runs = append(runs, r)
	}
	return runs
}

// find returns the run that a byte of the main stream is in.
func find(runs []run, at int) run {
	i := sort.Search(len(runs), func(i int) bool { return runs[i].last > at })
	if i < len(runs) && runs[i].first <= at {
		return runs[i]
	}
	return run{}
}
