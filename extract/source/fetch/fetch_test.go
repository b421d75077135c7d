package fetch

import (
	"compress/gzip"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html/charset"

	"zhenggai/extract/source"
)

// A site is a server for tests that remembers what it was asked for.
type site struct {
	*httptest.Server
	mux   *http.ServeMux
	mu    sync.Mutex
	asked []string
}

func newSite(t *testing.T) *site {
	s := &site{mux: http.NewServeMux()}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, r.URL.RequestURI())
		s.mu.Unlock()
		s.mux.ServeHTTP(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// count returns how often something was asked for.
func (s *site) count(uri string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	n := 0
	for _, a := range s.asked {
		if a == uri {
			n++
		}
	}
	return n
}

// all returns all that was asked for.
func (s *site) all() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.asked)
}

// page lets the site have a page.
func (s *site) page(path, mediaType, body string) {
	s.mux.HandleFunc(path, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", mediaType)
		io.WriteString(w, body)
	})
}

// handle lets the site answer in a way of its own.
func (s *site) handle(path string, h http.HandlerFunc) { s.mux.HandleFunc(path, h) }

// dir returns the folder of the site's files.
func (s *site) dir() string {
	return strings.ReplaceAll(strings.TrimPrefix(s.URL, "http://"), ":", "_")
}

// impatient is a Fetcher that waits for nothing and may ask the servers of tests.
func impatient() Fetcher {
	return Fetcher{
		Agent: "zhenggai/test", Delay: -1, Timeout: 400 * time.Millisecond, Patience: 10 * time.Second, Retries: 2, Bytes: 64 << 10, AllowPrivate: true,
		Listed: speaks, Attached: speaks, pause: time.Millisecond,
		now: func() time.Time { return time.Date(2026, 3, 1, 8, 0, 0, 0, time.FixedZone("", 8*3600)) },
	}
}

func speaks(words string) bool { return strings.Contains(words, "整改") }

// patient is an impatient Fetcher with time for servers that answer, so that a slow machine does not fail a test.
func patient() Fetcher {
	f := impatient()
	f.Timeout = 20 * time.Second
	return f
}

// fetchAll carries a list out and returns what a folder then holds.
func fetchAll(t *testing.T, f Fetcher, dir, list string) Summary {
	t.Helper()
	entries, err := ParseList(strings.NewReader(list), "list")
	if err != nil {
		t.Fatal(err)
	}
	sum, err := f.Run(t.Context(), dir, entries)
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

// reasons returns why addresses failed, by what stands behind the server's name.
func (s *site) reasons(sum Summary) map[string]string {
	all := map[string]string{}
	for _, f := range sum.Failures {
		all[strings.TrimPrefix(f.URL, s.URL)] = f.Reason
	}
	return all
}

// files returns the paths of the files in a folder but for the lock of a run.
func files(t *testing.T, dir string) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(dir, func(p string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && d.Name() != lockName {
			rel, _ := filepath.Rel(dir, p)
			all = append(all, filepath.ToSlash(rel))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

const noticePage = `<html><body><h1>中共甲县水务局党组关于巡察整改情况的通报</h1><p>一。二。三。四。五。</p>%s</body></html>`

func gbk(s string) string {
	encoding, _ := charset.Lookup("gbk")
	out, err := encoding.NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return out
}

// TestNotice fetches a notice of two pages with what it has attached, and finds that a Finder joins them.
func TestNotice(t *testing.T) {
	s := newSite(t)
	s.page("/a/t.html", "text/html", fmt.Sprintf(noticePage, `<a href="t_1.html">2</a><a href="/up/P1.docx?v=2">整改台账</a><a href="other.pdf">办事指南</a>`))
	s.page("/a/t_1.html", "text/html", fmt.Sprintf(noticePage, `<a href="t.html">1</a><a href="../up/%E6%95%B4%E6%94%B9%2B.pdf">附件</a><a href="gone/%E6%95%B4%E6%94%B9.doc">附件</a>`))
	s.page("/up/P1.docx", "application/octet-stream", "PK\x03\x04")
	s.page("/up/整改+.pdf", "application/pdf", "%PDF-1.4")
	dir := t.TempDir()
	sum := fetchAll(t, patient(), dir, s.URL+"/a/t.html\n")
	if sum.Fetched != 4 || sum.Unchanged != 0 || len(sum.Failures) != 1 || s.reasons(sum)["/a/gone/%E6%95%B4%E6%94%B9.doc"] != "status 404 Not Found" {
		t.Errorf("%+v", sum)
	}
	want := []string{
		s.dir() + "/a/t.html", s.dir() + "/a/t_1.html", s.dir() + "/up/P1~" + hash("v=2") + ".docx", s.dir() + "/up/整改+.pdf", "index.tsv",
	}
	if diff := cmp.Diff(want, files(t, dir)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	finder := source.Finder{Attached: speaks}
	found, err := finder.Find(dir)
	if err != nil {
		t.Fatal(err)
	}
	if len(found.Entries) != 1 || len(found.Skipped) != 3 {
		t.Fatalf("%d entries, %d skipped: %+v", len(found.Entries), len(found.Skipped), found.Skipped)
	}
	if e := found.Entries[0]; e.URL != s.URL+"/a/t.html" || e.Retrieved != "2026-03-01T00:00:00Z" {
		t.Errorf("the page comes from %s at %s", e.URL, e.Retrieved)
	}
	if s.count("/a/other.pdf") != 0 {
		t.Error("what does not belong to the notice was fetched")
	}
}

// TestAgain fetches twice: what is there is asked for conditionally, what has vanished stays.
func TestAgain(t *testing.T) {
	s := newSite(t)
	version := "1"
	s.handle("/etag.html", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("ETag", `"`+version+`"`)
		if r.Header.Get("If-None-Match") == `"`+version+`"` {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprintf(w, noticePage, version)
	})
	s.handle("/dated.html", func(w http.ResponseWriter, r *http.Request) {
		http.ServeContent(w, r, "dated.html", time.Date(2025, 1, 1, 0, 0, 0, 0, time.UTC), strings.NewReader(noticePage))
	})
	s.page("/plain.html", "text/html", noticePage)
	s.handle("/vanishing.html", func(w http.ResponseWriter, _ *http.Request) {
		if version == "2" {
			w.WriteHeader(http.StatusGone)
			return
		}
		io.WriteString(w, noticePage)
	})
	list := s.URL + "/etag.html\n" + s.URL + "/dated.html\n" + s.URL + "/plain.html\n" + s.URL + "/vanishing.html\n"
	dir := t.TempDir()
	f := patient()
	if sum := fetchAll(t, f, dir, list); sum.Fetched != 4 {
		t.Fatalf("%+v", sum)
	}
	if sum := fetchAll(t, f, dir, list); sum.Fetched != 0 || sum.Unchanged != 4 || len(sum.Failures) != 0 {
		t.Errorf("%+v", sum)
	}
	f.NewOnly = true
	before := len(s.all())
	if sum := fetchAll(t, f, dir, list); sum.Unchanged != 4 || len(s.all()) != before {
		t.Errorf("%+v, asked for %v", sum, s.all()[before:])
	}
	version, f.NewOnly = "2", false
	sum := fetchAll(t, f, dir, list)
	if sum.Fetched != 1 || sum.Unchanged != 2 || len(sum.Failures) != 1 || !sum.Failures[0].Kept || sum.Failures[0].Reason != "status 410 Gone" {
		t.Errorf("%+v", sum)
	}
	if got, _ := os.ReadFile(filepath.Join(dir, s.dir(), "etag.html")); string(got) != fmt.Sprintf(noticePage, "2") {
		t.Errorf("etag.html holds %q", got)
	}
	if len(files(t, dir)) != 5 {
		t.Errorf("files: %q", files(t, dir))
	}
	if err := os.WriteFile(filepath.Join(dir, s.dir(), "etag.html"), []byte("changed by hand"), 0o666); err != nil {
		t.Fatal(err)
	}
	if sum := fetchAll(t, f, dir, list); sum.Fetched != 1 {
		t.Errorf("a file that was changed by hand: %+v", sum)
	}
}

// TestMoved keeps a file whose address now leads to another page.
func TestMoved(t *testing.T) {
	s := newSite(t)
	var moved atomic.Bool
	s.page("/home.html", "text/html", "<p>home")
	s.handle("/t.html", func(w http.ResponseWriter, r *http.Request) {
		if moved.Load() {
			http.Redirect(w, r, "/home.html", http.StatusFound)
			return
		}
		io.WriteString(w, noticePage)
	})
	dir := t.TempDir()
	fetchAll(t, patient(), dir, s.URL+"/t.html")
	moved.Store(true)
	sum := fetchAll(t, patient(), dir, s.URL+"/t.html")
	if len(sum.Failures) != 1 || !sum.Failures[0].Kept || sum.Failures[0].Tries != 1 || sum.Failures[0].Reason != "it leads to "+s.URL+"/home.html now" {
		t.Errorf("%+v", sum)
	}
	if got := files(t, dir); !slices.Equal(got, []string{s.dir() + "/t.html", "index.tsv"}) {
		t.Errorf("files: %q", got)
	}
}

// TestBytes keeps files byte for byte, but for what packs them on their way.
func TestBytes(t *testing.T) {
	s := newSite(t)
	body := gbk("<meta charset=gbk>中共某县委关于巡察整改情况的通报\r\n") + "\x00\xff\r"
	s.handle("/t.html", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Encoding", r.Header.Get("Accept-Encoding"))
		z := gzip.NewWriter(w)
		io.WriteString(z, body)
		z.Close()
	})
	s.handle("/report", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/octet-stream")
		io.WriteString(w, body+r.UserAgent()+r.Header.Get("Cookie")+r.Header.Get("Referer"))
	})
	s.handle("/整改.wps", http.RedirectHandler("/report", http.StatusSeeOther).ServeHTTP)
	dir := t.TempDir()
	if sum := fetchAll(t, patient(), dir, s.URL+"/t.html\n"+s.URL+"/整改.wps"); sum.Fetched != 2 {
		t.Fatalf("%+v", sum)
	}
	for name, want := range map[string]string{"t.html": body, "report.wps": body + "zhenggai/test" + s.URL + "/%E6%95%B4%E6%94%B9.wps"} {
		if got, err := os.ReadFile(filepath.Join(dir, s.dir(), name)); string(got) != want {
			t.Errorf("%s holds %q, %v", name, got, err)
		}
	}
}

// TestLists follows lists over their pages.
func TestLists(t *testing.T) {
	s, other := newSite(t), newSite(t)
	otherHost := strings.Replace(other.URL, "127.0.0.1", "localhost", 1)
	s.page("/list/", "text/html; charset=gb2312", gbk(`<a href="n1.html">关于巡视整改情况的通报</a><a href="x.html">新闻</a>
		<a href="n2.html" title="关于巡察整改情况的通报">关于巡察...</a><a href="`+otherHost+`/n9.html">整改</a><a href="https://u:p@127.0.0.1/">整改</a>
		<a href="javascript:void(0)">整改</a><script>createPageHTML(3, 0, "index", "html");</script>`))
	s.page("/list/index_1.html", "text/html; charset=utf-8", `<a href="n3.html"><b>整改</b>通报</a><a href="/list/">上一页</a><a href="index_1.html">下一页</a>`)
	s.page("/list/index_2.html", "text/html", `<a href="n4.html">整改通报</a>`)
	s.page("/loop", "text/html", `<base href="/deep/"><a href="n5.html">整改通报</a><a href="/loop?p=2">下一页</a>`)
	s.page("/nothing.html", "text/html", `<a href="n5.html">通报</a>`)
	for n := range 6 {
		s.page(fmt.Sprintf("/list/n%d.html", n), "text/html", fmt.Sprintf(noticePage, fmt.Sprint(n)))
	}
	s.page("/deep/n5.html", "text/html", noticePage)
	dir := t.TempDir()
	sum := fetchAll(t, patient(), dir, "list "+s.URL+"/list/ pages=2\nlist "+s.URL+"/loop pages=9\nlist "+s.URL+"/nothing.html\n"+s.URL+"/list/n1.html\nlist "+s.URL+"/missing.html")
	want := []string{s.dir() + "/deep/n5.html", s.dir() + "/list/n1.html", s.dir() + "/list/n2.html", s.dir() + "/list/n3.html", "index.tsv"}
	if diff := cmp.Diff(want, files(t, dir)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	failed := map[string]string{"/nothing.html": "no link there speaks of a rectification notice", "/missing.html": "status 404 Not Found"}
	if diff := cmp.Diff(failed, s.reasons(sum)); diff != "" {
		t.Errorf("failures (-want +got):\n%s", diff)
	}
	if s.count("/loop?p=2") != 1 || s.count("/list/n1.html") != 1 || len(other.all()) != 0 {
		t.Errorf("asked for %q and %q", s.all(), other.all())
	}
}

// TestMisbehaviour has a server that does everything wrong.
func TestMisbehaviour(t *testing.T) {
	s := newSite(t)
	done := make(chan struct{})
	t.Cleanup(func() { close(done) })
	raw := func(answer string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			conn, _, err := w.(http.Hijacker).Hijack()
			if err == nil {
				io.WriteString(conn, answer)
				conn.Close()
			}
		}
	}
	hang := func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-done:
		case <-r.Context().Done():
		}
	}
	redirect := func(to string) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", to)
			w.WriteHeader(http.StatusFound)
		}
	}
	for _, tt := range []struct {
		path string
		h    http.HandlerFunc
		want string
	}{
		{"/loop.html", redirect("/loop.html"), "redirected more than 10 times"},
		{"/file.html", redirect("file:///etc/passwd"), "redirected to what is not fetched: file: addresses are not fetched; want https or http"},
		{"/gopher.html", redirect("gopher://127.0.0.1/x"), "redirected to what is not fetched: gopher: addresses are not fetched; want https or http"},
		{"/user.html", redirect("http://u:p@127.0.0.1/"), "redirected to what is not fetched: the address has a user name or password; leave it out"},
		{"/slow.html", hang, "no complete answer in time"},
		{"/loris.html", func(w http.ResponseWriter, r *http.Request) {
			for range 100 {
				io.WriteString(w, "x")
				w.(http.Flusher).Flush()
				select {
				case <-r.Context().Done():
					return
				case <-time.After(10 * time.Millisecond):
				}
			}
			hang(w, r)
		}, "no complete answer in time"},
		{"/endless.html", func(w http.ResponseWriter, _ *http.Request) {
			for {
				if _, err := w.Write(make([]byte, 32<<10)); err != nil {
					return
				}
			}
		}, "it is larger than 65536 bytes"},
		{"/declared.html", raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 99999999999\r\n\r\nx"), "it is larger than 65536 bytes"},
		{"/short.html", raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100\r\n\r\n<p>"), "the answer ends too early"},
		{"/chunk.html", raw("HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\nff\r\nx"), "the answer ends too early"},
		{"/noise.html", raw("\x00\x01\x02"), `net/http: HTTP/1.x transport connection broken: malformed HTTP response "\x00\x01\x02"`},
		{"/bomb.html", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			for range 100 {
				z.Write(make([]byte, 64<<10))
			}
			z.Close()
		}, "it is larger than 65536 bytes"},
		{"/broken.html", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			io.WriteString(w, "not packed at all")
		}, "the answer is not complete: gzip: invalid header"},
		{"/long.html", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", strings.Repeat("x", 70_000))
			io.WriteString(w, "x")
		}, "it is packed as " + strings.Repeat("x", longValue-16) + "…"},
		{"/brotli.html", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "br")
			io.WriteString(w, "x")
		}, "it is packed as br, which was not asked for"},
		{"/film.html", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "video/mp4")
			io.WriteString(w, "x")
		}, "files of the type video/mp4 are not fetched"},
		{"/bytes", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/octet-stream")
			io.WriteString(w, "x")
		}, "neither its type, application/octet-stream, nor its address says what it is"},
		{"/soft.docx", func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/msword")
			io.WriteString(w, " <html>not there")
		}, "a page in the place of a .docx file"},
		{"/empty.html", func(http.ResponseWriter, *http.Request) {}, "it is empty"},
		{"/nothing.html", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }, "status 204 No Content"},
		{"/unasked.html", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNotModified) }, "status 304 Not Modified"},
		{"/odd.html", raw("HTTP/1.1 799 What\r\nContent-Length: 0\r\n\r\n"), "status 799"},
		{"/always.html", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) }, "status 502 Bad Gateway"},
		{"/nowhere.html", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusFound) }, "status 302 Found"},
	} {
		t.Run(strings.Trim(tt.path, "/"), func(t *testing.T) {
			t.Parallel()
			s.handle(tt.path, tt.h)
			f, slow := patient(), tt.want == "no complete answer in time"
			if slow {
				f = impatient()
				f.Retries = -1
			}
			dir := t.TempDir()
			got := s.reasons(fetchAll(t, f, dir, s.URL+tt.path))[tt.path]
			if got != tt.want && !(slow && strings.Contains(got, tt.want)) { // robots.txt may be slow too on a busy machine
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if got := files(t, dir); len(got) != 1 {
				t.Errorf("files: %q", got)
			}
		})
	}
}

// TestResets has servers that end connections or send headers without end.
func TestResets(t *testing.T) {
	s := newSite(t)
	s.handle("/reset.html", func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err == nil {
			_ = conn.(*net.TCPConn).SetLinger(0)
			conn.Close()
		}
	})
	s.handle("/header.html", func(w http.ResponseWriter, _ *http.Request) {
		for i := range 5000 {
			w.Header().Set(fmt.Sprintf("X-%d", i), strings.Repeat("x", 100))
		}
	})
	sum := fetchAll(t, patient(), t.TempDir(), s.URL+"/reset.html\n"+s.URL+"/header.html\n")
	if got := s.reasons(sum); got["/reset.html"] == "" || !strings.Contains(got["/header.html"], "headers exceeded") {
		t.Errorf("%+v", got)
	}
	if sum.Failures[0].Tries != 3 || sum.Failures[1].Tries != 3 {
		t.Errorf("%+v", sum.Failures)
	}
	if n := s.count("/reset.html"); n < 3 {
		t.Errorf("asked %d times for what may come later", n)
	}
}

// TestRetries has a server that is busy for a while.
func TestRetries(t *testing.T) {
	s := newSite(t)
	var mu sync.Mutex
	left := map[string]int{"/twice.html": 2, "/wait.html": 1, "/truncated.html": 1}
	busy := func(status int, header string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			mu.Lock()
			left[r.URL.Path]--
			again := left[r.URL.Path] >= 0
			mu.Unlock()
			switch {
			case again && status == 200:
				w.Header().Set("Content-Length", "1000")
				io.WriteString(w, "<p>")
			case again:
				w.Header().Set("Retry-After", header)
				w.WriteHeader(status)
			default:
				io.WriteString(w, noticePage)
			}
		}
	}
	s.handle("/twice.html", busy(500, ""))
	s.handle("/wait.html", busy(429, "0"))
	s.handle("/truncated.html", busy(200, ""))
	sum := fetchAll(t, patient(), t.TempDir(), s.URL+"/twice.html\n"+s.URL+"/wait.html\n"+s.URL+"/truncated.html\n")
	if sum.Fetched != 3 || len(sum.Failures) != 0 {
		t.Errorf("%+v", sum)
	}
}

// TestLeftAlone has a server that asks to be left alone for longer than anybody waits.
func TestLeftAlone(t *testing.T) {
	s := newSite(t)
	s.handle("/busy.html", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "86400")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	s.page("/next.html", "text/html", noticePage)
	sum := fetchAll(t, patient(), t.TempDir(), s.URL+"/busy.html\n"+s.URL+"/next.html\n")
	want := map[string]string{"/busy.html": "status 429 Too Many Requests", "/next.html": "the host asks to be left alone for 24h0m0s; try again then"}
	if diff := cmp.Diff(want, s.reasons(sum)); diff != "" {
		t.Errorf("failures (-want +got):\n%s", diff)
	}
	if s.count("/busy.html") != 1 || s.count("/next.html") != 0 {
		t.Errorf("asked for %q", s.all())
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for value, want := range map[string]time.Duration{
		"": 0, "0": 0, "120": 2 * time.Minute, "-5": 0, "soon": 0, "1.5": 0,
		"99999999999999999999999": 365 * 24 * time.Hour, "999999999999": 365 * 24 * time.Hour,
		"Thu, 01 Jan 2026 00:01:00 GMT": time.Minute, "Thu, 01 Jan 2015 00:01:00 GMT": 0,
	} {
		if got := retryAfter(http.Header{"Retry-After": {value}}, now); got != want {
			t.Errorf("%q: %s, want %s", value, got, want)
		}
	}
	resp := &http.Response{Header: http.Header{"Retry-After": {"7"}}}
	for try, want := range []time.Duration{time.Second, 2 * time.Second, 4 * time.Second} {
		if got := pause(time.Second, time.Minute, try, nil); got != want {
			t.Errorf("before try %d: %s", try, got)
		}
	}
	if got := pause(time.Second, time.Minute, 1, resp); got != 7*time.Second {
		t.Errorf("Retry-After: %s", got)
	}
	if got := pause(time.Second, time.Minute, 99, nil); got != time.Minute {
		t.Errorf("the longest: %s", got)
	}
}

// TestRobots has sites with all kinds of robots.txt.
func TestRobots(t *testing.T) {
	const forbidden = "robots.txt does not allow it"
	for name, tt := range map[string]struct {
		h    http.HandlerFunc
		want string
	}{
		"absent":    {http.NotFound, ""},
		"locked":    {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(403) }, ""},
		"empty":     {says(""), ""},
		"forbids":   {says("User-agent: *\nDisallow: /a"), forbidden},
		"by name":   {says("User-agent: *\nDisallow:\n\nUser-agent: Zhenggai\nDisallow: /"), forbidden},
		"other":     {says("User-agent: other\nDisallow: /"), ""},
		"allows":    {says("User-agent: *\nDisallow: /\nAllow: /a/"), ""},
		"pattern":   {says("User-agent: *\nDisallow: /*.html$"), forbidden},
		"query":     {says("User-agent: *\nDisallow: /a/t.html?x="), ""},
		"odd lines": {says("\ufeffDisallow: /\nnonsense\nUser-agent: *\rCrawl-delay: soon\nDisallow: /a/ # here\n\xff\xfe: *\x00"), forbidden},
		"delay":     {says("User-agent: *\nCrawl-delay: 3600"), "robots.txt: wants 1h0m0s between requests; nothing is fetched from there"},
		"forever":   {says("User-agent: *\nCrawl-delay: 1e300"), "robots.txt: wants 277h46m40s between requests; nothing is fetched from there"},
		"page":      {says("<!DOCTYPE html><html>User-agent: *\nDisallow: /"), ""},
		"broken":    {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) }, "robots.txt: status 500 Internal Server Error; nothing is fetched from there"},
		"busy":      {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(429) }, "robots.txt: status 429 Too Many Requests; nothing is fetched from there"},
		"moved": {func(w http.ResponseWriter, r *http.Request) {
			if r.URL.RawQuery == "" {
				http.Redirect(w, r, "/robots.txt?moved", http.StatusMovedPermanently)
				return
			}
			says("User-agent: *\nDisallow: /")(w, r)
		}, forbidden},
		"in circles": {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/robots.txt", http.StatusFound) }, "robots.txt: redirected more than 10 times; nothing is fetched from there"},
		"endless": {func(w http.ResponseWriter, _ *http.Request) {
			io.WriteString(w, "User-agent: *\nDisallow: /a/\n")
			for {
				if _, err := io.WriteString(w, strings.Repeat("Disallow: /x\n", 1000)); err != nil {
					return
				}
			}
		}, forbidden},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t)
			s.handle("/robots.txt", tt.h)
			s.page("/a/t.html", "text/html", noticePage)
			s.page("/b/u.html", "text/html", noticePage)
			sum := fetchAll(t, patient(), t.TempDir(), s.URL+"/a/t.html\n")
			if got := s.reasons(sum)["/a/t.html"]; got != tt.want {
				t.Errorf("got %q, want %q", got, tt.want)
			}
			if asked := s.count("/a/t.html") > 0; asked != (tt.want == "") {
				t.Errorf("asked for %q", s.all())
			}
		})
	}
}

func says(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, body) }
}

// TestRobotsOfRedirect obeys the robots.txt of the site to which a redirect leads.
func TestRobotsOfRedirect(t *testing.T) {
	s, other := newSite(t), newSite(t)
	other.page("/robots.txt", "text/plain", "User-agent: *\nDisallow: /private")
	other.page("/public/t.html", "text/html", fmt.Sprintf(noticePage, `<a href="P.docx">整改台账</a>`))
	other.page("/public/P.docx", "application/octet-stream", "PK\x03\x04")
	s.handle("/t.html", http.RedirectHandler(other.URL+"/private/t.html", http.StatusFound).ServeHTTP)
	s.handle("/u.html", http.RedirectHandler(other.URL+"/public/t.html", http.StatusFound).ServeHTTP)
	dir := t.TempDir()
	list := s.URL + "/t.html\n" + s.URL + "/u.html\n"
	sum := fetchAll(t, patient(), dir, list)
	if got := s.reasons(sum)["/t.html"]; got != "robots.txt does not allow it" || sum.Fetched != 2 {
		t.Errorf("%+v", sum)
	}
	want := []string{other.dir() + "/public/P.docx", other.dir() + "/public/t.html", "index.tsv"}
	if diff := cmp.Diff(want, files(t, dir)); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	if sum := fetchAll(t, patient(), dir, list); sum.Unchanged != 2 || sum.Fetched != 0 {
		t.Errorf("again: %+v", sum)
	}
}

// TestCertificate has a server whose certificate nobody known has signed.
func TestCertificate(t *testing.T) {
	s := httptest.NewUnstartedServer(says(noticePage))
	s.Config.ErrorLog = log.New(io.Discard, "", 0)
	s.StartTLS()
	defer s.Close()
	sum := fetchAll(t, patient(), t.TempDir(), s.URL+"/t.html")
	if len(sum.Failures) != 1 || sum.Failures[0].Reason != "robots.txt: the certificate is not accepted: nobody known has signed it; nothing is fetched from there" || sum.Failures[0].Tries != 0 {
		t.Errorf("%+v", sum)
	}
}

// TestProxy uses no proxy that the environment names, since it would reach private hosts for whoever asks.
func TestProxy(t *testing.T) {
	t.Setenv("HTTP_PROXY", "http://127.0.0.1:1")
	f := Fetcher{}.withDefaults()
	if newTransport(f).Proxy != nil {
		t.Error("the environment's proxy is used")
	}
	f.ProxyFromEnv = true
	if newTransport(f).Proxy == nil {
		t.Error("no proxy is used")
	}
}
