package pdf

import (
	"context"
	"strings"

	"github.com/klippa-app/go-pdfium"
	"github.com/klippa-app/go-pdfium/enums"
	"github.com/klippa-app/go-pdfium/references"
	"github.com/klippa-app/go-pdfium/requests"

	"zhenggai/extract/internal/decode/layout"
)

// keepOpen is how many pages stay open behind the one that is read: PDFium forgets fonts that no open page uses.
const keepOpen = 16

// maxChars bounds the characters of a page. A page of a newspaper has some thousands.
const maxChars = 200_000

// A reader reads one document.
type reader struct {
	in  pdfium.Pdfium
	ctx context.Context
	doc references.FPDF_DOCUMENT
}

// A page is what stands on a page, turned upright.
type page struct {
	layout.Page
	scanned bool // it shows something and has no text
}

func (r *reader) document(data []byte, limit int) (*raw, error) {
	opened, err := r.in.OpenDocument(&requests.OpenDocument{File: &data})
	if err != nil {
		return nil, err
	}
	r.doc = opened.Document
	count, err := r.in.FPDF_GetPageCount(&requests.FPDF_GetPageCount{Document: r.doc})
	if err != nil {
		return nil, err
	}
	if count.PageCount == 0 {
		return nil, ErrDamaged
	}
	out := &raw{title: r.title(), total: count.PageCount}
	out.pages, err = r.pages(min(count.PageCount, limit))
	return out, err
}

func (r *reader) title() string {
	meta, err := r.in.FPDF_GetMetaText(&requests.FPDF_GetMetaText{Document: r.doc, Tag: "Title"})
	if err != nil {
		return ""
	}
	return strings.TrimPrefix(meta.Value, "Microsoft Word - ")
}

// pages reads n pages. A page that cannot be read is as if it were empty, unless none can.
func (r *reader) pages(n int) ([]page, error) {
	pages := make([]page, n)
	var open []references.FPDF_PAGE
	var first error
	failed := 0
	for i := range pages {
		if r.ctx.Err() != nil {
			return nil, r.ctx.Err()
		}
		loaded, err := r.in.FPDF_LoadPage(&requests.FPDF_LoadPage{Document: r.doc, Index: i})
		if err == nil {
			open = append(open, loaded.Page)
			err = r.page(&pages[i], loaded.Page)
		}
		if err != nil {
			failed++
			first = firstError(first, err)
		}
		if len(open) > keepOpen {
			r.in.FPDF_ClosePage(&requests.FPDF_ClosePage{Page: open[0]})
			open = open[1:]
		}
	}
	if failed == n {
		return nil, first
	}
	return pages, nil
}

func firstError(first, err error) error {
	if first != nil {
		return first
	}
	return err
}

func (r *reader) page(p *page, ref references.FPDF_PAGE) error {
	by := requests.Page{ByReference: &ref}
	turn := r.size(p, by)
	text, err := r.in.FPDFText_LoadPage(&requests.FPDFText_LoadPage{Page: by})
	if err != nil {
		return err
	}
	defer r.in.FPDFText_ClosePage(&requests.FPDFText_ClosePage{TextPage: text.TextPage})
	chars, err := r.chars(text.TextPage)
	if err != nil {
		return err
	}
	t := &typing{reader: r, text: text.TextPage, page: &p.Page, turn: turn}
	t.upright(chars)
	p.Rules = r.rules(by, p, t.turn)
	t.read(chars)
	p.scanned = p.Empty() && r.objects(by) > 0
	return nil
}

// size reads how large a page is when it is shown, and how many quarters it is turned clockwise for that.
func (r *reader) size(p *page, by requests.Page) int {
	if w, err := r.in.FPDF_GetPageWidth(&requests.FPDF_GetPageWidth{Page: by}); err == nil {
		p.Width = w.Width
	}
	if h, err := r.in.FPDF_GetPageHeight(&requests.FPDF_GetPageHeight{Page: by}); err == nil {
		p.Height = h.Height
	}
	turned, err := r.in.FPDFPage_GetRotation(&requests.FPDFPage_GetRotation{Page: by})
	if err != nil {
		return 0
	}
	return int(turned.PageRotation)
}

func (r *reader) objects(by requests.Page) int {
	n, err := r.in.FPDFPage_CountObjects(&requests.FPDFPage_CountObjects{Page: by})
	if err != nil {
		return 0
	}
	return n.Count
}

// mostObjects is how many objects of a page are looked at for rules.
const mostObjects = 20_000

// rules returns the boxes of what is drawn on a page, upright. PDFs draw the lines of a table as strokes or as thin
// rectangles, and words as text.
func (r *reader) rules(by requests.Page, p *page, turn int) []layout.Box {
	var rules []layout.Box
	for i := range min(r.objects(by), mostObjects) {
		got, err := r.in.FPDFPage_GetObject(&requests.FPDFPage_GetObject{Page: by, Index: i})
		if err != nil {
			break
		}
		kind, err := r.in.FPDFPageObj_GetType(&requests.FPDFPageObj_GetType{PageObject: got.PageObject})
		if err != nil || kind.Type != enums.FPDF_PAGEOBJ_PATH {
			continue
		}
		b, err := r.in.FPDFPageObj_GetBounds(&requests.FPDFPageObj_GetBounds{PageObject: got.PageObject})
		if err == nil {
			rules = append(rules, layout.NewBox(float64(b.Left), float64(b.Bottom), float64(b.Right), float64(b.Top)).Turned(turn, p.Width, p.Height))
		}
	}
	return rules
}

// chars returns the characters of a page in the order of PDFium, which parts lines by CR LF.
func (r *reader) chars(text references.FPDF_TEXTPAGE) ([]rune, error) {
	count, err := r.in.FPDFText_CountChars(&requests.FPDFText_CountChars{TextPage: text})
	if err != nil {
		return nil, err
	}
	n := min(count.Count, maxChars)
	if n <= 0 {
		return nil, nil
	}
	whole, err := r.in.FPDFText_GetText(&requests.FPDFText_GetText{TextPage: text, Count: n})
	if err == nil {
		if chars := []rune(whole.Text); len(chars) == n {
			return chars, nil
		}
	}
	return r.charByChar(text, n)
}

// charByChar reads what PDFium leaves out of a whole text: characters without a meaning shift the places of all others.
func (r *reader) charByChar(text references.FPDF_TEXTPAGE, n int) ([]rune, error) {
	chars := make([]rune, n)
	for i := range chars {
		c, err := r.in.FPDFText_GetUnicode(&requests.FPDFText_GetUnicode{TextPage: text, Index: i})
		if err != nil {
			return nil, err
		}
		chars[i] = rune(c.Unicode)
	}
	return chars, nil
}
