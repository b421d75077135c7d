package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"zhenggai/cmd/zhenggai/internal/limits"
	"zhenggai/model"
)

// goldenViews are the views that each file of testdata/notices shows, in their order.
var goldenViews = []string{
	"metadata", "outline", "problems", "measures", "indicators", "totals", "policies", "contacts", "diagnostics",
}

// TestGoldenNotices reads invented notices in several styles and compares every view with what a reader has checked.
func TestGoldenNotices(t *testing.T) {
	paths, err := filepath.Glob(filepath.Join("..", "..", "testdata", "notices", "*.txtar"))
	if err != nil || len(paths) == 0 {
		t.Fatalf("no notices: %v", err)
	}
	for _, path := range paths {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if *update {
				updateGolden(t, path, archive)
				return
			}
			got := dumpAll(t, archive.Files[0])
			for i, f := range archive.Files[1:] {
				if i >= len(goldenViews) || f.Name != goldenViews[i] {
					t.Fatalf("section %s; the sections are the notice, then %s", f.Name, strings.Join(goldenViews, ", "))
				}
				if want := string(f.Data); got[f.Name] != want {
					t.Errorf("%s: got\n%s\nwant\n%s", f.Name, got[f.Name], want)
				}
			}
			if len(archive.Files) != 1+len(goldenViews) {
				t.Errorf("%d sections, want the notice and %d views", len(archive.Files), len(goldenViews))
			}
		})
	}
}

// dumpAll returns what zhenggai dump prints of a notice, by view.
func dumpAll(t *testing.T, notice txtar.File) map[string]string {
	t.Helper()
	path := filepath.Join(t.TempDir(), notice.Name)
	if err := os.WriteFile(path, notice.Data, 0o600); err != nil {
		t.Fatal(err)
	}
	shown := map[string]string{}
	for _, view := range goldenViews {
		var out bytes.Buffer
		if err := dump(t.Context(), &out, nil, view, path, "", &limits.Flag{}); err != nil {
			t.Fatal(err)
		}
		shown[view] = out.String()
	}
	return shown
}

func updateGolden(t *testing.T, path string, archive *txtar.Archive) {
	t.Helper()
	shown := dumpAll(t, archive.Files[0])
	archive.Files = slices.Clip(archive.Files[:1])
	for _, view := range goldenViews {
		archive.Files = append(archive.Files, txtar.File{Name: view, Data: []byte(shown[view])})
	}
	if err := os.WriteFile(path, txtar.Format(archive), 0o666); err != nil {
		t.Fatal(err)
	}
}

// TestViewsOfKinds insists that dump shows each kind of record, one without a layout of its own as the rows of its table.
func TestViewsOfKinds(t *testing.T) {
	names := viewNames()
	for kind := range model.RecordKinds() {
		if name := kind.Name(); name != "sections" && !slices.Contains(names, name) { // their view is outline
			t.Errorf("no view of %s", name)
		}
	}
	var b strings.Builder
	n := &model.Notice{Policies: []model.Policy{{ID: "d1", Title: "管理办法", Problem: "p1", Span: model.Span{1, 5}}, {ID: "d2", Title: "方案", Number: "〔2020〕15号", Span: model.Span{9, 11}}}}
	dumpRows(&b, tableOf(model.RecordKindOf[model.Policy]()), n)
	want := "d1  管理办法  -             -  -  p1  -  -  -  -  -  1  5\nd2  方案      〔2020〕15号  -  -  -   -  -  -  -  -  9  11\n"
	if b.String() != want {
		t.Errorf("got\n%swant\n%s", b.String(), want)
	}
}
