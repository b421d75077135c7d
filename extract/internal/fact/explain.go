package fact

import (
	"slices"
	"strings"

	"zhenggai/extract/rules"
)

// An Explanation says how a quantity got its name, or why it has none.
type Explanation struct {
	Counted   string // the noun phrase that the number counts
	Clause    string // its own clause
	From      string // the mention that it goes on from, or ""
	How       Naming
	Weighings []Weighing // the parts of metrics that were near, in the order in which they are tried
}

// A Naming is the way in which a quantity got its name.
type Naming string

// The ways to a name.
const (
	NamedNot  Naming = ""     // none
	NamedOwn  Naming = "own"  // by its own clause
	NamedPart Naming = "part" // as a part of the whole before it: 其中小学4320个
	NamedBase Naming = "base" // by the mention that it goes on from: 已完成整改14个 after 15个问题
	NamedLead Naming = "lead" // by the clause that leads on to it
)

// A Weighing is what a part of a metric made of a quantity.
type Weighing struct {
	Code string
	At   rules.Where // the line that is or would have been decisive
	Near []string    // the words of its alternative that stand near, none where none does
	Why  string      // the line that kept it away: stated, counts, near, never, verb, about or unless; "" where it fits
	Word string      // the word that ruled it out
	Wins bool
}

// Explain says how indicator k of the last line that was read got its name.
func (r *Reader) Explain(k int) Explanation {
	return r.recorded.explain(k)
}

func (r *recorded) explain(k int) Explanation {
	m := &r.statements[slices.Index(r.index, k)]
	e := Explanation{Counted: m.subject.In(r.text), Clause: strings.TrimSpace(m.clause.In(r.text)), How: m.how}
	if m.row == nil {
		e.How = NamedNot
	}
	if m.base >= 0 {
		e.From = r.mentions[m.base].Span.In(r.text)
	}
	for n := range r.metrics.rows {
		if w, near := r.metrics.weigh(&r.metrics.rows[n], m.Def.Name, m.seen); near {
			w.Wins = m.row != nil && m.row.metricRow == &r.metrics.rows[n]
			if w.Wins {
				w.At = m.row.Near[m.row.alternative].Where
			}
			e.Weighings = append(e.Weighings, w)
		}
	}
	return e
}

// weigh says what a part makes of a quantity, and whether it was near at all: by its words, or by what it counts.
func (x *metricIndex) weigh(r *metricRow, unit string, s surroundings) (w Weighing, near bool) {
	w = Weighing{Code: r.code, At: r.Near[0].Where}
	for k, words := range r.alternatives {
		if r.found(words, s) > 0 {
			w.Near, w.At, near = r.Near[k].Words, r.Near[k].Where, true
			break
		}
	}
	counted := s.counted != "" && len(r.Counts) > 0 && r.matches(s)
	why, word := r.obstacle(s)
	switch w.Why = why; {
	case word >= 0:
		w.Word = x.lexicon.Word(word)
	case !x.states(r, unit):
		w.Why, w.Word = "stated", unit
	case why == "counts":
		w.Word = s.counted
	}
	if w.Why == "" && !near {
		w.Why = "near"
	}
	return w, near && (x.states(r, unit) || counted) || counted && x.states(r, unit)
}
