package decode

import (
	"archive/zip"
	"encoding/base64"
	"strings"
	"testing"

	"zhenggai/extract/internal/testing/shapes"
)

const wordNames = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"`

// TestWord2003 reads a document of Word 2003 in XML: its lists, tables, notes, and what is deleted, hidden or in a header.
func TestWord2003(t *testing.T) {
	const document = `<?xml version="1.0" encoding="gb2312" standalone="yes"?><?mso-application progid="Word.Document"?>
<w:wordDocument xmlns:w="http://schemas.microsoft.com/office/word/2003/wordml" xmlns:wx="http://schemas.microsoft.com/office/word/2003/auxHint" xmlns:aml="http://schemas.microsoft.com/aml/2001/core" xmlns:o="urn:schemas-microsoft-com:office:office">
<o:DocumentProperties><o:Title>旧文件</o:Title></o:DocumentProperties>
<w:lists><w:listDef w:listDefId="0"><w:lvl w:ilvl="0"><w:start w:val="1"/><w:nfc w:val="37"/><w:lvlText w:val="%1、"/></w:lvl></w:listDef><w:list w:ilfo="1"><w:ilst w:val="0"/></w:list></w:lists>
<w:styles><w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/></w:style></w:styles>
<w:body><wx:sect>
<w:p><w:pPr><w:pStyle w:val="1"/><w:listPr><w:ilvl w:val="0"/><w:ilfo w:val="1"/><wx:t wx:val="一、"/></w:listPr></w:pPr><w:r><w:t>党的建设方面</w:t></w:r></w:p>
<w:p><w:r><w:t>追回资金</w:t></w:r><aml:annotation aml:id="1" w:type="Word.Deletion"><aml:content><w:r><w:delText>30</w:delText></w:r></aml:content></aml:annotation><aml:annotation aml:id="2" w:type="Word.Insertion"><aml:content><w:r><w:t>36</w:t></w:r></aml:content></aml:annotation><w:r><w:t>万元</w:t><w:footnote><w:p><w:r><w:t>截至6月底。</w:t></w:r></w:p></w:footnote></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>草稿</w:t></w:r><w:r><w:t>。</w:t></w:r></w:p>
<w:tbl><w:tr><w:tc><w:tcPr><w:vmerge w:val="restart"/></w:tcPr><w:p><w:r><w:t>问题</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vmerge/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:tc></w:tr></w:tbl>
<w:sectPr><w:hdr><w:p><w:r><w:t>页眉</w:t></w:r></w:p></w:hdr></w:sectPr>
</wx:sect></w:body></w:wordDocument>`
	page := decodeNamed(t, "a.doc", []byte(document))
	if got := strings.Join(texts(page), "|"); got != "一、党的建设方面|追回资金36万元。|截至6月底。|问题|甲|乙" {
		t.Errorf("%s", got)
	}
	if b := page.Blocks; b[0].Level != 1 || b[3].Cell == nil || b[3].Cell.RowSpan != 2 || page.MediaType != docType || page.Charset != "" {
		t.Errorf("%+v", page)
	}
}

func decodeNamed(t *testing.T, name string, data []byte) *Page {
	t.Helper()
	page, err := Decode(t.Context(), data, Hint{Path: name}, nil, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return page
}

// TestFlat reads a package that is written as one file of XML.
func TestFlat(t *testing.T) {
	withoutLibreOffice(t)
	const relations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://a/officeDocument" Target="word/document.xml"/></Relationships>`
	const inner = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r2" Type="http://a/aFChunk" Target="b.html"/></Relationships>`
	part := func(name, data string) string {
		return `<pkg:part pkg:name="` + name + `"><pkg:xmlData>` + data + `</pkg:xmlData></pkg:part>`
	}
	document := `<?xml version="1.0"?><?mso-application progid="Word.Document"?><pkg:package xmlns:pkg="http://schemas.microsoft.com/office/2006/xmlPackage">` +
		part("/_rels/.rels", relations) + part("/word/_rels/document.xml.rels", inner) +
		part("/word/document.xml", `<w:document`+wordNames+`><w:body><w:p><w:r><w:t>一、整改</w:t></w:r></w:p><w:altChunk r:id="r2"/></w:body></w:document>`) +
		`<pkg:part pkg:name="/word/b.html"><pkg:binaryData>` + base64.StdEncoding.EncodeToString([]byte("<p>落实</p>")) + `</pkg:binaryData></pkg:part></pkg:package>`
	page := decodeNamed(t, "a.xml", []byte(document))
	if got := strings.Join(texts(page), "|"); got != "一、整改|落实" || page.MediaType != docType {
		t.Errorf("%s as %s", got, page.MediaType)
	}
	if _, err := Decode(t.Context(), []byte(document[:len(document)/2]), Hint{Path: "a.xml"}, nil, Limits{}); err == nil || !strings.Contains(err.Error(), "a damaged Word document") {
		t.Errorf("cut: %v", err)
	}
}

// TestChunks reads what stands in other formats in a Word document.
func TestChunks(t *testing.T) {
	withoutLibreOffice(t)
	mht := "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: text/html; charset=\"utf-8\"\r\nContent-Transfer-Encoding: quoted-printable\r\nContent-Location: file:///C:/a.htm\r\n\r\n" +
		"<h1>=E6=95=B4=E6=94=B9</h1><table border=3D1><tr><td>1</td><td>2</td></tr><tr><td>3</td><td>4</td></tr></table>\r\n--b--\r\n"
	for _, test := range []struct{ name, chunk, want, diagnostic string }{
		{"HTML", "<html><body><p>整改</p><table border=1><tr><td>1</td><td>2</td></tr></table></body></html>", "前|整改|1|2|后", ""},
		{"web archive", mht, "前|整改|1|2|3|4|后", ""},
		{"DOCX", string(smallDOCX(t)), "前|整改|后", ""},
		{"text", "整改\r\n落实", "前|整改|落实|后", ""},
		{"RTF", `{\rtf1 a}`, "前|后", "docx.part"},
		{"nothing", "", "前|后", ""},
	} {
		data := shapes.Packed(t, zip.Deflate, "word/document.xml", `<w:document`+wordNames+`><w:body><w:p><w:r><w:t>前</w:t></w:r></w:p><w:altChunk r:id="c"/><w:p><w:r><w:t>后</w:t></w:r></w:p></w:body></w:document>`,
			"word/_rels/document.xml.rels", `<Relationships><Relationship Id="c" Type="http://a/aFChunk" Target="/chunk.bin"/></Relationships>`, "chunk.bin", test.chunk)
		page := decodeNamed(t, "a.docx", data)
		if got := strings.Join(texts(page), "|"); got != test.want || (test.diagnostic != "") != (len(page.Diagnostics) > 0) {
			t.Errorf("%s: %s, diagnostics %v", test.name, got, page.Diagnostics)
		}
	}
}

// TestMessages refuses mails and web archives, however their heads begin, and pages for printers; a text that speaks of them is one.
func TestMessages(t *testing.T) {
	for say, data := range map[string]string{
		"a web archive":         "From: <由 Microsoft Edge 保存>\r\nSubject: =?utf-8?B?5pW05pS5?=\r\nDate: Tue, 1 Dec 2026 00:00:00\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\tboundary=\"b\"\r\n\r\n--b",
		"a PostScript document": "%!PS-Adobe-3.0\n%%Title: x\n",
		"":                      "整改联系: 0756-2780123\nMIME-Version: 是邮件的一行\n",
	} {
		_, err := Decode(t.Context(), []byte(data), Hint{Path: "a"}, nil, Limits{})
		if say == "" && err != nil || say != "" && (err == nil || !strings.Contains(err.Error(), "decode: a looks like "+say)) {
			t.Errorf("%q: %v", data, err)
		}
	}
}
