package corpus

import (
	"slices"
	"testing"
)

func TestParse(t *testing.T) {
	for _, test := range []struct {
		line string
		want Example
		ok   bool
	}{
		{"planned 计划 + 计划增加床位【80张】", Example{"planned 计划", true, "计划增加床位【80张】"}, true},
		{"planned 计划 - 年度计划共【27项】", Example{"planned 计划", false, "年度计划共【27项】"}, true},
		{"title_meta og:title - A + B - C", Example{"title_meta og:title", false, "A + B - C"}, true},
		{"planned 计划", Example{}, false},
	} {
		got, ok := parse(test.line)
		if got != test.want || ok != test.ok {
			t.Errorf("%s: got %+v, %v", test.line, got, ok)
		}
		if ok && got.String() != test.line {
			t.Errorf("%s: prints as %s", test.line, got)
		}
	}
}

// TestComplaints insists that a row without a sign, a line without a row and a line that stands twice are named.
func TestComplaints(t *testing.T) {
	list := []Example{{"a", true, "x"}, {"a", true, "x"}, {"b", true, "y"}, {"c", false, "z"}, {"b", false, "y"}}
	want := []string{"a + x stands twice", "no line a -", "no row for c - z"}
	if got := complaints(list, []string{"a", "b"}); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
