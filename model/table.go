package model

import (
	"iter"
	"slices"
	"strings"
)

// A Type is the type of a column's values.
type Type string

// The types of columns, named as Frictionless Table Schema names them.
const (
	TypeString  Type = "string"
	TypeInteger Type = "integer"
	TypeNumber  Type = "number"
	TypeBoolean Type = "boolean"
	TypeDate    Type = "date" // ISO 8601, possibly cut to a month or a year
)

// A Label is a name in Chinese and in English.
type Label struct{ ZH, EN string }

// In returns the name in the given language, "zh" or "en".
func (l Label) In(lang string) string {
	if lang == "en" {
		return l.EN
	}
	return l.ZH
}

// A Column describes one column of a table. Every writer prints it from here, so that formats cannot disagree.
type Column struct {
	Key     string // the name in JSON, CSV and databases
	Title   Label  // the name in a workbook
	Meaning Label  // what it holds, for the data dictionary
	Unit    string // unit of the values, where all have the same
	Type    Type
	Values  map[string]Label // of an enumeration: every code and its name
	Ref     string           // name of the table whose row in the same notice the value names, "" for none
	Width   int              // how wide a workbook shows it, in characters
	Long    bool             // prose that a workbook wraps
	Shut    bool             // of no use to people: a workbook groups it shut
}

// A Cell is one value of a row. The zero Cell is empty, which is not the same as 0 or "".
type Cell struct {
	set     bool
	numeric bool
	open    bool
	text    string
	en      string
	number  Decimal
}

// Text returns a cell that holds s, or an empty cell where s is "".
func Text(s string) Cell { return Cell{set: s != "", text: s} }

// Named returns a cell that shows a name: Chinese in data files, in the reader's language in a workbook.
func Named(l Label) Cell { return Cell{set: l.ZH != "", text: l.ZH, en: l.EN} }

// Number returns a cell that holds d.
func Number(d Decimal) Cell { return Cell{set: true, numeric: true, text: d.String(), number: d} }

// Flag returns a cell that holds true or false.
func Flag(b bool) Cell {
	if b {
		return Cell{set: true, text: "true", number: Int(1)}
	}
	return Cell{set: true, text: "false"}
}

// OpenCell returns an empty cell whose value is open: there are several, and no rule that chooses among them. Data files have nothing
// there, so that the column stays one of numbers; what people read marks it.
func OpenCell() Cell { return Cell{open: true} }

// Open reports whether the cell is empty because its value is open.
func (c Cell) Open() bool { return c.open }

// OpenMark is how a text marks a cell that is open.
const OpenMark = "?"

// Empty reports whether the cell holds nothing.
func (c Cell) Empty() bool { return !c.set }

// Numeric reports whether the cell holds a number.
func (c Cell) Numeric() bool { return c.numeric }

// String returns the value as data files print it.
func (c Cell) String() string { return c.text }

// In returns the text in the given language, "zh" or "en".
func (c Cell) In(lang string) string {
	if lang == "en" && c.en != "" {
		return c.en
	}
	return c.text
}

// Decimal returns the number of a numeric cell.
func (c Cell) Decimal() Decimal { return c.number }

// A Row is one line of a table: a cell for each column.
type Row []Cell

// A Table is one flat table of a dataset. Its first column is the key of the notice; where rows have keys of their own,
// which other tables may name, the second column is the key within the notice.
type Table struct {
	Name    string // notices, problems …: also the name of its file
	Title   Label
	Columns []Column
	Lead    bool // a workbook shows it in front of its summary
	rows    func(n *Notice) []Row
	whole   bool // rows are of the whole dataset
}

// OfNotices reports whether the rows of the table come notice by notice, so that what they name is in the same dataset.
func (t *Table) OfNotices() bool { return !t.whole }

// Rows returns the rows that a notice adds to the table, in the order of the text.
func (t *Table) Rows(n *Notice) iter.Seq[Row] { return slices.Values(t.rows(n)) }

// RowsOf returns the rows that a notice adds to each of some tables, in the order of these. They are made once for all writers.
func RowsOf(tables []*Table, n *Notice) [][]Row {
	all := make([][]Row, len(tables))
	for i, t := range tables {
		all[i] = t.rows(n)
	}
	return all
}

// Key returns the names of the columns that together name one row, or nil where rows have no key of their own.
func (t *Table) Key() []string {
	notice, second := t.Columns[0], t.Columns[min(1, len(t.Columns)-1)]
	switch {
	case notice.Key != "notice_id":
		return nil
	case notice.Ref == "":
		return []string{notice.Key}
	case second.Ref == "" && strings.HasSuffix(second.Key, "_id"):
		return []string{notice.Key, second.Key}
	}
	return nil
}

// Index returns the place of the named column. It panics where there is none, which is a programmer's mistake.
func (t *Table) Index(key string) int {
	for i, c := range t.Columns {
		if c.Key == key {
			return i
		}
	}
	panic("model: table " + t.Name + " has no column " + key)
}

// field is a column of a table of R and how to read it.
type field[R any] struct {
	Column
	cell func(n *Notice, r *R) Cell
}

// newTable makes a table whose rows are the items that list returns, printed by fields.
func newTable[R any](name string, title Label, list func(*Notice) []R, fields []field[R]) *Table {
	columns := make([]Column, len(fields))
	for i, f := range fields {
		columns[i] = f.Column
	}
	rows := func(n *Notice) []Row {
		items := list(n)
		rows, cells := make([]Row, len(items)), make([]Cell, len(items)*len(fields)) // two pieces of memory for all rows
		for i := range items {
			rows[i], cells = cells[:len(fields):len(fields)], cells[len(fields):]
			for j, f := range fields {
				rows[i][j] = f.cell(n, &items[i])
			}
		}
		return rows
	}
	return &Table{Name: name, Title: title, Columns: columns, rows: rows}
}

// text makes a column of strings.
func text[R any](key string, title, meaning Label, width int, get func(*R) string) field[R] {
	return field[R]{
		Column{Key: key, Title: title, Meaning: meaning, Type: TypeString, Width: width},
		func(_ *Notice, r *R) Cell { return Text(get(r)) },
	}
}

// code makes a column of codes, each with its name.
func code[R any, C ~string](key string, title, meaning Label, values map[string]Label, get func(*R) C) field[R] {
	f := text(key, title, meaning, 11, func(r *R) string { return string(get(r)) })
	f.Values = values
	return f
}

// date makes a column of dates.
func date[R any](key string, title, meaning Label, get func(*R) string) field[R] {
	f := text(key, title, meaning, 12, get)
	f.Type = TypeDate
	return f
}

// count makes a column of whole numbers.
func count[R any](key string, title, meaning Label, unit string, get func(*Notice, *R) int) field[R] {
	return field[R]{
		Column{Key: key, Title: title, Meaning: meaning, Unit: unit, Type: TypeInteger, Width: 9},
		func(n *Notice, r *R) Cell { return Number(Int(int64(get(n, r)))) },
	}
}

// number makes a column of decimals; nil is empty.
func number[R any](key string, title, meaning Label, get func(*R) *Decimal) field[R] {
	return field[R]{
		Column{Key: key, Title: title, Meaning: meaning, Type: TypeNumber, Width: 13},
		func(_ *Notice, r *R) Cell {
			if d := get(r); d != nil {
				return Number(*d)
			}
			return Cell{}
		},
	}
}

// long marks a column as prose.
func (f field[R]) long() field[R] {
	f.Width, f.Long = 60, true
	return f
}

// to marks a column as the key of a row of another table.
func (f field[R]) to(table string) field[R] {
	f.Ref = table
	return f
}

// technical marks a column as one that people need not see.
func (f field[R]) technical() field[R] {
	f.Shut = true
	return f
}

// wide lets a workbook wrap a column at the given width.
func (f field[R]) wide(width int) field[R] {
	f.Width, f.Long = width, true
	return f
}

// joined prints a list in one cell.
func joined(items []string) string { return strings.Join(items, ";") }
