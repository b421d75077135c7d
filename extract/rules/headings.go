package rules

import (
	"errors"
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
	Beside    map[string]string // label to its field beside another column of the one in Labels
	Prefixes  []Frame           // longest first
	Suffixes  []Frame           // longest first
	Tails     *lexicon.Lexicon  // words that state a problem
	Ends      *lexicon.Lexicon  // those of Tails that do so at the end of a heading whatever opens it
	Verbs     *lexicon.Lexicon  // words that open a measure
	Roles     []Role
	roles     *lexicon.Lexicon // the words of Roles; their ids are their places in it
	parts     map[string][]string
	says      *lexicon.Lexicon // the words of sayingParts
	openings  *lexicon.Lexicon // the words of Prefixes
	Figures   *Quantities      // by which numbers in headings are read
}

// Part returns the words of a part of parts.tsv by which headings and tables are read: done, closing.
func (h *Headings) Part(part string) []string { return wordsOf(h.parts, part) }

// SaysOfProblem reports whether a clause may say who is to put a problem right, by when, or how far that has come: it opens with a word
// of a part that does, or with the figure of a date. Few clauses do, so that the words of each part are tried on few.
func (h *Headings) SaysOfProblem(clause string) bool {
	if clause == "" {
		return false
	}
	return unicode.IsDigit(rune(clause[0])) || h.says.Opens(clause)
}

func loadHeadings(from tables) (*Headings, Errors) {
	h := &Headings{inMarkers: map[rune]bool{}, firsts: map[rune]bool{}, Labels: map[string]string{}, LabelEnds: map[string]string{}, Beside: map[string]string{}}
	h.labels, h.Tails, h.Ends, h.Verbs, h.openings = lexicon.New(), lexicon.New(), lexicon.New(), lexicon.New(), lexicon.New()
	var errs Errors
	for _, load := range []func(tables) Errors{h.loadMarkers, h.loadLabels, h.loadFrames, h.loadTails, h.loadRoles} {
		errs = append(errs, load(from)...)
	}
	return h, errs
}

var markersTable = Table{
	Name: "markers.tsv", Says: "a numbering style of headings and lists", Key: []string{"code"}, Ordered: true, Proved: ProofColumns,
	Columns: []Column{
		{"code", codeType, "", true},
		{"before", wordsType, "one of them stands before the number", false},
		{"digits", someOf(
			Code{"cn", "Chinese figures"}, Code{"arabic", ""}, Code{"glyph", "a sign that holds its number is the whole marker"},
			Code{"pair", "two figures with a dot between"}, Code{"triple", "three"}, Code{"none", "a sign without a number"},
		), "how the number is written", true},
		{"after", wordsType, "one of them stands after the number; ␠ is a space", false},
		{"not", wordsType, "what may not follow a marker that ends in a space", false},
		{"inline", enumeration(Code{"sentence", "it may stand inside a paragraph too, after a sentence, a colon or a space"}), "", false},
		{"example", textType, "a paragraph that it marks", false},
		{"counterexample", textType, "one that it does not", false},
		{"use", enumeration(
			Code{string(UseProblem), "what it marks is a problem"}, Code{string(UseMeasure), "it counts measures and seldom anything else"},
			Code{string(UsePoint), "it counts within a paragraph too"}, Code{string(UseSection), "it marks sections of the first level"},
			Code{string(UseSubsection), "it marks those right below"}, Code{string(UseBullet), "a sign that marks problems where most sections do"},
		), "what a style is for beyond counting", false},
		{"comma", yesType, "a comma or colon after the marker goes with it", false},
	},
}

func (h *Headings) loadMarkers(from tables) Errors {
	for _, r := range chinese.Arabic + chinese.Ordinals {
		h.inMarkers[r] = true
	}
	return from.each(&markersTable, func(r *Row) {
		m := Marker{
			Code: r.Get("code"), Before: r.List("before"), Digits: r.List("digits"),
			After: spaced(r.List("after")), Not: r.List("not"), Inline: r.Get("inline") == "sentence",
			Use: Use(r.Get("use")), Comma: r.Get("comma") != "", bracketed: bracketed(r.List("before")),
			Example: r.Get("example"), Counter: r.Get("counterexample"),
		}
		m.check(r)
		h.Markers = append(h.Markers, m)
		for _, c := range strings.Join(slices.Concat(r.List("before"), r.List("after")), "") {
			h.inMarkers[c] = true
		}
		for _, word := range m.Before {
			first, _ := utf8.DecodeRuneInString(word)
			h.firsts[first] = true
		}
	})
}

// check insists that a style marks what stands out: a sign without a number needs the sign, and digits alone are no marker.
func (m *Marker) check(r *Row) {
	switch {
	case m.Unnumbered() && len(m.Digits) > 1:
		r.fail("digits", "none goes with no other class")
	case m.Unnumbered() && len(m.Before) == 0:
		r.fail("before", "missing, where the sign is the whole marker")
	case len(m.After) == 0 && !m.Unnumbered() && !slices.Equal(m.Digits, []string{"glyph"}):
		r.fail("after", "missing, where any number would be a marker")
	}
}

// OpensFrame reports whether a heading opens with a frame such as 关于, and whether with one by which it states a problem.
func (h *Headings) OpensFrame(heading string) (opens, strong bool) {
	if !h.openings.Opens(heading) {
		return false, false
	}
	for i := range h.Prefixes {
		if f := &h.Prefixes[i]; strings.HasPrefix(heading, f.Text) {
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

var labelsTable = Table{
	Name: "labels.tsv", Says: "a label of a field or of a column of a table", Key: []string{"label"}, Proved: ProofColumns,
	Columns: []Column{
		{"label", Type{Name: "text, or … and the end of a label", check: checkLabel}, "it stands at the head of a paragraph, before a colon, or in the head of a column; of an end one of the words in {}, parted by |, stands in each place", true},
		{"field", oneOf("number", "problem", "goal", "measures", "progress", "responsible", "deadline", "aspect"), "", true},
		{"example", textType, "a line that the label opens, or the head of a table, whose cells are parted by |; a heading that ends so", false},
		{"counterexample", textType, "prose that holds the label", false},
		{"beside", oneOf("measures"), "the field of the column where another one is of the first", false},
	},
}

// checkLabel insists on the words of an end: any heading ends in none.
func checkLabel(field string) error {
	if field == "…" {
		return errors.New("the end of the label is missing")
	}
	return nil
}

func (h *Headings) loadLabels(from tables) Errors {
	return from.each(&labelsTable, func(r *Row) {
		label, field := r.Get("label"), r.Get("field")
		if ends, ok := strings.CutPrefix(label, "…"); ok {
			for _, end := range Expand(ends) {
				if h.LabelEnds[end] == "" {
					h.LabelEnds[end] = field
				}
			}
			return
		}
		if beside := r.Get("beside"); beside != "" {
			h.Beside[label] = beside
		}
		h.Labels[label] = field
		h.labels.Add(label)
	})
}

// Expand returns the words that a pattern stands for, which has alternatives in braces: 牵头单位 and 牵头部门 for 牵头{单位|部门}.
func Expand(pattern string) (words []string) {
	before, rest, ok := strings.Cut(pattern, "{")
	inner, after, closed := strings.Cut(rest, "}")
	if !ok || !closed {
		return []string{pattern}
	}
	for _, end := range Expand(after) {
		for choice := range strings.SplitSeq(inner, "|") {
			words = append(words, before+choice+end)
		}
	}
	return words
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

var framesTable = Table{
	Name: "frames.tsv", Says: "what stands round a problem's name in its heading", Key: []string{"place", "text"}, Proved: ProofCorpus,
	Columns: []Column{
		{"place", oneOf("prefix", "suffix"), "", true},
		{"text", textType, "", true},
		{"strong", yesType, "a heading so framed states a problem whatever else it says", false},
	},
}

func (h *Headings) loadFrames(from tables) Errors {
	return from.each(&framesTable, func(r *Row) {
		list := &h.Prefixes
		if r.Get("place") == "suffix" {
			list = &h.Suffixes
		} else {
			h.openings.Add(r.Get("text"))
		}
		f := Frame{r.Get("text"), r.Get("strong") != ""}
		at := slices.IndexFunc(*list, func(other Frame) bool { return len(other.Text) < len(f.Text) })
		if at < 0 {
			at = len(*list)
		}
		*list = slices.Insert(*list, at, f)
	})
}

var tailsTable = Table{
	Name: "tails.tsv", Says: "a word by which a heading states a problem or opens a measure", Key: []string{"sign", "word"}, Proved: ProofCorpus,
	Columns: []Column{
		{"sign", enumeration(
			Code{"+", "it states a problem"}, Code{"++", "at the end of a heading it does though a measure opens it"}, Code{"-", "at the start it opens a measure"},
		), "", true},
		{"word", textType, "", true},
	},
}

func (h *Headings) loadTails(from tables) Errors {
	return from.each(&tailsTable, func(r *Row) {
		word := r.Get("word")
		switch r.Get("sign") {
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

var rolesTable = Table{
	Name: "roles.tsv", Says: "a word of a top-level heading that tells what its section is about", Key: []string{"word"}, Proved: ProofCorpus,
	Columns: []Column{
		{"role", oneOf("organisation", "problems", "outlook", "contact"), "", true},
		{"word", textType, "", true},
		{"weight", countType, "the role with most weight wins", true},
	},
}

func (h *Headings) loadRoles(from tables) Errors {
	var rows []Role
	errs := from.each(&rolesTable, func(r *Row) { rows = append(rows, Role{r.Get("role"), r.Get("word"), r.number("weight")}) })
	h.SetRoles(rows)
	return errs
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
