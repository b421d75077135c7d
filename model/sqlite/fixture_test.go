package sqlite

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zhenggai/model"
)

// tables returns the tables as a run has them.
func tables() []*model.Table {
	return model.Tables(model.Names{
		Metrics: map[string]model.Label{"places": {ZH: "学位", EN: "school places"}},
		Topics:  map[string]model.Label{"education": {ZH: "教育", EN: "education"}},
		Actions: map[string]model.Label{"issued": {ZH: "印发", EN: "issued"}},
	})
}

// hostile are texts that might harm a database.
var hostile = []string{
	"'); DROP TABLE notices; --", `"; DELETE FROM "notices`, "'", `"`, "?1", ":a", "\x00", "a\x00b\r\nc", "\xff", "=1+1", "-3", "😀", "NULL", "x'00'",
}

// notice returns an invented notice of the usual size: 16 problems, 36 measures, 70 indicators.
func notice(id string) *model.Notice {
	high := model.Int(20)
	n := &model.Notice{
		ID: id, Kind: model.KindRectification, Title: "中共某某区委关于巡视整改进展情况的通报", Published: "2021-05-07", Signed: "2021-05",
		Issuer:     &model.Issuer{Name: "中共某某区委", Type: "party_committee"},
		Region:     &model.Region{Code: "440403", Province: "广东省", Prefecture: "珠海市", County: "斗门区"},
		Inspection: &model.Inspection{Kind: "巡视", Level: "province", Round: "第六轮巡视"},
		Source:     model.Source{Path: "in/" + id, URL: "https://example.cn/" + id},
		Policies:   []model.Policy{{ID: "d1", Title: "学位建设三年行动方案", Number: "〔2020〕15号", Action: "issued", Problem: "p1"}},
		Contacts:   []model.Contact{{Kind: "phone", Value: "0756-2780071", Raw: "0756—2780071", Scope: "notice"}},
		Totals: []model.Total{
			{Total: "i1", Parts: []string{"i2", "i3"}, Sum: model.NewDecimal(-35, 1), Agrees: true}, {Total: "i2", Sum: model.Int(0)},
		},
		Diagnostics: []model.Diagnostic{{Severity: "warning", Code: "outline.gap", Message: "缺（三）", Span: &model.Span{3, 6}}, {Severity: "info"}},
	}
	for i := range 16 {
		n.Problems = append(n.Problems, model.Problem{
			ID: fmt.Sprint("p", i+1), Heading: "关于“学位供给不足”的问题", Name: "学位供给不足", Topics: []string{"education"}, Span: model.Span{i, i + 20},
		})
	}
	for i := range 36 {
		n.Measures = append(n.Measures, model.Measure{
			ID: fmt.Sprint("m", i+1), Problem: fmt.Sprint("p", i%16+1), Title: "加快学校建设",
			Text: fmt.Sprintf("%s第%d项。%s", id, i, strings.Repeat("新增公办学位8235个，投入24978.12万元。", 1+i%6)),
		})
	}
	for i := range 70 {
		n.Indicators = append(n.Indicators, model.Indicator{
			ID: fmt.Sprint("i", i+1), Problem: fmt.Sprint("p", i%16+1), Measure: fmt.Sprint("m", i%36+1), Metric: "places",
			Value: model.NewDecimal(2497812*int64(i), 2), Unit: "万元", Text: "24978.12万元", Sentence: fmt.Sprintf("%s第%d项，购置校车%d辆。", id, i%35, i%35),
		})
	}
	n.Indicators[1].High, n.Indicators[1].From = &high, "i9" // a later row
	n.Indicators[2].Problem, n.Indicators[2].Measure = "", ""
	return n
}

// notices returns invented notices, one of them hostile and one empty.
func notices() []*model.Notice {
	bad := &model.Notice{ID: "n2", Kind: model.KindOther, Title: hostile[0]}
	for i, s := range hostile {
		bad.Policies = append(bad.Policies, model.Policy{ID: fmt.Sprint("d", i), Title: s, Number: s, Action: "issued"})
	}
	return []*model.Notice{notice("n1"), bad, {ID: "n3"}}
}

func write(t testing.TB, notices ...*model.Notice) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), File)
	w, err := New(path, tables())
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range notices {
		if err := w.Write(n); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return path
}

// open opens a database as a reader does, who may not write.
func open(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// query returns what a query gives, a list for each row.
func query(t testing.TB, db *sql.DB, text string, args ...any) [][]any {
	t.Helper()
	rows, err := db.Query(text, args...)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var all [][]any
	for rows.Next() {
		row, targets := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			targets[i] = &row[i]
		}
		if err := rows.Scan(targets...); err != nil {
			t.Fatal(err)
		}
		all = append(all, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return all
}

// lines returns what a query gives, each row as a line of values parted by spaces.
func lines(t testing.TB, db *sql.DB, text string, args ...any) []string {
	t.Helper()
	var all []string
	for _, row := range query(t, db, text, args...) {
		all = append(all, strings.TrimSuffix(fmt.Sprintln(row...), "\n"))
	}
	return all
}

// rowsOf returns the rows that notices add to a table.
func rowsOf(table *model.Table, notices ...*model.Notice) []model.Row {
	var rows []model.Row
	for _, n := range notices {
		rows = slices.AppendSeq(rows, table.Rows(n))
	}
	return rows
}
