package rules

import (
	"fmt"
	"io/fs"
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
	lines := make([]string, len(e))
	for i, mistake := range e {
		lines[i] = mistake.Error()
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

// A row is one line of a table while it is being read. The first mistake found in it sticks.
type row struct {
	file   string
	line   int
	names  []string
	fields []string
	err    error
}

// get returns the field of the named column, without surrounding space.
func (r *row) get(column string) string {
	for i, name := range r.names {
		if name == column {
			return strings.TrimSpace(r.fields[i])
		}
	}
	panic("rules: " + r.file + " is read with a column that it does not declare: " + column)
}

// need returns the field of the named column, which must not be empty.
func (r *row) need(column string) string {
	s := r.get(column)
	if s == "" {
		r.fail(column, "missing")
	}
	return s
}

// once is need for a field that no two rows share; seen holds those of the rows before.
func (r *row) once(column string, seen map[string]bool) string {
	s := r.need(column)
	if seen[s] {
		r.fail(column, "%q stands twice", s)
	}
	seen[s] = true
	return s
}

// list returns the alternatives of a field, which are parted by "|".
func (r *row) list(column string) []string {
	s := r.get(column)
	if s == "" {
		return nil
	}
	words := strings.Split(s, "|")
	for i, w := range words {
		words[i] = strings.TrimSpace(w)
		if words[i] == "" {
			r.fail(column, "empty alternative in %q", s)
		}
	}
	return words
}

// oneOf returns the field of the named column, which must be one of the given codes.
func (r *row) oneOf(column string, codes ...string) string {
	s := r.get(column)
	for _, code := range codes {
		if s == code {
			return s
		}
	}
	r.fail(column, "%q is none of %s", s, strings.Join(codes, ", "))
	return s
}

// positive returns the field of the named column as a positive whole number.
func (r *row) positive(column string) int {
	n, err := strconv.Atoi(r.need(column))
	if err != nil || n < 1 {
		r.fail(column, "%q is no positive whole number", r.get(column))
	}
	return n
}

// fail records a mistake in the named column.
func (r *row) fail(column, format string, args ...any) {
	if r.err == nil {
		r.err = &Error{r.file, r.line, column, fmt.Errorf(format, args...)}
	}
}

// readTable calls add for each row of the named TSV file. The first line that is no comment names the columns, which
// must be the given ones in the given order. It stops at the first mistake and returns it as an *Error. The row is
// used again for the next line.
func readTable(fsys fs.FS, file string, columns []string, add func(*row)) error {
	data, err := fs.ReadFile(fsys, file)
	if err != nil {
		return fmt.Errorf("rules: %w", err)
	}
	r := row{file: file, names: columns, fields: make([]string, 0, len(columns))}
	header := false
	for line := range strings.Lines(strings.TrimPrefix(string(data), "\ufeff")) {
		r.line++
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		r.fields = appendFields(r.fields[:0], line)
		if !header {
			header = true
			r.checkHeader()
		} else if r.checkWidth(); r.err == nil {
			add(&r)
		}
		if r.err != nil {
			return r.err
		}
	}
	return nil
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

func (r *row) checkHeader() {
	if got, want := strings.Join(r.fields, "\t"), strings.Join(r.names, "\t"); got != want {
		r.fail("", "the columns are %q, want %q", got, want)
	}
}

// checkWidth insists on the number of fields; empty fields at the end may be left out.
func (r *row) checkWidth() {
	if len(r.fields) > len(r.names) {
		r.fail("", "%d fields in a table of %d columns", len(r.fields), len(r.names))
	}
	for len(r.fields) < len(r.names) {
		r.fields = append(r.fields, "")
	}
}
