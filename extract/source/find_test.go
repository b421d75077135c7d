package source

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// tree makes files in a new folder, makes it the working directory and returns it. A name that ends in a slash is a
// folder, a content that begins with "-> " a symbolic link.
func tree(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	t.Chdir(root)
	for name, content := range files {
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		var err error
		if target, ok := strings.CutPrefix(content, "-> "); ok {
			err = os.Symlink(target, name)
		} else if !strings.HasSuffix(name, "/") {
			err = os.WriteFile(name, []byte(content), 0o666)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func paths(l *List) []string {
	var all []string
	for _, e := range l.Entries {
		all = append(all, e.Path)
	}
	return all
}

func TestFind(t *testing.T) {
	files := map[string]string{
		"in/b.txt": "乙", "in/a.html": "甲", "in/C.HTM": "丙", "in/d.shtml": "", "in/e.xhtml": "", "in/plain": "丁",
		"in/.hidden.txt": "", "in/.git/x.txt": "", "in/index.tsv": "path\turl\n", "in/photo.JPG": "", "in/out/old.txt": "",
		"in/sub/deep/f.txt": "", "one.pdf": "", "[x].txt": "",
		"packed/a.ZIP": "", "packed/b.tar.gz": "", "packed/c.html.zst": "", "packed/d.sql.gz": "", "packed/e.warc.gz": "", "packed/f.tbz": "",
	}
	tests := []struct {
		name     string
		patterns []string
		want     []string
	}{
		{"a folder, sorted, with the folders in it", []string{"in"}, []string{"in/C.HTM", "in/a.html", "in/b.txt", "in/d.shtml", "in/e.xhtml", "in/plain", "in/sub/deep/f.txt"}},
		{"the folder's name with a slash", []string{"in/sub/"}, []string{"in/sub/deep/f.txt"}},
		{"a file that is named is read whatever its name", []string{"one.pdf"}, []string{"one.pdf"}},
		{"brackets in a name are no glob", []string{"[x].txt"}, []string{"[x].txt"}},
		{"archives and compressed files", []string{"packed"}, []string{"packed/a.ZIP", "packed/b.tar.gz", "packed/c.html.zst", "packed/e.warc.gz"}},
		{"a glob", []string{"in/*.txt"}, []string{"in/b.txt"}},
		{"a glob through folders", []string{"in/**/*.txt"}, []string{"in/b.txt", "in/sub/deep/f.txt"}},
		{"a glob with alternatives", []string{"in/*.{txt,html}"}, []string{"in/a.html", "in/b.txt"}},
		{"patterns in their order, each file once", []string{"in/b.txt", "./in/*.txt", "in/../in/a.html"}, []string{"in/b.txt", "in/../in/a.html"}},
	}
	tree(t, files)
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := Finder{Exclude: "in/out"}
			l, err := f.Find(tt.patterns...)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, paths(l)); diff != "" {
				t.Errorf("Find(%q) (-want +got):\n%s", tt.patterns, diff)
			}
		})
	}
}

func TestFindListsWhatItSkips(t *testing.T) {
	tree(t, map[string]string{"in/a.txt": "", "in/b.jpg": "", "in/c.pdf": "", "in/c.xls": "", "in/d.docx": "", "in/e.DOC": "", "in/f.rtf": "", "in/g.wps": "", "in/h.odt": "", "in/i.ods": "", "in/j.docm": "", "in/k.dotx": "", "in/l.XLSM": ""})
	l, err := new(Finder).Find("in", "in")
	if err != nil {
		t.Fatal(err)
	}
	want := []Skip{
		{Path: "in/b.jpg", Reason: ".jpg files are not read from folders"},
		{Path: "in/c.xls", Reason: ".xls files are not read from folders"},
		{Path: "in/i.ods", Reason: ".ods files are not read from folders"},
	}
	for i, ending := range []string{".jpg", ".xls", ".ods"} {
		if got := l.Skipped[i].Ending(); got != ending {
			t.Errorf("skip %d is for the ending %q, want %s", i, got, ending)
		}
	}
	if link := (&Skip{Path: "a.txt", Reason: "a link"}); link.Ending() != "" {
		t.Error("a link is left out for its ending")
	}
	if diff := cmp.Diff(want, l.Skipped); diff != "" {
		t.Errorf("skipped (-want +got):\n%s", diff)
	}
}

func TestFindNamesEveryPatternThatGivesNothing(t *testing.T) {
	tree(t, map[string]string{"a.txt": "", "empty/": "", "pictures/x.png": ""})
	_, err := new(Finder).Find("missing.txt", "a.txt", "no*.txt", "empty", "pictures/*", "[", "-")
	got := strings.Split(err.Error(), "\n")
	want := []string{
		"missing.txt: no such file or folder", "no*.txt: no such file or folder", "empty: no text, Markdown, HTML, PDF, OFD, Word, WPS, RTF, ODT, Excel or archive file there, and no CSV or TSV file that is a list",
		"pictures/*: no text, Markdown, HTML, PDF, OFD, Word, WPS, RTF, ODT, Excel or archive file there, and no CSV or TSV file that is a list", "[: bad glob pattern", "-: no such file or folder",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("errors (-want +got):\n%s", diff)
	}
	if pattern := (*PatternError)(nil); !errors.As(err, &pattern) || pattern.Pattern != "missing.txt" {
		t.Errorf("the error %v holds no PatternError of missing.txt", err)
	}
}

func TestFindDoesNotFollowLinksToFolders(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("symbolic links need a privilege on Windows")
	}
	tree(t, map[string]string{
		"outside/secret.txt": "", "in/a.txt": "",
		"in/up": "-> ../outside", "in/loop": "-> .", "in/linked.txt": "-> ../in/sub/shared.txt", "in/sub/shared.txt": "", "in/gone.txt": "-> nowhere", "link": "-> in",
	})
	l, err := new(Finder).Find("in")
	if err != nil {
		t.Fatal(err)
	}
	if want, got := []string{"in/a.txt", "in/linked.txt"}, paths(l); !slices.Equal(want, got) {
		t.Errorf("found %q, want %q", got, want)
	}
	want := []Skip{
		{Path: "in/gone.txt", Reason: "no such file or folder"},
		{Path: "in/loop", Reason: "a symbolic link to a folder"},
		{Path: "in/up", Reason: "a symbolic link to a folder"},
	}
	if diff := cmp.Diff(want, l.Skipped); diff != "" {
		t.Errorf("skipped (-want +got):\n%s", diff)
	}
	l, err = new(Finder).Find("link")
	if err != nil || !slices.Contains(paths(l), "link/a.txt") {
		t.Errorf("a link that is named itself gives %v, %v", l, err)
	}
}

// TestFindStaysInItsFolder searches folders from which links lead out, in all ways that links have.
func TestFindStaysInItsFolder(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("symbolic links need a privilege on Windows")
	}
	dir := tree(t, map[string]string{
		"outside/secret.txt": "secret", "outside/deep/x.txt": "secret", "outside/index.tsv": "path\turl\na.txt\thttps://secret.example/\n", "inside/other.txt": "",
		"in/a.txt": "a", "in/sub/b.txt": "b", "in/sub/index.tsv": "-> ../../in/sub2/index.tsv", "in/sub2/index.tsv": "path\turl\nb.txt\thttps://b.example/\n",
		"in/index.tsv": "-> ../outside/index.tsv",
		"in/out.txt":   "-> ../outside/secret.txt", "in/over.txt": "-> sub/../../outside/secret.txt", "in/twice.txt": "-> out.txt", "in/neighbour.txt": "-> ../inside/other.txt",
		"in/self.txt": "-> self.txt", "in/outside": "-> ../outside", "in/within.txt": "-> sub/b.txt", "in/round.txt": "-> ../in/a.txt", "link": "-> in", "file.txt": "-> outside/secret.txt",
	})
	for name, to := range map[string]string{"in/system.txt": "/etc/passwd", "in/full.txt": "outside/secret.txt", "in/own.txt": "in/sub/c.txt"} {
		if !filepath.IsAbs(to) {
			to = filepath.Join(dir, to)
		}
		if err := os.Symlink(to, name); err != nil {
			t.Fatal(err)
		}
	}
	if err := os.WriteFile("in/sub/c.txt", []byte("c"), 0o666); err != nil {
		t.Fatal(err)
	}
	const out = "a symbolic link that leads out of the folder"
	for _, test := range []struct {
		patterns []string
		read     map[string]string // content by path
		outside  []string
	}{
		{[]string{"in"}, map[string]string{"in/a.txt": "a", "in/own.txt": "c", "in/sub/b.txt": "b"}, []string{"in/full.txt", "in/index.tsv", "in/neighbour.txt", "in/out.txt", "in/over.txt", "in/system.txt", "in/twice.txt"}},
		{[]string{"link"}, map[string]string{"link/a.txt": "a", "link/own.txt": "c", "link/sub/b.txt": "b"}, []string{"link/full.txt", "link/index.tsv", "link/neighbour.txt", "link/out.txt", "link/over.txt", "link/system.txt", "link/twice.txt"}},
		{[]string{"in/o*.txt"}, map[string]string{"in/own.txt": "c"}, []string{"in/index.tsv", "in/out.txt", "in/over.txt"}},
		{[]string{"in/*/*.txt"}, map[string]string{"in/sub/b.txt": "b", "in/sub/c.txt": "c"}, nil},
		{[]string{"in/out.txt"}, map[string]string{"in/out.txt": "secret"}, []string{"in/index.tsv"}},
		{[]string{"file.txt"}, map[string]string{"file.txt": "secret"}, nil},
		{[]string{"in/outside"}, map[string]string{"in/outside/secret.txt": "secret", "in/outside/deep/x.txt": "secret"}, nil},
		{[]string{"in/*[at].txt", "outside/secret.txt"}, map[string]string{"in/a.txt": "a", "outside/secret.txt": "secret"}, []string{"in/index.tsv", "in/out.txt"}},
	} {
		l, err := new(Finder).Find(test.patterns...)
		if len(test.read) == 0 || err != nil {
			t.Fatalf("%q: %v", test.patterns, err)
		}
		got := map[string]string{}
		for _, e := range l.Entries {
			d, err := read(e, 1000)
			if err != nil {
				t.Errorf("%q: %s: %v", test.patterns, e.Path, err)
			}
			got[e.Path] = string(d.Data)
			if strings.Contains(e.URL, "secret") || strings.HasSuffix(e.Path, "sub/b.txt") && e.URL != "https://b.example/" {
				t.Errorf("%q: %s comes from %q", test.patterns, e.Path, e.URL)
			}
		}
		if diff := cmp.Diff(test.read, got); diff != "" {
			t.Errorf("%q reads (-want +got):\n%s", test.patterns, diff)
		}
		var outside []string
		for _, s := range l.Skipped {
			if s.Reason == out {
				outside = append(outside, s.Path)
			}
		}
		slices.Sort(outside)
		if diff := cmp.Diff(test.outside, outside); diff != "" {
			t.Errorf("%q skips (-want +got):\n%s", test.patterns, diff)
		}
	}
	if _, err := new(Finder).Find("in/t*.txt"); !errors.Is(err, ErrOutside) {
		t.Errorf("a folder of links that lead out gives %v", err)
	}
}

// TestOpenStaysInItsFolder has files become links after they were found.
func TestOpenStaysInItsFolder(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("symbolic links need a privilege on Windows")
	}
	dir := tree(t, map[string]string{
		"outside/a.txt": "secret", "outside/b.txt": "secret", "in/a.txt": "a", "in/sub/b.txt": "b", "in/c.txt": "c",
		"in/t.html": `<a href="t_2.html">下一页</a>`, "in/t_2.html": "2", "outside/t_2.html": "secret",
	})
	list, err := new(Finder).Find("in")
	beside, failed := new(Finder).Find("in/t.html")
	if err := errors.Join(err, failed); err != nil {
		t.Fatal(err)
	}
	swap := func(name, to string) {
		t.Helper()
		if err := errors.Join(os.RemoveAll(name), os.Symlink(to, name)); err != nil {
			t.Fatal(err)
		}
	}
	swap("in/a.txt", "../outside/a.txt")
	swap("in/sub", filepath.Join(dir, "outside"))
	swap("in/t_2.html", "../outside/t_2.html")
	for _, e := range append(list.Entries, beside.Entries...) {
		d, err := read(e, 1000)
		for _, p := range d.Parts {
			d.Data = append(d.Data, p.Data...)
		}
		if failing := e.Path == "in/a.txt" || e.Path == "in/sub/b.txt"; strings.Contains(string(d.Data), "secret") || failing != (err != nil) {
			t.Errorf("%s gives %q, %v", e.Path, d.Data, err)
		}
	}
}

func TestFindTakesOriginsFromIndexes(t *testing.T) {
	tree(t, map[string]string{
		"in/index.tsv": "# where they come from\npath\tnote\turl\tretrieved\r\na.txt\tx\thttps://a.example/\t2021-05-08\n" +
			"sub/b.txt\t\thttps://b.example/\nsub/c.txt\t\thttps://far.example/\n",
		"in/a.txt": "", "in/sub/b.txt": "", "in/sub/c.txt": "", "in/none.txt": "",
		"in/sub/index.tsv": "path\turl\nc.txt\thttps://near.example/\n",
	})
	l, err := new(Finder).Find("in")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"in/a.txt": "https://a.example/ 2021-05-08", "in/none.txt": " ",
		"in/sub/b.txt": "https://b.example/ ", "in/sub/c.txt": "https://near.example/ ",
	}
	got := map[string]string{}
	for _, e := range l.Entries {
		got[e.Path] = e.URL + " " + e.Retrieved
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("origins (-want +got):\n%s", diff)
	}
	l, err = new(Finder).Find("in/a.txt")
	if err != nil || l.Entries[0].URL != "https://a.example/" {
		t.Errorf("a file that is named itself has the origin %+v, %v", l, err)
	}
}

func TestFindReportsMistakesInIndexes(t *testing.T) {
	for content, want := range map[string]string{
		"file\turl\n":             "index.tsv:1: no column path",
		"path\turl\na\tb\tc\n":    "index.tsv:2: 3 fields in a table of 2 columns",
		strings.Repeat("x", 1e5):  "index.tsv: bufio.Scanner: token too long",
		"#\n\npath\n\na.txt\tb\n": "index.tsv:5: 2 fields in a table of 1 columns",
	} {
		tree(t, map[string]string{"a.txt": "", "index.tsv": content})
		if _, err := new(Finder).Find("."); err == nil || err.Error() != want {
			t.Errorf("an index of %.20q gives the error %v, want %s", content, err, want)
		}
	}
}

// read reads an entry that is one document.
func read(e Entry, limit int64) (d Document, err error) {
	for item := range e.Documents(Limits{Document: limit}) {
		d, err = item.Document, item.Err
	}
	return d, err
}

func TestRead(t *testing.T) {
	tree(t, map[string]string{"a.txt": "通报", "big.txt": strings.Repeat("通", 1000), "gone.txt": "x"})
	f := Finder{Stdin: strings.NewReader("来自标准输入")}
	l, err := f.Find("a.txt", "big.txt", "gone.txt", "-")
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Remove("gone.txt"); err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		limit int64
		want  string // of the data or of the error
	}{
		{0, "通报"}, {2999, "too large: more than 2999 bytes"}, {0, "no such file or folder"}, {18, "来自标准输入"},
	}
	for i, tt := range tests {
		d, err := read(l.Entries[i], tt.limit)
		got := string(d.Data)
		if err != nil {
			got = err.Error()
		}
		if got != tt.want {
			t.Errorf("%s: read %q, want %q", l.Entries[i].Path, got, tt.want)
		}
	}
	if d, err := read(l.Entries[1], 3000); err != nil || len(d.Data) != 3000 {
		t.Errorf("a document of just the limit gives %d bytes, %v", len(d.Data), err)
	}
}

func TestWithin(t *testing.T) {
	tree(t, map[string]string{"out/a/b.txt": "", "outer/x.txt": ""})
	for path, want := range map[string]bool{
		"out": true, "out/a/b.txt": true, "./out/../out/new": true, "outer/x.txt": false, "outer": false, ".": false,
	} {
		if got := within(identity("out"), identity(path)); got != want {
			t.Errorf("within out, %s: %v, want %v", path, got, want)
		}
	}
}

// TestInside looks for what lies in a folder behind standard input, files beside the folder and a link into it.
func TestInside(t *testing.T) {
	tree(t, map[string]string{"out/a/b.txt": "", "x.txt": ""})
	if err := os.Symlink("out/a/b.txt", "link.txt"); err != nil {
		t.Skip(err)
	}
	for _, test := range []struct {
		paths []string
		dir   string
		want  string
	}{
		{[]string{Stdin, "x.txt"}, "out", ""},
		{[]string{Stdin, "x.txt", "out/a/b.txt"}, "out", "out/a/b.txt"},
		{[]string{"x.txt", "link.txt"}, "out", "link.txt"},
		{[]string{Stdin, "x.txt"}, ".", "x.txt"},
	} {
		var l List
		for _, p := range test.paths {
			l.Entries = append(l.Entries, Entry{Path: p})
		}
		got := ""
		if e := l.Inside(test.dir); e != nil {
			got = e.Path
		}
		if got != test.want {
			t.Errorf("of %v in %s lies %q, want %q", test.paths, test.dir, got, test.want)
		}
	}
}

// TestGiven reads documents that something else has read before.
func TestGiven(t *testing.T) {
	doc := Document{Path: "a.zip!b.html", URL: "https://a.cn/b", Data: []byte("<a href=b_1.html>下一页</a>"), Missing: Missing{Pages: []string{"b_1.html"}}}
	gone := errors.New("gone")
	for _, want := range []Item{{Document: doc}, {Document: Document{Path: doc.Path}, Err: gone}} {
		e := Entry{Path: doc.Path, Given: func() (Document, error) { return want.Document, want.Err }}
		var got []Item
		for item := range e.Documents(Limits{Document: 1}) {
			got = append(got, item)
		}
		if diff := cmp.Diff([]Item{want}, got, cmp.Comparer(func(a, b error) bool { return a == b })); diff != "" {
			t.Error(diff)
		}
	}
}
