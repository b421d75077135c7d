package prove

import (
	"fmt"
	"slices"

	"zhenggai/extract/rules"
)

// metrics proves the metrics with some codes by the clauses of their parts.
func (p *prover) metrics(codes []string) (found []Finding) {
	for i := range p.set.Metrics {
		m := &p.set.Metrics[i]
		if !slices.Contains(codes, m.Code) {
			continue
		}
		for k := range m.Parts {
			for _, e := range m.Parts[k].Yes {
				if got, said := p.nameIn(e.Clause); said != "" || got != m.Code {
					found = append(found, misnamed(&e, "yes", got, said))
				}
			}
			for _, e := range m.Parts[k].No {
				if got, said := p.nameIn(e.Clause); said != "" || got == m.Code || e.Code != "" && got != e.Code {
					found = append(found, misnamed(&e, "no", got, said))
				}
			}
		}
	}
	return found
}

// taken finds the examples of built-in metrics that a user's metrics name otherwise. They may be meant so, and are warnings.
func (p *prover) taken(builtIn []rules.Metric) (found []Finding) {
	for i := range builtIn {
		m := &builtIn[i]
		at := slices.IndexFunc(p.set.Metrics, func(own rules.Metric) bool { return own.Code == m.Code })
		if at < 0 {
			continue // it was taken out
		}
		for k := range m.Parts {
			for _, e := range m.Parts[k].Yes {
				if got, said := p.nameIn(e.Clause); said == "" && got != m.Code {
					where := p.set.Metrics[at].Where
					err := fmt.Errorf("the built-in example %s of %s is named %q now", e.Clause, m.Code, got)
					found = append(found, Finding{Error: rules.Error{File: where.File, Line: where.Line, Err: err}, Warning: true})
				}
			}
		}
	}
	return found
}

// misnamed says of a clause that its mention has a name that it should not have, or that it has no mention.
func misnamed(e *rules.MetricExample, column, got, said string) Finding {
	if said == "" {
		said = fmt.Sprintf("the mention is named %q", got)
	}
	return Finding{Error: rules.Error{File: e.File, Line: e.Line, Column: column, Err: fmt.Errorf("%s: %s", e.Clause, said)}}
}

// nameIn returns the metric of the mention in 【】, or what is wrong with the clause.
func (p *prover) nameIn(text string) (metric, said string) {
	clause, at, ok := marked(text)
	if !ok {
		return "", "it has no mention between 【 and 】"
	}
	for _, f := range p.find(clause) {
		if f.Mention.Start < at.End && at.Start < f.Mention.End {
			return f.Metric, ""
		}
	}
	return "", "no quantity is there"
}
