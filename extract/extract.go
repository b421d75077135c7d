// Package extract turns published rectification notices into records: one notice's bytes in, one [model.Notice] out.
//
// The way is one line: decode bytes to text blocks, document tells the parts apart, outline finds the section tree,
// fact finds what is stated, and the Extractor joins it all to a Notice.
package extract

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"zhenggai/extract/internal/decode"
	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/fact"
	"zhenggai/extract/internal/lexicon"
	"zhenggai/extract/internal/outline"
	"zhenggai/extract/rules"
	"zhenggai/extract/source"
	"zhenggai/model"
)

// An Extractor turns published notices into records. The zero value uses the built-in rules and is ready for use;
// it is safe for concurrent use.
type Extractor struct {
	Rules  *rules.Set // nil means rules.Default()
	Limits Limits     // zero fields mean DefaultLimits

	prepared
}

// Limits bound what one document may cost.
type Limits struct {
	Bytes int64 // of one document
	Depth int   // of nested elements
}

// DefaultLimits are far beyond any notice that was ever published.
var DefaultLimits = Limits{Bytes: 16 << 20, Depth: 512}

// Extract reads one notice. It fails only where the bytes cannot be read as text at all; whatever is doubtful in the
// text becomes a diagnostic of the Notice. Of a document that holds several notices it returns the first.
func (x *Extractor) Extract(src source.Document) (*model.Notice, error) {
	all, err := x.ExtractAll(src)
	if err != nil {
		return nil, err
	}
	return all[0], nil
}

// ExtractAll reads all notices of a document. Nearly all documents hold one; a page or file may hold several, one after
// the other, each with a title and an introduction of its own. All have the source of the document. The id of the first
// is that of the document's content, and -2, -3 … stand behind it for the others.
func (x *Extractor) ExtractAll(src source.Document) ([]*model.Notice, error) {
	x.prepare()
	page, err := decode.Decode(src.Data, decode.Hint{Path: src.Path, ContentType: src.ContentType}, x.rules.Sites, decode.Limits{
		Bytes: x.Limits.Bytes, Depth: x.Limits.Depth,
	})
	if err != nil {
		return nil, err
	}
	sum := sha256.Sum256(src.Data)
	origin := model.Source{
		Path: src.Path, URL: src.URL, MediaType: page.MediaType, Charset: page.Charset,
		SHA256: hex.EncodeToString(sum[:]), Bytes: int64(len(src.Data)), Retrieved: src.Retrieved,
	}
	var all []*model.Notice
	for i, part := range document.Split(page, x.rules.Headings) {
		n := &model.Notice{Schema: model.SchemaName, ID: hex.EncodeToString(sum[:6]), Source: origin}
		if i > 0 {
			n.ID += fmt.Sprintf("-%d", i+1)
		}
		x.read(n, part)
		all = append(all, n)
	}
	return all, nil
}

// read reads a page that holds one notice.
func (x *Extractor) read(n *model.Notice, page *decode.Page) {
	r := &reading{Extractor: x, notice: n, doc: document.New(page, x.rules.Headings), scratch: x.scratches.Get().(*scratch)}
	r.read(page)
	x.scratches.Put(r.scratch)
}

// reading is one notice while it is read. Spans of its records count bytes until finish.
type reading struct {
	*Extractor
	notice   *model.Notice
	doc      *document.Document
	outline  *outline.Outline
	finding  fact.Finding
	body     []document.Span // the lines of the notice proper
	*scratch                 // its hits are the words of the lexicon in the text
}

// read goes from the parts of the document to the finished records.
func (r *reading) read(page *decode.Page) {
	r.notice.Text, r.notice.Title = r.doc.Text, r.doc.Title
	for _, line := range r.doc.Lines {
		if line.Zone == document.Body {
			r.body = append(r.body, line.Span)
		}
	}
	r.hits = r.words.Scan(r.hits[:0], r.doc.Text, 0, len(r.doc.Text))
	r.outline = outline.Build(r.doc.Text, r.doc.Lines, r.doc.BodyEnd, r.rules.Headings)
	r.outline.SetRoles(r.doc.Text, r.rules.Headings)
	r.findProblems()
	r.kind()
	r.contacts()
	r.metadata(page)
	r.sections()
	r.problems()
	r.policies()
	r.indicators()
	r.diagnostics(page)
	finish(r.notice)
}

// findProblems finds the problems in headings, in tables and, where neither gives any, in labelled fields.
func (r *reading) findProblems() {
	fields := fact.HasHeadedFields(r.outline)
	if !fields {
		r.finding = fact.FindProblems(r.doc.Text, r.outline, r.rules.Headings)
		r.finding.Join(fact.FindLedgers(r.doc.Text, r.doc.Lines, r.rules.Headings))
	}
	if fields || len(r.finding.Problems) == 0 {
		r.finding = fact.FindFields(r.doc.Text, r.outline, r.doc.BodyEnd, r.rules.Headings)
	}
}

// kind decides what the document is. What is no rectification notice gives no problems.
func (r *reading) kind() {
	body := r.bodySpan()
	reading := fact.Reading{
		Title: r.doc.Title, Body: body.In(r.doc.Text), Words: lexicon.Starting(r.hits, body.Start, body.End),
		Problems: len(r.finding.Problems),
	}
	for i := range r.finding.Problems {
		if m := r.finding.Problems[i].Measures; len(m) > 1 || len(m) == 1 && m[0].Marker != "" {
			reading.Measured++
		}
	}
	if reading.Problems == 0 {
		reading.Listed = r.doc.Listed()
	}
	r.notice.Kind, r.notice.KindReasons = r.kinds.Find(reading)
	if r.notice.Kind != model.KindRectification {
		r.finding = fact.Finding{}
	}
}

// bodySpan reaches from the first line of the body to the last.
func (r *reading) bodySpan() document.Span {
	if len(r.body) == 0 {
		return document.Span{}
	}
	return document.Span{Start: r.body[0].Start, End: r.body[len(r.body)-1].End}
}
