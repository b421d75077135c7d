package rules

import (
	"io/fs"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhenggai/extract/internal/chinese"
	"zhenggai/extract/internal/lexicon"
)

// A Marker is a numbering style of headings and lists: 一、 or （1）.
type Marker struct {
	Code   string
	Before []string // what may stand before the number; empty means nothing
	Digits []string // cn, arabic, glyph, pair, triple or none
	After  []string // what must follow the number; empty means nothing
	Not    []string // what may not follow a marker that ends in a space
	Inline bool     // it may stand inside a paragraph, behind a sentence
	Use    Use      // what it is for beyond counting, or ""
	Comma  bool     // a comma or colon behind it goes with it

	bracketed bool

	Example string // a paragraph that it marks
	Counter string // one that it does not
}

// A Use is what a numbering style is for beyond counting.
type Use string

// The uses of markers.
const (
	UseProblem    Use = "problem"    // what it marks is a problem: 问题一
	UseMeasure    Use = "measure"    // it counts measures and seldom anything else: 一是
	UsePoint      Use = "point"      // it counts within a paragraph too: 第一，
	UseSection    Use = "section"    // it marks sections of the first level: 一、
	UseSubsection Use = "subsection" // it marks those right below: （一）
	UseBullet     Use = "bullet"     // a sign that marks problems where most sections do
)

// Bracketed reports whether an open bracket stands before the number, so that spaces may stand round it: ( 三 ).
func (m *Marker) Bracketed() bool { return m.bracketed }

func bracketed(before []string) bool {
	return len(before) > 0 && !slices.ContainsFunc(before, func(before string) bool {
		open, size := utf8.DecodeRuneInString(before)
		return size < len(before) || !unicode.Is(unicode.Ps, open)
	})
}

// A Frame is what stands round a problem's name in its heading: 关于 … 的问题.
type Frame struct {
	Text   string
	Strong bool // a heading so framed states a problem whatever else it says
}

// A Role weighs a word of a top-level heading for what its section is about.
type Role struct {
	Role, Word string
	Weight     int
}

// Headings holds the tables by which headings, fields and cells are told from prose.
type Headings struct {
	Markers   []Marker
	inMarkers map[rune]bool     // the characters of markers
	firsts    map[rune]bool     // what stands before the numbers of Markers begins with one of them
	Labels    map[string]string // word of a label or a table header to its field
	labels    *lexicon.Lexicon  // the words of Labels
	LabelEnds map[string]string // end of a label that stands among labels, to its field
	Prefixes  []Frame           // longest first
	Suffixes  []Frame           // longest first
	Tails     *lexicon.Lexicon  // words that state a problem
	Ends      *lexicon.Lexicon  // those of Tails that do so at the end of a heading whatever opens it
	Verbs     *lexicon.Lexicon  // words that open a measure
	Roles     []Role
	roles     *lexicon.Lexicon // the words of Roles; their ids are their places in it
	parts     map[string][]string
}

// Part returns the words of a part of parts.tsv by which headings and tables are read: done, closing.
func (h *Headings) Part(part string) []string { return wordsOf(h.parts, part) }

func loadHeadings(fsys fs.FS) (*Headings, error) {
	h := &Headings{inMarkers: map[rune]bool{}, firsts: map[rune]bool{}, Labels: map[string]string{}, LabelEnds: map[string]string{}}
	h.labels, h.Tails, h.Ends, h.Verbs = lexicon.New(), lexicon.New(), lexicon.New(), lexicon.New()
	for _, load := range []func(fs.FS) error{h.loadMarkers, h.loadLabels, h.loadFrames, h.loadTails, h.loadRoles} {
		if err := load(fsys); err != nil {
			return nil, err
		}
	}
	return h, nil
}

func (h *Headings) loadMarkers(fsys fs.FS) error {
	columns := []string{"code", "before", "digits", "after", "not", "inline", "use", "comma", "example", "counterexample"}
	for _, r := range chinese.Arabic + chinese.Ordinals {
		h.inMarkers[r] = true
	}
	return readTable(fsys, "markers.tsv", columns, func(r *row) {
		for _, r := range strings.Join(slices.Concat(r.list("before"), r.list("after")), "") {
			h.inMarkers[r] = true
		}
		for _, word := range r.list("before") {
			first, _ := utf8.DecodeRuneInString(word)
			h.firsts[first] = true
		}
		h.Markers = append(h.Markers, Marker{
			Code: r.need("code"), Before: r.list("before"), Digits: r.list("digits"),
			After: spaced(r.list("after")), Not: r.list("not"), Inline: r.oneOf("inline", "", "sentence") == "sentence",
			Use:   Use(r.oneOf("use", "", "problem", "measure", "point", "section", "subsection", "bullet")),
			Comma: r.oneOf("comma", "", "yes") == "yes", bracketed: bracketed(r.list("before")),
			Example: r.need("example"), Counter: r.need("counterexample"),
		})
	})
}

// OpensFrame reports whether a heading opens with a frame such as 关于, and whether with one by which it states a problem.
func (h *Headings) OpensFrame(heading string) (opens, strong bool) {
	for _, f := range h.Prefixes {
		if strings.HasPrefix(heading, f.Text) {
			opens, strong = true, strong || f.Strong
		}
	}
	return opens, strong
}

// OpensMarker reports whether what stands before the number of a style may begin with r.
func (h *Headings) OpensMarker(r rune) bool { return h.firsts[r] }

// InMarker reports whether a marker, as a whole or where it is cut, may begin with r.
func (h *Headings) InMarker(r rune) bool { return h.inMarkers[r] }

// Unnumbered reports whether a style is a sign without a number.
func (m *Marker) Unnumbered() bool { return slices.Contains(m.Digits, "none") }

// Above reports whether one style stands before another in the table.
func (h *Headings) Above(a, b string) bool {
	place := func(code string) int {
		return slices.IndexFunc(h.Markers, func(m Marker) bool { return m.Code == code })
	}
	return place(a) < place(b)
}

// Written returns the ways of writing a number, given in both classes of digits, in a style that has marks and no number before its own.
func (m *Marker) Written(arabic, chinese string) (all []string) {
	digits := map[string]string{"arabic": arabic, "cn": chinese}
	before := m.Before
	if len(before) == 0 {
		before = []string{""}
	}
	for _, class := range m.Digits {
		for _, b := range before {
			for _, a := range m.After {
				if digits[class] != "" && strings.ContainsFunc(b+a, unicode.IsPunct) && !strings.ContainsFunc(b, unicode.IsDigit) {
					all = append(all, b+digits[class]+a)
				}
			}
		}
	}
	return all
}

// Marker returns the style with a code, or nil.
func (h *Headings) Marker(code string) *Marker {
	if i := slices.IndexFunc(h.Markers, func(m Marker) bool { return m.Code == code }); i >= 0 {
		return &h.Markers[i]
	}
	return nil
}

// spaced puts spaces in the place of the sign for one, for fields have none at their ends.
func spaced(words []string) []string {
	for i := range words {
		words[i] = strings.ReplaceAll(words[i], "␠", " ")
	}
	return words
}

func (h *Headings) loadLabels(fsys fs.FS) error {
	return readTable(fsys, "labels.tsv", []string{"label", "field"}, func(r *row) {
		field := r.oneOf("field", "number", "problem", "goal", "measures", "progress", "responsible", "deadline", "aspect")
		label := r.need("label")
		if label == "" {
			return
		}
		labels := h.Labels
		end, isEnd := strings.CutPrefix(label, "…")
		if isEnd {
			label, labels = end, h.LabelEnds
		}
		if _, twice := labels[label]; twice {
			r.fail("label", "%q stands twice", label)
		}
		labels[label] = field
		if isEnd {
			return
		}
		h.labels.Add(label)
	})
}

// LabelEnding returns the field of the longest end that the words of a label have: …反馈问题. It is for words that stand among labels.
func (h *Headings) LabelEnding(words string) (field string, ok bool) {
	for i := range words {
		if field, ok = h.LabelEnds[words[i:]]; ok {
			return field, true
		}
	}
	return "", false
}

// HoldsProblem reports whether the end of a problem's label stands anywhere in words that are not about how the rectification was
// organised, or about what comes next: 问题来源及内容.
func (h *Headings) HoldsProblem(words string) bool {
	if roles := h.RolesIn(words); roles["organisation"] > 0 || roles["outlook"] > 0 {
		return false
	}
	for end, field := range h.LabelEnds {
		if field == "problem" && strings.Contains(words, end) {
			return true
		}
	}
	return false
}

// OpensLabel reports whether a text starts with a label's words, whatever follows them.
func (h *Headings) OpensLabel(text string) bool { return h.labels.Opens(text) }

func (h *Headings) loadFrames(fsys fs.FS) error {
	return readTable(fsys, "frames.tsv", []string{"place", "text", "strong"}, func(r *row) {
		f := Frame{r.need("text"), r.oneOf("strong", "", "yes") == "yes"}
		list := &h.Prefixes
		if r.oneOf("place", "prefix", "suffix") == "suffix" {
			list = &h.Suffixes
		}
		i := 0
		for i < len(*list) && len((*list)[i].Text) >= len(f.Text) {
			i++
		}
		*list = append(*list, Frame{})
		copy((*list)[i+1:], (*list)[i:])
		(*list)[i] = f
	})
}

func (h *Headings) loadTails(fsys fs.FS) error {
	return readTable(fsys, "tails.tsv", []string{"sign", "word"}, func(r *row) {
		word := r.need("word")
		if word == "" {
			return
		}
		switch r.oneOf("sign", "+", "++", "-") {
		case "-":
			h.Verbs.Add(word)
		case "++":
			h.Ends.Add(word)
			h.Tails.Add(word)
		default:
			h.Tails.Add(word)
		}
	})
}

func (h *Headings) loadRoles(fsys fs.FS) error {
	var rows []Role
	seen := map[string]bool{}
	err := readTable(fsys, "roles.tsv", []string{"role", "word", "weight"}, func(r *row) {
		role := r.oneOf("role", "organisation", "problems", "outlook", "contact")
		rows = append(rows, Role{role, r.once("word", seen), r.positive("weight")})
	})
	if err == nil {
		h.SetRoles(rows)
	}
	return err
}

// SetRoles replaces the rows by which RolesIn weighs a heading. Their words are different.
func (h *Headings) SetRoles(rows []Role) {
	h.Roles, h.roles = rows, lexicon.New()
	for _, r := range rows {
		h.roles.Add(r.Word)
	}
}

// RolesIn returns the weights of the roles whose words stand in a heading. Each word counts once.
func (h *Headings) RolesIn(heading string) map[string]int {
	weights := map[string]int{}
	counted := make([]bool, len(h.Roles))
	for _, hit := range h.roles.Scan(nil, heading, 0, len(heading)) {
		if !counted[hit.ID] {
			counted[hit.ID] = true
			weights[h.Roles[hit.ID].Role] += h.Roles[hit.ID].Weight
		}
	}
	return weights
}
