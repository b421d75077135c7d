package rules

import (
	"strings"
	"unicode/utf8"

	"zhenggai/extract/internal/chinese"
)

// A Measure is a unit as a text states it.
type Measure struct {
	*Unit
	Written string // 吨/天, where Name is 吨/日
	Size    int    // of what states it, in bytes
}

// compound reads on behind a unit: alternatives in brackets, 人（次） and 台（件）, and what makes a quotient of it, mg/m³ and
// 立方米每秒.
func (q *Quantities) compound(text string, m Measure) Measure {
	if m.Size == len(text) || text[m.Size] < utf8.RuneSelf && text[m.Size] != '/' && text[m.Size] != '(' {
		return m
	}
	m = q.alternative(text, m)
	sign := division(text[m.Size:])
	if sign == 0 {
		return m
	}
	under, end := q.denominator(text, m.Size+sign, m.Dimension != "count")
	if under == "" || strings.HasPrefix(text[m.Size:], chinese.Per) && (m.Dimension == "count" || m.Dimension == "money" || q.isTime(under) && q.goesOn(text[end:])) {
		return m
	}
	if times := q.units[m.Name+under]; times != nil && m.Dimension == "count" {
		return Measure{times, times.Name, end} // 人/次, 台/套
	}
	return Measure{q.Per(m.Unit, under), m.Written + "/" + text[m.Size+sign:end], end}
}

// alternative reads the unit in brackets behind another: 人（次） is 人次, 台（件） is either of two.
func (q *Quantities) alternative(text string, m Measure) Measure {
	inner, end := bracketInner(text, m.Size)
	if inner == "" || m.Dimension != "count" {
		return m
	}
	if times := q.units[m.Name+inner]; times != nil && strings.HasSuffix(inner, chinese.Times) {
		return Measure{times, times.Name, end}
	}
	if other := q.units[inner]; other != nil && other.Dimension == "count" {
		return Measure{m.Unit, m.Name + "（" + inner + "）", end}
	}
	return m
}

// bracketInner returns the one or two characters in brackets at text[at:] and where the brackets end.
func bracketInner(text string, at int) (inner string, end int) {
	open, size := utf8.DecodeRuneInString(text[at:])
	if open != '（' && open != '(' {
		return "", 0
	}
	const longest = 2 * utf8.UTFMax
	at += size
	for i, r := range text[at:min(len(text), at+longest)] {
		if r == '）' || r == ')' {
			return text[at : at+i], at + i + utf8.RuneLen(r)
		}
	}
	return "", 0
}

// division returns the length of the sign of a quotient that s starts with.
func division(s string) int {
	for _, sign := range []string{"/", "／", chinese.Per} {
		if strings.HasPrefix(s, sign) {
			return len(sign)
		}
	}
	return 0
}

// goesOn reports whether a word goes on behind 每 and a unit, so that they say how often: 检测3吨每天运行.
func (q *Quantities) goesOn(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return r >= 0x4E00 && r <= 0x9FFF && !q.Opens("rated", s)
}

// denominator reads the units that something is divided by, d or (m²·d) or 平方米·月, and returns their canonical names. What is
// measured may be divided by many at once: 吨标准煤/万元.
func (q *Quantities) denominator(text string, at int, many bool) (name string, end int) {
	const most = 3 // units
	open := bracketAt(text, at, "(", "（")
	end = at + open
	if n := bracketAt(text, end, chinese.Powers[:]...); n > 0 && many && q.simpleAt(text[end:]) == nil {
		name = text[end : end+n]
		end += n
	}
	for range most {
		u := q.simpleAt(text[end:])
		if u == nil {
			return "", 0
		}
		name += u.canonical
		end += len(u.Name)
		times := bracketAt(text, end, "·", "•", "∙", "⋅", "/")
		if times == 0 || q.simpleAt(text[end+times:]) == nil {
			break
		}
		name += "·"
		end += times
	}
	if open > 0 {
		closed := bracketAt(text, end, ")", "）")
		if closed == 0 {
			return "", 0
		}
		end += closed
	}
	return name, end
}

// bracketAt returns the length of the one of the signs that stands at text[at:], or 0.
func bracketAt(text string, at int, signs ...string) int {
	for _, sign := range signs {
		if strings.HasPrefix(text[at:], sign) {
			return len(sign)
		}
	}
	return 0
}

// Per returns the quotient of a unit and the named one: that of the table which measures the same where there is one, else
// one in the same base as a quotient of the table that is divided alike, else in the base of u.
func (q *Quantities) Per(u *Unit, under string) *Unit {
	name := u.canonical + "/" + under
	if v := q.units[name]; v != nil {
		return v
	}
	made := &Unit{Name: name, Dimension: "rate", Base: u.Base + "/" + under, Factor: u.Factor, Small: true, Where: u.Where}
	if u.Base == "" {
		made.Base = ""
	}
	if q.isTime(under) && (u.Dimension == "mass" || u.Dimension == "volume") {
		made.Dimension = "flow"
	}
	if like := q.quotients[u.Dimension+"/"+under]; like != nil {
		over, _, _ := strings.Cut(like.Name, "/")
		if unit := q.units[over]; unit != nil {
			made.Dimension, made.Base, made.Factor = like.Dimension, like.Base, u.Factor.over(unit.Factor)
		}
	}
	return made
}

// isTime reports whether a unit is one of time.
func (q *Quantities) isTime(name string) bool {
	u := q.units[name]
	return u != nil && u.Dimension == "time"
}

// over returns f ÷ g.
func (f Factor) over(g Factor) Factor {
	over, _ := f.Over.Mul(g.Under)
	under, _ := f.Under.Mul(g.Over)
	return Factor{over, under}
}

// settle gives each unit its canonical name, and finds the quotients of the table.
func (q *Quantities) settle() {
	type measure struct {
		dimension, base string
		factor          Factor
	}
	first := map[measure]string{}
	for _, u := range q.byName {
		same := measure{u.Dimension, u.Base, u.Factor}
		if name := first[same]; name == "" || isSymbol(name) && !isSymbol(u.Name) {
			first[same] = u.Name
		}
	}
	for _, u := range q.byName {
		u.canonical = u.Name
		if u.Dimension != "count" {
			u.canonical = first[measure{u.Dimension, u.Base, u.Factor}]
		}
	}
	for _, u := range q.byName {
		over, under, ok := strings.Cut(u.Name, "/")
		unit := q.units[over]
		if !ok || unit == nil {
			continue
		}
		if v := q.units[under]; v != nil {
			under = v.canonical
		}
		if kind := unit.Dimension + "/" + under; q.quotients[kind] == nil {
			q.quotients[kind] = u
		}
	}
}

// isSymbol reports whether a unit is written in letters and not in characters.
func isSymbol(name string) bool {
	r, _ := utf8.DecodeRuneInString(name)
	return r < 0x2E80
}

// cutsWord reports whether a name in Latin letters ends inside of a word: the m of 30min.
func cutsWord(text string, end int) bool {
	letter := func(c byte) bool { return c|0x20 >= 'a' && c|0x20 <= 'z' }
	return end < len(text) && letter(text[end-1]) && (letter(text[end]) || text[end] >= '0' && text[end] <= '9')
}
