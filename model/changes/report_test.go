package changes

import (
	"fmt"
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"pgregory.net/rapid"

	"zhenggai/model"
)

func TestReport(t *testing.T) {
	old := notice(t, "公办学位 2310 个 新增公办学位2310个。", "床位 30 张 设床位30张。")
	now := notice(t, "公办学位 2410 个 新增公办学位2410个。")
	hostile := &model.Notice{Title: "<b>通报</b>\n# [a](b)", Source: model.Source{Path: "c_d.txt"}}
	list := slices.Concat(Compare(old, now, "", false), Compare(nil, hostile, "", false))
	for _, test := range []struct {
		report Report
		want   string
	}{
		{
			Report{Lang: "zh", Name: "2020-01-02", Before: "2020-01-01", Differences: slices.Values(list)},
			"# 数据集 `2020-01-02` 的变化\n\n与 `2020-01-01` 相比。\n\n| 变化 | 数量 |\n| --- | ---: |\n| 新增通报 | 1 |\n| 通报有变 | 1 |\n| 指标有变 | 1 |\n| 指标撤下 | 1 |\n" +
				"\n## 新增通报\n\n- `<b>通报</b> # [a](b)` — `c_d.txt`\n" +
				"\n## 通报有变\n\n- `通报` — `a.txt`\n  - `公办学位`：`2310个` → `2410个`\n  - `床位`：`30张` → —\n",
		},
		{
			Report{Lang: "en", Name: "2020-01-02", Before: "2020-01-01", Differences: slices.Values([]model.Difference(nil))},
			"# Changes of dataset `2020-01-02`\n\nCompared with `2020-01-01`.\n\nNothing has changed.\n",
		},
		{
			Report{Lang: "en", Name: "2020-01-02"},
			"# Changes of dataset `2020-01-02`\n\nThere is no dataset before to compare with.\n",
		},
	} {
		var b strings.Builder
		if err := test.report.Write(&b); err != nil || b.String() != test.want {
			t.Errorf("got\n%s\nwant\n%s\n%v", b.String(), test.want, err)
		}
	}
}

// TestReportIsShort tells of a great many changes: what is not named is counted.
func TestReportIsShort(t *testing.T) {
	var list []model.Difference
	for i := range most + 7 {
		list = append(list, model.Difference{Kind: model.NoticeNew, Notice: &model.Notice{ID: fmt.Sprint(i)}})
	}
	var b strings.Builder
	r := Report{Lang: "en", Before: "x", Differences: slices.Values(list)}
	if err := r.Write(&b); err != nil || strings.Count(b.String(), "\n- ") != most+1 || !strings.HasSuffix(b.String(), "- … and 7 more; the table changes has them\n") {
		t.Errorf("%v: %s", err, b.String())
	}
}

// shown renders a report of one notice and one indicator as sites do that show Markdown, with a text in every place where documents
// put theirs. It returns the page, and what its code spans show.
func shown(t rapid.TB, text string) (page string, spans []string) {
	t.Helper()
	n := &model.Notice{Title: text, ID: "n", Source: model.Source{Path: text}, Region: &model.Region{Province: text}}
	i := &model.Indicator{Subject: text, Text: text}
	r := Report{Lang: "en", Name: text, Before: text, Differences: slices.Values([]model.Difference{
		{Kind: model.NoticeChanged, Notice: n, From: text}, {Kind: model.IndicatorChanged, Notice: n, Old: i, New: i},
	})}
	var source, out strings.Builder
	if err := r.Write(&source); err != nil {
		t.Fatal(err)
	}
	if err := goldmark.New(goldmark.WithExtensions(extension.GFM)).Convert([]byte(source.String()), &out); err != nil {
		t.Fatal(err)
	}
	for _, m := range regexp.MustCompile(`(?s)<code>(.*?)</code>`).FindAllStringSubmatch(out.String(), -1) {
		spans = append(spans, html.UnescapeString(m[1]))
	}
	return out.String(), spans
}

// places is in how many places a report of shown has the text.
const places = 9

// tags are all that a report is made of.
var tags = regexp.MustCompile(`</?(?:h1|h2|p|ul|li|table|thead|tbody|tr|th|td|code)(?: style="text-align:right")?>`)

// TestReportIsNoMarkup has documents write addresses, HTML and Markdown into a report: all of it is shown as it is, and none of it is a link.
func TestReportIsNoMarkup(t *testing.T) {
	for _, text := range []string{
		"https://evil.example/a?b=c&d", "www.evil.example", "a@evil.example", "ftp://evil.example", "mailto:a@evil.example", "xmpp:a@evil.example", "//evil.example", "evil.example",
		"<https://evil.example>", "[a](https://evil.example)", "![a](https://evil.example/a.png)", "[a][b]", "[b]: https://evil.example", "<a href=//evil.example>a</a>",
		"<script>alert(1)</script>", "<!-- a", "&lt;b&gt; &amp; &#64;", "*a* _b_ **c** ~~d~~", "`a`", "``", "a``b`c", "` ` https://evil.example `", "\\`https://evil.example\\`", "# a", "- [ ] a",
		"| a | b |", "a\n| - | - |\n| b | c |", "a\n\n<b>c</b>", "a\r\n# b", "---", "> a", "1. a", "$a$", "@user", "#12", ":smile:", "%s %d", "a\u2028b", "学位\u3000个",
	} {
		page, spans := shown(t, text)
		if rest := tags.ReplaceAllString(page, ""); strings.ContainsAny(rest, "<>") {
			t.Errorf("%q gives %s", text, page)
		}
		want := model.Visible(strings.Join(strings.Fields(text), " "))
		if len(spans) != places || slices.ContainsFunc(spans, func(s string) bool { return s != want }) {
			t.Errorf("%q is shown as %q", text, spans)
		}
	}
}

// TestReportShowsAnything does the same with texts of whatever means something in Markdown.
func TestReportShowsAnything(t *testing.T) {
	pieces := []string{"`", "``", " ", "\\", "<b>", "&lt;", "[", "](", ")", "*", "_", "~~", "|", "\n", "#", "https://evil.example", "a@b.example", "学位", "\x1b[31m", "\u202e", "\xff"}
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOfN(rapid.SampledFrom(pieces), 1, 12).Draw(t, "pieces"), "") + "x"
		page, spans := shown(t, text)
		want := model.Visible(strings.Join(strings.Fields(text), " "))
		if strings.ContainsAny(tags.ReplaceAllString(page, ""), "<>") || len(spans) != places || slices.ContainsFunc(spans, func(s string) bool { return s != want }) {
			t.Fatalf("%q is shown as %s", text, page)
		}
	})
}

// TestReportSteersNothing writes names that would steer a terminal.
func TestReportSteersNothing(t *testing.T) {
	for text, want := range map[string]string{
		"a\x1b]0;b\x07": "`a\\u001b]0;b\\u0007`", "a\rb": "`a b`", "a\u202eb": "`a\\u202eb`", "a\u009b31m": "`a\\u009b31m`", "a\xffb": "`a\\xffb`",
	} {
		if got := code(text); got != want {
			t.Errorf("%q is written as %s, want %s", text, got, want)
		}
	}
}
