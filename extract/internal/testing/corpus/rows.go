package corpus

import (
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"
)

// A Row is a row of a table, with the table as it is without what the row looks for.
type Row struct {
	Fields  map[string]string
	Without fs.FS
}

// blank stands in the place of what a row looks for. No text holds it.
const blank = "\uE000"

// Rows returns the rows of a table, in each of whose Without the field of the named column gives way to a word that no text holds: rows
// below may build on it.
func Rows(t *testing.T, tables fs.FS, name, column string) []Row {
	t.Helper()
	data, err := fs.ReadFile(tables, name)
	if err != nil {
		t.Fatal(err)
	}
	var rows []Row
	var columns []string
	lines := strings.Split(string(data), "\n")
	for i, line := range lines {
		fields := strings.Split(line, "\t")
		switch {
		case line == "" || line[0] == '#':
		case columns == nil:
			columns = fields
		default:
			row := Row{Fields: map[string]string{}}
			for k, field := range fields {
				if row.Fields[columns[k]] = field; columns[k] == column {
					fields[k] = blank
				}
			}
			cut := append(append(append([]string{}, lines[:i]...), strings.Join(fields, "\t")), lines[i+1:]...)
			row.Without = fstest.MapFS{name: &fstest.MapFile{Data: []byte(strings.Join(cut, "\n"))}}
			rows = append(rows, row)
		}
	}
	return rows
}
