package fact

import (
	"slices"
	"strings"
	"unicode/utf8"

	"zhenggai/extract/internal/chinese"
	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/runes"
	"zhenggai/extract/internal/words"
	"zhenggai/model"
)

// window is how much of a clause the segmenter sees on either side of a quantity, in bytes: a subject is short, and
// the number before it, if any, ends it.
const window = 12 * 3

// findSubject finds the noun phrase that mention i counts: behind the number where a word follows at once (60名新闻发言人),
// else before it (党委26个), verbs and adverbs between passed over (比例提升至22.4%).
func (r *mentioned) findSubject(i int) {
	m := &r.mentions[i]
	behind := document.Span{Start: m.Span.End, End: runes.Behind(r.text, min(m.clause.End, m.Span.End+window))}
	if i+1 < len(r.mentions) {
		behind.End = min(behind.End, r.mentions[i+1].Span.Start)
	}
	next, _ := utf8.DecodeRuneInString(r.text[behind.Start:behind.End])
	if !behind.Empty() && !strings.ContainsRune("（(、", next) && !r.opensAnother(m, behind.In(r.text)) {
		m.subject = phraseBehind(r.cutWords(behind), behind.Start)
		m.behind = m.subject.End
	}
	if m.subject.Empty() {
		before := document.Span{Start: runes.Behind(r.text, max(m.clause.Start, m.Span.Start-window)), End: m.Span.Start}
		m.near, m.nearWords = before, r.cutWords(before)
		m.subject = phraseBefore(m.nearWords, before.In(r.text), before.Start)
	}
	m.attribute = r.rules.Has("attribute", m.subject.In(r.text))
	m.elided = m.subject.Empty() && !r.countsAfterDe(behind) || m.attribute && !r.saysMore(m)
}

// countsAfterDe reports whether a noun follows 的 right after a number: 近30%的农户 speaks of farmers, whatever went before.
func (r *mentioned) countsAfterDe(behind document.Span) bool {
	rest, ok := strings.CutPrefix(behind.In(r.text), "的")
	if !ok {
		return false
	}
	behind.Start = behind.End - len(rest)
	return !phraseBehind(r.cutWords(behind), behind.Start).Empty()
}

// saysMore reports whether the clause of an extent says by itself what it is the extent of: 指明要求纠正金额1.3亿元, but not 治理面积742亩.
func (r *mentioned) saysMore(m *mention) bool {
	said := 0
	for _, w := range r.cutWords(document.Span{Start: m.clause.Start, End: m.subject.Start}) {
		if w.Pos == words.Verb || nominal(w.Pos) && w.Pos != words.Place {
			said++
		}
	}
	return said > 1
}

// opensAnother reports whether what follows a number is not what it counts: 2600人人均收入, 50%目标.
func (r *mentioned) opensAnother(m *mention, text string) bool {
	return startsWithAny(text, r.rules.Words("average")) || m.Def.Dimension == "share" && startsWithAny(text, r.rules.Words("target"))
}

func startsWithAny(s string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(s, w) })
}

// passCriterion gives mention i the noun that stands between it and a criterion before it: 56人以上大班额127个 are 127 classes.
func (r *mentioned) passCriterion(i int) {
	if i == 0 || !r.mentions[i].elided {
		return
	}
	m, criterion := &r.mentions[i], &r.mentions[i-1]
	if criterion.behind == m.Span.Start && (criterion.Bound == model.BoundAtLeast || criterion.Bound == model.BoundAtMost) {
		m.subject, m.elided = criterion.subject, false
		m.clause.Start = m.subject.Start
	}
}

// cutWords returns the words of a part of the text. They hold for the line.
func (r *mentioned) cutWords(part document.Span) []words.Word {
	text, first := part.In(r.text), len(r.cut)
	r.cut = r.segmenter().Cut(r.cut, text)
	cut := wholeWords(r.cut[first:], text)
	r.cut = r.cut[:first+len(cut)]
	return cut
}

// wholeWords joins what no dictionary knows as one word and the segmenter cuts at its characters: 陪 审 员, 3 D, 4 A 级.
func wholeWords(cut []words.Word, text string) []words.Word {
	n := 0
	for i := 0; i < len(cut); i++ {
		w := cut[i]
		switch {
		case n > 0 && cut[n-1].End == w.Start && (isLatin(cut[n-1], text) && (w.Pos == words.Numeral || isLatin(w, text) || text[w.Start:w.End] == chinese.Grade) ||
			cut[n-1].Pos == words.Numeral && isLatin(w, text)):
			cut[n-1].End, cut[n-1].Pos = w.End, words.Name
		case n > 1 && isUnknown(w, text) && isUnknown(cut[n-2], text) && cut[n-2].End == cut[n-1].Start && cut[n-1].End == w.Start && w.Start-cut[n-1].Start == chinese.HanBytes &&
			(cut[n-1].Pos == words.Verb || cut[n-1].Pos == words.Noun):
			n--
			cut[n-1].End = w.End
		case n > 0 && isUnknown(w, text) && cut[n-1].Pos == words.Measure && cut[n-1].End == w.Start && n > 1 && cut[n-2].End == cut[n-1].Start && cut[n-2].Pos == words.Adjective:
			n-- // 老 年 病
			cut[n-1].End, cut[n-1].Pos = w.End, words.Name
		default:
			cut[n] = w
			n++
		}
	}
	return cut[:n]
}

// isLatin reports whether a word ends in a Latin letter or, as part of a name, in a digit.
func isLatin(w words.Word, text string) bool {
	return w.Pos == words.Name && text[w.End-1] < utf8.RuneSelf
}

// isUnknown reports whether a word is a single character that is no word by itself.
func isUnknown(w words.Word, text string) bool {
	return w.Pos == words.Name && w.End-w.Start == chinese.HanBytes && text[w.Start] >= utf8.RuneSelf
}

// phraseBehind returns the noun phrase that a clause opens with. The figures that it may open with are passed over.
func phraseBehind(cut []words.Word, at int) document.Span {
	end, start := -1, 0
	for k, w := range cut {
		if !nominal(w.Pos) && w.Pos != words.Adjective {
			break
		}
		if k == 0 {
			start = w.Start
		}
		if w.Pos != words.Adjective {
			end = w.End
		}
	}
	if end < 0 {
		return document.Span{}
	}
	return document.Span{Start: at + start, End: at + end}
}

// phraseBefore returns the last noun phrase of a clause, if only verbs, adverbs and the like follow it.
func phraseBefore(cut []words.Word, text string, at int) document.Span {
	k := len(cut) - 1
	for k >= 0 && passable(cut[k], text) {
		k--
	}
	if k < 0 || !nominal(cut[k].Pos) || k == len(cut)-2 && text[cut[k+1].Start:cut[k+1].End] == "的" {
		return document.Span{} // 将符合条件的1126户: what stands before 的 says which
	}
	end, named := cut[k].End, false
	for k >= 0 && (nominal(cut[k].Pos) || cut[k].Pos == words.Adjective) {
		named = named || cut[k].Pos != words.Place && cut[k].Pos != words.Adjective
		k--
	}
	if !named {
		return document.Span{} // 其中城区新增5940个 says where, not what
	}
	return document.Span{Start: at + cut[k+1].Start, End: at + end}
}

// nominal reports whether a part of speech may stand in a noun phrase. Words that no dictionary knows are names.
func nominal(p words.Pos) bool {
	return p == words.Noun || p == words.Name || p == words.Place
}

// passable reports whether a word may stand between a subject and its number: 达到, 已, 为, 共, 约, 由.
func passable(w words.Word, text string) bool {
	switch w.Pos {
	case words.Verb, words.Adverb, words.Preposition, words.Particle, words.Conjunction, words.Numeral, words.Measure, words.Time:
		return true
	}
	return strings.Trim(text[w.Start:w.End], "”’\" ") == ""
}
