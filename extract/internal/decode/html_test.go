package decode

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"zhenggai/extract/rules"
	"zhenggai/model"
)

// decodeHTML reads a page that must be HTML.
func decodeHTML(t *testing.T, source string) *Page {
	t.Helper()
	page, err := Decode(t.Context(), []byte(source), Hint{}, rules.Default().Sites, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if page.MediaType != "text/html" {
		t.Fatalf("read as %s", page.MediaType)
	}
	return page
}

func texts(p *Page) []string {
	out := []string{}
	for _, b := range p.Blocks {
		out = append(out, b.Text)
	}
	return out
}

func hasDiagnostic(p *Page, code string) bool {
	return slices.ContainsFunc(p.Diagnostics, func(d model.Diagnostic) bool { return d.Code == code })
}

func TestBlocksOfHTML(t *testing.T) {
	for _, test := range []struct {
		name, source string
		want         []string
	}{
		{"paragraphs", "<p>一</p><p>二</p>", []string{"一", "二"}},
		{"br breaks", "<p>一<br>二<br/><br>三</p>", []string{"一", "二", "三"}},
		{"a title broken by br stays broken", "<h1>关于巡察整改<br>进展情况的通报</h1>", []string{"关于巡察整改", "进展情况的通报"}},
		{"cells and items break", "<table><tr><td>一</td><td>二</td></tr></table><ul><li>三<li>四</ul>", []string{"一", "二", "三", "四"}},
		{"text between blocks", "<div>一<p>二</p>三</div>四", []string{"一", "二", "三", "四"}},
		{"a number in pieces", "<p>新增学位<span>2</span><span lang=EN-US>310</span><o:p></o:p><b>个</b></p>", []string{"新增学位2310个"}},
		{"unknown elements never break", "<p>投入<st1:chmetcnv>350</st1:chmetcnv><x-y>万元</x-y></p>", []string{"投入350万元"}},
		{"sub and sup", "<p>CO<sub>2</sub>下降10<sup>4</sup>吨</p>", []string{"CO2下降104吨"}},
		{"a source line end between Chinese characters", "<p>整改\n   工作</p>", []string{"整改工作"}},
		{"across elements", "<p>整改<span>\r\n工作</span>，\n推进</p>", []string{"整改工作，推进"}},
		{"a source line end beside Latin", "<p>PM2.5\n浓度\nof air</p>", []string{"PM2.5 浓度 of air"}},
		{"a space stays one space", "<p>一　二&nbsp;&nbsp;三 四 \t 五</p>", []string{"一 二 三 四 五"}},
		{"a no-break space at a line end stays", "<p>电话&nbsp;\n地址</p>", []string{"电话 地址"}},
		{"indents go", "<p>&nbsp;&nbsp;　　一、总体情况&emsp;</p>", []string{"一、总体情况"}},
		{"zero-width characters go", "<p>整\u200b改\ufeff情\u00ad况&#8203;</p>", []string{"整改情况"}},
		{"control characters go", "<p>整\x01改\x7f情\u0085况</p>", []string{"整改情况"}},
		{"empty paragraphs give nothing", "<p>&nbsp;</p><p>　</p><p></p><p>一</p>", []string{"一"}},
		{"scripts, styles, forms and comments", "<p>一</p><script>二</script><style>三</style><select><option>四</select><textarea>五</textarea><!-- 六 --><noscript>七</noscript><p>八</p>", []string{"一", "八"}},
		{"hidden elements", `<p>一</p><p style="DISPLAY: none">二</p><p hidden>三</p><p style="display:block">四</p>`, []string{"一", "四"}},
		{"settings that Word leaves", "<p>一</p><xml><w:View>Normal</w:View></xml><p>二</p>", []string{"一", "二"}},
		{"conditional text of Word", "<p><![if !supportLists]><span>一、</span><![endif]>总体情况</p>", []string{"一、总体情况"}},
		{"the end of the page in the middle", "<p>一</p></body></html><p>二</p>", []string{"一", "二"}},
		{"preformatted lines", "<pre>一\n二\r\n\r\n  三</pre>", []string{"一", "二", "三"}},
		{"lines kept by style", `<div style="white-space: pre-wrap">一` + "\n" + `二</div>`, []string{"一", "二"}},
		{"an unfinished tag", "<p>一</p><p>二<a href=", []string{"一", "二"}},
		{"entities", "<p>&ldquo;一&rdquo;&#12289;&#x4E8C;&mdash;</p>", []string{"“一”、二—"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			sameLines(t, texts(decodeHTML(t, test.source)), test.want)
		})
	}
}

func TestBlockAttributes(t *testing.T) {
	source := `<h2>总体情况</h2>
<p align="center"><b>一、组织领导</b></p>
<p><strong>1.关于学位不足的问题。</strong>新增学位310个。</p>
<p><span style="font-weight:700">全部</span><span style="FONT-WEIGHT: bold">粗体</span></p>
<p style="text-align: right">中共云溪县委</p>
<center>居中</center>
<div align=right><p>一</p><p align=left>二</p><table><tr><td>三</td></tr></table></div>
<p><a href="/1.htm">上一篇</a></p>
<p>附件：<a href="/2.doc">方案</a></p>
<p><a name="_Toc1">二、整改情况</a></p>
<h3><a href="/">首页</a></h3>`
	want := []Block{
		{Text: "总体情况", Heading: true, Level: 2},
		{Text: "一、组织领导", Heading: true, Centre: true},
		{Text: "1.关于学位不足的问题。新增学位310个。"},
		{Text: "全部粗体", Heading: true},
		{Text: "中共云溪县委", Right: true},
		{Text: "居中", Centre: true},
		{Text: "一", Right: true},
		{Text: "二"},
		{Text: "三"},
		{Text: "上一篇", Link: true},
		{Text: "附件：方案"},
		{Text: "二、整改情况"},
		{Text: "首页", Heading: true, Level: 3, Link: true},
	}
	page := decodeHTML(t, source)
	for i, got := range page.Blocks {
		got.Zone = 0
		if i >= len(want) || got != want[i] {
			t.Errorf("block %d is %+v", i, got)
		}
	}
	if len(page.Blocks) != len(want) {
		t.Errorf("%d blocks, want %d", len(page.Blocks), len(want))
	}
}

func TestTitleAndMeta(t *testing.T) {
	page := decodeHTML(t, `<head><title> 云溪县
 人民政府&nbsp;- 通报 </title><meta name="SiteName" content="云溪县"><meta property="og:title" content=" 通报 "><meta name="Author" content="">
<meta charset=utf-8></head><body><meta name="PubDate" content="2023-12-29"><p>一。`)
	if want := "云溪县人民政府 - 通报"; page.Title != want {
		t.Errorf("title %q, want %q", page.Title, want)
	}
	if want := []Meta{{"SiteName", "云溪县"}, {"og:title", "通报"}, {"PubDate", "2023-12-29"}}; !slices.Equal(page.Meta, want) {
		t.Errorf("meta %v, want %v", page.Meta, want)
	}
}

const (
	prose   = "县委高度重视巡察反馈意见，坚持把整改作为重大政治任务来抓；先后召开会议14次，推动问题整改落地见效。"
	teaser  = `<a href="/x.htm">县委召开会议研究部署巡察整改工作</a>`
	contact = "欢迎广大干部群众监督，联系电话：0900-6600123。"
)

func paragraphs(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<p>%d.%s</p>", i+1, prose)
	}
	return b.String()
}

// The first and last line of the main text show whether its container was found, in whatever way it is wrapped.
func TestBody(t *testing.T) {
	list := `<ul><li>` + teaser + `</li><li>` + teaser + `</li><li>` + teaser + `</li></ul>`
	first := "1." + prose
	for _, test := range []struct{ name, source, first, last string }{
		{"known container", `<div>` + list + `</div><div class="TRS_Editor">` + paragraphs(5) + `<p>县委</p></div><div>版权所有</div>`, first, "县委"},
		{"known container on a span", `<td><b>通报</b><br><span id="zoom">` + paragraphs(5) + `<p>县委</p></span></td><div>版权所有</div>`, first, "县委"},
		{"several containers of one name", `<h1>通报</h1><div class="TRS_Editor">` + paragraphs(3) + `</div><div>广告</div><div class="TRS_Editor">` + paragraphs(3) + `<p>县委</p></div><p>打印</p>`, first, "县委"},
		{"known containers with little prose", `<h1>通报</h1><div class="TRS_Editor">` + paragraphs(1) + strings.Repeat("<p>云溪县水务局 已完成</p>", 40) + `</div><div>广告</div><div class="TRS_Editor">` + paragraphs(1) + strings.Repeat("<p>云溪县住建局 已完成</p>", 40) + `<p>县委</p></div><p>打印</p>`, first, "县委"},
		{"nested known containers", `<h1>通报</h1><div class="art-con"><div id="zoom"><div class="TRS_Editor">` + paragraphs(4) + `</div></div><p align="right">县委</p></div><p>打印</p>`, first, "县委"},
		{"a known name on the whole page", `<div class="page-content"><h1>通报</h1><div id="zoom">` + paragraphs(4) + `<p>县委</p></div><div>` + strings.Repeat("<p>领导之窗 政务公开 办事服务 互动交流</p>", 20) + `</div></div>`, first, "县委"},
		{"a known name on something else", `<div class="con_con"><p>简介。</p><p>云溪县位于西南。</p></div><div><h1>通报</h1><div>` + paragraphs(30) + `</div></div>`, first, "30." + prose},
		{"signature beside the container", `<div><div class="TRS_Editor">` + paragraphs(4) + `</div><p>县委</p><p>2023年12月28日</p></div><div>版权所有</div>`, first, "2023年12月28日"},
		{"text goes on beside the container", `<div><h1>通报</h1><div id="zoom">` + paragraphs(9) + `</div><p>` + contact + `</p></div><div>版权所有</div>`, "通报", contact},
		{"text goes on in an element of its own", `<div><h1>通报</h1><div id="zoom">` + paragraphs(9) + `</div><div>` + contact + `</div></div><div>版权所有</div>`, "通报", contact},
		{"introduction before the container", `<div><h1>通报</h1><p>` + contact + `</p><div class="TRS_Editor">` + paragraphs(9) + `<p>县委</p></div></div><div>版权所有</div>`, "通报", "县委"},
		{"a frame's name on the text", `<div class="share-wrap">` + list + `<div class="print">` + paragraphs(5) + `<p>县委</p></div></div>`, first, "县委"},
		{"a known frame with prose", `<div class="x">` + paragraphs(5) + `<p>县委</p><div class="footer"><p>版权所有。</p><p>` + contact + `</p></div></div>`, first, "县委"},
		{"directly in body", list + paragraphs(5) + `县委<br>2023年12月28日<div class="footer">版权所有<br>ICP备1号</div>`, first, "2023年12月28日"},
		{"one paragraph with line breaks", `<div>` + list + `</div><div class=x><p class=y>` + strings.ReplaceAll(paragraphs(5), "<p>", "<br>") + `县委</div><div>版权所有</div>`, first, "县委"},
		{"cell of a layout table", `<table><tr><td>网站首页</td><td>` + teaser + `</td></tr><tr><td>` + list + `</td><td>` + paragraphs(12) + `县委</td></tr></table>`, first, "县委"},
		{"links within the body", `<div class="x">` + paragraphs(4) + `<p>县委</p><div>` + list + `</div></div><div>` + list + `</div>`, first, "县委"},
		{"an attachment of the body", `<div id="zoom">` + paragraphs(4) + `<p>县委</p><div class="fj"><a href="1.doc">1.问题清单.doc</a></div></div><div>` + list + `</div>`, first, "1.问题清单.doc"},
		{"hidden until a script shows it", `<div>` + list + `</div><div id="zoom" style="display:none">` + paragraphs(5) + `<p>县委</p></div>`, first, "县委"},
		{"between content marks", `<div><p>标题</p><meta name="ContentStart">` + paragraphs(5) + `<p>县委</p><meta name="ContentEnd"><p>打印</p></div>`, first, "县委"},
		{"more navigation than text", strings.Repeat(list, 40) + `<div class="x">` + paragraphs(3) + `<p>县委</p></div>` + strings.Repeat(list, 40), first, "县委"},
		{"one long line", `<div>` + list + `</div><div id="zoom">一、` + strings.Repeat(prose, 20) + `</div><div>版权所有</div>`, "一、" + strings.Repeat(prose, 20), "一、" + strings.Repeat(prose, 20)},
	} {
		t.Run(test.name, func(t *testing.T) {
			body := bodyOf(decodeHTML(t, `<html><body><div class="top"><a href="/">首页</a></div>`+test.source))
			if len(body) == 0 || body[0] != test.first || body[len(body)-1] != test.last {
				t.Errorf("the body is\n%s", strings.Join(body, "\n"))
			}
		})
	}
}

func TestBodyInScript(t *testing.T) {
	content := strings.NewReplacer("<", `\u003C`, ">", `\u003E`, "/", `\/`).Replace(`<p style=\"text-indent:2em\">` + prose + `</p>` + paragraphs(20) + `<table><tr><td>序号</td><td>问题</td></tr><tr><td>1</td><td>学位不足</td></tr></table>`)
	page := decodeHTML(t, `<head><title>通报</title></head><body><div id="app"><h1>通报</h1><table><tr><td>索引号</td><td>1</td></tr><tr><td>文号</td><td>2</td></tr></table></div>
<script>window._CONFIG = {"TITLE": "x", "DETAIL": {"id": 3, "summary": "\u003Cp\u003E短\u003C\/p\u003E", "content":"`+content+`", "url":"http:\/\/example.com"}};</script>
<div class="footer">版权所有<br>ICP备1号</div>`)
	body := bodyOf(page)
	if len(body) != 25 || body[0] != prose || body[20] != "20."+prose || body[24] != "学位不足" {
		t.Errorf("the body is\n%s", strings.Join(body, "\n"))
	}
	if c := page.Blocks[len(page.Blocks)-3].Cell; c == nil || c.Table != 1 {
		t.Errorf("cell %+v, want table 1", c)
	}
	if all := texts(page); all[0] != "通报" || all[len(all)-1] != "ICP备1号" {
		t.Errorf("the text stands not between title and footer:\n%s", strings.Join(all, "\n"))
	}
	if !hasDiagnostic(page, "html.script") {
		t.Errorf("diagnostics %v", page.Diagnostics)
	}
}

// TestScripts reads the text of a page in strings of every kind, whether their names have quotation marks or not.
func TestScripts(t *testing.T) {
	text := "<p>" + prose + "</p><p class=\"a\">第二段。</p>"
	escaped := strings.NewReplacer("<", `\u003C`, "/", `\/`, `"`, `\"`).Replace(text)
	for _, script := range []string{
		`window._CONFIG = {SITE: 1, DETAIL: {"content": "` + escaped + `"}}`,
		`window._CONFIG = {SITE: "a", URL: "http://a/b", DETAIL: {content : "` + escaped + `", id: 3}}`,
		`var notice = '` + strings.ReplaceAll(text, "/", `\/`) + "'; // it's all",
		"show(`" + strings.ReplaceAll(text, "</p>", "\n</p>") + "`)",
		`var data = JSON.parse("{\"id\":1,\"content\":\"` + strings.ReplaceAll(strings.ReplaceAll(text, `"`, `'`), "<", `\\u003c`) + `\"}");`,
		`var re = /["']/, a = "x"; load({"content":"` + strings.ReplaceAll(text, `"`, `\x22`) + `"})`,
	} {
		page := decodeHTML(t, `<body><div id="app"><h1>通报</h1></div><script>`+script+`</script>`)
		if body := bodyOf(page); len(body) != 2 || body[0] != prose || body[1] != "第二段。" {
			t.Errorf("%s\ngives %q", script, body)
		}
	}
}

// TestHiddenBody reads a page whose body a script shows when all is loaded, but not what is hidden within.
func TestHiddenBody(t *testing.T) {
	for _, body := range []string{`<body style="display:none">`, `<html hidden><body>`} {
		page := decodeHTML(t, body+`<div style="display:none">登录后可见。</div><div id="zoom">`+paragraphs(5)+`</div>`)
		if body := bodyOf(page); len(body) != 5 || len(page.Diagnostics) > 0 {
			t.Errorf("body %v, diagnostics %v", body, page.Diagnostics)
		}
	}
}

// TestRuby leaves out how characters are read aloud.
func TestRuby(t *testing.T) {
	page := decodeHTML(t, `<p>建成<ruby>圩<rp>(</rp><rt>xū</rt><rp>)</rp></ruby>镇污水处理站3座。</p>`)
	if got := texts(page); len(got) != 1 || got[0] != "建成圩镇污水处理站3座。" {
		t.Errorf("%q", got)
	}
}

// A script that holds less than the page itself, comments for example, is not taken for the main text.
func TestOtherScript(t *testing.T) {
	page := decodeHTML(t, `<div id="zoom">`+paragraphs(5)+`</div><script>var comments = {"content": "<p>`+strings.Repeat(prose+`<br><span></span><br>`, 4)+strings.Repeat("<br>", 900)+`</p>"}</script>`)
	if body := bodyOf(page); len(body) != 5 || len(page.Diagnostics) > 0 {
		t.Errorf("body %v, diagnostics %v", body, page.Diagnostics)
	}
}

func TestNoBody(t *testing.T) {
	page := decodeHTML(t, `<html><body><ul><li>`+teaser+`</li><li>`+teaser+`</li></ul><p>点击查看附件</p></body></html>`)
	if !hasDiagnostic(page, "html.no_body") {
		t.Errorf("diagnostics %v", page.Diagnostics)
	}
	if len(page.Blocks) != 3 {
		t.Errorf("blocks %v", page.Blocks)
	}
}

func TestMediaType(t *testing.T) {
	for _, test := range []struct{ name, source, want string }{
		{"a.txt", "<!DOCTYPE html><p>一", "text/html"},
		{"a.txt", " \r\n<html><body>一", "text/html"},
		{"a.txt", "<!-- x --><table><tr><td>一", "text/html"},
		{"a.txt", `<?xml version="1.0"?><html><p>一`, "text/html"},
		{"a.html", "一、总体情况\n二、整改情况", "text/plain"},
		{"a.html", "一、总体情况<br>二、整改情况", "text/html"},
		{"a.txt", "一、总体情况<br>二、整改情况<br>三、下一步<br>", "text/html"},
		{"a.txt", "关于巡察整改<br>进展情况的通报\n一、总体情况\n二、整改情况\n三、下一步\n", "text/plain"},
		{"a.txt", "一<br>二<br>三<br>\n" + strings.Repeat("四\n", 20), "text/plain"},
		{"a.txt", "PM2.5<35微克\n下降<p5", "text/plain"},
		{"", "《条例》<一>", "text/plain"},
	} {
		page, err := Decode(t.Context(), []byte(test.source), Hint{Path: test.name}, nil, Limits{})
		if err != nil {
			t.Fatal(err)
		}
		if page.MediaType != test.want {
			t.Errorf("%s %q is read as %s, want %s", test.name, test.source, page.MediaType, test.want)
		}
	}
}

// Every row of the table of sites matches its own example, among all the elements of a page that has it.
func TestSitesMatchTheirExamples(t *testing.T) {
	for _, site := range rules.Default().Sites {
		source := "<body>" + site.Example + paragraphs(2)
		if strings.HasPrefix(site.Example, "<td") {
			source = "<body><table><tr>" + site.Example + paragraphs(2)
		}
		if strings.HasPrefix(site.Example, "<meta") {
			source = `<body><meta name="ContentStart">` + paragraphs(2) + site.Example
		}
		root := parse(t, source)
		w := readTree(root, Limits{}.orDefault(), 0)
		if len(w.matching(&site, w.shortlist(func(*box) bool { return true }))) != 1 {
			t.Errorf("%s does not match %s", site.Selector, site.Example)
		}
	}
}

func TestHostileHTML(t *testing.T) {
	deep := strings.Repeat("<div>", 100_000) + "<h1>标题</h1><p>一。<p>二"
	var attributes strings.Builder
	for i := range 100_000 {
		fmt.Fprintf(&attributes, " a%d=%d", i, i)
	}
	for _, test := range []struct {
		name, source, code string
		want               []string
	}{
		{"deep nesting", deep, "html.depth", []string{"标题", "一。", "二"}},
		{"unclosed inline elements", "<p>一</p><p>" + strings.Repeat("<span>二", 600), "html.depth", []string{"一", strings.Repeat("二", 600)}},
		{"unclosed formatting", strings.Repeat("<p><b><i><font>一", 300), "", slices.Repeat([]string{"一"}, 300)},
		{"huge comment", "<p>一。<!--" + strings.Repeat("x", 15<<20) + "--><p>二", "", []string{"一。", "二"}},
		{"open comment", "<p>一。</p><!--" + strings.Repeat("-", 1<<20), "", []string{"一。"}},
		{"attributes", "<p" + attributes.String() + ">一。", "", []string{"一。"}},
		{"long style", `<p style="` + strings.Repeat("a:b;", 1<<20) + `display:none">一</p><p>二。`, "", []string{"二。"}},
		{"spans", strings.Repeat(`<table><tr><td rowspan=1000000000 colspan=999999999999999999999>一</td><td colspan=-1>二</table>`, 500), "", slices.Repeat([]string{"一", "二"}, 500)},
		{"rows of spans", "<table>" + strings.Repeat(`<tr><td rowspan=1000 colspan=1000>一`, 20_000) + "</table>", "", slices.Repeat([]string{"一"}, 20_000)},
		{"cut in a tag", "<p>一。</p><div clas", "", []string{"一。"}},
		{"nul bytes", "<p>一\x00二。</p>", "", []string{"一二。"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			start := time.Now()
			page := decodeHTML(t, test.source)
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("took %v", took)
			}
			sameLines(t, texts(page), test.want)
			if test.code != "" && !hasDiagnostic(page, test.code) {
				t.Errorf("diagnostics %v", page.Diagnostics)
			}
		})
	}
}

func TestStream(t *testing.T) {
	page := decodeHTML(t, `<title>通报</title><meta name="PubDate" content="2023-12-29"><style>p{}</style>`+strings.Repeat("<div>", 600)+`<h1>标&amp;题</h1><p>一<b>二</b><br>三<script>四</script><h2>五`)
	want := []Block{{Text: "标&题", Heading: true, Level: 1}, {Text: "一二"}, {Text: "三"}, {Text: "五", Heading: true, Level: 2}}
	if !slices.Equal(page.Blocks, want) {
		t.Errorf("blocks %+v, want %+v", page.Blocks, want)
	}
	if page.Title != "通报" || !slices.Equal(page.Meta, []Meta{{"PubDate", "2023-12-29"}}) {
		t.Errorf("title %q, meta %v", page.Title, page.Meta)
	}
}

func TestLimits(t *testing.T) {
	source := []byte(paragraphs(50))
	page, err := Decode(t.Context(), source, Hint{}, nil, Limits{Blocks: 10})
	if err != nil || len(page.Blocks) != 10 || !hasDiagnostic(page, "input.blocks") {
		t.Errorf("%d blocks, diagnostics %v, error %v", len(page.Blocks), page.Diagnostics, err)
	}
	page, err = Decode(t.Context(), source, Hint{}, nil, Limits{Bytes: 1000})
	if err != nil || !hasDiagnostic(page, "input.too_large") || len(page.Blocks) > 10 {
		t.Errorf("%d blocks, diagnostics %v, error %v", len(page.Blocks), page.Diagnostics, err)
	}
	page, err = Decode(t.Context(), []byte("<div><div><div><p>一。</p></div></div></div>"), Hint{}, nil, Limits{Depth: 4})
	if err != nil || !slices.Equal(texts(page), []string{"一。"}) || !hasDiagnostic(page, "html.depth") {
		t.Errorf("%v, diagnostics %v, error %v", page.Blocks, page.Diagnostics, err)
	}
	page, err = Decode(t.Context(), []byte("一\n二\n三"), Hint{}, nil, Limits{Blocks: 2})
	if err != nil || !slices.Equal(texts(page), []string{"一", "二"}) || !hasDiagnostic(page, "input.blocks") {
		t.Errorf("%v, diagnostics %v, error %v", page.Blocks, page.Diagnostics, err)
	}
}
