package rules

import (
	"cmp"
	"slices"
	"strings"
	"testing"
)

// readWords reads a user's words in the place of the built-in ones.
func readWords(rows string) ([]Word, Errors) {
	return loadWords(tables{overlay("words.tsv", "# replace\nword\tpos\tweight\n"+rows)})
}

func TestLoadWords(t *testing.T) {
	got, errs := readWords("# 注\n学位\tn\n的\tu\t20000\n㎡\tq\t\n")
	want := []Word{{"学位", "n", 0}, {"的", "u", 20000}, {"㎡", "q", 0}}
	if len(errs) > 0 || !slices.Equal(got, want) {
		t.Errorf("got %v, %v; want %v", got, errs, want)
	}
}

func TestLoadWordsRejects(t *testing.T) {
	tests := []struct{ rows, want string }{
		{"学位\tnoun\n", `words.tsv:3: pos: "noun" is none of n, nr,`},
		{"学位\t\n", "words.tsv:3: pos: missing"},
		{"\tn\n", "words.tsv:3: word: missing"},
		{"学位\tn\n学位\tv\n", `words.tsv:4: word: "学位" stands twice`},
		{"5G基站\tn\n", `words.tsv:3: word: "5G基站" holds '5', which is no Chinese character`},
		{"学 位\tn\n", `words.tsv:3: word: "学 位" holds ' ', which is no Chinese character`},
		{"学位\tn\t0\n", `words.tsv:3: weight: "0" is no positive whole number`},
		{"学位\tn\tmuch\n", `words.tsv:3: weight: "much" is no positive whole number`},
		{strings.Repeat("学", 17) + "\tn\n", "has 17 characters, more than 16"},
	}
	for _, test := range tests {
		if _, errs := readWords(test.rows); len(errs) != 1 || !strings.Contains(errs.Error(), test.want) {
			t.Errorf("%q: errors %v, want %s", test.rows, errs, test.want)
		}
	}
}

func TestBuiltInWordsAreSorted(t *testing.T) {
	words := Default().Words
	for i := 1; i < len(words); i++ {
		a, b := words[i-1], words[i]
		if cmp.Or(strings.Compare(a.Pos, b.Pos), strings.Compare(a.Text, b.Text)) >= 0 {
			t.Errorf("%s %s stands before %s %s", a.Pos, a.Text, b.Pos, b.Text)
		}
	}
}

func TestBuiltInWordsHaveEveryPartOfSpeech(t *testing.T) {
	words := Default().Words
	used := map[string]bool{}
	for _, w := range words {
		used[w.Pos] = true
	}
	for _, pos := range wordsTable.Columns[1].Type.Codes {
		if !used[pos.Code] {
			t.Errorf("no word is %s", pos.Code)
		}
	}
}

func BenchmarkLoadWords(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, errs := loadWords(tables{}); len(errs) > 0 {
			b.Fatal(errs)
		}
	}
}
