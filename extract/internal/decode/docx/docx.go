// Package docx reads the text of a Word document (.docx) as the paragraphs that Word shows.
//
// It writes out the numbers that Word makes, leaves out what is deleted or hidden and the codes of fields, and puts
// footnotes, endnotes and text boxes behind the paragraph that they belong to. Headers, footers, comments and the
// properties are not read: they are often those of the template or of another document.
package docx

import (
	"errors"
	"fmt"
	"strings"

	"zhenggai/extract/internal/decode/wordprocessing"
)

// Document, Paragraph and Cell are those of all readers of Word documents.
type (
	Document  = wordprocessing.Document
	Paragraph = wordprocessing.Paragraph
	Cell      = wordprocessing.Cell
)

// Limits bound what a document may cost. Zero fields mean the defaults.
type Limits struct {
	Part   int64 // bytes of a part when unpacked, 64 MiB
	Ratio  int64 // of a part of 1 MiB or more to its packed size, 400; Word's own XML seldom reaches 50
	Parts  int   // files in the package, 10,000
	Depth  int   // nesting of elements, 512
	Blocks int   // paragraphs, 200,000
}

func (l Limits) orDefault() Limits {
	return Limits{
		Part: wordprocessing.OrDefault(l.Part, 64<<20), Ratio: wordprocessing.OrDefault(l.Ratio, 400), Parts: wordprocessing.OrDefault(l.Parts, 10_000),
		Depth: wordprocessing.OrDefault(l.Depth, 512), Blocks: wordprocessing.OrDefault(l.Blocks, 200_000),
	}
}

// Why a file cannot be read. The text of each says what the file is and what to do about it.
var (
	ErrOther   = errors.New("no Word document")
	ErrDamaged = errors.New("a damaged Word document (.docx); open it in Word or WPS and save it anew")
	ErrLarge   = errors.New("a Word document (.docx) beyond the limits; save its text as .txt")
)

// An Embedded reads a document of another format that stands in a Word document in the place of paragraphs.
type Embedded func(data []byte) []Paragraph

// Read reads a Word document from the bytes of its file. Without embedded, what stands in other formats in it is left out. The error wraps
// [ErrOther], [ErrDamaged] or [ErrLarge].
func Read(data []byte, limits Limits, embedded Embedded) (*Document, error) {
	p, err := openParts(data, limits.orDefault())
	if err != nil {
		return nil, err
	}
	return p.document(embedded)
}

// document reads the document of a package.
func (p *parts) document(embedded Embedded) (*Document, error) {
	r := newReader(p)
	r.embedded = embedded
	if err := r.loadStyles(); err != nil {
		return nil, err
	}
	return r.document(r.block)
}

// document reads the main part.
func (r *reader) document(v visit) (*Document, error) {
	err := r.readPart(r.parts.main, v)
	if err == nil {
		err = r.endCarried()
	}
	if err != nil && !errors.Is(err, errCut) {
		return nil, err
	}
	d := &Document{Paragraphs: r.out, Cut: err != nil}
	d.NumberTables()
	return d, nil
}

// loadStyles reads the parts that the main part draws on.
func (r *reader) loadStyles() error {
	if err := r.readPart(r.parts.related("styles"), r.styles.add(r)); err != nil {
		return err
	}
	if err := r.readPart(r.parts.related("numbering"), r.numbers.add(r)); err != nil {
		return err
	}
	r.numbers.link(r.styles)
	return nil
}

// damaged says what is wrong with a part.
func damaged(part string, err error) error {
	return fmt.Errorf("%w (%s: %s)", ErrDamaged, part, strings.TrimPrefix(err.Error(), "XML syntax error "))
}
