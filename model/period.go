package model

import (
	"strings"
	"time"
)

// PeriodDays returns the first and the last day of a period such as 2022, 2023-01/2023-06 or 2023-09/.., in ISO 8601. The last
// day of an open period is "", and so are both of what is no period.
func PeriodDays(period string) (first, last string) {
	start, end, interval := strings.Cut(period, "/")
	if !interval {
		end = start
	}
	from, ok := periodStart(start)
	if !ok {
		return "", ""
	}
	first = from.Format(time.DateOnly)
	if end == ".." {
		return first, ""
	}
	to, ok := periodStart(end)
	if !ok {
		return "", ""
	}
	switch len(end) {
	case len("2006"):
		to = to.AddDate(1, 0, -1)
	case len("2006-01"):
		to = to.AddDate(0, 1, -1)
	}
	return first, to.Format(time.DateOnly)
}

// periodStart returns the first day of a date that may be cut to its month or year.
func periodStart(date string) (time.Time, bool) {
	if len(date) > len(time.DateOnly) {
		return time.Time{}, false
	}
	t, err := time.Parse(time.DateOnly[:len(date)], date)
	return t, err == nil && date != ""
}
