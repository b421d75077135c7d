// Package decode turns a document's bytes into text blocks.
//
// [Decode] finds out what the bytes are (plain text, HTML, PDF or a document of Word or another office program, and in
// which encoding), reads them as lines of tidied text in reading order, and says of each line where on the page it stands: in the main container or in the page
// around it.
// It reads on where a document is damaged; what could not be read well becomes a diagnostic.
package decode

import (
	"context"
	"strings"
	"time"

	"zhenggai/extract/internal/decode/soffice"
	"zhenggai/extract/internal/decode/wordprocessing"
	"zhenggai/extract/rules"
	"zhenggai/model"
)

// A Page is a document as blocks of text, in reading order.
type Page struct {
	MediaType string // text/plain, text/html, application/pdf or that of an office program's document
	Charset   string // the encoding that was used to decode: utf-8, gb18030, utf-16le, utf-16be, big5; "" for office documents
	Title     string // the text of the title element, or the title in a PDF's information
	Meta      []Meta // what the meta elements say, in order
	Blocks    []Block
	Text      string // all blocks joined by newlines, or "" where their order is not that in which they were read

	Diagnostics []model.Diagnostic // what could not be read well, without words and spans

	within bool // the document stands in another one
}

// A Meta is one meta element with a name or property and a content.
type Meta struct {
	Name    string // as written; upper and lower case vary from site to site
	Content string
}

// A Block is one line of text: a paragraph, a heading, or one line of a table cell.
type Block struct {
	Text    string // valid UTF-8 with single spaces, never empty: see [Decode]
	Zone    Zone
	Heading bool // it is h1 to h6, or all of it is bold
	Level   int  // 1 to 6 in h1 to h6, else 0
	Centre  bool // centred by align or text-align
	Right   bool // aligned right
	Link    bool // all its text is in links
	Cell    *Cell
	Origin  *Origin // nil where the document has neither pages nor sheets
}

// An Origin says from which page or cell of a workbook text comes. The blocks of a page share theirs.
type Origin struct {
	Page     int    // counts from 1, 0 where there are none
	Sheet    string // of a workbook, "" for none
	Row, Col int    // of the cell in its sheet, from 0
	Turns    []Turn // in the order of the text; nearly all blocks have none
}

// A Turn is where a further page begins within a block.
type Turn struct {
	At   int // bytes of the block before it
	Page int
}

// PageAt returns the page of a byte of the block.
func (o *Origin) PageAt(at int) int {
	page := o.Page
	for _, t := range o.Turns {
		if at >= t.At {
			page = t.Page
		}
	}
	return page
}

// From returns the origin of the rest of a block.
func (o *Origin) From(at int) *Origin {
	if o == nil || len(o.Turns) == 0 || at == 0 {
		return o
	}
	rest := *o
	rest.Page, rest.Turns = o.PageAt(at), nil
	for _, t := range o.Turns {
		if t.At > at {
			rest.Turns = append(rest.Turns, Turn{t.At - at, t.Page})
		}
	}
	return &rest
}

// A Zone is the part of a page in which a block stands.
type Zone int

// The zones. A title over the text often stands outside of the text's container, in ZonePage.
const (
	ZoneUnknown Zone = iota // plain text, or HTML whose structure could not be read
	ZoneBody                // the container of the main text
	ZonePage                // navigation, header, sidebar, footer and the like
)

// A Cell is the place of a block in a data table. The lines of one cell share their Cell.
type Cell struct {
	Table            int // counts the data tables of the page from 0
	Row, Col         int // the place in the grid from 0, spans resolved
	RowSpan, ColSpan int // at least 1
	Header           bool
}

// A Hint is what is known of a document besides its bytes. The bytes win.
type Hint struct {
	Path        string // for messages, and for its extension
	ContentType string // as an HTTP header gives it: text/html; charset=gb2312
}

// Limits bound what a document may cost. Zero fields mean those of DefaultLimits.
type Limits struct {
	Bytes    int64         // size of the document
	Text     int           // bytes of its text
	Part     int64         // bytes of a part of an Office document when unpacked
	Depth    int           // nesting of elements; the HTML parser knows no more than the default
	Elements int           // tags of a page of which a tree is made, which may have twice as many elements
	Blocks   int           // lines
	Pages    int           // pages of a PDF
	Time     time.Duration // for a PDF; zero means the default of its reader
	Memory   int64         // bytes that an outside program may have, on Linux and Windows
}

// DefaultLimits are far beyond any notice that was ever published.
var DefaultLimits = Limits{
	Bytes: 16 << 20, Text: 4 << 20, Part: 32 << 20, Depth: 512, Elements: 500_000, Blocks: 200_000, Pages: 500,
	Memory: soffice.DefaultMemory,
}

func (l Limits) orDefault() Limits {
	d := DefaultLimits
	l.Bytes, l.Text, l.Part = wordprocessing.OrDefault(l.Bytes, d.Bytes), wordprocessing.OrDefault(l.Text, d.Text), wordprocessing.OrDefault(l.Part, d.Part)
	l.Depth, l.Elements = min(wordprocessing.OrDefault(l.Depth, d.Depth), d.Depth), wordprocessing.OrDefault(l.Elements, d.Elements)
	l.Blocks, l.Pages, l.Memory = wordprocessing.OrDefault(l.Blocks, d.Blocks), wordprocessing.OrDefault(l.Pages, d.Pages), wordprocessing.OrDefault(l.Memory, d.Memory)
	return l
}

// Decode reads a document as blocks of text. In a block white space of every kind is one space, and none is at its
// ends; zero-width and control characters are dropped. sites say how well-known systems name the container of the
// main text; where none fits, the container is found by measuring.
//
// RTF, OpenDocument texts, documents of Works and of Word 95 are converted by LibreOffice, which takes seconds and must
// be installed. It is ended with ctx, which should have a deadline.
//
// Decode fails only where the bytes are no text at all, where a PDF or Word document is damaged or locked, or where
// LibreOffice is absent or fails. The error says what they look like and what to do.
func Decode(ctx context.Context, data []byte, hint Hint, sites []rules.Site, limits Limits) (*Page, error) {
	page := &Page{}
	if err := page.read(ctx, data, hint, sites, limits.orDefault()); err != nil {
		return nil, err
	}
	if len(page.Blocks) == 0 && page.MediaType != pdfType {
		page.diagnose(model.Diagnostic{Code: "input.empty"})
	}
	return page, nil
}

// read reads a document into the page.
func (p *Page) read(ctx context.Context, data []byte, hint Hint, sites []rules.Site, limits Limits) error {
	if office, err := p.readOffice(ctx, data, hint, limits); office {
		return err
	}
	if int64(len(data)) > limits.Bytes {
		p.diagnose(model.Diagnostic{Code: "input.too_large", Args: model.Args{"read": limits.Bytes, "bytes": len(data)}})
		data = data[:limits.Bytes]
	}
	if isPDF(data) {
		return p.readPDF(data, hint, limits)
	}
	text, err := p.decodeText(data, hint)
	if err != nil {
		return err
	}
	if delimiter := delimiterOf(text, hint); delimiter != 0 {
		p.MediaType = delimitedType(delimiter)
		p.readDelimited(text, delimiter, limits)
	} else if looksLikeHTML(text, hint) {
		p.MediaType = "text/html"
		p.readHTML(text, sites, limits)
	} else {
		p.MediaType = "text/plain"
		p.readText(text, limits)
	}
	return nil
}

func (p *Page) diagnose(d model.Diagnostic) { p.Diagnostics = append(p.Diagnostics, d) }

// looksLikeHTML decides by content: a document that starts with a tag is HTML. A fragment may start with text, and
// crawled plain text may hold a stray <br>; HTML has a tag on most lines. What the name and the server say counts only
// where there is a tag at all, since crawls keep bare text under .html names.
func looksLikeHTML(text string, hint Hint) bool {
	start := strings.TrimSpace(text[:min(len(text), 4096)])
	if len(start) > 1 && start[0] == '<' && (isLetter(start[1]) || strings.IndexByte("!?/", start[1]) >= 0) {
		return true
	}
	if strings.HasPrefix(start, "#") && isMarkdown(start) {
		return false // its tables may be written in HTML
	}
	start = text[:min(len(text), 64<<10)]
	tags := countTags(start)
	if tags == 0 {
		return false
	}
	name := strings.ToLower(hint.Path)
	named := strings.Contains(hint.ContentType, "html") || strings.HasSuffix(name, ".html") || strings.HasSuffix(name, ".htm")
	return named || tags >= 3 && tags*2 >= strings.Count(start, "\n")
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// countTags counts the tags that break lines.
func countTags(s string) int {
	n := 0
	for {
		i := strings.IndexByte(s, '<')
		if i < 0 {
			return n
		}
		s = strings.TrimPrefix(s[i+1:], "/")
		name := 0
		for name < len(s) && name < 6 && (isLetter(s[name]) || '1' <= s[name] && s[name] <= '6') {
			name++
		}
		switch strings.ToLower(s[:name]) {
		case "p", "br", "div", "td", "tr", "table", "body", "html", "h1", "h2", "h3", "li":
			n++
		}
	}
}
