package dataset

import (
	"testing"

	"zhenggai/extract/rules"
)

// TestDivisionOfCode asks the table what a code has stood for.
func TestDivisionOfCode(t *testing.T) {
	known := CorrectionRules(rules.Default())
	for _, test := range []struct {
		code  string
		year  int
		first string // place
		count int
	}{
		{"440403", 0, "广东省珠海市斗门区", 1},
		{"420600", 2009, "湖北省襄樊市", 2},
		{"420600", 2024, "湖北省襄阳市", 2},
		{"420600", 0, "湖北省襄阳市", 2},
		{"110228", 2009, "北京市密云县", 1},
		{"110228", 0, "北京市密云县", 1},
		{"110000", 0, "北京市", 1},
		{"990000", 0, "", 0},
		{"4404", 0, "", 0},
		{"44040３", 0, "", 0},
	} {
		list := known.Division(test.code, test.year)
		if len(list) != test.count {
			t.Errorf("%s in %d: %v", test.code, test.year, list)
			continue
		}
		if len(list) > 0 && list[0].Province+list[0].Prefecture+list[0].County != test.first {
			t.Errorf("%s in %d: %v, want %s", test.code, test.year, list[0], test.first)
		}
	}
}
