package decode

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/PuerkitoBio/goquery"

	"zhenggai/extract/internal/chinese"
	"zhenggai/extract/rules"
)

// someProse is the number of bytes of prose below which a page is taken to have lost its main text: 200 characters.
const someProse = 600

// A measure holds running totals over the blocks of a page, so that what a box holds is the difference of two entries.
type measure struct {
	prose []int32 // bytes of sentences outside of links and of the page's frame
	plain []int32 // bytes outside of links
	link  []int32 // bytes in links
}

// measure weighs the blocks read so far. What tells running text from the lines of a page's frame is the full stop:
// navigation, footers and lists of titles have none, in whatever elements they are.
func (w *walker) measure() *measure {
	n := len(w.spans)
	m := &measure{make([]int32, n+1), make([]int32, n+1), make([]int32, n+1)}
	for i, s := range w.spans {
		l := &w.lines[i]
		plain := int32(s.end-s.start) - l.links
		m.link[i+1] = m.link[i] + l.links
		m.plain[i+1] = m.plain[i] + plain
		m.prose[i+1] = m.prose[i]
		if !l.furniture && w.isProse(i) {
			m.prose[i+1] += plain
		}
	}
	return m
}

func (m *measure) totalProse() int       { return int(m.prose[len(m.prose)-1]) }
func (m *measure) proseIn(b *box) int    { return int(m.prose[b.last] - m.prose[b.first]) }
func (m *measure) plainIn(b *box) int    { return int(m.plain[b.last] - m.plain[b.first]) }
func (m *measure) linkIn(b *box) int     { return int(m.link[b.last] - m.link[b.first]) }
func (w *walker) block(i int) string     { return w.buf.String()[w.spans[i].start:w.spans[i].end] }
func (w *walker) mostlyLinks(i int) bool { return int(w.lines[i].links)*2 > len(w.block(i)) }

func (w *walker) isProse(i int) bool {
	text := w.block(i)
	return strings.Contains(text, "。") || strings.Contains(text, "；")
}

// zones decides which blocks are the main text. Its container is the one that a row of the sites names, or else the
// smallest that holds nearly all prose. Parts of it that are navigation are left out.
func (w *walker) zones(sites []rules.Site) []Zone {
	w.findFurniture(sites)
	m := w.measure()
	body := w.known(m, sites)
	if body == nil {
		body = []box{w.densest(m)}
	}
	if len(body) == 1 {
		body[0] = w.whole(body[0])
	}
	zones := make([]Zone, len(w.spans))
	for i := range zones {
		zones[i] = ZonePage
	}
	for i := range body {
		w.demote(&body[i])
		for b := body[i].first; b < body[i].last; b++ {
			if !w.lines[b].furniture {
				zones[b] = ZoneBody
			}
		}
	}
	w.leaveOutLinks(m, body, zones)
	return zones
}

// A shortlist is a choice of boxes by index, with their elements in the same order.
type shortlist struct {
	boxes []int
	nodes *goquery.Selection
}

// maxShortlist bounds the work of matching. Pages of notices have a few dozen boxes.
const maxShortlist = 10_000

// shortlist chooses boxes among those that have a name a site's row may know.
func (w *walker) shortlist(fits func(b *box) bool) shortlist {
	list := shortlist{nodes: &goquery.Selection{}}
	for i := 0; i < len(w.boxes) && len(list.boxes) < maxShortlist; i++ {
		if b := &w.boxes[i]; named(b.node) && fits(b) {
			list.boxes = append(list.boxes, i)
			list.nodes.Nodes = append(list.nodes.Nodes, b.node)
		}
	}
	return list
}

// matching returns the boxes of a list that a row's selector matches, without those inside of others.
func (w *walker) matching(site *rules.Site, list shortlist) []box {
	var hits []box
	i, end := 0, 0
	for _, n := range list.nodes.FilterMatcher(site.Match).Nodes {
		for w.boxes[list.boxes[i]].node != n {
			i++
		}
		if b := w.boxes[list.boxes[i]]; b.first >= end {
			hits = append(hits, b)
			end = b.last
		}
	}
	return hits
}

// findFurniture marks the blocks in elements that are named as parts of a page's frame. Names are no proof: what holds
// a third of the prose is no frame.
func (w *walker) findFurniture(sites []rules.Site) {
	m := w.measure()
	list := w.shortlist(func(b *box) bool { return m.proseIn(b)*3 <= m.totalProse() })
	for i := range sites {
		if sites[i].Zone != rules.SitePage {
			continue
		}
		for _, b := range w.matching(&sites[i], list) {
			for l := b.first; l < b.last; l++ {
				w.lines[l].furniture = true
			}
		}
	}
}

// A hit is what the selector of one row matches.
type hit struct {
	boxes        []box
	prose, plain int // bytes
}

// known returns the boxes that a row of the sites names as the container of the main text. A body that is split into
// several containers of the same name is all of them. A hit must hold a third of the page's prose. Of nested hits the
// outer one counts, which has the title and the signature too, unless it is the wrapper of the whole page: it may add
// a few lines, or else must add prose.
func (w *walker) known(m *measure, sites []rules.Site) []box {
	list := w.shortlist(func(b *box) bool { return b.last-b.first >= 2 || m.proseIn(b)*3 >= m.totalProse() })
	var hits []hit
	for i := range sites {
		if sites[i].Zone != rules.SiteBody {
			continue
		}
		h := hit{boxes: w.matching(&sites[i], list)}
		for b := range h.boxes {
			h.prose += m.proseIn(&h.boxes[b])
			h.plain += m.plainIn(&h.boxes[b])
		}
		if h.plain > 0 && h.prose*3 >= m.totalProse() {
			hits = append(hits, h)
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return a.plain - b.plain })
	var best hit
	for _, h := range hits {
		if added := h.plain - best.plain; best.boxes == nil || added <= someProse || (h.prose-best.prose)*2 >= added {
			best = h
		}
	}
	return best.boxes
}

// densest returns the smallest box that holds 95 % of the page's prose. It may be the whole page, where the text
// stands directly in the body or where there is no prose at all. Cells of a data table are no containers.
func (w *walker) densest(m *measure) box {
	best := box{parent: -1, last: len(w.spans)}
	if m.totalProse() == 0 {
		return best
	}
	for i := range w.boxes {
		b := &w.boxes[i]
		if b.last-b.first <= best.last-best.first && m.proseIn(b)*20 >= m.totalProse()*19 && !w.inData(b) {
			best = *b
		}
	}
	return best
}

// whole returns the box around b where b is but a part of the text: where prose stands directly before or after it, or
// the date of a signature follows it, in the same outer box.
func (w *walker) whole(b box) box {
	for b.parent >= 0 && w.goesOn(&b) {
		b = w.boxes[b.parent]
	}
	return b
}

func (w *walker) goesOn(b *box) bool {
	beside := func(i int) bool {
		return i >= 0 && i < len(w.spans) && w.lines[i].box-1 == b.parent && !w.lines[i].furniture && !w.mostlyLinks(i)
	}
	if beside(b.first-1) && w.isProse(b.first-1) {
		return true
	}
	for i := b.last; i < b.last+3; i++ {
		if beside(i) && (w.isProse(i) || isDate(w.block(i))) {
			return true
		}
	}
	return false
}

// isDate reports whether a block is a date of the form 2022年11月4日, in figures of any kind, and nothing else.
func isDate(text string) bool {
	return utf8.RuneCountInString(text) <= 14 && strings.HasSuffix(text, chinese.Day) &&
		strings.Contains(text, chinese.Year) && strings.Contains(text, chinese.Month)
}

// leaveOutLinks takes out of the body the boxes that are mostly links: lists of related pages, sharing, paging.
func (w *walker) leaveOutLinks(m *measure, body []box, zones []Zone) {
	for i := range w.boxes {
		b := &w.boxes[i]
		if link := m.linkIn(b); b.last-b.first < 2 || link*2 < link+m.plainIn(b) {
			continue
		}
		if b.first <= body[0].first && b.last >= body[0].last {
			continue // it is the body itself or holds it
		}
		for l := b.first; l < b.last; l++ {
			zones[l] = ZonePage
		}
	}
}

// closing returns how many blocks at the end of the page are known to be of its frame.
func (w *walker) closing() int {
	n := 0
	for i := len(w.spans) - 1; i >= 0 && w.lines[i].furniture; i-- {
		n++
	}
	return n
}

// blocks returns the blocks of the page in their zones; without zones all are the main text.
func (w *walker) blocks(zones []Zone) []Block {
	w.numberTables()
	all := w.text()
	blocks := make([]Block, len(w.spans))
	for i, s := range w.spans {
		l := &w.lines[i]
		size := int32(s.end - s.start)
		blocks[i] = Block{
			Text:    all[s.start:s.end],
			Zone:    ZoneBody,
			Heading: l.level > 0 || l.bolds == size,
			Level:   int(l.level),
			Centre:  l.align == alignCentre,
			Right:   l.align == alignRight,
			Link:    l.links == size,
			Cell:    w.cellOf(l),
		}
		if zones != nil {
			blocks[i].Zone = zones[i]
		}
	}
	return blocks
}
