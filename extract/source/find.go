package source

import (
	"bytes"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/bmatcuk/doublestar/v4"
)

// Stdin is the pattern that stands for standard input, and the path of what is read from it.
const Stdin = "-"

// extensions are the endings of file names that notices have when a folder, a glob or an archive is searched. A file
// that is named itself is read whatever its name.
var extensions = slices.Concat([]string{"", ".txt", ".md", ".markdown"}, pageEndings, attachedEndings)

// listEndings are the endings of tables, which are read from folders where their first row is the head of a list.
var listEndings = []string{".csv", ".tsv"}

// containers are the endings of archives and crawls, packers those of compressed files, whose name goes on before it.
var (
	containers = []string{".zip", ".tar", ".tgz", ".tbz2", ".warc", ".rar"}
	packers    = []string{".gz", ".zst", ".bz2"}
)

// wrongEnding says why a file is not read where a folder or an archive is searched, or "".
func wrongEnding(name, where string) string {
	ext := strings.ToLower(filepath.Ext(name))
	inner := ext
	if slices.Contains(packers, ext) {
		inner = strings.ToLower(filepath.Ext(name[:len(name)-len(ext)]))
	}
	if slices.Contains(extensions, inner) || slices.Contains(containers, inner) {
		return ""
	}
	return inner + notReadFrom + where
}

const (
	notReadFrom = " files are not read from "
	noDocument  = "an archive that holds no document"
)

// Ending returns the ending of a file's name for which it is left out, or "" where it is for something else.
func (s *Skip) Ending() string {
	ending, _, found := strings.Cut(s.Reason, notReadFrom)
	switch {
	case found:
		return ending
	case s.Reason == noDocument:
		return strings.ToLower(filepath.Ext(s.Path))
	}
	return ""
}

// An Entry is a file that was found and can be read: a document, an archive or a crawl.
type Entry struct {
	Path      string                        // as given, with forward slashes
	URL       string                        // from the folder's index
	Retrieved string                        // from the folder's index
	Open      func() (io.ReadCloser, error) // nil opens the file at Path

	// Given, if it is not nil, returns the document that the entry is, which something else has read, as one out of an
	// archive on another machine. Nothing is opened then.
	Given func() (Document, error)

	root     string // the folder within which its parts lie
	top      string // the folder that was searched, out of which no link may lead; "" where it was named by itself
	alone    bool   // it was named by itself
	unlooked bool   // nothing that a page may name as its part lies in the folder
	joined   *joined
	wanted   func(text string) bool
}

// joined is what belongs to the notice of a page, and what is missing of it.
type joined struct {
	parts   []pending
	missing Missing
}

// opener returns what opens the entry. Entries of files have no function of their own, since there may be a great many.
func (e *Entry) opener() func() (io.ReadCloser, error) {
	if e.Open != nil {
		return e.Open
	}
	path, top := filepath.FromSlash(e.Path), e.top
	return func() (io.ReadCloser, error) {
		if top == "" {
			return os.Open(path)
		}
		return openWithin(top, path)
	}
}

// errOutside says why a file of a folder is not read that lies elsewhere.
var errOutside = errors.New("a symbolic link that leads out of the folder")

// openWithin opens a file in a folder, and fails where a symbolic link leads out of that. Links that change while it does cannot
// lead out either.
func openWithin(top, path string) (*os.File, error) {
	if rel, err := filepath.Rel(top, path); err == nil {
		if f, err := os.OpenInRoot(top, rel); err == nil || errors.Is(err, fs.ErrNotExist) {
			return f, err
		}
	}
	within := identity(top) // a link to an absolute path is refused, also where that lies within
	rel, err := filepath.Rel(within, identity(path))
	if err != nil || !filepath.IsLocal(rel) {
		return nil, errOutside
	}
	return os.OpenInRoot(within, rel)
}

// A Skip is a file that was found and is left out, and why. For a crawl it is as many records as Count says.
type Skip struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
	Count  int    `json:"count,omitempty"`
}

// A List is what a search found. Entries stand in the order of the patterns, and under one pattern in the order of
// their paths; a file that several patterns name stands once.
type List struct {
	Entries []Entry
	Skipped []Skip
}

// A PatternError says that a pattern gives nothing to read.
type PatternError struct {
	Pattern string
	Err     error
}

func (e *PatternError) Error() string { return e.Pattern + ": " + e.Err.Error() }

func (e *PatternError) Unwrap() error { return e.Err }

// Why a pattern gives nothing to read.
var (
	ErrNoMatch  = errors.New("no such file or folder")
	ErrNoNotice = errors.New("no text, Markdown, HTML, PDF, OFD, Word, WPS, RTF, ODT, Excel or archive file there, and no CSV or TSV file that is a list")
	ErrOutside  = errors.New("only symbolic links that lead out of the folder; name the files themselves, or the folder that they lie in")
)

// A Finder searches for documents. The zero value is ready for use.
type Finder struct {
	Stdin   io.Reader // what the pattern "-" stands for; nil means nothing
	Exclude string    // a folder that is left out, such as the one that a run writes to

	// Attached says by the words of a link, or by the name of a file, whether a document that a page has attached belongs
	// to its notice. Where the page itself says hardly anything, all do. Nil means that no other does.
	Attached func(words string) bool

	// Listed says by the name of a CSV or TSV file and by what it begins with whether it is a list of problems or a table of figures,
	// which is read where a folder is searched. Nil means that none is.
	Listed func(name string, head []byte) bool
}

// Find returns the documents that the patterns name. A pattern is a file, a folder, which is searched with the folders
// in it, or a glob, in which ** stands for any folders.
//
// In folders and globs, texts, Markdown, HTML, PDF, OFD, Word, WPS, RTF, ODT and Excel files, archives and crawls are found by the
// endings of their names, and CSV and TSV files where Listed knows their heads; other files are listed as skipped, files and folders whose names begin with a dot are passed over.
// Symbolic links to folders are not followed, nor are those that lead out of the folder that is searched, which for a glob is the one
// before its first wildcard; both are listed as skipped. What a pattern names itself is followed wherever it leads. A file index.tsv
// says for the files of its folder where they come from, in the columns path, url and retrieved.
//
// The error joins a *PatternError for each pattern that gives nothing, and the mistakes in indexes.
func (f *Finder) Find(patterns ...string) (*List, error) {
	s := &search{finder: f, seen: map[string]bool{}, indexes: map[string]*index{}, folders: folders{}}
	if f.Exclude != "" {
		s.exclude = identity(f.Exclude)
	}
	for _, p := range patterns {
		found, outside := s.found, s.outside
		err := s.pattern(p)
		switch {
		case err != nil:
			s.fail(p, err)
		case s.found == found && s.outside > outside:
			s.fail(p, ErrOutside)
		case s.found == found:
			s.fail(p, ErrNoNotice)
		}
	}
	if err := errors.Join(s.errs...); err != nil {
		return nil, err
	}
	s.join()
	return &s.list, nil
}

// search is the state of one Find.
type search struct {
	finder  *Finder
	exclude string // identity of Finder.Exclude
	list    List
	found   int             // entries found, also those found before
	outside int             // links found that lead out of their folder
	seen    map[string]bool // identities of the files in the list
	indexes map[string]*index
	folders folders
	errs    []error
}

func (s *search) fail(pattern string, err error) {
	s.errs = append(s.errs, &PatternError{pattern, err})
}

// pattern searches for one pattern.
func (s *search) pattern(p string) error {
	if p == Stdin && s.finder.Stdin != nil {
		s.stdin()
		return nil
	}
	info, err := os.Stat(p)
	switch {
	case err == nil && info.IsDir():
		return s.folder(p)
	case err == nil:
		s.file(p, filepath.Dir(p), "", true)
		return nil
	case !strings.ContainsAny(p, `*?[{`):
		return reason(err)
	}
	return s.glob(p)
}

// reason returns what an error of the file system says, without the path that the caller names anyway.
func reason(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return ErrNoMatch
	}
	var path *fs.PathError
	if errors.As(err, &path) {
		return path.Err
	}
	return err
}

func (s *search) stdin() {
	s.found++
	if s.seen[Stdin] {
		return
	}
	s.seen[Stdin] = true
	open := func() (io.ReadCloser, error) { return io.NopCloser(s.finder.Stdin), nil }
	s.list.Entries = append(s.list.Entries, Entry{Path: Stdin, Open: open})
}

func (s *search) glob(p string) error {
	if !doublestar.ValidatePathPattern(p) {
		return errors.New("bad glob pattern")
	}
	paths, err := doublestar.FilepathGlob(p, doublestar.WithFilesOnly(), doublestar.WithNoHidden(), doublestar.WithNoFollow())
	if err != nil {
		return reason(err)
	}
	if len(paths) == 0 {
		return ErrNoMatch
	}
	slices.Sort(paths)
	top, _ := doublestar.SplitPattern(filepath.ToSlash(filepath.Clean(p)))
	for _, path := range paths {
		if !s.excluded(filepath.Dir(path)) {
			s.candidate(path, filepath.Dir(path), filepath.FromSlash(top))
		}
	}
	return nil
}

// folder searches a folder. A folder within that cannot be read is listed as skipped.
func (s *search) folder(root string) error {
	r, err := os.OpenRoot(root)
	if err != nil {
		return reason(err)
	}
	defer r.Close()
	return fs.WalkDir(r.FS(), ".", func(rel string, d fs.DirEntry, err error) error {
		path := filepath.Join(root, filepath.FromSlash(rel))
		switch {
		case err != nil && rel == ".":
			return reason(err)
		case err != nil:
			s.skip(path, reason(err).Error())
		case rel == ".":
		case d.IsDir() && (hidden(d) || s.excluded(path)):
			return fs.SkipDir
		case d.IsDir() && isDataset(r, rel):
			s.skip(path, "a folder that zhenggai wrote")
			return fs.SkipDir
		case !d.IsDir() && !hidden(d):
			s.candidate(path, root, root)
		}
		return nil
	})
}

// isDataset reports whether a folder is what a run wrote: its record says so.
func isDataset(root *os.Root, dir string) bool {
	record := head(func() (io.ReadCloser, error) { return root.Open(filepath.Join(filepath.FromSlash(dir), "run.json")) })
	return bytes.Contains(record[:min(len(record), 200)], []byte(`"program": "zhenggai"`))
}

func hidden(d fs.DirEntry) bool { return strings.HasPrefix(d.Name(), ".") }

// excluded reports whether a folder is the excluded one or lies in it.
func (s *search) excluded(dir string) bool {
	return s.exclude != "" && within(s.exclude, identity(dir))
}

// within reports whether the second of two identities is the first or lies in it.
func within(dir, path string) bool {
	rel, err := filepath.Rel(dir, path)
	return err == nil && filepath.IsLocal(rel)
}

// Inside returns the first of the entries that lies in a folder, symbolic links resolved, or nil. Standard input lies in none.
func (l *List) Inside(dir string) *Entry {
	known, top := folders{}, identity(dir)
	for i := range l.Entries {
		if e := &l.Entries[i]; e.Path != Stdin && within(top, known.identity(filepath.FromSlash(e.Path))) {
			return e
		}
	}
	return nil
}

// candidate takes a file that a search in the folder top has found into the list, or says why not.
func (s *search) candidate(path, root, top string) {
	if filepath.Base(path) == indexName {
		return
	}
	wrong := s.wrongFile(path)
	info, err := os.Stat(path)
	switch {
	case err != nil:
		s.skip(path, reason(err).Error())
	case info.IsDir():
		s.skip(path, "a symbolic link to a folder")
	case !info.Mode().IsRegular():
		s.skip(path, "not a regular file")
	case wrong != "":
		s.skip(path, wrong)
	case !within(s.folders.of(top), s.folders.identity(path)):
		s.outside++
		s.skip(path, errOutside.Error())
	case !s.isList(path, top):
		s.skip(path, "its first row is not the head of a list")
	default:
		s.file(path, root, top, false)
	}
}

// wrongFile says by its name why a file of a folder is not read, or "".
func (s *search) wrongFile(path string) string {
	name := strings.ToLower(filepath.Base(path))
	switch ext := filepath.Ext(name); {
	case name == "readme.md":
		return "it tells of the folder"
	case slices.Contains(listEndings, ext) && s.finder.Listed != nil:
		return ""
	}
	return wrongEnding(path, "folders")
}

// isList reports whether a file of a folder, if it is a table, is a list.
func (s *search) isList(path, top string) bool {
	name := strings.ToLower(filepath.Base(path))
	if !slices.Contains(listEndings, filepath.Ext(name)) {
		return true
	}
	e := Entry{Path: filepath.ToSlash(path), top: top}
	return s.finder.Listed(name, head(e.opener()))
}

// skip says why a file is left out. A link stands for itself, since what it leads to may be read from elsewhere.
func (s *search) skip(path, why string) {
	id := s.folders.own(path)
	if s.seen[id] {
		return
	}
	s.seen[id] = true
	s.list.Skipped = append(s.list.Skipped, Skip{Path: filepath.ToSlash(path), Reason: why})
}

// file takes a file into the list. alone says that it was named by itself.
func (s *search) file(path, root, top string, alone bool) {
	s.found++
	id := s.folders.identity(path)
	if s.seen[id] {
		return
	}
	s.seen[id] = true
	e := Entry{Path: filepath.ToSlash(path), root: root, top: top, alone: alone, wanted: s.finder.Attached}
	line := s.origin(path, root, top)
	e.URL, e.Retrieved = line.url, line.retrieved
	s.list.Entries = append(s.list.Entries, e)
}

// folders are the identities of folders.
type folders map[string]string

// identity is the function identity, quicker where many files lie in one folder: only the links among them are followed.
func (f folders) identity(path string) string {
	if info, err := os.Lstat(path); err != nil || info.Mode()&fs.ModeSymlink != 0 {
		return identity(path)
	}
	return f.own(path)
}

// own is the identity of a file that is not followed if it is a link.
func (f folders) own(path string) string {
	return filepath.Join(f.of(filepath.Dir(path)), filepath.Base(path))
}

// of is the identity of a folder.
func (f folders) of(dir string) string {
	known, ok := f[dir]
	if !ok {
		known = identity(dir)
		f[dir] = known
	}
	return known
}

// identity returns a name by which one file or folder is known however a user spells its path. What does not exist
// yet is known by the identity of its folder.
func identity(path string) string {
	abs, err := filepath.Abs(path)
	if err != nil {
		return filepath.Clean(path)
	}
	if real, err := filepath.EvalSymlinks(abs); err == nil {
		return real
	}
	if dir := filepath.Dir(abs); dir != abs {
		return filepath.Join(identity(dir), filepath.Base(abs))
	}
	return abs
}
