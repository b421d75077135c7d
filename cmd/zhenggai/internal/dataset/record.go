package main

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"zhenggai/extract/batch"
	"zhenggai/extract/source"
	"zhenggai/model/jsonl"
)

// runFile marks a folder as written by zhenggai and says how it came about.
const runFile = "run.json"

// program is how run.json names what wrote it.
const program = "zhenggai"

// A runRecord is what run.json says. It holds no times, so that the same run gives the same bytes.
type runRecord struct {
	Program    string            `json:"program"`
	Version    string            `json:"version"`
	Lang       string            `json:"lang"`
	Rules      *rulesRecord      `json:"rules,omitempty"` // what was laid over the built-in tables
	Totals     batch.Totals      `json:"totals"`
	Written    []writtenFile     `json:"written"`
	Duplicates []batch.Duplicate `json:"duplicates"`
	Failed     []batch.Failure   `json:"failed"`
	Skipped    []source.Skip     `json:"skipped"`
	Files      []string          `json:"files"` // all files in the folder but this one
}

// A rulesRecord says which tables of the user's were used.
type rulesRecord struct {
	Folder string            `json:"folder"`
	SHA256 map[string]string `json:"sha256"` // by file name
}

// A writtenFile is a document whose notice was written, with the file of its own that it was written to, if any.
type writtenFile struct {
	batch.Written
	File string `json:"file,omitempty"`
}

// newRunRecord says what became of the documents. named gives the names of notices' files by their ids.
func newRunRecord(list *source.List, sum batch.Summary, named map[string]string) *runRecord {
	r := &runRecord{
		Program: program, Version: version(), Totals: sum.Totals, Written: make([]writtenFile, len(sum.Written)),
		Duplicates: orEmpty(sum.Duplicates), Failed: orEmpty(sum.Failures), Skipped: orEmpty(slices.Concat(list.Skipped, sum.Skipped)),
	}
	for i, w := range sum.Written {
		r.Written[i].Written = w
		if name := named[w.ID]; name != "" {
			r.Written[i].File = jsonl.Folder + "/" + name + ".json"
		}
	}
	return r
}

// orEmpty returns a list that JSON prints as [] and not as null.
func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

// describeRules returns the hashes of the tables in a folder, or nil where none is given.
func describeRules(dir string) (*rulesRecord, error) {
	if dir == "" {
		return nil, nil
	}
	fsys := os.DirFS(dir)
	tables, err := fs.Glob(fsys, "*.tsv")
	if err != nil {
		return nil, err
	}
	r := &rulesRecord{Folder: filepath.ToSlash(dir), SHA256: map[string]string{}}
	for _, name := range tables {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("--rules %s: %w", dir, err)
		}
		sum := sha256.Sum256(data)
		r.SHA256[name] = hex.EncodeToString(sum[:])
	}
	return r, nil
}

// write writes run.json. Its list of files is that of the folder, so it comes last.
func (r *runRecord) write(dir string) (err error) {
	if r.Files, err = listFiles(dir); err != nil {
		return err
	}
	var data bytes.Buffer
	enc := json.NewEncoder(&data)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(r); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, runFile), data.Bytes(), 0o666)
}
