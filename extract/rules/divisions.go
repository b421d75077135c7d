package rules

import (
	"fmt"
	"strings"
)

// A Division is one administrative division at or above the county, under one of the names that it has borne. A
// division that was renamed without a new code gives several.
type Division struct {
	Code   string // GB/T 2260: 440403; the first two digits are the province, the first four the prefecture
	Name   string // in full: 斗门区
	Since  int    // year of the first edition of the standard that lists it, 0 where the oldest one known does
	Until  int    // year of the last one, 0 where the division is in force
	Short  []string
	Common Common
	Now    []string // codes of what became of a division that is no more: one, or several where it was split
	Moved  int      // year in which the one successor took its present code and name
}

// A Common says how much of a division's name is an everyday word as well.
type Common string

// The kinds of everyday words among the names.
const (
	CommonNone  Common = ""
	CommonShort Common = "short" // the bare name is one: 公安, 合作
	CommonName  Common = "name"  // the whole name is one: 解放区, 城区
)

var divisionsTable = Table{
	Name: "divisions.tsv", Says: "an administrative division of GB/T 2260, current or abolished", Key: []string{"code", "name"},
	Columns: []Column{
		{"code", Type{Name: "six digits", check: checkCode}, "", true},
		{"name", textType, "in full", true},
		{"since", yearType, "the first edition that lists it under this code and name; empty: the oldest one does", false},
		{"until", yearType, "the last edition that lists it; empty: it is in force", false},
		{"short", wordsType, "the bare name, where that is more than leaving out the last character, then names in the place of the whole", false},
		{"common", enumeration(
			Code{string(CommonShort), "the bare name is an everyday word too, and so names no place by itself"},
			Code{string(CommonName), "so is the whole name, which needs its prefecture in front"},
		), "", false},
		{"now", Type{Name: "codes parted by |", check: checkSuccessors}, "of what became of a division that is no more; several: it was split", false},
		{"moved", yearType, "when the one successor took its present code and name, or it was split", false},
	},
}

func loadDivisions(from tables) ([]Division, Errors) {
	divisions := make([]Division, 0, 4096)
	errs := from.each(&divisionsTable, func(r *Row) {
		d := Division{
			Code: r.Get("code"), Name: r.Get("name"), Since: r.number("since"), Until: r.number("until"),
			Short: r.List("short"), Common: Common(r.Get("common")), Now: r.List("now"), Moved: r.number("moved"),
		}
		if d.Until != 0 && d.Until < d.Since {
			r.fail("until", "%d is before %d", d.Until, d.Since)
		}
		divisions = append(divisions, d)
	})
	return divisions, errs
}

// checkSuccessors insists on codes of divisions.
func checkSuccessors(field string) error {
	for code := range strings.SplitSeq(field, "|") {
		if err := checkCode(code); err != nil {
			return err
		}
	}
	return nil
}

// checkCode insists on six digits that name a province, a prefecture or a county and not a group of them.
func checkCode(code string) error {
	if len(code) != 6 || strings.Trim(code, "0123456789") != "" {
		return fmt.Errorf("%q is no code of six digits", code)
	}
	if code[:2] == "00" || code[2:4] == "00" && code[4:] != "00" {
		return fmt.Errorf("%q stands under no province or prefecture", code)
	}
	return nil
}
