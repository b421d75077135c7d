package changes

import (
	"fmt"
	"slices"
	"strings"
	"testing"

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
			"# 数据集 2020-01-02 的变化\n\n与 2020-01-01 相比。\n\n| 变化 | 数量 |\n| --- | ---: |\n| 新增通报 | 1 |\n| 通报有变 | 1 |\n| 指标有变 | 1 |\n| 指标撤下 | 1 |\n" +
				"\n## 新增通报\n\n- &lt;b\\>通报&lt;/b\\> \\# \\[a\\](b) — c\\_d.txt\n" +
				"\n## 通报有变\n\n- 通报 — a.txt\n  - 公办学位：2310个 → 2410个\n  - 床位：30张 → —\n",
		},
		{
			Report{Lang: "en", Name: "2020-01-02", Before: "2020-01-01", Differences: slices.Values([]model.Difference(nil))},
			"# Changes of dataset 2020-01-02\n\nCompared with 2020-01-01.\n\nNothing has changed.\n",
		},
		{
			Report{Lang: "en", Name: "2020-01-02"},
			"# Changes of dataset 2020-01-02\n\nThere is no dataset before to compare with.\n",
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
