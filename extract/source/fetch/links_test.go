package fetch

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAnchors(t *testing.T) {
	base := at(t, "https://example.org/l/index.html")
	for page, want := range map[string][]string{
		`<a href="t.html">整改 <b>情况</b>
			通报</a>`: {"https://example.org/l/t.html 整改 情况 通报"},
		`<a href=../t.html#x title="整改">a<a href="/u.html">b`:                     {"https://example.org/t.html 整改 a", "https://example.org/u.html b"},
		`<base href="//other.org/x/"><A HREF="t.html">整改</A>`:                     {"https://other.org/x/t.html 整改"},
		`<a href="javascript:x()">1</a><a name=x>2</a><a href="mailto:x@y">3</a>`: {"https://example.org/l/index.html 2"},
		`<a href="http://u:p@example.org/">1</a><a href="http://%zz/">2</a>`:      nil,
		`<script type="text/xml"><r><![CDATA[<li><a href='/t.html' title='整改情况'>整改...</a></li>]]></r></script><a href="u.html">b</a>`: {
			"https://example.org/t.html 整改情况 整改...", "https://example.org/l/u.html b",
		},
		`<script>x = "<a href='t.html'>整改</a>"</script><!-- <a href="t.html">整改</a> -->`: nil,
	} {
		var got []string
		for _, a := range anchorsIn(base, "text/html; charset=utf-8", []byte(page)) {
			got = append(got, a.address.String()+" "+strings.TrimSpace(strings.Join(a.words, " ")))
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", page, diff)
		}
	}
}

func TestOnward(t *testing.T) {
	for page, want := range map[string][]string{
		`<script>createPageHTML(3, 0, "index", "shtml");</script>`:          {"/l/index_1.shtml", "/l/index_2.shtml"},
		`<a href="?p=2">2</a><a href="?p=2">下一页</a><a href="t.html">通报</a>`: {"/l/?p=2", "/l/?p=2"},
		`<a href="x.html">上一页</a>`:                                          nil,
	} {
		base := at(t, "https://example.org/l/")
		var got []string
		for _, u := range onward(base, []byte(page), anchorsIn(base, "", []byte(page))) {
			got = append(got, u.RequestURI())
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", page, diff)
		}
	}
}

func FuzzAnchors(f *testing.F) {
	f.Add("text/html; charset=gbk", "<base href=//x><a href=t.html title=整改>a<script><![CDATA[<a href='b'>c</a>]]>")
	f.Fuzz(func(t *testing.T, declared, page string) {
		base := &url.URL{Scheme: "https", Host: "example.org", Path: "/l/"}
		links := anchorsIn(base, declared, []byte(page))
		for _, l := range links {
			if _, err := canonical(l.address); err != nil {
				t.Errorf("%s: %v", l.address, err)
			}
		}
		onward(base, []byte(page), links)
	})
}

// FuzzRobots insists that whatever a robots.txt holds can be understood, and that it forbids nothing less for lines that
// say nothing.
func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\rDisallow: /*.doc$ # x\nCrawl-delay: 1e9\n\xff: y")
	f.Add("disallow: /\nuser-agent:zhenggai\nallow:\ncrawl-delay: NaN")
	f.Fuzz(func(t *testing.T, body string) {
		r := &rulebook{}
		r.parse(&answer{body: []byte(body)})
		if r.err != nil || r.delay < 0 {
			t.Errorf("%v, %s", r.err, r.delay)
		}
		r.allows(&url.URL{Path: "/a/t.html", RawQuery: "x=1"})
		strict := &rulebook{}
		strict.parse(&answer{body: []byte("User-agent: zhenggai\nDisallow: /\nnonsense " + strings.ReplaceAll(strings.ReplaceAll(body, "\n", " "), "\r", " "))})
		if strict.group == nil || strict.allows(&url.URL{Path: "/"}) {
			t.Error("a line that says nothing voids the others")
		}
	})
}
