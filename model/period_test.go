package model

import "testing"

func TestPeriodDays(t *testing.T) {
	for _, test := range []struct{ period, first, last string }{
		{"2022", "2022-01-01", "2022-12-31"},
		{"2024-02", "2024-02-01", "2024-02-29"},
		{"2024-02-05", "2024-02-05", "2024-02-05"},
		{"2022/2023", "2022-01-01", "2023-12-31"},
		{"2023-01/2023-06", "2023-01-01", "2023-06-30"},
		{"2023-09/..", "2023-09-01", ""},
		{"", "", ""},
		{"2023-13", "", ""},
		{"2023-09/20231-01", "", ""},
		{"2023-09-01T08:00", "", ""},
	} {
		if first, last := PeriodDays(test.period); first != test.first || last != test.last {
			t.Errorf("%s: got %q and %q, want %q and %q", test.period, first, last, test.first, test.last)
		}
	}
}
