package prove

import (
	"slices"
	"strings"

	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/inspection"
	"zhenggai/extract/internal/outline"
	"zhenggai/extract/internal/problem"
	"zhenggai/extract/rules"
	"zhenggai/model"
)

// partShows says for each part of parts.tsv how one sees that a text plays it.
var partShows = map[string]func(p *prover, text string, set *rules.Set) bool{
	"title_word": (*prover).titled,
	"title_end":  (*prover).titled,
	"title_label": func(p *prover, text string, set *rules.Set) bool {
		return p.plain(text, set).Title == p.notice["title"]
	},
	"title_topic": func(p *prover, text string, set *rules.Set) bool { return p.plain(text, set).Owner() != "" },
	"title_about": func(p *prover, text string, set *rules.Set) bool { return p.plain(text, set).Owner() != "" },
	"party": func(p *prover, text string, set *rules.Set) bool {
		return p.plain(p.notice["column"]+text, set).Title == text
	},
	"place_end": func(p *prover, text string, set *rules.Set) bool {
		n := p.notice
		return document.FromLines(set.Page, n["second"], text, n["intro"], n["first"], n["last"]).Title == text
	},
	"committee_end": func(_ *prover, text string, set *rules.Set) bool {
		short, full, _ := strings.Cut(text, "、")
		return inspection.SameBody(short, full, set.Page)
	},
	"heading_unit": func(p *prover, text string, set *rules.Set) bool { return !p.titled(text, set) },
	"site_end": func(p *prover, text string, set *rules.Set) bool {
		return p.plain(text+" "+p.notice["title"], set).Title == p.notice["title"]
	},
	"session":   func(p *prover, text string, set *rules.Set) bool { return !p.dated(set, text) },
	"audience":  func(p *prover, text string, set *rules.Set) bool { return !p.dated(set, p.notice["spoken"], text) },
	"paper":     func(p *prover, text string, set *rules.Set) bool { return p.dated(set, text) },
	"addressed": issued, "inspected": issued, "resolves": issued,
	"deictic":  func(p *prover, text string, set *rules.Set) bool { return !issued(p, text, set) },
	"team_end": func(p *prover, text string, set *rules.Set) bool { return !issued(p, text, set) },
	"signer": func(p *prover, text string, set *rules.Set) bool {
		n := p.notice
		return document.FromLines(set.Page, n["title"], n["intro"], n["first"], n["last"], text, n["day"]).Signatory == text
	},
	"date_label": func(p *prover, text string, set *rules.Set) bool {
		n := p.notice
		return document.FromLines(set.Page, n["title"], text, n["intro"], n["first"], n["last"], n["signer"], n["day"]).Published.String() == n["published"]
	},
	"date_meta": func(p *prover, text string, set *rules.Set) bool {
		d, err := p.notice.headed(text, p.set.Sites, set)
		return err == nil && d.Published.String() == p.notice["published"]
	},
	"title_meta": func(p *prover, text string, set *rules.Set) bool {
		d, err := p.notice.headed(text, p.set.Sites, set)
		return err == nil && d.Title == p.notice["title"]
	},
	"done": func(p *prover, text string, set *rules.Set) bool {
		n := p.notice
		d := document.FromLines(set.Page, n["title"], n["intro"], n["ledger"], n["problem"]+text)
		return len(problem.FindLedgers(d.Text, d.Lines, set.Headings).Reached) > 0
	},
	"closing": func(p *prover, text string, set *rules.Set) bool {
		n := p.notice
		d := document.FromLines(set.Page, n["title"], n["intro"], n["first"], n["last"], text, n["signer"], n["day"])
		nodes := outline.Build(d.Text, d.Lines, d.BodyEnd, 0, set.Headings).Nodes
		return len(nodes) > 0 && nodes[len(nodes)-1].End == strings.Index(d.Text, text)
	},
	"attached":   func(_ *prover, text string, set *rules.Set) bool { return set.Attachments.Attached(text) },
	"unattached": func(_ *prover, text string, set *rules.Set) bool { return !set.Attachments.Attached(text) },
	"problem_word": func(p *prover, text string, set *rules.Set) bool {
		d, nodes := p.sections(text, set)
		return len(nodes) > 0 && document.EndsInAny(nodes[0].Title.In(d.Text), p.set.Headings.Part("problem_word")...)
	},
	"state_done": stated(model.StateDone), "state_under_way": stated(model.StateUnderWay), "state_long_term": stated(model.StateLongTerm),
	"state_of": anyState, "state_now": anyState, "state_and": anyState, "state_going": stated(model.StateUnderWay),
	"duty_open": charged, "duty_end": charged, "duty_is": charged,
	"due_open": due, "due_before": due, "due_end": due, "due_whole": due,
	"problem_frame": func(_ *prover, text string, set *rules.Set) bool { return outline.States(text, set.Headings) },
	"problem_count": func(_ *prover, text string, set *rules.Set) bool { return outline.Name(text, set.Headings) != text },
	"runs_on": func(p *prover, text string, set *rules.Set) bool {
		_, nodes := p.sections(text, set)
		return len(nodes) == 2
	},
	"no_first": func(p *prover, text string, set *rules.Set) bool {
		_, nodes := p.sections(text, set)
		return len(nodes) > 1 && nodes[1].Number == 2
	},
	"container": (*prover).holds, "container_end": (*prover).holds, "container_above": (*prover).holds,
	"intro": func(p *prover, text string, set *rules.Set) bool { return p.notice.several(text, set) == 2 },
}

// told reads what a sentence below the heading of a problem says of it.
func (p *prover) told(sentence string, set *rules.Set) model.Problem {
	n := p.notice
	d := document.FromLines(set.Page, n["title"], n["intro"], n["first"], n["next"], n["below"], sentence, n["beside"], n["signer"], n["day"])
	out := outline.Build(d.Text, d.Lines, d.BodyEnd, 0, set.Headings)
	out.SetRoles(d.Text, set.Headings)
	f := problem.Find(d.Text, out, set.Headings)
	f.SayMore(d.Text, out, set.Headings)
	if len(f.Problems) == 0 {
		return model.Problem{}
	}
	return f.Problems[0].Problem
}

func stated(state model.State) func(*prover, string, *rules.Set) bool {
	return func(p *prover, text string, set *rules.Set) bool { return p.told(text, set).State == state }
}

func anyState(p *prover, text string, set *rules.Set) bool { return p.told(text, set).State != "" }
func charged(p *prover, text string, set *rules.Set) bool  { return p.told(text, set).Responsible != "" }

func due(p *prover, text string, set *rules.Set) bool { return p.told(text, set).Deadline != "" }

// sections reads a notice that ends with a heading.
func (p *prover) sections(text string, set *rules.Set) (*document.Document, []outline.Node) {
	n := p.notice
	d := document.FromLines(set.Page, n["title"], n["intro"], n["marker"]+text, n["signer"], n["day"])
	return d, outline.Build(d.Text, d.Lines, d.BodyEnd, 0, set.Headings).Nodes
}

// holds reports whether a heading of the first level is no aspect of the problems below it.
func (p *prover) holds(text string, set *rules.Set) bool {
	n := p.notice
	d := document.FromLines(set.Page, n["title"], n["intro"], n["marker"]+text, n["below"], n["beside"], n["signer"], n["day"])
	out := outline.Build(d.Text, d.Lines, d.BodyEnd, 0, set.Headings)
	out.SetRoles(d.Text, set.Headings)
	problems := problem.Find(d.Text, out, set.Headings).Problems
	return len(problems) == 2 && problems[0].Aspect == ""
}

func (p *prover) titled(text string, set *rules.Set) bool {
	n := p.notice
	return document.FromLines(set.Page, text, n["intro"], n["first"], n["last"], n["signer"], n["day"]).Title == text
}

// plain reads a notice without a signature that begins with a title.
func (p *prover) plain(title string, set *rules.Set) *document.Document {
	return document.FromLines(set.Page, title, p.notice["intro"], p.notice["first"], p.notice["last"])
}

// dated reports whether the lines below a title date the page.
func (p *prover) dated(set *rules.Set, lines ...string) bool {
	lines = slices.Concat([]string{p.notice["title"]}, lines, []string{p.notice["intro"], p.notice["first"], p.notice["last"]})
	return document.FromLines(set.Page, lines...).Published.String() == p.notice["published"]
}

// issued reports whether an introduction names whose notice it is.
func issued(_ *prover, text string, set *rules.Set) bool {
	name, _ := inspection.FindIssuer(text, document.Span{End: len(text)}, set.Page, set.Inspections)
	return name != ""
}

// part: the row gives a text its part by itself, and a text that only holds the word does not get it.
func (p *prover) part(e *example) string {
	part, word := e.Row.Get("part"), e.Row.Get("word")
	shows := partShows[part]
	switch {
	case shows == nil:
		return "nothing shows how a text plays the part " + part
	case shows(p, e.Text, p.set) != e.Want && e.Want:
		return "it does not play the part"
	case shows(p, e.Text, p.set) != e.Want:
		return "it plays the part"
	case e.Want && shows(p, e.Text, p.set.WithoutPart(part, word)):
		return "it plays the part without the row"
	}
	return lacks(e.Text, word)
}
