package fact

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhenggai/extract/internal/document"
)

// TestFigureCorpus reads lines whose figures are marked with what they are: 【NUMBER METRIC STATUS】, - for none
// and . for any.
func TestFigureCorpus(t *testing.T) {
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "testdata", "corpus", "mentions.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line != "" && line[0] != '#' {
			checkFigures(t, line)
		}
	}
}

// A figure is a marked number of a line: where it stands and what it is.
type figure struct {
	at             document.Span
	metric, status string // - for none; status may be left out
}

// figuresOf takes the marks out of a line.
func figuresOf(line string) (text string, marked []figure) {
	for {
		before, rest, ok := strings.Cut(line, "【")
		text += before
		if !ok {
			return text, marked
		}
		mark, after, _ := strings.Cut(rest, "】")
		fields := append(strings.Fields(mark), "", "")
		marked = append(marked, figure{document.Span{Start: len(text), End: len(text) + len(fields[0])}, fields[1], fields[2]})
		text, line = text+fields[0], after
	}
}

func checkFigures(t *testing.T, line string) {
	t.Helper()
	text, marked := figuresOf(line)
	found, _ := readerOf(text).Find(document.Span{End: len(text)}, Place{})
	for _, m := range marked {
		metric, status := "no quantity", ""
		for _, f := range found {
			if f.Mention.Start < m.at.End && m.at.Start < f.Mention.End {
				metric, status = orNone(f.Metric), orNone(string(f.Status))
			}
		}
		if m.metric != "." && metric != m.metric || m.status != "" && status != m.status {
			t.Errorf("%s: %s is %s %s, want %s %s", text, m.at.In(text), metric, status, m.metric, m.status)
		}
	}
}

func orNone(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// TestGroupedByBlanks insists that digits which blanks part are one number after a word, and else are doubted: they may stand in columns.
func TestGroupedByBlanks(t *testing.T) {
	for text, want := range map[string]string{
		"投入12 345元":          "12 345元",
		"合计 12 345 元":        "? 12 345 元",
		"共投入 1 234 567.5 万元": "? 1 234 567.5 万元",
		"其中2021 345个":        "345个",
		"新建1 2310个":          "2310个",
		"5个 345元":            "5个 345元",
		"12.5 345元":          "345元",
	} {
		found, diagnostics := readerOf(text).Find(document.Span{End: len(text)}, Place{})
		var got []string
		for _, f := range found {
			got = append(got, f.Text)
		}
		for _, d := range diagnostics {
			if d.Code == "quantity.grouped" {
				got = append(got, "?", text[d.Span[0]:d.Span[1]])
			}
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s gives %q, want %q", text, strings.Join(got, " "), want)
		}
	}
}
