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
	units   map[string]int                                      // numbers of the units that rows are stated in
	opens   lexicon.Lists[candidate]                            // of a word of the lexicon: the alternatives that it is the first word of
	weighed func(r *metricRow, alternative int, s surroundings) // for tests: is told of each alternative that is weighed
}

// A candidate is one of the alternatives of a row's words.
type candidate struct{ row, alternative int }

// metricRow is a part of a metric with its words as numbers of the lexicon.
type metricRow struct {
	*rules.Part
	code         string
	parent       string      // the code that it counts a kind of, or ""
	full         bool        // 全覆盖 states 100 % of it
	units        lexicon.Set // it may be stated in these, by their numbers
	alternatives [][]int
	namings      []naming // of each alternative
	verbs        []int
	about        []int
	unless       []int
	never        []int
}

func newMetricIndex(tries []rules.Try, words *lexicon.Lexicon, units func(dimension string) []string) *metricIndex {
	x := &metricIndex{lexicon: words, units: map[string]int{}}
	for i, t := range tries {
		row := metricRow{
			Part: t.Part, code: t.Code, parent: t.Parent, full: t.Full,
			verbs: x.numbers(t.Verbs), about: x.numbers(t.About), unless: x.numbers(t.Unless), never: x.numbers(t.Never),
		}
		for k, alternative := range t.Near {
			ids := x.numbers(alternative.Words)
			row.alternatives = append(row.alternatives, ids)
			x.opens.Add(ids[0], candidate{i, k})
		}
		for _, unit := range t.Stated {
			for _, name := range expand(unit, units) {
				row.units = x.addUnit(row.units, name)
			}
		}
		x.rows = append(x.rows, row)
	}
	for i := range x.rows {
		row := &x.rows[i]
		row.never = append(row.never, x.neverOfParent(row)...)
		for k := range row.alternatives {
			row.namings = append(row.namings, naming{row, k, row.Near[k].String()})
		}
	}
	return x
}

// addUnit adds a unit to a set of them, which grows with its number.
func (x *metricIndex) addUnit(set lexicon.Set, unit string) lexicon.Set {
	number, ok := x.units[unit]
	if !ok {
		number = len(x.units)
		x.units[unit] = number
	}
	for number >= 64*len(set) {
		set = append(set, 0)
	}
	set.Add(number)
	return set
}

// states reports whether a part may be stated in a unit.
func (x *metricIndex) states(r *metricRow, unit string) bool {
	number, ok := x.units[unit]
	return ok && r.statedIn(number)
}

func (r *metricRow) statedIn(unit int) bool { return unit < 64*len(r.units) && r.units.Has(unit) }

// neverOfParent returns the words that rule out the parent of a part, but for those by which the part is told.
func (x *metricIndex) neverOfParent(row *metricRow) []int {
	if row.parent == "" {
		return nil
	}
	parent := slices.IndexFunc(x.rows, func(r metricRow) bool { return r.code == row.parent })
	return slices.DeleteFunc(slices.Clone(x.rows[parent].never), func(word int) bool {
		return slices.ContainsFunc(row.alternatives, func(ids []int) bool { return slices.Contains(ids, word) })
	})
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
	at          string // the address of what decides
}

// kindOf reports whether what is named counts a kind of what another names.
func (n *naming) kindOf(whole *naming) bool {
	return n != nil && whole != nil && n.parent == whole.code
}

// name returns what names a quantity, or nil: of the parts that fit, one whose words all stand in the quantity's own clause before
// one that inherits some, else the first. Only parts are weighed that a word near the quantity opens.
func (x *metricIndex) name(unit string, s surroundings) *naming {
	number, ok := x.units[unit]
	if !ok {
		return nil
	}
	best, most := candidate{row: len(x.rows)}, 0
	weigh := func(word int) {
		for _, c := range x.opens.Of(word) {
			row := &x.rows[c.row]
			if !row.statedIn(number) {
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
	return x.joint(best, number, s)
}

// joint returns what names a quantity, given what fits it best: the parent where another kind of it fits the quantity's own clause too,
// as in 诫勉、批评教育15人.
func (x *metricIndex) joint(best candidate, unit int, s surroundings) *naming {
	row := &x.rows[best.row]
	another := func(word int) bool {
		return row.parent != "" && slices.ContainsFunc(x.opens.Of(word), func(c candidate) bool {
			other := &x.rows[c.row]
			return other.parent == row.parent && other.code != row.code && other.statedIn(unit) && other.fits(c.alternative, s) == 2
		})
	}
	if !slices.ContainsFunc(s.hits, func(h lexicon.Hit) bool { return s.own.Has(h.ID) && another(h.ID) }) {
		return &row.namings[best.alternative]
	}
	parent := slices.IndexFunc(x.rows, func(r metricRow) bool { return r.code == row.parent })
	return &x.rows[parent].namings[0]
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
	counting := s.counting
	if r.parent != "" {
		counting = nil // kinds stand in lists: in 党纪处分2人、批评教育5人 the one before is no reason against the next
	}
	for _, near := range [...]lexicon.Set{s.own, s.inherited, counting} {
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
