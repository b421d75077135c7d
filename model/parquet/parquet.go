// Package parquet writes the tables of a dataset as Apache Parquet files, which DuckDB, pandas, polars, R and Spark read.
//
// Each table is a file, with its columns in the order of the table. Text is UTF-8 and so are dates, for a date may be cut
// to a month or a year; whole numbers are 64 bits wide; other numbers are doubles, the nearest to the exact figure. An
// empty cell is null, and so is text of which [model.Printable] leaves nothing. Columns of a key are never null.
//
// Columns of text have dictionaries, and everything is compressed with zstd. What the columns mean stands in the file
// under the key [ColumnsKey]. The same dataset gives the same bytes.
package parquet

import (
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"

	pq "github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/compress/zstd"

	"zhenggai/model"
)

// Folder is the folder of the files.
const Folder = "parquet"

// limits say when a row group ends, which until then is in memory.
type limits struct {
	rows int // of a row group
	text int // bytes of a row group's text, before compression and with repetitions
}

// Notices are long: it is the text that ends most row groups.
var usualLimits = limits{rows: 1 << 16, text: 4 << 20}

// A Writer writes the tables of a dataset as Parquet files.
type Writer struct {
	files  []*tableFile
	failed error // the first error of Write
}

// New returns a Writer of the given tables and their dictionary in the folder parquet of dir.
func New(dir string, tables []*model.Table) (*Writer, error) {
	return newWriter(dir, tables, usualLimits)
}

func newWriter(dir string, tables []*model.Table, l limits) (*Writer, error) {
	w := &Writer{}
	if err := w.create(filepath.Join(dir, Folder), tables, l); err != nil {
		return nil, fmt.Errorf("parquet: %w", errors.Join(err, w.release()))
	}
	return w, nil
}

// create begins the files. That of the dictionary is complete at once.
func (w *Writer) create(dir string, tables []*model.Table, l limits) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	// The files share the codec, which holds megabytes. Higher levels need far more and save next to nothing, for it is the
	// dictionaries that make the files small.
	codec := &zstd.Codec{Level: zstd.SpeedFastest}
	dictionary, rows := model.Dictionary(tables)
	for _, t := range append(slices.Clone(tables), dictionary) {
		f, err := newTableFile(dir, t, l, codec)
		if err != nil {
			return err
		}
		w.files = append(w.files, f)
	}
	return w.files[len(w.files)-1].write(slices.Values(rows))
}

// Write adds the notice's rows to the files.
func (w *Writer) Write(n *model.Notice, rows [][]model.Row) error {
	for i, of := range rows {
		if err := w.files[i].write(slices.Values(of)); err != nil {
			w.failed = fmt.Errorf("parquet: notice %s: %s: %w", n.ID, w.files[i].table.Name, err)
			return w.failed
		}
	}
	return nil
}

// WriteRows adds rows to the file of a table.
func (w *Writer) WriteRows(table string, rows iter.Seq[model.Row]) error {
	i := slices.IndexFunc(w.files, func(f *tableFile) bool { return f.table.Name == table })
	if i < 0 {
		return fmt.Errorf("parquet: no table %s", table)
	}
	if err := w.files[i].write(rows); err != nil {
		w.failed = fmt.Errorf("parquet: %s: %w", table, err)
		return w.failed
	}
	return nil
}

// Close finishes the files. After an error of Write or WriteRows they stay unreadable, and Close returns that error
// again.
func (w *Writer) Close() error {
	if w.failed != nil {
		return errors.Join(w.failed, w.release())
	}
	var errs []error
	for _, f := range w.files {
		if err := f.finish(); err != nil {
			errs = append(errs, fmt.Errorf("parquet: %s: %w", f.table.Name, err))
		}
	}
	return errors.Join(append(errs, w.release())...)
}

// release closes the files.
func (w *Writer) release() error {
	var errs []error
	for _, f := range w.files {
		errs = append(errs, f.file.Close())
	}
	return errors.Join(errs...)
}

const (
	batch     = 64      // rows that go to the library together: it takes no more at a time
	batchText = 1 << 20 // bytes of text with which a batch is full before that
)

// A tableFile is the file of one table.
type tableFile struct {
	table  *model.Table
	limits limits
	file   *os.File
	writer *pq.GenericWriter[any]

	optional []bool   // of each column
	rows     []pq.Row // up to batch rows that the library has not got yet
	text     []byte   // of rows
	grouped  limits   // what the row group holds
}

func newTableFile(dir string, t *model.Table, l limits, codec *zstd.Codec) (*tableFile, error) {
	metadata, err := describe(t)
	if err != nil {
		return nil, err
	}
	file, err := os.Create(filepath.Join(dir, t.Name+".parquet"))
	if err != nil {
		return nil, err
	}
	f := &tableFile{table: t, limits: l, file: file, rows: make([]pq.Row, 0, batch)}
	for _, c := range t.Columns {
		f.optional = append(f.optional, !isKey(t, c))
	}
	options := append(metadata, schemaOf(t), pq.Compression(codec))
	f.writer = pq.NewGenericWriter[any](file, options...)
	return f, nil
}

// write adds rows.
func (f *tableFile) write(rows iter.Seq[model.Row]) error {
	for row := range rows {
		if err := f.add(row); err != nil {
			return err
		}
		if len(f.rows) == batch || len(f.text) >= batchText {
			if err := f.flush(); err != nil {
				return err
			}
		}
	}
	return nil
}

// add puts a row into the batch, in the room of an earlier one.
func (f *tableFile) add(row model.Row) error {
	last := len(f.rows)
	f.rows = f.rows[:last+1]
	values := f.rows[last][:0]
	for i, cell := range row {
		v, err := f.value(i, cell)
		if err != nil {
			return fmt.Errorf("column %s: %w", f.table.Columns[i].Key, err)
		}
		values = append(values, v)
	}
	f.rows[last] = values
	return nil
}

// flush hands the batch to the library, and ends the row group where it is full.
func (f *tableFile) flush() error {
	if _, err := f.writer.WriteRows(f.rows); err != nil {
		return err
	}
	f.grouped.rows += len(f.rows)
	f.grouped.text += len(f.text)
	f.rows, f.text = f.rows[:0], f.text[:0]
	if f.grouped.rows < f.limits.rows && f.grouped.text < f.limits.text {
		return nil
	}
	f.grouped = limits{}
	return f.writer.Flush()
}

// finish writes what is left and the end of the file.
func (f *tableFile) finish() error {
	if err := f.flush(); err != nil {
		return err
	}
	return f.writer.Close()
}
