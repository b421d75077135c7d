package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"github.com/xuri/excelize/v2"

	"zhenggai/extract/internal/decode/sheet/format"
)

// parts are the files of a workbook. They are read for what the library tells of a sheet only if it holds all of it in
// memory, a kilobyte a cell: merged cells and hidden columns.
type parts struct {
	files map[string]*zip.File
	limit int64
	names map[string]string // of sheets, to the names of their parts

	formats  map[int]*format.Format // by the numbers of styles: those that the workbook states itself
	from1904 bool                   // whether days are counted from 1904 on
}

// openParts opens a workbook and insists that its parts keep to the limits.
func openParts(data []byte, limit int64) (*parts, error) {
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return nil, fmt.Errorf("%w (%v)", ErrDamaged, err)
	}
	p := &parts{files: make(map[string]*zip.File, len(z.File)), limit: limit}
	total := uint64(0)
	for _, f := range z.File {
		p.files[strings.TrimPrefix(strings.ReplaceAll(f.Name, `\`, "/"), "/")] = f
		total += min(f.UncompressedSize64, 1<<40)
		if isXML := strings.HasSuffix(f.Name, ".xml") || strings.HasSuffix(f.Name, ".rels"); isXML && f.UncompressedSize64 > inMemory && !laidAside(f.Name) {
			return nil, fmt.Errorf("%w (%s has more than %d bytes)", ErrLarge, f.Name, inMemory)
		}
	}
	if total > uint64(limit) {
		return nil, fmt.Errorf("%w (it unpacks to more than %d bytes)", ErrLarge, limit)
	}
	return p, errors.Join(p.findSheets(), p.findFormats())
}

// laidAside reports whether the library lays a long part aside in a file.
func laidAside(name string) bool {
	return strings.HasPrefix(name, "xl/worksheets/") || strings.EqualFold(name, "xl/sharedStrings.xml")
}

// findSheets finds the parts of the sheets.
func (p *parts) findSheets() error {
	const main = "xl/workbook.xml"
	var book struct {
		About struct {
			From1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name string `xml:"name,attr"`
			ID   string `xml:"id,attr"`
		} `xml:"sheets>sheet"`
	}
	var relations struct {
		Relationship []struct {
			ID     string `xml:"Id,attr"`
			Target string `xml:",attr"`
		}
	}
	if err := errors.Join(p.unmarshal(main, &book), p.unmarshal("xl/_rels/workbook.xml.rels", &relations)); err != nil {
		return err
	}
	targets := map[string]string{}
	for _, r := range relations.Relationship {
		targets[r.ID] = strings.TrimPrefix(path.Join("/xl", r.Target), "/")
		if strings.HasPrefix(r.Target, "/") {
			targets[r.ID] = r.Target[1:]
		}
	}
	p.from1904 = book.About.From1904 == "1" || book.About.From1904 == "true"
	p.names = map[string]string{}
	for _, s := range book.Sheets {
		p.names[s.Name] = targets[s.ID]
	}
	return nil
}

func (p *parts) unmarshal(name string, into any) error {
	data, err := p.read(name)
	if err == nil {
		err = xml.Unmarshal(data, into)
	}
	if err != nil {
		return fmt.Errorf("%w (%s: %v)", ErrDamaged, name, err)
	}
	return nil
}

func (p *parts) read(name string) ([]byte, error) {
	f := p.files[name]
	if f == nil {
		return nil, errors.New("missing")
	}
	packed, err := f.Open()
	if err != nil {
		return nil, err
	}
	defer packed.Close()
	data, err := io.ReadAll(io.LimitReader(packed, p.limit+1))
	if err == nil && int64(len(data)) > p.limit {
		err = errors.New("too long")
	}
	return data, err
}

// A shape is what of a sheet is neither text nor number.
type shape struct {
	hidden map[int]bool    // columns, from 0
	left   map[int]bool    // those of them that have text
	merged map[[2]int]span // by row and column of the first cell
	cells  []byte          // the rows as they are written, where formats of the workbook's own may be in them
}

// A span is how many rows and columns a merged cell has.
type span struct{ rows, cols int }

// mostMerged is how many merged cells of a sheet are told apart. No list that people read has as many.
const mostMerged = 50_000

// shape reads what stands before and behind the rows of a sheet. It returns nil for a sheet that has none.
func (p *parts) shape(sheet string) (*shape, error) {
	data, err := p.read(p.names[sheet])
	if err != nil {
		return nil, fmt.Errorf("sheet %s: %w", sheet, err)
	}
	head, tail := around(data)
	if head == nil {
		return nil, nil
	}
	s := &shape{hidden: map[int]bool{}, left: map[int]bool{}, merged: map[[2]int]span{}}
	if len(p.formats) > 0 {
		s.cells = data[len(head) : len(data)-len(tail)]
	}
	each(head, "col", s.addColumns)
	each(tail, "mergeCell", s.addMerged)
	return s, nil
}

// around returns what a sheet has before and behind its rows, or nil where it has no rows.
func around(data []byte) (head, tail []byte) {
	first, last := bytes.Index(data, []byte("sheetData")), bytes.LastIndex(data, []byte("sheetData"))
	if first < 0 {
		return nil, nil
	}
	return data[:first], data[last:]
}

// each calls f with the attributes of each element of a name. It reads as far as the text is XML.
func each(data []byte, name string, f func(attr func(string) string)) {
	d := xml.NewDecoder(bytes.NewReader(data))
	d.Strict = false
	for {
		token, err := d.RawToken()
		if err != nil {
			return
		}
		if e, ok := token.(xml.StartElement); ok && e.Name.Local == name {
			f(func(name string) string {
				for _, a := range e.Attr {
					if a.Name.Local == name {
						return a.Value
					}
				}
				return ""
			})
		}
	}
}

func (s *shape) addColumns(attr func(string) string) {
	if v := attr("hidden"); v != "1" && v != "true" {
		return
	}
	var first, last int
	if n, _ := fmt.Sscan(attr("min")+" "+attr("max"), &first, &last); n == 2 {
		for c := max(first, 1); c <= min(last, excelize.MaxColumns); c++ {
			s.hidden[c-1] = true
		}
	}
}

func (s *shape) addMerged(attr func(string) string) {
	from, to, ok := strings.Cut(attr("ref"), ":")
	if !ok || len(s.merged) >= mostMerged {
		return
	}
	left, top, err := excelize.CellNameToCoordinates(from)
	right, bottom, wrong := excelize.CellNameToCoordinates(to)
	if err == nil && wrong == nil && right >= left && bottom >= top {
		s.merged[[2]int{top - 1, left - 1}] = span{bottom - top + 1, right - left + 1}
	}
}
