package decode

import (
	"bytes"
	"fmt"

	"zhenggai/extract/internal/decode/docx"
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
	p.MediaType = docxType
	w := newBlocks(limits)
	for _, g := range d.Paragraphs {
		w.add(g.Text, Block{Heading: g.Level > 0 || g.Bold, Level: g.Level, Centre: g.Centre, Right: g.Right, Cell: (*Cell)(g.Cell)})
	}
	p.setBlocks(w, d.Cut)
	return nil
}

// blocks collects the paragraphs of a Word document, each line of them as a block.
type blocks struct {
	writer
	like []Block // what is known of each line but its text
}

func newBlocks(limits Limits) *blocks {
	return &blocks{writer: writer{limit: limits.Blocks, lines: true}}
}

// add adds the lines of a paragraph.
func (w *blocks) add(text string, like Block) {
	w.write(text)
	w.flush()
	like.Zone = ZoneBody
	for len(w.like) < len(w.spans) {
		w.like = append(w.like, like)
	}
}

// setBlocks makes the collected lines the blocks of the page.
func (p *Page) setBlocks(w *blocks, cut bool) {
	if cut || w.closed {
		p.doubt("input.blocks", -1, "only the first %d paragraphs were read", len(w.spans))
	}
	p.Blocks, p.Text = w.like, w.text()
	for i, s := range w.spans {
		p.Blocks[i].Text = p.Text[s.start:s.end]
	}
}
