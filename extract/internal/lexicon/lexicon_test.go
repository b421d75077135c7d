package lexicon

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestScan(t *testing.T) {
	l := New("公办学位", "学位", "公办", "位", "AQI", "@", "增", "𠮷", "学位")
	if l.Len() != 8 {
		t.Errorf("got %d words, want 8: a word twice is one", l.Len())
	}
	var got []string
	text := "增加公办学位@AQI𠮷"
	for _, h := range l.Scan(nil, text, 0, len(text)) {
		got = append(got, text[h.Start:h.End])
	}
	want := []string{"增", "公办学位", "公办", "学位", "位", "@", "AQI", "𠮷"}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("want -, got +:\n%s", d)
	}
}

func TestScanKeepsToItsRange(t *testing.T) {
	l := New("学位", "公办学位")
	text := "公办学位"
	if hits := l.Scan(nil, text, 0, len(text)-1); len(hits) > 0 {
		t.Errorf("%v reach beyond the range", hits)
	}
}

// TestScanFindsWhatIndexFinds compares one pass over random texts with a search for every word.
func TestScanFindsWhatIndexFinds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringMatching(`[一二学位公a@\xe4𠮷é]{1,4}`)
		words := rapid.SliceOfDistinct(word, func(s string) string { return s }).Draw(t, "words")
		text := strings.Join(rapid.SliceOf(word).Draw(t, "text"), "")
		want, got := map[Hit]bool{}, map[Hit]bool{}
		for id, w := range words {
			for i := range text {
				if strings.HasPrefix(text[i:], w) {
					want[Hit{id, i, i + len(w)}] = true
				}
			}
		}
		last := 0
		for _, h := range New(words...).Scan(nil, text, 0, len(text)) {
			if got[h] || h.Start < last {
				t.Fatalf("%v stands twice or out of order", h)
			}
			got[h], last = true, h.Start
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Fatalf("words %q in %q: want -, got +:\n%s", words, text, d)
		}
	})
}

func TestInOpensAndEnds(t *testing.T) {
	l := New("学位", "学位不足")
	for _, test := range []struct {
		text            string
		in, opens, ends bool
	}{
		{"公办学位不足", true, false, true},
		{"学位不足", true, true, true},
		{"学位不足的学校", true, true, false},
		{"学校", false, false, false},
		{"", false, false, false},
	} {
		if got := l.In(test.text); got != test.in {
			t.Errorf("In(%q) = %v", test.text, got)
		}
		if got := l.Opens(test.text); got != test.opens {
			t.Errorf("Opens(%q) = %v", test.text, got)
		}
		if got := l.Ends(test.text); got != test.ends {
			t.Errorf("Ends(%q) = %v", test.text, got)
		}
	}
}

func TestStarting(t *testing.T) {
	hits := []Hit{{0, 0, 6}, {1, 3, 9}, {2, 3, 6}, {3, 9, 12}}
	if d := cmp.Diff(hits[1:3], Starting(hits, 1, 9)); d != "" {
		t.Errorf("want -, got +:\n%s", d)
	}
}

// TestInLong looks for words of one and of several characters at the end of texts of many lengths.
func TestInLong(t *testing.T) {
	l := New("配合", "在")
	for n := range 600 {
		text := strings.Repeat("整", n)
		if l.In(text) || !l.In(text+"配合") || !l.In(text+"在") {
			t.Fatalf("behind %d characters words are found where there are none, or are not found", n)
		}
	}
}
