// Package fact reads the figures of a notice: quantities, the indicators that it makes of them, and the totals that they add up to.
// Other facts have packages of their own: problem, inspection, kind, contact and policy.
//
// The records it returns have spans in bytes of the document's text; the extractor turns them into code points.
package fact

import (
	"slices"
	"strings"
	"unicode/utf8"

	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/lexicon"
	"zhenggai/extract/internal/marks"
	"zhenggai/extract/internal/runes"
	"zhenggai/extract/internal/words"
	"zhenggai/extract/rules"
	"zhenggai/model"
)

// Indicators finds and names the quantities of a notice. It is safe for concurrent use.
type Indicators struct {
	quantities *Quantities
	rules      *rules.Quantities
	metrics    *metricIndex
	activities lexicon.Lists[string] // verbal nouns, by their last byte
	words      *lexicon.Lexicon      // of the metrics and the cues
	cueKinds   lexicon.Lists[string] // kinds of each word of words that is a cue; words behind its end are none
	tellings   *tellings
	segmenter  func() *words.Segmenter
}

// NewIndicators prepares the tables, whose words it adds to the lexicon. The segmenter is asked for only where a text
// holds a quantity.
func NewIndicators(q *rules.Quantities, metrics []rules.Try, words *lexicon.Lexicon, segmenter func() *words.Segmenter) *Indicators {
	x := &Indicators{quantities: NewQuantities(q, words), rules: q, words: words, tellings: newTellings(q), segmenter: segmenter}
	x.metrics = newMetricIndex(metrics, words, q.UnitsOf)
	for _, w := range q.Words("activity") {
		x.activities.Add(int(w[len(w)-1]), w)
	}
	for _, kind := range []string{
		"none", "planned", "goal", "aim", "ahead", "deadline", "will", "so_far", "already", "left", "pending", "state", "extent", "done", "did",
		"modifier", "all", "increase", "decrease", "raise", "growth", "drop",
	} {
		for _, w := range q.Words(kind) {
			x.addCue(w, kind)
		}
	}
	for _, change := range []string{"increase_to", "decrease_to"} {
		for _, w := range q.Levels(change) {
			x.addCue(w, change)
		}
	}
	return x
}

// With returns a finder that reads figures by other tables, whose words of the lexicon are the same.
func (x *Indicators) With(q *rules.Quantities) *Indicators {
	cut, quantities := *x, *x.quantities
	quantities.rules, cut.rules, cut.quantities, cut.tellings = q, q, &quantities, newTellings(q)
	return &cut
}

func (x *Indicators) addCue(word, kind string) {
	x.cueKinds.Add(x.words.Add(word), kind)
}

// A Place says where in the notice a line stands.
type Place struct {
	Headings []string // title of the measure, name of the problem: context that helps to name a quantity
	Reached  bool     // a table says that what stands here has been done
	Ahead    bool     // a table or a field says that what stands here is to be done
	Intended bool     // a field may say that what stands here was to be done
	Outlook  bool     // the section speaks of what comes next
	Year     int      // of the notice; a later year is a plan
	Month    int      // of the notice, or 0
	Skip     []document.Span
}

// findCues finds the cues among the words of the line. Those in titles in 《》 are none.
func (r *scanned) findCues() {
	r.cueHits = r.cueHits[:0]
	depth, before := 0, 0 // of titles in 《》, and the cues before the outermost
	for _, h := range r.hits {
		switch sign := r.quantities.signs.Of(h.ID); {
		case len(sign) > 0 && sign[0] == "《":
			if depth++; depth == 1 {
				before = len(r.cueHits)
			}
		case len(sign) > 0 && sign[0] == "》" && depth > 0:
			if depth--; depth == 0 {
				r.cueHits = r.cueHits[:before]
			}
		case len(r.cueKinds.Of(h.ID)) > 0:
			r.cueHits = append(r.cueHits, h)
		}
	}
	r.dropCovered()
}

// dropCovered drops the cues inside of words that are none or say the opposite: 扩大 in 扩大会议, 完成 in 未完成.
func (r *scanned) dropCovered() {
	var covers []lexicon.Hit
	for _, h := range r.cueHits {
		switch n := len(covers); {
		case !r.covers(h):
		case n > 0 && covers[n-1].Start == h.Start:
			covers[n-1].End = max(covers[n-1].End, h.End)
		default:
			covers = append(covers, h)
		}
	}
	if len(covers) == 0 {
		return
	}
	r.cueHits = slices.DeleteFunc(r.cueHits, func(h lexicon.Hit) bool {
		for len(covers) > 1 && covers[0].End <= h.Start {
			covers = covers[1:]
		}
		return covers[0].Start <= h.Start && h.End <= covers[0].End && !r.covers(h)
	})
}

// covers reports whether the cues inside a hit do not count.
func (r *scanned) covers(h lexicon.Hit) bool {
	kind := r.cueKinds[h.ID][0]
	return kind == "none" || kind == "pending"
}

// headingWords returns the words in the headings above the line.
func (r *named) headingWords() lexicon.Set {
	set := r.sets.Empty()
	for _, h := range r.place.Headings {
		if h != r.heading {
			r.heading, r.above = h, r.words.Scan(r.above[:0], h, 0, len(h))
		}
		set.AddHits(r.above, 0, len(h))
	}
	return set
}

// bounds finds the sentence and the clause of mention i.
func (r *mentioned) bounds(i int) {
	m := &r.mentions[i]
	m.sentence = document.Span{
		Start: r.after(marks.Sentence, r.line.Start, m.Span.Start), End: r.before(marks.Sentence, m.Span.End, r.line.End),
	}
	m.clause = document.Span{
		Start: r.after(marks.Clause, m.sentence.Start, m.Span.Start), End: r.before(marks.Pause, m.Span.End, m.sentence.End),
	}
	if i > 0 {
		previous := &r.mentions[i-1]
		m.glued = previous.Span.End == m.Span.Start
		m.clause.Start = max(m.clause.Start, previous.Span.End)
		if previous.Def.Dimension == m.Def.Dimension { // 8个断面水质优良比例达100% speaks of sections still
			m.clause.Start = min(max(m.clause.Start, previous.behind), m.Span.Start)
		}
		if at := marks.First(r.text, m.clause.Start, m.Span.Start, marks.Pause); at >= 0 && r.listed(i) {
			m.clause.Start = at + marks.Len(r.text, at) // what stands before 、 belongs to the mention before
		}
	}
	if i+1 < len(r.mentions) && r.mentions[i+1].Span.Start > m.Span.End {
		m.clause.End = min(m.clause.End, r.mentions[i+1].Span.Start)
	}
}

// narrow ends the clause of mention i behind its subject where the words that follow lead on to the next number:
// 148项整改措施已完成121项, 幼儿园3所增加学位1530个.
func (r *mentioned) narrow(i int) {
	m := &r.mentions[i]
	if i+1 == len(r.mentions) || m.clause.End != r.mentions[i+1].Span.Start {
		return
	}
	switch {
	case m.behind > 0:
		m.clause.End = m.behind
	case !m.subject.Empty():
		m.clause.End = m.Span.End
	}
}

// listed reports whether no mark but 、 parts mention i from the one before it: what governs the first member of a list
// or of a chain such as 5个方面15个问题 governs the others.
func (r *mentioned) listed(i int) bool {
	return i > 0 && !marks.Parted(r.text, r.mentions[i-1].Span.End, r.mentions[i].Span.Start, marks.Clause)
}

// repeats reports whether mention i opens its clause as the one before it stands, before its noun or after no more than it: in 召开3场党委会，
// 5场推进会 and 召开党委会3场、推进会5场，调度会2场 what governs the first governs the others.
func (r *mentioned) repeats(i int) bool {
	if i == 0 || r.mentions[i-1].Def != r.mentions[i].Def || r.mentions[i-1].sentence.Start != r.mentions[i].sentence.Start {
		return false
	}
	m, previous := &r.mentions[i], &r.mentions[i-1]
	before := strings.TrimSpace(r.text[m.clause.Start:m.Span.Start])
	return (m.behind > 0) == (previous.behind > 0) && !m.subject.Empty() && (m.behind > 0 && before == "" || before == m.subject.In(r.text))
}

// farthest is how far back and forth a clause or sentence is followed, in bytes, so that a text without marks stays
// linear.
const farthest = 900

// after returns the place behind the last mark of the given strength in text[from:to], or from.
func (r *scanned) after(strength, from, to int) int {
	from = runes.Behind(r.text, max(from, to-farthest))
	if i := marks.Last(r.text, from, to, strength); i >= 0 {
		return i + marks.Len(r.text, i)
	}
	return from
}

// before returns the place of the first mark of the given strength in text[from:to], or to. A comma between digits is
// none.
func (r *scanned) before(strength, from, to int) int {
	to = runes.Behind(r.text, min(to, from+farthest))
	for at := from; ; at++ {
		if at = marks.First(r.text, at, to, strength); at < 0 {
			return to
		}
		if !r.groupsDigits(at) {
			return at
		}
	}
}

// groupsDigits reports whether an ASCII comma stands between digits, as in 2,034.
func (r *scanned) groupsDigits(at int) bool {
	digit := func(i int) bool { return i > 0 && i < len(r.text) && r.text[i] >= '0' && r.text[i] <= '9' }
	return r.text[at] == ',' && digit(at-1) && digit(at+1)
}

// findBase finds the mention that an elided one goes on from: the one beside it or whose extent it gives, else the
// nearest before it in the sentence that has the same unit, else the one that leads on to it without a mark.
func (r *mentioned) findBase(i int) {
	m := &r.mentions[i]
	if !m.elided || i == 0 {
		return
	}
	for k := i - 1; k >= 0 && r.within(m, k, i); k-- {
		b := &r.mentions[k]
		if k == i-1 && (m.glued || m.attribute || r.text[b.Span.End:m.Span.Start] == "、") || sameKind(b.Def, m.Def) && !b.Implied {
			r.setBase(m, k)
			return
		}
	}
	if r.listed(i) && !strings.Contains(r.text[r.mentions[i-1].Span.End:m.Span.Start], "、") {
		r.setBase(m, i-1)
	}
}

// sameKind reports whether a number of one unit may go on from one of another: 提高12.6个百分点，达到71.3%.
func sameKind(before, u *rules.Unit) bool {
	return before.Name == u.Name || before.Dimension == "points" && u.Dimension == "share"
}

// within reports whether mention k is near enough for mention i to go on from it: in its sentence, or in the one before
// where the sentence of i opens with words that go on.
func (r *mentioned) within(m *mention, k, i int) bool {
	b := &r.mentions[k]
	return b.sentence.Start == m.sentence.Start || m.glued && k == i-1 || r.goesOn(m, b)
}

func (r *mentioned) setBase(m *mention, k int) {
	m.base = k
	if m.subject.Empty() || m.attribute {
		m.subject = r.mentions[k].subject
	}
}

// goesOn reports whether the sentence of m opens with words that go on from the sentence before it.
func (r *mentioned) goesOn(m, b *mention) bool {
	if m.sentence.Start-b.sentence.End > len("。") {
		return false
	}
	opening := r.text[m.sentence.Start:m.Span.Start]
	for _, kind := range []string{"part", "done", "planned"} {
		for _, word := range r.rules.Words(kind) {
			if strings.HasPrefix(opening, word) {
				return true
			}
		}
	}
	return false
}

// findMetric names mention i by the words near it, or as the one that it goes on from.
func (r *named) findMetric(i int) {
	m := &r.names[i]
	m.names = r.sets.Empty()
	m.names.AddHits(r.hits, m.clause.Start, m.clause.End)
	m.verbs = m.names
	if r.listed(i) || r.repeats(i) {
		m.verbs = r.sets.CopyOf(m.names)
		m.verbs.AddAll(r.names[i-1].verbs)
	}
	context := r.sets.CopyOf(r.context)
	context.AddHits(r.hits, m.sentence.Start, m.clause.End)
	s := surroundings{own: m.names, hits: lexicon.Starting(r.hits, m.clause.Start, m.clause.End), verbs: m.verbs, upTo: r.sets.CopyOf(context)}
	context.AddHits(r.hits, m.clause.Start, m.sentence.End)
	s.context = context
	r.count(m, &s)
	m.seen, m.how = s, NamedOwn
	m.row = r.metrics.name(m.Def.Name, s)
	if r.borrowsWrongly(i) {
		m.row, m.verbs = nil, m.names
	}
	if m.whole = r.findWhole(i); m.whole >= 0 {
		r.nameAsPart(i)
	}
	if m.row != nil || r.compared(m.mention) {
		r.dropSubject(m)
		return
	}
	if m.base < 0 {
		r.nameByLead(m, s)
		return
	}
	if r.rules.In("other", r.text[m.clause.Start:m.Span.Start]) {
		return
	}
	base := &r.names[m.base]
	s.inherited = base.names
	m.seen, m.how = s, NamedBase
	m.row = r.metrics.name(m.Def.Name, s)
	if m.row == nil && base.row != nil && base.Def.Name == m.Def.Name && !m.names.HasAny(base.row.never) {
		m.row = base.row
	}
	m.names = r.sets.CopyOf(m.names)
	m.names.AddAll(base.names)
}

// borrowsWrongly reports whether mention i is named by a verb of the mention before it, whose words rule the name out: 新增学位
// 4500个，小学2000个 are no schools.
func (r *named) borrowsWrongly(i int) bool {
	m := &r.names[i]
	return i > 0 && m.row != nil && len(m.row.verbs) > 0 && !m.names.HasAny(m.row.verbs) && r.names[i-1].names.HasAny(m.row.never)
}

// count fills in what a mention counts, as far as that is told.
func (r *named) count(m *name, s *surroundings) {
	if m.attribute && m.base < 0 {
		return
	}
	s.counted = m.subject.In(r.text)
	if m.subject.End <= m.clause.Start {
		s.counting = r.sets.Empty()
		s.counting.AddHits(r.hits, m.subject.Start, m.subject.End)
	}
	s.bare = r.withoutActivity(s.counted)
	if m.behind == 0 {
		s.before = strings.TrimSpace(r.text[m.clause.Start:m.Span.Start])
		s.after = strings.TrimSpace(r.text[m.Span.End:m.clause.End])
	}
}

// withoutActivity cuts from a noun phrase the verbal nouns at its end.
func (r *scanned) withoutActivity(noun string) string {
	for _, word := range endedBy(r.activities, noun) {
		if rest, ok := strings.CutSuffix(noun, word); ok && rest != "" {
			return r.withoutActivity(rest)
		}
	}
	return noun
}

// dropSubject takes the subject of its base from a mention that its own words name as something else: 诫勉9人 behind
// 党纪政务处分13人, but not 已完成整改14个 behind 15个问题.
func (r *named) dropSubject(m *name) {
	tells := len(lexicon.Starting(r.cueHits, m.clause.Start, m.Span.Start)) > 0
	part := m.whole >= 0 && !m.row.kindOf(r.names[m.whole].row)
	if m.base >= 0 && !part && !tells && !m.attribute && m.subject == r.names[m.base].subject {
		m.subject = document.Span{}
	}
}

// nameAsPart names a mention as its whole: 其中小学4320个 are school places. What the name of the whole rules out is no part
// of the kind that may go on: 措施58条，其中已完成53条.
func (r *named) nameAsPart(i int) {
	m := &r.names[i]
	whole := r.names[m.whole].row
	switch {
	case whole != nil && m.names.HasAny(whole.never):
		m.whole = -1
	case whole == nil && m.row != nil && r.names[m.whole].names.HasAny(m.row.never):
		m.row = nil // 清退低保对象8630人，其中农村低保对象3420人
	case m.row.kindOf(whole):
		// 处理35人，其中诫勉10人: a kind of the whole
	case whole != nil && (m.row == nil || m.behind == 0 && (m.Def.Name == "个" || r.onlyNamed(i))):
		m.row, m.how = whole, NamedPart
	}
}

// nameByLead names a mention whose clause names nothing that is counted by the clause that leads on to it: 推进老旧小区改造，
// 完工12个.
func (r *named) nameByLead(m *name, s surroundings) {
	mark := marks.Last(r.text, m.sentence.Start, m.clause.Start, marks.Clause)
	if !m.subject.Empty() || !m.elided || mark < 0 || mark+marks.Len(r.text, mark) < m.clause.Start {
		return
	}
	s.inherited = r.sets.Empty()
	s.inherited.AddHits(r.hits, r.after(marks.Clause, m.sentence.Start, mark), mark)
	m.seen, m.how = s, NamedLead
	m.row = r.metrics.name(m.Def.Name, s)
}

// shortPart is how long in bytes a name may be that needs no dictionary to be that of a part: 检控类, 支管.
const shortPart = 4 * 3

// findWhole returns the mention that mention i is a part of, or -1. A part follows 其中 or another part, has the unit of
// the whole, and says no more than what is counted or how far it has come: 新增学位9450个，其中小学4320个、初中3330个.
func (r *named) findWhole(i int) int {
	m := &r.names[i]
	if i == 0 || r.names[i-1].sentence.Start != m.sentence.Start {
		return -1
	}
	whole, lead := r.opensPart(i)
	if whole < 0 || r.names[whole].Def != m.Def {
		return -1
	}
	own := strings.TrimSpace(r.text[lead:m.Span.Start])
	if len(own) > shortPart && own != m.subject.In(r.text) && !r.rules.In("progress", own) && !r.sameWithin(m, whole, own) {
		return -1
	}
	return whole
}

// sameWithin reports whether a mention counts what the one before it does, and no more of it, in one clause: 引进企业23家，其中注册资本一千万元以上的6家.
func (r *named) sameWithin(m *name, whole int, own string) bool {
	w := &r.names[whole]
	return m.row != nil && w.row != nil && m.row.code == w.row.code && m.Value.Cmp(w.Value) <= 0 && !marks.Parted(own, 0, len(own), marks.Clause)
}

// opensPart returns the whole that what stands before mention i makes it a part of, and where what is said of the part begins.
func (r *named) opensPart(i int) (whole, lead int) {
	at := r.names[i-1].Span.End
	between := r.text[at:r.names[i].Span.Start]
	own := between // what stands after the last word that says so
	if r.tellings.in(between)&(tellsPart|tellsEach) != 0 {
		for _, kind := range [...]string{"part", "each"} {
			for _, word := range r.rules.Words(kind) {
				if _, rest, ok := strings.Cut(between, word); ok && len(rest) < len(own) {
					own = rest
				}
			}
		}
	}
	if len(own) < len(between) {
		return i - 1, at + len(between) - len(strings.TrimLeft(own, "，,"))
	}
	mark, size := utf8.DecodeRuneInString(between)
	if mark == '、' {
		return r.names[i-1].whole, at + size
	}
	if between[size:] != r.names[i].subject.In(r.text) {
		return -1, at
	}
	switch mark {
	case '：', ':', '（', '(': // 新增学位9600个：小学4500个、初中5100个
		return i - 1, at + size
	case '，', ',':
		return r.names[i-1].whole, at + size
	}
	return -1, at
}

// compared reports whether mention i says by how much something differs from another time: 较上年减少7次.
func (r *mentioned) compared(m *mention) bool {
	before := r.text[m.clause.Start:m.Span.Start]
	return (m.change == model.ChangeIncrease || m.change == model.ChangeDecrease) && r.rules.In("against", before)
}

// An Indicator is a record with what its caller needs to link it.
type Indicator struct {
	model.Indicator
	From    int  // index in the same line, or -1
	Target  int  // likewise
	Whole   int  // likewise: what it is a part of
	Elided  bool // it goes on from an earlier one
	Def     *rules.Unit
	Clause  document.Span
	Mention document.Span
}

// records makes the records of the line.
func (r *recorded) records() []Indicator {
	r.made, r.index = r.made[:0], r.index[:0]
	for i := range r.statements {
		m := &r.statements[i]
		r.index = append(r.index, -1)
		if m.Implied && (m.row == nil || !m.row.full) {
			continue
		}
		record := Indicator{From: r.madeOf(m.from), Target: r.madeOf(m.target), Whole: r.madeOf(m.whole), Elided: m.elided, Def: m.Def, Clause: m.clause, Mention: m.Span}
		record.Indicator = r.record(m)
		r.index[i] = len(r.made)
		r.made = append(r.made, record)
	}
	return r.made
}

// madeOf returns the place among the records of an earlier mention, or -1.
func (r *recorded) madeOf(mention int) int {
	if mention < 0 {
		return -1
	}
	return r.index[mention]
}

func (r *stated) record(m *statement) model.Indicator {
	sentence := m.sentence.Trim(r.text)
	made := model.Indicator{
		Subject: m.subject.In(r.text), Value: m.Value, High: m.High, Fraction: m.Fraction, Unit: m.Unit, Bound: m.Bound, Normal: m.Def.Normal(m.Value, m.High, m.Unit),
		Change: m.change, Status: m.status, Period: m.period, Text: m.Span.In(r.text), Sentence: sentence.In(r.text),
		Span: model.Span{m.Span.Start, m.Span.End},
	}
	if m.row != nil {
		made.Metric, made.Rule = m.row.code, m.row.at
	} else {
		made.Rule = m.Def.Where.String()
	}
	return made
}
