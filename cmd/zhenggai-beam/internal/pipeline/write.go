package pipeline

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"github.com/go-json-experiment/json" // which model/jsonl reads records with

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

// writeFn writes the records of a shard and the rows of its tables.
type writeFn struct {
	Options Options
	tools   *tools
}

// Setup makes what the worker needs.
func (f *writeFn) Setup() (err error) {
	f.tools, err = toolsOf(&f.Options)
	return err
}

// ProcessElement writes the files of one shard. Of documents with the same content, which are all in one shard, the first in the
// order of the sources gives the records, whichever came first.
func (f *writeFn) ProcessElement(ctx context.Context, shard int, next func(*Record) bool, emit func(string, Figures), line func(string, Line)) error {
	var records []Record
	for r := (Record{}); next(&r); r = (Record{}) {
		records = append(records, r)
	}
	return staged(func(dir string) error {
		w, err := f.newShard(dir)
		if err != nil {
			return err
		}
		for _, r := range f.first(ctx, records, line) {
			if err := f.write(ctx, w, r, emit); err != nil {
				return errors.Join(fmt.Errorf("%s: %w", r.Path, err), w.close())
			}
		}
		if err := w.close(); err != nil {
			return err
		}
		return f.publish(ctx, w, shard)
	})
}

// first returns the records in the order of the sources, without those of documents whose content another one has. A document that
// merely came twice, as those of a bundle that is done again, is no duplicate.
func (f *writeFn) first(ctx context.Context, records []Record, line func(string, Line)) []Record {
	slices.SortFunc(records, func(a, b Record) int {
		return cmp.Or(cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Entry, b.Entry), cmp.Compare(a.Item, b.Item))
	})
	seen := map[string]Record{}
	return slices.DeleteFunc(records, func(r Record) bool {
		first, known := seen[r.ID]
		switch {
		case !known:
			seen[r.ID] = r
		case first.Place != r.Place:
			count(ctx, Duplicates, 1)
			f.Options.list(Duplicates, r.Path, batch.Duplicate{Path: r.Path, Of: first.Path}, line)
		}
		return known
	})
}

// write writes the notices of a record, and emits what is compared of them.
func (f *writeFn) write(ctx context.Context, w *shard, r Record, emit func(string, Figures)) error {
	lines, err := f.tools.unpack.DecodeAll(r.Packed, nil)
	if err != nil {
		return err
	}
	for line := range bytes.Lines(lines) {
		var n model.Notice
		if err := json.Unmarshal(line, &n); err != nil {
			return err
		}
		if err := w.write(line, &n); err != nil {
			return err
		}
		countNotice(ctx, &n)
		if n.Kind != model.KindRectification {
			continue
		}
		figures, err := f.tools.figures(r.Place, &n)
		if err != nil {
			return err
		}
		count(ctx, "shuffled_bytes", len(figures.Packed))
		emit(bodyOf(&n), figures)
	}
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

func (f *file) close() error { return errors.Join(f.Flush(), f.f.Close()) }

// newShard begins the files in a folder, which is removed after an error.
func (f *writeFn) newShard(dir string) (*shard, error) {
	w := &shard{dir: dir, tables: f.tools.tables}
	var err error
	if w.records, err = create(filepath.Join(dir, jsonl.File)); err != nil {
		return nil, err
	}
	if f.Options.has(NDJSON) {
		for _, t := range w.tables {
			rows, err := create(filepath.Join(dir, t.Name+".rows"))
			if err != nil {
				return nil, errors.Join(err, w.close())
			}
			w.rows = append(w.rows, rows)
		}
	}
	if f.Options.has(Parquet) {
		if w.columns, err = parquet.New(dir, w.tables); err != nil {
			return nil, errors.Join(err, w.close())
		}
	}
	return w, nil
}

// write adds a notice, and its line as it was encoded.
func (w *shard) write(line []byte, n *model.Notice) error {
	if _, err := w.records.Write(line); err != nil {
		return err
	}
	for i, rows := range w.rows {
		if err := jsonl.WriteRows(rows.Writer, w.tables[i], w.tables[i].Rows(n)); err != nil {
			return err
		}
	}
	if w.columns == nil {
		return nil
	}
	return w.columns.Write(n)
}

// close finishes the files.
func (w *shard) close() error {
	errs := []error{w.records.close()}
	for _, rows := range w.rows {
		errs = append(errs, rows.close())
	}
	if w.columns != nil {
		errs = append(errs, w.columns.Close())
	}
	return errors.Join(errs...)
}
