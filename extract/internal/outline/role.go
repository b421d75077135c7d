package outline

import (
	"slices"
	"strings"

	"zhenggai/extract/internal/chinese"
	"zhenggai/extract/internal/numeral"
	"zhenggai/extract/rules"
)

// Roles of the sections of the first level.
const (
	RoleOrganisation = "organisation" // how the rectification was organised
	RoleProblems     = "problems"     // the problems and what was done
	RoleOutlook      = "outlook"      // what comes next
	RoleContact      = "contact"
	RoleOther        = "other"
)

// problemEvidence is the weight of sub-headings that state problems.
const problemEvidence = 4

// SetRoles gives every node the role of its section of the first level, told by the words of the section's title and
// by whether its sub-headings state problems.
func (o *Outline) SetRoles(text string, h *rules.Headings) {
	top := o.Children(None)
	stating := 0 // sections whose own titles state problems: an audit's notice may have no others
	for _, i := range top {
		if o.Nodes[i].States {
			stating++
		}
	}
	roles, about := make([]string, len(top)), 0
	for k, i := range top {
		roles[k] = o.role(text, i, k == len(top)-1, h)
		if roles[k] == RoleOther && stating > 1 && (2*stating >= len(top) || o.Nodes[i].States) {
			roles[k] = RoleProblems
		}
		if roles[k] == RoleProblems {
			about++
		}
	}
	for k, i := range top {
		role := roles[k]
		stated, _ := o.statements(i)
		bulleted := o.Nodes[i].Use == rules.UseBullet && role != RoleOutlook && role != RoleContact
		if 2*about > len(top) && (o.Nodes[i].States || bulleted || role == RoleOther && stated > 0) {
			role = RoleProblems // it goes with most of its siblings: 一、甲村党支部, 二、乙村党支部
		}
		for j := i; j < len(o.Nodes) && (j == i || o.Nodes[j].Level > o.Nodes[i].Level); j++ {
			o.Nodes[j].Role = role
		}
	}
}

func (o *Outline) role(text string, i int, last bool, h *rules.Headings) string {
	title := o.Nodes[i].Title.In(text)
	weights := h.RolesIn(title)
	if stated, strong := o.statements(i); strong > 0 || stated > 1 {
		weights[RoleProblems] += problemEvidence
		if strong > 1 {
			weights[RoleProblems] += 2 * problemEvidence
		}
	}
	if last && weights[RoleOutlook] > 0 {
		weights[RoleOutlook]++
	}
	best, role := 0, RoleOther
	for _, r := range []string{RoleProblems, RoleOutlook, RoleOrganisation, RoleContact} {
		if weights[r] > best {
			best, role = weights[r], r
		}
	}
	if role == RoleOutlook && o.Nodes[i].Use == rules.UseMeasure {
		return RoleOther // 三是确保取得成果 tells of a measure, not of what comes next
	}
	return role
}

// statements counts the headings of section i, its own included, that state a problem, and those that do so by a
// strong frame such as 关于…的问题.
func (o *Outline) statements(i int) (stated, strong int) {
	for j := i; j < len(o.Nodes) && (j == i || o.Nodes[j].Level > o.Nodes[i].Level); j++ {
		n := &o.Nodes[j]
		if n.Use == rules.UseMeasure || n.Inline {
			continue
		}
		if n.States {
			stated++
		}
		if n.Framed {
			strong++
		}
	}
	return stated, strong
}

// States reports whether a heading states a problem: by its frame, by a word such as 不到位 at its end, or by such a word
// anywhere where it does not open a measure: 补齐短板不到位 does, 整治不力行为 does not.
func States(title string, h *rules.Headings) bool {
	return Framed(title, h) || wordsState(title, h)
}

// wordsState reports whether a heading states a problem by words other than a frame.
func wordsState(title string, h *rules.Headings) bool {
	return h.Ends.Ends(title) || !h.Verbs.Opens(title) && h.Tails.In(title)
}

// SetsTask reports whether a heading words a task: a measure opens it, as in 加快管网建设, or ends it, as in 管网建设扎实推进, and
// none of its clauses states a problem for all that, as 推进管网建设不力问题 does.
func SetsTask(title string, h *rules.Headings) bool {
	for clause := range strings.FieldsFuncSeq(title, func(r rune) bool { return strings.ContainsRune("，,；;", r) }) {
		if States(Name(clause, h), h) {
			return false
		}
	}
	return h.Verbs.Opens(title) || h.Verbs.Ends(title)
}

// Framed reports whether a strong frame such as 关于…的问题 stands round the heading.
func Framed(title string, h *rules.Headings) bool {
	if _, strong := h.OpensFrame(title); strong {
		return true
	}
	for i := range h.Suffixes { // a suffix alone proves nothing: 整改…的问题
		if f := &h.Suffixes[i]; f.Strong && strings.HasSuffix(title, f.Text) && opensAny(title, h.Part("problem_frame")) {
			return true
		}
	}
	return numberedProblem(title, h) > 0
}

// Name returns the problem alone: without 关于 and the like in front, 的问题 and the like behind, and without quotation
// marks that wrap the whole of it.
func Name(heading string, h *rules.Headings) string {
	name := withoutCount(strings.TrimSpace(heading), h)
	for {
		cut := name
		if n := numberedProblem(cut, h); n > 0 {
			cut = cut[n:]
		}
		if opens, _ := h.OpensFrame(cut); opens {
			cut = trimFrame(cut, h.Prefixes, strings.TrimPrefix)
		}
		cut = trimFrame(cut, h.Suffixes, strings.TrimSuffix)
		cut = unquote(strings.Trim(cut, " ，,：:。；;"))
		if cut == name || cut == "" {
			return name
		}
		name = cut
	}
}

// withoutCount cuts off the number of problems that a heading gives in brackets behind it: 关于…问题（2个）.
func withoutCount(s string, h *rules.Headings) string {
	for _, marks := range [...][2]string{{"（", "）"}, {"(", ")"}} {
		inner, ok := strings.CutSuffix(s, marks[1])
		if !ok {
			continue
		}
		open := strings.LastIndex(inner, marks[0])
		if open <= 0 {
			continue
		}
		if n, ok := numeral.Parse(h.Figures, inner, open+len(marks[0])); ok && slices.Contains(h.Part("problem_count"), inner[n.End:]) {
			return s[:open]
		}
	}
	return s
}

func trimFrame(s string, frames []rules.Frame, trim func(s, frame string) string) string {
	for i := range frames {
		if t := trim(s, frames[i].Text); t != s && t != "" {
			return t
		}
	}
	return s
}

// numberedProblem returns the length of 问题1： or 反馈问题一： at the start of a heading, or 0.
func numberedProblem(s string, h *rules.Headings) int {
	for i := range h.Markers {
		rule := &h.Markers[i]
		if rule.Use != rules.UseProblem {
			continue
		}
		if at, ok := matchOne(s, 0, rule.Before); ok {
			behind := strings.TrimLeft(s[at:], chinese.Arabic+chinese.Wide+chinese.Ordinals)
			if end, ok := matchOne(behind, 0, rule.After); ok && len(behind) < len(s)-at && behind[:end] != " " {
				return len(s) - len(behind) + end
			}
		}
	}
	return 0
}

// unquote removes quotation marks that wrap the whole of s.
func unquote(s string) string {
	for _, marks := range [][2]string{{"“", "”"}, {"\"", "\""}, {"‘", "’"}} {
		inner, ok := strings.CutPrefix(s, marks[0])
		if !ok {
			continue
		}
		inner, ok = strings.CutSuffix(inner, marks[1])
		if ok && wraps(inner, marks) {
			return inner
		}
	}
	return s
}

// wraps reports whether no mark closes inside before it opens: “甲”和“乙” is not wrapped.
func wraps(inner string, marks [2]string) bool {
	if marks[0] == marks[1] {
		return !strings.Contains(inner, marks[0])
	}
	depth := 0
	for i := range inner {
		switch {
		case strings.HasPrefix(inner[i:], marks[0]):
			depth++
		case strings.HasPrefix(inner[i:], marks[1]):
			if depth--; depth < 0 {
				return false
			}
		}
	}
	return true
}
