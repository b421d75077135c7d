package lexicon

import (
	"math/bits"
	"slices"
)

// A Set is a set of words of a lexicon.
type Set []uint64

// sizeOf returns the length of a set of a lexicon's words.
func sizeOf(l *Lexicon) int { return (l.Len() + 63) / 64 }

// NewSet returns a set of the words of a lexicon that is empty. Words that are added to the lexicon later do not fit in.
func (l *Lexicon) NewSet() Set { return make(Set, sizeOf(l)) }

// A Slab gives out sets, which are many and short-lived, from a few pieces of memory.
type Slab struct {
	size   int // of one set
	free   []uint64
	pieces [][]uint64
	used   int // of the pieces
}

// NewSlab returns a slab of sets of the words of a lexicon.
func (l *Lexicon) NewSlab() Slab { return Slab{size: sizeOf(l)} }

// Reset takes all sets back. What a few lines alone need so much of is not kept.
func (s *Slab) Reset() {
	const kept = 16 // pieces
	if len(s.pieces) > kept {
		s.pieces = slices.Clone(s.pieces[:kept])
	}
	s.free, s.used = nil, 0
}

// Empty returns a new set.
func (s *Slab) Empty() Set {
	const sets = 64
	if len(s.free) < s.size {
		if s.used == len(s.pieces) {
			s.pieces = append(s.pieces, make([]uint64, sets*s.size))
		}
		s.free = s.pieces[s.used]
		s.used++
	}
	set := s.free[:s.size:s.size]
	s.free = s.free[s.size:]
	clear(set)
	return set
}

// CopyOf returns a new set with the words of another.
func (s *Slab) CopyOf(t Set) Set {
	set := s.Empty()
	copy(set, t)
	return set
}

// Add adds a word.
func (s Set) Add(id int) { s[id/64] |= 1 << (id % 64) }

// Has reports whether a word is in the set.
func (s Set) Has(id int) bool { return s[id/64]&(1<<(id%64)) != 0 }

// Each calls f with every word of the set.
func (s Set) Each(f func(id int)) {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			f(64*i + bits.TrailingZeros64(w))
		}
	}
}

// AddAll adds the words of another set.
func (s Set) AddAll(t Set) {
	for i, w := range t {
		s[i] |= w
	}
}

// First returns the first of the words that is in the set, which may be nil, or -1.
func (s Set) First(ids []int) int {
	if s == nil {
		return -1
	}
	for _, id := range ids {
		if s.Has(id) {
			return id
		}
	}
	return -1
}

// HasAny reports whether one of the words is in the set, which may be nil.
func (s Set) HasAny(ids []int) bool { return s.First(ids) >= 0 }

// HasAll reports whether all of the words are in the set.
func (s Set) HasAll(ids []int) bool {
	for _, id := range ids {
		if !s.Has(id) {
			return false
		}
	}
	return true
}

// AddHits adds the words that lie in [from, to).
func (s Set) AddHits(hits []Hit, from, to int) {
	for _, h := range Starting(hits, from, to) {
		if h.End <= to {
			s.Add(h.ID)
		}
	}
}

// Lists keeps a list for each of some numbers, such as those of words of a lexicon.
type Lists[T any] [][]T

// Add appends x to the list of a number.
func (l *Lists[T]) Add(id int, x T) {
	for len(*l) <= id {
		*l = append(*l, nil)
	}
	(*l)[id] = append((*l)[id], x)
}

// Of returns the list of a number, which is empty where nothing was added to it.
func (l Lists[T]) Of(id int) []T {
	if id < len(l) {
		return l[id]
	}
	return nil
}
