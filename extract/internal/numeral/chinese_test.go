package numeral

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"zhenggai/model"
)

// spell writes n in standard Chinese: 一百零五, 十万零一十五, 一万二千亿.
func spell(n int64) string {
	if n == 0 {
		return "零"
	}
	s := spellInner(n)
	if strings.HasPrefix(s, "一十") {
		s = strings.TrimPrefix(s, "一")
	}
	return s
}

// spellInner is spell without the short form of 一十.
func spellInner(n int64) string {
	steps := []struct {
		size int64
		name string
	}{{1e8, "亿"}, {1e4, "万"}, {1e3, "千"}, {100, "百"}, {10, "十"}}
	for _, step := range steps {
		if n < step.size {
			continue
		}
		s := spellInner(n/step.size) + step.name
		rest := n % step.size
		if rest > 0 && rest < step.size/10 {
			s += "零"
		}
		if rest > 0 {
			s += spellInner(rest)
		}
		return s
	}
	return strings.Split("零一二三四五六七八九", "")[n]
}

// withLiang writes 两 for every 二 before 百 and 千, and for one before 万 and 亿 that starts the number.
func withLiang(s string) string {
	for _, u := range []string{"百", "千"} {
		s = strings.ReplaceAll(s, "二"+u, "两"+u)
	}
	for _, u := range []string{"万", "亿"} {
		if strings.HasPrefix(s, "二"+u) {
			s = "两" + strings.TrimPrefix(s, "二")
		}
	}
	return s
}

var (
	financialForm = strings.NewReplacer("一", "壹", "二", "贰", "三", "叁", "四", "肆", "五", "伍", "六", "陆", "七", "柒",
		"八", "捌", "九", "玖", "十", "拾", "百", "佰", "千", "仟")
	oldFinancialForm = strings.NewReplacer("万", "萬", "亿", "億")
)

// powerOf returns the power of ten of the 万 or 亿 at the end of s.
func powerOf(s string) int {
	for _, end := range []struct {
		name  string
		power int
	}{{"万亿", 12}, {"亿", 8}, {"万", 4}} {
		if strings.HasSuffix(s, end.name) {
			return end.power
		}
	}
	return 0
}

// mustRead fails unless text is one figure of value n, with what may follow it in behind.
func mustRead(t *testing.T, text, behind string, n int64) {
	t.Helper()
	got, ok := Parse(text+behind, 0)
	if !ok || got.Value != model.Int(n) || got.End != len(text) || !got.Chinese || got.More || got.Fuzzy || got.Percent {
		t.Fatalf("%s: got %+v, %v, want %d", text+behind, got, ok, n)
	}
}

// mustReadForms reads n back in every form.
func mustReadForms(t *testing.T, n int64) {
	t.Helper()
	s := spell(n)
	mustRead(t, s, "", n)
	if got, _ := Parse(s, 0); got.Power != powerOf(s) {
		t.Fatalf("%s: power is %d, want %d", s, got.Power, powerOf(s))
	}
	mustRead(t, s, "个", n)
	mustRead(t, spellInner(n), "人", n)
	mustRead(t, withLiang(s), "名", n)
	mustRead(t, strings.ReplaceAll(s, "零", "〇"), "户", n)
	formal := financialForm.Replace(spellInner(n))
	mustRead(t, formal, "元整", n)
	mustRead(t, oldFinancialForm.Replace(formal), "元", n)
}

func TestEveryNumberTo200000(t *testing.T) {
	mustRead(t, spell(0), "", 0)
	for n := int64(1); n < 200_000; n++ {
		mustReadForms(t, n)
	}
}

// grouped parts the digits of a number by blanks into groups of three.
func grouped(n int64) string { return strings.ReplaceAll(group(fmt.Sprint(n)), ",", " ") }

// mustReadTyped reads n back in the forms of typing: groups parted by blanks and a blank beside the decimal point, as behind a
// word, a power of ten, and 个亿.
func mustReadTyped(t *testing.T, n int64) {
	t.Helper()
	half := model.NewDecimal(10*n+5, 1)
	for _, form := range []struct {
		text string
		want model.Decimal
	}{
		{grouped(n), model.Int(n)},
		{fmt.Sprintf("%d .5", n), half},
		{fmt.Sprintf("%d . 5", n), half},
		{fmt.Sprintf("%d×10^4", n), model.Int(n * 1e4)},
		{fmt.Sprintf("%d.5×10³", n), model.Int(n*1000 + 500)},
		{fmt.Sprintf("%d个亿", n), model.Int(n * 1e8)},
		{spell(min(n, 9999)) + "个亿", model.Int(min(n, 9999) * 1e8)},
	} {
		const before = "共"
		got, ok := Parse(before+form.text+"，", len(before))
		if !ok || got.Value != form.want || got.End != len(before+form.text) || got.Latin || got.Fuzzy {
			t.Fatalf("%s: got %+v, %v, want %v", form.text, got, ok, form.want)
		}
	}
}

func TestEveryTypedNumberTo200000(t *testing.T) {
	for n := int64(1); n < 200_000; n++ {
		mustReadTyped(t, n)
	}
}

func TestKiloUnits(t *testing.T) {
	for n := int64(1); n < 200_000; n++ {
		s := withLiang(spell(n))
		if n < 10 {
			mustRead(t, s, "千瓦", n)
		}
		if n >= 1000 && n%1000 == 0 && n < 10_000 {
			mustRead(t, strings.TrimSuffix(s, "千"), "千伏安", n/1000)
		}
	}
}

func TestLargeNumbers(t *testing.T) {
	random := rand.New(rand.NewPCG(20, 21))
	for limit := int64(1e6); limit <= 1e16; limit *= 10 {
		for range 1500 {
			mustReadForms(t, 1+random.Int64N(limit))
		}
		for d := int64(-2); d <= 2; d++ {
			mustReadForms(t, limit+d)
		}
	}
}

// TestSparseNumbers reads numbers with long rows of zeros, where 零 and the order of the units matter most.
func TestSparseNumbers(t *testing.T) {
	for a := int64(1); a <= 1e15; a *= 10 {
		for b := int64(1); b < a; b *= 10 {
			for _, n := range []int64{a + b, 9*a + 2*b, 2*a + 9*b + 1} {
				mustReadForms(t, n)
			}
		}
	}
	for _, n := range []int64{1e17, 1e17 + 1, 999_999_999_999_999_999, 123_456_789_012_345_678} {
		mustReadForms(t, n)
	}
}

// TestElidedUnit reads 一万二 for every number whose last two figures stand side by side.
func TestElidedUnit(t *testing.T) {
	for a := int64(1); a <= 99; a++ {
		for b := int64(1); b <= 9; b++ {
			for _, cut := range []struct {
				unit string
				size int64
			}{{"百", 10}, {"千", 100}, {"万", 1000}, {"亿", 1e7}} {
				n := (a*10 + b) * cut.size
				if a > 9 && (cut.unit == "百" || cut.unit == "千") {
					continue
				}
				mustRead(t, spell(a)+cut.unit+spellInner(b), "", n)
			}
		}
	}
}

func TestChineseDecimals(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 1))
	for range 20000 {
		whole, places := random.Int64N(1_000_000), 1+random.IntN(4)
		frac := random.Int64N(power(places))
		text := spell(whole) + "点" + spellPlaces(frac, places)
		want := model.NewDecimal(whole*power(places)+frac, places)
		for _, prefix := range []string{"", "百分之"} {
			n, ok := Parse(prefix+text, 0)
			if !ok || n.Value != want || n.End != len(prefix+text) || n.Percent != (prefix != "") {
				t.Fatalf("%s: got %+v, %v, want %v", prefix+text, n, ok, want)
			}
		}
	}
}

// spellPlaces writes decimal places one by one.
func spellPlaces(frac int64, places int) string {
	s := ""
	for range places {
		s = spellInner(frac%10) + s
		frac /= 10
	}
	return s
}

func TestPercentOfWholeNumbers(t *testing.T) {
	for n := range int64(1000) {
		text := "百分之" + spell(n)
		got, ok := Parse("占"+text+"以上", len("占"))
		if !ok || got.Value != model.Int(n) || got.End != len("占"+text) || !got.Percent || !got.Chinese {
			t.Fatalf("%s: got %+v, %v", text, got, ok)
		}
	}
}

func TestYearsDigitByDigit(t *testing.T) {
	for n := int64(1900); n < 2100; n++ {
		text := spellPlaces(n, 4)
		mustRead(t, text, "年", n)
		mustRead(t, strings.ReplaceAll(text, "零", "〇"), "年", n)
	}
}
