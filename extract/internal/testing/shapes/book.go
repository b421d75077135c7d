package shapes

import (
	"bytes"
	"errors"

	"github.com/xuri/excelize/v2"
)

// A Merged is a cell and how many columns and rows it spans, with its place from 0.
type Merged struct {
	Row, Col, Rows, Cols int
	Text                 string
}

// Book writes a table as a workbook, with a title above it.
func Book(title string, cells []Merged) ([]byte, error) {
	f := excelize.NewFile()
	defer f.Close()
	errs := []error{f.SetCellValue("Sheet1", "A1", title)}
	for _, c := range cells {
		first, err := excelize.CoordinatesToCellName(c.Col+1, c.Row+2)
		last, other := excelize.CoordinatesToCellName(c.Col+c.Cols, c.Row+1+c.Rows)
		errs = append(errs, err, other, f.SetCellValue("Sheet1", first, c.Text))
		if first != last {
			errs = append(errs, f.MergeCell("Sheet1", first, last))
		}
	}
	var b bytes.Buffer
	errs = append(errs, f.Write(&b))
	return b.Bytes(), errors.Join(errs...)
}
