package corrections

import (
	"strings"
	"testing"
	"time"

	"zhenggai/model"
)

// divided are rules that know the codes of three divisions, one of which bore two names and one of which is no more.
func divided() *Rules {
	r := known()
	r.Division = func(code string, year int) []model.Region {
		old := model.Region{Code: code, Province: "湖北省", Prefecture: "襄樊市"}
		is := model.Region{Code: code, Province: "湖北省", Prefecture: "襄阳市"}
		switch {
		case code == "420600" && year > 0 && year <= 2010:
			return []model.Region{old, is}
		case code == "420600":
			return []model.Region{is, old}
		case code == "110228":
			return []model.Region{{Code: code, Province: "北京市", County: "密云县", Now: &model.Successor{Code: "110118", Name: "密云区", Since: "2015"}}}
		case code == "440403":
			return []model.Region{{Code: code, Province: "广东省", Prefecture: "珠海市", County: "斗门区"}}
		}
		return nil
	}
	return r
}

// ofNotice is a correction of the notice itself.
func ofNotice(action Action, set ...string) Correction {
	c := of("c", action, Notice, "3所", set...)
	c.Quote = Quote{}
	return c
}

func TestCorrectRegion(t *testing.T) {
	mapped := &model.Region{Code: "110228", Province: "北京市", County: "密云县", Now: &model.Successor{Code: "110118", Name: "密云区", Since: "2015"}}
	for _, test := range []struct {
		published string
		set       []string
		want      string // place, code of today
		wrong     string
	}{
		{"2024-01-05", []string{"code", "440403"}, "广东省珠海市斗门区 440403", ""},
		{"2024-01-05", []string{"code", "440403", "county", "斗门区"}, "广东省珠海市斗门区 440403", ""},
		{"2009", []string{"code", "420600"}, "湖北省襄樊市 420600", ""},
		{"2024", []string{"code", "420600"}, "湖北省襄阳市 420600", ""},
		{"", []string{"code", "420600", "prefecture", "襄樊市"}, "湖北省襄樊市 420600", ""},
		{"2024", []string{"code", "420600", "county", ""}, "湖北省襄阳市 420600", ""},
		{"2024", []string{"county", "密云县"}, "北京市密云县 110228", ""},
		{"2024", []string{"code", "110228"}, "北京市密云县 110228", ""},
		{"2024", []string{"code", ""}, "", ""},
		{"2024", []string{"code", "440499"}, "", `code: "440499" is the code of no division`},
		{"2024", []string{"code", "4404"}, "", "is no code of six digits"},
		{"2024", []string{"code", "440403", "county", "香洲区"}, "", "is the code of 广东省珠海市斗门区, which has other names"},
		{"2024", []string{"county", "平谷区"}, "", "is the code of 北京市密云县, which has other names"},
	} {
		n := notice(text)
		region := *mapped
		n.Published, n.Region = test.published, &region
		c := ofNotice(Correct, test.set...)
		err := c.Check(divided())
		if err == nil {
			if _, conflicts := NewSet([]Correction{c}, nil, divided()).Apply(n, time.Time{}); len(conflicts) > 0 {
				err = conflicts[0].Err
			}
		}
		if err != nil || test.wrong != "" {
			if err == nil || test.wrong == "" || !strings.Contains(err.Error(), test.wrong) {
				t.Errorf("%v: %v, want %s", test.set, err, test.wrong)
			}
			if n.Region.Now == nil || n.Reviewed != "" {
				t.Errorf("%v: a mistake changes the notice", test.set)
			}
			continue
		}
		got := ""
		if n.Region != nil {
			got = n.Place() + " " + n.Region.Today()
		}
		if got != test.want || n.Reviewed != Corrected {
			t.Errorf("%v: %s, %s, want %s", test.set, got, n.Reviewed, test.want)
		}
	}
}

// TestRegionWithoutTable takes the names that are set where no table knows the code.
func TestRegionWithoutTable(t *testing.T) {
	n := notice(text)
	list := []Correction{ofNotice(Correct, "code", "440403", "province", "广东省", "county", "斗门区")}
	if _, conflicts := NewSet(list, nil, nil).Apply(n, time.Time{}); len(conflicts) > 0 || n.Place() != "广东省斗门区" {
		t.Errorf("%v, %s", conflicts, n.Place())
	}
	if _, conflicts := NewSet(append(list, ofNotice(Correct, "county", "香洲区")), nil, nil).Apply(n, time.Time{}); len(conflicts) > 0 || n.Place() != "广东省香洲区" {
		t.Errorf("what is not set does not stay: %v, %s", conflicts, n.Place())
	}
	bare, unnamed := ofNotice(Correct, "code", "440403"), ofNotice(Correct, "province", "广东省")
	if _, conflicts := NewSet([]Correction{bare}, nil, nil).Apply(notice(text), time.Time{}); len(conflicts) != 1 {
		t.Error("a region without a province is taken")
	}
	if _, conflicts := NewSet([]Correction{unnamed}, nil, divided()).Apply(notice(text), time.Time{}); len(conflicts) != 1 || conflicts[0].Err != error(ErrNoCode) {
		t.Errorf("a region without a code: %v", conflicts)
	}
}

func TestCorrectNotice(t *testing.T) {
	n := notice(text)
	n.Issuer = &model.Issuer{Name: "某区委", Type: "party_committee", Level: "county"}
	list := []Correction{ofNotice(Confirm), ofNotice(Correct, "title", "整改通报", "issuer", "某区教育局党委", "published", "2024-05")}
	list[0].ID, list[1].ID = "c1", "c2"
	if _, conflicts := NewSet(list[:1], nil, nil).Apply(n, time.Time{}); len(conflicts) > 0 || n.Reviewed != Confirmed {
		t.Errorf("%v, %s", conflicts, n.Reviewed)
	}
	if _, conflicts := NewSet(list, nil, nil).Apply(n, time.Time{}); len(conflicts) > 0 {
		t.Error(conflicts)
	}
	if n.Title != "整改通报" || *n.Issuer != (model.Issuer{Name: "某区教育局党委"}) || n.Published != "2024-05" || n.Reviewed != Corrected {
		t.Errorf("%s, %v, %s, %s", n.Title, n.Issuer, n.Published, n.Reviewed)
	}
	for want, c := range map[string]Correction{
		"confirmed or corrected": ofNotice(Reject), "confirmed or corrected, and nothing else": ofNotice(Add, "title", "通报"), "nothing is set": ofNotice(Correct),
		"is no date": ofNotice(Correct, "published", "2024年5月"), "is no date: 2021": ofNotice(Correct, "published", "2023-02-29"),
		"a notice has no field": ofNotice(Correct, "signed", "2024"), "cannot be printed": ofNotice(Correct, "issuer", "某\x00委"),
	} {
		if err := c.Check(divided()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s %v: %v, want %s", c.Action, c.Set, err, want)
		}
	}
}
