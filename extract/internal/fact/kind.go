package fact

import (
	"fmt"
	"strings"

	"zhenggai/extract/internal/lexicon"
	"zhenggai/extract/rules"
	"zhenggai/model"
)

// A Reading is what the kind of a document is told by.
type Reading struct {
	Title, Body string
	Words       []lexicon.Hit // words of the lexicon in the body
	Problems    int           // headings that state problems
	Measured    int           // problems with numbered measures
}

// edge is how much of a body counts as its intro and its end, in bytes.
const edge = 600 * 3

// Weights of what the outline shows.
const (
	problemsWeight = 2
	measuresWeight = 4
	leastWeight    = 5 // below which a document is of no known kind
)

// Kinds tells what a document is. It is safe for concurrent use.
type Kinds struct {
	cues   []rules.KindCue
	all    [][]int // words of each cue that must be found in its place
	none   [][]int // words of each cue that must not
	places map[string]*lexicon.Lexicon
}

// NewKinds prepares the cues of kinds.tsv. It adds those of the body to the lexicon; the others, which are common words
// that only small parts of a text are searched for, have lexicons of their own.
func NewKinds(cues []rules.KindCue, words *lexicon.Lexicon) *Kinds {
	k := &Kinds{cues: cues, places: map[string]*lexicon.Lexicon{"body": words}}
	for _, place := range []string{"title", "intro", "end"} {
		k.places[place] = lexicon.New()
	}
	for _, c := range cues {
		numbers := func(words []string) []int {
			var ids []int
			for _, w := range words {
				ids = append(ids, k.places[c.Place].Add(w))
			}
			return ids
		}
		k.all, k.none = append(k.all, numbers(c.All)), append(k.none, numbers(c.None))
	}
	return k
}

// Find weighs the cues and what the outline shows, and returns the kind and the cues that decided it.
func (k *Kinds) Find(r Reading) (model.Kind, []string) {
	head := runeStart(r.Body, min(len(r.Body), edge))
	tail := runeStart(r.Body, len(r.Body)-edge)
	body := make(wordSet, setSize(k.places["body"]))
	for _, h := range r.Words {
		body.add(h.ID)
	}
	places := map[string]wordSet{
		"title": k.words("title", r.Title), "intro": k.words("intro", r.Body[:head]),
		"body": body, "end": k.words("end", r.Body[tail:]),
	}
	weights, reasons := map[string]int{}, map[string][]string{}
	for i, c := range k.cues {
		if found := places[c.Place]; found.hasAll(k.all[i]) && !found.hasAny(k.none[i]) {
			weights[c.Kind] += c.Weight
			reasons[c.Kind] = append(reasons[c.Kind], c.Place+": "+strings.Join(c.All, " "))
		}
	}
	const notice = string(model.KindRectification)
	if r.Problems > 0 {
		weights[notice] += problemsWeight
		reasons[notice] = append(reasons[notice], fmt.Sprintf("outline: %d problems", r.Problems))
	}
	if r.Measured > 0 {
		weights[notice] += measuresWeight
		reasons[notice] = append(reasons[notice], fmt.Sprintf("outline: %d problems with measures", r.Measured))
	}
	best := k.heaviest(weights)
	return best, reasons[string(best)]
}

// words returns the words of a place's cues that stand in its text.
func (k *Kinds) words(place, text string) wordSet {
	l := k.places[place]
	set := make(wordSet, setSize(l))
	set.addHits(l.Scan(nil, text, 0, len(text)), 0, len(text))
	return set
}

// heaviest returns the kind with most weight; the order of the table decides ties, so that every run decides alike.
func (k *Kinds) heaviest(weights map[string]int) model.Kind {
	best, most := model.KindOther, leastWeight-1
	for _, c := range k.cues {
		if weights[c.Kind] > most {
			best, most = model.Kind(c.Kind), weights[c.Kind]
		}
	}
	return best
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
