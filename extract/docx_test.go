package extract_test

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhenggai/extract"
	"zhenggai/extract/source"
	"zhenggai/model"
)

// word returns a DOCX file with this body. Its main part lies where only the relations say.
func word(tb testing.TB, body string) source.Document { return wordWithLists(tb, body, "") }

// wordWithLists returns a DOCX file with this body and these lists.
func wordWithLists(tb testing.TB, body, lists string) source.Document {
	tb.Helper()
	const (
		spaces    = ` xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"`
		relations = `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/`
		kind      = `ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.`
	)
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, part := range []struct{ name, content string }{
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Override PartName="/word/text.xml" ` + kind + `document.main+xml"/><Override PartName="/word/lists.xml" ` + kind + `numbering+xml"/></Types>`},
		{"_rels/.rels", relations + `officeDocument" Target="word/text.xml"/></Relationships>`},
		{"word/_rels/text.xml.rels", relations + `numbering" Target="lists.xml"/></Relationships>`},
		{"word/lists.xml", `<w:numbering` + spaces + `>` + lists + `</w:numbering>`},
		{"word/text.xml", `<w:document` + spaces + `><w:body>` + body + `</w:body></w:document>`},
	} {
		f, err := z.Create(part.name)
		if err != nil {
			tb.Fatal(err)
		}
		if _, err := f.Write([]byte(part.content)); err != nil {
			tb.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		tb.Fatal(err)
	}
	return source.Document{Path: "notice.docx", Data: b.Bytes()}
}

// para returns a paragraph in runs of seven characters, as Word splits text wherever it was edited.
func para(text string) string { return paraWith(`<w:ind w:firstLine="640"/>`, text) }

func paraWith(properties, text string) string {
	var b strings.Builder
	b.WriteString(`<w:p><w:pPr>` + properties + `</w:pPr>`)
	for r := []rune(text); len(r) > 0; {
		n := min(7, len(r))
		b.WriteString(`<w:r><w:rPr><w:rFonts w:hint="eastAsia" w:ascii="仿宋" w:eastAsia="仿宋"/><w:sz w:val="32"/></w:rPr><w:t xml:space="preserve">`)
		_ = xml.EscapeText(&b, []byte(string(r[:n])))
		b.WriteString(`</w:t></w:r>`)
		r = r[n:]
	}
	return b.String() + `</w:p>`
}

// seedInWord returns the real notice as DOCX, a paragraph for each line.
func seedInWord(tb testing.TB) source.Document {
	var b strings.Builder
	for line := range strings.Lines(string(seed(tb).Data)) {
		b.WriteString(para(strings.TrimRight(line, "\r\n")))
	}
	return word(tb, b.String())
}

// TestWordAsText insists that a notice gives the same records as text and as a Word document.
func TestWordAsText(t *testing.T) {
	doc := readsAsText(t, seedInWord(t), "application/vnd.openxmlformats-officedocument.wordprocessingml.document")
	if len(doc.Problems) < 10 || len(doc.Contacts) == 0 {
		t.Errorf("%d problems, %d contacts", len(doc.Problems), len(doc.Contacts))
	}
	check(t, doc)
}

// readsAsText insists that a document gives the same records as the text of the real notice, and returns them.
func readsAsText(t *testing.T, src source.Document, mediaType string) *model.Notice {
	t.Helper()
	var x extract.Extractor
	text, err := x.Extract(seed(t))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := x.Extract(src)
	if err != nil {
		t.Fatal(err)
	}
	if doc.Source.Charset != "" || doc.Source.MediaType != mediaType {
		t.Errorf("read as %s in %q", doc.Source.MediaType, doc.Source.Charset)
	}
	if diff := cmp.Diff(recordsOf(t, text), recordsOf(t, doc)); diff != "" {
		t.Errorf("records of %s (-text +read):\n%s", src.Path, diff)
	}
	return doc
}

// recordsOf returns a notice as JSON lines, without what tells its file from another.
func recordsOf(t *testing.T, n *model.Notice) []string {
	t.Helper()
	bare := *withoutPlaces(n)
	bare.ID, bare.Source = "", model.Source{}
	data, err := json.MarshalIndent(&bare, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(string(data), "\n")
}

// TestWordLedger insists that a table of problems is read, merged cells and all.
func TestWordLedger(t *testing.T) {
	cell := func(properties, text string) string {
		return `<w:tc><w:tcPr>` + properties + `</w:tcPr>` + para(text) + `</w:tc>`
	}
	row := func(cells ...string) string { return `<w:tr>` + strings.Join(cells, "") + `</w:tr>` }
	body := para("中共虚构县民政局党组关于巡察整改情况的通报") +
		para("根据县委统一部署，2021年3月1日至4月30日，县委第一巡察组对县民政局党组开展了巡察。2021年5月20日，巡察组反馈了意见。现将整改情况予以公布。本通报为虚构。") +
		`<w:tbl>` +
		row(cell("", "序号"), cell("", "存在问题"), cell("", "整改措施"), cell("", "整改情况")) +
		row(cell(`<w:vMerge w:val="restart"/>`, "1"), cell(`<w:vMerge w:val="restart"/>`, "养老机构监管不到位。"), cell("", "开展专项检查。"), cell("", "已检查养老机构12家，整改隐患35处。")) +
		row(cell(`<w:vMerge/>`, ""), cell(`<w:vMerge/>`, ""), cell("", "完善监管制度。"), cell("", "已制定制度3项。")) +
		row(cell("", "2"), cell("", "低保动态管理不及时。"), cell("", "组织入户核查。"), cell("", "已核查1200户，清退45户。")) +
		`</w:tbl>` +
		para("中共虚构县民政局党组") + para("2021年9月30日")
	var x extract.Extractor
	n, err := x.Extract(word(t, body))
	if err != nil {
		t.Fatal(err)
	}
	check(t, n)
	var got []string
	for _, p := range n.Problems {
		got = append(got, p.Heading)
	}
	for _, m := range n.Measures {
		got = append(got, m.Problem+" "+m.Text)
	}
	for _, i := range n.Indicators {
		got = append(got, fmt.Sprint(i.Value, i.Unit))
	}
	want := []string{
		"养老机构监管不到位", "低保动态管理不及时", "p1 开展专项检查。", "p1 完善监管制度。", "p2 组织入户核查。",
		"12家", "35处", "3项", "1200户", "45户",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("records (-want +got):\n%s", diff)
	}
}

// BenchmarkExtractWord measures the real notice as DOCX to Notice.
func BenchmarkExtractWord(b *testing.B) { benchmark(b, seedInWord(b)) }
