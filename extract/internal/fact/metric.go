package fact

import (
	"slices"
	"strings"

	"zhenggai/extract/internal/lexicon"
	"zhenggai/extract/rules"
)

// A metricIndex names quantities by the words near them.
type metricIndex struct {
	lexicon *lexicon.Lexicon
	rows    []metricRow
	opens   lexicon.Lists[candidate]                            // of a word of the lexicon: the alternatives that it is the first word of
	weighed func(r *metricRow, alternative int, s surroundings) // for tests: is told of each alternative that is weighed
}

// A candidate is one of the alternatives of a row's words.
type candidate struct{ row, alternative int }

// metricRow is a part of a metric with its words as numbers of the lexicon.
type metricRow struct {
	*rules.Part
	code         string
	full         bool            // 全覆盖 states 100 % of it
	units        map[string]bool // it may be stated in these
	alternatives [][]int
	namings      []naming // of each alternative
	verbs        []int
	about        []int
	unless       []int
	never        []int
}

func newMetricIndex(tries []rules.Try, words *lexicon.Lexicon, units func(dimension string) []string) *metricIndex {
	x := &metricIndex{lexicon: words}
	for i, t := range tries {
		row := metricRow{
			Part: t.Part, code: t.Code, full: t.Full, units: map[string]bool{},
			verbs: x.numbers(t.Verbs), about: x.numbers(t.About), unless: x.numbers(t.Unless), never: x.numbers(t.Never),
		}
		for k, alternative := range t.Near {
			ids := x.numbers(alternative.Words)
			row.alternatives = append(row.alternatives, ids)
			x.opens.Add(ids[0], candidate{i, k})
		}
		for _, unit := range t.Stated {
			for _, name := range expand(unit, units) {
				row.units[name] = true
			}
		}
		x.rows = append(x.rows, row)
	}
	for i := range x.rows {
		row := &x.rows[i]
		for k := range row.alternatives {
			row.namings = append(row.namings, naming{row, k})
		}
	}
	return x
}

// expand replaces @dimension by all units of the dimension.
func expand(unit string, units func(dimension string) []string) []string {
	if unit[0] == '@' {
		return units(unit[1:])
	}
	return []string{unit}
}

func (x *metricIndex) numbers(words []string) []int {
	ids := make([]int, len(words))
	for i, w := range words {
		ids[i] = x.lexicon.Add(w)
	}
	return ids
}

// surroundings are the words round a quantity.
type surroundings struct {
	own       lexicon.Set   // in its own clause
	hits      []lexicon.Hit // of these, and maybe more that end behind it
	verbs     lexicon.Set   // in its own clause and those of the list that it stands in
	inherited lexicon.Set   // in the clause of the quantity that it goes on from; nil for none
	counting  lexicon.Set   // in the noun phrase that it counts, where that stands before its clause; nil elsewhere
	counted   string        // the noun phrase that it counts, "" where none is told
	bare      string        // the same without the verbal nouns at its end: 老旧小区 of 老旧小区改造
	before    string        // its own clause up to the number, where what it counts does not follow it
	after     string        // and after it
	context   lexicon.Set   // in its sentence, measure and problem
	upTo      lexicon.Set   // the same without what follows its clause
}

// A naming is the part of a metric that names a quantity, and the alternative of its words that does.
type naming struct {
	*metricRow
	alternative int
}

// at returns the address of what decided.
func (n *naming) at() string { return n.Near[n.alternative].String() }

// name returns what names a quantity, or nil: of the parts that fit, one whose words all stand in the quantity's own clause before
// one that inherits some, else the first. Only parts are weighed that a word near the quantity opens.
func (x *metricIndex) name(unit string, s surroundings) *naming {
	best, most := candidate{row: len(x.rows)}, 0
	weigh := func(word int) {
		for _, c := range x.opens.Of(word) {
			row := &x.rows[c.row]
			if !row.units[unit] {
				continue
			}
			if x.weighed != nil {
				x.weighed(row, c.alternative, s)
			}
			if most == 2 && !before(c, best) {
				continue // no fit is better
			}
			if n := row.fits(c.alternative, s); n > most || n == most && n > 0 && before(c, best) {
				best, most = c, n
			}
		}
	}
	for _, h := range s.hits {
		if s.own.Has(h.ID) {
			weigh(h.ID)
		}
	}
	s.inherited.Each(weigh)
	if most == 0 {
		return nil
	}
	return &x.rows[best.row].namings[best.alternative]
}

func before(a, b candidate) bool {
	return a.row < b.row || a.row == b.row && a.alternative < b.alternative
}

// fits tells whether a part fits by one of its alternatives: 2 where all its words stand in the own clause, 1 where some are
// inherited, 0 where it does not.
func (r *metricRow) fits(alternative int, s surroundings) int {
	found := r.found(r.alternatives[alternative], s)
	if found == 0 {
		return 0
	}
	if line, _ := r.obstacle(s); line != "" {
		return 0
	}
	return found
}

// obstacle returns the line of a part that keeps it from naming a quantity, "" for none, and the word that rules it out, or -1.
func (r *metricRow) obstacle(s surroundings) (line string, word int) {
	for _, near := range [...]lexicon.Set{s.own, s.inherited, s.counting} {
		if id := near.First(r.never); id >= 0 {
			return "never", id
		}
	}
	if id := s.upTo.First(r.unless); id >= 0 {
		return "unless", id
	}
	switch {
	case !r.matches(s):
		return "counts", -1
	case len(r.verbs) > 0 && !s.verbs.HasAny(r.verbs):
		return "verb", -1
	case len(r.about) > 0 && !s.context.HasAny(r.about):
		return "about", -1
	}
	return "", -1
}

// found returns 2 where all words stand in the own clause, 1 where some are inherited, 0 where one is missing.
func (r *metricRow) found(words []int, s surroundings) int {
	found := 2
	for _, id := range words {
		switch {
		case s.own.Has(id):
		case s.inherited != nil && s.inherited.Has(id):
			found = 1
		default:
			return 0
		}
	}
	return found
}

// matches reports whether a row may name a quantity of what is counted: a noun, the verb right before the number, or what is done
// so often, as in 5次召开会议.
func (r *metricRow) matches(s surroundings) bool {
	return s.counted == "" || len(r.Counts) == 0 || slices.ContainsFunc(r.Counts, func(c string) bool {
		return strings.HasSuffix(s.counted, c) || strings.HasSuffix(s.bare, c) || strings.HasSuffix(s.before, c) ||
			strings.HasPrefix(s.after, c) || strings.HasSuffix(s.after, c)
	})
}
