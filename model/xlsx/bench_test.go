package xlsx

import (
	"path/filepath"
	"testing"

	"zhenggai/model"
)

// BenchmarkNotice writes a whole workbook of one notice.
func BenchmarkNotice(b *testing.B) {
	n := notice("n1")
	path := filepath.Join(b.TempDir(), "dataset.xlsx")
	for b.Loop() {
		w, err := New(path, tables(), Options{})
		if err != nil {
			b.Fatal(err)
		}
		if err := w.Write(n); err != nil {
			b.Fatal(err)
		}
		if err := w.Close(); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkRows writes one long workbook, all tables and links included.
func BenchmarkRows(b *testing.B) {
	n, rows := notice("n1"), 0
	for _, t := range tables() {
		for range t.Rows(n) {
			rows++
		}
	}
	w, err := New(filepath.Join(b.TempDir(), "dataset.xlsx"), tables(), Options{})
	if err != nil {
		b.Fatal(err)
	}
	written := 0
	for b.Loop() {
		written += rows
		if err := w.Write(n); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(written)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkNarrowRows writes rows of 12 cells, 8 of text and 4 of numbers, for comparison with other writers.
func BenchmarkNarrowRows(b *testing.B) {
	table := tables()[3]
	table.Columns = table.Columns[:12]
	var rows []model.Row
	for row := range tables()[3].Rows(notice("n1")) {
		rows = append(rows, row[:12])
	}
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
}
