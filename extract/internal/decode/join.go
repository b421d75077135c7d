package decode

import (
	"slices"
	"strings"
	"unicode/utf8"

	"zhenggai/extract/internal/chinese"
)

// GoOn adds to a page the main text of the page on which it goes on. Lines that the first page has above its text, such
// as the title, are not repeated. A paragraph that the end of the page cuts is whole again.
func (p *Page) GoOn(next *Page) {
	at := p.bodyEnd()
	body := next.body(p)
	if at > 0 && len(body) > 0 && cuts(&p.Blocks[at-1], &body[0]) {
		p.Blocks[at-1].Text += body[0].Text
		body = body[1:]
	}
	p.insert(at, body)
	p.Diagnostics = append(p.Diagnostics, next.Diagnostics...)
}

// Attach adds to a page the text of a document that it has attached. A page that only points to the document is the
// frame of its text. It reports false, and adds nothing, where the page has most of the text itself.
func (p *Page) Attach(attached *Page) bool {
	if p.holds(attached) {
		return false
	}
	at := p.bodyEnd()
	if p.pointsOnly() {
		for i := range p.Blocks {
			p.Blocks[i].Zone = ZonePage
		}
	}
	body := slices.Clone(attached.Blocks)
	for i := range body {
		body[i].Zone = ZoneBody
	}
	p.insert(at, body)
	p.Diagnostics = append(p.Diagnostics, attached.Diagnostics...)
	return true
}

// bodyEnd returns the index behind the last block of the main text.
func (p *Page) bodyEnd() int {
	for i := len(p.Blocks); i > 0; i-- {
		if p.Blocks[i-1].Zone != ZonePage {
			return i
		}
	}
	return len(p.Blocks)
}

// body returns the blocks of the main text of a further page of first.
func (p *Page) body(first *Page) []Block {
	const above = 12 // lines in which a page repeats what the first has above its text
	seen := map[string]bool{}
	for _, b := range first.Blocks[:min(len(first.Blocks), above)] {
		seen[b.Text] = true
	}
	var body []Block
	for _, b := range p.Blocks {
		if b.Zone == ZonePage || len(body) == 0 && seen[b.Text] {
			continue
		}
		body = append(body, b)
	}
	return body
}

// cuts reports whether the end of a page cuts a paragraph: it is long and ends without a mark, and what follows opens
// neither with a number nor with a bracket.
func cuts(last, next *Block) bool {
	const long = 30 // characters
	end, _ := utf8.DecodeLastRuneInString(last.Text)
	begin, _ := utf8.DecodeRuneInString(next.Text)
	return last.Cell == nil && next.Cell == nil && utf8.RuneCountInString(last.Text) >= long &&
		!strings.ContainsRune("。！？；：…”）.!?;:)", end) && !strings.ContainsRune(chinese.Ordinals+chinese.Arabic+"第（(①", begin)
}

// insert puts blocks into the page. Their tables are counted on from those of the page.
func (p *Page) insert(at int, blocks []Block) {
	tables := 0
	for i := range p.Blocks {
		if c := p.Blocks[i].Cell; c != nil {
			tables = max(tables, c.Table+1)
		}
	}
	moved := map[*Cell]*Cell{} // the lines of a cell share it
	for i := range blocks {
		if c := blocks[i].Cell; c != nil {
			if moved[c] == nil {
				own := *c
				own.Table += tables
				moved[c] = &own
			}
			blocks[i].Cell = moved[c]
		}
	}
	p.Blocks, p.Text = slices.Insert(p.Blocks, at, blocks...), ""
}

// pointsOnly reports whether the main text of a page is no text of its own: two sentences at most.
func (p *Page) pointsOnly() bool {
	sentences, cells := 0, 0
	for i := range p.Blocks {
		if b := &p.Blocks[i]; b.Zone != ZonePage {
			sentences += strings.Count(b.Text, "。")
			if b.Cell != nil {
				cells++
			}
		}
	}
	const fewCells = 6
	return sentences <= 2 && cells < fewCells
}

// holds reports whether the page has most of the paragraphs of a document: it is the same text once more.
func (p *Page) holds(attached *Page) bool {
	own := map[string]bool{}
	for i := range p.Blocks {
		own[strings.ReplaceAll(p.Blocks[i].Text, " ", "")] = true
	}
	all, same := 0, 0
	for i := range attached.Blocks {
		text := strings.ReplaceAll(attached.Blocks[i].Text, " ", "")
		all += len(text)
		if own[text] {
			same += len(text)
		}
	}
	return same*2 > all
}
