package pdf

import (
	"os"
	"strings"
	"testing"
)

func readFile(t testing.TB, name string) *Document {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
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

func same(t *testing.T, doc *Document, want []string) {
	t.Helper()
	for i := 0; i < max(len(doc.Paragraphs), len(want)); i++ {
		var got, wanted string
		if i < len(doc.Paragraphs) {
			got = doc.Paragraphs[i].Text
		}
		if i < len(want) {
			wanted = want[i]
		}
		if got != wanted {
			n := 0
			for n < min(len(got), len(wanted)) && got[n] == wanted[n] {
				n++
			}
			t.Errorf("paragraph %d of %d, after %q:\ngot  %.200q\nwant %.200q", i+1, len(want), wanted[max(0, n-30):n], got[n:], wanted[n:])
			return
		}
	}
}

func TestParagraphs(t *testing.T) {
	for _, test := range []struct{ name, source string }{
		{"seed.pdf", "../../../../seeds/000_8289ea3699fe6ee2.txt"},
		{"invented.pdf", "testdata/invented.txt"},
		{"block.pdf", "testdata/invented.txt"},
		{"columns.pdf", "testdata/invented.txt"},
	} {
		t.Run(test.name, func(t *testing.T) { same(t, readFile(t, test.name), sourceLines(t, test.source)) })
	}
}
