package extract_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhenggai/extract"
	"zhenggai/extract/source"
	"zhenggai/model"
)

func extracted(t *testing.T, path string) *model.Notice {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var x extract.Extractor
	n, err := x.Extract(source.Document{Path: path, Data: data})
	if err != nil {
		t.Fatal(err)
	}
	check(t, n)
	return n
}

func indented(t *testing.T, n *model.Notice) string {
	t.Helper()
	data, err := json.MarshalIndent(withoutPlaces(n), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// A notice gives the same records as a PDF and as text, whatever its type and columns.
func TestPDFReadsLikeText(t *testing.T) {
	pdfs := filepath.FromSlash("internal/decode/pdf/testdata")
	seeds, err := filepath.Glob(filepath.FromSlash("../seeds/*.txt"))
	if err != nil || len(seeds) != 1 {
		t.Fatal(seeds, err)
	}
	for _, test := range []struct{ pdf, text string }{
		{"seed.pdf", seeds[0]},
		{"invented.pdf", filepath.Join(pdfs, "invented.txt")},
		{"block.pdf", filepath.Join(pdfs, "invented.txt")},
		{"columns.pdf", filepath.Join(pdfs, "invented.txt")},
	} {
		t.Run(test.pdf, func(t *testing.T) {
			want, got := extracted(t, test.text), extracted(t, filepath.Join(pdfs, test.pdf))
			if got.Source.MediaType != "application/pdf" || len(got.Problems) < 6 {
				t.Errorf("%s with %d problems", got.Source.MediaType, len(got.Problems))
			}
			want.ID, want.Source = got.ID, got.Source
			if diff := cmp.Diff(indented(t, want), indented(t, got)); diff != "" {
				t.Errorf("as text (-) and as PDF (+):\n%s", diff)
			}
		})
	}
}

// A font that is cut into parts of different heights does not tear lines apart. Spaces at line ends are not to be seen.
func TestPDFWithUnevenFont(t *testing.T) {
	text := extracted(t, filepath.FromSlash("../testdata/gold/n22-baohe-jiaotiju.txt"))
	pdf := extracted(t, filepath.FromSlash("internal/decode/pdf/testdata/uneven.pdf"))
	lines := func(n *model.Notice) []string { return strings.Split(strings.ReplaceAll(n.Text, " ", ""), "\n") }
	if diff := cmp.Diff(lines(text), lines(pdf)); diff != "" {
		t.Errorf("as text (-) and as PDF (+):\n%s", diff)
	}
	if len(text.Problems) != len(pdf.Problems) || len(text.Indicators) != len(pdf.Indicators) {
		t.Errorf("%d problems and %d indicators, want %d and %d", len(pdf.Problems), len(pdf.Indicators), len(text.Problems), len(text.Indicators))
	}
}

func TestPDFWithTable(t *testing.T) {
	n := extracted(t, filepath.FromSlash("internal/decode/pdf/testdata/table.pdf"))
	if !strings.Contains(n.Text, "\n整改措施\n") || len(n.Problems) != 6 {
		t.Errorf("%d problems in %q", len(n.Problems), n.Text)
	}
}

func TestLockedPDF(t *testing.T) {
	path := filepath.FromSlash("internal/decode/pdf/testdata/locked.pdf")
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var x extract.Extractor
	_, err = x.Extract(source.Document{Path: path, Data: data})
	if err == nil || !strings.Contains(err.Error(), "password") {
		t.Errorf("error %v", err)
	}
}
