package table_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"zhenggai/extract/internal/decode"
	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/fact"
	"zhenggai/extract/internal/lexicon"
	"zhenggai/extract/internal/table"
	"zhenggai/extract/internal/words"
	"zhenggai/extract/rules"
)

// linesOf returns the text and the lines of a table: lines above it, then its rows, parted by / from each other and their cells by |.
func linesOf(above, rows string) (text string, lines []document.Line) {
	var b strings.Builder
	add := func(s string, cell *decode.Cell) {
		start := b.Len()
		b.WriteString(s)
		lines = append(lines, document.Line{Span: document.Span{Start: start, End: b.Len()}, Zone: document.Body, Cell: cell})
		b.WriteByte('\n')
	}
	if above != "" {
		for line := range strings.SplitSeq(above, " / ") {
			add(line, nil)
		}
	}
	for row, cells := range strings.Split(rows, " / ") {
		for col, cell := range strings.Split(cells, "|") {
			if cell != "" {
				add(cell, &decode.Cell{Row: row, Col: col, RowSpan: 1, ColSpan: 1})
			}
		}
	}
	return b.String(), lines
}

// A reading reads tables by the built-in rules.
type reading struct {
	set     *rules.Set
	figures *fact.Indicators
	words   *lexicon.Lexicon
}

func newReading(t *testing.T) *reading {
	t.Helper()
	set, l := rules.Default(), lexicon.New()
	segmenter, err := words.New(set.Words)
	if err != nil {
		t.Fatal(err)
	}
	x := fact.NewIndicators(set.Quantities, set.Tries, l, sync.OnceValue(func() *words.Segmenter { return segmenter }))
	return &reading{set, x, l}
}

// read says what a table gives: its figures, the sums and the codes of its diagnostics.
func (r *reading) read(above, rows string) (said []string) {
	text, lines := linesOf(above, rows)
	reader := table.NewReader(r.figures, r.words)
	for _, t := range table.Find(text, lines, r.figures, r.set.Headings, r.set.Heads) {
		for i := range t.Cells {
			if in, ok := reader.Read(text, &t.Cells[i], fact.Place{Year: 2024}); ok {
				said = append(said, strings.Join(strings.Fields(fmt.Sprint(in.Text, " ", in.Value, in.Unit, " ", in.Metric, " ", in.Status, " ", in.Period)), " "))
			}
		}
		for _, sum := range t.Sums {
			said = append(said, fmt.Sprint("sum ", sum.Total, sum.Parts))
		}
		for _, series := range t.Series {
			for _, c := range reader.Completions(r.figures, &t, series, fact.Place{Year: 2024}) {
				said = append(said, fmt.Sprint("of ", c.Of, " done ", c.Done, " under way ", c.UnderWay, " left ", c.Left, " ", c.Agrees))
			}
		}
		for _, d := range t.Diagnostics {
			said = append(said, d.Code)
		}
	}
	return said
}

// All tables are invented.
func TestFigures(t *testing.T) {
	r := newReading(t)
	for _, test := range []struct{ name, above, rows, want string }{
		{"unit in the head", "", "乡镇|追缴资金（万元） / 石桥镇|7.4", "7.4 7.4万元 discipline.funds_recovered achieved"},
		{"unit over the table", "单位：万元", "乡镇|追缴资金 / 石桥镇|7.4", "7.4 7.4万元 discipline.funds_recovered achieved"},
		{"unit below the title", "各镇情况表 / 金额单位：万元", "乡镇|追缴资金 / 石桥镇|7.4", "7.4 7.4万元 discipline.funds_recovered achieved"},
		{"title names", "各镇追缴资金情况表（单位：万元）", "乡镇|金额 / 石桥镇|7.4", "7.4 7.4万元 discipline.funds_recovered achieved"},
		{"unit and name in the label", "", "项目|数量 / 新建学校（所）|3", "3 3所 education.schools achieved"},
		{"unit in a column", "", "项目|单位|2022年|2023年 / 新建污水管网|公里|35.2|48", "35.2 35.2公里 sewage.pipe_length achieved 2022; 48 48公里 sewage.pipe_length achieved 2023"},
		{"unit in the cell", "", "指标|完成数 / 追缴资金|7.4万元", "7.4万元 7.4万元 discipline.funds_recovered achieved"},
		{"heads in the first column", "", "|石桥镇|柳河镇 / 追缴资金（万元）|7.4|11.9", "7.4 7.4万元 discipline.funds_recovered achieved; 11.9 11.9万元 discipline.funds_recovered achieved"},
		{"bare years as heads", "", "类别|2022|2023 / 追缴资金（万元）|7.4|11.9", "7.4 7.4万元 discipline.funds_recovered achieved 2022; 11.9 11.9万元 discipline.funds_recovered achieved 2023"},
		{"two rows of heads", "", "乡镇|新增学位（个）| / |2022年|2023年 / 石桥镇|300|120", "300 300个 education.school_places achieved 2022; 120 120个 education.school_places achieved 2023"},
		{"months of the title's year", "2023年追缴资金情况表", "月份|追缴资金（万元） / 1月|2.5", "2.5 2.5万元 discipline.funds_recovered achieved 2023-01"},
		{"below zero", "单位：万元", "项目|金额 / 饮水工程|-20.5", "-20.5 -20.5万元"},
		{"mark of a footnote", "", "年份|新建公租房（套） / 2023|410*", "410 410套 housing.units achieved 2023"},
		{"powers before units", "", "县区|耕地（万亩） / 甲县|3.2", "3.2 32000亩"},
		{"nothing that counts", "", "序号|姓名|联系电话|日期 / 1|张三|0756-2780071|2024-05-06 / 2|李四|13800000000|2024-05-07", ""},
		{"panels side by side", "单位：万元", "收入|金额|支出|金额 / 财政拨款|350|危房补助|200", "350 350万元; 200 200万元 finance.subsidy"},
		{"sum above and below", "", "乡镇|约谈（人） / 石桥镇|3 / 柳河镇|5 / 合计|8", "3 3人 discipline.people_disciplined achieved; 5 5人 discipline.people_disciplined achieved; 8 8人 discipline.people_disciplined achieved; sum 2 [0 1]"},
		{"no unit", "", "单位|数量 / 石桥镇|3", "table.no_unit"},
		{"two units", "", "项目|数量（个） / 清退人员（人）|3", "table.units"},
		{"several units over the table", "单位：户、人", "乡镇|清退 / 石桥镇|5", "table.units"},
		{"no share in the unit of the table", "单位：万元", "乡镇|完成率 / 石桥镇|85.5", "table.no_unit"},
		{
			"states of what a column counts", "", "单位|反馈问题数|已整改|未整改 / 财政局|12|10|2",
			"12 12个 inspection.problems_fed_back; 10 10个 inspection.problems_rectified achieved; 2 2个 outstanding; of 0 done 1 under way -1 left 2 true",
		},
		{"due and done", "", "单位|应追缴（万元）|已追缴（万元） / 水利局|12|10", "12 12万元 discipline.funds_recovered; 10 10万元 discipline.funds_recovered achieved; of 0 done 1 under way -1 left -1 true"},
		{"aims", "", "指标|单位|目标值|完成值 / 新建学校|所|20|22", "20 20所 education.schools planned; 22 22所 education.schools achieved"},
		{"a change is no level", "", "指标|单位|2023年|变化 / 优良天数比例|%|87.9|5.7", "87.9 87.9% air.good_days_share achieved 2023; 5.7 5.7% achieved"},
	} {
		if got := strings.Join(r.read(test.above, test.rows), "; "); got != test.want {
			t.Errorf("%s:\n got %s\nwant %s", test.name, got, test.want)
		}
	}
}

// A file is a list where its heads are Chinese and tell problems, or units of figures.
func TestIsList(t *testing.T) {
	set := rules.Default()
	for _, test := range []struct {
		rows string
		want bool
	}{
		{"序号|反馈问题|整改措施|责任单位 / 1|账目不清|清理账目|财政局", true},
		{"乡镇|追缴资金（万元） / 石桥镇|7.4", true},
		{"姓名|电话|职务 / 张三|0756-2780071|主任", false},
		{"id|value|unit / i1|2310|个", false},
		{"path|url|retrieved / a.html|https://example.org/a|2024-05-06", false},
	} {
		text, lines := linesOf("", test.rows)
		if got := table.IsList(text, lines, set.Headings, set.Heads); got != test.want {
			t.Errorf("%s: %v", test.rows, got)
		}
	}
	if !slices.Contains(rules.FileNames(), "heads.tsv") {
		t.Error("no table of heads")
	}
}
