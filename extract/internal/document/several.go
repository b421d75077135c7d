package document

import (
	"slices"
	"strings"

	"zhenggai/extract/internal/decode"
	"zhenggai/extract/rules"
)

const (
	// plainTitle is the score of a line that is plainly a title: it says what it is about, and what it is.
	plainTitle = 10
	// shortest is how many bytes of prose a notice has at least before another begins: 200 characters.
	shortest = 600
	// longTitle is how many bytes a line of a title has at most.
	longTitle = 300
	// introLines is how many lines below its title a notice says what it is going to tell.
	introLines = 6
	// frontLines is how many lines of the page may stand between the end of a notice and the title of the next.
	frontLines = 3
)

// Split parts a page that holds several notices one after the other, and returns each as a page of its own. Another
// notice begins at a title that differs from those before it, that has prose above it, and that an introduction follows.
// Nearly all pages hold one, and come back as they are.
func Split(page *decode.Page, h *rules.Page) []*decode.Page {
	starts := titles(page.Blocks, h)
	if len(starts) < 2 {
		return []*decode.Page{page}
	}
	var parts []*decode.Page
	for i := range starts {
		from, to := starts[i], len(page.Blocks)
		if i == 0 {
			from = 0 // with what the page has above
		}
		if i+1 < len(starts) {
			to = starts[i+1]
		}
		part := *page
		part.Blocks, part.Text = page.Blocks[from:to], ""
		if i > 0 {
			part.Title, part.Diagnostics = "", nil // they are the page's, and told of the first
		}
		parts = append(parts, &part)
	}
	return parts
}

// titles returns the indexes of the blocks at which notices begin. The first is 0.
func titles(blocks []decode.Block, h *rules.Page) []int {
	d := &Document{rules: h}
	starts := []int{0}
	var seen []string
	prose, headed := 0, false // what stands above block i in its notice
	for i := range blocks {
		text := blocks[i].Text
		if first, title := d.titleOver(blocks, i); title != "" && d.introduced(blocks, i) {
			if prose >= shortest && headed && !slices.Contains(seen, title) {
				starts, prose, headed = append(starts, d.frontOver(blocks, first)), 0, false
			}
			seen = append(seen, title)
		}
		if strings.HasSuffix(text, "。") || len(text) >= longLine {
			prose += len(text)
		}
		headed = headed || d.opensHeading(text, false) || len(text) >= longLine
	}
	return starts
}

// titleOver returns the title that ends with block i, which may be broken over up to three blocks, and its first block.
// Where a notice is one line, its title ends at a space.
func (d *Document) titleOver(blocks []decode.Block, i int) (first int, title string) {
	last := blocks[i].Text
	if len(last) >= longLine {
		last, _, _ = strings.Cut(last, " ")
	}
	if b := &blocks[i]; len(last) > longTitle || strings.HasSuffix(last, "。") || b.Zone == decode.ZonePage || b.Cell != nil || b.Link {
		return i, ""
	}
	if !EndsInAny(trimTitle(last), d.rules.Part("title_end")...) {
		return i, ""
	}
	first, joined := i, last
	for k := i; title == "" || !d.namesIssuer(title); {
		if d.titleScore(joined, nil) >= plainTitle {
			first, title = k, trimTitle(joined)
		}
		if k--; k < max(0, i-2) || !d.goesOn(&blocks[k]) {
			break
		}
		joined = blocks[k].Text + joined
	}
	return first, title
}

// goesOn reports whether a block may be the beginning of a title that goes on in the next.
func (d *Document) goesOn(b *decode.Block) bool {
	if b.Zone == decode.ZonePage || b.Cell != nil || strings.ContainsAny(b.Text, "。；：:>") || d.furnishes(b.Text) != "" {
		return false
	}
	_, _, dated := d.signedLine(b.Text)
	return !dated
}

// frontOver returns the first of the lines of source, date and path that stand over a title.
func (d *Document) frontOver(blocks []decode.Block, title int) int {
	for i := title - 1; i >= max(0, title-frontLines); i-- {
		switch d.furnishes(blocks[i].Text) {
		case "front", "breadcrumb":
			title = i
		}
	}
	return title
}

// introduced reports whether one of the lines from block i on, a title, says that something is made public.
func (d *Document) introduced(blocks []decode.Block, i int) bool {
	for k, b := range blocks[i:min(i+introLines, len(blocks))] {
		if k > 0 && d.opensHeading(b.Text, false) {
			return false
		}
		for _, word := range d.rules.Part("intro") {
			if strings.Contains(b.Text, word) && strings.ContainsAny(b.Text, "。：:") {
				return true
			}
		}
	}
	return false
}
