package fact

import (
	"regexp"
	"slices"
	"strings"

	"zhenggai/extract/internal/date"
	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/runes"
	"zhenggai/extract/rules"
	"zhenggai/model"
)

// A Setting is the text that tells of an inspection.
type Setting struct {
	Title      string
	Intro      document.Span // the first paragraphs of the body
	Furniture  string        // breadcrumb and the like: they name the round at times
	Issuer     string
	Region     *model.Region
	Text       string
	Paragraphs []document.Span // of the intro
}

// FindInspection reads kind, level, round, team and dates of the inspection, or returns nil where nothing tells of one.
func FindInspection(s Setting, names *rules.Inspections) (*model.Inspection, []model.Diagnostic) {
	intro := s.Intro.In(s.Text)
	in := &model.Inspection{Kind: inspectionKind(names, s.Title, intro)}
	in.Team = nameIn(intro, names.TeamNear, names.Teams)
	for _, place := range []string{s.Title, intro, s.Furniture} {
		if round := nameIn(place, names.RoundNear, names.Rounds); in.Round == "" || strings.HasSuffix(round, in.Round) {
			in.Round = round // 十四届市委第九轮巡察 says more than 市委第九轮巡察
		}
	}
	in.Level = inspectionLevel(in, s, names)
	diagnostics := findDates(in, s, names)
	if *in == (model.Inspection{}) {
		return nil, diagnostics
	}
	return in, diagnostics
}

// nameIn returns the name that is given most fully near one of the words of the first list that gives any.
func nameIn(text string, near [][]string, patterns []*regexp.Regexp) string {
	for _, words := range near {
		if name := firstMatch(windows(text, words), patterns); name != "" {
			return name
		}
	}
	return ""
}

// windows returns the surroundings of the first few places where one of the words stands: what the patterns match lies
// near them, and matching them against whole paragraphs would cost more than all other facts together.
func windows(s string, words []string) []string {
	const before, after, most = 20 * 3, 14 * 3, 4
	var found []string
	for _, w := range words {
		for at, n := 0, 0; n < most; n++ {
			i := strings.Index(s[at:], w)
			if i < 0 {
				break
			}
			from, to := runes.Behind(s, at+i-before), runes.Behind(s, at+i+len(w)+after)
			found = append(found, s[from:to])
			at += i + len(w)
		}
	}
	return found
}

// firstMatch returns what the first of the patterns that matches anywhere finds first.
func firstMatch(places []string, patterns []*regexp.Regexp) string {
	for _, p := range patterns {
		for _, s := range places {
			if m := p.FindString(s); m != "" {
				return m
			}
		}
	}
	return ""
}

// inspectionKind returns the kind that the title names first, else the one that the intro does.
func inspectionKind(names *rules.Inspections, places ...string) string {
	for _, s := range places {
		kind, first := "", len(s)
		for _, k := range names.Kinds {
			if i := strings.Index(s, k); i >= 0 && i < first {
				kind, first = k, i
			}
		}
		if kind != "" {
			return kind
		}
	}
	return ""
}

// inspectionLevel tells who sent the inspection.
func inspectionLevel(in *model.Inspection, s Setting, names *rules.Inspections) string {
	words := in.Team + in.Round
	if !containsAny(words, names.Words("levelled")) {
		words += s.Intro.In(s.Text)
	}
	i := slices.IndexFunc(names.Levels, func(l rules.Level) bool { return containsAny(words, l.Words) })
	switch {
	case i < 0:
		return ""
	case names.Levels[i].Level == "city":
		return cityLevel(s, names)
	}
	return names.Levels[i].Level
}

// cityLevel tells whose committee a city's is: a province's in the four municipalities, a prefecture's elsewhere, and a county's where
// the issuer sits below a county-level city.
func cityLevel(s Setting, names *rules.Inspections) string {
	if s.Region == nil {
		return "prefecture"
	}
	switch s.Region.Code[:2] {
	case "11", "12", "31", "50":
		return "province"
	}
	county := s.Region.County
	own := func(end string) bool { return strings.HasSuffix(s.Issuer, county+end) }
	if document.EndsInAny(county, names.Words("city")...) && !slices.ContainsFunc(names.Words("committee"), own) {
		return "county"
	}
	return "prefecture"
}

// findDates reads the range of the inspection and the day of the feedback from the intro.
func findDates(in *model.Inspection, s Setting, names *rules.Inspections) []model.Diagnostic {
	var diagnostics []model.Diagnostic
	var last date.Date
	ranges, fed := 0, false
	for _, p := range s.Paragraphs {
		dates := date.Find(s.Text, p.Start, p.End)
		for i := range dates {
			if i+1 < len(dates) && isRange(s.Text, dates[i], dates[i+1], names) && dates[i].Year != 0 && inspects(s.Text, p, dates[i+1].End, names) {
				dates[i+1].Date = endOf(dates[i].Date, dates[i+1].Date)
				if ranges++; ranges == 1 {
					in.Start, in.End = dates[i].String(), dates[i+1].String()
				} else if ranges == 2 {
					diagnostics = append(diagnostics, model.Diagnostic{Code: "inspection.two_ranges", Span: &model.Span{dates[i].Start, dates[i].End}})
				}
			}
			if dates[i].Year == 0 && i > 0 && !parted(s.Text, dates[i-1].End, dates[i].Start, sentenceMark) {
				dates[i].Date = sameYear(dates[i].Date, last)
			}
			if dates[i].Year != 0 {
				last = dates[i].Date
			}
			if !fed && feedsBack(s.Text, p, dates, i, names) {
				fed = true
				if in.Feedback = sameYear(dates[i].Date, last).String(); dates[i].Year == 0 {
					diagnostics = append(diagnostics, withoutYear(dates[i], in.Feedback))
				}
			}
		}
	}
	return diagnostics
}

// sameYear gives a date without a year that of the one before it, unless the date would then lie before it.
func sameYear(d, before date.Date) date.Date {
	if in := d.In(before); !in.Before(before) {
		return in
	}
	return d
}

// withoutYear tells of the date of the feedback, which has no year, and of how it is read, which may be "".
func withoutYear(m date.Mention, read string) model.Diagnostic {
	span := &model.Span{m.Start, m.End}
	if read == "" {
		return model.Diagnostic{Code: "date.no_year", Span: span}
	}
	return model.Diagnostic{Code: "date.no_year", Case: "assumed", Span: span}
}

// endOf gives the end of a range its year: that of the start, or the next where the month comes earlier.
func endOf(start, end date.Date) date.Date {
	if end.Year == 0 {
		end.Year = start.Year
		if end.Month < start.Month {
			end.Year++
		}
	}
	return end
}

// isRange reports whether two dates are a start and an end.
func isRange(text string, a, b date.Mention, names *rules.Inspections) bool {
	return slices.Contains(names.Words("until"), strings.TrimSpace(text[a.End:b.Start]))
}

// inspects reports whether the clause behind a range speaks of an inspection.
func inspects(text string, p document.Span, from int, names *rules.Inspections) bool {
	const reach = 240 // bytes
	return containsAny(text[from:min(p.End, from+reach)], names.Kinds)
}

// feedsBack reports whether 反馈 stands behind date i, in its sentence and before any other date.
func feedsBack(text string, p document.Span, dates []date.Mention, i int, names *rules.Inspections) bool {
	const reach = 200 // bytes
	end := p.End
	if i+1 < len(dates) {
		end = dates[i+1].Start
	}
	behind := text[dates[i].End:end]
	if cut := strings.IndexAny(behind, "。；;"); cut >= 0 {
		behind = behind[:cut]
	}
	opens := func(word string) bool { return strings.HasPrefix(strings.TrimSpace(behind), word) }
	for _, word := range names.Words("fed_back") {
		if at := strings.Index(behind, word); at >= 0 && at < reach {
			return !slices.ContainsFunc(names.Words("to"), opens) && !containsAny(behind[:at], names.Words("received"))
		}
	}
	return false
}
