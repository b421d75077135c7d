package source

import (
	"bufio"
	"bytes"
	"compress/zlib"
	"fmt"
	"io"
	"net/http/httputil"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/google/go-cmp/cmp"
)

// recordOf makes one record of a crawl. Fields are lines of its header.
func recordOf(kind, body string, fields ...string) string {
	head := append([]string{"WARC/1.0", "WARC-Type: " + kind, fmt.Sprintf("Content-Length: %d", len(body))}, fields...)
	return strings.Join(head, "\r\n") + "\r\n\r\n" + body + "\r\n\r\n"
}

// response makes the record of a response with the given head, whose lines are parted by |.
func response(address, head, body string) string {
	return recordOf("response", strings.ReplaceAll(head, "|", "\r\n")+"\r\n\r\n"+body, "Content-Type: application/http; msgtype=response",
		"WARC-Target-URI: "+address, "WARC-Date: 2021-12-06T08:00:00Z")
}

func page(address, body string) string {
	return response(address, "HTTP/1.1 200 OK|Content-Type: text/html; charset=gbk", body)
}

func crawlOf(records ...string) string { return strings.Join(records, "") }

func chunked(s string) string {
	var out bytes.Buffer
	w := httputil.NewChunkedWriter(&out)
	for len(s) > 0 {
		n := min(len(s), 7)
		io.WriteString(w, s[:n])
		s = s[n:]
	}
	w.Close()
	return out.String() + "\r\n"
}

func zlibbed(s string) string {
	var out bytes.Buffer
	w := zlib.NewWriter(&out)
	io.WriteString(w, s)
	w.Close()
	return out.String()
}

func brotlied(s string) string {
	var out bytes.Buffer
	w := brotli.NewWriter(&out)
	io.WriteString(w, s)
	w.Close()
	return out.String()
}

func TestWARC(t *testing.T) {
	const a, html = "https://a.example/1.html", "<p>通报 notice"
	const shown = "x!" + a + ": " + html + " " + a + " 2021-12-06T08:00:00Z text/html"
	ok := func(fields string) string { return "HTTP/1.1 200 OK|Content-Type: text/html|" + fields }
	tests := []struct {
		name    string
		records string
		want    []string
	}{
		{"a response", page(a, html), []string{shown + "; charset=gbk"}},
		{"chunked and gzip", response(a, ok("Transfer-Encoding: chunked|content-encoding: GZIP"), chunked(gzipped(t, html))), []string{shown}},
		{"said to be so, and undone by the crawler", response(a, ok("Transfer-Encoding: chunked|Content-Encoding: gzip"), html), []string{shown}},
		{"Zstandard", response(a, ok("Content-Encoding: zstd"), zstandard(t, html)), []string{shown}},
		{"deflate", response(a, ok("Content-Encoding: deflate"), zlibbed(html)), []string{shown}},
		{"deflate without its header", response(a, ok("Content-Encoding: deflate"), zlibbed(html)[2:]), []string{shown}},
		{"Brotli, undone by the crawler", response(a, ok("Content-Encoding: br"), html), []string{shown}},
		{"Brotli", response(a, ok("Content-Encoding: br"), brotlied(html)), []string{shown}},
		{"HTTP/2, odd lines, no reason", response(a, "HTTP/2 200|: x|Bad Line|content-type: text/html", html), []string{shown}},
		{"an address in angle brackets", page("<"+a+">", html), []string{shown + "; charset=gbk"}},
		{"a resource", recordOf("resource", html, "Content-Type: text/html", "WARC-Target-URI: "+a, "WARC-Date: 2021-12-06T08:00:00Z"), []string{shown}},
		{"a log of the crawler", recordOf("resource", "log", "Content-Type: text/plain", "WARC-Target-URI: metadata://x/wget.log"), []string{"x: 1 skipped: what the crawler notes about itself"}},
		{"a date that is none", recordOf("resource", html, "Content-Type: text/html", "WARC-Target-URI: "+a, "WARC-Date: \x1b"), []string{"x!" + a + ": " + html + " " + a + " text/html"}},
		{"no type of content", response(a, "HTTP/1.1 200 OK", html), []string{strings.TrimSuffix(shown, " text/html")}},
		{
			"what is left out is counted",
			crawlOf(recordOf("warcinfo", "software: x"), recordOf("request", "GET / HTTP/1.1"), recordOf("request", ""), recordOf("revisit", ""), recordOf("odd\x1b", ""),
				response(a, "HTTP/1.1 404 Not Found", html), response(a, "HTTP/1.1 200 OK|Content-Type: image/png", "PNG"), response(a, "HTTP/1.1 200 OK|Content-Type: x/y", "?"),
				response(a, "HTTP/1.1 abc", ""), recordOf("response", "1.2.3.4", "Content-Type: text/dns"), page(a, html)),
			[]string{
				shown + "; charset=gbk", "x: 1 skipped: a record of another type", "x: 2 skipped: a record of type request", "x: 1 skipped: a record of type revisit",
				"x: 1 skipped: a record of type warcinfo", "x: 1 skipped: a response that is not HTTP", "x: 1 skipped: a response with status 404",
				"x: 1 skipped: a response without a status", "x: 1 skipped: content of another type", "x: 1 skipped: content of another type: image",
			},
		},
		{
			"a broken body fails alone", crawlOf(response(a, ok("Content-Encoding: gzip"), gzipped(t, html)[:20]), page(a, html)),
			[]string{"x!" + a + ": error: damaged or incomplete: the data end too early", shown + "; charset=gbk"},
		},
		{"cut off in a body", page(a, html)[:250], []string{"x!" + a + ": error: damaged or incomplete: the data end too early", "x: error: damaged or incomplete: the data end too early"}},
		{"cut off in a header", page(a, html) + "WARC/1.0\r\nWARC-Ty", []string{shown + "; charset=gbk", "x: error: damaged or incomplete: the data end too early"}},
		{"no length", page(a, html) + "WARC/1.0\r\n\r\n", []string{shown + "; charset=gbk", "x: error: damaged or incomplete: a WARC record without its length"}},
		{"no record", page(a, html) + "garbage\r\n", []string{shown + "; charset=gbk", "x: error: damaged or incomplete: no WARC record where one should begin"}},
		{"an endless line", "WARC/1.0\r\n" + strings.Repeat("x", 100_000), []string{"x: error: damaged or incomplete: a line of a header is too long"}},
		{"an endless header", "WARC/1.0\r\n" + strings.Repeat("x: y\r\n", 20_000), []string{"x: error: damaged or incomplete: a header is too long"}},
		{"a bomb", response(a, ok("Content-Encoding: gzip"), gzipped(t, strings.Repeat("\x00", 3<<20))), []string{"x!" + a + ": error: " + ErrRatio.Error()}},
		{
			"an archive behind an address", response(a, ok("Server: x"), zipped(t, file{name: "b.html", data: html})),
			[]string{"x!" + a + "!b.html: " + html},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			members := gzipped(t, tt.records[:min(len(tt.records), 100)]) + gzipped(t, tt.records[min(len(tt.records), 100):])
			for where, data := range map[string]string{"plain": tt.records, "gzip of many members": members} {
				if where != "plain" && tt.name == "an endless header" {
					continue // its ratio gives it away
				}
				if diff := cmp.Diff(tt.want, told(entry("x", data), Limits{})); diff != "" {
					t.Errorf("%s (-want +got):\n%s", where, diff)
				}
			}
		})
	}
}

// FuzzWARC insists that the reader of records goes forward and stays within its limits.
func FuzzWARC(f *testing.F) {
	f.Add([]byte(page("https://a.example/", "通报")))
	f.Add([]byte(crawlOf(recordOf("request", "GET"), response("b", "HTTP/1.1 200 OK|Transfer-Encoding: chunked", chunked("通报")))))
	f.Add([]byte("WARC/1.0\r\nContent-Length: 9223372036854775807\r\n\r\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		u := &unpacking{limits: Limits{Document: 1 << 10, Total: 1 << 16, Entries: 50}.orDefault()}
		u.yield = func(i Item) bool {
			if len(i.Data) > 1<<10 {
				t.Errorf("%q has %d bytes", i.Path, len(i.Data))
			}
			return true
		}
		stream := &counter{r: bytes.NewReader(data)}
		if err := u.warc(place{}, bufio.NewReader(stream)); err == nil && stream.n != int64(len(data)) {
			t.Errorf("read %d of %d bytes", stream.n, len(data))
		}
	})
}

// BenchmarkWARC reads a compressed crawl of 2,000 pages of 20 KB, a member of gzip for each record.
func BenchmarkWARC(b *testing.B) {
	var crawl strings.Builder
	for i := range 2000 {
		body := fmt.Sprintf("<html>%d%s", i, strings.Repeat(fmt.Sprintf("<p>整改%d", i*i), 20_000/15))
		crawl.WriteString(gzipped(b, page(fmt.Sprintf("https://a.example/%d", i), body)))
		b.SetBytes(int64(2000 * len(body)))
	}
	e := onDisk(b, "x.warc.gz", crawl.String())
	for b.Loop() {
		pages := 0
		for i := range e.Documents(Limits{}) {
			if i.Err != nil {
				b.Fatal(i.Err)
			}
			pages++
		}
		if pages != 2000 {
			b.Fatalf("%d pages", pages)
		}
	}
}
