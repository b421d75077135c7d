package prove

import (
	"strings"

	"zhenggai/extract/internal/fact"
	"zhenggai/extract/internal/outline"
	"zhenggai/extract/rules"
)

// partShows says for each part of parts.tsv how one sees that a text plays it.
var partShows = map[string]func(p *prover, text string, h *rules.Headings) bool{
	"title_word": (*prover).titled,
	"title_end":  (*prover).titled,
	"signer": func(p *prover, text string, h *rules.Headings) bool {
		n := p.notice
		return page(h, n["title"], n["intro"], n["first"], n["last"], text, n["day"]).Signatory == text
	},
	"date_label": func(p *prover, text string, h *rules.Headings) bool {
		n := p.notice
		return page(h, n["title"], text, n["intro"], n["first"], n["last"], n["signer"], n["day"]).Published.String() == n["published"]
	},
	"date_meta": func(p *prover, text string, h *rules.Headings) bool {
		d, err := p.notice.headed(text, p.set.Sites, h)
		return err == nil && d.Published.String() == p.notice["published"]
	},
	"title_meta": func(p *prover, text string, h *rules.Headings) bool {
		d, err := p.notice.headed(text, p.set.Sites, h)
		return err == nil && d.Title == p.notice["title"]
	},
	"done": func(p *prover, text string, h *rules.Headings) bool {
		n := p.notice
		d := page(h, n["title"], n["intro"], n["ledger"], n["problem"]+text)
		return len(fact.FindLedgers(d.Text, d.Lines, h).Reached) > 0
	},
	"closing": func(p *prover, text string, h *rules.Headings) bool {
		n := p.notice
		d := page(h, n["title"], n["intro"], n["first"], n["last"], text, n["signer"], n["day"])
		nodes := outline.Build(d.Text, d.Lines, d.BodyEnd, 0, h).Nodes
		return len(nodes) > 0 && nodes[len(nodes)-1].End == strings.Index(d.Text, text)
	},
	"attached":   func(_ *prover, text string, h *rules.Headings) bool { return h.Attached(text) },
	"unattached": func(_ *prover, text string, h *rules.Headings) bool { return !h.Attached(text) },
	"intro":      func(p *prover, text string, h *rules.Headings) bool { return p.notice.several(text, h) == 2 },
}

func (p *prover) titled(text string, h *rules.Headings) bool {
	n := p.notice
	return page(h, text, n["intro"], n["first"], n["last"], n["signer"], n["day"]).Title == text
}

// part: the row gives a text its part by itself, and a text that only holds the word does not get it.
func (p *prover) part(e *example) string {
	part, word := e.Row.Get("part"), e.Row.Get("word")
	shows := partShows[part]
	switch {
	case shows == nil:
		return "nothing shows how a text plays the part " + part
	case shows(p, e.Text, p.set.Headings) != e.Want && e.Want:
		return "it does not play the part"
	case shows(p, e.Text, p.set.Headings) != e.Want:
		return "it plays the part"
	case e.Want && shows(p, e.Text, p.set.Headings.WithoutPart(part, word)):
		return "it plays the part without the row"
	}
	return lacks(e.Text, word)
}
