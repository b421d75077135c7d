package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"zhenggai/extract/source"
)

// TestFolders opens folders that a run may and may not write to.
func TestFolders(t *testing.T) {
	columns := strings.Join(columnNames(), "\t") + "\n"
	line := strings.Repeat("\t", len(columnNames())-1) + "\n"
	for name, tt := range map[string]struct {
		files map[string]string
		want  string
	}{
		"new":       {nil, ""},
		"left over": {map[string]string{stageName + "/x": "half"}, ""},
		"own":       {map[string]string{indexName: heading + "\n" + columns + line, "h/t.html": "x"}, ""},
		"foreign":   {map[string]string{"letter.txt": "x"}, "DIR: the folder holds files and no index of an earlier fetch"},
		"seeds":     {map[string]string{indexName: "path\turl\tretrieved\n"}, "DIR/index.tsv:1: these are not the columns of an index that fetch wrote"},
		"empty":     {map[string]string{indexName: "# nothing\n"}, "DIR/index.tsv: it has no columns"},
		"fields":    {map[string]string{indexName: columns + "a\tb\n"}, "DIR/index.tsv:2: 2 fields in a table of 13 columns"},
		"long":      {map[string]string{indexName: columns + strings.Repeat("x", 70_000)}, "DIR/index.tsv: bufio.Scanner: token too long"},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			for file, data := range tt.files {
				writeFile(t, filepath.Join(dir, file), data)
			}
			s, err := openStore(dir)
			if err == nil {
				err = s.finish()
			}
			got := ""
			if err != nil {
				got = strings.ReplaceAll(filepath.ToSlash(err.Error()), filepath.ToSlash(dir), "DIR")
			}
			if got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if tt.want != "" && !errors.As(err, new(*FolderError)) {
				t.Errorf("%T is no FolderError", err)
			}
			if _, err := os.Stat(filepath.Join(dir, stageName)); err == nil && tt.want == "" {
				t.Error("files that are not complete are left")
			}
		})
	}
}

func writeFile(t *testing.T, name, data string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(data), 0o666); err != nil {
		t.Fatal(err)
	}
}

// TestRowsComeBack writes an index with all that servers say and reads it again, as source.Finder does.
func TestRowsComeBack(t *testing.T) {
	dir := t.TempDir()
	s, err := openStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	u := at(t, "https://example.org/整/t.html?a=b c")
	r := row{URL: u.String(), Retrieved: "2026-03-01T00:00:00Z", ETag: remembered("\"\t\""), LastModified: remembered(`W/"整"`), Reason: "a\tb\r\nc\u2028\xff"}
	r, err = s.keep(r, u, ".html", []byte("x"))
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(s.note(row{URL: "https://example.org/gone", Reason: "# gone"}), s.finish()); err != nil {
		t.Fatal(err)
	}
	s, err = openStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer s.finish()
	r.Reason = "a b  c ?"
	if got, data := s.known(u); got != r || string(data) != "x" || got.ETag != "" || got.LastModified != `W/"整"` {
		t.Errorf("got %+v, %q, want %+v", got, data, r)
	}
	found, err := new(source.Finder).Find(dir)
	if err != nil || len(found.Entries) != 1 || found.Entries[0].URL != u.String() || found.Entries[0].Retrieved != r.Retrieved {
		t.Errorf("%+v, %v", found, err)
	}
}

// TestLocked refuses a folder that another run is writing to, and no longer.
func TestLocked(t *testing.T) {
	dir := t.TempDir()
	s, err := openStore(dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := openStore(dir); err == nil || !strings.HasSuffix(err.Error(), "another fetch is writing to the folder") {
		t.Errorf("%v", err)
	}
	if err := s.finish(); err != nil {
		t.Fatal(err)
	}
	if s, err = openStore(dir); err != nil {
		t.Fatal(err)
	}
	if err := s.finish(); err != nil {
		t.Error(err)
	}
}

// TestListsInIndex has a line for a list as long as it fails.
func TestListsInIndex(t *testing.T) {
	s := newSite(t)
	var there atomic.Bool
	s.handle("/l/", func(w http.ResponseWriter, _ *http.Request) {
		if there.Load() {
			io.WriteString(w, `<a href="t.html">整改情况</a>`)
		}
	})
	s.page("/l/t.html", "text/html", noticePage)
	dir := t.TempDir()
	list := "list " + s.URL + "/l/\nlist " + s.URL + "/l/ pages=2\nlist " + s.URL + "/missing"
	for _, want := range []string{"/l/\t", ""} {
		sum := fetchAll(t, patient(), dir, list)
		if want != "" && len(sum.Failures) != 2 || want == "" && sum.Fetched != 1 {
			t.Errorf("%+v", sum)
		}
		index, _ := os.ReadFile(filepath.Join(dir, indexName))
		if strings.Contains(string(index), "/l/\t") != (want != "") || !strings.Contains(string(index), "/missing\t") {
			t.Errorf("index:\n%s", index)
		}
		there.Store(true)
	}
}

// TestKilled goes on after a run that ended between writing a file and its index, with a file half written.
func TestKilled(t *testing.T) {
	s := newSite(t)
	s.page("/t.html", "text/html", noticePage)
	s.page("/T.html", "text/html", noticePage+"2")
	dir := t.TempDir()
	fetchAll(t, patient(), dir, s.URL+"/t.html")
	writeFile(t, filepath.Join(dir, stageName, "HALF"), "<ht")
	index, _ := os.ReadFile(filepath.Join(dir, indexName))
	if err := os.WriteFile(filepath.Join(dir, indexName), []byte(strings.Join(strings.SplitAfter(string(index), "\n")[:2], "")), 0o666); err != nil {
		t.Fatal(err)
	}
	if sum := fetchAll(t, patient(), dir, s.URL+"/T.html\n"+s.URL+"/t.html"); sum.Fetched != 2 {
		t.Errorf("%+v", sum)
	}
	if got := files(t, dir); len(got) > 4 {
		t.Errorf("files: %q", got)
	}
	if sum := fetchAll(t, patient(), dir, s.URL+"/T.html\n"+s.URL+"/t.html"); sum.Unchanged != 2 {
		t.Errorf("%+v", sum)
	}
}

// TestOneAtATime looks at how many requests servers have at a time.
func TestOneAtATime(t *testing.T) {
	var mu sync.Mutex
	var most atomic.Int32
	busy := map[string]int{}
	list := ""
	for range 5 {
		s := newSite(t)
		s.handle("/", func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			busy[r.Host]++
			if busy[r.Host] > 1 {
				t.Errorf("%s has %d requests at a time", r.Host, busy[r.Host])
			}
			hosts := 0
			for _, n := range busy {
				hosts += n
			}
			most.Store(max(most.Load(), int32(hosts)))
			mu.Unlock()
			time.Sleep(2 * time.Millisecond)
			if r.URL.Path == "/robots.txt" {
				w.WriteHeader(http.StatusNotFound)
			} else {
				io.WriteString(w, noticePage)
			}
			mu.Lock()
			busy[r.Host]--
			mu.Unlock()
		})
		for n := range 4 {
			list += fmt.Sprintf("%s/%d.html\n", s.URL, n)
		}
	}
	f := patient()
	f.Hosts = 3
	if sum := fetchAll(t, f, t.TempDir(), list); sum.Fetched != 20 {
		t.Errorf("%+v", sum)
	}
	if most.Load() > 3 {
		t.Errorf("%d hosts were asked at a time", most.Load())
	}
}

// TestPace looks at how fast a host may be asked.
func TestPace(t *testing.T) {
	s := newSite(t)
	s.page("/robots.txt", "text/plain", "User-agent: *\nCrawl-delay: 5")
	f := patient()
	f.Delay = 2 * time.Second
	p := newPolite(f.withDefaults(), http.DefaultTransport)
	u := at(t, s.URL+"/t.html")
	h := p.host(u.Hostname())
	if got := h.pace.Limit(); got != rate.Every(2*time.Second) {
		t.Errorf("%v", got)
	}
	if err := p.obey(t.Context(), h, u); err != nil {
		t.Fatal(err)
	}
	if got := h.pace.Limit(); got != rate.Every(5*time.Second) {
		t.Errorf("with a crawl-delay: %v", got)
	}
	if got := p.host("other").pace.Limit(); got != rate.Every(2*time.Second) {
		t.Errorf("of another host: %v", got)
	}
}

// TestSilentHost stops asking a host that does not answer any more.
func TestSilentHost(t *testing.T) {
	s := newSite(t)
	s.page("/robots.txt", "text/plain", "")
	s.handle("/", func(w http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) })
	list := ""
	for n := range 30 {
		list += fmt.Sprintf("%s/%d.html\n", s.URL, n)
	}
	sum := fetchAll(t, patient(), t.TempDir(), list)
	if len(sum.Failures) != 30 || len(s.all()) > 1+2*mostSilent {
		t.Errorf("%d failures, asked %d times", len(sum.Failures), len(s.all()))
	}
	if got := s.reasons(sum)["/29.html"]; got != "the host did not answer 12 times in a row; try again later" {
		t.Error(got)
	}
}

// TestInterrupted ends a run while a server keeps it waiting. What was fetched stays.
func TestInterrupted(t *testing.T) {
	s := newSite(t)
	ctx, cancel := context.WithCancel(t.Context())
	s.page("/a.html", "text/html", noticePage)
	s.handle("/b.html", func(_ http.ResponseWriter, r *http.Request) {
		cancel()
		<-r.Context().Done()
	})
	dir := t.TempDir()
	entries := []Entry{{Address: at(t, s.URL+"/a.html")}, {Address: at(t, s.URL+"/b.html")}, {Address: at(t, s.URL+"/c.html")}}
	sum, err := patient().Run(ctx, dir, entries)
	if !errors.Is(err, context.Canceled) || sum.Fetched != 1 || len(sum.Failures) != 0 {
		t.Errorf("%+v, %v", sum, err)
	}
	if index, _ := os.ReadFile(filepath.Join(dir, indexName)); strings.Count(string(index), "\n") != 3 {
		t.Errorf("index:\n%s", index)
	}
}

// TestUnwritable fails where a file cannot be put into its place.
func TestUnwritable(t *testing.T) {
	s := newSite(t)
	s.page("/a/t.html", "text/html", noticePage)
	dir := t.TempDir()
	fetchAll(t, patient(), dir, s.URL+"/gone.html")
	writeFile(t, filepath.Join(dir, s.dir()), "in the way")
	sum, err := patient().Run(t.Context(), dir, []Entry{{Address: at(t, s.URL+"/a/t.html")}})
	if err == nil || errors.Is(err, context.Canceled) || sum.Fetched != 0 {
		t.Errorf("%+v, %v", sum, err)
	}
	if _, err := patient().Run(t.Context(), filepath.Join(dir, s.dir()), nil); err == nil {
		t.Error("a file is taken for a folder")
	}
}

// TestSymlink does not write through a link that leads out of the folder.
func TestSymlink(t *testing.T) {
	s := newSite(t)
	s.page("/t.html", "text/html", noticePage)
	dir, outside := t.TempDir(), t.TempDir()
	fetchAll(t, patient(), dir, s.URL+"/gone.html")
	if err := os.Symlink(outside, filepath.Join(dir, s.dir())); err != nil {
		t.Skip("no symbolic links here:", err)
	}
	if _, err := patient().Run(t.Context(), dir, []Entry{{Address: at(t, s.URL+"/t.html")}}); err == nil {
		t.Error("no error")
	}
	if got := files(t, outside); len(got) != 0 {
		t.Errorf("written outside: %q", got)
	}
}

func TestEndings(t *testing.T) {
	for _, tt := range []struct{ address, declared, body, want string }{
		{"/t.shtml", "text/html; charset=gbk", "<p>", ".shtml"},
		{"/t", "text/html", "<p>", ".html"},
		{"/t.aspx", "TEXT/HTML", "<p>", ".html"},
		{"/t.txt", "text/plain", "x", ".txt"},
		{"/t.html", "text/plain", "x", ".txt"},
		{"/t.DOCX", "text/plain", "PK", ".docx"},
		{"/t.doc", "text/html", "\xD0\xCF\x11\xE0", ".doc"},
		{"/t.doc", "text/html", "<html>", ""},
		{"/t.jsp", "application/pdf", "%PDF", ".pdf"},
		{"/t.ofd", "", "PK", ".ofd"},
		{"/t.html", "", "<p>", ".html"},
		{"/t", "", "x", ""},
		{"/t.zip", "application/zip", "PK", ""},
		{"/t.html", "application/json", "{}", ""},
		{"/t.exe", "application/octet-stream", "MZ", ""},
		{"/t.html", "text/html; charset", "<p>", ".html"},
		{"/t.html", ";;;", "<p>", ""},
		{"/t.html", "text/html", "", ""},
	} {
		got, _, err := endingOf(&url.URL{Path: tt.address}, tt.declared, []byte(tt.body))
		if got != tt.want || (err == nil) != (tt.want != "") {
			t.Errorf("%s as %q: %q, %v, want %q", tt.address, tt.declared, got, err, tt.want)
		}
	}
}
