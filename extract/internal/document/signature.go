package document

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"zhenggai/extract/internal/chinese"
	"zhenggai/extract/internal/date"
	"zhenggai/extract/internal/decode"
	"zhenggai/extract/rules"
)

// findSignature finds the line of the date that closes the notice and the body that signs above it, marks them, and
// returns the index of the first line behind the body.
func (d *Document) findSignature(start int) int {
	for i := len(d.Lines) - 1; i >= start; i-- {
		line := d.Lines[i]
		if line.Cell != nil || line.Zone == Front {
			continue
		}
		org, day, ok := d.signedLine(line.In(d.Text))
		if !ok {
			if d.signedBehind(line.In(d.Text)) {
				return i + 1
			}
			continue
		}
		first := i
		if org == "" {
			first = d.signatoryAbove(i, start)
			org = strings.Join(strings.Fields(d.joined(first, i-1)), "")
		}
		if org == "" || !d.signs(org) {
			continue
		}
		for k := first; k <= i; k++ {
			d.Lines[k].Zone = Signature
		}
		d.Signed, d.Signatory = day, org
		return first
	}
	last := d.lastProse(start)
	if i := d.closingDay(last); i > 0 {
		return i
	}
	d.Truncated = true
	return last + 1
}

// closingDay takes a day in words that nobody's name stands over for the one of the signature, where it comes soon behind the last
// paragraph of the body, and returns its line, or 0.
func (d *Document) closingDay(last int) int {
	const reach = 4 // lines: telephone and address stand before it at times
	if last < 0 {
		return 0
	}
	for i := last + 1; i < min(len(d.Lines), last+1+reach) && d.Lines[i].Zone == Body && d.Lines[i].Cell == nil; i++ {
		org, day, ok := d.signedLine(d.Lines[i].In(d.Text))
		if ok && org == "" && day.Day != 0 && day.Year != 0 && d.wordedDay(i) {
			d.Lines[i].Zone, d.Signed = Signature, day
			return i
		}
	}
	return 0
}

// signedBehind takes the signature that stands behind the last sentence of a paragraph, as where a page was pasted badly.
func (d *Document) signedBehind(s string) bool {
	cut := strings.LastIndex(s, "。")
	if cut < 0 {
		return false
	}
	org, day, ok := d.signedLine(s[cut+len("。"):])
	if ok = ok && d.signs(org); ok {
		d.Signed, d.Signatory = day, org
	}
	return ok
}

// signedLine reads a line that is a date, or a short name and a date.
func (d *Document) signedLine(s string) (org string, day date.Date, ok bool) {
	if utf8.RuneCountInString(s) > 60 || strings.ContainsAny(s, "，。；：:") || d.opensHeading(s, true) { // a list of news: （一）我市召开推进会 11月9日
		return "", day, false
	}
	s = strings.Trim(s, "（()）[]【】 ")
	if day, ok := date.Compact(s, 0); ok && day.End == len(s) {
		return "", day.Date, true
	}
	dates := date.Find(d.rules.Figures, s, 0, len(s))
	if len(dates) != 1 || dates[0].Month == 0 || strings.TrimSpace(s[dates[0].End:]) != "" {
		return "", day, false
	}
	return strings.TrimSpace(s[:dates[0].Start]), dates[0].Date, true
}

// signatoryAbove returns the index of the first of the one or two lines above line i that name who signs, or i.
func (d *Document) signatoryAbove(i, start int) int {
	first := i
	for k := i - 1; k >= max(start, i-2); k-- {
		s := d.Lines[k].In(d.Text)
		if d.Lines[k].Zone != Body || utf8.RuneCountInString(s) > 45 || strings.ContainsAny(s, "。；;，,：:") || strings.HasPrefix(s, "（") {
			break // what stands in brackets is no name: （此件公开发布）
		}
		below := d.joined(i-1, i-1)
		if k < i-1 && d.signs(below) && !d.signs(s) && !d.begunByParty(s) && !d.opensTopic(below) {
			break
		}
		first = k
	}
	return first
}

// signs reports whether a name ends as those of bodies that sign do.
func (d *Document) signs(org string) bool { return EndsInAny(org, d.rules.Part("signer")...) }

// lastProse returns the index of the last line at or behind start that reads like a part of the notice.
func (d *Document) lastProse(start int) int {
	for i := len(d.Lines) - 1; i >= start; i-- {
		if d.Lines[i].Zone == Body && (d.prose(i) || d.Lines[i].Cell != nil) {
			return i
		}
	}
	return start - 1
}

// findPublished finds the page's date: behind a label outside of the body [start, end), in the head, or without a label
// above the body or below it.
func (d *Document) findPublished(page *decode.Page, start, end int) {
	for _, label := range d.rules.Part("date_label") {
		for i := range d.Lines {
			if d.Lines[i].Zone == Body || d.Lines[i].Zone == Signature {
				continue
			}
			if day, ok := d.labelledDate(i, label); ok {
				d.Published = day
				return
			}
		}
	}
	for _, m := range page.Meta {
		if day := date.Find(d.rules.Figures, m.Content, 0, len(m.Content)); anyFold(m.Name, d.rules.Part("date_meta")) && len(day) > 0 {
			d.Published = day[0].Date
			return
		}
	}
	spoken := d.spoken(start)
	for i := range d.Lines {
		if i >= start && (i < end || d.Lines[i].Zone == Body || d.Lines[i].Zone == Signature) {
			continue
		}
		if day, ok := d.frontDate(i, i < start); ok && !(spoken && d.wordedDay(i)) {
			d.Published = day
			return
		}
	}
}

// spoken reports whether the body from line start on is a speech: it addresses those who listen.
func (d *Document) spoken(start int) bool {
	return start < len(d.Lines) && d.hasPart(d.Lines[start].In(d.Text), "audience")
}

// wordedDay reports whether line i is nothing but a day in words: below the name of who speaks it is the day of the speech.
func (d *Document) wordedDay(i int) bool {
	return !strings.ContainsAny(d.Lines[i].In(d.Text), "-/:：")
}

// frontDate reads the one day of a line that says when the page was made: of the line of source and date, of the head of a
// newspaper, or of one that ends a title. Above the body it may also be nothing but a date and time, or begin with it. The
// day of a session is none.
func (d *Document) frontDate(i int, above bool) (date.Date, bool) {
	line := &d.Lines[i]
	s := strings.TrimLeft(line.In(d.Text), rules.Bullets)
	if d.hasPart(s, "session") {
		return date.Date{}, false
	}
	if org, day, ok := d.signedLine(stripTime(s)); ok && org == "" && day.Day != 0 && above {
		return day, true
	}
	dates := date.Find(d.rules.Figures, s, 0, len(s))
	if len(dates) != 1 || dates[0].Year == 0 || dates[0].Day == 0 {
		return date.Date{}, false
	}
	switch before := s[:dates[0].Start]; {
	case line.Zone == Front, before == "" && above, d.inPaper(s), d.pressed(i, before, s[dates[0].End:], above), above && timed(s[dates[0].End:]) && len(s) <= longFront && !strings.ContainsAny(s, "。，；"):
	case EndsInAny(before, "[", "【") && strings.Trim(s[dates[0].End:], "]】 ") == "": // after the title
	case line.Zone == Title && d.endsTitle(strings.TrimRight(before, " ([（")):
	default:
		return date.Date{}, false
	}
	return dates[0].Date, true
}

// timed reports whether a text opens with the time of day: who publishes on a telephone stands before day and time.
func timed(s string) bool {
	hour, minute, ok := strings.Cut(strings.TrimLeft(s, " "), ":")
	return ok && hour != "" && strings.Trim(hour, chinese.Arabic) == "" && len(hour) <= 2 && minute != "" && strings.Contains(chinese.Arabic, minute[:1])
}

// pressed reports whether nothing but the name of a newspaper stands round the day of line i: before it, or in the line of the source over it.
func (d *Document) pressed(i int, before, behind string, above bool) bool {
	if strings.Trim(behind, " ") != "" {
		return false
	}
	name := strings.TrimRight(before, " ")
	if name == "" && i > 0 && d.Lines[i-1].Zone == Front {
		return d.endsPress(d.Lines[i-1].In(d.Text))
	}
	return above && name != before && d.endsPress(name)
}

// endsPress reports whether a short line ends in the name of a newspaper.
func (d *Document) endsPress(s string) bool {
	return len(s) <= longFront && d.endsPart(s, "press_end")
}

// Publisher returns the name of the body that the page's data say has published it, or "".
func (d *Document) Publisher() string {
	for i := range d.Lines {
		if d.Lines[i].Zone != Front {
			continue
		}
		s := d.Lines[i].In(d.Text)
		for _, label := range d.rules.Part("publisher") {
			_, value, ok := strings.Cut(s, label)
			if !ok {
				continue
			}
			value = strings.TrimLeft(value, " ：:]】")
			if value == "" && i+1 < len(d.Lines) {
				value = d.Lines[i+1].In(d.Text)
			}
			if name, _, _ := strings.Cut(value, " "); d.signs(name) && len(name) <= longestName {
				return name
			}
		}
	}
	return ""
}

// longestName is how many bytes the name of a body has at most.
const longestName = 40 * 3

// inPaper reports whether a line is the head of a newspaper: 《甲县日报》 (2022年12月21日 第07版).
func (d *Document) inPaper(s string) bool {
	const longest = 40 * 3 // bytes
	if len(s) > longest || strings.ContainsAny(s, "。，；") {
		return false
	}
	for _, word := range d.rules.Part("paper") {
		page, rest, ok := strings.Cut(s, word)
		if ok && strings.Trim(rest, " )）") == "" {
			return true
		}
		if number := strings.TrimRight(page, " "+chinese.Arabic+chinese.Ordinals); ok && len(number) < len(page) && strings.HasSuffix(number, chinese.Nth) {
			return true // the name of a column stands behind it
		}
	}
	return false
}

// labelledDate reads the date behind a label in line i, or in the table cell or the line after it where the label is all
// of the line. A range of days is no day of publication.
func (d *Document) labelledDate(i int, label string) (date.Date, bool) {
	const short = 2 * 3 // bytes
	s := d.Lines[i].In(d.Text)
	at := strings.Index(s, label)
	if at < 0 || len(label) <= short && partOfWord(s[:at]) {
		return date.Date{}, false
	}
	value := s[at+len(label):]
	if strings.Trim(value, " ：:") == "" && strings.Trim(s[:at], rules.Bullets) == "" && i+1 < len(d.Lines) {
		value = strings.TrimLeft(d.Lines[i+1].In(d.Text), rules.Bullets)
	}
	const reach = 60 // bytes
	found := date.Find(d.rules.Figures, value, 0, min(len(value), reach))
	if day, ok := date.Compact(value, len(value)-len(strings.TrimLeft(value, " ：:[【（("))); ok {
		return day.Date, true
	}
	if len(found) == 0 || found[0].Year == 0 || found[0].Start > 12 || goesOnTo(value[found[0].End:]) {
		return date.Date{}, false
	}
	return found[0].Date, true
}

// partOfWord reports whether what stands before a label makes another word of it: 会议时间.
func partOfWord(before string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	return unicode.Is(unicode.Han, last)
}

// goesOnTo reports whether a date goes on to another: …至3月26日.
func goesOnTo(behind string) bool {
	next, _ := utf8.DecodeRuneInString(strings.TrimLeft(behind, " "+chinese.From))
	return strings.ContainsRune(chinese.Link, next)
}

// stripTime cuts the time of day off a line that is a date and a time.
func stripTime(s string) string {
	if i := strings.IndexByte(s, ':'); i > 2 {
		if j := strings.LastIndexAny(s[:i], " T"); j > 0 {
			return s[:j]
		}
	}
	return s
}
