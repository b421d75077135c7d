package decode

import "testing"

// TestLineEnds insists that the lines of a text end where each by itself is seen to end.
func TestLineEnds(t *testing.T) {
	const text = "“甲”，乙\r\n丙\u2028丁\u2029\v戊\u0085—…己\f\n\n庚\u00a0辛，"
	ends := newLineEnds(text)
	for start := 0; start < len(text); {
		end, next := lineEnd(text[start:])
		gotEnd, gotNext := ends.next(start)
		if gotEnd != start+end || gotNext != start+next {
			t.Fatalf("the line at %d ends at %d and the next starts at %d, want %d and %d", start, gotEnd, gotNext, start+end, start+next)
		}
		start += next
	}
}
