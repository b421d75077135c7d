package pdf

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
)

const seedText = "../../../../seeds/000_8289ea3699fe6ee2.txt"

func load(t testing.TB, name string) []byte {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func read(t testing.TB, data []byte) *Document {
	t.Helper()
	doc, err := Read(data, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// sourceLines returns the paragraphs that a PDF was made of, single spaces between words.
func sourceLines(t testing.TB, name string) []string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for line := range strings.Lines(string(data)) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			out = append(out, line)
		}
	}
	return out
}

func texts(doc *Document) []string {
	var out []string
	for _, p := range doc.Paragraphs {
		out = append(out, p.Text)
	}
	return out
}

// same insists on equal paragraphs and shows where the first two differ.
func same(t *testing.T, got, want []string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d paragraphs, want %d", len(got), len(want))
	}
	for i := range min(len(got), len(want)) {
		n := 0
		for n < min(len(got[i]), len(want[i])) && got[i][n] == want[i][n] {
			n++
		}
		if got[i] != want[i] {
			t.Fatalf("paragraph %d, after %q:\ngot  %.200q\nwant %.200q", i+1, want[i][max(0, n-30):n], got[i][n:], want[i][n:])
		}
	}
}

func TestParagraphs(t *testing.T) {
	for _, test := range []struct {
		name, source string
		pages        int
	}{
		{"seed.pdf", seedText, 9},
		{"invented.pdf", "testdata/invented.txt", 3},
		{"block.pdf", "testdata/invented.txt", 2},
		{"columns.pdf", "testdata/invented.txt", 2},
	} {
		t.Run(test.name, func(t *testing.T) {
			doc := read(t, load(t, test.name))
			same(t, texts(doc), sourceLines(t, test.source))
			if doc.Pages != test.pages || doc.Read != test.pages || doc.Scanned != 0 || doc.Unordered {
				t.Errorf("%d of %d pages, %d scanned, unordered %v", doc.Read, doc.Pages, doc.Scanned, doc.Unordered)
			}
		})
	}
}

func TestTypeOfParagraphs(t *testing.T) {
	var bold, centred, right []string
	for _, p := range read(t, load(t, "invented.pdf")).Paragraphs {
		if p.Bold {
			bold = append(bold, p.Text)
		}
		if p.Centre {
			centred = append(centred, p.Text)
		}
		if p.Right {
			right = append(right, p.Text)
		}
	}
	title := "中共云溪县委关于巡察整改进展情况的通报"
	same(t, bold, []string{title, "一、县委履行整改主体责任情况", "二、巡察反馈问题整改落实情况", "三、下一步工作打算"})
	same(t, centred, []string{title})
	same(t, right, []string{"中共云溪县委", "2023年11月20日"})
}

// Cells stand by themselves, line by line, and what stands before the table is whole.
func TestTable(t *testing.T) {
	got := texts(read(t, load(t, "table.pdf")))
	want := sourceLines(t, "testdata/invented.txt")
	same(t, got[:len(want)], want)
	same(t, got[len(want):len(want)+8], []string{"序号", "问题", "整改措施", "完成情况", "1", "台账更新不及时", "每月核对一次并由专", "已完成"})
}

// picture is a PDF with a page that shows an image and has no text.
const picture = `%PDF-1.4
1 0 obj <</Type/Catalog/Pages 2 0 R>> endobj
2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj
3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R>> endobj
4 0 obj <</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>> stream
0
endstream endobj
5 0 obj <</Length 30>> stream
q 500 0 0 700 40 70 cm /I Do Q
endstream endobj
trailer <</Root 1 0 R>>
%%EOF
`

func TestScanned(t *testing.T) {
	doc := read(t, []byte(picture))
	if len(doc.Paragraphs) != 0 || doc.Pages != 1 || doc.Scanned != 1 {
		t.Errorf("%+v", doc)
	}
}

func TestRefused(t *testing.T) {
	seed := load(t, "seed.pdf")
	for _, test := range []struct {
		name string
		data []byte
		want error
	}{
		{"locked", load(t, "locked.pdf"), ErrLocked},
		{"empty", []byte("%PDF-1.7\n\x00\x01\x02"), ErrDamaged},
		{"its head", seed[:2000], ErrDamaged},
		{"no pages", []byte("%PDF-1.4\n1 0 obj <</Type/Catalog>> endobj\ntrailer <</Root 1 0 R>>\n%%EOF"), ErrDamaged},
	} {
		if _, err := Read(test.data, Limits{}); !errors.Is(err, test.want) {
			t.Errorf("%s: %v", test.name, err)
		}
	}
	if _, err := Read(seed, Limits{Time: time.Microsecond}); !errors.Is(err, ErrSlow) {
		t.Errorf("in a microsecond: %v", err)
	}
}

func TestLimitOfPages(t *testing.T) {
	doc, err := Read(load(t, "seed.pdf"), Limits{Pages: 2})
	if err != nil || doc.Pages != 9 || doc.Read != 2 || !strings.Contains(doc.Paragraphs[1].Text, "斗门区委") {
		t.Errorf("%v, %v", doc, err)
	}
}

// A damaged file gives what is left of it or an error, in little time.
func TestDamaged(t *testing.T) {
	if testing.Short() {
		t.Skip("slow")
	}
	whole := load(t, "seed.pdf")
	rnd := rand.New(rand.NewPCG(1, 2))
	for i := range 30 {
		data := slices.Clone(whole)
		at := rnd.IntN(len(data))
		if i%3 == 0 {
			data = data[:at]
		} else {
			for k := at; k < min(len(data), at+1<<(i%8)); k++ {
				data[k] ^= byte(1 + rnd.IntN(255))
			}
		}
		start := time.Now()
		_, err := Read(data, Limits{})
		if took := time.Since(start); took > 5*time.Second || errors.Is(err, ErrSlow) {
			t.Errorf("damage %d at %d: %v, %v", i, at, took, err)
		}
	}
	same(t, texts(read(t, whole)), sourceLines(t, seedText)) // the engine is none the worse
}

func TestConcurrent(t *testing.T) {
	names := []string{"seed.pdf", "invented.pdf", "locked.pdf"}
	want := map[string]string{}
	outcome := func(name string) string {
		doc, err := Read(load(t, name), Limits{Time: 5 * time.Minute})
		return fmt.Sprint(doc, err)
	}
	for _, name := range names {
		want[name] = outcome(name)
	}
	var wg sync.WaitGroup
	for i := range 9 {
		wg.Go(func() {
			if name := names[i%len(names)]; outcome(name) != want[name] {
				t.Errorf("%s differs", name)
			}
		})
	}
	wg.Wait()
}

func BenchmarkRead(b *testing.B) {
	data := load(b, "seed.pdf")
	read(b, data)
	b.SetBytes(int64(len(data)))
	b.ReportAllocs()
	for b.Loop() {
		read(b, data)
	}
}
