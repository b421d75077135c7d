package marks

import "testing"

func TestMarks(t *testing.T) {
	const text = "一，二、三；四"
	for _, test := range []struct{ strength, first, last int }{
		{Pause, 3, 15}, {Clause, 3, 15}, {Sentence, 15, 15},
	} {
		if first, last := First(text, 0, len(text), test.strength), Last(text, 0, len(text), test.strength); first != test.first || last != test.last {
			t.Errorf("marks of strength %d are at %d and %d, want %d and %d", test.strength, first, last, test.first, test.last)
		}
	}
	if first, last := First(text, 6, 12, Clause), Last(text, 6, 12, Clause); first != -1 || last != -1 || !Parted(text, 6, 12, Pause) {
		t.Errorf("between 二 and 三 a clause ends at %d and %d", first, last)
	}
}

// TestInside insists that no byte within a character is a mark, whatever bytes surround it.
func TestInside(t *testing.T) {
	for text, want := range map[string]int{"〃": None, "＂": None, "、": Pause, "：": Clause, ":": Clause, "？": Sentence, "。": Sentence} {
		if got := At(text, 0); got != want || len(text) > 1 && At(text, 1) != None {
			t.Errorf("%s is of strength %d, want %d", text, got, want)
		}
		if want != None && Len(text, 0) != len(text) {
			t.Errorf("%s has %d bytes", text, Len(text, 0))
		}
	}
}
