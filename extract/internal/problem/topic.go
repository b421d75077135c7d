package problem

import (
	"slices"
	"strings"

	"zhenggai/extract/internal/lexicon"
	"zhenggai/extract/internal/words"
	"zhenggai/extract/rules"
)

// Topics tells what problems are about. It is safe for concurrent use.
type Topics struct {
	codes     []string
	words     *lexicon.Lexicon
	topics    lexicon.Lists[int] // of a word of the lexicon: the topics that it speaks for
	exempt    lexicon.Lists[int] // of a phrase of the lexicon: the topics whose words do not count in it
	longest   int                // phrase, in bytes
	segmenter *words.Segmenter
}

// NewTopics prepares the table. The segmenter is used to see where the words of a heading end.
func NewTopics(topics []rules.Topic, segmenter *words.Segmenter) *Topics {
	t := &Topics{words: lexicon.New(), segmenter: segmenter}
	for i, topic := range topics {
		t.codes = append(t.codes, topic.Code)
		for _, w := range topic.Words {
			t.topics.Add(t.words.Add(w), i)
		}
		for _, w := range topic.Not {
			t.exempt.Add(t.words.Add(w), i)
			t.longest = max(t.longest, len(w))
		}
	}
	return t
}

// unquoted drops what may stand inside a term of a heading: 农村集体“三资”, ‘一把手’.
var unquoted = strings.NewReplacer("“", "", "”", "", "‘", "", "’", "", `"`, "", "'", "", "「", "", "」", "", "《", "", "》", "", " ", "", "\u3000", "", "\u00a0", "")

// Of returns the codes of the topics of a problem, those first that its heading names first.
func (t *Topics) Of(heading string) []string {
	const ideographs = 0x4E00 // what is dropped has lower codes; to look for it is faster than to replace nothing
	if strings.ContainsFunc(heading, func(r rune) bool { return r < ideographs }) {
		heading = unquoted.Replace(heading)
	}
	var few [16]lexicon.Hit
	hits := t.words.Scan(few[:0], heading, 0, len(heading))
	if len(hits) == 0 {
		return nil
	}
	const long = 3 * 3 // bytes; a word of three characters does not come about by chance
	var cut []words.Word
	isWhole := func(h lexicon.Hit) bool {
		if cut == nil {
			cut = t.segmenter.Cut(nil, heading)
		}
		return isWhole(cut, h)
	}
	var found []int // topics, in order of their first word
	for i, h := range hits {
		for _, topic := range t.topics.Of(h.ID) {
			if !slices.Contains(found, topic) && !t.isExempt(hits, i, topic) && (h.End-h.Start >= long || isWhole(h)) {
				found = append(found, topic)
			}
		}
	}
	if len(found) == 0 {
		return nil
	}
	codes := make([]string, len(found))
	for i, topic := range found {
		codes[i] = t.codes[topic]
	}
	return codes
}

// isExempt reports whether hits[i] stands in a phrase in which the words of a topic do not count.
func (t *Topics) isExempt(hits []lexicon.Hit, i, topic int) bool {
	h := hits[i]
	for j := i; j >= 0 && hits[j].Start > h.Start-t.longest; j-- {
		if t.covers(hits[j], h, topic) {
			return true
		}
	}
	for j := i + 1; j < len(hits) && hits[j].Start == h.Start; j++ {
		if t.covers(hits[j], h, topic) {
			return true
		}
	}
	return false
}

// covers reports whether phrase is one in which the words of a topic do not count, and h is in it or goes on from
// within it: 资产管理 does from 农村集体资产.
func (t *Topics) covers(phrase, h lexicon.Hit, topic int) bool {
	inside := h.End <= phrase.End || phrase.Start < h.Start && h.Start < phrase.End
	return inside && slices.Contains(t.exempt.Of(phrase.ID), topic)
}

// isWhole reports whether h starts or ends with a word or lies inside one: 法治 does in 法治政府 but not in 无法治理.
func isWhole(cut []words.Word, h lexicon.Hit) bool {
	first, _ := slices.BinarySearchFunc(cut, h.Start, func(w words.Word, pos int) int { return w.End - pos - 1 })
	last, _ := slices.BinarySearchFunc(cut, h.End-1, func(w words.Word, pos int) int { return w.End - pos - 1 })
	if first == len(cut) || last == len(cut) {
		return false
	}
	return first == last || cut[first].Start == h.Start || cut[last].End == h.End
}
