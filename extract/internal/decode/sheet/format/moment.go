package format

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"zhenggai/extract/internal/chinese"
)

const (
	daySeconds = 24 * 60 * 60
	first      = -25_569   // the day 0 of Excel, 1899-12-30, from 1970-01-01 on
	years1904  = 1_462     // days from there to the day 0 of workbooks that count from 1904 on
	lastDay    = 2_958_466 // behind 9999-12-31
)

// moment shows a date or time. It is not followed beyond the years that Excel has.
func (s *section) moment(v float64, from1904 bool) (string, bool) {
	if from1904 {
		v += years1904
	}
	if math.Abs(v) >= lastDay {
		return "", false
	}
	milliseconds := math.Round(v * daySeconds * 1000)
	if !s.has(decimal) {
		milliseconds = math.Round(v*daySeconds) * 1000
	}
	t := time.UnixMilli(int64(milliseconds) + first*daySeconds*1000).UTC()
	behind := t.Nanosecond() // the second
	var b strings.Builder
	for _, token := range s.tokens {
		switch token.kind {
		case part:
			b.WriteString(s.part(token.text, t))
		case elapsed:
			b.WriteString(inAll(token.text, milliseconds/1000))
		case half:
			b.WriteString(s.halfDay(token.text, t))
		case decimal:
			b.WriteString(strconv.Itoa(behind / 100_000_000))
			behind = behind % 100_000_000 * 10
		default:
			b.WriteString(token.text)
		}
	}
	return b.String(), true
}

// part shows a part of a date or time.
func (s *section) part(letters string, t time.Time) string {
	n := len(letters)
	switch letters[0] {
	case 'y':
		if n <= 2 {
			return s.each(t.Format("06"))
		}
		return s.each(t.Format("2006"))
	case 'e': // years as they are, outside of Japan and Taiwan ([MS-OI29500] 2.1.713)
		return s.each(t.Format("2006"))
	case 'm':
		if n > 2 {
			return month(t, n)
		}
		return s.padded(int(t.Month()), n)
	case 'd':
		if n > 2 {
			return s.weekday(t, n)
		}
		return s.padded(t.Day(), n)
	case 'a':
		if n < 3 {
			return letters
		}
		return chineseDay(t, n > 3)
	case 'h':
		if h := t.Hour(); s.has(half) {
			return s.padded((h+11)%12+1, n)
		}
		return s.padded(t.Hour(), n)
	case 'i':
		return s.padded(t.Minute(), n)
	case 's':
		return s.padded(t.Second(), n)
	}
	return "" // of an era
}

// month returns Jan, January or J.
func month(t time.Time, letters int) string {
	name := t.Month().String()
	switch letters {
	case 3:
		return name[:3]
	case 5:
		return name[:1]
	}
	return name
}

// padded shows a number with at least two digits where two letters stand for it. Chinese numerals have no zeros before them.
func (s *section) padded(n, letters int) string {
	if s.figures == 1 || s.figures == 2 {
		return s.count(strconv.Itoa(n))
	}
	return s.each(fmt.Sprintf("%0*d", min(letters, 2), n))
}

func (s *section) weekday(t time.Time, letters int) string {
	switch {
	case s.here || s.figures > 0:
		return chineseDay(t, letters > 3)
	case letters > 3:
		return t.Format("Monday")
	}
	return t.Format("Mon")
}

// chineseDay returns 星期一, or 一.
func chineseDay(t time.Time, whole bool) string {
	day := string([]rune(chinese.Weekdays)[t.Weekday()])
	if whole {
		return chinese.Week + day
	}
	return day
}

func (s *section) halfDay(sign string, t time.Time) string {
	am, pm, _ := strings.Cut(sign, "/")
	if s.here {
		am, pm = chinese.Morning, chinese.Afternoon
	}
	if t.Hour() < 12 {
		return am
	}
	return pm
}

// inAll returns the hours, minutes or seconds of a time in all.
func inAll(letters string, seconds float64) string {
	per := map[byte]float64{'h': 3600, 'm': 60, 's': 1}[letters[0]]
	return fmt.Sprintf("%0*d", len(letters), int64(seconds/per))
}
