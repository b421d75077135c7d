package rules

import (
	"slices"
	"unicode/utf8"
)

// Regions holds the words by which names of places are told from other words.
type Regions struct {
	Ends       []rune // in which names end
	Behind     []Beside
	Before     []Beside
	BeforeWord []Beside
	OwnKinds   []OwnKind // of which the first that fits counts
	Levels     []Level   // of the bodies of divisions, by the kind of the division; also city and district
	Areas      []Area    // that are no divisions
	parts      map[string][]string
	rows       []*Row
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

// An Area is no division but lies in one, as a national new area does.
type Area struct {
	In    string // the code of the lowest division in which the whole of it lies
	Names []string
}

// Words returns the words of another part of regions.tsv: zone, lead …
func (g *Regions) Words(part string) []string { return g.parts[part] }

var regionsTable = Table{
	Name: "regions.tsv", Says: "words that tell names of places from other words, and whose notice it is", Key: []string{"part", "of", "words"},
	Ordered: true, Proved: ProofColumns,
	Columns: []Column{
		{"part", enumeration(
			Code{"end", "the characters in which the names of divisions end"},
			Code{"behind", "a name that begins with of is none right after these"}, Code{"before", "a name that ends in of is none right before these"},
			Code{"before_word", "nor is one whose bare name is a word"},
			Code{"namesake", "right after a bare name: a smaller place or a street bears it"}, Code{"no_namesake", "words in which those say nothing"},
			Code{"lead", "may stand before the place with which the name of a body or site begins"},
			Code{"zone", "how development zones are called, which are no divisions: their owner stands for them"},
			Code{"pointer", "right before a place: the text speaks of it above others"},
			Code{"inspector", "right after a place: it inspects others"}, Code{"no_inspector", "words in which those say nothing"},
			Code{"national", "begins the name of a body of the whole country"}, Code{"ministry", "stands after the first characters of a ministry's name"},
			Code{"no_ministry", "right before ministry: it is none"},
			Code{"titled", "the text is a title"}, Code{"title_body", "and one that names a body all the same"},
			Code{"own_kind", "begins a body's name that says of what kind its division is, but not which"}, Code{"no_own_kind", "words in which those say nothing"},
			Code{"level", "own_kind, or the end of the name of a division that no table has: tells the level of its bodies"},
			Code{"area", "names of areas that are no divisions, such as national new areas; of is the code of the lowest division in which the whole of each lies"},
			Code{"parting", "between two places: they are not of one name"},
		), "", true},
		{"of", Type{Name: "text"}, "what behind and before are about; of own_kind: county, where no other rank is meant; of level: province, prefecture, county, city (where it sits decides) or " +
			"district (a county's; of a name that no table has only in a city); of area: six digits", false},
		{"words", wordsType, "", true},
		{"example", textType, "a text, or several in the order of what they tell, parted by spaces, that names another place with the row than without it", false},
		{"counterexample", textType, "one in which the row makes no difference", false},
	},
}

func loadRegions(from tables) (*Regions, Errors) {
	var rows []*Row
	errs := from.each(&regionsTable, func(r *Row) {
		checkPlace(r)
		rows = append(rows, r.clone())
	})
	return newRegions(rows, ""), errs
}

// Without returns the table as it is without a row.
func (g *Regions) Without(row *Row) *Regions { return newRegions(g.rows, row.Key()) }

// newRegions makes the table of rows but for that of a key.
func newRegions(rows []*Row, without string) *Regions {
	g := &Regions{parts: map[string][]string{}, rows: rows}
	for _, r := range rows {
		if r.Key() != without {
			g.add(r.Get("part"), r.Get("of"), r.List("words"))
		}
	}
	return g
}

func (g *Regions) add(part, of string, words []string) {
	switch part {
	case "end":
		for _, word := range words {
			end, _ := utf8.DecodeRuneInString(word)
			g.Ends = append(g.Ends, end)
		}
	case "behind":
		g.Behind = append(g.Behind, Beside{of, words})
	case "before":
		g.Before = append(g.Before, Beside{of, words})
	case "before_word":
		g.BeforeWord = append(g.BeforeWord, Beside{of, words})
	case "own_kind":
		for _, word := range words {
			g.OwnKinds = append(g.OwnKinds, OwnKind{word, of == "county"})
		}
	case "area":
		g.Areas = append(g.Areas, Area{of, words})
	case "level":
		g.Levels = append(g.Levels, Level{of, words})
	default:
		g.parts[part] = append(g.parts[part], words...)
	}
}

// checkPlace insists that ends are single characters, that what stands beside a name says beside which, and that a rank is known.
func checkPlace(r *Row) {
	switch part, of := r.Get("part"), r.Get("of"); part {
	case "end":
		for _, word := range r.List("words") {
			if end, size := utf8.DecodeRuneInString(word); size != len(word) || end > 0xffff {
				r.fail("words", "%q is no single character", word)
			}
		}
	case "behind", "before", "before_word":
		if of == "" {
			r.fail("of", "missing")
		}
	case "area":
		if err := checkCode(of); err != nil {
			r.fail("of", "%v", err)
		}
	case "level":
		if !slices.Contains([]string{"province", "prefecture", "county", "district", "city"}, of) {
			r.fail("of", "%q is none of province, prefecture, county, district, city", of)
		}
	case "own_kind":
		if of != "" && of != "county" {
			r.fail("of", "%q is not county", of)
		}
	}
}
