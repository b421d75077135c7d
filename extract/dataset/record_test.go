package dataset

import (
	"context"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
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
	r, err := newRecorder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer r.end()
	sum, err := batch.Run(t.Context(), list.Entries, nil, batch.Options{Outcome: r.outcome, Extract: func(context.Context, source.Document) ([]*model.Notice, error) {
		_ = none[len(none)]
		return nil, nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	data := written(t, r, sum.Totals)
	for _, want := range []string{`"path": "in/bad.txt"`, `"reason": "defect: runtime error: index out of range [0] with length 0 at record_test.go:`} {
		if !strings.Contains(data, want) {
			t.Errorf("run.json has no %s:\n%s", want, data)
		}
	}
}

// written writes run.json into a folder with one other file, and returns it.
func written(t *testing.T, r *recorder, totals batch.Totals) string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "notices.ndjson"), nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if err := r.write(dir, Options{}, Series{}, nil, Result{Summary: batch.Summary{Totals: totals}}, nil); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(dir, RunFile))
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// TestReadFiles reads back which files a run has written, and refuses what no run has.
func TestReadFiles(t *testing.T) {
	r, err := newRecorder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	defer r.end()
	r.single = "notices"
	for _, path := range []string{"in/甲.txt", "other/甲.txt"} {
		if err := r.outcome(batch.Outcome{Written: []batch.Written{{Path: path}}}); err != nil {
			t.Fatal(err)
		}
	}
	sound := written(t, r, batch.Totals{})
	name := filepath.Join(t.TempDir(), RunFile)
	for _, test := range []struct{ data, want string }{
		{sound, "notices.ndjson notices/甲-2.json notices/甲.json run.json"},
		{sound[:len(sound)-3], ""},
		{strings.Replace(sound, `"zhenggai"`, `"another"`, 1), ""},
		{`{"program": "zhenggai", "files": ["notices.ndjson"]}`, "notices.ndjson run.json"},
		{`[]`, ""},
		{`{"program": "zhenggai", "files": "all"}`, ""},
	} {
		if err := os.WriteFile(name, []byte(test.data), 0o666); err != nil {
			t.Fatal(err)
		}
		files, ok := readFiles(name)
		got := ""
		if ok {
			got = strings.Join(slices.Sorted(maps.Keys(files)), " ")
		}
		if got != test.want {
			t.Errorf("%.60s has the files %q, want %q", test.data, got, test.want)
		}
	}
}
