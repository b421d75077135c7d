// Package marks finds the punctuation marks that part a text into sentences and clauses.
package marks

// The marks that part a text, from the weakest to the strongest. They are told by their bytes, since looking for them is
// most of what finding a clause costs.
const (
	None     = iota
	Pause    // 、
	Clause   // ，：
	Sentence // 。；！？
)

// At returns the strength of the mark that starts at byte i. A byte inside a character is no mark.
func At(s string, i int) int {
	switch s[i] {
	case ',', ':':
		return Clause
	case ';', '!', '?':
		return Sentence
	case 0xE3: // 、 is E3 80 81, 。 is E3 80 82
		if i+2 < len(s) && s[i+1] == 0x80 {
			switch s[i+2] {
			case 0x81:
				return Pause
			case 0x82:
				return Sentence
			}
		}
	case 0xEF: // full-width forms of the ASCII marks: ！ is EF BC 81
		if i+2 < len(s) && s[i+1] == 0xBC {
			switch s[i+2] {
			case 0x8C, 0x9A: // ，：
				return Clause
			case 0x81, 0x9B, 0x9F: // ！；？
				return Sentence
			}
		}
	}
	return None
}

// Len returns the bytes of the mark at i.
func Len(s string, i int) int {
	if s[i] < 0x80 {
		return 1
	}
	return 3
}

// mayOpen has the bytes that a mark may start with. Most bytes of a text are none of them.
var mayOpen = [256]bool{',': true, ':': true, ';': true, '!': true, '?': true, 0xE3: true, 0xEF: true}

// steps has how many bytes a character has by its first one, but 0 where a mark may start with it.
var steps = func() (steps [256]uint8) {
	for b := range steps {
		switch {
		case mayOpen[b]:
		case b >= 0xF0:
			steps[b] = 4
		case b >= 0xE0:
			steps[b] = 3
		case b >= 0xC0:
			steps[b] = 2
		default:
			steps[b] = 1
		}
	}
	return steps
}()

// Last returns the place of the last mark of at least the given strength in s[from:to], or -1.
func Last(s string, from, to, strength int) int {
	s = s[:to]
	for i := to - 1; i >= from; i-- {
		if mayOpen[s[i]] && At(s, i) >= strength {
			return i
		}
	}
	return -1
}

// First returns the place of the first mark of at least the given strength in s[from:to], or -1.
func First(s string, from, to, strength int) int {
	if from >= to {
		return -1
	}
	s = s[:to]
	for i := from; i < len(s); {
		step := int(steps[s[i]])
		if step == 0 {
			if At(s, i) >= strength {
				return i
			}
			step = Len(s, i)
		}
		i += step
	}
	return -1
}

// Parted reports whether a mark of at least the given strength stands in s[from:to].
func Parted(s string, from, to, strength int) bool { return First(s, from, to, strength) >= 0 }
