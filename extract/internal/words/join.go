package words

import (
	"unicode/utf8"
)

// maxName is how many characters most names of places have before their suffix. Up to there single words are taken for
// a part of them: 天 is a measure word, but not in 天河区.
const maxName = 2

// named is the part of speech, while words are joined, of places whose name was put together here.
const named Pos = 'S'

// join puts together the words from dst[first] on that are one, and returns dst with what is left of them.
func join(dst []Word, first int, text string) []Word {
	out := dst[:first]
	for _, w := range dst[first:] {
		if w.Pos == suffix {
			if i := nameStart(out, first, w, text); i < len(out) {
				out = append(out[:i], Word{out[i].Start, w.End, named})
				continue
			}
			w.Pos = Noun
		} else if last := len(out) - 1; last >= first && goesOn(out[last], w, text) {
			out[last].End = w.End
			continue
		}
		out = append(out, w)
	}
	for i := first; i < len(out); i++ {
		if out[i].Pos == named {
			out[i].Pos = Place
		}
	}
	return out
}

// goesOn reports whether w goes on from the word before it: a numeral from a numeral, 3481.45 万; from a stretch of
// unknown characters another, or a single character that describes or measures nothing there, 芡 实.
func goesOn(before, w Word, text string) bool {
	if before.End != w.Start {
		return false
	}
	switch w.Pos {
	case Numeral:
		return before.Pos == Numeral
	case Name:
		return isUnknown(before, text) && isUnknown(w, text)
	case Adjective, Measure:
		return isUnknown(before, text) && utf8.RuneCountInString(text[w.Start:w.End]) == 1
	}
	return false
}

// isUnknown reports whether w is a stretch of Chinese characters that no dictionary knows.
func isUnknown(w Word, text string) bool {
	if w.Pos != Name {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[w.Start:])
	return classOf(r) == han
}

// nameStart returns the index of the word that the name starts with that w ends, or len(words) where w ends none. A
// name is a stretch of unknown characters with the single characters before and behind it, or two single characters
// that are cut apart because the name is unknown: 斗 门 区, 天 河 区.
func nameStart(words []Word, first int, w Word, text string) int {
	start, chars, unknown := len(words), 0, false
	end := w.Start
	if last := len(words) - 1; last >= first && words[last].End == end && isShortName(words[last], text) {
		return last
	}
	for i := len(words) - 1; i >= first && words[i].End == end && chars < maxName; i-- {
		n := utf8.RuneCountInString(text[words[i].Start:words[i].End])
		if isUnknown(words[i], text) {
			unknown = true
		} else if n > 1 || !mayBeOfName(words, i, first, text) {
			break
		}
		start, end = i, words[i].Start
		chars += n
	}
	if !unknown && chars < 2 {
		return len(words)
	}
	return start
}

// isShortName reports whether w is the name of a place that is itself part of another one's: 忻州 市.
func isShortName(w Word, text string) bool {
	return w.Pos == named && utf8.RuneCountInString(text[w.Start:w.End]) == 2
}

// mayBeOfName reports whether the single character words[i] may be a part of a name. A measure word behind a numeral
// is none, and a numeral or an adverb only is one beside an unknown character: 三亚市, 郫都区, but not 三大片区, 也都区.
func mayBeOfName(words []Word, i, first int, text string) bool {
	switch words[i].Pos {
	case Noun, Verb, Adjective:
		return true
	case Measure:
		return i == first || words[i-1].Pos != Numeral
	case Numeral:
		r, _ := utf8.DecodeRuneInString(text[words[i].Start:])
		return classOf(r) == han && i+1 < len(words) && isUnknown(words[i+1], text)
	case Adverb, Conjunction:
		return i > first && words[i-1].End == words[i].Start && isUnknown(words[i-1], text)
	}
	return false
}
