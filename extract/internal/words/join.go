package words

import "unicode/utf8"

// maxName is how many characters the name of a place has before its suffix, where single words are taken for a part
// of it: 天 is a measure word, but not in 天河区.
const maxName = 3

// join puts together the words from dst[first] on that are one, and returns dst with what is left of them.
func join(dst []Word, first int, text string) []Word {
	out := dst[:first]
	for _, w := range dst[first:] {
		if w.Pos == suffix || w.Pos == Place {
			if i := nameStart(out, first, w, text); i < len(out) {
				out = append(out[:i], Word{out[i].Start, w.End, Place})
				continue
			}
			if w.Pos == suffix {
				w.Pos = Noun
			}
		} else if last := len(out) - 1; last >= first && goesOn(out[last], w, text) {
			out[last].End = w.End
			continue
		}
		out = append(out, w)
	}
	return out
}

// goesOn reports whether w goes on from the word before it: a numeral from a numeral, 3481.45 万, or a stretch of
// unknown characters.
func goesOn(before, w Word, text string) bool {
	if before.End != w.Start || before.Pos != w.Pos {
		return false
	}
	return w.Pos == Numeral || isUnknown(before, text) && isUnknown(w, text)
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
	for i := len(words) - 1; i >= first && words[i].End == end && chars < maxName; i-- {
		n := utf8.RuneCountInString(text[words[i].Start:words[i].End])
		if isUnknown(words[i], text) {
			unknown = true
		} else if n > 1 || w.Pos == Place || !mayBeOfName(words, i, first) {
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

// mayBeOfName reports whether the single character words[i] may be a part of a name: no preposition, numeral or the
// like, and no measure word behind a numeral.
func mayBeOfName(words []Word, i, first int) bool {
	switch words[i].Pos {
	case Noun, Verb, Adjective:
		return true
	case Measure:
		return i == first || words[i-1].Pos != Numeral
	}
	return false
}
