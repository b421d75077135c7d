package fact

import (
	"strings"
	"sync"
	"testing"

	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/lexicon"
	"zhenggai/extract/internal/words"
	"zhenggai/extract/rules"
)

var testIndicators = sync.OnceValue(func() *Indicators {
	set := rules.Default()
	return NewIndicators(set.Quantities, set.Tries, lexicon.New(), sync.OnceValue(func() *words.Segmenter {
		s, err := words.New(set.Words)
		if err != nil {
			panic(err)
		}
		return s
	}))
})

// readerOf returns a reader of a text that stands by itself.
func readerOf(text string) *Reader {
	r := testIndicators().Reader()
	r.Reset(text, testIndicators().words.Scan(nil, text, 0, len(text)), 1000)
	return r
}

// marked takes the 【】 out of a clause and returns where the mention between them stands.
func marked(t *testing.T, clause string) (string, document.Span) {
	t.Helper()
	before, rest, ok := strings.Cut(clause, "【")
	mention, after, closed := strings.Cut(rest, "】")
	if !ok || !closed {
		t.Fatalf("%q has no 【】 round a mention", clause)
	}
	return before + mention + after, document.Span{Start: len(before), End: len(before) + len(mention)}
}
