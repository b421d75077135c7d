// Package shapes builds pages round a notice as Chinese sites publish it, for the tests and benchmarks of several stages.
package shapes

import (
	"encoding/json"
	"strings"

	"golang.org/x/text/encoding/simplifiedchinese"
)

// A Notice is what a page is built round.
type Notice struct {
	Title      string
	Site       string   // the name of the site
	Crumbs     []string // the way to the page, without 正文
	Source     string   // who put it on the page
	Published  string   // 2023-12-29 09:30
	Paragraphs []string // the body
	Footer     []string // lines under the page
}

// A Shape is one of the ways in which sites wrap the text of a notice.
type Shape struct {
	Name string
	Page func(Notice) []byte
}

// All returns the shapes: a known container, text pasted from Word, tables for layout, a container without a known name
// beside a sidebar, and elements that are left open with the end of the page in the middle. Two are in GBK: one declares
// gb2312 and the other UTF-8. The one from Word is in UTF-8 and declares gb2312.
func All() []Shape {
	return []Shape{
		{"plain", func(n Notice) []byte { return []byte(Plain(n)) }},
		{"word", func(n Notice) []byte { return []byte(Word(n)) }},
		{"table in GBK", func(n Notice) []byte { return gbk(Table(n)) }},
		{"sidebar", func(n Notice) []byte { return []byte(Sidebar(n)) }},
		{"broken in GBK", func(n Notice) []byte { return gbk(Broken(n)) }},
	}
}

// gbk encodes a page in GBK. It panics where GBK has no such character, which no notice of the tests has.
func gbk(s string) []byte {
	out, err := simplifiedchinese.GBK.NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return []byte(out)
}

func (n Notice) head(charset string) string {
	return `<!DOCTYPE html><html><head><meta http-equiv="Content-Type" content="text/html; charset=` + charset + `">
<title>` + n.Title + `-` + n.Site + `</title><meta name="PubDate" content="` + n.Published + `"><meta name="ContentSource" content="` + n.Source + `">
<script>var a = "<p>一。</p>";</script><style>p{margin:0}</style></head>`
}

func (n Notice) navigation() string {
	var b strings.Builder
	b.WriteString(`<div class="top"><a href="/">网站首页</a> | <a href="/xxgk/">信息公开</a> | <a href="/hdjl/">互动交流</a></div>
<div class="crumbs">当前位置：`)
	for _, c := range n.Crumbs {
		b.WriteString(`<a href="/">` + c + `</a>&nbsp;&gt;&nbsp;`)
	}
	b.WriteString("正文</div>")
	return b.String()
}

func (n Notice) front() string {
	return `<p class="info">来源：` + n.Source + `&nbsp;&nbsp;发布时间：` + n.Published + `&nbsp;&nbsp;字号：[<a href="#">大</a> <a href="#">小</a>]</p>`
}

const related = `<ul class="list"><li><a href="/1.htm">县委召开常委会会议研究部署巡察整改工作。</a></li><li><a href="/2.htm">我县开展集中整改“回头看”；推动问题清零</a></li><li><a href="/3.htm">全县干部作风建设大会召开</a></li></ul>`

func (n Notice) footer() string {
	return `<div class="footer"><p>` + strings.Join(n.Footer, "</p><p>") + `</p></div>`
}

// Plain writes a paragraph an element, in a container that sites.tsv knows.
func Plain(n Notice) string {
	var b strings.Builder
	b.WriteString(n.head("utf-8") + "<body>" + n.navigation() + `<h1>` + n.Title + `</h1>` + n.front() + `<div id="zoom">`)
	for _, p := range n.Paragraphs {
		b.WriteString("<p>　　" + p + "</p>\n")
	}
	b.WriteString(`</div><div class="pager">下一篇：<a href="/n.htm">县纪委通报典型问题</a></div>` + related + n.footer() + "</body></html>")
	return b.String()
}

// Word writes paragraphs as they come from Word: figures and Latin in spans of their own, empty spans and o:p,
// no-break spaces for the indent, and source lines that are broken anywhere between Chinese characters.
func Word(n Notice) string {
	var b strings.Builder
	b.WriteString(n.head("gb2312") + `<body>` + n.navigation() + `<div class="xl"><div class="title"><b>` + n.Title + `</b></div>` + n.front())
	b.WriteString(`<div class="TRS_Editor"><style type="text/css">.TRS_Editor P{line-height:2}</style><div class="Custom_UnionStyle">`)
	for _, p := range n.Paragraphs {
		b.WriteString(`<p class="MsoNormal" style="text-indent: 32pt; line-height: 28pt"><span style="font-size: 16pt; font-family: 仿宋_GB2312">&nbsp;&nbsp;&nbsp;&nbsp;`)
		runes := []rune(p)
		for i, r := range runes {
			figure := isFigure(r)
			switch before := i > 0 && isFigure(runes[i-1]); {
			case figure && !before:
				b.WriteString(`</span><span lang="EN-US" style="font-size: 16pt">`)
			case !figure && before:
				b.WriteString(`</span><span style="font-size: 16pt; font-family: 仿宋_GB2312">`)
			case figure && i%5 == 0:
				b.WriteString(`</span><span lang="EN-US">`)
			case !figure && i%37 == 36 && isWide(r) && isWide(runes[i-1]):
				b.WriteString("\n  ")
			}
			b.WriteRune(r)
		}
		b.WriteString(`</span><span lang="EN-US"><o:p></o:p></span></p>` + "\n")
	}
	b.WriteString("</div></div></div>" + related + n.footer() + "</body></html>")
	return b.String()
}

func isFigure(r rune) bool { return '0' <= r && r <= '9' || r == '.' || r == ',' }

// isWide reports whether a line may be broken beside r without a space coming of it.
func isWide(r rune) bool { return r >= 0x2E80 }

// Table lays the page out in tables and breaks lines by br.
func Table(n Notice) string {
	var b strings.Builder
	b.WriteString(n.head("gb2312") + `<body topmargin="0"><table width="1000" align="center"><tr><td colspan="2">` + n.navigation() + `</td></tr>
<tr><td width="200"><table><tr><td><a href="/a">领导之窗</a></td></tr><tr><td><a href="/b">政务公开</a></td></tr></table></td>
<td><table width="780"><tr><td align="center"><font size="5"><b>` + n.Title + `</b></font></td></tr><tr><td align="center">发布日期：` + strings.ReplaceAll(n.Published, "-", "/") + `&nbsp;&nbsp;阅读：126 次</td></tr>
<tr><td class="content">` + "\r\n")
	for _, p := range n.Paragraphs {
		b.WriteString("&nbsp;&nbsp;&nbsp;&nbsp;" + p + "<br>\r\n<BR>")
	}
	b.WriteString(`</td></tr><tr><td align="right">【<a href="javascript:window.close()">关闭窗口</a>】</td></tr></table></td></tr></table>
<table width="1000"><tr><td align="center">` + strings.Join(n.Footer, "<br>") + `<br>您是第 358216 位访客</td></tr></table></body></html>`)
	return b.String()
}

// Sidebar writes a div for a paragraph, in a container whose name says nothing.
func Sidebar(n Notice) string {
	var b strings.Builder
	b.WriteString(n.head("utf-8") + "<body>" + n.navigation() + `<div class="wrap"><div class="lft"><h2>` + n.Title + `</h2>` + n.front() + `<div class="nr">`)
	for _, p := range n.Paragraphs {
		b.WriteString(`<div style="text-indent:2em">` + p + "</div>\n")
	}
	b.WriteString(`</div></div><div class="rgt"><h4>热点</h4>` + related + `<div>扫一扫在手机打开当前页</div></div></div>` + n.footer() + "</body></html>")
	return b.String()
}

// Broken leaves elements open and closes the page in the middle of the text.
func Broken(n Notice) string {
	var b strings.Builder
	b.WriteString(n.head("utf-8") + `<body>` + n.navigation() + `<center><font size=5>` + n.Title + `</font></center><p align=center>` + n.Published + `</p><table><tr><td id=nr><font size=3>`)
	for i, p := range n.Paragraphs {
		if i == len(n.Paragraphs)/2 {
			b.WriteString("</div></body></html>\n")
		}
		b.WriteString("<p>　　<span>" + p + "\n")
	}
	b.WriteString("<tr><td>【<a href='#'>打印</a>】<a href='#'>关闭</a></table>" + n.footer())
	return b.String()
}

// Script holds the body as JSON in a script, as sites of the gkmlpt kind do, and has no other container for it.
func Script(n Notice) string {
	var b strings.Builder
	for _, p := range n.Paragraphs {
		b.WriteString(`<p style="text-indent: 2em">` + p + "</p>")
	}
	content, err := json.Marshal(b.String())
	if err != nil {
		panic(err) // a string is always JSON
	}
	return n.head("utf-8") + `<body>` + n.navigation() + `<div id="app"></div><script>window._CONFIG = {"DETAIL": {"title": "` + n.Title +
		`", "publish_time": "` + n.Published + `", "content": ` + string(content) + `}};</script>` + n.footer() + "</body></html>"
}
