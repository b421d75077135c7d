package fact

import "unicode/utf8"

// A lexicon finds many words in one pass over a text. Words are looked up by their first character. A set of the
// characters that start a word, small enough for the nearest cache, settles most of them.
type lexicon struct {
	ids    map[string]int
	first  [1 << 16 / 64]uint64
	starts map[rune]int // character to its bucket
	words  []string
	bucket [][]entry // the words that start with one character
}

// entry is a word in its bucket. Its last byte is looked at first: that settles most comparisons.
type entry struct {
	word string
	last byte
	id   int
}

func newLexicon() *lexicon { return &lexicon{ids: map[string]int{}, starts: map[rune]int{}} }

// add returns the number of a word.
func (l *lexicon) add(word string) int {
	if id, ok := l.ids[word]; ok {
		return id
	}
	id := len(l.words)
	l.ids[word] = id
	l.words = append(l.words, word)
	first, _ := utf8.DecodeRuneInString(word)
	l.first[uint16(first)/64] |= 1 << (first % 64)
	slot, ok := l.starts[first]
	if !ok {
		slot = len(l.bucket)
		l.starts[first] = slot
		l.bucket = append(l.bucket, nil)
	}
	l.bucket[slot] = append(l.bucket[slot], entry{word, word[len(word)-1], id})
	return id
}

// hit is a word found in a text.
type hit struct{ id, start, end int }

// scan appends the words that stand in text[from:to], in order of their start. Words may overlap.
func (l *lexicon) scan(hits []hit, text string, from, to int) []hit {
	text = text[:to]
	for i := from; i < to; {
		r, size := runeAt(text, i)
		if l.first[uint16(r)/64]&(1<<(r%64)) != 0 {
			for _, e := range l.bucket[l.starts[r]] {
				if end := i + len(e.word); end <= to && text[end-1] == e.last && text[i:end] == e.word {
					hits = append(hits, hit{e.id, i, end})
				}
			}
		}
		i += size
	}
	return hits
}

// runeAt decodes the character at i. Nearly all have one or three bytes, and the text is valid.
func runeAt(text string, i int) (rune, int) {
	b := text[i]
	if b < utf8.RuneSelf {
		return rune(b), 1
	}
	if b&0xF0 == 0xE0 && i+2 < len(text) {
		return rune(b&0x0F)<<12 | rune(text[i+1]&0x3F)<<6 | rune(text[i+2]&0x3F), 3
	}
	return utf8.DecodeRuneInString(text[i:])
}

// wordSet is a set of words of a lexicon.
type wordSet []uint64

func (l *lexicon) newSet() wordSet { return make(wordSet, (len(l.words)+63)/64) }

func (s wordSet) add(id int)      { s[id/64] |= 1 << (id % 64) }
func (s wordSet) has(id int) bool { return s[id/64]&(1<<(id%64)) != 0 }

func (s wordSet) addAll(t wordSet) {
	for i, w := range t {
		s[i] |= w
	}
}

func (s wordSet) hasAny(ids []int) bool {
	for _, id := range ids {
		if s.has(id) {
			return true
		}
	}
	return false
}

func (s wordSet) hasAll(ids []int) bool {
	for _, id := range ids {
		if !s.has(id) {
			return false
		}
	}
	return true
}

// addHits adds the words that lie in [from, to).
func (s wordSet) addHits(hits []hit, from, to int) {
	for _, h := range hitsIn(hits, from, to) {
		if h.end <= to {
			s.add(h.id)
		}
	}
}
