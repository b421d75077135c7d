package fact

// The marks that part a text, from the weakest to the strongest. They are told by their bytes, since looking for them is
// most of what finding a clause costs.
const (
	noMark       = iota
	pauseMark    // 、
	clauseMark   // ，：
	sentenceMark // 。；！？
)

// markAt returns the strength of the mark that starts at byte i. A byte inside a character is no mark.
func markAt(s string, i int) int {
	switch s[i] {
	case ',', ':':
		return clauseMark
	case ';', '!', '?':
		return sentenceMark
	case 0xE3: // 、 is E3 80 81, 。 is E3 80 82
		if i+2 < len(s) && s[i+1] == 0x80 {
			switch s[i+2] {
			case 0x81:
				return pauseMark
			case 0x82:
				return sentenceMark
			}
		}
	case 0xEF: // full-width forms of the ASCII marks: ！ is EF BC 81
		if i+2 < len(s) && s[i+1] == 0xBC {
			switch s[i+2] {
			case 0x8C, 0x9A: // ，：
				return clauseMark
			case 0x81, 0x9B, 0x9F: // ！；？
				return sentenceMark
			}
		}
	}
	return noMark
}

// markLen returns the bytes of the mark at i.
func markLen(s string, i int) int {
	if s[i] < 0x80 {
		return 1
	}
	return 3
}

// mayMark has the bytes that a mark may start with. Most bytes of a text are none of them.
var mayMark = [256]bool{',': true, ':': true, ';': true, '!': true, '?': true, 0xE3: true, 0xEF: true}

// lastMark returns the place of the last mark of at least the given strength in s[from:to], or -1.
func lastMark(s string, from, to, strength int) int {
	s = s[:to]
	for i := to - 1; i >= from; i-- {
		if mayMark[s[i]] && markAt(s, i) >= strength {
			return i
		}
	}
	return -1
}

// firstMark returns the place of the first mark of at least the given strength in s[from:to], or -1.
func firstMark(s string, from, to, strength int) int {
	if from >= to {
		return -1
	}
	s = s[:to]
	for i := from; i < len(s); i++ {
		if mayMark[s[i]] && markAt(s, i) >= strength {
			return i
		}
	}
	return -1
}

// parted reports whether a mark of at least the given strength stands in s[from:to].
func parted(s string, from, to, strength int) bool { return firstMark(s, from, to, strength) >= 0 }
