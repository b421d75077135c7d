package fact

import (
	"slices"
	"strings"

	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/lexicon"
	"zhenggai/model"
)

// findStatus finds whether mention i has been reached. What stands nearest before it decides; 计划 holds along 、, and
// along the sentence where its clause names a time; 截至目前 holds to the end of the sentence; 已 holds along 、. A verb
// such as 新建 tells what was done, unless a plan governs it or the section speaks of what is to come.
func (r *Reader) findStatus(i int) {
	m := &r.mentions[i]
	if r.plannedBehind(i) {
		m.status = model.StatusPlanned
		return
	}
	hits := lexicon.Starting(r.cueHits, m.sentence.Start, m.Span.Start)
	for k := len(hits) - 1; k >= 0; k-- {
		status, decided := r.weigh(hits[k], m)
		if decided && (status != "" || m.status == "") {
			m.status = status
			return
		}
		if m.status == "" {
			m.status = status
		}
	}
	switch {
	case r.future(m) || r.listsPlan(i) || r.place.Ahead || r.place.Outlook && (m.status != "" || r.governed(m, hits)):
		m.status = model.StatusPlanned
	case r.place.Intended:
		m.status = "" // 完成 and 新建 head measures that were to be taken as well as such that were
	case m.status == "" && (r.place.Reached || r.cueBehind(m, "done", "so_far")):
		m.status = model.StatusAchieved
	case m.status == "" && r.governed(m, hits) && !r.mayBePlanned(hits):
		m.status = model.StatusAchieved
	case m.status == "" && m.whole >= 0 && r.onlyNamed(i) && !r.cueBehind(m, "pending", "planned", "none"):
		m.status = r.mentions[m.whole].status
	}
}

// onlyNamed reports whether of the part that is mention i nothing is said but what is counted, as in 新增学位5250个，其中小学3150个. Of
// 排查礼堂266家，其中关闭15家 the part says something of its own.
func (r *Reader) onlyNamed(i int) bool {
	m := &r.mentions[i]
	_, lead := r.opensPart(i)
	return !m.subject.Empty() && strings.TrimSpace(r.text[lead:m.Span.Start]) == m.subject.In(r.text)
}

// plannedBehind reports whether a plan stands right behind mention i, in its clause: 剩余386套计划5月底前交付.
func (r *Reader) plannedBehind(i int) bool {
	m := &r.mentions[i]
	end := r.before(clauseMark, m.Span.End, m.sentence.End)
	if i+1 < len(r.mentions) && r.mentions[i+1].Span.Start < end {
		return false // what is planned may be a part: 30个问题计划完成25个
	}
	for _, h := range lexicon.Starting(r.cueHits, m.Span.End, end) {
		if r.cueKinds[h.ID][0] == "planned" {
			return true
		}
	}
	return false
}

// listsPlan reports whether mention i stands in the next clause of a list whose member before it is planned.
func (r *Reader) listsPlan(i int) bool {
	if i == 0 || r.mentions[i-1].status != model.StatusPlanned || r.mentions[i-1].sentence.Start != r.mentions[i].sentence.Start {
		return false
	}
	first := firstMark(r.text, r.mentions[i-1].Span.End, r.mentions[i].Span.Start, clauseMark)
	return first < 0 || !parted(r.text, first+markLen(r.text, first), r.mentions[i].Span.Start, clauseMark)
}

// governed reports whether a verb of doing governs a mention: it is one of the cues before it, in its clause.
func (r *Reader) governed(m *mention, hits []lexicon.Hit) bool {
	for k := len(hits) - 1; k >= 0 && !parted(r.text, hits[k].End, m.Span.Start, clauseMark); k-- {
		if slices.Contains(r.cueKinds[hits[k].ID], "did") && hits[k].End <= m.Span.Start {
			return true
		}
	}
	return false
}

// mayBePlanned reports whether a plan stands among the cues before a mention. It may govern the whole sentence.
func (r *Reader) mayBePlanned(hits []lexicon.Hit) bool {
	return slices.ContainsFunc(hits, func(h lexicon.Hit) bool { return slices.Contains(r.cueKinds[h.ID], "planned") })
}

// weigh says what a cue before a mention makes of its status, and whether no cue farther off can change that: 完成 may
// still be part of a plan, 已 may not.
func (r *Reader) weigh(h lexicon.Hit, m *mention) (status model.Status, decided bool) {
	if h.End > m.Span.Start {
		return "", false
	}
	near := !parted(r.text, h.End, m.Span.Start, clauseMark)
	for _, kind := range r.cueKinds[h.ID] {
		switch {
		case kind == "planned" && (near || r.timed(h.Start, m)):
			return model.StatusPlanned, true
		case kind == "pending" && !parted(r.text, h.End, m.Span.Start, pauseMark):
			return r.pending(h, m), true
		case kind == "so_far" && !r.planned(h):
			return model.StatusAchieved, true
		case kind == "done" && near:
			return model.StatusAchieved, opensWith(r.text[h.Start:], r.rules.Words("already"))
		}
	}
	return "", false
}

// pending says what becomes of a mention that has not been reached yet: it is planned where a plan stands before the cue or
// a time behind the mention, as in 确保完成剩余6公里 and 其余3个年底前完成.
func (r *Reader) pending(h lexicon.Hit, m *mention) model.Status {
	if r.planned(h) || r.timed(m.Span.End, m) && !containsAny(r.text[m.Span.End:m.clause.End], r.rules.Words("already")) {
		return model.StatusPlanned
	}
	return ""
}

// planned reports whether a plan stands before a cue in its clause: 计划年底前全部完成.
func (r *Reader) planned(h lexicon.Hit) bool {
	start := r.after(clauseMark, r.line.Start, h.Start)
	for _, before := range lexicon.Starting(r.cueHits, start, h.Start) {
		if r.cueKinds[before.ID][0] == "planned" {
			return true
		}
	}
	return false
}

// timed reports whether the clause of a plan names a time: 计划到2027年, 力争2025年, 拟于年底前.
func (r *Reader) timed(at int, m *mention) bool {
	clause := document.Span{Start: at, End: r.before(clauseMark, at, m.sentence.End)}
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
func (r *Reader) future(m *mention) bool {
	if r.place.Year == 0 {
		return false
	}
	for _, d := range r.dates {
		if d.Start >= m.sentence.Start && d.Start < m.Span.Start && d.Year > r.place.Year &&
			(document.EndsInAny(r.text[r.line.Start:d.Start], r.rules.Words("by")...) || document.EndsInAny(r.text[r.line.Start:d.Start], "。", "，", ",", "；")) {
			return true
		}
	}
	return false
}

// cueBehind reports whether a cue of one of the kinds stands behind a mention, in its clause: 98家企业完成综合治理, 已全部退缴.
func (r *Reader) cueBehind(m *mention, kinds ...string) bool {
	for _, h := range lexicon.Starting(r.cueHits, m.Span.End, m.clause.End) {
		if slices.ContainsFunc(r.cueKinds[h.ID], func(kind string) bool { return slices.Contains(kinds, kind) }) {
			return true
		}
	}
	return false
}
