package rules

import (
	"io/fs"
	"unicode/utf8"
)

// Regions holds the words by which names of places are told from other words.
type Regions struct {
	Ends       []rune // in which names end
	Behind     []Beside
	Before     []Beside
	BeforeWord []Beside
	OwnKinds   []OwnKind // the longer before the shorter that they begin with
	Levels     []Level   // of the bodies of divisions, by the kind of the division; also city and district
	parts      map[string][]string
}

// A Beside is what may not stand beside a name with a certain first or last character.
type Beside struct {
	Of    string
	Words []string
}

// An OwnKind begins the name of a body that says of what kind its division is.
type OwnKind struct {
	Word   string
	County bool // only a division of the lowest rank is meant
}

// Words returns the words of another part of regions.tsv: zone, lead …
func (g *Regions) Words(part string) []string { return g.parts[part] }

var regionParts = []string{
	"end", "behind", "before", "before_word", "namesake", "no_namesake", "lead", "zone", "pointer", "inspector", "no_inspector",
	"national", "ministry", "no_ministry", "titled", "title_body", "own_kind", "no_own_kind", "level", "parting",
}

// LoadRegions reads the table regions.tsv of fsys.
func LoadRegions(fsys fs.FS) (*Regions, error) {
	g := &Regions{parts: map[string][]string{}}
	return g, readTable(fsys, "regions.tsv", []string{"part", "of", "words", "example", "counterexample"}, func(r *row) {
		part, words := r.oneOf("part", regionParts...), r.list("words")
		r.need("words")
		r.need("example")
		r.need("counterexample")
		switch part {
		case "end":
			for _, word := range words {
				end, size := utf8.DecodeRuneInString(word)
				if size != len(word) || end > 0xffff {
					r.fail("words", "%q is no single character", word)
				}
				g.Ends = append(g.Ends, end)
			}
		case "behind":
			g.Behind = append(g.Behind, Beside{r.need("of"), words})
		case "before":
			g.Before = append(g.Before, Beside{r.need("of"), words})
		case "before_word":
			g.BeforeWord = append(g.BeforeWord, Beside{r.need("of"), words})
		case "own_kind":
			county := r.oneOf("of", "", "county") == "county"
			for _, word := range words {
				g.OwnKinds = append(g.OwnKinds, OwnKind{word, county})
			}
		case "level":
			g.Levels = append(g.Levels, Level{r.oneOf("of", "province", "prefecture", "county", "district", "city"), words})
		default:
			g.parts[part] = append(g.parts[part], words...)
		}
	})
}
