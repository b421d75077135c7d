package shapes

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf16"
)

// PDFOf returns a PDF of pages with these contents, of which each is the operators of a page and the entries of its dictionary. F1 is a Chinese
// font that is not in the file.
func PDFOf(pages ...[2]string) []byte {
	objects := []string{
		"<</Type/Catalog/Pages 2 0 R>>", "",
		"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[4 0 R]>>",
		"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 5 0 R/DW 1000/W[1 95 500]>>",
		"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880/Descent -120/CapHeight 880/StemV 93>>",
	}
	var kids strings.Builder
	for _, p := range pages {
		n := len(objects) + 1
		fmt.Fprintf(&kids, "%d 0 R ", n)
		objects = append(objects, fmt.Sprintf("<</Type/Page/Parent 2 0 R/Contents %d 0 R/Resources<</Font<</F1 3 0 R>>>>%s>>", n+1, p[1]),
			fmt.Sprintf("<</Length %d>>stream\n%s\nendstream", len(p[0]), p[0]))
	}
	objects[1] = fmt.Sprintf("<</Type/Pages/Count %d/Kids[%s]/MediaBox[0 0 595 842]>>", len(pages), kids.String())
	var b bytes.Buffer
	b.WriteString("%PDF-1.5\n")
	var places []int
	for i, o := range objects {
		places = append(places, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", i+1, o)
	}
	at := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(objects)+1)
	for _, p := range places {
		fmt.Fprintf(&b, "%010d 00000 n \n", p)
	}
	fmt.Fprintf(&b, "trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n", len(objects)+1, at)
	return b.Bytes()
}

// Typed returns the operators that show a text with a matrix.
func Typed(text string, size float64, matrix string) string {
	var hex strings.Builder
	for _, u := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&hex, "%04X", u)
	}
	return fmt.Sprintf("BT /F1 %g Tf %s Tm <%s> Tj ET\n", size, matrix, hex.String())
}

// PDF sets paragraphs as an office program does, with a header and a number on each page, in a font that is not in the file. Sideways the lines
// run up an upright page; otherwise each character is drawn by itself.
func PDF(header string, paragraphs []string, sideways bool) []byte {
	const size, pitch, tall = 15, 24, 20
	var lines []ofdLine
	for _, p := range paragraphs {
		lines = append(lines, wrapped(p)...)
	}
	foot := 800.0
	if sideways {
		foot = 580
	}
	var pages [][2]string
	for number := 1; len(lines) > 0; number++ {
		var b strings.Builder
		text := func(x, down float64, s string) {
			if sideways {
				b.WriteString(Typed(s, size, fmt.Sprintf("0 1 -1 0 %g %g", down, 200+x)))
				return
			}
			for _, r := range s {
				b.WriteString(Typed(string(r), size, fmt.Sprintf("1 0 0 1 %g %g", 60+x, 842-down)))
				if x += size / 2.0; r >= 0x2000 {
					x += size / 2.0
				}
			}
		}
		text(150, 40, header)
		n := min(tall, len(lines))
		for i, l := range lines[:n] {
			text(l.indent*size, 80+float64(pitch*i), l.text)
		}
		text(200, foot, fmt.Sprintf("- %d -", number))
		lines = lines[n:]
		pages = append(pages, [2]string{b.String(), ""})
	}
	return PDFOf(pages...)
}
