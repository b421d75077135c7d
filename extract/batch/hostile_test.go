package batch_test

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"zhenggai/extract"
	"zhenggai/extract/batch"
	"zhenggai/extract/internal/testing/shapes"
	"zhenggai/extract/source"
	"zhenggai/model"
)

// A hostile is a file that is made to cost much, or to lead astray. make gives it in about size bytes.
type hostile struct {
	name string
	make func(tb testing.TB, size int) []byte
	want error // of the file or of one in it; nil where a notice or any failure will do
	slow bool  // it takes seconds whatever its size, and is left to .ci/hostile
}

// repeated returns a text of about size bytes: one unit over and over.
func repeated(unit string, size int) string { return strings.Repeat(unit, max(1, size/len(unit))) }

// units are texts whose repetition is hard for one stage or another.
var units = []string{
	"a", "一", "1", "、", "（", "《", "“", "<", "&", "。", ".", "-", "%", "万", "\u3000", "零", "\x00", "①", "年",
	"a ", "、1、", "一是", "（一）", "的问题", "1 ", "（“《", "《》", "》《", "《办法》", "1.", "1、", "12.", "一、", "一点", "第一", "百分之",
	"3人、", "3人，其中", "增长5%，", "整改", "完成率100%", "制定《办法》", "联系电话：010-12345678；", "a@b.cn ", "https://a.cn/", "县", "北京市", "县委巡察组",
	"2024年1月2日", "二〇二四年", "1月", "1-", "1—", "至", "其中3人", "共3人，其中1人、2人。", "问题3个，", "由3个增至5个，", "3/", "3:", "1,000",
	"\n", "一\n", "一、\n", "一、加强\n", "（一）问题\n", "一、关于问题\n", "1.问题\n", "一是问题。\n", "问题：\n整改情况：\n", "2024年1月2日\n",
	"整改情况：\n1.甲\n", "整改情况：1.甲\n", "整改情况：（1）甲\n一是乙\n", "整改措施：一是甲；二是乙；二是丙；", "一是甲；三是乙；", "（）关于问题\n", "、二整改\n",
	"二）关于问题\n", "（二关于问题\n", "（一党）的建设\n", "问题：甲\n", "整改措施：甲\n改措施：乙\n", "责任单位：甲\n完成时限：乙\n", "◆ 甲\n——乙\n", "（一）甲（一）乙 1.丙问题\n",
	"整改措施：\n", "3人\n", "联系电话：\n", "中共县委\n", "（2024年1月2日）\n",
}

// printed makes a unit fit to be part of a file name.
func printed(unit string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`<>:"/\|?*`, r) {
			return '_'
		}
		return r
	}, unit)
}

// texts are the hostile texts, and pages the hostile HTML.
func texts() []hostile {
	var all []hostile
	for _, u := range units {
		all = append(all, hostile{"text " + printed(u) + ".txt", func(_ testing.TB, size int) []byte { return []byte(repeated(u, size)) }, nil, false})
	}
	return all
}

func pages() []hostile {
	var all []hostile
	add := func(name, before, unit, after string) {
		all = append(all, hostile{"page " + name + ".html", func(_ testing.TB, size int) []byte {
			return []byte("<html><body>" + before + repeated(unit, size) + after)
		}, nil, false})
	}
	add("div", "", "<div>", "")
	add("div text", "", "<div>整改。", "")
	add("div class", "", `<div class="content">整改。`, "")
	add("divs", "", `<div class="content"><p>整改。</p><p>整改。</p></div>`, "")
	add("b", "", "<b>", "")
	add("b text", "", "<b>整改", "")
	add("font", "", "<font color=1>", "")
	add("a", "", "<a href=x>整", "")
	add("b p", "", "<b><p>", "")
	add("agency", "", "<b><i><p>整</b></i>", "")
	add("fonts", numbered("<font size=%d>", 500), "<p>整", "")
	add("fonts in cells", numbered("<font size=%d>", 500)+"<table>", "<tr><td>整</font></table><p>改<table>", "")
	add("agency a", "<a>", "<div><a>整</div>", "")
	add("nobr", "", "<nobr>整", "")
	add("p", "", "<p>", "")
	add("p text", "", "<p>整", "")
	add("br", "", "<br>", "")
	add("br text", "", "一<br>", "")
	add("span", "", "<span>整", "</span>")
	add("spans", "", "<span>整</span>", "")
	add("closers", "", "</div>", "")
	add("closers p", "", "</p>", "")
	add("select", "<select>", "<option>整", "")
	add("attributes", "<p ", "a=1 ", ">")
	add("comment", "<!--", "整改", "-->")
	add("comments", "", "<!-->", "")
	add("doctype", "", "<!DOCTYPE html>", "")
	add("plaintext", "<plaintext>", "整改\n", "")
	add("textarea", "<textarea>", "整改\n", "")
	add("pre", "<pre>", "整\n", "")
	add("entity", "", "&#x10FFFF;", "")
	add("entity name", "", "&CounterClockwiseContourIntegral;", "")
	add("entities", `<!DOCTYPE x [<!ENTITY a "b">`, "&a;", "")
	add("table", "", "<table>", "")
	add("tables", "", "<table><tr><td>整<td>改", "</table>")
	add("small tables", "", "<table><tr><td>整<td>改</table>", "")
	add("cells", "<table><tr>", "<td>整", "")
	add("rows", "<table>", "<tr><td>整<td>改", "")
	add("spanning", "<table>", "<tr><td colspan=1000 rowspan=65534>整<td colspan=1000 rowspan=65534>改", "")
	add("foster", "<table>", "整<b>", "")
	add("foster div", "<table>", "<div>整</div>", "")
	add("template", "", "<template>", "")
	add("svg", "<svg>", "<g>", "")
	add("math", "<math>", "<mi>整", "")
	add("frameset", "<frameset>", "<frame>", "")
	add("meta", "", `<meta name=title content="整改">`, "")
	add("titles", "", `<title>整改</title>`, "")
	add("ul", "", `<ul><li>整`, "")
	add("h1", "", `<h1>整`, "")
	add("class", `<p class="`, "content ", `">整改。`)
	add("style", `<p style="`, "display:none;", `">整改。`)
	add("hidden", "", `<p hidden>整改。`, "")
	add("script", "<script>var a={\"content\":\"", `\u003cp\u003e整改。`, "\"}</script>")
	add("scripts", "", "<script>a={\"content\":\"\\u003cp\\u003e整改。\"}</script>", "")
	add("script keys", "<script>a={", `"a":"</p>",`, "}</script>")
	add("script quotes", "<script>a={", `":"`, "}</script>")
	add("start tags", "", "<p", "")
	add("gt", "", "<", "")
	add("mark", "", `<meta name=ContentStart>整改。<meta name=ContentEnd>`, "")
	add("headings", "", "<p>一、关于问题</p>", "")
	add("ledger", "<table><tr><td>序号<td>存在问题<td>整改措施<td>整改情况", "<tr><td>1<td>问题。<td>措施。<td>情况。", "")
	return all
}

// word returns a Word document whose text is made by repetition.
func word(name, before, unit, after string) hostile {
	return hostile{"word " + name + ".docx", func(tb testing.TB, size int) []byte {
		content := `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>` +
			before + repeated(unit, size) + after + `</w:body></w:document>`
		return shapes.Packed(tb, zip.Store, "[Content_Types].xml", "<Types/>", "word/document.xml", content)
	}, nil, false}
}

func words() []hostile {
	all := []hostile{
		word("paragraphs", "", "<w:p><w:r><w:t>整改</w:t></w:r></w:p>", ""),
		word("runs", "<w:p>", "<w:r><w:t>整</w:t></w:r>", "</w:p>"),
		word("nested", "", "<w:tbl>", ""),
		word("tables", "", "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>整</w:t></w:r></w:p></w:tc></w:tr></w:tbl>", ""),
		word("cells", "<w:tbl><w:tr>", "<w:tc><w:p><w:r><w:t>整</w:t></w:r></w:p></w:tc>", "</w:tr></w:tbl>"),
		word("fields", "<w:p>", `<w:r><w:fldChar w:fldCharType="begin"/></w:r>`, "</w:p>"),
		word("carried", "", "<w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>整</w:t></w:r></w:p>", ""),
		word("comment", "<!--", "整改", "-->"),
		word("attributes", "<w:p ", `a="1" `, "/>"),
		word("text", "<w:p><w:r><w:t>", "整改", "</w:t></w:r></w:p>"),
		word("entities", "<w:p><w:r><w:t>", "&amp;", "</w:t></w:r></w:p>"),
		word("marks", "<w:p><w:r>", "<w:tab/>", "</w:r></w:p>"),
		word("boxes", "<w:p>", "<w:txbxContent><w:p><w:r><w:t>整</w:t></w:r></w:p></w:txbxContent>", "</w:p>"),
	}
	bomb := `<!DOCTYPE w [<!ENTITY a "整改"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><w>&c;</w>`
	always := func(name string, want error, data func(tb testing.TB) []byte) {
		all = append(all, hostile{name, func(tb testing.TB, _ int) []byte { return data(tb) }, want, false})
	}
	always("entity bomb.docx", nil, func(tb testing.TB) []byte {
		return shapes.Packed(tb, zip.Deflate, "[Content_Types].xml", "<Types/>", "word/document.xml", bomb)
	})
	always("entity bomb.xml", nil, func(testing.TB) []byte { return []byte(`<?xml version="1.0"?>` + bomb) })
	always("entity bomb.html", nil, func(testing.TB) []byte { return []byte(bomb) })
	always("bomb.docx", nil, func(tb testing.TB) []byte {
		return shapes.Packed(tb, zip.Deflate, "[Content_Types].xml", "<Types/>", "word/document.xml", "<a>"+strings.Repeat("\x20", 8<<20))
	})
	always("many parts.docx", nil, func(tb testing.TB) []byte {
		files := []string{"[Content_Types].xml", "<Types/>"}
		for i := range 20_000 {
			files = append(files, fmt.Sprint(i), "")
		}
		return shapes.Packed(tb, zip.Store, files...)
	})
	return all
}

// numbered prints a format with the numbers up to n.
func numbered(format string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

// slowly ends the names of PDF files for which the engine takes all the memory that it may have.
const slowly = " slowly.pdf"

// documents are damaged files of the binary formats, and PDF files that refer to themselves.
func documents() []hostile {
	var all []hostile
	add := func(name string, data func(tb testing.TB, size int) []byte) {
		all = append(all, hostile{name, data, nil, strings.HasSuffix(name, slowly)})
	}
	for _, path := range []string{"../internal/decode/doc/testdata/invented.doc", "../internal/decode/pdf/testdata/invented.pdf"} {
		add("cut "+filepath.Base(path), func(tb testing.TB, _ int) []byte {
			data := readFile(tb, path)
			return data[:len(data)/2]
		})
		add("changed "+filepath.Base(path), func(tb testing.TB, _ int) []byte {
			data := readFile(tb, path)
			for i := 700; i < len(data); i += 97 {
				data[i] ^= 0x55
			}
			return data
		})
	}
	add("cut.docx", func(tb testing.TB, _ int) []byte {
		data := word("", "", "<w:p><w:r><w:t>整改</w:t></w:r></w:p>", "").make(tb, 4096)
		return data[:len(data)/2]
	})
	pdf := func(name, pages, content string) {
		add(name+".pdf", func(testing.TB, int) []byte {
			return []byte("%PDF-1.4\n1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj\n2 0 obj <</Type/Pages" + pages + ">> endobj\n" +
				"3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources 6 0 R/Contents 5 0 R>> endobj\n" +
				"6 0 obj <</XObject<</A 4 0 R/B 4 0 R>>>> endobj\n" +
				"4 0 obj <</Type/XObject/Subtype/Form/BBox[0 0 595 842]/Resources 6 0 R/Length 12>> stream\n/A Do /B Do \nendstream endobj\n" +
				fmt.Sprintf("5 0 obj <</Length %d>> stream\n%s\nendstream endobj\ntrailer <</Root 1 0 R>>\n%%%%EOF\n", len(content), content))
		})
	}
	pdf("pages in themselves", "/Kids[2 0 R 2 0 R 3 0 R]/Count 3", "")
	pdf("pages without end", "/Kids[3 0 R]/Count 2147483647", "")
	pdf("form in itself slowly", "/Kids[3 0 R]/Count 1", "/A Do /B Do")
	pdf("same page slowly", "/Kids["+strings.Repeat("3 0 R ", 100_000)+"]/Count 100000", "/A Do")
	pdf("graphics slowly", "/Kids[3 0 R]/Count 1", strings.Repeat("q ", 1<<20))
	pdf("path", "/Kids[3 0 R]/Count 1", "0 0 m "+strings.Repeat("9 9 l ", 1<<18)+"S")
	add("objects.pdf", func(_ testing.TB, size int) []byte {
		return []byte("%PDF-1.4\n" + repeated("1 0 obj <<>> endobj\n", size))
	})
	add("brackets slowly.pdf", func(_ testing.TB, size int) []byte {
		return []byte("%PDF-1.4\n1 0 obj " + repeated("[", size) + " endobj\ntrailer <</Root 1 0 R>>")
	})
	return all
}

func readFile(tb testing.TB, path string) []byte {
	tb.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return data
}

// foreign are documents that LibreOffice converts, which take it minutes and gigabytes where it is let.
func foreign() []hostile {
	rtf := func(unit string) func(testing.TB, int) []byte {
		return func(_ testing.TB, size int) []byte { return []byte(`{\rtf1\ansi ` + repeated(unit, size) + "}") }
	}
	return []hostile{
		{"groups.rtf", func(_ testing.TB, size int) []byte { return shapes.NestedRTF(size) }, nil, true},
		{"rows.rtf", rtf(`\trowd\cellx1000\cellx2000\cellx3000 a\cell b\cell c\cell\row `), nil, true},
		{"paragraphs.rtf", rtf(`\pard x\par `), nil, true},
		{"tables in tables.rtf", rtf(`\pard\intbl\itap9 a\nestcell{\*\nesttableprops\trowd\cellx1000\nestrow}`), nil, true},
		{"fonts.rtf", rtf(`{\fonttbl{\f1 A;}}\f1 x`), nil, true},
	}
}

// archives are archives and crawls that unpack to much, lead out of themselves, or are damaged.
func archives() []hostile {
	var all []hostile
	add := func(name string, want error, data func(tb testing.TB) []byte) {
		all = append(all, hostile{name, func(tb testing.TB, _ int) []byte { return data(tb) }, want, false})
	}
	blank := strings.Repeat("\x20", 12<<20)
	add("flat bomb.zip", source.ErrRatio, func(tb testing.TB) []byte { return shapes.Packed(tb, zip.Deflate, "a.txt", blank, "b.txt", blank) })
	add("nested bomb.zip", source.ErrNested, func(tb testing.TB) []byte {
		data := shapes.Packed(tb, zip.Deflate, "a.txt", blank)
		for range 5 {
			files := []string{}
			for i := range 3 {
				files = append(files, fmt.Sprintf("%d.zip", i), string(data))
			}
			data = shapes.Packed(tb, zip.Deflate, files...)
		}
		return data
	})
	add("overlapping.zip", source.ErrRatio, overlapping)
	add("bomb.txt.gz", source.ErrRatio, func(tb testing.TB) []byte { return gzipped(tb, blank) })
	add("twice.txt.gz", source.ErrTwice, func(tb testing.TB) []byte { return gzipped(tb, string(gzipped(tb, "整改"))) })
	add("cut.txt.gz", source.ErrTruncated, func(tb testing.TB) []byte {
		data := gzipped(tb, numbered("第%d段", 1000))
		return data[:len(data)/2]
	})
	add("cut.zip", source.ErrDamaged, func(tb testing.TB) []byte {
		data := shapes.Packed(tb, zip.Deflate, "a.txt", "整改")
		return data[:len(data)-30]
	})
	add("escapes.zip", source.ErrEscape, func(tb testing.TB) []byte {
		return shapes.Packed(tb, zip.Store, "../a.txt", "1", "/b.txt", "2", `c\..\..\d.txt`, "3", "C:e.txt", "4")
	})
	add("links.tar", source.ErrEscape, links)
	add("endless.warc", source.ErrTruncated, func(testing.TB) []byte {
		return []byte("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a/\r\nContent-Length: 9000000000000\r\n\r\nHTTP/1.1 200 OK\r\n\r\n<p>整改")
	})
	add("header.warc", source.ErrDamaged, func(testing.TB) []byte { return []byte("WARC/1.0\r\n" + strings.Repeat("a: b\r\n", 1<<16)) })
	add("many.zip", source.ErrTooLarge, func(tb testing.TB) []byte {
		var files []string
		for i := range 3000 {
			files = append(files, fmt.Sprintf("%d.jpg", i), "")
		}
		return shapes.Packed(tb, zip.Store, files...)
	})
	return all
}

func gzipped(tb testing.TB, data string) []byte {
	tb.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, data); err != nil {
		tb.Fatal(err)
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// overlapping returns a ZIP archive whose directory names one file a thousand times.
func overlapping(tb testing.TB) []byte {
	const end = 22 // bytes of the record at the end
	le := binary.LittleEndian
	data := shapes.Packed(tb, zip.Deflate, "a.txt", numbered("第%d段", 1000))
	tail := data[len(data)-end:]
	at := le.Uint32(tail[16:])
	entry := data[at : len(data)-end]
	made := append(bytes.Clone(data[:at]), bytes.Repeat(entry, 1000)...)
	tail = bytes.Clone(tail)
	le.PutUint16(tail[8:], 1000)
	le.PutUint16(tail[10:], 1000)
	le.PutUint32(tail[12:], uint32(1000*len(entry)))
	return append(made, tail...)
}

// links returns a TAR archive of what is no file or leads out of it.
func links(tb testing.TB) []byte {
	tb.Helper()
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for _, h := range []tar.Header{
		{Name: "a.txt", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"},
		{Name: "b.txt", Typeflag: tar.TypeLink, Linkname: "../../etc/passwd"},
		{Name: "c.txt", Typeflag: tar.TypeChar},
		{Name: "d.txt", Typeflag: tar.TypeFifo},
		{Name: "../e.txt", Typeflag: tar.TypeReg},
		{Name: "/f.txt", Typeflag: tar.TypeReg},
	} {
		if err := w.WriteHeader(&h); err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return b.Bytes()
}

// all returns the hostile set.
func all() []hostile {
	var set []hostile
	for _, part := range [][]hostile{texts(), pages(), words(), documents(), foreign(), archives()} {
		set = append(set, part...)
	}
	return set
}

// good is an invented notice.
const good = `中共示例县委关于巡察整改进展情况的通报
（本通报为虚构示例）
根据市委统一部署，2021年3月1日至5月10日，市委第一巡察组对示例县进行了巡察。现将整改进展情况予以公布。
一、关于基础教育建设力度不足的问题
一是扩大供给。新增公办学位2310个。二是补充教师。公开招聘教师58名。
二、关于作风建设不严不实的问题
一是强化监督。给予党纪处分3人。
联系电话：0756-2780000。
中共示例县委
2021年12月6日
`

// A keeper is a writer that keeps what is written.
type keeper map[string]string

func (k keeper) Write(n *model.Notice) error {
	data, err := json.Marshal(n)
	k[n.Source.Path] = string(data)
	return err
}

func (keeper) Close() error { return nil }

func entry(path string, data []byte) source.Entry {
	return source.Entry{Path: path, Open: func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil }}
}

// TestHostile reads the hostile set in one run with two good notices. Each file must have its notice, its skip or its
// failure, and the good notices must be what they are without the others. The stack is kept small, so that a recursion as
// deep as a file likes would end the test: nothing can recover from that.
func TestHostile(t *testing.T) {
	defer debug.SetMaxStack(debug.SetMaxStack(512 << 10))
	size := 64 << 10
	if testing.Short() {
		size = 4 << 10
	}
	limits := source.Limits{Entries: 1000}
	x := &extract.Extractor{Limits: extract.Limits{Text: 32 << 10, Elements: 2000, Lines: 2000, Records: 1000}}
	first, last := entry("first.txt", []byte(good)), entry("last.html", []byte("<html><body><p>"+strings.ReplaceAll(good, "\n", "<p>")))
	alone := keeper{}
	if _, err := batch.Run(t.Context(), []source.Entry{first, last}, []batch.Sink{alone}, batch.Options{Extract: x.ExtractAll}); err != nil {
		t.Fatal(err)
	}
	set := all()
	changing, changes := changingFile(t)
	list := []source.Entry{first, changing}
	set = slices.DeleteFunc(set, func(h hostile) bool { return h.slow })
	for _, h := range set {
		list = append(list, entry(h.name, h.make(t, size)))
	}
	list = append(list, last)
	set = append(set, hostile{name: changing.Path, want: source.ErrChanged})
	among := keeper{}
	sum, err := batch.Collect(t.Context(), list, []batch.Sink{among}, batch.Options{Limits: limits, Extract: func(ctx context.Context, doc source.Document) ([]*model.Notice, error) {
		changes(doc)
		return x.ExtractAll(ctx, doc)
	}})
	if err != nil || sum.Sources != len(list) {
		t.Fatalf("%d of %d sources, %v", sum.Sources, len(list), err)
	}
	for path, notice := range alone {
		if notice == "" || among[path] != notice {
			t.Errorf("%s is another among hostile files:\n%s\n%s", path, notice, among[path])
		}
	}
	for _, h := range set {
		answered(t, sum, h)
	}
}

// answered checks that a run says what became of a file.
func answered(t *testing.T, sum *batch.Outcomes, h hostile) {
	t.Helper()
	is := func(path string) bool { return path == h.name || strings.HasPrefix(path, h.name+"!") }
	count, named := 0, h.want == nil
	for _, f := range sum.Failures {
		if is(f.Path) {
			count++
			named = named || errors.Is(f.Err, h.want)
			if strings.Contains(f.Reason, "defect") || errors.Is(f.Err, batch.ErrTime) {
				t.Errorf("%s: %s", f.Path, f.Reason)
			}
		}
	}
	for _, w := range sum.Written {
		if is(w.Path) {
			count++
		}
	}
	for _, d := range sum.Duplicates {
		if is(d.Path) {
			count++
		}
	}
	for _, s := range sum.Skipped {
		if is(s.Path) {
			count++
		}
	}
	if count == 0 || !named {
		t.Errorf("%s: %d answers, and none is %v", h.name, count, h.want)
	}
}

// changingFile returns a TAR archive on disk, and what changes it when the first file of it is extracted. The reader
// cannot be at its end then.
func changingFile(t *testing.T) (source.Entry, func(source.Document)) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "a.tar")
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	for i := range 500 {
		data := fmt.Sprintf("第%d个文件", i)
		if err := w.WriteHeader(&tar.Header{Name: fmt.Sprintf("%d.txt", i), Size: int64(len(data)), Typeflag: tar.TypeReg}); err != nil {
			t.Fatal(err)
		}
		if _, err := io.WriteString(w, data); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(w.Close(), os.WriteFile(path, b.Bytes(), 0o666)); err != nil {
		t.Fatal(err)
	}
	var once sync.Once
	change := func(doc source.Document) {
		if !strings.HasPrefix(doc.Path, "changing.tar!") {
			return
		}
		once.Do(func() {
			if err := os.WriteFile(path, append(b.Bytes(), 0), 0o666); err != nil {
				t.Error(err)
			}
		})
	}
	return source.Entry{Path: "changing.tar", Open: func() (io.ReadCloser, error) { return os.Open(path) }}, change
}

// TestWriteHostile writes the hostile set, in the size that the limits just allow or in that which ZHENGGAI_HOSTILE_BYTES gives, into the
// folder that ZHENGGAI_HOSTILE names. The script .ci/hostile reads it with the built program and measures time and memory.
func TestWriteHostile(t *testing.T) {
	dir := os.Getenv("ZHENGGAI_HOSTILE")
	if dir == "" {
		t.Skip("ZHENGGAI_HOSTILE names no folder")
	}
	const room = 4 << 10 // for what stands around the repeated units
	size := int(source.DefaultLimits.Document) - room
	given := os.Getenv("ZHENGGAI_HOSTILE_BYTES")
	if given != "" {
		var err error
		if size, err = strconv.Atoi(given); err != nil {
			t.Fatal(err)
		}
	}
	for i, h := range all() {
		data := h.make(t, size)
		if err := os.WriteFile(filepath.Join(dir, fmt.Sprintf("%03d %s", i, h.name)), data, 0o666); err != nil {
			t.Fatal(err)
		}
	}
	if given != "" {
		return
	}
	huge, err := os.Create(filepath.Join(dir, "gigabyte.txt"))
	if err != nil {
		t.Fatal(err)
	}
	defer huge.Close()
	for range 1024 {
		if _, err := io.WriteString(huge, strings.Repeat("a", 1<<20)); err != nil {
			t.Fatal(err)
		}
	}
}
