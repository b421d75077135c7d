package fetch

import (
	"bytes"
	"io"
	"net/url"
	"path"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"zhenggai/extract/source"
)

const mostLinks = 5000 // of a page that lists notices; the rest is not looked at

// An anchor is a link on a page that lists notices.
type anchor struct {
	address *url.URL
	words   []string // its text and its title, of which either may be cut short
}

// anchorsIn returns the links of a page to what can be fetched.
func anchorsIn(at *url.URL, declared string, body []byte) []anchor {
	r, err := charset.NewReader(bytes.NewReader(body), declared)
	if err != nil {
		r = bytes.NewReader(body)
	}
	p := anchors{base: at}
	p.read(r)
	return p.list
}

// anchors is the state of reading the links of a page.
type anchors struct {
	tokens *html.Tokenizer
	base   *url.URL
	list   []anchor
	open   *anchor // the link whose text is being read
	text   strings.Builder
	script bool // what comes is the text of a script, which may have links as data
}

// read reads the links of a page or of a part of one.
func (p *anchors) read(r io.Reader) {
	p.tokens = html.NewTokenizer(r)
	for len(p.list) < mostLinks && p.next() {
	}
	p.end()
}

// data matches what stands round the parts of a page that a script has as data.
var data = strings.NewReplacer("<![CDATA[", "", "]]>", "")

// inScript reads the links that a script has as data: many sites list their notices so.
func (p *anchors) inScript(text string) {
	if strings.Contains(text, "<![CDATA[") {
		inner := anchors{base: p.base}
		inner.read(strings.NewReader(data.Replace(text)))
		p.list = append(p.list, inner.list...)
	}
}

// next reads one token, and reports whether there are more.
func (p *anchors) next() bool {
	switch p.tokens.Next() {
	case html.ErrorToken:
		return false
	case html.TextToken:
		p.words(string(p.tokens.Text()))
	case html.StartTagToken, html.SelfClosingTagToken:
		p.element(p.tokens.Token())
	case html.EndTagToken:
		if name, _ := p.tokens.TagName(); string(name) == "a" {
			p.end()
		}
		p.script = false
	}
	return true
}

// words takes a text: of a link, or of a script.
func (p *anchors) words(text string) {
	switch {
	case p.script:
		p.inScript(text)
	case p.open != nil && p.text.Len() < longest:
		p.text.WriteString(text)
	}
}

// element takes the start of an element.
func (p *anchors) element(t html.Token) {
	switch t.DataAtom {
	case atom.A:
		p.end()
		p.begin(t)
	case atom.Script:
		p.script = true
	case atom.Base:
		if to, err := p.base.Parse(attribute(t, "href")); err == nil {
			p.base = to
		}
	}
}

// begin begins a link.
func (p *anchors) begin(t html.Token) {
	if to, err := resolve(p.base, attribute(t, "href")); err == nil {
		p.open = &anchor{address: to, words: []string{clean(attribute(t, "title"))}}
	}
}

// end ends the link whose text is being read.
func (p *anchors) end() {
	if p.open != nil {
		p.open.words = append(p.open.words, clean(p.text.String()))
		p.list = append(p.list, *p.open)
	}
	p.open = nil
	p.text.Reset()
}

func attribute(t html.Token, name string) string {
	for _, a := range t.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

// clean returns words without the white space around and within that a page has for its looks.
func clean(s string) string { return strings.Join(strings.Fields(s), " ") }

// onward returns the addresses of the further pages of a list: those that a script or the links to pages name.
func onward(at *url.URL, body []byte, links []anchor) []*url.URL {
	name := path.Base(at.Path)
	if strings.HasSuffix(at.Path, "/") {
		name = "index.html"
	}
	var all []*url.URL
	for _, r := range source.References(name, name, body, nil) {
		if to, err := resolve(at, r.Address); err == nil && r.Page {
			all = append(all, to)
		}
	}
	for _, l := range links {
		for _, words := range l.words {
			if source.Onward(words) {
				all = append(all, l.address)
				break
			}
		}
	}
	return all
}
