package corrections

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"zhenggai/model"
)

// What reviewed says of a record.
const (
	Confirmed = "confirmed"
	Corrected = "corrected"
	Added     = "added"
)

// A Set is the corrections that hold, to be laid over notices. It does not change and may be shared.
type Set struct {
	list   []Correction
	byID   map[string][]int
	byName map[string][]int // by path, address, and issuer with title
	normal func(value model.Decimal, high *model.Decimal, unit string) *model.Normal
}

// NewSet returns the corrections of a list that hold. normal converts to base units, and may be nil.
func NewSet(list []Correction, normal func(model.Decimal, *model.Decimal, string) *model.Normal) *Set {
	s := &Set{list: Holding(list), byID: map[string][]int{}, byName: map[string][]int{}, normal: normal}
	for i, c := range s.list {
		s.byID[c.Notice.ID] = append(s.byID[c.Notice.ID], i)
		for _, name := range c.Notice.names() {
			s.byName[name] = append(s.byName[name], i)
		}
	}
	return s
}

// names are what a notice is known by besides the id, which another content changes.
func (k NoticeKey) names() []string {
	var names []string
	if k.Path != "" {
		names = append(names, "path "+k.Path)
	}
	if k.URL != "" {
		names = append(names, "url "+k.URL)
	}
	if k.Title != "" && k.Issuer != "" {
		names = append(names, "title "+k.Issuer+" "+k.Title)
	}
	return names
}

// Of returns the corrections of a notice, in their order.
func (s *Set) Of(k NoticeKey) []Correction {
	found := map[int]bool{}
	for _, i := range s.byID[k.ID] {
		found[i] = true
	}
	for _, name := range k.names() {
		for _, i := range s.byName[name] {
			found[i] = true
		}
	}
	var list []Correction
	for _, i := range slices.Sorted(maps.Keys(found)) {
		list = append(list, s.list[i])
	}
	return list
}

// A Conflict is a correction that cannot be laid over a notice for sure.
type Conflict struct {
	Correction
	Err error
}

// ErrNoRecord says that the words of a correction are there, and that no record was found in them.
var ErrNoRecord = errors.New("the words are there, and no such record was found in them")

// Apply lays the corrections of a notice over it: records that were looked at say so in Reviewed, rejected ones are gone, and
// added ones stand at their places. It returns these corrections and those of them that are conflicts, which are diagnostics of the
// notice too.
func (s *Set) Apply(n *model.Notice) (list []Correction, conflicts []Conflict) {
	list = s.Of(KeyOf(n))
	if len(list) == 0 {
		return nil, nil
	}
	a := &applying{notice: n, set: s, rejected: map[string]bool{}}
	for _, c := range list {
		if err := a.apply(c); err != nil {
			a.conflicts = append(a.conflicts, Conflict{c, err})
		}
	}
	a.remove()
	for _, c := range a.conflicts {
		n.Diagnostics = append(n.Diagnostics, model.Diagnostic{
			Severity: "warning", Code: "correction.conflict", Message: fmt.Sprintf("%s %s “%s” (%s): %v", c.Action, c.Kind, c.Quote.Text, c.ID, c.Err),
		})
	}
	return list, a.conflicts
}

// applying is a notice while corrections are laid over it.
type applying struct {
	notice    *model.Notice
	set       *Set
	rejected  map[string]bool // ids
	conflicts []Conflict
}

func (a *applying) apply(c Correction) error {
	span, err := c.Quote.Find(a.notice.Text)
	if err != nil {
		return err
	}
	r := a.at(c.Kind, span)
	switch {
	case c.Action == Add && r == nil:
		return a.add(c, span)
	case c.Action == Reject && r == nil:
		return nil // it is not there any more, which is what was asked for
	case r == nil:
		return ErrNoRecord
	}
	if c.Action == Reject {
		a.rejected[r.id()] = true
		return nil
	}
	if err := a.set.change(a.notice, r, c.Set); err != nil {
		return err
	}
	delete(a.rejected, r.id()) // who confirms after somebody's rejecting has looked at it later
	switch {
	case c.Action == Add || *r.reviewed() == Added:
		*r.reviewed() = Added
	case len(c.Set) > 0:
		*r.reviewed() = Corrected
	case *r.reviewed() == "":
		*r.reviewed() = Confirmed
	}
	return nil
}

// at returns the record of a kind that stands at a span, or nil. Problems and measures are known by where they begin, for only
// their first words are quoted.
func (a *applying) at(kind Kind, span model.Span) record {
	for r := range records(a.notice, kind) {
		if at := *r.span(); at == span || at[0] == span[0] && (kind == Problem || kind == Measure) {
			return r
		}
	}
	return nil
}

// add adds a record in the order of the text.
func (a *applying) add(c Correction, span model.Span) error {
	n := a.notice
	var r record
	switch c.Kind {
	case Indicator:
		i := &model.Indicator{ID: next(n.Indicators, "i", indicatorID), Text: c.Quote.Text, Sentence: sentence(n.Text, span), Rule: "correction", Span: span}
		r = (*indicator)(i)
	case Problem:
		r = (*problem)(&model.Problem{ID: next(n.Problems, "p", problemID), Span: span})
	case Measure:
		r = (*measure)(&model.Measure{ID: next(n.Measures, "m", measureID), Text: c.Quote.Text, Span: span})
	case Policy:
		r = (*policy)(&model.Policy{ID: next(n.Policies, "d", policyID), Span: span})
	case Contact:
		r = (*contact)(&model.Contact{Raw: c.Quote.Text, Scope: "notice", Span: span})
	}
	if err := a.set.change(n, r, c.Set); err != nil {
		return err
	}
	*r.reviewed() = Added
	r.insert(n)
	return nil
}

// next returns an id that no record has.
func next[R any](list []R, letter string, id func(*R) string) string {
	most := 0
	for i := range list {
		if n, err := strconv.Atoi(strings.TrimPrefix(id(&list[i]), letter)); err == nil {
			most = max(most, n)
		}
	}
	return letter + strconv.Itoa(most+1)
}

// sentence returns the sentence round a span.
func sentence(text string, span model.Span) string {
	runes := []rune(text)
	start, end := span[0], span[1]
	ends := func(r rune) bool { return strings.ContainsRune("。！？；\n", r) }
	for start > 0 && !ends(runes[start-1]) {
		start--
	}
	for end < len(runes) && !ends(runes[end]) {
		end++
	}
	return strings.TrimSpace(string(runes[start:end]))
}

// remove takes rejected records away, and what names them. The measures of a rejected problem are those of the one before it.
func (a *applying) remove() {
	if len(a.rejected) == 0 {
		return
	}
	n := a.notice
	heir := map[string]string{}
	last := ""
	for i := range n.Problems {
		id := n.Problems[i].ID
		if a.rejected[id] {
			heir[id] = last
		} else {
			last = id
		}
	}
	inherit := func(id *string) {
		if to, gone := heir[*id]; gone {
			*id = to
		}
	}
	for i := range n.Measures {
		inherit(&n.Measures[i].Problem)
		if n.Measures[i].Problem == "" {
			a.rejected[n.Measures[i].ID] = true // there is no problem before it
		}
	}
	for i := range n.Indicators {
		in := &n.Indicators[i]
		inherit(&in.Problem)
		a.clear(&in.Measure)
		a.clear(&in.From)
	}
	for i := range n.Policies {
		inherit(&n.Policies[i].Problem)
	}
	n.Problems = slices.DeleteFunc(n.Problems, func(p model.Problem) bool { return a.rejected[p.ID] })
	n.Measures = slices.DeleteFunc(n.Measures, func(m model.Measure) bool { return a.rejected[m.ID] })
	n.Indicators = slices.DeleteFunc(n.Indicators, func(i model.Indicator) bool { return a.rejected[i.ID] })
	n.Policies = slices.DeleteFunc(n.Policies, func(p model.Policy) bool { return a.rejected[p.ID] })
	n.Contacts = slices.DeleteFunc(n.Contacts, func(c model.Contact) bool { return a.rejected[contactID(&c)] })
	n.Totals = slices.DeleteFunc(n.Totals, func(t model.Total) bool {
		return a.rejected[t.Total] || slices.ContainsFunc(t.Parts, func(id string) bool { return a.rejected[id] })
	})
}

// clear forgets the id of a rejected record.
func (a *applying) clear(id *string) {
	if a.rejected[*id] {
		*id = ""
	}
}
