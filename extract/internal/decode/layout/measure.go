package layout

import (
	"math"
	"slices"
	"unicode/utf8"
)

// A shape is what all flows of a kind have in common: those of one side on pages of one width.
type shape struct {
	side  side
	width int
}

// A measure is the place of the text in the flows of a shape.
type measure struct {
	left, right float64
	em          float64
	pitch       float64 // from line to line within a paragraph, 0 where unknown
	indented    bool    // paragraphs begin with an indent
}

// measures measures the flows of each shape.
func measures(all []flow) map[shape]*measure {
	by := map[shape][]flow{}
	for _, f := range all {
		s := shape{f.side, f.width}
		by[s] = append(by[s], f)
	}
	out := map[shape]*measure{}
	for s, flows := range by {
		out[s] = measured(s, flows)
	}
	return out
}

func measured(s shape, flows []flow) *measure {
	var lefts, rights, ems []float64
	tables := 0.0 // the right edge of tables, which have the width of the text
	for _, f := range flows {
		for i := range f.lines {
			switch l := &f.lines[i]; {
			case l.table != nil:
				tables = max(tables, l.right)
			case !l.solo:
				lefts, rights, ems = append(lefts, l.left), append(rights, -l.right), append(ems, l.size())
			}
		}
	}
	m := &measure{em: max(1, median(ems))}
	m.left, m.right = shared(lefts, m.em), -shared(rights, m.em)
	if least := float64(s.width) * 0.8; s.side == whole && m.right < least*0.8 {
		m.right = least // there are but short lines
	}
	m.right = max(m.right, tables-m.em)
	m.pitch = m.usualPitch(flows)
	m.indented = m.usesIndents(flows)
	return m
}

// shared returns the least value that several share, within half an em: a single line may stick out.
func shared(values []float64, em float64) float64 {
	if len(values) == 0 {
		return 0
	}
	slices.Sort(values)
	need := max(2, len(values)/30)
	for i := 0; i+need-1 < len(values); i++ {
		if values[i+need-1]-values[i] < em/2 {
			return values[i]
		}
	}
	return values[0]
}

// usualPitch returns the commonest distance of a full line and the one below it.
func (m *measure) usualPitch(flows []flow) float64 {
	var near []float64
	pairs(flows, func(above, l *line) {
		if d := above.middle() - l.middle(); d > 0 && m.full(above, l) && !m.isIndented(l) && sameSize(above, l) {
			near = append(near, d)
		}
	})
	return median(near)
}

// usesIndents reports whether most lines that follow a short line, and so begin a paragraph, are indented.
func (m *measure) usesIndents(flows []flow) bool {
	in, out := 0, 0
	pairs(flows, func(above, l *line) {
		switch {
		case m.full(above, l) || m.aligned(l):
		case m.isIndented(l):
			in++
		default:
			out++
		}
	})
	return in >= out
}

// pairs calls f for each two lines that stand one below the other.
func pairs(flows []flow, f func(above, l *line)) {
	for _, flow := range flows {
		for i := 1; i < len(flow.lines); i++ {
			if above, l := &flow.lines[i-1], &flow.lines[i]; !above.solo && !l.solo {
				f(above, l)
			}
		}
	}
}

// full reports whether a line reaches so far right that what the next one begins with found no room on it.
func (m *measure) full(l, next *line) bool {
	const slack = 0.9 // ems, which punctuation hanging or pushed together may leave
	return l.right+tokenWidth(next.text, m.em) > m.right-slack*m.em
}

func (m *measure) isIndented(l *line) bool { return l.left > m.left+0.8*m.em }

// aligned reports whether a line is centred or set to the right.
func (m *measure) aligned(l *line) bool { return m.centred(l) || m.flushRight(l) }

func (m *measure) centred(l *line) bool {
	before, behind := l.left-m.left, m.right-l.right
	return before > 1.5*m.em && behind > 1.5*m.em && math.Abs(before-behind) < 1.2*m.em
}

// flushRight reports whether a line stands on the right side only.
func (m *measure) flushRight(l *line) bool {
	return l.left-m.left > (m.right-m.left)*0.4 && m.right-l.right < (m.right-m.left)*0.3
}

// tokenWidth returns about how much room the beginning of a text needs that no line end may part: a word or figure, or a
// character with the marks that may not be parted from it. Browsers part quotation marks from nothing.
func tokenWidth(s string, em float64) float64 {
	width, before := 0.0, rune(0)
	for _, r := range s {
		if before != 0 && mayPart(before, r) {
			break
		}
		if before = r; isWide(r) {
			width += em
		} else {
			width += narrow * em
		}
	}
	return width
}

// mayPart reports whether a line may end between two characters.
func mayPart(a, b rune) bool {
	const opening, closing, quotes = "（《〈「『【〔([", "。，、；：？！）》〉」』】〕)]%％,.;:!?", "“”‘’"
	switch {
	case isSpace(b):
		return true
	case contains(opening, a), contains(closing, b), contains(quotes, a), contains(quotes, b):
		return false
	}
	return isWide(a) || isWide(b)
}

func contains(set string, r rune) bool {
	for _, c := range set {
		if c == r {
			return true
		}
	}
	return false
}

// sameSize reports whether two lines are set in type of one size, as far as is known.
func sameSize(a, b *line) bool {
	return a.em == 0 || b.em == 0 || math.Abs(a.em-b.em) < 0.12*max(a.em, b.em)
}

func length(s string) int { return utf8.RuneCountInString(s) }
