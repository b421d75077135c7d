package batch_test

import (
	"bytes"
	"errors"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"zhenggai/extract"
	"zhenggai/extract/batch"
	"zhenggai/extract/batch/copies"
	"zhenggai/extract/internal/testing/invented"
	"zhenggai/extract/rules"
	"zhenggai/extract/source"
	"zhenggai/model"
	"zhenggai/model/csvdir"
	"zhenggai/model/jsonl"
	"zhenggai/model/xlsx"
)

// BenchmarkConvert makes datasets of a thousand invented pages, which are in memory, in the formats that people ask for.
func BenchmarkConvert(b *testing.B) {
	const pages = 1000
	var entries []source.Entry
	maker := invented.NewMaker()
	for i := range pages {
		name, page := maker.Page(i)
		entries = append(entries, source.Entry{Path: name, Open: func() (io.ReadCloser, error) {
			return io.NopCloser(bytes.NewReader(page)), nil
		}})
	}
	for _, formats := range []string{"none", "ndjson", "json", "csv", "xlsx", "json+xlsx"} {
		b.Run("formats="+formats, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				convert(b, entries, strings.Split(formats, "+"))
			}
			b.ReportMetric(float64(pages*b.N)/b.Elapsed().Seconds(), "notices/s")
		})
	}
}

func convert(b *testing.B, entries []source.Entry, formats []string) {
	b.Helper()
	dir, tables, sinks := b.TempDir(), model.Tables(rules.Default().Names()), []batch.Sink{&copies.Finder{}}
	var writers []model.Writer
	for _, format := range formats {
		w, err := writer(format, dir, tables)
		if err != nil {
			b.Fatal(err)
		}
		if w != nil {
			writers = append(writers, w)
		}
	}
	var x extract.Extractor
	_, err := batch.Run(b.Context(), entries, append(sinks, rowSink{tables, writers}), batch.Options{Extract: x.ExtractAll})
	for _, w := range writers {
		err = errors.Join(err, w.Close())
	}
	if err != nil {
		b.Fatal(err)
	}
}

// A rowSink makes the rows of a notice once for all its writers.
type rowSink struct {
	tables  []*model.Table
	writers []model.Writer
}

func (s rowSink) Write(n *model.Notice) error {
	rows := model.RowsOf(s.tables, n)
	var err error
	for _, w := range s.writers {
		err = errors.Join(err, w.Write(n, rows))
	}
	return err
}

// writer returns the writer of a format, or nil where it has none.
func writer(format, dir string, tables []*model.Table) (model.Writer, error) {
	switch format {
	case "ndjson":
		return jsonl.New(dir, tables, nil)
	case "json":
		names := batch.Names()
		return jsonl.New(dir, tables, func(n *model.Notice) string { return names(n.Source.Path) })
	case "csv":
		return csvdir.New(dir, tables, csvdir.Options{})
	case "xlsx":
		return xlsx.New(filepath.Join(dir, "dataset.xlsx"), tables, xlsx.Options{})
	}
	return nil, nil
}
