package fact

import (
	"slices"
	"strings"
	"unicode/utf8"

	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/runes"
	"zhenggai/extract/rules"
)

// FindIssuer returns the body that an introduction says was inspected, or puts right what was found, and where it stands: of
// 对罗田县进行了巡视 … 向罗田县委反馈 it is 罗田县委. What is no name, such as 我局党组, is none, and so is who inspects. The
// fullest wording counts.
func FindIssuer(text string, intro document.Span, h *rules.Page) (name string, at document.Span) {
	for _, c := range slices.Concat(inspectedIn(text, intro, h), resolversIn(text, intro, h)) {
		found := c.In(text)
		if !isIssuer(found, intro.In(text), h) {
			continue
		}
		if name == "" || len(found) > len(name) && strings.HasSuffix(found, name) {
			name, at = found, c
		}
	}
	return name, at
}

// longestIssuer is how many bytes a body's name has at most.
const longestIssuer = 36 * 3

// inspectedIn returns what stands between 对 or 向 and the word that says it was inspected.
func inspectedIn(text string, intro document.Span, h *rules.Page) []document.Span {
	var found []document.Span
	for i, r := range intro.In(text) {
		if r != '对' && r != '向' {
			continue
		}
		from := intro.Start + i + utf8.RuneLen(r)
		end := firstWord(text[from:min(intro.End, from+longestIssuer)], h.Part("inspected"))
		if end > 0 {
			found = append(found, document.Span{Start: from, End: from + firstBody(text[from:from+end])})
		}
	}
	return found
}

// firstWord returns where the first of the words stands in the beginning of a clause, or -1.
func firstWord(clause string, words []string) int {
	if i := strings.IndexAny(clause, "，。；：,;:\n"); i >= 0 {
		clause = clause[:i]
	}
	first := -1
	for _, w := range words {
		if i := strings.Index(clause, w); i >= 0 && (first < 0 || i < first) {
			first = i
		}
	}
	return first
}

// firstBody returns the length of the first of bodies that are inspected together: 柳河镇党委 of 柳河镇党委及所辖村.
func firstBody(s string) int {
	for _, and := range []string{"以及", "及", "和", "并"} {
		if i := strings.Index(s, and); i > 0 {
			return i
		}
	}
	return len(s)
}

// resolversIn returns what opens a sentence and stands before the word that says it puts right.
func resolversIn(text string, intro document.Span, h *rules.Page) []document.Span {
	var found []document.Span
	for from := intro.Start; from < intro.End; {
		end := firstWord(text[from:min(intro.End, from+longestIssuer)], h.Part("resolves"))
		if end > 0 {
			found = append(found, document.Span{Start: from, End: from + end})
		}
		next := strings.IndexAny(text[from:intro.End], "。\n")
		if next < 0 {
			break
		}
		_, size := utf8.DecodeRuneInString(text[from+next:])
		from += next + size
	}
	return found
}

// isIssuer reports whether words are the full name of a body that does not itself inspect.
func isIssuer(name, intro string, h *rules.Page) bool {
	const shortest = 4 // characters: 某某县委
	starts := func(word string) bool { return strings.HasPrefix(name, word) }
	return utf8.RuneCountInString(name) >= shortest && !sendsTeam(name, intro, h) && !strings.ContainsAny(name, "、（(“《 ") &&
		document.EndsInAny(name, h.Part("signer")...) && !document.EndsInAny(name, h.Part("team_end")...) &&
		!slices.ContainsFunc(h.Part("deictic"), starts)
}

// sendsTeam reports whether a body is named as the one whose team inspects: 甲市委第二巡察组.
func sendsTeam(name, intro string, h *rules.Page) bool {
	const reach = 12 * 3 // bytes
	for {
		_, rest, ok := strings.Cut(intro, name)
		if !ok {
			return false
		}
		behind := rest[:runes.Before(rest, reach)]
		if strings.HasPrefix(behind, "巡") || strings.HasPrefix(behind, "第") && firstWord(behind, h.Part("team_end")) > 0 {
			return true
		}
		intro = rest
	}
}
