// Package words cuts Chinese text into words and tells their parts of speech.
//
// Chinese characters are cut into the likeliest words of the dictionary, which is the project's own list of the words of
// rectification notices: a general one takes seconds to load and cuts names such as 珠海市斗门区 in the wrong place. What
// the dictionary cannot know is settled here: figures, Latin, numerals, and the names of places and other things.
package words

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"unicode/utf8"

	"zhenggai/extract/internal/lexicon"
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
	dictionary *lexicon.Lexicon
	entries    []entry // of the words of the dictionary
}

// An entry says of a word what it is and how rare: log2 of how many words there are for each of it. The likeliest way to cut
// a text is the one whose words are the least rare together.
type entry struct {
	pos  Pos
	rare float32
}

// maxRun is how many bytes are cut at once. No clause is as long; a hostile text without punctuation is cut there.
const maxRun = 4 << 10

// unknown is how rare a character is that is no word by itself.
const unknown = 32

// usualWeights are the weights of words that state none, by their characters. A single character is more often part
// of a word or a name than a word.
var usualWeights = [...]float64{0, 10, 100, 200, 300}

// New makes a segmenter of a dictionary. Of two entries for the same word the first holds. It fails on a part of
// speech that it does not know and on an empty word.
func New(list []rules.Word) (*Segmenter, error) {
	s := &Segmenter{dictionary: lexicon.New()}
	weights, total := make([]float64, 0, len(list)), 0.0
	for _, w := range list {
		if w.Text == "" {
			return nil, errors.New("words: a word is empty")
		}
		pos, err := posOf(w.Pos)
		if err != nil {
			return nil, fmt.Errorf("words: %q: %w", w.Text, err)
		}
		if s.dictionary.Add(w.Text) < len(weights) {
			continue
		}
		s.entries = append(s.entries, entry{pos: pos})
		weights = append(weights, weight(w))
		total += weight(w)
	}
	all := float32(math.Log2(total))
	for i := range s.entries {
		s.entries[i].rare = all - float32(math.Log2(weights[i]))
	}
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

// Cut appends the words of text to dst, in their order. What lies between them is white space. A figure is one word
// with its point and commas, so are a stretch of Latin, a Chinese numeral, and a stretch of characters that no
// dictionary knows; every mark is one.
func (s *Segmenter) Cut(dst []Word, text string) []Word {
	first := len(dst)
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		c := classOf(r)
		end := i + size
		switch c {
		case han:
			end = endOf(text, end, han, i+maxRun)
			dst = s.cutRun(dst, text[:end], i)
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

// A way leads to a place in a run: the least rare words up to it, the last of which starts at start.
type way struct {
	rare  float32
	start int32 // in the run
	pos   Pos
}

// shortRun is up to how many bytes a run is cut in memory that needs not be asked for.
const shortRun = 192

// cutRun appends the words of the run of Chinese characters at the end of text that starts at byte at.
func (s *Segmenter) cutRun(dst []Word, text string, at int) []Word {
	var short [shortRun + 1]way // to the ends of words, by bytes from at
	ways := short[:]
	if len(text)-at > shortRun {
		ways = make([]way, len(text)-at+1)
	}
	s.findWays(ways, text, at)
	first := len(dst)
	for end := len(text) - at; end > 0; {
		w := ways[end]
		dst = append(dst, Word{at + int(w.start), at + end, w.pos})
		end = int(w.start)
	}
	slices.Reverse(dst[first:])
	return dst
}

// findWays finds the best way to each place of a run.
func (s *Segmenter) findWays(ways []way, text string, at int) {
	var found [16]lexicon.Hit
	for i := at; i < len(text); {
		before, single := ways[i-at].rare, false
		_, size := utf8.DecodeRuneInString(text[i:])
		for _, h := range s.dictionary.At(found[:0], text, i) {
			single = single || h.End == i+size
			ways[h.End-at].take(before, s.entries[h.ID], i-at)
		}
		if !single {
			ways[i+size-at].take(before, entry{Name, unknown}, i-at)
		}
		i += size
	}
}

// take makes the way end with a word from start on, where that is better or the way leads nowhere yet.
func (w *way) take(before float32, e entry, start int) {
	if rare := before + e.rare; w.rare == 0 || w.rare > rare {
		*w = way{rare, int32(start), e.pos}
	}
}
