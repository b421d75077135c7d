package fact

import (
	"math"
	"slices"
	"strings"

	"zhenggai/extract/internal/chinese"
	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/marks"
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
	Parts                          []int  // of these, the numbers that say what has become of what is due
	Word                           string // that says so
	Agrees                         bool
}

// Completions finds what the line says of how much of what is due has been done: 反馈43个，完成39个; 完成21/27项; 共20个，已完成15个，
// 正在整改3个，尚未完成2个，完成率75%.
func (t *Sums) Completions() (list []Completion) {
	if len(t.found) < 2 { // what is due and what became of it
		return nil
	}
	for i := range t.found {
		if c, ok := t.completion(i); ok {
			list = append(list, c)
		}
	}
	return list
}

// completion reads what has become of the things that indicator i counts. It goes on as long as the numbers count the same and tell how
// far these have come.
func (t *Sums) completion(i int) (Completion, bool) {
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
		case t.rateWord(k) != "":
			if c.Rate < 0 && k == c.Last+1 {
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
func (t *Sums) goesOnFrom(i int) bool {
	return i > 0 && t.found[i].Elided && t.alike(i-1, i) && !t.unlike(i, i-1) && t.found[i-1].Subject != "" && t.together(i-1, i, marks.Sentence)
}

// goesOn reports whether what is said up to indicator a may go on with k: in the sentence, or in the next one where nothing has been said yet.
func (t *Sums) goesOn(a, k int) bool {
	between := t.text[t.found[a].Mention.End:t.found[k].Mention.Start]
	if k == a+1 {
		return len(between) <= farthestPart && !t.about(k).stopped
	}
	return len(between) <= farthestPart && !strings.Contains(between, "。")
}

// countedOf reports whether indicator i stands behind the part of it that is done: 完成21/27项.
func (t *Sums) countedOf(i int) bool {
	return i > 0 && t.text[t.found[i-1].Mention.End:t.found[i].Mention.Start] == "/" && t.alike(i-1, i)
}

// unlike reports whether indicator k counts another thing than i: 4个方面 and 已完成9个 of 12个问题. Words for how far something has come,
// and pieces of them, name no thing: 取得阶段性成效4个, 查结24件.
func (t *Sums) unlike(k, i int) bool {
	a, b := t.found[k].Subject, t.found[i].Subject
	return a != b && a != "" && b != "" && !strings.HasSuffix(b, a) && !slices.ContainsFunc(stageWords, func(kind string) bool {
		return slices.ContainsFunc(t.rules.Words(kind), func(w string) bool { return strings.Contains(w, a) })
	})
}

// stageWords are the kinds of words that say how far something has come.
var stageWords = []string{"under_way", "unfinished", "finished"}

// take adds indicator k to a completion, and reports whether more may follow.
func (t *Sums) take(c *Completion, all *parts, k int) bool {
	at, word := t.stageOf(k)
	v, ok := t.inUnitOf(k, c.Of)
	if at == stageNone || !ok || v.Cmp(t.found[c.Of].Value) > 0 {
		return false
	}
	place := &c.Done
	switch at {
	case stageUnderWay:
		place = &c.UnderWay
	case stageLeft:
		place = &c.Left
	}
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
	c.Parts = append(c.Parts, k)
	return all.add(k, v)
}

// partOfLast reports whether indicator k is opened as a part of the last one.
func (t *Sums) partOfLast(c *Completion, k int) bool {
	return t.tellings.in(t.text[t.found[c.Last].Mention.End:t.found[k].Mention.Start])&tellsPart != 0
}

// tellsStage reports whether indicator i itself says how far something has come, and so is not what is due. What a document asks for
// is due, also where it has been set down: 制定整改措施58条.
func (t *Sums) tellsStage(i int) bool {
	at, _ := t.stageOf(i)
	return at != stageNone
}

// stageOf returns how far the things have come that indicator k counts, and the word that says so, "" where only the status does. What is
// left is under way where words say that it is being done: 剩余3个正在推进.
func (t *Sums) stageOf(k int) (stage, string) {
	s := t.about(k)
	if !s.staged {
		s.staged = true
		s.stage, s.word = t.readStage(k)
	}
	return s.stage, s.word
}

func (t *Sums) readStage(k int) (stage, string) {
	own := t.own(k)
	told := t.tellings.in(own.In(t.text))
	if word := t.stageWord(k, own, told&tellsUnderWay, "under_way"); word != "" {
		return stageUnderWay, word
	}
	if word := t.stageWord(k, own, told&tellsUnfinished, "unfinished"); word != "" {
		return stageLeft, word
	}
	if t.found[k].Status == model.StatusOutstanding {
		return stageLeft, ""
	}
	if t.found[k].Status != model.StatusAchieved {
		return stageNone, ""
	}
	if word := t.stageWord(k, own, told&tellsFinished, "finished"); word != "" {
		return stageDone, word
	}
	return stageNone, ""
}

// stageWord returns the word of a kind that speaks of indicator k, or "": one behind it in its clause, or one close before it. What
// describes the thing counted does not speak of it: 发现需要整改的问题6个, 贯彻落实重大部署方面15个.
func (t *Sums) stageWord(k int, own document.Span, told telling, kind string) string {
	if told == 0 {
		return ""
	}
	m := t.found[k].Mention
	before, behind := t.text[own.Start:m.Start], t.text[m.End:own.End]
	for _, word := range t.rules.Words(kind) {
		if strings.Contains(behind, word) {
			return word
		}
		if !strings.Contains(before, word) { // much faster than to look from the end
			continue
		}
		if at := strings.LastIndex(before, word); t.mayGovern(k, word, before[at+len(word):]) {
			return word
		}
	}
	return ""
}

// mayGovern reports whether what stands between a word and the number of indicator k may be the object of the word: 通过验收, 的有. A word
// that the thing is called by governs nothing: 制定整改措施58条.
func (t *Sums) mayGovern(k int, word, between string) bool {
	const longest = 4 * 3 // bytes
	if subject := t.found[k].Subject; between != "" && !t.found[k].Elided && subject != word && strings.Contains(subject, word) {
		return false
	}
	at := strings.Index(between, chinese.Of)
	return len(between) <= longest && (at < 0 || len(between)-at <= 2*len(chinese.Of))
}

// own returns the words about indicator k: those of its clause, or where another number stands in it, those up to its own number.
func (t *Sums) own(k int) document.Span {
	m := t.found[k].Mention
	at := document.Span{Start: t.found[k].Clause.Start, End: len(t.text)}
	if k > 0 {
		at.Start = max(at.Start, t.found[k-1].Mention.End)
	}
	if k+1 < len(t.found) {
		at.End = t.found[k+1].Mention.Start
	}
	if mark := marks.Last(t.text, at.Start, m.Start, marks.Pause); mark >= 0 {
		at.Start = mark + marks.Len(t.text, mark)
	}
	switch mark := marks.First(t.text, m.End, min(at.End, m.End+window), marks.Pause); {
	case mark >= 0:
		at.End = mark
	case at.End < len(t.text):
		at.End = m.End
	default:
		at.End = max(m.End, t.found[k].Clause.End)
	}
	return at
}

// rateWord returns the word by which indicator k says what share of the things before it is done, or "": its clause opens with it, since
// in 投诉办结率 it is of other things.
func (t *Sums) rateWord(k int) string {
	if t.found[k].Def.Dimension != "share" {
		return ""
	}
	own := strings.TrimLeft(t.own(k).In(t.text), " ")
	for _, word := range t.rules.Words("done_rate") {
		if strings.HasPrefix(own, word) {
			return word
		}
	}
	return ""
}

// settled returns a completion that says something, and whether its numbers fit each other.
func (t *Sums) settled(c Completion, all *parts) (Completion, bool) {
	if c.Done < 0 {
		// What has been reached or is planned is no whole of what is left: 追回12万元，剩余2万元.
		if c.Rate < 0 && (t.found[c.Of].Status != "" || c.Word == "") || c.Rate >= 0 && t.isResult(c.Of) {
			return c, false
		}
		if c.Word == "" {
			c.Word = t.rateWord(c.Rate)
		}
	}
	if dimension := t.found[c.Of].Def.Dimension; dimension == "share" || dimension == "points" {
		return c, false
	}
	c.Agrees = t.fits(&c, all) && t.rateFits(&c)
	return c, true
}

// isResult reports whether words of doing stand anywhere before indicator i in its clause: 办结移交信访件198件，办结率97%.
func (t *Sums) isResult(i int) bool {
	before := t.text[t.own(i).Start:t.found[i].Mention.Start]
	return t.found[i].Status == model.StatusAchieved && t.tellings.in(strings.TrimSuffix(before, t.found[i].Subject))&tellsFinished != 0
}

// fits reports whether the numbers of a completion fit what is due: where it says what is left, done and left are all of it, with or
// without what is under way.
func (t *Sums) fits(c *Completion, all *parts) bool {
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
func (t *Sums) rateFits(c *Completion) bool {
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
