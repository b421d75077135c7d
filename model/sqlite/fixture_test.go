package sqlite

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"zhenggai/model"
	"zhenggai/model/testing/modeltest"
)

// hostile are texts that might harm a database.
var hostile = []string{
	"'); DROP TABLE notices; --", `"; DELETE FROM "notices`, "'", `"`, "?1", ":a", "\x00", "a\x00b\r\nc", "\xff", "=1+1", "-3", "😀", "NULL", "x'00'",
}

// notices returns invented notices, one of them hostile and one empty.
func notices() []*model.Notice {
	return []*model.Notice{modeltest.Notice("n1"), modeltest.Hostile("n2", hostile...), {ID: "n3"}}
}

func write(t testing.TB, notices ...*model.Notice) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), File)
	w, err := New(path, modeltest.Tables())
	if err != nil {
		t.Fatal(err)
	}
	modeltest.Write(t, w, notices...)
	return path
}

// open opens a database as a reader does, who may not write.
func open(t testing.TB, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", "file:"+path+"?mode=ro")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

// query returns what a query gives, a list for each row.
func query(t testing.TB, db *sql.DB, text string, args ...any) [][]any {
	t.Helper()
	rows, err := db.Query(text, args...)
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		t.Fatal(err)
	}
	var all [][]any
	for rows.Next() {
		row, targets := make([]any, len(columns)), make([]any, len(columns))
		for i := range row {
			targets[i] = &row[i]
		}
		if err := rows.Scan(targets...); err != nil {
			t.Fatal(err)
		}
		all = append(all, row)
	}
	if err := rows.Err(); err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return all
}

// lines returns what a query gives, each row as a line of values parted by spaces.
func lines(t testing.TB, db *sql.DB, text string, args ...any) []string {
	t.Helper()
	var all []string
	for _, row := range query(t, db, text, args...) {
		all = append(all, strings.TrimSuffix(fmt.Sprintln(row...), "\n"))
	}
	return all
}
