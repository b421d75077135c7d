package fact

import (
	"testing"

	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/lexicon"
	"zhenggai/extract/rules"
)

func quantitiesIn(text string) []Quantity {
	words := lexicon.New()
	q := NewQuantities(rules.Default().Quantities, words)
	found, _, _ := q.Find(nil, text, document.Span{End: len(text)}, words.Scan(nil, text, 0, len(text)), nil, 1000)
	return found
}

// TestUnitRowsHoldTheirExamples insists that each unit counts in its example and not in its counterexample.
func TestUnitRowsHoldTheirExamples(t *testing.T) {
	for _, u := range rules.Default().Quantities.All() {
		if u.Dimension != "time" && u.Dimension != "age" && !counts(u.Example, u.Name) {
			t.Errorf("%s: %q gives no quantity in it: %v", u.Name, u.Example, quantitiesIn(u.Example))
		}
		if counts(u.Counter, u.Name) {
			t.Errorf("%s: counterexample %q gives a quantity in it", u.Name, u.Counter)
		}
	}
}

func counts(text, unit string) bool {
	for _, q := range quantitiesIn(text) {
		if q.Def.Name == unit {
			return true
		}
	}
	return false
}

// TestSloganRowsHoldTheirExamples insists that the number of a slogan is no quantity, and that of its counterexample is
// not swallowed by it.
func TestSloganRowsHoldTheirExamples(t *testing.T) {
	for _, s := range rules.Default().Quantities.Slogans {
		if found := quantitiesIn(s.Example); len(found) > 0 {
			t.Errorf("%s*%s: %q gives %v", s.Before, s.After, s.Example, found)
		}
		if len(quantitiesIn(s.Counter)) == 0 {
			t.Errorf("%s*%s: counterexample %q gives no quantity", s.Before, s.After, s.Counter)
		}
	}
}
