package corrections

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"zhenggai/model"
)

// plainFind finds a quote as Find does, by comparing at each place of the text.
func plainFind(q Quote, text string) (model.Span, error) {
	runes, quote, before, after := []rune(text), []rune(q.Text), []rune(q.Before), []rune(q.After)
	at, best, same, found := -1, -1, 0, 0
	for i := 0; i+len(quote) <= len(runes) && len(quote) > 0; i++ {
		if string(runes[i:i+len(quote)]) != q.Text {
			continue
		}
		found++
		score, end := 0, i+len(quote)
		for k := 1; k <= min(i, len(before)) && runes[i-k] == before[len(before)-k]; k++ {
			score++
		}
		for k := 0; k < min(len(runes)-end, len(after)) && runes[end+k] == after[k]; k++ {
			score++
		}
		if score > best {
			at, best, same = i, score, 0
		}
		if score == best {
			same++
		}
	}
	switch {
	case found == 0:
		return model.Span{}, ErrGone
	case same > 1:
		return model.Span{}, ErrAmbiguous
	case best < leastContext && best < len(before)+len(after) && (found > 1 || len(quote) < longQuote):
		return model.Span{}, ErrMoved
	}
	return model.Span{at, at + len(quote)}, nil
}

// TestFindPlain compares Find with a plain search, on texts that repeat themselves.
func TestFindPlain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string, least, most int) string {
			return rapid.StringOfN(rapid.RuneFrom([]rune("学位2")), least, most, -1).Draw(t, name)
		}
		text := draw("text", 0, 60)
		q := Quote{Text: draw("quote", 0, 20), Before: draw("before", 0, 8), After: draw("after", 0, 8)}
		got, err := q.Find(text)
		want, wantErr := plainFind(q, text)
		if got != want || !errors.Is(err, wantErr) {
			t.Fatalf("%+v in %q: %v, %v, want %v, %v", q, text, got, err, want, wantErr)
		}
	})
}

// repeating are texts and quotes that make a search compare as much as can be.
var repeating = []struct {
	name string
	make func(n int) (text string, q Quote)
}{
	{"other words", func(n int) (string, Quote) {
		return strings.Repeat("扩建学校3所，", n/7), Quote{Text: "2310个", Before: "学位", After: "。"}
	}},
	{"one character everywhere", func(n int) (string, Quote) {
		same := strings.Repeat("个", around)
		return strings.Repeat("个", n), Quote{Text: "个", Before: same, After: same}
	}},
	{"long contexts", func(n int) (string, Quote) {
		same := strings.Repeat("个", n/3)
		return strings.Repeat("个", n), Quote{Text: "个个", Before: same, After: same}
	}},
	{"half of the text", func(n int) (string, Quote) {
		return strings.Repeat("个", n), Quote{Text: strings.Repeat("个", n/2), Before: "个个个个个", After: "个个个个个"}
	}},
	{"all but the last character", func(n int) (string, Quote) {
		return strings.Repeat("个", n), Quote{Text: strings.Repeat("个", n/2) + "人"}
	}},
	{"all but the first character", func(n int) (string, Quote) {
		return strings.Repeat("个", n), Quote{Text: "人" + strings.Repeat("个", n/2)}
	}},
	{"a period of two", func(n int) (string, Quote) {
		return strings.Repeat("个人", n/2), Quote{Text: strings.Repeat("个人", n/8) + "个个"}
	}},
	{"the same clause in each sentence", func(n int) (string, Quote) {
		return strings.Repeat("新增公办学位2310个。", n/11), Quote{Text: "2310个", Before: "新增公办学位", After: "。新增公办学位"}
	}},
}

// TestFindIsLinear counts the characters that Find compares: for twice the text they are about twice as many, and never more than a
// small multiple of it.
func TestFindIsLinear(t *testing.T) {
	steps := func(find func(int) (string, Quote), n int) int {
		text, q := find(n)
		s := search{text: []rune(text)}
		_, _ = s.find(q)
		return s.steps
	}
	for _, test := range repeating {
		for _, n := range []int{mostPlaces / 4, mostPlaces * 3 / 2} { // twice the latter goes beyond the limit of places
			one, two := steps(test.make, n), steps(test.make, 2*n)
			if limit := 4*(2*n) + 2*min(2*n, mostPlaces)*(mostContext+1); float64(two) > 2.3*float64(one) || two > limit {
				t.Errorf("%s: %d steps for %d characters, %d for twice as many, the limit is %d", test.name, one, n, two, limit)
			}
		}
	}
}

// TestFindEverywhere says that words stand in too many places.
func TestFindEverywhere(t *testing.T) {
	text := strings.Repeat("个", mostPlaces)
	if _, err := (Quote{Text: "个"}).Find(text); !errors.Is(err, ErrAmbiguous) {
		t.Error(err)
	}
	if _, err := (Quote{Text: "个"}).Find(text + "个"); !errors.Is(err, ErrEverywhere) {
		t.Error(err)
	}
}

// TestApplyInTime takes no correction for which there is no time, and says so.
func TestApplyInTime(t *testing.T) {
	n := notice(text)
	list, conflicts := NewSet([]Correction{of("c1", Confirm, Indicator, "3所"), of("c2", Reject, Indicator, "300张")}, nil, nil).Apply(n, time.Now().Add(-time.Hour))
	if len(list) != 2 || len(conflicts) != 2 || !errors.Is(conflicts[1].Err, ErrTime) || len(n.Indicators) != 5 || n.Indicators[0].Reviewed != "" || len(n.Diagnostics) != 2 {
		t.Errorf("%v, %v, %v", list, conflicts, n.Diagnostics)
	}
}

func BenchmarkFind(b *testing.B) {
	for _, test := range repeating {
		for _, n := range []int{100_000, 200_000, 400_000} {
			text, q := test.make(n)
			b.Run(fmt.Sprintf("%s/%d", test.name, n), func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					_, _ = q.Find(text)
				}
			})
		}
	}
}
