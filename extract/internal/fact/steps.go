package fact

import (
	"slices"

	"zhenggai/extract/internal/date"
	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/lexicon"
	"zhenggai/extract/internal/words"
	"zhenggai/model"
)

// A line goes through steps, each of which has a type that knows the steps before it and none behind it: its quantities are scanned, then it
// is seen what is mentioned with each of them, how it is named, and what is stated of it. What a step needs is so there when it is needed.

// scanned is a line with what is found in it by itself: quantities, times and words.
type scanned struct {
	*Indicators
	text    string
	line    document.Span
	place   Place
	found   []Quantity
	dates   []date.Mention
	times   []timespan    // what the dates of the line and the words beside them say
	hits    []lexicon.Hit // words in the line
	cueHits []lexicon.Hit // of these, the cues of status and change
}

// scan finds what a line holds. all are the words in the text.
func (r *scanned) scan(all []lexicon.Hit, line document.Span, place Place, most int) []model.Diagnostic {
	r.line, r.place, r.hits = line, place, lexicon.Starting(all, line.Start, line.End)
	var diagnostics []model.Diagnostic
	r.found, r.dates, diagnostics = r.quantities.Find(r.found[:0], r.text, line, r.hits, place.Skip, most)
	if len(r.found) > 0 {
		r.findTimes()
		r.findCues()
	}
	return diagnostics
}

// A mention is a quantity with what its surroundings say of it: what it counts, and what it goes on or changes from.
type mention struct {
	Quantity
	sentence  document.Span
	clause    document.Span // its own clause, without other quantities
	glued     bool          // it follows another quantity without a break: 993户2626人
	subject   document.Span
	near      document.Span // where the subject was looked for before the number
	nearWords []words.Word  // and the words there
	behind    int           // where the subject ends if it stands behind the number, else 0
	attribute bool          // its subject is an extent of what the mention before it counts: 面积742亩
	elided    bool          // its clause names nothing that is counted
	base      int           // the mention that it goes on from, or -1
	change    model.Change
	from      int // the mention that its change starts from, or -1
}

// mentioned is a line whose quantities are mentions.
type mentioned struct {
	*scanned
	mentions []mention
	cut      []words.Word // of the line, part by part
}

// mention finds what each quantity of the line mentions.
func (r *mentioned) mention() {
	r.mentions, r.cut = r.mentions[:0], r.cut[:0]
	for i := range r.found {
		r.mentions = append(r.mentions, mention{Quantity: r.found[i], base: -1, from: -1})
	}
	for i := range r.mentions {
		r.bounds(i)
		r.findSubject(i)
		r.passCriterion(i)
		r.narrow(i)
		r.findBase(i)
	}
	for i := range r.mentions {
		r.findChange(i)
	}
}

// A name is a mention with the part of a metric that names it.
type name struct {
	*mention
	subject document.Span // of the mention, unless the name is that of something else
	whole   int           // the mention that it is a part of, or -1
	row     *naming
	how     Naming
	seen    surroundings // by which it was named
	names   lexicon.Set  // of the metrics' words, in its clause and in what it inherits
	verbs   lexicon.Set  // of the metrics' words that govern it, along a list
}

// named is a line whose mentions are named one by one. The name of a mention depends on those before it.
type named struct {
	*mentioned
	names   []name
	context lexicon.Set
	heading string
	above   []lexicon.Hit // words in the heading, which is that above the line, as it often is above several
	sets    lexicon.Slab
}

// open gets ready to name the mentions of the line.
func (r *named) open() {
	r.sets.Reset()
	r.context = r.headingWords()
	r.names = slices.Grow(r.names[:0], len(r.mentions)) // so that they stay where they are
}

// name names the next mention.
func (r *named) name() *name {
	i := len(r.names)
	r.names = append(r.names, name{mention: &r.mentions[i], subject: r.mentions[i].subject, whole: -1})
	r.findMetric(i)
	return &r.names[i]
}

// A statement is a named mention with what is said of it: whether it is reached, and when.
type statement struct {
	*name
	status model.Status
	fresh  bool // a preposition opens its own words: 对6家 is what something was done to
	toward bool // one ends them: 已向6家
	open   bool // its own words leave the status open
	told   bool // and what stands behind it tells
	target int  // the mention that says what it was to be, or -1
	period string
	asOf   bool // its period is the time up to which was reached what it counts
}

// stated is a line of which it is known what it says of its mentions.
type stated struct {
	*named
	statements []statement
}

// state names each mention of the line and finds what is said of it. What is left over keeps no name, and that bears on what goes on
// from it, so both are done mention by mention.
func (r *stated) state() {
	r.open()
	r.statements = slices.Grow(r.statements[:0], len(r.mentions))
	for i := range r.mentions {
		r.statements = append(r.statements, statement{name: r.name(), target: -1})
		r.findStatus(i)
		r.findPeriod(i)
	}
	r.settlePairs()
}

// recorded is a line whose statements are records.
type recorded struct {
	*stated
	made  []Indicator
	index []int // of each statement in made, or -1
}

// A Reader reads the indicators of one notice, line by line. It keeps its buffers from line to line, and from notice to
// notice.
type Reader struct {
	scanned   scanned
	mentioned mentioned
	named     named
	stated    stated
	recorded  recorded
	all       []lexicon.Hit // words in the text
	most      int           // quantities of a line
}

// Reader returns a reader that is to be given a text.
func (x *Indicators) Reader() *Reader {
	r := &Reader{scanned: scanned{Indicators: x}}
	r.mentioned.scanned = &r.scanned
	r.named.mentioned, r.named.sets = &r.mentioned, x.words.NewSlab()
	r.stated.named = &r.named
	r.recorded.stated = &r.stated
	return r
}

// Reset gives the reader the text of a notice and the words of the lexicon that were found in it. In a line that holds
// more than most quantities the rest is not read.
func (r *Reader) Reset(text string, hits []lexicon.Hit, most int) {
	r.scanned.text, r.all, r.most = text, hits, most
}

// Find returns the indicators of one line, without ids, and what was doubtful. The caller gives out the ids. The list
// holds until Find is called again.
func (r *Reader) Find(line document.Span, place Place) ([]Indicator, []model.Diagnostic) {
	diagnostics := r.scanned.scan(r.all, line, place, r.most)
	if len(r.scanned.found) == 0 {
		return nil, diagnostics
	}
	r.mentioned.mention()
	r.stated.state()
	return r.recorded.records(), diagnostics
}
