package batch

import (
	"archive/zip"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"

	"zhenggai/extract/source"
	"zhenggai/model"
)

// bigZIP makes a ZIP file of n documents that are all different, and returns the entry for it.
func bigZIP(tb testing.TB, n, size int) source.Entry {
	tb.Helper()
	path := tb.TempDir() + "/a.zip"
	f, err := os.Create(path)
	if err != nil {
		tb.Fatal(err)
	}
	defer f.Close()
	w := zip.NewWriter(f)
	body := strings.Repeat("整改", size/6)
	for i := range n {
		to, err := w.Create(fmt.Sprintf("%d.txt", i))
		if err == nil {
			_, err = fmt.Fprintf(to, "%06d%s", i, body[:len(body)-i%50*3])
		}
		if err != nil {
			tb.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		tb.Fatal(err)
	}
	return source.Entry{Path: "a.zip", Open: func() (io.ReadCloser, error) { return os.Open(path) }}
}

// counted is an Extract function whose notices are known by their number.
func counted(doc source.Document) (*model.Notice, error) {
	return &model.Notice{ID: string(doc.Data[:6]), Kind: model.KindRectification, Source: model.Source{Path: doc.Path}}, nil
}

func TestArchivesKeepTheOrder(t *testing.T) {
	list := append(entries(2), bigZIP(t, 300, 600))
	list = append(list, entries(5)[4])
	var w recorder
	extract := func(doc source.Document) (*model.Notice, error) {
		if len(doc.Data) > 6 {
			return counted(doc)
		}
		return notice(doc)
	}
	sum, err := collect(t.Context(), list, []Sink{&w}, Options{Extract: one(extract), Jobs: 4})
	if err != nil || sum.Sources != 4 || len(w.paths) != 303 {
		t.Fatalf("%d sources, %d notices, %v", sum.Sources, len(w.paths), err)
	}
	for i, p := range w.paths[2:302] {
		if p != fmt.Sprintf("a.zip!%d.txt", i) {
			t.Fatalf("notice %d of the archive is %s", i, p)
		}
	}
	if w.paths[302] != "4" {
		t.Errorf("the last notice is %s", w.paths[302])
	}
}

// TestMemoryIsFlat reads 40 MB out of one archive and looks at the heap on the way.
func TestMemoryIsFlat(t *testing.T) {
	if testing.Short() {
		t.Skip("it collects garbage again and again")
	}
	const documents, size = 400, 100_000
	e := bigZIP(t, documents, size)
	var most atomic.Uint64
	look := func(doc source.Document) (*model.Notice, error) {
		if n, _ := counted(doc); strings.HasSuffix(n.ID, "0") {
			runtime.GC()
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			most.Store(max(most.Load(), m.HeapAlloc))
		}
		return counted(doc)
	}
	sum, err := collect(t.Context(), []source.Entry{e}, nil, Options{Extract: one(look), Jobs: 2, Limits: source.Limits{Ratio: 2000}})
	if err != nil || sum.Notices != documents {
		t.Fatalf("%d notices, %v, %+v", sum.Notices, err, sum.Failures)
	}
	t.Logf("the heap holds %d KiB at most", most.Load()>>10)
	if most.Load() > documents*size/10 {
		t.Errorf("the heap holds %d bytes while documents of %d bytes are read", most.Load(), size)
	}
}

func TestSkippedEntriesAreListed(t *testing.T) {
	path := t.TempDir() + "/a.warc"
	crawl := "WARC/1.0\r\nWARC-Type: request\r\nContent-Length: 1\r\n\r\nx\r\n\r\n"
	if err := os.WriteFile(path, []byte(strings.Repeat(crawl, 3)), 0o666); err != nil {
		t.Fatal(err)
	}
	e := source.Entry{Path: "a.warc", Open: func() (io.ReadCloser, error) { return os.Open(path) }}
	sum, err := collect(t.Context(), []source.Entry{e}, nil, Options{Extract: one(notice)})
	want := source.Skip{Path: "a.warc", Reason: "a record of type request", Count: 3}
	if err != nil || sum.Documents != 0 || len(sum.Skipped) != 1 || sum.Skipped[0] != want {
		t.Errorf("%v, %+v", err, sum)
	}
}

// BenchmarkArchive reads a ZIP archive of 10,000 documents.
func BenchmarkArchive(b *testing.B) {
	e := bigZIP(b, 10_000, 6000)
	b.SetBytes(10_000 * 6000)
	var m runtime.MemStats
	most := uint64(0)
	look := func(sum Summary) {
		if sum.Documents%1000 == 0 {
			runtime.ReadMemStats(&m)
			most = max(most, m.HeapAlloc)
		}
	}
	for b.Loop() {
		sum, err := Run(b.Context(), []source.Entry{e}, nil, Options{Extract: one(counted), Progress: look})
		if err != nil || sum.Notices != 10_000 {
			b.Fatal(sum.Notices, err)
		}
	}
	b.ReportMetric(float64(most>>10), "heap-KiB")
}
