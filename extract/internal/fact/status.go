package fact

import (
	"strings"

	"zhenggai/extract/internal/document"
	"zhenggai/model"
)

// findChange finds how mention i relates to an earlier state: the verb of increase or decrease nearest before it.
func (r *lineReader) findChange(i int) {
	m := &r.mentions[i]
	before := r.text[m.clause.Start:m.Span.Start]
	best, longest := -1, 0
	for _, side := range []struct {
		kind   string
		change model.Change
	}{
		{"increase", model.ChangeIncrease}, {"decrease", model.ChangeDecrease},
		{"increase_to", model.ChangeIncreaseTo}, {"decrease_to", model.ChangeDecreaseTo},
	} {
		for _, word := range r.rules.Words(side.kind) {
			at := strings.LastIndex(before, word)
			if at < 0 || strings.HasSuffix(side.kind, "_to") && at+len(word) != len(before) {
				continue
			}
			if end := at + len(word); end > best || end == best && len(word) > longest {
				best, longest, m.change = end, len(word), side.change
			}
		}
	}
	if i > 0 && r.startsChange(i-1) && strings.HasSuffix(string(m.change), "_to") {
		m.from = i - 1
	}
	if best < 0 && r.listed(i) && r.text[r.mentions[i-1].Span.End:m.Span.Start] == "、" {
		m.change = r.mentions[i-1].change
	}
}

// startsChange reports whether 由 or 从 stands before mention i, or the change follows it with no mark between.
func (r *lineReader) startsChange(i int) bool {
	m := &r.mentions[i]
	before := r.text[m.clause.Start:m.Span.Start]
	for _, word := range r.rules.Words("from") {
		if strings.HasSuffix(before, word) {
			return true
		}
	}
	between := r.text[m.Span.End:r.mentions[i+1].Span.Start]
	return m.Def == r.mentions[i+1].Def && !strings.ContainsAny(between, clauseMarks+"、") || r.hasCounterpart(i)
}

// hasCounterpart reports whether the clause of mention i runs into the next one: 将31项…撤并为12项.
func (r *lineReader) hasCounterpart(i int) bool {
	m, next := &r.mentions[i], &r.mentions[i+1]
	return m.Def.Dimension == next.Def.Dimension && r.after(clauseMarks+"、", m.Span.End, next.Span.Start) == m.Span.End
}

// findStatus finds whether mention i has been reached. What stands nearest before it decides; 计划 holds along 、, and
// along the sentence where its clause names a time; 截至目前 holds to the end of the sentence; 已 holds along 、.
func (r *lineReader) findStatus(i int) {
	m := &r.mentions[i]
	hits := r.status.scan(nil, r.text, m.sentence.Start, m.Span.Start)
	for k := len(hits) - 1; k >= 0; k-- {
		h := hits[k]
		if r.titled(h) {
			continue
		}
		near := r.after(clauseMarks, h.end, m.Span.Start) == h.end
		switch kind := r.statusKind[h.id]; {
		case kind == "planned" && (near || r.timed(h.start, m)):
			m.status = model.StatusPlanned
			return
		case kind == "planned":
		case m.status == "" && (kind == "so_far" || near):
			m.status = model.StatusAchieved
			if kind == "so_far" || strings.HasPrefix(r.text[h.start:], "已") {
				return // 已 after 计划 is what has been reached meanwhile
			}
		}
	}
	if r.future(m) {
		m.status = model.StatusPlanned
	} else if m.status == "" && (r.place.Reached || r.doneBehind(m) || r.isResult(m)) {
		m.status = model.StatusAchieved
	}
}

// titled reports whether a cue is part of another word: 工作计划, 已知.
func (r *lineReader) titled(h hit) bool {
	before := r.text[r.line.Start:h.start]
	return r.statusKind[h.id] == "planned" && hasAnySuffix(before, "年度", "工作", "发展", "度", "招生") && !hasAnySuffix(before, "本年度")
}

// timed reports whether the clause of a plan names a time: 计划到2027年, 力争2025年, 拟于年底前.
func (r *lineReader) timed(at int, m *mention) bool {
	clause := document.Span{Start: at, End: r.before(clauseMarks, at, m.sentence.End)}
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
func (r *lineReader) future(m *mention) bool {
	if r.place.Year == 0 {
		return false
	}
	for _, d := range r.dates {
		if d.Start >= m.sentence.Start && d.Start < m.Span.Start && d.Year > r.place.Year &&
			hasAnySuffix(r.text[r.line.Start:d.Start], "到", "至", "在", "于", "。", "，", ",", "；", "在") {
			return true
		}
	}
	return false
}

// doneBehind reports whether the words behind mention i say that it is done: 98家企业完成综合治理, 已全部退缴.
func (r *lineReader) doneBehind(m *mention) bool {
	for _, h := range r.status.scan(nil, r.text, m.Span.End, m.clause.End) {
		if kind := r.statusKind[h.id]; kind == "done" || kind == "so_far" {
			return true
		}
	}
	return false
}

// isResult reports whether mention i says how many of those before it were dealt with: 发现问题418个，整改402个.
func (r *lineReader) isResult(m *mention) bool {
	return m.base >= 0 && !m.glued && hasAnySuffix(r.text[m.clause.Start:m.Span.Start], r.rules.Words("result")...)
}
