package rules

import (
	"regexp"
	"slices"
	"strings"

	"zhenggai/extract/internal/chinese"
	"zhenggai/extract/internal/lexicon"
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
	helping   *lexicon.Lexicon // the words of helps and guides
	rows      []*Row
}

// A Level is who sends an inspection, and the words in the names of team and round that tell it.
type Level struct {
	Level string // central, province, city, prefecture or county
	Words []string
}

// A Citing is a wording that tells who sent an inspection of some kinds.
type Citing struct {
	Level   string   // as of Level
	Near    []string // every text that Pattern fits has one of them
	Pattern *regexp.Regexp
}

// A Subtype is a manner of inspecting, and the wording that tells it.
type Subtype struct {
	Name    string   // 常规, 专项 …
	Near    []string // every text that Pattern fits has one of them
	Pattern *regexp.Regexp
}

// Helps reports whether a text may speak of a team that helped or guided another one. Few do.
func (in *Inspections) Helps(text string) bool { return in.helping.In(text) }

// Words returns the words of another part of inspections.tsv: until, fed_back …
func (in *Inspections) Words(part string) []string { return in.parts[part] }

var inspectionsTable = Table{
	Name: "inspections.tsv", Says: "what the names of inspections are made of, and who stands at which level", Key: []string{"part", "of", "pattern"},
	Ordered: true, Proved: ProofColumns,
	Columns: []Column{
		{"part", enumeration(
			Code{"set", "a list that patterns name in braces; several rows of a name add up"},
			Code{"team", "a pattern of the name of a team"}, Code{"round", "one of a round"},
			Code{"team_near", "words near which alone teams are looked for; a later row where the one before finds none"}, Code{"round_near", ""},
			Code{"kind", "the kind of inspection: that which stands first in a text counts"},
			Code{"level", "who sent it, told by team and round"},
			Code{"citing", "a pattern that tells who sent it where team and round do not; that which stands first in title or introduction counts"},
			Code{"subtype", "a pattern of a manner of inspecting"}, Code{"carried", "a sentence with it tells of the inspecting"},
			Code{"helps", "stands before a team that another one helped"}, Code{"guides", "stands behind a team that guided another one"},
			Code{"since", "stands behind the last of some bodies where their number follows"}, Code{"object", "stands before the bodies inspected"},
			Code{"along", "stands between bodies that are inspected together"}, Code{"aside", "stands before one that is inspected besides"},
			Code{"committee", "stands after the name of a county-level city in the name of its own committee"}, Code{"city", "the names of cities end so"},
			Code{"to", "opens the second day"},
			Code{"fed_back", "tells the day of the feedback, after it in its sentence"}, Code{"received", "before it, tells that it is no such day"},
		), "", true},
		{"of", Type{Name: "a code"}, "the name of a set or a manner; a level: central, province, city (a province's in a municipality), prefecture or county", false},
		{"pattern", wordsType, "of team, round, citing and subtype: {x} is one of a set, {x?} one or none, {x*} any number of them, [x] may be missing, … up to twelve Chinese " +
			"characters, {number} that of a round, {year} one in figures; of alternatives that begin at one place the first fits", true},
		{"example", textType, "a text that the row reads otherwise than the table without it", false},
		{"counterexample", textType, "one that it leaves as it is", false},
	},
}

func loadInspections(from tables) (*Inspections, Errors) {
	var rows []*Row
	errs := from.each(&inspectionsTable, func(r *Row) {
		checkOf(r)
		rows = append(rows, r.clone())
	})
	in, more := newInspections(rows, "")
	return in, append(errs, more...)
}

// Without returns the table as it is without what a row holds.
func (in *Inspections) Without(row *Row) *Inspections {
	cut, _ := newInspections(in.rows, row.Key())
	return cut
}

// newInspections makes the table of rows, of which that of a key holds nothing.
func newInspections(rows []*Row, without string) (*Inspections, Errors) {
	in := &Inspections{parts: map[string][]string{}, rows: rows}
	words := map[string][]string{}
	var patterns []*Row
	for _, r := range rows {
		list := r.List("pattern")
		if r.Key() == without {
			list = nil
		}
		switch part := r.Get("part"); {
		case part == "set":
			words[r.Get("of")] = append(words[r.Get("of")], list...)
		case list == nil:
		case slices.Contains([]string{"team", "round", "citing", "subtype"}, part):
			patterns = append(patterns, r)
		case part == "team_near":
			in.TeamNear = append(in.TeamNear, list)
		case part == "round_near":
			in.RoundNear = append(in.RoundNear, list)
		case part == "kind":
			in.Kinds = append(in.Kinds, list...)
		case part == "level":
			in.Levels = append(in.Levels, Level{r.Get("of"), list})
		default:
			in.parts[part] = append(in.parts[part], list...)
		}
	}
	in.helping = lexicon.New(slices.Concat(in.parts["helps"], in.parts["guides"])...)
	return in, in.compile(patterns, words)
}

// checkOf insists that sets have names, and that levels are known.
func checkOf(r *Row) {
	switch of := r.Get("of"); {
	case (r.Get("part") == "set" || r.Get("part") == "subtype") && of == "":
		r.fail("of", "missing")
	case (r.Get("part") == "level" || r.Get("part") == "citing") && !slices.Contains([]string{"central", "province", "city", "prefecture", "county"}, of):
		r.fail("of", "%q is none of central, province, city, prefecture, county", of)
	}
}

// compile makes the patterns, which may name any set of the table.
func (in *Inspections) compile(patterns []*Row, words map[string][]string) (errs Errors) {
	sets := map[string]string{"number": "[" + chinese.Signs + chinese.Arabic + "]+", "year": `20\d\d`}
	for name, list := range words {
		sets[name] = alternatives(list)
	}
	for _, r := range patterns {
		own := r.clone()
		pattern := own.pattern(own.List("pattern"), sets)
		switch r.Get("part") {
		case "team":
			in.Teams = append(in.Teams, pattern)
		case "round":
			in.Rounds = append(in.Rounds, pattern)
		case "citing":
			in.Citing = append(in.Citing, Citing{r.Get("of"), literals(own.List("pattern")), pattern})
		case "subtype":
			in.Subtypes = append(in.Subtypes, Subtype{r.Get("of"), literals(own.List("pattern")), pattern})
		}
		errs = append(errs, own.errs...)
	}
	return errs
}

// mayMiss is a part of a pattern that may be missing.
var mayMiss = regexp.MustCompile(`\[[^\]]*\]`)

// literals returns the longest words of alternatives that stand in them as they are. What they are looked for in is searched
// for these first, which costs less than the pattern.
func literals(words []string) []string {
	all := make([]string, len(words))
	for k, word := range words {
		for _, part := range setName.Split(mayMiss.ReplaceAllString(word, "…"), -1) {
			if len(part) > len(all[k]) {
				all[k] = part
			}
		}
	}
	return all
}

// alternatives returns an expression for one of some words. Of none it fits nothing.
func alternatives(words []string) string {
	if len(words) == 0 {
		return `[^\s\S]`
	}
	quoted := make([]string, len(words))
	for i, w := range words {
		quoted[i] = regexp.QuoteMeta(w)
	}
	return "(?:" + strings.Join(quoted, "|") + ")"
}

// patternSigns are the expressions of the signs of a pattern.
var patternSigns = map[string]string{"…": `(?:\p{Han}|“\p{Han}{1,12}”){0,12}?`, "[": "(?:", "]": ")?"}

// A set stands in a pattern in braces, with ? where it may be missing and * where it may stand several times.
var setName = regexp.MustCompile(`\{(\w+)([?*]?)\}|[…\[\]]`)

// pattern returns the expression of the alternatives of a name.
func (r *Row) pattern(words []string, sets map[string]string) *regexp.Regexp {
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
				r.fail("pattern", "no set is named %q", word[m[2]:m[3]])
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
