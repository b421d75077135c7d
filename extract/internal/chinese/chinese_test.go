package chinese

import "testing"

// TestNumeral writes numbers as office programs do.
func TestNumeral(t *testing.T) {
	for _, test := range []struct {
		n            int
		plain, legal string
	}{
		{0, "〇", "零"},
		{7, "七", "柒"},
		{10, "十", "壹拾"},
		{16, "十六", "壹拾陆"},
		{30, "三十", "叁拾"},
		{105, "一百〇五", "壹佰零伍"},
		{2040, "二千〇四十", "贰仟零肆拾"},
		{30008, "三万〇八", "叁万零捌"},
	} {
		if got := Numeral(test.n, Figures, Units, false); got != test.plain {
			t.Errorf("%d is %s, want %s", test.n, got, test.plain)
		}
		if got := Numeral(test.n, FiguresLegal, UnitsLegal, true); got != test.legal {
			t.Errorf("%d is %s, want %s", test.n, got, test.legal)
		}
	}
}

// TestPower reads what stands before 元 and the like.
func TestPower(t *testing.T) {
	for sign, want := range map[string]int{"万": 4, "亿": 8, "万亿": 12, "": 0, "千": 0} {
		if got := Power(sign); got != want {
			t.Errorf("%q is 10^%d, want 10^%d", sign, got, want)
		}
	}
}

// TestCounting changes from numerals to figures at one hundred.
func TestCounting(t *testing.T) {
	for n, want := range map[int]string{1: "一", 20: "二十", 99: "九十九", 100: "一○○", 115: "一一五"} {
		if got := Counting(n); got != want {
			t.Errorf("%d is %s, want %s", n, got, want)
		}
	}
}
