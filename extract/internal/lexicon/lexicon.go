// Package lexicon finds the words of a list in a text, all in one pass.
package lexicon

import (
	"slices"
	"unicode/utf8"
)

// A Lexicon is a list of words. Once its words are added it is safe for concurrent use.
//
// Every character of a notice passes Scan several times. A word is looked up by a hash of its first two characters, or
// by its first character where it has no two, so that nearly all places of a text are settled by one look at two sets.
type Lexicon struct {
	ids   map[string]int
	words []string
	slots []slot                    // of each word
	short [1 << 16 / 64]uint64      // first characters of the words of less than two
	pairs [1 << keyBits / 64]uint64 // hashes of the keys of all others
	heads [1 << headBits]int32      // by hash of a key: one more than the id of the first word with such a key
}

// slot is what Scan needs of a word in the chain of those whose keys have the same hash.
type slot struct {
	key  uint64
	next int32 // one more than the id of the next in the chain, or 0
	size int32 // of the word, in bytes
}

const (
	keyBits  = 15
	headBits = 11
	pairSize = 6 // bytes of two Chinese characters
)

// New returns a lexicon of the given words, which are numbered from 0 in their order.
func New(words ...string) *Lexicon {
	l := &Lexicon{ids: map[string]int{}}
	for _, w := range words {
		l.Add(w)
	}
	return l
}

// Len returns the number of words.
func (l *Lexicon) Len() int { return len(l.words) }

// Words returns the words in the order of their ids.
func (l *Lexicon) Words() []string { return slices.Clone(l.words) }

// WordsIn returns the words that stand in a text, each once, in the order of the text.
func (l *Lexicon) WordsIn(text string) []string {
	var list []string
	for _, hit := range l.Scan(nil, text, 0, len(text)) {
		if word := l.words[hit.ID]; !slices.Contains(list, word) {
			list = append(list, word)
		}
	}
	return list
}

// Word returns the word with an id.
func (l *Lexicon) Word(id int) string { return l.words[id] }

// Add returns the id of a word, which is a new one where the word was not there yet. The word must not be empty.
func (l *Lexicon) Add(word string) int {
	if id, ok := l.ids[word]; ok {
		return id
	}
	id := len(l.words)
	l.ids[word] = id
	first, _ := charAt(word, 0)
	key := shortKey(first)
	if len(word) >= pairSize {
		key = pairAt(word, 0)
		h := hashOf(key)
		l.pairs[h/64] |= 1 << (h % 64)
	} else {
		l.short[first/64] |= 1 << (first % 64)
	}
	link := &l.heads[hashOf(key)%(1<<headBits)]
	for *link > 0 {
		link = &l.slots[*link-1].next
	}
	*link = int32(id) + 1
	l.words = append(l.words, word)
	l.slots = append(l.slots, slot{key: key, size: int32(len(word))})
	return id
}

// A Hit is a word found in a text.
type Hit struct{ ID, Start, End int }

// stretch is how many places Scan settles before it looks at any word.
const stretch = 256

// Scan appends the words that stand in text[from:to], in order of their start, and returns the list. Words may overlap.
// It first collects the places where a word may start, without a branch on what it finds there: a processor guesses
// such branches wrong too often.
func (l *Lexicon) Scan(hits []Hit, text string, from, to int) []Hit {
	text = text[:to]
	var places [stretch]int
	for i := from; i < to; {
		n := 0
		i, n = l.collect(&places, text, i)
		for _, at := range places[:n] {
			hits = l.At(hits, text, at)
		}
	}
	return hits
}

// collect fills places with those from i on where a word may start. It returns where it stopped and the number of places.
func (l *Lexicon) collect(places *[stretch]int, text string, i int) (next, n int) {
	for n < stretch && i < len(text) {
		places[n] = i
		b := text[i]
		if b < 0xE0 || b >= 0xF0 || i+pairSize > len(text) {
			_, size := charAt(text, i)
			i, n = i+size, n+1
			continue
		}
		pair := pairAt(text, i) // nearly all characters of a notice have three bytes
		first, h := firstOf(pair), hashOf(pair)
		n += int((l.pairs[h/64]>>(h%64) | l.short[first/64]>>(first%64)) & 1)
		i += 3
	}
	return i, n
}

// firstOf returns the low 16 bits of the character of three bytes that a pair begins with.
func firstOf(pair uint64) uint16 {
	return uint16(pair)<<12 | uint16(pair>>8&0x3F)<<6 | uint16(pair>>16&0x3F)
}

// At appends the words that start at i.
func (l *Lexicon) At(hits []Hit, text string, i int) []Hit {
	first, _ := charAt(text, i)
	if l.short[first/64]&(1<<(first%64)) != 0 {
		hits = l.chain(hits, shortKey(first), text, i)
	}
	if i+pairSize <= len(text) {
		pair := pairAt(text, i)
		if h := hashOf(pair); l.pairs[h/64]&(1<<(h%64)) != 0 {
			hits = l.chain(hits, pair, text, i)
		}
	}
	return hits
}

// chain appends those of the words with a key that start at i.
func (l *Lexicon) chain(hits []Hit, key uint64, text string, i int) []Hit {
	for next := l.heads[hashOf(key)%(1<<headBits)]; next > 0; {
		id := int(next) - 1
		w := &l.slots[id]
		next = w.next
		if w.key != key {
			continue
		}
		// Most words have two characters, and are no more than their key. Of the others the last byte tells most apart.
		end := i + int(w.size)
		if w.size != pairSize && (end > len(text) || text[end-1] != l.words[id][w.size-1] || text[i:end] != l.words[id]) {
			continue
		}
		hits = append(hits, Hit{id, i, end})
	}
	return hits
}

// In reports whether one of the words stands in a text.
func (l *Lexicon) In(text string) bool {
	var found [8]Hit
	i := 0
	for i < min(len(text), stretch) {
		if len(l.At(found[:0], text, i)) > 0 {
			return true
		}
		_, size := charAt(text, i)
		i += size
	}
	return i < len(text) && l.inLong(text, i)
}

// inLong reports whether one of the words starts in text at or behind from. It is Scan but for what it returns, and pays for long texts.
func (l *Lexicon) inLong(text string, from int) bool {
	var found [8]Hit
	var places [stretch]int
	for i := from; i < len(text); {
		n := 0
		i, n = l.collect(&places, text, i)
		for _, at := range places[:n] {
			if len(l.At(found[:0], text, at)) > 0 {
				return true
			}
		}
	}
	return false
}

// Opens reports whether a text starts with one of the words.
func (l *Lexicon) Opens(text string) bool {
	var found [8]Hit
	return text != "" && len(l.At(found[:0], text, 0)) > 0
}

// Ends reports whether a text ends in one of the words.
func (l *Lexicon) Ends(text string) bool {
	const longest = 12 * 3 // bytes of a word
	for i := len(text) - 1; i >= max(0, len(text)-longest); i-- {
		if !utf8.RuneStart(text[i]) {
			continue
		}
		var found [8]Hit
		for _, hit := range l.At(found[:0], text, i) {
			if hit.End == len(text) {
				return true
			}
		}
	}
	return false
}

// Starting returns the hits that start in [from, to). Those that end behind it are among them.
func Starting(hits []Hit, from, to int) []Hit {
	first := startingAt(hits, from)
	return hits[first : first+startingAt(hits[first:], to)]
}

// startingAt returns the index of the first hit that starts at or behind pos.
func startingAt(hits []Hit, pos int) int {
	low, high := 0, len(hits)
	for low < high {
		if middle := int(uint(low+high) >> 1); hits[middle].Start < pos {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

// shortKey is the key of the words of less than two characters that start with one. No pair has it.
func shortKey(first uint16) uint64 { return 1<<63 | uint64(first) }

// pairAt returns the six bytes at i as a number.
func pairAt(s string, i int) uint64 {
	return uint64(s[i]) | uint64(s[i+1])<<8 | uint64(s[i+2])<<16 | uint64(s[i+3])<<24 | uint64(s[i+4])<<32 | uint64(s[i+5])<<40
}

// hashOf spreads a key over keyBits bits.
func hashOf(key uint64) uint64 { return key * 0x9E3779B97F4A7C15 >> (64 - keyBits) }

// charAt returns the low 16 bits of the character at i, and its length. Text that is not valid gives some number and a
// length of one.
func charAt(s string, i int) (uint16, int) {
	b := s[i]
	switch {
	case b < 0x80:
		return uint16(b), 1
	case b >= 0xE0 && b < 0xF0 && i+2 < len(s):
		return uint16(b)<<12 | uint16(s[i+1]&0x3F)<<6 | uint16(s[i+2]&0x3F), 3
	case b >= 0xC0 && b < 0xE0 && i+1 < len(s):
		return uint16(b&0x1F)<<6 | uint16(s[i+1]&0x3F), 2
	case b >= 0xF0 && i+3 < len(s):
		return uint16(s[i+1]&0x3F)<<12 | uint16(s[i+2]&0x3F)<<6 | uint16(s[i+3]&0x3F), 4
	}
	return uint16(b), 1
}
