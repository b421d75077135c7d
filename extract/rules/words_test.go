package rules

import (
	"cmp"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

func readWords(t testing.TB, rows string) ([]Word, error) {
	t.Helper()
	return LoadWords(fstest.MapFS{"words.tsv": {Data: []byte("word\tpos\tweight\n" + rows)}})
}

func TestLoadWords(t *testing.T) {
	got, err := readWords(t, "# 注\n学位\tn\n的\tu\t20000\n㎡\tq\t\n")
	want := []Word{{"学位", "n", 0}, {"的", "u", 20000}, {"㎡", "q", 0}}
	if err != nil || !slices.Equal(got, want) {
		t.Errorf("got %v, %v; want %v", got, err, want)
	}
}

func TestLoadWordsRejects(t *testing.T) {
	tests := []struct{ rows, want string }{
		{"学位\tnoun\n", `words.tsv:2: pos: unknown part of speech "noun"`},
		{"学位\t\n", "words.tsv:2: pos: missing"},
		{"\tn\n", "words.tsv:2: word: missing"},
		{"学位\tn\n学位\tv\n", `words.tsv:3: word: "学位" stands twice`},
		{"5G基站\tn\n", `words.tsv:2: word: "5G基站" holds '5', which is no Chinese character`},
		{"学 位\tn\n", `words.tsv:2: word: "学 位" holds ' ', which is no Chinese character`},
		{"学位\tn\t0\n", `words.tsv:2: weight: "0" is no whole number above 0`},
		{"学位\tn\tmuch\n", `words.tsv:2: weight: "much" is no whole number above 0`},
		{strings.Repeat("学", 17) + "\tn\n", "has 17 characters, more than 16"},
	}
	for _, test := range tests {
		_, err := readWords(t, test.rows)
		var at *Error
		if !errors.As(err, &at) || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%q: error %v, want %s", test.rows, err, test.want)
		}
	}
}

func TestBuiltInWordsAreSorted(t *testing.T) {
	words, err := LoadWords(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	for i := 1; i < len(words); i++ {
		a, b := words[i-1], words[i]
		if cmp.Or(strings.Compare(a.Pos, b.Pos), strings.Compare(a.Text, b.Text)) >= 0 {
			t.Errorf("%s %s stands before %s %s", a.Pos, a.Text, b.Pos, b.Text)
		}
	}
}

func TestBuiltInWordsHaveEveryPartOfSpeech(t *testing.T) {
	words, err := LoadWords(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, w := range words {
		used[w.Pos] = true
	}
	for pos := range partsOfSpeech {
		if !used[pos] {
			t.Errorf("no word is %s", pos)
		}
	}
}

func BenchmarkLoadWords(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, err := LoadWords(os.DirFS(".")); err != nil {
			b.Fatal(err)
		}
	}
}
