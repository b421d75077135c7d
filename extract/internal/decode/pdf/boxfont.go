package pdf

import (
	"encoding/binary"
	"io/fs"
	"testing/fstest"
	"unicode/utf16"
)

// Where a PDF has no fonts of its own, PDFium looks for others in the system and takes their glyphs for what is shown. Without any font it
// skips a piece of text of one Chinese character (go-pdfium v1.20.0), and a page that is drawn character by character keeps figures only. It is
// given a font in memory in which every character is the same box: no glyph has to be seen, but each has to be there.

// boxFonts returns the files that PDFium sees: the font, where it looks for fonts.
func boxFonts() fs.FS {
	return fstest.MapFS{"usr/share/fonts/box.ttf": &fstest.MapFile{Data: boxFont(), Mode: 0o444}}
}

const (
	boxEm     = 1000 // units of the font
	boxAscent = 880
	boxBelow  = -120
	boxName   = "zhenggai box"
)

// boxFont returns the font, in the format TrueType.
func boxFont() []byte {
	size := len(boxGlyph(boxEm))
	tables := []struct {
		tag  string
		data []byte
	}{ // in the order of their names, as the format wants them
		{"OS/2", boxOS2()},
		{"cmap", boxCmap()},
		{"glyf", append(boxGlyph(boxEm), boxGlyph(boxEm/2)...)},
		{"head", boxHead()},
		{"hhea", words(1, 0, boxAscent, boxBelow, 0, boxEm, 0, 0, boxEm, 1, 0, 0, 0, 0, 0, 0, 0, 4)},
		{"hmtx", words(boxEm, 0, boxEm, 0, boxEm/2, 0, boxEm/2, 0)},
		{"loca", words(0, 0, size/2, size, size)},
		{"maxp", words(1, 0, 4, 4, 1, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0)},
		{"name", boxNames()},
		{"post", words(3, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)},
	}
	font := words(1, 0, len(tables), 128, 3, 16*len(tables)-128)
	at := len(font) + 16*len(tables)
	var body []byte
	for _, t := range tables {
		font = append(font, t.tag...)
		font = append(font, longs(int(sum(t.data)), at+len(body), len(t.data))...)
		body = append(body, t.data...)
		body = append(body, make([]byte, -len(body)&3)...)
	}
	return append(font, body...)
}

// words returns numbers of two bytes, and longs of four.
func words(values ...int) []byte {
	var b []byte
	for _, v := range values {
		b = binary.BigEndian.AppendUint16(b, uint16(v))
	}
	return b
}

func longs(values ...int) []byte {
	var b []byte
	for _, v := range values {
		b = binary.BigEndian.AppendUint32(b, uint32(v))
	}
	return b
}

// sum returns the checksum of a table.
func sum(data []byte) (total uint32) {
	for i := 0; i < len(data); i += 4 {
		var four [4]byte
		copy(four[:], data[i:])
		total += binary.BigEndian.Uint32(four[:])
	}
	return total
}

func boxHead() []byte {
	b := append(words(1, 0, 1, 0), longs(0, 0x5F0F3CF5)...)
	b = append(b, words(0, boxEm)...)
	b = append(b, make([]byte, 16)...) // when it was made and changed
	return append(b, words(0, boxBelow, boxEm, boxAscent, 0, 8, 2, 0, 0)...)
}

// boxOS2 says that the font is for all languages of East Asia.
func boxOS2() []byte {
	const languages = 1<<17 | 1<<18 | 1<<19 | 1<<20 // Japanese, simplified Chinese, Korean, traditional Chinese
	b := words(1, boxEm, 400, 5, 0, 500, 500, 0, 100, 500, 500, 0, 400, 50, 250, 0)
	b = append(b, make([]byte, 10)...)          // how it looks
	b = append(b, longs(0, 1<<27, 0, 0)...)     // ideographs
	b = append(b, "none"...)                    // who made it
	b = append(b, words(0x40, 0x20, 0xFFFF)...) // upright; its first and last character
	b = append(b, words(boxAscent, boxBelow, 0, boxAscent, -boxBelow)...)
	return append(b, longs(languages, 0)...)
}

// boxCmap maps letters and figures to the box of half the width, all other characters to the box, and spaces to the glyph that is empty.
func boxCmap() []byte {
	groups := [][3]int{{0x20, 0x20, 3}, {0x21, 0x9F, 2}, {0xA0, 0xA0, 3}, {0xA1, 0x2FFF, 1}, {0x3000, 0x3000, 3}, {0x3001, 0xFFFD, 1}, {0x10000, 0x3FFFD, 1}}
	b := append(words(0, 1, 3, 10), longs(12)...)
	b = append(b, words(13, 0)...) // the form in which a group has one glyph
	b = append(b, longs(16+12*len(groups), 0, len(groups))...)
	for _, g := range groups {
		b = append(b, longs(g[:]...)...)
	}
	return b
}

// boxGlyph draws a box of a width.
func boxGlyph(width int) []byte {
	b := words(1, 0, boxBelow, width, boxAscent, 3, 0)
	b = append(b, 1, 1, 1, 1)               // points on the line
	b = append(b, words(0, 0, width, 0)...) // from left to right and back
	b = append(b, words(boxBelow, boxAscent-boxBelow, 0, boxBelow-boxAscent)...)
	return append(b, make([]byte, -len(b)&3)...)
}

// boxNames names the font, its style and itself again.
func boxNames() []byte {
	var records, texts []byte
	names := []struct {
		id   int
		text string
	}{{1, boxName}, {2, "Regular"}, {4, boxName}, {6, "zhenggai-box"}}
	for _, n := range names {
		text := words()
		for _, u := range utf16.Encode([]rune(n.text)) {
			text = append(text, words(int(u))...)
		}
		records = append(records, words(3, 1, 0x409, n.id, len(text), len(texts))...)
		texts = append(texts, text...)
	}
	return append(append(words(0, len(names), 6+len(records)), records...), texts...)
}
