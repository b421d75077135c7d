package xlsx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"zhenggai/model"
	"zhenggai/model/testing/modeltest"
)

var _ model.Writer = (*Writer)(nil)

// expected returns what a cell should read as, unformatted.
func expected(c *model.Column, cell model.Cell, lang string) string {
	s := cell.In(lang)
	if name, ok := c.Values[s]; ok {
		return name.In(lang)
	}
	if day, err := time.Parse(time.DateOnly, s); err == nil && c.Type == model.TypeDate {
		return strconv.Itoa(int(day.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)).Hours() / 24))
	}
	return model.Printable(s)
}

// sheetRows reads the cells of a sheet, unformatted, all rows as wide as the first.
func sheetRows(t *testing.T, f *excelize.File, sheet string) [][]string {
	t.Helper()
	rows, err := f.GetRows(sheet, excelize.Options{RawCellValue: true})
	if err != nil || len(rows) == 0 {
		t.Fatalf("sheet %s: %d rows, %v", sheet, len(rows), err)
	}
	for i := range rows {
		rows[i] = append(rows[i], make([]string, len(rows[0])-len(rows[i]))...)
	}
	return rows
}

func sameNumber(a, b string) bool {
	x, errX := strconv.ParseFloat(a, 64)
	y, errY := strconv.ParseFloat(b, 64)
	return errX == nil && errY == nil && x == y
}

func checkRow(t *testing.T, table *model.Table, got []string, row model.Row, lang string) {
	t.Helper()
	for i := range table.Columns {
		c := &table.Columns[i]
		want := expected(c, row[i], lang)
		numeric := c.Type == model.TypeInteger || c.Type == model.TypeNumber
		if got[i] != want && !(numeric && sameNumber(got[i], want)) {
			t.Errorf("table %s: column %s: %q, want %q", table.Name, c.Key, got[i], want)
		}
	}
}

func checkTable(t *testing.T, f *excelize.File, table *model.Table, rows []model.Row, lang string) {
	t.Helper()
	got := sheetRows(t, f, table.Title.In(lang))
	if len(got) != len(rows)+1 {
		t.Fatalf("table %s: %d rows, want %d", table.Name, len(got)-1, len(rows))
	}
	for i, c := range table.Columns {
		if got[0][i] != c.Title.In(lang) {
			t.Errorf("table %s: column %s is titled %q", table.Name, c.Key, got[0][i])
		}
	}
	for i, row := range rows {
		checkRow(t, table, got[i+1], row, lang)
	}
}

func TestEveryCell(t *testing.T) {
	notices := []*model.Notice{modeltest.Notice("n1"), {ID: "n2", Kind: model.KindOther}, modeltest.Notice("n3")}
	for _, lang := range []string{"zh", "en"} {
		t.Run(lang, func(t *testing.T) {
			f := open(t, write(t, Options{Lang: lang}, formatLimits, notices...))
			for _, table := range modeltest.Tables() {
				checkTable(t, f, table, modeltest.Rows(table, notices...), lang)
			}
			dictionary, rows := model.Dictionary(modeltest.Tables())
			checkTable(t, f, dictionary, rows, lang)
		})
	}
}

// TestWriteRows reads back what was added to a table that takes no rows from notices.
func TestWriteRows(t *testing.T) {
	path := filepath.Join(t.TempDir(), "a.xlsx")
	w, err := New(path, modeltest.Tables(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	copies, rows := model.Copies()
	list := slices.Collect(rows(slices.Values([]model.Copy{{Notice: "n2", Path: "=b", Leading: "n1", LeadingPath: "a", Similarity: model.NewDecimal(975, 1)}})))
	if err := errors.Join(modeltest.Add(w, modeltest.Notice("n1")), w.WriteRows("copies", slices.Values(list))); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	checkTable(t, open(t, path), copies, list, "zh")
	if err := w.WriteRows("other", slices.Values(list)); err == nil {
		t.Error("a table that is not there takes rows")
	}
}

// TestEvidenceLinks follows the links of a comparison to the rows of its evidence.
func TestEvidenceLinks(t *testing.T) {
	path := filepath.Join(t.TempDir(), "dataset.xlsx")
	w, err := New(path, modeltest.Tables(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, id := range []string{"n1", "n2"} {
		n := modeltest.Notice(id)
		for i := range 3 {
			n.Indicators = append(n.Indicators, model.Indicator{ID: "i" + strconv.Itoa(len(n.Indicators)+1), Metric: "places", Value: model.Int(int64(i)), Unit: "个"})
		}
		if err := modeltest.Add(w, n); err != nil {
			t.Fatal(err)
		}
	}
	value := model.Int(2)
	_, rows := model.Comparisons(model.Names{})
	list := slices.Collect(rows(slices.Values([]model.Comparison{
		{Compared: &model.Compared{Notice: "n2"}, Value: &value, Evidence: model.Indicator{ID: "i3"}},
		{Compared: &model.Compared{Notice: "none"}, Value: &value, Evidence: model.Indicator{ID: "i3"}},
	})))
	matrix, lines := model.Matrix(model.Names{}, []model.Series{{Metric: "places", Unit: "个", Basis: model.BasisAmount}})
	line := slices.Collect(lines(slices.Values([]model.MatrixRow{{Compared: &model.Compared{Notice: "n2"}, Values: []*model.Decimal{&value}, Open: []bool{false}}, {Compared: &model.Compared{Notice: "n1"}, Values: []*model.Decimal{nil}, Open: []bool{true}}})))
	w.AddRanking(model.Label{ZH: "学位（个）", EN: "school places"}, model.Ranking{Series: model.Series{Unit: "个"}, Names: []string{"甲区", "=乙区"}, Values: []model.Decimal{value, model.NewDecimal(15, 1)}})
	if err := errors.Join(w.WriteRows("comparison", slices.Values(list)), w.AddTable(matrix, slices.Values(line)), w.Close()); err != nil {
		t.Fatal(err)
	}
	f := open(t, path)
	checkTable(t, f, matrix, line, "zh")
	last := columnName(len(matrix.Columns) - 1)
	if plain, marked := styleOf(t, f, matrix.Title.ZH, last+"2"), styleOf(t, f, matrix.Title.ZH, last+"3"); plain.Fill.Pattern != 0 || marked.Fill.Pattern == 0 {
		t.Errorf("a value has the fill %v, and one that is open %v", plain.Fill, marked.Fill)
	}
	target := func(cell string) string {
		ok, to, err := f.GetCellHyperLink("横向对比", cell)
		if err != nil || !ok {
			return ""
		}
		sheet, at, _ := strings.Cut(strings.ReplaceAll(to, "'", ""), "!")
		value, _ := f.GetCellValue(sheet, at)
		notice, _ := f.GetCellValue(sheet, "A"+strings.TrimLeft(at, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
		return sheet + " " + notice + " " + value
	}
	column := columnName(func() int { c, _ := model.Comparisons(model.Names{}); return c.Index("indicator_id") }())
	if got := target(column + "2"); got != "指标 n2 i3" {
		t.Errorf("the evidence leads to %q", got)
	}
	if got := target("A2"); got != "通报 n2 n2" {
		t.Errorf("the notice leads to %q", got)
	}
	if got := target(column + "3"); got != "" {
		t.Errorf("a notice that is not there leads to %q", got)
	}
	found := false
	summary, err := f.GetRows("概览", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range summary {
		found = found || len(row) > 2 && row[1] == "=乙区" && row[2] == "1.5"
	}
	if !found {
		t.Error("the ranking is not in the summary")
	}
}

// styleOf returns how a cell looks.
func styleOf(t *testing.T, f *excelize.File, sheet, cell string) *excelize.Style {
	t.Helper()
	id, err := f.GetCellStyle(sheet, cell)
	if err != nil {
		t.Fatal(err)
	}
	style, err := f.GetStyle(id)
	if err != nil {
		t.Fatal(err)
	}
	return style
}

func TestSheetNames(t *testing.T) {
	tests := []struct{ lang, want string }{
		{"", "问题台账 概览 通报 问题 措施 指标 政策文件 联系方式 合计核对 完成核对 存疑 地区概况 横向对比 主题分布 常见问题 分组统计 重复转载 数据字典"},
		{"en", "Ledger Summary Notices Problems Measures Indicators Policies Contacts Totals Completions Diagnostics Districts Comparison Topics Common problems Groups Copies Dictionary"},
	}
	for _, test := range tests {
		f := open(t, write(t, Options{Lang: test.lang}, formatLimits, modeltest.Notice("n1")))
		if got := strings.Join(f.GetSheetList(), " "); got != test.want {
			t.Errorf("language %q: sheets %s", test.lang, got)
		}
		if f.GetActiveSheetIndex() != 0 {
			t.Errorf("language %q: opens on sheet %d", test.lang, f.GetActiveSheetIndex())
		}
	}
}

var attacks = []string{
	"=cmd|' /C calc'!A0", "+1+1", "-1+1", "@SUM(A1)", "\t=1+1", "\x01=1", "\r=1", "=HYPERLINK(\"http://example.cn\",\"x\")", "'=1",
	"</t></is></c><c><f>1+1</f></c>", "&lt;", "]]>", "\"'<>&",
}

// TestNothingRuns checks that no cell is a formula, whatever its text.
func TestNothingRuns(t *testing.T) {
	n := modeltest.Notice("n1")
	n.Title = attacks[0]
	for i, s := range attacks {
		n.Measures[i].Title, n.Indicators[i].Unit, n.Problems[i].Name = s, s, s
	}
	path := write(t, Options{}, formatLimits, n)
	for name, b := range parts(t, path) {
		if !strings.HasPrefix(name, "xl/worksheets/") { // charts name their cells in elements of that name
			continue
		}
		if bytes.Contains(b, []byte("<f>")) || bytes.Contains(b, []byte("<f ")) {
			t.Errorf("part %s holds a formula", name)
		}
	}
	f := open(t, path)
	for _, table := range modeltest.Tables() {
		checkTable(t, f, table, modeltest.Rows(table, n), "zh")
	}
}

func TestUnicode(t *testing.T) {
	n := modeltest.Notice("n1")
	for i, s := range []string{
		"𠮷野家😀", "e\u0301", "_x000D_", "_x005F_x000D_", "a_xabcd_b", "_x00_", " 前后空格 ", "第一行\n第二行", "\ufeff", "a\x00b\ufffec", "\xff", "\u200f",
	} {
		n.Measures[i].Text = s
	}
	n.Title = "_x000D_𠮷"
	f := open(t, write(t, Options{}, formatLimits, n))
	checkTable(t, f, modeltest.Tables()[0], modeltest.Rows(modeltest.Tables()[0], n), "zh")
	checkTable(t, f, modeltest.Tables()[2], modeltest.Rows(modeltest.Tables()[2], n), "zh")
	if !strings.Contains(summaryText(t, f, "概览"), n.Title) {
		t.Error("the summary changes the title")
	}
}

// parts reads all parts of a workbook, checked by archive/zip.
func parts(t testing.TB, path string) map[string][]byte {
	t.Helper()
	z, err := zip.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer z.Close()
	all := map[string][]byte{}
	for _, file := range z.File {
		r, err := file.Open()
		if err != nil {
			t.Fatal(err)
		}
		if all[file.Name], err = io.ReadAll(r); err != nil {
			t.Fatalf("part %s: %v", file.Name, err)
		}
	}
	return all
}

func TestPartsAreXML(t *testing.T) {
	for name, b := range parts(t, write(t, Options{}, formatLimits, modeltest.Notice("n1"))) {
		d := xml.NewDecoder(bytes.NewReader(b))
		for {
			_, err := d.Token()
			if errors.Is(err, io.EOF) {
				break
			}
			if err != nil {
				t.Fatalf("part %s: %v", name, err)
			}
		}
	}
}

// TestSheetLayout holds the order of a sheet's elements, which the format prescribes, and what they say.
func TestSheetLayout(t *testing.T) {
	all := parts(t, write(t, Options{}, formatLimits, modeltest.Notice("n1")))
	sheet := string(all["xl/worksheets/sheet6.xml"])
	at := 0
	for _, want := range []string{
		"<sheetPr>", `<dimension ref="A1:AI71"/>`, "<sheetViews>", `xSplit="2" ySplit="1" topLeftCell="C2"`, "<sheetFormatPr ", "<cols>", "<sheetData>",
		`<row r="1"`, `<row r="71"`, "</sheetData>", `<autoFilter ref="A1:AI71"/>`, `<conditionalFormatting sqref="A2:AI71">`, "<hyperlinks>",
		"<pageMargins ", "<pageSetup ", "<headerFooter>", "<ignoredErrors>", "</worksheet>",
	} {
		i := strings.Index(sheet[at:], want)
		if i < 0 {
			t.Fatalf("no %s after %q", want, sheet[max(0, at-40):at])
		}
		at += i + len(want)
	}
	if !bytes.Contains(all["xl/workbook.xml"], []byte(`$A$1:$AI$71</definedName>`)) {
		t.Error("the workbook does not name the filter's range")
	}
}

// TestLedgerLayout holds what makes the first sheet one to work in and to print: keys grouped shut, titles on every page, A3 landscape, one
// page wide, and text that wraps.
func TestLedgerLayout(t *testing.T) {
	path := write(t, Options{}, formatLimits, modeltest.Notice("n1"))
	all, f := parts(t, path), open(t, path)
	sheet := string(all["xl/worksheets/sheet1.xml"])
	for _, want := range []string{
		`fitToPage="1"`, `xSplit="2" ySplit="1" topLeftCell="C2"`, `outlineLevelCol="1"`, `<col min="1" max="1" width="14" customWidth="1" hidden="1" outlineLevel="1"/>`,
		`<col min="3" max="3" width="16" customWidth="1" collapsed="1"/><col min="4"`, `paperSize="8" orientation="landscape" fitToHeight="0"`,
	} {
		if !strings.Contains(sheet, want) {
			t.Errorf("no %s", want)
		}
	}
	if strings.Contains(sheet, "<hyperlink ") {
		t.Error("a key that nobody sees is a link")
	}
	if titles := `localSheetId="0" name="_xlnm.Print_Titles">&#39;问题台账&#39;!$1:$1<`; !bytes.Contains(all["xl/workbook.xml"], []byte(titles)) {
		t.Errorf("no %s in %s", titles, all["xl/workbook.xml"])
	}
	table := modeltest.Tables()[slices.IndexFunc(modeltest.Tables(), func(t *model.Table) bool { return t.Lead })]
	if !styleOf(t, f, "问题台账", columnName(table.Index("figures"))+"2").Alignment.WrapText {
		t.Error("text does not wrap")
	}
}

// TestNumbers checks that numbers, dates and text are cells of their kinds with a fitting format.
func TestNumbers(t *testing.T) {
	n := modeltest.Notice("n1")
	n.Signed, n.Inspection.Start, n.Inspection.End = "1899-12-31", "1900-03-01", "2021-02-30" // the last is no day
	f := open(t, write(t, Options{}, formatLimits, n))
	notices, indicators := modeltest.Tables()[0], modeltest.Tables()[3]
	tests := []struct {
		table  *model.Table
		column string
		row    int
		shown  string
		kind   excelize.CellType
	}{
		{notices, "published", 2, "2021-05-07", excelize.CellTypeUnset},
		{notices, "signed", 2, "1899-12-31", excelize.CellTypeInlineString},
		{notices, "inspection_start", 2, "1900-03-01", excelize.CellTypeUnset},
		{notices, "inspection_end", 2, "2021-02-30", excelize.CellTypeInlineString},
		{notices, "feedback", 2, "2020", excelize.CellTypeInlineString},
		{notices, "region_code", 2, "440403", excelize.CellTypeInlineString},
		{notices, "kind", 2, "整改通报", excelize.CellTypeInlineString},
		{indicators, "value", 2, "0", excelize.CellTypeUnset},
		{indicators, "value", 3, "24,978.12", excelize.CellTypeUnset},
		{indicators, "value", 4, "-3.5", excelize.CellTypeUnset},
		{indicators, "normal_value", 3, "249,781,200", excelize.CellTypeUnset},
		{indicators, "high", 2, "", excelize.CellTypeUnset},
		{modeltest.Tables()[6], "agrees", 3, "否", excelize.CellTypeInlineString},
	}
	for _, test := range tests {
		sheet, cell := test.table.Title.ZH, columnName(test.table.Index(test.column))+strconv.Itoa(test.row)
		shown, err := f.GetCellValue(sheet, cell)
		if err != nil {
			t.Fatal(err)
		}
		kind, err := f.GetCellType(sheet, cell)
		if err != nil {
			t.Fatal(err)
		}
		if shown != test.shown || kind != test.kind {
			t.Errorf("%s of row %d: %q of kind %v, want %q of kind %v", test.column, test.row, shown, kind, test.shown, test.kind)
		}
	}
}

func TestRowHeights(t *testing.T) {
	n := modeltest.Notice("n1")
	n.Measures[0].Text, n.Measures[1].Text, n.Measures[2].Text = "短", strings.Repeat("长", 100), strings.Repeat("\n", 1000)
	f := open(t, write(t, Options{}, formatLimits, n))
	var heights []float64
	for row := 2; row <= 4; row++ {
		h, err := f.GetRowHeight("措施", row)
		if err != nil {
			t.Fatal(err)
		}
		heights = append(heights, h)
	}
	if heights[0] > 20 || heights[1] < 40 || heights[1] > 70 || heights[2] < 400 || heights[2] > excelize.MaxRowHeight {
		t.Errorf("heights %v", heights)
	}
}

// checkLinks follows every hyperlink of every table and returns their number: each must lead to the row of its key, in
// the same notice.
func checkLinks(t *testing.T, f *excelize.File) int {
	t.Helper()
	count := 0
	for _, table := range modeltest.Tables() {
		for _, sheet := range f.GetSheetList() {
			if sheet != table.Title.ZH && !strings.HasPrefix(sheet, table.Title.ZH+" (") {
				continue
			}
			rows := sheetRows(t, f, sheet)
			for r := 1; r < len(rows); r++ {
				for i := range table.Columns {
					count += checkLink(t, f, sheet, rows[r], r, i)
				}
			}
		}
	}
	return count
}

var location = regexp.MustCompile(`^'(.+)'!([A-B])([0-9]+)$`)

func checkLink(t *testing.T, f *excelize.File, sheet string, row []string, r, i int) int {
	t.Helper()
	cell := columnName(i) + strconv.Itoa(r+1)
	linked, target, err := f.GetCellHyperLink(sheet, cell)
	if err != nil {
		t.Fatal(err)
	}
	if !linked {
		return 0
	}
	m := location.FindStringSubmatch(target)
	if m == nil {
		t.Fatalf("%s %s leads to %q", sheet, cell, target)
	}
	key, err := f.GetCellValue(m[1], m[2]+m[3])
	if err != nil {
		t.Fatal(err)
	}
	notice, err := f.GetCellValue(m[1], "A"+m[3])
	if err != nil {
		t.Fatal(err)
	}
	if key != row[i] || notice != row[0] {
		t.Errorf("%s %s is %s of %s and leads to %s: %s of %s", sheet, cell, row[i], row[0], target, key, notice)
	}
	return 1
}

// wantLinks is how many keys of modeltest.Notice lead somewhere: 16 problems, 36 measures with their problems, 70 indicators with
// problem and measure, one start of a change, one policy with its problem, a contact, three totals, two completions with
// seven numbers, three doubts.
const wantLinks = 16 + 36*2 + 70*3 + 1 + 2 + 1 + 3*2 + 2 + 7 + 3

func TestLinks(t *testing.T) {
	n := modeltest.Notice("n1")
	n.Indicators[3].From = "i999" // no row
	f := open(t, write(t, Options{}, formatLimits, n, modeltest.Notice("n2")))
	if got := checkLinks(t, f); got != 2*wantLinks {
		t.Errorf("%d links, want %d", got, 2*wantLinks)
	}
	if linked, target, err := f.GetCellHyperLink("指标", columnName(modeltest.Tables()[3].Index("from_id"))+"2"); !linked || target != "'指标'!B10" {
		t.Errorf("the start of a change leads to %q, %v", target, err)
	}
	if linked, _, err := f.GetCellHyperLink("指标", columnName(modeltest.Tables()[3].Index("from_id"))+"5"); linked || err != nil {
		t.Errorf("a key without a row is a link, %v", err)
	}
}

// TestLongTables lowers the limits of a sheet, so that tables go on and links lead from sheet to sheet.
func TestLongTables(t *testing.T) {
	notices := []*model.Notice{modeltest.Notice("n1"), modeltest.Notice("n2")}
	low := formatLimits
	low.rows = 30
	f := open(t, write(t, Options{}, low, notices...))
	if got := checkLinks(t, f); got != 2*wantLinks {
		t.Errorf("%d links, want %d", got, 2*wantLinks)
	}
	table, rows := modeltest.Tables()[3], modeltest.Rows(modeltest.Tables()[3], notices...)
	for i, row := range rows {
		sheet := table.Title.ZH
		if i >= 29 {
			sheet = fmt.Sprintf("%s (%d)", sheet, i/29+1)
		}
		got := sheetRows(t, f, sheet)
		if got[0][0] != "通报编号" {
			t.Fatalf("sheet %s has no titles", sheet)
		}
		checkRow(t, table, got[i%29+1], row, "zh")
	}
	if list := strings.Join(f.GetSheetList(), " "); !strings.Contains(list, "措施 (3) 指标 指标 (2) 指标 (3) 指标 (4) 指标 (5) 政策文件") {
		t.Errorf("sheets %s", list)
	}
	if s := summaryText(t, f, "概览"); !strings.Contains(s, "“指标”超过一张工作表的行数，分为 5 张。") {
		t.Errorf("the summary does not tell:\n%s", s)
	}
}

func TestLargeSheets(t *testing.T) {
	low := formatLimits
	low.bytes = 10_000
	f := open(t, write(t, Options{}, low, modeltest.Notice("n1"), modeltest.Notice("n2")))
	if got := checkLinks(t, f); got != 2*wantLinks {
		t.Errorf("%d links, want %d", got, 2*wantLinks)
	}
	if list := strings.Join(f.GetSheetList(), " "); !strings.Contains(list, "指标 (2)") {
		t.Errorf("sheets %s", list)
	}
}

func TestLinkLimit(t *testing.T) {
	low := formatLimits
	low.links = 100
	f := open(t, write(t, Options{}, low, modeltest.Notice("n1")))
	if got := checkLinks(t, f); got != wantLinks-111 {
		t.Errorf("%d links, want %d", got, wantLinks-111)
	}
	checkTable(t, f, modeltest.Tables()[3], modeltest.Rows(modeltest.Tables()[3], modeltest.Notice("n1")), "zh")
	if s := summaryText(t, f, "概览"); !strings.Contains(s, "“指标”有 111 个编号因超过每张工作表的超链接上限而没有链接。") {
		t.Errorf("the summary does not tell:\n%s", s)
	}
}

// TestLongText writes texts of more than a cell may hold.
func TestLongText(t *testing.T) {
	n := modeltest.Notice("n1")
	long, longer := strings.Repeat("长文", 20_000), strings.Repeat("😀", 40_000) // 40,000 and 80,000 units
	n.Measures[1].Title, n.Measures[1].Text = long, longer
	f := open(t, write(t, Options{}, formatLimits, n))
	table := modeltest.Tables()[2]
	rows := sheetRows(t, f, "措施")
	if len(rows) != 1+36+2 {
		t.Fatalf("%d rows", len(rows))
	}
	title, text := table.Index("title"), table.Index("text")
	var titles, texts string
	for _, row := range rows[2:5] {
		if units(row[title]) > 32767 || units(row[text]) > 32767 || row[0] != "n1" || row[1] != "m2" {
			t.Errorf("%s %s: %d and %d units", row[0], row[1], units(row[title]), units(row[text]))
		}
		titles += strings.TrimSuffix(row[title], cutMark.ZH)
		texts += strings.TrimSuffix(row[text], cutMark.ZH)
	}
	if titles != long || texts != longer {
		t.Error("the pieces do not make up the text")
	}
	if rows[3][table.Index("marker")] != "" || rows[4][title] != "" || !strings.HasSuffix(rows[3][text], cutMark.ZH) {
		t.Errorf("a further row repeats more than the keys, or lacks its mark")
	}
	if s := summaryText(t, f, "概览"); !strings.Contains(s, "“措施”有 2 个单元格的文字超过单元格上限") {
		t.Errorf("the summary does not tell:\n%s", s)
	}
	if got := checkLinks(t, f); got != wantLinks+2 { // the further rows lead to the notice
		t.Errorf("%d links, want %d", got, wantLinks+2)
	}
}

// TestLongTextAtSheetEnd has a text that goes on where the sheet does not.
func TestLongTextAtSheetEnd(t *testing.T) {
	n := modeltest.Notice("n1")
	n.Measures[3].Text = strings.Repeat("长", 100)
	low := formatLimits
	low.rows, low.text = 6, 40
	f := open(t, write(t, Options{}, low, n))
	if got := checkLinks(t, f); got < wantLinks {
		t.Errorf("%d links, want at least %d", got, wantLinks)
	}
}

func TestSameBytes(t *testing.T) {
	var first []byte
	for range 5 {
		b, err := os.ReadFile(write(t, Options{}, formatLimits, modeltest.Notice("n1"), modeltest.Notice("n2")))
		if err != nil {
			t.Fatal(err)
		}
		if first == nil {
			first = b
		}
		if !bytes.Equal(b, first) {
			t.Fatal("two runs differ")
		}
	}
	created := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	core := parts(t, write(t, Options{Created: created}, formatLimits))["docProps/core.xml"]
	if !bytes.Contains(core, []byte("2026-01-02T03:04:05Z")) {
		t.Errorf("properties %s", core)
	}
}

// TestSpill writes sheets so large that they go through temporary files, which must be gone afterwards.
func TestSpill(t *testing.T) {
	temp := t.TempDir()
	path := filepath.Join(t.TempDir(), "dataset.xlsx")
	w, err := New(path, modeltest.Tables(), Options{TempDir: temp})
	if err != nil {
		t.Fatal(err)
	}
	const count = 300
	for i := range count {
		n := modeltest.Notice(fmt.Sprint("n", i))
		for j := range n.Measures { // text that does not compress
			n.Measures[j].Text = fmt.Sprintf("%x", strings.Repeat(n.Measures[j].ID, 3)+fmt.Sprint(i*j*7919%10007, i*j*104729%99991))
		}
		if err := modeltest.Add(w, n); err != nil {
			t.Fatal(err)
		}
	}
	if files, err := os.ReadDir(temp); err != nil || len(files) == 0 {
		t.Fatalf("nothing has spilled: %v", err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if files, err := os.ReadDir(temp); err != nil || len(files) != 0 {
		t.Errorf("%d temporary files stay, %v", len(files), err)
	}
	rows := sheetRows(t, open(t, path), "措施")
	if len(rows) != 1+36*count || rows[len(rows)-1][0] != fmt.Sprint("n", count-1) {
		t.Errorf("%d rows", len(rows))
	}
}

func TestEmptyDataset(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		f := open(t, write(t, Options{Lang: lang}, formatLimits))
		for _, table := range modeltest.Tables() {
			checkTable(t, f, table, nil, lang)
		}
	}
}

func TestErrors(t *testing.T) {
	if _, err := New(filepath.Join(t.TempDir(), "no", "dataset.xlsx"), modeltest.Tables(), Options{}); err == nil || !strings.Contains(err.Error(), "dataset.xlsx") {
		t.Errorf("error %v", err)
	}
	w, err := New(filepath.Join(t.TempDir(), "dataset.xlsx"), modeltest.Tables(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	w.out.Close()
	if err := w.Close(); err == nil {
		t.Error("a workbook that was not written is not reported")
	}
	twice := []*model.Table{modeltest.Tables()[0], modeltest.Tables()[0]}
	w, err = New(filepath.Join(t.TempDir(), "dataset.xlsx"), twice, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err == nil || !strings.Contains(err.Error(), `two sheets are named "通报"`) {
		t.Errorf("error %v", err)
	}
}

// TestSpillFails checks that a full or missing folder of temporary files is reported by Write.
func TestSpillFails(t *testing.T) {
	w, err := New(filepath.Join(t.TempDir(), "dataset.xlsx"), modeltest.Tables(), Options{TempDir: filepath.Join(t.TempDir(), "no")})
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; err == nil && i < 5000; i++ {
		n := modeltest.Notice(fmt.Sprint("n", i))
		for j := range n.Measures {
			n.Measures[j].Text = fmt.Sprint(i*7919+j, i*j*104729)
		}
		err = modeltest.Add(w, n)
	}
	if err == nil || !strings.Contains(err.Error(), "temporary file") {
		t.Errorf("error %v", err)
	}
	if closed := w.Close(); !errors.Is(closed, err) {
		t.Errorf("Close returns %v after %v", closed, err)
	}
}
