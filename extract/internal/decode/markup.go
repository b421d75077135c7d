package decode

import (
	"bytes"
	"context"
	"errors"
	"strings"
)

// A markup is a kind of document that is one file of XML and no page: its element around all, an address of names that its beginning has,
// and how it is read or why it is not.
type markup struct {
	root, names string
	read        func(*Page, context.Context, []byte, Limits) error
	what        string
}

// markups returns the kinds of documents that are one file of XML.
func markups() []markup {
	return []markup{
		{root: "wordDocument", names: "http://schemas.microsoft.com/office/word/2003/wordml", read: (*Page).readWordXML},
		{root: "package", names: "http://schemas.microsoft.com/office/2006/xmlPackage", read: (*Page).readWordXML},
		{root: "document", names: foreignODT.mediaType, read: (*Page).readFlatODT},
		{root: "document", names: "urn:oasis:names:tc:opendocument:xmlns:office", what: "an OpenDocument file in XML that is no text; save it as .xlsx or its text as .txt"},
		{root: "Workbook", names: "urn:schemas-microsoft-com:office:spreadsheet", what: "an Excel workbook in XML (2003); save it as .xlsx"},
		{root: "UOF", what: "a UOF document; open it in WPS and save it as .docx"},
		{root: "FictionBook", what: "an electronic book (.fb2); save it as .docx, HTML or text"},
		{root: "svg", names: "http://www.w3.org/2000/svg", what: "a drawing (.svg); it needs text recognition first"},
	}
}

// markupOf returns what reads a document that is one file of XML, or nil where it is another one.
func markupOf(data []byte) func(*Page, context.Context, []byte, Limits) error {
	head := data[:min(len(data), 4<<10)]
	root := rootOf(head)
	if root == "" {
		return nil
	}
	for _, m := range markups() {
		if m.root != root || !bytes.Contains(head, []byte(m.names)) {
			continue
		}
		if m.read != nil {
			return m.read
		}
		return func(*Page, context.Context, []byte, Limits) error { return errors.New(m.what) }
	}
	return nil
}

// rootOf returns the name of the first element of a document, without its prefix, or "" where it does not begin with one.
func rootOf(head []byte) string {
	head = bytes.TrimLeft(head, "\ufeff \t\r\n")
	for bytes.HasPrefix(head, []byte("<?")) || bytes.HasPrefix(head, []byte("<!")) {
		end := ">"
		if bytes.HasPrefix(head, []byte("<!--")) {
			end = "-->"
		}
		_, rest, _ := bytes.Cut(head, []byte(end))
		head = bytes.TrimLeft(rest, " \t\r\n")
	}
	if len(head) == 0 || head[0] != '<' {
		return ""
	}
	name := head[1:]
	if end := bytes.IndexAny(name, " \t\r\n/>"); end >= 0 {
		name = name[:end]
	}
	return string(name[bytes.LastIndexByte(name, ':')+1:])
}

// readFlatODT reads an OpenDocument text that is one file of XML.
func (p *Page) readFlatODT(ctx context.Context, data []byte, limits Limits) error {
	return p.convert(ctx, data, foreignFlatODT, limits)
}

// isMessage reports whether a text is a mail or a web archive: up to its first empty line it has names and values only, one of which says how it
// is packed.
func isMessage(data []byte) bool {
	packed := false
	for line := range bytes.Lines(data[:min(len(data), 4<<10)]) {
		if line = bytes.TrimRight(line, "\r\n"); len(line) == 0 {
			break
		}
		name, _, ok := bytes.Cut(line, []byte(":"))
		switch {
		case line[0] == ' ' || line[0] == '\t': // the value goes on
		case !ok || bytes.ContainsFunc(name, func(r rune) bool { return r != '-' && (r > 0x7F || !isLetter(byte(r))) }):
			return false
		default:
			packed = packed || strings.EqualFold(string(name), "MIME-Version") || strings.EqualFold(string(name), "Content-Transfer-Encoding")
		}
	}
	return packed
}
