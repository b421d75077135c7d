package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"zhenggai/extract/internal/testing/shapes"
)

// book makes a workbook. fill sets its cells; the sheet is Sheet1.
func book(t testing.TB, fill func(f *excelize.File) []error) []byte {
	t.Helper()
	f := excelize.NewFile()
	defer f.Close()
	var out bytes.Buffer
	for _, err := range append(fill(f), f.Write(&out)) {
		if err != nil {
			t.Fatal(err)
		}
	}
	return out.Bytes()
}

// told prints a book, a line a paragraph: the place of a cell, its spans where it has any, and its text.
func told(t *testing.T, data []byte, limits Limits) []string {
	t.Helper()
	b, err := Read(data, limits)
	if err != nil {
		t.Fatal(err)
	}
	lines := []string{}
	for _, p := range b.Paragraphs {
		switch c := p.Cell; {
		case c == nil && p.Centre:
			lines = append(lines, "centred: "+p.Text)
		case c == nil:
			lines = append(lines, p.Text)
		case c.RowSpan+c.ColSpan > 2:
			lines = append(lines, fmt.Sprintf("%d.%d.%d %d×%d: %s", c.Table, c.Row, c.Col, c.RowSpan, c.ColSpan, p.Text))
		default:
			lines = append(lines, fmt.Sprintf("%d.%d.%d: %s", c.Table, c.Row, c.Col, p.Text))
		}
	}
	if b.Hidden > 0 {
		lines = append(lines, fmt.Sprintf("%d hidden", b.Hidden))
	}
	if b.Cut {
		lines = append(lines, "cut")
	}
	return lines
}

func setRow(f *excelize.File, at string, values ...any) error {
	return f.SetSheetRow("Sheet1", at, &values)
}

func TestRead(t *testing.T) {
	for _, tt := range []struct {
		name string
		fill func(f *excelize.File) []error
		want []string
	}{
		{"nothing", func(*excelize.File) []error { return nil }, []string{}},
		{
			"title, table, notes",
			func(f *excelize.File) []error {
				return []error{
					setRow(f, "A1", "整改台账"), f.MergeCell("Sheet1", "A1", "C1"), setRow(f, "A2", "单位：某局", nil, "日期：3月"),
					setRow(f, "A3", "序号", "反馈问题", "整改措施"), setRow(f, "A4", "一、学习方面"), f.MergeCell("Sheet1", "A4", "C4"),
					setRow(f, "A5", 1, "学习不深", "集中学习6次\n辅导2场"), setRow(f, "A6", nil, nil, "测试1次"),
					f.MergeCell("Sheet1", "A5", "A6"), f.MergeCell("Sheet1", "B5", "B6"), setRow(f, "A8", "注：截至3月"),
				}
			},
			[]string{
				"centred: 整改台账", "单位：某局 日期：3月", "0.0.0: 序号", "0.0.1: 反馈问题", "0.0.2: 整改措施", "0.1.0 1×3: 一、学习方面",
				"0.2.0 2×1: 1", "0.2.1 2×1: 学习不深", "0.2.2: 集中学习6次\n辅导2场", "0.3.2: 测试1次", "注：截至3月",
			},
		},
		{
			"numbers as they are shown",
			func(f *excelize.File) []error {
				formats := []string{"0.0%", `#,##0.00`, `yyyy"年"m"月"d"日"`, `0.00"万元"`}
				errs := []error{setRow(f, "A1", "率", "额", "日期", "金额", "短日期", "文本"), setRow(f, "A2", 0.855, 3481.45, time.Date(2024, 6, 30, 0, 0, 0, 0, time.UTC), 12.5, time.Date(2024, 6, 3, 0, 0, 0, 0, time.UTC), "007")}
				for i, format := range formats {
					style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
					name, _ := excelize.CoordinatesToCellName(i+1, 2)
					errs = append(errs, err, f.SetCellStyle("Sheet1", name, name, style))
				}
				short, err := f.NewStyle(&excelize.Style{NumFmt: 14})
				return append(errs, err, f.SetCellStyle("Sheet1", "E2", "E2", short))
			},
			[]string{
				"0.0.0: 率", "0.0.1: 额", "0.0.2: 日期", "0.0.3: 金额", "0.0.4: 短日期", "0.0.5: 文本",
				"0.1.0: 85.5%", "0.1.1: 3,481.45", "0.1.2: 2024年6月30日", "0.1.3: 12.50万元", "0.1.4: 2024/6/3", "0.1.5: 007",
			},
		},
		{
			"what is hidden",
			func(f *excelize.File) []error {
				_, err := f.NewSheet("内部")
				return []error{
					err, f.SetCellValue("内部", "A1", "内部"), f.SetSheetVisible("内部", false), setRow(f, "A1", "甲", "密", "乙", "丙"), setRow(f, "A2", 1, "密", 2, 3), setRow(f, "A3", 4, "密", 5, 6),
					f.SetColVisible("Sheet1", "B", false), f.SetColVisible("Sheet1", "H:J", false), f.SetRowVisible("Sheet1", 2, false), f.SetRowVisible("Sheet1", 9, false),
					f.MergeCell("Sheet1", "C3", "D3"),
				}
			},
			[]string{"0.0.0: 甲", "0.0.1: 乙", "0.0.2: 丙", "0.1.0: 4", "0.1.1 1×2: 5", "3 hidden"},
		},
		{
			"formulas, rich text, a table that begins further right",
			func(f *excelize.File) []error {
				return []error{
					setRow(f, "C3", "项", "数", "注"), f.SetCellRichText("Sheet1", "C4", []excelize.RichTextRun{{Text: "学"}, {Text: "位"}}),
					f.SetCellFormula("Sheet1", "D4", "1+1"), f.SetCellValue("Sheet1", "E4", "=SUM(1)"),
				}
			},
			[]string{"0.0.0: 项", "0.0.1: 数", "0.0.2: 注", "0.1.0: 学位", "0.1.2: =SUM(1)"},
		},
		{
			"two sheets",
			func(f *excelize.File) []error {
				_, err := f.NewSheet("二")
				return []error{err, setRow(f, "A1", "甲", "乙", "丙"), f.SetSheetRow("二", "A1", &[]any{"丁", "戊", "己"})}
			},
			[]string{"0.0.0: 甲", "0.0.1: 乙", "0.0.2: 丙", "1.0.0: 丁", "1.0.1: 戊", "1.0.2: 己"},
		},
	} {
		t.Run(tt.name, func(t *testing.T) {
			data := book(t, tt.fill)
			if diff := cmp.Diff(tt.want, told(t, data, Limits{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// patched replaces the parts of a workbook by the given ones, whatever they are.
func patched(t testing.TB, parts map[string]string) []byte {
	t.Helper()
	return replaced(t, book(t, func(f *excelize.File) []error { return []error{setRow(f, "A1", "甲", "乙", "丙")} }), parts)
}

const (
	sheetPart = "xl/worksheets/sheet1.xml"
	namespace = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`
)

func sheetOf(rows string) map[string]string {
	return map[string]string{sheetPart: "<worksheet " + namespace + "><sheetData>" + rows + "</sheetData></worksheet>"}
}

// TestHostile insists that a workbook that is made to do harm is refused by name or cut.
func TestHostile(t *testing.T) {
	wide := `<row><c r="XFD1" t="inlineStr"><is><t>x</t></is></c></row>`
	for _, tt := range []struct {
		name  string
		parts map[string]string
		err   error
		cut   bool
	}{
		{"a long sheet", sheetOf(strings.Repeat(" ", 40<<20)), ErrLarge, false},
		{"long styles", map[string]string{"xl/styles.xml": "<styleSheet " + namespace + ">" + strings.Repeat("<xf/>", 1<<20) + "</styleSheet>"}, ErrLarge, false},
		{"wide rows", sheetOf(strings.Repeat(wide, 1000)), nil, true},
		{"many cells", sheetOf(strings.Repeat("<row>"+strings.Repeat("<c><v>1</v></c>", 100)+"</row>", 2500)), nil, true},
		{"the last row", sheetOf(`<row r="1048576"><c t="inlineStr"><is><t>x</t></is></c></row>`), nil, false},
		{"no sheet", map[string]string{sheetPart: "no XML <"}, nil, false},
		{"no book", map[string]string{"xl/workbook.xml": "<"}, ErrDamaged, false},
		{"no relations", map[string]string{"xl/_rels/workbook.xml.rels": ""}, ErrDamaged, false},
		{"a relation that leads out", map[string]string{"xl/_rels/workbook.xml.rels": `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="../../../../etc/passwd"/></Relationships>`}, ErrDamaged, false},
		{"entities", map[string]string{"xl/sharedStrings.xml": `<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]><sst ` + namespace + `><si><t>&b;</t></si></sst>`}, ErrDamaged, false},
	} {
		t.Run(tt.name, func(t *testing.T) {
			b, err := Read(patched(t, tt.parts), Limits{Cells: 200_000})
			if !errors.Is(err, tt.err) {
				t.Fatalf("error %v, want %v", err, tt.err)
			}
			if err == nil && b.Cut != tt.cut {
				t.Errorf("cut: %v, want %v", b.Cut, tt.cut)
			}
		})
	}
}

// TestOwnWorkbook insists that what a run wrote is not read by the next.
func TestOwnWorkbook(t *testing.T) {
	data := book(t, func(f *excelize.File) []error {
		return []error{f.SetDocProps(&excelize.DocProperties{Creator: "zhenggai"})}
	})
	if _, err := Read(data, Limits{}); !errors.Is(err, ErrOwn) {
		t.Errorf("error %v", err)
	}
}

// TestManyMergedCells insists that merged cells are read without the library, which holds a sheet in memory for them.
func TestManyMergedCells(t *testing.T) {
	var b strings.Builder
	for i := range 300_000 {
		fmt.Fprintf(&b, `<mergeCell ref="A%d:C%d"/>`, i+1, i+1)
	}
	data := patched(t, map[string]string{sheetPart: "<worksheet " + namespace + `><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>题</t></is></c></row></sheetData><mergeCells>` + b.String() + "</mergeCells></worksheet>"})
	if diff := cmp.Diff([]string{"centred: 题"}, told(t, data, Limits{})); diff != "" {
		t.Error(diff)
	}
}

func FuzzXLSX(f *testing.F) {
	f.Add(`<row r="1"><c r="A1" t="inlineStr"><is><t>序号</t></is></c><c r="C1"><v>1</v></c></row>`, `<cols><col min="1" max="2" hidden="1"/></cols>`, `<mergeCells><mergeCell ref="A1:B2"/></mergeCells>`)
	f.Add(`<row><c t="s"><v>0</v></c><c t="b"><v>1</v></c><c s="1"><v>45000</v></c></row>`, ``, `<mergeCells><mergeCell ref="B2:A1"/>`)
	f.Fuzz(func(t *testing.T, rows, head, tail string) {
		data := patched(t, map[string]string{sheetPart: "<worksheet " + namespace + ">" + head + "<sheetData>" + rows + "</sheetData>" + tail + "</worksheet>"})
		b, err := Read(data, Limits{Cells: 100_000})
		if err != nil {
			return
		}
		for _, p := range b.Paragraphs {
			if p.Text == "" || p.Cell != nil && (p.Cell.Row < 0 || p.Cell.Col < 0 || p.Cell.RowSpan < 1 || p.Cell.ColSpan < 1) {
				t.Fatalf("%+v", p)
			}
		}
	})
}

// BenchmarkRead measures a list of 200 problems.
func BenchmarkRead(b *testing.B) {
	data := book(b, func(f *excelize.File) []error {
		errs := []error{setRow(f, "A1", "序号", "反馈问题", "整改措施", "责任单位", "整改时限", "完成情况")}
		for i := range 200 {
			errs = append(errs, setRow(f, fmt.Sprintf("A%d", i+2), i+1, "污水管网建设滞后", "新建管网12.5公里，投入资金3481.45万元", "县住建局", "2024年12月31日", "已完成"))
		}
		return errs
	})
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(data, Limits{}); err != nil {
			b.Fatal(err)
		}
	}
}

// TestStrict reads a workbook with the names of strict documents, in which dates are written as such.
func TestStrict(t *testing.T) {
	data := book(t, func(f *excelize.File) []error {
		return []error{setRow(f, "A1", "甲", "乙", "丙"), setRow(f, "A2", 1, 2, 3)}
	})
	sheet := string(part(t, data, "xl/worksheets/sheet1.xml"))
	sheet = strings.Replace(sheet, `<c r="C2"><v>3</v></c>`, `<c r="C2" t="d"><v>2024-06-30T00:00:00</v></c>`, 1)
	strict := strings.NewReplacer("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main",
		"http://schemas.openxmlformats.org/officeDocument/2006/relationships", "http://purl.oclc.org/ooxml/officeDocument/relationships")
	parts := map[string]string{"xl/worksheets/sheet1.xml": strict.Replace(sheet)}
	for _, name := range []string{"xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml", "xl/sharedStrings.xml", "_rels/.rels"} {
		parts[name] = strict.Replace(string(part(t, data, name)))
	}
	want := []string{"0.0.0: 甲", "0.0.1: 乙", "0.0.2: 丙", "0.1.0: 1", "0.1.1: 2", "0.1.2: 2024-06-30"}
	if diff := cmp.Diff(want, told(t, replaced(t, data, parts), Limits{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// part returns a part of a workbook.
func part(t testing.TB, data []byte, name string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	content, err := fs.ReadFile(z, name)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// replaced returns a workbook with other parts in the place of its own.
func replaced(t testing.TB, data []byte, parts map[string]string) []byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, f := range z.File {
		content, ok := parts[f.Name]
		if !ok {
			content = string(part(t, data, f.Name))
		}
		all = append(all, f.Name, content)
	}
	return shapes.Packed(t, zip.Deflate, all...)
}

// TestLastRow reads the sheets behind one whose last possible row has a formatted cell.
func TestLastRow(t *testing.T) {
	data := book(t, func(f *excelize.File) []error {
		style, err := f.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
		_, second := f.NewSheet("二")
		return []error{err, second, setRow(f, "A1", "甲", "乙"), f.SetCellStyle("Sheet1", "C1048576", "C1048576", style), f.SetSheetRow("二", "A1", &[]any{"丙", "丁"})}
	})
	want := []string{"0.0.0: 甲", "0.0.1: 乙", "1.0.0: 丙", "1.0.1: 丁"}
	if diff := cmp.Diff(want, told(t, data, Limits{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if b, err := Read(data, Limits{Cells: 1}); err != nil || !b.Cut || b.Unread != 2 {
		t.Errorf("with a limit of a cell: %+v, %v", b, err)
	}
}
