// Package doc reads the text of a Word document in the binary format of Word 97 to 2003 (.doc) as paragraphs.
//
// It writes out the numbers that Word makes, leaves out what is deleted or hidden and the codes of fields, and puts
// footnotes, endnotes and text boxes behind the text.
package doc

import (
	"errors"
	"fmt"

	"zhenggai/extract/internal/decode/wordprocessing"
)

// Limits bound what a document may cost. Zero fields mean the defaults.
type Limits struct {
	Stream int64 // bytes of a stream, 64 MiB
	Blocks int   // paragraphs, 200,000
}

// Why a file cannot be read. The text of each says what the file is and what to do about it.
var (
	ErrOther     = errors.New("no Word document")
	ErrWorks     = errors.New("a Works document (.wps); save it as .docx, text or HTML")
	ErrUnknown   = errors.New("an old Office document; save it as .docx, text or HTML")
	ErrEncrypted = errors.New("an encrypted Office document; open it with its password and save it without one")
	ErrDamaged   = errors.New("a damaged Word document (.doc); open it in Word or WPS and save it as .docx")
	ErrOld       = errors.New("a document of Word 95 or older; open it in Word or WPS and save it as .docx")
	ErrLarge     = errors.New("a Word document (.doc) beyond the limits; save its text as .txt")
)

// Read reads a Word document from the bytes of its file. The error wraps one of the errors above.
func Read(data []byte, limits Limits) (*wordprocessing.Document, error) {
	if limits.Stream <= 0 {
		limits.Stream = 64 << 20
	}
	if limits.Blocks <= 0 {
		limits.Blocks = 200_000
	}
	s, err := open(data, limits.Stream)
	if err != nil {
		return nil, err
	}
	h, err := s.readHead()
	if err != nil {
		return nil, err
	}
	pieces, err := h.readPieces()
	if err != nil {
		return nil, err
	}
	r := &reader{
		head: h, pieces: pieces, limit: limits.Blocks,
		chars: h.readRuns(charPages), paras: h.readRuns(paragraphPages), lists: h.readLists(),
	}
	r.readAll()
	d := &wordprocessing.Document{Paragraphs: r.out, Cut: r.full(), Unnumbered: r.unnumbered}
	d.NumberTables()
	return d, nil
}

// damaged says what is wrong with a document.
func damaged(what string) error { return fmt.Errorf("%w (%s)", ErrDamaged, what) }
