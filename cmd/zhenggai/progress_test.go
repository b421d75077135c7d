package main

import (
	"strings"
	"testing"
	"time"

	"zhenggai/extract/batch"
)

// TestProgressLines lets a run go on where there is no terminal.
func TestProgressLines(t *testing.T) {
	state := func(documents, sources, failures, doubtful int) batch.Summary {
		return batch.Summary{Totals: batch.Totals{Documents: documents}, Sources: sources, Failures: failures, Doubtful: doubtful}
	}
	for _, test := range []struct {
		name    string
		sources int
		quiet   bool
		sum     batch.Summary
		want    string
	}{
		{"files", 100, false, state(50, 50, 2, 3), "50 of 100 documents, 50/s, 1s to go, 2 failures, 3 doubtful\n"},
		{"the source being read", 100, false, state(50, 49, 0, 0), "50 of 100 documents, 50/s, 1s to go\n"},
		{"an archive", 1, false, state(50, 0, 0, 0), "50 documents, 50/s\n"},
		{"few files", 3, false, state(1, 1, 0, 0), ""},
		{"quiet", 100, true, state(50, 50, 2, 3), ""},
	} {
		var out strings.Builder
		p := newProgress(&out, "document", test.sources, test.quiet)
		p.update(test.sum) // too early for a line
		p.began, p.said = time.Now().Add(-time.Second), time.Now().Add(-time.Hour)
		p.update(test.sum)
		p.update(test.sum) // too early for another
		p.end()
		if out.String() != test.want {
			t.Errorf("%s: %q, want %q", test.name, out.String(), test.want)
		}
	}
}
