package xlsx

import (
	"strconv"
	"strings"

	"zhenggai/model"
)

// sheets are the worksheets of one table: one, or more where the table is longer than a sheet may be.
type sheets struct {
	table    *model.Table
	writer   *Writer
	sheets   []*sheet
	rows     int // of the table, written so far
	cut      int // cells whose text goes on in further rows
	texts    []string
	unlinked int // keys that are no links because the sheet has no more
}

// newSheets begins the first sheet of a table.
func newSheets(t *model.Table, w *Writer) (*sheets, error) {
	s := &sheets{table: t, writer: w}
	return s, s.open()
}

// open begins another sheet.
func (s *sheets) open() error {
	next, err := newSheet(s.name(len(s.sheets)), s.table, s.writer.press.add(), s.writer.styles, s.writer.opts.Lang)
	s.sheets = append(s.sheets, next)
	return err
}

// name returns the name of the sheet counted from 0.
func (s *sheets) name(i int) string {
	name := s.table.Title.In(s.writer.opts.Lang)
	if i == 0 {
		return name
	}
	return name + " (" + strconv.Itoa(i+1) + ")"
}

func (s *sheets) last() *sheet { return s.sheets[len(s.sheets)-1] }

// breathe begins another sheet where the last has grown to its limit of bytes. It comes between notices, for within one
// the places of rows are known beforehand.
func (s *sheets) breathe() error {
	if s.last().part.length() < s.writer.limits.bytes {
		return nil
	}
	return s.open()
}

// places returns where the rows will stand.
func (s *sheets) places(rows []model.Row) []place {
	at := place{s, int32(len(s.sheets) - 1), int32(s.last().row)}
	places := make([]place, len(rows))
	for i, row := range rows {
		for line := range s.height(row) {
			if at.row++; int(at.row) > s.writer.limits.rows {
				at = place{s, at.sheet + 1, 2}
			}
			if line == 0 {
				places[i] = at
			}
		}
	}
	return places
}

// height returns the number of lines of the sheet that a row takes.
func (s *sheets) height(row model.Row) int { return height(s.long(row)) }

func height(long map[int][]string) int {
	n := 1
	for _, pieces := range long {
		n = max(n, len(pieces))
	}
	return n
}

// long returns the texts of a row that are too long for a cell, in pieces, by column. Nearly every row has none.
func (s *sheets) long(row model.Row) map[int][]string {
	var long map[int][]string
	for i, cell := range row {
		if len(cell.In(s.writer.opts.Lang)) <= s.writer.limits.text {
			continue
		}
		if pieces := cut(s.shown(i, cell), cutMark.In(s.writer.opts.Lang), s.writer.limits.text); len(pieces) > 1 {
			if long == nil {
				long = map[int][]string{}
			}
			long[i] = pieces
		}
	}
	return long
}

func (s *sheets) shown(i int, cell model.Cell) string {
	return shown(&s.table.Columns[i], cell, s.writer.opts.Lang)
}

// write appends rows. Keys that targets know become links.
func (s *sheets) write(rows []model.Row, targets targets) error {
	for _, row := range rows {
		s.rows++
		long := s.long(row)
		s.cut += len(long)
		for line := range height(long) {
			if err := s.writeLine(row, s.line(row, long, line), targets); err != nil {
				return err
			}
		}
	}
	return nil
}

// line returns the texts of one line of a row. After the first they are its keys, and the pieces of texts that go on.
// The result is good until the next call.
func (s *sheets) line(row model.Row, long map[int][]string, line int) []string {
	keys := s.last().frozen()
	s.texts = s.texts[:0]
	for i, cell := range row {
		text := ""
		switch pieces := long[i]; {
		case line < len(pieces):
			text = pieces[line]
		case len(pieces) == 0 && (line == 0 || i < keys):
			text = s.shown(i, cell)
		}
		s.texts = append(s.texts, text)
	}
	return s.texts
}

// writeLine writes a line, on another sheet where the last is full.
func (s *sheets) writeLine(row model.Row, texts []string, targets targets) error {
	if s.last().row >= s.writer.limits.rows {
		if err := s.open(); err != nil {
			return err
		}
	}
	to := s.last()
	to.startRow(to.height(texts))
	for i, cell := range row {
		if !s.writeLink(i, cell, texts[i], targets) {
			to.cell(i, cell, texts[i])
		}
	}
	return to.endRow()
}

// writeLink writes a cell that leads to another row, if it does.
func (s *sheets) writeLink(i int, cell model.Cell, text string, targets targets) bool {
	ref := s.table.Columns[i].Ref
	if ref == "" || text == "" || s.table.Columns[i].Shut { // nobody sees what is shut, and a sheet may not have many links
		return false
	}
	target, ok := targets[targetKey{ref, cell.String()}]
	if !ok {
		return false
	}
	if len(s.last().links) >= s.writer.limits.links {
		s.unlinked++
		return false
	}
	s.last().link(i, text, target)
	return true
}

// A targetKey names a row of the notice being written: by its table and its key within the notice.
type targetKey struct{ table, id string }

// targets says which row a key leads to. It is made before a notice is written, for an indicator may name a later one.
type targets map[targetKey]place

// add adds the rows of a table, if they have keys.
func (t targets) add(s *sheets, rows []model.Row) {
	key := s.table.Key()
	if len(key) == 0 || len(rows) == 0 {
		return
	}
	column := len(key) - 1
	for i, at := range s.places(rows) {
		k := targetKey{s.table.Name, rows[i][column].String()}
		if _, taken := t[k]; !taken {
			t[k] = at
		}
	}
}

// quoted returns the name of a sheet as references have it.
func quoted(sheet string) string { return "'" + strings.ReplaceAll(sheet, "'", "''") + "'" }
