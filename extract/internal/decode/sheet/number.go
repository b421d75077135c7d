package sheet

import (
	"bytes"
	"strconv"

	"github.com/xuri/excelize/v2"

	"zhenggai/extract/internal/decode/sheet/format"
)

// findFormats reads the format codes that a workbook states itself. excelize v2.11.1 passes over their conditions, their section for zero
// and what stands beside General in them, and writes the figures of Chinese dates wrongly; the codes that are built in are left to it.
func (p *parts) findFormats() error {
	const name = "xl/styles.xml"
	if p.files[name] == nil {
		return nil
	}
	var styles struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Styles []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := p.unmarshal(name, &styles); err != nil {
		return err
	}
	codes := map[int]*format.Format{}
	for _, f := range styles.Formats {
		codes[f.ID] = format.Parse(f.Code)
	}
	p.formats = map[int]*format.Format{}
	for i, s := range styles.Styles {
		if f := codes[s.Format]; f != nil {
			p.formats[i] = f
		}
	}
	return nil
}

// format shows the numbers of a row that have formats of the workbook's own.
func (r *reader) format(c *cells, row int, values []string) {
	for c.row <= row {
		if f := r.parts.formats[c.style]; c.row == row && f != nil && c.col < len(values) {
			if v, err := strconv.ParseFloat(c.value, 64); err == nil {
				if text, ok := f.Text(v, r.parts.from1904); ok {
					values[c.col] = text
				}
			}
		}
		if !c.next() {
			return
		}
	}
}

// cells goes through the cells of a sheet that hold numbers, in the order of the file.
type cells struct {
	sheet    []byte // what is left of the rows
	row, col int    // of the cell, from 0
	style    int
	value    string // as it is written
}

// next goes to the next number. Behind the last it keeps its place.
func (c *cells) next() bool {
	c.value = ""
	for {
		name, attributes, ok := c.tag()
		if !ok {
			c.sheet = nil
			return false
		}
		switch string(name) {
		case "row":
			if c.row++; attribute(attributes, "r") != nil {
				c.row = wholeOf(attribute(attributes, "r")) - 1
			}
			c.col = -1
		case "c":
			if c.cell(attributes) {
				return true
			}
		}
	}
}

// cell reads a cell, and reports whether it is a number.
func (c *cells) cell(attributes []byte) bool {
	c.col++
	if place := attribute(attributes, "r"); place != nil {
		if col, _, err := excelize.CellNameToCoordinates(string(place)); err == nil {
			c.col = col - 1
		}
	}
	kind := attribute(attributes, "t")
	if bytes.HasSuffix(attributes, []byte("/")) || kind != nil && string(kind) != "n" {
		return false
	}
	c.style = wholeOf(attribute(attributes, "s"))
	for {
		name, _, ok := c.tag()
		if !ok || string(name) == "/c" {
			return false
		}
		if string(name) == "v" {
			end := max(bytes.IndexByte(c.sheet, '<'), 0)
			c.value = string(bytes.TrimSpace(c.sheet[:end]))
			return true
		}
	}
}

// tag reads to behind the next tag. It returns its name without a prefix, with a slash where it closes an element.
func (c *cells) tag() (name, attributes []byte, ok bool) {
	begin := bytes.IndexByte(c.sheet, '<')
	if begin < 0 {
		return nil, nil, false
	}
	end := bytes.IndexByte(c.sheet[begin:], '>')
	if end < 0 {
		return nil, nil, false
	}
	body := c.sheet[begin+1 : begin+end]
	c.sheet = c.sheet[begin+end+1:]
	name, attributes, _ = bytes.Cut(body, []byte(" "))
	closes := bytes.HasPrefix(name, []byte("/"))
	if _, local, prefixed := bytes.Cut(name, []byte(":")); prefixed {
		name = local
		if closes {
			name = append([]byte("/"), local...)
		}
	}
	return name, attributes, true
}

// attribute returns the value of an attribute, or nil.
func attribute(attributes []byte, name string) []byte {
	for rest := attributes; ; {
		before, value, ok := bytes.Cut(rest, []byte(`="`))
		if !ok {
			return nil
		}
		end := bytes.IndexByte(value, '"')
		if end < 0 {
			return nil
		}
		if string(bytes.TrimSpace(before)) == name {
			return value[:end]
		}
		rest = value[end+1:]
	}
}

func wholeOf(text []byte) int {
	n, err := strconv.Atoi(string(text))
	if err != nil {
		return 0
	}
	return n
}
