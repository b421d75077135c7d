package extract

import (
	"context"
	"crypto/sha256"
	"encoding/hex"

	"zhenggai/extract/internal/decode"
	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/table"
	"zhenggai/extract/rules"
	"zhenggai/extract/source"
	"zhenggai/model"
)

// parts is what became of the parts of a document.
type parts struct {
	read        []model.Part
	diagnostics []model.Diagnostic
}

// Attached reports whether the words of a link, or the name of a file, speak of a document that belongs to the notice of
// the page that links it: see [source.Finder].
func (x *Extractor) Attached(words string) bool {
	x.prepare()
	return x.rules.Attachments.Attached(words)
}

// Listed reports whether a file that begins so is a list of problems or a table of figures: see [source.Finder].
func (x *Extractor) Listed(name string, head []byte) bool {
	x.prepare()
	return listed(x.rules, name, head)
}

// Lister returns the same by a set of rules.
func Lister(set *rules.Set) func(name string, head []byte) bool {
	return func(name string, head []byte) bool { return listed(set, name, head) }
}

// listed reports whether a CSV or TSV file that begins so is a list of problems or a table of figures. Files that this program writes,
// and its tables of rules, are none.
func listed(set *rules.Set, name string, head []byte) bool {
	page, err := decode.Decode(context.Background(), head, decode.Hint{Path: name}, set.Sites, decode.Limits{})
	if err != nil {
		return false
	}
	lines, text := make([]document.Line, 0, len(page.Blocks)), page.Text
	at := 0
	for _, b := range page.Blocks {
		lines = append(lines, document.Line{Span: document.Span{Start: at, End: at + len(b.Text)}, Zone: document.Body, Cell: b.Cell})
		at += len(b.Text) + len("\n")
	}
	return table.IsList(text, lines, set.Headings, set.Heads)
}

// decode reads the bytes of a document or of a part of one.
func (x *Extractor) decode(ctx context.Context, src *source.Document) (*decode.Page, error) {
	return decode.Decode(ctx, src.Data, decode.Hint{Path: src.Path, ContentType: src.ContentType}, x.rules.Sites, x.Limits.decode())
}

// join adds the further pages and the attachments of a document to its page.
func (x *Extractor) join(ctx context.Context, page *decode.Page, src *source.Document) *parts {
	p := &parts{}
	for i := range src.Parts {
		part := &src.Parts[i]
		err := part.Err
		var next *decode.Page
		if err == nil {
			next, err = x.decode(ctx, &part.Document)
		}
		switch {
		case err != nil:
			p.diagnose(model.Diagnostic{Code: "part.unreadable", Args: model.Args{"path": part.Path, "error": err.Error()}})
			continue
		case part.Page:
			page.GoOn(next)
		case !page.Attach(next):
			p.diagnose(model.Diagnostic{Code: "attachment.same", Args: model.Args{"path": part.Path}})
			continue
		}
		sum := sha256.Sum256(part.Data)
		p.read = append(p.read, model.Part{
			Path: part.Path, URL: part.URL, MediaType: next.MediaType, SHA256: hex.EncodeToString(sum[:]), Bytes: int64(len(part.Data)),
		})
	}
	if names := src.Missing.Pages; len(names) > 0 {
		p.diagnose(model.Diagnostic{Code: "document.truncated", Args: model.Args{"pages": names}})
	}
	if names := src.Missing.Attached; len(names) > 0 {
		p.diagnose(model.Diagnostic{Code: "attachment.missing", Args: model.Args{"files": names}})
	}
	return p
}

func (p *parts) diagnose(d model.Diagnostic) { p.diagnostics = append(p.diagnostics, d) }

// id returns what tells a document of several parts from others: it depends on the bytes of all.
func (p *parts) id(first [sha256.Size]byte) []byte {
	h := sha256.New()
	h.Write(first[:])
	for _, part := range p.read {
		h.Write([]byte(part.SHA256))
	}
	return h.Sum(nil)[:6]
}
