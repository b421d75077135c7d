package fetch

import (
	"bufio"
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/gofrs/flock"

	"zhenggai/extract/internal/runes"
)

const (
	indexName = "index.tsv"
	stageName = ".fetching" // holds files until they are complete; folders are searched without it
	lockName  = ".lock"     // is locked as long as a run writes
	heading   = "# What zhenggai fetch keeps: a line for each address that was asked for. Files are as received."
	longValue = 500 // bytes of a reason and of what a server wants to have back
	saveEvery = 5 * time.Second
)

// A row is a line of the index: what is known of an address.
type row struct {
	Path         string // of the file, or empty where nothing could be fetched yet
	URL          string // by which the site's pages know it
	Retrieved    string // when the bytes of the file came
	Checked      string // when it was last asked for
	Status       string // that the server then answered with
	ETag         string
	LastModified string
	MediaType    string
	SHA256       string
	Bytes        string
	Asked        string // the address that was asked for, where it was redirected
	Tries        string // of the last time
	Reason       string // why the last time failed
}

// columns are the columns of the index in their order.
var columns = []struct {
	name  string
	field func(r *row) *string
}{
	{"path", func(r *row) *string { return &r.Path }},
	{"url", func(r *row) *string { return &r.URL }},
	{"retrieved", func(r *row) *string { return &r.Retrieved }},
	{"checked", func(r *row) *string { return &r.Checked }},
	{"status", func(r *row) *string { return &r.Status }},
	{"etag", func(r *row) *string { return &r.ETag }},
	{"last_modified", func(r *row) *string { return &r.LastModified }},
	{"media_type", func(r *row) *string { return &r.MediaType }},
	{"sha256", func(r *row) *string { return &r.SHA256 }},
	{"bytes", func(r *row) *string { return &r.Bytes }},
	{"asked", func(r *row) *string { return &r.Asked }},
	{"tries", func(r *row) *string { return &r.Tries }},
	{"reason", func(r *row) *string { return &r.Reason }},
}

// key is the address that was asked for.
func (r *row) key() string { return cmp.Or(r.Asked, r.URL) }

// A store is the folder in which pages are kept, and its index. It may be used by several goroutines.
type store struct {
	root *os.Root
	lock *flock.Flock
	mu   sync.Mutex
	rows map[string]row // by their keys
	names
	dirty bool
	saved time.Time
}

// ErrLocked says that another run is writing to the folder.
var ErrLocked = errors.New("another fetch is writing to the folder")

// openStore opens a folder, or makes it. One that holds files and no index of an earlier run is refused.
func openStore(dir string) (*store, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	s := &store{root: root, lock: flock.New(filepath.Join(dir, lockName))}
	if err := s.load(dir); err != nil {
		return nil, errors.Join(err, s.lock.Unlock(), root.Close())
	}
	return s, nil
}

// load reads the index, or begins one, before any other file is written.
func (s *store) load(dir string) error {
	if err := s.read(dir); err != nil {
		return err
	}
	if locked, err := s.lock.TryLock(); !locked && err == nil { // some file systems know no locks
		return fmt.Errorf("%s: %w", dir, ErrLocked)
	}
	if err := s.read(dir); err != nil { // again, since nobody changes it now
		return err
	}
	if err := s.root.RemoveAll(stageName); err != nil { // what a run left that was ended
		return err
	}
	if err := s.root.Mkdir(stageName, 0o777); err != nil {
		return err
	}
	return s.save()
}

// read reads the index where there is one, and refuses a folder with files and without it.
func (s *store) read(dir string) error {
	s.rows, s.names = map[string]row{}, names{}
	f, err := s.root.Open(indexName)
	if errors.Is(err, fs.ErrNotExist) {
		s.dirty = true
		return s.mustBeEmpty(dir)
	}
	if err != nil {
		return err
	}
	defer f.Close()
	if err := s.parse(f, filepath.ToSlash(filepath.Join(dir, indexName))); err != nil {
		return &FolderError{err}
	}
	return nil
}

// A FolderError says that a folder is not one that a run may write to.
type FolderError struct{ Err error }

func (e *FolderError) Error() string { return e.Err.Error() }
func (e *FolderError) Unwrap() error { return e.Err }

func (s *store) mustBeEmpty(dir string) error {
	d, err := s.root.Open(".")
	if err != nil {
		return err
	}
	defer d.Close()
	names, err := d.Readdirnames(3)
	if err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	if slices.ContainsFunc(names, func(n string) bool { return n != stageName && n != lockName }) {
		return &FolderError{fmt.Errorf("%s: the folder holds files and no index of an earlier fetch", dir)}
	}
	return nil
}

// parse reads an index that an earlier run wrote.
func (s *store) parse(r io.Reader, name string) error {
	lines := bufio.NewScanner(r)
	headed := false
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimRight(lines.Text(), "\r")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "\t")
		if !headed {
			if headed = slices.Equal(fields, columnNames()); !headed {
				return fmt.Errorf("%s:%d: these are not the columns of an index that fetch wrote", name, n)
			}
			continue
		}
		if len(fields) != len(columns) {
			return fmt.Errorf("%s:%d: %d fields in a table of %d columns", name, n, len(fields), len(columns))
		}
		var have row
		for i, c := range columns {
			*c.field(&have) = fields[i]
		}
		s.rows[have.key()] = have
		if have.Path != "" {
			s.names[fold(have.Path)] = have.URL
		}
	}
	if err := lines.Err(); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	if !headed {
		return fmt.Errorf("%s: it has no columns", name)
	}
	return nil
}

func columnNames() []string {
	var list []string
	for _, c := range columns {
		list = append(list, c.name)
	}
	return list
}

// known returns what is known of an address and the file that is kept for it. Where that is not the file that was
// fetched, nothing is.
func (s *store) known(u *url.URL) (row, []byte) {
	s.mu.Lock()
	have := s.rows[u.String()]
	s.mu.Unlock()
	if have.Path == "" {
		return have, nil
	}
	data, err := s.root.ReadFile(have.Path)
	if err != nil || sum(data) != have.SHA256 {
		return have, nil
	}
	return have, data
}

// keep writes a file and remembers where it comes from. r has all but the path and what is known of the bytes.
func (s *store) keep(r row, u *url.URL, ending string, data []byte) (row, error) {
	s.mu.Lock()
	r.Path = s.take(u, ending)
	s.mu.Unlock()
	r.SHA256, r.Bytes = sum(data), strconv.Itoa(len(data))
	if err := s.write(r.Path, data); err != nil {
		return r, err
	}
	return r, s.note(r)
}

// note remembers a row, and saves the index now and then.
func (s *store) note(r row) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.rows[r.key()] = r
	s.dirty = true
	if time.Since(s.saved) < saveEvery {
		return nil
	}
	return s.save()
}

// forget drops an address that has no file.
func (s *store) forget(u *url.URL) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if have, ok := s.rows[u.String()]; ok && have.Path == "" {
		delete(s.rows, u.String())
		s.dirty = true
	}
}

// save writes the index, sorted, what failed last.
func (s *store) save() error {
	if !s.dirty {
		return nil
	}
	rows := make([]row, 0, len(s.rows))
	for _, r := range s.rows {
		rows = append(rows, r)
	}
	slices.SortFunc(rows, func(a, b row) int {
		return cmp.Or(cmp.Compare(b2i(a.Path == ""), b2i(b.Path == "")), cmp.Compare(a.Path, b.Path), cmp.Compare(a.key(), b.key()))
	})
	var b strings.Builder
	b.WriteString(heading + "\n" + strings.Join(columnNames(), "\t") + "\n")
	for _, r := range rows {
		for i, c := range columns {
			if i > 0 {
				b.WriteByte('\t')
			}
			b.WriteString(oneLine(*c.field(&r)))
		}
		b.WriteByte('\n')
	}
	if err := s.write(indexName, []byte(b.String())); err != nil {
		return err
	}
	s.dirty, s.saved = false, time.Now()
	return nil
}

func b2i(b bool) int {
	if b {
		return 1
	}
	return 0
}

// finish saves the index and leaves the folder.
func (s *store) finish() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return errors.Join(s.save(), s.root.RemoveAll(stageName), s.lock.Unlock(), s.root.Close())
}

// write writes a file whole or not at all: beside all others first, and then in its place.
func (s *store) write(name string, data []byte) error {
	stage := path.Join(stageName, rand.Text())
	f, err := s.root.Create(stage)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	err = errors.Join(err, f.Sync(), f.Close())
	if err == nil {
		err = s.root.MkdirAll(path.Dir(name), 0o777)
	}
	if err == nil {
		err = s.root.Rename(stage, name)
	}
	if err != nil {
		return errors.Join(err, s.root.Remove(stage))
	}
	return nil
}

func sum(data []byte) string {
	h := sha256.Sum256(data)
	return hex.EncodeToString(h[:])
}

// oneLine returns a text as a field of a table: line ends and tabs are spaces.
func oneLine(s string) string {
	return strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsControl(r) || r == '\u2028' || r == '\u2029' {
			return ' '
		}
		return r
	}, strings.ToValidUTF8(s, "?")))
}

// short returns a reason as a line that is not too long: servers have a say in some.
func short(s string) string {
	if s = oneLine(s); len(s) > longValue {
		s = s[:runes.Before(s, longValue)] + "…"
	}
	return s
}

// remembered returns what a server wants to have back, or "" where it cannot be kept as it is.
func remembered(s string) string {
	if len(s) > longValue || oneLine(s) != s {
		return ""
	}
	return s
}
