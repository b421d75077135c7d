package problem

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/marks"
	"zhenggai/extract/internal/outline"
	"zhenggai/model"
)

// stateParts are the parts of parts.tsv whose words say a state.
var stateParts = []struct {
	part  string
	state model.State
}{{"state_done", model.StateDone}, {"state_long_term", model.StateLongTerm}, {"state_under_way", model.StateUnderWay}}

// readProse finds how far a problem has been put right: what its field says first, the words in brackets behind its heading, a sentence
// about the problem, or one that says nothing else and ends what is said of it. In clauses of the same sentences it finds who is to put it
// right, and by when: 由区教育局牵头，2023年6月底前完成.
func (t *teller) readProse(p *Problem) {
	known := t.fieldState(p) || t.bracketed(p)
	from := p.Span[1]
	for _, line := range linesOf(t.text, document.Span{Start: from, End: max(from, p.Range.End)}) {
		said := known
		for at := line.Start; at < line.End; {
			end, clauses := t.clauses(document.Span{Start: at, End: line.End}, marks.Sentence)
			if len(clauses) > 0 {
				if !said {
					alone := at == line.Start || strings.TrimRight(t.text[end:line.End], "。；; ") == ""
					said = t.sayState(p, clauses, !alone)
				}
				t.duty(p, clauses)
			}
			at = t.behind(end, line.End)
		}
	}
}

// fieldState reads the state that the field of a problem opens with.
func (t *teller) fieldState(p *Problem) bool {
	if p.progress.Empty() {
		return false
	}
	sentence := p.progress
	if mark := marks.First(t.text, sentence.Start, sentence.End, marks.Sentence); mark >= 0 {
		sentence.End = mark
	} else {
		sentence.End = t.lineEnd(sentence.Start, sentence.End)
	}
	_, clauses := t.clauses(sentence, never)
	return t.sayState(p, clauses, false)
}

// never is a strength that no mark has.
const never = marks.Sentence + 1

// clauses returns the clauses of a span up to the first mark of a strength, and where that is, or the end of the span. Where no clause
// opens with words that say something of a problem it returns none. They hold until it is called again.
func (t *teller) clauses(s document.Span, last int) (end int, list []document.Span) {
	list, says := t.list[:0], false
	end = s.End
	for at := s.Start; at < s.End; {
		mark := marks.First(t.text, at, s.End, marks.Clause)
		clause := document.Span{Start: at, End: s.End}
		if mark >= 0 {
			clause.End = mark
		}
		at = t.behind(clause.End, s.End)
		clause = clause.Trim(t.text)
		list, says = append(list, clause), says || t.rules.SaysOfProblem(clause.In(t.text))
		if mark >= 0 && marks.At(t.text, mark) >= last {
			end = mark
			break
		}
	}
	t.list = list
	if !says {
		return end, nil
	}
	return end, list
}

// behind returns where to go on behind a mark, or the end where there is no mark before it.
func (t *teller) behind(mark, end int) int {
	if mark >= end {
		return end
	}
	return mark + marks.Len(t.text, mark)
}

// bracketed reads a state behind the heading: …不到位的问题（已完成整改）.
func (t *teller) bracketed(p *Problem) bool {
	heading := document.Span{Start: p.Span[0], End: p.Span[1]}.In(t.text)
	inner := strings.TrimRight(heading, "）)】] ")
	open := strings.LastIndexAny(inner, "（(【[")
	if inner == heading || open < 0 {
		return false
	}
	_, size := utf8.DecodeRuneInString(inner[open:])
	_, clauses := t.clauses(document.Span{Start: p.Span[0] + open + size, End: p.Span[0] + len(inner)}, never)
	if !t.sayState(p, clauses, false) {
		return false
	}
	p.Name = outline.Name(strings.TrimRight(heading[:open], " "), t.rules)
	return true
}

// sayState gives a problem the state that a sentence says, and reports whether it says one. Where it does not name the problem, all of
// the sentence has to be about the state, unless it must be named.
func (t *teller) sayState(p *Problem, clauses []document.Span, must bool) bool {
	named := false
	var state model.State
	var words document.Span
	for _, clause := range clauses {
		rest, of := t.opened(clause)
		named = named || of
		said, ok := t.stateOf(rest.In(t.text), named)
		switch {
		case ok && state == "":
			state, words = said, rest
		case ok && state == model.StateUnderWay && said == model.StateLongTerm:
			state, words.End = said, rest.End
		case ok || named:
		case !rest.Empty():
			return false
		}
	}
	if state == "" || must && !named {
		return false
	}
	p.State, p.StateText, p.StateSpan = state, words.In(t.text), &model.Span{words.Start, words.End}
	return true
}

// opened returns a clause without the words that it opens with: those that name the problem, and now, all and the like. named says that
// it names the problem.
func (t *teller) opened(clause document.Span) (rest document.Span, named bool) {
	for again := true; again; {
		again = false
		for _, part := range []string{"state_of", "state_now"} {
			for _, word := range t.rules.Part(part) {
				if strings.HasPrefix(clause.In(t.text), word) {
					clause.Start += len(word)
					named, again = named || part == "state_of", true
				}
			}
		}
	}
	return clause, named
}

// stateOf returns the state that a clause says. Behind its words stands nothing, or what goes on with them: 已完成整改并通过验收; of a
// problem that is named more may be said to be going on.
func (t *teller) stateOf(clause string, named bool) (model.State, bool) {
	if strings.IndexFunc(clause, unicode.IsDigit) >= 0 {
		return "", false
	}
	for _, s := range stateParts {
		for _, word := range t.rules.Part(s.part) {
			rest, ok := strings.CutPrefix(clause, word)
			if !ok || rest != "" && !t.begins("state_and", rest) {
				continue
			}
			if s.state == model.StateUnderWay && document.ContainsAny(rest, t.rules.Part("state_long_term")) {
				return model.StateLongTerm, true
			}
			return s.state, true
		}
	}
	if named && t.begins("state_going", clause) {
		return model.StateUnderWay, true
	}
	return "", false
}

// begins reports whether a text begins with a word of a part.
func (t *teller) begins(part, text string) bool {
	return slices.ContainsFunc(t.rules.Part(part), func(w string) bool { return strings.HasPrefix(text, w) })
}

// duty notes who is to put a problem right, and by when, where clauses of a sentence say it.
func (t *teller) duty(p *Problem, clauses []document.Span) {
	led := false
	for _, clause := range clauses {
		words := clause.In(t.text)
		if body, ok := t.leads(words); ok && !p.said("responsible") {
			p.Responsible, led = body, true
		}
		if due, whole := t.due(words); due != "" && (led || whole) && !p.said("deadline") {
			p.Deadline = due
		}
	}
}

// leads returns who a clause says is to put things right: 由区教育局牵头, 责任单位为区教育局.
func (t *teller) leads(clause string) (string, bool) {
	for _, open := range t.rules.Part("duty_is") {
		if name, ok := strings.CutPrefix(clause, open); ok && mayLead(name) {
			return name, true
		}
	}
	for _, open := range t.rules.Part("duty_open") {
		body, ok := strings.CutPrefix(clause, open)
		if !ok {
			continue
		}
		name := body
		for again := true; again; {
			again = false
			for _, end := range t.rules.Part("duty_end") {
				rest, cut := strings.CutSuffix(name, end)
				name, again = rest, again || cut
			}
		}
		if name != body && mayLead(name) {
			return name, true
		}
	}
	return "", false
}

// mayLead reports whether words may be the name of a body or an office.
func mayLead(name string) bool {
	const shortest, longest = 3 * 3, 40 * 3 // bytes
	return len(name) >= shortest && len(name) <= longest && strings.IndexFunc(name, unicode.IsDigit) < 0
}

// due returns the time by which a clause says that something is to be done, and whether it says that this is the rectification:
// 2023年6月底前完成整改.
func (t *teller) due(clause string) (when string, whole bool) {
	for again := true; again; {
		again = false
		for _, word := range t.rules.Part("due_open") {
			if rest, ok := strings.CutPrefix(clause, word); ok {
				clause, again = rest, true
			}
		}
	}
	if clause == "" || !unicode.IsDigit(rune(clause[0])) {
		return "", false
	}
	for _, part := range []string{"due_whole", "due_end"} {
		for _, word := range t.rules.Part(part) {
			when, ok := strings.CutSuffix(clause, word)
			if ok && document.EndsInAny(when, t.rules.Part("due_before")...) && len(when) <= 20*3 {
				return when, part == "due_whole"
			}
		}
	}
	return "", false
}
