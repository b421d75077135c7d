package prove

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"zhenggai/extract/internal/contact"
	"zhenggai/extract/internal/date"
	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/fact"
	"zhenggai/extract/internal/inspection"
	"zhenggai/extract/internal/kind"
	"zhenggai/extract/internal/lexicon"
	"zhenggai/extract/internal/numeral"
	"zhenggai/extract/internal/outline"
	"zhenggai/extract/internal/policy"
	"zhenggai/extract/internal/problem"
	"zhenggai/extract/internal/table"
	"zhenggai/extract/internal/words"
	"zhenggai/extract/rules"
	"zhenggai/model"
)

// A prover runs examples through the stages that read by a set of tables.
type prover struct {
	set        *rules.Set
	notice     notice
	lexicon    *lexicon.Lexicon // of all stages that find words
	indicators *fact.Indicators
	quantities *fact.Quantities
	kinds      *kind.Finder
	contacts   *contact.Finder
	policies   *policy.Finder
	topics     *problem.Topics
	checks     map[string]func(*example) string // by table: what is wrong with an example, or ""
}

// newProver returns a prover of a set of tables.
func newProver(set *rules.Set) (*prover, error) {
	segmenter, err := words.New(set.Words)
	if err != nil {
		return nil, err
	}
	l := lexicon.New()
	p := &prover{
		set: set, notice: newNotice(), lexicon: l,
		indicators: fact.NewIndicators(set.Quantities, set.Tries, l, sync.OnceValue(func() *words.Segmenter { return segmenter })),
		quantities: fact.NewQuantities(set.Quantities, l), kinds: kind.New(set.Kinds, l), contacts: contact.New(set.Contacts, l),
		policies: policy.New(set.Actions, set.Quantities, l), topics: problem.NewTopics(set.Topics, segmenter),
	}
	p.checks = map[string]func(*example) string{
		"actions.tsv": p.action, "contacts.tsv": p.contact, "cues.tsv": p.cue, "figures.tsv": p.figure, "frames.tsv": p.frame, "furniture.tsv": p.furniture,
		"heads.tsv":       p.head,
		"inspections.tsv": p.inspection, "issuers.tsv": p.issuer, "regions.tsv": p.region, "kinds.tsv": p.kind, "labels.tsv": p.label, "markers.tsv": p.marker,
		"parts.tsv": p.part, "roles.tsv": p.role, "slogans.tsv": p.slogan, "tails.tsv": p.tail, "times.tsv": p.time, "topics.tsv": p.topic, "units.tsv": p.unit,
	}
	return p, nil
}

// most is how many records of a kind a text may give.
const most = 1000

// scan finds the words of the tables in a text.
func (p *prover) scan(text string) []lexicon.Hit { return p.lexicon.Scan(nil, text, 0, len(text)) }

// find returns the indicators of a text that stands by itself.
// provedIn is the year of the notices in which examples stand: a later one is still to come.
const provedIn = 2024

func (p *prover) find(text string) []fact.Indicator {
	r := p.indicators.Reader()
	r.Reset(text, p.scan(text), most)
	found, _ := r.Find(document.Span{End: len(text)}, fact.Place{Year: provedIn})
	return found
}

func (p *prover) quantitiesIn(text string) []fact.Quantity {
	found, _, _ := p.quantities.Find(nil, text, document.Span{End: len(text)}, p.scan(text), nil, most)
	return found
}

// lacks says that an example lacks the word that it is about.
func lacks(text, word string) string {
	if strings.Contains(text, word) {
		return ""
	}
	return "it lacks " + word
}

// action: the verb says what was done with the document after it.
func (p *prover) action(e *example) string {
	code := e.Row.Get("code")
	if said := lacks(e.Text, strings.TrimPrefix(e.Name, code+" ")); said != "" {
		return said
	}
	found, _ := p.policies.Find(e.Text, p.scan(e.Text), []document.Span{{End: len(e.Text)}}, most)
	if len(found) != 1 {
		return fmt.Sprintf("it names %d documents", len(found))
	}
	if (found[0].Action == code) != e.Want {
		return fmt.Sprintf("the document is %s", found[0].Action)
	}
	return ""
}

// contact: the label introduces its kind of contact. An address of e-mail needs no label, but digits after the label are no telephone number.
func (p *prover) contact(e *example) string {
	kind, want := e.Row.Get("kind"), e.Want
	if kind == "email" {
		kind, want = "phone", !e.Want
	}
	got := false
	for _, c := range p.contacts.Find(e.Text, p.scan(e.Text), lineOf(e.Text), p.set.Page) {
		got = got || c.Kind == kind
	}
	if got != want {
		return fmt.Sprintf("it gives a contact of the kind %s: %v", kind, got)
	}
	return lacks(e.Text, e.Row.Get("label"))
}

// frame: it goes from a heading, and what stays stands after =>.
func (p *prover) frame(e *example) string {
	heading, name, framed := strings.Cut(e.Text, " => ")
	if framed != e.Want {
		return "a name after => goes with + alone"
	}
	if !framed {
		name = heading
	}
	h := p.set.Headings
	if got := outline.Name(heading, h); got != name {
		return "the name is " + got
	}
	if e.Want && e.Row.Get("strong") != "" && !outline.States(heading, h) {
		return "it states no problem"
	}
	return lacks(heading, e.Row.Get("text"))
}

// furniture: the row takes a line out of the notice by itself, and leaves a paragraph that holds its word.
func (p *prover) furniture(e *example) string {
	kind, word, all := e.Row.Get("kind"), e.Row.Get("word"), p.set.Page
	n := p.notice
	const at = 3
	got, zone := document.FromLines(p.set.Page, n["title"], n["intro"], n["first"], e.Text, n["next"], n["last"], n["signer"], n["day"]).Lines[at].Zone, document.Body
	switch {
	case e.Want && kind == "front":
		zone = document.Front
	case e.Want:
		zone = document.Furniture
	}
	cut := *all
	cut.SetFurniture(slices.DeleteFunc(slices.Clone(all.Furniture), func(f rules.Furniture) bool { return f.Word == word }))
	switch {
	case got != zone && e.Want:
		return "it stays in the notice"
	case got != zone:
		return "it goes from the notice"
	case e.Want && all.Furnishes(e.Text) != kind:
		return fmt.Sprintf("it is of the kind %q", all.Furnishes(e.Text))
	case e.Want && cut.Furnishes(e.Text) == kind:
		return "another row does the same without this one"
	}
	return lacks(e.Text, word)
}

// issuer: the names, which are parted by 、, are of the type.
func (p *prover) issuer(e *example) string {
	for name := range strings.SplitSeq(e.Text, "、") {
		if got := inspection.IssuerType(name, p.set.Issuers); (got == e.Row.Get("code")) != e.Want || got == "" {
			return fmt.Sprintf("%s is of the type %q", name, got)
		}
		if ends := endsIn(e.Row, name, e.Want); e.Want && len(ends) > 1 || !e.Want && len(ends) == 0 {
			return fmt.Sprintf("%s has the ends %q of the row", name, ends)
		}
	}
	return ""
}

// endsIn returns the ends of a row that a name has at its end, or anywhere.
func endsIn(row *rules.Row, name string, atEnd bool) []string {
	return slices.DeleteFunc(row.List("ends"), func(end string) bool {
		return atEnd && !strings.HasSuffix(name, end) || !strings.Contains(name, end)
	})
}

// unproved returns the ends of a row of issuers.tsv that no example has alone.
func unproved(row *rules.Row, list []example) []string {
	proved := map[string]bool{}
	for _, e := range list {
		if e.Row != row || !e.Want {
			continue
		}
		for name := range strings.SplitSeq(e.Text, "、") {
			if ends := endsIn(row, name, true); len(ends) == 1 {
				proved[ends[0]] = true
			}
		}
	}
	return slices.DeleteFunc(row.List("ends"), func(end string) bool { return proved[end] })
}

// kind: a title, or a title and a body parted by //, is of the kind, and the cue is among the reasons.
func (p *prover) kind(e *example) string {
	title, body, _ := strings.Cut(e.Text, " // ")
	name, all := e.Row.Get("kind"), asked(e.Row.Get("cue"))
	if (name == string(model.KindRectification)) == e.Want {
		body = p.notice["body"] + body // a title alone makes no notice
	}
	got, reasons := p.kinds.Find(kind.Reading{Title: title, Front: title, Headings: body, Body: body, Words: p.scan(body)})
	for _, word := range all {
		if said := lacks(e.Text, word); said != "" {
			return said
		}
	}
	decides := string(got) == name && slices.Contains(reasons, e.Row.Get("place")+": "+strings.Join(all, " "))
	if decides != e.Want || !e.Want && string(got) == name {
		return fmt.Sprintf("it is of the kind %s for %q", got, reasons)
	}
	return ""
}

// asked returns the words that a cue asks for.
func asked(cue string) (all []string) {
	for word := range strings.SplitSeq(cue, "&") {
		if !strings.HasPrefix(word, "!") {
			all = append(all, strings.Split(word, "…")...)
		}
	}
	return all
}

// label: it opens a field of its kind, and prose with its words opens none.
func (p *prover) label(e *example) string {
	label := e.Row.Get("label")
	if end, ok := strings.CutPrefix(label, "…"); ok {
		return p.labelEnd(e, end)
	}
	got := fieldsOf(e.Text, label, p.set)
	switch {
	case e.Want && !slices.Equal(got, []string{e.Row.Get("field")}), !e.Want && len(got) > 0:
		return fmt.Sprintf("it gives the fields %q", got)
	}
	return lacks(e.Text, label)
}

// labelEnd: words that stand among labels end so and are a label of the kind.
func (p *prover) labelEnd(e *example, end string) string {
	got, _ := p.set.Headings.LabelEnding(e.Text)
	ends := slices.ContainsFunc(rules.Expand(end), func(end string) bool { return strings.HasSuffix(e.Text, end) })
	if (got == e.Row.Get("field") && ends) != e.Want {
		return fmt.Sprintf("it gives the field %q", got)
	}
	return ""
}

// marker: the paragraph opens with a marker of the style.
func (p *prover) marker(e *example) string {
	if got := outline.StyleOf(e.Text, p.set.Headings); (got == e.Row.Get("code")) != e.Want {
		return fmt.Sprintf("it is marked %q", got)
	}
	return ""
}

// role: the word gives a section its role by itself, and others outweigh it.
func (p *prover) role(e *example) string {
	role, word, all := e.Row.Get("role"), e.Row.Get("word"), p.set.Headings
	got := p.roleOf(e.Text, all)
	if said := lacks(e.Text, word); said != "" {
		return said
	}
	if (got == role) != e.Want || got == outline.RoleOther {
		return "the section has the role " + got
	}
	cut := *all
	cut.SetRoles(slices.DeleteFunc(slices.Clone(all.Roles), func(r rules.Role) bool { return r.Word == word }))
	if e.Want && p.roleOf(e.Text, &cut) == role {
		return "the section has the role without the row"
	}
	return ""
}

// roleOf returns the role of a section with the given heading.
func (p *prover) roleOf(heading string, h *rules.Headings) string {
	text := p.notice["marker"] + heading
	out := outline.Build(text, lineOf(text), len(text), 0, h)
	if len(out.Nodes) == 0 {
		return outline.RoleOther
	}
	out.SetRoles(text, h)
	return out.Nodes[0].Role
}

// slogan: the number states no quantity.
func (p *prover) slogan(e *example) string {
	if found := p.quantitiesIn(e.Text); (len(found) == 0) != e.Want {
		return fmt.Sprintf("it gives %d quantities", len(found))
	}
	return ""
}

// tail: the word states a problem, or the verb opens a measure, by itself.
func (p *prover) tail(e *example) string {
	word, all := e.Row.Get("word"), p.set.Headings
	problem := e.Want == (e.Row.Get("sign") != "-")
	cut := *all
	cut.Tails, cut.Ends, cut.Verbs = without(all.Tails, word), without(all.Ends, word), without(all.Verbs, word)
	switch {
	case outline.States(e.Text, all) != problem:
		return fmt.Sprintf("it states a problem: %v", !problem)
	case e.Want && outline.States(e.Text, &cut) == problem:
		return "it reads so without the row"
	}
	return lacks(e.Text, word)
}

// without returns the words but one.
func without(list *lexicon.Lexicon, word string) *lexicon.Lexicon {
	return lexicon.New(slices.DeleteFunc(list.Words(), func(w string) bool { return w == word })...)
}

// topic: the heading is about the topic.
func (p *prover) topic(e *example) string {
	if got := p.topics.Of(e.Text); slices.Contains(got, e.Row.Get("code")) != e.Want {
		return fmt.Sprintf("its topics are %q", got)
	}
	return ""
}

// unit: the phrase counts in it. Spans of time and ages are no quantities.
func (p *prover) unit(e *example) string {
	if dimension := e.Row.Get("dimension"); e.Want && (dimension == "time" || dimension == "age") {
		return ""
	}
	name := e.Row.Get("unit")
	for _, sign := range e.Row.List("sign") {
		if found := p.quantitiesIn(sign + "12"); len(found) != 1 || found[0].Def.Name != name {
			return sign + " gives no amount in the unit"
		}
	}
	if counts := slices.ContainsFunc(p.quantitiesIn(e.Text), func(q fact.Quantity) bool { return q.Def.Name == name }); counts != e.Want {
		return fmt.Sprintf("it gives a quantity in the unit: %v", counts)
	}
	return ""
}

// figure: the row decides how the figures and times of a text read, and leaves those of another as they are.
func (p *prover) figure(e *example) string {
	all, hits := p.set.Quantities, p.scan(e.Text)
	cut := all.WithoutFigure(e.Row.Get("kind"), e.Row.Get("word"))
	if said := decides(e, figuresOf(p.indicators, all, e.Text, hits), figuresOf(p.indicators, cut, e.Text, hits)); said != "" {
		return said
	}
	return lacks(e.Text, e.Row.Get("word"))
}

// figuresOf says how the numbers, dates and figures of a text read.
func figuresOf(x *fact.Indicators, q *rules.Quantities, text string, hits []lexicon.Hit) string {
	var said strings.Builder
	for n, ok := numeral.Next(q, text, 0); ok; n, ok = numeral.Next(q, text, n.End) {
		fmt.Fprintf(&said, "%s %v %v %s; ", n.Value, n.More, n.Percent, text[n.Start:n.End])
	}
	for _, d := range date.Find(q, text, 0, len(text)) {
		fmt.Fprintf(&said, "%s; ", d)
	}
	r := x.With(q).Reader()
	r.Reset(text, hits, most)
	found, _ := r.Find(document.Span{End: len(text)}, fact.Place{Year: provedIn})
	for i := range found {
		x := &found[i].Indicator
		fmt.Fprintf(&said, "%s %v %s %s %s %s %s; ", x.Value, x.High, x.Unit, x.Bound, x.Change, x.Period, found[i].Mention.In(text))
	}
	return said.String()
}

// head: the row decides how the figures of a table are read, and leaves those of another as they are.
func (p *prover) head(e *example) string {
	cut := p.set.WithoutHead(e.Row.Get("kind"), e.Row.Get("word"))
	if said := decides(e, p.cellsOf(e.Text, p.set), p.cellsOf(e.Text, cut)); said != "" {
		return said
	}
	return lacks(e.Text, e.Row.Get("word"))
}

// cellsOf says how the figures of a table are read.
func (p *prover) cellsOf(example string, set *rules.Set) string {
	text, lines := tableOf(example)
	var said strings.Builder
	reader := table.NewReader(p.indicators, p.lexicon)
	for _, t := range table.Find(text, lines, p.indicators, set.Headings, set.Heads) {
		for i := range t.Cells {
			if in, ok := reader.Read(text, &t.Cells[i], fact.Place{Year: provedIn}); ok {
				fmt.Fprintf(&said, "%s %s %s %s %s %s %s; ", in.Value, in.Unit, in.Subject, in.Metric, in.Status, in.Change, in.Period)
			}
		}
		for _, series := range t.Series {
			fmt.Fprintf(&said, "%v; ", reader.Completions(p.indicators, &t, series, fact.Place{Year: provedIn}))
		}
		fmt.Fprintf(&said, "%v; ", t.Sums)
		for _, d := range t.Diagnostics {
			said.WriteString(d.Code)
		}
	}
	return said.String()
}

// time: the figure is for the part of the year or month, and elsewhere for the whole. Where no days are known a range goes on after
// the word.
func (p *prover) time(e *example) string {
	for _, i := range p.find(e.Text) {
		start, _, interval := strings.Cut(i.Period, "/")
		if part := e.Row.Get("start"); part != "" && strings.HasSuffix(start, "-"+part) != e.Want || part == "" && interval != e.Want {
			return "the figure is for " + i.Period
		}
	}
	return lacks(e.Text, map[bool]string{true: e.Row.Get("word")}[e.Want])
}
