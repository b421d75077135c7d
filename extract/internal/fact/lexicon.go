package fact

import "unicode/utf8"

// A lexicon finds many words in one pass over a text. Words are looked up by their first two characters, and only where
// the first one starts any word at all.
type lexicon struct {
	ids    map[string]int   // word to its number
	heads  map[string][]int // first two characters, or the only one, to the words that start so
	starts [1 << 16 / 64]uint64
	words  []string
}

func newLexicon() *lexicon { return &lexicon{ids: map[string]int{}, heads: map[string][]int{}} }

// add returns the number of a word.
func (l *lexicon) add(word string) int {
	if id, ok := l.ids[word]; ok {
		return id
	}
	id := len(l.words)
	l.ids[word] = id
	l.words = append(l.words, word)
	first, _ := utf8.DecodeRuneInString(word)
	l.starts[uint16(first)/64] |= 1 << (uint16(first) % 64)
	head := word[:headLen(word)]
	l.heads[head] = append(l.heads[head], id)
	return id
}

// headLen returns the bytes of the first two characters.
func headLen(s string) int {
	_, first := utf8.DecodeRuneInString(s)
	_, second := utf8.DecodeRuneInString(s[first:])
	return first + second
}

// hit is a word found in a text.
type hit struct{ id, start, end int }

// scan appends the words that stand in text[from:to], in order of their start. Words may overlap.
func (l *lexicon) scan(hits []hit, text string, from, to int) []hit {
	for i := from; i < to; {
		r, size := utf8.DecodeRuneInString(text[i:to])
		if l.starts[uint16(r)/64]&(1<<(uint16(r)%64)) == 0 {
			i += size
			continue
		}
		two := headLen(text[i:to])
		for _, id := range l.heads[text[i:i+two]] {
			if end := i + len(l.words[id]); end <= to && text[i:end] == l.words[id] {
				hits = append(hits, hit{id, i, end})
			}
		}
		if two > size {
			for _, id := range l.heads[text[i:i+size]] {
				hits = append(hits, hit{id, i, i + size})
			}
		}
		i += size
	}
	return hits
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
		s.add(h.id)
	}
}
