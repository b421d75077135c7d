// Package report writes a dataset as one HTML page that a person would show: an overview, districts in order of what they
// state, distributions, topics, and a table of all indicators whose rows unfold to their evidence.
//
// The page needs nothing but itself: no network, no other file. It is in Chinese and English, light and dark, can be printed
// and used by keyboard, and says what it leaves out where a dataset is larger than a page should be.
package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"

	"zhenggai/model"
	"zhenggai/model/compare"
)

// DefaultBytes bounds the rows of a page so that a browser has no trouble with it.
const DefaultBytes = 12 << 20

const (
	matrixLines = 5000
	mostFigures = 8  // rankings, and distributions
	rankedMost  = 15 // bodies in a ranking
	leastBodies = 3  // bodies that make a ranking or a distribution
	heatLines   = 40
	heatTopics  = 14
)

// Options say what a page shows. Names and what is of compare.Options come of the rules.
type Options struct {
	compare.Options
	Names model.Names
	Lang  string // in which it opens: "zh" (also ""), or "en"
	Title string // name of the dataset
	Bytes int    // of the rows that it holds at most; 0 means DefaultBytes
}

// A Report gathers notices for a page. It is for one goroutine and must be closed.
type Report struct {
	opts      Options
	collector *compare.Collector
	rows      rows
	totals    totals
}

// totals are what the overview counts.
type totals struct{ Notices, Problems, Measures, Indicators, Named int }

// New returns a Report.
func New(opts Options) (*Report, error) {
	c, err := compare.New(opts.Options)
	if err != nil {
		return nil, err
	}
	opts.Bytes, opts.Lang = cmp.Or(opts.Bytes, DefaultBytes), cmp.Or(opts.Lang, "zh")
	return &Report{opts: opts, collector: c, rows: rows{most: opts.Bytes}}, nil
}

// Close lets go of temporary files.
func (r *Report) Close() error { return r.collector.Close() }

// Write adds a notice.
func (r *Report) Write(n *model.Notice) error {
	t := &r.totals
	t.Notices++
	t.Problems += len(n.Problems)
	t.Measures += len(n.Measures)
	t.Indicators += len(n.Indicators)
	for i := range n.Indicators {
		if n.Indicators[i].Metric != "" {
			t.Named++
		}
	}
	chosen, err := r.collector.WriteChosen(n)
	r.rows.add(n, chosen)
	return err
}

// Print writes the page. copies are ids of notices that do not count in comparisons.
func (r *Report) Print(w io.Writer, copies map[string]bool) error {
	d, err := r.digest(copies)
	if err != nil {
		return err
	}
	if err := r.write(w, d); err != nil {
		return fmt.Errorf("report: %w", err)
	}
	return nil
}

// A digest is what the comparison of all notices gives for a page.
type digest struct {
	matrix    *compare.Matrix
	districts []model.District // newest
	topics    map[string][]model.TopicShare
	common    []model.CommonProblem
}

func (r *Report) digest(copies map[string]bool) (*digest, error) {
	d := &digest{matrix: compare.NewMatrix(matrixLines), topics: map[string][]model.TopicShare{}}
	err := r.collector.Tell(copies, compare.Report{
		District: func(x *model.District) error {
			if x.Newest {
				one := *x
				body := *x.Compared
				one.Compared = &body
				d.districts = append(d.districts, one)
			}
			return nil
		},
		Comparison: func(c *model.Comparison) error {
			d.matrix.Add(c)
			return nil
		},
		Topic: func(t *model.TopicShare) error {
			if t.Newest && t.Topic != "" {
				d.topics[t.Notice] = append(d.topics[t.Notice], model.TopicShare{Topic: t.Topic, Problems: t.Problems})
			}
			return nil
		},
		Problem: func(p *model.CommonProblem) error {
			d.common = append(d.common, *p)
			return nil
		},
	})
	return d, err
}

// heat returns the districts with most problems, in the order of their regions, and the most common topics. left is how many
// districts are left out.
func (d *digest) heat() (bodies []model.District, topics []string, left int) {
	for _, c := range d.common {
		if c.Topic != "" && len(topics) < heatTopics {
			topics = append(topics, c.Topic)
		}
	}
	order := map[string]int{}
	for i, b := range d.districts {
		order[b.Notice] = i
		if b.Problems > 0 {
			bodies = append(bodies, b)
		}
	}
	if left = len(bodies) - heatLines; left <= 0 {
		return bodies, topics, 0
	}
	slices.SortStableFunc(bodies, func(a, b model.District) int { return cmp.Compare(b.Problems, a.Problems) })
	bodies = bodies[:heatLines]
	slices.SortFunc(bodies, func(a, b model.District) int { return cmp.Compare(order[a.Notice], order[b.Notice]) })
	return bodies, topics, left
}

// days returns the median of the days from feedback to publication, and false where none are known.
func (d *digest) days() (int, bool) {
	var all []int
	for _, b := range d.districts {
		if b.Days != nil {
			all = append(all, *b.Days)
		}
	}
	if len(all) == 0 {
		return 0, false
	}
	slices.Sort(all)
	return all[len(all)/2], true
}
