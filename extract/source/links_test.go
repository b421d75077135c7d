package source

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestLinksIn(t *testing.T) {
	for _, tt := range []struct {
		page string
		want []link
	}{
		{`<a href="./P1.docx">附件1：<b>整改</b>台账</a>`, []link{{"./P1.docx", "附件1：整改台账", "./P1.docx"}}},
		{`<A HREF = 't_1.html' target=_blank>下一页</A>`, []link{{"t_1.html", "下一页", "t_1.html"}}},
		{`<a href=t_2.html>2</a><iframe src="a%20b.pdf?x=1#2"></iframe>`, []link{{"t_2.html", "2", "t_2.html"}, {"a b.pdf", "", "a%20b.pdf?x=1"}}},
		{`<a href="&#x6574;改.pdf&amp;x">x</a>`, []link{{"整改.pdf&x", "x", "整改.pdf&x"}}},
		{`<a href="javascript:go()">1</a><a href="mailto:a@b">2</a><a href="">3</a><a href="#top">4</a>`, nil},
		{`<a href="` + gb18030("台账.docx") + `">` + gb18030("整改") + `</a>`, []link{{"台账.docx", "整改", "台账.docx"}}},
		{`<p>a=b href src="`, nil},
	} {
		if diff := cmp.Diff(tt.want, linksIn([]byte(tt.page)), cmp.AllowUnexported(link{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.page, diff)
		}
	}
}

func TestPageNames(t *testing.T) {
	for _, tt := range []struct {
		own, name string
		page      int
		follows   bool
	}{
		{"t2024.html", "t2024_1.html", 1, false},
		{"index.shtml", "index_12.shtml", 12, false},
		{"page.htm", "page2.htm", 2, false},
		{"x.html", "x(2).html", 2, false},
		{"通报.html", "通报_第2页.html", 2, false},
		{"x_1.html", "x_2.html", 0, true},
		{"x_1.html", "x_3.html", 0, false},
		{"x_1.html", "y_2.html", 0, false},
		{"t.html", "t_1.htm", 0, false},
		{"t.html", "t_a.html", 0, false},
		{"t2.html", "t20.html", 0, false},
	} {
		if got := pageOf(tt.own, tt.name); got != tt.page {
			t.Errorf("%s of %s is page %d, want %d", tt.name, tt.own, got, tt.page)
		}
		if got := follows(tt.own, tt.name); got != tt.follows {
			t.Errorf("%s follows %s: %v", tt.name, tt.own, got)
		}
	}
}

func TestScriptedPages(t *testing.T) {
	for page, want := range map[string][]string{
		`<script>createPageHTML(3, 0, "t2024", "shtml");</script>`: {"t2024_1.shtml", "t2024_2.shtml"},
		`createPageHTML('2','0','index','html')`:                   {"index_1.html"},
		`createPageHTML(3, 1, "t2024", "shtml")`:                   nil,
		`createPageHTML(1, 0, "t2024", "shtml")`:                   nil,
		`createPageHTML(count, 0, "t2024", "shtml")`:               nil,
	} {
		if diff := cmp.Diff(want, scriptedPages([]byte(page))); diff != "" {
			t.Errorf("%s (-want +got):\n%s", page, diff)
		}
	}
}

func FuzzLinks(f *testing.F) {
	f.Add("t.html", `<a href="t_1.html">下一页</a><script>createPageHTML(3, 0, "t", "html")</script>`)
	f.Add("x_1.html", `<a href='x_2.html'>2</a><a href=../../P1.docx>整改</a>`)
	f.Fuzz(func(t *testing.T, name, page string) {
		s := newShelf(func(string) bool { return true })
		for _, n := range []string{"t.html", "t_1.html", "t_2.html", "x_1.html", "x_2.html", "P1.docx", name} {
			s.add(n, pending{open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(page)), nil }})
		}
		s.bundles()
		for first, b := range s.out {
			for _, p := range append(b.pages, b.attached...) {
				if !s.has(p) || p == first || s.taken[p].by != first {
					t.Fatalf("%s has %s of %v", first, p, s.taken)
				}
			}
		}
	})
}

// BenchmarkLinks measures a page of the usual length that names no parts.
func BenchmarkLinks(b *testing.B) {
	paths, err := filepath.Glob(filepath.FromSlash("../../seeds/*.txt"))
	if err != nil || len(paths) == 0 {
		b.Fatal(paths, err)
	}
	text, err := os.ReadFile(paths[0])
	if err != nil {
		b.Fatal(err)
	}
	page := []byte(`<html><a href="/">首页</a>` + strings.ReplaceAll(string(text), "\n", "<p style=\"x\">") + `<a href="n.html">下一篇</a></html>`)
	b.SetBytes(int64(len(page)))
	for b.Loop() {
		lacking("t.html", page, true, nil)
	}
}
