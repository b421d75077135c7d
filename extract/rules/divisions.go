package rules

import (
	"fmt"
	"io/fs"
	"strconv"
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
}

// A Common says how much of a division's name is an everyday word as well.
type Common string

// The kinds of everyday words among the names.
const (
	CommonNone  Common = ""
	CommonShort Common = "short" // the bare name is one: 公安, 合作
	CommonName  Common = "name"  // the whole name is one: 解放区, 城区
)

var divisionColumns = []string{"code", "name", "since", "until", "short", "common"}

// ReadDivisions reads the table divisions.tsv of fsys. A row that is no division is reported as an [*Error].
func ReadDivisions(fsys fs.FS) ([]Division, error) {
	divisions := make([]Division, 0, 4096)
	err := readTable(fsys, "divisions.tsv", divisionColumns, func(r *row) {
		d := readDivision(r)
		for i := len(divisions) - 1; i >= 0 && divisions[i].Code == d.Code; i-- { // the rows of a code stand together
			if divisions[i].Name == d.Name {
				r.fail("name", "%s %s is listed twice", d.Code, d.Name)
			}
		}
		divisions = append(divisions, d)
	})
	if err != nil {
		return nil, err
	}
	return divisions, nil
}

func readDivision(r *row) Division {
	d := Division{
		Code:   r.need("code"),
		Name:   r.need("name"),
		Since:  r.year("since"),
		Until:  r.year("until"),
		Short:  r.list("short"),
		Common: Common(r.oneOf("common", "", string(CommonShort), string(CommonName))),
	}
	if err := checkCode(d.Code); err != nil {
		r.fail("code", "%w", err)
	}
	if d.Until != 0 && d.Until < d.Since {
		r.fail("until", "%d is before %d", d.Until, d.Since)
	}
	return d
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

// year returns the field of the named column as a year, 0 where it is empty.
func (r *row) year(column string) int {
	s := r.get(column)
	if s == "" {
		return 0
	}
	y, err := strconv.Atoi(s)
	if err != nil || y < 1949 || y > 2999 {
		r.fail(column, "%q is no year", s)
	}
	return y
}
