package rules

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxWord is the longest word that the dictionary may hold, in characters.
const maxWord = 16

// A Word is one entry of the dictionary by which clauses are cut into words.
type Word struct {
	Text   string  // Chinese characters only
	Pos    string  // its part of speech, a code that the head of words.tsv explains: n, nr, v
	Weight float64 // how common it is beside the other words; 0 means as common as most words of its length
}

var wordsTable = Table{
	Name: "words.tsv", Says: "a word of the dictionary by which clauses are cut into words", Key: []string{"word"},
	Columns: []Column{
		{"word", Type{Name: "Chinese characters", check: checkWord}, "", true},
		{"pos", enumeration(
			Code{"n", "noun"}, Code{"nr", "person or role"}, Code{"nt", "organisation"}, Code{"ns", "place: where something is"},
			Code{"k", "end of a place's name"}, Code{"kn", "character that makes a noun of the verb before it"}, Code{"t", "time"}, Code{"v", "verb"},
			Code{"a", "adjective, and what only describes a noun"}, Code{"d", "adverb, and words of status"},
			Code{"i", "set phrase that is no part of another"}, Code{"p", "preposition"}, Code{"c", "conjunction"}, Code{"u", "particle"},
			Code{"r", "pronoun"}, Code{"m", "numeral"}, Code{"q", "measure word"},
		), "the part of speech", true},
		{"weight", countType, "how common the word is; empty: 10 for one character, 100 for two, 200 for three, 300 for more", false},
	},
}

func loadWords(from tables) ([]Word, Errors) {
	const usual = 12 << 10 // rows
	words := make([]Word, 0, usual)
	errs := from.each(&wordsTable, func(r *Row) {
		words = append(words, Word{r.Get("word"), r.Get("pos"), float64(r.number("weight"))})
	})
	return words, errs
}

// checkWord insists on Chinese characters: figures, Latin and marks are told apart before any word is looked up.
func checkWord(s string) error {
	if i := strings.IndexFunc(s, func(r rune) bool { return !isWordChar(r) }); i >= 0 {
		r, _ := utf8.DecodeRuneInString(s[i:])
		return fmt.Errorf("%q holds %q, which is no Chinese character", s, r)
	}
	if n := utf8.RuneCountInString(s); n > maxWord {
		return fmt.Errorf("%q has %d characters, more than %d", s, n, maxWord)
	}
	return nil
}

// isWordChar reports whether a word may hold r: Chinese characters, and squared units such as ㎡.
func isWordChar(r rune) bool {
	return unicode.Is(unicode.Han, r) || '\u3300' <= r && r <= '\u33ff'
}
