package fact

import (
	"slices"
	"strings"
	"unicode/utf8"

	"zhenggai/extract/internal/lexicon"
	"zhenggai/extract/rules"
)

// A metricIndex names quantities by the words near them.
type metricIndex struct {
	lexicon *lexicon.Lexicon
	rows    []metricRow
	opens   [][]candidate // of a word of the lexicon: the alternatives that it is the first word of
}

// A candidate is one of the alternatives of a row's words.
type candidate struct{ row, alternative int }

// metricRow is a row of metrics.tsv with its words as numbers of the lexicon.
type metricRow struct {
	code         string
	units        map[string]bool // it may be stated in these
	alternatives [][]int
	lengths      []int // characters of each alternative
	verbs        []int
	context      []int
	absent       []int
	not          []int
	counts       []string
}

func newMetricIndex(metrics []rules.Metric, words *lexicon.Lexicon, units func(dimension string) []string) *metricIndex {
	x := &metricIndex{lexicon: words}
	for i := range metrics {
		m := &metrics[i]
		row := metricRow{
			code: m.Code, units: map[string]bool{},
			verbs: x.numbers(m.Verbs), context: x.numbers(m.Context), absent: x.numbers(m.Absent), not: x.numbers(m.Not), counts: m.Counts,
		}
		for k, alternative := range m.Words {
			ids := x.numbers(alternative)
			row.alternatives = append(row.alternatives, ids)
			row.lengths = append(row.lengths, utf8.RuneCountInString(strings.Join(alternative, "")))
			x.opens = addAt(x.opens, ids[0], candidate{i, k})
		}
		for _, unit := range m.Units {
			for _, name := range expand(unit, units) {
				row.units[name] = true
			}
		}
		x.rows = append(x.rows, row)
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
	own       wordSet // in its own clause
	verbs     wordSet // in its own clause and those of the list that it stands in
	inherited wordSet // in the clause of the quantity that it goes on from; nil for none
	counted   string  // the noun phrase that it counts, "" where none is told
	bare      string  // the same without the verbal nouns at its end: 老旧小区 of 老旧小区改造
	before    string  // its own clause up to the number, where what it counts does not follow it
	after     string  // and after it
	context   wordSet // in its sentence, measure and problem
}

// name returns the row that names a quantity best, or nil. More of the row's words count for it, and words of the
// quantity's own clause count more than inherited ones; of two rows that fit alike the first holds. Only rows are weighed
// that a word near the quantity opens.
func (x *metricIndex) name(unit string, s surroundings) *metricRow {
	best, score := -1, 0
	weigh := func(word int) {
		for _, c := range listAt(x.opens, word) {
			row := &x.rows[c.row]
			if !row.units[unit] {
				continue
			}
			if n := row.score(c.alternative, s); n > score || n == score && n > 0 && c.row < best {
				best, score = c.row, n
			}
		}
	}
	s.own.each(weigh)
	s.inherited.each(weigh)
	if best < 0 {
		return nil
	}
	return &x.rows[best]
}

// score tells how well a row fits by one of its alternatives, or 0 where it does not.
func (r *metricRow) score(alternative int, s surroundings) int {
	found := r.found(r.alternatives[alternative], s)
	if found == 0 || !r.matches(s) || s.own.hasAny(r.not) || s.context.hasAny(r.absent) || s.inherited != nil && s.inherited.hasAny(r.not) ||
		len(r.verbs) > 0 && !s.verbs.hasAny(r.verbs) || len(r.context) > 0 && !s.context.hasAny(r.context) {
		return 0
	}
	score := 2*r.lengths[alternative] + found
	if len(r.verbs) > 0 {
		score += 3
	}
	if len(r.context) > 0 {
		score++
	}
	return score
}

// found returns 2 where all words stand in the own clause, 1 where some are inherited, 0 where one is missing.
func (r *metricRow) found(words []int, s surroundings) int {
	found := 2
	for _, id := range words {
		switch {
		case s.own.has(id):
		case s.inherited != nil && s.inherited.has(id):
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
	return s.counted == "" || len(r.counts) == 0 || slices.ContainsFunc(r.counts, func(c string) bool {
		return strings.HasSuffix(s.counted, c) || strings.HasSuffix(s.bare, c) || strings.HasSuffix(s.before, c) ||
			strings.HasPrefix(s.after, c) || strings.HasSuffix(s.after, c)
	})
}
