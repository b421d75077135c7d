package fact

import (
	"strings"
	"unicode/utf8"

	"zhenggai/extract/internal/document"
	"zhenggai/extract/rules"
	"zhenggai/model"
)

// maxTitle is the longest title in 《》, in bytes. A mark that does not close before is no title.
const maxTitle = 400

// FindPolicies returns the documents that the body names in 《》, outermost marks only, each once.
func FindPolicies(text string, body []document.Span, actions []rules.Action) (found []model.Policy, doubts []model.Diagnostic) {
	seen := map[string]bool{}
	for _, line := range body {
		for at := line.Start; ; {
			i := strings.Index(text[at:line.End], "《")
			if i < 0 {
				break
			}
			start := at + i + len("《")
			end, ok := closing(text[:line.End], start)
			if !ok {
				span := model.Span{at + i, min(line.End, start+len("《》"))}
				doubts = append(doubts, model.Diagnostic{
					Severity: "warning", Code: "policy.unclosed", Message: "《 is opened and never closed", Span: &span,
				})
				at = start
				continue
			}
			at = end + len("》")
			title := strings.TrimSpace(text[start:end])
			if title == "" || seen[title] {
				continue
			}
			seen[title] = true
			found = append(found, model.Policy{
				Title: title, Number: documentNumber(text[at:line.End]), Action: actionBefore(text[line.Start:start-len("《")], actions),
				Span: model.Span{start, end},
			})
		}
	}
	return found, doubts
}

// closing returns the place of the 》 that closes the title which starts at start.
func closing(text string, start int) (int, bool) {
	depth := 1
	for i, r := range text[start:min(len(text), start+maxTitle)] {
		switch r {
		case '《':
			depth++
		case '》':
			if depth--; depth == 0 {
				return start + i, true
			}
		}
	}
	return 0, false
}

// documentNumber returns the number that stands in brackets right behind a title: （合川委发〔2023〕18号）.
func documentNumber(behind string) string {
	const longest = 90 // bytes
	r, size := utf8.DecodeRuneInString(behind)
	if r != '（' && r != '(' {
		return ""
	}
	end := strings.IndexAny(behind[size:min(len(behind), longest)], "）)")
	if end < 0 {
		return ""
	}
	inner := behind[size : size+end]
	if !strings.HasSuffix(inner, "号") || !strings.ContainsAny(inner, "〔﹝[［【") {
		return ""
	}
	return inner
}

// actionBefore returns the code of the verb nearest before a title. Titles that stand beside each other share it.
func actionBefore(before string, actions []rules.Action) string {
	const reach = 40 * 3 // bytes of the clause that are looked at
	before = skipTitles(before)
	if cut := strings.LastIndexAny(before, "。；;"); cut >= 0 {
		before = before[cut:]
	}
	before = before[runeStart(before, len(before)-reach):]
	code, best, longest := "", -1, 0
	for _, a := range actions {
		for _, verb := range a.Verbs {
			at := strings.LastIndex(before, verb)
			if end := at + len(verb); at >= 0 && (end > best || end == best && len(verb) > longest) {
				code, best, longest = a.Code, end, len(verb)
			}
		}
	}
	return code
}

// skipTitles cuts titles in 《》 that stand right before off the end.
func skipTitles(s string) string {
	for {
		t := strings.TrimRight(s, "、和及，, ")
		if !strings.HasSuffix(t, "》") {
			return s
		}
		i := strings.LastIndex(t, "《")
		if i < 0 {
			return s
		}
		s = t[:i]
	}
}

// runeStart returns the first start of a character at or behind i.
func runeStart(s string, i int) int {
	i = max(0, min(i, len(s)))
	for i < len(s) && !utf8.RuneStart(s[i]) {
		i++
	}
	return i
}
