package corrections

import (
	"iter"

	"zhenggai/model"
)

// around is how many characters of context a quote has on each side.
const around = 24

// leastContext is how many characters beside a quote must still be there, on one side or both together, for it to be found
// again. Words that are long and stand once need none.
const (
	leastContext = 5
	longQuote    = 16
)

// A Quote is a piece of a notice's text, with what stands around it.
type Quote struct {
	Text   string `json:"text"`
	Before string `json:"before,omitempty"`
	After  string `json:"after,omitempty"`
}

// QuoteOf returns the quote of a span of a text.
func QuoteOf(text string, span model.Span) Quote {
	runes := []rune(text)
	start := min(max(span[0], 0), len(runes))
	end := min(max(span[1], start), len(runes))
	return Quote{
		Text:   string(runes[start:end]),
		Before: string(runes[max(0, start-around):start]),
		After:  string(runes[end:min(len(runes), end+around)]),
	}
}

// Errors of Find.
var (
	ErrGone       = NewMistake("原文中已没有这些字", "the words are not in the text any more")
	ErrMoved      = NewMistake("这些字还在，但上下文已全部改变", "the words are there, and nothing of what stood around them")
	ErrAmbiguous  = NewMistake("这些字在多处出现，上下文同样相符", "the words stand in several places that fit as well")
	ErrEverywhere = NewMistake("这些字出现的地方太多，无法认定", "the words stand in too many places to tell them apart")
)

// Limits of Find, so that its work is a small multiple of the text however often a text repeats itself.
const (
	mostPlaces  = 100_000 // where words may stand
	mostContext = 64      // characters on a side that are compared
)

// Find returns where a quote stands in a text. Of several places it is the one around which most is as it was.
func (q Quote) Find(text string) (model.Span, error) {
	s := search{text: []rune(text)}
	return s.find(q)
}

// A search looks for quotes in a text.
type search struct {
	text  []rune
	steps int // characters compared
}

func (s *search) find(q Quote) (model.Span, error) {
	quote, before, after := []rune(q.Text), []rune(q.Before), []rune(q.After)
	before, after = before[max(0, len(before)-mostContext):], after[:min(len(after), mostContext)]
	at, best, same, found := -1, -1, 0, 0
	for i := range s.places(quote) {
		if found++; found > mostPlaces {
			return model.Span{}, ErrEverywhere
		}
		score := s.commonEnd(i, before) + s.commonStart(i+len(quote), after)
		switch {
		case score > best:
			at, best, same = i, score, 1
		case score == best:
			same++
		}
	}
	whole := len(before)+len(after) == best // as when a text is hardly more than the quote
	switch {
	case found == 0:
		return model.Span{}, ErrGone
	case same > 1:
		return model.Span{}, ErrAmbiguous
	case best < leastContext && !whole && !(found == 1 && len(quote) >= longQuote):
		return model.Span{}, ErrMoved
	}
	return model.Span{at, at + len(quote)}, nil
}

// places yields where a quote stands in the text, also where it overlaps itself. It never goes back in the text (Knuth, Morris and
// Pratt).
func (s *search) places(quote []rune) iter.Seq[int] {
	return func(yield func(int) bool) {
		if len(quote) == 0 || len(quote) > len(s.text) {
			return
		}
		borders := s.borders(quote)
		k := 0 // how much of the quote ends here
		for i, r := range s.text {
			for s.steps++; k > 0 && (k == len(quote) || quote[k] != r); s.steps++ {
				k = borders[k-1]
			}
			if quote[k] == r {
				k++
			}
			if k == len(quote) && !yield(i+1-k) {
				return
			}
		}
	}
}

// borders returns for each beginning of a quote how much of it is its own end as well.
func (s *search) borders(quote []rune) []int {
	borders := make([]int, len(quote))
	k := 0
	for i := 1; i < len(quote); i++ {
		for s.steps++; k > 0 && quote[k] != quote[i]; s.steps++ {
			k = borders[k-1]
		}
		if quote[k] == quote[i] {
			k++
		}
		borders[i] = k
	}
	return borders
}

// commonEnd counts how many characters before a place are those that a context ends with.
func (s *search) commonEnd(at int, context []rune) int {
	n := 0
	for n < min(at, len(context)) && s.text[at-1-n] == context[len(context)-1-n] {
		n++
	}
	s.steps += n + 1
	return n
}

// commonStart counts how many characters from a place on are those that a context begins with.
func (s *search) commonStart(at int, context []rune) int {
	n := 0
	for n < min(len(s.text)-at, len(context)) && s.text[at+n] == context[n] {
		n++
	}
	s.steps += n + 1
	return n
}
