package doc

import (
	"strings"
	"unicode"
	"unicode/utf16"

	"zhenggai/extract/internal/decode/numbering"
	"zhenggai/extract/internal/decode/wordprocessing"
)

// A reader is a document while it is being read.
type reader struct {
	*head
	pieces       []piece
	chars, paras []run
	limit        int
	out          []wordprocessing.Paragraph
	text         strings.Builder
	bold, rest   int             // characters of the paragraph that are bold, that are not, spaces aside
	code         strings.Builder // of the last field that has begun
	fields       []bool          // the fields around what is being read; true while in the code of one
	high         rune            // the first half of a character of two
	table        *table          // nil outside of tables
	tables       int
	marks        int // of cells and rows
	lists        []*numbering.Use
	counted      bool  // the paragraph, of which a part was read, has its number
	unnumbered   int   // paragraphs whose numbers are not known
	at, next     int   // of the current character in the main stream, and of the one behind it
	now          props // of the current character
}

func (r *reader) full() bool { return len(r.out) >= r.limit }

// readAll reads the text, its footnotes, endnotes and text boxes. Headers, macros and annotations, which lie between
// them, and the text boxes of headers are passed over.
func (r *reader) readAll() {
	const footnotes, headers, macros, annotations, endnotes, boxes = 0, 1, 2, 3, 4, 5
	from := 0
	lengths := []struct {
		characters int
		read       bool
	}{
		{r.head.text, true},
		{r.beside[footnotes], true},
		{r.beside[headers], false},
		{r.beside[macros], false},
		{r.beside[annotations], false},
		{r.beside[endnotes], true},
		{r.beside[boxes], true},
	}
	for _, l := range lengths {
		if l.read {
			r.readRange(from, from+l.characters)
			r.endTable()
			r.endParagraph(props{}, true)
			r.fields = nil
		}
		from += l.characters
	}
}

// readRange reads the characters from first up to last.
func (r *reader) readRange(first, last int) {
	for _, p := range r.pieces {
		for c := max(first, p.first); c < min(last, p.last) && !r.full(); c++ {
			r.at = p.at + (c-p.first)*p.width()
			r.next = r.at + p.width()
			if p.wide {
				r.character(rune(u16(r.main, r.at)))
			} else {
				r.character(narrow(r.main[r.at]))
			}
		}
	}
}

// narrow returns the character of a byte of a piece of one byte a character, which is in Windows-1252.
func narrow(b byte) rune {
	if b >= 0x80 && b < 0xA0 {
		return [...]rune{
			'€', 0x81, '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', 0x8D, 'Ž', 0x8F,
			0x90, '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', 0x9D, 'ž', 'Ÿ',
		}[b-0x80]
	}
	return rune(b)
}

// The characters that structure the text.
const (
	cellMark      = 0x07
	lineBreak     = 0x0B
	pageBreak     = 0x0C
	paragraphMark = 0x0D
	columnBreak   = 0x0E
	fieldBegin    = 0x13
	fieldSeparate = 0x14
	fieldEnd      = 0x15
	fixedHyphen   = 0x1E
)

// character reads one unit of UTF-16 or one narrow character.
func (r *reader) character(c rune) {
	r.now = find(r.chars, r.at).props
	switch {
	case c == cellMark:
		r.endCell()
	case r.now.deleted:
	case c == paragraphMark:
		r.endParagraph(find(r.paras, r.at).props, true)
	case c == pageBreak:
		p := find(r.paras, r.at)
		r.endParagraph(p.props, p.last <= r.next)
	case c >= fieldBegin && c <= fieldEnd:
		r.field(c)
	case r.inCode():
		r.code.WriteRune(c)
	case r.now.hidden:
	case r.now.symbol != 0 && c == '(':
		r.symbol()
	case c == '\t':
		r.write(c)
	case c == lineBreak, c == columnBreak:
		r.write('\n')
	case c == fixedHyphen:
		r.write('-')
	case c >= ' ':
		r.wide(c)
	}
}

// wide joins the halves of characters beyond the first plane.
func (r *reader) wide(c rune) {
	switch {
	case utf16.IsSurrogate(c) && c < 0xDC00:
		r.high = c
	case utf16.IsSurrogate(c):
		r.write(utf16.DecodeRune(r.high, c))
		r.high = 0
	default:
		r.write(c)
	}
}

func (r *reader) write(c rune) {
	r.text.WriteRune(c)
	switch {
	case unicode.IsSpace(c):
	case r.now.bold:
		r.bold++
	default:
		r.rest++
	}
}

// field follows the parts of a field: its code, which is no text, and its result, which is.
func (r *reader) field(part rune) {
	const most = 64
	switch n := len(r.fields); {
	case part == fieldBegin && n < most:
		r.fields = append(r.fields, true)
		r.code.Reset()
	case part == fieldSeparate && n > 0:
		r.fields[n-1] = false
	case part == fieldEnd && n > 0:
		unshown := r.fields[n-1] // it has no result
		if r.fields = r.fields[:n-1]; unshown && !r.inCode() && !r.now.hidden {
			for _, c := range readAloud(r.code.String()) {
				r.write(c)
			}
		}
	}
}

// readAloud returns the text that a phonetic guide stands over. The guide is a formula, EQ \o\ad(\s\up 9(xū),圩), whose last argument it is.
func readAloud(code string) string {
	if !strings.HasPrefix(strings.ToUpper(strings.TrimSpace(code)), "EQ") || !strings.Contains(code, `\up`) {
		return ""
	}
	base := code[strings.LastIndexAny(code, ",;，；")+1:]
	end := strings.LastIndexAny(base, ")）")
	if len(base) == len(code) || end < 0 {
		return ""
	}
	return base[:end]
}

// symbol writes the symbol for which a character stands.
func (r *reader) symbol() {
	font := ""
	if n := r.now.font; n < len(r.fonts) {
		font = r.fonts[n]
	}
	for _, c := range wordprocessing.Symbol(font, r.now.symbol) {
		r.write(c)
	}
}

func (r *reader) inCode() bool {
	for _, code := range r.fields {
		if code {
			return true
		}
	}
	return false
}

// endParagraph ends a paragraph, or a part of one before a break of the page. A field that never ends must not swallow
// the document. A paragraph without text counts in its list all the same.
func (r *reader) endParagraph(p props, whole bool) {
	for i := range r.fields {
		r.fields[i] = false
	}
	if !p.inTable && !p.rowEnd {
		r.endTable()
	} else if r.table == nil {
		r.startTable()
	}
	text := r.text.String()
	r.text.Reset()
	written := strings.TrimFunc(text, unicode.IsSpace) != ""
	marker := ""
	if !r.counted && (whole || written) {
		marker = r.number(p, written)
	}
	r.counted = !whole && (r.counted || written)
	if written && !r.full() {
		r.out = append(r.out, wordprocessing.Paragraph{
			Text: numbering.Mark(marker, text), Level: p.headingLevel(), Bold: r.bold > 0 && r.rest == 0,
			Centre: p.align == 1, Right: p.align == 2,
		})
	}
	r.bold, r.rest, r.high = 0, 0, 0
}

// number counts a paragraph in its list and returns its number. A number that is not known is none.
func (r *reader) number(p props, written bool) string {
	if p.list == 0 || p.rowEnd {
		return ""
	}
	if u := r.use(p.list); u != nil {
		depth := p.depth
		if !p.own {
			depth = u.DepthOf(styleName(p.style), depth)
		}
		if depth < numbering.Depth {
			if marker, sure := u.Next(depth); sure {
				return marker
			}
		}
	}
	if written {
		r.unnumbered++
	}
	return ""
}

// use returns the use of a list by its number, counted from 1, or nil where it cannot be read.
func (r *reader) use(number int) *numbering.Use {
	if number > len(r.lists) {
		return nil
	}
	return r.lists[number-1]
}
