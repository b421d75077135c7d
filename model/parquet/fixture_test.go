package parquet

import (
	"os"
	"path/filepath"
	"testing"

	pq "github.com/parquet-go/parquet-go"

	"zhenggai/model"
	"zhenggai/model/testing/modeltest"
)

// hostile are texts that other formats cannot hold as they are.
var hostile = []string{"=cmd|' /C calc'!A0", "-3", "'=1", "\x00", "a\x00b\r\nc", "\xff", "');--", `"`, "\ufeff=1", "😀"}

// notices returns invented notices, one of them hostile and one empty.
func notices() []*model.Notice {
	return []*model.Notice{modeltest.Notice("n1"), modeltest.Hostile("n2", hostile...), {ID: "n3"}}
}

func write(t testing.TB, l limits, notices ...*model.Notice) string {
	t.Helper()
	dir := t.TempDir()
	w, err := newWriter(dir, modeltest.Tables(), l)
	if err != nil {
		t.Fatal(err)
	}
	modeltest.Write(t, w, notices...)
	return filepath.Join(dir, Folder)
}

func open(t testing.TB, dir, table string) *pq.File {
	t.Helper()
	f, err := os.Open(filepath.Join(dir, table+".parquet"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	info, err := f.Stat()
	if err != nil {
		t.Fatal(err)
	}
	file, err := pq.OpenFile(f, info.Size())
	if err != nil {
		t.Fatalf("%s: %v", table, err)
	}
	return file
}

// read returns all rows of a file.
func read(t testing.TB, f *pq.File) []pq.Row {
	t.Helper()
	r := pq.NewGenericReader[any](f)
	defer r.Close()
	var all []pq.Row
	buffer := make([]pq.Row, 7)
	for int64(len(all)) < f.NumRows() {
		n, err := r.ReadRows(buffer)
		for _, row := range buffer[:n] {
			all = append(all, row.Clone())
		}
		if n == 0 {
			t.Fatalf("%d rows of %d: %v", len(all), f.NumRows(), err)
		}
	}
	return all
}
