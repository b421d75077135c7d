package fact

import (
	"reflect"
	"regexp"
	"strings"

	"zhenggai/extract/internal/date"
	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/runes"
	"zhenggai/model"
)

// The patterns of an inspection's names. They are read in the title, the intro and the breadcrumb only.
const (
	numeralClass = `[〇零一二三四五六七八九十百两0-9]+`
	sender       = `(?:中央|省委|市委|区委|县委|旗委|州委|盟委|地委|自治区党委|兵团党委|工委|党工委|集团党委|党组|党委)`
	manner       = `(?:提级|交叉|联动|机动|专项|常规|联合|延伸)*`
)

var (
	numberedTeam = regexp.MustCompile(sender + `(?:第` + numeralClass + manner + `(?:巡视|巡察)组|(?:巡视|巡察)第?` + numeralClass + `组)`)
	plainTeam    = regexp.MustCompile(sender + manner + `(?:巡视|巡察)组`)
	bareTeam     = regexp.MustCompile(`第` + numeralClass + manner + `(?:巡视|巡察)组`)
	envTeam      = regexp.MustCompile(`(?:中央|省|市|自治区)?第?` + numeralClass + `?(?:省级|中央|市级)?(?:生态环境保护|环境保护|环保|生态环境)督察组`)
	auditTeam    = regexp.MustCompile(`(?:审计署|[省市区县]审计[厅局])[\p{Han}]{0,12}?(?:审计组|特派员办事处)`)

	rounds = []*regexp.Regexp{
		regexp.MustCompile(numeralClass + `届` + sender + `第` + numeralClass + `轮` + manner + `(?:巡视|巡察)(?:“回头看”)?`),
		regexp.MustCompile(sender + `(?:` + numeralClass + `届)?第` + numeralClass + `轮` + manner + `(?:巡视|巡察)(?:“回头看”)?`),
		regexp.MustCompile(`第` + numeralClass + `轮(?:中央|省级|市级|自治区)?(?:生态环境保护|环境保护|环保)督察`),
		regexp.MustCompile(`(?:20\d\d年)?第` + numeralClass + `轮` + manner + `(?:巡视|巡察)`),
	}
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
func FindInspection(s Setting) (*model.Inspection, []model.Diagnostic) {
	intro := s.Intro.In(s.Text)
	in := &model.Inspection{Kind: inspectionKind(s.Title, intro)}
	in.Team = teamIn(windows(intro, "察组", "视组", "计组", "员办事处"))
	if in.Team == "" {
		in.Team = teamIn(windows(intro, "巡察", "巡视")) // 巡察三组
	}
	for _, place := range []string{s.Title, intro, s.Furniture} {
		if round := firstMatch(windows(place, "轮"), rounds...); in.Round == "" || strings.HasSuffix(round, in.Round) {
			in.Round = round // 十四届市委第九轮巡察 says more than 市委第九轮巡察
		}
	}
	in.Level = inspectionLevel(in, s)
	diagnostics := findDates(in, s)
	if reflect.ValueOf(*in).IsZero() {
		return nil, diagnostics
	}
	return in, diagnostics
}

// teamIn returns the name of the team that is given most fully.
func teamIn(places []string) string {
	return firstMatch(places, numberedTeam, envTeam, bareTeam, plainTeam, auditTeam)
}

// windows returns the surroundings of the first few places where one of the words stands: what the patterns match lies
// near them, and matching them against whole paragraphs would cost more than all other facts together.
func windows(s string, words ...string) []string {
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
func firstMatch(places []string, patterns ...*regexp.Regexp) string {
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
func inspectionKind(places ...string) string {
	for _, s := range places {
		kind, first := "", len(s)
		for _, k := range []string{"巡视", "巡察", "督察", "审计"} {
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

// inspectionLevel tells who sent the inspection. 市委 is a province's committee in the four municipalities, a
// prefecture's elsewhere, and a county's where the issuer sits below a county-level city.
func inspectionLevel(in *model.Inspection, s Setting) string {
	words := in.Team + in.Round
	if !strings.ContainsAny(words, "省市区县旗州盟中") {
		words += s.Intro.In(s.Text)
	}
	switch {
	case strings.Contains(words, "中央") || strings.Contains(words, "审计署"):
		return "central"
	case strings.Contains(words, "省") || strings.Contains(words, "自治区") || strings.Contains(words, "兵团"):
		return "province"
	case strings.Contains(words, "市委") || strings.Contains(words, "市级") || strings.Contains(words, "市第") || strings.Contains(words, "市审计"):
		return cityLevel(s)
	case strings.Contains(words, "州委") || strings.Contains(words, "盟委") || strings.Contains(words, "地委"):
		return "prefecture"
	case strings.Contains(words, "区委") || strings.Contains(words, "县委") || strings.Contains(words, "旗委") || strings.Contains(words, "县审计") || strings.Contains(words, "区审计"):
		return "county"
	}
	return ""
}

func cityLevel(s Setting) string {
	if s.Region == nil {
		return "prefecture"
	}
	switch s.Region.Code[:2] {
	case "11", "12", "31", "50":
		return "province"
	}
	county := s.Region.County
	if strings.HasSuffix(county, "市") && !strings.HasSuffix(s.Issuer, county+"委") && !strings.HasSuffix(s.Issuer, county+"委员会") {
		return "county"
	}
	return "prefecture"
}

// findDates reads the range of the inspection and the day of the feedback from the intro.
func findDates(in *model.Inspection, s Setting) []model.Diagnostic {
	var diagnostics []model.Diagnostic
	var last date.Date
	ranges, fed := 0, false
	for _, p := range s.Paragraphs {
		dates := date.Find(s.Text, p.Start, p.End)
		for i := range dates {
			if i+1 < len(dates) && isRange(s.Text, dates[i], dates[i+1]) && dates[i].Year != 0 && inspects(s.Text, p, dates[i+1].End) {
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
			if !fed && feedsBack(s.Text, p, dates, i) {
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
func isRange(text string, a, b date.Mention) bool {
	switch strings.TrimSpace(text[a.End:b.Start]) {
	case "至", "到", "-", "—", "——", "–", "~", "～", "－", "起至", "日至":
		return true
	}
	return false
}

// inspects reports whether the clause behind a range speaks of an inspection.
func inspects(text string, p document.Span, from int) bool {
	const reach = 240 // bytes
	behind := text[from:min(p.End, from+reach)]
	for _, word := range []string{"巡视", "巡察", "督察", "审计"} {
		if strings.Contains(behind, word) {
			return true
		}
	}
	return false
}

// feedsBack reports whether 反馈 stands behind date i, in its sentence and before any other date.
func feedsBack(text string, p document.Span, dates []date.Mention, i int) bool {
	end := p.End
	if i+1 < len(dates) {
		end = dates[i+1].Start
	}
	behind := text[dates[i].End:end]
	if cut := strings.IndexAny(behind, "。；;"); cut >= 0 {
		behind = behind[:cut]
	}
	at := strings.Index(behind, "反馈")
	return at >= 0 && at < 200 && !strings.HasPrefix(strings.TrimSpace(behind), "至") && !strings.Contains(behind[:at], "收到")
}
