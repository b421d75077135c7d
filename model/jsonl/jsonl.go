// Package jsonl writes notices as JSON: each to a file of its own, notices/NAME.json, and all of them to
// notices.ndjson, one a line. Both hold the same record, which model.Schema describes.
package jsonl

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

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
	names    func(*model.Notice) string
	all      *os.File
	lines    *bufio.Writer
	compact  bytes.Buffer
	indented bytes.Buffer
	encoder  *json.Encoder
}

// New returns a Writer of files in dir. The function names gives the file name of a notice, without ".json"; each
// notice needs its own.
func New(dir string, names func(*model.Notice) string) (*Writer, error) {
	if err := os.MkdirAll(filepath.Join(dir, Folder), 0o777); err != nil {
		return nil, fmt.Errorf("jsonl: %w", err)
	}
	all, err := os.Create(filepath.Join(dir, File))
	if err != nil {
		return nil, fmt.Errorf("jsonl: %w", err)
	}
	w := &Writer{dir: filepath.Join(dir, Folder), names: names, all: all, lines: bufio.NewWriterSize(all, 64<<10)}
	w.encoder = json.NewEncoder(&w.compact)
	w.encoder.SetEscapeHTML(false)
	return w, nil
}

// Write writes a notice's file and its line. It fails where the notice's name is no plain file name or is taken.
func (w *Writer) Write(n *model.Notice) error {
	w.compact.Reset()
	if err := w.encoder.Encode(n); err != nil {
		return fmt.Errorf("jsonl: notice %s: %w", n.ID, err)
	}
	name := w.names(n)
	if filepath.Base(name) != name || strings.Trim(name, ".") == "" || !filepath.IsLocal(name+".json") {
		return fmt.Errorf("jsonl: notice %s: %q is no file name", n.ID, name)
	}
	if err := w.writeFile(name + ".json"); err != nil {
		return fmt.Errorf("jsonl: notice %s: %w", n.ID, err)
	}
	if _, err := w.lines.Write(w.compact.Bytes()); err != nil {
		return fmt.Errorf("jsonl: %w", err)
	}
	return nil
}

// writeFile indents the encoded notice into a new file.
func (w *Writer) writeFile(name string) error {
	w.indented.Reset()
	if err := json.Indent(&w.indented, w.compact.Bytes(), "", " "); err != nil {
		return err
	}
	f, err := os.OpenFile(filepath.Join(w.dir, name), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, os.ErrExist) {
		return fmt.Errorf("%s is the file of an earlier notice: notices need names of their own", name)
	}
	if err != nil {
		return err
	}
	_, err = f.Write(w.indented.Bytes())
	return errors.Join(err, f.Close())
}

// Close finishes notices.ndjson.
func (w *Writer) Close() error {
	if err := errors.Join(w.lines.Flush(), w.all.Close()); err != nil {
		return fmt.Errorf("jsonl: %w", err)
	}
	return nil
}
