package fact

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhenggai/extract/internal/chinese"
	"zhenggai/extract/internal/date"
	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/lexicon"
	"zhenggai/extract/internal/marks"
	"zhenggai/extract/internal/numeral"
	"zhenggai/extract/internal/runes"
	"zhenggai/extract/rules"
	"zhenggai/model"
)

// A Quantity is a number with its unit: how much or how many.
type Quantity struct {
	Span     document.Span // the mention, with words that bound it
	Value    model.Decimal // in Unit
	High     *model.Decimal
	Unit     string // as written; 万 and 亿 belong to it for money only
	Def      *rules.Unit
	Bound    model.Bound
	Fraction string // the exact fraction where Value is rounded: 2/3
	Implied  bool   // 全覆盖: 100 % only of something that has a coverage
}

// Quantities finds the quantities of a text. It is safe for concurrent use.
type Quantities struct {
	rules *rules.Quantities
	signs lexicon.Lists[string] // the quotation mark that a word is, or full

	boundsBehind []boundWord
	boundsBefore lexicon.Lists[boundWord] // by their last byte

	decreaseTo []string // words by which a time is shortened
}

// NewQuantities returns a finder that uses the given tables. It adds the marks that it looks for to the lexicon.
func NewQuantities(q *rules.Quantities, words *lexicon.Lexicon) *Quantities {
	x := &Quantities{
		rules: q, boundsBehind: boundWords(q, "about_after", "at_least_after", "at_most_after"),
		decreaseTo: q.Levels("decrease_to"),
	}
	for _, b := range boundWords(q, "about", "at_least", "at_most", "no_bound") {
		x.boundsBefore.Add(int(b.word[len(b.word)-1]), b)
	}
	for _, sign := range []string{"《", "》", "“", "”", "‘", "’", `"`} {
		x.signs.Add(words.Add(sign), sign)
	}
	for _, word := range q.Words("full") {
		x.signs.Add(words.Add(word), full)
	}
	return x
}

// full is the sign of the words that state a share without a number.
const full = "full"

// lineScan is the state of one pass over a line.
type lineScan struct {
	*Quantities
	text        string // up to the end of the line
	line        document.Span
	masks       []document.Span // in order: titles, short quotations, contacts
	covers      []document.Span // the words that state a full share
	ordinal     int             // where the last ordinal ended
	last        int             // where the last figure, with its unit, ended
	shared      int             // to where a list of figures goes on that has its unit behind its last one
	dates       []date.Mention
	diagnostics []model.Diagnostic
}

// Find appends the quantities of one line, whose words of the lexicon are hits, and returns its dates too. Numbers inside skip, in
// titles, in short quotations, in dates and in names are none. It ends where it has found more than most quantities or
// diagnostics.
func (q *Quantities) Find(found []Quantity, text string, line document.Span, hits []lexicon.Hit, skip []document.Span, most int) ([]Quantity, []date.Mention, []model.Diagnostic) {
	s := &lineScan{Quantities: q, text: text[:line.End], line: line, ordinal: -1, last: -1, shared: -1}
	s.masks = merge(s.quotations(hits), skip)
	for at := line.Start; ; {
		n, ok := numeral.Next(s.rules, s.text, at)
		if !ok || len(found) > most || len(s.diagnostics) > most {
			return s.covered(found, line.End), s.dates, s.diagnostics
		}
		found = s.covered(found, n.Start)
		if end := s.masked(n.Start); end >= 0 {
			at = end // a figure may go on behind a mask: 5.2辆 behind the marker 5.
			continue
		}
		quantity, end, ok := s.quantity(n)
		if ok {
			found = append(found, quantity)
		}
		at = end // behind the number of an item within the figure: 1.37处
		s.last = at
	}
}

// Only returns the quantity that a stretch of text is as a whole.
func (x *Indicators) Only(text string, span document.Span) (q Quantity, ok bool) {
	found, _, _ := x.quantities.Find(nil, text, span, nil, nil, 1)
	if len(found) != 1 || found[0].Span != span || found[0].Implied {
		return q, false
	}
	return found[0], true
}

// covered adds the 全覆盖 that stands before byte to and was not yet passed.
func (s *lineScan) covered(found []Quantity, to int) []Quantity {
	for len(s.covers) > 0 && s.covers[0].Start < to {
		span := s.covers[0]
		s.covers = s.covers[1:]
		if n := len(found); n > 0 && span.Start-found[n-1].Span.End < 3 || s.masked(span.Start) >= 0 || !closes(s.text, span.End) {
			continue
		}
		found = append(found, Quantity{
			Span: span, Value: model.Int(100), Unit: "%", Def: s.rules.Unit("%"), Implied: true,
		})
	}
	return found
}

// closes reports whether a clause ends at pos.
func closes(text string, pos int) bool {
	return pos >= len(text) || marks.At(text, pos) != marks.None || strings.HasPrefix(text[pos:], "）") || text[pos] == ')'
}

// masked returns the end of the mask that covers pos, or -1.
func (s *lineScan) masked(pos int) int {
	for len(s.masks) > 0 && s.masks[0].End <= pos {
		s.masks = s.masks[1:]
	}
	if len(s.masks) > 0 && s.masks[0].Start <= pos {
		return s.masks[0].End
	}
	return -1
}

// A measured is a figure with its unit while it is being read.
type measured struct {
	n    numeral.Number
	high *model.Decimal
	rules.Measure
	start, end int
}

// quantity reads the quantity whose figure is n. end is where to go on.
func (s *lineScan) quantity(n numeral.Number) (q Quantity, end int, ok bool) {
	if d, ok := s.date(n); ok {
		d = date.Following(s.rules, s.text, d, s.dates)
		s.dates = append(s.dates, d)
		if end, ok := date.RangeEnd(s.rules, s.text, d); ok {
			s.dates = append(s.dates, end)
			return q, end.End, false
		}
		return q, d.End, false
	}
	if s.isOrdinal(n) {
		s.ordinal = n.End
		return q, n.End, false
	}
	if s.inClock(n) {
		return q, n.End, false
	}
	m := &measured{n: n, start: n.Start}
	s.upper(m)
	s.unit(m)
	if n.Latin && (m.Unit == nil || m.Written[0] >= utf8.RuneSelf && !(m.Dimension == "count" && s.followsAcronym(n))) {
		return q, n.End, false // PM2.5, G212; but 30km, APP6个
	}
	if m.Unit == nil && !s.unitElsewhere(m) {
		s.noteUnitless(n)
		return q, n.End, false
	}
	if item := s.itemEnd(m); item > 0 {
		return q, item, false
	}
	if first := s.firstGroup(n); first < n.Start {
		s.noteGrouped(document.Span{Start: first, End: m.end})
		return q, m.end, false
	}
	s.half(m)
	if s.inSlogan(n) || !s.plausible(m) {
		if m.Dimension == "time" {
			return q, n.End, false // 2022-2023年 ends with a date
		}
		return q, m.end, false
	}
	s.foreign(m)
	s.smallMoney(m)
	if s.secondEnd(m); m.high != nil && m.n.Chinese && strings.HasPrefix(s.text[n.End:], m.Written) && s.rules.Has("serial", m.Name) {
		return q, m.end, false // 三组至五组
	}
	q = m.quantity()
	if !s.sign(&q) {
		return q, m.end, false
	}
	s.rate(&q)
	s.bound(&q)
	if s.isCriterion(q) {
		return q, q.Span.End, false
	}
	return q, q.Span.End, true
}

// quantity states what has been read in the unit as written, 万 and 亿 included for money.
func (m *measured) quantity() Quantity {
	q := Quantity{Span: document.Span{Start: m.start, End: m.end}, Value: m.n.Value, High: m.high, Unit: m.Written, Def: m.Unit}
	if m.Name == "‰" { // the figure is in per cent
		q.Value, q.High = shift(q.Value, -1), shiftHigh(m.high, -1)
	}
	if m.n.Power > 0 && (m.Dimension == "money" || strings.Contains(m.Name, chinese.Yuan+"/")) {
		q.Value, q.High = shift(q.Value, m.n.Power), shiftHigh(m.high, m.n.Power)
		q.Unit = chinese.PowerName(m.n.Power) + m.Written
	}
	if m.n.More {
		q.Bound = model.BoundAtLeast
	}
	if m.n.Under > 0 {
		q.Fraction = fmt.Sprintf("%d/%d", m.n.Over, m.n.Under)
	}
	return q
}

// followsAcronym reports whether an acronym stands right before n. What has fewer letters is more often the first part of a name: A4, G212.
func (s *lineScan) followsAcronym(n numeral.Number) bool {
	const shortest = 3
	before := s.text[s.line.Start:n.Start]
	return len(before)-len(strings.TrimRight(before, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")) >= shortest
}

// afterYear are the signs that go on from the first figure of a date.
const afterYear = " -/.－／．—" + chinese.Year + chinese.Month + chinese.Zeros

// date reads the date that n begins. A look at what follows n settles most figures.
func (s *lineScan) date(n numeral.Number) (date.Mention, bool) {
	next, _ := utf8.DecodeRuneInString(s.text[n.End:])
	if !n.Latin && !strings.ContainsRune(afterYear, next) { // 2021.5.7 is Latin as a number
		return date.Mention{}, false
	}
	return date.Parse(s.rules, s.text, n.Start)
}

func shift(d model.Decimal, power int) model.Decimal {
	v, ok := d.Shift(-power)
	if !ok {
		return d
	}
	return v
}

func shiftHigh(high *model.Decimal, power int) *model.Decimal {
	if high == nil {
		return nil
	}
	v := shift(*high, power)
	return &v
}

// plausible keeps apart what looks like a quantity: 一个 that means a, three-year plans, ages and durations, years, editions.
func (s *lineScan) plausible(m *measured) bool {
	n := &m.n
	switch {
	case n.Fuzzy && n.High.IsZero(), s.isPer(m.end):
		return false
	case n.Chinese && !n.Percent && n.Value == model.Int(1):
		return false // 一批, 一律, 一个: a or one and the same
	case n.Chinese && !n.More && n.Value.Cmp(model.Int(10)) < 0 && !m.Small:
		return false
	case m.Dimension == "age":
		return false
	case m.Dimension == "time":
		return s.shortened(m) || s.rules.In("days", s.clauseBefore(m.start)) // 优良天数达到328天
	case m.Dimension == "money":
		r := s.rateBefore(m.start)
		return r.word == "" || r.under != ""
	case m.Dimension == "count":
		return s.counts(m)
	}
	return true
}

// counts reports whether a figure counts and does not say which one of a row is meant.
func (s *lineScan) counts(m *measured) bool {
	before := s.text[s.line.Start:m.start]
	switch {
	case m.n.Chinese && m.n.Value.IsZero() && s.rules.Has("no_zero", m.Name):
		return false // 零件
	case m.Name == chinese.Times && s.isSession(m.start, m.end):
		return false
	case s.rules.Has("edition", m.Name) && (strings.ContainsAny(s.text[m.n.Start:m.n.End], ".．") || m.n.Value.Cmp(model.Int(date.FirstYear)) >= 0 && m.n.Value.Cmp(model.Int(date.LastYear)) <= 0):
		return false // 2023版, 5.0版
	case m.high != nil && m.n.Value == model.Int(1) && s.rules.Has("serial", m.Name) && !strings.Contains(s.clauseBefore(m.start), chinese.Per):
		return false // 1-9批
	case s.rules.Has("ranked", m.Name) && s.rules.Ends("rank", before) && !s.rules.Ends("no_rank", before):
		return false // 前三位
	}
	return true
}

// shortened reports whether a duration is a result, since something was cut to it, or what it was cut from: 由9天压缩至3个工作日.
func (s *lineScan) shortened(m *measured) bool {
	before, behind := s.clauseBefore(m.start), s.text[m.end:]
	for _, word := range s.decreaseTo {
		if strings.HasSuffix(before, word) || strings.HasPrefix(behind, word) {
			return true
		}
	}
	return false
}

// clauseBefore returns the text from the last mark to at, at most 60 bytes.
func (s *lineScan) clauseBefore(at int) string {
	before := s.text[runes.Behind(s.text, max(s.line.Start, at-60)):at]
	if i := marks.Last(before, 0, len(before), marks.Pause); i >= 0 {
		before = before[i+marks.Len(before, i):]
	}
	return before
}

// isPer reports whether a quantity is one per something that no unit of the table names: 3元/吨, 35人/平方公里. To read it as so many
// 元 or 人 would be wrong.
func (s *lineScan) isPer(end int) bool {
	rest, ok := strings.CutPrefix(s.text[end:], "/")
	r, _ := utf8.DecodeRuneInString(rest)
	return ok && unicode.IsLetter(r) && !strings.ContainsRune(chinese.Units, r) // 40张/千名老人
}

// isSession reports whether 127次 in 四届127次常委会 or 区委常委会127次会议 says which meeting it was.
func (s *lineScan) isSession(at, end int) bool {
	behind := s.text[end:]
	meeting := document.IndexAny(behind[:min(len(behind), 24)], s.rules.Words("meeting"))
	return meeting >= 0 && !marks.Parted(behind, 0, meeting, marks.Pause) && s.rules.Ends("assembly", s.text[s.line.Start:at])
}

// isOrdinal reports whether the figure numbers something: 第五, 第一、二种, 十九届.
func (s *lineScan) isOrdinal(n numeral.Number) bool {
	before := s.text[s.line.Start:n.Start]
	if n.Ordinal || s.rules.Opens("term", s.text[n.End:]) || s.rules.Ends("term", before) && !s.rules.Ends("no_term", before) {
		return true
	}
	between := ""
	if s.ordinal >= 0 && s.ordinal < n.Start {
		between = s.text[s.ordinal:n.Start]
	}
	return s.rules.Has("joins", between) || between != "" && link(between, 0) == len(between)
}

// inClock reports whether the figure is part of a time of day or a formula such as 1+4+N.
func (s *lineScan) inClock(n numeral.Number) bool {
	before, _ := utf8.DecodeLastRuneInString(s.text[:n.Start])
	after, size := utf8.DecodeRuneInString(s.text[n.End:])
	if after == '+' || after == '＋' || (before == '+' || before == '＋') && !s.maySign(n.Start-utf8.RuneLen(before)) {
		return true
	}
	digit := func(r rune) bool { return r >= '0' && r <= '9' }
	next, _ := utf8.DecodeRuneInString(s.text[min(len(s.text), n.End+size):])
	return (after == ':' || after == '：') && digit(next) ||
		(before == ':' || before == '：') && s.digitBefore(n.Start-utf8.RuneLen(before))
}

func (s *lineScan) digitBefore(at int) bool {
	return at > s.line.Start && s.text[at-1] >= '0' && s.text[at-1] <= '9'
}

// inSlogan reports whether a Chinese numeral belongs to a phrase of slogans.tsv.
func (s *lineScan) inSlogan(n numeral.Number) bool {
	if !n.Chinese {
		return false
	}
	for i := range s.rules.Slogans {
		slogan := &s.rules.Slogans[i]
		if strings.HasSuffix(s.text[s.line.Start:n.Start], slogan.Before) && matchSlogan(s.text[n.End:], slogan.After) && !s.nearby(n, slogan.Unless) {
			return true
		}
	}
	return false
}

// matchSlogan matches the rest of a slogan, whose * stands for one numeral and whose ? for one character or two of a name.
func matchSlogan(text, pattern string) bool {
	if pattern != "" && pattern[0] != '*' && pattern[0] != '?' && (text == "" || text[0] != pattern[0]) {
		return false // most fail by their first byte
	}
	at := strings.IndexAny(pattern, "*?")
	if at < 0 {
		return strings.HasPrefix(text, pattern)
	}
	text, ok := strings.CutPrefix(text, pattern[:at])
	r, size := utf8.DecodeRuneInString(text)
	rest := pattern[at+1:]
	if !ok || size == 0 {
		return false
	}
	if pattern[at] == '*' {
		return strings.ContainsRune(chinese.Counted, r) && matchSlogan(text[size:], rest)
	}
	second, more := utf8.DecodeRuneInString(text[size:])
	return unicode.Is(unicode.Han, r) && (matchSlogan(text[size:], rest) || unicode.Is(unicode.Han, second) && matchSlogan(text[size+more:], rest))
}

// nearby reports whether one of the words stands within eight characters before the figure or four behind its unit.
func (s *lineScan) nearby(n numeral.Number, words []string) bool {
	if len(words) == 0 {
		return false
	}
	from := runes.Behind(s.text, max(s.line.Start, n.Start-8*3))
	to := runes.Behind(s.text, min(len(s.text), n.End+8*3))
	near := s.text[from:to]
	for _, w := range words {
		if strings.Contains(near, w) {
			return true
		}
	}
	return false
}

// A boundWord bounds the number behind or before it. One without bound ends as others do and is none: 签约41个.
type boundWord struct {
	word  string
	bound model.Bound
}

// bounds gives the kinds of cues that bound a number what they say of it.
var bounds = map[string]model.Bound{
	"about": model.BoundAbout, "at_least": model.BoundAtLeast, "at_most": model.BoundAtMost,
	"about_after": model.BoundAbout, "at_least_after": model.BoundAtLeast, "at_most_after": model.BoundAtMost,
}

func boundWords(q *rules.Quantities, kinds ...string) (list []boundWord) {
	for _, kind := range kinds {
		for _, word := range q.Words(kind) {
			list = append(list, boundWord{word, bounds[kind]})
		}
	}
	return list
}

// bound reads the words that bound a quantity and widens its mention by them.
func (s *lineScan) bound(q *Quantity) {
	behind := s.text[q.Span.End:]
	for _, b := range s.boundsBehind {
		if strings.HasPrefix(behind, b.word) {
			q.Bound = b.bound
			q.Span.End += len(b.word)
			return
		}
	}
	before := strings.TrimSuffix(s.text[s.line.Start:q.Span.Start], " ")
	longest := boundWord{}
	for _, b := range endedBy(s.boundsBefore, before) {
		if len(b.word) > len(longest.word) && strings.HasSuffix(before, b.word) {
			longest = b
		}
	}
	if longest.bound != "" {
		q.Bound = longest.bound
		q.Span.Start = s.line.Start + len(before) - len(longest.word)
	}
}

// isCriterion reports whether a bounded quantity says which things are meant, not how many: 50万元以上的工程.
func (s *lineScan) isCriterion(q Quantity) bool {
	if q.Bound == "" || q.Def.Dimension == "share" || !s.rules.Ends("criterion", s.text[:q.Span.End]) {
		return false
	}
	behind := s.text[q.Span.End:]
	if strings.HasPrefix(behind, chinese.Of) {
		return true
	}
	return q.Def.Dimension == "money" && !closes(s.text, q.Span.End)
}

// noteUnitless records a large number that no unit follows: it may be a quantity.
func (s *lineScan) noteUnitless(n numeral.Number) {
	if n.Power == 0 || n.Chinese || n.Fuzzy {
		return
	}
	span := model.Span{n.Start, n.End}
	s.diagnostics = append(s.diagnostics, model.Diagnostic{
		Code: "quantity.no_unit", Args: model.Args{"number": s.text[n.Start:n.End]}, Span: &span,
	})
}

// firstGroup returns where the figure that ends with n starts if a blank parts its digits in groups of three, as in 合计 12 345 元, or the
// start of n. The groups may be the columns of a row as well.
func (s *lineScan) firstGroup(n numeral.Number) int {
	const group = 3
	start := n.Start
	if digitsIn(s.text[start:n.End]) != group {
		return start
	}
	for start > s.line.Start && s.text[start-1] == ' ' {
		from := start - 1
		for from > s.line.Start && isDigit(s.text[from-1]) {
			from--
		}
		if size := start - 1 - from; size == 0 || size > group || from > s.line.Start && strings.IndexByte(".,/-", s.text[from-1]) >= 0 {
			break
		}
		if start = from; digitsIn(s.text[start:]) < group {
			break // the first group may be shorter
		}
	}
	return start
}

// digitsIn returns how many digits a text starts with.
func digitsIn(s string) int {
	n := 0
	for n < len(s) && isDigit(s[n]) {
		n++
	}
	return n
}

func isDigit(b byte) bool { return b >= '0' && b <= '9' }

// noteGrouped records a figure whose groups of digits may be a number each.
func (s *lineScan) noteGrouped(at document.Span) {
	span := model.Span{at.Start, at.End}
	s.diagnostics = append(s.diagnostics, model.Diagnostic{Code: "quantity.grouped", Args: model.Args{"number": at.In(s.text)}, Span: &span})
}

// shortQuotation is the length in characters up to which a quotation is a name or a slogan.
const shortQuotation = 15

// quotations returns the titles in 《》 and the short quotations of the line, in order, and notes where 全覆盖 stands. A short
// quotation may stand inside of a long one.
func (s *lineScan) quotations(hits []lexicon.Hit) (found []document.Span) {
	type quotation struct {
		start int
		mark  string // that closes it
	}
	var open []quotation
	for _, h := range hits {
		signs := s.signs.Of(h.ID)
		if len(signs) == 0 {
			continue
		}
		sign, last := signs[0], len(open)-1
		switch {
		case sign == full && !s.rules.Has(full, s.text[h.Start:h.End]):
		case sign == full:
			s.covers = append(s.covers, document.Span{Start: h.Start, End: h.End})
		case last >= 0 && sign == open[last].mark:
			if start := open[last].start; sign == "》" || utf8.RuneCountInString(s.text[start:h.End]) <= shortQuotation+2 {
				found = append(found, document.Span{Start: start, End: h.End})
			}
			open = open[:last]
		case closer(sign) != "":
			open = append(open, quotation{h.Start, closer(sign)})
		}
	}
	slices.SortFunc(found, func(a, b document.Span) int { return a.Start - b.Start })
	return found
}

// closer returns the mark that closes what the mark opens, or "" where it opens nothing.
func closer(open string) string {
	switch open {
	case "《":
		return "》"
	case "“":
		return "”"
	case "‘":
		return "’"
	case "\"":
		return "\""
	}
	return ""
}

// merge joins two lists of spans, each in order, into one in order.
func merge(a, b []document.Span) []document.Span {
	if len(a) == 0 || len(b) == 0 {
		return append(a, b...)
	}
	merged := make([]document.Span, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0].Start <= b[0].Start {
			merged, a = append(merged, a[0]), a[1:]
		} else {
			merged, b = append(merged, b[0]), b[1:]
		}
	}
	return append(append(merged, a...), b...)
}

// endedBy returns the list of the last byte of a text, from lists of words by their last byte. Few words share that of a text.
func endedBy[T any](lists lexicon.Lists[T], text string) []T {
	if text == "" {
		return nil
	}
	return lists.Of(int(text[len(text)-1]))
}
