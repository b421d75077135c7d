package rules

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"github.com/andybalholm/cascadia"
)

// A Type says how the fields of a column are written.
type Type struct {
	Name  string // for people
	Codes []Code // of an enumeration
	check func(field string) error
}

// A Code is one of the fields that an enumeration allows.
type Code struct{ Code, About string }

// reject returns what is wrong with a field that is not empty.
func (t *Type) reject(field string) error {
	if len(field) > 1 && field[0] == '"' && field[len(field)-1] == '"' {
		return errors.New("it stands in quotation marks, as some programs write fields: leave them out")
	}
	if t.check == nil {
		return nil
	}
	return t.check(field)
}

// The types of columns that several tables have.
var (
	textType     = Type{Name: "text"}
	wordsType    = Type{Name: "words parted by |", check: checkWords}
	codeType     = Type{Name: "a code: small letters and digits with _ between words", check: matches(plainCode, "a code in lower case with _ between words")}
	countType    = Type{Name: "a whole number above 0", check: checkCount}
	yearType     = Type{Name: "a year", check: checkYear}
	factorType   = Type{Name: "a number, or two parted by /", check: checkFactor}
	partType     = Type{Name: "two digits, or a month and a day", check: matches(monthOrDay, "the two digits of a month or day, or a month and a day: 12-31")}
	selectorType = Type{Name: "a selector of CSS", check: func(s string) error { _, err := cascadia.Compile(s); return err }}
	yesType      = oneOf("yes")
)

var (
	plainCode    = regexp.MustCompile(`^[a-z][a-z0-9]*(_[a-z0-9]+)*$`)
	monthOrDay   = regexp.MustCompile(`^(0[1-9]|[12][0-9]|3[01]|(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01]))$`)
	currencyCode = regexp.MustCompile(`^[A-Z]{3}$`)
)

// oneOf returns the enumeration of some codes.
func oneOf(codes ...string) Type {
	list := make([]Code, len(codes))
	for i, code := range codes {
		list[i].Code = code
	}
	return enumeration(list...)
}

// enumeration returns the type of a column that holds one of some codes.
func enumeration(codes ...Code) Type {
	return Type{Name: "one of", Codes: codes, check: func(field string) error { return checkOneOf(field, codes) }}
}

// someOf returns the type of a column that holds some of the codes of an enumeration, parted by |.
func someOf(codes ...Code) Type {
	return Type{Name: "some of, parted by |,", Codes: codes, check: func(field string) error {
		if err := checkWords(field); err != nil {
			return err
		}
		for code := range strings.SplitSeq(field, "|") {
			if err := checkOneOf(strings.TrimSpace(code), codes); err != nil {
				return err
			}
		}
		return nil
	}}
}

func checkOneOf(field string, codes []Code) error {
	for i := range codes {
		if codes[i].Code == field {
			return nil
		}
	}
	return fmt.Errorf("%q is none of %s", field, joinCodes(codes))
}

func joinCodes(codes []Code) string {
	names := make([]string, len(codes))
	for i, c := range codes {
		names[i] = c.Code
	}
	return strings.Join(names, ", ")
}

func matches(form *regexp.Regexp, what string) func(string) error {
	return func(field string) error {
		if !form.MatchString(field) {
			return fmt.Errorf("%q is not %s", field, what)
		}
		return nil
	}
}

// checkWords insists on alternatives that are there and differ. The wide form of | is a slip of the keyboard.
func checkWords(field string) error {
	if strings.ContainsRune(field, '｜') {
		return fmt.Errorf("%q holds a wide ｜: alternatives are parted by |", field)
	}
	seen := map[string]bool{}
	for word := range strings.SplitSeq(field, "|") {
		word = strings.TrimSpace(word)
		if word == "" {
			return fmt.Errorf("empty alternative in %q", field)
		}
		if seen[word] {
			return fmt.Errorf("%q stands twice", word)
		}
		seen[word] = true
	}
	return nil
}

func checkCount(field string) error {
	if n, err := strconv.Atoi(field); err != nil || n < 1 {
		return fmt.Errorf("%q is no positive whole number", field)
	}
	return nil
}

func checkYear(field string) error {
	if y, err := strconv.Atoi(field); err != nil || y < 1949 || y > 2999 {
		return fmt.Errorf("%q is no year", field)
	}
	return nil
}

func checkFactor(field string) error {
	if f, err := parseFactor(field); err != nil || f.Under.IsZero() {
		return fmt.Errorf("%q is neither a number nor a fraction", field)
	}
	return nil
}
