package eval

import (
	"slices"
	"testing"

	"zhenggai/model"
)

// TestKindsOfRecordAreJudged insists that each kind of record but the outline, which annotations do not have, and doubts is annotated
// as it is and judged: all of an annotation made of a notice is found again, and all is missed where the notice has lost it.
func TestKindsOfRecordAreJudged(t *testing.T) {
	for kind := range model.RecordKinds() {
		if kind.Name() == "sections" || kind.Name() == "diagnostics" {
			continue
		}
		if !slices.Contains(KindNames(), kind.Name()) {
			t.Errorf("%s: not judged: the list further in gold.go lacks a row", kind.Name())
			continue
		}
		n := fixtureNotice(t)
		if kind.Count(n) == 0 {
			t.Errorf("%s: fixtureNotice has none", kind.Name())
			continue
		}
		g := Annotate(n)
		if s := Compare(g, n).Kind(kind.Name()).Score; s.Hit == 0 || s.Missed > 0 || s.Extra > 0 {
			t.Errorf("%s: an annotation of the notice as it is is judged %+v", kind.Name(), s)
		}
		kind.Remove(n, func(model.Record) bool { return true })
		if s := Compare(g, n).Kind(kind.Name()).Score; s.Missed == 0 || s.Hit > 0 {
			t.Errorf("%s: a notice without any is judged %+v", kind.Name(), s)
		}
	}
}
