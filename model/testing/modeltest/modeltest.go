// Package modeltest has the invented notices that writers are tested with, and the tables and rows that a test expects of them.
package modeltest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"zhenggai/model"
)

// Tables returns the tables as a run has them.
func Tables() []*model.Table {
	return model.Tables(model.Names{
		Metrics: map[string]model.Label{
			"places": {ZH: "学位", EN: "school places"}, "pipes": {ZH: "污水管网", EN: "sewers"}, "money": {ZH: "资金", EN: "funds"},
		},
		Topics: map[string]model.Label{
			"education": {ZH: "教育", EN: "education"}, "water": {ZH: "水环境", EN: "water"}, "party": {ZH: "党的建设", EN: "party building"},
		},
		Issuers: map[string]model.Label{"party_committee": {ZH: "党委", EN: "party committee"}},
		Actions: map[string]model.Label{"issued": {ZH: "印发", EN: "issued"}},
	})
}

// Rows returns the rows that notices add to a table.
func Rows(table *model.Table, notices ...*model.Notice) []model.Row {
	var rows []model.Row
	for _, n := range notices {
		rows = slices.AppendSeq(rows, table.Rows(n))
	}
	return rows
}

// Add writes a notice to a writer of Tables.
func Add(w model.Writer, n *model.Notice) error { return w.Write(n, model.RowsOf(Tables(), n)) }

// Write writes notices to a writer of Tables and closes it.
func Write(t testing.TB, w model.Writer, notices ...*model.Notice) {
	t.Helper()
	for _, n := range notices {
		if err := Add(w, n); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

// Hostile returns a notice whose texts might harm the one who reads them.
func Hostile(id string, texts ...string) *model.Notice {
	n := &model.Notice{ID: id, Kind: model.KindOther, Title: texts[0]}
	for i, s := range texts {
		n.Policies = append(n.Policies, model.Policy{ID: fmt.Sprint("d", i), Title: s, Number: s, Action: "issued"})
	}
	return n
}

// Notice returns a notice of the usual size: 16 problems, 36 measures, 70 indicators. Every key in it has its row.
func Notice(id string) *model.Notice {
	n := &model.Notice{
		Schema: model.SchemaName, ID: id, Kind: model.KindRectification, Title: "中共某某区委关于巡视整改进展情况的通报",
		Issuer:    &model.Issuer{Name: "中共某某区委", Type: "party_committee"},
		Region:    &model.Region{Code: "440403", Province: "广东省", Prefecture: "珠海市", County: "斗门区"},
		Published: "2021-05-07", Signed: "2021-05", Source: model.Source{Path: "in/" + id + ".html", URL: "https://example.cn/" + id},
		Inspection: &model.Inspection{
			Kind: "巡视", Level: "province", Round: "十二届省委第六轮巡视", Team: "省委第五巡视组", Start: "2020-03-30", End: "2020-06", Feedback: "2020",
		},
	}
	addProblems(n)
	addMeasures(n)
	addIndicators(n)
	n.Policies = []model.Policy{{ID: "d1", Title: "某某区义务教育学位建设三年行动方案（2020—2022年）", Number: "〔2020〕15号", Action: "issued", Problem: "p1"}}
	n.Contacts = []model.Contact{{Kind: "phone", Value: "0756-2780071", Raw: "0756—2780071", Scope: "notice", Note: "工作日9:00—17:00"}}
	n.Totals = []model.Total{
		{Total: "i1", Parts: []string{"i2", "i3"}, Sum: model.Int(8235), Agrees: true},
		{Total: "i4", Parts: []string{"i5"}, Sum: model.NewDecimal(-35, 1)},
		{Total: "i2", Sum: model.Int(0)},
	}
	n.Completions = []model.Completion{
		{Of: "i1", Done: "i2", UnderWay: "i3", Rate: "i5", Agrees: true, Rule: "完成", Span: model.Span{40, 60}},
		{Of: "i4", Done: "i5", Outstanding: "i2", Rule: "办结", Span: model.Span{60, 66}},
	}
	n.Diagnostics = []model.Diagnostic{
		{Severity: "warning", Code: "outline.gap", Message: "（二）之后是（四）", Span: &model.Span{3, 6}},
		{Severity: "error", Code: "total.disagrees", Message: "合计与分项之和不符"},
		{Severity: "info"},
	}
	return n
}

func addProblems(n *model.Notice) {
	names := []string{"学位供给不足", "污水直排入河，黑臭水体整治进展缓慢，部分河段水质反弹", "基层党组织建设薄弱"}
	topics := [][]string{{"education"}, {"water", "party"}, nil}
	for i := range 16 {
		n.Problems = append(n.Problems, model.Problem{
			ID: fmt.Sprint("p", i+1), Aspect: "聚焦群众身边的突出问题", Marker: fmt.Sprint(i+1, "."),
			Heading: "关于“" + names[i%3] + "”的问题", Name: names[i%3], Topics: topics[i%3], Span: model.Span{i * 100, i*100 + 20},
		})
	}
}

// addMeasures gives each measure a text of its own.
func addMeasures(n *model.Notice) {
	for i := range 36 {
		n.Measures = append(n.Measures, model.Measure{
			ID: fmt.Sprint("m", i+1), Problem: fmt.Sprint("p", i%16+1), Marker: "一是", Title: "加快学校建设",
			Text: fmt.Sprintf("加快学校建设，%s第%d项。%s", n.ID, i, strings.Repeat("新建、改扩建中小学12所，新增公办学位8235个，投入24978.12万元。", 1+i%6)),
			Span: model.Span{1000 + i*200, 1200 + i*200},
		})
	}
}

// addIndicators gives each sentence to two indicators.
func addIndicators(n *model.Notice) {
	high := model.Int(20)
	metrics := []string{"places", "pipes", "", "money"}
	for i := range 70 {
		n.Indicators = append(n.Indicators, model.Indicator{
			ID: fmt.Sprint("i", i+1), Problem: fmt.Sprint("p", i%16+1), Measure: fmt.Sprint("m", i%36+1), Metric: metrics[i%4],
			Subject: "公办学位", Value: model.NewDecimal(2497812*int64(i), 2), Unit: "万元", Status: model.StatusAchieved,
			Normal: &model.Normal{Value: model.Int(249781200 * int64(i)), Unit: "元"}, Period: "2021",
			Text: "24978.12万元", Sentence: fmt.Sprintf("%s第%d项，购置校车%d辆，投入24978.12万元。", n.ID, i%35, i%35), Rule: "places",
		})
	}
	n.Indicators[0].From = "i9" // a later row
	n.Indicators[1].High, n.Indicators[1].Bound, n.Indicators[1].Change = &high, model.BoundAtLeast, model.ChangeIncreaseTo
	n.Indicators[2].Value = model.NewDecimal(-35, 1)
}
