package decode

import (
	"strings"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/cascadia"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"zhenggai/extract/rules"
	"zhenggai/model"
)

// The selectors of what a page says of itself.
var (
	titleSelector = goquery.SingleMatcher(cascadia.MustCompile("title"))
	metaSelector  = cascadia.MustCompile("meta[content]")
)

// readHTML reads a page. The parser refuses pages that are nested too deep; they are read as a stream of tags, and so are
// those whose tree would take too much memory.
func (p *Page) readHTML(text string, sites []rules.Site, limits Limits) {
	tags := strings.Count(text, "<")
	if tags > limits.Elements {
		p.diagnose(model.Diagnostic{Code: "html.elements", Args: model.Args{"most": limits.Elements}})
		p.readStream(text, limits)
		return
	}
	if mayGrow(text, tags, 2*limits.Elements) {
		p.diagnose(model.Diagnostic{Code: "html.elements", Case: "formatting"})
		text = withoutFormatting(text)
	}
	root, err := html.Parse(strings.NewReader(text))
	if err != nil {
		p.readDeep(text, limits)
		return
	}
	w := readTree(root, limits, len(text))
	if w.tooDeep {
		p.readDeep(text, limits)
		return
	}
	doc := goquery.NewDocumentFromNode(root)
	p.Title = tidy(doc.FindMatcher(titleSelector).Text())
	for _, n := range doc.FindMatcher(metaSelector).Nodes {
		p.addMeta(n)
	}
	if w.skippedHidden && w.measure().totalProse() < someProse {
		w = p.readHidden(root, limits, w)
	}
	p.diagnoseText(&w.writer)
	p.Blocks, p.Text = w.blocks(w.zones(sites)), w.text()
	if in, at := w.readScripts(limits); in != nil {
		p.diagnose(model.Diagnostic{Code: "html.script"})
		in.firstTable = w.countTables()
		p.Blocks, p.Text = insert(p.Blocks, in.blocks(nil), w.place(at)), ""
	} else if w.measure().totalProse() == 0 {
		p.diagnose(model.Diagnostic{Code: "html.no_body"})
	}
}

// readHidden reads a page again with what display:none hides, where hardly anything is left without it: some pages
// show their text by a script. It returns the better reading.
func (p *Page) readHidden(root *html.Node, limits Limits, w *walker) *walker {
	again := newWalker(limits, w.buf.Cap())
	again.showHidden = true
	again.walk(root, style{})
	again.endBlock()
	if again.measure().totalProse() <= w.measure().totalProse() {
		return w
	}
	p.diagnose(model.Diagnostic{Code: "html.hidden"})
	return again
}

// maxMeta is how many meta elements are kept. Pages have a few dozen.
const maxMeta = 1000

func (p *Page) addMeta(n *html.Node) {
	m := Meta{Name: attr(n, "name"), Content: tidy(attr(n, "content"))}
	if m.Name == "" {
		m.Name = attr(n, "property")
	}
	if m.Name != "" && m.Content != "" && len(p.Meta) < maxMeta {
		p.Meta = append(p.Meta, m)
	}
}

func attr(n *html.Node, key string) string {
	for i := range n.Attr {
		if n.Attr[i].Key == key {
			return n.Attr[i].Val
		}
	}
	return ""
}

// An align is the horizontal alignment of a block.
type align uint8

const (
	alignNone align = iota
	alignCentre
	alignRight
)

// A style is what an element hands down to the text in it.
type style struct {
	link, bold, pre bool
	head            bool // in a table head
	symbol          bool // in a font whose letters are signs
	align           align
	level           uint8 // of a heading
	depth           uint16
	box             int32 // index + 1 of the innermost box
	table, cell     int32 // index + 1 of the innermost table and cell
}

// A line is a block while the page is being read.
type line struct {
	style              // of its first character
	links, bolds int32 // bytes of it that are in links, that are bold
	furniture    bool  // it is in a part of the page's frame that has a known name
}

// A box is an element that holds several blocks and may be the container of the main text, or of something else.
type box struct {
	node        *html.Node
	parent      int32 // index of the box around it, -1 for none
	table       int32 // index + 1 of the table it is in
	first, last int   // its blocks are [first, last)
}

// A walker turns a tree of elements into blocks, boxes and tables.
type walker struct {
	writer
	lines         []line // finished blocks, as many as spans; the last one is the current block
	boxes         []box
	tables        []table
	cells         []cell
	scripts       []script
	maxDepth      int
	showHidden    bool
	skippedHidden bool
	tooDeep       bool
	spanned       int // places filled by cells that span rows
	firstTable    int // number of the first data table
	markStart     int // the block after a ContentStart mark, -1 for none
	numbers       listNumbers
}

func newWalker(limits Limits, size int) *walker {
	w := &walker{maxDepth: limits.Depth, markStart: -1}
	w.limit, w.most = limits.Blocks, limits.Text
	w.buf.Grow(min(size/2, limits.Text))
	w.lines = append(make([]line, 0, 128), line{})
	return w
}

// readTree reads a whole page whose source has size bytes.
func readTree(root *html.Node, limits Limits, size int) *walker {
	w := newWalker(limits, size)
	w.walk(root, style{})
	w.endBlock()
	return w
}

// walk reads the children of n, to which st applies.
func (w *walker) walk(n *html.Node, st style) {
	if st.depth++; int(st.depth) > w.maxDepth {
		w.tooDeep = true
		return
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		switch c.Type {
		case html.TextNode:
			w.textNode(c.Data, &st)
		case html.ElementNode:
			w.element(c, st)
		}
	}
}

// textNode adds the text of a node to the current block.
func (w *walker) textNode(s string, st *style) {
	for st.pre {
		end, next := lineEnd(s)
		w.inline(s[:end], st)
		if next == end {
			return
		}
		w.endBlock()
		s = s[next:]
	}
	w.inline(s, st)
}

func (w *walker) inline(s string, st *style) {
	if st.symbol && w.empty() && isSign(s) {
		s = bullet
	}
	before := w.buf.Len()
	w.write(w.numbers.before(s))
	w.write(s)
	added := int32(w.buf.Len() - before)
	if added == 0 {
		return
	}
	l := &w.lines[len(w.spans)]
	if before == w.start {
		l.style = *st
	}
	if st.link {
		l.links += added
	}
	if st.bold {
		l.bolds += added
	}
}

// endBlock ends the current block, if it has any text.
func (w *walker) endBlock() {
	if w.flush() {
		w.lines = append(w.lines, line{})
	}
}

// element reads one element. Block elements end the block before and after them; all others never do, and lose
// nothing: text pasted from Word has numbers and single characters in elements of their own.
func (w *walker) element(n *html.Node, st style) {
	kind := kindOf(n.DataAtom)
	if n.DataAtom == 0 && isWordData(n.Data) {
		kind = skipped
	}
	switch kind {
	case skipped:
		if n.DataAtom == atom.Script {
			w.scripts = append(w.scripts, script{n, len(w.spans)})
		}
	case breaking:
		w.endBlock()
	case marking:
		w.mark(n, st)
	case inline:
		if w.applyStyle(n, &st, false) {
			w.inBox(n, st, named(n))
		}
	case paragraph:
		w.endBlock()
		if w.applyStyle(n, &st, true) {
			w.numbers.enter(n)
			w.inBox(n, st, named(n))
			w.numbers.leave(n)
		}
		w.endBlock()
	case container:
		w.endBlock()
		if w.applyStyle(n, &st, true) {
			w.tablePart(n, st)
		}
		w.endBlock()
	}
}

// isWordData reports whether an element holds the settings of a Word document and no text of it. Word's o:p and its
// smart tags (st1:chsdate) do hold text.
func isWordData(name string) bool { return name == "xml" || strings.HasPrefix(name, "w:") }

// mark makes a box of what stands between the meta elements ContentStart and ContentEnd, with which some government
// sites enclose the main text.
func (w *walker) mark(n *html.Node, st style) {
	switch name := attr(n, "name"); {
	case strings.EqualFold(name, "ContentStart"):
		w.endBlock()
		w.markStart = len(w.spans)
	case strings.EqualFold(name, "ContentEnd") && w.markStart >= 0:
		w.endBlock()
		w.boxes = append(w.boxes, box{n, st.box - 1, st.table, w.markStart, len(w.spans)})
		w.markStart = -1
	}
}

// inBox reads the children of n, as a box if n is fit for one. What held fewer than two blocks is forgotten again
// unless it has a name by which a site may be known.
func (w *walker) inBox(n *html.Node, st style, fit bool) {
	if !fit {
		w.walk(n, st)
		return
	}
	i := len(w.boxes)
	first := len(w.spans)
	w.boxes = append(w.boxes, box{node: n, parent: st.box - 1, table: st.table, first: first})
	outer := st.box
	st.box = int32(i + 1)
	w.walk(n, st)
	last := len(w.spans)
	if !w.empty() {
		last++
	}
	if size := last - first; i == len(w.boxes)-1 && (size == 0 || size == 1 && (kindOf(n.DataAtom) != container || !named(n))) {
		w.boxes = w.boxes[:i]
		if size == 1 && w.lines[first].box == int32(i+1) {
			w.lines[first].box = outer
		}
		return
	}
	w.boxes[i].last = last
}

// named reports whether an element has a name by which a site may be known: an id, a class, a role, or a tag that
// says more than div does.
func named(n *html.Node) bool {
	switch n.DataAtom {
	case 0, atom.Nav, atom.Aside, atom.Header, atom.Footer, atom.Meta:
		return true
	}
	for i := range n.Attr {
		if k := n.Attr[i].Key; k == "id" || k == "class" || k == "role" {
			return true
		}
	}
	return false
}

// An elementKind says how an element is read.
type elementKind uint8

const (
	inline    elementKind = iota // unknown elements too
	paragraph                    // a block that holds text
	container                    // a block that holds blocks
	breaking                     // br and hr
	marking                      // meta
	skipped                      // no text of the page
)

func kindOf(a atom.Atom) elementKind {
	switch a {
	case atom.Span, atom.Font, atom.B, atom.Strong, atom.A:
		return inline
	case atom.P, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Li, atom.Dt, atom.Dd, atom.Pre, atom.Xmp,
		atom.Caption, atom.Figcaption, atom.Legend, atom.Address, atom.Summary, atom.Listing, atom.Plaintext:
		return paragraph
	case atom.Html, atom.Body, atom.Div, atom.Table, atom.Tbody, atom.Thead, atom.Tfoot, atom.Tr, atom.Td, atom.Th,
		atom.Section, atom.Article, atom.Main, atom.Form, atom.Center, atom.Ul, atom.Ol, atom.Dl, atom.Menu, atom.Dir,
		atom.Aside, atom.Nav, atom.Header, atom.Footer, atom.Blockquote, atom.Fieldset, atom.Figure, atom.Details,
		atom.Dialog, atom.Hgroup, atom.Search, atom.Marquee:
		return container
	case atom.Br, atom.Hr:
		return breaking
	case atom.Meta:
		return marking
	case atom.Head, atom.Title, atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Select, atom.Option,
		atom.Textarea, atom.Datalist, atom.Button, atom.Iframe, atom.Frameset, atom.Noframes, atom.Noembed, atom.Object,
		atom.Embed, atom.Svg, atom.Audio, atom.Video, atom.Canvas, atom.Rt, atom.Rp:
		return skipped
	}
	return inline
}

// applyStyle adds to st what n says of its text, by its name and its attributes. It reports false if n is hidden.
func (w *walker) applyStyle(n *html.Node, st *style, block bool) bool {
	switch n.DataAtom {
	case atom.B, atom.Strong:
		st.bold = true
	case atom.Center:
		st.align = alignCentre
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		st.level = n.Data[1] - '0'
	case atom.Pre, atom.Xmp, atom.Listing, atom.Plaintext:
		st.pre = true
	case atom.Table: // browsers let no alignment into a table of old pages, whose own align places the table
		st.align = alignNone
	}
	shown := true
	for i := 0; i < len(n.Attr) && shown; i++ {
		switch a := &n.Attr[i]; a.Key {
		case "href":
			st.link = true // an anchor without href is a bookmark of Word's
		case "align":
			if block && n.DataAtom != atom.Table {
				st.align = alignOf(a.Val)
			}
		case "face":
			st.symbol = isSymbolFont(a.Val)
		case "hidden":
			shown = w.hide()
		case "style":
			shown = w.css(a.Val, st, block)
		}
	}
	return shown || n.DataAtom == atom.Body || n.DataAtom == atom.Html // what is hidden as a whole a script shows in time
}

// isSymbolFont reports whether the first of some names of fonts is one of a font that has signs in place of letters.
func isSymbolFont(names string) bool {
	first, _, _ := strings.Cut(names, ",")
	first = strings.ToLower(strings.Trim(first, " \t\r\n\"'"))
	return first == "symbol" || strings.HasPrefix(first, "wingdings") || first == "webdings"
}

// isSign reports whether a text is a single character of a font of signs.
func isSign(s string) bool {
	s = strings.TrimSpace(s)
	r, size := utf8.DecodeRuneInString(s)
	return size > 0 && size == len(s) && r < 0x2E80 || 0xE000 <= r && r <= 0xF8FF
}

// hide notes that something is hidden, and reports whether it is to be read all the same.
func (w *walker) hide() bool {
	w.skippedHidden = true
	return w.showHidden
}

// css reads the declarations of a style attribute that matter here. It reports false if the element is hidden.
func (w *walker) css(s string, st *style, block bool) bool {
	for s != "" {
		var decl string
		decl, s, _ = strings.Cut(s, ";")
		name, value, ok := strings.Cut(strings.TrimLeft(decl, " \t\r\n"), ":")
		if !ok {
			continue
		}
		switch len(name) {
		case len("display"):
			if strings.EqualFold(name, "display") && strings.EqualFold(firstWord(value), "none") {
				return w.hide()
			}
		case len("text-align"):
			if block && strings.EqualFold(name, "text-align") {
				st.align = alignOf(firstWord(value))
			}
		case len("font-weight"):
			switch {
			case strings.EqualFold(name, "font-family"):
				st.symbol = isSymbolFont(value)
			case strings.EqualFold(name, "font-weight"):
				st.bold = isBold(firstWord(value))
			case strings.EqualFold(name, "white-space"):
				st.pre = strings.HasPrefix(strings.ToLower(firstWord(value)), "pre")
			}
		}
	}
	return true
}

// firstWord returns the value of a declaration without white space and without !important.
func firstWord(s string) string {
	s = strings.TrimLeft(s, " \t\r\n")
	for i := 0; i < len(s); i++ {
		if s[i] <= ' ' || s[i] == '!' {
			return s[:i]
		}
	}
	return s
}

func alignOf(value string) align {
	switch strings.ToLower(strings.TrimSpace(value)) {
	case "center", "middle":
		return alignCentre
	case "right", "end":
		return alignRight
	}
	return alignNone
}

func isBold(weight string) bool {
	switch strings.ToLower(weight) {
	case "bold", "bolder", "600", "700", "800", "900":
		return true
	}
	return false
}
