package document

import (
	"strings"
	"unicode/utf8"

	"zhenggai/extract/internal/date"
	"zhenggai/extract/internal/decode"
)

// findSignature finds the line of the date that closes the notice and the body that signs above it, marks them, and
// returns the index of the first line behind the body.
func (d *Document) findSignature(start int) int {
	for i := len(d.Lines) - 1; i >= start; i-- {
		line := d.Lines[i]
		if line.Cell != nil || line.Zone == Front {
			continue
		}
		org, day, ok := signedLine(line.In(d.Text))
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
	d.Truncated = true
	return d.lastProse(start) + 1
}

// signedBehind takes the signature that stands behind the last sentence of a paragraph, as where a page was pasted badly.
func (d *Document) signedBehind(s string) bool {
	cut := strings.LastIndex(s, "。")
	if cut < 0 {
		return false
	}
	org, day, ok := signedLine(s[cut+len("。"):])
	if ok = ok && d.signs(org); ok {
		d.Signed, d.Signatory = day, org
	}
	return ok
}

// signedLine reads a line that is a date, or a short name and a date.
func signedLine(s string) (org string, day date.Date, ok bool) {
	if utf8.RuneCountInString(s) > 60 || strings.ContainsAny(s, "，。；：:") || opensHeading(s, true) { // a list of news: （一）我市召开推进会 11月9日
		return "", day, false
	}
	s = strings.Trim(s, "（()）[]【】 ")
	if day, ok := date.Compact(s, 0); ok && day.End == len(s) {
		return "", day.Date, true
	}
	dates := date.Find(s, 0, len(s))
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
		if k < i-1 && d.signs(d.joined(i-1, i-1)) && !d.signs(s) && !strings.HasPrefix(s, "中共") {
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

// findPublished finds the page's date: behind a label outside of the body, in the head, or alone in brackets.
func (d *Document) findPublished(page *decode.Page, start int) {
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
		if day := date.Find(m.Content, 0, len(m.Content)); anyFold(m.Name, d.rules.Part("date_meta")) && len(day) > 0 {
			d.Published = day[0].Date
			return
		}
	}
	for i := 0; i < min(start, len(d.Lines)); i++ {
		if day, ok := d.frontDate(i); ok {
			d.Published = day
			return
		}
	}
}

// frontDate reads the day of a line above the body that is nothing but a date and time, or the one day of a line that
// begins with it or is the line of source and date.
func (d *Document) frontDate(i int) (date.Date, bool) {
	s := d.Lines[i].In(d.Text)
	if org, day, ok := signedLine(stripTime(s)); ok && org == "" && day.Day != 0 {
		return day, true
	}
	dates := date.Find(s, 0, len(s))
	if len(dates) == 1 && dates[0].Day != 0 && EndsInAny(s[:dates[0].Start], "[", "【") && strings.Trim(s[dates[0].End:], "]】 ") == "" {
		return dates[0].Date, dates[0].Year != 0 // behind the title
	}
	if len(dates) != 1 || dates[0].Year == 0 || dates[0].Day == 0 || d.Lines[i].Zone != Front && dates[0].Start > 0 {
		return date.Date{}, false
	}
	return dates[0].Date, true
}

// labelledDate reads the date behind a label in line i, or in the table cell behind it.
func (d *Document) labelledDate(i int, label string) (date.Date, bool) {
	s := d.Lines[i].In(d.Text)
	at := strings.Index(s, label)
	if at < 0 {
		return date.Date{}, false
	}
	to := len(s)
	if d.Lines[i].Cell != nil && i+1 < len(d.Lines) && s == label {
		s = s + d.Lines[i+1].In(d.Text)
		to = len(s)
	}
	behind := at + len(label)
	found := date.Find(s, behind, min(to, behind+60))
	if day, ok := date.Compact(s, behind+len(s[behind:to])-len(strings.TrimLeft(s[behind:to], " ：:[【（("))); ok {
		return day.Date, true
	}
	if len(found) == 0 || found[0].Year == 0 || found[0].Start-behind > 12 {
		return date.Date{}, false
	}
	return found[0].Date, true
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
