package eval

import (
	"fmt"
	"slices"

	"zhenggai/model"
)

// A Score counts what was found of what was annotated.
type Score struct {
	Hit    int `json:"hit"`    // annotated and given
	Missed int `json:"missed"` // annotated, but not given so
	Extra  int `json:"extra"`  // given, but not annotated so
}

// Precision returns the share of what was given that is right: 1 where nothing was given.
func (s Score) Precision() float64 { return share(s.Hit, s.Hit+s.Extra) }

// Recall returns the share of what was annotated that was found: 1 where nothing was annotated.
func (s Score) Recall() float64 { return share(s.Hit, s.Hit+s.Missed) }

// F1 returns the harmonic mean of precision and recall: 1 where nothing was judged.
func (s Score) F1() float64 { return share(2*s.Hit, 2*s.Hit+s.Missed+s.Extra) }

// PrecisionText prints the precision, RecallText the recall and F1Text the F1 to three places. A dash stands for a share of
// nothing. Shares are cut, not rounded, so that 1.000 is perfect.
func (s Score) PrecisionText() string { return shareText(s.Hit, s.Hit+s.Extra) }

// RecallText prints the recall, see [Score.PrecisionText].
func (s Score) RecallText() string { return shareText(s.Hit, s.Hit+s.Missed) }

// F1Text prints the F1, see [Score.PrecisionText].
func (s Score) F1Text() string { return shareText(2*s.Hit, 2*s.Hit+s.Missed+s.Extra) }

// shareText prints part/whole to three places, cut.
func shareText(part, whole int) string {
	if whole == 0 {
		return "-"
	}
	n := part * 1000 / whole
	return fmt.Sprintf("%d.%03d", n/1000, n%1000)
}

// Judged reports whether there was anything to count.
func (s Score) Judged() bool { return s != Score{} }

func share(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}

// A Miss is one difference between annotation and output.
type Miss struct {
	Notice string `json:"notice"`
	Place  string `json:"place,omitempty"` // a field's name, a heading, or a quote with 【】 round the mention
	Want   string `json:"want,omitempty"`  // what is annotated, if anything
	Got    string `json:"got,omitempty"`   // what is given, if anything
	Why    string `json:"why,omitempty"`

	// Where the notice's text says it; empty where that is not known, or where it says no such thing.
	WantSpan model.Span `json:"want_span,omitzero"`
	GotSpan  model.Span `json:"got_span,omitzero"`
}

// A Difference is a sort of miss.
type Difference string

// The sorts of miss. What is wrong is counted both as missed and as extra.
const (
	Missed Difference = "missed" // nothing is given
	Extra  Difference = "extra"  // nothing is annotated
	Wrong  Difference = "wrong"  // something else is given than annotated
)

// Difference returns the sort of the miss.
func (m Miss) Difference() Difference {
	switch {
	case m.Got == "":
		return Missed
	case m.Want == "":
		return Extra
	}
	return Wrong
}

// A Kind is the score of one kind of record.
type Kind struct {
	Name string
	Score
	Misses []Miss
}

// A Report is how well one notice, or several, were read. Its kinds are always all of [KindNames], in that order.
type Report struct {
	Notice string // the annotated document; "" for a sum over several
	Kinds  []Kind
	places *places // of the notice's text; nil for a sum
}

// A kind is the place of a kind of record in a report.
type kind int

const (
	notices kind = iota
	metadata
	aspects
	problems
	problemName
	problemAspect
	problemMarker
	measures
	indicators
	indicatorTraps
	indicatorMetric
	indicatorStatus
	indicatorProblem
	indicatorChange
	indicatorFrom
	indicatorPeriod
	cells
	policies
	contacts
	contactTraps
	kinds // how many there are, and the first of the further ones
)

// KindNames returns the names of the kinds of record that are judged.
//
// The score of problem_name, problem_aspect and problem_marker is over the problems that were recognised, and that of
// indicator_metric, indicator_status and indicator_problem over the annotated indicators that were found at their place,
// so that one mistake is not counted everywhere. In indicator_traps and contact_traps a hit is a trap avoided. There and in
// indicator_status, where the annotation asks and any wrong answer is both missed and extra, precision, recall and F1 are
// all the share of right answers. In indicator_change, indicator_from, indicator_period and cells only what is annotated in the tables beside the
// annotations is judged: there the precision of cells is the share of published values that are right, and a value that is left open is missed.
func KindNames() []string {
	names := []string{
		notices: "notices", metadata: "metadata", aspects: "aspects",
		problems: "problems", problemName: "problem_name", problemAspect: "problem_aspect", problemMarker: "problem_marker",
		measures:   "measures",
		indicators: "indicators", indicatorTraps: "indicator_traps", indicatorMetric: "indicator_metric",
		indicatorStatus: "indicator_status", indicatorProblem: "indicator_problem",
		indicatorChange: "indicator_change", indicatorFrom: "indicator_from", indicatorPeriod: "indicator_period", cells: "cells",
		policies: "policies", contacts: "contacts", contactTraps: "contact_traps",
	}
	for _, f := range further {
		names = append(names, f.name)
	}
	return names
}

func newReport(notice string) *Report {
	r := &Report{Notice: notice}
	for _, name := range KindNames() {
		r.Kinds = append(r.Kinds, Kind{Name: name})
	}
	return r
}

// Sum adds up the reports of several notices.
func Sum(reports []*Report) *Report {
	sum := newReport("")
	for _, r := range reports {
		sum.Add(r)
	}
	return sum
}

// Add adds the counts and misses of other to r.
func (r *Report) Add(other *Report) {
	for k := range other.Kinds {
		to, from := &r.Kinds[k], &other.Kinds[k]
		to.Hit += from.Hit
		to.Missed += from.Missed
		to.Extra += from.Extra
		to.Misses = append(to.Misses, from.Misses...)
	}
}

// Total adds up the scores of all kinds.
func (r *Report) Total() Score {
	var s Score
	for _, k := range r.Kinds {
		s.Hit += k.Hit
		s.Missed += k.Missed
		s.Extra += k.Extra
	}
	return s
}

// Kind returns the score of the named kind of record, or nil where there is no such kind.
func (r *Report) Kind(name string) *Kind {
	if k := slices.Index(KindNames(), name); k >= 0 {
		return &r.Kinds[k]
	}
	return nil
}

// A fact is something given or annotated, and where the text says it if that is known.
type fact struct {
	text string
	span model.Span
}

// judge counts one fact. An empty want says that nothing is annotated, an empty got that nothing is given.
func (r *Report) judge(k kind, place string, want, got fact) { r.judgeWhy(k, place, want, got, "") }

// judgeWhy is judge with a reason that is shown where want and got differ.
func (r *Report) judgeWhy(k kind, place string, want, got fact, why string) {
	to := &r.Kinds[k]
	if want.text == got.text {
		if want.text != "" {
			to.Hit++
		}
		return
	}
	if want.text != "" {
		to.Missed++
	}
	if got.text != "" {
		to.Extra++
	}
	to.Misses = append(to.Misses, Miss{r.Notice, place, want.text, got.text, why, want.span, got.span})
}

// judgeLists counts two lists of facts that align has paired. Place says where a pair stands; one index is -1 where there
// is no pair.
func (r *Report) judgeLists(k kind, want, got []fact, partners []int, place func(i, j int) string) {
	extra := 0 // the first of got that is not judged yet
	rest := func(end int) {
		for ; extra < end; extra++ {
			r.judge(k, place(-1, extra), fact{}, got[extra])
		}
	}
	for i, j := range partners {
		if j < 0 {
			r.judge(k, place(i, -1), want[i], fact{})
			continue
		}
		rest(j)
		r.judge(k, place(i, j), want[i], got[j])
		extra = j + 1
	}
	rest(len(got))
}
