// Package ofd reads the text of OFD documents (GB/T 33190), in which Chinese offices publish what elsewhere is a PDF.
package ofd

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"

	"zhenggai/extract/internal/decode/layout"
)

// Limits bound what a document may cost. Zero fields mean the defaults.
type Limits struct {
	Part  int64 // unpacked size of one part, 32 MiB
	Pages int   // pages read, 500
}

func (l Limits) orDefault() Limits {
	if l.Part <= 0 {
		l.Part = 32 << 20
	}
	if l.Pages <= 0 {
		l.Pages = 500
	}
	return l
}

// What hinders reading. Each error says what to do.
var (
	ErrDamaged = errors.New("a damaged OFD document; open it in a viewer and save it as PDF or text")
	ErrLocked  = errors.New("an encrypted OFD document; save it without a password")
	ErrLarge   = errors.New("an OFD document beyond the limits; save its text as .txt")
)

// Read reads the text of the pages in their order. Of templates only those of a single page and the background of the first are read; others
// hold what pages share. The error wraps
// [ErrDamaged], [ErrLocked] or [ErrLarge].
func Read(data []byte, limits Limits) (*layout.Text, error) {
	limits = limits.orDefault()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("%w (%v)", ErrDamaged, err)
	}
	r := &reader{files: make(map[string]*zip.File, len(z.File)), limits: limits}
	for _, f := range z.File {
		name := strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/")
		if path.Base(name) == "Encryptions.xml" {
			return nil, ErrLocked
		}
		r.files[name] = f
	}
	return r.document()
}

// reader is the state of one Read.
type reader struct {
	files  map[string]*zip.File
	limits Limits
}

// document reads the documents of the package, of which nearly all have one.
func (r *reader) document() (*layout.Text, error) {
	var root struct {
		Root []string `xml:"DocBody>DocRoot"`
	}
	if err := r.unmarshal("OFD.xml", &root); err != nil {
		return nil, err
	}
	doc := &layout.Text{}
	var pages []layout.Page
	for _, name := range root.Root {
		name = resolve("OFD.xml", name)
		var body struct {
			Box       string `xml:"CommonData>PageArea>PhysicalBox"`
			Templates []struct {
				ID  string `xml:"ID,attr"`
				Loc string `xml:"BaseLoc,attr"`
			} `xml:"CommonData>TemplatePage"`
			Public []string `xml:"CommonData>PublicRes"`
			Own    []string `xml:"CommonData>DocumentRes"`
			Pages  []struct {
				Loc string `xml:"BaseLoc,attr"`
			} `xml:"Pages>Page"`
		}
		if err := r.unmarshal(name, &body); err != nil {
			return nil, err
		}
		doc.Pages += len(body.Pages)
		var drawn []*canvas
		uses := map[string]int{} // of templates
		for _, p := range body.Pages {
			if doc.Read == r.limits.Pages {
				break
			}
			doc.Read++
			c := &canvas{box: body.Box, at: unmoved}
			loc := resolve(name, p.Loc)
			if err := r.draw(c, loc); err != nil {
				return nil, err
			}
			for i := range c.lists {
				c.lists[i] = resolve(loc, c.lists[i])
			}
			for _, t := range c.templates {
				uses[t.id]++
			}
			drawn = append(drawn, c)
		}
		locs := map[string]string{}
		for _, t := range body.Templates {
			locs[t.ID] = resolve(name, t.Loc)
		}
		composites := composites{reader: r}
		for _, loc := range append(body.Public, body.Own...) {
			composites.lists = append(composites.lists, resolve(name, loc))
		}
		for i, c := range drawn {
			if err := r.drawTemplates(c, i == 0, uses, locs); err != nil {
				return nil, err
			}
			composites.draw(c)
			page := c.page()
			if page.Empty() && c.pictures {
				doc.Scanned++
			}
			pages = append(pages, *page)
		}
	}
	doc.Paragraphs, doc.Unordered = layout.Paragraphs(pages)
	return doc, nil
}

// drawTemplates adds what is in the templates of a page: in those that no other page has the text itself may be, and in the background of the
// first page its title. What else pages share, their headers and marks, is left out.
func (r *reader) drawTemplates(c *canvas, first bool, uses map[string]int, locs map[string]string) error {
	for _, t := range slices.Clone(c.templates) {
		if alone := uses[t.id] == 1; !alone && (!first || t.foreground) || locs[t.id] == "" || r.files[locs[t.id]] == nil {
			continue
		}
		if err := r.draw(c, locs[t.id]); err != nil {
			return err
		}
	}
	return nil
}

// resolve returns the name of a part that another one names: from the part's folder on, or from the root.
func resolve(from, loc string) string {
	loc = strings.ReplaceAll(strings.TrimSpace(loc), `\`, "/")
	if strings.HasPrefix(loc, "/") {
		return path.Clean(loc)[1:]
	}
	return path.Join(path.Dir(from), loc)
}

func (r *reader) unmarshal(name string, into any) error {
	data, err := r.read(name)
	if err != nil {
		return err
	}
	if err := xml.Unmarshal(data, into); err != nil {
		return fmt.Errorf("%w (%s: %v)", ErrDamaged, name, err)
	}
	return nil
}

func (r *reader) read(name string) ([]byte, error) {
	f := r.files[name]
	if f == nil {
		return nil, fmt.Errorf("%w (%s is missing)", ErrDamaged, name)
	}
	packed, err := f.Open()
	if err != nil {
		return nil, fmt.Errorf("%w (%s: %v)", ErrDamaged, name, err)
	}
	defer packed.Close()
	data, err := io.ReadAll(io.LimitReader(packed, r.limits.Part+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("%w (%s: %v)", ErrDamaged, name, err)
	case int64(len(data)) > r.limits.Part:
		return nil, fmt.Errorf("%w (%s unpacks to more than %d bytes)", ErrLarge, name, r.limits.Part)
	}
	return data, nil
}
