// Package changes compares two states of a notice: what is new, withdrawn, or not as it was.
//
// An indicator has no name that lasts, since its id counts. It is known again by its sentence without the numbers, or
// else by what it counts.
package changes

import (
	"reflect"
	"slices"
	"strconv"
	"strings"

	"zhenggai/model"
)

// Compare returns what differs between two states of a notice: first what is to say of the whole, then the indicators, those
// of the new state in their order before those that are gone. old or now may be nil. It returns nothing where the two
// differ only in what is known of the source, or in the rules that named a figure. from is the path that the notice had, where
// it had another, and unreadable says that it is gone since its document cannot be read any more.
func Compare(old, now *model.Notice, from string, unreadable bool) []model.Difference {
	switch {
	case now == nil && unreadable:
		return []model.Difference{{Kind: model.NoticeUnreadable, Notice: slim(old)}}
	case now == nil:
		return []model.Difference{{Kind: model.NoticeWithdrawn, Notice: slim(old)}}
	case old == nil:
		return []model.Difference{{Kind: model.NoticeNew, Notice: slim(now)}}
	case same(old, now) && from == "":
		return nil
	case same(old, now):
		return []model.Difference{{Kind: model.NoticeMoved, Notice: slim(now), From: from}}
	}
	head := slim(now)
	list := []model.Difference{{Kind: model.NoticeChanged, Notice: head, From: from}}
	for _, p := range pairs(old.Indicators, now.Indicators) {
		if kind, ok := p.kind(); ok {
			list = append(list, model.Difference{Kind: kind, Notice: head, Old: p.old, New: p.now})
		}
	}
	return list
}

// slim returns what rows of changes say of a notice, without its text and records, so that a great many differences can be
// held.
func slim(n *model.Notice) *model.Notice {
	return &model.Notice{ID: n.ID, Title: n.Title, Issuer: n.Issuer, Region: n.Region, Source: model.Source{Path: n.Source.Path, URL: n.Source.URL}}
}

// same reports whether two notices say the same, wherever they come from and whichever lines of the tables read them.
func same(old, now *model.Notice) bool {
	return reflect.DeepEqual(said(old), said(now))
}

// said returns what a notice says, without where it comes from and the rules by which it was read: a rule is known by its line,
// and a line added above it changes that of all below.
func said(n *model.Notice) model.Notice {
	s := *n
	s.Source, s.Schema = model.Source{}, ""
	s.ID = "" // of the bytes, which may differ in what is around the text
	s.Indicators = slices.Clone(n.Indicators)
	for i := range s.Indicators {
		s.Indicators[i].Rule = ""
	}
	s.Completions = slices.Clone(n.Completions)
	for i := range s.Completions {
		s.Completions[i].Rule = ""
	}
	return s
}

// A pair is an indicator in two states. One may be nil.
type pair struct{ old, now *model.Indicator }

// kind says what differs, and false where nothing does that a reader of the figure would see.
func (p pair) kind() (model.ChangeKind, bool) {
	switch {
	case p.old == nil:
		return model.IndicatorNew, true
	case p.now == nil:
		return model.IndicatorWithdrawn, true
	}
	a, b := p.old, p.now
	changed := a.Value.Cmp(b.Value) != 0 || (a.High == nil) != (b.High == nil) || a.High != nil && a.High.Cmp(*b.High) != 0 ||
		a.Unit != b.Unit || a.Bound != b.Bound || a.Status != b.Status || a.Change != b.Change || a.Metric != b.Metric
	return model.IndicatorChanged, changed
}

// pairs finds the indicators of one state in the other: by their sentences and places in them, and where that fails, as
// when a sentence was written anew, by what they count.
func pairs(old, now []model.Indicator) []pair {
	list := make([]pair, len(now))
	for i := range now {
		list[i].now = &now[i]
	}
	left := make([]*model.Indicator, len(old))
	for i := range old {
		left[i] = &old[i]
	}
	for _, key := range []func([]*model.Indicator) []string{sentenceKeys, subjectKeys} {
		left = match(left, list, key)
	}
	for _, i := range left {
		list = append(list, pair{old: i})
	}
	return list
}

// match gives the pairs that lack an old indicator the first of the left ones that has the same key, and returns those that
// are still left. An empty key is nobody's.
func match(left []*model.Indicator, list []pair, keys func([]*model.Indicator) []string) []*model.Indicator {
	waiting := map[string][]*model.Indicator{}
	for i, key := range keys(left) {
		waiting[key] = append(waiting[key], left[i])
	}
	delete(waiting, "")
	var now []*model.Indicator
	var open []int
	for i := range list {
		if list[i].old == nil {
			now, open = append(now, list[i].now), append(open, i)
		}
	}
	taken := map[*model.Indicator]bool{}
	for i, key := range keys(now) {
		if w := waiting[key]; len(w) > 0 {
			list[open[i]].old, waiting[key] = w[0], w[1:]
			taken[w[0]] = true
		}
	}
	var rest []*model.Indicator
	for _, i := range left {
		if !taken[i] {
			rest = append(rest, i)
		}
	}
	return rest
}

// sentenceKeys returns for each indicator its sentence without numbers and its place among those of the sentence.
func sentenceKeys(list []*model.Indicator) []string {
	keys := make([]string, len(list))
	place := 0
	for i, n := range list {
		if i > 0 && list[i-1].Sentence != n.Sentence {
			place = 0
		}
		keys[i] = masked(n.Sentence) + " " + strconv.Itoa(place)
		place++
	}
	return keys
}

// subjectKeys returns for each indicator what it counts, where that is known.
func subjectKeys(list []*model.Indicator) []string {
	keys := make([]string, len(list))
	for i, n := range list {
		if n.Subject != "" {
			keys[i] = n.Metric + " " + n.Subject + " " + n.Unit
		}
	}
	return keys
}

// masked returns a sentence with one mark in the place of each number, in figures or in words.
func masked(sentence string) string {
	var b strings.Builder
	inside := false
	for _, r := range sentence {
		switch {
		case strings.ContainsRune("0123456789０１２３４５６７８９〇零一二三四五六七八九十百千万亿两", r):
			if !inside {
				b.WriteByte('#')
			}
			inside = true
		case inside && strings.ContainsRune(".．,，", r): // 9.5 or 1,000; a mark behind a number goes with it, in both states
		default:
			inside = false
			b.WriteRune(r)
		}
	}
	return b.String()
}
