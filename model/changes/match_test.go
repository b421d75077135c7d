package changes

import (
	"slices"
	"testing"
)

// TestMatch knows notices again by the surest way there is.
func TestMatch(t *testing.T) {
	old := []Key{
		{Path: "a", ID: "1", Title: "通报", Issuer: "甲"}, {Path: "b", URL: "u", ID: "2"}, {Path: "c", ID: "3"}, {Path: "d", ID: "4", Title: "通报", Issuer: "乙"}, {Path: "e", ID: "5"},
	}
	now := []Key{
		{Path: "x", ID: "3"}, {Path: "y", URL: "u", ID: "9"}, {Path: "a", ID: "8"}, {Path: "z", ID: "7", Title: "通报", Issuer: "乙"}, {Path: "new", ID: "6"}, {Path: "w", ID: "3"},
	}
	m := NewMatcher(old)
	if got := m.Match(now); !slices.Equal(got, []int{2, 1, 0, 3, -1, -1}) {
		t.Errorf("matched %v", got)
	}
	if got := m.Left(); !slices.Equal(got, []int{4}) {
		t.Errorf("left %v", got)
	}
}
