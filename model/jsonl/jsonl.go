// Package jsonl writes notices as JSON: each to a file of its own, notices/NAME.json, and all of them to
// notices.ndjson, one a line. Both hold the same record, which model.Schema describes. The rows of a table of the whole
// dataset go to TABLE.ndjson, with the keys of its columns.
package jsonl

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"zhenggai/model"
)

const (
	// Folder is the folder of the files of single notices.
	Folder = "notices"

	// File is the file of all notices.
	File = "notices.ndjson"
)

// A Writer writes notices as JSON files.
type Writer struct {
	dir      string
	tables   []*model.Table
	names    func(*model.Notice) string
	all      *os.File
	lines    *bufio.Writer
	compact  bytes.Buffer
	indented []byte
	encoder  *json.Encoder
}

// New returns a Writer of files in dir. The function names gives the file name of a notice, without ".json"; each
// notice needs its own. Without it there are no files of single notices.
func New(dir string, tables []*model.Table, names func(*model.Notice) string) (*Writer, error) {
	if names != nil {
		if err := os.MkdirAll(filepath.Join(dir, Folder), 0o777); err != nil {
			return nil, fmt.Errorf("jsonl: %w", err)
		}
	}
	all, err := os.Create(filepath.Join(dir, File))
	if err != nil {
		return nil, fmt.Errorf("jsonl: %w", err)
	}
	w := &Writer{dir: dir, tables: tables, names: names, all: all, lines: bufio.NewWriterSize(all, 64<<10)}
	w.encoder = json.NewEncoder(&w.compact)
	w.encoder.SetEscapeHTML(false)
	return w, nil
}

// Write writes a notice's file and its line, and no rows. It fails where the notice's name is no plain file name or is taken.
func (w *Writer) Write(n *model.Notice, _ [][]model.Row) error {
	w.compact.Reset()
	if err := w.encoder.Encode(n); err != nil {
		return fmt.Errorf("jsonl: notice %s: %w", n.ID, err)
	}
	if w.names != nil {
		if err := w.writeFile(w.names(n)); err != nil {
			return fmt.Errorf("jsonl: notice %s: %w", n.ID, err)
		}
	}
	if _, err := w.lines.Write(w.compact.Bytes()); err != nil {
		return fmt.Errorf("jsonl: %w", err)
	}
	return nil
}

// writeFile indents the encoded notice into a new file.
func (w *Writer) writeFile(name string) error {
	if filepath.Base(name) != name || strings.Trim(name, ".") == "" || !filepath.IsLocal(name+".json") {
		return fmt.Errorf("%q is no file name", name)
	}
	name += ".json"
	w.indented = appendIndented(w.indented[:0], w.compact.Bytes())
	f, err := os.OpenFile(filepath.Join(w.dir, Folder, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("%s is the file of an earlier notice: notices need names of their own", name)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(w.indented)
	return errors.Join(err, f.Close())
}

// WriteRows writes the file of a table of the whole dataset, or adds to it. Empty cells are left out.
func (w *Writer) WriteRows(table string, rows iter.Seq[model.Row]) error {
	i := slices.IndexFunc(w.tables, func(t *model.Table) bool { return t.Name == table })
	if i < 0 {
		return fmt.Errorf("jsonl: no table %s", table)
	}
	f, err := os.OpenFile(filepath.Join(w.dir, table+".ndjson"), os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o666)
	if err != nil {
		return fmt.Errorf("jsonl: %w", err)
	}
	lines := bufio.NewWriter(f)
	if err := errors.Join(WriteRows(lines, w.tables[i], rows), lines.Flush(), f.Close()); err != nil {
		return fmt.Errorf("jsonl: %s: %w", table, err)
	}
	return nil
}

// WriteRows writes rows of a table as objects, one a line, with the keys of its columns. Empty cells are left out.
func WriteRows(w *bufio.Writer, t *model.Table, rows iter.Seq[model.Row]) error {
	for row := range rows {
		if err := writeRow(w, t, row); err != nil {
			return err
		}
	}
	return nil
}

// writeRow writes a row as an object, in the order of its columns.
func writeRow(w *bufio.Writer, t *model.Table, row model.Row) error {
	open := byte('{')
	for i, cell := range row {
		if cell.Empty() {
			continue
		}
		value := []byte(cell.String())
		switch t.Columns[i].Type {
		case model.TypeString, model.TypeDate:
			var err error
			if value, err = quoted(cell.String()); err != nil {
				return err
			}
		}
		w.WriteByte(open) // a bufio.Writer keeps its first error for Flush
		open = ','
		w.WriteString(`"` + t.Columns[i].Key + `":`)
		w.Write(value)
	}
	_, err := w.WriteString("}\n")
	return err
}

// quoted returns a string as JSON has it in notices.ndjson, where < > & stand as they are.
func quoted(s string) ([]byte, error) {
	if isPlain(s) {
		b := make([]byte, 0, len(s)+2)
		return append(append(append(b, '"'), s...), '"'), nil
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	err := enc.Encode(s)
	return bytes.TrimSuffix(b.Bytes(), []byte("\n")), err
}

// isPlain reports whether a string is its own JSON, as nearly all are.
func isPlain(s string) bool {
	for _, r := range s {
		switch r {
		case '"', '\\', utf8.RuneError, '\u2028', '\u2029':
			return false
		}
		if r < ' ' || r == 0x7f {
			return false
		}
	}
	return true
}

// Close finishes notices.ndjson.
func (w *Writer) Close() error {
	if err := errors.Join(w.lines.Flush(), w.all.Close()); err != nil {
		return fmt.Errorf("jsonl: %w", err)
	}
	return nil
}
