package extract_test

import (
	"os"
	"path/filepath"
	"runtime/debug"
	"strings"
	"testing"

	"zhenggai/extract"
	"zhenggai/extract/source"
)

// seed returns the real notice.
func seed(tb testing.TB) source.Document {
	tb.Helper()
	path := filepath.Join("..", "seeds", "000_8289ea3699fe6ee2.txt")
	data, err := os.ReadFile(path)
	if err != nil {
		tb.Fatal(err)
	}
	return source.Document{Path: path, Data: data}
}

// benchmark measures a document in memory to Notice, everything loaded, with the collector as the command sets it.
func benchmark(b *testing.B, doc source.Document) {
	defer debug.SetGCPercent(debug.SetGCPercent(400))
	var x extract.Extractor
	if _, err := x.Extract(doc); err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(len(doc.Data)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := x.Extract(doc); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkExtract measures the real notice as text.
func BenchmarkExtract(b *testing.B) { benchmark(b, seed(b)) }

// BenchmarkExtractLong measures eight times the text: the time should grow no more than eightfold.
func BenchmarkExtractLong(b *testing.B) {
	doc := seed(b)
	doc.Data = []byte(strings.Repeat(string(doc.Data), 8))
	benchmark(b, doc)
}
