package document

import (
	"slices"
	"strings"
	"testing"

	"zhenggai/extract/internal/testing/corpus"
	"zhenggai/extract/rules"
)

// zoneInside returns the zone of a line that stands in the midst of a notice.
func zoneInside(line string) Zone {
	const at = 3
	return read(title, intro, first, line, "二、整改进展情况", last, signer, day).Lines[at].Zone
}

// TestFurnitureCorpus insists that each row of furniture.tsv takes a line that the page adds out of the notice, by
// itself, and leaves a paragraph of the notice that holds its word.
func TestFurnitureCorpus(t *testing.T) {
	all := rules.Default().Page
	var rows []string
	for _, f := range all.Furniture {
		rows = append(rows, f.Kind+" "+f.Word)
	}
	for _, e := range corpus.Read(t, "furniture", rows) {
		kind, word, _ := strings.Cut(e.Key, " ")
		cut := *all
		cut.SetFurniture(slices.DeleteFunc(slices.Clone(all.Furniture), func(f rules.Furniture) bool { return f.Word == word }))
		zone := Body
		switch {
		case e.Want && kind == "front":
			zone = Front
		case e.Want:
			zone = Furniture
		}
		switch {
		case !strings.Contains(e.Text, word):
			t.Errorf("%s: lacks the word", e)
		case zoneInside(e.Text) != zone:
			t.Errorf("%s: stands in zone %d", e, zoneInside(e.Text))
		case e.Want && (all.Furnishes(e.Text) != kind || cut.Furnishes(e.Text) == kind):
			t.Errorf("%s: is of kind %q, and %q without the row", e, all.Furnishes(e.Text), cut.Furnishes(e.Text))
		}
	}
}
