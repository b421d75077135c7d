package compare

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"zhenggai/model"
)

// groups gathers the values of newest notices by group. Regions come in their order, so that a province or prefecture is
// told and forgotten when the next begins.
type groups struct {
	tell     func(*model.GroupFigure) error
	all      map[groupKey][]float64 // of all notices, by round and by year
	province map[groupKey][]float64
	city     map[groupKey][]float64
	last     model.Region
}

type groupKey struct {
	grouping, group string
	Unit
	basis model.Basis
}

func newGroups(to func(*model.GroupFigure) error) *groups {
	return &groups{tell: to, all: map[groupKey][]float64{}, province: map[groupKey][]float64{}, city: map[groupKey][]float64{}}
}

// add adds a body's newest notice.
func (g *groups) add(p *profile) error {
	if g.tell == nil {
		return nil
	}
	r := p.Compared.Region
	if r.Province != g.last.Province || r.Prefecture != g.last.Prefecture {
		if err := g.flush(g.city); err != nil {
			return err
		}
	}
	if r.Province != g.last.Province {
		if err := g.flush(g.province); err != nil {
			return err
		}
	}
	g.last = r
	for i := range p.Cells {
		cell := &p.Cells[i]
		if cell.Value == nil || !cell.Status.Counts() {
			continue
		}
		value := cell.Value.Float64()
		put := func(to map[groupKey][]float64, grouping, group string) {
			if group != "" {
				key := groupKey{grouping, group, Unit{cell.Metric, cell.Unit}, cell.Basis}
				to[key] = append(to[key], value)
			}
		}
		put(g.all, "all", "all")
		put(g.all, "year", p.Compared.Year)
		put(g.all, "round", p.Compared.Round)
		put(g.province, "province", r.Province)
		if r.Prefecture != "" {
			put(g.city, "prefecture", r.Province+r.Prefecture)
		}
	}
	return nil
}

func (g *groups) finish() error {
	for _, m := range []map[groupKey][]float64{g.city, g.province, g.all} {
		if err := g.flush(m); err != nil {
			return err
		}
	}
	return nil
}

// flush tells the groups of a map, in the order of their names, and empties it.
func (g *groups) flush(m map[groupKey][]float64) error {
	keys := slices.SortedFunc(maps.Keys(m), func(a, b groupKey) int {
		return cmp.Or(strings.Compare(a.grouping, b.grouping), strings.Compare(a.group, b.group), strings.Compare(a.Metric, b.Metric),
			strings.Compare(a.Unit.Unit, b.Unit.Unit), cmp.Compare(a.basis, b.basis))
	})
	for _, key := range keys {
		values := m[key]
		slices.Sort(values)
		sum := 0.0
		for _, v := range values {
			sum += v
		}
		n := len(values)
		f := &model.GroupFigure{
			Grouping: key.grouping, Group: key.group, Metric: key.Metric, Unit: key.Unit.Unit, Basis: key.basis, Notices: n,
			Least: exact(values[0]), Largest: exact(values[n-1]), Average: rounded(sum/float64(n), 2),
			Median: rounded((values[(n-1)/2]+values[n/2])/2, 4),
		}
		if err := g.tell(f); err != nil {
			return err
		}
	}
	clear(m)
	return nil
}

// common counts topics over newest notices.
type common struct {
	topics  map[string]*model.CommonProblem
	notices int // with problems
}

func newCommon() *common { return &common{topics: map[string]*model.CommonProblem{}} }

func (c *common) add(p *profile) {
	if len(p.Topics) > 0 {
		c.notices++
	}
	for _, t := range p.Topics {
		s := c.topics[t.Topic]
		if s == nil {
			s = &model.CommonProblem{Topic: t.Topic}
			c.topics[t.Topic] = s
		}
		s.Notices++
		s.Problems += t.Problems
		s.Measures += t.Measures
		name := cmp.Or(t.Example.Name, t.Example.Heading)
		if len(s.Examples) < model.MostExamples() && !slices.Contains(s.Examples, name) {
			s.Examples = append(s.Examples, name)
			s.Places = append(s.Places, cmp.Or(p.Compared.Region.Province+p.Compared.Region.Prefecture+p.Compared.Region.County, p.Compared.Issuer))
		}
	}
}

// tell tells the topics, the most common first, and last the problems that have none.
func (c *common) tell(to func(*model.CommonProblem) error) error {
	list := slices.SortedFunc(maps.Values(c.topics), func(a, b *model.CommonProblem) int {
		return cmp.Or(-cmp.Compare(min(len(a.Topic), 1), min(len(b.Topic), 1)), cmp.Compare(b.Notices, a.Notices), cmp.Compare(b.Problems, a.Problems), strings.Compare(a.Topic, b.Topic))
	})
	for _, s := range list {
		s.Share = rounded(100*float64(s.Notices)/float64(c.notices), 1)
		s.PerProblem = rounded(float64(s.Measures)/float64(s.Problems), 2)
		if err := tell(to, s); err != nil {
			return err
		}
	}
	return nil
}
