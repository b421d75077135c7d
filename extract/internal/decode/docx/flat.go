package docx

import (
	"encoding/base64"
	"encoding/xml"
	"errors"
	"io"
	"strings"
)

// The addresses of the names in documents that are a single XML file: those of Word 2003, and packages written flat.
const (
	wordML  = "http://schemas.microsoft.com/office/word/2003/wordml"
	flatOPC = "http://schemas.microsoft.com/office/2006/xmlPackage"
)

// ReadXML reads a Word document from the text of a single XML file, which is UTF-8 whatever it says of itself.
func ReadXML(text string, limits Limits, embedded Embedded) (*Document, error) {
	if start := strings.TrimLeft(text, "\ufeff \t\r\n"); strings.HasPrefix(start, "<?xml") {
		_, text, _ = strings.Cut(start, "?>")
	}
	p := &parts{files: map[string]part{}, limits: limits.orDefault()}
	if strings.Contains(text[:min(len(text), 4<<10)], flatOPC) {
		if err := p.unflatten(text); err != nil {
			return nil, err
		}
		if err := p.find(); err != nil {
			return nil, err
		}
		return p.document(embedded)
	}
	p.main = "document.xml"
	p.files[p.main] = part{flat: []byte(text)}
	r := newReader(p)
	return r.document(r.wordML)
}

// wordML reads the parts of a document of Word 2003, which stand in one file with its lists before its styles before its text.
func (r *reader) wordML(el *xml.StartElement) error {
	switch tag(el) {
	case "wordDocument":
		return r.children(r.wordML)
	case "lists":
		return r.children(r.numbers.add(r))
	case "styles":
		return r.children(r.styles.add(r))
	case "body":
		r.numbers.link(r.styles)
		return r.children(r.block)
	}
	return r.skip()
}

// unflatten finds the parts of a package that is written as one XML file. What is XML stays where it is.
func (p *parts) unflatten(text string) error {
	d := xml.NewDecoder(strings.NewReader(text))
	name := ""
	for {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return damaged("package", err)
		}
		el, ok := token.(xml.StartElement)
		if !ok || el.Name.Space != flatOPC {
			continue
		}
		switch el.Name.Local {
		case "part":
			name = partName(attr(&el, "name"))
		case "xmlData":
			from := d.InputOffset()
			if err := d.Skip(); err != nil {
				return damaged(name, err)
			}
			to := from + int64(strings.LastIndex(text[from:d.InputOffset()], "</"))
			p.files[name] = part{flat: []byte(text[from:to])}
		case "binaryData":
			var packed string
			if err := d.DecodeElement(&packed, &el); err != nil {
				return damaged(name, err)
			}
			if data, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(packed), "")); err == nil {
				p.files[name] = part{flat: data}
			}
		}
	}
}
