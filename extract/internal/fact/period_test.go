package fact

import (
	"strings"
	"testing"

	"zhenggai/extract/internal/document"
	"zhenggai/extract/rules"
)

// periodsOf returns the periods of a line's figures, - for none.
func periodsOf(text string) string {
	found, _ := readerOf(text).Find(document.Span{End: len(text)}, Place{Year: 2024})
	var periods []string
	for i := range found {
		periods = append(periods, orNone(found[i].Period))
	}
	return strings.Join(periods, " ")
}

func TestPeriods(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"2023年改造泵站3座。", "2023"},
		{"2023年7月1日至12月31日，改造泵站3座。", "2023-07-01/2023-12-31"},
		{"2022年至2023年改造泵站3座。", "2022/2023"},
		{"2022-2023年改造泵站3座。", "2022/2023"},
		{"2022年11月至次年2月改造泵站3座。", "2022-11/2023-02"},
		{"2023年上半年改造泵站3座。", "2023-01/2023-06"},
		{"2023年前三季度改造泵站3座。", "2023-01/2023-09"},
		{"2023年1—8月改造泵站3座。", "2023-01/2023-08"},
		{"2023年3月至8月改造泵站3座。", "2023-03/2023-08"},
		{"2023年末实有泵站3座。", "2023-12-31"},
		{"2023年9月以来，改造泵站3座。", "2023-09/.."},
		{"自2023年9月起改造泵站3座。", "2023-09/.."},
		{"“十三五”期间改造泵站3座。", "2016/2020"},
		{"十四五时期改造泵站3座。", "2021/2025"},
		{"“十四五”以来改造泵站3座。", "2021/.."},
		{"落实“十四五”规划，改造泵站3座。", "-"},
		{"2021年、2022年分别改造泵站3座、5座。", "2021 2022"},
		{"2021年、2022年共改造泵站8座。", "2021/2022"},
		{"2023年投诉量较2022年下降12%。", "2023"},
		{"2023年投诉量比2022年同期下降12%。", "2023"},
		{"排查1990年以前建成的房屋320栋。", "-"},
		{"整治2018年建成的泵站3座。", "-"},
		{"截至2023年9月30日，反馈的14个问题已完成整改10个。", "2023-09-30 2023-09-30"},
		{"2023年的泵站改造3座。", "2023"},
		{"2023年3月5日至5月6日，市委第一巡察组同步对7个社区党组织开展巡察。", "-"},
		{"2023年3月5日至5月6日，对全县开展常规巡察，同步延伸7个社区。", "-"},
		{"2023年对巡察发现的泵站改造3座。", "2023"},
	} {
		if got := periodsOf(test.text); got != test.want {
			t.Errorf("%s: got %q, want %q", test.text, got, test.want)
		}
	}
}

// TestYearPartsHoldTheirExamples insists that each word of times.tsv parts the year of its example and not that of its
// counterexample.
func TestYearPartsHoldTheirExamples(t *testing.T) {
	for _, p := range rules.Default().Quantities.Parts {
		if got := periodsOf(p.Example + "。"); !strings.HasPrefix(got, "2023-"+p.Start) {
			t.Errorf("%s: %s is for %s", p.Word, p.Example, got)
		}
		if got := periodsOf(p.Counter + "。"); strings.Trim(got, "2023 ") != "" {
			t.Errorf("%s: %s is for %s", p.Word, p.Counter, got)
		}
	}
}
