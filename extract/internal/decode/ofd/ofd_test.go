package ofd

import (
	"archive/zip"
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhenggai/extract/internal/testing/shapes"
)

func texts(t *testing.T, data []byte) []string {
	t.Helper()
	doc, err := Read(data, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	out := []string{}
	for _, p := range doc.Paragraphs {
		out = append(out, p.Text)
	}
	return out
}

func TestRead(t *testing.T) {
	for _, tt := range []struct {
		name, page string
		want       []string
	}{
		{"one object", `<ofd:TextObject Boundary="20 30 60 6" Size="5"><ofd:TextCode X="0" Y="5" DeltaX="5 5 5">整改情况</ofd:TextCode></ofd:TextObject>`, []string{"整改情况"}},
		{"repeated distances", `<ofd:TextObject Boundary="20 30 60 6" Size="5"><ofd:TextCode X="0" Y="5" DeltaX="g 3 5">整改情况</ofd:TextCode></ofd:TextObject>`, []string{"整改情况"}},
		{"an object for each character, not in order", `<ofd:TextObject Boundary="25 30 6 6" Size="5"><ofd:TextCode X="0" Y="5">改</ofd:TextCode></ofd:TextObject><ofd:TextObject Boundary="20 30 6 6" Size="5"><ofd:TextCode X="0" Y="5">整</ofd:TextCode></ofd:TextObject>`, []string{"整改"}},
		{"a gap in figures", `<ofd:TextObject Boundary="20 30 60 6" Size="5"><ofd:TextCode X="0" Y="5" DeltaX="5 2.5 4 2.5">共1234</ofd:TextCode></ofd:TextObject>`, []string{"共12 34"}},
		{"enlarged by a matrix", `<ofd:TextObject Boundary="20 30 90 20" Size="1" CTM="5 0 0 5 0 0"><ofd:TextCode X="0" Y="1" DeltaX="1">整改</ofd:TextCode></ofd:TextObject>`, []string{"整改"}},
		{"lines of one object", `<ofd:TextObject Boundary="20 30 90 40" Size="5"><ofd:TextCode X="0" Y="5" DeltaX="5">标题</ofd:TextCode><ofd:TextCode X="0" Y="25" DeltaX="5">正文</ofd:TextCode></ofd:TextObject>`, []string{"标题", "正文"}},
		{"blocks within blocks", `<ofd:PageBlock><ofd:PageBlock><ofd:TextObject Boundary="20 30 60 6" Size="5"><ofd:TextCode X="0" Y="5" DeltaX="5">整改</ofd:TextCode></ofd:TextObject></ofd:PageBlock></ofd:PageBlock>`, []string{"整改"}},
		{"numbers that are none", `<ofd:TextObject Boundary="x 1e99 NaN" Size="-5" CTM="1"><ofd:TextCode X="?" DeltaX="g 9999999 1 g">整改</ofd:TextCode></ofd:TextObject>`, []string{"整改"}},
		{"pictures", `<ofd:ImageObject ID="3" Boundary="0 0 210 297"/>`, []string{}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := shapes.OFDOf(t, tt.page)
			if diff := cmp.Diff(tt.want, texts(t, data)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// TestTable insists that lines which are drawn make the cells of a table.
func TestTable(t *testing.T) {
	var b strings.Builder
	for _, y := range []int{30, 40, 50} {
		fmt.Fprintf(&b, `<ofd:PathObject Boundary="20 %d 80 0.2"><ofd:AbbreviatedData>M 0 0 L 80 0</ofd:AbbreviatedData></ofd:PathObject>`, y)
	}
	for _, x := range []int{20, 60, 100} {
		fmt.Fprintf(&b, `<ofd:PathObject Boundary="%d 30 0.2 20"/>`, x)
	}
	for i, s := range []string{"问题", "措施", "学习不深", "集中学习"} {
		fmt.Fprintf(&b, `<ofd:TextObject Boundary="%d %d 38 6" Size="5"><ofd:TextCode X="0" Y="5" DeltaX="5 5 5">%s</ofd:TextCode></ofd:TextObject>`, 22+40*(i%2), 32+10*(i/2), s)
	}
	doc, err := Read(shapes.OFDOf(t, b.String()), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range doc.Paragraphs {
		if p.Cell == nil {
			t.Fatalf("%q is in no cell", p.Text)
		}
		got = append(got, fmt.Sprintf("%d.%d %s", p.Cell.Row, p.Cell.Col, p.Text))
	}
	if diff := cmp.Diff([]string{"0.0 问题", "0.1 措施", "1.0 学习不深", "1.1 集中学习"}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestScanned(t *testing.T) {
	doc, err := Read(shapes.OFDOf(t, `<ofd:ImageObject/>`, `<ofd:ImageObject/>`), Limits{Pages: 1})
	if err != nil || doc.Scanned != 1 || doc.Pages != 2 || doc.Read != 1 {
		t.Errorf("%+v, %v", doc, err)
	}
}

func TestHostile(t *testing.T) {
	root := func(loc string) string { return "<OFD><DocBody><DocRoot>" + loc + "</DocRoot></DocBody></OFD>" }
	pages := func(n int, loc string) string {
		return "<Document><Pages>" + strings.Repeat(`<Page BaseLoc="`+loc+`"/>`, n) + "</Pages></Document>"
	}
	for _, tt := range []struct {
		name  string
		parts []string
		err   error
	}{
		{"no XML", []string{"OFD.xml", "<"}, ErrDamaged},
		{"no document", []string{"OFD.xml", root("Doc_0/Document.xml")}, ErrDamaged},
		{"a name that leads out", []string{"OFD.xml", root("../../etc/passwd")}, ErrDamaged},
		{"itself as its document", []string{"OFD.xml", root("OFD.xml")}, nil},
		{"itself as its page", []string{"OFD.xml", root("D.xml"), "D.xml", pages(1, "D.xml")}, nil},
		{"no page", []string{"OFD.xml", root("D.xml"), "D.xml", pages(1, "P.xml")}, ErrDamaged},
		{"one page a million times", []string{"OFD.xml", root("D.xml"), "D.xml", pages(100_000, "P.xml"), "P.xml", "<Page/>"}, nil},
		{"encrypted", []string{"OFD.xml", root("D.xml"), "Doc_0/Encryptions.xml", ""}, ErrLocked},
		{"nested deep", []string{"OFD.xml", root("D.xml"), "D.xml", pages(1, "P.xml"), "P.xml", strings.Repeat("<a>", 100_000)}, ErrLarge},
		{"entities", []string{"OFD.xml", `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><OFD>&b;</OFD>`}, ErrDamaged},
		{"a long part", []string{"OFD.xml", strings.Repeat(" ", 33<<20)}, ErrLarge},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := Read(shapes.Packed(t, zip.Deflate, tt.parts...), Limits{}); !errors.Is(err, tt.err) {
				t.Errorf("error %v, want %v", err, tt.err)
			}
		})
	}
}

func FuzzOFD(f *testing.F) {
	f.Add(`<ofd:TextObject Boundary="20 30 60 6" Size="5" CTM="1 0 0 1 0 0" Weight="700"><ofd:TextCode X="0" Y="5" DeltaX="g 3 5">整改情况</ofd:TextCode></ofd:TextObject>`)
	f.Add(`<ofd:PageBlock><ofd:ImageObject/><ofd:TextObject Size="5" HScale="0.5"><ofd:TextCode DeltaY="5 5">12</ofd:TextCode>`)
	f.Fuzz(func(t *testing.T, page string) {
		doc, err := Read(shapes.OFDOf(t, page), Limits{})
		if err != nil {
			return
		}
		for _, p := range doc.Paragraphs {
			if p.Text == "" {
				t.Fatal("a paragraph without text")
			}
		}
	})
}

// BenchmarkRead measures a document of nine pages.
func BenchmarkRead(b *testing.B) {
	data := shapes.OFD(b, "专刊", strings.Split(strings.Repeat("一是压实整改责任，先后召开会议14次，投入资金3481.45万元，新增公办学位2310个，全部完成。\n", 100), "\n"))
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(data, Limits{}); err != nil {
			b.Fatal(err)
		}
	}
}

// TestTemplates reads the text in a template of one page and in the background of the first, and not what else pages share.
func TestTemplates(t *testing.T) {
	text := func(y int, s string) string {
		return fmt.Sprintf(`<ofd:TextObject Boundary="20 %d 90 10" Size="5"><ofd:TextCode X="0" Y="5" DeltaX="5 5 5">%s</ofd:TextCode></ofd:TextObject>`, y, s)
	}
	const names = ` xmlns:ofd="http://www.ofdspec.org/2016"`
	page := func(content string, templates ...int) string {
		var b strings.Builder
		b.WriteString("<ofd:Page" + names + ">")
		for _, id := range templates {
			order := "Background"
			if id == 3 {
				order = "Foreground"
			}
			fmt.Fprintf(&b, `<ofd:Template TemplateID="%d" ZOrder="%s"/>`, id, order)
		}
		return b.String() + "<ofd:Content><ofd:Layer>" + content + "</ofd:Layer></ofd:Content></ofd:Page>"
	}
	data := shapes.Packed(t, zip.Deflate,
		"OFD.xml", "<ofd:OFD"+names+"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
		"Doc_0/Document.xml", "<ofd:Document"+names+`><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:TemplatePage ID="1" BaseLoc="Tpls/1.xml"/><ofd:TemplatePage ID="2" BaseLoc="Tpls/2.xml"/><ofd:TemplatePage ID="3" BaseLoc="Tpls/3.xml"/></ofd:CommonData><ofd:Pages><ofd:Page ID="3" BaseLoc="1.xml"/><ofd:Page ID="4" BaseLoc="2.xml"/></ofd:Pages></ofd:Document>`,
		"Doc_0/Tpls/1.xml", page(text(100, "整改通报")), "Doc_0/Tpls/2.xml", page(text(120, "某局文件")), "Doc_0/Tpls/3.xml", page(text(180, "内部资料")),
		"Doc_0/1.xml", page(`<ofd:ImageObject Boundary="0 0 9 9"/>`, 1, 2, 3), "Doc_0/2.xml", page(text(140, "追回资金"), 2, 3))
	if diff := cmp.Diff([]string{"整改通报", "某局文件", "追回资金"}, texts(t, data)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// TestComposites reads what is in composite units, in the order of their places on the page.
func TestComposites(t *testing.T) {
	const names = ` xmlns:ofd="http://www.ofdspec.org/2016"`
	text := func(size int, s string) string {
		return fmt.Sprintf(`<ofd:Content><ofd:TextObject Boundary="0 0 90 10" Size="%d"><ofd:TextCode X="0" Y="%d" DeltaX="g 9 %d">%s</ofd:TextCode></ofd:TextObject></ofd:Content>`, size, size, size, s)
	}
	unit := func(id int, content string) string {
		return fmt.Sprintf(`<ofd:CompositeGraphicUnit ID="%d" Width="90" Height="10">%s</ofd:CompositeGraphicUnit>`, id, content)
	}
	document := func(page string) []byte {
		return shapes.Packed(t, zip.Deflate,
			"OFD.xml", "<ofd:OFD"+names+"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>",
			"Doc_0/Document.xml", "<ofd:Document"+names+`><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:DocumentRes>Res.xml</ofd:DocumentRes><ofd:PublicRes>missing.xml</ofd:PublicRes></ofd:CommonData><ofd:Pages><ofd:Page ID="3" BaseLoc="P/1.xml"/></ofd:Pages></ofd:Document>`,
			"Doc_0/Res.xml", "<ofd:Res"+names+"><ofd:CompositeGraphicUnits>"+
				unit(7, text(5, "整改通报"))+unit(8, text(1, "追回资金"))+unit(9, `<ofd:Content><ofd:CompositeObject ResourceID="7" Boundary="0 20 90 10"/><ofd:CompositeObject ResourceID="9" Boundary="0 0 9 9"/></ofd:Content>`)+
				unit(10, `<ofd:Content><ofd:ImageObject/></ofd:Content>`)+"</ofd:CompositeGraphicUnits></ofd:Res>",
			"Doc_0/P/own.xml", "<ofd:Res"+names+"><ofd:CompositeGraphicUnits>"+unit(11, text(5, "本页所有"))+"</ofd:CompositeGraphicUnits></ofd:Res>",
			"Doc_0/P/1.xml", "<ofd:Page"+names+"><ofd:PageRes>own.xml</ofd:PageRes><ofd:Content><ofd:Layer>"+page+"</ofd:Layer></ofd:Content></ofd:Page>")
	}
	use := func(id, y int, more string) string {
		return fmt.Sprintf(`<ofd:CompositeObject ID="5" ResourceID="%d" Boundary="20 %d 90 10" %s/>`, id, y, more)
	}
	for _, test := range []struct {
		name, page string
		want       []string
		scanned    int
	}{
		{"below each other, one enlarged", use(8, 120, `CTM="5 0 0 5 0 0"`) + use(7, 60, ""), []string{"整改通报", "追回资金"}, 0},
		{"within each other without end", use(9, 60, "") + use(7, 150, ""), []string{"整改通报", "整改通报"}, 0},
		{"of the page's own list", use(11, 60, ""), []string{"本页所有"}, 0},
		{"a picture", use(10, 60, ""), []string{}, 1},
		{"missing", use(99, 60, ""), []string{}, 0},
	} {
		data := document(test.page)
		doc, err := Read(data, Limits{})
		if err != nil || doc.Scanned != test.scanned {
			t.Errorf("%s: %+v, %v", test.name, doc, err)
		}
		if diff := cmp.Diff(test.want, texts(t, data)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", test.name, diff)
		}
	}
}
