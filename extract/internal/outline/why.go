package outline

import (
	"strings"

	"zhenggai/extract/rules"
)

// Reasons is what the tables find in a heading: frames.tsv and tails.tsv.
type Reasons struct {
	Prefix, Suffix string   // what stands round the name, "" for nothing
	Framed         bool     // the frame alone states a problem
	Tails          []string // words that state a problem
	Verb           bool     // it opens with a verb of measures
	States         bool     // all in all it states a problem
}

// Why says what the tables find in a heading. A heading without reasons may be a problem for its siblings' sake.
func Why(heading string, h *rules.Headings) Reasons {
	r := Reasons{Tails: h.Tails.WordsIn(heading), Framed: Framed(heading, h), Verb: h.Verbs.Opens(heading), States: States(heading, h)}
	for _, f := range h.Prefixes {
		if r.Prefix == "" && strings.HasPrefix(heading, f.Text) {
			r.Prefix = f.Text
		}
	}
	for _, f := range h.Suffixes {
		if r.Suffix == "" && strings.HasSuffix(heading, f.Text) {
			r.Suffix = f.Text
		}
	}
	return r
}
