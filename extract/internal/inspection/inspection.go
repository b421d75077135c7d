// Package inspection finds who inspected whom and when, and the body whose notice it is.
package inspection

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"zhenggai/extract/internal/date"
	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/marks"
	"zhenggai/extract/internal/numeral"
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
	Signers    []string          // how the names of bodies end
	Quantities *rules.Quantities // by which dates are read
	Region     *model.Region
	Text       string
	Paragraphs []document.Span // of the intro
}

// Find reads kind, level, round, team and dates of the inspection, or returns nil where nothing tells of one.
func Find(s Setting, names *rules.Inspections) (*model.Inspection, []model.Diagnostic) {
	intro := s.Intro.In(s.Text)
	own := withoutHelped(intro, names)
	in := &model.Inspection{Kind: inspectionKind(names, s.Title, own)}
	for _, place := range []string{own, s.Title} {
		if in.Team == "" {
			in.Team = nameIn(place, names.TeamNear, names.Teams)
		}
	}
	for _, place := range []string{s.Title, intro, s.Furniture} {
		if round := nameIn(place, names.RoundNear, names.Rounds); in.Round == "" || strings.HasSuffix(round, in.Round) {
			in.Round = round // 十四届市委第九轮巡察 says more than 市委第九轮巡察
		}
	}
	in.Level = inspectionLevel(in, s, names)
	told := inspectingSentences(s, names)
	in.Subtypes, in.With = subtypesOf(s.Title, told, names), withoutNumber(inspectedAlong(told, s, names), s.Quantities, names)
	diagnostics := findDates(in, s, names)
	if reflect.ValueOf(*in).IsZero() {
		return nil, diagnostics
	}
	return in, diagnostics
}

// withoutHelped cuts the names of teams that only had help or led: of 县专项巡察组配合省委第六巡视组 the first inspected, of
// 在省委第六巡视组统筹下,县委第五巡察组 the second.
func withoutHelped(text string, names *rules.Inspections) string {
	const reach = 20 * 3 // bytes
	if !names.Helps(text) {
		return text
	}
	for _, word := range names.Words("helps") {
		at := strings.Index(text, word)
		if at < 0 {
			continue
		}
		behind := text[at+len(word):]
		behind = behind[:runes.Before(behind, reach)]
		if team := nameIn(behind, names.TeamNear, names.Teams); team != "" && strings.HasPrefix(behind, team) {
			text = text[:at] + text[at+len(word)+len(team):]
		}
	}
	for _, word := range names.Words("guides") {
		at := strings.Index(text, word)
		if at < 0 {
			continue
		}
		before := text[runes.Behind(text, max(0, at-reach)):at]
		if team := nameIn(before, names.TeamNear, names.Teams); team != "" && strings.HasSuffix(before, team) {
			text = text[:at-len(team)] + text[at+len(word):]
		}
	}
	return text
}

// subtypesOf returns the manners of inspecting that the title and the sentences about the inspecting name, in the order of the table.
func subtypesOf(title string, sentences []string, names *rules.Inspections) []string {
	var found []string
	told := title + "\n" + strings.Join(sentences, "\n")
	for _, t := range names.Subtypes {
		if !slices.Contains(found, t.Name) && document.ContainsAny(told, t.Near) && t.Pattern.MatchString(told) {
			found = append(found, t.Name)
		}
	}
	return found
}

// inspectingSentences returns the sentences at the beginning of the introduction that tell that an inspection was carried out.
func inspectingSentences(s Setting, names *rules.Inspections) []string {
	const reach = 500 * 3 // bytes
	intro := s.Intro.In(s.Text)
	intro = intro[:runes.Before(intro, reach)]
	var found []string
	for intro != "" {
		end := strings.IndexAny(intro, "。；\n")
		sentence, rest := intro, ""
		if end >= 0 {
			_, size := utf8.DecodeRuneInString(intro[end:])
			sentence, rest = intro[:end], intro[end+size:]
		}
		if at := document.IndexAny(sentence, names.Words("carried")); at >= 0 && document.ContainsAny(sentence[at:], names.Kinds) {
			found = append(found, sentence)
		}
		intro = rest
	}
	return found
}

// inspectedAlong returns the bodies that the first of some sentences about the inspecting names beside the issuer.
func inspectedAlong(sentences []string, s Setting, names *rules.Inspections) []string {
	for _, sentence := range sentences {
		if bodies := alongIn(sentence, s, names); len(bodies) > 0 {
			return bodies
		}
	}
	return nil
}

// withoutNumber cuts how many bodies there are off the last of them: 玉泉小学等4所学校.
func withoutNumber(bodies []string, q *rules.Quantities, names *rules.Inspections) []string {
	for i, body := range bodies {
		for _, word := range names.Words("since") {
			at := strings.LastIndex(body, word)
			if at <= 0 {
				continue
			}
			if _, ok := numeral.Parse(q, body, at+len(word)); ok {
				bodies[i] = body[:at]
			}
		}
	}
	return bodies
}

// alongIn returns the bodies inspected that a sentence names without the issuer, or without the first where it names none so.
func alongIn(sentence string, s Setting, names *rules.Inspections) []string {
	var bodies []string
	equal := false
	for _, word := range names.Words("object") {
		_, object, _ := strings.Cut(sentence, word)
		if end := document.IndexAny(object, names.Words("carried")); end > 0 && !strings.ContainsAny(object[:end], "，,：:") {
			bodies = bodiesIn(object[:end], s.Signers, names.Words("along"))
			equal = strings.HasPrefix(object[len(bodies[0]):], "、")
			break
		}
	}
	own := slices.IndexFunc(bodies, func(b string) bool { return strings.HasSuffix(s.Issuer, b) })
	if s.Issuer == "" && equal {
		bodies = nil // 甲局、乙局等4家单位: nothing says whose notice it is
	} else if len(bodies) > 0 {
		bodies = slices.Delete(bodies, max(own, 0), max(own, 0)+1)
	}
	for _, word := range names.Words("aside") {
		if _, body, ok := strings.Cut(sentence, word); ok {
			if end := strings.IndexAny(body, "，,"); end >= 0 {
				body = body[:end]
			}
			if body != "" && document.IndexAny(body, names.Words("carried")) < 0 {
				return append(bodies, bodiesIn(body, s.Signers, names.Words("along"))...)
			}
		}
	}
	return bodies
}

// nameIn returns the name that is given most fully near one of the words of the first list that gives any.
func nameIn(text string, near [][]string, patterns []*regexp.Regexp) string {
	for _, words := range near {
		if name := firstMatch(text, windows(text, words), patterns); name != "" {
			return name
		}
	}
	return ""
}

// windows returns the surroundings of the first few places where one of the words stands: what the patterns match lies
// near them, and matching them against whole paragraphs would cost more than all other facts together.
func windows(s string, words []string) []document.Span {
	const before, after, most = 20 * 3, 14 * 3, 4
	var found []document.Span
	for _, w := range words {
		for at, n := 0, 0; n < most; n++ {
			i := strings.Index(s[at:], w)
			if i < 0 {
				break
			}
			found = append(found, document.Span{Start: runes.Behind(s, at+i-before), End: runes.Behind(s, at+i+len(w)+after)})
			at += i + len(w)
		}
	}
	slices.SortFunc(found, func(a, b document.Span) int { return a.Start - b.Start })
	return found
}

// firstMatch returns what the first of the patterns that matches anywhere finds first.
func firstMatch(text string, places []document.Span, patterns []*regexp.Regexp) string {
	for _, p := range patterns {
		for _, s := range places {
			if m := p.FindString(s.In(text)); m != "" {
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

// inspectionLevel tells who sent the inspection: by the names of team and round, else by who is named first as inspecting. Who
// else is cited says nothing.
func inspectionLevel(in *model.Inspection, s Setting, names *rules.Inspections) string {
	level, named := "", in.Team+in.Round
	if i := slices.IndexFunc(names.Levels, func(l rules.Level) bool { return document.ContainsAny(named, l.Words) }); i >= 0 {
		level = names.Levels[i].Level
	} else {
		level = cited(in.Kind, names, s.Title, s.Intro.In(s.Text))
	}
	if level == "city" {
		return cityLevel(s, names)
	}
	return level
}

// cited returns the level of whom the first of some texts names first as inspecting in a manner of a kind, or "".
func cited(kind string, names *rules.Inspections, texts ...string) string {
	for _, text := range texts {
		level, first := "", len(text)
		for _, c := range names.Citing {
			if !document.ContainsAny(text, c.Near) {
				continue
			}
			for _, m := range c.Pattern.FindAllStringIndex(text, -1) {
				words := text[m[0]:m[1]]
				if m[0] < first && (strings.Contains(words, kind) || !document.ContainsAny(words, names.Kinds)) {
					level, first = c.Level, m[0]
				}
			}
		}
		if level != "" {
			return level
		}
	}
	return ""
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
		dates := withYears(s.Quantities, s.Text, date.Find(s.Quantities, s.Text, p.Start, p.End))
		for i := range dates {
			if i+1 < len(dates) && isRange(s.Quantities, s.Text, dates[i], dates[i+1]) && dates[i].Year != 0 && inspects(s.Text, p, dates[i+1].End, names) {
				if ranges++; ranges == 1 {
					in.Start, in.End = dates[i].String(), dates[i+1].String()
				} else if ranges == 2 {
					diagnostics = append(diagnostics, model.Diagnostic{Code: "inspection.two_ranges", Span: &model.Span{dates[i].Start, dates[i].End}})
				}
			}
			if dates[i].Year == 0 && i > 0 && !marks.Parted(s.Text, dates[i-1].End, dates[i].Start, marks.Sentence) {
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

// withYears gives the second days of ranges their years.
func withYears(q *rules.Quantities, text string, dates []date.Mention) []date.Mention {
	for i := 1; i < len(dates); i++ {
		if dates[i-1].Year != 0 && isRange(q, text, dates[i-1], dates[i]) {
			dates[i].Date = date.EndOf(dates[i-1].Date, dates[i].Date)
		}
	}
	return dates
}

// trimWord cuts the longest of some words off the beginning of a text.
func trimWord(s string, words []string) string {
	longest := 0
	for _, w := range words {
		if strings.HasPrefix(s, w) {
			longest = max(longest, len(w))
		}
	}
	return s[longest:]
}

// isRange reports whether two dates are a start and an end.
func isRange(q *rules.Quantities, text string, a, b date.Mention) bool {
	at, ok := date.Until(q, text, a.End)
	return ok && at <= b.Start && strings.TrimSpace(text[at:b.Start]) == ""
}

// inspects reports whether the clause behind a range speaks of an inspection.
func inspects(text string, p document.Span, from int, names *rules.Inspections) bool {
	const reach = 240 // bytes
	return document.ContainsAny(text[from:min(p.End, from+reach)], names.Kinds)
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
			return !slices.ContainsFunc(names.Words("to"), opens) && !document.ContainsAny(behind[:at], names.Words("received"))
		}
	}
	return false
}
