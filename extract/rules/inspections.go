package rules

import (
	"io/fs"
	"regexp"
	"slices"
	"strings"

	"zhenggai/extract/internal/chinese"
)

// Inspections holds what the names of inspections are made of.
type Inspections struct {
	Teams     []*regexp.Regexp // of which the first that fits anywhere decides
	Rounds    []*regexp.Regexp
	TeamNear  [][]string // the words near which a name stands; a later list where the one before finds none
	RoundNear [][]string
	Kinds     []string // 巡视, 巡察 …
	Levels    []Level  // of which the first that fits decides
	Citing    []Citing // names of who inspects, where no team says it: that which stands first decides
	Subtypes  []Subtype
	parts     map[string][]string
}

// A Level is who sends an inspection, and the words in the names of team and round that tell it.
type Level struct {
	Level string // central, province, city, prefecture or county
	Words []string
}

// A Citing is a wording that tells who sent an inspection of some kinds.
type Citing struct {
	Level   string // as of Level
	Pattern *regexp.Regexp
}

// A Subtype is a manner of inspecting, and the wording that tells it.
type Subtype struct {
	Name    string // 常规, 专项 …
	Pattern *regexp.Regexp
}

// Words returns the words of another part of inspections.tsv: until, fed_back …
func (in *Inspections) Words(part string) []string { return in.parts[part] }

var inspectionParts = []string{
	"set", "team", "round", "team_near", "round_near", "kind", "level",
	"citing", "subtype", "helps", "month_part", "next_year", "carried", "object", "along", "aside", "committee", "city", "until", "fed_back", "received", "to",
}

func loadInspections(fsys fs.FS) (*Inspections, error) {
	in := &Inspections{parts: map[string][]string{}}
	sets := map[string]string{
		"number": "[" + chinese.Signs + chinese.Arabic + "]+",
		"year":   `20\d\d`,
	}
	return in, readTable(fsys, "inspections.tsv", []string{"part", "of", "pattern", "example", "counterexample"}, func(r *row) {
		part, words := r.oneOf("part", inspectionParts...), r.list("pattern")
		r.need("pattern")
		r.need("example")
		r.need("counterexample")
		switch part {
		case "set":
			sets[r.need("of")] = alternatives(words)
		case "team":
			in.Teams = append(in.Teams, r.pattern(words, sets))
		case "round":
			in.Rounds = append(in.Rounds, r.pattern(words, sets))
		case "team_near":
			in.TeamNear = append(in.TeamNear, words)
		case "round_near":
			in.RoundNear = append(in.RoundNear, words)
		case "kind":
			in.Kinds = append(in.Kinds, words...)
		case "level":
			in.Levels = append(in.Levels, Level{r.oneOf("of", "central", "province", "city", "prefecture", "county"), words})
		case "citing":
			in.Citing = append(in.Citing, Citing{r.oneOf("of", "central", "province", "city", "prefecture", "county"), r.pattern(words, sets)})
		case "subtype":
			in.Subtypes = append(in.Subtypes, Subtype{r.need("of"), r.pattern(words, sets)})
		default:
			in.parts[part] = append(in.parts[part], words...)
		}
	})
}

// alternatives returns an expression for one of some words.
func alternatives(words []string) string {
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = regexp.QuoteMeta(w)
	}
	return "(?:" + strings.Join(quoted, "|") + ")"
}

// patternSigns are the expressions of the signs of a pattern.
var patternSigns = map[string]string{"…": `\p{Han}{0,12}?`, "[": "(?:", "]": ")?"}

// A set stands in a pattern in braces, with ? where it may be missing and * where it may stand several times.
var setName = regexp.MustCompile(`\{(\w+)([?*]?)\}|[…\[\]]`)

// pattern returns the expression of the alternatives of a name.
func (r *row) pattern(words []string, sets map[string]string) *regexp.Regexp {
	all := slices.Clone(words)
	for k, word := range words {
		var b strings.Builder
		at := 0
		for _, m := range setName.FindAllStringSubmatchIndex(word, -1) {
			b.WriteString(regexp.QuoteMeta(word[at:m[0]]))
			if at = m[1]; m[2] < 0 {
				b.WriteString(patternSigns[word[m[0]:m[1]]])
				continue
			}
			set, ok := sets[word[m[2]:m[3]]]
			if !ok {
				r.fail("pattern", "no set is named %q above", word[m[2]:m[3]])
			}
			b.WriteString("(?:" + set + ")" + word[m[4]:m[5]])
		}
		b.WriteString(regexp.QuoteMeta(word[at:]))
		all[k] = b.String()
	}
	compiled, err := regexp.Compile(strings.Join(all, "|"))
	if err != nil {
		r.fail("pattern", "%v", err)
	}
	return compiled
}
