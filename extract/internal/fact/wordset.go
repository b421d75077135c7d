package fact

import (
	"math/bits"

	"zhenggai/extract/internal/lexicon"
)

// wordSet is a set of words of a lexicon.
type wordSet []uint64

// setSize returns the length of a set of a lexicon's words.
func setSize(l *lexicon.Lexicon) int { return (l.Len() + 63) / 64 }

// A slab gives out sets, which are many and short-lived, from one piece of memory.
type slab struct {
	size int // of one set
	free []uint64
	all  []uint64
}

// reset takes all sets back.
func (s *slab) reset() { s.free = s.all }

// empty returns a new set.
func (s *slab) empty() wordSet {
	const sets = 64
	if len(s.free) < s.size {
		s.all = make([]uint64, sets*s.size) // the old piece stays with the sets that it holds
		s.free = s.all
	}
	set := s.free[:s.size:s.size]
	s.free = s.free[s.size:]
	clear(set)
	return set
}

// copyOf returns a new set with the words of another.
func (s *slab) copyOf(t wordSet) wordSet {
	set := s.empty()
	copy(set, t)
	return set
}

func (s wordSet) add(id int)      { s[id/64] |= 1 << (id % 64) }
func (s wordSet) has(id int) bool { return s[id/64]&(1<<(id%64)) != 0 }

// each calls f with every word of the set.
func (s wordSet) each(f func(id int)) {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			f(64*i + bits.TrailingZeros64(w))
		}
	}
}

func (s wordSet) addAll(t wordSet) {
	for i, w := range t {
		s[i] |= w
	}
}

// first returns the first of the words that is in the set, which may be nil, or -1.
func (s wordSet) first(ids []int) int {
	if s == nil {
		return -1
	}
	for _, id := range ids {
		if s.has(id) {
			return id
		}
	}
	return -1
}

// hasAny reports whether one of the words is in the set, which may be nil.
func (s wordSet) hasAny(ids []int) bool { return s.first(ids) >= 0 }

func (s wordSet) hasAll(ids []int) bool {
	for _, id := range ids {
		if !s.has(id) {
			return false
		}
	}
	return true
}

// addHits adds the words that lie in [from, to).
func (s wordSet) addHits(hits []lexicon.Hit, from, to int) {
	for _, h := range lexicon.Starting(hits, from, to) {
		if h.End <= to {
			s.add(h.ID)
		}
	}
}

// addAt appends x to the list of a word, lists[id], which may not exist yet.
func addAt[T any](lists [][]T, id int, x T) [][]T {
	for len(lists) <= id {
		lists = append(lists, nil)
	}
	lists[id] = append(lists[id], x)
	return lists
}

// endedBy returns the list of the last byte of a text, from lists of words by their last byte. Few words share that of a text.
func endedBy[T any](lists [][]T, text string) []T {
	if text == "" {
		return nil
	}
	return listAt(lists, int(text[len(text)-1]))
}

// listAt returns the list of a word, which is empty where it does not exist.
func listAt[T any](lists [][]T, id int) []T {
	if id < len(lists) {
		return lists[id]
	}
	return nil
}
