package pdf

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"unicode/utf16"
)

// madePDF returns a PDF of pages with these contents, of which each is the operators of a page and the entries of its dictionary. F1 is a Chinese
// font that is not in the file.
func madePDF(pages ...[2]string) []byte {
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

// shown returns the operators that show a text with a matrix.
func shown(text string, size float64, matrix string) string {
	var hex strings.Builder
	for _, u := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&hex, "%04X", u)
	}
	return fmt.Sprintf("BT /F1 %g Tf %s Tm <%s> Tj ET\n", size, matrix, hex.String())
}

// TestCharByChar reads a page without fonts that is drawn character by character.
func TestCharByChar(t *testing.T) {
	var b strings.Builder
	x := 60
	for _, r := range "一、追回资金36万元，整改12项。" {
		b.WriteString(shown(string(r), 12, fmt.Sprintf("1 0 0 1 %d 700", x)))
		if x += 6; isWide(r) || r > 0x2000 {
			x += 6
		}
	}
	got := texts(read(t, madePDF([2]string{b.String(), ""})))
	same(t, got, []string{"一、追回资金36万元，整改12项。"})
}

// TestSideways reads pages whose text is turned in every way, on pages that say that they are turned in every way.
func TestSideways(t *testing.T) {
	lines := []string{"一、追回资金36万元，整改完成12项。", "二、建立台账5本，问责3人。"}
	for quarter, matrix := range []string{"1 0 0 1 %g %g", "0 1 -1 0 %g %g", "-1 0 0 -1 %g %g", "0 -1 1 0 %g %g"} {
		for _, rotate := range []string{"", "/Rotate 90", "/Rotate 180", "/Rotate 270"} {
			var b strings.Builder
			for i, line := range lines {
				down := float64(40 * i)
				x, y := [...]float64{100, 200 + down, 500, 300 - down}[quarter], [...]float64{700 - down, 100, 200 + down, 700}[quarter]
				b.WriteString(shown(line, 12, fmt.Sprintf(matrix, x, y)))
			}
			b.WriteString(shown("密件", 30, "0.7 0.7 -0.7 0.7 400 400"))
			got := texts(read(t, madePDF([2]string{b.String(), rotate})))
			if all := strings.Join(got, "|"); !strings.Contains(all, lines[0]) || !strings.Contains(all, lines[1]) || strings.Index(all, lines[0]) > strings.Index(all, lines[1]) {
				t.Errorf("text at quarter %d, page %q: %q", quarter, rotate, got)
			}
		}
	}
}

// TestRunsDown reads lines that run down the page, from right to left.
func TestRunsDown(t *testing.T) {
	var b strings.Builder
	for i, line := range []string{"关于巡察整改进展情况的通报", "一、追回资金三十六万元。", "二、建立台账五本。"} {
		for k, r := range []rune(line) {
			b.WriteString(shown(string(r), 12, fmt.Sprintf("1 0 0 1 %d %d", 500-40*i, 700-14*k)))
		}
	}
	same(t, texts(read(t, madePDF([2]string{b.String(), ""}))), []string{"关于巡察整改进展情况的通报", "一、追回资金三十六万元。", "二、建立台账五本。"})
}
