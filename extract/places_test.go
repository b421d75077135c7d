package extract_test

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"zhenggai/extract/internal/testing/shapes"
	"zhenggai/extract/source"
	"zhenggai/model"
)

// withoutPlaces returns a copy of a notice whose records do not say where in the file they are, which differs from format to format.
func withoutPlaces(n *model.Notice) *model.Notice {
	data, err := json.Marshal(n)
	if err != nil {
		panic(err)
	}
	var bare model.Notice
	if err := json.Unmarshal(data, &bare); err != nil {
		panic(err)
	}
	for r := range bare.Records() {
		*r.Place() = nil
	}
	return &bare
}

// placeOf returns the place of the first indicator with a mention, as JSON.
func placeOf(t *testing.T, n *model.Notice, mention string) string {
	t.Helper()
	for i := range n.Indicators {
		if n.Indicators[i].Text == mention {
			data, err := json.Marshal(n.Indicators[i].Place)
			if err != nil {
				t.Fatal(err)
			}
			return string(data)
		}
	}
	t.Fatalf("no indicator %s among %d", mention, len(n.Indicators))
	return ""
}

// TestPlaces says where in a file a figure is, in each format that has places. The notice is invented.
func TestPlaces(t *testing.T) {
	const intro = "中共虚构县民政局党组关于巡察整改情况的通报\n\n根据县委统一部署，2021年3月1日至4月30日，县委第一巡察组对县民政局党组开展了巡察。" +
		"2021年5月20日，巡察组反馈了意见，涉及7个方面。现将整改情况予以公布。本通报为虚构。\n\n"
	page := func(table string) string {
		return "<html><body><div>" + strings.ReplaceAll(intro, "\n\n", "<br>") + table + "</div></body></html>"
	}
	const rows = "<tr><td>序号</td><td>存在问题</td><td>整改措施</td><td>整改情况</td></tr>" +
		"<tr><td>1</td><td>监管不到位。</td><td>开展专项检查。</td><td>已检查养老机构12家，整改隐患35处。</td></tr>" +
		"<tr><td>2</td><td>管理不及时。</td><td>组织入户核查。</td><td>已核查1200户。</td></tr>"
	markdown := "# " + intro + "| 序号 | 存在问题 | 整改措施 | 整改情况 |\n|---|---|---|---|\n" +
		"| 1 | 监管不到位。 | 开展专项检查。 | 已检查养老机构12家，整改隐患35处。 |\n| 2 | 管理不及时。 | 组织入户核查。 | 已核查1200户。 |\n"
	word := word(t, para("中共虚构县民政局党组关于巡察整改情况的通报")+para(strings.Split(intro, "\n\n")[1])+
		"<w:tbl>"+wordRow("序号", "存在问题", "整改措施", "整改情况")+wordRow("1", "监管不到位。", "开展专项检查。", "已检查养老机构12家，整改隐患35处。")+
		wordRow("2", "管理不及时。", "组织入户核查。", "已核查1200户。")+"</w:tbl>")
	two := "<table><tr><td>单位</td><td>人数</td></tr><tr><td>甲</td><td>乙</td></tr></table><p>见下表。</p>"
	for _, test := range []struct {
		name    string
		src     source.Document
		mention string
		want    string
	}{
		{"text has none", source.Document{Path: "a.txt", Data: []byte(intro)}, "7个", "null"},
		{"a page outside of tables", source.Document{Path: "a.html", Data: []byte(page("<table>" + rows + "</table>"))}, "7个", "null"},
		{"a table of a page", source.Document{Path: "a.html", Data: []byte(page("<table>" + rows + "</table>"))}, "35处", `{"table":1,"cell":"D2"}`},
		{"the second table", source.Document{Path: "a.html", Data: []byte(page(two + "<table>" + rows + "</table>"))}, "1200户", `{"table":2,"cell":"D3"}`},
		{"Markdown", source.Document{Path: "a.md", Data: []byte(markdown)}, "1200户", `{"table":1,"cell":"D3"}`},
		{"Word", word, "12家", `{"table":1,"cell":"D2"}`},
	} {
		n := extractAll(t, test.src)[0]
		if got := placeOf(t, n, test.mention); got != test.want {
			t.Errorf("%s: %s is at %s, want %s", test.name, test.mention, got, test.want)
		}
	}
}

func wordRow(cells ...string) string {
	var b strings.Builder
	for _, text := range cells {
		b.WriteString("<w:tc><w:tcPr></w:tcPr>" + para(text) + "</w:tc>")
	}
	return "<w:tr>" + b.String() + "</w:tr>"
}

// A workbook gives the sheet and the cell as Excel names it, in tables and above them.
func TestPlacesInWorkbook(t *testing.T) {
	data, err := shapes.LedgerBook(shapes.Ledger())
	if err != nil {
		t.Fatal(err)
	}
	n := extractAll(t, source.Document{Path: "ledger.xlsx", Data: data})[0]
	for r := range n.Records() {
		if p := *r.Place(); r.Where() != nil && (p == nil || p.Sheet != "Sheet1" || p.Cell == "" || p.Page != 0 || p.Table != 0) {
			t.Errorf("%s %s is at %+v", r.Kind.Name(), r.Key(), p)
		}
	}
	if got := n.Problems[0].Place.Cell; got != "B5" {
		t.Errorf("the first problem is in %s", got)
	}
}

// The records of a PDF have the pages on which they begin, which rise with the text, and in a table the cell besides.
func TestPlacesInPDF(t *testing.T) {
	for _, test := range []struct {
		file   string
		pages  int
		tabled bool
	}{{"seed.pdf", 7, false}, {"ledger.pdf", 2, true}} {
		n := extracted(t, filepath.Join("internal", "decode", "pdf", "testdata", test.file))
		last := 1
		for i := range n.Measures {
			p := n.Measures[i].Place
			if p == nil || p.Page < last {
				t.Fatalf("%s: measure %d is at %+v, and the one before on page %d", test.file, i, p, last)
			}
			if last = p.Page; test.tabled != (p.Table == 1 && p.Cell != "") {
				t.Errorf("%s: measure %d is at %+v", test.file, i, p)
			}
		}
		if !test.tabled && !goesOver(n) {
			t.Errorf("%s: no measure has a figure on the page after that on which it begins", test.file)
		}
		if last != test.pages {
			t.Errorf("%s: the last measure is on page %d, want %d", test.file, last, test.pages)
		}
	}
}

// goesOver reports whether a paragraph has a figure behind the end of the page on which it begins.
func goesOver(n *model.Notice) bool {
	begin := map[string]*model.Measure{}
	for i := range n.Measures {
		begin[n.Measures[i].ID] = &n.Measures[i]
	}
	for i := range n.Indicators {
		if m := begin[n.Indicators[i].Measure]; m != nil && !strings.Contains(m.Text, "\n") && n.Indicators[i].Place.Page == m.Place.Page+1 {
			return true
		}
	}
	return false
}
