package rules

import (
	"cmp"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"zhenggai/model"
)

// A Metric names quantities so that notices can be compared: education.school_places.
type Metric struct {
	Code   string
	Name   model.Label
	Unit   string   // the unit in which it is compared
	Parent string   // the metric that it counts a kind of, or ""
	Due    bool     // where a notice tells what is due and what of it is done, the metric counts the former
	Done   bool     // or the latter
	Of     []string // the metrics of which it is the share that is done
	Parts  []Part   // ways to tell it, each by itself
	Where
}

// A Part is one way in which a metric is told. Words and verbs are looked for in the number's own clause, what it is about in its
// sentence, measure and problem.
type Part struct {
	Stated []string        // units that it may be stated in; @money stands for a dimension
	Counts []string        // what is counted must end with one of these, if any are given and it is told
	Near   []Alternative   // all words of one must stand near the number
	Verbs  []string        // one of them must stand near the number itself, if any are given
	About  []string        // one of them must stand in the sentence, measure or problem, if any are given
	Unless []string        // none of them may stand there
	Never  []string        // none of them may stand near the number
	Before []string        // codes of the metrics that it goes before where both fit
	Full   bool            // 全覆盖 states 100 % of it
	Yes    []MetricExample // clauses with 【】 round the mention that must be named so
	No     []MetricExample // clauses whose 【】 must not
	Where
}

// An Alternative is words that must all stand near a number.
type Alternative struct {
	Words []string
	Where
}

// A MetricExample is a clause with 【】 round a mention.
type MetricExample struct {
	Clause string
	Code   string // what a counterexample is instead, "" where that is not said
	Where
}

// A Where is the address of a rule: metrics/finance.rules:12.
type Where struct {
	File string
	Line int
}

func (w Where) String() string { return w.File + ":" + strconv.Itoa(w.Line) }

// metricFiles are the names of the files of metrics.
const metricFiles = "metrics/*.rules"

// loadMetrics reads the built-in blocks of metrics, with a user's laid over them: a block replaces the one of its code, another is
// tried last unless it says before which, and -CODE takes one out.
func loadMetrics(over, under fs.FS, q *Quantities) ([]Metric, []Try, Errors) {
	var files []*blockFile
	for _, layer := range []fs.FS{under, over} {
		if layer == nil {
			continue
		}
		names, err := fs.Glob(layer, metricFiles)
		if err != nil {
			return nil, nil, Errors{{File: metricFiles, Err: err}}
		}
		own := make([]*blockFile, len(names))
		for i, name := range names {
			own[i] = readBlocks(layer, name)
		}
		files = laidOver(files, own)
	}
	return compileMetrics(files, q)
}

// MetricCodes returns the codes of the metrics that the files of a folder hold.
func MetricCodes(folder fs.FS) (codes []string) {
	names, _ := fs.Glob(folder, metricFiles) // fails for a malformed pattern only
	for _, name := range names {
		f := readBlocks(folder, name)
		for i := range f.blocks {
			codes = append(codes, strings.TrimPrefix(f.blocks[i].code(), "+"))
		}
	}
	return codes
}

// tellUnknown tells of codes that a user takes out and nothing has.
func tellUnknown(under, over []*blockFile) {
	known := map[string]bool{}
	for _, f := range under {
		for i := range f.blocks {
			known[f.blocks[i].code()] = true
		}
	}
	for _, f := range over {
		for _, t := range f.taken {
			if !known[t.code] && len(under) > 0 {
				f.fail(t.line, "", "no built-in metric has the code %q", t.code)
			}
		}
	}
}

// laidOver returns the files of metrics of two layers. From the lower one goes what the upper one removes, says itself, or replaces
// with a file of the same name, or with one that takes the place of all.
func laidOver(under, over []*blockFile) []*blockFile {
	tellUnknown(under, over)
	gone, files, all := map[string]bool{}, map[string]*blockFile{}, false
	for _, f := range over {
		files[f.name] = f
		all = all || f.all
		for _, t := range f.taken {
			gone[t.code] = true
		}
		for i := range f.blocks {
			gone[f.blocks[i].code()] = true
		}
	}
	for _, f := range under {
		own := files[f.name]
		before := len(f.blocks)
		f.over = len(over) > 0
		replaced := all || own != nil && own.replace
		f.blocks = slices.DeleteFunc(f.blocks, func(b block) bool {
			out := replaced || gone[b.code()]
			if out {
				f.dropped = append(f.dropped, b.code())
			}
			return out
		})
		if replaced {
			f.sets, f.setLine = nil, nil
		}
		const few = 2 // blocks that leave no doubt: they are meant as they stand
		if own != nil && !replaced && len(own.blocks) > few && 2*len(f.blocks) < before {
			own.fail(0, "", "holds more than half of the metrics of the built-in file: begin it with the line %q if it is to take its place, "+
				"or leave out what stays as it is", replaceMark)
		}
		delete(files, f.name)
	}
	for _, f := range files {
		if f.replace && !f.all && len(under) > 0 {
			f.fail(1, "", "no built-in file has this name: begin it with the line %q if it is to take the place of all of them", replaceAllMark)
		}
	}
	return append(under, over...)
}

// compileMetrics makes the metrics of files of blocks, in the order in which they are tried.
func compileMetrics(files []*blockFile, q *Quantities) ([]Metric, []Try, Errors) {
	sets := &wordSets{words: map[string][]string{}, used: map[string]bool{}}
	for _, f := range files {
		for name, words := range f.sets {
			sets.words[name] = words
		}
	}
	var metrics []Metric
	var errs Errors
	seen := map[string]Where{}
	for _, f := range files {
		for i := range f.blocks {
			if f.blocks[i].extends() {
				f.extend(metrics, &f.blocks[i], sets, q)
				continue
			}
			m := f.metric(&f.blocks[i], sets, q)
			if first, twice := seen[m.Code]; twice {
				f.fail(m.Line, "code", "%q stands twice, first at %v", m.Code, first)
			}
			seen[m.Code] = m.Where
			metrics = append(metrics, m)
		}
	}
	for _, f := range files {
		for name, line := range f.setLine {
			if !sets.used[name] && !f.over {
				f.fail(line, "set", "no rule uses the set %q", name)
			}
		}
		errs = append(errs, f.errs...)
	}
	errs = append(errs, checkCodes(metrics, files)...)
	errs = append(errs, checkParents(metrics, files)...)
	tries, circle := tried(metrics)
	if circle != nil {
		errs = append(errs, circle)
	}
	if len(errs) > 0 {
		slices.SortStableFunc(errs, func(a, b *Error) int { return cmp.Or(strings.Compare(a.File, b.File), a.Line-b.Line) })
		return nil, nil, errs
	}
	return metrics, tries, nil
}

// checkCodes insists that the codes which examples and precedence name are there, or were until a user took them out.
func checkCodes(metrics []Metric, files []*blockFile) (errs Errors) {
	known := map[string]bool{}
	for _, f := range files {
		for _, code := range f.dropped {
			known[code] = true
		}
	}
	for i := range metrics {
		known[metrics[i].Code] = true
	}
	for i := range metrics {
		for _, code := range metrics[i].Of {
			if !known[code] || code == metrics[i].Code {
				errs = append(errs, &Error{metrics[i].File, metrics[i].Line, "of", fmt.Errorf("no other metric has the code %q", code)})
			}
		}
		for k := range metrics[i].Parts {
			p := &metrics[i].Parts[k]
			for _, code := range p.Before {
				if !known[code] || code == metrics[i].Code {
					errs = append(errs, &Error{p.File, p.Line, "before", fmt.Errorf("no other metric has the code %q", code)})
				}
			}
			for _, e := range p.No {
				if e.Code != "" && !known[e.Code] {
					errs = append(errs, &Error{e.File, e.Line, "no", fmt.Errorf("no metric has the code %q", e.Code)})
				}
			}
		}
	}
	return errs
}

// checkParents insists that parents are there, are counted in the same unit, and do not go round in a circle. A metric whose parent a user
// took out has none.
func checkParents(metrics []Metric, files []*blockFile) (errs Errors) {
	byCode := map[string]*Metric{}
	for i := range metrics {
		byCode[metrics[i].Code] = &metrics[i]
	}
	for i := range metrics {
		m := &metrics[i]
		if m.Parent == "" {
			continue
		}
		switch parent := byCode[m.Parent]; {
		case parent == nil && slices.ContainsFunc(files, func(f *blockFile) bool { return slices.Contains(f.dropped, m.Parent) }):
			m.Parent = ""
		case parent == nil:
			errs = append(errs, &Error{m.File, m.Line, "parent", fmt.Errorf("no metric has the code %q", m.Parent)})
		case parent.Unit != m.Unit:
			errs = append(errs, &Error{m.File, m.Line, "parent", fmt.Errorf("%s is compared in %s, its parent in %s", m.Code, m.Unit, parent.Unit)})
		case circles(m, byCode):
			errs = append(errs, &Error{m.File, m.Line, "parent", fmt.Errorf("%s is a kind of itself", m.Code)})
		}
	}
	return errs
}

// circles reports whether a metric is among its own parents.
func circles(m *Metric, byCode map[string]*Metric) bool {
	p := byCode[m.Parent]
	for range byCode {
		if p == nil {
			return false
		}
		if p == m {
			return true
		}
		p = byCode[p.Parent]
	}
	return false // a circle that m is outside of, and others are told
}

// Parents returns the parent of each metric that has one, by its code.
func (s *Set) Parents() map[string]string {
	parents := map[string]string{}
	for i := range s.Metrics {
		if p := s.Metrics[i].Parent; p != "" {
			parents[s.Metrics[i].Code] = p
		}
	}
	return parents
}

// Rates returns, for each metric that is the share of others that is done, the codes of the others.
func (s *Set) Rates() map[string][]string {
	rates := map[string][]string{}
	for i := range s.Metrics {
		if m := &s.Metrics[i]; len(m.Of) > 0 {
			rates[m.Code] = m.Of
		}
	}
	return rates
}

// Progress returns the codes of the metrics that count what is due, and of those that count what of it is done.
func (s *Set) Progress() (due, done map[string]bool) {
	due, done = map[string]bool{}, map[string]bool{}
	for i := range s.Metrics {
		m := &s.Metrics[i]
		if m.Due {
			due[m.Code] = true
		}
		if m.Done {
			done[m.Code] = true
		}
	}
	return due, done
}

// metricCode is what the code of a metric looks like: its area and its name.
var metricCode = regexp.MustCompile(`^[a-z]+\.[a-z0-9_]+$`)

// metric reads a block: CODE 中文名 "English name" in UNIT, and its parts.
func (f *blockFile) metric(b *block, sets *wordSets, q *Quantities) Metric {
	at := Where{f.name, b.line}
	m := Metric{Where: at}
	if len(b.head) != 5 || b.head[3] != "in" {
		f.fail(b.line, "", `a metric opens with: area.code 中文名 "English name" in 个`)
	}
	head := append(slices.Clone(b.head), "", "", "", "", "")
	m.Code, m.Name, m.Unit = head[0], model.Label{ZH: head[1], EN: head[2]}, head[4]
	if !metricCode.MatchString(m.Code) {
		f.fail(b.line, "code", "%q is no area and name in lower case: education.school_places", m.Code)
	}
	if m.Unit != "" && !q.knows(m.Unit) {
		f.fail(b.line, "in", "unknown unit %q", m.Unit)
	}
	f.addParts(&m, b, sets, q)
	return m
}

// addParts reads the parts of a block.
func (f *blockFile) addParts(m *Metric, b *block, sets *wordSets, q *Quantities) {
	part := Part{Where: Where{f.name, b.line}}
	for _, l := range b.lines {
		if l.key == partMark {
			m.Parts = append(m.Parts, f.finished(part, m))
			part = Part{Where: Where{f.name, l.line}}
			continue
		}
		switch l.key {
		case "parent":
			f.sayParent(m, l)
		case "due", "done":
			f.sayProgress(m, l)
		case "of":
			if l.rest == "" {
				f.fail(l.line, l.key, "missing")
			}
			m.Of = append(m.Of, strings.Fields(l.rest)...)
		default:
			f.say(&part, l, sets, q)
		}
	}
	m.Parts = append(m.Parts, f.finished(part, m))
}

// sayParent takes the line that says of which metric this one counts a kind.
func (f *blockFile) sayParent(m *Metric, l blockLine) {
	switch {
	case !metricCode.MatchString(l.rest):
		f.fail(l.line, l.key, "the code of one metric stands here")
	case m.Parent != "":
		f.fail(l.line, l.key, "a metric has one parent, and %s has %s", m.Code, m.Parent)
	default:
		m.Parent = l.rest
	}
}

// sayProgress takes the line that says whether this metric counts what is due or what of it is done.
func (f *blockFile) sayProgress(m *Metric, l blockLine) {
	if l.rest != "" {
		f.fail(l.line, l.key, "nothing stands after it")
	}
	m.Due, m.Done = m.Due || l.key == "due", m.Done || l.key == "done"
	if m.Due && m.Done {
		f.fail(l.line, l.key, "%s counts what is due or what is done, not both", m.Code)
	}
}

// extend adds the parts of a block +CODE to a metric that is there.
func (f *blockFile) extend(metrics []Metric, b *block, sets *wordSets, q *Quantities) {
	i := slices.IndexFunc(metrics, func(m Metric) bool { return "+"+m.Code == b.code() })
	if i < 0 || len(b.head) != 1 {
		f.fail(b.line, "", "parts are added to a built-in metric by its code alone: +education.school_places; there is no %q", b.code())
		return
	}
	f.addParts(&metrics[i], b, sets, q)
}

// finished checks a part and fills in what it leaves out: the metric's own unit, and what the first part counts.
func (f *blockFile) finished(p Part, m *Metric) Part {
	if len(p.Stated) == 0 {
		p.Stated = []string{m.Unit}
	}
	if len(p.Counts) == 0 && len(m.Parts) > 0 {
		p.Counts = m.Parts[0].Counts
	}
	p.Full = p.Full || len(m.Parts) > 0 && m.Parts[0].Full
	for _, missing := range []struct {
		key    string
		absent bool
	}{{"near", len(p.Near) == 0}, {"yes", len(p.Yes) == 0}, {"no", len(p.No) == 0}} {
		if missing.absent {
			f.fail(p.Line, missing.key, "missing in this part of %s", m.Code)
		}
	}
	return p
}

// say takes one line of a part.
func (f *blockFile) say(p *Part, l blockLine, sets *wordSets, q *Quantities) {
	lists := map[string]*[]string{"verb": &p.Verbs, "about": &p.About, "unless": &p.Unless, "never": &p.Never, "counts": &p.Counts}
	switch l.key {
	case "stated":
		p.Stated = append(p.Stated, f.units(l, sets, q)...)
	case "near":
		for _, w := range f.words(l, sets) {
			p.Near = append(p.Near, Alternative{f.joined(w, l), Where{f.name, l.line}})
		}
	case "before":
		if l.rest == "" {
			f.fail(l.line, l.key, "missing")
		}
		p.Before = append(p.Before, strings.Fields(l.rest)...)
	case "full":
		p.Full = l.rest == ""
		if !p.Full {
			f.fail(l.line, l.key, "nothing stands after it")
		}
	case "yes":
		p.Yes = append(p.Yes, f.example(l))
	case "no":
		p.No = append(p.No, f.example(l))
	default:
		list := lists[l.key]
		if list == nil {
			f.fail(l.line, l.key, "unknown; a metric has parent, due, done, of, stated, counts, full, near, verb, about, unless, never, before, yes, no and or")
			return
		}
		*list = append(*list, f.words(l, sets)...)
	}
}

// joined parts the words of an alternative.
func (f *blockFile) joined(alternative string, l blockLine) []string {
	words := strings.Split(alternative, "+")
	if slices.Contains(words, "") {
		f.fail(l.line, l.key, "%q lacks a word beside its +", alternative)
	}
	return words
}

// units returns the units of a line, which must be known.
func (f *blockFile) units(l blockLine, sets *wordSets, q *Quantities) []string {
	var list []string
	for _, unit := range strings.Fields(l.rest) {
		dimension, is := strings.CutPrefix(unit, "@")
		switch {
		case is && isDimension(dimension) || !is && q.knows(unit):
			list = append(list, unit)
		case is && sets.words[dimension] != nil:
			sets.used[dimension] = true
			list = append(list, sets.words[dimension]...)
		default:
			f.fail(l.line, l.key, "unknown unit %q", unit)
		}
	}
	if l.rest == "" {
		f.fail(l.line, l.key, "missing")
	}
	return list
}

// example reads a clause with 【】 round a mention, and what it is instead: CLAUSE -> CODE.
func (f *blockFile) example(l blockLine) MetricExample {
	clause, code, arrow := strings.Cut(strings.Replace(l.rest, "→", "->", 1), "->")
	e := MetricExample{strings.TrimSpace(clause), strings.TrimSpace(code), Where{f.name, l.line}}
	if arrow && e.Code == "" {
		f.fail(l.line, l.key, "no code stands after ->")
	}
	if strings.Count(e.Clause, "【") > 1 {
		f.fail(l.line, l.key, "%q has more than one 【】: give each mention a line of its own", e.Clause)
	}
	if open, end := strings.Index(e.Clause, "【"), strings.Index(e.Clause, "】"); open < 0 || end < open {
		f.fail(l.line, l.key, "%q has no 【】 round a number with its unit", e.Clause)
	}
	return e
}

// Counts returns the unit in which each metric that counts is compared, by its code: 15个问题 are 15项问题.
func (s *Set) Counts() map[string]string {
	counts := map[string]string{}
	for _, m := range s.Metrics {
		if u := s.Quantities.Unit(m.Unit); u != nil && u.Dimension == "count" && u.Base == "" {
			counts[m.Code] = m.Unit
		}
	}
	return counts
}

// A MetricUnit is a metric in a unit.
type MetricUnit struct{ Metric, Unit string }

// SameUnits returns the base units that a metric names beside its own, where they say the same of it, with its own: for water a cubic
// metre is a tonne, and who counts people by the time counts the same people.
func (s *Set) SameUnits() map[MetricUnit]string {
	same := map[MetricUnit]string{}
	for _, m := range s.Metrics {
		own := s.Quantities.Unit(m.Unit)
		if own == nil {
			continue
		}
		for _, name := range m.stated() {
			if u := s.Quantities.Unit(name); u != nil && alike(own, u) {
				same[MetricUnit{m.Code, u.Base}] = own.Base
			}
		}
	}
	return same
}

// alike reports whether two units count the same though their base units differ.
func alike(own, u *Unit) bool {
	if own.Dimension != u.Dimension || own.Base == u.Base || own.Base == "" || u.Base == "" {
		return false
	}
	if own.Dimension == "count" {
		return strings.HasPrefix(own.Base, u.Base) || strings.HasPrefix(u.Base, own.Base)
	}
	time, ok := strings.CutPrefix(u.Base, "立方米/")
	return ok && own.Dimension == "flow" && own.Base == "吨/"+time
}

// additive are the dimensions whose values can be summed.
var additive = []string{"count", "money", "length", "area", "volume", "mass", "flow", "power", "energy"}

// Additive reports whether values of a metric in a unit, which may be a base unit, can be summed, as shares and scores cannot.
// A metric whose code ends in _per_1000 or the like is a rate.
func (s *Set) Additive(metric, unit string) bool {
	if strings.Contains(metric, "_per_") {
		return false
	}
	if u := s.Quantities.Unit(unit); u != nil {
		return slices.Contains(additive, u.Dimension)
	}
	for _, u := range s.Quantities.units {
		if u.Base == unit {
			return slices.Contains(additive, u.Dimension)
		}
	}
	return false
}

// Fits reports whether the tables know a unit as written, 万元 or 个, and, unless metric is "", whether that may be stated in it.
func (s *Set) Fits(metric, unit string) bool {
	u := s.Quantities.Written(unit)
	if u == nil || metric == "" {
		return u != nil
	}
	for i := range s.Metrics {
		m := &s.Metrics[i]
		if stated := m.stated(); m.Code == metric && (m.Unit == u.Name || slices.Contains(stated, u.Name) || slices.Contains(stated, "@"+u.Dimension)) {
			return true
		}
	}
	return false
}

// stated returns the units that any part may be stated in.
func (m *Metric) stated() []string {
	var units []string
	for i := range m.Parts {
		units = append(units, m.Parts[i].Stated...)
	}
	return units
}

func isDimension(s string) bool {
	for _, d := range dimensions {
		if s == d {
			return true
		}
	}
	return false
}
