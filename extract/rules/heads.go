package rules

import (
	"maps"
	"slices"
	"strings"
)

// A HeadWord is a word of a table of figures, and the unit or @dimension that goes without saying where it heads figures.
type HeadWord struct{ Word, Unit string }

// Heads holds the words by which the heads, labels and titles of tables of figures are read, longer ones first.
type Heads struct {
	words   map[string][]HeadWord // by kind
	Figures *Quantities           // by which figures and units are read
}

var headsTable = Table{
	Name: "heads.tsv", Says: "a word of a head, a label or the title of a table of figures", Key: []string{"kind", "word"}, Proved: ProofColumns,
	Columns: []Column{
		{"word", textType, "", true},
		{"kind", enumeration(
			Code{"total", "labels a row or column of sums"},
			Code{"plain", "says that figures follow and not what they count: the other side of the table does"},
			Code{"things", "heads labels that name what is counted"},
			Code{"bodies", "heads labels that name bodies or places, which are not counted"},
			Code{"body", "a label that ends so is the name of a body or place"},
			Code{"code", "a head that ends so stands over numbers that count nothing"},
			Code{"unit", "heads the units of the rows, or stands before the unit of the whole table"},
			Code{"implied", "a head that ends so has a unit, or its figures have a dimension, that goes without saying"},
			Code{"state", "a head that ends so tells how far the things have come that a column before counts"},
			Code{"due", "opens a head over what is due"},
			Code{"done", "opens one over what is done of it, where the same words stand behind"},
			Code{"left", "opens one over what is left of it, likewise"},
			Code{"ahead", "a head that ends so stands over what was to be reached"},
			Code{"change", "a head that ends so stands over changes from before"},
			Code{"title", "the title of a table ends so"},
		), "", true},
		{"unit", Type{Name: "a unit, or @ and a dimension"}, "of the kind implied", false},
		{"example", textType, "a table, its rows parted by || and its cells by |, that reads otherwise without the row", false},
		{"counterexample", textType, "one that has the word and reads the same", false},
	},
}

// loadHeads reads the table. It knows units, or nil where these have mistakes.
func loadHeads(from tables, known *Quantities) (*Heads, Errors) {
	h := &Heads{words: map[string][]HeadWord{}}
	errs := from.each(&headsTable, func(r *Row) {
		kind, word := r.Get("kind"), HeadWord{r.Get("word"), r.Get("unit")}
		dimension, of := strings.CutPrefix(word.Unit, "@")
		switch {
		case (kind == "implied") != (word.Unit != ""):
			r.fail("unit", "a unit goes with the kind implied alone")
		case of && !slices.Contains(dimensions, dimension), !of && word.Unit != "" && !known.knows(word.Unit):
			r.fail("unit", "unknown unit %q", word.Unit)
		}
		h.words[kind] = append(h.words[kind], word)
	})
	for _, list := range h.words {
		slices.SortStableFunc(list, func(a, b HeadWord) int { return len(b.Word) - len(a.Word) })
	}
	return h, errs
}

// Words returns the words of a kind.
func (h *Heads) Words(kind string) []HeadWord { return h.words[kind] }

// Is reports whether words are of a kind.
func (h *Heads) Is(kind, words string) bool {
	return slices.ContainsFunc(h.words[kind], func(w HeadWord) bool { return w.Word == words })
}

// Ends returns the longest word of a kind that ends words.
func (h *Heads) Ends(kind, words string) (HeadWord, bool) {
	for _, w := range h.words[kind] {
		if strings.HasSuffix(words, w.Word) {
			return w, true
		}
	}
	return HeadWord{}, false
}

// Opens returns the longest word of a kind that words begin with.
func (h *Heads) Opens(kind, words string) (HeadWord, bool) {
	for _, w := range h.words[kind] {
		if strings.HasPrefix(words, w.Word) {
			return w, true
		}
	}
	return HeadWord{}, false
}

// WithoutHead returns the tables as they are without a row of heads.tsv.
func (s *Set) WithoutHead(kind, word string) *Set {
	cut, heads := *s, *s.Heads
	heads.words = maps.Clone(heads.words)
	heads.words[kind] = slices.DeleteFunc(slices.Clone(heads.words[kind]), func(w HeadWord) bool { return w.Word == word })
	cut.Heads = &heads
	return &cut
}
