package model

import (
	"fmt"
	"strings"
	"testing"
)

func TestFigureInWords(t *testing.T) {
	high, names := Int(20), testNames()
	tests := []struct {
		of     Indicator
		zh, en string
	}{
		{Indicator{Metric: "places", Value: Int(2310), Unit: "个"}, "学位：2310个", "school places: 2310 个"},
		{Indicator{Subject: "耕地", Value: Int(1_600_000), Unit: "亩", Bound: BoundAbout, Change: ChangeIncreaseTo, Status: StatusPlanned}, "耕地：增至约160万亩（计划）", "耕地: increase to about 1600000 亩 (planned)"},
		{Indicator{Value: NewDecimal(125, 1), High: &high, Unit: "万元", Bound: BoundAtMost, Period: "2021"}, "12.5至20万元以下（2021）", "at most 12.5–20 万元 (2021)"},
		{Indicator{Value: NewDecimal(3333, 2), Fraction: "1/3", Unit: "%", Bound: BoundAbout, Status: StatusAchieved, Period: "2021-05"}, "约1/3（已完成，2021-05）", "about 1/3 (achieved, 2021-05)"},
		{Indicator{Value: Int(12_600), Unit: "亩"}, "1.26万亩", "12600 亩"},
		{Indicator{Value: Int(12_345), Unit: "人"}, "12345人", "12345 人"},
		{Indicator{Value: Int(-50_000), Unit: "元"}, "-5万元", "-50000 元"},
		{Indicator{Value: Int(320_000_000), Unit: "元"}, "3.2亿元", "320000000 元"},
		{Indicator{Value: Int(100_010_000), Unit: "元"}, "10001万元", "100010000 元"},
		{Indicator{Value: Int(24_978), Unit: "万元"}, "24978万元", "24978 万元"},
		{Indicator{Value: Int(9_999), Unit: "户"}, "9999户", "9999 户"},
	}
	for _, test := range tests {
		var zh, en strings.Builder
		test.of.words(&zh, names, "zh")
		test.of.words(&en, names, "en")
		if zh.String() != test.zh || en.String() != test.en {
			t.Errorf("%q and %q, want %q and %q", zh.String(), en.String(), test.zh, test.en)
		}
	}
}

// TestLedgerRow has what the ledger joins: measures with and without markers, several figures, and the words of a state.
func TestLedgerRow(t *testing.T) {
	n := &Notice{
		ID: "n", Problems: []Problem{{ID: "p1", Name: "甲"}, {ID: "p2", Name: "乙", State: StateUnderWay, StateText: "正在推进"}},
		Measures:   []Measure{{Problem: "p2", Marker: "一是", Text: "一是修订制度。"}, {Problem: "p2", Marker: "二是", Text: "开展培训。"}, {Problem: "p9", Text: "无"}},
		Indicators: []Indicator{{Problem: "p2", Subject: "培训", Value: Int(3), Unit: "次"}, {Value: Int(1), Unit: "个"}, {Problem: "p2", Value: Int(9), Unit: "人"}},
	}
	got := dump(ledgerTable(Names{}), n, "zh")
	want := "notice_id=n problem_id=p1 problem=甲 \n" +
		"notice_id=n problem_id=p2 problem=乙 measures=一是修订制度。\n二是开展培训。 figures=培训：3次\n9人 state=正在整改 progress=正在推进 \n"
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// BenchmarkLedger has as many problems as measures and figures: time per problem must not grow with their number.
func BenchmarkLedger(b *testing.B) {
	for _, size := range []int{1000, 16000} {
		n := &Notice{ID: "n"}
		for i := range size {
			id := fmt.Sprint("p", i)
			n.Problems = append(n.Problems, Problem{ID: id})
			n.Measures = append(n.Measures, Measure{Problem: id, Text: "新建学校2所。"})
			n.Indicators = append(n.Indicators, Indicator{Problem: id, Value: Int(2), Unit: "所"})
		}
		table := ledgerTable(Names{})
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			for b.Loop() {
				for range table.Rows(n) {
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*size), "ns/problem")
		})
	}
}
