package fact

import (
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"zhenggai/extract/internal/chinese"
	"zhenggai/extract/internal/date"
	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/marks"
	"zhenggai/extract/rules"
	"zhenggai/model"
)

// A timespan is a time that a line names.
type timespan struct {
	document.Span
	iso     string // an ISO 8601 date or interval
	passed  bool   // it is a baseline, or says which things are meant: 较2022年, 1990年以前
	days    bool   // it runs from one day to another
	run, at int    // how many times are listed without a break, and the place of this one among them
}

// findTimes joins the dates of the line to intervals and reads the words beside them: 2022年至2023年, 2023年上半年, 2023年9月以来.
func (r *scanned) findTimes() {
	r.times = r.times[:0]
	for k := 0; k < len(r.dates); k++ {
		d := r.dates[k]
		if d.Year == 0 {
			continue
		}
		first, last, end := date.PartOfMonth(r.rules, r.text[:r.line.End], d)
		t := timespan{Span: document.Span{Start: d.Start, End: end}, iso: interval(first.String(), last.String())}
		if k+1 < len(r.dates) && joined(r.text[end:max(end, r.dates[k+1].Start)]) {
			k++
			next := r.dates[k]
			next.Date = date.EndOf(d.Date, next.Date)
			_, last, t.End = date.PartOfMonth(r.rules, r.text[:r.line.End], next)
			t.days, t.iso = d.Day != 0, interval(first.String(), last.String())
		} else if year, start := r.yearBefore(r.text[r.line.Start:d.Start]); year != "" {
			t.Start, t.iso = r.line.Start+start, interval(year, t.iso)
		} else if d.Month == 0 {
			r.yearPart(&t)
		}
		r.openEnd(&t)
		r.times = append(r.times, t)
	}
	r.findPlans()
	r.listTimes()
}

// joined reports whether what stands between two dates makes a range of them.
func joined(between string) bool {
	bare := strings.TrimSpace(strings.TrimPrefix(between, chinese.From))
	return bare != "" && link(bare, 0) == len(bare)
}

// interval returns the interval between two dates, or the first where the second does not lie behind it.
func interval(start, end string) string {
	if common := min(len(start), len(end)); end == "" || start[:common] >= end[:common] {
		return start
	}
	return start + "/" + end
}

// yearBefore returns the bare year at the end of a text that a range goes on from, and where it starts: 2021—2023年.
func (r *scanned) yearBefore(before string) (year string, start int) {
	joined := strings.TrimRight(before, chinese.Link)
	bare := strings.TrimSuffix(joined, chinese.Year)
	const length = len("2021")
	if len(joined) == len(before) || len(bare) < length {
		return "", 0
	}
	start = len(bare) - length
	m, ok := date.Parse(r.rules, bare[start:]+chinese.Year, 0)
	if !ok || start > 0 && bare[start-1]-'0' <= 9 {
		return "", 0
	}
	return m.String(), start
}

// yearPart reads the part of a year that stands behind it: 上半年, 第三季度, 1—9月, 年末.
func (r *scanned) yearPart(t *timespan) {
	behind := r.text[t.End:r.line.End]
	rest := strings.TrimPrefix(behind, chinese.OfYear)
	if part, ok := rules.PartOf(r.rules.YearParts, rest); ok {
		t.End += len(behind) - len(rest) + len(part.Word)
		t.iso = interval(t.iso+"-"+part.Start, t.iso+"-"+part.End)
		return
	}
	whole := date.Mention{Date: date.Date{Month: 1}, End: t.End}
	if from, size := bareMonth(behind); size > 0 {
		whole.Month, whole.End = from, t.End+size
		if to, ok := date.RangeEnd(r.rules, r.text[:r.line.End], whole); ok {
			t.iso, t.End = interval(date.Date{Year: yearOf(t.iso), Month: from}.String(), date.Date{Year: yearOf(t.iso), Month: to.Month}.String()), to.End
		}
	}
}

// bareMonth reads a month at the head of a text that has no 月 of its own, as in 1—9月.
func bareMonth(s string) (month, size int) {
	for size < len(s) && size < 2 && s[size]-'0' <= 9 {
		month = month*10 + int(s[size]-'0')
		size++
	}
	if month < 1 || month > 12 {
		return 0, 0
	}
	return month, size
}

func yearOf(iso string) int {
	year, _ := strconv.Atoi(iso[:len("2021")])
	return year
}

// openEnd reads what stands round a time and makes it open or passes it over: 自2023年9月以来, 较2022年, 1990年以前.
func (r *scanned) openEnd(t *timespan) {
	behind := strings.TrimPrefix(r.text[t.End:r.line.End], chinese.OfYear)
	since := r.rules.Ends("since", r.text[r.line.Start:t.Start])
	switch {
	case r.rules.Opens("before", behind), r.rules.Opens("baseline", behind):
		t.passed = true
	case strings.Contains(t.iso, "/"):
		t.passed = since
	case r.rules.Opens("since_after", behind), since && r.rules.Opens("onwards", behind):
		t.iso += "/.."
	case since:
		t.passed = true
	}
}

// findPlans adds the times of five-year plans: “十三五”期间 are 2016 to 2020.
func (r *scanned) findPlans() {
	line := r.line.In(r.text)
	for at := 0; ; {
		i := strings.Index(line[at:], chinese.Five)
		if i < 0 {
			return
		}
		at += i + len(chinese.Five)
		unit, size := utf8.DecodeLastRuneInString(line[:at-len(chinese.Five)])
		n := strings.IndexRune(chinese.Ones, unit)/chinese.HanBytes + 1
		start := at - len(chinese.Five) - size - len(chinese.Ten)
		if n < 1 || start < 0 || !strings.HasPrefix(line[start:], chinese.Ten) || !strings.ContainsRune(chinese.Ones, unit) {
			continue
		}
		behind := strings.TrimLeft(line[at:], "”\"’")
		first := date.FirstPlan + 5*(10+n-1)
		t := timespan{Span: document.Span{Start: r.line.Start + start, End: r.line.Start + at}}
		switch {
		case strings.HasPrefix(behind, chinese.YearEnd):
			t.iso = date.Date{Year: first + 4}.String()
		case r.rules.Opens("plan", behind):
			t.iso = interval(date.Date{Year: first}.String(), date.Date{Year: first + 4}.String())
		case r.rules.Opens("since_after", behind):
			t.iso = date.Date{Year: first}.String() + "/.."
		default:
			continue
		}
		r.times = append(r.times, t)
		slices.SortStableFunc(r.times, func(a, b timespan) int { return a.Start - b.Start })
	}
}

// listTimes numbers the times that are listed one by one: 2021年、2022年.
func (r *scanned) listTimes() {
	for first := 0; first < len(r.times); {
		last := first + 1
		for last < len(r.times) && r.isListed(r.text[r.times[last-1].End:max(r.times[last-1].End, r.times[last].Start)]) {
			last++
		}
		for k := first; k < last; k++ {
			r.times[k].run, r.times[k].at = last-first, k-first
		}
		first = last
	}
}

func (r *scanned) isListed(between string) bool {
	return between != "" && r.rules.ListMark(between) == len(between)
}

// findPeriod finds the time that mention i is for: the last before it in its sentence that is no mere baseline, says not which
// things are meant, and is none of the inspection's own course.
func (r *stated) findPeriod(i int) {
	m := &r.statements[i]
	for k := len(r.times) - 1; k >= 0 && r.times[k].Start >= m.sentence.Start; k-- {
		t := &r.times[k]
		if t.Start >= m.Span.Start || t.passed {
			continue
		}
		between := r.text[t.End:max(t.End, m.Span.Start)]
		switch {
		case r.describes(between), between != "" && r.rules.In("course", between), t.days && r.rules.In("inspection", between):
		case t.run > 1:
			m.period = r.fromList(i, k, between)
			return
		default:
			m.period = t.iso
			opening := strings.TrimSpace(r.text[m.sentence.Start:t.Start])
			m.asOf = m.status != model.StatusPlanned && (r.rules.Ends("so_far", opening) || r.rules.Has("to", opening))
			return
		}
	}
	r.periodBefore(i)
}

// periodBefore gives a mention that names no time the one up to which the sentence before a semicolon tells what was reached: 截至2024年底，15个问题
// 已完成11个；健全制度17项.
func (r *stated) periodBefore(i int) {
	if i == 0 || !r.statements[i-1].asOf {
		return
	}
	m, before := &r.statements[i], &r.statements[i-1]
	mark := strings.TrimSpace(r.text[min(before.sentence.End, m.sentence.Start):m.sentence.Start])
	if (mark == "" || mark == ";" || mark == "；") && m.status == model.StatusAchieved {
		m.period, m.asOf = before.period, true
	}
}

// describes reports whether what stands behind a time makes it say which things are meant: 2018年建成的3座.
func (r *scanned) describes(behind string) bool {
	const longest = 8 * 3 // bytes: a word or two and the verb
	i := strings.Index(behind[:min(len(behind), longest)], chinese.Of)
	if i < 0 || marks.Parted(behind, 0, i, marks.Pause) {
		return false
	}
	return r.rules.Ends("made", behind[:i])
}

// fromList returns the time of mention i, before which times are listed: its own where 分别 deals them out, else all of them where
// they follow each other.
func (r *stated) fromList(i, k int, between string) string {
	times := r.times[k-r.times[k].at : k+1]
	each := -1
	for _, word := range r.rules.Words("dealt") {
		each = max(each, strings.Index(between, word))
	}
	if each < 0 {
		first, last := times[0].iso, times[len(times)-1].iso
		if len(first) == 4 && len(last) == 4 && yearOf(last)-yearOf(first) == len(times)-1 {
			return interval(first, last)
		}
		return ""
	}
	place := 0
	for j := range r.statements[:i] {
		if r.statements[j].Span.Start >= r.times[k].End+each {
			place++
		}
	}
	if place < len(times) {
		return times[place].iso
	}
	return ""
}
