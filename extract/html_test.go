package extract_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhenggai/extract"
	"zhenggai/extract/internal/testing/shapes"
	"zhenggai/extract/source"
	"zhenggai/model"
)

// published returns the real notice as what a page is built round: its lines without those that a page has around it.
func published(tb testing.TB) shapes.Notice {
	tb.Helper()
	var lines []string
	for line := range strings.Lines(string(seed(tb).Data)) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	end := slices.Index(lines, "附件:")
	if end < 0 {
		tb.Fatal("the real notice has changed")
	}
	return shapes.Notice{
		Title: lines[1], Site: "广东省纪委监委网站", Crumbs: []string{"首页", "信息公开", "省委巡视", "十二届省委第六轮巡视整改进展情况向社会公开(一)"},
		Source: "本网原创稿", Published: "2021-05-07 08:45:02",
		Paragraphs: lines[3 : end+1], Footer: lines[end+1:],
	}
}

// records returns what a notice states, as JSON: all but its source, its text and what depends on the page around it.
// A span is the words that it covers.
func records(t *testing.T, n *model.Notice) string {
	t.Helper()
	text := []rune(n.Text)
	var spans func(v any) any
	spans = func(v any) any {
		switch v := v.(type) {
		case map[string]any:
			delete(v, "place") // it is the format's own
			for k, e := range v {
				if s, ok := e.([]any); ok && (k == "span" || k == "state_span") {
					v[k] = string(text[int(s[0].(float64)):int(s[1].(float64))])
					continue
				}
				v[k] = spans(e)
			}
		case []any:
			for i := range v {
				v[i] = spans(v[i])
			}
		}
		return v
	}
	data, err := json.Marshal(n)
	if err != nil {
		t.Fatal(err)
	}
	var m map[string]any
	if err := json.Unmarshal(data, &m); err != nil {
		t.Fatal(err)
	}
	for _, k := range []string{"id", "source", "text", "diagnostics"} {
		delete(m, k)
	}
	out, err := json.MarshalIndent(spans(m), "", " ")
	if err != nil {
		t.Fatal(err)
	}
	return string(out)
}

// The real notice gives the same records in whatever page it stands.
func TestPagesReadLikeText(t *testing.T) {
	var x extract.Extractor
	n, err := x.Extract(seed(t))
	if err != nil {
		t.Fatal(err)
	}
	want := records(t, n)
	pages := append(shapes.All(), shapes.Shape{Name: "script", Page: func(n shapes.Notice) []byte { return []byte(shapes.Script(n)) }})
	for _, s := range pages {
		t.Run(s.Name, func(t *testing.T) {
			n, err := x.Extract(source.Document{Path: "page.html", Data: s.Page(published(t))})
			if err != nil {
				t.Fatal(err)
			}
			check(t, n)
			if diff := cmp.Diff(want, records(t, n)); diff != "" {
				t.Errorf("as text (-) and as page (+):\n%s", diff)
			}
		})
	}
}

// BenchmarkExtractHTML measures the real notice in pages of several shapes.
func BenchmarkExtractHTML(b *testing.B) {
	for _, s := range shapes.All() {
		data := s.Page(published(b))
		b.Run(fmt.Sprintf("%s/%dKB", s.Name, len(data)>>10), func(b *testing.B) {
			benchmark(b, source.Document{Path: "page.html", Data: data})
		})
	}
}
