// Package webpage has what HTML pages have in common: phrases in both languages and, for those that are one file, the head, the base
// style, and the policy by which a browser loads nothing for them and runs only their own script.
package webpage

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"html/template"

	"zhenggai/model"
)

//go:embed parts.html
var parts string

//go:embed base.css
var base string

// A Page is what the parts "start" and "end" show; what a page itself shows embeds it.
type Page struct {
	Title   string
	Program string // what the page is of, beside its title
	Lang    string // in which it opens: zh or en
	Style   string // what the page adds to the base style
	Script  string
}

// CSS returns the base style and, so that it wins over that, the page's own.
func (p *Page) CSS() template.CSS { return template.CSS(base + p.Style) }

// JS returns the script as it stands between its tags, which is what Policy is of.
func (p *Page) JS() template.JS { return template.JS("\n" + p.Script) }

// Policy returns the Content-Security-Policy. It names the page's script by its hash, so that no other runs whatever a notice says.
func (p *Page) Policy() string {
	sum := sha256.Sum256([]byte(p.JS()))
	hash := base64.StdEncoding.EncodeToString(sum[:])
	return "default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-" + hash + "'; base-uri 'none'; form-action 'none'"
}

// Say makes a phrase in both languages, for the part "t".
func Say(zh, en string) model.Label { return model.Label{ZH: zh, EN: en} }

// Parts returns the parts that templates of pages may use: "start" and "end" around a Page's content, "t" for a phrase, and the
// function say.
func Parts() *template.Template {
	return template.Must(template.New("parts").Funcs(template.FuncMap{"say": Say}).Parse(parts)) // they are embedded
}
