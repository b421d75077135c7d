package fact

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhenggai/extract/internal/date"
	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/lexicon"
	"zhenggai/extract/internal/numeral"
	"zhenggai/extract/internal/runes"
	"zhenggai/extract/rules"
	"zhenggai/model"
)

// A Quantity is a number with its unit: how much or how many.
type Quantity struct {
	Span    document.Span // the mention, with words that bound it
	Value   model.Decimal // in Unit
	High    *model.Decimal
	Unit    string // as written; 万 and 亿 belong to it for money only
	Def     *rules.Unit
	Bound   model.Bound
	Implied bool // 全覆盖: 100 % only of something that has a coverage
}

// Quantities finds the quantities of a text. It is safe for concurrent use.
type Quantities struct {
	rules *rules.Quantities
	signs [][]string // the quotation mark, or coverage, that a word is

	boundsBehind, boundsBefore []boundWord

	decreaseTo []string // words by which a time is shortened
}

// NewQuantities returns a finder that uses the given tables. It adds the marks that it looks for to the lexicon.
func NewQuantities(q *rules.Quantities, words *lexicon.Lexicon) *Quantities {
	x := &Quantities{
		rules: q, boundsBehind: boundWords(q, "about_after", "at_least_after", "at_most_after"),
		boundsBefore: boundWords(q, "about", "at_least", "at_most", "no_bound"),
		decreaseTo:   q.Levels("decrease_to"),
	}
	for _, sign := range []string{coverage, "《", "》", "“", "”", "‘", "’", `"`} {
		x.signs = addAt(x.signs, words.Add(sign), sign)
	}
	return x
}

// coverage is the word that states a share without a number.
const coverage = "全覆盖"

// lineScan is the state of one pass over a line.
type lineScan struct {
	*Quantities
	text        string // up to the end of the line
	line        document.Span
	masks       []document.Span // in order: titles, short quotations, contacts
	covers      []int           // where 全覆盖 stands
	ordinal     int             // where the last ordinal ended
	dates       []date.Mention
	diagnostics []model.Diagnostic
}

// Find appends the quantities of one line, whose words of the lexicon are hits, and returns its dates too. Numbers inside skip, in
// titles, in short quotations, in dates and in names are none. It ends where it has found more than most quantities or
// diagnostics.
func (q *Quantities) Find(found []Quantity, text string, line document.Span, hits []lexicon.Hit, skip []document.Span, most int) ([]Quantity, []date.Mention, []model.Diagnostic) {
	s := &lineScan{Quantities: q, text: text[:line.End], line: line, ordinal: -1}
	s.masks = merge(s.quotations(hits), skip)
	for at := line.Start; ; {
		n, ok := numeral.Next(s.text, at)
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
		at = max(end, n.End)
	}
}

// covered adds the 全覆盖 that stands before byte to and was not yet passed.
func (s *lineScan) covered(found []Quantity, to int) []Quantity {
	for len(s.covers) > 0 && s.covers[0] < to {
		span := document.Span{Start: s.covers[0], End: s.covers[0] + len(coverage)}
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
	return pos >= len(text) || markAt(text, pos) != noMark || strings.HasPrefix(text[pos:], "）") || text[pos] == ')'
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

// quantity reads the quantity whose figure is n. end is where to go on.
func (s *lineScan) quantity(n numeral.Number) (q Quantity, end int, ok bool) {
	if d, ok := s.date(n); ok {
		s.dates = append(s.dates, d)
		return q, d.End, false
	}
	if s.isOrdinal(n) {
		s.ordinal = n.End
		return q, n.End, false
	}
	if s.inClock(n) {
		return q, n.End, false
	}
	high, figureEnd := s.upper(&n)
	def, unitEnd := s.unit(n, figureEnd)
	if n.Latin && (def == nil || def.Name[0] >= utf8.RuneSelf && !(def.Dimension == "count" && s.followsAcronym(n))) {
		return q, n.End, false // PM2.5, G212; but 30km, APP6个
	}
	if def == nil {
		s.noteUnitless(n)
		return q, n.End, false
	}
	if s.inSlogan(n) || !s.plausible(n, def, unitEnd) {
		return q, unitEnd, false
	}
	q = Quantity{Span: document.Span{Start: n.Start, End: unitEnd}, Value: n.Value, High: high, Unit: s.unitName(def), Def: def}
	if def.Name == "‰" { // the figure is in per cent
		q.Value, q.High = shift(q.Value, -1), shiftHigh(high, -1)
	}
	if def.Dimension == "money" && n.Power > 0 {
		q.Value, q.High = shift(q.Value, n.Power), shiftHigh(high, n.Power)
		q.Unit = powerName(n.Power) + def.Name
	}
	if n.More {
		q.Bound = model.BoundAtLeast
	}
	s.bound(&q)
	if s.isCriterion(q) {
		return q, q.Span.End, false
	}
	return q, q.Span.End, true
}

// followsAcronym reports whether an acronym stands right before n. What has fewer letters is more often the first part of a name: A4, G212.
func (s *lineScan) followsAcronym(n numeral.Number) bool {
	const shortest = 3
	before := s.text[s.line.Start:n.Start]
	return len(before)-len(strings.TrimRight(before, "ABCDEFGHIJKLMNOPQRSTUVWXYZ")) >= shortest
}

// date reads the date that n begins. A look at what follows n settles most figures.
func (s *lineScan) date(n numeral.Number) (date.Mention, bool) {
	next, _ := utf8.DecodeRuneInString(s.text[n.End:])
	if !n.Latin && !strings.ContainsRune("年月 -/.－／．—", next) { // 2021.5.7 is Latin as a number
		return date.Mention{}, false
	}
	return date.Parse(s.text, n.Start)
}

func (s *lineScan) unitName(def *rules.Unit) string { return def.Name }

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

func powerName(power int) string {
	switch power {
	case 4:
		return "万"
	case 8:
		return "亿"
	}
	return "万亿"
}

// upper reads the upper end of a range such as 三至五个 or 15—20公里. A 万 behind it holds for the lower end too: 80至100万.
func (s *lineScan) upper(n *numeral.Number) (high *model.Decimal, end int) {
	if !n.High.IsZero() {
		high := n.High // a copy, so that n stays off the heap
		return &high, n.End
	}
	r, size := utf8.DecodeRuneInString(s.text[n.End:])
	if !strings.ContainsRune("-–—~～至到－", r) {
		return nil, n.End
	}
	at := n.End + size
	if r == '—' {
		at = n.End + len(s.text[n.End:]) - len(strings.TrimLeft(s.text[n.End:], "—"))
	}
	m, ok := numeral.Parse(s.text, at)
	if !ok || m.Latin || m.Percent != n.Percent || m.Value.Cmp(n.Value) <= 0 || m.Chinese != n.Chinese {
		return nil, n.End
	}
	value := m.Value
	if n.Power == 0 && m.Power > 0 && n.Value.Cmp(shift(m.Value, m.Power)) < 0 {
		if raised, ok := n.Value.Shift(m.Power); ok {
			n.Value, n.Power = raised, m.Power
		}
	}
	return &value, m.End
}

// unit finds the unit behind a figure; a space may stand between them.
func (s *lineScan) unit(n numeral.Number, end int) (*rules.Unit, int) {
	if n.Percent {
		if u := s.rules.Unit("‰"); u != nil && strings.HasSuffix(s.text[:n.End], "‰") {
			return u, end
		}
		return s.rules.Unit("%"), end
	}
	rest := s.text[end:]
	space := len(rest) - len(strings.TrimPrefix(rest, " "))
	u := s.rules.UnitAt(rest[space:])
	if u == nil {
		return nil, end
	}
	return u, end + space + len(u.Name)
}

// plausible keeps apart what looks like a quantity: 一个 that means a, three-year plans, ages and durations, years.
func (s *lineScan) plausible(n numeral.Number, u *rules.Unit, end int) bool {
	ten := model.Int(10)
	switch {
	case n.Fuzzy && n.High.IsZero():
		return false
	case n.Chinese && !n.Percent && n.Value == model.Int(1):
		return false // 一批, 一律, 一个: a or one and the same
	case n.Chinese && !n.More && n.Value.Cmp(ten) < 0 && !u.Small:
		return false
	case u.Dimension == "age":
		return false
	case u.Dimension == "time":
		return s.shortened(n.Start)
	case u.Dimension == "money" && s.isRate(n.Start, end), s.isPer(end):
		return false
	case u.Name == "次" && s.isSession(n.Start, end):
		return false
	}
	return true
}

// shortened reports whether a duration is a result, since something was cut to it: 压缩至3个工作日.
func (s *lineScan) shortened(at int) bool {
	before := s.clauseBefore(at)
	for _, word := range s.decreaseTo {
		if strings.HasSuffix(before, word) {
			return true
		}
	}
	return false
}

// clauseBefore returns the text from the last mark to at, at most 60 bytes.
func (s *lineScan) clauseBefore(at int) string {
	before := s.text[runes.Behind(s.text, max(s.line.Start, at-60)):at]
	if i := lastMark(before, 0, len(before), pauseMark); i >= 0 {
		before = before[i+markLen(before, i):]
	}
	return before
}

// isPer reports whether a quantity is one per something that no unit of the table names: 3元/吨, 35人/平方公里. To read it as so many
// 元 or 人 would be wrong.
func (s *lineScan) isPer(end int) bool {
	rest, ok := strings.CutPrefix(s.text[end:], "/")
	r, _ := utf8.DecodeRuneInString(rest)
	return ok && unicode.IsLetter(r) && !strings.ContainsRune("百千万", r) // 40张/千名老人
}

// isRate reports whether an amount is one per something: 每公里1.2万元.
func (s *lineScan) isRate(at, end int) bool {
	before := s.clauseBefore(at)
	for _, word := range s.rules.Words("rate") {
		if i := strings.LastIndex(before, word); i >= 0 && utf8.RuneCountInString(before[i+len(word):]) <= 3 {
			return true
		}
	}
	return false
}

// isSession reports whether 127次 in 四届127次常委会 or 区委常委会127次会议 says which meeting it was.
func (s *lineScan) isSession(at, end int) bool {
	behind := s.text[end:]
	meeting := strings.Index(behind[:min(len(behind), 24)], "会")
	return meeting >= 0 && !parted(behind, 0, meeting, pauseMark) && document.EndsInAny(s.text[s.line.Start:at], "届", "委", "党组", "政府", "会")
}

// isOrdinal reports whether the figure numbers something: 第五, 第一、二种, 十九届.
func (s *lineScan) isOrdinal(n numeral.Number) bool {
	if n.Ordinal || strings.HasPrefix(s.text[n.End:], "届") || strings.HasSuffix(s.text[:n.Start], "届") && !strings.HasSuffix(s.text[:n.Start], "换届") {
		return true
	}
	between := ""
	if s.ordinal >= 0 && s.ordinal < n.Start {
		between = s.text[s.ordinal:n.Start]
	}
	return between == "、" || between == "至" || between == "和"
}

// inClock reports whether the figure is part of a time of day or a formula such as 1+4+N.
func (s *lineScan) inClock(n numeral.Number) bool {
	before, _ := utf8.DecodeLastRuneInString(s.text[:n.Start])
	after, size := utf8.DecodeRuneInString(s.text[n.End:])
	if before == '+' || after == '+' || before == '＋' || after == '＋' {
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

// matchSlogan matches the rest of a slogan, whose * stands for one numeral.
func matchSlogan(text, pattern string) bool {
	head, tail, more := strings.Cut(pattern, "*")
	if !strings.HasPrefix(text, head) {
		return false
	}
	if !more {
		return true
	}
	text = text[len(head):]
	r, size := utf8.DecodeRuneInString(text)
	return strings.ContainsRune("一二两三四五六七八九十双", r) && matchSlogan(text[size:], tail)
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
	for _, b := range s.boundsBefore {
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
	if q.Bound == "" || q.Def.Dimension == "share" || !document.EndsInAny(s.text[:q.Span.End], "以上", "以下", "以内") {
		return false
	}
	behind := s.text[q.Span.End:]
	if strings.HasPrefix(behind, "的") {
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
		signs := listAt(s.signs, h.ID)
		if len(signs) == 0 {
			continue
		}
		sign, last := signs[0], len(open)-1
		switch {
		case sign == coverage:
			s.covers = append(s.covers, h.Start)
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
