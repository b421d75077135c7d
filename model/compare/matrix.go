package compare

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strings"

	"zhenggai/model"
)

// A Matrix gathers what districts have reached, a line for each newest notice. It keeps as many lines as it is made for, and
// counts those that it leaves out.
type Matrix struct {
	Left  int // lines that were left out
	most  int
	last  string // notice whose comparisons come
	full  bool   // and is left out
	lines []*matrixLine
	count map[model.Series]int
}

type matrixLine struct {
	body   model.Compared
	values map[model.Series]model.Decimal
	open   map[model.Series]bool
}

// NewMatrix returns a Matrix of at most so many lines.
func NewMatrix(most int) *Matrix { return &Matrix{most: most, count: map[model.Series]int{}} }

// Add adds what a comparison says, if it is of a newest notice and was reached. Those of a notice follow each other.
func (m *Matrix) Add(c *model.Comparison) {
	if !c.Newest || !c.Status.Counts() {
		return
	}
	if c.Notice != m.last {
		m.last = c.Notice
		if m.full = len(m.lines) == m.most; m.full {
			m.Left++
		} else {
			m.lines = append(m.lines, &matrixLine{body: *c.Compared, values: map[model.Series]model.Decimal{}, open: map[model.Series]bool{}})
		}
	}
	s := model.Series{Metric: c.Metric, Unit: c.Unit, Basis: c.Basis}
	if c.Value != nil {
		m.count[s]++
	}
	switch {
	case m.full:
	case c.Value == nil:
		m.lines[len(m.lines)-1].open[s] = true
	default:
		m.lines[len(m.lines)-1].values[s] = *c.Value
	}
}

// Series returns the series that most bodies have, the most common first.
func (m *Matrix) Series(most int) []model.Series {
	list := slices.SortedFunc(maps.Keys(m.count), func(a, b model.Series) int {
		return cmp.Or(cmp.Compare(m.count[b], m.count[a]), strings.Compare(a.Metric, b.Metric), strings.Compare(a.Unit, b.Unit), cmp.Compare(a.Basis, b.Basis))
	})
	return list[:min(most, len(list))]
}

// Rows returns the lines with the values of the series.
func (m *Matrix) Rows(list []model.Series) iter.Seq[model.MatrixRow] {
	return func(yield func(model.MatrixRow) bool) {
		for _, line := range m.lines {
			row := model.MatrixRow{Compared: &line.body, Values: make([]*model.Decimal, len(list)), Open: make([]bool, len(list))}
			for i, s := range list {
				if v, ok := line.values[s]; ok {
					row.Values[i] = &v
				}
				row.Open[i] = line.open[s]
			}
			if !yield(row) {
				return
			}
		}
	}
}

// Ranking returns the bodies with the largest values of a series.
func (m *Matrix) Ranking(s model.Series, most int) model.Ranking {
	var lines []*matrixLine
	for _, line := range m.lines {
		if _, ok := line.values[s]; ok {
			lines = append(lines, line)
		}
	}
	slices.SortStableFunc(lines, func(a, b *matrixLine) int { return b.values[s].Cmp(a.values[s]) })
	r := model.Ranking{Series: s}
	for _, line := range lines[:min(most, len(lines))] {
		r.Names = append(r.Names, Name(&line.body))
		r.Values = append(r.Values, line.values[s])
	}
	return r
}

// Name is what a body is called in a picture: the name of its district, else its own.
func Name(c *model.Compared) string {
	place := cmp.Or(c.Region.County, c.Region.Prefecture, c.Region.Province)
	if rank(c.IssuerType) > 1 || place == "" {
		return cmp.Or(c.Issuer, place, c.Notice)
	}
	return place
}
