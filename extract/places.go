package extract

import (
	"sort"
	"strconv"

	"zhenggai/extract/internal/document"
	"zhenggai/model"
)

// places tells where in the file a byte of the text comes from. Neighbours share their place.
type places struct {
	lines []document.Line // in the order of the text
	line  int             // of the last answer
	page  int
	last  *model.Place
}

// newPlaces returns nil where the document has neither pages nor sheets nor tables.
func (r *reading) newPlaces() *places {
	for i := range r.doc.Lines {
		if l := &r.doc.Lines[i]; l.Cell != nil || l.Origin != nil {
			return &places{lines: r.doc.Lines, line: -1}
		}
	}
	return nil
}

// at returns the place of a byte, or nil where it has none.
func (p *places) at(pos int) *model.Place {
	i := sort.Search(len(p.lines), func(i int) bool { return p.lines[i].Start > pos }) - 1
	if i < 0 {
		return nil
	}
	l, page := &p.lines[i], 0
	if l.Origin != nil {
		page = l.Origin.PageAt(pos - l.Start)
	}
	if i != p.line || page != p.page {
		p.line, p.page, p.last = i, page, placeIn(l, page)
	}
	return p.last
}

// placeIn returns the place of a line on a page. A cell of a workbook has the address by which Excel knows it; one of another table
// is counted in its table.
func placeIn(l *document.Line, page int) *model.Place {
	switch {
	case l.Origin != nil && l.Origin.Sheet != "":
		return &model.Place{Sheet: l.Origin.Sheet, Cell: address(l.Origin.Row, l.Origin.Col)}
	case l.Cell != nil:
		return &model.Place{Page: page, Table: l.Cell.Table + 1, Cell: address(l.Cell.Row, l.Cell.Col)}
	case page > 0:
		return &model.Place{Page: page}
	}
	return nil
}

// address returns a cell as spreadsheets name it: B7.
func address(row, col int) string {
	name := []byte(strconv.Itoa(row + 1))
	for col++; col > 0; col = (col - 1) / 26 {
		name = append([]byte{byte('A' + (col-1)%26)}, name...)
	}
	return string(name)
}

// placeTotals gives each total the place of its indicator.
func (r *reading) placeTotals() {
	if len(r.notice.Totals) == 0 {
		return
	}
	of := make(map[string]*model.Place, len(r.notice.Indicators))
	for i := range r.notice.Indicators {
		of[r.notice.Indicators[i].ID] = r.notice.Indicators[i].Place
	}
	for i := range r.notice.Totals {
		r.notice.Totals[i].Place = of[r.notice.Totals[i].Total]
	}
}
