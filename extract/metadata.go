package extract

import (
	"strings"
	"unicode/utf8"

	"zhenggai/extract/internal/date"
	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/fact"
	"zhenggai/extract/internal/runes"
	"zhenggai/model"
)

// metadata finds who published the notice, where, when, and the inspection.
func (r *reading) metadata() {
	n := r.notice
	n.Published, n.Signed = r.doc.Published.String(), r.doc.Signed.String()
	if n.Kind != model.KindRectification {
		return
	}
	if name := r.issuer(); name != "" {
		n.Issuer = &model.Issuer{Name: name, Type: fact.IssuerType(name, r.rules.Issuers)}
	}
	r.region()
	r.inspection()
}

// issuer returns the fuller of the names that the signature and the title give.
func (r *reading) issuer() string {
	signed := strings.ReplaceAll(r.doc.Signatory, " ", "")
	titled := titleIssuer(r.doc.Title)
	switch {
	case signed == "":
		return titled
	case titled == "" || len(titled) <= len(signed):
		return signed
	case strings.HasSuffix(titled, strings.TrimPrefix(signed, "中共")) || sameBody(signed, titled):
		return titled
	}
	return signed
}

// titleIssuer returns what stands before 关于 or 落实 in a title.
func titleIssuer(title string) string {
	for _, word := range []string{"关于", "落实", "贯彻落实"} {
		if name, _, ok := strings.Cut(title, word); ok && utf8.RuneCountInString(name) >= 4 {
			return name
		}
	}
	return ""
}

// sameBody reports whether a short name in a signature is that of the fuller one in the title: 党委 for 委员会.
func sameBody(short, full string) bool {
	core := func(s string) string {
		s = strings.TrimPrefix(s, "中共")
		for _, end := range []string{"工作委员会", "总支部委员会", "支部委员会", "委员会", "党工委", "党总支", "党支部", "党委", "工委", "委"} {
			if t, ok := strings.CutSuffix(s, end); ok {
				return t
			}
		}
		return s
	}
	return strings.HasSuffix(core(full), core(short)) && core(short) != ""
}

// region finds where the issuer sits: by its name, the title, the address in the notice, then by what else is named.
func (r *reading) region() {
	issuer := ""
	if r.notice.Issuer != nil {
		issuer = r.notice.Issuer.Name
	}
	clues := []string{issuer, titleIssuer(r.doc.Title), r.doc.Title}
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

func (r *reading) introText() string {
	p := r.intro()
	if len(p) == 0 {
		return ""
	}
	const most = 1500 * 3 // bytes
	text := r.doc.Text[p[0].Start:p[len(p)-1].End]
	return text[:runes.Before(text, most)]
}

func (r *reading) inspection() {
	p := r.intro()
	if len(p) == 0 {
		return
	}
	setting := fact.Setting{
		Title: r.doc.Title, Intro: document.Span{Start: p[0].Start, End: p[0].Start + len(r.introText())}, Text: r.doc.Text,
		Region: r.notice.Region, Paragraphs: p, Furniture: r.furniture(),
	}
	if r.notice.Issuer != nil {
		setting.Issuer = r.notice.Issuer.Name
	}
	found, diagnostics := fact.FindInspection(setting, r.rules.Inspections)
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
