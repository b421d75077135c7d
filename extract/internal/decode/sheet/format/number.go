package format

import (
	"math"
	"strconv"
	"strings"

	"zhenggai/extract/internal/chinese"
)

// significant is how many digits of a number Excel keeps.
const significant = 15

// A value is a number without its sign: 0.digits times a power of ten.
type value struct {
	digits string // without zeros at its ends
	power  int
}

func valueOf(v float64) value {
	written := strconv.FormatFloat(math.Abs(v), 'e', significant-1, 64)
	mantissa, exponent, _ := strings.Cut(written, "e")
	digits := strings.TrimRight(strings.Replace(mantissa, ".", "", 1), "0")
	power, err := strconv.Atoi(exponent)
	if digits == "" || err != nil {
		return value{}
	}
	return value{digits, power + 1}
}

// text returns the digits before and after the point, rounded to a number of decimals. There are none before it where all are zeros.
func (v value) text(decimals int) (whole, fraction string) {
	v = v.rounded(decimals)
	all := v.digits
	if v.power < 0 {
		all = strings.Repeat("0", -v.power) + all
	}
	point := max(v.power, 0)
	all += strings.Repeat("0", max(point+decimals-len(all), 0))
	return all[:point], all[point : point+decimals]
}

// rounded cuts the digits behind a number of decimals off, and counts one up where the first of them is five or more.
func (v value) rounded(decimals int) value {
	keep := v.power + decimals
	switch {
	case keep < 0:
		return value{}
	case keep >= len(v.digits):
		return v
	case v.digits[keep] < '5':
		return value{v.digits[:keep], v.power}
	}
	up := []byte(v.digits[:keep])
	for i := len(up) - 1; i >= 0; i-- {
		if up[i] < '9' {
			up[i]++
			return value{string(up), v.power}
		}
		up[i] = '0'
	}
	return value{"1" + string(up), v.power + 1}
}

// generally shows a number as a cell without a format does: with up to ten digits.
func generally(v float64) string {
	const places = 10
	d := valueOf(v)
	whole, fraction := d.text(max(places-max(d.power, 1), 0))
	if whole == "" {
		whole = "0"
	}
	if fraction = strings.TrimRight(fraction, "0"); fraction != "" {
		whole += "." + fraction
	}
	if v < 0 && strings.Trim(whole, "0.") != "" {
		whole = "-" + whole
	}
	return whole
}

// number shows a number that is no date.
func (s *section) number(v float64) string {
	d := valueOf(v)
	if d.digits != "" {
		d.power += s.shift
	}
	before, after := d.text(len(s.decimals))
	var b strings.Builder
	if v < 0 && (s.has(general) || s.has(text) || strings.Trim(before+after, "0") != "" && s.wholes+s.decimals != "") {
		b.WriteByte('-')
	}
	wholes, decimals := s.fill(before, after)
	for _, t := range s.tokens {
		switch t.kind {
		case literal:
			b.WriteString(t.text)
		case general, text:
			b.WriteString(s.written(generally(math.Abs(v))))
		case point:
			if s.wholes == "" {
				b.WriteString(before)
			}
			if strings.Join(decimals, "") != "" {
				b.WriteString(s.point())
			}
		case whole:
			b.WriteString(wholes[0])
			wholes = wholes[1:]
		case decimal:
			b.WriteString(decimals[0])
			decimals = decimals[1:]
		}
	}
	return b.String()
}

// fill returns what comes into each of the places for digits.
func (s *section) fill(whole, fraction string) (wholes, decimals []string) {
	wholes, decimals = make([]string, len(s.wholes)), make([]string, len(s.decimals))
	if s.figures > 0 && len(wholes) > 0 {
		if whole == "" {
			whole = "0"
		}
		wholes[0] = s.written(whole)
	} else {
		s.fillWholes(wholes, whole)
	}
	shown := false // whether a place further right is
	for i := len(fraction) - 1; i >= 0; i-- {
		switch place := s.decimals[i]; {
		case shown || place == '0' || fraction[i] != '0':
			decimals[i] = s.digit(fraction[i])
			shown = true
		case place == '?':
			decimals[i] = " "
		}
	}
	return wholes, decimals
}

// fillWholes fills the places from the right. The first of them takes all digits that are left.
func (s *section) fillWholes(wholes []string, digits string) {
	n := 0
	add := func(i int, digit string) {
		if s.grouped && n > 0 && n%3 == 0 {
			digit += ","
		}
		wholes[i] = digit + wholes[i]
		n++
	}
	for i := len(wholes) - 1; i >= 0; i-- {
		switch place := s.wholes[i]; {
		case digits != "":
			add(i, digits[len(digits)-1:])
			digits = digits[:len(digits)-1]
		case place == '0':
			add(i, "0")
		case place == '?':
			wholes[i] = " "
		}
	}
	for ; digits != "" && len(wholes) > 0; digits = digits[:len(digits)-1] {
		add(0, digits[len(digits)-1:])
	}
}

// written writes a number with the figures of the section.
func (s *section) written(number string) string {
	whole, fraction, has := strings.Cut(number, ".")
	if s.figures == 0 {
		return number
	}
	out := s.count(whole)
	if has {
		out += s.point()
	}
	for i := range len(fraction) {
		out += s.digit(fraction[i])
	}
	return out
}

// count writes a whole number with the figures of the section: 一百二十, 壹佰贰拾.
func (s *section) count(digits string) string {
	const most = 99_999_999 // that are counted; longer ones are written figure by figure
	n, err := strconv.Atoi(digits)
	switch {
	case s.figures == 0:
		return digits
	case s.figures == 1 && err == nil && n <= most:
		return chinese.Numeral(n, chinese.Figures, chinese.Units, false)
	case s.figures == 2 && err == nil && n <= most:
		return chinese.Numeral(n, chinese.FiguresLegal, chinese.UnitsLegal, true)
	}
	return s.each(digits)
}

// each writes a number figure by figure, as years are.
func (s *section) each(digits string) string {
	out := ""
	for i := range len(digits) {
		out += s.digit(digits[i])
	}
	return out
}

// digit writes a digit with the figures of the section.
func (s *section) digit(digit byte) string {
	signs := chinese.Arabic
	switch s.figures {
	case 1:
		signs = chinese.Figures
	case 2:
		signs = chinese.FiguresLegal
	case 3:
		signs = chinese.Wide
	}
	return string([]rune(signs)[digit-'0'])
}

func (s *section) point() string {
	switch s.figures {
	case 1:
		return "．"
	case 2:
		return chinese.Point
	}
	return "."
}
