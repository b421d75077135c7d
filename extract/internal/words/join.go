package words

import "unicode/utf8"

// maxName is how many characters the name of a place has before its suffix, where single words are taken for a part
// of it: 天 is a measure word, but not in 天河区.
const maxName = 3

// join puts together the words from dst[first] on that are one, and returns dst with what is left of them.
func join(dst []Word, first int, text string) []Word {
	out := dst[:first]
	for _, w := range dst[first:] {
		switch last := len(out) - 1; {
		case last < first || out[last].End != w.Start:
		case w.Pos == Numeral && out[last].Pos == Numeral, w.Pos == Name && isHanName(out[last], text) && isHanName(w, text):
			out[last].End = w.End
			continue
		case (w.Pos == suffix || w.Pos == Place) && isHanName(out[last], text):
			out = out[:nameStart(out, first, text)+1]
			last = len(out) - 1
			out[last].End, out[last].Pos = w.End, Place
			continue
		}
		out = append(out, w)
	}
	for i := first; i < len(out); i++ {
		if out[i].Pos == suffix {
			out[i].Pos = Noun
		}
	}
	return out
}

// isHanName reports whether w is a stretch of Chinese characters that no dictionary knows.
func isHanName(w Word, text string) bool {
	if w.Pos != Name {
		return false
	}
	r, _ := utf8.DecodeRuneInString(text[w.Start:])
	return classOf(r) == han
}

// nameStart returns the word that the name starts with whose last word is the last of words. It takes single
// characters before an unknown one for a part of the name.
func nameStart(words []Word, first int, text string) int {
	i := len(words) - 1
	n := utf8.RuneCountInString(text[words[i].Start:words[i].End])
	for i > first && n < maxName && words[i-1].End == words[i].Start && mayOpenName(words[i-1], text) {
		i--
		n++
	}
	return i
}

// mayOpenName reports whether w is a single character that may open a name: no preposition, numeral or the like.
func mayOpenName(w Word, text string) bool {
	switch w.Pos {
	case Noun, Verb, Adjective, Measure:
		return utf8.RuneCountInString(text[w.Start:w.End]) == 1
	}
	return false
}
