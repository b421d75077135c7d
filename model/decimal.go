package model

import (
	"cmp"
	"fmt"
	"math"
	"math/big"
	"math/bits"
	"strconv"
	"strings"
)

// maxScale is the largest number of decimal places that a Decimal holds.
const maxScale = 18

// pow10 holds the powers of ten that fit an int64.
var pow10 = [...]int64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18}

// A Decimal is an exact decimal number of up to 18 significant digits. The zero value is 0.
// Two Decimals that are equal as numbers are equal with ==.
//
// Notices state figures such as 24978.12万元; binary floating point would change them, so a figure stays a Decimal
// until a spreadsheet cell needs a float.
type Decimal struct {
	coef  int64 // never ends in a decimal zero unless scale is 0
	scale int8  // number of decimal places, 0 to maxScale
}

// NewDecimal returns coef × 10^-scale. It panics where scale is outside 0 to 18, which is a programmer's mistake.
func NewDecimal(coef int64, scale int) Decimal {
	if scale < 0 || scale > maxScale {
		panic("model: decimal scale " + strconv.Itoa(scale))
	}
	for scale > 0 && coef%10 == 0 {
		coef /= 10
		scale--
	}
	return Decimal{coef, int8(scale)}
}

// Int returns n as a Decimal.
func Int(n int64) Decimal { return Decimal{coef: n} }

// ParseDecimal reads a plain decimal such as "-12.50": an optional sign, digits, and optional decimal places.
func ParseDecimal(s string) (Decimal, error) {
	whole, frac, _ := strings.Cut(s, ".")
	if len(frac) > maxScale || strings.ContainsAny(frac, "+-") || strings.Trim(whole, "+-") == "" || strings.HasSuffix(s, ".") {
		return Decimal{}, fmt.Errorf("model: %q is no decimal number", s)
	}
	coef, err := strconv.ParseInt(whole+frac, 10, 64)
	if err != nil {
		return Decimal{}, fmt.Errorf("model: %q is no decimal number of up to 18 digits", s)
	}
	return NewDecimal(coef, len(frac)), nil
}

// Shift returns d × 10^n, and false where the exact result does not fit.
func (d Decimal) Shift(n int) (Decimal, bool) {
	if d.coef == 0 {
		return d, true
	}
	scale := int(d.scale) - n
	for scale > maxScale && d.coef%10 == 0 {
		d.coef /= 10
		scale--
	}
	if scale > maxScale || scale < -maxScale {
		return Decimal{}, false
	}
	if scale >= 0 {
		return NewDecimal(d.coef, scale), true
	}
	return Decimal{coef: d.coef}.Mul(Decimal{coef: pow10[-scale]})
}

// Mul returns d × e, and false where the exact result does not fit.
func (d Decimal) Mul(e Decimal) (Decimal, bool) {
	hi, lo := bits.Mul64(magnitude(d.coef), magnitude(e.coef))
	scale := int(d.scale) + int(e.scale)
	for scale > 0 && (hi != 0 || lo > math.MaxInt64 || scale > maxScale) {
		quotient, rest := bits.Div64(hi%10, lo, 10)
		if rest != 0 {
			break
		}
		hi, lo, scale = hi/10, quotient, scale-1
	}
	coef, ok := signed(hi, lo, (d.coef < 0) != (e.coef < 0))
	if !ok || scale > maxScale {
		return Decimal{}, false
	}
	return NewDecimal(coef, scale), true
}

// Add returns d + e, and false where it overflows.
func (d Decimal) Add(e Decimal) (Decimal, bool) {
	if d.scale < e.scale {
		d, e = e, d
	}
	lifted, ok := mulInt(e.coef, pow10[d.scale-e.scale])
	sum := d.coef + lifted
	if !ok || (sum > d.coef) != (lifted > 0) && lifted != 0 {
		return Decimal{}, false
	}
	return NewDecimal(sum, int(d.scale)), true
}

// Digits returns the number of significant digits that d is written with: 4 of 3860 and of 38.60, 1 of 0.05.
func (d Decimal) Digits() int {
	count := 1
	for n := magnitude(d.coef); n >= 10; n /= 10 {
		count++
	}
	return count
}

// Quo returns d ÷ e, rounded to so many significant digits, though never to fewer than its whole units have, and false
// where e is 0 or the result does not fit.
func (d Decimal) Quo(e Decimal, digits int) (Decimal, bool) {
	if e == Int(1) && (d.scale == 0 || digits >= d.Digits()) {
		return d, true
	}
	if e.coef == 0 {
		return Decimal{}, false
	}
	over, under := scaled(d.coef, e.scale), scaled(e.coef, d.scale)
	places := min(max(digits-wholeDigits(over, under), 0), maxScale)
	over.Mul(over, big.NewInt(pow10[places])).Lsh(over, 1).Add(over, under)
	coef := over.Quo(over, under.Lsh(under, 1))
	if !coef.IsInt64() {
		return Decimal{}, false
	}
	n := coef.Int64()
	if (d.coef < 0) != (e.coef < 0) {
		n = -n
	}
	return NewDecimal(n, places), true
}

// scaled returns |coef| × 10^exp.
func scaled(coef int64, exp int8) *big.Int {
	n := new(big.Int).SetUint64(magnitude(coef))
	return n.Mul(n, big.NewInt(pow10[exp]))
}

// wholeDigits returns how many digits over ÷ under has before the point, or how many zeros behind it as a negative number.
func wholeDigits(over, under *big.Int) int {
	if over.Sign() == 0 {
		return 1
	}
	whole := len(over.Text(10)) - len(under.Text(10))
	edge, other := new(big.Int).Set(under), new(big.Int).Set(over)
	if whole >= 0 {
		edge.Mul(edge, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(whole)), nil))
	} else {
		other.Mul(other, new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(-whole)), nil))
	}
	if other.Cmp(edge) >= 0 {
		whole++
	}
	return whole
}

// Cmp returns -1, 0 or 1 as d is less than, equal to or greater than e.
func (d Decimal) Cmp(e Decimal) int {
	if order := cmp.Compare(d.sign(), e.sign()); order != 0 {
		return order
	}
	scale := max(d.scale, e.scale)
	dHigh, dLow := bits.Mul64(magnitude(d.coef), uint64(pow10[scale-d.scale]))
	eHigh, eLow := bits.Mul64(magnitude(e.coef), uint64(pow10[scale-e.scale]))
	return d.sign() * cmp.Or(cmp.Compare(dHigh, eHigh), cmp.Compare(dLow, eLow))
}

func (d Decimal) sign() int { return cmp.Compare(d.coef, 0) }

// IsZero reports whether d is 0.
func (d Decimal) IsZero() bool { return d.coef == 0 }

// IsInt reports whether d has no decimal places.
func (d Decimal) IsInt() bool { return d.scale == 0 }

// Float64 returns the nearest float64.
func (d Decimal) Float64() float64 {
	f, _ := strconv.ParseFloat(d.String(), 64) // a Decimal's own text always parses
	return f
}

// String returns the number without exponent, grouping or trailing zeros.
func (d Decimal) String() string { return string(d.appendTo(nil)) }

func (d Decimal) appendTo(b []byte) []byte {
	if d.scale == 0 {
		return strconv.AppendInt(b, d.coef, 10)
	}
	digits := strconv.FormatInt(d.coef, 10)
	if d.coef < 0 {
		b, digits = append(b, '-'), digits[1:]
	}
	if pad := int(d.scale) + 1 - len(digits); pad > 0 {
		digits = strings.Repeat("0", pad) + digits
	}
	point := len(digits) - int(d.scale)
	b = append(b, digits[:point]...)
	b = append(b, '.')
	return append(b, digits[point:]...)
}

// MarshalJSON writes the number as a JSON number.
func (d Decimal) MarshalJSON() ([]byte, error) { return d.appendTo(nil), nil }

// UnmarshalJSON reads a JSON number without exponent.
func (d *Decimal) UnmarshalJSON(b []byte) error {
	v, err := ParseDecimal(string(b))
	if err != nil {
		return err
	}
	*d = v
	return nil
}

// mulInt returns a × b, and false on overflow.
func mulInt(a, b int64) (int64, bool) {
	hi, lo := bits.Mul64(magnitude(a), magnitude(b))
	return signed(hi, lo, (a < 0) != (b < 0))
}

// signed returns the 128-bit magnitude with its sign, and false where an int64 does not hold it.
func signed(hi, lo uint64, negative bool) (int64, bool) {
	switch {
	case hi != 0 || lo > 1<<63 || lo == 1<<63 && !negative:
		return 0, false
	case negative:
		return -int64(lo), true
	}
	return int64(lo), true
}

func magnitude(a int64) uint64 {
	if a < 0 {
		return uint64(-a)
	}
	return uint64(a)
}

// MarshalText writes the number as String does.
func (d Decimal) MarshalText() ([]byte, error) { return d.appendTo(nil), nil }

// UnmarshalText reads what MarshalText writes.
func (d *Decimal) UnmarshalText(b []byte) error { return d.UnmarshalJSON(b) }
