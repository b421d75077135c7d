package fact

import (
	"unicode/utf8"

	"zhenggai/extract/internal/lexicon"
	"zhenggai/extract/rules"
)

// A metricIndex names quantities by the words near them.
type metricIndex struct {
	lexicon *lexicon.Lexicon
	rows    []metricRow
	byUnit  map[string][]int // unit to the rows that may be stated in it
}

// metricRow is a row of metrics.tsv with its words as numbers of the lexicon.
type metricRow struct {
	code         string
	alternatives [][]int
	lengths      []int // characters of each alternative
	verbs        []int
	context      []int
	not          []int
}

func newMetricIndex(metrics []rules.Metric, words *lexicon.Lexicon, units func(dimension string) []string) *metricIndex {
	x := &metricIndex{lexicon: words, byUnit: map[string][]int{}}
	for i := range metrics {
		m := &metrics[i]
		row := metricRow{code: m.Code, verbs: x.numbers(m.Verbs), context: x.numbers(m.Context), not: x.numbers(m.Not)}
		for _, alternative := range m.Words {
			row.alternatives = append(row.alternatives, x.numbers(alternative))
			length := 0
			for _, word := range alternative {
				length += utf8.RuneCountInString(word)
			}
			row.lengths = append(row.lengths, length)
		}
		x.rows = append(x.rows, row)
		for _, unit := range m.Units {
			for _, name := range expand(unit, units) {
				x.byUnit[name] = append(x.byUnit[name], i)
			}
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
	own       wordSet // in its own clause
	verbs     wordSet // in its own clause and those of the list that it stands in
	inherited wordSet // in the clause of the quantity that it goes on from; nil for none
	context   wordSet // in its sentence, measure and problem
}

// name returns the row that names a quantity best, or nil. More of the row's words count for it, and words of the
// quantity's own clause count more than inherited ones.
func (x *metricIndex) name(unit string, s surroundings) *metricRow {
	var best *metricRow
	score := 0
	for _, i := range x.byUnit[unit] {
		row := &x.rows[i]
		if n := row.score(s); n > score {
			best, score = row, n
		}
	}
	return best
}

// score tells how well a row fits, or 0 where it does not.
func (r *metricRow) score(s surroundings) int {
	if s.own.hasAny(r.not) || s.inherited != nil && s.inherited.hasAny(r.not) || len(r.verbs) > 0 && !s.verbs.hasAny(r.verbs) || len(r.context) > 0 && !s.context.hasAny(r.context) {
		return 0
	}
	best := 0
	for k, words := range r.alternatives {
		if n := 2*r.lengths[k] + r.found(words, s); n > best && r.found(words, s) > 0 {
			best = n
		}
	}
	if best > 0 && len(r.verbs) > 0 {
		best += 3
	}
	if best > 0 && len(r.context) > 0 {
		best++
	}
	return best
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
