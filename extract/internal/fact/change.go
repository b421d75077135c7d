package fact

import (
	"strings"

	"zhenggai/extract/internal/lexicon"
	"zhenggai/model"
)

// findChange finds how mention i relates to an earlier state: the verb of increase or decrease nearest before it. A verb
// such as 降至 must stand right before the number.
func (r *Reader) findChange(i int) {
	m := &r.mentions[i]
	best := lexicon.Hit{End: -1}
	for _, h := range lexicon.Starting(r.cueHits, m.clause.Start, m.Span.Start) {
		for _, kind := range r.cueKinds[h.ID] {
			change, ok := changes[kind]
			if !ok || h.End > m.Span.Start || strings.HasSuffix(kind, "_to") && h.End != m.Span.Start {
				continue
			}
			if h.End > best.End || h.End == best.End && h.Start < best.Start {
				best, m.change = h, change
			}
		}
	}
	if i > 0 && strings.HasSuffix(string(m.change), "_to") && r.startsChange(i-1) {
		m.from = i - 1
	}
	if best.End < 0 && r.listed(i) && r.text[r.mentions[i-1].Span.End:m.Span.Start] == "、" {
		m.change = r.mentions[i-1].change
	}
}

// changes gives the kinds of cues that say so the change that they say.
var changes = map[string]model.Change{
	"increase": model.ChangeIncrease, "decrease": model.ChangeDecrease,
	"increase_to": model.ChangeIncreaseTo, "decrease_to": model.ChangeDecreaseTo,
}

// startsChange reports whether 由 or 从 stands before mention i, or the change follows it with no mark between.
func (r *Reader) startsChange(i int) bool {
	m := &r.mentions[i]
	before := r.text[m.clause.Start:m.Span.Start]
	for _, word := range r.rules.Words("from") {
		if strings.HasSuffix(before, word) {
			return true
		}
	}
	return r.hasCounterpart(i)
}

// hasCounterpart reports whether the clause of mention i runs into the next one: 将31项…撤并为12项.
func (r *Reader) hasCounterpart(i int) bool {
	m, next := &r.mentions[i], &r.mentions[i+1]
	return m.Def.Dimension == next.Def.Dimension && !parted(r.text, m.Span.End, next.Span.Start, pauseMark)
}
