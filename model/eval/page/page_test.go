package page

import (
	"errors"
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"zhenggai/model"
	"zhenggai/model/eval"
)

// hostile stands wherever a notice or an annotation may have a text.
const hostile = `</script><script>alert("1")</script><img src=x onerror=alert(2)>&`

const text = "中共虚构县委关于巡察整改情况的通报\n" +
	"（一）关于学习不深入的问题\n" +
	"一是加强培训。今年以来，开展培训12期，计划年内再办讲座。二是完善制度。印发《学习办法》，任期三年。\n" +
	"电话：0319-8160001\n"

// at returns the span of the first occurrence of a mention.
func at(t testing.TB, text, mention string) model.Span {
	before, _, found := strings.Cut(text, mention)
	if !found {
		t.Fatalf("%q is not in the text", mention)
	}
	start := utf8.RuneCountInString(before)
	return model.Span{start, start + utf8.RuneCountInString(mention)}
}

// pair returns an invented annotation and a notice that is read as it says.
func pair(t testing.TB, document string) (*eval.Gold, *model.Notice) {
	g := &eval.Gold{
		Document: document, Kind: model.KindRectification, Title: "中共虚构县委关于巡察整改情况的通报",
		Problems: []eval.Problem{{
			ID: "1", Marker: "（一）", Heading: "关于学习不深入的问题", Name: "学习不深入",
			Measures: []eval.Measure{{Marker: "一是", Title: "加强培训"}, {Marker: "二是", Title: "完善制度"}},
		}},
		Indicators: []eval.Indicator{{Quote: "开展培训【12期】", Value: model.Int(12), Unit: "期", Problem: "1"}},
		Policies:   []string{"学习办法"},
		Contacts:   []eval.Contact{{Kind: "phone", Value: "0319-8160001"}},
	}
	n := &model.Notice{
		Kind: model.KindRectification, Title: g.Title, Text: text,
		Problems: []model.Problem{{ID: "p1", Marker: "（一）", Heading: "关于学习不深入的问题", Name: "学习不深入", Span: at(t, text, "关于学习不深入的问题")}},
		Measures: []model.Measure{
			{ID: "m1", Problem: "p1", Marker: "一是", Title: "加强培训", Span: at(t, text, "一是加强培训。今年以来，开展培训12期，计划年内再办讲座。")},
			{ID: "m2", Problem: "p1", Marker: "二是", Title: "完善制度", Span: at(t, text, "二是完善制度。印发《学习办法》，任期三年。")},
		},
		Indicators: []model.Indicator{{ID: "i1", Problem: "p1", Value: model.Int(12), Unit: "期", Span: at(t, text, "12期")}},
		Policies:   []model.Policy{{ID: "d1", Title: "学习办法", Span: at(t, text, "学习办法")}},
		Contacts:   []model.Contact{{Kind: "phone", Value: "0319-8160001", Scope: "notice", Span: at(t, text, "0319-8160001")}},
	}
	return g, n
}

// reports are of a notice with a difference of each sort, of one that is right, and of one that is not there.
func reports(t testing.TB) []*eval.Report {
	g, n := pair(t, "a.txt")
	n.Indicators[0].Value = model.Int(2)
	n.Indicators = append(n.Indicators, model.Indicator{ID: "i2", Value: model.Int(3), Unit: "年", Span: at(t, text, "三年")})
	n.Policies = nil
	right, rightNotice := pair(t, "b.txt")
	absent, _ := pair(t, "c.txt")
	return []*eval.Report{eval.Compare(g, n), eval.Compare(right, rightNotice), eval.Compare(absent, nil)}
}

// written returns the page of some reports.
func written(t testing.TB, reports []*eval.Report) string {
	t.Helper()
	var b strings.Builder
	if err := Write(&b, "虚构数据集", reports); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// tag is a tag, and gaps are what stands between those of an excerpt.
var tag, gaps = regexp.MustCompile(`<(/?)[^>]*>`), regexp.MustCompile(`\s*\|[\s|]*`)

// plain returns what a part of the page says in Chinese, with bars between its elements and 【】 round marks.
func plain(part string) string {
	part = regexp.MustCompile(`<span class="en"[^>]*>[^<]*</span>`).ReplaceAllString(part, "")
	part = strings.NewReplacer("<mark>", "【", "</mark>", "】").Replace(part)
	part = gaps.ReplaceAllString(tag.ReplaceAllString(part, "|"), "|")
	return html.UnescapeString(strings.Trim(part, "|\n"))
}

// items returns the differences of a page.
func items(page string) []string {
	var list []string
	for _, m := range regexp.MustCompile(`(?s)<li data-kind=.*?</li>`).FindAllString(page, -1) {
		list = append(list, plain(m))
	}
	return list
}

func TestDifferences(t *testing.T) {
	want := []string{
		"误读|指标|a.txt|标注|12 期|读出|2 期|原文|一是加强培训。今年以来，开展培训【12期】，计划年内再办讲座。二是完善制度。",
		"多读|指标|a.txt|标注|（无）|读出|3 年|原文（读出处）|二是完善制度。印发《学习办法》，任期【三年】。\n电话：0319-8160001",
		"漏读|文件|a.txt|标注|学习办法|读出|（无）|原文（标注处）|今年以来，开展培训12期，计划年内再办讲座。二是完善制度。印发《【学习办法】》，任期三年。\n电话：0319-8160001",
	}
	got := items(written(t, reports(t)[:2]))
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("differences (-want +got):\n%s", diff)
	}
}

// TestAbsentNotice shows the quotes of annotations in place of the text that is not there.
func TestAbsentNotice(t *testing.T) {
	page := written(t, reports(t)[2:])
	want := "漏读|指标|c.txt|原文无此引文|标注|12 期|读出|（无）|标注的引文|开展培训【12期】"
	if got := strings.Join(items(page), "\n"); !strings.Contains(got, want) {
		t.Errorf("the page lacks %q:\n%s", want, got)
	}
}

func TestScores(t *testing.T) {
	page := written(t, reports(t))
	_, kinds, _ := strings.Cut(page, `<table id="by-kind">`)
	kinds, rest, _ := strings.Cut(kinds, "</table>")
	_, notices, _ := strings.Cut(rest, `<table id="by-notice">`)
	notices, _, _ = strings.Cut(notices, "</table>")
	for part, want := range map[string]string{
		plain(kinds):   "指标|1|2|2|0.333|0.333|0.333|",
		plain(notices): "a.txt|10|2|2|0.833|0.833|0.833|b.txt|12|0|0|1.000|1.000|1.000|c.txt|0|9|0|-|0.000|0.000",
	} {
		if !strings.Contains(part, want) {
			t.Errorf("the table lacks %q:\n%s", want, part)
		}
	}
	if strings.Contains(plain(kinds), "合计") {
		t.Error("a kind of which nothing was judged has a row")
	}
	if !strings.Contains(kinds, `style="--part:0.333">0.333<`) || !strings.Contains(notices, `style="--part:0.000">-<`) {
		t.Error("a bar is missing, or one stands for a share of nothing")
	}
}

// TestHostile insists that nothing a notice or an annotation says is taken for a part of the page.
func TestHostile(t *testing.T) {
	page := written(t, hostileReports(t))
	if got := strings.Count(page, "<script"); got != 1 {
		t.Errorf("%d scripts, want only our own", got)
	}
	if strings.Contains(page, "<img") || strings.Contains(page, "&amp;lt;") {
		t.Error("a text stands as it is, or is escaped twice")
	}
	if got := strings.Join(items(page), "\n"); strings.Count(got, "alert(2)") < 10 {
		t.Errorf("the texts are not shown:\n%s", got)
	}
}

// hostileReports are of a notice that is full of scripts.
func hostileReports(t testing.TB) []*eval.Report {
	g, n := pair(t, hostile)
	n.Text = hostile + "\n" + text + hostile + "共33次" + hostile
	n.Title, n.Problems[0].Heading, n.Problems[0].Name = hostile, hostile, hostile
	n.Measures[0].Title, n.Policies[0].Title, n.Contacts[0].Value = hostile, hostile, hostile
	g.Indicators[0].Quote, g.Indicators[0].Unit = "【"+hostile+"共33】", hostile
	n.Indicators[0].Span, n.Indicators[0].Unit = at(t, n.Text, "33次"), hostile+"次"
	return []*eval.Report{eval.Compare(g, n)}
}

func TestEveryKindHasAName(t *testing.T) {
	for _, kind := range eval.KindNames() {
		if name := kindName(kind); name.ZH == kind || strings.Contains(name.EN, "_") {
			t.Errorf("%s is called %+v", kind, name)
		}
	}
}

func TestNothing(t *testing.T) {
	page := written(t, reports(t)[1:2])
	if len(items(page)) != 0 || !strings.Contains(page, "There are no differences.") {
		t.Error("the page of no difference")
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("full") }

func TestWriteFails(t *testing.T) {
	if err := Write(full{}, "", reports(t)); err == nil || !strings.Contains(err.Error(), "full") {
		t.Errorf("a full disk gives %v", err)
	}
}

// BenchmarkWrite measures a page of some ten thousand differences.
func BenchmarkWrite(b *testing.B) {
	var list []*eval.Report
	for i := range 1000 {
		g, _ := pair(b, fmt.Sprint(i, ".txt"))
		list = append(list, eval.Compare(g, nil))
	}
	for b.Loop() {
		if err := Write(&strings.Builder{}, "", list); err != nil {
			b.Fatal(err)
		}
	}
}
