package xlsx

import (
	"archive/zip"
	"bytes"
	"cmp"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"slices"
)

// zipVersion is that of the zip format which knows deflate: 2.0.
const zipVersion = 20

// contentTypes is the part that excelize writes in random order.
const contentTypes = "[Content_Types].xml"

// A pack is the zip file of a workbook. It takes parts from excelize and puts parts of our own in the place of some: the sheets, which
// excelize believes to be empty, and the properties. Parts go into the file in the order of their names and without times, so that the
// same workbook gives the same bytes.
type pack struct {
	press *press
	out   io.Writer
	own   map[string]*part // finished, by name
	parts map[string]*part // from excelize
}

// Create returns the writer of a part. It implements excelize.ZipWriter.
func (p *pack) Create(name string) (io.Writer, error) {
	if _, ours := p.own[name]; ours {
		return io.Discard, nil
	}
	t := p.press.add()
	p.parts[name] = t
	return t, nil
}

// AddFS implements excelize.ZipWriter, which has no use for it.
func (p *pack) AddFS(fs.FS) error { return errors.ErrUnsupported }

// Close writes the zip file. It implements excelize.ZipWriter.
func (p *pack) Close() error {
	if err := p.finishParts(); err != nil {
		return err
	}
	z := zip.NewWriter(p.out)
	all := maps.Clone(p.parts)
	maps.Copy(all, p.own)
	for i, name := range inOrder(all) {
		if err := writePart(z, name, all[name]); err != nil {
			return fmt.Errorf("part %d, %s: %w", i, name, err)
		}
	}
	return z.Close()
}

func (p *pack) finishParts() error {
	for _, name := range inOrder(p.parts) {
		t := p.parts[name]
		if name == contentTypes {
			sorted, err := sortTypes(t.chunk)
			if err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
			t.chunk = sorted
		}
		if err := t.finish(nil); err != nil {
			return err
		}
	}
	return nil
}

// inOrder returns the names of the parts, that of the content types first, where some readers look for it.
func inOrder(parts map[string]*part) []string {
	return slices.SortedFunc(maps.Keys(parts), func(a, b string) int {
		switch contentTypes {
		case a:
			return -1
		case b:
			return 1
		}
		return cmp.Compare(a, b)
	})
}

func writePart(z *zip.Writer, name string, t *part) error {
	compressed, err := t.compressed()
	if err != nil {
		return err
	}
	w, err := z.CreateRaw(&zip.FileHeader{
		Name: name, Method: zip.Deflate, CRC32: t.crc, CompressedSize64: uint64(compressed), UncompressedSize64: uint64(t.size),
		CreatorVersion: zipVersion, ReaderVersion: zipVersion,
		//lint:ignore SA1019 Modified would add a field of extended time stamps
		ModifiedDate: 1<<5 | 1, // 1 January 1980, the first day of the format
	})
	if err != nil {
		return err
	}
	return t.writeTo(w)
}

// types is the part that says what the others are.
type types struct {
	XMLName   xml.Name `xml:"http://schemas.openxmlformats.org/package/2006/content-types Types"`
	Defaults  []typeOf `xml:"Default"`
	Overrides []typeOf `xml:"Override"`
}

type typeOf struct {
	Extension string `xml:"Extension,attr,omitempty"`
	PartName  string `xml:"PartName,attr,omitempty"`
	Type      string `xml:"ContentType,attr"`
}

// sortTypes brings the content types into order.
func sortTypes(b []byte) ([]byte, error) {
	var t types
	if err := xml.Unmarshal(b, &t); err != nil {
		return nil, fmt.Errorf("too many sheets: %w", err) // excelize writes it well, so a chunk of it is gone
	}
	order := func(a, b typeOf) int {
		return cmp.Or(cmp.Compare(a.Extension, b.Extension), cmp.Compare(a.PartName, b.PartName))
	}
	slices.SortFunc(t.Defaults, order)
	slices.SortFunc(t.Overrides, order)
	sorted, err := xml.Marshal(t)
	return append(bytes.Clone([]byte(xml.Header)), sorted...), err
}
