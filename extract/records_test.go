package extract

import "testing"

func TestLater(t *testing.T) {
	for _, c := range []struct {
		period, date string
		want         bool
	}{
		{"2024-12", "2024-05-06", true},
		{"2025", "2024-05-06", true},
		{"2025/2026", "2024", true},
		{"2024", "2024-05-06", false},
		{"2024-05", "2024-05-06", false},
		{"2023/2025", "2024", false},
		{"2024-12", "2024", false},
		{"2024-12", "", false},
		{"", "2024", false},
	} {
		if got := later(c.period, c.date); got != c.want {
			t.Errorf("%q is later than %q: %v", c.period, c.date, got)
		}
	}
}
