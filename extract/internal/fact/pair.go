package fact

import (
	"slices"
	"strings"
	"unicode/utf8"

	"zhenggai/extract/internal/date"
	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/lexicon"
	"zhenggai/extract/internal/marks"
	"zhenggai/extract/internal/words"
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
func (r *mentioned) findChange(i int) {
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
func (r *mentioned) onlyBetter(m *mention, h lexicon.Hit) bool {
	switch m.Def.Dimension {
	case "count", "length", "area":
		return slices.Contains(r.cueKinds[h.ID], "raise")
	}
	return false
}

// joined reports whether only 、 or 和 stands between mention i and the one before it.
func (r *mentioned) joined(i int) bool {
	return i > 0 && r.isListed(strings.TrimSpace(r.text[r.mentions[i-1].Span.End:r.mentions[i].Span.Start]))
}

// findStart returns the mention that the change to mention i starts from, or -1: 由51%提高到78%, 将31项撤并为12项. Lists are read
// in step: 由51%、42%分别提高到78%、65%.
func (r *mentioned) findStart(i int) int {
	if i == 0 || !r.alike(i-1, i) {
		return -1
	}
	if r.joined(i) {
		before := r.mentions[i-1].from
		if before >= 0 && r.joined(before+1) && before+1 < i-1 {
			return before + 1
		}
		return before
	}
	m := &r.mentions[i]
	if r.fromThen(i) {
		return i - 1
	}
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
	case level && !marks.Parted(r.text, r.mentions[i-1].Span.End, m.Span.Start, marks.Pause):
		return i - 1
	}
	return -1
}

// alike reports whether mention k may be the start of a change to mention i: they are of one dimension and stand in one
// sentence.
func (r *mentioned) alike(k, i int) bool {
	a, b := &r.mentions[k], &r.mentions[i]
	return a.Def.Dimension == b.Def.Dimension && a.sentence.Start == b.sentence.Start && !a.Implied
}

// leadsUp reports whether a cue of a kind stands in a stretch before a number, with no more than a time after it: 由去年的51%, 提高到目前的
// 78%.
func (r *scanned) leadsUp(kind string, from, to int) bool {
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
func (r *scanned) onlyTime(from, to int) bool {
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
func (r *scanned) timeAt(at, end int) int {
	for _, d := range r.dates {
		if d.Start == at {
			return d.End - d.Start
		}
	}
	rest := r.text[at:end]
	longest := 0
	for _, kind := range [...]string{"when", "then", "now"} {
		longest = max(longest, len(rest)-len(r.rules.Trim(kind, rest)))
	}
	if longest == 0 && strings.IndexAny(rest, "的了 （）()") == 0 {
		_, size := utf8.DecodeRuneInString(rest)
		return size
	}
	return longest
}

// fromThen reports whether mention i says what became by now of what the mention before it says of then, in a clause each: 原先只有1200张，如今已扩充到1560张.
func (r *mentioned) fromThen(i int) bool {
	start, m := &r.mentions[i-1], &r.mentions[i]
	mark := marks.Last(r.text, start.Span.End, m.Span.Start, marks.Clause)
	if mark < 0 || marks.Last(r.text, start.Span.End, mark, marks.Clause) >= 0 || r.plans(start.clause.Start, start.Span.Start) {
		return false
	}
	opening := mark + marks.Len(r.text, mark)
	said := r.text[opening:m.Span.Start]
	opening += len(said) - len(r.rules.Trim("to", said)) // 到1978年增加至
	now := opening
	for now < m.Span.Start {
		n := r.timeAt(now, m.Span.Start)
		if n == 0 {
			break
		}
		now += n
	}
	return now > opening && r.saysState(now, m) && r.toldThen(start, r.text[opening:now])
}

// saysState reports whether what stands from a place to a mention says no more than how many there are: 已扩充到, 只剩, 有; not 建成.
func (r *mentioned) saysState(from int, m *mention) bool {
	said := strings.TrimSpace(r.text[from:m.Span.Start])
	for _, h := range lexicon.Starting(r.cueHits, from, from+len(said)) {
		if h.End == from+len(said) && slices.ContainsFunc(r.cueKinds[h.ID], func(kind string) bool { return kind == "did" || kind == "done" }) {
			return false
		}
	}
	plain := len(said)
	for _, kind := range [...]string{"state", "left", "reach"} {
		plain = min(plain, len(r.rules.TrimEnd(kind, said)))
	}
	if said != "" && plain == len(said) && !r.leadsUp("to", from, m.Span.Start) {
		return false
	}
	return !slices.ContainsFunc(r.cutWords(document.Span{Start: from, End: from + plain}), func(w words.Word) bool { return nominal(w.Pos) })
}

// toldThen reports whether the clause of a mention tells of another time than now.
func (r *mentioned) toldThen(m *mention, now string) bool {
	before := r.text[m.clause.Start:m.Span.Start]
	if r.rules.In("then", before) {
		return true
	}
	dated := func(d date.Mention) bool {
		return m.clause.Start <= d.Start && d.End <= m.Span.Start && r.text[d.Start:d.End] != now
	}
	return slices.ContainsFunc(r.dates, dated)
}

// direction says whether the change that ends with a mention goes up or down: as its verb says, else as the values do.
func (r *mentioned) direction(m *mention) model.Change {
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
func (r *stated) settlePairs() {
	for i := range r.statements {
		m := &r.statements[i]
		if m.from >= 0 {
			start := &r.statements[m.from]
			start.status = ""
			r.partPeriods(start, m)
		}
		if m.target = r.findTarget(i); m.target >= 0 {
			m.status = model.StatusAchieved
			if target := &r.statements[m.target]; target.status == model.StatusAchieved {
				target.status = ""
			}
		}
	}
}

// partPeriods gives the beginning of a change the time that stands right before it, which is not that of its end; any other
// time is that of the end: 到2025年由51%提高到78%.
func (r *stated) partPeriods(start, end *statement) {
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
func (r *stated) findTarget(i int) int {
	if i == 0 || !r.alike(i-1, i) || r.statements[i].Def.Name != r.statements[i-1].Def.Name || r.statements[i].whole >= 0 {
		return -1
	}
	m, target := &r.statements[i], &r.statements[i-1]
	if m.status == model.StatusOutstanding || m.from >= 0 || !r.sameSubject(target, m) {
		return -1
	}
	between := r.text[target.Span.End:m.Span.Start]
	said := r.text[target.clause.Start:target.Span.Start]
	if strings.TrimSpace(said) == "" { // 预算数：1000万元
		said = r.text[target.sentence.Start:target.Span.Start]
	}
	planned := target.status == model.StatusPlanned || r.rules.In("target", said)
	reached := r.rules.In("result", between) || target.status == model.StatusPlanned && m.status == model.StatusAchieved
	if !planned || !reached || r.rules.In("part", between) || !marks.Parted(r.text, target.Span.End, m.Span.Start, marks.Clause) || r.plans(target.Span.End, m.Span.Start) {
		return -1
	}
	return i - 1
}

// sameSubject reports whether a result counts what its target does, and changes it likewise: it says nothing else, or is a 完成值 of a 目标值.
func (r *stated) sameSubject(target, m *statement) bool {
	if m.change != "" && m.change != target.change {
		return false
	}
	own := m.subject.In(r.text)
	if !m.elided && r.rules.In("target", own) {
		return false // tasks are counted, and are no target: 长期任务完成2项，延期完成任务3项
	}
	return m.elided || own != "" && strings.HasSuffix(target.subject.In(r.text), own) || own == target.subject.In(r.text) || r.rules.In("result", own)
}

// plans reports whether a cue of a plan stands in a stretch.
func (r *scanned) plans(from, to int) bool {
	return slices.ContainsFunc(lexicon.Starting(r.cueHits, from, to), func(h lexicon.Hit) bool { return r.cueKinds[h.ID][0] == "planned" })
}
