package rules

import (
	"strings"
	"testing"
)

func TestSites(t *testing.T) {
	zones := map[string]int{}
	for _, s := range Default().Sites {
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
		_, err := Load(overlay("sites.tsv", "zone\tselector\tnote\texample\n"+test.row+"\n"))
		if err == nil || !strings.HasPrefix(err.Error(), "sites.tsv:2: "+test.column+": ") {
			t.Errorf("%q: error %v, want one of column %s", test.row, err, test.column)
		}
	}
}
