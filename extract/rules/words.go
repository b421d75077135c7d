package rules

import (
	"fmt"
	"io/fs"
	"strconv"
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

// partsOfSpeech are the codes of the column pos.
var partsOfSpeech = map[string]bool{
	"n": true, "nr": true, "nt": true, "ns": true, "k": true, "kn": true, "t": true, "v": true, "a": true, "d": true,
	"i": true, "p": true, "c": true, "u": true, "r": true, "m": true, "q": true,
}

// LoadWords reads the table words.tsv of fsys. A row that is no word, or one that stands twice, is reported as an
// [*Error].
func LoadWords(fsys fs.FS) ([]Word, error) {
	const usual = 12 << 10 // rows
	words := make([]Word, 0, usual)
	seen := make(map[string]bool, usual)
	err := readTable(fsys, "words.tsv", []string{"word", "pos", "weight"}, func(r *row) {
		w := readWord(r)
		if seen[w.Text] {
			r.fail("word", "%q stands twice", w.Text)
		}
		seen[w.Text] = true
		words = append(words, w)
	})
	return words, err
}

func readWord(r *row) Word {
	w := Word{Text: r.need("word"), Pos: r.need("pos")}
	if err := checkWord(w.Text); err != nil {
		r.fail("word", "%w", err)
	}
	if !partsOfSpeech[w.Pos] {
		r.fail("pos", "unknown part of speech %q", w.Pos)
	}
	if weight := r.get("weight"); weight != "" {
		n, err := strconv.Atoi(weight)
		if err != nil || n <= 0 {
			r.fail("weight", "%q is no whole number above 0", weight)
		}
		w.Weight = float64(n)
	}
	return w
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
