package rules

import (
	"io/fs"

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

// ReadSites reads the table sites.tsv of fsys. A selector that cannot be parsed is reported as an [*Error].
func ReadSites(fsys fs.FS) ([]Site, error) {
	var sites []Site
	err := readTable(fsys, "sites.tsv", []string{"zone", "selector", "note", "example"}, func(r *row) {
		s := Site{
			Zone:     r.oneOf("zone", SiteBody, SitePage),
			Selector: r.need("selector"),
			Note:     r.get("note"),
			Example:  r.need("example"),
		}
		var err error
		if s.Match, err = cascadia.Compile(s.Selector); err != nil {
			r.fail("selector", "%v", err)
		}
		sites = append(sites, s)
	})
	return sites, err
}
