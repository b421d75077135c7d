package fact

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhenggai/extract/internal/chinese"
	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/numeral"
	"zhenggai/extract/internal/runes"
	"zhenggai/extract/rules"
	"zhenggai/model"
)

// link returns the length of what joins the two ends of a range at text[at:], a blank on both sides included, or 0.
func link(text string, at int) int {
	rest := text[at:]
	blank := len(rest) - len(strings.TrimPrefix(rest, " "))
	r, size := utf8.DecodeRuneInString(rest[blank:])
	if !strings.ContainsRune(chinese.Link, r) {
		return 0
	}
	end := blank + size
	if r == '—' {
		end = blank + len(rest[blank:]) - len(strings.TrimLeft(rest[blank:], "—"))
	}
	if blank > 0 {
		if !strings.HasPrefix(rest[end:], " ") {
			return 0
		}
		end++
	}
	return end
}

// upper reads the upper end of a range such as 三至五个 or 15—20公里. What a 万 or % behind it says holds for the lower end too:
// 80至100万, 3-5%.
func (s *lineScan) upper(m *measured) {
	n := &m.n
	m.end = n.End
	if !n.High.IsZero() {
		high := n.High // a copy, so that the figure stays off the heap
		m.high = &high
		return
	}
	size := link(s.text, n.End)
	if size == 0 {
		return
	}
	to, ok := numeral.Parse(s.rules, s.text, n.End+size)
	if !ok || to.Latin || to.Chinese != n.Chinese && to.Percent == n.Percent {
		return
	}
	if !s.sharePercent(n, &to) || to.Value.Cmp(n.Value) <= 0 {
		return
	}
	if n.Power == 0 && to.Power > 0 && n.Value.Cmp(shift(to.Value, to.Power)) < 0 {
		if raised, ok := n.Value.Shift(to.Power); ok {
			n.Value, n.Power = raised, to.Power
		}
	}
	high := to.Value
	m.high, m.end = &high, to.End
}

// sharePercent gives the end of a range that lacks it the per cent of the other: 3-5%, 百分之三到五. It reports whether both
// ends are alike.
func (s *lineScan) sharePercent(n, to *numeral.Number) bool {
	hundred := model.Int(100)
	switch {
	case n.Percent == to.Percent:
		return true
	case to.Percent && n.Power == 0 && !n.More && !n.Chinese && !to.Chinese:
		if strings.HasSuffix(s.text[:to.End], "‰") {
			n.Value = shift(n.Value, 1)
		}
		n.Percent = true
		return true
	case to.Percent && n.Chinese && to.Chinese && strings.HasSuffix(s.text[:to.End], chinese.Tenth) && n.Value.Cmp(model.Int(10)) < 0:
		n.Value, n.Percent = shift(n.Value, -1), true // 三至五成
		return true
	case n.Percent && strings.HasPrefix(s.text[n.Start:], chinese.Hundreds) && to.Power == 0 && to.Value.Cmp(hundred) <= 0:
		to.Percent = true
		return closes(s.text, to.End) || s.bounded(to.End) || s.rules.Opens("between", s.text[to.End:])
	}
	return false
}

// bounded reports whether a word that bounds a number stands at pos.
func (s *lineScan) bounded(pos int) bool {
	return slices.ContainsFunc(s.boundsBehind, func(b boundWord) bool { return strings.HasPrefix(s.text[pos:], b.word) })
}

// unit finds the unit behind a figure; a space may stand between them.
func (s *lineScan) unit(m *measured) {
	if m.n.Percent {
		name := "%"
		if strings.HasSuffix(s.text[:m.end], "‰") {
			name = "‰"
		}
		if u := s.rules.Unit(name); u != nil {
			m.Measure = rules.Measure{Unit: u, Written: name}
		}
		return
	}
	at := m.end + len(s.text[m.end:]) - len(strings.TrimPrefix(s.text[m.end:], " "))
	if s.inexact(m, at) {
		return
	}
	if m.Measure = s.rules.UnitAt(s.text[at:]); m.Unit != nil {
		m.end = at + m.Size
	}
}

// inexact reads the 半 or 多 inside of a unit of time or of points: 两个半小时, 三个多月, 两个多百分点.
func (s *lineScan) inexact(m *measured, at int) bool {
	rest, ok := strings.CutPrefix(s.text[at:], chinese.Piece)
	if !ok || !m.n.Value.IsInt() {
		return false
	}
	word, size := utf8.DecodeRuneInString(rest)
	half := strings.HasPrefix(rest, chinese.Half)
	if !half && !strings.ContainsRune(chinese.More, word) {
		return false
	}
	found := s.rules.UnitAt(chinese.Piece + rest[size:min(len(rest), size+maxUnit)])
	found.Size -= len(chinese.Piece)
	if found.Unit == nil || found.Dimension == "count" {
		found = s.rules.UnitAt(rest[size:])
	}
	if found.Unit == nil || found.Dimension != "time" && found.Dimension != "points" {
		return false
	}
	m.Measure, m.end = found, at+len(chinese.Piece)+size+found.Size
	if half {
		m.n.Value = plusHalf(m.n.Value)
	} else {
		m.n.More = true
	}
	return true
}

// maxUnit is how long in bytes a unit of time is.
const maxUnit = 24

func plusHalf(d model.Decimal) model.Decimal {
	sum, _ := d.Add(model.NewDecimal(5, 1))
	return sum
}

// half reads the 半 behind a unit: 四亩半. A word that begins with it is none: 3家半导体企业.
func (s *lineScan) half(m *measured) {
	const sign = chinese.Half
	behind := s.text[m.end:]
	if !strings.HasPrefix(behind, sign) || m.n.Power > 0 || m.high != nil || m.n.Percent || !m.n.Value.IsInt() || m.Dimension == "points" {
		return
	}
	if !closes(s.text, m.end+len(sign)) && (m.Dimension == "count" || s.rules.Opens("half", behind)) {
		return
	}
	m.n.Value = plusHalf(m.n.Value)
	m.end += len(sign)
}

// smallMoney reads the 角 and 分 behind 元: 87元6角, 伍元零三分.
func (s *lineScan) smallMoney(m *measured) {
	if m.Base != chinese.Yuan || m.Dimension != "money" || m.high != nil || m.n.More || !m.n.Value.IsInt() {
		return
	}
	value, end := m.n.Value, m.end
	for i, sign := range []string{chinese.Jiao, chinese.Fen} {
		at := end + len(s.text[end:]) - len(strings.TrimPrefix(s.text[end:], chinese.Nought))
		part, ok := numeral.Parse(s.rules, s.text, at)
		if !ok || !strings.HasPrefix(s.text[part.End:], sign) || !part.Value.IsInt() || part.Value.Cmp(model.Int(10)) >= 0 {
			continue
		}
		if i == 1 && at == m.end && !closes(s.text, part.End+len(sign)) {
			break // 92元5分类
		}
		if value, ok = value.Add(shift(part.Value, 1+i)); !ok {
			return
		}
		end = part.End + len(sign)
	}
	if end > m.end {
		m.n.Value, m.n.Power, m.end = value, 0, end
	}
}

// secondEnd reads the upper end of a range of which both ends have the unit: 0.6米至0.9米. What changed from one to the other
// is no range.
func (s *lineScan) secondEnd(m *measured) {
	size := link(s.text, m.end)
	if size == 0 || m.high != nil || m.n.More || m.n.Percent {
		return
	}
	to, ok := numeral.Parse(s.rules, s.text, m.end+size)
	if !ok || to.Percent || to.More || to.Fuzzy || to.Value.Cmp(m.n.Value) <= 0 || to.Chinese != m.n.Chinese {
		return
	}
	second := &measured{n: to, end: to.End}
	s.unit(second)
	if second.Unit == nil || second.Name != m.Name {
		return
	}
	if m.Dimension == "money" && to.Power != m.n.Power {
		return
	}
	if s.rules.In("from", s.clauseBefore(m.start)) && !s.rules.Opens("varied", s.text[second.end:]) {
		return
	}
	high := to.Value
	m.high, m.end = &high, second.end
}

// currency returns the unit of the sign of money before a figure, and where it starts.
func (s *lineScan) currency(at int) (unit string, start int) {
	before := strings.TrimSuffix(s.text[s.line.Start:at], " ")
	for _, c := range s.rules.Currencies {
		if rest, ok := strings.CutSuffix(before, c.Sign); ok && !(c.Sign == "$" && strings.Contains(s.text[at:], "$")) {
			return c.Unit, s.line.Start + len(rest)
		}
	}
	return "", 0
}

// foreign takes the sign of money before an amount into the mention, and its currency where the amount is in 元: 欧元50万元.
func (s *lineScan) foreign(m *measured) {
	if m.Dimension != "money" {
		return
	}
	name, start := s.currency(m.start)
	if name == "" {
		return
	}
	m.start = start
	if u := s.rules.Unit(name); u != nil && m.Base == chinese.Yuan {
		m.Measure = rules.Measure{Unit: u, Written: name}
	}
}

// unitElsewhere finds the unit of a figure that none follows: the sign of money before it, the unit of the list that it stands
// in, or of the total that it is a part of; 3.5个亿 is money by itself, and 2/3 a share.
func (s *lineScan) unitElsewhere(m *measured) bool {
	name, start := s.currency(m.start)
	if name == "" && m.n.Sum {
		name, start = chinese.Yuan, m.start
	}
	if u := s.rules.Unit(name); name != "" && u != nil {
		m.Measure, m.start = rules.Measure{Unit: u, Written: name}, start
		return true
	}
	return !m.n.Percent && m.high == nil && (s.sharedUnit(m) || s.partOf(m) || s.fraction(m))
}

// sharedUnit finds the unit behind the last figure of a list: 2.4万、1.7万、0.9万亩. Without a 万 the list must be one of 分别.
func (s *lineScan) sharedUnit(m *measured) bool {
	const most = 12 // figures
	if m.n.Chinese || m.n.Fuzzy || m.n.Ordinal {
		return false
	}
	at := m.n.End
	for range most {
		size := s.rules.ListMark(s.text[at:])
		next, ok := numeral.Parse(s.rules, s.text, at+size)
		if size == 0 || !ok || next.Chinese || next.Percent || next.Latin {
			return false
		}
		last := &measured{n: next, end: next.End}
		if s.unit(last); last.Unit == nil {
			at = next.End
			continue
		}
		if m.n.Power == 0 && m.start >= s.shared && !s.rules.In("dealt", s.clauseBefore(m.start)) {
			return false
		}
		if m.n.Power == 0 && next.Power > 0 && (!m.n.Value.IsInt() || shift(next.Value, next.Power).IsInt()) {
			if raised, ok := m.n.Value.Shift(next.Power); ok {
				m.n.Value, m.n.Power = raised, next.Power
			}
		}
		m.Measure, s.shared = last.Measure, last.end
		return true
	}
	return false
}

// partOf finds the unit of a number that stands before the total which it is a part of: 21/27项. With a small total it may be a
// fraction, unless words say how far something has come.
func (s *lineScan) partOf(m *measured) bool {
	total, ok := s.under(m)
	if !ok {
		return false
	}
	found := s.rules.UnitAt(s.text[total.End:])
	small := total.Value.Cmp(model.Int(5)) <= 0 && !s.rules.In("progress", s.clauseBefore(m.start))
	if found.Unit == nil || found.Dimension != "count" || small {
		return false
	}
	m.Measure = found
	return true
}

// under reads the whole number behind a figure and a /, which must not be less.
func (s *lineScan) under(m *measured) (numeral.Number, bool) {
	rest, ok := strings.CutPrefix(s.text[m.n.End:], "/")
	before, _ := utf8.DecodeLastRuneInString(s.text[s.line.Start:m.start])
	if !ok || rest == "" || before == '/' || before == '-' || before == '.' {
		return numeral.Number{}, false
	}
	n, ok := numeral.Parse(s.rules, s.text, m.n.End+1)
	return n, ok && !n.Chinese && !n.Latin && !n.Percent && n.Power == 0 && n.Value.IsInt() && m.n.Value.IsInt() && m.n.Value.Cmp(n.Value) <= 0 &&
		!strings.HasPrefix(s.text[n.End:], "/") && m.n.Power == 0
}

// fraction reads a share such as 2/3, where words beside it say that it is one and no date.
func (s *lineScan) fraction(m *measured) bool {
	under, ok := s.under(m)
	if !ok || under.Value.Cmp(model.Int(10)) > 0 || m.n.Value.IsZero() || m.n.Value == under.Value {
		return false
	}
	next, _ := utf8.DecodeRuneInString(s.text[under.End:])
	before, behind := s.text[s.line.Start:m.start], s.text[under.End:]
	if strings.ContainsRune(".-／"+chinese.Month+chinese.Day+chinese.DayToo, next) {
		return false
	}
	if of := strings.HasPrefix(behind, chinese.Of) && !s.rules.Ends("no_fraction", before); !of && !s.rules.Ends("fraction", before) && !s.bounded(under.End) {
		return false
	}
	share, ok := numeral.Share(int64(m.n.Value.Float64()), int64(under.Value.Float64()))
	u := s.rules.Unit("%")
	if !ok || u == nil {
		return false
	}
	share.Start, share.End = m.n.Start, m.n.End
	m.n, m.end = share, under.End
	m.Measure = rules.Measure{Unit: u, Written: "%"}
	return true
}

// itemEnd returns where to go on behind the number of an item that a point parts from a figure: 1.37处. A thing that is counted
// has no decimals unless it is an average; 0 where there is no such number.
func (s *lineScan) itemEnd(m *measured) int {
	if m.Dimension != "count" || m.n.Value.IsInt() || m.n.Chinese || m.n.Percent || m.n.Power > 0 || s.rules.Has("edition", m.Name) {
		return 0
	}
	before := s.text[s.line.Start:m.start]
	point := strings.IndexAny(s.text[m.n.Start:m.n.End], ".．")
	if trimmed := strings.TrimRight(before, " "); trimmed == "" || document.EndsInAny(trimmed, "。", "；", ";") {
		_, size := utf8.DecodeRuneInString(s.text[m.n.Start+point:])
		return m.n.Start + point + size
	}
	const reach = 60 * 3 // bytes: what a list of averages is of stands before its first
	if s.rules.In("decimal", before[runes.Behind(before, max(0, len(before)-reach)):]) || s.bounded(m.end) {
		return 0
	}
	return m.end
}

// sign reads the minus or plus before a quantity. It reports false where what stands there numbers something: 负二层.
func (s *lineScan) sign(q *Quantity) bool {
	before := s.text[s.line.Start:q.Span.Start]
	for _, word := range s.rules.Words("minus") {
		if rest, ok := strings.CutSuffix(before, word); ok && !s.rules.Ends("no_minus", before) {
			s.negate(q, s.line.Start+len(rest))
			return q.Def.Dimension != "count"
		}
	}
	r, size := utf8.DecodeLastRuneInString(before)
	start := q.Span.Start - size
	switch {
	case !strings.ContainsRune("-－−﹣–—+＋", r), size == 0, !s.maySign(start), r == '—' && q.Def.Dimension == "count":
	case start == s.line.Start && (q.Def.Dimension == "count" || q.Def.Dimension == "money"):
	case r == '+' || r == '＋':
		q.Span.Start = start
	default:
		s.negate(q, start)
	}
	return true
}

func (s *lineScan) negate(q *Quantity, start int) {
	value, ok := q.Value.Mul(model.Int(-1))
	if !ok || q.High != nil {
		return
	}
	q.Value, q.Span.Start = value, start
}

// maySign reports whether a minus or plus at pos is one and joins nothing: it opens the line or follows a mark or a word that
// gives a value.
func (s *lineScan) maySign(pos int) bool {
	before := strings.TrimSuffix(s.text[s.line.Start:pos], " ")
	r, _ := utf8.DecodeLastRuneInString(before)
	switch {
	case before == "":
		return true
	case s.line.Start+len(before) == s.last:
		return false // 3天-5天
	case strings.ContainsRune("：:，；（(＝=", r):
		return true
	}
	return unicode.Is(unicode.Han, r) && s.rules.Ends("signed", before)
}

// A rateWord is the word before an amount that makes it a rate, where it starts and what the amount is divided by, "" where the
// table has no such unit.
type rateWord struct {
	word, under string
	start       int
	adjacent    bool // nothing stands between
}

// rateBefore finds the word that makes the amount at pos a rate: 每公里1.2万元, 每人每月300元.
func (s *lineScan) rateBefore(pos int) rateWord {
	const reach = 12 * 3 // bytes: 每, what it is for, and a word or two
	before := s.clauseBefore(pos)
	before = before[runes.Behind(before, max(0, len(before)-reach)):]
	for _, word := range s.rules.Words("rate") {
		i := strings.LastIndex(before, word)
		if i < 0 || utf8.RuneCountInString(before[i+len(word):]) > 5 {
			continue
		}
		found := rateWord{word: word, start: pos - len(before) + i}
		under, size := s.sharer(before[i+len(word):])
		rest := before[i+len(word)+size:]
		if under != "" {
			found.under, found.adjacent = under, rest == ""
			if first := strings.LastIndex(before[:i], word); first >= 0 {
				if outer, size := s.sharer(before[first+len(word) : i]); outer != "" && first+len(word)+size == i {
					found.under, found.start = outer+"·"+under, pos-len(before)+first
				}
			}
		}
		if size > 0 || utf8.RuneCountInString(rest) <= 3 {
			return found
		}
	}
	return rateWord{}
}

// sharer returns what 每 shares an amount among, with its size: a unit, or a word such as 镇 that is none. The name of a unit that is a
// quotient is "".
func (s *lineScan) sharer(text string) (name string, size int) {
	found := s.rules.UnitAt(text)
	if rest := s.rules.Trim("sharer", text); len(text)-len(rest) > found.Size {
		size = len(text) - len(rest)
		return text[:size], size
	}
	if found.Unit == nil || strings.Contains(found.Name, "/") {
		return "", found.Size
	}
	return found.Name, found.Size
}

// rate makes a quotient of an amount of money that a rate word governs, and of any other measure that one touches: 每升112毫克.
func (s *lineScan) rate(q *Quantity) {
	money := q.Def.Dimension == "money"
	if !money && (q.Def.Dimension == "count" || q.Def.Base == "" || strings.Contains(q.Def.Name, "/")) {
		return
	}
	r := s.rateBefore(q.Span.Start)
	if r.under == "" || !money && !r.adjacent || q.Def.Dimension == "share" || q.Def.Dimension == "points" || q.Def.Dimension == "ratio" {
		return
	}
	q.Def = s.rules.Per(q.Def, r.under)
	q.Unit += "/" + r.under
	if r.adjacent {
		q.Span.Start = r.start
	}
}
