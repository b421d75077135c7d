package xlsx

import (
	"path/filepath"
	"testing"

	"github.com/xuri/excelize/v2"

	"zhenggai/model"
	"zhenggai/model/testing/modeltest"
)

// write writes a workbook and returns its path.
func write(t testing.TB, opts Options, l limits, notices ...*model.Notice) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "dataset.xlsx")
	w, err := newWriter(path, modeltest.Tables(), opts, l)
	if err != nil {
		t.Fatal(err)
	}
	modeltest.Write(t, w, notices...)
	return path
}

func open(t testing.TB, path string) *excelize.File {
	t.Helper()
	f, err := excelize.OpenFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}
