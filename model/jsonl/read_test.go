package jsonl

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhenggai/model"
)

// TestRead reads back what was written, in its order.
func TestRead(t *testing.T) {
	dir := t.TempDir()
	w, err := New(dir, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	const many = 500
	for i := range many {
		if err := w.Write(&model.Notice{Schema: model.SchemaName, ID: fmt.Sprint("n", i), Title: "<“整改”>", Indicators: []model.Indicator{{ID: "i1", Value: model.NewDecimal(25, 1), Unit: "%"}}}, nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	i := 0
	for n, err := range Read(filepath.Join(dir, File)) {
		if err != nil || n.ID != fmt.Sprint("n", i) || n.Title != "<“整改”>" || n.Indicators[0].Value.String() != "2.5" {
			t.Fatalf("notice %d is %+v, %v", i, n, err)
		}
		i++
	}
	if i != many {
		t.Errorf("%d notices, want %d", i, many)
	}
	for range Read(filepath.Join(dir, File)) {
		break // must not hang
	}
}

func TestReadDamaged(t *testing.T) {
	file := filepath.Join(t.TempDir(), File)
	if err := os.WriteFile(file, []byte("{\"id\":\"n1\",\"schema\":\""+model.SchemaName+"\"}\n{\"id\":\n{\"id\":\"n3\"}\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	var ids []string
	var last error
	for n, err := range Read(file) {
		if last = err; err == nil {
			ids = append(ids, n.ID)
		}
	}
	at, ok := errors.AsType[*Error](last)
	if !ok || at.Line != 2 || strings.Join(ids, " ") != "n1" {
		t.Errorf("read %v, then %v", ids, last)
	}
	for _, err := range Read(filepath.Join(t.TempDir(), "none")) {
		if !errors.Is(err, os.ErrNotExist) {
			t.Errorf("a file that is not there gives %v", err)
		}
	}
}

// TestReadOlder reads a line of another version of the format, whose fields would be taken for ours.
func TestReadOlder(t *testing.T) {
	file := filepath.Join(t.TempDir(), File)
	for schema, want := range map[string]string{`"schema":"zhenggai/notice/v1",`: "it is of zhenggai/notice/v1", "": "it names no schema"} {
		if err := os.WriteFile(file, []byte("{"+schema+"\"id\":\"n1\"}\n"), 0o666); err != nil {
			t.Fatal(err)
		}
		for n, err := range Read(file) {
			if older, ok := errors.AsType[*model.VersionError](err); n != nil || !ok || !strings.Contains(older.Error(), want) {
				t.Errorf("%s is read as %v: %v", schema, n, err)
			}
		}
		if _, err := OpenIndex(file); err == nil {
			t.Errorf("%s: an index takes it", schema)
		}
	}
}
