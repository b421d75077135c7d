package model

import (
	"encoding/json"
	"math/big"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseDecimal(t *testing.T) {
	tests := []struct{ in, want string }{
		{"0", "0"},
		{"-0", "0"},
		{"0.00", "0"},
		{"12.50", "12.5"},
		{"-12.50", "-12.5"},
		{"+3", "3"},
		{"007", "7"},
		{"24978.12", "24978.12"},
		{"0.000000000000000001", "0.000000000000000001"},
		{"-0.05", "-0.05"},
		{"9223372036854775807", "9223372036854775807"},
	}
	for _, test := range tests {
		d, err := ParseDecimal(test.in)
		if err != nil || d.String() != test.want {
			t.Errorf("ParseDecimal(%q) = %v, %v, want %s", test.in, d, err, test.want)
		}
	}
}

func TestParseDecimalRefuses(t *testing.T) {
	for _, in := range []string{
		"", "-", "+", ".", ".5", "-.5", "5.", "1.2.3", "1e5", "1_000", "1,000", " 1", "１", "--1", "+-1", "1.-5", "0x1", "NaN",
		"null", "9223372036854775808", "0.0000000000000000001", strings.Repeat("9", 1000),
	} {
		if d, err := ParseDecimal(in); err == nil {
			t.Errorf("ParseDecimal(%q) = %v, want an error", in, d)
		}
	}
}

func TestNewDecimalPanics(t *testing.T) {
	for _, scale := range []int{-1, 19} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("NewDecimal(1, %d) does not panic", scale)
				}
			}()
			NewDecimal(1, scale)
		}()
	}
}

func TestDecimalIs(t *testing.T) {
	if d := NewDecimal(1200, 2); !d.IsInt() || d != Int(12) || d.IsZero() {
		t.Errorf("12.00 is not the integer 12: %#v", d)
	}
	if d := NewDecimal(125, 1); d.IsInt() || d.Float64() != 12.5 {
		t.Errorf("12.5: %#v", d)
	}
	if !(Decimal{}).IsZero() {
		t.Error("the zero value is not 0")
	}
}

// TestDecimalEdges holds cases in which intermediate values overflow though the result does not.
func TestDecimalEdges(t *testing.T) {
	least := Int(-1 << 63)
	if least.Cmp(Int(0)) != -1 || Int(0).Cmp(least) != 1 || least.Cmp(least) != 0 {
		t.Error("the least number does not compare")
	}
	if d, ok := least.Add(Int(0)); !ok || d != least {
		t.Errorf("least + 0 = %v, %v", d, ok)
	}
	if a, b := NewDecimal(1<<63-1, 1), Int(922337203685477581); a.Cmp(b) != -1 || b.Cmp(a) != 1 {
		t.Error("numbers that differ in the nineteenth digit do not compare")
	}
	if d, ok := Int(6e18).Mul(NewDecimal(5, 1)); !ok || d != Int(3e18) {
		t.Errorf("6e18 × 0.5 = %v, %v", d, ok)
	}
	if d, ok := Int(1000).Shift(-20); !ok || d != NewDecimal(1, 17) {
		t.Errorf("1000 shifted by -20 = %v, %v", d, ok)
	}
	if d, ok := Int(1).Shift(19); ok {
		t.Errorf("1 shifted by 19 = %v", d)
	}
}

func drawDecimal(t *rapid.T, label string) Decimal {
	coef := rapid.OneOf(rapid.Int64(), rapid.Int64Range(-1e6, 1e6)).Draw(t, label)
	return NewDecimal(coef, rapid.IntRange(0, maxScale).Draw(t, label+" scale"))
}

// rat is the reference: exact arithmetic of the standard library.
func rat(d Decimal) *big.Rat {
	r, _ := new(big.Rat).SetString(d.String())
	return r
}

// fits reports whether a Decimal holds r.
func fits(r *big.Rat) bool {
	for scale := range maxScale + 1 {
		lifted := new(big.Rat).Mul(r, new(big.Rat).SetInt64(pow10[scale]))
		if lifted.IsInt() {
			return lifted.Num().IsInt64()
		}
	}
	return false
}

func checkExact(t *rapid.T, name string, got Decimal, ok bool, want *big.Rat) {
	if ok && rat(got).Cmp(want) != 0 {
		t.Fatalf("%s = %v, want %s", name, got, want.FloatString(40))
	}
	if ok != fits(want) {
		t.Fatalf("%s: fits is %v for %s", name, ok, want.FloatString(40))
	}
}

func TestDecimalArithmetic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := drawDecimal(t, "a"), drawDecimal(t, "b")
		product, ok := a.Mul(b)
		checkExact(t, "product", product, ok, new(big.Rat).Mul(rat(a), rat(b)))
		if sum, ok := a.Add(b); ok {
			checkExact(t, "sum", sum, ok, new(big.Rat).Add(rat(a), rat(b)))
		}
		if got, want := a.Cmp(b), rat(a).Cmp(rat(b)); got != want {
			t.Fatalf("%v.Cmp(%v) = %d, want %d", a, b, got, want)
		}
		if (a == b) != (a.Cmp(b) == 0) {
			t.Fatalf("%v and %v: == and Cmp differ", a, b)
		}
	})
}

func TestDecimalShift(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, n := drawDecimal(t, "d"), rapid.IntRange(-40, 40).Draw(t, "n")
		factor := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(n, -n))), nil))
		if n < 0 {
			factor.Inv(factor)
		}
		shifted, ok := d.Shift(n)
		checkExact(t, "shift", shifted, ok, factor.Mul(factor, rat(d)))
	})
}

func TestDecimalText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawDecimal(t, "d")
		if back, err := ParseDecimal(d.String()); err != nil || back != d {
			t.Fatalf("%v reads back as %v, %v", d, back, err)
		}
		var back Decimal
		b, err := json.Marshal(d)
		if err == nil {
			err = json.Unmarshal(b, &back)
		}
		if err != nil || back != d {
			t.Fatalf("%v comes back from JSON as %v, %v", d, back, err)
		}
	})
}

func TestDecimalJSONRefuses(t *testing.T) {
	for _, in := range []string{`"5"`, `null`, `1e3`, `true`} {
		if err := json.Unmarshal([]byte(in), new(Decimal)); err == nil {
			t.Errorf("%s is taken as a decimal", in)
		}
	}
}

func FuzzParseDecimal(f *testing.F) {
	for _, s := range []string{"0", "-12.50", "1e5", "9223372036854775808", "-.5", "+0.10"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDecimal(s)
		if err != nil {
			return
		}
		want, ok := new(big.Rat).SetString(s)
		if !ok || rat(d).Cmp(want) != 0 {
			t.Errorf("ParseDecimal(%q) = %v", s, d)
		}
		if back, err := ParseDecimal(d.String()); err != nil || back != d {
			t.Errorf("%v reads back as %v, %v", d, back, err)
		}
	})
}

func BenchmarkDecimalString(b *testing.B) {
	d := NewDecimal(2497812, 2)
	for b.Loop() {
		_ = d.String()
	}
}
