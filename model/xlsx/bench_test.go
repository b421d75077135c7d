package xlsx

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"zhenggai/model"
	"zhenggai/model/testing/modeltest"
)

// BenchmarkNotice writes a whole workbook of one notice.
func BenchmarkNotice(b *testing.B) {
	n := modeltest.Notice("n1")
	path := filepath.Join(b.TempDir(), "dataset.xlsx")
	for b.Loop() {
		w, err := New(path, modeltest.Tables(), Options{})
		if err != nil {
			b.Fatal(err)
		}
		if err := modeltest.Add(w, n); err != nil {
			b.Fatal(err)
		}
		if err := w.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRows writes one long workbook, all tables and links included.
func BenchmarkRows(b *testing.B) {
	n, count := modeltest.Notice("n1"), 0
	rows := model.RowsOf(modeltest.Tables(), n)
	for _, of := range rows {
		count += len(of)
	}
	w, err := New(filepath.Join(b.TempDir(), "dataset.xlsx"), modeltest.Tables(), Options{})
	if err != nil {
		b.Fatal(err)
	}
	written := 0
	for b.Loop() {
		written += count
		if err := w.Write(n, rows); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(written)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkNarrowRows writes rows of 12 cells, 8 of text and 4 of numbers, that differ as those of a dataset do, for
// comparison with other writers. With -benchtime 1000x it writes a million.
func BenchmarkNarrowRows(b *testing.B) {
	table := modeltest.Tables()[3]
	table.Columns = table.Columns[:12]
	rows := manyRows(slices.Collect(modeltest.Tables()[3].Rows(modeltest.Notice("n1"))))
	w, err := New(filepath.Join(b.TempDir(), "dataset.xlsx"), []*model.Table{table}, Options{})
	if err != nil {
		b.Fatal(err)
	}
	written := 0
	for b.Loop() {
		written += len(rows)
		if err := w.tables[0].write(rows, nil); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(written)/b.Elapsed().Seconds(), "rows/s")
	b.ReportMetric(float64(fileSize(b, w.out.Name()))/float64(written), "B/row")
}

// BenchmarkExcelizeStream writes the rows of BenchmarkNarrowRows with the stream writer of excelize.
func BenchmarkExcelizeStream(b *testing.B) {
	rows := manyRows(slices.Collect(modeltest.Tables()[3].Rows(modeltest.Notice("n1"))))
	f := excelize.NewFile()
	defer f.Close()
	w, err := f.NewStreamWriter("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	written, cells := 0, make([]any, 12)
	for b.Loop() {
		for _, row := range rows {
			for i, cell := range row {
				cells[i] = cell.String()
				if d := cell.Decimal(); d != (model.Decimal{}) {
					cells[i] = d.Float64()
				}
			}
			written++
			if err := w.SetRow("A"+strconv.Itoa(written), cells); err != nil {
				b.Fatal(err)
			}
		}
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	if err := f.SaveAs(filepath.Join(b.TempDir(), "dataset.xlsx")); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(written)/b.Elapsed().Seconds(), "rows/s")
}

// manyRows returns a thousand rows of 12 cells that are made after a few by changing figures and texts.
func manyRows(few []model.Row) []model.Row {
	random := rand.New(rand.NewPCG(1, 2))
	words := strings.Fields("公办学位 幼儿园 床位 污水处理率 违规资金 贫困户 河道 整改 台账 专项检查 党纪处分 制度 工程款 公示 清退 培训")
	rows := make([]model.Row, 1000)
	for i := range rows {
		row := slices.Clone(few[i%len(few)][:12])
		for j, cell := range row {
			switch d := cell.Decimal(); {
			case cell.Empty():
				row[j] = model.Text(words[random.IntN(len(words))])
			case d != (model.Decimal{}):
				row[j] = model.Number(model.NewDecimal(random.Int64N(100_000), random.IntN(3)))
			default:
				row[j] = model.Text(cell.String() + words[random.IntN(len(words))] + strconv.Itoa(random.IntN(10_000)))
			}
		}
		rows[i] = row
	}
	return rows
}

func fileSize(b *testing.B, name string) int64 {
	info, err := os.Stat(name)
	if err != nil {
		b.Fatal(err)
	}
	return info.Size()
}
