package extract_test

import (
	"fmt"
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhenggai/extract"
	"zhenggai/extract/source"
	"zhenggai/model"
)

func extractAll(t *testing.T, doc source.Document) []*model.Notice {
	t.Helper()
	var x extract.Extractor
	all, err := x.ExtractAll(t.Context(), doc)
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// annotated returns the names of the annotated documents with an ending.
func annotated(t *testing.T, ending string) []string {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("..", "testdata", "gold", "*"+ending))
	if err != nil || len(paths) < 5 {
		t.Fatal(paths, err)
	}
	return paths
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func TestOneNoticeIsOne(t *testing.T) {
	for _, path := range append(annotated(t, ".txt"), annotated(t, ".html")...) {
		if all := extractAll(t, source.Document{Path: path, Data: readFile(t, path)}); len(all) != 1 {
			t.Errorf("%s gives %d notices, the second %q", path, len(all), all[1].Title)
		}
	}
}

// Two notices in one file give what each of them gives alone, as text and as a page.
func TestTwoNoticesInOneFile(t *testing.T) {
	paths := annotated(t, ".txt")
	pairs := 0
	for i := 1; i < len(paths); i++ {
		first, second := readFile(t, paths[i-1]), readFile(t, paths[i])
		alone := []*model.Notice{
			extractAll(t, source.Document{Path: paths[i-1], Data: first})[0], extractAll(t, source.Document{Path: paths[i], Data: second})[0],
		}
		if alone[0].Kind != model.KindRectification || alone[1].Kind != model.KindRectification {
			continue
		}
		if alone[1].Title == "" || strings.Contains(paths[i], "n08-") {
			continue // nothing tells where it begins; of n08, where the lines of its site do
		}
		pairs++
		text := string(first) + "\n" + string(second)
		page := "<html><body><div id=zoom><p>" + strings.ReplaceAll(html.EscapeString(text), "\n", "</p><p>") + "</p></div></body></html>"
		for path, data := range map[string]string{"two.txt": text, "two.html": page} {
			t.Run(fmt.Sprintf("%s/%s+%s", path, filepath.Base(paths[i-1]), filepath.Base(paths[i])), func(t *testing.T) {
				all := extractAll(t, source.Document{Path: path, Data: []byte(data)})
				if len(all) != 2 {
					t.Fatalf("%d notices", len(all))
				}
				if all[1].ID != all[0].ID+"-2" || all[0].Source.SHA256 != all[1].Source.SHA256 {
					t.Errorf("ids %s and %s of %v and %v", all[0].ID, all[1].ID, all[0].Source, all[1].Source)
				}
				for k, n := range all {
					check(t, n)
					if diff := cmp.Diff(records(t, alone[k]), records(t, n)); diff != "" {
						t.Errorf("alone (-) and as number %d (+):\n%s", k+1, diff)
					}
				}
			})
		}
	}
	if pairs < 5 {
		t.Errorf("only %d pairs of notices", pairs)
	}
}
