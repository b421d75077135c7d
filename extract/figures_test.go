package extract_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhenggai/extract/internal/testing/shapes"
	"zhenggai/extract/source"
	"zhenggai/model"
)

// A figureTable is an invented table of figures: its title, and its rows, in which ^ goes on the cell to the left and > the one above.
type figureTable struct {
	title string
	rows  [][]string
}

var figures = figureTable{
	"各镇追缴资金和新增学位情况表（单位：万元）",
	[][]string{
		{"乡镇", "追缴资金", "新增学位（个）", "^", "结余", "达标率（%）"},
		{">", ">", "2022年", "2023年", ">", ">"},
		{"石桥镇", "7.4", "300", "120", "-2.5", "85.5"},
		{"柳河镇", "1,011.9①", "240", "60", "3", "90"},
		{"合计", "1,019.3", "540", "180", "0.5", "-"},
	},
}

// merged calls do with each cell, and how many columns and rows it spans.
func (f figureTable) merged(row int, do func(col int, text string, cols, rows int)) {
	for col, text := range f.rows[row] {
		if text == "^" || text == ">" {
			continue
		}
		cols, rows := 1, 1
		for col+cols < len(f.rows[row]) && f.rows[row][col+cols] == "^" {
			cols++
		}
		for row+rows < len(f.rows) && f.rows[row+rows][col] == ">" {
			rows++
		}
		do(col, text, cols, rows)
	}
}

// delimited writes the table with a sign between its cells. What is merged is empty.
func (f figureTable) delimited(before, between, after string) string {
	var b strings.Builder
	for i, row := range f.rows {
		cells := make([]string, len(row))
		for col, text := range row {
			if text != "^" && text != ">" {
				cells[col] = text
			}
			if between == "," && strings.Contains(cells[col], ",") {
				cells[col] = `"` + cells[col] + `"`
			}
		}
		b.WriteString(before + strings.Join(cells, between) + after + "\n")
		if between == " | " && i == 0 {
			b.WriteString("|" + strings.Repeat("---|", len(row)) + "\n")
		}
	}
	return b.String()
}

func (f figureTable) page() string {
	var b strings.Builder
	b.WriteString("<html><body><p>" + f.title + "</p><table border=1>")
	for row := range f.rows {
		b.WriteString("<tr>")
		f.merged(row, func(_ int, text string, cols, rows int) {
			fmt.Fprintf(&b, "<td colspan=%d rowspan=%d>%s</td>", cols, rows, text)
		})
		b.WriteString("</tr>")
	}
	return b.String() + "</table></body></html>"
}

func (f figureTable) word(t *testing.T) []byte {
	var b strings.Builder
	b.WriteString(para(f.title) + "<w:tbl>")
	for row, cells := range f.rows {
		b.WriteString("<w:tr>")
		for col, text := range cells {
			properties := ""
			switch {
			case text == "^":
				continue
			case text == ">":
				properties, text = "<w:vMerge/>", ""
			case row+1 < len(f.rows) && f.rows[row+1][col] == ">":
				properties = `<w:vMerge w:val="restart"/>`
			}
			if col+1 < len(cells) && cells[col+1] == "^" {
				properties += `<w:gridSpan w:val="2"/>`
			}
			b.WriteString("<w:tc><w:tcPr>" + properties + "</w:tcPr>" + para(text) + "</w:tc>")
		}
		b.WriteString("</w:tr>")
	}
	return word(t, b.String()+"</w:tbl>").Data
}

func (f figureTable) book(t *testing.T) []byte {
	var cells []shapes.Merged
	for row := range f.rows {
		f.merged(row, func(col int, text string, cols, rows int) {
			cells = append(cells, shapes.Merged{Row: row, Col: col, Rows: rows, Cols: cols, Text: text})
		})
	}
	data, err := shapes.Book(f.title, cells)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// ofd draws the table with a line round each cell.
func (f figureTable) ofd(t *testing.T) []byte {
	const left, top, wide, high, size = 20.0, 40.0, 28.0, 10.0, 4.0
	var b strings.Builder
	text := func(x, y float64, s string) {
		fmt.Fprintf(&b, `<ofd:TextObject ID="1" Boundary="%.2f %.2f 160 8" Font="1" Size="%.1f"><ofd:TextCode X="0" Y="%.2f" DeltaX="`, x, y, size, size)
		for _, r := range s {
			if r < 0x2000 {
				fmt.Fprintf(&b, "%.2f ", size/2)
			} else {
				fmt.Fprintf(&b, "%.2f ", size)
			}
		}
		b.WriteString(`">` + s + `</ofd:TextCode></ofd:TextObject>`)
	}
	text(40, 28, f.title)
	for row := range f.rows {
		f.merged(row, func(col int, s string, cols, rows int) {
			x, y := left+float64(col)*wide, top+float64(row)*high
			w, h := float64(cols)*wide, float64(rows)*high
			for _, rule := range [][4]float64{{x, y, w, 0.3}, {x, y + h, w, 0.3}, {x, y, 0.3, h}, {x + w, y, 0.3, h}} {
				fmt.Fprintf(&b, `<ofd:PathObject ID="2" Boundary="%.2f %.2f %.2f %.2f" LineWidth="0.3"/>`, rule[0], rule[1], rule[2], rule[3])
			}
			text(x+1, y+2, s)
		})
	}
	return shapes.OFDOf(t, b.String())
}

// A table of figures gives the same indicators and totals in every format.
func TestFiguresReadAlike(t *testing.T) {
	pdf, err := os.ReadFile("internal/decode/pdf/testdata/figures.pdf")
	if err != nil {
		t.Fatal(err)
	}
	var want []string
	for _, src := range []source.Document{
		{Path: "figures.html", Data: []byte(figures.page())},
		{Path: "figures.docx", Data: figures.word(t)},
		{Path: "figures.xlsx", Data: figures.book(t)},
		{Path: "figures.ofd", Data: figures.ofd(t)},
		{Path: "figures.pdf", Data: pdf},
		{Path: "figures.md", Data: []byte(figures.title + "\n\n" + figures.delimited("| ", " | ", " |"))},
		{Path: "figures.csv", Data: []byte(figures.title + "\n" + figures.delimited("", ",", ""))},
		{Path: "figures.tsv", Data: []byte(figures.title + "\n" + figures.delimited("", "\t", ""))},
		{Path: "figures.txt", Data: []byte(figures.title + "\n" + figures.delimited("", "\t", ""))},
	} {
		n := extractAll(t, src)[0]
		check(t, n)
		got := figuresOf(n)
		if want == nil {
			want = got
			checkFigures(t, got)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("as page (-) and as %s (+):\n%s", src.Path, diff)
		}
	}
}

// checkFigures insists on what the page gives.
func checkFigures(t *testing.T, got []string) {
	t.Helper()
	for _, want := range []string{
		"7.4 7.4万元 discipline.funds_recovered  石桥镇，追缴资金：7.4",
		"1,011.9 1011.9万元 discipline.funds_recovered  柳河镇，追缴资金：1,011.9",
		"120 120个 education.school_places 2023 石桥镇，新增学位（个）/2023年：120",
		"-2.5 -2.5万元   石桥镇，结余：-2.5",
		"85.5 85.5%   石桥镇，达标率（%）：85.5",
		"total i11 of [i1 i6] true",
	} {
		if !slices.Contains(got, want) {
			t.Errorf("no figure %q in %q", want, got)
		}
	}
}

// figuresOf says what the figures of a notice are.
func figuresOf(n *model.Notice) (list []string) {
	for _, in := range n.Indicators {
		list = append(list, fmt.Sprintf("%s %s%s %s %s %s", in.Text, in.Value, in.Unit, in.Metric, in.Period, in.Sentence))
	}
	for _, sum := range n.Totals {
		list = append(list, fmt.Sprintf("total %s of %v %v", sum.Total, sum.Parts, sum.Agrees))
	}
	return list
}
