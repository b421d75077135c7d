package fact

import (
	"math"
	"slices"
	"strings"

	"zhenggai/model"
)

// A stage is how far the things have come that a number counts.
type stage int

// The stages. A number without a word that tells has none.
const (
	stageNone stage = iota
	stageDone
	stageUnderWay
	stageLeft
)

// A Completion is what a line says of how much of what is due has been done, as indexes of its indicators; -1 is what it does not say.
type Completion struct {
	Of, Done, UnderWay, Left, Rate int
	First, Last                    int    // of the indicators that it is made of
	Word                           string // that says so
	Agrees                         bool
}

// FindCompletions finds what a line says of how much of what is due has been done: 反馈43个，完成39个; 完成21/27项; 共20个，已完成15个，
// 正在整改3个，尚未完成2个，完成率75%. found are the indicators of one line, in order.
func (x *Indicators) FindCompletions(text string, found []Indicator) []Completion {
	t := &totaller{Indicators: x, text: text, found: found}
	var list []Completion
	for i := range found {
		if c, ok := t.completion(i); ok {
			list = append(list, c)
		}
	}
	return list
}

// completion reads what has become of the things that indicator i counts. It goes on as long as the numbers count the same and tell how
// far these have come.
func (t *totaller) completion(i int) (Completion, bool) {
	c := Completion{Of: i, Done: -1, UnderWay: -1, Left: -1, Rate: -1, First: i, Last: i}
	all := parts{}
	if t.countedOf(i) {
		c.First = i - 1
		if !t.take(&c, &all, i-1) {
			return c, false
		}
	} else if t.tellsStage(i) || t.goesOnFrom(i) {
		return c, false
	}
	for k := i + 1; k < min(len(t.found), i+mostParts) && t.goesOn(c.Last, k); k++ {
		switch {
		case t.isRate(k):
			if c.Rate < 0 {
				c.Rate, c.Last = k, k
			}
		case !t.alike(k, i) || t.unlike(k, i):
			continue // 涉及资金120万元 beside 已完成15个
		case !t.take(&c, &all, k):
			return t.settled(c, &all)
		}
	}
	return t.settled(c, &all)
}

// goesOnFrom reports whether indicator i names nothing itself and goes on from a number before it: it is a part then, and not what is due.
func (t *totaller) goesOnFrom(i int) bool {
	return i > 0 && t.found[i].Elided && t.alike(i-1, i) && !t.unlike(i, i-1) && t.found[i-1].Subject != "" && t.together(i-1, i, sentenceMark)
}

// goesOn reports whether what is said up to indicator a may go on with k: in the sentence, or in the next one where nothing has been said yet.
func (t *totaller) goesOn(a, k int) bool {
	between := t.text[t.found[a].Mention.End:t.found[k].Mention.Start]
	return len(between) <= farthestPart && !strings.Contains(between, "。")
}

// countedOf reports whether indicator i stands behind the part of it that is done: 完成21/27项.
func (t *totaller) countedOf(i int) bool {
	return i > 0 && t.text[t.found[i-1].Mention.End:t.found[i].Mention.Start] == "/" && t.alike(i-1, i)
}

// unlike reports whether two indicators count different things: 4个方面 and 已完成9个 of 12个问题. Words for how far something has come,
// and pieces of them, name no thing: 取得阶段性成效4个, 查结24件.
func (t *totaller) unlike(k, i int) bool {
	a, b := t.found[k].Subject, t.found[i].Subject
	if a == b || a == "" || b == "" || strings.HasSuffix(a, b) || strings.HasSuffix(b, a) {
		return false
	}
	return !slices.ContainsFunc(stageWords, func(kind string) bool {
		return slices.ContainsFunc(t.rules.Words(kind), func(w string) bool { return strings.Contains(a, w) || strings.Contains(w, a) })
	})
}

// stageWords are the kinds of words that say how far something has come.
var stageWords = []string{"under_way", "unfinished", "finished"}

// take adds indicator k to a completion, and reports whether more may follow.
func (t *totaller) take(c *Completion, all *parts, k int) bool {
	at, word := t.stageOf(k)
	v, ok := t.inUnitOf(k, c.Of)
	if at == stageNone || !ok || v.Cmp(t.found[c.Of].Value) > 0 {
		return false
	}
	place := map[stage]*int{stageDone: &c.Done, stageUnderWay: &c.UnderWay, stageLeft: &c.Left}[at]
	if *place >= 0 && t.partOfLast(c, k) {
		return true // 已完成15个，其中整改到位10个
	}
	if *place < 0 {
		*place = k
	}
	if c.Word == "" {
		c.Word = word
	}
	c.Last = max(c.Last, k)
	return all.add(k, v)
}

// partOfLast reports whether indicator k is opened as a part of the last one.
func (t *totaller) partOfLast(c *Completion, k int) bool {
	return containsAny(t.text[t.found[c.Last].Mention.End:t.found[k].Mention.Start], t.rules.Words("part"))
}

// tellsStage reports whether indicator i itself says how far something has come, and so is not what is due. What a document asks for
// is due, also where it has been set down: 制定整改措施58条.
func (t *totaller) tellsStage(i int) bool {
	at, _ := t.stageOf(i)
	return at != stageNone
}

// stageOf returns how far the things have come that indicator k counts, and the word that says so. What is left is under way where words
// say that it is being done: 剩余3个正在推进.
func (t *totaller) stageOf(k int) (stage, string) {
	clause := t.own(k)
	if word, ok := firstOf(clause, t.rules.Words("under_way")); ok {
		return stageUnderWay, word
	}
	if word, ok := firstOf(clause, t.rules.Words("unfinished")); ok {
		return stageLeft, word
	}
	if t.found[k].Status == model.StatusOutstanding {
		return stageLeft, clause
	}
	if word, ok := firstOf(clause, t.rules.Words("finished")); ok && t.found[k].Status == model.StatusAchieved {
		return stageDone, word
	}
	return stageNone, ""
}

// own returns the words about indicator k: those of its clause, or where another number stands in it, those up to its own number.
func (t *totaller) own(k int) string {
	m := t.found[k].Mention
	from, to := t.found[k].Clause.Start, len(t.text)
	if k > 0 {
		from = max(from, t.found[k-1].Mention.End)
	}
	if k+1 < len(t.found) {
		to = t.found[k+1].Mention.Start
	}
	from = max(from, lastMark(t.text, from, m.Start, pauseMark))
	if at := firstMark(t.text, m.End, min(to, m.End+window), pauseMark); at >= 0 {
		return t.text[from:at]
	} else if to < len(t.text) {
		return t.text[from:m.End]
	}
	return t.text[from:min(t.found[k].Clause.End, to)]
}

// firstOf returns the first of some words that a text has.
func firstOf(text string, list []string) (string, bool) {
	for _, word := range list {
		if strings.Contains(text, word) {
			return word, true
		}
	}
	return "", false
}

// isRate reports whether indicator k says what share of the things is done.
func (t *totaller) isRate(k int) bool {
	return t.found[k].Def.Dimension == "share" && containsAny(t.own(k), t.rules.Words("done_rate"))
}

// settled returns a completion that says something, and whether its numbers fit each other.
func (t *totaller) settled(c Completion, all *parts) (Completion, bool) {
	if c.Done < 0 && c.Left < 0 && c.UnderWay < 0 {
		if c.Rate < 0 {
			return c, false
		}
		c.Word, _ = firstOf(t.own(c.Rate), t.rules.Words("done_rate"))
	}
	c.Agrees = t.fits(&c, all) && t.rateFits(&c)
	return c, true
}

// fits reports whether the numbers of a completion fit what is due: where it says what is left, done and left are all of it, with or
// without what is under way.
func (t *totaller) fits(c *Completion, all *parts) bool {
	of := t.found[c.Of].Value
	if c.Left < 0 {
		return all.sum.Cmp(of) <= 0
	}
	left, _ := t.inUnitOf(c.Left, c.Of)
	if c.Done >= 0 {
		done, _ := t.inUnitOf(c.Done, c.Of)
		left, _ = left.Add(done)
	}
	return all.sum == of || left == of || c.Done < 0
}

// rateFits reports whether the stated share is that of what is done, rounded or cut to its decimals.
func (t *totaller) rateFits(c *Completion) bool {
	if c.Rate < 0 || c.Done < 0 || t.found[c.Rate].Bound != "" || t.found[c.Of].Value.IsZero() {
		return true
	}
	done, _ := t.inUnitOf(c.Done, c.Of)
	of, rate := t.found[c.Of].Value.Float64(), &t.found[c.Rate]
	stated := rate.Value.Float64()
	if rate.Normal != nil {
		stated = rate.Normal.Value.Float64()
	}
	_, decimals, _ := strings.Cut(rate.Value.String(), ".")
	return math.Abs(100*done.Float64()/of-stated) < math.Pow(10, -float64(len(decimals)))
}
