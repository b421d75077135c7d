// Package format shows numbers by the format codes of Excel: 0.00"万元", [=1]"已完成";[=2]"整改中", [DBNum1]yyyy"年". Fractions
// and powers of ten are left to others.
package format

import (
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"zhenggai/extract/internal/chinese"
)

// A Format is a format code that has been read. It is safe for concurrent use.
type Format struct{ sections []section }

// A section is the part of a code that some of the numbers are shown by.
type section struct {
	tokens   []token
	op       string // the condition that it states, with than
	than     float64
	figures  int    // 1 to 3: Chinese ones, by [DBNum1] and so on
	here     bool   // the names of days and of the halves of a day are Chinese
	wholes   string // the places for digits before the point
	decimals string // and after it
	shift    int    // by how many powers of ten the number is shown larger
	grouped  bool   // by commas
	date     bool
	other    bool // a fraction or a power of ten
}

type kind int

const (
	literal kind = iota
	whole        // a place for a digit before the point
	decimal      // one after it
	point
	comma
	general
	part    // of a date or time: a letter, as often as it is written. Minutes are i.
	elapsed // hours, minutes or seconds in all
	half    // of the day
	text
)

type token struct {
	kind kind
	text string
}

// Parse reads a format code. It takes any text for one, as Excel has checked it.
func Parse(code string) *Format {
	f := &Format{sections: make([]section, 1)}
	for code != "" {
		if code[0] == ';' {
			f.sections = append(f.sections, section{})
			code = code[1:]
			continue
		}
		code = code[f.sections[len(f.sections)-1].read(code):]
	}
	for i := range f.sections {
		f.sections[i].finish()
	}
	if n := len(f.sections); n > 3 {
		f.sections = f.sections[:3]
	} else if n > 1 && f.sections[n-1].has(text) {
		f.sections = f.sections[:n-1]
	}
	return f
}

// read reads the first token of a code and returns its length.
func (s *section) read(code string) int {
	size := func(from int) int {
		_, n := utf8.DecodeRuneInString(code[from:])
		return from + n
	}
	switch code[0] {
	case '"':
		quoted, _, closed := strings.Cut(code[1:], `"`)
		s.add(literal, quoted)
		if !closed {
			return len(code)
		}
		return len(quoted) + 2
	case '\\', '!': // the latter in Chinese editions
		s.add(literal, code[1:size(1)])
		return size(1)
	case '_': // as wide as the character behind it
		s.add(literal, " ")
		return size(1)
	case '*': // fills the cell
		return size(1)
	case '[':
		return s.bracket(code)
	}
	if n := s.word(code); n > 0 {
		return n
	}
	s.add(literal, code[:size(0)])
	return size(0)
}

// word reads a token of letters or signs, and returns 0 where there is none.
func (s *section) word(code string) int {
	for _, w := range []struct {
		word string
		kind kind
	}{{"General", general}, {"AM/PM", half}, {"A/P", half}, {chinese.Morning + "/" + chinese.Afternoon, half}} {
		if len(code) >= len(w.word) && strings.EqualFold(code[:len(w.word)], w.word) {
			s.add(w.kind, code[:len(w.word)])
			return len(w.word)
		}
	}
	switch c := code[0]; c {
	case '0', '#', '?':
		if s.has(point) {
			s.add(decimal, code[:1])
			s.decimals += code[:1]
		} else {
			s.add(whole, code[:1])
			s.wholes += code[:1]
		}
	case '.':
		s.add(point, ".")
	case ',':
		s.add(comma, ",")
	case '@':
		s.add(text, "@")
	case '%':
		s.add(literal, "%")
		s.shift += 2
	case '/':
		s.add(literal, "/")
		s.other = s.other || s.wholes != ""
	default:
		return s.letters(code)
	}
	return 1
}

// letters reads a part of a date or time, or the sign of a power of ten.
func (s *section) letters(code string) int {
	if len(code) > 1 && (code[0] == 'E' || code[0] == 'e') && (code[1] == '+' || code[1] == '-') {
		s.other = true
		return 2
	}
	letter := code[0] | ' '
	if !strings.ContainsRune("ymdhsaegb", rune(letter)) {
		return 0
	}
	n := 1
	for n < len(code) && code[n]|' ' == letter {
		n++
	}
	s.add(part, strings.Repeat(string(rune(letter)), n))
	s.date = s.date || letter != 'g' && letter != 'b'
	return n
}

// bracket reads what is in brackets: a condition, a currency, a language, a kind of figures, a time in all or a colour.
func (s *section) bracket(code string) int {
	body, _, closed := strings.Cut(code[1:], "]")
	if !closed {
		s.add(literal, code)
		return len(code)
	}
	lower := strings.ToLower(body)
	switch {
	case strings.HasPrefix(body, "$"):
		sign, language, _ := strings.Cut(body[1:], "-")
		s.add(literal, sign)
		s.here = s.here || strings.HasSuffix(language, "804")
		if strings.EqualFold(language, "F800") { // a long date, whatever the code says behind it
			s.longDate()
			return strings.IndexByte(code+";", ';')
		}
	case strings.HasPrefix(lower, "dbnum"):
		s.figures, _ = strconv.Atoi(lower[len("dbnum"):])
	case body != "" && strings.ContainsRune("<>=", rune(body[0])):
		operand := strings.TrimLeft(body, "<>=")
		s.op = body[:len(body)-len(operand)]
		s.than, _ = strconv.ParseFloat(strings.TrimSpace(operand), 64)
	case body != "" && (strings.Trim(lower, "h") == "" || strings.Trim(lower, "m") == "" || strings.Trim(lower, "s") == ""):
		s.add(elapsed, lower)
		s.date = true
	}
	return len(body) + 2
}

func (s *section) longDate() {
	s.tokens = []token{{part, "yyyy"}, {literal, chinese.Year}, {part, "m"}, {literal, chinese.Month}, {part, "d"}, {literal, chinese.Day}}
	s.date = true
}

func (s *section) add(k kind, text string) { s.tokens = append(s.tokens, token{k, text}) }

func (s *section) has(k kind) bool {
	for _, t := range s.tokens {
		if t.kind == k {
			return true
		}
	}
	return false
}

// finish tells minutes from months, and commas that group from those that divide by a thousand.
func (s *section) finish() {
	var before byte // the letter of the last part of a time
	last := -1      // the last of the places for digits
	for i, t := range s.tokens {
		switch t.kind {
		case whole, decimal:
			last = i
		case part, elapsed:
			if t.text[0] == 'm' && len(t.text) <= 2 && t.kind == part && (before == 'h' || s.next(i) == 's') {
				s.tokens[i].text = strings.Repeat("i", len(t.text))
			}
			before = t.text[0]
		}
	}
	var kept []token
	divides := true
	for i, t := range s.tokens {
		switch {
		case t.kind != comma:
			divides = divides && i <= last
		case i > last && divides && s.wholes+s.decimals != "":
			s.shift -= 3
			continue
		case i < last && s.wholes != "":
			s.grouped = true
			continue
		default:
			t.kind = literal
		}
		kept = append(kept, t)
	}
	s.tokens = kept
}

// next returns the letter of the part of a time behind a token.
func (s *section) next(i int) byte {
	for _, t := range s.tokens[i+1:] {
		if t.kind == part {
			return t.text[0]
		}
	}
	return 0
}

// Text shows a number, and reports whether the format is one that is followed here. Days are counted from 1900 on, or 1904.
func (f *Format) Text(v float64, from1904 bool) (string, bool) {
	if math.IsNaN(v) || math.IsInf(v, 0) {
		return "", false
	}
	s, unsigned := f.choose(v)
	if s == nil {
		return generally(v), true
	}
	if unsigned {
		v = -v
	}
	switch {
	case s.other || s.date && s.wholes != "":
		return "", false
	case s.date:
		return s.moment(v, from1904)
	}
	return s.number(v), true
}

// choose returns the section that a number is shown by, and whether it is shown without its sign, since none but negative ones are shown
// by it. It returns nil where no condition holds: then Excel shows the number as it is.
func (f *Format) choose(v float64) (s *section, unsigned bool) {
	for i := range f.sections {
		op, than := f.condition(i)
		if holds(op, v, than) {
			return &f.sections[i], v < 0 && f.negative(i)
		}
	}
	return nil, false
}

// condition returns the condition of a section, stated or not. That of the last is often none.
func (f *Format) condition(i int) (op string, than float64) {
	s, n := f.sections[i], len(f.sections)
	switch {
	case s.op != "":
		return s.op, s.than
	case i == 0 && n == 2:
		return ">=", 0
	case i == 0 && n == 3:
		return ">", 0
	case i == 1 && n == 3:
		return "<", 0
	}
	return "", 0
}

// negative reports whether none but negative numbers come to a section.
func (f *Format) negative(i int) bool {
	op, than := f.condition(i)
	switch op {
	case "<":
		return than <= 0
	case "<=":
		return than < 0
	case "=":
		return true
	case "":
		if i == 1 {
			op, than = f.condition(0)
			return than == 0 && (op == ">" || op == ">=")
		}
	}
	return false
}

func holds(op string, v, than float64) bool {
	switch op {
	case "<":
		return v < than
	case "<=":
		return v <= than
	case ">":
		return v > than
	case ">=":
		return v >= than
	case "=":
		return v == than
	case "<>":
		return v != than
	}
	return true
}
