package corrections

import (
	"slices"
	"strconv"

	"zhenggai/model"
)

// regionFields are those of a notice that make its region.
var regionFields = []string{"code", "province", "prefecture", "county"}

// ErrNoCode says that a region is named without its code.
var ErrNoCode = NewMistake("更正地区须填写区划代码", "a region needs its code")

// changeNotice sets the fields of the notice itself: all of them, or none where it returns an error.
func (a *applying) changeNotice(c Correction) error {
	n := a.notice
	if setsRegion(c.Set) {
		year, err := strconv.Atoi(n.Published[:min(4, len(n.Published))])
		if err != nil {
			year = 0
		}
		r, err := a.rules.region(n.Region, c.Set, year)
		if err != nil {
			return err
		}
		n.Region = r
	}
	if title, set := c.Set["title"]; set {
		n.Title = title
	}
	if date, set := c.Set["published"]; set {
		n.Published = date
	}
	if name, set := c.Set["issuer"]; set {
		n.Issuer = nil // its type and level are those of the body that it was taken for
		if name != "" {
			n.Issuer = &model.Issuer{Name: name}
		}
	}
	switch {
	case len(c.Set) > 0:
		n.Reviewed = Corrected
	case n.Reviewed == "":
		n.Reviewed = Confirmed
	}
	return nil
}

// setsRegion reports whether fields of the region are set.
func setsRegion(set map[string]string) bool {
	return slices.ContainsFunc(regionFields, func(name string) bool { _, ok := set[name]; return ok })
}

// region returns the region that a correction makes of one, which may be nil. Its code says which it is, and names that are set have
// to be those of the code. It has no successor: what a person has set is not mapped.
func (r *Rules) region(was *model.Region, set map[string]string, year int) (*model.Region, error) {
	code, ok := set["code"]
	switch {
	case ok && code == "":
		return nil, nil
	case !ok && was == nil:
		return nil, ErrNoCode
	case !ok:
		code = was.Code
	}
	if r == nil || r.Division == nil {
		return regionAsSet(was, code, set)
	}
	known := r.Division(code, year)
	if len(known) == 0 {
		return nil, wrong("code", code, "不是行政区划代码", "is the code of no division")
	}
	for _, one := range known {
		if hasNames(&one, set) {
			one.Now = nil
			return &one, nil
		}
	}
	name := known[0].Province + known[0].Prefecture + known[0].County
	return nil, wrong("code", code, "是"+name+"的代码，与所填名称不符", "is the code of "+name+", which has other names than those that are set")
}

// regionAsSet returns the region where no table knows the code: names that are not set stay.
func regionAsSet(was *model.Region, code string, set map[string]string) (*model.Region, error) {
	var is model.Region
	if was != nil {
		is = model.Region{Province: was.Province, Prefecture: was.Prefecture, County: was.County}
	}
	is.Code = code
	for name, to := range map[string]*string{"province": &is.Province, "prefecture": &is.Prefecture, "county": &is.County} {
		if value, ok := set[name]; ok {
			*to = value
		}
	}
	if is.Province == "" {
		return nil, NewMistake("没有区划表，须填写省名", "without a table of divisions a region needs its province")
	}
	return &is, nil
}

// hasNames reports whether a region has the names that are set.
func hasNames(r *model.Region, set map[string]string) bool {
	for name, is := range map[string]string{"province": r.Province, "prefecture": r.Prefecture, "county": r.County} {
		if value, ok := set[name]; ok && value != is {
			return false
		}
	}
	return true
}
