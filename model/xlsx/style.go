package xlsx

import (
	"github.com/xuri/excelize/v2"

	"zhenggai/model"
)

// font is on every Windows and in every Office for Mac, under this name in all languages; WPS and LibreOffice elsewhere
// put another Chinese sans-serif in its place.
const font = "Microsoft YaHei"

const (
	ink       = "1F2937"
	faint     = "6B7280"
	linkInk   = "0563C1"
	headFill  = "1F4E79"
	panelFill = "EEF3F8"
	lineInk   = "E2E6EA"
)

// styles are the numbers by which cells name their looks.
type styles struct {
	header, numberHeader, text, wrapped, link, integer, decimal, date, doubt, fault, open int

	// of the summary only
	title, section, label, count, more, prose, head, headCount int

	line int // a conditional style: the line under a row
}

// of returns the look of a cell of text.
func (s *styles) of(table string, c *model.Column, cell model.Cell) int {
	switch {
	case c.Long:
		return s.wrapped
	case c.Values == nil:
		return s.text
	}
	switch table + "." + c.Key + "=" + cell.String() {
	case "diagnostics.severity=error", "totals.agrees=false", "completions.agrees=false":
		return s.fault
	case "diagnostics.severity=warning":
		return s.doubt
	}
	return s.text
}

// number returns the look of a number. Whole numbers have one of their own, for a format with decimal places shows the
// point of 12 as "12.".
func (s *styles) number(d model.Decimal) int {
	if d.IsInt() {
		return s.integer
	}
	return s.decimal
}

// headerOf returns the look of the title of a column.
func (s *styles) headerOf(t model.Type) int {
	if t == model.TypeInteger || t == model.TypeNumber {
		return s.numberHeader
	}
	return s.header
}

// newStyles adds the styles to a workbook.
func newStyles(f *excelize.File) (*styles, error) {
	if err := f.SetDefaultFont(font); err != nil {
		return nil, err
	}
	var s styles
	var failed error
	add := func(number *int, style *excelize.Style) {
		id, err := f.NewStyle(style)
		if err != nil && failed == nil {
			failed = err
		}
		*number = id
	}
	addTableStyles(&s, add)
	addSummaryStyles(&s, add)
	line, err := f.NewConditionalStyle(&excelize.Style{Border: []excelize.Border{{Type: "bottom", Color: lineInk, Style: 1}}})
	if failed == nil {
		failed = err
	}
	s.line = line
	return &s, failed
}

func addTableStyles(s *styles, add func(*int, *excelize.Style)) {
	add(&s.header, &excelize.Style{Font: letters(10, "FFFFFF", true), Fill: solid(headFill), Alignment: aligned("left", "center", false)})
	add(&s.numberHeader, &excelize.Style{Font: letters(10, "FFFFFF", true), Fill: solid(headFill), Alignment: aligned("center", "center", false)})
	add(&s.text, &excelize.Style{Font: letters(10, ink, false), Alignment: aligned("left", "top", false)})
	add(&s.wrapped, &excelize.Style{Font: letters(10, ink, false), Alignment: aligned("left", "top", true)})
	linked := letters(10, linkInk, false)
	linked.Underline = "single"
	add(&s.link, &excelize.Style{Font: linked, Alignment: aligned("left", "top", false)})
	add(&s.integer, numeric(letters(10, ink, false), "#,##0"))
	add(&s.decimal, numeric(letters(10, ink, false), "#,##0.######"))
	date := numeric(letters(10, ink, false), "yyyy\\-mm\\-dd")
	date.Alignment = aligned("left", "top", false)
	add(&s.date, date)
	add(&s.doubt, &excelize.Style{Font: letters(10, "7F6000", false), Fill: solid("FFF4CE"), Alignment: aligned("left", "top", false)})
	add(&s.open, &excelize.Style{Fill: solid("FFF4CE")})
	add(&s.fault, &excelize.Style{Font: letters(10, "A4262C", false), Fill: solid("FDE7E9"), Alignment: aligned("left", "top", false)})
}

func addSummaryStyles(s *styles, add func(*int, *excelize.Style)) {
	right := &excelize.Alignment{Horizontal: "right", Vertical: "center", Indent: 1}
	under := []excelize.Border{{Type: "bottom", Color: lineInk, Style: 1}}
	add(&s.title, &excelize.Style{Font: letters(18, headFill, true), Alignment: aligned("left", "center", false)})
	add(&s.prose, &excelize.Style{Font: letters(10, ink, false), Fill: solid(panelFill), Alignment: &excelize.Alignment{Horizontal: "left", Vertical: "center", WrapText: true, Indent: 1}})
	add(&s.section, &excelize.Style{Font: letters(12, headFill, true), Alignment: aligned("left", "center", false)})
	indented := aligned("left", "center", false)
	indented.Indent = 1
	add(&s.head, &excelize.Style{Font: letters(10, "FFFFFF", true), Fill: solid(headFill), Alignment: indented})
	add(&s.headCount, &excelize.Style{Font: letters(10, "FFFFFF", true), Fill: solid(headFill), Alignment: right})
	add(&s.label, &excelize.Style{Font: letters(10, ink, false), Border: under, Alignment: indented})
	count := numeric(letters(10, ink, false), "#,##0")
	count.Border, count.Alignment = under, right
	add(&s.count, count)
	linked := letters(10, linkInk, false)
	linked.Underline = "single"
	add(&s.more, &excelize.Style{Font: linked, Border: under, Alignment: indented})
}

func letters(size float64, color string, bold bool) *excelize.Font {
	return &excelize.Font{Family: font, Size: size, Color: color, Bold: bold}
}

func solid(color string) excelize.Fill {
	return excelize.Fill{Type: "pattern", Pattern: 1, Color: []string{color}}
}

func aligned(horizontal, vertical string, wrap bool) *excelize.Alignment {
	return &excelize.Alignment{Horizontal: horizontal, Vertical: vertical, WrapText: wrap}
}

func numeric(f *excelize.Font, format string) *excelize.Style {
	return &excelize.Style{Font: f, CustomNumFmt: &format, Alignment: &excelize.Alignment{Horizontal: "right", Vertical: "top", Indent: 1}}
}
