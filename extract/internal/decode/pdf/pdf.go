// Package pdf reads the text of PDF documents as whole paragraphs.
//
// A PDF knows glyphs and their places, and neither lines nor paragraphs. PDFium, which runs as WebAssembly inside of
// this process, says where each character stands; the rest is plain Go: characters become lines, columns are read one
// after the other, what every page repeats is left out, and lines are joined to the paragraphs that they were cut from.
// Tables are given row by row, each line of a cell as a paragraph of its own.
package pdf

import (
	"errors"
	"time"

	"zhenggai/extract/internal/decode/layout"
)

// Limits bound what a document may cost. Zero fields mean the defaults.
type Limits struct {
	Pages int           // pages read, 500
	Time  time.Duration // 5 seconds, twice what an honest PDF of 500 pages takes on two busy cores; the start of the engine does not count
}

func (l Limits) orDefault() Limits {
	if l.Pages <= 0 {
		l.Pages = 500
	}
	if l.Time <= 0 {
		l.Time = 5 * time.Second
	}
	return l
}

// A Document is the text of a PDF.
type Document struct {
	layout.Text
	Title string // as the document's information has it; often an older file's
}

// What hinders reading. Each error says what to do.
var (
	ErrLocked  = errors.New("the PDF asks for a password; save it without one")
	ErrDamaged = errors.New("the PDF is damaged; open it in a viewer and print it to a new PDF, or save its text")
	ErrSlow    = errors.New("the PDF takes too long to read; split it, or save its text")
	ErrEngine  = errors.New("the PDF engine failed; save the document as text or HTML")
)

// Read reads the text of a PDF. It is safe for concurrent use. The first call starts the engine, which takes a quarter
// of a second, or some seconds where its compiled form is not in the user's cache folder yet.
func Read(data []byte, limits Limits) (*Document, error) {
	if !hasObjects(data) {
		return nil, ErrDamaged
	}
	e, err := started()
	if err != nil {
		return nil, err
	}
	return e.document(data, limits.orDefault())
}

// document reads a PDF with the engine.
func (e *engine) document(data []byte, limits Limits) (*Document, error) {
	raw, err := e.read(data, limits)
	if err != nil {
		return nil, err
	}
	doc := &Document{layout.Text{Pages: raw.total, Read: len(raw.pages)}, raw.title}
	pages := make([]layout.Page, len(raw.pages))
	for i := range raw.pages {
		pages[i] = raw.pages[i].Page
		if raw.pages[i].scanned {
			doc.Scanned++
		}
	}
	doc.Paragraphs, doc.Unordered = layout.Paragraphs(pages)
	return doc, nil
}
