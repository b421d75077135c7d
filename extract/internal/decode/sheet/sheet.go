// Package sheet reads the text of Excel workbooks (.xlsx), as lists of problems are published in them: the rows of a sheet
// are a data table, and what stands above and below it are paragraphs.
package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/xuri/excelize/v2"

	"zhenggai/extract/internal/decode/wordprocessing"
)

// Limits bound what a workbook may cost. Zero fields mean the defaults.
type Limits struct {
	Part   int64 // unpacked size of all parts, 32 MiB
	Cells  int   // cells read, empty ones before the last of a row included, 1,000,000
	Blocks int   // paragraphs read, 200,000
}

func (l Limits) orDefault() Limits {
	if l.Part <= 0 {
		l.Part = 32 << 20
	}
	if l.Cells <= 0 {
		l.Cells = 1_000_000
	}
	if l.Blocks <= 0 {
		l.Blocks = 200_000
	}
	return l
}

// A Book is the text of a workbook.
type Book struct {
	wordprocessing.Document
	Unread int // sheets that were not read, or not to their end, since a limit was reached
	Hidden int // sheets, and rows and columns with text, that are hidden and left out
}

// Why a workbook cannot be read.
var (
	ErrDamaged = errors.New("a damaged Excel workbook (.xlsx); open it in Excel or WPS and save it anew")
	ErrOwn     = errors.New("a workbook that zhenggai wrote, and no notice")
	ErrLarge   = errors.New("an Excel workbook (.xlsx) beyond the limits; save its sheets as CSV or HTML")
)

// inMemory is how much of a sheet or of the list of texts the library keeps in memory; it lays longer ones aside in a
// temporary file. No other part may be as long.
const inMemory = 4 << 20

// Read reads the sheets of a workbook in their order. Values stand as Excel shows them, dates as 2024/6/30 where it
// shows them by the settings of the computer. The error wraps [ErrDamaged], [ErrLarge]
// or [ErrOwn].
func Read(data []byte, limits Limits) (book *Book, err error) {
	limits = limits.orDefault()
	parts, err := openParts(data, limits.Part)
	if err != nil {
		return nil, err
	}
	file, err := excelize.OpenReader(bytes.NewReader(data), excelize.Options{
		UnzipSizeLimit: limits.Part, UnzipXMLSizeLimit: inMemory,
		ShortDatePattern: "yyyy/m/d", LongDatePattern: "yyyy年m月d日", CultureInfo: excelize.CultureNameZhCN,
	})
	if err != nil {
		return nil, fmt.Errorf("%w (%v)", ErrDamaged, err)
	}
	defer func() {
		if closed := file.Close(); err == nil {
			err = closed
		}
	}()
	if about, err := file.GetDocProps(); err == nil && about.Creator == "zhenggai" {
		return nil, ErrOwn
	}
	r := &reader{file: file, parts: parts, limits: limits, book: &Book{}}
	for _, name := range file.GetSheetList() {
		if r.book.Cut {
			r.book.Unread++
			continue
		}
		if err := r.sheet(name); err != nil {
			return nil, fmt.Errorf("%w (%v)", ErrDamaged, err)
		}
		if r.book.Cut {
			r.book.Unread++
		}
	}
	return r.book, nil
}

// reader is the state of one Read.
type reader struct {
	file   *excelize.File
	parts  *parts
	limits Limits
	book   *Book
	cells  int    // read so far
	missed int    // rows that are not there so far
	tables int    // made so far
	name   string // of the sheet that is being read
}

// sheet reads one sheet. Sheets of other kinds, which hold charts, have no rows.
func (r *reader) sheet(name string) error {
	visible, err := r.file.GetSheetVisible(name)
	if err != nil {
		return err
	}
	if !visible {
		r.book.Hidden++
		return nil
	}
	shape, err := r.parts.shape(name)
	if err != nil || shape == nil {
		return err
	}
	rows, err := r.rows(name, shape)
	if err != nil {
		return err
	}
	r.book.Hidden += len(shape.left)
	r.name = name
	r.add(rows, shape)
	return nil
}

// mostMissed is how many rows without cells are passed over in a workbook: those of some dozens of sheets of which the last row is formatted.
const mostMissed = 64 << 20

// midnight is the time of a cell that is a date as strict workbooks write it, 2024-06-30T00:00:00, which excelize v2.11.1 leaves as it is.
var midnight = regexp.MustCompile(`^(\d{4}-\d{2}-\d{2})T00:00:00(?:\.0+)?$`)

func withoutMidnight(text string) string {
	if len(text) < len("2024-06-30T00:00:00") || text[4] != '-' {
		return text
	}
	return midnight.ReplaceAllString(text, "$1")
}

// A row is a row that has text: its number from 0, and its cells from the first column on.
type row struct {
	number int
	cells  []string
	filled int // cells with text
}

// rows returns the rows of a sheet that are shown and have text.
func (r *reader) rows(name string, shape *shape) ([]row, error) {
	iterator, err := r.file.Rows(name)
	if err != nil {
		return nil, err
	}
	defer iterator.Close()
	numbers := cells{sheet: shape.cells, row: -1, col: -1}
	var rows []row
	text := 0
	for number := 0; iterator.Next(); number++ {
		hidden := iterator.GetRowOpts().Hidden
		values, err := iterator.Columns()
		if err != nil {
			return nil, err
		}
		r.cells += len(values)
		if len(values) == 0 {
			r.missed++
		}
		if r.cells > r.limits.Cells || r.missed > mostMissed || text > int(r.limits.Part) {
			r.book.Cut = true
			break
		}
		r.format(&numbers, number, values)
		found := row{number: number, cells: values}
		for i, c := range values {
			switch values[i] = withoutMidnight(strings.TrimSpace(c)); {
			case values[i] == "":
			case shape.hidden[i]:
				shape.left[i] = true
			default:
				found.filled++
				text += len(c)
			}
		}
		switch {
		case found.filled == 0:
		case hidden:
			r.book.Hidden++
		default:
			rows = append(rows, found)
		}
	}
	return rows, iterator.Error()
}
