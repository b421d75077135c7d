package eval

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"zhenggai/model"
)

func TestFindQuote(t *testing.T) {
	tests := []struct {
		name, text, quote, want string // want is what the span reads, "" where nothing is found
	}{
		{"plain", "开展培训12期，", "培训【12期】", "12期"},
		{"line break in the text", "开展培\n训1\n2期，", "培训【12期】", "1\n2期"},
		{"ideographic and no-break space in the text", "培训\u3000\u00a0共 12 期", "培训共【12期】", "12 期"},
		{"character of no width in the text", "培训1\u200b2期", "培训【12期】", "1\u200b2期"},
		{"white space in the quote", "培训12期", " 培训 【12 期】\n", "12期"},
		{"mention at either end", "12期", "【12期】", "12期"},
		{"the quote tells mentions apart", "上年12期，今年12期", "今年【12期】", "12期"},
		{"full-width figures are not half-width ones", "培训１２期", "培训【12期】", ""},
		{"full-width comma is not a half-width one", "培训，12期", "培训,【12期】", ""},
		{"absent", "培训12期", "讲座【12期】", ""},
		{"longer than the text", "12期", "【12期】，", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q, ok := parseQuote(tt.quote)
			if !ok {
				t.Fatalf("quote %q is not understood", tt.quote)
			}
			span, found := newPlaces(tt.text).find(q)
			got := string([]rune(tt.text)[span[0]:span[1]])
			if found != (tt.want != "") || got != tt.want {
				t.Errorf("found %t %q, want %q", found, got, tt.want)
			}
		})
	}
	p := newPlaces("上年12期，今年12期")
	q, _ := parseQuote("今年【12期】")
	if span, _ := p.find(q); span != (model.Span{8, 11}) {
		t.Errorf("second mention at %v, want [8 11]", span)
	}
}

// White space strewn into a text does not change which characters a quote finds.
func TestFindQuoteIgnoresSpace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		char := rapid.SampledFrom([]rune("培训期一二12，。"))
		before := rapid.StringOfN(char, 0, 8, -1).Draw(t, "before")
		mention := rapid.StringOfN(char, 1, 4, -1).Draw(t, "mention")
		after := rapid.StringOfN(char, 0, 8, -1).Draw(t, "after")
		var text strings.Builder
		for _, r := range before + mention + after {
			text.WriteString(rapid.SampledFrom([]string{"", "", " ", "\n\u3000", "\ufeff"}).Draw(t, "space"))
			text.WriteRune(r)
		}
		span, found := newPlaces(text.String()).find(quote{before, mention, after})
		if !found {
			t.Fatalf("%q not found in %q", before+mention+after, text.String())
		}
		if got := compact(string([]rune(text.String())[span[0]:span[1]])); got != mention {
			t.Fatalf("the span reads %q, want %q", got, mention)
		}
	})
}

func TestParseQuote(t *testing.T) {
	for _, s := range []string{"培训12期", "培训【】", "培训【12期", "培训12期】", "】12【期", "【12】和【5】", "【【12】】", ""} {
		if q, ok := parseQuote(s); ok {
			t.Errorf("%q is read as %q, want a refusal", s, q)
		}
	}
}

func TestShowPlace(t *testing.T) {
	p := newPlaces("一二三四五六七八九十甲乙丙丁戊12 期一二三四五六七八九十甲乙丙丁戊")
	if got, want := p.quote(model.Span{15, 19}), "二三四五六七八九十甲乙丙丁戊【12期】一二三四五六七八九十甲乙丙丁"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if got := p.quote(model.Span{3, 3}); got != "" {
		t.Errorf("empty span shows as %q", got)
	}
}

// align finds the best pairing in order: no worse than any that trying all of them finds.
func TestAlign(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, m := rapid.IntRange(0, 5).Draw(t, "n"), rapid.IntRange(0, 5).Draw(t, "m")
		table := rapid.SliceOfN(rapid.IntRange(0, 3), n*m, n*m).Draw(t, "likeness")
		likeness := func(i, j int) int { return table[i*m+j] }
		var best func(i, j int) int
		best = func(i, j int) int {
			if i == n || j == m {
				return 0
			}
			return max(best(i+1, j), best(i, j+1), best(i+1, j+1)+likeness(i, j))
		}
		sum, next := 0, 0
		for i, j := range align(n, m, likeness) {
			if j < 0 {
				continue
			}
			if j < next || likeness(i, j) == 0 {
				t.Fatalf("%d is paired with %d, likeness %d, after %d was taken", i, j, likeness(i, j), next-1)
			}
			sum, next = sum+likeness(i, j), j+1
		}
		if sum != best(0, 0) {
			t.Fatalf("likenesses add up to %d, the best is %d", sum, best(0, 0))
		}
	})
}
