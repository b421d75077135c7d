// Package csvdir writes the tables of a dataset as CSV files with a datapackage.json that describes them
// (Frictionless Data Package, version 1).
//
// Files are RFC 4180 with LF line ends, in UTF-8, and their first line holds the keys of the columns.
//
// A spreadsheet runs a cell as a formula that begins with = + - @, a tab, or the full-width forms ＝ ＋ － ＠, and some
// look behind white space and quotation marks. Such a cell of text gets an apostrophe in front; numbers in number columns
// do not. [Restore] takes it away: an apostrophe is not of the text where what follows it would need one.
package csvdir

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"zhenggai/model"
)

const (
	// Folder is the folder of the files.
	Folder = "csv"

	// Descriptor is the file in Folder that describes the others.
	Descriptor = "datapackage.json"
)

// Options say how the files are written. The zero Options are ready for use.
type Options struct {
	BOM  bool   // begin each CSV file with a byte order mark, which old versions of Excel need to see UTF-8
	Lang string // language of titles and descriptions in the descriptor: "zh" (also ""), or "en"
}

// A Writer writes the tables of a dataset as CSV files.
type Writer struct {
	dir   string
	opts  Options
	files []*tableFile
}

// New returns a Writer of the given tables and their dictionary in the folder csv of dir.
func New(dir string, tables []*model.Table, opts Options) (*Writer, error) {
	w := &Writer{dir: filepath.Join(dir, Folder), opts: opts}
	if err := os.MkdirAll(w.dir, 0o777); err != nil {
		return nil, fmt.Errorf("csvdir: %w", err)
	}
	dictionary, rows := model.Dictionary(tables)
	for _, t := range append(tables[:len(tables):len(tables)], dictionary) {
		f, err := create(w.dir, t, opts.BOM)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("csvdir: %w", err), w.closeFiles())
		}
		w.files = append(w.files, f)
	}
	for _, row := range rows {
		w.files[len(w.files)-1].write(row)
	}
	return w, nil
}

// Write adds the notice's rows to the files.
func (w *Writer) Write(_ *model.Notice, rows [][]model.Row) error {
	for i, of := range rows {
		f := w.files[i]
		for _, row := range of {
			f.write(row)
		}
		if err := f.csv.Error(); err != nil {
			return fmt.Errorf("csvdir: %s: %w", f.table.Name, err)
		}
	}
	return nil
}

// WriteRows adds rows to the file of a table.
func (w *Writer) WriteRows(table string, rows iter.Seq[model.Row]) error {
	i := slices.IndexFunc(w.files, func(f *tableFile) bool { return f.table.Name == table })
	if i < 0 {
		return fmt.Errorf("csvdir: no table %s", table)
	}
	for row := range rows {
		w.files[i].write(row)
	}
	if err := w.files[i].csv.Error(); err != nil {
		return fmt.Errorf("csvdir: %s: %w", table, err)
	}
	return nil
}

// Close finishes the files and describes them in datapackage.json.
func (w *Writer) Close() error {
	if err := w.closeFiles(); err != nil {
		return err
	}
	b, err := describe(w.files, w.opts)
	if err == nil {
		err = os.WriteFile(filepath.Join(w.dir, Descriptor), b, 0o666)
	}
	if err != nil {
		return fmt.Errorf("csvdir: %w", err)
	}
	return nil
}

func (w *Writer) closeFiles() error {
	var errs []error
	for _, f := range w.files {
		if err := f.finish(); err != nil {
			errs = append(errs, fmt.Errorf("csvdir: %s: %w", f.table.Name, err))
		}
	}
	return errors.Join(errs...)
}

// A Table writes one table as CSV, as the files of a Writer have it.
type Table struct {
	table  *model.Table
	csv    *csv.Writer
	record []string
}

// NewTable returns a Table and writes its first line.
func NewTable(w io.Writer, t *model.Table) *Table {
	out := &Table{table: t, csv: csv.NewWriter(w), record: make([]string, len(t.Columns))}
	for i, c := range t.Columns {
		out.record[i] = c.Key
	}
	out.put()
	return out
}

// Write writes a row. Its error shows in Flush.
func (t *Table) Write(row model.Row) {
	for i, cell := range row {
		s := cell.String()
		if kind := t.table.Columns[i].Type; kind == model.TypeString || kind == model.TypeDate {
			s = guard(model.Printable(s))
		}
		t.record[i] = s
	}
	t.put()
}

// put writes the record. The csv.Writer keeps the first error for [csv.Writer.Error].
func (t *Table) put() { _ = t.csv.Write(t.record) }

// Flush writes what is held back, and returns the first error of all writes.
func (t *Table) Flush() error {
	t.csv.Flush()
	return t.csv.Error()
}

// A tableFile is the file of one table, and what the descriptor says about it.
type tableFile struct {
	*Table
	file *os.File
	sum  *summer
	rows int
}

// create opens the file of a table and writes its first line.
func create(dir string, t *model.Table, bom bool) (*tableFile, error) {
	file, err := os.Create(filepath.Join(dir, t.Name+".csv"))
	if err != nil {
		return nil, err
	}
	f := &tableFile{file: file, sum: newSummer(file)}
	if bom {
		if _, err := f.sum.Write([]byte("\ufeff")); err != nil {
			return nil, errors.Join(err, file.Close())
		}
	}
	f.Table = NewTable(f.sum, t)
	return f, nil
}

// write adds a row. Its error shows in f.csv.Error.
func (f *tableFile) write(row model.Row) {
	f.rows++
	f.Table.Write(row)
}

func (f *tableFile) finish() error { return errors.Join(f.Flush(), f.file.Close()) }
