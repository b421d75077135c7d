package fact

import (
	"strings"

	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/lexicon"
	"zhenggai/extract/internal/marks"
	"zhenggai/extract/rules"
)

// A telling is a set of kinds of cues by which numbers are seen to belong together.
type telling uint16

const (
	tellsUnderWay telling = 1 << iota
	tellsUnfinished
	tellsFinished
	tellsRest
	tellsProgress
	tellsPart
	tellsEach
	tellsAmong
	tellsGathers
	tellsCompared
	tellsWhole
)

// tellingKinds are the kinds in the order of their bits.
var tellingKinds = [...]string{
	"under_way", "unfinished", "finished", "rest", "progress", "part", "each", "among", "gathers", "compared", "whole",
}

// tellings finds all these kinds in one pass over a text. The texts are short and the words many, so that to look for each word by itself
// takes far longer.
type tellings struct {
	words *lexicon.Lexicon
	kinds []telling // of each word
}

func newTellings(q *rules.Quantities) *tellings {
	t := &tellings{words: lexicon.New()}
	for bit, kind := range tellingKinds {
		for _, w := range q.Words(kind) {
			id := t.words.Add(w)
			if id == len(t.kinds) {
				t.kinds = append(t.kinds, 0)
			}
			t.kinds[id] |= 1 << bit
		}
	}
	return t
}

// in returns the kinds of the words that stand in a text.
func (t *tellings) in(text string) (found telling) {
	var buffer [16]lexicon.Hit
	for _, h := range t.words.Scan(buffer[:0], text, 0, len(text)) {
		found |= t.kinds[h.ID]
	}
	return found
}

// told is what is known of an indicator among those of its line.
type told struct {
	gap     int     // the strongest mark between it and the indicator before it
	stopped bool    // 。 stands there
	read    bool    // clause is known
	clause  telling // what the words of its clause tell
	staged  bool    // stage and word are known
	stage   stage
	word    string
}

// about returns what is known of indicator k.
func (t *Sums) about(k int) *told {
	if t.told == nil {
		t.told = make([]told, len(t.found))
		for k := 1; k < len(t.found); k++ {
			between := document.Span{Start: t.found[k-1].Mention.End, End: t.found[k].Mention.Start}
			t.told[k].gap = strongest(t.text, between)
			t.told[k].stopped = t.told[k].gap == marks.Sentence && strings.Contains(between.In(t.text), "。")
		}
	}
	return &t.told[k]
}

// strongest returns the strength of the strongest mark in a part of a text.
func strongest(text string, part document.Span) int {
	most := marks.None
	for most < marks.Sentence {
		at := marks.First(text, part.Start, part.End, most+1)
		if at < 0 {
			break
		}
		most, part.Start = marks.At(text, at), at
	}
	return most
}
