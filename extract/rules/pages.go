package rules

import (
	"maps"
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
		"state_done", "state_under_way", "state_long_term", "state_of", "state_now", "state_and", "state_going", "duty_open", "duty_end", "duty_is", "due_open", "due_before", "due_end", "due_whole",
	}
	// sayingParts are those of them that open a clause that says something of a problem.
	sayingParts = []string{
		"state_done", "state_under_way", "state_long_term", "state_of", "state_now", "state_going", "duty_open", "duty_is", "due_open",
	}
	// sharedParts are read with the page and with the headings.
	sharedParts = []string{"title_word", "signer"}
	// pageParts tell the notice from its page.
	pageParts = []string{
		"title_end", "title_label", "title_topic", "site_end", "session", "audience", "paper", "date_label", "date_meta", "title_meta", "intro",
		"title_about", "party", "place_end", "committee_end", "heading_unit", "press_end", "publisher", "addressed", "inspected", "resolves", "deictic", "team_end",
	}
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
	Figures   *Quantities // by which dates are read
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

// WithoutPart returns the tables as they are without a row of parts.tsv.
func (s *Set) WithoutPart(part, word string) *Set {
	cut, headings, page, attachments := *s, *s.Headings, *s.Page, *s.Attachments
	without := func(words []string) []string {
		return slices.DeleteFunc(slices.Clone(words), func(w string) bool { return w == word })
	}
	for _, parts := range []*map[string][]string{&headings.parts, &page.parts} {
		if words, ok := (*parts)[part]; ok {
			*parts = maps.Clone(*parts)
			(*parts)[part] = without(words)
		}
	}
	switch part {
	case "attached":
		attachments.attached = without(attachments.attached)
	case "unattached":
		attachments.unattached = without(attachments.unattached)
	}
	cut.Headings, cut.Page, cut.Attachments = &headings, &page, &attachments
	return &cut
}

var partsTable = Table{
	Name: "parts.tsv", Says: "a word by which the parts of a document are told apart", Key: []string{"part", "word"}, Ordered: true, Proved: ProofCorpus,
	Columns: []Column{
		{"part", enumeration(
			Code{"title_word", "a title speaks of it"}, Code{"title_end", "a title ends so"},
			Code{"title_label", "stands before the title in a list of the page's data"},
			Code{"title_topic", "what a title is about begins so; the name of the body stands before it"},
			Code{"title_about", "stands before what a title is about"},
			Code{"party", "the names of bodies of the Party begin so"}, Code{"place_end", "a name that a title begins with is a place's where it ends so"},
			Code{"committee_end", "the names of bodies of the Party end so; a short one stands for a long one"},
			Code{"heading_unit", "a heading begins with an ordinal number and it"},
			Code{"site_end", "the name of a site or a column ends so"}, Code{"session", "the day beside it is a meeting's"},
			Code{"audience", "the first line of a speech has it"}, Code{"paper", "the head of a newspaper's page ends so"},
			Code{"press_end", "the name of a newspaper or site before the date ends so"}, Code{"publisher", "stands before the name of the body that publishes, in the page's data"},
			Code{"addressed", "stands before the name of a body that was inspected"}, Code{"inspected", "stands after it"},
			Code{"resolves", "stands after the name of a body that puts right, at the beginning of a sentence"},
			Code{"deictic", "begins what is no name of a body"}, Code{"team_end", "the name of who inspects ends so"},
			Code{"signer", "the name of a body that signs ends so"},
			Code{"date_label", "stands before the date of the page; the upper row is the more telling"},
			Code{"date_meta", "names the element of the head that gives the date"}, Code{"title_meta", "names the element of the head that gives the title"},
			Code{"done", "opens a cell about what is done"}, Code{"closing", "opens a paragraph after the last heading that belongs to no section"},
			Code{"intro", "the paragraph below a title that tells what is made public has it; a title with such a paragraph begins another notice"},
			Code{"problem_word", "what ends so and has a frame, or labels below it, is about a problem"},
			Code{"problem_frame", "opens a heading at whose end a strong frame states a problem"},
			Code{"problem_count", "counts problems in brackets at the end of a heading"},
			Code{"runs_on", "begins a heading within the line of another"},
			Code{"no_first", "makes another word of the first number of a series"},
			Code{"container", "a heading of the first level with it only holds those below"}, Code{"container_end", "so does one that ends so"},
			Code{"container_above", "so does one with it that has headings below"},
			Code{"state_done", "says of a problem that it has been put right"},
			Code{"state_under_way", "says that it is being put right"},
			Code{"state_long_term", "says that this goes on for good"},
			Code{"state_of", "names the problem whose state is said"},
			Code{"state_now", "stands before words of a state"},
			Code{"state_and", "goes on with them"},
			Code{"state_going", "says of a problem that is named that it is being put right"},
			Code{"duty_open", "stands before who is to put a problem right"},
			Code{"duty_end", "stands behind it"},
			Code{"duty_is", "stands before who that is by itself"},
			Code{"due_open", "stands before the time by which that is to be done"},
			Code{"due_before", "ends that time"},
			Code{"due_end", "stands behind it where who is to do it was named"},
			Code{"due_whole", "stands behind it wherever"},
			Code{"attached", "the link to a document that belongs to the notice says so"}, Code{"unattached", "a link ends so where it does not"},
		), "", true},
		{"word", textType, "", true},
	},
}

// loadParts reads parts.tsv and gives each stage its parts of it.
func (s *Set) loadParts(from tables) Errors {
	parts := map[string][]string{}
	errs := from.each(&partsTable, func(r *Row) { parts[r.Get("part")] = append(parts[r.Get("part")], r.Get("word")) })
	pick := func(names []string) map[string][]string {
		picked := map[string][]string{}
		for _, name := range slices.Concat(sharedParts, names) {
			picked[name] = parts[name]
		}
		return picked
	}
	s.Headings.parts, s.Page.parts = pick(headingParts), pick(pageParts)
	s.Headings.says = lexicon.New()
	for _, part := range sayingParts {
		for _, word := range parts[part] {
			s.Headings.says.Add(word)
		}
	}
	s.Attachments = &Attachments{parts["attached"], parts["unattached"]}
	return errs
}

// loadText reads the tables of the stages that part a page.
func (s *Set) loadText(from tables) (errs Errors) {
	s.Headings, errs = loadHeadings(from)
	s.Page = &Page{Labels: s.Headings.Labels}
	return slices.Concat(errs, s.Page.loadFurniture(from), s.loadParts(from))
}

var furnitureTable = Table{
	Name: "furniture.tsv", Says: "a word of a line that the page adds to a notice", Key: []string{"word"}, Ordered: true, Proved: ProofCorpus,
	Columns: []Column{
		{"word", textType, "", true},
		{"place", enumeration(Code{"start", "the line starts so"}, Code{"within", "it stands anywhere in it, but not in prose"}, Code{"whole", "it is all of the line"}), "", true},
		{"kind", enumeration(
			Code{"breadcrumb", ""}, Code{"front", "the line of source and date"}, Code{"tool", "print, share, size of type"}, Code{"column", "the name of a part of the site"}, Code{"foot", "publisher, number of the site, neighbours"},
		), "", true},
	},
}

func (p *Page) loadFurniture(from tables) Errors {
	var rows []Furniture
	errs := from.each(&furnitureTable, func(r *Row) { rows = append(rows, Furniture{r.Get("word"), r.Get("place"), r.Get("kind")}) })
	p.SetFurniture(rows)
	return errs
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
	prose := strings.Contains(line, "。") || strings.Contains(line, "；")
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
