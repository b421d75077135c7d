package extract_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhenggai/extract/internal/testing/shapes"
	"zhenggai/extract/source"
)

// The real notice gives the same records as an OFD document of wrapped lines, with page headers and numbers.
func TestOFDReadsLikeText(t *testing.T) {
	doc := seed(t)
	var paragraphs []string
	for line := range strings.Lines(string(doc.Data)) {
		if line = strings.Join(strings.Fields(line), " "); line != "" {
			paragraphs = append(paragraphs, line)
		}
	}
	data := shapes.OFD(t, "斗门区委巡视整改专刊", paragraphs)
	want, got := extractAll(t, doc)[0], extractAll(t, source.Document{Path: "seed.ofd", Data: data})[0]
	if got.Source.MediaType != "application/ofd" {
		t.Errorf("media type %s", got.Source.MediaType)
	}
	check(t, got)
	if diff := cmp.Diff(strings.Split(want.Text, "\n"), strings.Split(got.Text, "\n")); diff != "" {
		t.Errorf("text (-) and OFD (+):\n%s", diff)
	}
	if diff := cmp.Diff(records(t, want), records(t, got)); diff != "" {
		t.Errorf("as text (-) and as OFD (+):\n%s", diff)
	}
}
