package main

import (
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhenggai/extract/batch"
	"zhenggai/extract/source"
	"zhenggai/model"
)

// TestDefectInRecord insists that run.json names the document that the program has a defect for, and the place of it.
func TestDefectInRecord(t *testing.T) {
	list := &source.List{Entries: []source.Entry{{Path: "in/bad.txt", Open: func() (io.ReadCloser, error) {
		return io.NopCloser(strings.NewReader("通报")), nil
	}}}}
	var none []int
	sum, err := batch.Run(t.Context(), list.Entries, nil, batch.Options{Extract: func(source.Document) ([]*model.Notice, error) {
		_ = none[len(none)]
		return nil, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	if err := newRunRecord(list, sum, nil).write(dir); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, runFile))
	for _, want := range []string{`"path": "in/bad.txt"`, `"reason": "defect: runtime error: index out of range [0] with length 0 at record_test.go:`} {
		if err != nil || !strings.Contains(string(data), want) {
			t.Errorf("run.json has no %s: %v\n%s", want, err, data)
		}
	}
}
