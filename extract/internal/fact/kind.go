package fact

import (
	"fmt"
	"strings"

	"zhenggai/extract/rules"
	"zhenggai/model"
)

// A Reading is what the kind of a document is told by.
type Reading struct {
	Title, Body string
	Problems    int // headings that state problems
	Measured    int // problems with numbered measures
}

// edge is how much of a body counts as its intro and its end, in bytes.
const edge = 600 * 3

// Weights of what the outline shows.
const (
	problemsWeight = 2
	measuresWeight = 4
	leastWeight    = 5 // below which a document is of no known kind
)

// FindKind weighs the cues of kinds.tsv and what the outline shows, and returns the kind and the cues that decided it.
func FindKind(r Reading, cues []rules.KindCue) (model.Kind, []string) {
	places := map[string]string{
		"title": r.Title, "body": r.Body,
		"intro": r.Body[:runeStart(r.Body, min(len(r.Body), edge))], "end": r.Body[runeStart(r.Body, len(r.Body)-edge):],
	}
	weights := map[string]int{}
	reasons := map[string][]string{}
	for _, c := range cues {
		if s := places[c.Place]; containsAll(s, c.All) && !containsAny(s, c.None) {
			weights[c.Kind] += c.Weight
			reasons[c.Kind] = append(reasons[c.Kind], c.Place+": "+strings.Join(c.All, " "))
		}
	}
	if r.Problems > 0 {
		weights["rectification"] += problemsWeight
		reasons["rectification"] = append(reasons["rectification"], fmt.Sprintf("outline: %d problems", r.Problems))
	}
	if r.Measured > 0 {
		weights["rectification"] += measuresWeight
		reasons["rectification"] = append(reasons["rectification"], fmt.Sprintf("outline: %d problems with measures", r.Measured))
	}
	best := model.KindOther
	most := leastWeight - 1
	for _, c := range cues { // in the order of the table, so that ties are decided alike in every run
		if weights[c.Kind] > most {
			best, most = model.Kind(c.Kind), weights[c.Kind]
		}
	}
	return best, reasons[string(best)]
}

func containsAll(s string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(s, w) {
			return false
		}
	}
	return true
}

func containsAny(s string, words []string) bool {
	for _, w := range words {
		if strings.Contains(s, w) {
			return true
		}
	}
	return false
}

// IssuerType returns the code of the type of a body by the end of its name, or "".
func IssuerType(name string, types []rules.IssuerType) string {
	for _, t := range types {
		for _, end := range t.Ends {
			if strings.HasSuffix(name, end) {
				return t.Code
			}
		}
	}
	return ""
}
