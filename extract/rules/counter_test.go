package rules

import (
	"slices"
	"strings"
	"testing"
)

// TestCounterexamplesCanFail insists that each counterexample of a metric holds a word by which its part could name it: one that holds none shows
// nothing.
func TestCounterexamplesCanFail(t *testing.T) {
	for _, m := range Default().Metrics {
		for i := range m.Parts {
			p := &m.Parts[i]
			words := slices.Concat(p.Counts, p.Verbs)
			for _, a := range p.Near {
				words = append(words, a.Words...)
			}
			for _, e := range p.No {
				clause := strings.NewReplacer("【", "", "】", "").Replace(e.Clause)
				if !slices.ContainsFunc(words, func(w string) bool { return strings.Contains(clause, w) }) {
					t.Errorf("%v: %s: %s holds no word of the block, so that it cannot fail", e.Where, m.Code, e.Clause)
				}
			}
		}
	}
}
