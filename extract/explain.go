package extract

import (
	"context"
	"fmt"
	"slices"

	"zhenggai/extract/internal/fact"
	"zhenggai/extract/internal/outline"
	"zhenggai/extract/source"
	"zhenggai/model"
)

// An Explanation says how a record came about: which rules were near, which decided, and where they stand.
type Explanation struct {
	ID        string
	Notice    string                // the id of the notice that the record stands in, "" where it was not named
	Indicator *IndicatorExplanation // of an indicator, else nil
	Problem   *ProblemExplanation   // of a problem, else nil
}

// An IndicatorExplanation says how a quantity got its name.
type IndicatorExplanation struct {
	model.Indicator
	NameExplanation
}

// A NameExplanation is what the rules made of a quantity.
type NameExplanation = fact.Explanation

// A Weighing is what one part of a metric made of a quantity.
type Weighing = fact.Weighing

// A ProblemExplanation says why a heading, a row of a table or a labelled field is a problem.
type ProblemExplanation struct {
	model.Problem
	outline.Reasons
	InTable bool   // it is a row of a table, or stands behind a label
	Section string // the heading of the top-level section that it stands in
	Role    string // what that section is about
	Roles   []string
}

// Explain reads a document and says how the record with an id came about: an indicator (i17) or a problem (p3). A document may hold
// several notices: the record is of the one whose id is given, or where that is "" of the first that has it.
func (x *Extractor) Explain(ctx context.Context, src source.Document, notice, id string) (*Explanation, error) {
	why := &Explanation{ID: id, Notice: notice}
	if _, err := x.extract(ctx, src, why); err != nil {
		return nil, err
	}
	if why.Indicator == nil && why.Problem == nil {
		return nil, fmt.Errorf("%s: no indicator or problem %q", src.Path, id)
	}
	return why, nil
}

// asks reports whether the record with an id is the one that is asked for.
func (r *reading) asks(id string) bool {
	return r.why != nil && r.why.ID == id && (r.why.Notice == "" || r.why.Notice == r.notice.ID)
}

// explainIndicator explains indicator n of the notice, which is number i of the line that was read last, where it is asked for.
func (r *reading) explainIndicator(by *fact.Reader, i, n int) {
	if in := &r.notice.Indicators[n]; r.asks(in.ID) && r.why.Indicator == nil {
		r.why.Indicator = &IndicatorExplanation{*in, by.Explain(i)}
	}
}

// explainProblem explains problem i, where it is asked for.
func (r *reading) explainProblem(i int) {
	found := &r.finding.Problems[i]
	if !r.asks(found.ID) || r.why.Problem != nil {
		return
	}
	e := &ProblemExplanation{Problem: found.Problem, InTable: found.Node == outline.None, Reasons: outline.Why(found.Heading, r.rules.Headings)}
	if node := r.outline.At(found.Range.Start); node >= 0 {
		for r.outline.Nodes[node].Parent != outline.None {
			node = r.outline.Nodes[node].Parent
		}
		e.Section, e.Role = r.outline.Nodes[node].Title.In(r.doc.Text), r.outline.Nodes[node].Role
		for role, weight := range r.rules.Headings.RolesIn(e.Section) {
			e.Roles = append(e.Roles, fmt.Sprintf("%s %d", role, weight))
		}
		slices.Sort(e.Roles) // a map gives them in any order
	}
	r.why.Problem = e
}
