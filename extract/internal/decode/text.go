package decode

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhenggai/extract/internal/runes"
	"zhenggai/model"
)

// A gap is white space that was seen since the last character and becomes a space, or nothing, before the next one.
type gap int

const (
	gapNone  gap = iota
	gapBlank     // spaces and tabs: one space
	gapLine      // a line end of the source: one space, but nothing between two Chinese characters
	gapSolid     // no-break or ideographic space: one space
)

// A writer collects the tidied text of blocks in one buffer, each with a newline behind it.
type writer struct {
	buf    strings.Builder
	start  int // of the block that is being written
	gap    gap
	spans  []span // of the finished blocks
	limit  int    // of blocks
	most   int    // bytes of text
	lines  bool   // a line end of the source ends the block
	closed bool   // a limit was reached; nothing more is written

	radicals int // that were written as the ideographs which they stand for
}

// A span is the part of the buffer that a block fills.
type span struct{ start, end int }

// empty reports whether the current block has no text yet.
func (w *writer) empty() bool { return w.buf.Len() == w.start }

// flush ends the current block and reports whether it had any text.
func (w *writer) flush() bool {
	w.gap = gapNone
	if w.empty() {
		return false
	}
	w.spans = append(w.spans, span{w.start, w.buf.Len()})
	w.buf.WriteByte('\n')
	w.start = w.buf.Len()
	w.closed = w.closed || len(w.spans) >= w.limit
	return true
}

// write adds text to the current block. Runs of plain characters, which is nearly everything, are copied whole.
func (w *writer) write(s string) {
	for len(s) > 0 && !w.closed {
		n := plainPrefix(s)
		if n > 0 {
			w.add(s[:n])
			s = s[n:]
			continue
		}
		r, size := utf8.DecodeRuneInString(s)
		switch class(r) {
		case gapNone:
			w.addOne(r, s[:size])
		case dropped:
		case gapBlank:
			w.gap = max(w.gap, gapBlank)
		case gapLine:
			if w.lines {
				w.flush()
			} else {
				w.gap = max(w.gap, gapLine)
			}
		default:
			w.gap = gapSolid
		}
		s = s[size:]
	}
}

// add appends characters that are not white space, and before them what the gap requires.
func (w *writer) add(s string) {
	if w.gap != gapNone {
		if !w.empty() && !(w.gap == gapLine && w.betweenWide(s)) {
			w.buf.WriteByte(' ')
		}
		w.gap = gapNone
	}
	if room := w.most - w.buf.Len(); len(s) > room {
		s, w.closed = s[:runes.Before(s, room)], true
	}
	w.buf.WriteString(s)
}

// addOne appends one character that is seldom met: a radical as its ideograph, and a glyph of a font without a meaning, which opens
// a block, as the bullet that it is.
func (w *writer) addOne(r rune, s string) {
	switch {
	case isRadical(r):
		if u := ideograph(r); u != r {
			w.radicals++
			s = string(u)
		}
	case 0xE000 <= r && r <= 0xF8FF && w.empty():
		s = bullet
	}
	w.add(s)
}

// bullet is the sign for all that opens a block and is drawn only: a letter of Wingdings, a glyph of a font.
const bullet = "•"

// betweenWide reports whether the characters on both sides of a gap are Chinese ones.
func (w *writer) betweenWide(next string) bool {
	before, _ := utf8.DecodeLastRuneInString(w.buf.String())
	after, _ := utf8.DecodeRuneInString(next)
	return isWide(before) && isWide(after)
}

// isWide reports whether r is set in a full square in Chinese text: ideographs, full-width forms, enclosed numbers,
// and the quotation marks and dashes of Chinese.
func isWide(r rune) bool {
	return r >= 0x2E80 && r <= 0xFFEF && (r < 0xAC00 || r >= 0xF900) || r >= 0x20000 ||
		0x2010 <= r && r <= 0x2027 || 0x2460 <= r && r <= 0x24FF
}

// plainPrefix returns the length of the longest prefix of s of characters that are written as they are. It knows the
// ranges that Chinese text is made of and leaves all others to class.
func plainPrefix(s string) int {
	i := 0
	for i < len(s) {
		switch b := s[i]; {
		case 0x21 <= b && b <= 0x7E:
			i++
		case i+2 >= len(s):
			return i
		case 0xE4 <= b && b <= 0xE9: // the ideographs
			i += 3
		case b == 0xE3 && s[i+1:i+3] != "\x80\x80": // punctuation and kana, but not the ideographic space
			i += 3
		case b == 0xEF && s[i+1] == 0xBC: // full-width letters and punctuation
			i += 3
		case b == 0xE2 && s[i+1] == 0x80 && 0x93 <= s[i+2] && s[i+2] <= 0xA6: // dashes, quotation marks, dots
			i += 3
		default:
			return i
		}
	}
	return i
}

// dropped is the class of characters that are not written.
const dropped = gap(-1)

// class says what becomes of a character: gapNone if it is written, dropped, or the gap that it makes.
func class(r rune) gap {
	switch r {
	case ' ', '\t':
		return gapBlank
	case '\n', '\r', '\f', '\v', 0x85, 0x2028, 0x2029:
		return gapLine
	case 0xAD, 0x034F, 0x061C, 0x180E, 0xFEFF: // soft hyphen, joiners, byte order mark
		return dropped
	}
	switch {
	case r < ' ', 0x7F <= r && r < 0xA0:
		return dropped
	case unicode.IsSpace(r): // no-break, ideographic and typographic spaces
		return gapSolid
	case 0x200B <= r && r <= 0x200F, 0x202A <= r && r <= 0x202E, 0x2060 <= r && r <= 0x206F:
		return dropped // zero-width characters and marks of direction
	case 0xFFF0 <= r && r <= 0xFFFB, r&0xFFFE == 0xFFFE:
		return dropped // what no XML file may hold, as a spreadsheet is
	}
	return gapNone
}

// tidy returns s as a block would hold it.
func tidy(s string) string {
	w := writer{limit: 1, most: len(s)}
	w.write(s)
	return w.buf.String()
}

// diagnoseText notes that radicals were read as ideographs, or that a limit was reached.
func (p *Page) diagnoseText(w *writer) {
	if w.radicals > 0 {
		p.diagnose(model.Diagnostic{Code: "text.radicals", Args: model.Args{"count": w.radicals}})
	}
	switch {
	case len(w.spans) >= w.limit:
		p.diagnose(model.Diagnostic{Code: "input.blocks", Args: model.Args{"lines": w.limit}})
	case w.closed:
		p.diagnose(model.Diagnostic{Code: "input.too_large", Case: "text", Args: model.Args{"read": w.most}})
	}
}

// text returns the finished blocks joined by newlines; their spans index it.
func (w *writer) text() string { return w.buf.String()[:max(0, w.start-1)] }

// leftovers are the traces of HTML that careless crawls leave in plain text.
var leftovers = strings.NewReplacer("<br>", "\n", "<br/>", "\n", "<br />", "\n", "<BR>", "\n",
	"<p>", "\n", "</p>", "\n", "&nbsp;", " ", "&ensp;", " ", "&emsp;", " ")

// readText reads plain text: one block for each line that is not empty.
func (p *Page) readText(text string, limits Limits) {
	if isMarkdown(text) {
		p.readHTML(markdownToHTML(text), nil, limits)
		for i := range p.Blocks {
			p.Blocks[i].Zone = ZoneUnknown // there is no page round the text
		}
		return
	}
	if strings.IndexByte(text, '<') >= 0 || strings.IndexByte(text, '&') >= 0 {
		text = html.UnescapeString(leftovers.Replace(text))
	}
	if p.readPasted(text, limits) {
		return
	}
	t := newTextReader(limits, len(text))
	t.write(text)
	t.flush()
	t.finish(p)
}

// lineEndBytes are the bytes that what ends a line may start with.
var lineEndBytes = [...]byte{'\n', '\v', '\f', '\r', 0xE2, 0xC2}

// mayEndLine has these bytes.
var mayEndLine = [256]bool{'\n': true, '\v': true, '\f': true, '\r': true, 0xE2: true, 0xC2: true}

// lineEnds finds the ends of the lines of a long text, one after the other, as lineEnd does. It looks for each byte that may end a line by
// itself, as far as the next, which takes a fraction of the time.
type lineEnds struct {
	text  string
	found [len(lineEndBytes)]int // where each of the bytes stands next
}

func newLineEnds(text string) *lineEnds {
	l := &lineEnds{text: text}
	for i := range l.found {
		l.found[i] = -1
	}
	return l
}

// next returns where the line ends that starts at a place, and where the next one starts.
func (l *lineEnds) next(from int) (end, next int) {
	for {
		end = len(l.text)
		for i, b := range lineEndBytes {
			if l.found[i] < from {
				l.found[i] = len(l.text)
				if at := strings.IndexByte(l.text[from:], b); at >= 0 {
					l.found[i] = from + at
				}
			}
			end = min(end, l.found[i])
		}
		if end == len(l.text) {
			return end, end
		}
		if at, size := lineEnd(l.text[end:min(len(l.text), end+len("\u2028"))]); at == 0 && size > 0 {
			return end, end + size
		}
		from = end + 1
	}
}

// lineEnd returns where the first line of s ends and where the next one starts. Word's line break (VT), form feeds and
// the Unicode separators end lines too.
func lineEnd(s string) (end, next int) {
	for i := 0; i < len(s); i++ {
		if !mayEndLine[s[i]] {
			continue
		}
		switch b := s[i]; {
		case '\n' <= b && b <= '\r':
			return i, i + 1
		case b == 0xE2 && (strings.HasPrefix(s[i:], "\u2028") || strings.HasPrefix(s[i:], "\u2029")):
			return i, i + 3
		case b == 0xC2 && strings.HasPrefix(s[i:], "\u0085"):
			return i, i + 2
		}
	}
	return len(s), len(s)
}
