package pipeline

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"zhenggai/extract/batch"
	"zhenggai/extract/source"
)

// The folders of what is no record, beside those of the tables.
const (
	Failures   = "failures"   // documents of which nothing came: the dead letters
	Skipped    = "skipped"    // files that are left out
	Duplicates = "duplicates" // documents with the content of another
)

// A Line is a line of a file.
type Line struct {
	Order string // by which the lines of a file are sorted
	Text  []byte // without its end
}

// fewer is by how much the files of failures and the like are fewer than those of records.
const fewer = 16

// lists emits a line for a file of failures and the like.
func (o *Options) list(folder, path string, value any, line func(string, Line)) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(value); err != nil {
		panic(err) // strings and numbers only
	}
	shards := max(1, o.Shards/fewer)
	line(o.part(folder, shardOf(path, shards), shards, NDJSON), Line{Order: path, Text: bytes.TrimSuffix(b.Bytes(), []byte("\n"))})
}

// fail lists a document of which nothing came.
func (o *Options) fail(ctx context.Context, path string, err error, line func(string, Line)) {
	count(ctx, Failures, 1)
	o.list(Failures, path, batch.Failure{Path: path, Reason: err.Error()}, line)
}

// skip lists a file that is left out.
func (o *Options) skip(ctx context.Context, s source.Skip, line func(string, Line)) {
	count(ctx, Skipped, max(1, s.Count))
	o.list(Skipped, s.Path, s, line)
}

// duplicate lists a document with the content of another.
func (o *Options) duplicate(ctx context.Context, d batch.Duplicate, line func(string, Line)) {
	count(ctx, Duplicates, 1)
	o.list(Duplicates, d.Path, d, line)
}

// linesFn writes files of lines.
type linesFn struct {
	Options Options
}

// ProcessElement writes one file, its lines in their order and each once.
func (f *linesFn) ProcessElement(ctx context.Context, name string, next func(*Line) bool) error {
	var lines []Line
	for l := (Line{}); next(&l); l = (Line{}) {
		lines = append(lines, l)
	}
	slices.SortFunc(lines, func(a, b Line) int { return cmp.Or(strings.Compare(a.Order, b.Order), bytes.Compare(a.Text, b.Text)) })
	lines = slices.CompactFunc(lines, func(a, b Line) bool { return a.Order == b.Order && bytes.Equal(a.Text, b.Text) })
	return staged(func(dir string) error {
		file := filepath.Join(dir, "lines")
		if err := writeLines(file, lines); err != nil {
			return err
		}
		return publish(ctx, file, join(f.Options.Output, name))
	})
}

func writeLines(file string, lines []Line) error {
	return written(file, func(w *bufio.Writer) error {
		for _, l := range lines {
			w.Write(l.Text) // a bufio.Writer keeps its first error for Flush
			w.WriteByte('\n')
		}
		return nil
	})
}

// staged calls do with a folder that is gone afterwards.
func staged(do func(dir string) error) error {
	dir, err := os.MkdirTemp("", "zhenggai-beam-*")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	return do(dir)
}
