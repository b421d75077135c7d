package fact

import "zhenggai/extract/internal/lexicon"

// wordSet is a set of words of a lexicon.
type wordSet []uint64

func newSet(l *lexicon.Lexicon) wordSet { return make(wordSet, (l.Len()+63)/64) }

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
func (s wordSet) addHits(hits []lexicon.Hit, from, to int) {
	for _, h := range lexicon.Starting(hits, from, to) {
		if h.End <= to {
			s.add(h.ID)
		}
	}
}
