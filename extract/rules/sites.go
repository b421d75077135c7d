package rules

import (
	"github.com/andybalholm/cascadia"
)

// A Site is one name by which the systems that publish notices mark a part of their pages.
type Site struct {
	Zone     string // SiteBody or SitePage
	Selector string // CSS, matched against elements that hold several lines
	Note     string // which system, or where it was seen
	Example  string // an opening tag that the selector matches
	Match    cascadia.Selector
}

// The zones of a Site.
const (
	SiteBody = "body" // the container of the main text
	SitePage = "page" // a part of the frame: navigation, header, sidebar, footer
)

var sitesTable = Table{
	Name: "sites.tsv", Says: "where the systems that publish notices keep the body of a page, and its frame", Key: []string{"selector"},
	Columns: []Column{
		{"zone", enumeration(Code{SiteBody, "the container of the main text"}, Code{SitePage, "a part of the frame: navigation, header, sidebar, footer"}), "", true},
		{"selector", selectorType, "matched against elements that hold several lines", true},
		{"note", textType, "which system, or where it was seen", false},
		{"example", textType, "an opening tag that the selector matches", true},
	},
}

func loadSites(from tables) (sites []Site, errs Errors) {
	errs = from.each(&sitesTable, func(r *Row) {
		s := Site{Zone: r.Get("zone"), Selector: r.Get("selector"), Note: r.Get("note"), Example: r.Get("example")}
		s.Match, _ = cascadia.Compile(s.Selector) // its type has been checked
		sites = append(sites, s)
	})
	return sites, errs
}
