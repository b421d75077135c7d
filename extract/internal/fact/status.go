package fact

import (
	"slices"
	"strconv"
	"strings"

	"zhenggai/extract/internal/date"
	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/lexicon"
	"zhenggai/extract/internal/marks"
	"zhenggai/extract/internal/numeral"
	"zhenggai/extract/internal/runes"
	"zhenggai/extract/internal/words"
	"zhenggai/model"
)

// says is what words beside a number say of it.
type says int

const (
	saysNothing says = iota
	saysSoFar        // 截至目前: what stands here has been reached if nothing else is said
	saysShared       // it is an extent of what stands before: 涉及, 占
	saysState        // it exists, was fed back, is due or tells which ones are meant
	saysPending      // it is under way
	saysLeft         // it is not done
	saysAim          // it is a goal, which may have been reached
	saysPlan
	saysDoing    // a verb of doing, which a plan may govern
	saysFinished // 完成: a verb of doing that tells of problems, too
	saysDone     // 已, 了: no plan governs that
)

// findStatus finds whether mention i has been reached. What its own words say first decides, else what is said right behind it;
// a mention of which nothing is said shares the status of the one before it in its list.
func (r *stated) findStatus(i int) {
	m := &r.statements[i]
	m.status = r.statusOf(i)
	r.shareBack(i)
	if i > 0 && r.statements[i-1].status == model.StatusAchieved && r.wholeOfShare(i-1) {
		r.statements[i-1].status = "" // the share is what was done
	}
	if m.status == model.StatusOutstanding {
		m.row = nil // what is left does not bear the name of what was done
	}
}

// shareBack gives the status that the words behind mention i tell to those before it in its list, of which nothing is said:
// 移交的15件信访件、4件线索全部办结.
func (r *stated) shareBack(i int) {
	m := &r.statements[i]
	if m.status != model.StatusAchieved || !m.told {
		return
	}
	for k := i - 1; k >= 0 && r.statements[k].status == "" && r.statements[k].open; k-- {
		between := r.text[r.statements[k].Span.End:r.statements[k+1].Span.Start]
		if marks.Parted(between, 0, len(between), marks.Clause) || !marks.Parted(between, 0, len(between), marks.Pause) {
			return
		}
		r.statements[k].status = m.status
	}
}

func (r *stated) statusOf(i int) model.Status {
	m := &r.statements[i]
	lead, tail := r.lead(i), r.tail(i)
	m.open = lead == saysState || lead == saysNothing
	m.told = m.open && tail > saysDoing
	switch {
	case lead != saysPlan && (tail == saysLeft && r.capacity(m) || tail == saysState && m.toward):
		return "" // it says which ones are meant
	case r.acts(m) && lead <= saysSoFar && tail != saysPlan && tail != saysFinished && tail != saysLeft:
		return ""
	case r.place.Ahead || lead == saysPlan || tail == saysPlan || tail == saysAim && lead < saysFinished:
		return model.StatusPlanned
	case lead == saysLeft || lead == saysPending:
		return r.left(i, lead, tail)
	case tail == saysLeft && lead != saysDone:
		return model.StatusOutstanding
	case lead >= saysDoing:
		return r.reached(i, lead)
	case tail == saysPending:
		return ""
	case tail > saysDoing || tail == saysDoing && !r.meant(m.mention):
		return r.reached(i, tail)
	case lead == saysState || tail == saysState:
		return ""
	}
	return r.shared(i, lead)
}

// acts reports whether mention m counts bodies that do what its clause tells: 3个督导组 behind which no number of what they did ends.
func (r *stated) acts(m *statement) bool {
	return m.behind > 0 && document.EndsInAny(m.subject.In(r.text), r.rules.Words("actor")...)
}

// wholeOfShare reports whether the next mention is a share of mention i: 占500项任务的近六成.
func (r *stated) wholeOfShare(i int) bool {
	if i+1 == len(r.mentions) || r.mentions[i+1].Def.Dimension != "share" || r.mentions[i+1].Span.Start < r.mentions[i].Span.End {
		return false
	}
	between := strings.TrimRight(r.text[r.mentions[i].Span.End:r.mentions[i+1].Span.Start], " ")
	return !marks.Parted(between, 0, len(between), marks.Pause) && document.EndsInAny(between, r.rules.Words("relative")...)
}

// capacity reports whether mention m says how much a thing makes in a time, as in 年产120万吨项目.
func (r *stated) capacity(m *statement) bool {
	cut := r.cutWords(document.Span{Start: runes.Behind(r.text, max(m.clause.Start, m.Span.Start-window)), End: m.Span.Start})
	n := len(cut)
	return m.behind > 0 && n > 1 && cut[n-2].Pos == words.Time && cut[n-2].End-cut[n-2].Start == oneCharacter
}

// reached returns the status of a mention of which a verb of doing is said: it is planned where a plan governs the sentence, and
// in a section about what comes next.
func (r *stated) reached(i int, said says) model.Status {
	m := &r.statements[i]
	governed, doubtful := r.planAbove(i)
	switch {
	case said == saysDone:
		return model.StatusAchieved
	case r.place.Outlook || governed || r.future(m.mention) || r.listsPlan(i):
		return model.StatusPlanned
	case r.place.Intended && !r.place.Reached || doubtful:
		return "" // 完成 and 新建 head measures that were to be taken as well as such that were
	}
	return model.StatusAchieved
}

// left returns the status of a mention that is left over, under way or due: it is planned where a plan is made for it, as in 剩余3个年底前完成,
// and what is said behind it may be that it is done.
func (r *stated) left(i int, lead, tail says) model.Status {
	switch governed, _ := r.planAbove(i); {
	case tail == saysLeft || lead == saysLeft && tail == saysDone && r.meant(&r.mentions[i]):
		return model.StatusOutstanding // 未完成的4个已挂牌督办
	case tail > saysDoing || tail == saysDoing && !r.meant(&r.mentions[i]):
		return r.reached(i, tail)
	case tail == saysPending || lead == saysPending:
		return ""
	case governed:
		return model.StatusPlanned
	}
	return model.StatusOutstanding
}

// meant reports whether 的 stands before a mention: 反馈的43个 says which ones are meant, and what is done about them is not told of their
// number.
func (r *mentioned) meant(m *mention) bool {
	before := strings.TrimRight(r.text[m.clause.Start:m.Span.Start], " ")
	return document.EndsInAny(before, r.rules.Words("relative")...)
}

// shared returns the status of a mention of which nothing is said, from the list that it stands in, from 截至目前 in its sentence, or as
// that of a rate, which is so now.
func (r *stated) shared(i int, lead says) model.Status {
	m := &r.statements[i]
	governed, _ := r.planAbove(i)
	switch before, ok := r.listedBehind(i); {
	case governed || r.future(m.mention) || ok && before == model.StatusPlanned:
		return model.StatusPlanned
	case r.place.Intended:
		return ""
	case r.isRate(m) && lead == saysNothing:
		return model.StatusAchieved
	case ok:
		return before
	case lead == saysSoFar || r.place.Reached || r.soFar(m.mention):
		return model.StatusAchieved
	}
	return ""
}

// lead returns what the words before mention i say of it, from its clause on.
func (r *stated) lead(i int) says {
	m := &r.statements[i]
	part := document.Span{Start: runes.Behind(r.text, max(m.clause.Start, m.Span.Start-longestLead)), End: m.Span.Start}
	cut := m.nearWords
	if part != m.near {
		cut = r.cutWords(part)
	}
	m.fresh = len(cut) > 0 && cut[0].Pos == words.Preposition
	m.toward = len(cut) > 0 && cut[len(cut)-1].Pos == words.Preposition
	p := phrase{scanned: r.scanned, cut: cut, at: part.Start, share: m.Def.Dimension == "share"}
	return p.read()
}

// tail returns what the words behind mention i say of it, up to the next mark. Where no mark stands before the next number they are about
// that.
func (r *stated) tail(i int) says {
	m := &r.statements[i]
	start := max(m.Span.End, m.behind)
	if r.among(start, m.sentence.End) {
		return saysState
	}
	if startsWithAny(r.text[start:m.sentence.End], r.rules.Words("part")) {
		return saysNothing // 正在整改10项（含部分整改）
	}
	end := r.before(marks.Pause, start, min(m.sentence.End, start+longestLead))
	if i+1 < len(r.mentions) && r.mentions[i+1].Span.Start <= end {
		return saysNothing
	}
	if len(lexicon.Starting(r.cueHits, start, end)) == 0 && !r.rules.In("to", r.text[start:end]) {
		return saysNothing // verbs behind a number say nothing by themselves
	}
	p := phrase{
		scanned: r.scanned, cut: r.cutWords(document.Span{Start: start, End: runes.Behind(r.text, end)}), at: start,
		behind: true, subject: m.behind > 0,
	}
	said := p.read()
	if said != saysPlan && said != saysAim && said != saysLeft && slices.ContainsFunc(r.rules.Words("relative"), func(w string) bool { return strings.HasPrefix(r.text[start:end], w) }) {
		return saysNothing // 9个问题的整改情况 speaks of something else, 9个问题的整改尚未开始 of these
	}
	return said
}

// among reports whether a word at a place says that the number before it is a whole: 15个问题中，已整改11个.
func (r *mentioned) among(at, end int) bool {
	for _, word := range r.rules.Words("among") {
		if rest, ok := strings.CutPrefix(r.text[at:end], word); ok {
			cut := r.cutWords(document.Span{Start: at, End: min(end, runes.Behind(r.text, min(len(r.text), at+window)))})
			return len(cut) > 0 && cut[0].End == len(word) || rest == ""
		}
	}
	return false
}

// longestLead is how far in bytes the words that say something of a number are looked for.
const longestLead = 40 * 3

// read returns what the words of a phrase say of the number before or behind it. What comes first decides, except that adverbs such as 已,
// 未 and 计划 decide where the verb right behind them is the last. Verbs that 的 makes describe a noun say nothing.
func (p *phrase) read() says {
	if len(p.cut) == 0 {
		return saysNothing
	}
	p.cues = lexicon.Starting(p.cueHits, p.at, p.at+p.cut[len(p.cut)-1].End)
	p.findRelative()
	said := saysNothing
	for k := 0; k < len(p.cut); {
		now, next := p.says(k)
		if said == saysNothing || said == saysSoFar && now != saysNothing || p.decides(now, k, next, said) {
			switch {
			case said == saysSoFar && now >= saysDoing:
				now = saysDone
			case said == saysDone && now == saysDoing:
				now = saysFinished // 已关停
			}
			said = now
		}
		k = next
	}
	if p.behind {
		return said
	}
	return p.ended(said)
}

// ended returns what the words before a number say, given what the last of them is: 对 makes it what something was done to, 由 what was so
// before, and 的 tells which ones are meant.
func (p *phrase) ended(said says) says {
	k := len(p.cut) - 1
	for k > 0 && p.cut[k].Pos == words.Mark {
		k--
	}
	switch last := p.text(k); {
	case p.rules.Has("from", last):
		return saysState
	case said != saysPlan && nominal(p.pos(k)) && p.opensState(k) && p.verbs(k) == 0:
		return saysState // 已反馈问题12个
	case p.rules.Has("object", last) && said != saysPlan: // 拟对15家企业进行回访
		return saysNothing
	case said == saysDoing && k > 0 && p.rules.Has("relative", last) && nominal(p.pos(k-1)) && p.verbs(k) == 1:
		return saysState // 纳入整改方案的1532项
	case said == saysNothing && p.rules.Has("relative", last) && p.share:
		return saysShared // 为年度计划的104%
	case said == saysNothing && p.rules.Has("relative", last):
		return saysState
	}
	return said
}

// opensState reports whether word k is a compound that opens with a word for what was found and told: 反馈问题.
func (p *phrase) opensState(k int) bool {
	w := p.cut[k]
	for _, h := range lexicon.Starting(p.cues, p.at+w.Start, p.at+w.Start+1) {
		if h.End-h.Start > oneCharacter && p.statusKind(h) == "state" {
			return true
		}
	}
	return false
}

// verbs returns how many of the first words are verbs. In 清退不符合条件的33户 the second of them describes who was meant, and the first tells what was
// done.
func (p *phrase) verbs(upTo int) (n int) {
	for k := range upTo {
		if p.pos(k) == words.Verb {
			n++
		}
	}
	return n
}

// oneCharacter is the length in bytes of a verb such as 出 that only completes the one before it.
const oneCharacter = 3

// A phrase is the words on one side of a number while it is read what they say.
type phrase struct {
	*scanned
	cut        []words.Word
	cues       []lexicon.Hit // that start among the words
	at         int           // where the words start
	behind     bool          // they stand behind the number
	finished   bool          // 完成 is among them
	share      bool          // the number is a share
	subject    bool          // the words stand behind the subject too, so that the first verb is no part of it
	from, upTo int           // the verbs that 的 makes describe a noun: 排查出 in 对排查出的12条
}

func (p *phrase) text(k int) string { return p.scanned.text[p.at+p.cut[k].Start : p.at+p.cut[k].End] }

// pos returns the part of speech of word k, or 0 where there is none.
func (p *phrase) pos(k int) words.Pos {
	if k < 0 || k >= len(p.cut) {
		return 0
	}
	return p.cut[k].Pos
}

// findRelative finds the verbs right before the last 的.
func (p *phrase) findRelative() {
	relative := p.rules.Words("relative")
	for k := len(p.cut) - 1; k >= 0; k-- {
		if slices.Contains(relative, p.text(k)) {
			p.upTo = k
			break
		}
	}
	p.from = p.upTo
	if p.pos(0) == words.Preposition && p.upTo == len(p.cut)-1 {
		p.from = 0 // 对排查整治的43处
	}
	final := p.upTo == len(p.cut)-1
	for verbs := 0; p.from > 0; p.from-- {
		switch w := p.cut[p.from-1]; {
		case w.Pos == words.Adverb:
		case w.Pos == words.Verb && (final || verbs == 0):
			if w.End-w.Start > oneCharacter {
				verbs++
			}
		default:
			return
		}
	}
}

// decides reports whether what word k says outweighs what was said before it: an adverb such as 已 or 未 does where no noun parts its verb
// from the number, and 计划 does before a verb.
func (p *phrase) decides(now says, k, next int, said says) bool {
	switch now {
	case saysPlan:
		return p.behind && said == saysDone && !p.finished ||
			said != saysDone && said != saysLeft && (said != saysPending || !p.behind) && (p.pos(next) == words.Verb || p.pos(next) == words.Adverb)
	case saysDoing:
		return p.behind && said == saysDone
	case saysFinished:
		return said == saysState || p.behind && said == saysDone
	case saysDone:
		return said != saysPlan || !p.behind && nominal(p.pos(k-1)) // 拟闭坑矿山已修复
	case saysLeft, saysPending:
		if p.behind && said == saysDone {
			return now == saysLeft && p.pos(k) != words.Adverb // 已申请延期
		}
		return p.pos(k) == words.Adverb && said != saysPlan && said != saysLeft && !p.behind && !p.namedFrom(next)
	}
	return false
}

// namedFrom reports whether a noun stands among the words from k on.
func (p *phrase) namedFrom(k int) bool {
	return slices.ContainsFunc(p.cut[min(k, len(p.cut)):], func(w words.Word) bool { return nominal(w.Pos) })
}

// says returns what word k says, and the index of the word to go on with.
func (p *phrase) says(k int) (now says, next int) {
	kind, end := p.cue(k)
	next = k + 1
	for next < len(p.cut) && p.cut[next].Start < end {
		next++
	}
	described := k >= p.from && k < p.upTo
	switch kind {
	case "none":
		if p.pos(k) == words.Verb && next == k+1 && !described && !p.behind {
			return saysDoing, next // 接待 holds 待
		}
	case "all":
		if p.behind && p.pos(next) == words.Verb {
			return saysFinished, next
		}
	case "planned", "goal", "ahead", "deadline", "will":
		return saysPlan, next
	case "aim":
		if p.behind {
			return saysAim, next
		}
	case "so_far":
		return saysSoFar, next
	case "pending":
		return saysPending, next
	case "left":
		if !p.behind || k >= p.upTo {
			return saysLeft, next
		}
	case "state":
		return saysState, next
	case "already":
		if described {
			return saysNothing, next
		}
		return saysDone, next
	case "done":
		if !described && !p.describes(k, next, false) {
			p.finished = true
			return saysFinished, next
		}
	case "did":
		if !described && !p.describes(k, next, false) {
			return saysDoing, next
		}
	case "extent":
		return saysShared, next
	case "modifier", "":
		if p.arrives(k, next) {
			return saysDoing, next
		}
		if p.pos(k) == words.Verb && !described && !p.behind && !p.describes(k, next, kind == "modifier") {
			return saysDoing, next
		}
	}
	return saysNothing, next
}

// arrives reports whether a verb behind the subject says where or what it has come to: 39个村接驳至污水厂, 17名干部派到村里. In 延期至年底 it is a time.
func (p *phrase) arrives(k, next int) bool {
	if !p.behind || !p.subject || p.pos(k) != words.Verb || !p.rules.Has("to", p.wordAt(next)) || !nominal(p.pos(next+1)) {
		return false
	}
	return !slices.ContainsFunc(p.cut[:k], func(w words.Word) bool { return w.Pos != words.Adverb })
}

// describes reports whether a verb only says of what kind the noun behind it is, as 建设 in 建设项目12个 and 退出 in 退出类81座.
func (p *phrase) describes(k, next int, often bool) bool {
	for often && p.pos(next) == words.Adverb {
		next++
	}
	after := p.pos(next)
	switch {
	case p.rules.Has("completed", p.wordAt(next)):
		return false
	case after == words.Measure, p.behind && !p.subject && k == 0 && nominal(after):
		return true
	}
	return often && (nominal(after) || after == words.Adjective || after == words.Verb || nominal(p.pos(k-1)))
}

// wordAt returns word k, or "" where there is none.
func (p *phrase) wordAt(k int) string {
	if k >= len(p.cut) {
		return ""
	}
	return p.text(k)
}

// cue returns the kind of the longest cue that starts with word k, and where it ends. A cue that is only a part of a noun is none: 完成 in
// 完成率.
func (p *phrase) cue(k int) (kind string, end int) {
	w := p.cut[k]
	for _, h := range lexicon.Starting(p.cues, p.at+w.Start, p.at+w.Start+1) {
		if length := h.End - p.at; length > end && (length >= w.End || !nominal(w.Pos) && w.Pos != words.Adjective) && p.holds(h, k) {
			kind, end = p.statusKind(h), length
		}
	}
	if kind == "" {
		return p.cueAtEnd(k)
	}
	return kind, end
}

// cueAtEnd returns the kind of the cue that ends word k, where the word is a compound of it that says the same: 反馈 in 巡察反馈. Only what was
// found and told makes such compounds.
func (p *phrase) cueAtEnd(k int) (kind string, end int) {
	w := p.cut[k]
	for _, h := range lexicon.Starting(p.cues, p.at+w.Start+oneCharacter, p.at+w.End) {
		if h.End == p.at+w.End && h.End-h.Start > oneCharacter && p.statusKind(h) == "state" {
			return "state", w.End
		}
	}
	return "", 0
}

// listsPlan reports whether mention i stands in a list whose member before it is planned.
func (r *stated) listsPlan(i int) bool {
	return i > 0 && r.statements[i-1].status == model.StatusPlanned && r.statements[i-1].sentence.Start == r.statements[i].sentence.Start
}

// listedBehind returns the status that mention i shares with the one before it in its list, and whether it stands in one. What opens
// its clause, or follows a preposition there, is a new subject.
func (r *stated) listedBehind(i int) (status model.Status, ok bool) {
	m := &r.statements[i]
	if m.whole >= 0 && r.onlyNamed(i) {
		return r.statements[m.whole].status, true
	}
	if i == 0 {
		return "", false
	}
	before := &r.statements[i-1]
	own := r.text[m.clause.Start:m.Span.Start]
	between := r.text[before.Span.End:m.Span.Start]
	comma := marks.Parted(between, 0, len(between), marks.Clause)
	switch {
	case before.sentence.Start != m.sentence.Start && !r.listedOver(before.mention, m.mention):
		return "", false
	case comma && (own == "" || m.fresh):
		return "", false
	case before.status == model.StatusOutstanding:
		return before.status, !comma
	}
	return before.status, true
}

// listedOver reports whether a list goes on over a semicolon: 给予党纪处分2人；诫勉1人. A member is short.
func (r *mentioned) listedOver(before, m *mention) bool {
	if before.sentence.End > m.sentence.Start {
		return false
	}
	mark := r.text[before.sentence.End:m.sentence.Start]
	return (mark == "；" || mark == ";") && m.Span.Start-m.sentence.Start <= shortMember &&
		!marks.Parted(r.text, m.sentence.Start, m.Span.Start, marks.Clause)
}

// shortMember is how long in bytes the member of a list may be before its number.
const shortMember = 8 * 3

// isRate reports whether a mention is a share or a measured value of which the words name the rate and no bound: 办结率98.2% is so now.
func (r *stated) isRate(m *statement) bool {
	switch m.Def.Dimension {
	case "share", "concentration", "score":
		return (m.Bound == "" || m.Bound == model.BoundAbout) && !m.subject.Empty() && m.behind == 0
	}
	return false
}

// onlyNamed reports whether of the part that is mention i nothing is said but what is counted, as in 新增学位5250个，其中小学3150个. Of
// 排查礼堂266家，其中关闭15家 the part says something of its own.
func (r *named) onlyNamed(i int) bool {
	m := &r.names[i]
	_, lead := r.opensPart(i)
	return !m.subject.Empty() && strings.TrimSpace(r.text[lead:m.Span.Start]) == m.subject.In(r.text)
}

// planAbove reports whether a plan in an earlier clause governs the sentence of a mention: a goal, a date ahead, or a plan whose clause
// names a time. What was done before the mention ends it. doubtful says that there is a plan that may not reach so far.
func (r *stated) planAbove(i int) (governs, doubtful bool) {
	m := &r.statements[i]
	hits := lexicon.Starting(r.cueHits, max(r.line.Start, m.clause.Start-farthest), m.clause.Start)
	for k := len(hits) - 1; k >= 0; k-- {
		h, inside := hits[k], hits[k].Start >= m.sentence.Start
		switch kind := r.cueKinds[h.ID][0]; {
		case kind == "ahead" && r.opensClause(h.Start):
			return true, false
		case !inside:
		case kind == "already":
			return false, false
		case kind == "so_far":
			return r.planned(h), false
		case kind == "planned" && r.endsClause(h.End) && r.timeFollows(h.End):
			return true, false
		case kind == "planned" && (r.endsClause(h.End) || i > 0 && r.statements[i-1].Span.Start >= h.End && r.statements[i-1].status != model.StatusPlanned):
			// a plan is drawn up, or has its own number
		case kind == "goal", kind == "planned" && r.timed(h.Start, m.mention), kind == "deadline" && r.isDeadline(h):
			return true, false
		case kind == "planned":
			doubtful = true
		}
	}
	return false, doubtful
}

// timeFollows reports whether a date is all that stands between the mark at a place and the next one: 方案计划，2019年，安排完成43个.
func (r *scanned) timeFollows(at int) bool {
	if at >= r.line.End {
		return false
	}
	at += marks.Len(r.text, at)
	return slices.ContainsFunc(r.dates, func(d date.Mention) bool { return d.Start == at && d.End < r.line.End && r.endsClause(d.End) })
}

// opensClause reports whether a mark stands before the text at a place.
func (r *scanned) opensClause(at int) bool {
	return at == r.line.Start || marks.Parted(r.text, runes.Behind(r.text, max(r.line.Start, at-3)), at, marks.Pause)
}

// endsClause reports whether a mark stands at a place of the text, or nothing more of the line.
func (r *scanned) endsClause(at int) bool {
	return at >= r.line.End || marks.At(r.text, at) != marks.None
}

// isDeadline reports whether a cue of a deadline is one: it follows a figure or is a time by itself, 9月20日前 or 年底前, and the time is
// not before that of the notice.
func (r *scanned) isDeadline(h lexicon.Hit) bool {
	if _, counts := numeral.Parse(r.rules, r.text, h.End); counts {
		return false // 2023年前三季度 is a time by which nothing is due
	}
	if r.rules.Has("time", r.text[h.Start:h.End]) && !r.opensClause(h.Start) && !r.sinceThen(h.Start) {
		return false // 占明年规模的71%
	}
	for _, d := range r.dates {
		if d.Start <= h.Start && h.Start <= d.End {
			return !r.past(d.Year, d.Month)
		}
	}
	number := strings.TrimRight(r.text[r.line.Start:h.Start], " ")
	digits := len(number) - len(strings.TrimRight(number, "0123456789"))
	month, err := strconv.Atoi(number[len(number)-digits:])
	if err != nil {
		return !r.rules.Has("dated", r.text[h.Start:h.End])
	}
	return !r.past(0, month)
}

// sinceThen reports whether a time at a place is one by which or from which on something is to be: 从明年起, 到来年.
func (r *scanned) sinceThen(at int) bool {
	before := r.text[r.line.Start:at]
	return document.EndsInAny(before, r.rules.Words("until")...) || document.EndsInAny(before, r.rules.Words("since")...)
}

// past reports whether a month is over when the notice appears. A month without a year is of the notice's year.
func (r *scanned) past(year, month int) bool {
	at := r.place
	switch {
	case at.Year == 0 || year > at.Year:
		return false
	case year != 0 && year < at.Year:
		return true
	}
	return at.Month != 0 && month != 0 && month <= 12 && month < at.Month
}

// soFar reports whether 截至目前 or the like stands in the sentence before a mention, with no plan behind it.
func (r *mentioned) soFar(m *mention) bool {
	hits := lexicon.Starting(r.cueHits, m.sentence.Start, m.Span.Start)
	for k := len(hits) - 1; k >= 0; k-- {
		switch r.cueKinds[hits[k].ID][0] {
		case "planned", "goal":
			return false
		case "so_far":
			return !r.planned(hits[k])
		}
	}
	return false
}

// planned reports whether a plan stands before a cue in its clause: 计划年底前全部完成.
func (r *scanned) planned(h lexicon.Hit) bool {
	start := r.after(marks.Clause, r.line.Start, h.Start)
	for _, before := range lexicon.Starting(r.cueHits, start, h.Start) {
		if r.cueKinds[before.ID][0] == "planned" {
			return true
		}
	}
	return false
}

// statusKind returns the kind by which a cue speaks of status, or none.
func (p *phrase) statusKind(h lexicon.Hit) string {
	for _, kind := range p.cueKinds[h.ID] {
		if _, change := changes[kind]; !change {
			return kind
		}
	}
	return ""
}

// holds reports whether a cue is one at word k: 将 is where a verb and what it governs follow up to the number, and a date where it is one that
// is set.
func (p *phrase) holds(h lexicon.Hit, k int) bool {
	switch p.cueKinds[h.ID][0] {
	case "deadline":
		return p.isDeadline(h)
	case "will":
		return p.wills(k)
	}
	return true
}

// wills reports whether 将 at word k tells what will be done, as in 将新建学校2所. In 将反馈问题分解为9项 it only puts the object first.
func (p *phrase) wills(k int) bool {
	switch p.pos(k + 1) {
	case words.Verb, words.Adverb, words.Preposition, words.Time:
	default:
		return false
	}
	if p.upTo > k {
		return false
	}
	named := false
	for j := k + 1; j < len(p.cut); j++ {
		if named && p.pos(j) == words.Verb && p.pos(j+1) != words.Noun {
			return false
		}
		named = named || nominal(p.pos(j))
	}
	return true
}

// timed reports whether the clause of a plan names a time: 计划到2027年, 力争2025年, 拟于年底前.
func (r *mentioned) timed(at int, m *mention) bool {
	clause := document.Span{Start: at, End: r.before(marks.Clause, at, m.sentence.End)}
	for _, word := range r.rules.Words("time") {
		if strings.Contains(clause.In(r.text), word) {
			return true
		}
	}
	for _, d := range r.dates {
		if d.Start >= clause.Start-12 && d.End <= clause.End {
			return true
		}
	}
	return false
}

// future reports whether the sentence sets a year after the notice's: 到2025年.
func (r *mentioned) future(m *mention) bool {
	if r.place.Year == 0 {
		return false
	}
	for _, d := range r.dates {
		if d.Start >= m.sentence.Start && d.Start < m.Span.Start && d.Year > r.place.Year &&
			(r.opensClause(d.Start) || document.EndsInAny(r.text[r.line.Start:d.Start], r.rules.Words("until")...)) {
			return true
		}
	}
	return false
}
