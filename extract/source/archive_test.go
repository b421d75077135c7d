package source

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// A file is an entry of an archive that a test makes. A name that ends in a slash is a folder.
type file struct {
	name string
	data string
	link byte // tar.TypeSymlink, tar.TypeLink, or 0
	flag uint16
}

func zipped(t testing.TB, files ...file) string {
	t.Helper()
	var out bytes.Buffer
	w := zip.NewWriter(&out)
	for _, f := range files {
		h := &zip.FileHeader{Name: f.name, Method: zip.Deflate, NonUTF8: true}
		if f.link != 0 {
			h.SetMode(os.ModeSymlink | 0o777)
		}
		to, err := w.CreateHeader(h)
		if err == nil {
			_, err = io.WriteString(to, f.data)
		}
		if err != nil {
			t.Fatal(err)
		}
		h.Flags |= f.flag // stands in the directory, which is written by Close
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func tarred(t testing.TB, files ...file) string {
	t.Helper()
	var out bytes.Buffer
	w := tar.NewWriter(&out)
	for _, f := range files {
		h := &tar.Header{Name: f.name, Mode: 0o644, Size: int64(len(f.data)), Typeflag: tar.TypeReg, Format: tar.FormatGNU}
		switch {
		case f.link != 0:
			h.Typeflag, h.Linkname, h.Size = f.link, f.data, 0
		case strings.HasSuffix(f.name, "/"):
			h.Typeflag = tar.TypeDir
		}
		err := w.WriteHeader(h)
		if err == nil && f.link == 0 {
			_, err = io.WriteString(w, f.data)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func gzipped(t testing.TB, data string) string {
	t.Helper()
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	if _, err := io.WriteString(w, data); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return out.String()
}

func zstandard(t testing.TB, data string) string {
	t.Helper()
	w, err := zstd.NewWriter(nil)
	if err != nil {
		t.Fatal(err)
	}
	return string(w.EncodeAll([]byte(data), nil))
}

func gb18030(s string) string {
	out, err := simplifiedchinese.GB18030.NewEncoder().String(s)
	if err != nil {
		panic(err)
	}
	return out
}

// bzipped is 通报 and a line end, packed by bzip2. Go has no encoder for it.
const bzipped = "\x42\x5a\x68\x39\x31\x41\x59\x26\x53\x59\x6d\xde\x13\x5c\x00\x00\x03\x40\x71\x00\x10\x40\x10\x00\x10\x02\x00\x01\x20\x20\x00\x31\x0c\x01\x0d\x31\xa9\x02\x50\xf1\x77\x24\x53\x85\x09\x06\xdd\xe1\x35\xc0"

// entry makes an entry of bytes in memory, which are read as standard input is.
func entry(path, data string) Entry {
	return Entry{Path: path, Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(data)), nil }}
}

// onDisk makes an entry of a file in a new folder.
func onDisk(t testing.TB, path, data string) Entry {
	t.Helper()
	file := t.TempDir() + "/file"
	if err := os.WriteFile(file, []byte(data), 0o666); err != nil {
		t.Fatal(err)
	}
	return Entry{Path: path, Open: func() (io.ReadCloser, error) { return os.Open(file) }}
}

// told prints what an entry yields, a line an item.
func told(e Entry, limits Limits) []string {
	lines := []string{}
	for i := range e.Documents(limits) {
		switch {
		case i.Err != nil:
			lines = append(lines, i.Path+": error: "+i.Err.Error())
		case i.Count > 0:
			lines = append(lines, fmt.Sprintf("%s: %d skipped: %s", i.Path, i.Count, i.Skip))
		case i.Skip != "":
			lines = append(lines, i.Path+": skipped: "+i.Skip)
		default:
			data := string(i.Data)
			if len(data) > 40 {
				data = fmt.Sprintf("%d bytes", len(data))
			}
			lines = append(lines, i.Path+": "+strings.Join(strings.Fields(strings.Join([]string{data, i.URL, i.Retrieved, i.ContentType}, " ")), " "))
		}
	}
	return lines
}

func TestArchives(t *testing.T) {
	notice := []file{{name: "dir/"}, {name: "dir/b.html", data: "乙"}, {name: "./a.txt", data: "甲"}}
	inner := zipped(t, file{name: "c.html", data: "丙"})
	deep := func(n int) string {
		z := zipped(t, file{name: "c.html", data: "丙"})
		for range n {
			z = zipped(t, file{name: "b.zip", data: z})
		}
		return z
	}
	both := []string{"x!dir/b.html: 乙", "x!a.txt: 甲"}
	tests := []struct {
		name string
		data string
		want []string
	}{
		{"a document", "<p>通报", []string{"x: <p>通报"}},
		{"an empty document", "", []string{"x: "}},
		{"ZIP, in the order of the directory", zipped(t, notice...), both},
		{"ZIP without entries", zipped(t), []string{"x: skipped: an archive that holds no document"}},
		{"TAR", tarred(t, notice...), both},
		{"TAR, gzip", gzipped(t, tarred(t, notice...)), both},
		{"TAR, Zstandard", zstandard(t, tarred(t, notice...)), both},
		{"gzip", gzipped(t, "通报"), []string{"x: 通报"}},
		{"gzip of two members", gzipped(t, "通") + gzipped(t, "报"), []string{"x: 通报"}},
		{"Zstandard", zstandard(t, "通报"), []string{"x: 通报"}},
		{"bzip2", bzipped, []string{"x: 通报"}},
		{"gzip twice", gzipped(t, gzipped(t, "通报")), []string{"x: error: compressed twice; decompress it first"}},
		{"XZ", "\xFD7zXZ\x00\x00\x04", []string{"x: error: XZ data; decompress it first"}},
		{"an Office document is one document", zipped(t, file{name: "word/document.xml"}, file{name: "[Content_Types].xml"}), []string{"x: 288 bytes"}},
		{"compressed files in an archive", zipped(t, file{name: "a.txt.gz", data: gzipped(t, "甲")}), []string{"x!a.txt.gz: 甲"}},
		{"ZIP in TAR in ZIP", zipped(t, file{name: "a.tar", data: tarred(t, file{name: "b.zip", data: inner})}), []string{"x!a.tar!b.zip!c.html: 丙"}},
		{"nested to the limit", deep(2), []string{"x!b.zip!b.zip!c.html: 丙"}},
		{"nested beyond it", deep(3), []string{"x!b.zip!b.zip!b.zip: error: refused: archives are nested too deep"}},
		{"nested beyond all", deep(50), []string{"x!b.zip!b.zip!b.zip: error: refused: archives are nested too deep"}},
		{"by content, not by name", zipped(t, file{name: "b.html", data: inner}, file{name: "d.zip", data: "丁"}), []string{"x!b.html!c.html: 丙", "x!d.zip: 丁"}},
		{"names in GB18030", zipped(t, file{name: `folder\`}, file{name: gb18030(`巡视\整改通报.html`), data: "乙"}), []string{"x!巡视/整改通报.html: 乙"}},
		{"names in UTF-8 without the flag", zipped(t, file{name: "整改通报.html", data: "乙"}), []string{"x!整改通报.html: 乙"}},
		{"names in GB18030, TAR", tarred(t, file{name: gb18030("整改通报.html"), data: "乙"}), []string{"x!整改通报.html: 乙"}},
		{"control characters in names", zipped(t, file{name: "a\x1b[2J\n.txt", data: "甲"}), []string{"x!a�[2J�.txt: 甲"}},
		{
			"what is no notice",
			zipped(t, file{name: "__MACOSX/._a.txt"}, file{name: ".DS_Store"}, file{name: "d/.git/x.txt"}, file{name: "p.JPG"}, file{name: "l.txt", link: 1, data: "/etc/passwd"}),
			[]string{
				"x!__MACOSX/._a.txt: skipped: what macOS notes about a file", "x!.DS_Store: skipped: a hidden file",
				"x!d/.git/x.txt: skipped: a hidden file", "x!p.JPG: skipped: .jpg files are not read from archives", "x!l.txt: skipped: a link",
				"x: skipped: an archive that holds no document",
			},
		},
		{
			"links and devices in TAR",
			tarred(t, file{name: "s.txt", link: tar.TypeSymlink, data: "/etc/passwd"}, file{name: "h.txt", link: tar.TypeLink, data: "a.txt"}, file{name: "f.txt", link: tar.TypeFifo}),
			[]string{"x!s.txt: skipped: a link", "x!h.txt: skipped: a link", "x!f.txt: skipped: not a regular file", "x: skipped: an archive that holds no document"},
		},
		{
			"names that lead out",
			zipped(t, file{name: "../up.txt"}, file{name: "a/../../b.txt"}, file{name: "/abs.txt"}, file{name: `C:\x.txt`}, file{name: `..\w.txt`}, file{name: "a..b.txt", data: "甲"}),
			[]string{
				"x!../up.txt: error: refused: its name leads out of the archive", "x!a/../../b.txt: error: refused: its name leads out of the archive",
				"x!/abs.txt: error: refused: its name leads out of the archive", "x!C:/x.txt: error: refused: its name leads out of the archive",
				"x!../w.txt: error: refused: its name leads out of the archive", "x!a..b.txt: 甲",
			},
		},
		{
			"encrypted entries fail alone", zipped(t, file{name: "a.txt", data: "甲", flag: 1}, file{name: "b.txt", data: "乙"}),
			[]string{"x!a.txt: error: encrypted; unpack it with its password first", "x!b.txt: 乙"},
		},
		{
			"an index applies", zipped(t, file{name: "d/index.tsv", data: "path\turl\tretrieved\na.txt\thttps://a.example/\t2021-05-08\ns/b.txt\thttps://b.example/"}, file{name: "d/a.txt", data: "甲"}, file{name: "d/s/b.txt", data: "乙"}, file{name: "c.txt", data: "丙"}),
			[]string{"x!d/a.txt: 甲 https://a.example/ 2021-05-08", "x!d/s/b.txt: 乙 https://b.example/", "x!c.txt: 丙"},
		},
		{
			"a mistake in an index", zipped(t, file{name: "index.tsv", data: "url"}, file{name: "a.txt", data: "甲"}),
			[]string{"x!index.tsv: error: index.tsv:1: no column path", "x!a.txt: 甲"},
		},
		{"an index in TAR", tarred(t, file{name: "index.tsv"}), []string{"x!index.tsv: skipped: an index is used in folders and ZIP archives only", "x: skipped: an archive that holds no document"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			for where, e := range map[string]Entry{"a stream": entry("x", tt.data), "a file": onDisk(t, "x", tt.data)} {
				if diff := cmp.Diff(tt.want, told(e, Limits{})); diff != "" {
					t.Errorf("as %s (-want +got):\n%s", where, diff)
				}
			}
		})
	}
}

// TestDamage insists that what is cut off or broken fails by name, and that what stands before it is read.
func TestDamage(t *testing.T) {
	noise := make([]byte, 5000)
	for i := range noise {
		noise[i] = byte(i*i>>3 ^ i*7)
	}
	files := []file{{name: "a.txt", data: "甲"}, {name: "b.txt", data: string(noise)}}
	z, tr := zipped(t, files...), tarred(t, files...)
	gz := gzipped(t, tr)
	sum := strings.Index(z, "PK\x01\x02") + 16 // of the first entry, in the directory
	swapped := z[:sum] + "\x00" + z[sum+1:]
	for _, tt := range []struct {
		name, data string
		want       []string
	}{
		{"ZIP cut off", z[:len(z)/2], []string{"x: error: damaged or incomplete: zip: not a valid zip file"}},
		{"TAR cut off", tr[:3000], []string{"x!a.txt: 甲", "x!b.txt: error: damaged or incomplete: the data end too early", "x: error: damaged or incomplete: the data end too early"}},
		{"TAR, gzip, cut off", gz[:len(gz)-9], []string{"x!a.txt: 甲", "x!b.txt: 5000 bytes", "x: error: damaged or incomplete: the data end too early"}},
		{"TAR without its end", tr[:1024], []string{"x!a.txt: 甲"}},
		{"TAR, header broken", tr[:1024] + strings.Repeat("x", 512), []string{"x!a.txt: 甲", "x: error: damaged or incomplete: archive/tar: invalid tar header"}},
		{"gzip cut off", gzipped(t, "通报")[:20], []string{"x: error: damaged or incomplete: the data end too early"}},
		{"gzip, garbage behind", gzipped(t, "通报") + strings.Repeat("garbage", 5), []string{"x: error: gzip: invalid header"}},
		{"Zstandard cut off", zstandard(t, string(noise))[:100], []string{"x: error: damaged or incomplete: the data end too early"}},
		{"bzip2 cut off", bzipped[:30], []string{"x: error: damaged or incomplete: the data end too early"}},
		{"ZIP, wrong checksum", swapped, []string{"x!a.txt: error: zip: checksum error", "x!b.txt: 5000 bytes"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, told(onDisk(t, "x", tt.data), Limits{})); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestBombs(t *testing.T) {
	zeros := strings.Repeat("\x00", 3<<20)
	list := func(n int) (files []file) {
		for i := range n {
			files = append(files, file{name: fmt.Sprint(i), data: "甲"})
		}
		return files
	}
	tests := []struct {
		name   string
		data   string
		limits Limits
		want   []string
	}{
		{"ratio, ZIP", zipped(t, file{name: "a.txt", data: zeros}, file{name: "b.txt", data: "乙"}), Limits{}, []string{"x!a.txt: error: " + ErrRatio.Error(), "x!b.txt: 乙"}},
		{"ratio, ZIP in ZIP", zipped(t, file{name: "a.zip", data: zipped(t, file{name: "a.txt", data: zeros})}, file{name: "b.txt", data: "乙"}), Limits{}, []string{"x!a.zip!a.txt: error: " + ErrRatio.Error(), "x!b.txt: 乙"}},
		{"ratio, gzip", gzipped(t, zeros), Limits{}, []string{"x: error: " + ErrRatio.Error()}},
		{"ratio, Zstandard", zstandard(t, zeros), Limits{}, []string{"x: error: " + ErrRatio.Error()}},
		{"a small file may be all alike", gzipped(t, zeros[:1<<20]), Limits{}, []string{"x: 1048576 bytes"}},
		{"a document", zipped(t, file{name: "a", data: "12345"}, file{name: "b", data: "1234"}), Limits{Document: 4}, []string{"x!a: error: too large: more than 4 bytes", "x!b: 1234"}},
		{"entries", zipped(t, list(5)...), Limits{Entries: 2}, []string{"x!0: 甲", "x!1: 甲", "x: error: too large: more than 2 entries; the rest is left out"}},
		{
			"entries of all archives together", zipped(t, file{name: "a.zip", data: zipped(t, list(2)...)}, file{name: "b.zip", data: zipped(t, list(5)...)}),
			Limits{Entries: 5},
			[]string{"x!a.zip!0: 甲", "x!a.zip!1: 甲", "x!b.zip!0: 甲", "x: error: too large: more than 5 entries; the rest is left out"},
		},
		{"bytes in all", zipped(t, list(5)...), Limits{Total: 7}, []string{"x!0: 甲", "x!1: 甲", "x: error: too large: it unpacks to more than 7 bytes; the rest is left out"}},
		{"an archive to be laid aside", tarred(t, file{name: "a.zip", data: zipped(t, list(1)...)}, file{name: "b", data: "乙"}), Limits{Spool: 20}, []string{"x!a.zip: error: too large: more than 20 bytes", "x!b: 乙"}},
		{"entries that overlap", overlapping(t), Limits{}, []string{"x: error: " + ErrRatio.Error() + ": entries overlap"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, told(onDisk(t, "x", tt.data), tt.limits)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// overlapping makes a ZIP archive whose directory names the same bytes a hundred times.
func overlapping(t *testing.T) string {
	noise := make([]byte, 4000)
	for i := range noise {
		noise[i] = byte(i * i >> 5)
	}
	z := zipped(t, file{name: "a.txt", data: string(noise)})
	start := strings.Index(z, "PK\x01\x02")
	end := strings.Index(z, "PK\x05\x06")
	tail := []byte(z[end:])
	binary.LittleEndian.PutUint16(tail[8:], 100)
	binary.LittleEndian.PutUint16(tail[10:], 100)
	binary.LittleEndian.PutUint32(tail[12:], uint32(100*(end-start)))
	return z[:start] + strings.Repeat(z[start:end], 100) + string(tail)
}

func TestEarlyEnd(t *testing.T) {
	e := entry("x", zipped(t, file{name: "a", data: "甲"}, file{name: "b", data: "乙"}))
	for i := range e.Documents(Limits{}) {
		if i.Path != "x!a" {
			t.Errorf("%s comes after the loop has ended", i.Path)
		}
		break
	}
}

// TestChangedFiles changes files while they are read, and removes one before.
func TestChangedFiles(t *testing.T) {
	path := t.TempDir() + "/a"
	write := func(data string, at time.Time) {
		if err := os.WriteFile(path, []byte(data), 0o666); err != nil {
			t.Fatal(err)
		}
		if err := os.Chtimes(path, at, at); err != nil {
			t.Fatal(err)
		}
	}
	then := time.Date(2021, 12, 6, 0, 0, 0, 0, time.UTC)
	for name, data := range map[string]string{
		"ZIP": zipped(t, file{name: "a", data: "甲"}), "TAR": tarred(t, file{name: "a", data: "甲"}), "gzip": gzipped(t, "甲"), "text": "甲",
	} {
		write(data, then)
		e := Entry{Path: path, Open: func() (io.ReadCloser, error) {
			f, err := os.Open(path)
			return f, err
		}}
		if got := lastError(e, func() {}); got != nil {
			t.Errorf("%s: %v for a file that stays as it is", name, got)
		}
		if name == "text" || name == "gzip" {
			continue // these are read before anything is yielded
		}
		if got := lastError(e, func() { write(data+"\x00", then.Add(time.Hour)) }); !errors.Is(got, ErrChanged) {
			t.Errorf("%s: a file that changes gives the error %v", name, got)
		}
	}
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s, err := newSteady(f)
	if err != nil {
		t.Fatal(err)
	}
	write("longer than before", then)
	if _, err := io.ReadAll(s); !errors.Is(err, ErrChanged) {
		t.Errorf("a file that grows gives the error %v", err)
	}
	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	if got := lastError(Entry{Path: path, Open: func() (io.ReadCloser, error) { return os.Open(path) }}, nil); !errors.Is(got, ErrNoMatch) {
		t.Errorf("a file that is gone gives the error %v", got)
	}
}

// lastError reads an entry, calls then after the first document, and returns the last error.
func lastError(e Entry, then func()) (err error) {
	for i := range e.Documents(Limits{}) {
		if i.Err == nil && then != nil {
			then()
			then = nil
		}
		err = i.Err
	}
	return err
}

// FuzzUnpack reads any bytes as a source with tiny limits, none of which may be passed.
func FuzzUnpack(f *testing.F) {
	files := []file{{name: "a.txt", data: "甲"}, {name: gb18030("乙.html"), data: "乙"}, {name: "../x", data: "x"}}
	for _, seed := range []string{
		"text", zipped(f, files...), tarred(f, files...), gzipped(f, tarred(f, files...)), zstandard(f, "通报"),
		zipped(f, file{name: "a.zip", data: zipped(f, files...)}), crawlOf(page("https://a.example/", "通报")),
	} {
		f.Add([]byte(seed))
	}
	limits := Limits{Document: 1 << 10, Spool: 1 << 12, Total: 1 << 16, Entries: 20, Ratio: 50, Depth: 2}
	f.Fuzz(func(t *testing.T, data []byte) {
		items := 0
		for i := range entry("x", string(data)).Documents(limits) {
			items++
			name, _ := strings.CutPrefix(i.Path, "x")
			switch {
			case len(i.Data) > int(limits.Document):
				t.Errorf("%q has %d bytes", i.Path, len(i.Data))
			case i.Err == nil && i.Skip == "" && strings.Count(name, "!") == 0 && items > 1:
				t.Errorf("the source itself is given as document %d", items)
			case i.Path == "":
				t.Error("an item without a path")
			}
		}
		if items > 20*20 {
			t.Errorf("%d items of no more than %d entries", items, limits.Entries)
		}
	})
}
