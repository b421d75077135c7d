// Package kind tells what kind of document a text is: a rectification notice, a call for one, news.
package kind

import (
	"fmt"
	"strings"

	"zhenggai/extract/internal/lexicon"
	"zhenggai/extract/internal/marks"
	"zhenggai/extract/internal/runes"
	"zhenggai/extract/rules"
	"zhenggai/model"
)

// A Reading is what the kind of a document is told by.
type Reading struct {
	Title, Body string
	Front       string        // all above the body, and the lines of source and date below it
	Headings    string        // of the first level, a line each
	Words       []lexicon.Hit // words of the lexicon in the body
	Problems    int           // headings that state problems
	Measured    int           // problems with numbered measures
	Reported    int           // problems of tables whose progress is stated
	Listed      int           // titles of other notices, where the page lists these and little else
}

// edge is how much of a body counts as its intro and its end, in bytes.
const edge = 600 * 3

// Weights of what the outline shows.
const (
	problemsWeight = 2
	severalWeight  = 1 // beside it, of two problems or more under a title that speaks for a notice
	measuresWeight = 4
	progressWeight = 4
	leastWeight    = 5 // below which a document is of no known kind
	weakWeight     = 1 // a word such as 完成情况 is in many documents
	fewestListed   = 5 // titles that make a page a list
	bodyWeight     = 3 // what the body of a notice must add to its title: an empty page and a list of notices add nothing
)

// A Finder tells what a document is. It is safe for concurrent use.
type Finder struct {
	cues   []rules.KindCue
	all    [][]int // words of each cue that must be found in its place
	none   [][]int // words of each cue that must not
	places map[string]*lexicon.Lexicon
}

// New prepares the cues of kinds.tsv. It adds those of the body to the lexicon; the others, which are common words
// that only small parts of a text are searched for, have lexicons of their own.
func New(cues []rules.KindCue, words *lexicon.Lexicon) *Finder {
	k := &Finder{cues: cues, places: map[string]*lexicon.Lexicon{"body": words}}
	for _, place := range []string{"title", "front", "heading", "intro", "end"} {
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

// A verdict is what speaks for one kind.
type verdict struct {
	weight  int
	titled  int // what of it the title gives
	reasons []string
}

// notice is the kind that this project is for.
const notice = string(model.KindRectification)

// Find weighs the cues and what the outline shows, and returns the kind and the cues that decided it.
func (k *Finder) Find(r Reading) (model.Kind, []string) {
	if r.Listed >= fewestListed {
		return model.KindOther, []string{fmt.Sprintf("lines: %d titles of others", r.Listed)}
	}
	verdicts := k.weigh(r)
	if v := verdicts[notice]; v.weight > weakWeight || r.Reported > 0 { // problems alone are told of by many documents
		v.addOutline(r)
		if v.weight-v.titled < bodyWeight {
			v.weight = 0
		}
	}
	best := k.heaviest(verdicts)
	if v := verdicts[string(best)]; v != nil {
		return best, v.reasons
	}
	return best, nil
}

// weigh adds up the cues that are found.
func (k *Finder) weigh(r Reading) map[string]*verdict {
	head := runes.Behind(r.Body, min(len(r.Body), edge))
	tail := runes.Behind(r.Body, len(r.Body)-edge)
	texts := map[string]string{"title": r.Title, "front": r.Front, "heading": r.Headings, "intro": r.Body[:head], "body": r.Body, "end": r.Body[tail:]}
	body := k.places["body"].NewSet()
	for _, h := range r.Words {
		body.Add(h.ID)
	}
	words := map[string]lexicon.Set{"body": body}
	for _, place := range []string{"title", "front", "heading", "intro", "end"} {
		words[place] = k.words(place, texts[place])
	}
	verdicts := map[string]*verdict{notice: {}}
	for i := range k.cues {
		c := &k.cues[i]
		found := words[c.Place]
		if !found.HasAll(k.all[i]) || found.HasAny(k.none[i]) || !inRows(texts[c.Place], c.Rows) {
			continue
		}
		v := verdicts[c.Kind]
		if v == nil {
			v = &verdict{}
			verdicts[c.Kind] = v
		}
		v.weight += c.Weight
		if c.Place == "title" {
			v.titled += c.Weight
		}
		v.reasons = append(v.reasons, c.Place+": "+strings.Join(c.All, " "))
	}
	return verdicts
}

// addOutline adds what the outline shows to what speaks for a notice.
func (v *verdict) addOutline(r Reading) {
	if r.Problems > 0 {
		v.weight += problemsWeight
		if r.Problems > 1 && v.titled > 0 {
			v.weight += severalWeight
		}
		v.reasons = append(v.reasons, fmt.Sprintf("outline: %d problems", r.Problems))
	}
	if r.Measured > 0 {
		v.weight += measuresWeight
		v.reasons = append(v.reasons, fmt.Sprintf("outline: %d problems with measures", r.Measured))
	}
	if r.Reported > 0 {
		v.weight += progressWeight
		v.reasons = append(v.reasons, fmt.Sprintf("table: %d problems with progress", r.Reported))
	}
}

// words returns the words of a place's cues that stand in its text.
func (k *Finder) words(place, text string) lexicon.Set {
	l := k.places[place]
	set := l.NewSet()
	var few [64]lexicon.Hit
	set.AddHits(l.Scan(few[:0], text, 0, len(text)), 0, len(text))
	return set
}

// inRows reports whether each row of words stands in one sentence of the text, in its order.
func inRows(text string, rows [][]string) bool {
	for _, row := range rows {
		found := false
		for from := 0; from < len(text) && !found; {
			end := len(text)
			if i := marks.First(text, from, len(text), marks.Sentence); i >= 0 {
				end = i + marks.Len(text, i)
			}
			found = inOrderOf(text[from:end], row)
			from = end
		}
		if !found {
			return false
		}
	}
	return true
}

// inOrderOf reports whether the words stand in a text one behind the other.
func inOrderOf(text string, words []string) bool {
	for _, w := range words {
		i := strings.Index(text, w)
		if i < 0 {
			return false
		}
		text = text[i+len(w):]
	}
	return true
}

// heaviest returns the kind with most weight; the order of the table decides ties, so that every run decides alike.
func (k *Finder) heaviest(verdicts map[string]*verdict) model.Kind {
	best, most := model.KindOther, leastWeight-1
	for _, c := range k.cues {
		if v := verdicts[c.Kind]; v != nil && v.weight > most {
			best, most = model.Kind(c.Kind), v.weight
		}
	}
	return best
}
