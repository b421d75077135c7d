// Package lexicon finds the words of a list in a text, all in one pass.
package lexicon

import (
	"slices"
	"sort"
	"strings"
)

// A Lexicon is a list of words. Once its words are added it is safe for concurrent use.
//
// Every character of a notice passes Scan several times, so it settles nearly all places by one look at a set of the
// characters that start a word, and most of the others by a hash of two characters.
type Lexicon struct {
	ids   map[string]int
	words []entry
	first [1 << 16 / 64]uint64 // characters that start a word
	masks []uint64             // of the keys that some word has, the shortest first
	keys  [1 << keyBits / 64]uint64
	heads [1 << headBits]int // by hash of a key: one more than the id of the first word with such a key
}

// entry is a word in the chain of those whose keys have the same hash.
type entry struct {
	word string
	key  uint64 // its first bytes, see keyMasks
	next int    // one more than the id of the next in the chain, or 0
}

const (
	keyBits  = 14
	headBits = 9
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

// Add returns the id of a word, which is a new one where the word was not there yet. The word must not be empty.
func (l *Lexicon) Add(word string) int {
	if id, ok := l.ids[word]; ok {
		return id
	}
	id := len(l.words)
	l.ids[word] = id
	mask := keyMask(word)
	if i, found := slices.BinarySearch(l.masks, mask); !found {
		l.masks = slices.Insert(l.masks, i, mask)
	}
	r, _ := charAt(word, 0)
	l.first[r/64] |= 1 << (r % 64)
	key := keyBytes(word, 0) | ^mask
	h := hashOf(key)
	l.keys[h/64] |= 1 << (h % 64)
	link := &l.heads[h%(1<<headBits)]
	for *link > 0 {
		link = &l.words[*link-1].next
	}
	*link = id + 1
	l.words = append(l.words, entry{word: word, key: key})
	return id
}

// A Hit is a word found in a text.
type Hit struct{ ID, Start, End int }

// Scan appends the words that stand in text[from:to], in order of their start, and returns the list. Words may overlap.
func (l *Lexicon) Scan(hits []Hit, text string, from, to int) []Hit {
	text = text[:to]
	for i := from; i < to; {
		r, size := charAt(text, i)
		if l.first[r/64]&(1<<(r%64)) != 0 {
			hits = l.at(hits, text, i)
		}
		i += size
	}
	return hits
}

// at appends the words that start at i.
func (l *Lexicon) at(hits []Hit, text string, i int) []Hit {
	bytes := keyBytes(text, i)
	for _, mask := range l.masks {
		key := bytes | ^mask
		h := hashOf(key)
		if l.keys[h/64]&(1<<(h%64)) == 0 {
			continue
		}
		for id := l.heads[h%(1<<headBits)] - 1; id >= 0; id = l.words[id].next - 1 {
			if w := &l.words[id]; w.key == key && strings.HasPrefix(text[i:], w.word) {
				hits = append(hits, Hit{id, i, i + len(w.word)})
			}
		}
	}
	return hits
}

// In reports whether one of the words stands in a text.
func (l *Lexicon) In(text string) bool {
	var found [1]Hit
	for i := 0; i < len(text); {
		r, size := charAt(text, i)
		if l.first[r/64]&(1<<(r%64)) != 0 && len(l.at(found[:0], text, i)) > 0 {
			return true
		}
		i += size
	}
	return false
}

// Opens reports whether a text starts with one of the words.
func (l *Lexicon) Opens(text string) bool {
	var found [1]Hit
	return text != "" && len(l.at(found[:0], text, 0)) > 0
}

// Starting returns the hits that start in [from, to). Those that end behind it are among them.
func Starting(hits []Hit, from, to int) []Hit {
	first := sort.Search(len(hits), func(i int) bool { return hits[i].Start >= from })
	last := first
	for last < len(hits) && hits[last].Start < to {
		last++
	}
	return hits[first:last]
}

// keyMasks select the bytes of a key: one, one Chinese character, or two. The other bits of a key are ones.
var keyMasks = [...]uint64{1<<8 - 1, 1<<24 - 1, 1<<48 - 1}

// keyMask returns the longest mask that a word fills.
func keyMask(word string) uint64 {
	switch n := len(word); {
	case n >= 6:
		return keyMasks[2]
	case n >= 3:
		return keyMasks[1]
	}
	return keyMasks[0]
}

// keyBytes returns up to six bytes at i as a number, the first lowest, zeros behind the end.
func keyBytes(s string, i int) uint64 {
	if i+6 <= len(s) {
		return uint64(s[i]) | uint64(s[i+1])<<8 | uint64(s[i+2])<<16 | uint64(s[i+3])<<24 | uint64(s[i+4])<<32 | uint64(s[i+5])<<40
	}
	key := uint64(0)
	for k := len(s) - 1; k >= i; k-- {
		key = key<<8 | uint64(s[k])
	}
	return key
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
