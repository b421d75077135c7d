package extract

import (
	"slices"
	"strings"

	"zhenggai/extract/internal/date"
	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/inspection"
	"zhenggai/extract/internal/runes"
	"zhenggai/extract/rules"
	"zhenggai/model"
)

// metadata finds who published the notice, where, when, and the inspection.
func (r *reading) metadata() {
	n := r.notice
	n.Published, n.Signed = r.doc.Published.String(), r.doc.Signed.String()
	if n.Kind != model.KindRectification {
		return
	}
	r.issuer()
	r.region()
	r.issuerLevel()
	r.inspection()
}

// issuer finds whose notice it is: as signature and title name it, else as the introduction or the page's data do.
func (r *reading) issuer() {
	name := r.signedOrTitled()
	if name == "" {
		var at document.Span
		if name, at = inspection.FindIssuer(r.doc.Text, r.introSpan(), r.rules.Page, r.rules.Inspections); name != "" {
			r.diagnose(model.Diagnostic{Code: "issuer.introduced", Args: model.Args{"issuer": name}, Span: &model.Span{at.Start, at.End}})
		} else if name = r.doc.Publisher(); name == "" {
			return
		}
	}
	r.notice.Issuer = &model.Issuer{Name: name, Type: inspection.IssuerType(name, r.rules.Issuers)}
}

// issuerLevel tells to which level of the administration the issuer belongs.
func (r *reading) issuerLevel() {
	issuer := r.notice.Issuer
	if issuer == nil {
		return
	}
	k := slices.IndexFunc(r.rules.Issuers, func(t rules.IssuerType) bool { return t.Code == issuer.Type })
	if k < 0 {
		return
	}
	if issuer.Level = r.rules.Issuers[k].Level; issuer.Level == "division" {
		issuer.Level = r.gazetteer().Level(issuer.Name, r.notice.Region, r.year())
	}
}

// signedOrTitled returns the fuller of the names that the signature and the title give.
func (r *reading) signedOrTitled() string {
	signed := strings.ReplaceAll(r.doc.Signatory, " ", "")
	titled := r.doc.Owner()
	switch {
	case signed == "":
		return titled
	case titled == "" || len(titled) <= len(signed):
		return signed
	case inspection.SameBody(signed, titled, r.rules.Page):
		return titled
	}
	return signed
}

// region finds where the issuer sits: by its name, the title, the address in the notice, then by what else is named.
func (r *reading) region() {
	issuer := ""
	if r.notice.Issuer != nil {
		issuer = r.notice.Issuer.Name
	}
	clues := []string{issuer, r.doc.Owner(), r.doc.Title}
	for _, c := range r.notice.Contacts {
		if c.Kind == "address" && c.Scope == "notice" {
			clues = append(clues, c.Value)
		}
	}
	clues = append(clues, r.page.Title)
	for _, line := range r.doc.Lines {
		if line.Zone == document.Front || line.Zone == document.Furniture {
			clues = append(clues, line.In(r.doc.Text))
		}
	}
	clues = append(clues, r.introText())
	match, ok := r.gazetteer().Find(clues, r.year())
	if ok {
		found := match.Region
		r.notice.Region = &found
		if len(match.Split) > 0 {
			r.diagnose(model.Diagnostic{Code: "region.split", Args: model.Args{"place": r.notice.Place(), "places": placesOf(match.Split)}})
		}
		return
	}
	if len(match.Ambiguous) == 0 {
		r.diagnose(model.Diagnostic{Code: "region.unknown"})
		return
	}
	r.diagnose(model.Diagnostic{Code: "region.unknown", Case: "ambiguous", Args: model.Args{"places": placesOf(match.Ambiguous)}})
}

func placesOf(regions []model.Region) []string {
	var names []string
	for _, x := range regions {
		names = append(names, x.Province+x.Prefecture+x.County)
	}
	return names
}

// introLines is how many paragraphs of a body may tell of the inspection.
const introLines = 6

// intro returns the first paragraphs of the body.
func (r *reading) intro() []document.Span { return r.body[:min(len(r.body), introLines)] }

// introSpan reaches from the first of these paragraphs to the last, or as far as an introduction may go.
func (r *reading) introSpan() document.Span {
	p := r.intro()
	if len(p) == 0 {
		return document.Span{}
	}
	const most = 1500 * 3 // bytes
	text := r.doc.Text[p[0].Start:p[len(p)-1].End]
	return document.Span{Start: p[0].Start, End: p[0].Start + runes.Before(text, most)}
}

func (r *reading) introText() string { return r.introSpan().In(r.doc.Text) }

func (r *reading) inspection() {
	p := r.intro()
	if len(p) == 0 {
		return
	}
	setting := inspection.Setting{
		Title: r.doc.Title, Intro: r.introSpan(), Text: r.doc.Text,
		Region: r.notice.Region, Paragraphs: p, Furniture: r.furniture(),
		Signers: r.rules.Page.Part("signer"), Quantities: r.rules.Quantities,
	}
	if r.notice.Issuer != nil {
		setting.Issuer = r.notice.Issuer.Name
	}
	found, diagnostics := inspection.Find(setting, r.rules.Inspections)
	r.notice.Inspection = found
	r.diagnose(diagnostics...)
}

// furniture returns the lines before the body that are not its title: breadcrumbs name the round at times.
func (r *reading) furniture() string {
	var b strings.Builder
	for _, line := range r.doc.Lines {
		if line.Zone == document.Body {
			break
		}
		if line.Zone != document.Title {
			b.WriteString(line.In(r.doc.Text))
			b.WriteByte('\n')
		}
	}
	return b.String()
}

// year returns the year in which the notice was written, or 0.
func (r *reading) year() int { return r.dated().Year }

// dated returns when the notice was signed or published.
func (r *reading) dated() date.Date {
	if r.doc.Signed.Year != 0 {
		return r.doc.Signed
	}
	return r.doc.Published
}

// contacts finds how to reach the issuer. Those of a document that is no notice are not its issuer's for this purpose.
func (r *reading) contacts() {
	found := r.contactsIn.Find(r.doc.Text, r.hits, r.doc.Lines, r.rules.Page)
	for i := range found {
		if r.notice.Kind != model.KindRectification {
			found[i].Scope = "site"
		}
	}
	r.notice.Contacts = found
}
