package rules

import (
	"io/fs"
	"path"
	"slices"
	"strings"

	"zhenggai/extract/internal/lexicon"
)

// The parts of parts.tsv, by who reads them.
var (
	// headingParts are read with the headings and tables of the notice.
	headingParts = []string{
		"done", "closing", "problem_word", "problem_frame", "problem_count", "runs_on", "no_first", "container", "container_end", "container_above",
	}
	// sharedParts are read with the page and with the headings.
	sharedParts = []string{"title_word", "signer"}
	// pageParts tell the notice from its page.
	pageParts = []string{
		"title_end", "title_label", "title_topic", "site_end", "session", "audience", "paper", "date_label", "date_meta", "title_meta", "intro",
		"addressed", "inspected", "resolves", "deictic", "team_end",
	}
	// attachmentParts tell what is attached to it.
	attachmentParts = []string{"attached", "unattached"}
)

// Furniture is a word of a line that the page adds to a notice.
type Furniture struct {
	Word  string
	Place string // where the word stands in the line: start, within or whole
	Kind  string // breadcrumb, front, tool, column or foot
}

// Page holds the tables by which a notice, its title, signature and dates are told from the page.
type Page struct {
	Furniture []Furniture
	furniture *lexicon.Lexicon  // the words of Furniture; their ids are their places in it
	Labels    map[string]string // word of a label or a table header to its field, as of Headings
	parts     map[string][]string
}

// Part returns the words of a part of parts.tsv by which the page is read: title_word, signer, date_label …
func (p *Page) Part(part string) []string { return wordsOf(p.parts, part) }

// wordsOf returns the words of a part. Nobody may ask for one that his stage is not given: it would be empty without a word.
func wordsOf(parts map[string][]string, part string) []string {
	words, ok := parts[part]
	if !ok {
		panic("rules: parts.tsv gives this stage no part " + part)
	}
	return words
}

// Attachments holds the words by which one sees that a document belongs to the notice that links it.
type Attachments struct{ attached, unattached []string }

// Attached reports whether the words of a link, or the name of a file, speak of a document that belongs to the notice of
// the page that has it attached.
func (a *Attachments) Attached(words string) bool {
	words = strings.TrimSuffix(words, path.Ext(words))
	return slices.ContainsFunc(a.attached, func(w string) bool { return strings.Contains(words, w) }) &&
		!slices.ContainsFunc(a.unattached, func(w string) bool { return strings.HasSuffix(words, w) })
}

// loadParts reads parts.tsv and gives each stage its parts of it.
func (s *Set) loadParts(fsys fs.FS) error {
	parts := map[string][]string{}
	err := readTable(fsys, "parts.tsv", []string{"part", "word"}, func(r *row) {
		part := r.oneOf("part", slices.Concat(sharedParts, pageParts, headingParts, attachmentParts)...)
		parts[part] = append(parts[part], r.need("word"))
	})
	pick := func(names []string) map[string][]string {
		picked := map[string][]string{}
		for _, name := range slices.Concat(sharedParts, names) {
			picked[name] = parts[name]
		}
		return picked
	}
	s.Headings.parts, s.Page.parts = pick(headingParts), pick(pageParts)
	s.Attachments = &Attachments{parts["attached"], parts["unattached"]}
	return err
}

// loadText reads the tables of the stages that part a page.
func (s *Set) loadText(fsys fs.FS) (err error) {
	if s.Headings, err = loadHeadings(fsys); err != nil {
		return err
	}
	s.Page = &Page{Labels: s.Headings.Labels}
	if err := s.Page.loadFurniture(fsys); err != nil {
		return err
	}
	return s.loadParts(fsys)
}

func (p *Page) loadFurniture(fsys fs.FS) error {
	var rows []Furniture
	seen := map[string]bool{}
	err := readTable(fsys, "furniture.tsv", []string{"word", "place", "kind"}, func(r *row) {
		f := Furniture{r.once("word", seen), r.oneOf("place", "start", "within", "whole"), r.oneOf("kind", "breadcrumb", "front", "tool", "column", "foot")}
		rows = append(rows, f)
	})
	if err == nil {
		p.SetFurniture(rows)
	}
	return err
}

// SetFurniture replaces the rows by which Furnishes decides. Their words are different.
func (p *Page) SetFurniture(rows []Furniture) {
	p.Furniture, p.furniture = rows, lexicon.New()
	for _, f := range rows {
		p.furniture.Add(f.Word)
	}
}

// Bullets are the signs with which a page opens the items of its lists.
const Bullets = " \t\u00a0\u3000•·●■▪◆-–—|"

// Furnishes returns the kind of furniture that a line is, or "" for none; the first row that fits decides. Prose is
// never furniture: a line that holds a full stop or a semicolon counts only where its first words say so. Bullets before
// the line do not count.
func (p *Page) Furnishes(line string) string {
	const longest = 120 * 3 // bytes; longer lines are prose
	if len(line) > longest {
		return ""
	}
	line = strings.TrimLeft(line, Bullets)
	prose := strings.ContainsAny(line, "。；")
	first := len(p.Furniture)
	var few [8]lexicon.Hit
	for _, hit := range p.furniture.Scan(few[:0], line, 0, len(line)) {
		if hit.ID < first && p.Furniture[hit.ID].stands(hit, line, prose) {
			first = hit.ID
		}
	}
	if first == len(p.Furniture) {
		return ""
	}
	return p.Furniture[first].Kind
}

// stands reports whether the word stands in its place in a line.
func (f *Furniture) stands(hit lexicon.Hit, line string, prose bool) bool {
	switch f.Place {
	case "start":
		return hit.Start == 0
	case "whole":
		return hit.Start == 0 && strings.Trim(line[hit.End:], " 】]）)") == ""
	}
	return !prose
}

// LeadsFurniture returns the length of the longest name of a tool or a column of the page with which a line starts.
func (p *Page) LeadsFurniture(line string) int {
	longest := 0
	var few [8]lexicon.Hit
	for _, hit := range p.furniture.Scan(few[:0], line, 0, min(len(line), longestFurniture)) {
		if kind := p.Furniture[hit.ID].Kind; hit.Start == 0 && hit.End > longest && (kind == "tool" || kind == "column") {
			longest = hit.End
		}
	}
	return longest
}

// longestFurniture is how many bytes a name of furniture has at most.
const longestFurniture = 20 * 3
