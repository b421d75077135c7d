package fact

import (
	"strings"
	"sync"
	"testing"

	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/lexicon"
	"zhenggai/extract/internal/words"
	"zhenggai/extract/rules"
	"zhenggai/model"
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

// policiesOf returns what a text that stands by itself names.
func policiesOf(text string, actions []rules.Action) ([]model.Policy, []model.Diagnostic) {
	words := lexicon.New()
	p := NewPolicies(actions, words)
	return p.Find(text, words.Scan(nil, text, 0, len(text)), []document.Span{{End: len(text)}}, 1000)
}

// readerOf returns a reader of a text that stands by itself.
func readerOf(text string) *Reader {
	r := testIndicators().Reader()
	r.Reset(text, r.words.Scan(nil, text, 0, len(text)), 1000)
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

// metricOf returns the metric of the indicator at a place of a clause, and whether there is an indicator at all.
func metricOf(clause string, at document.Span) (string, bool) {
	found, _ := readerOf(clause).Find(document.Span{End: len(clause)}, Place{})
	for _, f := range found {
		if f.Mention.Start < at.End && at.Start < f.Mention.End {
			return f.Metric, true
		}
	}
	return "", false
}

// TestMetricsHoldTheirExamples tries each clause of each part: what is named so must be, and what is not must not.
func TestMetricsHoldTheirExamples(t *testing.T) {
	for _, m := range rules.Default().Metrics {
		for i := range m.Parts {
			for _, e := range m.Parts[i].Yes {
				clause, at := marked(t, e.Clause)
				if got, _ := metricOf(clause, at); got != m.Code {
					t.Errorf("%v: %s: %s is named %q", e.Where, m.Code, e.Clause, got)
				}
			}
			for _, e := range m.Parts[i].No {
				clause, at := marked(t, e.Clause)
				switch got, ok := metricOf(clause, at); {
				case !ok:
					t.Errorf("%v: %s: %s states no quantity", e.Where, m.Code, e.Clause)
				case got == m.Code || e.Code != "" && got != e.Code:
					t.Errorf("%v: %s: %s is named %q", e.Where, m.Code, e.Clause, got)
				}
			}
		}
	}
}
