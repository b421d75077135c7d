package numeral

import (
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"zhenggai/extract/rules"
	"zhenggai/model"
)

var (
	fullWidthDigits = strings.NewReplacer("0", "０", "1", "１", "2", "２", "3", "３", "4", "４", "5", "５", "6", "６", "7", "７",
		"8", "８", "9", "９", ".", "．")
	fullWidthCommas = strings.NewReplacer(",", "，")
)

// group sets commas between groups of three digits.
func group(digits string) string {
	if len(digits) <= 3 {
		return digits
	}
	cut := len(digits) - 3
	return group(digits[:cut]) + "," + digits[cut:]
}

// TestArabicRoundTrip writes numbers with and without commas, in both widths, with decimal places and with 万 or 亿,
// and reads them back.
func TestArabicRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := rapid.Int64Range(0, 1e14-1).Draw(t, "whole")
		places := rapid.IntRange(0, 4).Draw(t, "places")
		suffix := rapid.SampledFrom([]struct {
			text  string
			power int
		}{{"", 0}, {"万", 4}, {"亿", 8}, {"万亿", 12}}).Draw(t, "suffix")

		text := strconv.FormatInt(whole, 10)
		if rapid.Bool().Draw(t, "grouped") {
			text = group(text)
		}
		coef := whole
		if places > 0 {
			frac := rapid.Int64Range(0, power(places)-1).Draw(t, "frac")
			coef = whole*power(places) + frac
			text += "." + strconv.FormatInt(power(places)+frac, 10)[1:]
		}
		if rapid.Bool().Draw(t, "full-width digits") {
			text = fullWidthDigits.Replace(text)
		}
		if rapid.Bool().Draw(t, "full-width commas") {
			text = fullWidthCommas.Replace(text)
		}
		text += suffix.text
		before := rapid.SampledFrom([]string{"", "共", "（", "：", "增加"}).Draw(t, "before")
		after := rapid.SampledFrom([]string{"", "元", "个，", "。", ",", ".", "，", "个5"}).Draw(t, "after")

		want, fits := model.NewDecimal(coef, places).Shift(suffix.power)
		fits = fits && want.Cmp(model.Int(ceiling)) < 0
		n, ok := Next(rules.Default().Quantities, before+text+after, 0)
		if !fits {
			if ok && n.Start == len(before) {
				t.Fatalf("%s is too long but gives %+v", text, n)
			}
			return
		}
		if !ok || n.Value != want || n.Start != len(before) || n.End != len(before+text) {
			t.Fatalf("%s: got %+v, %v, want %v", before+text+after, n, ok, want)
		}
		if n.Power != suffix.power || n.Chinese || n.Percent || n.More || n.Fuzzy || n.Latin {
			t.Fatalf("%s: got %+v", text, n)
		}
	})
}

// FuzzNext asserts of every text that its figures lie inside it, follow each other, and are what Parse reads there.
func FuzzNext(f *testing.F) {
	for _, s := range []string{
		"3300余人", "24,978.12 万元", "百分之九十八点五", "三亿二千万元", "十四五", "１２３．５万", "1,2,3", "1.2.3", "三分之二",
		"百分之百分之百分之三", "七八十万", "上百", "数十分", "17669615090@163.com", "1亿2000万", "零零零一", "伍拾陆元",
		"一一一一一一一", "1万1万1千1百1", "几几十几", "千万亿万", "1,111,111,111,111,111,111,11", "九点九九九九九九九九九九九九九九九九九九",
		"999999999999999999亿", "0万%", "一亿亿亿", "十分之九百九十九成", "\xe4\xb8\x80\xe4\xb8",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		valid := utf8.ValidString(text)
		for i := 0; ; {
			n, ok := Next(rules.Default().Quantities, text, i)
			if !ok {
				return
			}
			if n.Start < i || n.End <= n.Start || n.End > len(text) {
				t.Fatalf("extent [%d, %d) from %d in %d bytes", n.Start, n.End, i, len(text))
			}
			if valid && !utf8.ValidString(text[n.Start:n.End]) {
				t.Fatalf("%q is cut inside a character", text[n.Start:n.End])
			}
			if same, ok := Parse(rules.Default().Quantities, text, n.Start); !ok || same != n {
				t.Fatalf("Parse gives %+v, %v, Next %+v", same, ok, n)
			}
			checkNumber(t, n)
			i = n.End
		}
	})
}

// checkNumber asserts what holds for every Number.
func checkNumber(t *testing.T, n Number) {
	t.Helper()
	zero := model.Decimal{}
	switch {
	case n.Value.Cmp(zero) < 0, n.Value.Cmp(model.Int(ceiling)) >= 0:
		t.Fatalf("value out of range: %+v", n)
	case n.High != zero && (!n.Fuzzy || n.High.Cmp(n.Value) <= 0):
		t.Fatalf("range that does not rise: %+v", n)
	case n.Power != 0 && n.Power != 4 && n.Power != 8 && n.Power != 12:
		t.Fatalf("power: %+v", n)
	case n.Percent && n.Power != 0:
		t.Fatalf("share with a power: %+v", n)
	}
}
