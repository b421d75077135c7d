package docx

import (
	"encoding/xml"
	"errors"
	"strconv"
	"strings"
	"unicode"

	"zhenggai/extract/internal/decode/numbering"
	"zhenggai/extract/internal/decode/wordprocessing"
)

// errCut ends the reading of a document that has more paragraphs than the limit allows.
var errCut = errors.New("the limit of paragraphs is reached")

// A reader is a document while it is being read.
type reader struct {
	*scanner
	parts    *parts
	embedded Embedded
	styles   *styles
	numbers  *numberDefs
	notes    map[string]map[string][]Paragraph // by kind and id; each is taken out where it is referred to
	out      []Paragraph
	count    int               // paragraphs read, those of notes and text boxes too
	tables   int               // data tables read
	para     *paragraph        // the one that is being read
	carried  *paragraph        // one whose end is deleted, so that it goes on in the next
	run      look              // of the run that is being read
	seen     map[string]styled // properties of runs, by their XML
}

func newReader(p *parts) *reader {
	return &reader{
		parts: p, styles: &styles{byID: map[string]*style{}, merged: map[string]look{}},
		numbers: newNumberDefs(), notes: map[string]map[string][]Paragraph{},
		seen: map[string]styled{},
	}
}

// A paragraph is a paragraph while it is being read.
type paragraph struct {
	text       strings.Builder
	bold, rest int // bytes of text that are bold, that are not, spaces aside
	style      string
	look       look
	marked     bool        // its end is deleted
	fields     []bool      // the fields around what is being read; true while in the code of one
	behind     []Paragraph // notes and text boxes
}

// block reads an element that holds paragraphs or is one.
func (r *reader) block(el *xml.StartElement) error {
	switch tag(el) {
	case "p":
		return r.paragraph()
	case "tbl":
		return r.table()
	case "AlternateContent":
		return r.alternative(r.block)
	case "altChunk":
		r.chunk(attr(el, "id"))
	case "del", "moveFrom", "sectPr", "sdtPr", "sdtEndPr", "customXmlPr":
		return r.skip()
	}
	return r.children(r.block)
}

// chunk adds the paragraphs of a part in another format, HTML for example, that stands in the place of paragraphs. Its tables are counted among
// the others.
func (r *reader) chunk(id string) {
	data, err := r.parts.read(r.parts.named[id])
	if err != nil || data == nil || r.embedded == nil {
		return
	}
	first, last := r.tables, (*Cell)(nil)
	for _, p := range r.embedded(data) {
		if p.Cell != nil && p.Cell != last {
			p.Cell.Table += first
			r.tables = max(r.tables, p.Cell.Table+1)
		}
		last = p.Cell
		r.out = append(r.out, p)
		r.count++
	}
}

// alternative reads the first of the contents that are meant for programs of different age, and no other.
func (r *reader) alternative(v visit) error {
	read := false
	return r.children(func(el *xml.StartElement) error {
		if read {
			return r.skip()
		}
		read = true
		return r.children(v)
	})
}

func (r *reader) paragraph() error {
	outer := r.para
	defer func() { r.para = outer }()
	p := r.carried
	if p == nil {
		p = &paragraph{}
	}
	r.para, r.carried = p, nil
	p.style, p.look, p.marked = r.styles.regular, plain, false
	if err := r.children(r.inline); err != nil {
		return err
	}
	p.fields = inResult(p.fields)
	if p.marked {
		r.carried = p
		return nil
	}
	return r.emit(p)
}

// inResult ends the fields that are still in their codes at the end of a paragraph: a field that never ends must not
// swallow the document.
func inResult(fields []bool) []bool {
	for i := range fields {
		fields[i] = false
	}
	return fields
}

// endCarried emits a paragraph whose end is deleted where no other follows that it could go on in.
func (r *reader) endCarried() error {
	p := r.carried
	if r.carried = nil; p == nil {
		return nil
	}
	return r.emit(p)
}

// emit adds a finished paragraph, with its number before it and its notes and text boxes behind it. A paragraph without
// text counts in its list all the same.
func (r *reader) emit(p *paragraph) error {
	whole := r.lookOf(p)
	marker := r.numbers.next(whole.list, whole.depth)
	if text := p.text.String(); strings.TrimFunc(text, unicode.IsSpace) != "" {
		r.out = append(r.out, Paragraph{
			Text: numbering.Mark(marker, text), Level: levelOf(whole.level), Bold: p.bold > 0 && p.rest == 0,
			Centre: whole.align == "center", Right: whole.align == "right" || whole.align == "end",
		})
		r.count++
	}
	r.out = append(r.out, p.behind...)
	if r.count >= r.parts.limits.Blocks {
		return errCut
	}
	return nil
}

// lookOf returns the whole look of a paragraph. The level of a list that a style names is the one that names the style.
func (r *reader) lookOf(p *paragraph) look {
	whole := p.look.over(r.styles.find(p.style))
	if p.look.list == "" && p.look.depth < 0 {
		whole.depth = r.numbers.depthOf(whole.list, p.style, whole.depth)
	}
	return whole
}

// levelOf returns the level of a heading as HTML has it.
func levelOf(level int) int {
	if level == notHeading {
		return 0
	}
	return min(level, 6)
}

// inline reads an element in a paragraph.
func (r *reader) inline(el *xml.StartElement) error {
	switch tag(el) {
	case "pPr":
		return r.properties()
	case "r":
		r.run = r.styles.find(r.para.style)
		r.plainRun()
	case "rPr":
		return r.runProperties()
	case "t":
		s, err := r.text()
		r.write(s)
		return err
	case "del", "moveFrom", "rt", "sdtPr", "instrText", "delText", "delInstrText":
		return r.skip()
	case "AlternateContent":
		return r.alternative(r.inline)
	case "txbxContent", "footnote", "endnote": // notes of Word 2003 stand where they are referred to
		return r.textBox()
	case "footnoteReference", "endnoteReference":
		if err := r.note(strings.TrimSuffix(tag(el), "Reference"), attr(el, "id")); err != nil {
			return err
		}
	default:
		r.mark(el)
	}
	return r.children(r.inline)
}

// mark reads an element that stands for a character or parts a field.
func (r *reader) mark(el *xml.StartElement) {
	switch tag(el) {
	case "tab", "ptab":
		r.write("\t")
	case "br", "cr":
		r.write("\n")
	case "noBreakHyphen":
		r.write("-")
	case "sym":
		if n, err := strconv.ParseUint(attr(el, "char"), 16, 21); err == nil && n <= unicode.MaxRune {
			r.write(wordprocessing.Symbol(attr(el, "font"), rune(n)))
		}
	case "fldChar":
		r.field(attr(el, "fldCharType"))
	}
}

// field follows the parts of a field: its code, which is no text, and its result, which is.
func (r *reader) field(part string) {
	p := r.para
	switch n := len(p.fields); {
	case part == "begin" && n < r.most:
		p.fields = append(p.fields, true)
	case part == "separate" && n > 0:
		p.fields[n-1] = false
	case part == "end" && n > 0:
		p.fields = p.fields[:n-1]
	}
}

// write adds text to the paragraph, unless it is hidden or in the code of a field.
func (r *reader) write(s string) {
	p := r.para
	if r.run.hidden == on {
		return
	}
	for _, code := range p.fields {
		if code {
			return
		}
	}
	p.text.WriteString(s)
	if strings.TrimFunc(s, unicode.IsSpace) == "" {
		return
	}
	if r.run.bold == on {
		p.bold += len(s)
	} else {
		p.rest += len(s)
	}
}

// properties reads those of a paragraph.
func (r *reader) properties() error {
	p := r.para
	return r.children(func(el *xml.StartElement) error {
		switch tag(el) {
		case "pStyle":
			p.style = value(el)
		case "rPr":
			return r.children(func(el *xml.StartElement) error {
				p.marked = p.marked || tag(el) == "del" || tag(el) == "moveFrom"
				return r.skip()
			})
		}
		return r.paragraphProperty(el, &p.look)
	})
}

// aside reads what stands beside the text into paragraphs of its own.
func (r *reader) aside(v visit) ([]Paragraph, error) {
	out, run, para, carried := r.out, r.run, r.para, r.carried
	r.out, r.carried = nil, nil
	err := r.children(v)
	if err == nil {
		err = r.endCarried()
	}
	beside := r.out
	r.out, r.run, r.para, r.carried = out, run, para, carried
	return beside, err
}

// textBox keeps the paragraphs of a text box until the paragraph at which it is anchored ends.
func (r *reader) textBox() error {
	box, err := r.aside(r.block)
	r.para.behind = append(r.para.behind, box...)
	return err
}

// note keeps the paragraphs of a note until the paragraph ends that refers to it. The number of the note is left out:
// it would read as a part of the figure before it. A second reference to a note gives nothing more.
func (r *reader) note(kind, id string) error {
	notes, ok := r.notes[kind]
	if !ok {
		notes = map[string][]Paragraph{}
		r.notes[kind] = notes
		if err := r.readNotes(kind, notes); err != nil {
			return err
		}
	}
	r.para.behind = append(r.para.behind, notes[id]...)
	delete(notes, id)
	return nil
}

// readNotes reads the part with the footnotes or endnotes.
func (r *reader) readNotes(kind string, notes map[string][]Paragraph) error {
	var read visit
	read = func(el *xml.StartElement) error {
		if tag(el) != kind {
			return r.children(read)
		}
		id := attr(el, "id")
		note, err := r.aside(r.block)
		notes[id] = note
		return err
	}
	return r.readPart(r.parts.related(kind+"s"), read)
}
