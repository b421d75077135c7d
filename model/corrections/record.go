package corrections

import (
	"cmp"
	"fmt"

	"zhenggai/model"
)

// idOf tells the records of a notice apart. Contacts have no id of their own.
func idOf(r model.Record) string {
	if c, ok := r.Value().(*model.Contact); ok {
		return fmt.Sprint("contact ", c.Kind, c.Span)
	}
	return r.Key()
}

// change sets the fields of a record that a correction sets: all of them, or none where it returns an error.
func (a *applying) change(r model.Record, c Correction) error {
	of := ""
	if heading := c.Set["problem"]; heading != "" {
		var err error
		if of, err = problemOf(a.notice, heading); err != nil {
			return err
		}
	}
	i, counts := r.Value().(*model.Indicator)
	if counts {
		if err := setNumbers(i, c.Set); err != nil {
			return err
		}
	}
	for _, name := range fields[c.Kind].names {
		value, set := c.Set[name]
		switch to := r.Text(name); {
		case !set || to == nil:
		case name == "problem":
			*to = of
		default:
			*to = value
		}
	}
	if counts {
		a.fit(i, c)
	}
	if p, ok := r.Value().(*model.Problem); ok {
		p.Name = cmp.Or(p.Name, p.Heading)
	}
	return nil
}

// setNumbers sets the numbers of an indicator.
func setNumbers(i *model.Indicator, set map[string]string) (err error) {
	value, high := i.Value, i.High
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
	i.Value, i.High = value, high
	return nil
}

// fit does what follows from the numbers, the unit and the metric that a correction has set: what a person says holds, also where
// the rules do not know it.
func (a *applying) fit(i *model.Indicator, c Correction) {
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
			Code: "correction.unit", Args: model.Args{"correction": c.words(), "id": plain(c.ID), "unit": model.Shorten(i.Unit, longestShown)},
		}
	case i.Metric != "" && !a.rules.Fits(i.Metric, i.Unit):
		a.misfits[i.ID] = model.Diagnostic{Code: "correction.unit", Case: "metric", Args: model.Args{
			"correction": c.words(), "id": plain(c.ID), "metric": model.Shorten(i.Metric, longestShown), "unit": model.Shorten(i.Unit, longestShown),
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
