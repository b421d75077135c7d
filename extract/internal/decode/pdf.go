package decode

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"zhenggai/extract/internal/decode/layout"
	"zhenggai/extract/internal/decode/ofd"
	"zhenggai/extract/internal/decode/pdf"
	"zhenggai/model"
)

const pdfType = "application/pdf"

// isPDF reports whether data is a PDF. Its mark may stand behind some rubbish, as readers of PDF allow; text that only
// speaks of the mark has no objects.
func isPDF(data []byte) bool {
	head := data[:min(len(data), 1024)]
	i := bytes.Index(head, []byte("%PDF-"))
	if i < 0 {
		return false
	}
	before := bytes.TrimSpace(bytes.TrimPrefix(head[:i], []byte("\ufeff")))
	return len(before) == 0 || bytes.Contains(data, []byte("endobj"))
}

// readPDF reads the paragraphs of a PDF.
func (p *Page) readPDF(data []byte, hint Hint, limits Limits) error {
	p.MediaType, p.Charset = pdfType, "utf-8"
	doc, err := pdf.Read(data, pdf.Limits{Pages: limits.Pages, Time: limits.Time})
	if err != nil {
		return fmt.Errorf("decode: %s: %w", orUnnamed(hint.Path), err)
	}
	p.Title = tidy(fold(doc.Title))
	mapBack(doc.Paragraphs)
	p.setText(&doc.Text, limits, layoutCodes{
		pictures:     model.Diagnostic{Code: "pdf.no_text", Args: model.Args{"pages": doc.Pages}},
		somePictures: model.Diagnostic{Code: "pdf.no_text", Case: "some", Args: model.Args{"scanned": doc.Scanned, "read": doc.Read}},
		unordered:    model.Diagnostic{Code: "pdf.order"},
	})
	if bad, all := unreadable(doc.Paragraphs); bad*50 > all {
		p.diagnose(model.Diagnostic{Code: "pdf.unmapped", Args: model.Args{"count": bad, "percent": max(1, bad*100/all)}})
	}
	return nil
}

// layoutCodes are what a format says of laid out pages where they all are pictures, where some are, and where the order of their
// paragraphs is not sure.
type layoutCodes struct{ pictures, somePictures, unordered model.Diagnostic }

// setText makes the paragraphs of laid out pages the blocks of the page.
func (p *Page) setText(t *layout.Text, limits Limits, codes layoutCodes) {
	w := writer{limit: limits.Blocks, most: limits.Text}
	cells := map[*layout.Cell]*Cell{nil: nil} // the lines of a cell share it
	origin := &Origin{}                       // and so do those of a page
	for i := range t.Paragraphs {
		par := &t.Paragraphs[i]
		if c := par.Cell; c != nil && cells[c] == nil {
			cells[c] = &Cell{Table: c.Table, Row: c.Row, Col: c.Col, RowSpan: c.RowSpan, ColSpan: c.ColSpan}
		}
		if origin.Page != par.Page {
			origin = &Origin{Page: par.Page}
		}
		from := origin
		if len(par.Turns) > 0 {
			from = &Origin{Page: par.Page, Turns: w.turns(par)}
		} else {
			w.write(fold(par.Text))
		}
		if w.flush() {
			p.Blocks = append(p.Blocks, Block{
				Zone: ZoneBody, Heading: par.Bold, Centre: par.Centre, Right: par.Right, Cell: cells[par.Cell], Origin: from,
			})
		}
	}
	p.Text = w.text()
	for i, s := range w.spans {
		p.Blocks[i].Text = p.Text[s.start:s.end]
	}
	p.diagnoseText(&w)
	if t.Read < t.Pages {
		p.diagnose(model.Diagnostic{Code: "input.pages", Args: model.Args{"read": t.Read, "pages": t.Pages}})
	}
	switch {
	case len(p.Blocks) == 0:
		p.diagnose(codes.pictures)
	case t.Scanned > 0:
		p.diagnose(codes.somePictures)
	}
	if t.Unordered {
		p.diagnose(codes.unordered)
	}
}

// turns writes a paragraph that goes on over the end of a page, and returns where in the block each further page begins.
func (w *writer) turns(par *layout.Paragraph) []Turn {
	turns := make([]Turn, len(par.Turns))
	at := 0
	for i, t := range par.Turns {
		w.write(fold(par.Text[at:t.At]))
		turns[i], at = Turn{w.buf.Len() - w.start, t.Page}, t.At
	}
	w.write(fold(par.Text[at:]))
	return turns
}

// fold returns s with plain characters for the compatibility forms of ideographs that fonts give in their place.
func fold(s string) string {
	if !strings.ContainsFunc(s, isCompatible) {
		return s
	}
	return strings.Map(func(r rune) rune {
		if isCompatible(r) {
			r, _ = utf8.DecodeRuneInString(norm.NFKC.String(string(r)))
		}
		return r
	}, s)
}

func isCompatible(r rune) bool { return 0xF900 <= r && r <= 0xFAFF }

// readOFD reads the paragraphs of an OFD document.
func (p *Page) readOFD(_ context.Context, data []byte, limits Limits) error {
	doc, err := ofd.Read(data, ofd.Limits{Part: limits.Part, Pages: limits.Pages})
	if err != nil {
		return err
	}
	p.MediaType = "application/ofd"
	p.setText(doc, limits, layoutCodes{
		pictures:     model.Diagnostic{Code: "ofd.no_text", Args: model.Args{"pages": doc.Pages}},
		somePictures: model.Diagnostic{Code: "ofd.no_text", Case: "some", Args: model.Args{"scanned": doc.Scanned, "read": doc.Read}},
		unordered:    model.Diagnostic{Code: "ofd.order"},
	})
	return nil
}
