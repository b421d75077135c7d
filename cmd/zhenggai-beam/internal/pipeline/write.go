package pipeline

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"

	"zhenggai/extract/batch"
	"zhenggai/model"
	"zhenggai/model/jsonl"
	"zhenggai/model/parquet"
)

// The folders of records and of tables.
const (
	Records = "records" // a notice a line, as in notices.ndjson
	Tables  = "tables"  // a folder for each table, a row a line
	Columns = "parquet" // a folder for each table
)

// writeFn extracts the documents of a shard, and writes their records and the rows of its tables.
type writeFn struct {
	Options Options
	tools   *tools
}

// Setup makes what the worker needs.
func (f *writeFn) Setup() (err error) {
	f.tools, err = toolsOf(&f.Options)
	return err
}

// ProcessElement writes the files of one shard, and emits what is compared of its notices and what became of its other documents. Of
// documents with the same content, which are all in one shard, the first in the order of the sources gives the records. So they are
// put into that order, and what came twice, as out of a bundle that is done again, is left out.
func (f *writeFn) ProcessElement(ctx context.Context, shard int, next func(*Item) bool, emit func(int, Figures), line func(string, Line)) error {
	announce(ctx)
	var items []Item
	for i := (Item{}); next(&i); i = (Item{}) {
		items = append(items, i)
	}
	slices.SortFunc(items, func(a, b Item) int { return a.Place.compare(b.Place) })
	items = slices.CompactFunc(items, func(a, b Item) bool { return a.Place == b.Place })
	w := f.newWork(ctx, items)
	if err := staged(func(dir string) error { return w.do(ctx, dir, shard) }); err != nil {
		return err
	}
	w.tell(ctx, emit, line)
	return nil
}

// publish puts the files of a shard where they belong.
func (f *writeFn) publish(ctx context.Context, w *shard, number int) error {
	to := func(folder, ending string) string {
		return join(f.Options.Output, f.Options.part(folder, number, f.Options.Shards, ending))
	}
	errs := []error{publish(ctx, w.records.name(), to(Records, NDJSON))}
	for i, t := range w.tables {
		if f.Options.has(NDJSON) {
			errs = append(errs, publish(ctx, w.rows[i].name(), to(Tables+"/"+t.Name, NDJSON)))
		}
		if f.Options.has(Parquet) {
			file := filepath.Join(w.dir, parquet.Folder, t.Name+".parquet")
			errs = append(errs, publish(ctx, file, to(Columns+"/"+t.Name, Parquet)))
		}
	}
	return errors.Join(errs...)
}

// A shard is the files of a shard while they are written.
type shard struct {
	dir     string
	tables  []*model.Table
	records *file
	rows    []*file         // of each table; nil where they are not written
	columns *parquet.Writer // nil where they are not written
}

// A file is a file while it is written.
type file struct {
	*bufio.Writer
	f *os.File
}

func create(name string) (*file, error) {
	f, err := os.Create(name)
	if err != nil {
		return nil, err
	}
	return &file{bufio.NewWriterSize(f, 64<<10), f}, nil
}

func (f *file) name() string { return f.f.Name() }

func (f *file) finish() error { return errors.Join(f.Flush(), f.f.Close()) }

// createAll creates files in a folder. After an error those that were created are to be closed.
func createAll(dir string, names []string) ([]*file, error) {
	var all []*file
	for _, name := range names {
		f, err := create(filepath.Join(dir, name))
		if err != nil {
			return all, err
		}
		all = append(all, f)
	}
	return all, nil
}

func closeAll(files []*file) error {
	var errs []error
	for _, f := range files {
		errs = append(errs, f.finish())
	}
	return errors.Join(errs...)
}

// newShard begins the files in a folder, which is removed after an error.
func (f *writeFn) newShard(dir string) (*shard, error) {
	w := &shard{dir: dir, tables: f.tools.tables}
	var err error
	if w.records, err = create(filepath.Join(dir, jsonl.File)); err != nil {
		return nil, err
	}
	if f.Options.has(NDJSON) {
		var names []string
		for _, t := range w.tables {
			names = append(names, t.Name+".rows")
		}
		if w.rows, err = createAll(dir, names); err != nil {
			return nil, errors.Join(err, w.finish())
		}
	}
	if f.Options.has(Parquet) {
		if w.columns, err = parquet.New(dir, w.tables); err != nil {
			return nil, errors.Join(err, w.finish())
		}
	}
	return w, nil
}

// sinks returns what writes the files, each for itself.
func (w *shard) sinks() []batch.Sink {
	return []batch.Sink{sink(w.writeRecord), sink(w.writeRows)}
}

// A sink is a function that takes notices.
type sink func(*model.Notice) error

// Write has the function take a notice.
func (s sink) Write(n *model.Notice) error { return s(n) }

// writeRecord writes a notice as notices.ndjson has it.
func (w *shard) writeRecord(n *model.Notice) error {
	e := json.NewEncoder(w.records)
	e.SetEscapeHTML(false)
	return e.Encode(n)
}

// writeRows writes the rows that a notice has in each table.
func (w *shard) writeRows(n *model.Notice) error {
	rows := model.RowsOf(w.tables, n)
	for i, to := range w.rows {
		if err := jsonl.WriteRows(to.Writer, w.tables[i], slices.Values(rows[i])); err != nil {
			return err
		}
	}
	if w.columns == nil {
		return nil
	}
	return w.columns.Write(n, rows)
}

// finish writes what is left, and closes the files.
func (w *shard) finish() error {
	errs := []error{w.records.finish(), closeAll(w.rows)}
	if w.columns != nil {
		errs = append(errs, w.columns.Close())
	}
	return errors.Join(errs...)
}
