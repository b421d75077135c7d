package rules

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

func builtInDivisions(t testing.TB) []Division {
	t.Helper()
	divisions, errs := loadDivisions(tables{})
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	return divisions
}

// TestDivisionsTable proves that the built-in table agrees with itself.
func TestDivisionsTable(t *testing.T) {
	divisions := builtInDivisions(t)
	if !slices.IsSortedFunc(divisions, func(a, b Division) int { return strings.Compare(a.Code+a.Name, b.Code+b.Name) }) {
		t.Error("the rows are not in the order of code and name")
	}
	codes := make(map[string][]Division)
	for _, d := range divisions {
		codes[d.Code] = append(codes[d.Code], d)
	}
	for _, d := range divisions {
		checkDivision(t, d)
		if parent := divisionParent(d.Code); parent != "" && len(codes[parent]) == 0 {
			t.Errorf("%s %s: no row for its parent %s", d.Code, d.Name, parent)
		}
		inForce := 0
		for _, other := range codes[d.Code] {
			if other.Until == 0 {
				inForce++
			}
		}
		if inForce > 1 {
			t.Errorf("%s has %d names in force", d.Code, inForce)
		}
	}
}

func checkDivision(t *testing.T, d Division) {
	if d.Code < "110000" || d.Code > "659999" {
		t.Errorf("%s %s: outside mainland China", d.Code, d.Name)
	}
	if tail := d.Code[4:]; tail >= "70" && tail < "80" || tail >= "90" {
		t.Errorf("%s %s: a code for development zones", d.Code, d.Name)
	}
	if end, _ := utf8.DecodeLastRuneInString(d.Name); !strings.ContainsRune("省市区县旗州盟", end) {
		t.Errorf("%s %s: the name does not say what division it is", d.Code, d.Name)
	}
	for _, short := range d.Short {
		if utf8.RuneCountInString(short) < 2 || short == d.Name {
			t.Errorf("%s %s: short name %q", d.Code, d.Name, short)
		}
	}
}

// divisionParent returns the code of the division above, or "" for a province. The municipalities' districts and the
// counties with codes in 90 stand right under the province.
func divisionParent(code string) string {
	switch {
	case code[2:] == "0000":
		return ""
	case code[4:] == "00", code[2:4] == "90", slices.Contains([]string{"11", "12", "31", "50"}, code[:2]):
		return code[:2] + "0000"
	}
	return code[:4] + "00"
}

// TestDivisionsHistory looks at changes that are on public record.
func TestDivisionsHistory(t *testing.T) {
	divisions := builtInDivisions(t)
	tests := []struct {
		code, name   string
		since, until int
	}{
		{"440403", "斗门区", 0, 0},
		{"500117", "合川区", 2006, 0},
		{"429004", "仙桃市", 0, 0},
		{"330103", "下城区", 0, 2020},
		{"130502", "桥东区", 0, 2019},
		{"130502", "襄都区", 2020, 0},
		{"420600", "襄樊市", 0, 2010},
		{"371200", "莱芜市", 0, 2018},
		{"370116", "莱芜区", 2019, 0},
		{"653228", "和康县", 2025, 0},
	}
	for _, tt := range tests {
		i := slices.IndexFunc(divisions, func(d Division) bool { return d.Code == tt.code && d.Name == tt.name })
		if i < 0 {
			t.Errorf("%s %s is missing", tt.code, tt.name)
		} else if d := divisions[i]; d.Since != tt.since || d.Until != tt.until {
			t.Errorf("%s %s: since %d until %d, want %d and %d", tt.code, tt.name, d.Since, d.Until, tt.since, tt.until)
		}
	}
}

func TestLoadDivisionsErrors(t *testing.T) {
	const header = "# divisions\ncode\tname\tsince\tuntil\tshort\tcommon\tnow\tmoved\n"
	tests := []struct{ name, table, want string }{
		{"columns", "code\tnames\n", `divisions.tsv:1: the columns are "code\tnames", want "code\tname\tsince\tuntil\tshort\tcommon\tnow\tmoved"`},
		{"letters", header + "44040x\t斗门区\n", `divisions.tsv:3: code: "44040x" is no code of six digits`},
		{"length", header + "4404\t斗门区\n", `divisions.tsv:3: code: "4404" is no code of six digits`},
		{"no prefecture", header + "440003\t斗门区\n", `divisions.tsv:3: code: "440003" stands under no province or prefecture`},
		{"no name", header + "440403\n", `divisions.tsv:3: name: missing`},
		{"year", header + "440403\t斗门区\t01\n", `divisions.tsv:3: since: "01" is no year`},
		{"years", header + "440403\t斗门区\t2012\t2010\n", `divisions.tsv:3: until: 2010 is before 2012`},
		{"common", header + "440403\t斗门区\t\t\t\tyes\n", `divisions.tsv:3: common: "yes" is none of short, name`},
		{"twice", header + "440403\t斗门区\n440403\t斗门区\n", `divisions.tsv:4: code: "440403 斗门区" stands twice, first in line 3`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, err := Load(overlay("divisions.tsv", tt.table))
			var mistake *Error
			if !errors.As(err, &mistake) {
				t.Fatalf("error %v, want an *Error", err)
			}
			if err.Error() != tt.want {
				t.Errorf("error\n%s\nwant\n%s", err, tt.want)
			}
		})
	}
}

func BenchmarkLoadDivisions(b *testing.B) {
	for b.Loop() {
		builtInDivisions(b)
	}
}
