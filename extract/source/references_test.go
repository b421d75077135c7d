package source

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestReferences(t *testing.T) {
	wanted := func(words string) bool { return strings.Contains(words, "整改") }
	const prose = "<p>一。二。三。四。五。</p>"
	for _, tt := range []struct {
		name, page string
		want       []Reference
	}{
		{"further pages", prose + `<a href="t_2.html">3</a><a href="t_1.html">下一页</a><a href="u.html">2</a>`, []Reference{{"t_1.html", true}, {"t_2.html", true}}},
		{"pages of a script", `<script>createPageHTML(3, 0, "t", "html");</script>`, []Reference{{"t_1.html", true}, {"t_2.html", true}}},
		{"attached", prose + `<a href="/up/%E5%8F%B0.docx?v=1#x">整改台账</a><a href="b.pdf">办事指南</a>`, []Reference{{"/up/%E5%8F%B0.docx?v=1", false}}},
		{"a stub", `<a href="b.pdf">查看</a>`, []Reference{{"b.pdf", false}}},
		{"a list of documents", `<a href="a.pdf">整改一</a><a href="b.pdf">整改二</a>`, nil},
		{"the title of another", prose + `<a href="a.pdf">某某县委关于整改情况的通报</a>`, nil},
		{"a page beyond what is looked at", strings.Repeat(" ", mostScanned) + `<a href="t_1.html">2</a>`, nil},
	} {
		if diff := cmp.Diff(tt.want, References("t.html", "t.html", []byte(tt.page), wanted)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
	if got := References("t.html", "t_1.html", []byte(prose+`<a href="t.html">1</a><a href="t_2.html">下一页</a>`), nil); len(got) != 1 || got[0].Address != "t_2.html" {
		t.Errorf("of a further page: %v", got)
	}
}
