package model

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestTablesOrder(t *testing.T) {
	var names []string
	for _, table := range Tables(Names{}) {
		names = append(names, table.Name)
	}
	want := "notices problems measures indicators policies contacts totals completions diagnostics ledger districts comparison topics common_problems groups copies"
	if got := strings.Join(names, " "); got != want {
		t.Errorf("tables %s, want %s", got, want)
	}
}

// listings are tables of the whole dataset, and ofMany those whose rows are about no single notice.
var (
	listings = map[string]bool{"districts": true, "comparison": true, "topics": true, "common_problems": true, "groups": true, "copies": true}
	ofMany   = map[string]bool{"common_problems": true, "groups": true, "dictionary": true}
)

// TestColumns holds what every writer relies on.
func TestColumns(t *testing.T) {
	tables := Tables(testNames())
	dictionary, _ := Dictionary(tables)
	byName := map[string]*Table{}
	for _, table := range tables {
		byName[table.Name] = table
	}
	key := regexp.MustCompile(`^[a-z]+(_[a-z0-9]+)*$`)
	for _, table := range append(slices.Clone(tables), dictionary) {
		seen := map[string]bool{}
		once := func(kind, s string) {
			if s == "" || seen[kind+s] {
				t.Errorf("table %s: %s %q is empty or there twice", table.Name, kind, s)
			}
			seen[kind+s] = true
		}
		for _, c := range table.Columns {
			once("key", c.Key)
			once("zh", c.Title.ZH)
			once("en", c.Title.EN)
			if !key.MatchString(c.Key) || c.Meaning.ZH == "" || c.Meaning.EN == "" || c.Width <= 0 || c.Type == "" {
				t.Errorf("table %s: column %+v lacks something", table.Name, c)
			}
			if c.Ref != "" && byName[c.Ref] == nil {
				t.Errorf("table %s: column %s refers to %q", table.Name, c.Key, c.Ref)
			}
			for code, name := range c.Values {
				if code == "" || name.ZH == "" || name.EN == "" {
					t.Errorf("table %s: column %s: code %q has no names", table.Name, c.Key, code)
				}
			}
		}
		if !ofMany[table.Name] && table.Columns[0].Key != "notice_id" {
			t.Errorf("table %s: the first column is %s", table.Name, table.Columns[0].Key)
		}
	}
}

func TestTableKeys(t *testing.T) {
	want := map[string]string{
		"notices": "notice_id", "problems": "notice_id problem_id", "measures": "notice_id measure_id",
		"indicators": "notice_id indicator_id", "policies": "notice_id policy_id",
	}
	tables := Tables(Names{})
	dictionary, _ := Dictionary(tables)
	for _, table := range append(tables, dictionary) {
		if got := strings.Join(table.Key(), " "); got != want[table.Name] {
			t.Errorf("table %s: key %q, want %q", table.Name, got, want[table.Name])
		}
		for _, c := range table.Columns {
			if c.Ref != "" && want[c.Ref] == "" {
				t.Errorf("table %s: column %s refers to a table without keys", table.Name, c.Key)
			}
		}
	}
}

// checkCell fails where a cell is not of its column's type.
func checkCell(t *testing.T, table *Table, c Column, cell Cell) {
	t.Helper()
	s := cell.String()
	if cell.Empty() {
		return
	}
	ok := true
	switch c.Type {
	case TypeInteger:
		ok = cell.Decimal().IsInt() && cell.Decimal().String() == s
	case TypeNumber:
		ok = cell.Decimal().String() == s
	case TypeBoolean:
		ok = s == "true" || s == "false"
	case TypeDate:
		_, err := time.Parse("2006-01-02"[:min(len(s), 10)], s)
		ok = err == nil
	}
	if _, known := c.Values[s]; !ok || c.Values != nil && !known {
		t.Errorf("table %s: column %s: cell %q", table.Name, c.Key, s)
	}
}

func TestRowsFitColumns(t *testing.T) {
	for _, table := range Tables(testNames()) {
		rows := 0
		for row := range table.Rows(fullNotice()) {
			rows++
			if len(row) != len(table.Columns) {
				t.Fatalf("table %s: %d cells for %d columns", table.Name, len(row), len(table.Columns))
			}
			for i, c := range table.Columns {
				checkCell(t, table, c, row[i])
			}
			if row[0].String() != "n1" {
				t.Errorf("table %s: row of notice %q", table.Name, row[0])
			}
		}
		if table.OfNotices() == listings[table.Name] {
			t.Errorf("table %s: rows come notice by notice: %v", table.Name, table.OfNotices())
		}
		if rows == 0 && !listings[table.Name] {
			t.Errorf("table %s: no rows", table.Name)
		}
	}
}

// TestEmptyNotice checks that a notice of which nothing is known gives one row, without guesses.
func TestEmptyNotice(t *testing.T) {
	for _, table := range Tables(Names{}) {
		for row := range table.Rows(&Notice{ID: "n", Kind: KindOther}) {
			if table.Name != "notices" {
				t.Errorf("table %s has a row", table.Name)
			}
			for i, c := range table.Columns {
				if !row[i].Empty() && c.Type == TypeString && c.Key != "notice_id" && c.Key != "kind" {
					t.Errorf("column %s holds %q", c.Key, row[i])
				}
			}
		}
	}
}

// dump prints the rows of a table as key=value lines, empty cells left out.
func dump(table *Table, n *Notice, lang string) string {
	var b strings.Builder
	for row := range table.Rows(n) {
		for i, c := range table.Columns {
			if !row[i].Empty() {
				fmt.Fprintf(&b, "%s=%s ", c.Key, row[i].In(lang))
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

func TestRows(t *testing.T) {
	const place = "place=广东省珠海市斗门区 "
	tests := []struct{ table, lang, want string }{
		{"notices", "zh", "notice_id=n1 title=关于巡视整改进展情况的通报 kind=rectification issuer=中共某某区委 issuer_type=party_committee issuer_level=county " +
			"region_code=440403 province=广东省 prefecture=珠海市 county=斗门区 region_now_code=440499 region_now_name=某某区 region_now_since=2030 published=2021-05-07 signed=2021-05 " +
			"inspection_kind=巡视 inspection_subtypes=常规;回头看 inspection_level=province inspection_round=第六轮巡视 inspection_team=第五巡视组 inspection_with=区属企业 " +
			"inspection_start=2020-01 inspection_end=2020-03-30 feedback=2020 problems=2 measures=2 indicators=2 diagnostics=2 " +
			"url=https://example.cn/b.html path=in/a.zip!b.html \n"},
		{"problems", "en", "notice_id=n1 problem_id=p1 " + place + "aspect=教育 marker=1. name=学位不足 heading=关于学位不足的问题 " +
			"topics=education;unknown topic_names=education;unknown measures=2 responsible=区教育局 deadline=2021年底 progress=已完成 " +
			"state=done state_text=已完成 section=s1 reviewed=confirmed place_page=2 place_table=1 place_sheet=台账 place_cell=B7 start=4 end=9 state_start=14 state_end=17 \n" +
			"notice_id=n1 problem_id=p2 " + place + "name=污水直排 heading=污水直排 measures=0 start=9 end=13 \n"},
		{"measures", "zh", "notice_id=n1 measure_id=m1 " + place + "problem_id=p1 marker=① title=新建学校 text=新建学校2所。 reviewed=confirmed place_page=2 place_table=1 place_sheet=台账 place_cell=B7 start=20 end=27 \n" +
			"notice_id=n1 measure_id=m2 " + place + "problem_id=p1 text=增加学位。 start=27 end=32 \n"},
		{"indicators", "zh", "notice_id=n1 indicator_id=i1 " + place + "metric_name=学位 subject=公办学位 value=2310 unit=个 bound=at_least " +
			"change=increase from_id=i2 target_id=i2 part_of_id=i2 status=achieved period=2021 period_start=2021-01-01 period_end=2021-12-31 text=2310个 sentence=增加学位2310个以上。 problem_id=p1 measure_id=m1 " +
			"metric=places rule=places section=s1 reviewed=corrected place_page=2 place_table=1 place_sheet=台账 place_cell=B7 start=22 end=27 \n" +
			"notice_id=n1 indicator_id=i2 " + place + "value=10 high=20 fraction=2/3 unit=万元 normal_value=100000 normal_high=200000 normal_unit=元 " +
			"text=10至20万元 sentence=投入10至20万元。 rule=万元 start=30 end=36 \n"},
		{"policies", "zh", "notice_id=n1 policy_id=d1 " + place + "title=管理办法 number=〔2020〕15号 action=issued articles=第二十条、第三十条 problem_id=p1 reviewed=added place_page=2 place_table=1 place_sheet=台账 place_cell=B7 start=1 end=5 \n"},
		{"contacts", "zh", "notice_id=n1 " + place + "kind=phone value=0756-2780071 raw=0756—2780071 scope=notice note=工作日 reviewed=confirmed place_page=2 place_table=1 place_sheet=台账 place_cell=B7 start=2 end=9 \n"},
		{"totals", "zh", "notice_id=n1 " + place + "total_id=i1 part_ids=i2;i3 sum=2310.05 agrees=true place_page=2 place_table=1 place_sheet=台账 place_cell=B7 \n"},
		{"completions", "zh", "notice_id=n1 " + place + "due=2310 done=10 unit=个 agrees=true of_id=i1 done_id=i2 under_way_id=i3 outstanding_id=i4 rate_id=i5 rule=完成 place_page=2 place_table=1 place_sheet=台账 place_cell=B7 start=22 end=36 \n"},
		{"diagnostics", "zh", "notice_id=n1 " + place + "severity=warning code=outline.gap message=缺（三） place_page=2 place_table=1 place_sheet=台账 place_cell=B7 start=3 end=6 \n" +
			"notice_id=n1 " + place + "severity=info code=x message=y \n"},
		{"ledger", "zh", "notice_id=n1 problem_id=p1 issuer=中共某某区委 " + place + "aspect=教育 problem=学位不足 measures=①新建学校2所。\n增加学位。 figures=学位：增加2310个以上（已完成，2021） " +
			"responsible=区教育局 deadline=2021年底 state=已完成整改 progress=已完成 \n" +
			"notice_id=n1 problem_id=p2 issuer=中共某某区委 " + place + "problem=污水直排 \n"},
	}
	for _, test := range tests {
		t.Run(test.table, func(t *testing.T) {
			tables := Tables(testNames())
			i := slices.IndexFunc(tables, func(table *Table) bool { return table.Name == test.table })
			if got := dump(tables[i], fullNotice(), test.lang); got != test.want {
				t.Errorf("got\n%swant\n%s", got, test.want)
			}
		})
	}
}

func TestDictionary(t *testing.T) {
	tables := Tables(testNames())
	dictionary, rows := Dictionary(tables)
	columns := 0
	for _, table := range tables {
		columns += len(table.Columns)
	}
	if len(rows) != columns {
		t.Fatalf("%d rows for %d columns", len(rows), columns)
	}
	for range dictionary.Rows(fullNotice()) {
		t.Error("the dictionary takes a row from a notice")
	}
	var status Row
	for _, row := range rows {
		if len(row) != len(dictionary.Columns) {
			t.Fatalf("%d cells for %d columns", len(row), len(dictionary.Columns))
		}
		if row[0].String() == "indicators" && row[1].String() == "status" {
			status = row
		}
	}
	values := status[dictionary.Index("values")]
	if values.In("zh") != "achieved=已完成;outstanding=未完成;planned=计划" || values.In("en") != "achieved=achieved;outstanding=outstanding;planned=planned" {
		t.Errorf("values of status: %q, %q", values.In("zh"), values.In("en"))
	}
}

// BenchmarkManyProblems has as many problems as measures: time per problem must not grow with their number.
func BenchmarkManyProblems(b *testing.B) {
	for _, size := range []int{1000, 16000} {
		n := &Notice{ID: "n"}
		for i := range size {
			id := fmt.Sprint("p", i)
			n.Problems = append(n.Problems, Problem{ID: id})
			n.Measures = append(n.Measures, Measure{Problem: id})
		}
		table := problemTable(Names{})
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			for b.Loop() {
				for range table.Rows(n) {
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*size), "ns/problem")
		})
	}
}
