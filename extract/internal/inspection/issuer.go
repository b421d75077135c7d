package inspection

import (
	"slices"
	"strings"
	"unicode/utf8"

	"zhenggai/extract/internal/document"
	"zhenggai/extract/rules"
)

// FindIssuer returns the body that an introduction says was inspected, or puts right what was found, and where it stands: of
// 对罗田县进行了巡视 … 向罗田县委反馈 it is 罗田县委. What is no name, such as 我局党组, is none, and so is who inspects. The
// fullest wording counts.
func FindIssuer(text string, intro document.Span, h *rules.Page, names *rules.Inspections) (name string, at document.Span) {
	for _, c := range slices.Concat(inspectedIn(text, intro, h, names), resolversIn(text, intro, h)) {
		found := c.In(text)
		if !isIssuer(found, intro.In(text), h, names) {
			continue
		}
		if name == "" || len(found) > len(name) && strings.Contains(found, name) {
			name, at = found, c
		}
	}
	return name, at
}

// longestIssuer is how many bytes a body's name has at most.
const longestIssuer = 36 * 3

// inspectedIn returns what stands between a word such as 对 and the word that says it was inspected. Of several bodies of which one is not another's,
// none says whose notice it is.
func inspectedIn(text string, intro document.Span, h *rules.Page, names *rules.Inspections) []document.Span {
	var found []document.Span
	for from := intro.Start; from < intro.End; from++ {
		before := from
		if from = intro.End - len(trimWord(text[from:intro.End], h.Part("addressed"))); from == before {
			continue
		}
		end := firstWord(text[from:min(intro.End, from+longestIssuer)], h.Part("inspected"))
		if end <= 0 {
			continue
		}
		first := len(bodiesIn(text[from:from+end], h.Part("signer"), names.Words("along"))[0])
		if !strings.HasPrefix(text[from+first:from+end], "、") {
			found = append(found, document.Span{Start: from, End: from + first})
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

// bodiesIn parts the names of bodies at the words that stand between them: 柳河镇党委及所辖村. Of 农业和水利局 none ends at 和, so that it is
// one body.
func bodiesIn(s string, signers, joints []string) []string {
	var bodies []string
	from, depth := 0, 0
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case strings.ContainsRune("（(“《", r):
			depth++
		case strings.ContainsRune("）)”》", r):
			depth--
		}
		if and := len(s[i:]) - len(trimWord(s[i:], joints)); and > 0 && depth == 0 && document.EndsInAny(s[from:i], signers...) {
			bodies, from, size = append(bodies, s[from:i]), i+and, and
		}
		i += size
	}
	return append(bodies, s[from:])
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
func isIssuer(name, intro string, h *rules.Page, names *rules.Inspections) bool {
	const shortest = 4 // characters: 某某县委
	starts := func(word string) bool { return strings.HasPrefix(name, word) }
	return utf8.RuneCountInString(name) >= shortest && !sendsTeam(name, intro, names) && !strings.ContainsAny(name, "、（(“《 ") &&
		document.EndsInAny(name, h.Part("signer")...) && !document.EndsInAny(name, h.Part("team_end")...) &&
		!slices.ContainsFunc(h.Part("deictic"), starts)
}

// sendsTeam reports whether a body is named as the one whose team inspects: 甲市委第二巡察组.
func sendsTeam(name, intro string, names *rules.Inspections) bool {
	for _, team := range names.Teams {
		for _, m := range team.FindAllStringIndex(intro, -1) {
			if end := strings.LastIndex(intro[:m[1]], name) + len(name); end > m[0] && end < m[1] && end >= len(name) {
				return true
			}
		}
	}
	return false
}

// SameBody reports whether a short name, as of a signature, is that of the fuller one in a title: 党委 for 委员会.
func SameBody(short, full string, page *rules.Page) bool {
	short = withoutParty(short, page)
	if strings.HasSuffix(full, short) {
		return true
	}
	core := withoutCommittee(short, page)
	return core != "" && strings.HasSuffix(withoutCommittee(withoutParty(full, page), page), core)
}

// withoutParty cuts the Party's name off the beginning of a body's.
func withoutParty(name string, page *rules.Page) string { return trimWord(name, page.Part("party")) }

// withoutCommittee cuts what the names of the Party's bodies end in off a name.
func withoutCommittee(name string, page *rules.Page) string {
	longest := 0
	for _, end := range page.Part("committee_end") {
		if strings.HasSuffix(name, end) {
			longest = max(longest, len(end))
		}
	}
	return name[:len(name)-longest]
}

// IssuerType returns the code of the type of a body by the end of its name, or "".
func IssuerType(name string, types []rules.IssuerType) string {
	for _, t := range types {
		for _, end := range t.Ends {
			if strings.HasSuffix(name, end) {
				return t.Code
			}
		}
	}
	return ""
}
