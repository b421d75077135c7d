package runes

import "testing"

func TestCuts(t *testing.T) {
	const text = "a整b" // the character in the middle is bytes 1 to 3
	for _, test := range []struct {
		text           string
		i              int
		before, behind int
	}{
		{text, -1, 0, 0},
		{text, 0, 0, 0},
		{text, 1, 1, 1},
		{text, 2, 1, 4},
		{text, 3, 1, 4},
		{text, 4, 4, 4},
		{text, 5, 5, 5},
		{text, 9, 5, 5},
		{"", 3, 0, 0},
		{"\x80\x80", 1, 0, 2}, // no character starts here
	} {
		if before, behind := Before(test.text, test.i), Behind(test.text, test.i); before != test.before || behind != test.behind {
			t.Errorf("%q at %d: before %d, behind %d, want %d and %d", test.text, test.i, before, behind, test.before, test.behind)
		}
	}
}
