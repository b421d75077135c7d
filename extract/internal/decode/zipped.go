package decode

import (
	"archive/zip"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"zhenggai/extract/internal/decode/docx"
	"zhenggai/extract/internal/decode/ofd"
	"zhenggai/extract/internal/decode/sheet"
)

// A packed is a kind of document that is a ZIP archive: a part that only it has, or what its part mimetype says, and how it is read or
// why it is not.
type packed struct {
	part, mimetype string
	read           func(*Page, context.Context, []byte, Limits) error
	what           string
}

// packedKinds returns the kinds in the order in which they are tried.
func packedKinds() []packed {
	return []packed{
		{part: "word/document.xml", read: (*Page).readWord},
		{part: "xl/workbook.xml", read: (*Page).readXLSX},
		{part: "ofd.xml", read: (*Page).readOFD},
		{mimetype: foreignODT.mediaType, read: (*Page).readODT},
		{part: "xl/workbook.bin", what: "an Excel workbook (.xlsb); save it as .xlsx"},
		{part: "ppt/presentation.xml", what: "a PowerPoint presentation (.pptx); save its text as .txt"},
		{mimetype: "application/vnd.oasis.opendocument.spreadsheet", what: "an OpenDocument spreadsheet (.ods); save it as .xlsx"},
		{mimetype: "application/vnd.oasis.opendocument.presentation", what: "an OpenDocument presentation (.odp); save its text as .txt"},
		{mimetype: "application/epub+zip", what: "an electronic book (.epub); save it as .docx, HTML or text"},
		{part: "meta-inf/container.xml", what: "an electronic book (.epub); save it as .docx, HTML or text"},
		{part: "fixeddocseq.fdseq", what: "an XPS document; print it to a PDF"},
		{part: "fixeddocumentsequence.fdseq", what: "an XPS document; print it to a PDF"},
		{part: "uof.xml", what: "a UOF document; open it in WPS and save it as .docx"},
		{part: "content.xml", what: "an OpenDocument file of an unknown kind; save it as .docx or .xlsx"},
		{part: "[content_types].xml", read: (*Page).readWord}, // its relations may name a part of any name
	}
}

// errZIP says that an archive is no document.
var errZIP = errors.New("a ZIP archive without a document that is read; unpack it first")

// readZIP reads a document that is a ZIP archive, whatever its name. What it is its directory says: the names of the parts of a workbook that
// is stored in a Word document, such as that of a chart, stand in its bytes too.
func (p *Page) readZIP(ctx context.Context, data []byte, limits Limits) error {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return damagedZIP(data, err)
	}
	parts, mimetype := map[string]bool{}, ""
	for _, f := range z.File {
		parts[partName(f.Name)] = true
		if f.Name == "mimetype" {
			mimetype = said(f)
		}
	}
	if parts["meta-inf/manifest.xml"] && mimetype != "" && encrypted(z) {
		return errors.New("an encrypted OpenDocument file; open it with its password and save it without one")
	}
	for _, k := range packedKinds() {
		switch {
		case k.part != "" && !parts[k.part], k.mimetype != "" && k.mimetype != mimetype:
		case k.read != nil:
			return k.read(p, ctx, data, limits)
		default:
			return errors.New(k.what)
		}
	}
	return errZIP
}

// partName returns the name of a part as kinds are told by it: programs disagree about case and slashes.
func partName(name string) string {
	return strings.ToLower(strings.TrimPrefix(strings.ReplaceAll(name, `\`, "/"), "/"))
}

// said returns what the part mimetype says.
func said(f *zip.File) string {
	r, err := f.Open()
	if err != nil {
		return ""
	}
	defer r.Close()
	all, _ := io.ReadAll(io.LimitReader(r, 100))
	return strings.TrimSpace(string(all))
}

// encrypted reports whether the list of the parts of an OpenDocument file says that they are encrypted.
func encrypted(z *zip.Reader) bool {
	r, err := z.Open("META-INF/manifest.xml")
	if err != nil {
		return false
	}
	defer r.Close()
	all, _ := io.ReadAll(io.LimitReader(r, 1<<20))
	return bytes.Contains(all, []byte("encryption-data"))
}

// damagedZIP says what an archive was before it was cut: its directory stands at the end, but each part has its name before it.
func damagedZIP(data []byte, err error) error {
	what := "a damaged ZIP archive or Office document; fetch it again"
	for rest := data; ; {
		at := bytes.Index(rest, []byte("PK\x03\x04"))
		if at < 0 || at+30 > len(rest) {
			break
		}
		size := int(rest[at+26]) | int(rest[at+27])<<8
		rest = rest[at+30:]
		switch partName(string(rest[:min(size, len(rest))])) {
		case "word/document.xml":
			return fmt.Errorf("%w (%v)", docx.ErrDamaged, err)
		case "xl/workbook.xml":
			return fmt.Errorf("%w (%v)", sheet.ErrDamaged, err)
		case "ofd.xml":
			return fmt.Errorf("%w (%v)", ofd.ErrDamaged, err)
		}
	}
	return fmt.Errorf("%s (%w)", what, err)
}

// readWord reads a DOCX file.
func (p *Page) readWord(ctx context.Context, data []byte, limits Limits) error {
	return p.readDOCX(ctx, data, docxType, limits)
}

// readODT reads an OpenDocument text.
func (p *Page) readODT(ctx context.Context, data []byte, limits Limits) error {
	return p.convert(ctx, data, foreignODT, limits)
}
