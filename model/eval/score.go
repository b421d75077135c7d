package eval

import "slices"

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
	policies
	contacts
	contactTraps
	totals
	kinds // how many there are
)

// KindNames returns the names of the kinds of record that are judged.
//
// The score of problem_name, problem_aspect and problem_marker is over the problems that were recognised, and that of
// indicator_metric, indicator_status and indicator_problem over the annotated indicators that were found at their place,
// so that one mistake is not counted everywhere. In indicator_traps and contact_traps a hit is a trap avoided. There and in
// indicator_status, where the annotation asks and any wrong answer is both missed and extra, precision, recall and F1 are
// all the share of right answers.
func KindNames() []string {
	return []string{
		notices: "notices", metadata: "metadata", aspects: "aspects",
		problems: "problems", problemName: "problem_name", problemAspect: "problem_aspect", problemMarker: "problem_marker",
		measures:   "measures",
		indicators: "indicators", indicatorTraps: "indicator_traps", indicatorMetric: "indicator_metric",
		indicatorStatus: "indicator_status", indicatorProblem: "indicator_problem",
		policies: "policies", contacts: "contacts", contactTraps: "contact_traps", totals: "totals",
	}
}

func newReport(notice string) *Report {
	r := &Report{Notice: notice, Kinds: make([]Kind, kinds)}
	for k, name := range KindNames() {
		r.Kinds[k].Name = name
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

// Kind returns the score of the named kind of record, or nil where there is no such kind.
func (r *Report) Kind(name string) *Kind {
	if k := slices.Index(KindNames(), name); k >= 0 {
		return &r.Kinds[k]
	}
	return nil
}

// judge counts one fact. An empty want says that nothing is annotated, an empty got that nothing is given.
func (r *Report) judge(k kind, place, want, got string) { r.judgeWhy(k, place, want, got, "") }

// judgeWhy is judge with a reason that is shown where want and got differ.
func (r *Report) judgeWhy(k kind, place, want, got, why string) {
	to := &r.Kinds[k]
	if want == got {
		if want != "" {
			to.Hit++
		}
		return
	}
	if want != "" {
		to.Missed++
	}
	if got != "" {
		to.Extra++
	}
	to.Misses = append(to.Misses, Miss{r.Notice, place, want, got, why})
}

// judgeLists counts two lists of facts that align has paired. Place says where a pair stands; one index is -1 where there
// is no pair.
func (r *Report) judgeLists(k kind, want, got []string, partners []int, place func(i, j int) string) {
	extra := 0 // the first of got that is not judged yet
	rest := func(end int) {
		for ; extra < end; extra++ {
			r.judge(k, place(-1, extra), "", got[extra])
		}
	}
	for i, j := range partners {
		if j < 0 {
			r.judge(k, place(i, -1), want[i], "")
			continue
		}
		rest(j)
		r.judge(k, place(i, j), want[i], got[j])
		extra = j + 1
	}
	rest(len(got))
}

// A fact is something given or annotated, and where it stands if that is known.
type fact struct{ text, place string }

// judgeSet counts facts whose order does not matter.
func (r *Report) judgeSet(k kind, want, got []fact) {
	open := make(map[string]int)
	for _, g := range got {
		open[g.text]++
	}
	for _, w := range want {
		found := ""
		if open[w.text] > 0 {
			open[w.text]--
			found = w.text
		}
		r.judge(k, w.place, w.text, found)
	}
	for _, g := range slices.Backward(got) { // the first mentions are the ones found
		if open[g.text] > 0 {
			open[g.text]--
			r.judge(k, g.place, "", g.text)
		}
	}
}
