package outline

import (
	"strings"

	"zhenggai/extract/internal/lexicon"
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
	r := Reasons{Framed: framed(heading, h), Verb: h.Verbs.Opens(heading), States: States(heading, h)}
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
	r.Tails = appendWords(r.Tails, h.Tails, heading)
	return r
}

// appendWords appends the words of a lexicon that stand in a text, each once.
func appendWords(list []string, l *lexicon.Lexicon, text string) []string {
	seen := map[int]bool{}
	for _, hit := range l.Scan(nil, text, 0, len(text)) {
		if !seen[hit.ID] {
			seen[hit.ID] = true
			list = append(list, l.Word(hit.ID))
		}
	}
	return list
}
