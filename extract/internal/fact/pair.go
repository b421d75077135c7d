package fact

import (
	"slices"
	"strings"
	"unicode/utf8"

	"zhenggai/extract/internal/date"
	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/lexicon"
	"zhenggai/model"
)

// changes gives the kinds of cues that say so the change that they say.
var changes = map[string]model.Change{
	"increase": model.ChangeIncrease, "decrease": model.ChangeDecrease,
	"growth": model.ChangeIncrease, "drop": model.ChangeDecrease,
	"increase_to": model.ChangeIncreaseTo, "decrease_to": model.ChangeDecreaseTo,
}

// findChange finds how mention i relates to an earlier state: the verb of increase or decrease nearest before it. After
// a verb such as 降至 only a time may stand before the number: 提高到目前的78%.
func (r *Reader) findChange(i int) {
	m := &r.mentions[i]
	best := lexicon.Hit{End: -1}
	for _, h := range lexicon.Starting(r.cueHits, m.clause.Start, m.Span.Start) {
		for _, kind := range r.cueKinds[h.ID] {
			change, ok := changes[kind]
			if !ok || h.End > m.Span.Start || r.onlyBetter(m, h) || strings.HasSuffix(kind, "_to") && !r.onlyTime(h.End, m.Span.Start) {
				continue
			}
			if h.End > best.End || h.End == best.End && h.Start < best.Start {
				best, m.change = h, change
			}
		}
	}
	if best.End < 0 && r.joined(i) {
		m.change = r.mentions[i-1].change
	}
	if m.from = r.findStart(i); m.from >= 0 {
		m.change = r.direction(m)
	}
}

// onlyBetter reports whether a verb of increase makes what a mention counts better, and no more of it: 改造提升卫生院11家.
func (r *Reader) onlyBetter(m *mention, h lexicon.Hit) bool {
	switch m.Def.Dimension {
	case "count", "length", "area":
		return slices.Contains(r.cueKinds[h.ID], "raise")
	}
	return false
}

// joined reports whether only 、 stands between mention i and the one before it.
func (r *Reader) joined(i int) bool {
	return i > 0 && strings.TrimSpace(r.text[r.mentions[i-1].Span.End:r.mentions[i].Span.Start]) == "、"
}

// findStart returns the mention that the change to mention i starts from, or -1: 由51%提高到78%, 将31项撤并为12项. Lists are read
// in step: 由51%、42%分别提高到78%、65%.
func (r *Reader) findStart(i int) int {
	if i == 0 || !r.alike(i-1, i) {
		return -1
	}
	if before := r.mentions[i-1].from; before >= 0 && r.joined(i) {
		if r.joined(before+1) && before+1 < i-1 {
			return before + 1
		}
		return before
	}
	m := &r.mentions[i]
	level := m.change == model.ChangeIncreaseTo || m.change == model.ChangeDecreaseTo
	if !level && !r.leadsUp("to", r.mentions[i-1].Span.End, m.Span.Start) {
		return -1
	}
	first := i - 1
	for r.joined(first) && r.alike(first-1, first) {
		first--
	}
	switch {
	case r.leadsUp("from", r.mentions[first].clause.Start, r.mentions[first].Span.Start):
		return first
	case level && !parted(r.text, r.mentions[i-1].Span.End, m.Span.Start, pauseMark):
		return i - 1
	}
	return -1
}

// alike reports whether mention k may be the start of a change to mention i: they are of one dimension and stand in one
// sentence.
func (r *Reader) alike(k, i int) bool {
	a, b := &r.mentions[k], &r.mentions[i]
	return a.Def.Dimension == b.Def.Dimension && a.sentence.Start == b.sentence.Start && !a.Implied
}

// leadsUp reports whether a cue of a kind stands in a stretch before a number, with no more than a time after it: 由去年的51%, 提高到目前的
// 78%.
func (r *Reader) leadsUp(kind string, from, to int) bool {
	stretch := r.text[from:to]
	for _, word := range r.rules.Words(kind) {
		if !strings.Contains(stretch, word) { // much faster than to look from the end
			continue
		}
		if at := strings.LastIndex(stretch, word); r.onlyTime(from+at+len(word), to) {
			return true
		}
	}
	return false
}

// onlyTime reports whether a stretch of the text holds no more than a time: 去年的, 2023年底, 目前的.
func (r *Reader) onlyTime(from, to int) bool {
	for from < to {
		n := r.timeAt(from, to)
		if n == 0 {
			return false
		}
		from += n
	}
	return from == to
}

// timeAt returns how many bytes of a time, or of what joins it to its number, stand at a place.
func (r *Reader) timeAt(at, end int) int {
	for _, d := range r.dates {
		if d.Start == at {
			return d.End - d.Start
		}
	}
	rest := r.text[at:end]
	longest := 0
	for _, word := range r.rules.Words("when") {
		if len(word) > longest && strings.HasPrefix(rest, word) {
			longest = len(word)
		}
	}
	if longest == 0 && strings.IndexAny(rest, "的了 （）()") == 0 {
		_, size := utf8.DecodeRuneInString(rest)
		return size
	}
	return longest
}

// direction says whether the change that ends with a mention goes up or down: as its verb says, else as the values do.
func (r *Reader) direction(m *mention) model.Change {
	start := &r.mentions[m.from]
	switch {
	case m.change == model.ChangeIncrease:
		return model.ChangeIncreaseTo
	case m.change == model.ChangeDecrease:
		return model.ChangeDecreaseTo
	case m.change != "" || start.Unit != m.Unit:
		return m.change
	case start.Value.Cmp(m.Value) > 0:
		return model.ChangeDecreaseTo
	}
	return model.ChangeIncreaseTo
}

// settlePairs settles what the two ends of a change, and a target and its result, mean for each other: the beginning of a change
// is no more, a target was not reached by being set, and a result is no plan.
func (r *Reader) settlePairs() {
	for i := range r.mentions {
		m := &r.mentions[i]
		if m.from >= 0 {
			start := &r.mentions[m.from]
			start.status = ""
			r.partPeriods(start, m)
		}
		if m.target = r.findTarget(i); m.target >= 0 {
			m.status = model.StatusAchieved
			if target := &r.mentions[m.target]; target.status == model.StatusAchieved {
				target.status = ""
			}
		}
	}
}

// partPeriods gives the beginning of a change the time that stands right before it, which is not that of its end; any other
// time is that of the end: 到2025年由51%提高到78%.
func (r *Reader) partPeriods(start, end *mention) {
	start.period = ""
	for _, t := range r.times {
		if t.End <= start.Span.Start && r.onlyTime(t.End, start.Span.Start) {
			start.period = t.iso
		}
	}
	between := func(d date.Mention) bool { return d.Start >= start.Span.End && d.End <= end.Span.Start }
	if start.period != "" && start.period == end.period && !slices.ContainsFunc(r.dates, between) {
		end.period = ""
	}
}

// findTarget returns the mention that says what mention i was to be, or -1: 原计划改造30个，仅完成22个.
func (r *Reader) findTarget(i int) int {
	if i == 0 || !r.alike(i-1, i) || r.mentions[i].Def.Name != r.mentions[i-1].Def.Name || r.mentions[i].status == model.StatusOutstanding {
		return -1
	}
	m, target := &r.mentions[i], &r.mentions[i-1]
	if !m.elided && m.subject != target.subject || m.whole >= 0 || m.change != "" {
		return -1
	}
	between := document.Span{Start: target.Span.End, End: m.Span.Start}
	if !parted(r.text, between.Start, between.End, clauseMark) || !containsAny(between.In(r.text), r.rules.Words("result")) ||
		!containsAny(r.text[target.clause.Start:target.Span.Start], r.rules.Words("target")) {
		return -1
	}
	for _, h := range lexicon.Starting(r.cueHits, between.Start, between.End) {
		if r.cueKinds[h.ID][0] == "planned" {
			return -1
		}
	}
	return i - 1
}
