// Package extract turns published rectification notices into records: one notice's bytes in, one [model.Notice] out.
//
// The way is one line: decode bytes to text blocks, document tells the parts apart, outline finds the section tree,
// problem, kind, inspection and fact find what is stated, and the Extractor joins it all to a Notice.
package extract

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"zhenggai/extract/internal/decode"
	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/kind"
	"zhenggai/extract/internal/lexicon"
	"zhenggai/extract/internal/outline"
	"zhenggai/extract/internal/problem"
	"zhenggai/extract/rules"
	"zhenggai/extract/source"
	"zhenggai/model"
)

// An Extractor turns published notices into records. The zero value uses the built-in rules and is ready for use;
// it is safe for concurrent use.
type Extractor struct {
	Rules  *rules.Set // nil means rules.Default()
	Limits Limits     // zero fields mean those of DefaultLimits

	prepared
}

// Extract reads one notice. It fails only where the bytes cannot be read as text at all, or where the text breaks the
// limits of time and records; whatever is doubtful in the text becomes a diagnostic of the Notice. Of a document that
// holds several notices it returns the first.
func (x *Extractor) Extract(src source.Document) (*model.Notice, error) {
	all, err := x.ExtractAll(context.Background(), src)
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// ExtractAll reads all notices of a document. Nearly all documents hold one; a page or file may hold several, one after
// the other, each with a title and an introduction of its own. All have the source of the document. The id of the first
// is that of the document's content, and -2, -3 … stand behind it for the others. The end of ctx ends outside programs that
// the document needs.
func (x *Extractor) ExtractAll(ctx context.Context, src source.Document) ([]*model.Notice, error) {
	return x.extract(ctx, src, nil)
}

// extract reads all notices of a document, and says of a record how it came about where why asks for one.
func (x *Extractor) extract(ctx context.Context, src source.Document, why *Explanation) ([]*model.Notice, error) {
	x.prepare()
	limits := x.Limits.orDefault()
	outside, cancel := limits.outside(ctx)
	defer cancel()
	page, err := x.decode(outside, &src)
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(src.Data)
	origin := model.Source{
		Path: src.Path, URL: src.URL, MediaType: page.MediaType, Charset: page.Charset,
		SHA256: hex.EncodeToString(sum[:]), Bytes: int64(len(src.Data)), Retrieved: src.Retrieved,
	}
	parts := x.join(outside, page, &src)
	if ctx.Err() != nil { // parts may be missing for that
		return nil, context.Cause(ctx)
	}
	origin.Parts = parts.read
	id := sum[:6]
	if len(parts.read) > 0 {
		id = parts.id(sum)
	}
	end := time.Now().Add(limits.Time)
	var all []*model.Notice
	for i, part := range document.Split(page, x.rules.Page) {
		n := &model.Notice{Schema: model.SchemaName, ID: hex.EncodeToString(id), Source: origin}
		if i > 0 {
			n.ID += fmt.Sprintf("-%d", i+1)
		}
		r := &reading{Extractor: x, notice: n, page: part, end: end, most: limits.Records, why: why}
		r.doc, r.scratch = document.New(part, x.rules.Page), x.scratches.Get().(*scratch)
		if err := r.read(); err != nil {
			return nil, err // the scratch, which may be large, is not kept
		}
		x.scratches.Put(r.scratch)
		if i == 0 {
			n.Diagnostics = append(parts.diagnostics, n.Diagnostics...)
		}
		x.rules.Diagnostics.Word(n.Diagnostics)
		all = append(all, n)
	}
	return all, nil
}

// reading is one notice while it is read. Spans of its records count bytes until finish.
type reading struct {
	*Extractor
	notice   *model.Notice
	page     *decode.Page
	end      time.Time // when it is to be given up
	most     int       // records of a kind
	doc      *document.Document
	outline  *outline.Outline
	finding  problem.Finding
	body     []document.Span // the lines of the notice proper
	why      *Explanation    // of the record that is asked for, or nil
	*scratch                 // its hits are the words of the lexicon in the text
}

// read goes from the parts of the document to the finished records.
func (r *reading) read() error {
	for _, stage := range [...]func(*reading){
		(*reading).findOutline, (*reading).findProblems, (*reading).kind, (*reading).contacts, (*reading).metadata,
		(*reading).sections, (*reading).problems, (*reading).policies, (*reading).indicators, (*reading).diagnostics,
		(*reading).finish,
	} {
		stage(r)
		if err := r.within(); err != nil {
			return err
		}
	}
	return nil
}

// findOutline finds the section tree of the body, and the words of the lexicon.
func (r *reading) findOutline() {
	r.notice.Text, r.notice.Title = r.doc.Text, r.doc.Title
	for _, line := range r.doc.Lines {
		if line.Zone == document.Body {
			r.body = append(r.body, line.Span)
		}
	}
	r.hits = r.words.Scan(r.hits[:0], r.doc.Text, 0, len(r.doc.Text))
	r.outline = outline.Build(r.doc.Text, r.doc.Lines, r.doc.BodyEnd, r.most, r.rules.Headings)
	r.outline.SetRoles(r.doc.Text, r.rules.Headings)
}

// findProblems finds the problems in headings, in tables and, where neither gives any, in labelled fields.
func (r *reading) findProblems() {
	template := problem.IsTemplate(r.doc.Text, r.outline, r.rules.Headings)
	if !template {
		r.finding = problem.Find(r.doc.Text, r.outline, r.rules.Headings)
		r.finding.Join(problem.FindLedgers(r.doc.Text, r.doc.Lines, r.rules.Headings))
	}
	if template || len(r.finding.Problems) == 0 {
		r.finding = problem.FindFields(r.doc.Text, r.outline, r.bodySpan(), r.rules.Headings)
	}
	r.finding.AddPlans(r.doc.Text, r.outline, r.rules.Headings)
	r.finding.SayMore(r.doc.Text, r.outline, r.rules.Headings)
}

// kind decides what the document is. What is no rectification notice gives no problems.
func (r *reading) kind() {
	body := r.bodySpan()
	reading := kind.Reading{
		Title: r.doc.Title, Front: r.doc.Text[:body.Start], Body: body.In(r.doc.Text), Words: lexicon.Starting(r.hits, body.Start, body.End),
		Problems: len(r.finding.Problems),
	}
	for i := range r.finding.Problems {
		if m := r.finding.Problems[i].Measures; len(m) > 1 || len(m) == 1 && m[0].Marker != "" {
			reading.Measured++
		}
		if p := &r.finding.Problems[i]; p.Progress != "" && p.Node == outline.None { // of a table or a template
			reading.Reported++
		}
	}
	if reading.Problems == 0 {
		reading.Listed = r.doc.Listed()
	}
	r.notice.Kind, r.notice.KindReasons = r.kinds.Find(reading)
	if r.notice.Kind == model.KindRectification {
		return
	}
	if count := len(r.finding.Problems); count > 0 {
		r.diagnose(model.Diagnostic{Code: "problems.other_kind", Args: model.Args{"count": count, "kind": string(r.notice.Kind)}})
	}
	r.finding = problem.Finding{}
	r.finding.AddPlans(r.doc.Text, r.outline, r.rules.Headings)
}

// bodySpan reaches from the first line of the body to the last.
func (r *reading) bodySpan() document.Span {
	if len(r.body) == 0 {
		return document.Span{}
	}
	return document.Span{Start: r.body[0].Start, End: r.body[len(r.body)-1].End}
}
