package document

import (
	"strings"

	"zhenggai/extract/internal/decode"
)

// A Span is the half-open range [Start, End) of bytes of a document's text.
type Span struct{ Start, End int }

// In returns the text of the span.
func (s Span) In(text string) string { return text[s.Start:s.End] }

// Empty reports whether the span holds nothing.
func (s Span) Empty() bool { return s.Start >= s.End }

// Trim leaves out white space at both ends.
func (s Span) Trim(text string) Span {
	inner := s.In(text)
	s.Start += len(inner) - len(strings.TrimLeft(inner, " \n"))
	return Span{Start: s.Start, End: s.Start + len(strings.Trim(inner, " \n"))}
}

// A Zone says what part a line plays.
type Zone int

// The zones of a document.
const (
	Furniture Zone = iota // what the page adds: navigation, tools, publisher
	Front                 // the line of source and date
	Title                 // the notice's own title
	Body                  // the notice
	Signature             // the body that signs, and the date below it
)

// A Line is one paragraph, heading or line of a table cell.
type Line struct {
	Span
	Zone    Zone
	Heading bool           // set apart by bold type or an h element
	Page    bool           // outside of the page's main container
	Link    bool           // all of it is in links
	Cell    *decode.Cell   // nil outside of tables
	Origin  *decode.Origin // nil where the file has neither pages nor sheets

	added string // the kind of furniture that the line is, "" for none
}
