// Package table reads the tables of figures of a notice: what each figure counts, and in what unit, by head, label and title.
package table

import (
	"slices"
	"strings"
	"unicode"

	"zhenggai/extract/internal/chinese"
	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/fact"
	"zhenggai/extract/internal/lexicon"
	"zhenggai/extract/internal/problem"
	"zhenggai/extract/rules"
	"zhenggai/model"
)

// A Figures is a table whose cells hold figures, each with the words by which head, label and title name it.
type Figures struct {
	Cells       []Cell // in the order of the text
	Sums        []Sum
	Series      [][]int // rows and columns that may tell how much of what is due is done, as places in Cells
	Diagnostics []model.Diagnostic
}

// A Cell is a cell that holds a figure. The figure of one without names is not read: what it counts, or in what, is in doubt.
type Cell struct {
	document.Span // the line of the cell
	mention       document.Span
	names         []string // clauses that may name it, the likeliest first
	lead          string   // what stands before its clause: when and where
	said          string   // head and label as they stand
	title         string   // what the title says is counted
	ahead         bool     // it was to be reached
	context       []string // title and group
	figure        string   // its digits with the unit
	head, label   string   // what the head and the label of its row say by themselves
	opens, same   string   // due, done or left, where the head opens so, and what stands behind
	negative      bool
	value         model.Decimal

	row, col int
	unit     string // where the cell has none of its own
	measures string // its dimension
}

// A Sum is a cell of sums and its parts, as places in Figures.Cells. Where it is claimed, its parts may fail to add up.
type Sum struct {
	Total   int
	Parts   []int
	Claimed bool
}

// A label is what a head or the label of a row says, or a part of it.
type label struct {
	words string
	kind  labelKind
	unit  string
}

type labelKind int

const (
	namesThing  labelKind = iota // it says what is counted
	namesHead                    // it is a head that no word tells
	namesBody                    // it says whose it is
	namesPeriod                  // it says when
	namesTotal                   // it says that the rest is added up
	namesPlain                   // it says that a figure is there
)

// A column is what the heads over a column say.
type column struct {
	labels []label
	words  string    // as they stand
	use    columnUse // what its cells are for
	unit   string    // that its heads give
	doubt  bool      // it was told that the unit is in doubt
	panel  int       // where a table goes on beside itself, which time its heads stand there
}

type columnUse int

const (
	useless   columnUse = iota // neither figures nor labels
	useLabel                   // its cells say what stands in the row
	useFigure                  // its cells are figures
	useUnit                    // its cells are the units of the rows
	usePeriod                  // its cells are the years of the rows
)

// Find finds the tables of figures among the lines of a notice.
func Find(text string, lines []document.Line, x *fact.Indicators, h *rules.Headings, heads *rules.Heads) (tables []Figures) {
	document.Tables(lines, func(from, to int) {
		g := newGrid(text, lines[from:to], x, heads)
		if g == nil {
			return
		}
		fields, ledger := problem.Fields(text, lines[from:to], h)
		if ledger && fields == nil {
			return // the labels of its rows say what stands in them
		}
		t := Figures{}
		for _, s := range g.sections(g.captionAbove(text, lines[:from])) {
			s.fields = fields
			s.read(&t)
		}
		if len(t.Cells) > 0 || len(t.Diagnostics) > 0 {
			tables = append(tables, t)
		}
	})
	return tables
}

// IsList reports whether the first table of a file is a list of problems, or a table of figures in the head of which each column has a name
// in Chinese and one of figures has a unit.
func IsList(text string, lines []document.Line, h *rules.Headings, heads *rules.Heads) (is bool) {
	first := true
	document.Tables(lines, func(from, to int) {
		if !first {
			return
		}
		first = false
		if fields, ledger := problem.Fields(text, lines[from:to], h); ledger {
			is = fields != nil
			return
		}
		g := newGrid(text, lines[from:to], nil, heads)
		if g == nil {
			return
		}
		for _, s := range g.sections(g.captionAbove(text, lines[:from])) {
			is = is || s.isList()
		}
	})
	return is
}

// isList reports whether each head is Chinese and a column of figures has a unit.
func (s *section) isList() bool {
	s.readHeads()
	units := len(s.title.units) > 0
	for col := range s.column {
		c := &s.column[col]
		if c.words != "" && !strings.ContainsFunc(c.words, func(r rune) bool { return unicode.Is(unicode.Han, r) }) && s.period(c.words) == "" {
			return false
		}
		units = units || c.unit != "" || c.use == useUnit || s.isHead("implied", c)
	}
	return units && s.body > s.head && s.lastLabel(0) >= 0
}

// readHeads reads the heads of a section, and what its columns are for.
func (s *section) readHeads() {
	s.column = make([]column, s.cols)
	for col := range s.column {
		s.column[col] = s.columnOf(col)
	}
	s.findUses()
}

// read reads the figures of a section into t.
func (s *section) read(t *Figures) {
	s.readHeads()
	first := len(t.Cells)
	group := ""
	for row := s.body; row < s.end; row++ {
		if c := s.alone(row); c != nil && !c.figure.ok {
			group = c.words
			continue
		}
		if s.repeats(row) {
			continue
		}
		s.readRow(t, row, group)
	}
	s.findSums(t, first)
	s.findSeries(t, first)
}

// columnOf reads the heads over a column.
func (s *section) columnOf(col int) (c column) {
	for _, head := range s.headsOf(col) {
		if c.words != "" {
			c.words += "/"
		}
		c.words += head.words
		l := s.labelOf(head.words, namesHead)
		if l.unit != "" {
			c.unit = l.unit
		}
		c.labels = append(c.labels, l)
	}
	return c
}

// labelOf reads a head or a label. usual is the kind of those that no word tells.
func (g *grid) labelOf(words string, usual labelKind) label {
	name, unit := g.cutUnit(withoutMarker(words))
	l := label{words: name, unit: unit, kind: usual}
	if rest := g.rules.Figures.Trim("part", name); rest != name {
		l.words = strings.TrimLeft(rest, "：:，,")
	}
	_, body := g.rules.Ends("body", l.words)
	switch {
	case g.isTotal(l.words, usual):
		l.kind = namesTotal
	case l.words == "" || g.rules.Is("plain", l.words):
		l.kind = namesPlain
	case unit == "" && g.period(l.words) != "":
		l.words, l.kind = g.period(l.words), namesPeriod
	case unit == "" && body && usual != namesThing:
		l.kind = namesBody
	case unit != "" || usual == namesHead:
		l.kind = namesThing
	}
	return l
}

// isTotal reports whether a head or label names a sum. A label may say whose: 全县合计.
func (g *grid) isTotal(words string, usual labelKind) bool {
	if usual == namesHead {
		return g.rules.Is("total", words)
	}
	_, ok := g.rules.Ends("total", words)
	return ok
}

// withoutMarker cuts the number of an item from a label: 一、, （二）, 3.
func withoutMarker(words string) string {
	rest := strings.TrimLeft(words, "（(")
	opened := len(words) - len(rest)
	bare := strings.TrimLeft(rest, chinese.Arabic+chinese.Ordinals)
	if len(bare) == len(rest) {
		return words
	}
	for _, sign := range []string{"、", ".", "．", "）", ")"} {
		if after, ok := strings.CutPrefix(bare, sign); ok && after != "" && (opened > 0) == (sign == "）" || sign == ")") && (after[0] < '0' || after[0] > '9') {
			return after
		}
	}
	return words
}

// findUses says what the columns are for.
func (s *section) findUses() {
	figures, panel := false, 0
	for col := range s.column {
		c := &s.column[col]
		switch n := s.count(col); {
		case s.fields[col] != "":
		case n.units*2 > n.words && s.isHead("unit", c):
			c.use = useUnit
		case n.figures == 0 && n.words > 0 && (!figures || s.goesOnBeside(col)):
			c.use = useLabel
			if figures {
				figures = false
				panel++
			}
		case n.figures == 0 || c.unit == "" && s.isSerial(col, n):
		case n.years == n.figures && s.isHead("code", c):
			c.use = usePeriod
		case s.isHead("code", c) && c.unit == "":
		case n.figures >= n.words:
			c.use, figures = useFigure, true
		case !figures:
			c.use = useLabel
		default:
			c.use = useFigure
		}
		c.panel = panel
	}
}

// goesOnBeside reports whether the heads of a table are said once more from a column of words on: 收入, 金额, 支出, 金额.
func (s *section) goesOnBeside(col int) bool {
	if col+1 == len(s.column) || s.column[col].words == "" {
		return false
	}
	next := s.column[col+1].words
	return next != "" && slices.ContainsFunc(s.column[:col], func(c column) bool { return c.use == useFigure && c.words == next })
}

// counted is how many cells of a kind a column has.
type counted struct{ figures, years, words, units, rising int }

func (s *section) count(col int) (n counted) {
	for row := s.body; row < s.end; row++ {
		c := s.at(row, col, row)
		switch {
		case c == nil || c.ColSpan == s.cols || isDash(c.words):
		case c.figure.ok:
			n.figures++
			if c.figure.year {
				n.years++
			}
			if c.figure.value == model.Int(int64(n.figures)) && !c.figure.unit {
				n.rising++
			}
		default:
			n.words++
			if s.unitOf(c.words) != "" {
				n.units++
			}
		}
	}
	return n
}

// isDash reports whether a cell says that there is no figure.
func isDash(words string) bool { return strings.Trim(words, dashes+"/／\\.…*＊ ") == "" }

// isHead reports whether the heads over a column end in a word of a kind.
func (s *section) isHead(kind string, c *column) bool {
	if len(c.labels) == 0 {
		return false
	}
	last := c.labels[len(c.labels)-1].words
	_, ok := s.rules.Ends(kind, last)
	return ok
}

// isSerial reports whether the first column counts the rows.
func (s *section) isSerial(col int, n counted) bool {
	return col == 0 && n.rising == n.figures && n.figures > 1 && (n.words == 0 || len(s.column[0].labels) == 0)
}

// labelsOf returns what the labels of a row say, and their words, in one of the parts of a table that goes on beside itself.
func (s *section) labelsOf(row, panel int) (labels []label, words []string) {
	last := s.lastLabel(panel)
	for col := 0; col <= last; col++ {
		if s.column[col].use != useLabel || s.column[col].panel != panel {
			continue
		}
		c := s.at(row, col, s.body)
		for up := row; c == nil && col < last && up > s.body && s.at(row, last, row) != nil; up-- {
			c = s.at(up-1, col, s.body) // a file without merged cells leaves those below the first empty
		}
		if c == nil || c.figure.ok && !c.figure.year || isDash(c.words) {
			continue
		}
		l := s.labelOf(c.words, s.usual(col))
		if month := s.month(c.words); month != "" {
			l = label{words: month, kind: namesPeriod}
		}
		labels, words = append(labels, l), append(words, c.words)
	}
	for col := range s.column {
		if c := s.at(row, col, row); c != nil && s.column[col].use == usePeriod {
			if p := s.period(c.words); p != "" {
				labels = append(labels, label{words: p, kind: namesPeriod})
			}
		}
	}
	return labels, words
}

// usual is the kind of the labels of a column where their own words do not tell: 项目 heads things, 乡镇 heads bodies.
func (s *section) usual(col int) labelKind {
	switch c := &s.column[col]; {
	case s.isHead("things", c):
		return namesThing
	case s.isHead("bodies", c):
		return namesBody
	}
	return namesPlain
}

// lastLabel returns the last column of labels of a part of the table, or -1.
func (s *section) lastLabel(panel int) int {
	for col := len(s.column) - 1; col >= 0; col-- {
		if s.column[col].use == useLabel && s.column[col].panel == panel {
			return col
		}
	}
	return -1
}

// rowUnit returns the unit that a column of units gives a row.
func (s *section) rowUnit(row int) string {
	for col := range s.column {
		if c := s.at(row, col, s.body); c != nil && s.column[col].use == useUnit {
			return s.unitOf(c.words)
		}
	}
	return ""
}

// readRow reads the figures of a row.
func (s *section) readRow(t *Figures, row int, group string) {
	var labels []label
	var said []string
	unit, panel := "", -1
	for _, i := range s.rows[row] {
		c := &s.cells[i]
		if !c.figure.ok || s.column[c.Col].use != useFigure {
			continue
		}
		if s.column[c.Col].panel != panel {
			panel = s.column[c.Col].panel
			labels, said = s.labelsOf(row, panel)
			unit = s.rowUnit(row)
			for _, l := range labels {
				if l.unit != "" {
					unit = l.unit
				}
			}
		}
		made := Cell{
			Span: c.Span, mention: c.figure.Span, negative: c.figure.negative, value: c.figure.value, row: row, col: c.Col,
			said: saidOf(append(slices.Clone(said), s.column[c.Col].words), c.figure.In(s.text)),
		}
		if s.title.context != "" {
			made.context = append(made.context, s.title.context)
		}
		if group != "" {
			made.context = append(made.context, group)
		}
		s.name(t, &made, c, labels, unit)
		t.Cells = append(t.Cells, made)
	}
}

// saidOf joins the words of labels and head before a figure.
func saidOf(words []string, figure string) string {
	words = slices.DeleteFunc(words, func(w string) bool { return w == "" })
	if len(words) == 0 {
		return figure
	}
	return strings.Join(words, "，") + "：" + figure
}

// name gives a cell its unit and the clauses that may name it.
func (s *section) name(t *Figures, made *Cell, c *gridCell, labels []label, rowUnit string) {
	col := &s.column[c.Col]
	named := newCellNames(s, col.labels, labels)
	named.change = s.isHead("change", col)
	named.base = s.baseClause(c, rowUnit)
	made.measures = c.figure.dimension
	if !c.figure.unit {
		unit, doubt := s.unitFor(c.Col, rowUnit, named)
		if doubt != unitTold {
			if !col.doubt {
				t.Diagnostics = append(t.Diagnostics, doubt.about(s.headWords(col, made), c))
			}
			col.doubt = true
			return
		}
		made.unit, made.measures = unit, s.dimension(unit)
	}
	made.figure = c.figure.digits + made.unit
	made.title, made.ahead = s.title.name, s.isHead("ahead", col)
	made.head, made.label = s.bare(named.head), s.bare(named.label)
	made.opens, made.same = s.opening(made.head)
	made.lead, made.names = named.lead, named.clauses(s, rowUnit != "" && col.unit == "")
}

// A unitDoubt is what keeps a figure from its unit.
type unitDoubt int

const (
	unitTold   unitDoubt = iota // nothing does
	noUnitTold                  // none is told
	unitsTold                   // several are
)

// about tells of a figure without a unit.
func (d unitDoubt) about(head string, c *gridCell) model.Diagnostic {
	span := &model.Span{c.Start, c.End}
	if d == unitsTold {
		return model.Diagnostic{Code: "table.units", Args: model.Args{"head": head, "number": c.words}, Span: span}
	}
	return model.Diagnostic{Code: "table.no_unit", Args: model.Args{"head": head, "number": c.words}, Span: span}
}

// headWords is what a diagnostic calls a cell's head.
func (s *section) headWords(col *column, made *Cell) string {
	if col.words != "" {
		return col.words
	}
	return strings.TrimSuffix(made.said, "：")
}

// unitFor returns the unit of a figure that has none of its own, or what keeps it from one: that of its head or its label, else the one
// that goes without saying, else that of the whole table.
func (s *section) unitFor(at int, rowUnit string, named cellNames) (unit string, doubt unitDoubt) {
	col := &s.column[at]
	switch {
	case col.unit != "" && rowUnit != "" && col.unit != rowUnit && !s.isShare(col.unit):
		return "", unitsTold
	case col.unit != "":
		return col.unit, unitTold
	case rowUnit != "":
		return rowUnit, unitTold
	}
	implied := named.implied(s)
	dimension, of := strings.CutPrefix(implied, "@")
	var fit []string
	for _, u := range s.title.units {
		if !of || s.dimension(u) == dimension {
			fit = append(fit, u)
		}
	}
	switch {
	case implied != "" && !of:
		return implied, unitTold
	case len(fit) == 1:
		return fit[0], unitTold
	case len(fit) > 1:
		return "", unitsTold
	}
	if base := s.baseOf(at); base >= 0 {
		return s.unitFor(base, rowUnit, newCellNames(s, s.column[base].labels, nil))
	}
	return "", noUnitTold
}

func (s *section) isShare(unit string) bool { return s.dimension(unit) == "share" }

// dimension returns the dimension of a unit, which may have a power of ten before it.
func (g *grid) dimension(unit string) string {
	if u := g.rules.Figures.Written(unit); u != nil {
		return u.Dimension
	}
	for _, power := range chinese.Powers {
		if rest, ok := strings.CutPrefix(unit, power); ok {
			if u := g.rules.Figures.Unit(rest); u != nil {
				return u.Dimension
			}
		}
	}
	return ""
}

// cellNames are the words of the heads and labels of a cell, by what they say.
type cellNames struct {
	head, label string // what is counted
	base        string // the clause whose state the head tells: 反馈问题12个 before 已整改
	change      bool   // the head speaks of a change from before
	plain       string // what stands for it where neither says so
	lead        string // when and where
	total       bool   // it is a sum
}

func newCellNames(s *section, heads, labels []label) (n cellNames) {
	var leads []string
	for i, l := range slices.Concat(heads, labels) {
		of := &n.label
		if i < len(heads) {
			of = &n.head
		}
		switch l.kind {
		case namesThing:
			*of += l.words
		case namesPlain:
			if i >= len(heads) {
				n.label += l.words
			} else {
				n.plain += l.words
			}
		case namesBody:
			leads = append(leads, l.words)
		case namesPeriod:
			leads = slices.Insert(leads, 0, l.words)
		case namesTotal:
			n.total = true
		}
	}
	if s.title.period != "" && (len(leads) == 0 || s.period(leads[0]) == "" && s.month(leads[0]) == "") {
		leads = slices.Insert(leads, 0, s.title.period)
	}
	if len(leads) > 0 {
		n.lead = strings.Join(leads, "，") + "，"
	}
	return n
}

// baseOf returns the column before one that tells how far the things have come that it counts, or -1: 反馈问题数 before 已整改.
func (s *section) baseOf(col int) int {
	if !s.isHead("state", &s.column[col]) {
		return -1
	}
	heads := s.column[col].labels
	for base := col - 1; base >= 0; base-- {
		c := &s.column[base]
		if c.use != useFigure || s.isHead("state", c) || s.isShare(c.unit) {
			continue
		}
		if slices.Equal(c.labels[:max(0, len(c.labels)-1)], heads[:len(heads)-1]) || len(c.labels) == 1 {
			return base
		}
	}
	return -1
}

// baseClause returns the clause of the cell in the same row whose state a cell tells, or "".
func (s *section) baseClause(c *gridCell, rowUnit string) string {
	at := s.baseOf(c.Col)
	if at < 0 {
		return ""
	}
	base, named := s.at(c.Row, at, c.Row), newCellNames(s, s.column[at].labels, nil)
	if base == nil || !base.figure.ok || named.head == "" {
		return ""
	}
	unit := ""
	if !base.figure.unit {
		unit, _ = s.unitFor(at, rowUnit, named)
	}
	w, _ := s.rules.Ends("plain", named.head)
	return strings.TrimSuffix(named.head, w.Word) + base.figure.digits + unit
}

// implied returns the unit, or @ and the dimension, that goes without saying.
func (n *cellNames) implied(s *section) string {
	for _, words := range []string{n.plain, n.head, n.label} {
		if w, ok := s.rules.Ends("implied", words); ok {
			return w.Unit
		}
	}
	return ""
}

// clauses returns what may name the figure, the likeliest first. byLabel says that the label has the unit, and so names it.
func (n *cellNames) clauses(s *section, byLabel bool) (list []string) {
	add := func(words string) {
		if words != "" && !slices.Contains(list, words) {
			list = append(list, words)
		}
	}
	each := func(words string) {
		add(words)
		if w, ok := s.rules.Ends("plain", words); ok {
			add(strings.TrimSuffix(words, w.Word))
		}
	}
	switch {
	case n.change:
		return []string{n.head} // what is counted is no more than changed by it
	case n.base != "":
		add(n.base + "，" + n.head)
		each(n.label + n.head)
	case n.head == "" && n.label == "":
		each(s.title.name)
	case n.head == "":
		each(n.label)
		add(n.label + n.plain)
		add(s.title.name + n.label)
	case n.label == "":
		each(n.head)
	case byLabel:
		each(n.label)
		each(n.label + n.head)
	default:
		each(n.head)
		each(n.label + n.head)
	}
	add(n.plain)
	if len(list) == 0 {
		list = append(list, "")
	}
	return list
}

// A Reader reads the figures of tables as clauses of prose.
type Reader struct {
	*fact.Reader
	words *lexicon.Lexicon
	hits  []lexicon.Hit
	last  int
}

// NewReader returns a reader of cells that names figures by the words of a lexicon.
func NewReader(x *fact.Indicators, words *lexicon.Lexicon) *Reader {
	return &Reader{Reader: x.Reader(), words: words}
}

// Last returns the place of the indicator of the last cell among those of its line.
func (r *Reader) Last() int { return r.last }

// Read returns the indicator of a cell: the first of the clauses that names it decides, else the first that reads as it should.
func (r *Reader) Read(text string, c *Cell, place fact.Place) (in fact.Indicator, ok bool) {
	place.Headings = append(slices.Clone(place.Headings), c.context...)
	place.Ahead = place.Ahead || c.ahead
	best := -1
	for i, name := range c.names {
		found, read := r.clause(c, name, place)
		if read && (best < 0 || found.Metric != "") {
			best, in = i, found
		}
		if in.Metric != "" {
			break
		}
	}
	if best >= 0 && in.Metric == "" && in.Elided && c.title != "" && c.measures != "money" {
		c.names = append(c.names, c.title+c.names[best])
		if found, read := r.clause(c, c.names[len(c.names)-1], place); read {
			best, in = len(c.names)-1, found
		}
	}
	switch {
	case best < 0:
		return in, false
	case in.Metric == "":
		in, _ = r.clause(c, c.names[best], place) // the reader keeps how the last clause was read
	}
	in.From, in.Target, in.Whole, in.Elided = -1, -1, -1, false
	in.Clause, in.Mention = c.Span, c.mention
	in.Text, in.Sentence, in.Span = c.mention.In(text), c.said, model.Span{c.mention.Start, c.mention.End}
	if v, fits := in.Value.Mul(model.Int(-1)); c.negative && fits {
		in.Value = v
		in.Normal = in.Def.Normal(v, nil, in.Unit)
	}
	return in, true
}

// clause reads the figure of a cell behind words that may name it.
func (r *Reader) clause(c *Cell, name string, place fact.Place) (in fact.Indicator, ok bool) {
	between := ""
	if name != "" && name[len(name)-1] < 0x80 {
		between = " "
	}
	before := c.lead + name + between
	line := before + c.figure
	r.hits = r.words.Scan(r.hits[:0], line, 0, len(line))
	r.Reset(line, r.hits, mostInClause)
	found, _ := r.Find(document.Span{End: len(line)}, place)
	if len(found) == 0 {
		return in, false
	}
	r.last = len(found) - 1
	in = found[r.last]
	return in, in.Mention.End == len(line) && in.Mention.Start <= len(before) && in.High == nil
}

// mostInClause is how many quantities the words before a figure may hold.
const mostInClause = 20
