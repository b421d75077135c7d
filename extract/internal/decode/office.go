package decode

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"strings"

	"zhenggai/extract/internal/decode/doc"
	"zhenggai/extract/internal/decode/docx"
	"zhenggai/extract/internal/decode/sheet"
	"zhenggai/extract/internal/decode/soffice"
	"zhenggai/extract/internal/decode/wordprocessing"
	"zhenggai/model"
)

// The media types of Office documents.
const (
	docxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	docType  = "application/msword"
	xlsxType = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
)

// A foreigner is a kind of document that LibreOffice converts before it is read.
type foreigner struct {
	what      string
	format    soffice.Format
	mediaType string
}

var (
	foreignRTF     = foreigner{"an RTF document", soffice.RTF, "application/rtf"}
	foreignODT     = foreigner{"an OpenDocument text (.odt)", soffice.ODT, "application/vnd.oasis.opendocument.text"}
	foreignFlatODT = foreigner{"an OpenDocument text in XML (.fodt)", soffice.FODT, "application/vnd.oasis.opendocument.text-flat-xml"}
	foreignWorks   = foreigner{"a Works document (.wps)", soffice.WPS, "application/vnd.ms-works"}
	foreignOld     = foreigner{"a document of Word 95 or older", soffice.DOC, docType}
	foreignOther   = foreigner{"an Office document of an unknown kind", soffice.WPS, "application/x-ole-storage"}
)

// readOffice reads a document of an office program, and reports whether the bytes are those of one, or of an archive.
func (p *Page) readOffice(ctx context.Context, data []byte, hint Hint, limits Limits) (bool, error) {
	var read func(context.Context, []byte, Limits) error
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		read = p.readZIP
	case bytes.HasPrefix(data, []byte("\xD0\xCF\x11\xE0")):
		read = p.readOLE
	case isRTF(data):
		read = p.readRTF
	default:
		xml := markupOf(data)
		if xml == nil {
			return false, nil
		}
		read = func(ctx context.Context, data []byte, limits Limits) error { return xml(p, ctx, data, limits) }
	}
	if int64(len(data)) > limits.Bytes {
		return true, fmt.Errorf("decode: %s has %d bytes, %d are allowed; save its text as .txt", orUnnamed(hint.Path), len(data), limits.Bytes)
	}
	if err := read(ctx, data, limits); err != nil {
		return true, fmt.Errorf("decode: %s is %w", orUnnamed(hint.Path), err)
	}
	return true, nil
}

// isRTF reports whether data is RTF. Some programs write a byte order mark or line ends before it.
func isRTF(data []byte) bool {
	return bytes.HasPrefix(trimRTF(data[:min(len(data), 64)]), []byte(`{\rtf`))
}

func trimRTF(data []byte) []byte { return bytes.TrimLeft(data, "\ufeff \t\r\n") }

func (p *Page) readRTF(ctx context.Context, data []byte, limits Limits) error {
	return p.convert(ctx, writtenNumbers(trimRTF(data)), foreignRTF, limits)
}

func (p *Page) readDOCX(ctx context.Context, data []byte, mediaType string, limits Limits) error {
	d, err := docx.Read(data, docxLimits(limits), p.embedded(ctx, limits))
	if err != nil {
		return err
	}
	p.setBlocks(mediaType, d, limits)
	return nil
}

func docxLimits(l Limits) docx.Limits {
	return docx.Limits{Part: l.Part, Depth: l.Depth, Blocks: l.Blocks}
}

// readWordXML reads a Word document that is a single XML file, often named .doc.
func (p *Page) readWordXML(ctx context.Context, data []byte, limits Limits) error {
	text, err := p.decodeText(data, Hint{})
	if err != nil {
		return err
	}
	p.Charset = ""
	d, err := docx.ReadXML(text, docxLimits(limits), p.embedded(ctx, limits))
	if err != nil {
		return err
	}
	p.setBlocks(docType, d, limits)
	return nil
}

// embedded returns what reads the documents that stand in a Word document, but not those in these. What cannot be read is a diagnostic.
func (p *Page) embedded(ctx context.Context, limits Limits) docx.Embedded {
	if p.within {
		return nil
	}
	return func(data []byte) []docx.Paragraph {
		in := &Page{within: true}
		if err := in.read(ctx, webArchived(data), Hint{}, nil, limits); err != nil {
			p.diagnose(model.Diagnostic{Code: "docx.part", Args: model.Args{"why": strings.TrimPrefix(err.Error(), "decode: ")}})
		}
		var all []docx.Paragraph
		cells := map[*Cell]*docx.Cell{nil: nil}
		for _, b := range in.Blocks {
			if cells[b.Cell] == nil && b.Cell != nil {
				cell := docx.Cell(*b.Cell)
				cells[b.Cell] = &cell
			}
			all = append(all, docx.Paragraph{Text: b.Text, Level: b.Level, Bold: b.Heading && b.Level == 0, Centre: b.Centre, Right: b.Right, Cell: cells[b.Cell]})
		}
		return all
	}
}

func (p *Page) readXLSX(_ context.Context, data []byte, limits Limits) error {
	book, err := sheet.Read(data, sheet.Limits{Part: limits.Part, Blocks: limits.Blocks})
	if err != nil {
		return err
	}
	p.setBlocks(xlsxType, &book.Document, limits)
	if book.Unread > 0 {
		p.diagnose(model.Diagnostic{Code: "sheet.unread", Args: model.Args{"count": book.Unread}})
	}
	if book.Hidden > 0 {
		p.diagnose(model.Diagnostic{Code: "sheet.hidden", Args: model.Args{"count": book.Hidden}})
	}
	return nil
}

// readOLE reads a compound file: a Word document, which most .wps files are too, or another one.
func (p *Page) readOLE(ctx context.Context, data []byte, limits Limits) error {
	d, err := doc.Read(data, doc.Limits{Stream: limits.Part, Blocks: limits.Blocks})
	switch {
	case errors.Is(err, doc.ErrOld):
		return p.convert(ctx, data, foreignOld, limits)
	case errors.Is(err, doc.ErrWorks):
		return p.convert(ctx, data, foreignWorks, limits)
	case errors.Is(err, doc.ErrUnknown):
		return p.convert(ctx, data, foreignOther, limits)
	case err != nil:
		return err
	}
	p.setBlocks(docType, d, limits)
	return nil
}

// ErrAbsent says that a document cannot be read where LibreOffice is not installed.
var ErrAbsent = soffice.ErrAbsent

// convert reads a document that LibreOffice converts.
func (p *Page) convert(ctx context.Context, data []byte, f foreigner, limits Limits) error {
	made, err := soffice.Converter{Memory: limits.Memory}.Convert(ctx, data, f.format)
	switch {
	case errors.Is(err, ErrAbsent):
		return fmt.Errorf("%s, which needs LibreOffice (https://www.libreoffice.org): install it, or name its program in %s, or save the document as .docx (%w)", f.what, soffice.Variable, err)
	case err != nil:
		return fmt.Errorf("%s that could not be converted; open it in Word or WPS and save it as .docx (%w)", f.what, err)
	}
	if err := p.readDOCX(ctx, made, f.mediaType, limits); err != nil {
		return fmt.Errorf("%s that LibreOffice made %w", f.what, err)
	}
	return nil
}

// setBlocks makes the lines of the paragraphs the blocks of the page.
func (p *Page) setBlocks(mediaType string, d *wordprocessing.Document, limits Limits) {
	p.MediaType = mediaType
	w := writer{limit: limits.Blocks, most: limits.Text, lines: true}
	for i := range d.Paragraphs {
		g := &d.Paragraphs[i]
		w.write(g.Text)
		w.flush()
		for len(p.Blocks) < len(w.spans) {
			p.Blocks = append(p.Blocks, blockOf(g))
		}
	}
	p.diagnoseText(&w)
	if d.Cut && !w.closed {
		p.diagnose(model.Diagnostic{Code: "input.blocks", Args: model.Args{"lines": len(w.spans)}})
	}
	if d.Unnumbered > 0 {
		p.diagnose(model.Diagnostic{Code: "doc.numbering", Args: model.Args{"count": d.Unnumbered}})
	}
	p.Text = w.text()
	for i, s := range w.spans {
		p.Blocks[i].Text = p.Text[s.start:s.end]
	}
}

// blockOf returns what is known of each line of a paragraph but its text.
func blockOf(g *wordprocessing.Paragraph) Block {
	b := Block{
		Zone: ZoneBody, Heading: g.Level > 0 || g.Bold, Level: g.Level, Centre: g.Centre, Right: g.Right, Cell: (*Cell)(g.Cell),
	}
	if g.Origin != nil {
		b.Origin = &Origin{Sheet: g.Origin.Sheet, Row: g.Origin.Row, Col: g.Origin.Col}
	}
	return b
}
