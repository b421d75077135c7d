package prove

import (
	"fmt"
	"slices"
	"strings"

	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/fact"
	"zhenggai/model"
)

// cueShows says for each kind of cues.tsv how one sees that a cue of the kind speaks of an indicator.
var cueShows = map[string]func(c *cueReading) bool{
	"planned":        status(model.StatusPlanned),
	"time":           status(model.StatusPlanned),
	"so_far":         status(model.StatusAchieved),
	"done":           status(model.StatusAchieved),
	"did":            status(model.StatusAchieved),
	"goal":           status(model.StatusPlanned),
	"aim":            status(model.StatusPlanned),
	"ahead":          status(model.StatusPlanned),
	"deadline":       status(model.StatusPlanned),
	"dated":          status(model.StatusPlanned),
	"will":           status(model.StatusPlanned),
	"until":          status(model.StatusPlanned),
	"already":        status(model.StatusAchieved),
	"completed":      status(model.StatusAchieved),
	"all":            status(model.StatusAchieved),
	"extent":         status(model.StatusAchieved),
	"state":          status(""),
	"modifier":       status(""),
	"relative":       status(""),
	"among":          status(""),
	"object":         status(""),
	"actor":          status(""),
	"left":           status(model.StatusOutstanding),
	"each":           func(c *cueReading) bool { return c.total },
	"gathers":        func(c *cueReading) bool { return c.total },
	"person":         func(c *cueReading) bool { return c.total },
	"compared":       func(c *cueReading) bool { return c.total },
	"pending":        status(""),
	"none":           func(c *cueReading) bool { return c.at.Status != model.StatusPlanned && c.at.Change == "" },
	"progress":       func(c *cueReading) bool { return c.total },
	"rest":           func(c *cueReading) bool { return c.total },
	"finished":       told(func(c *fact.Completion) int { return c.Done }),
	"under_way":      told(func(c *fact.Completion) int { return c.UnderWay }),
	"unfinished":     told(func(c *fact.Completion) int { return c.Left }),
	"done_rate":      told(func(c *fact.Completion) int { return c.Rate }),
	"part":           func(c *cueReading) bool { return c.total },
	"whole":          func(c *cueReading) bool { return c.total },
	"attribute":      func(c *cueReading) bool { return c.at.Elided },
	"about":          bounded(model.BoundAbout),
	"about_after":    bounded(model.BoundAbout),
	"at_least":       bounded(model.BoundAtLeast),
	"at_least_after": bounded(model.BoundAtLeast),
	"at_most":        bounded(model.BoundAtMost),
	"at_most_after":  bounded(model.BoundAtMost),
	"no_bound":       bounded(""),
	"increase":       changes(model.ChangeIncrease),
	"raise":          changes(""),
	"growth":         changes(model.ChangeIncrease),
	"decrease":       changes(model.ChangeDecrease),
	"drop":           changes(model.ChangeDecrease),
	"increase_to":    changes(model.ChangeIncreaseTo),
	"up":             changes(model.ChangeIncreaseTo),
	"decrease_to":    changes(model.ChangeDecreaseTo),
	"down":           changes(model.ChangeDecreaseTo),
	"to":             func(c *cueReading) bool { return c.at.From >= 0 },
	"reach":          func(c *cueReading) bool { return c.at.From >= 0 },
	"then":           func(c *cueReading) bool { return c.at.From >= 0 },
	"now":            func(c *cueReading) bool { return c.at.From >= 0 },
	"when":           func(c *cueReading) bool { return c.at.From >= 0 },
	"from":           func(c *cueReading) bool { return c.at.From >= 0 },
	"target":         func(c *cueReading) bool { return c.at.Target >= 0 },
	"result":         func(c *cueReading) bool { return c.at.Target >= 0 },
	"activity":       func(c *cueReading) bool { return c.at.Metric != "" },
	"average":        func(c *cueReading) bool { return c.at.Metric != "" },
	"since":          func(c *cueReading) bool { return c.at.Period == "" },
	"since_after":    func(c *cueReading) bool { return strings.HasSuffix(c.at.Period, "/..") },
	"against":        func(c *cueReading) bool { return c.at.Metric == "" },
	"other":          func(c *cueReading) bool { return c.at.Metric == "" },
	"overall":        func(c *cueReading) bool { return c.overall },
	"rate":           func(c *cueReading) bool { return c.at == nil || strings.Contains(c.at.Unit, "/") },
}

func status(s model.Status) func(*cueReading) bool {
	return func(c *cueReading) bool { return c.at.Status == s }
}

// told reports whether the mention is a number of a completion.
func told(number func(*fact.Completion) int) func(*cueReading) bool {
	return func(c *cueReading) bool {
		return slices.ContainsFunc(c.completions, func(one fact.Completion) bool { return number(&one) == c.index })
	}
}

func changes(change model.Change) func(*cueReading) bool {
	return func(c *cueReading) bool { return c.at.Change == change }
}

func bounded(b model.Bound) func(*cueReading) bool {
	return func(c *cueReading) bool { return c.at.Bound == b && c.exact }
}

// cueReading is what is read at the 【】 of an example.
type cueReading struct {
	completions []fact.Completion // of its line
	at          *fact.Indicator   // nil for none
	exact       bool              // the mention is what stands in 【】
	total       bool              // it is a total with parts
	index       int               // of the mention in its line
	overall     bool              // a word of its clause says so, which those who compare look for
}

func (p *prover) readCue(text string, at document.Span) (c cueReading) {
	found := p.find(text)
	sums := p.indicators.Sums(text, found)
	clause := text[:at.Start]
	clause = clause[max(strings.LastIndex(clause, "，"), strings.LastIndex(clause, "。"))+1:]
	c.overall = slices.ContainsFunc(p.set.Quantities.Words("overall"), func(w string) bool { return strings.Contains(clause, w) })
	for i := range found {
		if m := found[i].Mention; m.Start < at.End && at.Start < m.End {
			c.at, c.exact, c.index = &found[i], m == at, i
			c.completions = sums.Completions()
			for _, s := range sums.Totals() {
				c.total = c.total || s.Total == i
			}
		}
	}
	return c
}

// cue: the word says what its kind says of the mention in 【】.
func (p *prover) cue(e *example) string {
	text, at, ok := marked(e.Text)
	if !ok {
		return "it has no mention between 【 and 】"
	}
	kind, word := e.Row.Get("kind"), e.Row.Get("word")
	c, shows := p.readCue(text, at), cueShows[kind]
	switch {
	case shows == nil:
		return "nothing shows what a cue of the kind " + kind + " says"
	case c.at == nil && kind != "rate":
		return "no quantity is there"
	case shows(&c) != e.Want && c.at == nil:
		return "no quantity is there"
	case shows(&c) != e.Want:
		return fmt.Sprintf("the mention is read with status %q, change %q, bound %q", c.at.Status, c.at.Change, c.at.Bound)
	case kind == "none" && !e.Want:
		return ""
	}
	return lacks(text, word)
}
