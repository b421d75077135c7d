package decode

import (
	"bytes"
	"fmt"

	"zhenggai/extract/internal/decode/doc"
	"zhenggai/extract/internal/decode/docx"
	"zhenggai/extract/internal/decode/word"
)

// The media types of Word documents.
const (
	docxType = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
	docType  = "application/msword"
)

// readOffice reads a Word document, and reports whether the bytes are those of an Office document or archive at all.
func (p *Page) readOffice(data []byte, hint Hint, limits Limits) (bool, error) {
	var read func([]byte, Limits) error
	switch {
	case bytes.HasPrefix(data, []byte("PK\x03\x04")):
		read = p.readDOCX
	case bytes.HasPrefix(data, []byte("\xD0\xCF\x11\xE0")):
		read = p.readDOC
	default:
		return false, nil
	}
	if int64(len(data)) > limits.Bytes {
		return true, fmt.Errorf("decode: %s has %d bytes, %d are allowed; save its text as .txt", orUnnamed(hint.Path), len(data), limits.Bytes)
	}
	if err := read(data, limits); err != nil {
		return true, fmt.Errorf("decode: %s is %w", orUnnamed(hint.Path), err)
	}
	return true, nil
}

func (p *Page) readDOCX(data []byte, limits Limits) error {
	d, err := docx.Read(data, docx.Limits{Depth: limits.Depth, Blocks: limits.Blocks})
	if err != nil {
		return err
	}
	p.setBlocks(docxType, d, limits)
	return nil
}

func (p *Page) readDOC(data []byte, limits Limits) error {
	d, err := doc.Read(data, doc.Limits{Blocks: limits.Blocks})
	if err != nil {
		return err
	}
	p.setBlocks(docType, d, limits)
	return nil
}

// setBlocks makes the lines of the paragraphs the blocks of the page.
func (p *Page) setBlocks(mediaType string, d *word.Document, limits Limits) {
	p.MediaType = mediaType
	w := writer{limit: limits.Blocks, lines: true}
	for i := range d.Paragraphs {
		g := &d.Paragraphs[i]
		w.write(g.Text)
		w.flush()
		for len(p.Blocks) < len(w.spans) {
			p.Blocks = append(p.Blocks, blockOf(g))
		}
	}
	if d.Cut || w.closed {
		p.doubt("input.blocks", -1, "only the first %d lines were read", len(w.spans))
	}
	if d.Unnumbered > 0 {
		p.doubt("doc.numbering", -1, "%d paragraphs have numbers made by Word that could not be read; save it as .docx", d.Unnumbered)
	}
	p.Text = w.text()
	for i, s := range w.spans {
		p.Blocks[i].Text = p.Text[s.start:s.end]
	}
}

// blockOf returns what is known of each line of a paragraph but its text.
func blockOf(g *word.Paragraph) Block {
	return Block{
		Zone: ZoneBody, Heading: g.Level > 0 || g.Bold, Level: g.Level, Centre: g.Centre, Right: g.Right, Cell: (*Cell)(g.Cell),
	}
}
