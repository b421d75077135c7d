// Package sqlite writes a dataset as one SQLite database, to be read with the sqlite3 shell, DB Browser, Datasette or any
// language.
//
// Each table of the dataset is a STRICT table of the same name, and so is the dictionary. Its columns are TEXT, INTEGER
// and REAL; what is true or false is 1 or 0; an empty cell is NULL, and so is text of which [model.Printable] leaves
// nothing. REAL holds the nearest to the exact figure.
//
// Tables whose rows have keys have primary keys, and columns that name rows have foreign keys. Those are for tables whose
// rows are a notice's own; a table of the whole dataset may speak of notices that are gone. SQLite enforces no foreign
// key unless it is told to, and the Writer does not either.
//
// The table search finds text: SELECT * FROM search WHERE text MATCH '"公办学位"' for three characters or more, in which
// capital letters matter, and LIKE '%学位%' for any number, which reads all texts. The view indicator_wide has every
// indicator with what its notice, problem and measure say, and district_metric the figures by which districts are
// compared. The same dataset gives the same bytes.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"os"
	"slices"

	"zhenggai/model"
)

// File is the usual name of the database.
const File = "dataset.sqlite"

const (
	// ApplicationID is the number in the file's header by which programs know the database, "zgai" in ASCII.
	ApplicationID = 0x7a676169

	// Layout is the number of the version of the record format whose tables the database has, PRAGMA user_version.
	Layout = 2
)

// cacheKiB is how much of the file SQLite holds in memory.
const cacheKiB = 32 << 10

// A Writer writes a database.
type Writer struct {
	db     *sql.DB
	conn   *sql.Conn // all statements are those of one connection, in one transaction
	schema schema
	loads  []*load
	failed error // the first error of Write
}

// New returns a Writer of a database with the given tables at path, in place of what is there. The database is no
// good before Close has returned nil.
func New(path string, tables []*model.Table) (*Writer, error) {
	w := &Writer{}
	if err := w.create(path, tables); err != nil {
		return nil, fmt.Errorf("sqlite: %w", errors.Join(err, w.release()))
	}
	return w, nil
}

// address returns how the driver is told of a path, no part of which is taken for a parameter.
func address(path string) string { return "file:" + (&url.URL{Path: path}).EscapedPath() }

// create makes the file and its tables. That of the dictionary is complete at once.
func (w *Writer) create(path string, tables []*model.Table) error {
	if err := w.open(path); err != nil {
		return err
	}
	dictionary, rows := model.Dictionary(tables)
	w.schema = append(slices.Clone(tables), dictionary)
	for _, t := range w.schema {
		if err := w.exec(w.schema.table(t)); err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
		statement, err := w.conn.PrepareContext(context.Background(), insertion(t))
		if err != nil {
			return fmt.Errorf("table %s: %w", t.Name, err)
		}
		w.loads = append(w.loads, &load{t, statement, make([]any, len(t.Columns))})
	}
	return w.loads[len(w.loads)-1].write(slices.Values(rows))
}

// open begins the transaction in an empty file. Nothing is kept for a crash, after which the file is of no use anyway.
func (w *Writer) open(path string) error {
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := file.Close(); err != nil {
		return err
	}
	if w.db, err = sql.Open("sqlite", address(path)); err != nil {
		return err
	}
	if w.conn, err = w.db.Conn(context.Background()); err != nil {
		return err
	}
	return w.exec(fmt.Sprintf(`PRAGMA application_id = %d; PRAGMA user_version = %d;
		PRAGMA journal_mode = off; PRAGMA synchronous = off; PRAGMA locking_mode = exclusive; PRAGMA cache_size = -%d;
		BEGIN`, ApplicationID, Layout, cacheKiB))
}

func (w *Writer) exec(statements string) error {
	_, err := w.conn.ExecContext(context.Background(), statements)
	return err
}

// Write adds the notice's rows to the tables.
func (w *Writer) Write(n *model.Notice, rows [][]model.Row) error {
	for i, of := range rows {
		if err := w.loads[i].write(slices.Values(of)); err != nil {
			w.failed = fmt.Errorf("sqlite: notice %s: %s: %w", n.ID, w.loads[i].table.Name, err)
			return w.failed
		}
	}
	return nil
}

// WriteRows adds rows to a table.
func (w *Writer) WriteRows(table string, rows iter.Seq[model.Row]) error {
	i := slices.IndexFunc(w.loads, func(l *load) bool { return l.table.Name == table })
	if i < 0 {
		return fmt.Errorf("sqlite: no table %s", table)
	}
	if err := w.loads[i].write(rows); err != nil {
		w.failed = fmt.Errorf("sqlite: %s: %w", table, err)
		return w.failed
	}
	return nil
}

// Close makes the search table, indexes and views, and finishes the file. After an error of Write or WriteRows the file
// is no database, and Close returns that error again.
func (w *Writer) Close() error {
	if w.failed != nil {
		return errors.Join(w.failed, w.release())
	}
	if err := errors.Join(w.finish(), w.release()); err != nil {
		return fmt.Errorf("sqlite: %w", err)
	}
	return nil
}

func (w *Writer) finish() error {
	for _, statement := range slices.Concat(w.schema.search(), w.schema.indexes(), w.schema.views(), analysis) {
		if err := w.exec(statement); err != nil {
			return fmt.Errorf("%s: %w", statement, err)
		}
	}
	return w.exec("COMMIT")
}

// analysis tells SQLite's planner what the indexes are good for, of a sample.
var analysis = []string{"PRAGMA analysis_limit = 1000", "ANALYZE"}

// release closes the statements and the file. A transaction that is still open ends without success.
func (w *Writer) release() error {
	var errs []error
	for _, l := range w.loads {
		errs = append(errs, l.statement.Close())
	}
	if w.conn != nil {
		errs = append(errs, w.conn.Close())
	}
	if w.db != nil {
		errs = append(errs, w.db.Close())
	}
	return errors.Join(errs...)
}
