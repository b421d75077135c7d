package dataset

import (
	"bufio"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"

	"zhenggai/extract/batch"
	"zhenggai/extract/source"
)

// RunFile marks a folder as written by zhenggai and says how it came about: program, version, language and tables, what was
// read, written, left out and failed, and which files there are. It holds no times, so that the same run gives the same
// bytes.
const RunFile = "run.json"

// program is how run.json names what wrote it.
const program = "zhenggai"

// A header is what run.json says first.
type header struct {
	Program string       `json:"program"`
	Version string       `json:"version"`
	Dataset *series      `json:"dataset,omitempty"`
	Lang    string       `json:"lang"`
	Rules   *rulesRecord `json:"rules,omitempty"` // what was laid over the built-in tables
	Totals  batch.Totals `json:"totals"`

	Corrections *correctionsRecord `json:"corrections,omitempty"`

	Tables map[string]int `json:"tables"` // rows of each table
}

// A series says which of the datasets of a job one is.
type series struct {
	Number   int64  `json:"number"`
	Name     string `json:"name"`
	Previous string `json:"previous,omitempty"`
}

// A rulesRecord says which tables of the user's were used.
type rulesRecord struct {
	Folder string            `json:"folder"`
	SHA256 map[string]string `json:"sha256"` // by file name
}

// A correctionsRecord says what became of a file of corrections.
type correctionsRecord struct {
	File       string       `json:"file"`
	LaidOver   int          `json:"laid_over"`   // over notices
	Conflicts  int          `json:"conflicts"`   // that could not be laid over their notice, whose diagnostics say why
	Elsewhere  int          `json:"elsewhere"`   // whose notices the run did not have
	PassedOver []passedOver `json:"passed_over"` // lines with mistakes
}

// A passedOver is a line with a mistake.
type passedOver struct {
	Line   int    `json:"line"`
	Reason string `json:"reason"`
}

// describeCorrections says what became of a file of corrections, or returns nil where none is given.
func describeCorrections(file string, r Result) *correctionsRecord {
	if file == "" {
		return nil
	}
	c := &correctionsRecord{filepath.ToSlash(file), r.Corrected, r.Conflicts, r.Strays, []passedOver{}}
	for _, d := range r.PassedOver {
		c.PassedOver = append(c.PassedOver, passedOver{d.Line, d.Err.Error()})
	}
	return c
}

// A writtenFile is a document whose notice was written, with the file of its own that it was written to, if any.
type writtenFile struct {
	batch.Written
	File string `json:"file,omitempty"`
}

// A file is a file of the dataset, by which one can tell that it is as it was written. Older datasets have its name only.
type file struct {
	Path   string `json:"path"`
	Bytes  int64  `json:"bytes"`
	SHA256 string `json:"sha256"`
}

func (f *file) UnmarshalJSON(data []byte) error {
	if json.Unmarshal(data, &f.Path) == nil {
		return nil
	}
	type plain file
	return json.Unmarshal(data, (*plain)(f))
}

// describeFile reads a file of the folder.
func describeFile(dir, name string) (file, error) {
	f, err := os.Open(filepath.Join(dir, filepath.FromSlash(name)))
	if err != nil {
		return file{}, err
	}
	defer f.Close()
	sum := sha256.New()
	size, err := io.Copy(sum, f)
	return file{name, size, hex.EncodeToString(sum.Sum(nil))}, err
}

// describeFiles reads the files of the folder, all at a time, but for those in the folder of single notices, which the list of what is
// written has.
func describeFiles(dir, single string) ([]file, error) {
	var names []string
	err := walkFiles(dir, func(name string) error {
		if single == "" || !strings.HasPrefix(name, single+"/") {
			names = append(names, name)
		}
		return nil
	})
	files, errs := make([]file, len(names)), make([]error, len(names))
	var wait sync.WaitGroup
	for i, name := range names {
		wait.Go(func() { files[i], errs[i] = describeFile(dir, name) })
	}
	wait.Wait()
	return files, errors.Join(append(errs, err)...)
}

// A recorder gathers what run.json says. Its lists may be long, and so they wait in files.
type recorder struct {
	written, duplicates, failed, skipped, files *spool
	single                                      string // folder in which notices have files of their own, or ""
	names                                       func(path string) string
}

// newRecorder makes a recorder with files in the folder tmp.
func newRecorder(tmp string) (*recorder, error) {
	r := &recorder{names: batch.Names()} // in the order of the notices it gives the same names as for the writer
	for name, list := range r.lists() {
		s, err := newSpool(tmp, name)
		if err != nil {
			r.end()
			return nil, err
		}
		*list = s
	}
	return r, nil
}

// lists yields the lists in the order of run.json.
func (r *recorder) lists() func(yield func(string, **spool) bool) {
	return func(yield func(string, **spool) bool) {
		_ = yield("written", &r.written) && yield("duplicates", &r.duplicates) && yield("failed", &r.failed) &&
			yield("skipped", &r.skipped) && yield("files", &r.files)
	}
}

// outcome takes note of what became of a document.
func (r *recorder) outcome(o batch.Outcome) error {
	switch {
	case o.Failure != nil:
		return r.failed.add(o.Failure)
	case o.Duplicate != nil:
		return r.duplicates.add(o.Duplicate)
	case o.Skip != nil:
		return r.skipped.add(o.Skip)
	}
	for _, w := range o.Written {
		file := ""
		if r.single != "" {
			file = r.single + "/" + r.names(w.Path) + ".json"
		}
		if err := r.written.add(writtenFile{w, file}); err != nil {
			return err
		}
	}
	return nil
}

// write writes run.json. Its list of files is that of the folder, so it comes last.
func (r *recorder) write(dir string, opts Options, of Series, skipped []source.Skip, result Result, rows map[string]int) (err error) {
	h := header{Program: program, Version: opts.Version, Lang: opts.Lang, Totals: result.Totals, Tables: rows, Corrections: describeCorrections(opts.Corrections, result)}
	if of.Number > 0 {
		h.Dataset = &series{of.Number, of.Name, of.Previous}
	}
	if h.Rules, err = describeRules(opts.RulesDir); err != nil {
		return err
	}
	for _, s := range skipped {
		err = errors.Join(err, r.skipped.add(s))
	}
	files, undescribed := describeFiles(dir, r.single)
	err = errors.Join(err, undescribed)
	for _, f := range files {
		err = errors.Join(err, r.files.add(f))
	}
	if err != nil {
		return err
	}
	f, err := os.Create(filepath.Join(dir, RunFile))
	if err != nil {
		return err
	}
	out := bufio.NewWriter(f)
	return errors.Join(r.writeTo(out, h), out.Flush(), f.Close())
}

// writeTo writes the header, and the lists as if they were its last fields.
func (r *recorder) writeTo(out *bufio.Writer, h header) error {
	data, err := encoded(h, "")
	if err != nil {
		return err
	}
	out.WriteString(strings.TrimSuffix(data, "\n}")) // a bufio.Writer keeps its first error for Flush
	for name, list := range r.lists() {
		out.WriteString(",\n \"" + name + "\": ")
		if err := (*list).copyTo(out); err != nil {
			return err
		}
	}
	_, err = out.WriteString("\n}\n")
	return err
}

func (r *recorder) end() {
	for _, list := range r.lists() {
		(*list).end()
	}
}

// encoded returns a value as run.json has it, each line but the first behind a prefix.
func encoded(v any, prefix string) (string, error) {
	var b strings.Builder
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent(prefix, " ")
	err := enc.Encode(v)
	return strings.TrimSuffix(b.String(), "\n"), err
}

// A spool is a list of JSON values that waits in a file.
type spool struct {
	file  *os.File
	out   *bufio.Writer
	count int
}

func newSpool(dir, name string) (*spool, error) {
	f, err := os.CreateTemp(dir, "zhenggai-*."+name)
	if err != nil {
		return nil, err
	}
	return &spool{file: f, out: bufio.NewWriter(f)}, nil
}

func (s *spool) add(v any) error {
	data, err := encoded(v, "  ")
	if err != nil {
		return err
	}
	if s.count > 0 {
		s.out.WriteByte(',')
	}
	s.count++
	s.out.WriteString("\n  ")
	_, err = s.out.WriteString(data)
	return err
}

// copyTo writes the list.
func (s *spool) copyTo(w *bufio.Writer) error {
	if s.count == 0 {
		_, err := w.WriteString("[]")
		return err
	}
	if err := s.out.Flush(); err != nil {
		return err
	}
	if _, err := s.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	w.WriteByte('[')
	if _, err := io.Copy(w, s.file); err != nil {
		return err
	}
	_, err := w.WriteString("\n ]")
	return err
}

func (s *spool) end() {
	if s != nil {
		s.file.Close()
		os.Remove(s.file.Name())
	}
}

// describeRules returns the folder of tables and the hashes of these, or nil where none is given.
func describeRules(dir string) (*rulesRecord, error) {
	if dir == "" {
		return nil, nil
	}
	hashes, err := hashRules(dir)
	return &rulesRecord{Folder: filepath.ToSlash(dir), SHA256: hashes}, err
}

// hashRules returns the hashes of the tables in a folder by their names, or nil where no folder is given.
func hashRules(dir string) (map[string]string, error) {
	if dir == "" {
		return nil, nil
	}
	fsys := os.DirFS(dir)
	tables, err := fs.Glob(fsys, "*.tsv")
	if err != nil {
		return nil, err
	}
	hashes := map[string]string{}
	for _, name := range tables {
		data, err := fs.ReadFile(fsys, name)
		if err != nil {
			return nil, fmt.Errorf("rules %s: %w", dir, err)
		}
		sum := sha256.Sum256(data)
		hashes[name] = hex.EncodeToString(sum[:])
	}
	return hashes, nil
}

// readFiles returns the files that a run.json lists with their hashes, "" where it gives none, and false where it is no run.json of ours.
func readFiles(name string) (map[string]string, bool) {
	f, err := os.Open(name)
	if err != nil {
		return nil, false
	}
	defer f.Close()
	dec := json.NewDecoder(bufio.NewReader(f))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return nil, false
	}
	files, ours := map[string]string{RunFile: ""}, false
	for dec.More() {
		key, err := dec.Token()
		switch key {
		case "program":
			var by string
			err = errors.Join(err, dec.Decode(&by))
			ours = by == program
		case "written":
			err = errors.Join(err, eachElement(dec, func(w writtenFile) { files[w.File] = "" }))
		case "files":
			err = errors.Join(err, eachElement(dec, func(f file) { files[f.Path] = f.SHA256 }))
		default:
			var other json.RawMessage
			err = errors.Join(err, dec.Decode(&other))
		}
		if err != nil {
			return nil, false
		}
	}
	_, err = dec.Token() // the end
	return files, ours && err == nil
}

// eachElement reads an array element by element.
func eachElement[T any](dec *json.Decoder, f func(T)) error {
	if t, err := dec.Token(); err != nil || t != json.Delim('[') {
		return errors.Join(err, errors.ErrUnsupported)
	}
	for dec.More() {
		var v T
		if err := dec.Decode(&v); err != nil {
			return err
		}
		f(v)
	}
	_, err := dec.Token()
	return err
}

// walkFiles calls f with the paths of the files in a folder and in the folders in it, in their order, with forward slashes.
func walkFiles(dir string, f func(file string) error) error {
	return fs.WalkDir(os.DirFS(dir), ".", func(file string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		return f(file)
	})
}

// Number returns the number of the dataset in a folder within its series, and false where the folder holds none.
func Number(dir string) (int64, bool) {
	f, err := os.Open(filepath.Join(dir, RunFile))
	if err != nil {
		return 0, false
	}
	defer f.Close()
	dec := json.NewDecoder(bufio.NewReader(f))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return 0, false
	}
	ours := false
	for dec.More() {
		key, err := dec.Token()
		var s series
		var by string
		switch key {
		case "program":
			err = errors.Join(err, dec.Decode(&by))
			ours = by == program
		case "dataset":
			err = errors.Join(err, dec.Decode(&s))
			return s.Number, ours && err == nil && s.Number > 0
		case "version":
			err = errors.Join(err, dec.Decode(&by))
		default:
			return 0, false // the number stands before everything that may be long
		}
		if err != nil {
			return 0, false
		}
	}
	return 0, false
}
