package corrections

import (
	"errors"
	"unicode/utf8"

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
	ErrGone      = errors.New("the words are not in the text any more")
	ErrMoved     = errors.New("the words are there, and nothing of what stood around them")
	ErrAmbiguous = errors.New("the words stand in several places that fit as well")
)

// Find returns where a quote stands in a text. Of several places it is the one around which most is as it was.
func (q Quote) Find(text string) (model.Span, error) {
	runes, quote := []rune(text), []rune(q.Text)
	before, after := []rune(q.Before), []rune(q.After)
	at, best, same, found := -1, -1, 0, 0
	for i := range places(runes, quote) {
		found++
		score := common(runes[:i], before, true) + common(runes[i+len(quote):], after, false)
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
	case best < leastContext && !whole && !(found == 1 && utf8.RuneCountInString(q.Text) >= longQuote):
		return model.Span{}, ErrMoved
	}
	return model.Span{at, at + len(quote)}, nil
}

// places yields where quote stands in text.
func places(text, quote []rune) func(func(int) bool) {
	return func(yield func(int) bool) {
		for i := 0; i+len(quote) <= len(text); i++ {
			k := 0
			for k < len(quote) && text[i+k] == quote[k] {
				k++
			}
			if k == len(quote) && !yield(i) {
				return
			}
		}
	}
}

// common counts how many characters of a context are as they were, from the quote on.
func common(text, context []rune, backward bool) int {
	n := 0
	for n < len(text) && n < len(context) {
		i, k := n, n
		if backward {
			i, k = len(text)-1-n, len(context)-1-n
		}
		if text[i] != context[k] {
			break
		}
		n++
	}
	return n
}
