package corrections

import (
	"cmp"
	"fmt"
	"iter"
	"slices"

	"zhenggai/model"
)

// A record is one of the five kinds of record, as corrections see it.
type record interface {
	id() string
	span() *model.Span
	reviewed() *string
	field(name string) *string // nil where it is no plain text
	insert(n *model.Notice)    // in the order of the text
}

type (
	indicator model.Indicator
	problem   model.Problem
	measure   model.Measure
	policy    model.Policy
	contact   model.Contact
)

func indicatorID(i *model.Indicator) string { return i.ID }
func problemID(p *model.Problem) string     { return p.ID }
func measureID(m *model.Measure) string     { return m.ID }
func policyID(p *model.Policy) string       { return p.ID }

// contactID names a contact, which has no id of its own.
func contactID(c *model.Contact) string { return fmt.Sprint("contact ", c.Kind, c.Span) }

func (r *indicator) id() string { return r.ID }
func (r *problem) id() string   { return r.ID }
func (r *measure) id() string   { return r.ID }
func (r *policy) id() string    { return r.ID }
func (r *contact) id() string   { return contactID((*model.Contact)(r)) }

func (r *indicator) span() *model.Span { return &r.Span }
func (r *problem) span() *model.Span   { return &r.Span }
func (r *measure) span() *model.Span   { return &r.Span }
func (r *policy) span() *model.Span    { return &r.Span }
func (r *contact) span() *model.Span   { return &r.Span }

func (r *indicator) reviewed() *string { return &r.Reviewed }
func (r *problem) reviewed() *string   { return &r.Reviewed }
func (r *measure) reviewed() *string   { return &r.Reviewed }
func (r *policy) reviewed() *string    { return &r.Reviewed }
func (r *contact) reviewed() *string   { return &r.Reviewed }

func (r *indicator) field(name string) *string {
	switch name {
	case "unit":
		return &r.Unit
	case "metric":
		return &r.Metric
	case "subject":
		return &r.Subject
	case "status":
		return (*string)(&r.Status)
	case "change":
		return (*string)(&r.Change)
	case "bound":
		return (*string)(&r.Bound)
	case "period":
		return &r.Period
	case "problem":
		return &r.Problem
	}
	return nil
}

func (r *problem) field(name string) *string {
	switch name {
	case "heading":
		return &r.Heading
	case "name":
		return &r.Name
	case "aspect":
		return &r.Aspect
	}
	return nil
}

func (r *measure) field(name string) *string {
	switch name {
	case "title":
		return &r.Title
	case "problem":
		return &r.Problem
	}
	return nil
}

func (r *policy) field(name string) *string {
	switch name {
	case "title":
		return &r.Title
	case "number":
		return &r.Number
	case "action":
		return &r.Action
	}
	return nil
}

func (r *contact) field(name string) *string {
	switch name {
	case "kind":
		return &r.Kind
	case "value":
		return &r.Value
	case "note":
		return &r.Note
	}
	return nil
}

func (r *indicator) insert(n *model.Notice) {
	n.Indicators = inserted(n.Indicators, model.Indicator(*r), func(i *model.Indicator) model.Span { return i.Span })
}

func (r *problem) insert(n *model.Notice) {
	n.Problems = inserted(n.Problems, model.Problem(*r), func(p *model.Problem) model.Span { return p.Span })
}

func (r *measure) insert(n *model.Notice) {
	n.Measures = inserted(n.Measures, model.Measure(*r), func(m *model.Measure) model.Span { return m.Span })
}

func (r *policy) insert(n *model.Notice) {
	n.Policies = inserted(n.Policies, model.Policy(*r), func(p *model.Policy) model.Span { return p.Span })
}

func (r *contact) insert(n *model.Notice) {
	n.Contacts = inserted(n.Contacts, model.Contact(*r), func(c *model.Contact) model.Span { return c.Span })
}

// inserted inserts a record behind those that begin no later.
func inserted[R any](list []R, r R, span func(*R) model.Span) []R {
	i := len(list)
	for i > 0 && span(&list[i-1])[0] > span(&r)[0] {
		i--
	}
	return slices.Insert(list, i, r)
}

// records yields the records of a kind of a notice.
func records(n *model.Notice, kind Kind) iter.Seq[record] {
	return func(yield func(record) bool) {
		switch kind {
		case Indicator:
			each(n.Indicators, func(i *model.Indicator) record { return (*indicator)(i) }, yield)
		case Problem:
			each(n.Problems, func(p *model.Problem) record { return (*problem)(p) }, yield)
		case Measure:
			each(n.Measures, func(m *model.Measure) record { return (*measure)(m) }, yield)
		case Policy:
			each(n.Policies, func(p *model.Policy) record { return (*policy)(p) }, yield)
		case Contact:
			each(n.Contacts, func(c *model.Contact) record { return (*contact)(c) }, yield)
		}
	}
}

func each[R any](list []R, of func(*R) record, yield func(record) bool) {
	for i := range list {
		if !yield(of(&list[i])) {
			return
		}
	}
}

// change sets the fields of a record that a correction sets: all of them, or none where it returns an error.
func (a *applying) change(r record, c Correction) error {
	of := ""
	if heading := c.Set["problem"]; heading != "" {
		var err error
		if of, err = problemOf(a.notice, heading); err != nil {
			return err
		}
	}
	i, counts := r.(*indicator)
	if counts {
		if err := i.count(c.Set); err != nil {
			return err
		}
	}
	for name, value := range c.Set {
		switch to := r.field(name); {
		case to == nil:
		case name == "problem":
			*to = of
		default:
			*to = value
		}
	}
	if counts {
		a.fit(i, c)
	}
	if p, ok := r.(*problem); ok {
		p.Name = cmp.Or(p.Name, p.Heading)
	}
	return nil
}

// count sets the numbers of an indicator.
func (r *indicator) count(set map[string]string) (err error) {
	value, high := r.Value, r.High
	if text, ok := set["value"]; ok {
		if value, err = model.ParseDecimal(text); err != nil {
			return err
		}
	}
	switch text, ok := set["high"]; {
	case ok && text == "":
		high = nil
	case ok:
		end, err := model.ParseDecimal(text)
		if err != nil {
			return err
		}
		high = &end
	}
	_, from := set["value"]
	if _, to := set["high"]; high != nil && (from || to) {
		if err := checkRange(value, *high); err != nil {
			return err
		}
	}
	r.Value, r.High = value, high
	return nil
}

// fit does what follows from the numbers, the unit and the metric that a correction has set: what a person says holds, also where
// the rules do not know it.
func (a *applying) fit(i *indicator, c Correction) {
	set := func(field string) bool { _, ok := c.Set[field]; return ok }
	if set("metric") {
		i.Rule = "correction"
	}
	if set("value") || set("high") || set("unit") {
		i.Normal = nil
		if a.rules != nil && a.rules.Normal != nil {
			i.Normal = a.rules.Normal(i.Value, i.High, i.Unit)
		}
	}
	if a.rules == nil || a.rules.Fits == nil || !set("unit") && !set("metric") {
		return
	}
	delete(a.misfits, i.ID)
	switch {
	case !a.rules.Fits("", i.Unit):
		a.misfits[i.ID] = model.Diagnostic{
			Code: "correction.unit", Args: model.Args{"correction": c.words(), "id": plain(c.ID), "unit": shortened(i.Unit, longestShown)},
		}
	case i.Metric != "" && !a.rules.Fits(i.Metric, i.Unit):
		a.misfits[i.ID] = model.Diagnostic{Code: "correction.unit", Case: "metric", Args: model.Args{
			"correction": c.words(), "id": plain(c.ID), "metric": shortened(i.Metric, longestShown), "unit": shortened(i.Unit, longestShown),
		}}
	}
}

// problemOf returns the id of the problem that has a heading.
func problemOf(n *model.Notice, heading string) (string, error) {
	id := ""
	for i := range n.Problems {
		if n.Problems[i].Heading == heading {
			if id != "" {
				return "", ErrNoProblem
			}
			id = n.Problems[i].ID
		}
	}
	if id == "" {
		return "", ErrNoProblem
	}
	return id, nil
}

// QuoteRecord returns the quote by which a correction names a record: its words, of problems and measures the first of them.
func QuoteRecord(n *model.Notice, kind Kind, span model.Span) Quote {
	const first = 40
	if kind == Problem || kind == Measure {
		span[1] = min(span[1], span[0]+first)
	}
	return QuoteOf(n.Text, span)
}
