package docx

import (
	"bytes"
	"encoding/xml"
	"unicode/utf8"
)

// styled is a look, and the style under it.
type styled struct {
	look  look
	style string
}

// maxSeen is how many different properties of runs are remembered.
const maxSeen = 1000

// The tags by which properties of runs are known again. Word and its rivals write all names with this prefix; where a
// program does not, it takes longer.
const (
	runStart, runEnd               = "<w:r", "</w:r>"
	propertiesStart, propertiesEnd = "<w:rPr>", "</w:rPr>"
)

// runProperties reads those of a run and lays them over its styles, and remembers them by their XML.
func (r *reader) runProperties() error {
	raw, from := r.bytes.inside(propertiesStart, propertiesEnd), r.bytes.at
	made := styled{look: plain}
	err := r.children(func(el *xml.StartElement) error {
		if tag(el) == "rStyle" {
			made.style = value(el)
		}
		return r.runProperty(el, &made.look)
	})
	if len(raw) > 0 && len(r.seen) < maxSeen && r.bytes.at == from+len(raw)+len(propertiesEnd) {
		r.seen[string(raw)] = made
	}
	r.apply(made)
	return err
}

func (r *reader) apply(s styled) {
	if s.style != "" {
		r.run = r.styles.find(s.style).over(r.run)
	}
	r.run = s.look.over(r.run)
}

// plainRun reads a run that has but properties seen before and one text, and leaves any other to the decoder. Word
// splits text into so many runs that this is nine tenths of the work.
func (r *reader) plainRun() {
	raw := r.bytes.inside(runStart, runEnd)
	rest, known := raw, styled{look: plain}
	if behind, ok := bytes.CutPrefix(raw, []byte(propertiesStart)); ok {
		end := max(0, bytes.Index(behind, []byte(propertiesEnd)))
		if known, ok = r.seen[string(behind[:end])]; !ok {
			return
		}
		rest = behind[end+len(propertiesEnd):]
	}
	if text := textAlone(rest); text != nil {
		r.apply(known)
		r.write(string(text))
		r.bytes.at += len(raw)
	}
}

// textAlone returns the text of an element of text without references or anything else in it, or nil.
func textAlone(b []byte) []byte {
	text, ok := bytes.CutPrefix(b, []byte("<w:t>"))
	if !ok {
		text, ok = bytes.CutPrefix(b, []byte(`<w:t xml:space="preserve">`))
	}
	text, closed := bytes.CutSuffix(text, []byte("</w:t>"))
	if !ok || !closed || bytes.ContainsAny(text, "<&\r\n") || !utf8.Valid(text) {
		return nil
	}
	return text
}
