// Package numbering counts the paragraphs of Word's lists and writes the numbers that Word shows before them.
package numbering

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Depth is how many levels a list has.
const Depth = 9

// MaxPattern is how many characters of a number are written.
const MaxPattern = 64

// MaxStart is the highest number at which counting starts.
const MaxStart = 1 << 20

// A List counts its paragraphs. Several uses may stand for one list and go on where the other stopped.
type List struct {
	Levels [Depth]Level
	counts [Depth]int
	begun  [Depth]bool
}

// A Level says how one level of a list is counted and written.
type Level struct {
	Start   int
	Format  string // as w:numFmt names it
	Pattern string // with the character 1 for the number of the first level, 2 for that of the second
	Style   string // of paragraphs that are on this level
	Restart int    // the level from 1 behind which it starts anew, 0 for never, -1 for any above it
	Legal   bool   // all numbers of the pattern are written in figures
}

// A Use is a list under the number by which paragraphs know it, with what is different there.
type Use struct {
	List   *List
	Levels [Depth]*Level // nil where the list's own level holds
	Starts [Depth]int    // -1 where the level's own start holds
	begun  bool
}

// New returns a list whose levels are as Word has them where nothing else is said.
func New() *List {
	l := &List{}
	for i := range l.Levels {
		l.Levels[i] = NewLevel()
	}
	return l
}

// NewLevel returns a level as Word has it where nothing else is said.
func NewLevel() Level { return Level{Start: 1, Restart: -1, Format: "decimal"} }

// NewUse returns a use of a list without anything different.
func NewUse(l *List) *Use {
	u := &Use{List: l}
	for i := range u.Starts {
		u.Starts[i] = -1
	}
	return u
}

// DepthOf returns the level that names a style of paragraphs, or else the given one.
func (u *Use) DepthOf(style string, otherwise int) int {
	for i := range Depth {
		if u.level(i).Style == style {
			return i
		}
	}
	return otherwise
}

// Next counts a paragraph and returns its number as it is written, or "" where it has none. It is not sure of a number
// in a format that it does not know and writes in figures.
func (u *Use) Next(depth int) (marker string, sure bool) {
	u.begin()
	u.count(depth)
	return u.text(depth)
}

func (u *Use) level(i int) *Level {
	if u.Levels[i] != nil {
		return u.Levels[i]
	}
	return &u.List.Levels[i]
}

func (u *Use) start(i int) int {
	if u.Starts[i] >= 0 {
		return u.Starts[i]
	}
	return u.level(i).Start
}

// begin lets the levels that this use starts anew do so, once.
func (u *Use) begin() {
	if u.begun {
		return
	}
	u.begun = true
	for i, s := range u.Starts {
		if s >= 0 {
			u.List.begun[i] = false
		}
	}
}

// count counts a paragraph on a level, and lets the levels below it start anew.
func (u *Use) count(depth int) {
	l := u.List
	if l.begun[depth] {
		l.counts[depth]++
	} else {
		l.counts[depth], l.begun[depth] = u.start(depth), true
	}
	for i := depth + 1; i < Depth; i++ {
		if after := u.level(i).Restart; after < 0 || depth < after {
			l.begun[i] = false
		}
	}
}

// text writes the number of a paragraph. Bullets that are characters of symbol fonts, or a letter o that is to look like a
// circle, mean nothing in text and are left out.
func (u *Use) text(depth int) (marker string, sure bool) {
	var b strings.Builder
	at := u.level(depth)
	sure = true
	for _, r := range at.Pattern {
		switch {
		case 1 <= r && r <= Depth && int(r-1) > depth: // Word leaves out the number of a level below
		case 1 <= r && r <= Depth:
			n, known := u.written(int(r-1), at.Legal)
			b.WriteString(n)
			sure = sure && known
		case r < ' ', 0xE000 <= r && r <= 0xF8FF, at.Format == "bullet" && r < 0x100 && !strings.ContainsRune("-*·", r):
		default:
			b.WriteRune(r)
		}
	}
	return strings.TrimSpace(b.String()), sure
}

// written returns the number that a level has come to. One above that no paragraph was on stands at its start.
func (u *Use) written(i int, legal bool) (number string, known bool) {
	n := u.List.counts[i]
	if !u.List.begun[i] {
		n = u.start(i)
	}
	format := u.level(i).Format
	if legal && format != "decimalZero" {
		format = "decimal"
	}
	return Write(format, n)
}

// Mark joins a number and its text. Chinese numbers stand close to the text; behind 1. a space keeps the number apart
// from a figure that follows.
func Mark(marker, text string) string {
	if marker == "" {
		return text
	}
	text = strings.TrimLeftFunc(text, unicode.IsSpace)
	last, _ := utf8.DecodeLastRuneInString(marker)
	if first, _ := utf8.DecodeRuneInString(text); last < 0x80 && first < 0x80 {
		marker += " "
	}
	return marker + text
}
