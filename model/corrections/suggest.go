package corrections

import (
	"cmp"
	"maps"
	"slices"
	"strings"
)

// A Suggestion is a name that people have given to quantities of the same subject and unit, often enough that a rule could.
type Suggestion struct {
	Metric, Subject, Unit string
	Count                 int      // corrections
	Examples              []string // clauses with the mention in 【】, each of another notice
	Counter               string   // a clause in which the same words were rejected, or named otherwise, or ""
}

const mostSuggested = 3 // examples

// Suggest returns what corrections that hold suggest for rules, the most frequent first. least is how many it takes.
func Suggest(list []Correction, least int) []Suggestion {
	type key struct{ metric, subject, unit string }
	found := map[key]*Suggestion{}
	counters := map[string]string{} // by subject
	for _, c := range Holding(list) {
		subject, unit := subjectOf(c), unitOf(c)
		metric := c.Set["metric"]
		if c.Kind != Indicator || subject == "" || unit == "" {
			continue
		}
		if metric == "" || c.Action == Reject {
			if counters[subject] == "" {
				counters[subject] = clauseOf(c.Quote)
			}
			continue
		}
		k := key{metric, subject, unit}
		s := found[k]
		if s == nil {
			s = &Suggestion{Metric: metric, Subject: subject, Unit: unit}
			found[k] = s
		}
		s.Count++
		if example := clauseOf(c.Quote); len(s.Examples) < mostSuggested && !slices.Contains(s.Examples, example) {
			s.Examples = append(s.Examples, example)
		}
	}
	var all []Suggestion
	for _, s := range slices.SortedFunc(maps.Values(found), func(a, b *Suggestion) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), strings.Compare(a.Metric, b.Metric), strings.Compare(a.Subject, b.Subject), strings.Compare(a.Unit, b.Unit))
	}) {
		if s.Count < least {
			continue
		}
		s.Counter = counters[s.Subject]
		all = append(all, *s)
	}
	return all
}

// subjectOf returns what a correction says is counted: the subject that was set, else the one that the record had.
func subjectOf(c Correction) string {
	if s := c.Set["subject"]; s != "" {
		return s
	}
	return c.Subject
}

// unitOf returns the unit that was set, else that of the words: what stands behind the number.
func unitOf(c Correction) string {
	if u := c.Set["unit"]; u != "" {
		return u
	}
	return strings.TrimLeft(c.Quote.Text, "0123456789０１２３４５６７８９.,， 　余多近约〇零一二三四五六七八九十百千两")
}

// clauseOf returns the clause round a quote, with its words in 【】.
func clauseOf(q Quote) string {
	const marks = "，。；：、！？,;:\n"
	before, after := q.Before, q.After
	if i := strings.LastIndexAny(before, marks); i >= 0 {
		before = strings.TrimLeft(before[i:], marks)
	}
	if i := strings.IndexAny(after, marks); i >= 0 {
		after = after[:i]
	}
	return before + "【" + q.Text + "】" + after
}
