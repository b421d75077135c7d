package fact

import (
	"slices"
	"strings"

	"zhenggai/extract/internal/chinese"
	"zhenggai/extract/internal/marks"
	"zhenggai/model"
)

// Sums are the indicators of one line, of which it is to be found how they add up.
type Sums struct {
	*Indicators
	text  string
	found []Indicator
	told  []told // of each of them, once one was asked for
}

// Sums gets ready to find the sums among found, which are the indicators of one line, in order.
func (x *Indicators) Sums(text string, found []Indicator) *Sums {
	return &Sums{Indicators: x, text: text, found: found}
}

// Totals finds the sums that the line states: a total whose parts follow it (共118个，其中39个…、79个…; 15个问题中，
// 已完成11个、基本完成4个), and a total that closes its parts (以上合计8235个). The ids of the totals are indexes of the indicators,
// which the caller replaces.
func (t *Sums) Totals() (sums []Sum) {
	if len(t.found) < 3 { // a total and two parts
		return nil
	}
	for i := range t.found {
		if s, ok := t.opened(i); ok {
			sums = append(sums, s)
		} else if s, ok := t.progress(i); ok {
			sums = append(sums, s)
		} else if s, ok := t.disposed(i); ok {
			sums = append(sums, s)
		} else if s, ok := t.listed(i); ok {
			sums = append(sums, s)
		} else if s, ok := t.accounted(i); ok {
			sums = append(sums, s)
		} else if s, ok := t.closed(i); ok {
			sums = append(sums, s)
		}
	}
	return sums
}

// A Sum is a total and its parts as indexes of the indicators of a line.
type Sum struct {
	Total  int
	Parts  []int
	Sum    model.Decimal // in the unit of the total
	Agrees bool
}

// opened reads the parts that follow indicator i. Shares and growth may stand between them: 建材70亿元，占81%；物流16亿元，占19%.
func (t *Sums) opened(i int) (Sum, bool) {
	first := t.next(i, i)
	beside := first < 0 // 清退津贴46万元，涉及12人，其中在职17万元、退休29万元
	if beside && i+2 < len(t.found) && t.alike(i+2, i) && t.opensParts(i+1, i+2) && t.together(i, i+1, marks.Sentence) {
		first = i + 2
	}
	if first < 0 || !beside && !t.opensParts(i, first) {
		return Sum{}, false
	}
	all, agrees, listed := parts{}, 0, 0
	for k := first; k >= 0 && len(all.of) < mostParts; k = t.next(k, i) {
		last := len(all.of) - 1
		if last >= 0 && t.stops(all.of[last], k) {
			break
		}
		v, ok := t.inUnitOf(k, i)
		if !ok || !all.add(k, v) {
			break
		}
		if all.makeUp(t.found[i].Value) {
			agrees = len(all.of)
		}
		if last < 0 || listed == last+1 && t.together(all.of[last], k, marks.Clause) {
			listed = last + 2
		}
	}
	if agrees > 0 {
		return t.sumOf(i, all.of[:agrees]), true
	}
	s := t.sumOf(i, all.of[:listed])
	return s, listed > 1 && !beside && !t.tellsEach(i, first) && !t.tellsStage(first) && t.nearlyWhole(s)
}

// next returns the indicator behind k that may be a part of i, or -1: only shares and growth may stand between.
func (t *Sums) next(k, i int) int {
	for k++; k < len(t.found); k++ {
		switch {
		case t.alike(k, i):
			return k
		case t.found[k].Def.Dimension != "share" && t.found[k].Def.Dimension != "points":
			return -1
		}
	}
	return -1
}

// alike reports whether two indicators may be a total and its part: they are of one unit, or persons counted by different words.
func (t *Sums) alike(k, i int) bool {
	a, b := t.found[k].Def, t.found[i].Def
	return a == b || t.rules.Has("person", a.Name) && t.rules.Has("person", b.Name)
}

// stops reports whether a list of parts ends between two neighbours. A semicolon ends it only where no share stands between.
func (t *Sums) stops(a, b int) bool {
	if b == a+1 {
		return !t.together(a, b, marks.Sentence)
	}
	return strings.Contains(t.text[t.found[a].Mention.End:t.found[b].Mention.Start], "。")
}

// tellsEach reports whether 分别为 opens the parts: the counts of several things are the whole only where they add up.
func (t *Sums) tellsEach(i, first int) bool {
	return t.tellings.in(t.text[t.found[i].Mention.End:t.found[first].Mention.Start])&tellsEach != 0
}

// disposed reads what became of indicator i, where the words before it say that things were gathered and the next numbers of the
// sentence add up to it: 收到工单1846件，处理完毕1519件，正在办理327件.
func (t *Sums) disposed(i int) (Sum, bool) {
	var all parts
	for k := i + 1; k < min(len(t.found), i+mostParts) && t.together(k-1, k, marks.Sentence); k++ {
		switch v, ok := t.inUnitOf(k, i); {
		case !t.alike(k, i) && len(all.of) == 0 && k == i+1:
			continue // 涉及2个镇
		case !t.alike(k, i) || !ok || t.found[k].Bound != "" || !all.add(k, v):
			return Sum{}, false
		case all.makeUp(t.found[i].Value):
			return t.sumOf(i, all.of), t.gathers(i)
		}
	}
	return Sum{}, false
}

// accounted reads what has become of all of indicator i: 隐患86处，整改80处，尚未整改6处.
func (t *Sums) accounted(i int) (Sum, bool) {
	c, ok := t.completion(i)
	if !ok || len(c.Parts) < 2 {
		return Sum{}, false
	}
	s := t.sumOf(i, c.Parts)
	return s, s.Agrees
}

// listed reads a list that stands right behind indicator i and adds up to it: in brackets, 17名（党纪处分6人、组织处理11人）, behind a colon, or
// behind a comma where it has three parts, which is no accident: 15家子公司，合并6家、注销5家、保留4家.
func (t *Sums) listed(i int) (Sum, bool) {
	if i+2 >= len(t.found) || t.found[i].Bound != "" || !t.alike(i+1, i) {
		return Sum{}, false
	}
	most, strength := t.listOpens(i)
	var all parts
	for k := i + 1; k < min(len(t.found), i+mostParts) && t.found[k].Mention.End <= most && t.alike(k, i); k++ {
		if len(all.of) > 0 && !t.together(k-1, k, strength) {
			break
		}
		if v, ok := t.inUnitOf(k, i); !ok || t.found[k].Bound != "" || !all.add(k, v) {
			break
		}
	}
	return t.sumOf(i, all.of), all.makeUp(t.found[i].Value) && (strength != marks.Clause || len(all.of) > 2)
}

// listOpens returns how far the list reaches that opens behind indicator i, and the mark that ends it earlier.
func (t *Sums) listOpens(i int) (end, mark int) {
	const longest = 4 * 3 // bytes of the noun behind the number
	from, next := t.found[i].Mention.End, t.found[i+1].Mention.Start
	between := t.text[from:min(next, from+longest+len("（"))]
	if open := strings.IndexAny(between, "（("); open >= 0 && open <= longest {
		if length := strings.IndexAny(t.text[from+open:], "）)\n"); length >= 0 {
			return from + open + length, marks.Sentence
		}
	}
	if colon := strings.IndexAny(between, "：:"); colon >= 0 && colon <= longest {
		return len(t.text), marks.Sentence
	}
	if t.about(i+1).gap != marks.Clause {
		return 0, marks.Clause
	}
	return len(t.text), marks.Clause
}

// gathers reports whether the words round indicator i say that what it counts came in or was found.
func (t *Sums) gathers(i int) bool {
	in := t.found[i]
	behind := t.text[in.Mention.End:min(len(t.text), in.Mention.End+window)]
	if at := marks.First(behind, 0, len(behind), marks.Clause); at >= 0 {
		behind = behind[:at]
	}
	before := t.text[in.Clause.Start:in.Mention.Start]
	return in.Bound == "" && (t.tellings.in(before)|t.tellings.in(behind))&tellsGathers != 0
}

// progress reads the parts of indicator i that say how far each has come, where these add up to it: 14个问题已完成8个、基本
// 完成2个、正在推进4个. Other quantities may stand between. Where a part is what is left, all of the same unit before it are
// parts: 隐患417处，整改415处，其余2处.
func (t *Sums) progress(i int) (Sum, bool) {
	var told, all parts
	for k := i + 1; k < min(len(t.found), i+mostParts); k++ {
		if t.about(k).stopped {
			break
		}
		if !t.alike(k, i) {
			continue
		}
		if len(told.of) == 0 && t.found[k].Value == t.found[i].Value {
			break // the same total again, nearer to its parts
		}
		v, ok := t.inUnitOf(k, i)
		if !ok || !all.add(k, v) {
			break
		}
		if all.makeUp(t.found[i].Value) && t.clause(k)&tellsRest != 0 {
			return t.sumOf(i, all.of), true
		}
		if t.clause(k)&tellsProgress == 0 {
			continue
		}
		if !told.add(k, v) {
			break
		}
		if told.makeUp(t.found[i].Value) {
			return t.sumOf(i, told.of), true
		}
	}
	return Sum{}, false
}

// parts are indicators that may be the parts of a total, and their sum.
type parts struct {
	of  []int
	sum model.Decimal
}

// add adds indicator k, unless the sum is too large.
func (p *parts) add(k int, v model.Decimal) (ok bool) {
	p.of = append(p.of, k)
	p.sum, ok = p.sum.Add(v)
	return ok
}

// makeUp reports whether there are several parts and they add up to a total.
func (p *parts) makeUp(total model.Decimal) bool { return len(p.of) > 1 && p.sum == total }

// clause returns what the words in the clause of indicator k tell.
func (t *Sums) clause(k int) telling {
	s := t.about(k)
	if !s.read {
		s.read, s.clause = true, t.tellings.in(t.found[k].Clause.In(t.text))
	}
	return s.clause
}

// opensParts reports whether 其中 or 中， stands between indicator i and its first part.
func (t *Sums) opensParts(i, first int) bool {
	between := t.text[t.found[i].Mention.End:t.found[first].Mention.Start]
	if len(between) > farthestPart {
		return false
	}
	if at := marks.Last(between, 0, len(between), marks.Sentence); at >= 0 {
		rest := between[at+marks.Len(between, at):]
		return slices.ContainsFunc(t.rules.Words("part"), func(w string) bool { return strings.HasPrefix(rest, w) })
	}
	told := t.tellings.in(between)
	return told&(tellsPart|tellsEach) != 0 || told&tellsAmong != 0 && t.amongMark(between)
}

// farthestPart is how far in bytes a part may stand behind its total.
const farthestPart = 150

// amongMark reports whether 中 stands before a comma: 15个问题中，.
func (t *Sums) amongMark(between string) bool {
	return slices.ContainsFunc(t.rules.Words("among"), func(w string) bool {
		return strings.Contains(between, w+"，") || strings.Contains(between, w+",")
	})
}

// together reports whether no mark of the given strength stands between two neighbours.
func (t *Sums) together(a, b, strength int) bool {
	if b == a+1 {
		return t.about(b).gap < strength
	}
	return !marks.Parted(t.text, t.found[a].Mention.End, t.found[b].Mention.Start, strength)
}

// inUnitOf returns the value of indicator k in the unit of indicator i.
func (t *Sums) inUnitOf(k, i int) (model.Decimal, bool) {
	if t.found[k].Unit == t.found[i].Unit && t.found[k].Def == t.found[i].Def {
		return t.found[k].Value, true
	}
	return t.found[k].Value.Shift(moneyPower(t.found[k]) - moneyPower(t.found[i]))
}

// moneyPower returns the power of ten of 万元 and 亿元.
func moneyPower(q Indicator) int {
	return chinese.Power(strings.TrimSuffix(q.Unit, q.Def.Name))
}

// nearlyWhole reports whether parts that do not add up still read as the whole: they come to more than the total, or
// fall short of it by at most a twentieth. A list that falls far short does not claim to be all.
func (t *Sums) nearlyWhole(s Sum) bool {
	total, sum := t.found[s.Total].Value.Float64(), s.Sum.Float64()
	return sum > total && sum < 1.5*total || sum >= total*0.95
}

// mostParts is the largest number of parts that a total may have; no notice comes near it.
const mostParts = 40

// closed reads the parts that stand before indicator i, where 合计 stands before it in its clause: the nearest that add up
// to it, else all of the same metric. A list right before it may mix metrics if it adds up: 小学2所、幼儿园3所，合计5所.
func (t *Sums) closed(i int) (Sum, bool) {
	if i < 2 || !t.closesParts(i) {
		return Sum{}, false
	}
	s := t.partsBefore(i, t.sameMetric)
	adjoining := len(s.Parts) > 0 && i-s.Parts[0] == len(s.Parts) && t.together(s.Parts[0], i, marks.Sentence)
	if len(s.Parts) > 1 && (s.Agrees || (t.found[i].Metric != "" || adjoining) && t.nearlyWhole(s)) {
		return s, true
	}
	s = t.partsBefore(i, t.listedBefore)
	return s, len(s.Parts) > 1 && s.Agrees
}

// sameMetric reports whether indicator k may be a part of i wherever it stands.
func (t *Sums) sameMetric(k, i int) (fits, last bool) {
	return t.found[k].Metric == t.found[i].Metric && t.found[k].Bound == "", false
}

// listedBefore reports whether indicator k stands in the list that runs up to i; one that does not ends the list.
func (t *Sums) listedBefore(k, i int) (fits, last bool) {
	fits = t.found[k].Def == t.found[i].Def && t.found[k].Bound == "" && t.together(k, k+1, marks.Sentence)
	return fits, !fits
}

// partsBefore adds up what fits before indicator i, the nearest first, until it comes to i.
func (t *Sums) partsBefore(i int, fit func(k, i int) (fits, last bool)) Sum {
	var parts []int
	var sum model.Decimal
	for k := i - 1; k >= 0 && len(parts) < mostParts; k-- {
		fits, last := fit(k, i)
		if last {
			break
		}
		if !fits || !t.alike(k, i) || t.before(k) {
			continue
		}
		v, ok := t.inUnitOf(k, i)
		if sum, _ = sum.Add(v); !ok {
			break
		}
		if parts = append(parts, k); len(parts) > 1 && sum == t.found[i].Value {
			break
		}
	}
	slices.Reverse(parts)
	return t.sumOf(i, parts)
}

// before reports whether indicator k is what something else is compared with: 比上年的18.9亿元.
func (t *Sums) before(k int) bool {
	return t.tellings.in(t.text[t.found[k].Clause.Start:t.found[k].Mention.Start])&tellsCompared != 0
}

func (t *Sums) closesParts(i int) bool {
	return t.clause(i)&tellsWhole != 0 &&
		t.tellings.in(t.text[t.found[i].Clause.Start:t.found[i].Mention.Start])&tellsWhole != 0
}

func (t *Sums) sumOf(total int, parts []int) Sum {
	s := Sum{Total: total, Parts: parts}
	for _, k := range parts {
		if v, ok := t.inUnitOf(k, total); ok {
			s.Sum, _ = s.Sum.Add(v)
		}
	}
	s.Agrees = s.Sum == t.found[total].Value
	return s
}

// SumCells adds up all indicators but the first, which is to be their sum. They must have one unit.
func (x *Indicators) SumCells(found []Indicator) (Sum, bool) {
	t := x.Sums("", found)
	parts := make([]int, 0, len(found)-1)
	for k := 1; k < len(found); k++ {
		if !t.alike(k, 0) {
			return Sum{}, false
		}
		parts = append(parts, k)
	}
	return t.sumOf(0, parts), true
}
