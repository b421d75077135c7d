package decode

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

func parse(t *testing.T, source string) *html.Node {
	t.Helper()
	root, err := html.Parse(strings.NewReader(source))
	if err != nil {
		t.Fatal(err)
	}
	return root
}

// grid writes the blocks of the page's data tables as table:row,col[×rows×cols][*]=text, * for a header.
func grid(p *Page) string {
	var out []string
	for _, b := range p.Blocks {
		c := b.Cell
		if c == nil {
			out = append(out, b.Text)
			continue
		}
		s := fmt.Sprintf("%d:%d,%d", c.Table, c.Row, c.Col)
		if c.RowSpan > 1 || c.ColSpan > 1 {
			s += fmt.Sprintf("×%d×%d", c.RowSpan, c.ColSpan)
		}
		if c.Header {
			s += "*"
		}
		out = append(out, s+"="+b.Text)
	}
	return strings.Join(out, " ")
}

func TestTables(t *testing.T) {
	for _, test := range []struct{ name, source, want string }{
		{"plain", "<table><tr><td>序号<td>问题<tr><td>1<td>学位不足</table>", "0:0,0=序号 0:0,1=问题 0:1,0=1 0:1,1=学位不足"},
		{"headers", "<table><thead><tr><td>序号<td>问题</thead><tr><th>1<td>学位不足</table>", "0:0,0*=序号 0:0,1*=问题 0:1,0*=1 0:1,1=学位不足"},
		{"column span", "<table><tr><td>甲<td>乙<td>丙<tr><td colspan=3>一、水污染<tr><td>1<td colspan=2>2</table>", "0:0,0=甲 0:0,1=乙 0:0,2=丙 0:1,0×1×3=一、水污染 0:2,0=1 0:2,1×1×2=2"},
		{"row span", "<table><tr><td rowspan=2>甲<td>乙<td>丙<tr><td>1<td>2<tr><td>3<td>4<td>5</table>", "0:0,0×2×1=甲 0:0,1=乙 0:0,2=丙 0:1,1=1 0:1,2=2 0:2,0=3 0:2,1=4 0:2,2=5"},
		{"row span in the middle", "<table><tr><td>a<td rowspan=3>b<td>c<tr><td>d<td>e<tr><td>f<td>g</table>", "0:0,0=a 0:0,1×3×1=b 0:0,2=c 0:1,0=d 0:1,2=e 0:2,0=f 0:2,2=g"},
		{"block span", "<table><tr><td rowspan=2 colspan=2>a<td>b<tr><td>c<tr><td>d<td>e<td>f</table>", "0:0,0×2×2=a 0:0,2=b 0:1,2=c 0:2,0=d 0:2,1=e 0:2,2=f"},
		{"spans beyond the table", "<table><tr><td rowspan=1000000>a<td>b<tr><td>c<td>d<tr><td>e<td>f</table>", "0:0,0×3×1=a 0:0,1=b 0:1,1=c 0:1,2=d 0:2,1=e 0:2,2=f"},
		{"span to the end", "<table><tr><td rowspan=0>a<td>b<tr><td>c<td>d<tr><td>e<td>f</table>", "0:0,0×3×1=a 0:0,1=b 0:1,1=c 0:1,2=d 0:2,1=e 0:2,2=f"},
		{"empty cells count", "<table><tr><td>a<td>b<td>c<tr><td><td>&nbsp;<td>d</table>", "0:0,0=a 0:0,1=b 0:0,2=c 0:1,2=d"},
		{"lines of a cell share it", "<table><tr><td>a<td>b<tr><td>1<td>（1）甲。<br>（2）乙。<p>丙</p></table>", "0:0,0=a 0:0,1=b 0:1,0=1 0:1,1=（1）甲。 0:1,1=（2）乙。 0:1,1=丙"},
		{"two tables", "<table><tr><td>a<td>b<tr><td>c<td>d</table>文<table><tr><td>e<td>f<tr><td>g<td>h</table>", "0:0,0=a 0:0,1=b 0:1,0=c 0:1,1=d 文 1:0,0=e 1:0,1=f 1:1,0=g 1:1,1=h"},
		{"one column is layout", "<table><tr><td>a<tr><td>b<tr><td>c</table>", "a b c"},
		{"one row is layout", "<table><tr><td>a<td>b<td>c</table>", "a b c"},
		{"a table round a table is layout", "<table><tr><td>a<td>b<tr><td>c<td><table><tr><td>d<td>e<tr><td>f<td>g</table></table>", "a b c 0:0,0=d 0:0,1=e 0:1,0=f 0:1,1=g"},
		{"a table round the body is layout", `<table><tr><td>a<td>b<tr><td>c<td id="zoom"><p>甲。<p>乙。</table>`, "a b c 甲。 乙。"},
		{"caption", "<table><caption>整改台账</caption><tr><td>a<td>b<tr><td>c<td>d</table>", "整改台账 0:0,0=a 0:0,1=b 0:1,0=c 0:1,1=d"},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := grid(decodeHTML(t, test.source)); got != test.want {
				t.Errorf("got  %s\nwant %s", got, test.want)
			}
		})
	}
}
