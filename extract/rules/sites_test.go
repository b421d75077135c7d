package rules

import (
	"errors"
	"os"
	"testing"
	"testing/fstest"
)

func TestSites(t *testing.T) {
	sites, err := ReadSites(os.DirFS("."))
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	zones := map[string]int{}
	for _, s := range sites {
		if seen[s.Selector] {
			t.Errorf("%s is there twice", s.Selector)
		}
		seen[s.Selector] = true
		zones[s.Zone]++
	}
	if zones[SiteBody] == 0 || zones[SitePage] == 0 {
		t.Errorf("rows by zone: %v", zones)
	}
}

func TestSiteErrors(t *testing.T) {
	for _, test := range []struct{ row, column string }{
		{"main\t.x\t\t<div class=x>", "zone"},
		{"body\t\t\t<div class=x>", "selector"},
		{"body\t.x[\t\t<div class=x>", "selector"},
		{"body\t.x", "example"},
	} {
		file := fstest.MapFS{"sites.tsv": {Data: []byte("zone\tselector\tnote\texample\n" + test.row + "\n")}}
		_, err := ReadSites(file)
		var e *Error
		if !errors.As(err, &e) || e.File != "sites.tsv" || e.Line != 2 || e.Column != test.column {
			t.Errorf("%q: error %v, want one of column %s", test.row, err, test.column)
		}
	}
}
