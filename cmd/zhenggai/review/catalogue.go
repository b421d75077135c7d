package review

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"zhenggai/model"
	"zhenggai/model/jsonl"
	"zhenggai/model/webpage"
)

// A catalogue is what the list of notices and the queue show, read once.
type catalogue struct {
	entries   []entry
	queue     []doubt
	provinces []string
}

// An entry is a notice in the list.
type entry struct {
	Number                                  int
	ID, Title, Place, Province, Issuer      string
	Kind                                    model.Kind
	Published                               string
	Problems, Measures, Indicators, Unnamed int
	Doubts                                  int
	words                                   string // to search in, in small letters
}

// A doubt is something that a person should look at.
type doubt struct {
	Number int // of the notice
	Title  string
	Reason model.Label
	Text   string
	Record string // the id of the element of the page that shows it, or ""
	weight int
}

// noticeHead is a notice without what a catalogue does not need.
type noticeHead struct {
	model.Notice
	Text     jsonl.Passed `json:"text"`
	Sections jsonl.Passed `json:"sections"`
	Policies jsonl.Passed `json:"policies"`
	Contacts jsonl.Passed `json:"contacts"`
}

const (
	mostDoubts = 5000
	frequent   = 3 // unnamed indicators of a subject that make it worth a name
)

// readCatalogue reads the notices of a dataset, which are found again by the index. That must be closed.
func readCatalogue(file string) (*catalogue, *jsonl.Index, error) {
	c := &catalogue{}
	provinces := map[string]bool{}
	unnamed := map[string][]doubt{}
	index, err := jsonl.OpenIndexAs(file, func(h *noticeHead) jsonl.Head {
		e := entryOf(len(c.entries), &h.Notice)
		c.entries = append(c.entries, e)
		if e.Province != "" {
			provinces[e.Province] = true
		}
		c.doubtsOf(e, &h.Notice)
		addUnnamed(unnamed, e, &h.Notice)
		return jsonl.HeadOf(&h.Notice)
	})
	if err != nil {
		return nil, nil, err
	}
	c.provinces = slices.Sorted(maps.Keys(provinces))
	c.addFrequent(unnamed)
	slices.SortStableFunc(c.queue, func(a, b doubt) int { return cmp.Compare(a.weight, b.weight) })
	c.queue = c.queue[:min(len(c.queue), mostDoubts)]
	return c, index, nil
}

// addUnnamed adds the indicators of a notice that no metric names, by subject and unit.
func addUnnamed(unnamed map[string][]doubt, e entry, n *model.Notice) {
	if n.Kind != model.KindRectification {
		return
	}
	for i := range n.Indicators {
		in := &n.Indicators[i]
		if in.Metric == "" && in.Subject != "" && in.Reviewed == "" {
			d := doubt{e.Number, e.Title, webpage.Say("未命名，对象常见", "without a name, of a frequent subject"), in.Subject + " " + in.Text, "r-" + in.ID, 3}
			unnamed[in.Subject+" "+in.Unit] = append(unnamed[in.Subject+" "+in.Unit], d)
		}
	}
}

func entryOf(number int, n *model.Notice) entry {
	e := entry{
		Number: number, ID: n.ID, Title: cmp.Or(n.Title, n.Source.Path, n.ID), Place: n.Place(), Kind: n.Kind, Published: cmp.Or(n.Published, n.Signed),
		Problems: len(n.Problems), Measures: len(n.Measures), Indicators: len(n.Indicators),
	}
	if n.Region != nil {
		e.Province = n.Region.Province
	}
	if n.Issuer != nil {
		e.Issuer = n.Issuer.Name
	}
	for i := range n.Indicators {
		if n.Indicators[i].Metric == "" {
			e.Unnamed++
		}
	}
	for i := range n.Diagnostics {
		if n.Diagnostics[i].Severity != "info" {
			e.Doubts++
		}
	}
	e.words = strings.ToLower(strings.Join([]string{e.ID, e.Title, e.Place, e.Issuer, n.Source.Path, n.Source.URL}, " "))
	return e
}

// doubtsOf adds the diagnostics of a notice, and its totals that do not agree with their parts.
func (c *catalogue) doubtsOf(e entry, n *model.Notice) {
	for _, t := range n.Totals {
		if !t.Agrees {
			c.queue = append(c.queue, doubt{e.Number, e.Title, webpage.Say("合计与分项不符", "a total whose parts do not add up"), "Σ " + t.Sum.String(), "r-" + t.Total, 1})
		}
	}
	for i := range n.Diagnostics {
		if d := &n.Diagnostics[i]; d.Severity != "info" {
			c.queue = append(c.queue, doubt{e.Number, e.Title, model.Label{ZH: d.Code, EN: d.Code}, d.Message, fmt.Sprint("r-x", i+1), 2})
		}
	}
}

// addFrequent adds unnamed indicators whose subjects are frequent, the most frequent first.
func (c *catalogue) addFrequent(unnamed map[string][]doubt) {
	keys := slices.SortedFunc(maps.Keys(unnamed), func(a, b string) int {
		return cmp.Or(cmp.Compare(len(unnamed[b]), len(unnamed[a])), strings.Compare(a, b))
	})
	for _, key := range keys {
		if len(unnamed[key]) < frequent {
			return
		}
		c.queue = append(c.queue, unnamed[key]...)
	}
}

// A filter says which notices the list shows.
type filter struct {
	Query, Kind, Province string
	Doubtful, Unreviewed  bool
}

// find returns the notices that a filter lets through. touched says which a person has corrected.
func (c *catalogue) find(f filter, touched map[int]int) []entry {
	words := strings.Fields(strings.ToLower(f.Query))
	var list []entry
	for _, e := range c.entries {
		if f.Kind != "" && string(e.Kind) != f.Kind || f.Province != "" && e.Province != f.Province || f.Doubtful && e.Doubts == 0 || f.Unreviewed && touched[e.Number] > 0 {
			continue
		}
		if !slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(e.words, w) }) {
			list = append(list, e)
		}
	}
	return list
}
