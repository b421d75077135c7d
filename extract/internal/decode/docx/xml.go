package docx

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// A scanner reads the elements of one part and counts how deep they are nested.
type scanner struct {
	*xml.Decoder
	bytes       *cursor
	depth, most int
}

// A cursor is a place in a part. The decoder reads byte by byte from it and no further than it has to, so that it may be
// moved on between two elements.
type cursor struct {
	data []byte
	at   int
}

func (c *cursor) ReadByte() (byte, error) {
	if c.at >= len(c.data) {
		return 0, io.EOF
	}
	c.at++
	return c.data[c.at-1], nil
}

// Read is there for the decoder's sake, which reads bytes alone.
func (c *cursor) Read(p []byte) (int, error) {
	n := copy(p, c.data[c.at:])
	if c.at += n; n == 0 {
		return 0, io.EOF
	}
	return n, nil
}

// nearby is how far an end tag is looked for, so that a part without any does not cost a search to its end each time.
const nearby = 4 << 10

// inside returns what stands between the start tag that was just read and the next such end tag, where the tag begins so
// and the end is near.
func (c *cursor) inside(start, end string) []byte {
	tag := c.data[:c.at]
	tag = tag[max(0, bytes.LastIndexByte(tag, '<')):]
	if !bytes.HasPrefix(tag, []byte(start)) || bytes.HasSuffix(tag, []byte("/>")) {
		return nil
	}
	rest := c.data[c.at:min(len(c.data), c.at+nearby)]
	return rest[:max(0, bytes.Index(rest, []byte(end)))]
}

// A visit reads one element, of which the start has been read, to its end.
type visit func(el *xml.StartElement) error

var errDeep = errors.New("elements are nested too deep")

// readPart reads the elements of a part. A part that is not there has none.
func (r *reader) readPart(name string, v visit) error {
	data, err := r.parts.read(name)
	if data == nil || err != nil {
		return err
	}
	outer := r.scanner
	defer func() { r.scanner = outer }()
	c := &cursor{data: data}
	r.scanner = &scanner{Decoder: xml.NewDecoder(c), bytes: c, most: r.parts.limits.Depth}
	err = r.children(v)
	var syntax *xml.SyntaxError
	switch {
	case err == io.EOF:
		return nil
	case errors.Is(err, errDeep):
		return fmt.Errorf("%w (%s: %s)", ErrLarge, name, err)
	case errors.As(err, &syntax), err == io.ErrUnexpectedEOF:
		return damaged(name, err)
	}
	return err
}

// children calls v for each element in the current one, and reads the end of the current one. At the top level it ends
// with io.EOF.
func (s *scanner) children(v visit) error {
	if s.depth++; s.depth > s.most {
		return errDeep
	}
	for {
		token, err := s.Token()
		if err != nil {
			return s.wrap(err)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if err := v(&t); err != nil {
				return err
			}
		case xml.EndElement:
			s.depth--
			return nil
		}
	}
}

// wrap makes an error of the decoder one of syntax, but for the end of the part.
func (s *scanner) wrap(err error) error {
	var syntax *xml.SyntaxError
	if err == io.EOF || errors.As(err, &syntax) {
		return err
	}
	return &xml.SyntaxError{Msg: err.Error()}
}

// skip reads to the end of the current element.
func (s *scanner) skip() error {
	if err := s.Skip(); err != nil {
		return s.wrap(err)
	}
	return nil
}

// text returns the text of the current element. XML's own line ends are spaces, as in Word.
func (s *scanner) text() (string, error) {
	var text strings.Builder
	for {
		token, err := s.Token()
		if err != nil {
			return "", s.wrap(err)
		}
		switch t := token.(type) {
		case xml.CharData:
			text.Write(t)
		case xml.StartElement:
			if err := s.skip(); err != nil {
				return "", err
			}
		case xml.EndElement:
			return strings.Map(spaced, text.String()), nil
		}
	}
}

func spaced(r rune) rune {
	if r == '\n' || r == '\r' {
		return ' '
	}
	return r
}

// tag returns the name of an element of Word's own, of formulas and of alternatives, and "" for all others. Strict
// documents have other addresses of the same names.
func tag(el *xml.StartElement) string {
	switch el.Name.Space {
	case "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
		"http://purl.oclc.org/ooxml/wordprocessingml/main",
		"http://schemas.openxmlformats.org/markup-compatibility/2006",
		"http://schemas.openxmlformats.org/officeDocument/2006/math",
		"http://purl.oclc.org/ooxml/officeDocument/math", wordML, "w", "mc", "m":
		return el.Name.Local
	case "http://schemas.microsoft.com/aml/2001/core": // what Word 2003 notes of changes and comments
		if kind := attr(el, "type"); kind == "Word.Deletion" || kind == "Word.Comment" {
			return "del"
		}
	}
	return ""
}

// attr returns an attribute by its name, whatever its namespace.
func attr(el *xml.StartElement, name string) string {
	for i := range el.Attr {
		if el.Attr[i].Name.Local == name {
			return el.Attr[i].Value
		}
	}
	return ""
}

// value returns the val attribute, which most properties have.
func value(el *xml.StartElement) string { return attr(el, "val") }

// number returns the val attribute as a number from 0 to most, or otherwise where it is none.
func number(el *xml.StartElement, most, otherwise int) int {
	n, err := strconv.Atoi(strings.TrimSpace(value(el)))
	if err != nil || n < 0 {
		return otherwise
	}
	return min(n, most)
}

// A toggle is a property that is on, off, or not said.
type toggle int8

const (
	unsaid toggle = iota
	off
	on
)

// toggleOf reads a property whose mere presence turns it on.
func toggleOf(el *xml.StartElement) toggle {
	switch value(el) {
	case "0", "false", "off", "none":
		return off
	}
	return on
}

// or returns t, or what else is said where t says nothing.
func (t toggle) or(u toggle) toggle {
	if t == unsaid {
		return u
	}
	return t
}
