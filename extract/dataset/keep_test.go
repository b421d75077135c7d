package dataset

import (
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestChangedWorkbooksStay changes the workbook of a dataset, and writes the dataset twice more.
func TestChangedWorkbooksStay(t *testing.T) {
	out := filepath.Join(t.TempDir(), "out")
	write := func() Result {
		t.Helper()
		result, err := Write(t.Context(), out, Documents(notice("a.txt", 7)), Options{Formats: []string{"xlsx"}})
		if err != nil {
			t.Fatal(err)
		}
		return result
	}
	change := func(words string) {
		t.Helper()
		name := filepath.Join(out, Workbook)
		day := time.Date(2026, 3, 4, 5, 6, 7, 0, time.Local)
		if err := errors.Join(os.WriteFile(name, []byte(words), 0o666), os.Chtimes(name, day, day)); err != nil {
			t.Fatal(err)
		}
	}
	if kept := write().Kept; kept != "" {
		t.Errorf("a folder that is not there keeps %s", kept)
	}
	if kept := write().Kept; kept != "" {
		t.Errorf("a workbook as it was written stays as %s", kept)
	}
	change("one")
	if err := MayReplace(out); err == nil {
		t.Error("a folder with a changed workbook may be removed")
	}
	if kept, want := write().Kept, "dataset.changed-20260304-050607.xlsx"; kept != want {
		t.Errorf("kept as %q, want %q", kept, want)
	}
	if err := MayReplace(out); err == nil {
		t.Error("a folder with a workbook that was kept may be removed")
	}
	change("two") // in the same second
	if kept, want := write().Kept, "dataset.changed-20260304-050607-2.xlsx"; kept != want {
		t.Errorf("kept as %q, want %q", kept, want)
	}
	for name, want := range map[string]string{"dataset.changed-20260304-050607.xlsx": "one", "dataset.changed-20260304-050607-2.xlsx": "two"} {
		if data, err := os.ReadFile(filepath.Join(out, name)); err != nil || string(data) != want {
			t.Errorf("%s holds %q, want %q: %v", name, data, want, err)
		}
	}
}

func TestOpenWorkbook(t *testing.T) {
	for _, lock := range locks {
		out := filepath.Join(t.TempDir(), "out")
		write := func() error {
			_, err := Write(t.Context(), out, Documents(notice("a.txt", 7)), Options{Formats: []string{"xlsx"}})
			return err
		}
		if err := errors.Join(write(), os.WriteFile(filepath.Join(out, lock), []byte("user"), 0o666)); err != nil {
			t.Fatal(err)
		}
		if open, ok := errors.AsType[*OpenError](write()); !ok || open.Lock != lock {
			t.Errorf("%s: got %v", lock, open)
		}
	}
}
