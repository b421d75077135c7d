package shapes

import (
	"archive/zip"
	"encoding/xml"
	"fmt"
	"strings"
	"testing"
)

const (
	ofdNamespace = `xmlns:ofd="http://www.ofdspec.org/2016"`
	ofdSize      = 5.6 // of type, in millimetres
	ofdPitch     = 9.8 // of lines
	ofdWide      = 28  // characters of a line
	ofdTall      = 22  // lines of a page
)

// An ofdLine is a line of text and how far it is indented, in characters.
type ofdLine struct {
	text   string
	indent float64
}

// OFD sets paragraphs as an office program does: each begins two characters in and is wrapped, and each page has a
// header and a number.
func OFD(tb testing.TB, header string, paragraphs []string) []byte {
	tb.Helper()
	var lines []ofdLine
	for _, p := range paragraphs {
		lines = append(lines, wrapped(p)...)
	}
	var pages []string
	for len(lines) > 0 {
		n := min(ofdTall, len(lines))
		pages = append(pages, ofdPage(header, len(pages)+1, lines[:n]))
		lines = lines[n:]
	}
	return OFDOf(tb, pages...)
}

// wrapped cuts a paragraph into lines, not within words and figures, which are half as wide as other characters.
func wrapped(p string) []ofdLine {
	var lines []ofdLine
	indent, width, start := 2.0, 2.0, 0
	word, wordWidth := 0, 0.0 // where the last word begins, and its width
	for i, r := range p {
		w := 1.0
		if r < 0x2000 {
			w = 0.5
		}
		if r >= 0x2000 || wordWidth == 0 {
			word, wordWidth = i, 0
		}
		if width+w > ofdWide && word > start {
			lines = append(lines, ofdLine{p[start:word], indent})
			indent, width, start = 0, wordWidth, word
		}
		width += w
		if wordWidth += w; r >= 0x2000 {
			wordWidth = 0
		}
	}
	return append(lines, ofdLine{p[start:], indent})
}

func ofdPage(header string, number int, lines []ofdLine) string {
	var b strings.Builder
	text := func(x, y float64, s string) {
		fmt.Fprintf(&b, `<ofd:TextObject ID="1" Boundary="%.2f %.2f 160 %.2f" Font="1" Size="%.1f"><ofd:TextCode X="0" Y="%.2f" DeltaX="`, x, y, ofdPitch, ofdSize, 0.85*ofdSize)
		for _, r := range s {
			if r < 0x2000 {
				fmt.Fprintf(&b, "%.2f ", ofdSize/2)
			} else {
				fmt.Fprintf(&b, "%.2f ", ofdSize)
			}
		}
		b.WriteString(`">`)
		xml.EscapeText(&b, []byte(s))
		b.WriteString(`</ofd:TextCode></ofd:TextObject>`)
	}
	text(60, 12, header)
	for i, l := range lines {
		text(25+l.indent*ofdSize, 35+float64(i)*ofdPitch, l.text)
	}
	text(103, 280, fmt.Sprintf("- %d -", number))
	return b.String()
}

// OFDOf makes a document of the content of its pages.
func OFDOf(tb testing.TB, pages ...string) []byte {
	tb.Helper()
	const head = `<?xml version="1.0" encoding="UTF-8"?>`
	var parts []string
	var list strings.Builder
	for i, p := range pages {
		fmt.Fprintf(&list, `<ofd:Page ID="%d" BaseLoc="Pages/Page_%d/Content.xml"/>`, i+10, i)
		parts = append(parts, fmt.Sprintf("Doc_0/Pages/Page_%d/Content.xml", i), head+`<ofd:Page `+ofdNamespace+`><ofd:Content><ofd:Layer>`+p+`</ofd:Layer></ofd:Content></ofd:Page>`)
	}
	parts = append(
		parts,
		"OFD.xml", head+`<ofd:OFD `+ofdNamespace+` Version="1.0" DocType="OFD"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>`,
		"Doc_0/Document.xml", head+`<ofd:Document `+ofdNamespace+`><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea></ofd:CommonData><ofd:Pages>`+list.String()+`</ofd:Pages></ofd:Document>`,
	)
	return Packed(tb, zip.Deflate, parts...)
}
