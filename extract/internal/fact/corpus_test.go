package fact

import (
	"slices"
	"strings"
	"testing"

	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/lexicon"
	"zhenggai/extract/internal/outline"
	"zhenggai/extract/internal/testing/corpus"
	"zhenggai/extract/rules"
	"zhenggai/model"
)

// cueKinds are the kinds of cues.tsv and how one sees that a cue of the kind speaks of an indicator.
var cueKinds = map[string]func(c cueReading) bool{
	"planned":        func(c cueReading) bool { return c.at.Status == model.StatusPlanned },
	"time":           func(c cueReading) bool { return c.at.Status == model.StatusPlanned },
	"so_far":         func(c cueReading) bool { return c.at.Status == model.StatusAchieved },
	"done":           func(c cueReading) bool { return c.at.Status == model.StatusAchieved },
	"did":            func(c cueReading) bool { return c.at.Status == model.StatusAchieved },
	"progress":       func(c cueReading) bool { return c.total },
	"rest":           func(c cueReading) bool { return c.total },
	"pending":        func(c cueReading) bool { return c.at.Status == "" },
	"none":           func(c cueReading) bool { return c.at.Status != model.StatusPlanned && c.at.Change == "" },
	"attribute":      func(c cueReading) bool { return c.at.Elided },
	"about":          bounded(model.BoundAbout),
	"about_after":    bounded(model.BoundAbout),
	"at_least":       bounded(model.BoundAtLeast),
	"at_least_after": bounded(model.BoundAtLeast),
	"at_most":        bounded(model.BoundAtMost),
	"at_most_after":  bounded(model.BoundAtMost),
	"no_bound":       bounded(""),
	"increase":       func(c cueReading) bool { return c.at.Change == model.ChangeIncrease },
	"decrease":       func(c cueReading) bool { return c.at.Change == model.ChangeDecrease },
	"increase_to":    func(c cueReading) bool { return c.at.Change == model.ChangeIncreaseTo },
	"decrease_to":    func(c cueReading) bool { return c.at.Change == model.ChangeDecreaseTo },
	"activity":       func(c cueReading) bool { return c.at.Metric != "" },
	"average":        func(c cueReading) bool { return c.at.Metric != "" },
	"growth":         func(c cueReading) bool { return c.at.Change == model.ChangeIncrease },
	"drop":           func(c cueReading) bool { return c.at.Change == model.ChangeDecrease },
	"up":             func(c cueReading) bool { return c.at.Change == model.ChangeIncreaseTo },
	"down":           func(c cueReading) bool { return c.at.Change == model.ChangeDecreaseTo },
	"to":             func(c cueReading) bool { return c.at.From >= 0 },
	"when":           func(c cueReading) bool { return c.at.From >= 0 },
	"target":         func(c cueReading) bool { return c.at.Target >= 0 },
	"result":         func(c cueReading) bool { return c.at.Target >= 0 },
	"from":           func(c cueReading) bool { return c.at.From >= 0 },
	"part":           func(c cueReading) bool { return c.total },
	"whole":          func(c cueReading) bool { return c.total },
	"overall":        func(c cueReading) bool { return c.overall },
	"already":        func(c cueReading) bool { return c.at.Status == model.StatusAchieved },
	"by":             func(c cueReading) bool { return c.at.Status == model.StatusPlanned },
	"since":          func(c cueReading) bool { return c.at.Period == "" },
	"since_after":    func(c cueReading) bool { return c.at.Period == "" },
	"compared":       func(c cueReading) bool { return c.at.Metric == "" },
	"among":          func(c cueReading) bool { return c.total },
	"rate":           func(c cueReading) bool { return c.at == nil },
}

// cueReading is what is read at the 【】 of an example.
type cueReading struct {
	at    *Indicator // nil for none
	exact bool       // the mention is what stands in 【】
	total bool       // it is a total with parts

	overall bool // a word of its clause says so, which those who compare look for
}

func bounded(b model.Bound) func(cueReading) bool {
	return func(c cueReading) bool { return c.at.Bound == b && c.exact }
}

func readCue(text string, at document.Span) (c cueReading) {
	x := testIndicators()
	found, _ := readerOf(text).Find(document.Span{End: len(text)}, Place{Year: 2029})
	sums := x.FindTotals(text, found)
	clause := text[:at.Start]
	clause = clause[max(strings.LastIndex(clause, "，"), strings.LastIndex(clause, "。"))+1:]
	c.overall = slices.ContainsFunc(rules.Default().Quantities.Words("overall"), func(w string) bool { return strings.Contains(clause, w) })
	for i := range found {
		if m := found[i].Mention; m.Start < at.End && at.Start < m.End {
			c.at, c.exact = &found[i], m == at
			for _, s := range sums {
				c.total = c.total || s.Total == i
			}
		}
	}
	return c
}

// TestCueCorpus insists that each word of cues.tsv says what its kind says where it should, and nothing where it should not.
func TestCueCorpus(t *testing.T) {
	q := rules.Default().Quantities
	var rows []string
	for kind := range cueKinds {
		for _, w := range q.Words(kind) {
			rows = append(rows, kind+" "+w)
		}
	}
	for _, e := range corpus.Read(t, "cues", rows) {
		kind, word, _ := strings.Cut(e.Key, " ")
		text, at := marked(t, e.Text)
		c := readCue(text, at)
		switch {
		case !strings.Contains(text, word) && !(kind == "none" && !e.Want):
			t.Errorf("%s: lacks the word", e)
		case c.at == nil && kind != "rate":
			t.Errorf("%s: no quantity there", e)
		case cueKinds[kind](c) != e.Want:
			t.Errorf("%s: read as %+v", e, c.at)
		}
	}
}

// TestFrameCorpus insists that each frame goes from the headings that it frames and stays in those where its words say more.
func TestFrameCorpus(t *testing.T) {
	h := rules.Default().Headings
	var rows []string
	strong := map[string]bool{}
	for place, frames := range map[string][]rules.Frame{"prefix": h.Prefixes, "suffix": h.Suffixes} {
		for _, f := range frames {
			rows = append(rows, place+" "+f.Text)
			strong[place+" "+f.Text] = f.Strong
		}
	}
	for _, e := range corpus.Read(t, "frames", rows) {
		heading, name, framed := strings.Cut(e.Text, " => ")
		if framed != e.Want {
			t.Errorf("%s: a name behind => goes with + alone", e)
		}
		if !framed {
			name = heading
		}
		if got := outline.Name(heading, h); got != name {
			t.Errorf("%s: the name is %s", e, got)
		}
		if e.Want && strong[e.Key] && !outline.States(heading, h) {
			t.Errorf("%s: states no problem", e)
		}
	}
}

// TestContactCorpus insists that each label introduces its kind of contact and that prose with the word does not.
func TestContactCorpus(t *testing.T) {
	set := rules.Default()
	contacts := NewContacts(set.Contacts, lexicon.New())
	var rows []string
	for _, l := range set.Contacts {
		rows = append(rows, l.Kind+" "+l.Label)
	}
	for _, e := range corpus.Read(t, "contacts", rows) {
		kind, label, _ := strings.Cut(e.Key, " ")
		if kind == "email" {
			kind, e.Want = "phone", !e.Want
		}
		got := false
		line := document.Line{Span: document.Span{End: len(e.Text)}, Zone: document.Body}
		for _, c := range contacts.Find(e.Text, contacts.words.Scan(nil, e.Text, 0, len(e.Text)), []document.Line{line}, set.Page) {
			got = got || c.Kind == kind
		}
		if got != e.Want || !strings.Contains(e.Text, label) {
			t.Errorf("%s: %s: gives a contact of the kind: %v", e.Key, e.Text, got)
		}
	}
}

// TestActionCorpus insists that each verb of actions.tsv says what was done with the document behind it.
func TestActionCorpus(t *testing.T) {
	actions := rules.Default().Actions
	var rows []string
	for _, a := range actions {
		for _, v := range a.Verbs {
			rows = append(rows, a.Code+" "+v)
		}
	}
	for _, e := range corpus.Read(t, "actions", rows) {
		code, verb, _ := strings.Cut(e.Key, " ")
		found, _ := policiesOf(e.Text, actions)
		if len(found) != 1 || (found[0].Action == code) != e.Want || !strings.Contains(e.Text, verb) {
			t.Errorf("%s: read as %+v", e, found)
		}
	}
}
