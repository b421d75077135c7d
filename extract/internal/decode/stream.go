package decode

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"zhenggai/model"
)

// readDeep reads a page whose elements are nested too deep to be parsed.
func (p *Page) readDeep(text string, limits Limits) {
	p.diagnose(model.Diagnostic{Code: "html.depth", Args: model.Args{"most": limits.Depth}})
	p.readStream(text, limits)
}

// readStream reads a page tag by tag, without a tree. It has the blocks, headings, title and meta elements; it knows no
// zones, tables, links or hidden elements.
func (p *Page) readStream(text string, limits Limits) {
	z := html.NewTokenizer(strings.NewReader(text))
	w := newWalker(limits, len(text))
	var skip atom.Atom // the element whose end is waited for
	st := style{}
	for t := z.Next(); t != html.ErrorToken && !w.closed; t = z.Next() {
		switch t {
		case html.TextToken:
			if skip == 0 {
				w.inline(string(z.Text()), &st)
			} else if skip == atom.Title && p.Title == "" {
				p.Title = tidy(string(z.Text()))
			}
		case html.StartTagToken, html.SelfClosingTagToken:
			skip = p.startTag(w, z, &st, skip)
		case html.EndTagToken:
			name, _ := z.TagName()
			a := atom.Lookup(name)
			if a == skip {
				skip = 0
			}
			w.streamTag(a)
			st.level = 0
		}
	}
	w.endBlock()
	p.diagnoseText(&w.writer)
	p.Blocks = w.unzoned()
}

// startTag reads a start tag and returns the element whose end is waited for. Only elements without content of their
// own are skipped, since an end tag may be missing.
func (p *Page) startTag(w *walker, z *html.Tokenizer, st *style, skip atom.Atom) atom.Atom {
	name, _ := z.TagName()
	a := atom.Lookup(name)
	w.streamTag(a)
	switch a {
	case atom.Script, atom.Style, atom.Title, atom.Textarea, atom.Noscript, atom.Iframe, atom.Noframes, atom.Noembed:
		return a // the tokenizer reads on to the end tag of these
	case atom.Meta:
		p.addMeta(&html.Node{Attr: attributes(z)})
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		st.level = name[1] - '0'
	}
	return skip
}

// attributes reads the attributes of the start tag that z is at.
func attributes(z *html.Tokenizer) []html.Attribute {
	var attrs []html.Attribute
	for more := true; more && len(attrs) < 8; { // a meta element has no more
		var key, val []byte
		key, val, more = z.TagAttr()
		attrs = append(attrs, html.Attribute{Key: string(key), Val: string(val)})
	}
	return attrs
}

func (w *walker) streamTag(a atom.Atom) {
	switch kindOf(a) {
	case paragraph, container, breaking:
		w.endBlock()
	}
}

// unzoned returns the blocks of a page without structure.
func (w *walker) unzoned() []Block {
	all := w.text()
	blocks := make([]Block, len(w.spans))
	for i, s := range w.spans {
		level := int(w.lines[i].level)
		blocks[i] = Block{Text: all[s.start:s.end], Heading: level > 0, Level: level}
	}
	return blocks
}
