package source

import (
	"archive/zip"
	"bufio"
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// indexName is the file that says where the other files of its folder come from. It is tab-separated; the first line
// names the columns, of which path, url and retrieved are used; a line that begins with # is a comment.
const indexName = "index.tsv"

// origin is where a file comes from.
type origin struct {
	url       string
	retrieved string
}

// index is one folder's index: origins by path, relative to the folder, with forward slashes.
type index map[string]origin

// origin looks a file up in the index of its folder, then in those of the folders above it up to root. No index may lie outside of
// the folder top, or of its own where that is "".
func (s *search) origin(path, root, top string) origin {
	for dir := filepath.Dir(path); ; dir = filepath.Dir(dir) {
		rel, err := filepath.Rel(dir, path)
		if err != nil {
			return origin{}
		}
		if o, ok := (*s.index(dir, cmp.Or(top, dir)))[filepath.ToSlash(rel)]; ok {
			return o
		}
		if filepath.Clean(dir) == filepath.Clean(root) || dir == filepath.Dir(dir) {
			return origin{}
		}
	}
}

// index returns a folder's index, which is empty where there is none. A mistake in it is reported once. A link that leads out of top
// is skipped.
func (s *search) index(dir, top string) *index {
	if x, ok := s.indexes[dir]; ok {
		return x
	}
	x, err := readIndex(dir, top)
	switch {
	case errors.Is(err, errOutside):
		s.skip(filepath.Join(dir, indexName), err.Error())
	case err != nil:
		s.errs = append(s.errs, err)
	}
	s.indexes[dir] = &x
	return &x
}

// readIndex reads the index of a folder, which lies in top. A missing file is an empty index.
func readIndex(dir, top string) (index, error) {
	path := filepath.Join(dir, indexName)
	f, err := openWithin(top, path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return parseIndex(f, path)
}

// parseIndex reads an index from a stream. path is for messages.
func parseIndex(r io.Reader, path string) (index, error) {
	x := index{}
	var columns []string
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimRight(strings.TrimPrefix(lines.Text(), "\ufeff"), "\r")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		fields := strings.Split(line, "\t")
		if columns == nil {
			columns = fields
			if !slices.Contains(columns, "path") {
				return nil, fmt.Errorf("%s:%d: no column path", path, n)
			}
			continue
		}
		if len(fields) > len(columns) {
			return nil, fmt.Errorf("%s:%d: %d fields in a table of %d columns", path, n, len(fields), len(columns))
		}
		x.add(columns, fields)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return x, nil
}

// add takes one line into the index. Fields may be missing at the end.
func (x index) add(columns, fields []string) {
	var path string
	var o origin
	for i, f := range fields {
		f = strings.TrimSpace(f)
		switch columns[i] {
		case "path":
			path = f
		case "url":
			o.url = f
		case "retrieved":
			o.retrieved = f
		}
	}
	x[path] = o
}

// indexes are the indexes in an archive by their folders.
type indexes map[string]index

// origin looks a file of an archive up as search.origin does.
func (x indexes) origin(name string) origin {
	name = path.Clean(name)
	for dir := path.Dir(name); ; dir = path.Dir(dir) {
		if o, ok := x[dir][strings.TrimPrefix(name, dir+"/")]; ok {
			return o
		}
		if dir == path.Dir(dir) {
			return origin{}
		}
	}
}

// zipIndexes reads the indexes in a ZIP archive, all of them together no longer than one document. A mistake in one
// is a failure of its own.
func (u *unpacking) zipIndexes(at place, z *zip.Reader) (indexes, error) {
	all := indexes{}
	left := u.limits.Document
	for _, f := range z.File {
		name := path.Clean(memberName(f.Name))
		if path.Base(name) != indexName {
			continue
		}
		x, err := u.zipIndex(f, &left)
		if err != nil {
			err = u.fail(at.within(name), err)
		}
		if err != nil {
			return nil, err
		}
		all[path.Dir(name)] = x
	}
	return all, nil
}

// zipIndex reads one index of no more than left bytes.
func (u *unpacking) zipIndex(f *zip.File, left *int64) (index, error) {
	r, err := u.zipOpen(f)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	data, err := readAll(r, 0, *left)
	if err != nil {
		return nil, err
	}
	*left -= int64(len(data))
	return parseIndex(bytes.NewReader(data), indexName)
}
