package review

import (
	"slices"

	"zhenggai/model"
)

// A piece is a run of text in one record, or in none.
type piece struct {
	Text   string
	Kind   string // of the innermost record, a class of the page
	Record string // id of its element
	First  bool   // it is the first piece of the record, which links lead to
	Anchor string // of a section that begins here, or ""
}

// A mark is where a record stands in the text.
type mark struct {
	span         model.Span
	kind, record string
}

// pieces cuts a text at the ends of marks and at the places of anchors. Where marks lie in one another the innermost, which is
// the shortest, holds.
func pieces(text string, marks []mark, anchors map[int]string) []piece {
	runes := []rune(text)
	cuts := []int{0, len(runes)}
	for _, m := range marks {
		for _, at := range m.span {
			cuts = append(cuts, min(max(at, 0), len(runes)))
		}
	}
	for at := range anchors {
		cuts = append(cuts, min(max(at, 0), len(runes)))
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	slices.SortStableFunc(marks, func(a, b mark) int { return a.span[0] - b.span[0] })
	var list []piece
	var open []mark
	seen := map[string]bool{}
	next := 0
	for i := 0; i+1 < len(cuts); i++ {
		start, end := cuts[i], cuts[i+1]
		for next < len(marks) && marks[next].span[0] <= start {
			open = append(open, marks[next])
			next++
		}
		open = slices.DeleteFunc(open, func(m mark) bool { return m.span[1] <= start })
		p := piece{Text: string(runes[start:end]), Anchor: anchors[start]}
		if len(open) > 0 {
			m := slices.MinFunc(open, func(a, b mark) int { return (a.span[1] - a.span[0]) - (b.span[1] - b.span[0]) })
			p.Kind, p.Record, p.First = m.kind, m.record, !seen[m.record]
			seen[m.record] = true
		}
		list = append(list, p)
	}
	return list
}
