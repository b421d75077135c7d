// Package policy finds the documents that a notice names in 《》, and what it says was done with them.
package policy

import (
	"slices"
	"strings"
	"unicode/utf8"

	"zhenggai/extract/internal/chinese"
	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/lexicon"
	"zhenggai/extract/internal/numeral"
	"zhenggai/extract/internal/runes"
	"zhenggai/extract/rules"
	"zhenggai/model"
)

// maxTitle is the longest title in 《》, in bytes. A mark that does not close before is no title.
const maxTitle = 400

// A Finder finds the documents that a notice names. It is safe for concurrent use.
type Finder struct {
	rules   *rules.Quantities
	opening int // the word of the lexicon that opens a title
	verbs   *lexicon.Lexicon
	codes   []string // action of each verb
}

// New prepares the actions and adds the mark that opens a title to the lexicon. A verb that stands twice belongs
// to the first action.
func New(actions []rules.Action, q *rules.Quantities, words *lexicon.Lexicon) *Finder {
	p := &Finder{rules: q, opening: words.Add("《"), verbs: lexicon.New()}
	for _, a := range actions {
		for _, verb := range a.Verbs {
			if p.verbs.Add(verb) == len(p.codes) {
				p.codes = append(p.codes, a.Code)
			}
		}
	}
	return p
}

// Find returns the documents that the body names in 《》, outermost marks only, each once. hits are the words of the
// lexicon in the text. It ends where it has found more than most documents or diagnostics.
func (p *Finder) Find(text string, hits []lexicon.Hit, body []document.Span, most int) (found []model.Policy, diagnostics []model.Diagnostic) {
	seen := map[string]int{} // place in found
	for _, line := range body {
		at := line.Start
		for _, h := range lexicon.Starting(hits, line.Start, line.End) {
			if h.ID != p.opening || h.Start < at {
				continue
			}
			if len(found) > most || len(diagnostics) > most {
				return found, diagnostics
			}
			end, ok := closing(text[:line.End], h.End)
			if !ok {
				span := model.Span{h.Start, runes.Behind(text, min(line.End, h.End+len("《")))} // with the character behind it
				diagnostics = append(diagnostics, model.Diagnostic{Code: "policy.unclosed", Span: &span})
				continue
			}
			at = end + len("》")
			title := strings.TrimSpace(text[h.End:end])
			if title == "" {
				continue
			}
			k, known := seen[title]
			if !known {
				k = len(found)
				seen[title] = k
				found = append(found, model.Policy{
					Title: title, Number: documentNumber(text[at:line.End]), Action: p.actionBefore(text[line.Start:h.Start]),
					Span: model.Span{h.End, end},
				})
			}
			for _, article := range p.articles(text[at:line.End]) {
				if len(found[k].Articles) < maxArticles && !slices.Contains(found[k].Articles, article) {
					found[k].Articles = append(found[k].Articles, article)
				}
			}
		}
	}
	return found, diagnostics
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
	if !strings.HasSuffix(inner, chinese.DayToo) || !strings.ContainsAny(inner, "〔﹝[［【") {
		return ""
	}
	return inner
}

// maxArticles is how many articles of one document are kept.
const maxArticles = 50

// articles returns the articles of a law that stand right behind its title: 第二百六十六条、第三百条第一款.
func (p *Finder) articles(behind string) (found []string) {
	if r, size := utf8.DecodeRuneInString(behind); r == '（' || r == '(' {
		if end := strings.IndexAny(behind, "）)"); end > 0 && end < maxTitle {
			behind = behind[end+size:]
		}
	}
	for {
		start := p.rules.ListMark(behind)
		end := p.articlePart(behind, start, chinese.Article)
		if end == 0 {
			return found
		}
		for _, part := range []string{chinese.Paragraph, chinese.Item} {
			end = max(end, p.articlePart(behind, end, part))
		}
		found = append(found, behind[start:end])
		behind = behind[end:]
	}
}

// articlePart returns the end of a 第, a number and a word such as 条 at text[at:], or 0.
func (p *Finder) articlePart(text string, at int, word string) int {
	if !strings.HasPrefix(text[at:], chinese.Nth) {
		return 0
	}
	n, ok := numeral.Parse(p.rules, text, at+len(chinese.Nth))
	if !ok || !n.Value.IsInt() || !strings.HasPrefix(text[n.End:], word) {
		return 0
	}
	return n.End + len(word)
}

// actionBefore returns the code of the verb nearest before a title. Titles that stand beside each other share it.
func (p *Finder) actionBefore(before string) string {
	const reach = 40 * 3 // bytes of the clause that are looked at
	before = skipTitles(before)
	before = before[runes.Behind(before, len(before)-reach):]
	if cut := strings.LastIndexAny(before, "。；;"); cut >= 0 {
		before = before[cut:]
	}
	code, end := "", -1
	for _, h := range p.verbs.Scan(nil, before, 0, len(before)) {
		if h.End > end { // of two with one end the longer comes first
			code, end = p.codes[h.ID], h.End
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
