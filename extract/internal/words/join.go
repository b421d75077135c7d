package words

import "unicode/utf8"

// maxName is how many characters most names of places have before their suffix. Up to there single words are taken for
// a part of them: 天 is a measure word, but not in 天河区.
const maxName = 2

// join puts together the words from dst[first] on that are one, and returns dst with what is left of them.
func join(dst []Word, first int, text string) []Word {
	out := dst[:first]
	for _, w := range dst[first:] {
		last := len(out) - 1
		switch {
		case w.Pos == suffix:
			out = joinPlace(out, first, w, text)
		case last < first || out[last].End != w.Start:
			out = append(out, alone(w, Mark))
		case w.Pos == nounSuffix && out[last].Pos == Verb && chars(out[last], text) > 1:
			out[last].End, out[last].Pos = w.End, Noun
		case goesOn(out[last], w, text):
			out[last].End = w.End
		default:
			out = append(out, alone(w, out[last].Pos))
		}
	}
	for i := first; i < len(out); i++ {
		if out[i].Pos == named {
			out[i].Pos = Place
		}
	}
	return out
}

// joinPlace appends w, which ends the name of a place or is a noun.
func joinPlace(words []Word, first int, w Word, text string) []Word {
	if i := nameStart(words, first, w, text); i < len(words) {
		return append(words[:i], Word{words[i].Start, w.End, named})
	}
	w.Pos = Noun
	return append(words, w)
}

// alone returns w as it is behind a word with which it makes none: 点 is a measure word in 12点.
func alone(w Word, before Pos) Word {
	if w.Pos == nounSuffix {
		w.Pos = Noun
		if before == Numeral {
			w.Pos = Measure
		}
	}
	return w
}

// chars returns how many characters w has.
func chars(w Word, text string) int { return utf8.RuneCountInString(text[w.Start:w.End]) }

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
	case Adjective, Measure, nounSuffix:
		return isUnknown(before, text) && chars(w, text) == 1
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
	start, length, unknown := len(words), 0, false
	end := w.Start
	if last := len(words) - 1; last >= first && words[last].End == end && isShortName(words[last], text) {
		return last
	}
	for i := len(words) - 1; i >= first && words[i].End == end && length < maxName; i-- {
		n := chars(words[i], text)
		if isUnknown(words[i], text) {
			unknown = true
		} else if n > 1 || !mayBeOfName(words, i, first, text) {
			break
		}
		start, end = i, words[i].Start
		length += n
	}
	if !unknown && length < 2 {
		return len(words)
	}
	return start
}

// isShortName reports whether w is the name of a place that is itself part of another one's: 忻州 市.
func isShortName(w Word, text string) bool {
	return w.Pos == named && chars(w, text) == 2
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
