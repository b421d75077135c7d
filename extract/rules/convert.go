package rules

import (
	"bytes"
	"cmp"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhenggai/model"
)

// ConvertedFile is the file of blocks that stands for the table of metrics of an old folder, and OldMetrics that table.
const (
	ConvertedFile = "metrics/converted.rules"
	OldMetrics    = "metrics.tsv"
)

// ConvertMetrics makes blocks of equal effect of a user's table of metrics as it was before there were blocks. That table took the
// place of all built-in metrics, and so does the file. What it leaves out or makes up is told by lines of the table.
func ConvertMetrics(overlay fs.FS) (blocks []byte, told Errors, err error) {
	q, errs := loadQuantities(tables{overlay})
	rows, mistakes := oldMetricsTable.Rows(overlay)
	t := &oldTable{quantities: q}
	for _, r := range rows {
		t.add(r)
		mistakes = append(mistakes, r.errs...)
	}
	if errs = append(errs, mistakes...); len(errs) > 0 {
		return nil, nil, errs
	}
	t.order()
	blocks = t.write()
	if _, _, errs := compileMetrics([]*blockFile{parseBlocks(ConvertedFile, string(blocks))}, q); len(errs) > 0 {
		return nil, nil, errs
	}
	return blocks, t.told, nil
}

// oldMetricsTable says how the table was written. Its words are looked at one by one, as some of them are left out.
var oldMetricsTable = Table{
	Name: OldMetrics, Says: "a name of quantities", Key: []string{"code"},
	Columns: []Column{
		{"code", textType, "", true},
		{"name_zh", textType, "", true},
		{"name_en", textType, "", true},
		{"unit", textType, "", true},
		{"units", textType, "", false},
		{"words", textType, "", true},
		{"verbs", textType, "", false},
		{"context", textType, "", false},
		{"not", textType, "", false},
		{"example", textType, "", false},
		{"counterexample", textType, "", false},
	},
}

// An oldTable is the table while it is converted.
type oldTable struct {
	quantities *Quantities
	metrics    []oldMetric
	told       Errors
}

// An oldMetric is the rows of one code.
type oldMetric struct {
	code, unit string
	name       model.Label
	rows       []oldRow
}

// An oldRow is a row of the table, or those of its alternatives that go before the same metrics.
type oldRow struct {
	line                                        int
	near                                        []string // alternatives, their words joined by +
	stated, verbs, about, unless, never, before []string
	yes, no                                     string
}

func (t *oldTable) tell(r *Row, column, format string, args ...any) {
	t.told = append(t.told, &Error{r.File, r.Line, column, fmt.Errorf(format, args...)})
}

// add takes a row. One that cannot be a block is a mistake; one that could never name anything is left out.
func (t *oldTable) add(r *Row) {
	m := t.metric(r)
	o := oldRow{line: r.Line, stated: r.List("units"), near: t.words(r, "words"), verbs: t.words(r, "verbs"), never: t.words(r, "not")}
	for _, unit := range o.stated {
		if dimension, ok := strings.CutPrefix(unit, "@"); !(ok && isDimension(dimension)) && t.quantities.Unit(unit) == nil {
			r.fail("units", "unknown unit %q", unit)
		}
	}
	context := t.words(r, "context")
	for _, word := range context {
		if absent, ok := strings.CutPrefix(word, "!"); ok {
			o.unless = append(o.unless, absent)
		} else {
			o.about = append(o.about, word)
		}
	}
	asksContext := slices.ContainsFunc(r.List("context"), func(word string) bool { return !strings.HasPrefix(word, "!") })
	for _, needed := range []struct {
		column string
		empty  bool
	}{
		{"units", len(o.stated) == 0},
		{"words", len(o.near) == 0},
		{"verbs", len(o.verbs) == 0 && r.Get("verbs") != ""},
		{"context", len(o.about) == 0 && asksContext},
	} {
		if needed.empty {
			t.tell(r, needed.column, "none is left, so that the row of %s names nothing: it is left out", m.code)
			return
		}
	}
	o.yes = t.example(r, "example", strings.Join(first(o.about, o.verbs), "")+strings.ReplaceAll(o.near[0], "+", ""), m)
	o.no = t.example(r, "counterexample", strings.Join(first(o.never, o.unless), ""), m)
	t.keep(m, o)
}

// metric returns what a row says of its metric as a whole.
func (t *oldTable) metric(r *Row) oldMetric {
	m := oldMetric{code: r.Get("code"), unit: r.Get("unit"), name: model.Label{ZH: r.Get("name_zh"), EN: r.Get("name_en")}}
	if !metricCode.MatchString(m.code) {
		r.fail("code", "%q is no area and name in lower case: education.school_places", m.code)
	}
	if t.quantities.Unit(m.unit) == nil {
		r.fail("unit", "unknown unit %q", m.unit)
	}
	for i := range t.metrics {
		if known := &t.metrics[i]; known.code == m.code && (known.unit != m.unit || known.name != m.name) {
			t.tell(r, "code", "the row names %s otherwise than the first: its names and its unit are left out", m.code)
		}
	}
	return m
}

func (t *oldTable) keep(m oldMetric, o oldRow) {
	i := slices.IndexFunc(t.metrics, func(known oldMetric) bool { return known.code == m.code })
	if i < 0 {
		i = len(t.metrics)
		t.metrics = append(t.metrics, m)
	}
	t.metrics[i].rows = append(t.metrics[i].rows, o)
}

// words returns the words of a column as blocks write them, without those that could never fire and those that blocks cannot say.
func (t *oldTable) words(r *Row, column string) (words []string) {
	for _, word := range r.List(column) {
		said := word
		if column == "words" {
			said = strings.ReplaceAll(word, "&", "+")
		}
		why := ""
		switch bare := strings.TrimPrefix(word, "!"); {
		case word == "", column == "words" && slices.Contains(strings.Split(word, "&"), ""), column == "context" && bare == "":
			why = "lacks a word"
		case said == word && strings.Contains(word, "&"):
			why = "could never be found, as only the column words joins by &"
		case strings.ContainsFunc(word, unicode.IsSpace), strings.HasPrefix(word, "@"), strings.HasPrefix(bare, "@"),
			column == "words" && strings.Contains(word, "+"):
			why = "cannot be said in a block, whose words hold no blank and no + and begin with no @"
		case !slices.Contains(words, said):
			words = append(words, said)
		}
		if why != "" {
			t.tell(r, column, "%q %s: it is left out", word, why)
		}
	}
	return words
}

// first returns the first word of each list that has one.
func first(lists ...[]string) (words []string) {
	for _, list := range lists {
		words = append(words, list[:min(1, len(list))]...)
	}
	return words
}

// example returns the example of a row, or one that is made of its words where it has none.
func (t *oldTable) example(r *Row, column, words string, m oldMetric) string {
	said := r.Get(column)
	if open, end := strings.Index(said, "【"), strings.Index(said, "】"); open >= 0 && end > open && !strings.Contains(said, "->") {
		return said
	}
	made := strings.NewReplacer("【", "", "】", "", "->", "").Replace(words) + "【1" + m.unit + "】"
	t.tell(r, column, "%q shows no number with its unit in 【】: %s stands in its place until you know a better one", said, made)
	return made
}

// score is what the table counted for an alternative: of the rows that fit, the one with the highest score named a quantity.
func (r *oldRow) score(near string) int {
	score := 2 * utf8.RuneCountInString(strings.ReplaceAll(near, "+", ""))
	if len(r.verbs) > 0 {
		score += 3
	}
	if len(r.about) > 0 {
		score++
	}
	return score
}

// typical is the score of a metric that half of its alternatives reach.
func (m *oldMetric) typical() int {
	var scores []int
	for i := range m.rows {
		for _, near := range m.rows[i].near {
			scores = append(scores, m.rows[i].score(near))
		}
	}
	slices.Sort(scores)
	return scores[len(scores)/2]
}

// order brings metrics of high scores first, and lets an alternative go before the metrics above it that it would have beaten
// where both are found together for certain.
func (t *oldTable) order() {
	slices.SortStableFunc(t.metrics, func(a, b oldMetric) int { return cmp.Compare(b.typical(), a.typical()) })
	for i := range t.metrics {
		var parts []oldRow
		for k := range t.metrics[i].rows {
			parts = append(parts, t.split(&t.metrics[i].rows[k], t.metrics[:i])...)
		}
		t.metrics[i].rows = parts
	}
}

// split parts a row by the metrics above it that its alternatives go before.
func (t *oldTable) split(r *oldRow, above []oldMetric) (parts []oldRow) {
	for _, near := range r.near {
		var before []string
		for _, m := range above {
			if slices.ContainsFunc(m.rows, func(other oldRow) bool { return t.beats(r, near, &other) }) {
				before = append(before, m.code)
			}
		}
		at := slices.IndexFunc(parts, func(part oldRow) bool { return slices.Equal(part.before, before) })
		if at < 0 {
			at = len(parts)
			parts = append(parts, *r)
			parts[at].near, parts[at].before = nil, before
		}
		parts[at].near = append(parts[at].near, near)
	}
	return parts
}

// beats reports whether an alternative of a row won over one of another row that is always found with it, or that it is always
// found with: 公办学位 over 学位. Of equal scores the first row won.
func (t *oldTable) beats(r *oldRow, near string, other *oldRow) bool {
	score := r.score(near)
	return t.shareUnit(r, other) && slices.ContainsFunc(other.near, func(theirs string) bool {
		s := other.score(theirs)
		return (score > s || score == s && r.line < other.line) && (holds(near, theirs) || holds(theirs, near))
	})
}

// holds reports whether each word of alternative b is a part of one of a.
func holds(a, b string) bool {
	words := strings.Split(a, "+")
	for part := range strings.SplitSeq(b, "+") {
		if !slices.ContainsFunc(words, func(word string) bool { return strings.Contains(word, part) }) {
			return false
		}
	}
	return true
}

// shareUnit reports whether a quantity may be stated in a unit of both rows.
func (t *oldTable) shareUnit(a, b *oldRow) bool {
	within := func(unit, other string) bool {
		u := t.quantities.Unit(unit)
		return unit == other || u != nil && other == "@"+u.Dimension
	}
	return slices.ContainsFunc(a.stated, func(unit string) bool {
		return slices.ContainsFunc(b.stated, func(other string) bool { return within(unit, other) || within(other, unit) })
	})
}

// write writes the blocks.
func (t *oldTable) write() []byte {
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\n# Converted from %s. %q begins the file, as that table took the place of all built-in metrics.\n", replaceAllMark, OldMetrics, replaceAllMark)
	for _, m := range t.metrics {
		fmt.Fprintf(&b, "\n%s  %s  %s  in %s\n", m.code, quoted(m.name.ZH), quoted(m.name.EN), m.unit)
		for i := range m.rows {
			r := &m.rows[i]
			if i > 0 {
				fmt.Fprintln(&b, partMark)
			}
			for _, l := range []struct {
				key   string
				words []string
			}{
				{"stated", r.stated},
				{"near", r.near},
				{"verb", r.verbs},
				{"about", r.about},
				{"unless", r.unless},
				{"never", r.never},
				{"before", r.before},
				{"yes", []string{r.yes}},
				{"no", []string{r.no}},
			} {
				writeLine(&b, l.key, l.words)
			}
		}
	}
	return b.Bytes()
}

// quoted returns a name as the head of a block says it, which knows no quotation marks inside of some.
func quoted(name string) string {
	return `"` + strings.NewReplacer(`"`, "'", `\`, "/").Replace(name) + `"`
}

// writeLine writes the words of a line, and says its key again where they do not fit one.
func writeLine(b *bytes.Buffer, key string, words []string) {
	const wide = 90 // characters of the words
	line := ""
	for _, word := range words {
		if line != "" && utf8.RuneCountInString(line+" "+word) > wide {
			fmt.Fprintf(b, "  %-7s %s\n", key, line)
			line = ""
		}
		line = strings.TrimSpace(line + " " + word)
	}
	if line != "" {
		fmt.Fprintf(b, "  %-7s %s\n", key, line)
	}
}
