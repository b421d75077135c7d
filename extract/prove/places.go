package prove

import (
	"fmt"
	"strings"

	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/inspection"
	"zhenggai/extract/internal/region"
	"zhenggai/extract/rules"
	"zhenggai/model"
)

// inspection: the row decides how a text reads that tells of an inspection, and leaves another as it is.
func (p *prover) inspection(e *example) string {
	part := e.Row.Get("part")
	got, without := p.inspected(e.Text, part, p.set.Inspections), p.inspected(e.Text, part, p.set.Inspections.Without(e.Row))
	return decides(e, fmt.Sprintf("%+v", got), fmt.Sprintf("%+v", without))
}

// inspected reads the inspection of a text below a county-level city. The committee's own name tells it from its departments.
func (p *prover) inspected(text, part string, names *rules.Inspections) model.Inspection {
	span := document.Span{End: len(text)}
	s := inspection.Setting{
		Signers: p.set.Page.Part("signer"), Quantities: p.set.Quantities, Intro: span, Text: text, Paragraphs: []document.Span{span}, Issuer: p.notice["department"],
		Region: &model.Region{Code: p.notice["city_code"], County: p.notice["city"]},
	}
	if part == "committee" {
		s.Issuer = p.notice["committee"]
	}
	if in, _ := inspection.Find(s, names); in != nil {
		return *in
	}
	return model.Inspection{}
}

// region: the row decides which place texts name, or the level of the body that the first names, and leaves those of others as they are.
func (p *prover) region(e *example) string {
	return decides(e, p.placeIn(e.Text, p.set.Regions), p.placeIn(e.Text, p.set.Regions.Without(e.Row)))
}

// placeIn returns the place that texts name, which are parted by spaces, and the level of the body that the first names.
func (p *prover) placeIn(texts string, words *rules.Regions) string {
	g, clues := region.New(p.set.Divisions, words), strings.Fields(texts)
	match, _ := g.Find(clues, 0)
	return match.Region.Province + match.Region.Prefecture + match.Region.County + " " + g.Level(clues[0], &match.Region, 0)
}

// decides says what is wrong where a row ought to decide between two readings, or ought not to.
func decides(e *example, with, without string) string {
	switch {
	case e.Want && with == without:
		return fmt.Sprintf("it reads %s without the row too", with)
	case !e.Want && with != without:
		return fmt.Sprintf("it reads %s, and %s without the row", with, without)
	}
	return ""
}
