// Package date reads calendar dates as notices write them: 2021年5月6日, 2021-05-06 08:45, 二〇二三年八月二十八日, 2025年9月.
package date

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"zhenggai/extract/internal/chinese"
	"zhenggai/extract/internal/numeral"
	"zhenggai/extract/rules"
)

// A Date is a day, a month or a year. Parts that the text does not give are 0.
type Date struct{ Year, Month, Day int }

// String returns the date in ISO 8601, cut to what is known, or "" where the year is unknown.
func (d Date) String() string {
	switch {
	case d.Year == 0:
		return ""
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

// In returns d with the year of e where d has none: 至7月10日 after 2020年5月21日.
func (d Date) In(e Date) Date {
	if d.Year == 0 {
		d.Year = e.Year
	}
	return d
}

// EndOf gives the end of a range its year: that of the start, or the next where the month comes earlier.
func EndOf(start, end Date) Date {
	if end.Year == 0 {
		end.Year = start.Year
		if end.Month < start.Month {
			end.Year++
		}
	}
	return end
}

// PartOfMonth reads the word at text[m.End:] that names a part of the month m: 上旬 has its days 1 to 10. It returns the part's first
// day and last day, which are m where no days are known, and where the word ends.
func PartOfMonth(q *rules.Quantities, text string, m Mention) (first, last Date, end int) {
	first, last, end = m.Date, m.Date, m.End
	part, ok := rules.PartOf(q.MonthParts, text[end:])
	if !ok || m.Month == 0 || m.Day != 0 {
		return first, last, end
	}
	first.Day, _ = strconv.Atoi(part.Start)
	last.Day, _ = strconv.Atoi(part.End)
	for last.Day > 28 && !valid(last) {
		last.Day--
	}
	return first, last, end + len(part.Word)
}

// Before reports whether d lies before e; a part that either does not know is passed over.
func (d Date) Before(e Date) bool {
	if d.Year != e.Year {
		return d.Year < e.Year
	}
	if d.Month != e.Month || d.Month == 0 {
		return d.Month < e.Month && d.Month != 0
	}
	return d.Day < e.Day && d.Day != 0
}

// FirstPlan is the year from which five-year plans count: the 13th began sixty years later, in 2016.
const FirstPlan = 1956

// A Mention is a date and the bytes that state it.
type Mention struct {
	Date
	Start, End int
}

// FirstYear and LastYear bound the years of dates: years before the People's Republic and far in the future are misreadings.
const FirstYear, LastYear = 1949, 2099

// Parse reads the date that starts at text[i:]. A date needs a year and 年, or a month and a day, or three numbers
// parted alike by -, / or a dot. What no calendar has (13月, 2月30日, 202442日) is no date.
func Parse(q *rules.Quantities, text string, i int) (m Mention, ok bool) {
	if m, ok = parse(q, text, i); !ok {
		return Mention{}, false
	}
	return m, true
}

func parse(q *rules.Quantities, text string, i int) (m Mention, ok bool) {
	if year, ok := typedYear(text, i); ok {
		return parseYear(q, text, i, year)
	}
	n, ok := whole(q, text, i)
	if !ok {
		return m, false
	}
	if year, ok := n.before(text, chinese.Year); ok {
		return parseYear(q, text, i, year)
	}
	if month, ok := n.before(text, chinese.Month); ok {
		return parseMonth(q, text, i, month, Date{})
	}
	if n.value >= FirstYear && n.value <= LastYear {
		return parseNumeric(text, i, n)
	}
	return m, false
}

// figure is a whole number and where it ends.
type figure struct{ value, end int }

// typedYear reads a year of four Chinese digits and its 年, where a letter O, a 0 or another circle stands for 〇: 二O二三年.
func typedYear(text string, i int) (figure, bool) {
	const zeros, digits = chinese.Zeros, chinese.Ones
	year, strange, end := figure{}, false, i
	for range 4 {
		r, size := utf8.DecodeRuneInString(text[end:])
		value := 0
		if at := strings.IndexRune(digits, r); at >= 0 {
			value = at/chinese.HanBytes + 1
		} else if !strings.ContainsRune(zeros, r) || end == i {
			return figure{}, false
		} else if !strings.ContainsRune(chinese.Rings, r) {
			strange = true
		}
		year.value, end = year.value*10+value, end+size
	}
	year.end = end
	if year, ok := year.before(text, chinese.Year); ok && strange {
		return year, true
	}
	return figure{}, false
}

// whole reads a plain whole number of up to four digits, Arabic or Chinese.
func whole(q *rules.Quantities, text string, i int) (figure, bool) {
	i += spaces(text[i:])
	if f, ok := digits(text, i, 4); ok || f.end > i {
		return f, ok
	}
	n, ok := numeral.Parse(q, text, i)
	if !ok || n.Percent || n.More || n.Fuzzy || n.Power != 0 || !n.Value.IsInt() || len(n.Value.String()) > 4 {
		return figure{}, false
	}
	return figure{int(n.Value.Float64()), n.End}, true
}

// before reports whether a sign follows the number, after spaces or at once, and moves the end behind it.
func (f figure) before(text, sign string) (figure, bool) {
	at := f.end + spaces(text[f.end:])
	return figure{f.value, at + len(sign)}, strings.HasPrefix(text[at:], sign)
}

func spaces(s string) int { return len(s) - len(strings.TrimLeft(s, " ")) }

// parseYear reads on behind a number and 年.
func parseYear(q *rules.Quantities, text string, start int, year figure) (Mention, bool) {
	if year.value < FirstYear || year.value > LastYear {
		return Mention{}, false
	}
	d := Date{Year: year.value}
	if month, ok := whole(q, text, year.end); ok {
		if month, ok = month.before(text, chinese.Month); ok {
			return parseMonth(q, text, start, month, d)
		}
	}
	return Mention{d, start, year.end}, true
}

// parseMonth reads on behind a number and 月. Without a year it must come to a day.
func parseMonth(q *rules.Quantities, text string, start int, month figure, d Date) (Mention, bool) {
	if month.value < 1 || month.value > 12 {
		return Mention{}, false
	}
	d.Month = month.value
	if day, ok := whole(q, text, month.end); ok {
		for _, sign := range []string{chinese.Day, chinese.DayToo} {
			if day, ok := day.before(text, sign); ok {
				d.Day = day.value
				return Mention{d, start, day.end}, valid(d)
			}
		}
	}
	return Mention{d, start, month.end}, d.Year != 0
}

// parseNumeric reads 2021-05-07, 2021/5/7 or 2021.05.07.
func parseNumeric(text string, start int, year figure) (Mention, bool) {
	sep, size := utf8.DecodeRuneInString(text[year.end:])
	if !strings.ContainsRune("-/.－／．—", sep) {
		return Mention{}, false
	}
	month, ok := digits(text, year.end+size, 2)
	if !ok || !strings.HasPrefix(text[month.end:], string(sep)) {
		return Mention{}, false
	}
	day, ok := digits(text, month.end+size, 2)
	d := Date{year.value, month.value, day.value}
	return Mention{d, start, day.end}, ok && valid(d)
}

// digits reads up to limit ASCII or full-width digits; more are no part of a date.
func digits(text string, i, limit int) (figure, bool) {
	f := figure{end: i}
	for count := 0; count <= limit; count++ {
		r, size := utf8.DecodeRuneInString(text[f.end:])
		if r >= '０' && r <= '９' {
			r -= '０' - '0'
		}
		if r < '0' || r > '9' {
			return f, count > 0
		}
		f.value, f.end = f.value*10+int(r-'0'), f.end+size
	}
	return f, false
}

var monthDays = [13]int{0, 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31}

func valid(d Date) bool {
	return d.Month >= 1 && d.Month <= 12 && d.Day >= 1 && d.Day <= monthDays[d.Month] &&
		(d.Year == 0 || d.Month != 2 || d.Day != 29 || d.Year%4 == 0 && (d.Year%100 != 0 || d.Year%400 == 0))
}

// Until returns where the second day of a range stands whose first ends at text[i:], after the word between them, and false where no
// such word follows.
func Until(q *rules.Quantities, text string, i int) (at int, ok bool) {
	rest := strings.TrimLeft(text[i:], " ")
	if part, ok := rules.PartOf(q.MonthParts, rest); ok {
		rest = rest[len(part.Word):]
	}
	behind := q.Trim("range", rest)
	return len(text) - len(strings.TrimLeft(behind, " ")), len(behind) < len(rest)
}

// Later reads the word at text[at:] that counts a year from that of the date before: 次年, 同年. size is its length, 0 for none.
func Later(q *rules.Quantities, text string, at int) (size, years int) {
	for years, kind := range []string{"same_year", "next_year"} {
		if rest := q.Trim(kind, text[at:]); len(rest) < len(text)-at {
			return len(text) - at - len(rest), years
		}
	}
	return 0, 0
}

// RangeEnd returns the date that ends a range which m begins, where it could not be told for a date by itself: 2022年8月至10月,
// 2021年3月1日至20日, 2023.4.10—6.12. It has the year that a word such as 次年 says, else none.
func RangeEnd(q *rules.Quantities, text string, m Mention) (Mention, bool) {
	start, ok := Until(q, text, m.End)
	if !ok || m.Month == 0 {
		return Mention{}, false
	}
	size, years := Later(q, text, start)
	at := start + size
	if _, ok := Parse(q, text, at); ok {
		return Mention{}, false // Find reads it by itself
	}
	end, ok := bareEnd(q, text, at, m)
	if end.Start = start; size > 0 && m.Year != 0 {
		end.Year = m.Year + years
	}
	return end, ok
}

// bareEnd reads the month, the day of the month, or the month and day in figures with which a range ends.
func bareEnd(q *rules.Quantities, text string, at int, m Mention) (Mention, bool) {
	n, ok := whole(q, text, at)
	if !ok {
		return Mention{}, false
	}
	if month, ok := n.before(text, chinese.Month); ok {
		return Mention{Date{Month: month.value}, at, month.end}, month.value >= 1 && month.value <= 12
	}
	for _, sign := range []string{chinese.Day, chinese.DayToo} {
		if day, ok := n.before(text, sign); ok && m.Day != 0 && strings.HasSuffix(text[:m.End], sign) {
			d := Date{Month: m.Month, Day: day.value}
			return Mention{d, at, day.end}, valid(d) && d.Day > m.Day
		}
	}
	return dayInFigures(text, at, m)
}

// dayInFigures reads the bare month and day that end a range of dates in figures: 2023.4.10—6.12.
func dayInFigures(text string, at int, m Mention) (Mention, bool) {
	year, ok := digits(text, m.Start, 4)
	if !ok || m.Day == 0 || m.Year == 0 {
		return Mention{}, false
	}
	sep, size := utf8.DecodeRuneInString(text[year.end:])
	month, ok := digits(text, at, 2)
	if !ok || !strings.ContainsRune("./．／", sep) || !strings.HasPrefix(text[month.end:], string(sep)) {
		return Mention{}, false
	}
	day, ok := digits(text, month.end+size, 2)
	d := Date{Month: month.value, Day: day.value}
	next, _ := utf8.DecodeRuneInString(text[day.end:])
	if !ok || !valid(d) || next == sep || strings.ContainsRune("%％"+chinese.Myriads+chinese.Yuan, next) {
		return Mention{}, false
	}
	return Mention{d, at, day.end}, true
}

// Following gives a date without a year the one that the word before it says: 2022年11月20日至次年1月15日.
func Following(q *rules.Quantities, text string, m Mention, before []Mention) Mention {
	if m.Year != 0 || len(before) == 0 {
		return m
	}
	last := before[len(before)-1]
	if n := len(before); last.Year == 0 && n > 1 { // the end of a range has the year of its beginning
		if last.Year = before[n-2].Year; last.Year != 0 && last.Month < before[n-2].Month {
			last.Year++
		}
	}
	if last.Year == 0 {
		return m
	}
	for years, kind := range []string{"same_year", "next_year"} {
		if rest := q.TrimEnd(kind, text[last.End:m.Start]); last.End+len(rest) < m.Start {
			m.Year, m.Start = last.Year+years, last.End+len(rest)
			return m
		}
	}
	return m
}

// Compact reads a day in eight digits, 20231122, which touch no other digit. It is for places where a date is to be
// expected: elsewhere eight digits are more often something else.
func Compact(text string, i int) (Mention, bool) {
	const length = len("20231122")
	n, ok := digits(text, i, length)
	if !ok || n.end != i+length || i > 0 && text[i-1]-'0' <= 9 {
		return Mention{}, false
	}
	d := Date{n.value / 10000, n.value / 100 % 100, n.value % 100}
	return Mention{d, i, n.end}, d.Year >= FirstYear && d.Year <= LastYear && valid(d)
}

// Find returns the dates in text[from:to], in order.
func Find(q *rules.Quantities, text string, from, to int) []Mention {
	var found []Mention
	text = text[:to]
	for i := from; i < to; {
		n, ok := numeral.Next(q, text, i)
		if !ok {
			break
		}
		m, ok := Parse(q, text, n.Start)
		if !ok {
			i = max(n.End, i+1)
			continue
		}
		m = Following(q, text, m, found)
		found = append(found, m)
		i = m.End
		if end, ok := RangeEnd(q, text, m); ok {
			found = append(found, end)
			i = end.End
		}
	}
	return found
}
