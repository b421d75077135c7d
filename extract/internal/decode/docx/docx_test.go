package docx

import (
	"archive/zip"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhenggai/extract/internal/testing/shapes"
)

const spaces = `xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" ` +
	`xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml" ` +
	`xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" ` +
	`xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"`

// file returns a package of these parts, by name and content.
func file(tb testing.TB, parts ...string) []byte {
	tb.Helper()
	return shapes.Packed(tb, zip.Deflate, parts...)
}

// wrap returns a part whose outermost element has this name.
func wrap(name, content string) string {
	return `<?xml version="1.0" encoding="UTF-8"?><w:` + name + ` ` + spaces + `>` + content + `</w:` + name + `>`
}

func body(content string) string { return wrap("document", `<w:body>`+content+`</w:body>`) }

// p returns a paragraph of one run with these properties.
func p(properties, text string) string {
	return `<w:p><w:pPr>` + properties + `</w:pPr>` + run(text) + `</w:p>`
}

func run(text string) string { return `<w:r><w:t>` + text + `</w:t></w:r>` }

// read returns the paragraphs of a document with this body and other parts.
func read(t *testing.T, content string, parts ...string) []Paragraph {
	t.Helper()
	d, err := Read(file(t, append([]string{"word/document.xml", body(content)}, parts...)...), Limits{}, nil)
	if err != nil {
		t.Fatal(err)
	}
	return d.Paragraphs
}

func texts(paragraphs []Paragraph) []string {
	var all []string
	for _, p := range paragraphs {
		all = append(all, p.Text)
	}
	return all
}

func same(t *testing.T, got []Paragraph, want ...string) {
	t.Helper()
	if diff := cmp.Diff(want, texts(got)); diff != "" {
		t.Errorf("paragraphs (-want +got):\n%s", diff)
	}
}

func TestText(t *testing.T) {
	field := func(kind string) string { return `<w:r><w:fldChar w:fldCharType="` + kind + `"/></w:r>` }
	for _, test := range []struct{ name, content, want string }{
		{"split runs", run("整改") + `<w:proofErr w:type="spellStart"/>` + run("情况") + `<w:bookmarkStart w:id="0" w:name="a"/>` + run("通报"), "整改情况通报"},
		{"tab, breaks and hyphens", `<w:r><w:t>电话</w:t><w:tab/><w:t>0755</w:t><w:noBreakHyphen/><w:t>12</w:t><w:softHyphen/><w:t>34</w:t><w:br/><w:t>邮编</w:t><w:cr/><w:t>518000</w:t></w:r>`, "电话\t0755-1234\n邮编\n518000"},
		{"line ends of the source", run("a\nb"), "a b"},
		{"entities", run("&lt;通知&gt;&#160;&amp;"), "<通知>\u00a0&"},
		{"symbols", `<w:r><w:sym w:font="Wingdings" w:char="F0FC"/><w:sym w:font="Symbol" w:char="F0B3"/><w:sym w:font="宋体" w:char="2460"/><w:sym w:font="Odd" w:char="F041"/></w:r>` + run("5"), "√≥①5"},
		{"deleted and inserted", run("投入") + `<w:del><w:r><w:delText>300</w:delText></w:r></w:del><w:ins>` + run("350") + `</w:ins>` + run("万元"), "投入350万元"},
		{"moved", `<w:moveFrom>` + run("旧") + `</w:moveFrom><w:moveTo>` + run("新") + `</w:moveTo>`, "新"},
		{"hidden", run("公开") + `<w:r><w:rPr><w:vanish/></w:rPr><w:t>秘密</w:t></w:r><w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>内容</w:t></w:r>`, "公开内容"},
		{"hidden by a style", run("甲") + `<w:r><w:rPr><w:rStyle w:val="Hid"/></w:rPr><w:t>乙</w:t></w:r>`, "甲"},
		{"field", run("共") + field("begin") + `<w:r><w:instrText> DOCPROPERTY x </w:instrText></w:r>` + field("separate") + run("12") + field("end") + run("项"), "共12项"},
		{"field in the code of a field", field("begin") + field("begin") + field("separate") + run("code") + field("end") + run("code") + field("separate") + run("结果") + field("end"), "结果"},
		{"simple field and link", `<w:fldSimple w:instr="DATE">` + run("2021年") + `</w:fldSimple><w:hyperlink>` + run("网址") + `</w:hyperlink>`, "2021年网址"},
		{"content control", `<w:sdt><w:sdtPr><w:alias w:val="x"/></w:sdtPr><w:sdtContent>` + run("控件") + `</w:sdtContent></w:sdt>`, "控件"},
		{"ruby", `<w:r><w:ruby><w:rt><w:r><w:t>gǎi</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>改</w:t></w:r></w:rubyBase></w:ruby></w:r>`, "改"},
		{"formula", `<m:oMath><m:r><m:t>3×4</m:t></m:r></m:oMath>`, "3×4"},
	} {
		t.Run(test.name, func(t *testing.T) {
			styles := wrap("styles", `<w:style w:type="character" w:styleId="Hid"><w:rPr><w:vanish/></w:rPr></w:style>`)
			same(t, read(t, `<w:p>`+test.content+`</w:p>`, "word/styles.xml", styles), test.want)
		})
	}
}

func TestDeletedEndJoinsParagraphs(t *testing.T) {
	got := read(t, p(`<w:rPr><w:del w:id="1"/></w:rPr>`, "前半")+p("", "后半")+p(`<w:rPr><w:del w:id="2"/></w:rPr>`, "末段"))
	same(t, got, "前半后半", "末段")
}

func TestFieldWithoutEnd(t *testing.T) {
	same(t, read(t, `<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r>`+run("x")+`</w:p>`+p("", "正文")), "正文")
}

func TestTextBox(t *testing.T) {
	box := func(text string) string {
		return `<w:txbxContent>` + p("", text) + p("", "第二段") + `</w:txbxContent>`
	}
	got := read(t, `<w:p>`+run("前")+`<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx>`+box("框内")+
		`</wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>`+box("框内")+`</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>`+run("后")+`</w:p>`)
	same(t, got, "前后", "框内", "第二段")
}

func TestNotes(t *testing.T) {
	notes := wrap("footnotes", `<w:footnote w:type="separator" w:id="0">`+p("", "—")+`</w:footnote><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>`+
		run("数据截至6月")+`<w:r><w:footnoteReference w:id="2"/></w:r></w:p></w:footnote>`)
	ends := wrap("endnotes", `<w:endnote w:id="2">`+p("", "尾注")+`</w:endnote>`)
	got := read(t, `<w:p>`+run("完成35")+`<w:r><w:footnoteReference w:id="2"/></w:r>`+run("项")+`<w:r><w:footnoteReference w:id="2"/><w:endnoteReference w:id="2"/></w:r></w:p>`+p("", "下段"),
		"word/footnotes.xml", notes, "word/endnotes.xml", ends)
	same(t, got, "完成35项", "数据截至6月", "尾注", "下段")
}

func TestHeadings(t *testing.T) {
	styles := wrap("styles", `<w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/><w:rPr><w:b/></w:rPr></w:style>`+
		`<w:style w:type="paragraph" w:styleId="a"><w:name w:val="小标题"/><w:basedOn w:val="1"/><w:pPr><w:jc w:val="center"/></w:pPr></w:style>`+
		`<w:style w:type="paragraph" w:styleId="loop"><w:basedOn w:val="loop"/></w:style>`)
	bold := `<w:r><w:rPr><w:b/></w:rPr><w:t>粗体</w:t></w:r>`
	got := read(t, p(`<w:pStyle w:val="1"/>`, "一")+p(`<w:pStyle w:val="a"/><w:outlineLvl w:val="1"/>`, "二")+p(`<w:pStyle w:val="loop"/><w:jc w:val="right"/>`, "三")+
		`<w:p>`+bold+run(" ")+`</w:p><w:p>`+bold+run("常规")+`</w:p>`+p(`<w:pStyle w:val="1"/><w:outlineLvl w:val="9"/>`, "四"), "word/styles.xml", styles)
	want := []Paragraph{
		{Text: "一", Level: 1, Bold: true},
		{Text: "二", Level: 2, Bold: true, Centre: true},
		{Text: "三", Right: true},
		{Text: "粗体 ", Bold: true},
		{Text: "粗体常规"},
		{Text: "四", Bold: true},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("paragraphs (-want +got):\n%s", diff)
	}
}

func cell(properties, content string) string {
	return `<w:tc><w:tcPr>` + properties + `</w:tcPr>` + content + `</w:tc>`
}

func row(cells ...string) string { return `<w:tr>` + strings.Join(cells, "") + `</w:tr>` }

func tbl(rows ...string) string {
	return `<w:tbl><w:tblPr/><w:tblGrid/>` + strings.Join(rows, "") + `</w:tbl>`
}

// places returns the paragraphs with their cells: table, row+span, column+span.
func places(paragraphs []Paragraph) []string {
	var all []string
	for _, p := range paragraphs {
		s := p.Text
		if c := p.Cell; c != nil {
			s += fmt.Sprintf(" t%d r%d+%d c%d+%d", c.Table, c.Row, c.RowSpan, c.Col, c.ColSpan)
			if c.Header {
				s += " head"
			}
		}
		all = append(all, s)
	}
	return all
}

func TestTables(t *testing.T) {
	small := tbl(row(cell("", p("", "内甲")), cell("", p("", "内乙"))), row(cell("", p("", "内丙")), cell("", p("", "内丁"))))
	for _, test := range []struct {
		name, content string
		want          []string
	}{
		{
			"spans", tbl(
				`<w:tr><w:trPr><w:tblHeader/></w:trPr>`+cell("", p("", "序号"))+cell("", p("", "问题"))+cell("", p("", "措施"))+`</w:tr>`,
				row(cell(`<w:gridSpan w:val="3"/>`, p("", "一、党的建设"))),
				row(cell(`<w:vMerge w:val="restart"/>`, p("", "1")), cell("", p("", "甲")+p("", "续")), cell("", p("", "乙"))),
				row(cell(`<w:vMerge/>`, p("", "不显示")), cell("", p("", "")), cell("", p("", "丙"))),
				`<w:tr><w:trPr><w:del w:id="1"/></w:trPr>`+cell("", p("", "删"))+cell("", p("", "除"))+`</w:tr>`,
				`<w:tr><w:trPr><w:gridBefore w:val="1"/></w:trPr>`+cell(`<w:hMerge w:val="restart"/>`, p("", "丁"))+cell(`<w:hMerge/>`, p("", ""))+`</w:tr>`),
			[]string{
				"序号 t0 r0+1 c0+1 head", "问题 t0 r0+1 c1+1 head", "措施 t0 r0+1 c2+1 head", "一、党的建设 t0 r1+1 c0+3", "1 t0 r2+2 c0+1",
				"甲 t0 r2+1 c1+1", "续 t0 r2+1 c1+1", "乙 t0 r2+1 c2+1", "丙 t0 r3+1 c2+1", "丁 t0 r4+1 c1+2",
			},
		},
		{
			"a table in a cell is its text", tbl(row(cell("", p("", "甲")), cell("", small)), row(cell("", p("", "乙")), cell("", p("", "丙")))) + small,
			[]string{
				"甲 t0 r0+1 c0+1", "内甲 t0 r0+1 c1+1", "内乙 t0 r0+1 c1+1", "内丙 t0 r0+1 c1+1", "内丁 t0 r0+1 c1+1", "乙 t0 r1+1 c0+1", "丙 t0 r1+1 c1+1",
				"内甲 t1 r0+1 c0+1", "内乙 t1 r0+1 c1+1", "内丙 t1 r1+1 c0+1", "内丁 t1 r1+1 c1+1",
			},
		},
		{
			"a frame", tbl(row(cell("", p("", "框")+small))),
			[]string{"框", "内甲 t0 r0+1 c0+1", "内乙 t0 r0+1 c1+1", "内丙 t0 r1+1 c0+1", "内丁 t0 r1+1 c1+1"},
		},
		{
			"a layout", tbl(row(cell("", p("", "左")), cell("", strings.Repeat(p("", "整改情况"), 10))), row(cell("", ""), cell("", ""))),
			append([]string{"左"}, strings.Split(strings.Repeat("整改情况 ", 9)+"整改情况", " ")...),
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, places(read(t, test.content))); diff != "" {
				t.Errorf("cells (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMainPart(t *testing.T) {
	types := `<Types><Override PartName="/Other/Main.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>`
	strict := strings.ReplaceAll(body(p("", "正文")), "http://schemas.openxmlformats.org/wordprocessingml/2006/main", "http://purl.oclc.org/ooxml/wordprocessingml/main")
	for name, parts := range map[string][]string{
		"by content type": {"[Content_Types].xml", types, "other/main.xml", body(p("", "正文"))},
		"backslashes":     {`word\document.xml`, body(p("", "正文"))},
		"strict":          {"word/document.xml", strict},
	} {
		d, err := Read(file(t, parts...), Limits{}, nil)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		same(t, d.Paragraphs, "正文")
	}
}

func TestErrors(t *testing.T) {
	good := file(t, "word/document.xml", body(p("", "正文")))
	big := body(p("", strings.Repeat("零", 1<<20)))
	for _, test := range []struct {
		name   string
		data   []byte
		limits Limits
		is     error
		say    string
	}{
		{"archive", file(t, "a.txt", "x"), Limits{}, ErrOther, ""},
		{"cut archive", []byte("PK\x03\x04\x14\x00"), Limits{}, ErrDamaged, "zip: "},
		{"cut document", good[:len(good)-30], Limits{}, ErrDamaged, "save it anew"},
		{"no XML", file(t, "word/document.xml", body("<w:p></w:q>")), Limits{}, ErrDamaged, "word/document.xml: "},
		{"cut XML", file(t, "word/document.xml", body("")[:300]), Limits{}, ErrDamaged, "word/document.xml: "},
		{"entity", file(t, "word/document.xml", `<!DOCTYPE d [<!ENTITY e "x">]>`+body(p("", "&e;"))[38:]), Limits{}, ErrDamaged, "entity"},
		{"bad relations", file(t, "_rels/.rels", "<x", "word/document.xml", body("")), Limits{}, ErrDamaged, "_rels/.rels"},
		{"large part", file(t, "word/document.xml", big), Limits{Part: 1 << 20, Ratio: 1 << 40}, ErrLarge, "unpacks to more than 1048576 bytes"},
		{"ratio", file(t, "word/document.xml", big), Limits{}, ErrLarge, "unpacks to more than"},
		{"parts", file(t, "word/document.xml", body(""), "a", "", "b", ""), Limits{Parts: 2}, ErrLarge, "3 parts"},
		{"depth", file(t, "word/document.xml", body(strings.Repeat("<w:sdt>", 600)+strings.Repeat("</w:sdt>", 600))), Limits{}, ErrLarge, "nested too deep"},
	} {
		_, err := Read(test.data, test.limits, nil)
		if !errors.Is(err, test.is) || !strings.Contains(err.Error(), test.say) {
			t.Errorf("%s: %v, want %v with %q", test.name, err, test.is, test.say)
		}
	}
}

func TestLimitOfParagraphs(t *testing.T) {
	data := file(t, "word/document.xml", body(p("", "一")+tbl(row(cell("", p("", "二")), cell("", p("", "三"))))+p("", "四")))
	d, err := Read(data, Limits{Blocks: 2}, nil)
	if err != nil || !d.Cut {
		t.Fatalf("%+v, %v", d, err)
	}
	same(t, d.Paragraphs, "一", "二")
}

func FuzzDOCX(f *testing.F) {
	for _, content := range []string{
		p("", "一、整改"), p(`<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>`, "标题"),
		tbl(row(cell(`<w:vMerge w:val="restart"/><w:gridSpan w:val="2"/>`, p("", "甲")), cell("", p("", "乙"))), row(cell(`<w:vMerge/>`, ""), cell("", p("", "丙")))),
		`<w:p><w:r><w:footnoteReference w:id="1"/><w:txbxContent>` + p("", "框") + `</w:txbxContent><w:fldChar w:fldCharType="begin"/></w:r></w:p>`,
	} {
		f.Add([]byte(body(content)), []byte(wrap("numbering", abstract(0, lvl(0, "chineseCounting", "%1、"))+numOf(1, 0, ""))), []byte(wrap("styles", "")))
	}
	f.Fuzz(func(t *testing.T, main, numbers, styles []byte) {
		if len(main)+len(numbers)+len(styles) > 1<<16 {
			return
		}
		data := shapes.Packed(t, zip.Store, "word/document.xml", string(main), "word/numbering.xml", string(numbers), "word/styles.xml", string(styles), "word/footnotes.xml", string(main))
		_, _ = Read(main, Limits{}, nil)
		d, err := Read(data, Limits{Blocks: 1000}, nil)
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
