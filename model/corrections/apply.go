package corrections

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhenggai/model"
)

// What reviewed says of a record.
const (
	Confirmed = "confirmed"
	Corrected = "corrected"
	Added     = "added"
)

// A Set is the corrections that hold, to be laid over notices. It does not change and may be shared.
type Set struct {
	list       []Correction
	passed     []PassedOver
	corrected  index // of list
	passedOver index // of passed
	rules      *Rules
}

// NewSet returns the corrections of a list that hold, and the lines that were passed over, of which their notices tell. Rules may
// be nil.
func NewSet(list []Correction, passed []PassedOver, rules *Rules) *Set {
	s := &Set{list: Holding(list), passed: passed, corrected: newIndex(), passedOver: newIndex(), rules: rules}
	for i := range s.list {
		s.corrected.add(s.list[i].Notice, i)
	}
	for i := range passed {
		s.passedOver.add(passed[i].Notice, i)
	}
	return s
}

// Holding returns the corrections of the set, in their order.
func (s *Set) Holding() []Correction { return slices.Clone(s.list) }

// An index finds what is said of a notice, by its id and by its names.
type index struct{ byID, byName map[string][]int }

func newIndex() index { return index{map[string][]int{}, map[string][]int{}} }

func (x index) add(k NoticeKey, i int) {
	if k.ID != "" {
		x.byID[k.ID] = append(x.byID[k.ID], i)
	}
	for _, name := range k.names() {
		x.byName[name] = append(x.byName[name], i)
	}
}

// of returns what is said of a notice, in its order.
func (x index) of(k NoticeKey) []int {
	found := map[int]bool{}
	for _, i := range x.byID[k.ID] {
		found[i] = true
	}
	for _, name := range k.names() {
		for _, i := range x.byName[name] {
			found[i] = true
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// names are what a notice is known by besides the id, which another content changes.
func (k NoticeKey) names() []string {
	var names []string
	if k.Path != "" {
		names = append(names, "path "+k.Path)
	}
	if k.URL != "" {
		names = append(names, "url "+k.URL)
	}
	if k.Title != "" && k.Issuer != "" {
		names = append(names, "title "+k.Issuer+" "+k.Title)
	}
	return names
}

// Of returns the corrections of a notice, in their order.
func (s *Set) Of(k NoticeKey) []Correction {
	var list []Correction
	for _, i := range s.corrected.of(k) {
		list = append(list, s.list[i])
	}
	return list
}

// A Conflict is a correction that cannot be laid over a notice for sure.
type Conflict struct {
	Correction
	Err error
}

// In says in a language, zh or en, why.
func (c Conflict) In(lang string) string {
	if mistake, ok := errors.AsType[*Mistake](c.Err); ok {
		return mistake.In(lang)
	}
	return c.Err.Error()
}

// Errors of laying a correction over a notice, besides those of Find.
var (
	ErrNoRecord  = NewMistake("这些字还在，但其中没有这样的记录", "the words are there, and no such record was found in them")
	ErrNoProblem = NewMistake("通报中没有这个标题的问题，或不止一个", "no problem, or more than one, has the heading that it names")
	ErrNoneAbove = NewMistake("措施属于问题，而它前面没有问题", "a measure belongs to a problem, and there is none before it")
	ErrTime      = NewMistake("更正太多，来不及全部采用", "there are too many corrections of this notice for the time that it has")
)

// Apply lays the corrections of a notice over it: records that were looked at say so in Reviewed, rejected ones are gone, and
// added ones stand at their places. It returns these corrections and those of them that are conflicts, of which nothing is taken.
// Conflicts, lines about the notice that were passed over, and units that do not fit are diagnostics of the notice too. Corrections
// for which there is no time before end are conflicts; the zero time is none.
func (s *Set) Apply(n *model.Notice, end time.Time) (list []Correction, conflicts []Conflict) {
	before := len(n.Diagnostics)
	defer func() { s.rules.word(n.Diagnostics[before:]) }()
	key := KeyOf(n)
	for _, i := range s.passedOver.of(key) {
		line := &s.passed[i]
		n.Diagnostics = append(n.Diagnostics, model.Diagnostic{Code: "correction.passed_over", Args: model.Args{"line": line.Line, "why": line.Err.Label}})
	}
	if list = s.Of(key); len(list) == 0 {
		return nil, nil
	}
	a := &applying{notice: n, rules: s.rules, words: search{text: []rune(n.Text)}, rejected: map[string]bool{}, misfits: map[string]model.Diagnostic{}}
	for _, c := range list {
		err := error(ErrTime)
		if end.IsZero() || time.Now().Before(end) {
			err = a.apply(c)
		}
		if err != nil {
			conflicts = append(conflicts, Conflict{c, err})
		}
	}
	a.remove()
	for i := range n.Indicators {
		if misfit, ok := a.misfits[n.Indicators[i].ID]; ok {
			n.Diagnostics = append(n.Diagnostics, misfit)
		}
	}
	for _, c := range conflicts {
		why := model.Label{ZH: c.In("zh"), EN: c.Err.Error()}
		n.Diagnostics = append(n.Diagnostics, model.Diagnostic{
			Code: "correction.conflict", Args: model.Args{"correction": c.words(), "id": plain(c.ID), "why": why},
		})
	}
	return list, conflicts
}

// words name a correction in a message.
func (c *Correction) words() string {
	return fmt.Sprintf("%s %s “%s”", c.Action, c.Kind, plain(c.Of()))
}

// plain is a text of a correction in a message.
func plain(s string) string {
	return model.Shorten(strings.Join(strings.Fields(model.Printable(s)), " "), longestShown)
}

// applying is a notice while corrections are laid over it.
type applying struct {
	notice   *model.Notice
	rules    *Rules
	words    search
	rejected map[string]bool             // ids
	misfits  map[string]model.Diagnostic // what the rules have against the units of indicators, by their ids
}

func (a *applying) apply(c Correction) error {
	if c.Kind == Notice {
		return a.changeNotice(c)
	}
	span, err := a.words.find(c.Quote)
	if err != nil {
		return err
	}
	r, found := a.at(c.Kind, span)
	switch {
	case c.Action == Add && !found:
		return a.add(c, span)
	case c.Action == Reject && !found:
		return nil // it is not there any more, which is what was asked for
	case !found:
		return ErrNoRecord
	}
	if c.Action == Reject {
		a.rejected[idOf(r)] = true
		return nil
	}
	id := idOf(r) // a contact's changes with its kind
	if err := a.change(r, c); err != nil {
		return err
	}
	delete(a.rejected, id) // who confirms after somebody's rejecting has looked at it later
	switch {
	case c.Action == Add || *r.Review() == Added:
		*r.Review() = Added
	case len(c.Set) > 0:
		*r.Review() = Corrected
	case *r.Review() == "":
		*r.Review() = Confirmed
	}
	return nil
}

// at returns the record of a kind that stands at a span. Problems and measures are known by where they begin, for only their first
// words are quoted.
func (a *applying) at(kind Kind, span model.Span) (found model.Record, ok bool) {
	known, ok := fields[kind]
	if !ok || known.of == nil {
		return found, false
	}
	for r := range known.of.Records(a.notice) {
		if at := *r.Where(); at == span || at[0] == span[0] && (kind == Problem || kind == Measure) {
			return r, true
		}
	}
	return found, false
}

// add adds a record in the order of the text.
func (a *applying) add(c Correction, span model.Span) error {
	known, ok := fields[c.Kind]
	if !ok || known.of == nil {
		return ErrNoRecord
	}
	id := a.next(known.of)
	var r model.Record
	switch c.Kind {
	case Indicator:
		r = model.NewRecord(&model.Indicator{ID: id, Text: c.Quote.Text, Sentence: a.sentence(span), Rule: "correction", Span: span})
	case Problem:
		r = model.NewRecord(&model.Problem{ID: id, Span: span})
	case Measure:
		above := a.above(span)
		if above == "" {
			return ErrNoneAbove
		}
		r = model.NewRecord(&model.Measure{ID: id, Problem: above, Text: c.Quote.Text, Span: span})
	case Policy:
		r = model.NewRecord(&model.Policy{ID: id, Span: span})
	case Contact:
		r = model.NewRecord(&model.Contact{Raw: c.Quote.Text, Scope: "notice", Span: span})
	}
	if err := a.change(r, c); err != nil {
		return err
	}
	*r.Review() = Added
	a.notice.Insert(r)
	return nil
}

// next returns an id that no record of a kind has.
func (a *applying) next(kind *model.RecordKind) string {
	most := 0
	for r := range kind.Records(a.notice) {
		if n, err := strconv.Atoi(strings.TrimPrefix(r.Key(), kind.Letter())); err == nil {
			most = max(most, n)
		}
	}
	return kind.Letter() + strconv.Itoa(most+1)
}

// above returns the id of the last problem that begins before a span, or "".
func (a *applying) above(span model.Span) string {
	id := ""
	for i := range a.notice.Problems {
		if p := &a.notice.Problems[i]; p.Span[0] <= span[0] && !a.rejected[p.ID] {
			id = p.ID
		}
	}
	return id
}

// farthest is how far on each side a sentence is followed, in characters, so that a text without marks is not copied for each
// record.
const farthest = 300

// sentence returns the sentence round a span.
func (a *applying) sentence(span model.Span) string {
	text := a.words.text
	start, end := span[0], span[1]
	ends := func(r rune) bool { return strings.ContainsRune("。！？；\n", r) }
	for start > max(0, span[0]-farthest) && !ends(text[start-1]) {
		start--
	}
	for end < min(len(text), span[1]+farthest) && !ends(text[end]) {
		end++
	}
	return strings.TrimSpace(string(text[start:end]))
}

// remove takes rejected records away, and what names them. The measures of a rejected problem are those of the one before it.
func (a *applying) remove() {
	if len(a.rejected) == 0 {
		return
	}
	n := a.notice
	heir := map[string]string{}
	last := ""
	for i := range n.Problems {
		id := n.Problems[i].ID
		if a.rejected[id] {
			heir[id] = last
		} else {
			last = id
		}
	}
	for r := range n.Records() {
		needed, others := r.Links()
		for _, id := range needed {
			if to, gone := heir[*id]; gone && to == "" {
				a.rejected[idOf(r)] = true // a measure of the first problem: there is no other one before it
			} else if gone {
				*id = to
			}
		}
		for _, id := range others {
			if to, gone := heir[*id]; gone {
				*id = to
			} else if a.rejected[*id] {
				*id = ""
			}
		}
	}
	for kind := range model.RecordKinds() {
		kind.Remove(n, func(r model.Record) bool {
			needed, _ := r.Links()
			return a.rejected[idOf(r)] || slices.ContainsFunc(needed, func(id *string) bool { return a.rejected[*id] })
		})
	}
}
