// Package date reads calendar dates as notices write them: 2021年5月6日, 2021-05-06 08:45, 二〇二三年八月二十八日, 2025年9月.
package date

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"zhenggai/extract/internal/numeral"
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

// A Mention is a date and the bytes that state it.
type Mention struct {
	Date
	Start, End int
}

// FirstYear and LastYear bound the years of dates: years before the People's Republic and far in the future are misreadings.
const FirstYear, LastYear = 1949, 2099

// Parse reads the date that starts at text[i:]. A date needs a year and 年, or a month and a day, or three numbers
// parted alike by -, / or a dot. What no calendar has (13月, 2月30日, 202442日) is no date.
func Parse(text string, i int) (m Mention, ok bool) {
	if m, ok = parse(text, i); !ok {
		return Mention{}, false
	}
	return m, true
}

func parse(text string, i int) (m Mention, ok bool) {
	n, ok := whole(text, i)
	if !ok {
		return m, false
	}
	if year, ok := n.before(text, "年"); ok {
		return parseYear(text, i, year)
	}
	if month, ok := n.before(text, "月"); ok {
		return parseMonth(text, i, month, Date{})
	}
	if n.value >= FirstYear && n.value <= LastYear {
		return parseNumeric(text, i, n)
	}
	return m, false
}

// figure is a whole number and where it ends.
type figure struct{ value, end int }

// whole reads a plain whole number of up to four digits, Arabic or Chinese.
func whole(text string, i int) (figure, bool) {
	i += spaces(text[i:])
	if f, ok := digits(text, i, 4); ok || f.end > i {
		return f, ok
	}
	n, ok := numeral.Parse(text, i)
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
func parseYear(text string, start int, year figure) (Mention, bool) {
	if year.value < FirstYear || year.value > LastYear {
		return Mention{}, false
	}
	d := Date{Year: year.value}
	if month, ok := whole(text, year.end); ok {
		if month, ok = month.before(text, "月"); ok {
			return parseMonth(text, start, month, d)
		}
	}
	return Mention{d, start, year.end}, true
}

// parseMonth reads on behind a number and 月. Without a year it must come to a day.
func parseMonth(text string, start int, month figure, d Date) (Mention, bool) {
	if month.value < 1 || month.value > 12 {
		return Mention{}, false
	}
	d.Month = month.value
	if day, ok := whole(text, month.end); ok {
		for _, sign := range []string{"日", "号"} {
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

// monthAfter reads the bare month that ends a range of months: 2022年8月至10月.
func monthAfter(text string, m Mention) (Mention, bool) {
	at := m.End
	for _, to := range []string{"至", "到", "-", "—"} {
		at += len(text[at:]) - len(strings.TrimPrefix(text[at:], to))
	}
	if m.Day != 0 || m.Month == 0 || at == m.End {
		return Mention{}, false
	}
	n, ok := whole(text, at)
	if !ok {
		return Mention{}, false
	}
	month, ok := n.before(text, "月")
	if !ok || month.value < 1 || month.value > 12 {
		return Mention{}, false
	}
	if day, ok := Parse(text, at); ok && day.Day != 0 {
		return Mention{}, false // a day follows, which Find reads by itself
	}
	return Mention{Date{Month: month.value}, at, month.end}, true
}

// Find returns the dates in text[from:to], in order.
func Find(text string, from, to int) []Mention {
	var found []Mention
	for i := from; i < to; {
		n, ok := numeral.Next(text[:to], i)
		if !ok {
			break
		}
		if m, ok := Parse(text[:to], n.Start); ok {
			found = append(found, m)
			i = m.End
			if end, ok := monthAfter(text[:to], m); ok {
				found = append(found, end)
				i = end.End
			}
			continue
		}
		i = max(n.End, i+1)
	}
	return found
}
