// Package words cuts Chinese text into words and tells their parts of speech.
//
// Chinese characters are cut by gse: the path through its dictionary that uses the likeliest words. The dictionary is
// the project's own list of the words of rectification notices, not the general one of the library, which takes
// seconds to load and cuts names such as 珠海市斗门区 in the wrong place. What the dictionary cannot know is settled
// here: figures, Latin, numerals, and the names of places and other things.
package words

import (
	"errors"
	"fmt"
	"math"
	"unicode/utf8"

	"github.com/go-ego/gse"

	"zhenggai/extract/rules"
)

// A Pos is a part of speech.
type Pos byte

// The parts of speech. Persons and bodies are nouns.
const (
	Noun        Pos = 'n'
	Place       Pos = 's' // where something is: 全区, 境内, 斗门区
	Time        Pos = 't' // 上半年
	Verb        Pos = 'v'
	Adjective   Pos = 'a' // and what only describes a noun: 公办, 县级
	Adverb      Pos = 'd' // and words of status: 已, 累计, 计划
	Phrase      Pos = 'i' // a set phrase that is no part of any other: 举一反三
	Preposition Pos = 'p'
	Conjunction Pos = 'c'
	Particle    Pos = 'u'
	Pronoun     Pos = 'r'
	Numeral     Pos = 'm' // figures too: 6.5, 十一, 3481万
	Measure     Pos = 'q' // 个, 平方米, %
	Name        Pos = 'x' // what no dictionary knows, Latin too: 互花米草, PPP
	Mark        Pos = 'w' // punctuation and any other sign
)

// Parts of speech that are settled when words are joined.
const (
	suffix     Pos = 'k' // ends the name of a place, 区 or 街道; by itself a noun
	nounSuffix Pos = 'K' // makes a noun of the verb before it, 率 in 清偿率
	named      Pos = 'S' // a place whose name was put together
)

// A Word is one word of a text: its extent in bytes and its part of speech.
type Word struct {
	Start, End int
	Pos        Pos
}

// A Segmenter cuts texts into words. It is safe for concurrent use.
type Segmenter struct {
	gse gse.Segmenter
}

// maxRun is how many bytes are cut at once. No clause is as long; a hostile text without punctuation is cut there.
const maxRun = 4 << 10

// maxCharacters is how many different characters the words of a dictionary are expected to have at most.
const maxCharacters = 3 << 10

// unknown is the length of the path over a character that is no word by itself. It is what gse takes for characters
// that its dictionary does not hold: log2 of how much rarer they are than all words together.
const unknown = 32

// usualWeights are the weights of words that state none, by their characters. A single character is more often part
// of a word or a name than a word.
var usualWeights = [...]float64{0, 10, 100, 200, 300}

// New makes a segmenter of a dictionary. Of two entries for the same word the first holds. It fails on a part of
// speech that it does not know and on an empty word.
func New(list []rules.Word) (*Segmenter, error) {
	s := &Segmenter{gse.Segmenter{Dict: gse.NewDict(), NotLoadHMM: true, SkipLog: true}}
	s.gse.Dict.Tokens = make([]gse.Token, 0, len(list)+maxCharacters)
	for _, w := range list {
		if w.Text == "" {
			return nil, errors.New("words: a word is empty")
		}
		pos, err := posOf(w.Pos)
		if err != nil {
			return nil, fmt.Errorf("words: %q: %w", w.Text, err)
		}
		if err := s.gse.AddToken(w.Text, weight(w), string(rune(pos))); err != nil {
			return nil, fmt.Errorf("words: %q: %w", w.Text, err)
		}
	}
	if err := s.addCharacters(list); err != nil {
		return nil, err
	}
	s.gse.CalcToken()
	return s, nil
}

// posOf returns the part of speech that a code of words.tsv stands for.
func posOf(code string) (Pos, error) {
	switch code {
	case "n", "nr", "nt":
		return Noun, nil
	case "ns":
		return Place, nil
	case "kn":
		return nounSuffix, nil
	case "k", "t", "v", "a", "d", "i", "p", "c", "u", "r", "m", "q":
		return Pos(code[0]), nil
	}
	return 0, fmt.Errorf("unknown part of speech %q", code)
}

func weight(w rules.Word) float64 {
	if w.Weight > 0 {
		return w.Weight
	}
	return usualWeights[min(utf8.RuneCountInString(w.Text), len(usualWeights)-1)]
}

// addCharacters adds the characters of the words that are no words themselves. They are cut the same without, but
// gse makes two objects for each character that it does not find.
func (s *Segmenter) addCharacters(list []rules.Word) error {
	rare := math.Ldexp(s.gse.Dict.TotalFreq(), -unknown)
	seen := make(map[rune]bool, maxCharacters)
	for _, w := range list {
		for _, r := range w.Text {
			if seen[r] {
				continue
			}
			seen[r] = true
			if err := s.gse.AddToken(string(r), rare, string(rune(Name))); err != nil { // words are left as they are
				return fmt.Errorf("words: %q: %w", r, err)
			}
		}
	}
	return nil
}

// Cut appends the words of text to dst, in their order. What lies between them is white space. A figure is one word
// with its point and commas, so are a stretch of Latin, a Chinese numeral, and a stretch of characters that no
// dictionary knows; every mark is one.
func (s *Segmenter) Cut(dst []Word, text string) []Word {
	first := len(dst)
	raw := []byte(text)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		c := classOf(r)
		end := i + size
		switch c {
		case han:
			end = endOf(text, end, han, i+maxRun)
			dst = s.cutRun(dst, raw[i:end], i)
		case digit:
			end = endOfFigure(text, end)
			dst = append(dst, Word{i, end, Numeral})
		case letter:
			end = endOf(text, end, letter, len(text))
			dst = append(dst, Word{i, end, Name})
		case unit:
			dst = append(dst, Word{i, end, Measure})
		case mark:
			dst = append(dst, Word{i, end, Mark})
		}
		i = end
	}
	return join(dst, first, text)
}

// cutRun appends the words of run, which starts at byte at of the text.
func (s *Segmenter) cutRun(dst []Word, run []byte, at int) []Word {
	if len(run) <= utf8.UTFMax && utf8.RuneCount(run) == 1 { // 家 in 12家: the path is short
		pos := Name
		if _, p, found := s.gse.Dict.Find(run); found && p != "" {
			pos = Pos(p[0])
		}
		return append(dst, Word{at, at + len(run), pos})
	}
	segments := s.gse.Segment(run)
	for i := range segments {
		dst = append(dst, Word{at + segments[i].Start(), at + segments[i].End(), Pos(segments[i].Token().Pos()[0])})
	}
	return dst
}
