package rules

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"
)

// An Error is a mistake in a table, with its address.
type Error struct {
	File   string // file name of the table: units.tsv
	Line   int    // counted from 1, or 0 for the whole file
	Column string // the column's name, or "" for the whole line
	Err    error
}

func (e *Error) Error() string {
	switch {
	case e.Line == 0:
		return fmt.Sprintf("%s: %v", e.File, e.Err)
	case e.Column == "":
		return fmt.Sprintf("%s:%d: %v", e.File, e.Line, e.Err)
	}
	return fmt.Sprintf("%s:%d: %s: %v", e.File, e.Line, e.Column, e.Err)
}

func (e *Error) Unwrap() error { return e.Err }

// Errors are all mistakes of a folder of tables, by file and line.
type Errors []*Error

func (e Errors) Error() string {
	told := e[:min(len(e), MostTold)]
	lines := make([]string, len(told))
	for i, mistake := range told {
		lines[i] = mistake.Error()
	}
	if more := len(e) - len(told); more > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", more))
	}
	return strings.Join(lines, "\n")
}

// Unwrap returns the mistakes, for errors.As.
func (e Errors) Unwrap() []error {
	all := make([]error, len(e))
	for i, mistake := range e {
		all[i] = mistake
	}
	return all
}

// A Table says how a table is written. Its loader, the head of its file, the list in README.md and the command that checks a folder
// all go by it.
type Table struct {
	Name    string // labels.tsv
	Says    string // what a row says
	Columns []Column
	Key     []string // the columns by which a user's row replaces one; a key is their fields, parted by a space
	Ordered bool     // of two rows that fit the upper one decides
	Proved  Proof
	Fixed   []string // columns of a table whose rows are the program's to make: a user words a row anew and leaves these as they are
}

// A Proof says where the examples of a table stand.
type Proof string

// The places of examples.
const (
	ProofNone    Proof = ""        // rows need none
	ProofColumns Proof = "columns" // example and counterexample
	ProofCorpus  Proof = "corpus"  // the file corpus/TABLE.txt
)

// A Column is a column of a table.
type Column struct {
	Name   string
	Type   Type
	About  string // what a field says, where name and type do not
	Needed bool   // no field is empty
}

// orderColumn is the last column of a user's table, where it has one: before KEY, for a row that is not to be tried last.
const orderColumn = "order"

// A Row is one line of a table.
type Row struct {
	File   string
	Line   int
	table  *Table
	fields []string
	order  string // the field of orderColumn
	errs   Errors
}

// Get returns the field of the named column, without surrounding space.
func (r *Row) Get(column string) string {
	for i := range r.table.Columns {
		if r.table.Columns[i].Name == column {
			return strings.TrimSpace(r.fields[i])
		}
	}
	return ""
}

// Key returns the fields that tell the row from the others of its table.
func (r *Row) Key() string {
	if len(r.table.Key) == 1 {
		return r.Get(r.table.Key[0])
	}
	parts := make([]string, len(r.table.Key))
	for i, column := range r.table.Key {
		parts[i] = r.Get(column)
	}
	return strings.TrimSpace(strings.Join(parts, " "))
}

// List returns the alternatives of a field, which are parted by "|".
func (r *Row) List(column string) []string {
	s := r.Get(column)
	if s == "" {
		return nil
	}
	words := strings.Split(s, "|")
	for i, w := range words {
		words[i] = strings.TrimSpace(w)
	}
	return words
}

// number returns the field of the named column as a number, 0 where it is empty.
func (r *Row) number(column string) int {
	s := r.Get(column)
	if s == "" {
		return 0
	}
	n, _ := strconv.Atoi(s) // its type has been checked
	return n
}

// fail records a mistake in the named column.
func (r *Row) fail(column, format string, args ...any) {
	r.errs = append(r.errs, &Error{r.File, r.Line, column, fmt.Errorf(format, args...)})
}

// check looks at each field by the type of its column.
func (r *Row) check() {
	for i := range r.table.Columns {
		c := &r.table.Columns[i]
		switch field := strings.TrimSpace(r.fields[i]); {
		case field == "" && c.Needed:
			r.fail(c.Name, "missing")
		case field == "":
		default:
			if err := c.Type.reject(field); err != nil {
				r.fail(c.Name, "%w", err)
			}
		}
	}
}

// checkLine looks at what has nothing to do with columns, and reports whether it is right.
func (r *Row) checkLine(line string) bool {
	err := stopped(line)
	if err != nil {
		r.fail("", "%w", err)
	}
	return err == nil
}

// checkHeader insists on the names of the columns, and reports whether they are right. Those at the end may be left out but for needed ones.
func (r *Row) checkHeader(names []string) bool {
	failed := len(r.errs)
	for i, name := range names {
		if i >= len(r.table.Columns) || strings.TrimSpace(name) != r.table.Columns[i].Name {
			r.fail("", "the columns are %q, want %q", strings.Join(names, "\t"), r.table.header())
			return false
		}
	}
	for _, c := range r.table.Columns[len(names):] {
		if c.Needed {
			r.fail("", "the column %s is missing: want %q", c.Name, r.table.header())
		}
	}
	return len(r.errs) == failed
}

// header returns the line that names the columns.
func (t *Table) header() string {
	names := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		names[i] = c.Name
	}
	return strings.Join(names, "\t")
}

// takeFields sets the fields of a row of a file whose columns are width, the last one that of the order if ordered. Empty fields at
// the end may be left out.
func (r *Row) takeFields(line string, width int, ordered bool) {
	r.fields, r.order = appendFields(r.fields[:0], line), ""
	if len(r.fields) > width {
		r.fail("", "%d fields in a table of %d columns", len(r.fields), width)
		r.fields = r.fields[:width]
	}
	if ordered && len(r.fields) == width {
		r.order, r.fields = strings.TrimSpace(r.fields[width-1]), r.fields[:width-1]
	}
	for len(r.fields) < len(r.table.Columns) {
		r.fields = append(r.fields, "")
	}
}

// appendFields appends the fields of a line.
func appendFields(fields []string, line string) []string {
	for {
		field, rest, more := strings.Cut(line, "\t")
		fields = append(fields, field)
		if !more {
			return fields
		}
		line = rest
	}
}

// scan calls add for each row of a table's text, and remove for each line that is -KEY. The row is used again for the next line. The
// built-in tables are known to be whole: a test reads them checked, as a user's are.
func (t *Table) scan(file, text string, checked bool, add func(*Row), remove func(r *Row, key string)) Errors {
	s := scanner{row: Row{File: file, table: t, fields: make([]string, 0, len(t.Columns)+1)}, checked: checked, add: add, remove: remove}
	for line := range strings.Lines(strings.TrimPrefix(text, "\ufeff")) {
		s.row.Line++
		if !s.line(strings.TrimRight(line, "\r\n")) {
			return s.row.errs
		}
	}
	if s.width == 0 {
		s.row.errs = append(s.row.errs, &Error{File: file, Err: fmt.Errorf("it names no columns, want %q", t.header())})
	}
	return s.row.errs
}

// A scanner reads a table line by line.
type scanner struct {
	row     Row
	width   int  // the columns of the file, 0 until they are named
	ordered bool // the last one is that of the order
	checked bool
	add     func(*Row)
	remove  func(r *Row, key string)
}

// line reads a line, and reports whether the next one can be read.
func (s *scanner) line(line string) bool {
	if s.checked && !s.row.checkLine(line) {
		return true
	}
	switch key, removes := removal(line); {
	case strings.TrimSpace(line) == "":
	case line[0] == '#':
		if s.row.Line > 1 && strings.TrimRight(line, " \t") == replaceMark {
			s.row.fail("", "%q stands in the first line or nowhere", replaceMark)
		}
	case s.width == 0:
		return s.header(appendFields(nil, line))
	case removes && s.checked:
		s.remove(&s.row, key)
	default:
		s.fields(line)
	}
	return true
}

// header reads the line that names the columns, and reports whether they are the table's.
func (s *scanner) header(names []string) bool {
	s.width = len(names)
	if last := len(names) - 1; s.checked && last > 0 && strings.TrimSpace(names[last]) == orderColumn {
		s.ordered, names = true, names[:last]
		if !s.row.table.Ordered {
			s.row.fail("", "a column %s stands in a table whose order does not count", orderColumn)
		}
	}
	return s.row.checkHeader(names)
}

// fields reads a row.
func (s *scanner) fields(line string) {
	failed := len(s.row.errs)
	if s.row.takeFields(line, s.width, s.ordered); s.checked {
		s.row.check()
	}
	if len(s.row.errs) == failed {
		s.add(&s.row)
	}
}

// removal returns the key of the row that a line takes away: -KEY. A field - alone is the sign of a row of tails.tsv.
func removal(line string) (key string, ok bool) {
	rest, ok := strings.CutPrefix(line, "-")
	return strings.TrimSpace(rest), ok && strings.TrimSpace(rest) != "" && rest[0] != '\t'
}

// Rows returns the rows of a table of a folder as they stand, and the mistakes in them.
func (t *Table) Rows(fsys fs.FS) ([]*Row, Errors) {
	text, err := readFile(fsys, t.Name)
	if err != nil {
		return nil, Errors{{File: t.Name, Err: err}}
	}
	var rows []*Row
	errs := t.scan(t.Name, text, true, func(r *Row) { rows = append(rows, r.clone()) }, func(*Row, string) {})
	return rows, errs
}

func (r *Row) clone() *Row {
	return &Row{File: r.File, Line: r.Line, table: r.table, fields: slices.Clone(r.fields), order: r.order}
}

// once records a mistake where a field that no two rows share stands in an earlier row; seen holds those.
func (r *Row) once(column string, seen map[string]bool) {
	s := r.Get(column)
	if key := column + "\t" + s; seen[key] {
		r.fail(column, "%q stands twice", s)
	} else {
		seen[key] = true
	}
}
