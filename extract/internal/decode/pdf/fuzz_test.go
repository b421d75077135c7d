package pdf

import (
	"errors"
	"fmt"
	"slices"
	"testing"
	"time"
	"unicode/utf8"
)

// written is a small PDF with a page that has the given content and two fonts that need no file: /C for Chinese, in UTF-16, and
// /L for Latin letters.
func written(content string) []byte {
	return fmt.Appendf(nil, `%%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</C 4 0 R/L 7 0 R>>>>/Contents 6 0 R>> endobj
4 0 obj <</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[5 0 R]>> endobj
5 0 obj <</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>>> endobj
6 0 obj <</Length %d>> stream
%s
endstream endobj
7 0 obj <</Type/Font/Subtype/Type1/BaseFont/Helvetica>> endobj
8 0 obj <</Title(a)>> endobj
trailer <</Root 1 0 R/Info 8 0 R>>
%%%%EOF
`, len(content), content)
}

// plain has the text 整改12名干部 in its first line and 完成 in its second.
var plain = written("BT /C 12 Tf 72 700 Td <65746539> Tj /L 12 Tf (12) Tj /C 12 Tf <540D5E7290E8> Tj 0 -40 Td <5B8C6210> Tj ET")

// FuzzRead insists that no document ends the program, keeps to no limit, fails without saying what to do, or leaves an
// engine behind that reads the next one wrongly.
func FuzzRead(f *testing.F) {
	for _, seed := range [][]byte{
		plain,
		[]byte(picture),
		load(f, "locked.pdf"),
		written("BT /L 9 Tf 40 800 Td (one two) Tj 300 0 Td (three four) Tj -300 -11 Td (five six) Tj 300 0 Td (seven) Tj ET"), // columns
		written("40 600 200 100 re S 140 600 m 140 700 l S 40 650 m 240 650 l S BT /L 9 Tf 50 670 Td (one) Tj 100 0 Td (two) Tj " +
			"-100 -50 Td (three) Tj 100 0 Td (four) Tj ET"), // a table
		written("q 0 1 -1 0 500 100 cm BT /L 14 Tf (turned on its side) Tj ET Q"),
		written("BT /L 1e9 Tf 1 0 0 1 -1e9 1e9 Tm (far away) Tj /C 9 Tf 1 0 0 1 72 700 Tm <FFFF2F004E00E000> Tj ET"), // without a meaning, a radical
	} {
		f.Add(seed)
	}
	limits := Limits{Pages: 3, Time: 5 * time.Second}
	want := []string{"整改12名干部", "完成"}
	f.Fuzz(func(t *testing.T, data []byte) {
		doc, err := Read(data, limits)
		if err == nil {
			checkDocument(t, doc, limits)
		} else if !slices.ContainsFunc([]error{ErrLocked, ErrDamaged, ErrSlow, ErrEngine}, func(e error) bool { return errors.Is(err, e) }) {
			t.Errorf("the error is %v", err)
		}
		next, err := Read(plain, Limits{})
		if err != nil || !slices.Equal(texts(next), want) {
			t.Errorf("the next document gives %q, %v", texts(next), err)
		}
	})
}

func checkDocument(t *testing.T, doc *Document, limits Limits) {
	if doc.Read > limits.Pages || doc.Read > doc.Pages || doc.Scanned > doc.Read || doc.Read < 1 {
		t.Errorf("%d of %d pages, %d scanned, the limit is %d", doc.Read, doc.Pages, doc.Scanned, limits.Pages)
	}
	for _, text := range append(texts(doc), doc.Title) {
		if !utf8.ValidString(text) {
			t.Errorf("%q is no UTF-8", text)
		}
	}
	for _, p := range doc.Paragraphs {
		if p.Text == "" && p.Cell == nil {
			t.Errorf("a paragraph has no text: %+v", p)
		}
	}
}
