package decode

import (
	"archive/zip"
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhenggai/extract/internal/decode/soffice"
	"zhenggai/extract/internal/testing/shapes"
)

// withoutLibreOffice lets LibreOffice be absent for the time of a test.
func withoutLibreOffice(tb testing.TB) {
	tb.Helper()
	tb.Setenv(soffice.Variable, filepath.Join(tb.TempDir(), "nowhere"))
}

// smallDOCX returns a Word document of one paragraph.
func smallDOCX(tb testing.TB) []byte {
	tb.Helper()
	return shapes.Packed(tb, zip.Deflate, "word/document.xml", `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>整改</w:t></w:r></w:p></w:body></w:document>`)
}

// TestByContent insists that Word documents are read without LibreOffice whatever their names, and that the other
// documents of office programs are told by their bytes.
func TestByContent(t *testing.T) {
	withoutLibreOffice(t)
	doc, err := os.ReadFile(filepath.Join("doc", "testdata", "invented.doc"))
	if err != nil {
		t.Fatal(err)
	}
	odt := shapes.Packed(t, zip.Deflate, "content.xml", "<x/>", "mimetype", foreignODT.mediaType)
	sheet := shapes.Packed(t, zip.Deflate, "mimetype", "application/vnd.oasis.opendocument.spreadsheet", "content.xml", "<x/>")
	for _, test := range []struct {
		name, mediaType, say string
		data                 []byte
	}{
		{"a.wps", docType, "", doc},
		{"b.wps", docxType, "", smallDOCX(t)},
		{"c.rtf", docType, "", doc},
		{"d.wps", "", "d.wps is a Works document (.wps), which needs LibreOffice (https://www.libreoffice.org): install it", renamed(doc, "CONTENTS")},
		{"e.wps", "", "e.wps is an Office document of an unknown kind, which needs LibreOffice", renamed(doc, "Data")},
		{"f.txt", "", "f.txt is an RTF document, which needs LibreOffice", []byte("\ufeff\r\n{\\rtf1 整改}")},
		{"g.odt", "", "g.odt is an OpenDocument text (.odt), which needs LibreOffice", odt},
		{"h.odt", "", "h.odt is an OpenDocument spreadsheet (.ods)", sheet},
		{"i.odt", "", "i.odt is a damaged ZIP archive", odt[:len(odt)/2]},
	} {
		page, err := Decode(t.Context(), test.data, Hint{Path: test.name}, nil, Limits{})
		switch {
		case test.say != "":
			if err == nil || !strings.HasPrefix(err.Error(), "decode: "+test.say) {
				t.Errorf("%s: error %v, want %s", test.name, err, test.say)
			}
			if needs := strings.Contains(test.say, "needs"); needs && (!errors.Is(err, soffice.ErrAbsent) || !strings.Contains(err.Error(), "save the document as .docx")) {
				t.Errorf("%s: error %v", test.name, err)
			}
		case err != nil:
			t.Errorf("%s: %v", test.name, err)
		case page.MediaType != test.mediaType || !strings.Contains(page.Text, "整改"):
			t.Errorf("%s: read as %s: %.30s", test.name, page.MediaType, page.Text)
		}
	}
}

// TestPacked insists that a ZIP archive is told by its own directory, and not by that of a document that is stored in it, and that the message
// says what the others are.
func TestPacked(t *testing.T) {
	withoutLibreOffice(t)
	chart, err := shapes.LedgerBook(shapes.Ledger())
	if err != nil {
		t.Fatal(err)
	}
	main := `<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>整改</w:t></w:r></w:p></w:body></w:document>`
	relations := `<Relationships><Relationship Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="text/main.xml"/></Relationships>`
	packed := func(parts ...string) []byte { return shapes.Packed(t, zip.Store, parts...) }
	for _, test := range []struct {
		name, mediaType, say string
		data                 []byte
	}{
		{"with a chart", docxType, "", packed("word/embeddings/Microsoft_Excel_Sheet1.xlsx", string(chart), "word/document.xml", main)},
		{"with an invoice", docxType, "", packed("word/document.xml", main, "word/embeddings/a.ofd", string(packed("OFD.xml", "<x/>")))},
		{"by its relations", docxType, "", packed("[Content_Types].xml", "<Types/>", "_rels/.rels", relations, "text/main.xml", main)},
		{"cut behind a chart", "", "a damaged Word document", packed("word/document.xml", main, "word/embeddings/a.xlsx", string(chart))[:600]},
		{"cut workbook", "", "a damaged Excel workbook", chart[:len(chart)/2]},
		{"xlsb", "", "an Excel workbook (.xlsb)", packed("[Content_Types].xml", "<x/>", "xl/workbook.bin", "x")},
		{"pptx", "", "a PowerPoint presentation (.pptx)", packed("[Content_Types].xml", "<x/>", "ppt/presentation.xml", "<x/>")},
		{"epub", "", "an electronic book (.epub)", packed("mimetype", "application/epub+zip", "META-INF/container.xml", "<x/>")},
		{"xps", "", "an XPS document", packed("[Content_Types].xml", "<x/>", "FixedDocSeq.fdseq", "<x/>")},
		{"uof", "", "a UOF document", packed("uof.xml", "<x/>", "content.xml", "<x/>")},
		{"encrypted odt", "", "an encrypted OpenDocument file", packed("mimetype", foreignODT.mediaType, "META-INF/manifest.xml", "<manifest:file-entry><manifest:encryption-data/>", "content.xml", "x")},
		{"Excel 2003", "", "an Excel workbook in XML (2003)", []byte(`<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>` + "\n" + `<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">`)},
		{"UOF 1", "", "a UOF document", []byte("\ufeff" + `<?xml version="1.0"?><!-- x > y --><uof:UOF xmlns:uof="http://schemas.uof.org/cn/2003/uof">`)},
		{"flat ODT", "", "an OpenDocument text in XML (.fodt), which needs LibreOffice", []byte(`<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:mimetype="application/vnd.oasis.opendocument.text">`)},
		{"flat ODS", "", "an OpenDocument file in XML that is no text", []byte(`<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" office:mimetype="application/vnd.oasis.opendocument.spreadsheet">`)},
		{"archive", "", "a ZIP archive without a document", packed("a/b.exe", "x")},
	} {
		page, err := Decode(t.Context(), test.data, Hint{Path: "a"}, nil, Limits{})
		switch {
		case test.say != "":
			if err == nil || !strings.HasPrefix(err.Error(), "decode: a is "+test.say) {
				t.Errorf("%s: error %v", test.name, err)
			}
		case err != nil:
			t.Errorf("%s: %v", test.name, err)
		case page.MediaType != test.mediaType || page.Text != "整改":
			t.Errorf("%s: read as %s: %.30s", test.name, page.MediaType, page.Text)
		}
	}
}

// renamed returns a Word document whose stream of the text has another name.
func renamed(doc []byte, name string) []byte {
	const longest = 64 // bytes of a name in the directory, and behind it how many they are
	wide := func(s string) []byte { return []byte(strings.Join(strings.Split(s, ""), "\x00") + "\x00") }
	at := bytes.Index(doc, wide("WordDocument"))
	other := bytes.Clone(doc)
	clear(other[at : at+longest])
	copy(other[at:], wide(name))
	other[at+longest] = byte(2*len(name) + 2)
	return other
}

func FuzzOffice(f *testing.F) {
	withoutLibreOffice(f)
	for _, name := range []string{"invented.doc", "lists.doc"} {
		data, err := os.ReadFile(filepath.Join("doc", "testdata", name))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add(smallDOCX(f))
	f.Add(shapes.Packed(f, zip.Deflate, "mimetype", foreignODT.mediaType, "content.xml", "<x/>"))
	f.Add([]byte(`{\rtf1\ansi\u25972?}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		page, err := Decode(t.Context(), data, Hint{Path: "a.wps"}, nil, Limits{Bytes: 1 << 16, Blocks: 1000})
		if err == nil {
			checkPage(t, page)
		} else if !strings.HasPrefix(err.Error(), "decode: a.wps") {
			t.Error(err)
		}
	})
}

// TestDOC reads a file that LibreOffice wrote of an invented notice.
func TestDOC(t *testing.T) {
	path := filepath.Join("doc", "testdata", "invented.doc")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	page, err := Decode(t.Context(), data, Hint{Path: path}, nil, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if page.MediaType != docType || page.Charset != "" || len(page.Diagnostics) > 0 {
		t.Errorf("read as %s in %q with diagnostics %v", page.MediaType, page.Charset, page.Diagnostics)
	}
	if first, second := page.Blocks[5], page.Blocks[6]; first.Text != "2.投入资金350万元，" || second.Text != "整改率达95.5%。" {
		t.Errorf("a line break gives %+v, %+v", first, second)
	}
	a, b := page.Blocks[13], page.Blocks[14]
	if a.Text != "开展专项检查。" || b.Text != "建立台账。" || a.Cell == nil || a.Cell != b.Cell || a.Cell.Col != 2 {
		t.Errorf("the lines of a cell are %+v, %+v", a, b)
	}
	if page, err = Decode(t.Context(), data, Hint{}, nil, Limits{Blocks: 3}); err != nil || len(page.Blocks) != 3 || !hasDiagnostic(page, "input.blocks") {
		t.Errorf("with a limit of 3 blocks: %d, %v", len(page.Blocks), err)
	}
	want := "decode: a.doc has 13312 bytes, 1000 are allowed; save its text as .txt"
	if _, err = Decode(t.Context(), data, Hint{Path: "a.doc"}, nil, Limits{Bytes: 1000}); err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
	_, err = Decode(t.Context(), data[:600], Hint{Path: "a.doc"}, nil, Limits{})
	if err == nil || !strings.HasPrefix(err.Error(), "decode: a.doc is a damaged Word document (.doc)") {
		t.Errorf("error %v", err)
	}
}
