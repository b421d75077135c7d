package pipeline

import (
	"archive/zip"
	"bytes"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	pq "github.com/parquet-go/parquet-go"
)

// root is the folder of the core.
const root = "../../../.."

// same runs a job and insists that it writes what the core does, to the byte, in whatever files.
func same(t *testing.T, o Options) (map[string][]string, map[string]int64) {
	t.Helper()
	want := converted(t, o)
	counted := runJob(t, o)
	got := outputOf(t, o.Output)
	for _, folder := range slices.Sorted(maps.Keys(want)) {
		if diff := cmp.Diff(want[folder], got[folder]); diff != "" {
			t.Errorf("%s: the core (-) and the pipeline (+) differ:\n%.3000s", folder, diff)
		}
	}
	for folder := range got {
		if want[folder] == nil {
			t.Errorf("%s: the core has no such rows", folder)
		}
	}
	diff := cmp.Diff(linesOf(want), countsOf(counted))
	if diff != "" { // Prism loses a count where two bundles that end at once bring a counter that is new to it
		counted = runJob(t, o)
		diff = cmp.Diff(linesOf(want), countsOf(counted))
	}
	if diff != "" {
		t.Errorf("lines (-) and counts (+) differ:\n%s", diff)
	}
	return got, counted
}

// counters are those that count the lines of a folder.
var counters = map[string]string{
	"notices": Records, "problems": Tables + "/problems", "measures": Tables + "/measures", "indicators": Tables + "/indicators",
	"policies": Tables + "/policies", "contacts": Tables + "/contacts", Failures: Failures, Duplicates: Duplicates,
}

// linesOf returns how many lines there are of what is counted.
func linesOf(folders map[string][]string) map[string]int64 {
	all := map[string]int64{}
	for name, folder := range counters {
		all[name] = int64(len(folders[folder]))
	}
	return all
}

// countsOf leaves out the counts of what has no lines.
func countsOf(counted map[string]int64) map[string]int64 {
	all := map[string]int64{}
	for name := range counters {
		all[name] = counted[name]
	}
	return all
}

func write(t *testing.T, file string, data []byte) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, data, 0o666); err != nil {
		t.Fatal(err)
	}
	return file
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// packed returns a ZIP archive of the files of a folder.
func packed(t *testing.T, dir string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	if err := z.AddFS(os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// crawl returns a WARC of pages.
func crawl(pages ...string) []byte {
	var b bytes.Buffer
	for i, page := range pages {
		http := "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8\r\n\r\n" + page
		fmt.Fprintf(&b, "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://www.example.gov.cn/%d.html\r\nWARC-Date: 2025-01-02T03:04:05Z\r\n"+
			"Content-Type: application/http; msgtype=response\r\nContent-Length: %d\r\n\r\n%s\r\n\r\n", i, len(http), http)
	}
	return b.Bytes()
}

func TestSeedsAndGold(t *testing.T) {
	_, counted := same(t, options(t, root+"/seeds", root+"/testdata/gold"))
	if counted["notices"] < 39 || counted[Duplicates] != 0 {
		t.Errorf("counted %v", counted)
	}
}

// TestInvented runs over notices that the core's tests invent. Their bodies have several notices each.
func TestInvented(t *testing.T) {
	count := 600
	if testing.Short() {
		count = 60
	}
	got, _ := same(t, options(t, invented(t, count)))
	if n := len(got[Tables+"/comparison"]); n < count {
		t.Errorf("only %d rows are compared", n)
	}
}

// invented has the core's own test write notices, since no package outside of extract may import what makes them.
func invented(t *testing.T, count int) string {
	t.Helper()
	dir := t.TempDir()
	cmd := exec.Command("go", "test", "./extract/internal/testing/invented", "-run", "^TestWrite$", "-count", "1")
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "ZHENGGAI_INVENTED="+dir, "ZHENGGAI_INVENTED_COUNT="+strconv.Itoa(count))
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return dir
}

// TestAllKindsOfSources reads what is packed, joined, named twice, left out and broken.
func TestAllKindsOfSources(t *testing.T) {
	dir := t.TempDir()
	seed := read(t, root+"/seeds/000_8289ea3699fe6ee2.txt")
	gold := string(read(t, root+"/testdata/gold/n02-hanzhong-yiyuan.html"))
	write(t, dir+"/in/b.txt", seed)
	write(t, dir+"/in/a/copy.txt", seed) // the one that comes first in the order of paths gives the record
	write(t, dir+"/in/gold.zip", packed(t, root+"/testdata/gold"))
	write(t, dir+"/in/crawl.warc", crawl(gold, "<p>无</p>", gold))
	write(t, dir+"/in/page.html", []byte(strings.Replace(gold, "</body>", `<a href="page_1.html">下一页</a></body>`, 1)))
	write(t, dir+"/in/page_1.html", []byte("<html><body><p>（二）关于管理不严的问题</p><p>一是新建制度3项。</p></body></html>"))
	write(t, dir+"/in/picture.png", []byte("no document"))
	write(t, dir+"/in/index.tsv", []byte("path\turl\tretrieved\nb.txt\thttps://www.example.gov.cn/b\t2025-01-02\n"))
	poison(t, dir+"/in/poison")
	o := options(t, dir+"/in", dir+"/in/*.txt")
	got, counted := same(t, o)
	if counted[Duplicates] < 2 || counted[Failures] < 3 || counted[Skipped] < 2 {
		t.Errorf("counted %v", counted)
	}
	if failed := strings.Join(got[Failures], ""); !strings.Contains(failed, `"path":`) || !strings.Contains(failed, "broken.pdf") {
		t.Errorf("failures:\n%s", failed)
	}
}

// poison writes documents that are made to do harm.
func poison(t *testing.T, dir string) {
	t.Helper()
	write(t, dir+"/broken.pdf", []byte("%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\ntrailer<</Root 1 0 R>>"))
	write(t, dir+"/nested.html", []byte("<html><body>"+strings.Repeat("<div>", 100_000)+"整改情况"))
	write(t, dir+"/deep.html", []byte(strings.Repeat("<b><p>", 50_000)))
	write(t, dir+"/bytes.html", bytes.Repeat([]byte{0x00, 0xff, 0xfe, 0x81}, 4096))
	write(t, dir+"/half.zip", []byte("PK\x03\x04 and then nothing"))
	write(t, dir+"/no.docx", []byte("PK\x05\x06"+strings.Repeat("\x00", 18)))
	write(t, dir+"/seven.zip", []byte("7z\xBC\xAF\x27\x1C"))
	write(t, dir+"/headings.txt", []byte(strings.Repeat("（一）关于问题的问题\n一是整改3个。\n", 20_000)))
}

// TestAgain runs a job twice into one folder, as a runner does with bundles: the same files with the same bytes.
func TestAgain(t *testing.T) {
	o := options(t, root+"/testdata/gold")
	o.Formats = []string{NDJSON, Parquet}
	runJob(t, o)
	first := snapshot(t, o.Output)
	runJob(t, o)
	if diff := cmp.Diff(first, snapshot(t, o.Output)); diff != "" {
		t.Errorf("the second run differs:\n%.2000s", diff)
	}
}

func snapshot(t *testing.T, dir string) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, file := range files(t, dir) {
		all[file] = string(read(t, filepath.Join(dir, file)))
	}
	return all
}

// TestParquet insists that the files of Parquet have a row for each of NDJSON, with the same columns.
func TestParquet(t *testing.T) {
	o := options(t, root+"/testdata/gold")
	o.Formats = []string{NDJSON, Parquet}
	runJob(t, o)
	got := outputOf(t, o.Output)
	tools, err := newTools(o)
	if err != nil {
		t.Fatal(err)
	}
	for _, table := range tools.tables {
		rows := int64(0)
		parts, err := filepath.Glob(filepath.Join(o.Output, Columns, table.Name, "part-*.parquet"))
		if err != nil || len(parts) != o.Shards {
			t.Fatalf("%s: %d files, %v", table.Name, len(parts), err)
		}
		for _, part := range parts {
			f, err := pq.OpenFile(bytes.NewReader(read(t, part)), int64(len(read(t, part))))
			if err != nil {
				t.Fatal(err)
			}
			rows += f.NumRows()
			for i, c := range f.Schema().Columns() {
				if c[0] != table.Columns[i].Key {
					t.Errorf("%s: column %d is %s, want %s", part, i, c[0], table.Columns[i].Key)
				}
			}
		}
		if want := len(got[Tables+"/"+table.Name]); rows != int64(want) {
			t.Errorf("%s: %d rows, want %d", table.Name, rows, want)
		}
	}
}

// TestManifest names sources by a file. A line that gives nothing is a failure, and the job goes on.
func TestManifest(t *testing.T) {
	dir := t.TempDir()
	seed, err := filepath.Abs(root + "/seeds/000_8289ea3699fe6ee2.txt")
	if err != nil {
		t.Fatal(err)
	}
	o := options(t)
	o.Manifest = write(t, dir+"/list", []byte("# a comment\n"+seed+"\n\n"+dir+"/nothing.txt\n"+seed+"\n"))
	counted := runJob(t, o)
	if counted["notices"] != 1 || counted[Failures] != 1 || counted[Duplicates] != 1 {
		t.Errorf("counted %v", counted)
	}
	want := []string{`{"path":"` + dir + `/nothing.txt","reason":"` + dir + `/nothing.txt: no such file or folder"}` + "\n"}
	if diff := cmp.Diff(want, outputOf(t, o.Output)[Failures]); diff != "" {
		t.Error(diff)
	}
}
