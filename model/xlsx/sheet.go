package xlsx

import (
	"bytes"
	"slices"
	"strconv"
	"time"

	"zhenggai/model"
)

// A place is a row on one of the sheets of a table. The zero place is nowhere.
type place struct {
	table      *sheets
	sheet, row int32
}

// String returns the reference of the cell that holds the row's key.
func (p place) String() string {
	column := max(1, len(p.table.table.Key())) - 1
	return quoted(p.table.name(int(p.sheet))) + "!" + columnName(column) + strconv.Itoa(int(p.row))
}

// A link goes from a cell of a sheet to the row that the cell names.
type link struct {
	column, row int32
	to          place
}

// A sheet is one worksheet of a table, written row by row. It is XML of our own: excelize's stream writer is several
// times slower, holds 16 MB of text for every sheet, and cannot state the extent of the sheet.
type sheet struct {
	name   string
	table  *model.Table
	part   *part
	styles *styles
	lang   string
	row    int // the last one written
	links  []link
}

const sheetStart = `<sheetData>`

// newSheet begins a sheet with its line of column titles.
func newSheet(name string, t *model.Table, p *part, styles *styles, lang string) (*sheet, error) {
	s := &sheet{name: name, table: t, part: p, styles: styles, lang: lang}
	p.chunk = append(p.chunk, sheetStart...)
	s.startRow(`" ht="24" customHeight="1">`)
	for i := range t.Columns {
		s.text(i, t.Columns[i].Title.In(lang), styles.headerOf(t.Columns[i].Type))
	}
	return s, s.endRow()
}

// startRow opens the next row; rest is what follows its number.
func (s *sheet) startRow(rest string) {
	s.row++
	b := append(s.part.chunk, `<row r="`...)
	b = strconv.AppendInt(b, int64(s.row), 10)
	s.part.chunk = append(b, rest...)
}

// height returns the rest of the opening of a row that shows the given texts. A row of more than one line gets an
// estimate of its height: LibreOffice takes rows without one to be as high as all, where it reads files that call
// themselves Excel's. The height is not marked as the user's own, so that programs fit it again when the row changes.
func (s *sheet) height(texts []string) string {
	n := 1
	for i, text := range texts {
		if s.table.Columns[i].Long {
			n = max(n, lines(text, s.width(s.table.Columns[i])))
		}
	}
	return rowHeights[min(n, len(rowHeights))-1]
}

// rowHeights holds the openings of rows of 1 to 27 lines, the most that fit the largest height of a row.
var rowHeights = func() (heights [27]string) {
	heights[0] = `">`
	for i := 1; i < len(heights); i++ {
		heights[i] = `" ht="` + strconv.Itoa(15*(i+1)+2) + `">`
	}
	return heights
}()

func (s *sheet) endRow() error {
	s.part.chunk = append(s.part.chunk, `</row>`...)
	return s.part.sync()
}

// startCell opens a cell up to the attributes that follow its style.
func (s *sheet) startCell(column, style int) []byte {
	b := append(s.part.chunk, `<c r="`...)
	b = append(b, columnName(column)...)
	b = strconv.AppendInt(b, int64(s.row), 10)
	b = append(b, `" s="`...)
	return strconv.AppendInt(b, int64(style), 10)
}

// text writes a cell of text, which no program runs, whatever it holds.
func (s *sheet) text(column int, text string, style int) {
	b := s.startCell(column, style)
	if n := len(text); n > 0 && (text[0] <= ' ' || text[n-1] <= ' ') { // which programs would take away
		b = append(b, `" t="inlineStr"><is><t xml:space="preserve">`...)
	} else {
		b = append(b, `" t="inlineStr"><is><t>`...)
	}
	b = appendText(b, text)
	s.part.chunk = append(b, `</t></is></c>`...)
}

// number writes a cell with a number, printed as XML has it.
func (s *sheet) number(column int, number string, style int) {
	b := s.startCell(column, style)
	b = append(append(b, `"><v>`...), number...)
	s.part.chunk = append(b, `</v></c>`...)
}

// cell writes one cell of a table. An empty cell is not written at all, but for one that is open, which has a fill alone.
func (s *sheet) cell(column int, cell model.Cell, text string) {
	c := &s.table.Columns[column]
	switch {
	case cell.Open():
		s.part.chunk = append(s.startCell(column, s.styles.open), `"/>`...)
	case cell.Empty() || text == "":
	case cell.Numeric():
		s.number(column, text, s.styles.number(cell.Decimal()))
	case c.Type == model.TypeDate:
		if serial, ok := serialDate(text); ok {
			s.number(column, strconv.Itoa(serial), s.styles.date)
			return
		}
		s.text(column, text, s.styles.text)
	default:
		s.text(column, text, s.styles.of(s.table.Name, c, cell))
	}
}

// link writes a cell of text that leads to another cell of the workbook.
func (s *sheet) link(column int, text string, to place) {
	s.links = append(s.links, link{int32(column), int32(s.row), to})
	s.text(column, text, s.styles.link)
}

// serialDate returns the number by which spreadsheets know a full date: days, with 1 March 1900 as 61. Partial dates,
// and dates before that day, on which programs disagree, have none.
func serialDate(date string) (int, bool) {
	t, err := time.Parse(time.DateOnly, date)
	if err != nil {
		return 0, false
	}
	serial := int(t.Unix()/(24*60*60)) + 25569 // 1 January 1970
	return serial, serial >= 61
}

// extent returns the range of all cells of the sheet.
func (s *sheet) extent() string {
	return "A1:" + columnName(len(s.table.Columns)-1) + strconv.Itoa(s.row)
}

// finish ends the sheet.
func (s *sheet) finish() error {
	s.appendFormats()
	if err := s.appendLinks(); err != nil {
		return err
	}
	s.appendTail()
	return s.part.finish(s.head())
}

// head returns what stands before the rows: the extent, the panes and the widths.
func (s *sheet) head() []byte {
	var b bytes.Buffer
	b.WriteString(`<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n" +
		`<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">` +
		`<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr><dimension ref="` + s.extent() + `"/>`)
	frozen := s.frozen()
	corner := columnName(frozen) + "2"
	b.WriteString(`<sheetViews><sheetView showGridLines="0" workbookViewId="0"><pane xSplit="` + strconv.Itoa(frozen) +
		`" ySplit="1" topLeftCell="` + corner + `" activePane="bottomRight" state="frozen"/>` +
		`<selection pane="topRight"/><selection pane="bottomLeft"/>` +
		`<selection pane="bottomRight" activeCell="` + corner + `" sqref="` + corner + `"/></sheetView></sheetViews>` +
		`<sheetFormatPr defaultRowHeight="16.5"` + s.outline() + `/><cols>`)
	for i, c := range s.table.Columns {
		n := strconv.Itoa(i + 1)
		b.WriteString(`<col min="` + n + `" max="` + n + `" width="` + strconv.Itoa(s.width(c)) + `" customWidth="1"`)
		switch {
		case c.Shut:
			b.WriteString(` hidden="1" outlineLevel="1"`)
		case i > 0 && s.table.Columns[i-1].Shut: // where the button of the group is
			b.WriteString(` collapsed="1"`)
		}
		b.WriteString(`/>`)
	}
	b.WriteString(`</cols>`)
	return b.Bytes()
}

// outline says how deep groups of columns are nested, where there are some.
func (s *sheet) outline() string {
	if slices.ContainsFunc(s.table.Columns, func(c model.Column) bool { return c.Shut }) {
		return ` outlineLevelCol="1"`
	}
	return ""
}

// frozen returns how many columns stay in sight: the keys, with those that are shut beside them.
func (s *sheet) frozen() int {
	n := max(1, len(s.table.Key()))
	for n < len(s.table.Columns) && s.table.Columns[n].Shut {
		n++
	}
	return n
}

// width returns the width of a column, which leaves room for its title and the filter's button.
func (s *sheet) width(c model.Column) int {
	return min(max(c.Width, columns(c.Title.In(s.lang))+4), 255)
}

// appendFormats appends what stands between the rows and the links.
func (s *sheet) appendFormats() {
	b := append(s.part.chunk, `</sheetData><autoFilter ref="`+s.extent()+`"/>`...)
	if s.row > 1 {
		b = append(b, `<conditionalFormatting sqref="A2`+s.extent()[2:]+`"><cfRule type="expression" dxfId="`+
			strconv.Itoa(s.styles.line)+`" priority="1"><formula>$A2&lt;&gt;""</formula></cfRule></conditionalFormatting>`...)
	}
	s.part.chunk = b
}

// appendLinks appends the hyperlinks. They come after all rows, so that they have to be kept until then.
func (s *sheet) appendLinks() error {
	if len(s.links) == 0 {
		return nil
	}
	s.part.chunk = append(s.part.chunk, `<hyperlinks>`...)
	for _, l := range s.links {
		b := append(append(s.part.chunk, `<hyperlink ref="`...), columnName(int(l.column))...)
		b = strconv.AppendInt(b, int64(l.row), 10)
		b = appendText(append(b, `" location="`...), l.to.String())
		s.part.chunk = append(b, `"/>`...)
		if err := s.part.sync(); err != nil {
			return err
		}
	}
	s.part.chunk = append(s.part.chunk, `</hyperlinks>`...)
	s.links = nil
	return nil
}

// appendTail appends what stands after the links.
func (s *sheet) appendTail() {
	s.part.chunk = append(s.part.chunk, `<pageMargins left="0.4" right="0.4" top="0.5" bottom="0.6" header="0.3" footer="0.3"/>`+
		`<pageSetup paperSize="8" orientation="landscape" fitToHeight="0"/>`+
		`<headerFooter><oddFooter>&amp;L&amp;A&amp;R&amp;P / &amp;N</oddFooter></headerFooter>`+
		`<ignoredErrors><ignoredError sqref="`+s.extent()+`" numberStoredAsText="1"/></ignoredErrors></worksheet>`...)
}

// alphabet holds the names of the first columns.
const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

// columnName returns the letters of a column counted from 0.
func columnName(column int) string {
	if column < len(alphabet) {
		return alphabet[column : column+1]
	}
	return columnName(column/len(alphabet)-1) + columnName(column%len(alphabet))
}
