package rules

import (
	"io/fs"
	"slices"
	"strings"

	"zhenggai/model"
)

// A Metric names quantities so that notices can be compared: education.school_places.
type Metric struct {
	Code    string
	Name    model.Label
	Unit    string     // the unit in which it is compared
	Units   []string   // units that it may be stated in; @money stands for a dimension
	Words   [][]string // alternatives; all words of one must stand near the number
	Verbs   []string   // one of them must stand near the number itself, if any are given
	Context []string   // one of them must stand in the sentence, measure or problem, if any are given
	Absent  []string   // none of them may stand there
	Counts  []string
	Not     []string   // none of them may stand near the number
	Example string     // a clause with 【】 round the mention that must be named so
	Counter string     // a clause whose 【】 must not
}

func loadMetrics(fsys fs.FS, q *Quantities) ([]Metric, error) {
	columns := []string{
		"code", "name_zh", "name_en", "unit", "units", "words", "verbs", "context", "not", "example", "counterexample", "counts",
	}
	var metrics []Metric
	err := readTable(fsys, "metrics.tsv", columns, func(r *row) {
		m := Metric{
			Code: r.need("code"), Name: model.Label{ZH: r.need("name_zh"), EN: r.need("name_en")}, Unit: r.need("unit"),
			Units: r.list("units"), Verbs: r.list("verbs"), Not: r.list("not"), Counts: r.list("counts"),
			Example: r.get("example"), Counter: r.get("counterexample"),
		}
		for _, word := range r.list("context") {
			if absent, ok := strings.CutPrefix(word, "!"); ok {
				m.Absent = append(m.Absent, absent)
			} else {
				m.Context = append(m.Context, word)
			}
		}
		for _, alternative := range r.list("words") {
			m.Words = append(m.Words, strings.Split(alternative, "&"))
		}
		if len(m.Words) == 0 {
			r.fail("words", "missing")
		}
		for _, unit := range m.Units {
			if dimension, ok := strings.CutPrefix(unit, "@"); ok && isDimension(dimension) {
				continue
			}
			if q.Unit(unit) == nil {
				r.fail("units", "unknown unit %q", unit)
			}
		}
		metrics = append(metrics, m)
	})
	return metrics, err
}

// Counts returns the unit in which each metric that counts is compared, by its code: 15个问题 are 15项问题.
func (s *Set) Counts() map[string]string {
	counts := map[string]string{}
	for _, m := range s.Metrics {
		if u := s.Quantities.Unit(m.Unit); u != nil && u.Dimension == "count" && u.Base == "" {
			counts[m.Code] = m.Unit
		}
	}
	return counts
}

// A MetricUnit is a metric in a unit.
type MetricUnit struct{ Metric, Unit string }

// Flows returns the base units of flows that a metric names beside its own, with that of its own: for water a cubic metre is a
// tonne.
func (s *Set) Flows() map[MetricUnit]string {
	same := map[MetricUnit]string{}
	for _, m := range s.Metrics {
		own := s.Quantities.Unit(m.Unit)
		if own == nil || own.Dimension != "flow" {
			continue
		}
		for _, name := range m.Units {
			u := s.Quantities.Unit(name)
			if u == nil || u.Dimension != "flow" {
				continue
			}
			if time, ok := strings.CutPrefix(u.Base, "立方米/"); ok && own.Base == "吨/"+time {
				same[MetricUnit{m.Code, u.Base}] = own.Base
			}
		}
	}
	return same
}

// additive are the dimensions whose values can be summed.
var additive = []string{"count", "money", "length", "area", "volume", "mass", "flow", "power", "energy"}

// Additive reports whether values of a metric in a unit, which may be a base unit, can be summed, as shares and scores cannot.
// A metric whose code ends in _per_1000 or the like is a rate.
func (s *Set) Additive(metric, unit string) bool {
	if strings.Contains(metric, "_per_") {
		return false
	}
	if u := s.Quantities.Unit(unit); u != nil {
		return slices.Contains(additive, u.Dimension)
	}
	for _, u := range s.Quantities.units {
		if u.Base == unit {
			return slices.Contains(additive, u.Dimension)
		}
	}
	return false
}

// Fits reports whether the tables know a unit as written, 万元 or 个, and, unless metric is "", whether that may be stated in it.
func (s *Set) Fits(metric, unit string) bool {
	u := s.Quantities.Written(unit)
	if u == nil || metric == "" {
		return u != nil
	}
	for i := range s.Metrics {
		m := &s.Metrics[i]
		if m.Code == metric && (m.Unit == u.Name || slices.Contains(m.Units, u.Name) || slices.Contains(m.Units, "@"+u.Dimension)) {
			return true
		}
	}
	return false
}

func isDimension(s string) bool {
	for _, d := range dimensions {
		if s == d {
			return true
		}
	}
	return false
}
