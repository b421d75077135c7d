package eval

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"zhenggai/model"
)

func writeJSONFile(t *testing.T, file string, value any) {
	t.Helper()
	b, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, b, 0o644); err != nil {
		t.Fatal(err)
	}
}

const goldJSON = `{"document": "qinghe.txt", "kind": "rectification", "title": "中共清河县委关于巡察整改情况的通报"}`

func TestCompareFiles(t *testing.T) {
	withPath := func(path, id string) *model.Notice {
		n := fixtureNotice(t)
		n.Source.Path, n.ID = path, id
		return n
	}
	tests := []struct {
		name    string
		notices map[string]*model.Notice // by path under the output folder
		found   Score                    // of the notices
		err     string
	}{
		{"beside each other", map[string]*model.Notice{"notices/a.json": withPath("qinghe.txt", "1")}, Score{1, 1, 0}, ""},
		{"in a sub-folder", map[string]*model.Notice{"notices/x/y/a.json": withPath("in/x/qinghe.txt", "1")}, Score{1, 1, 0}, ""},
		{"from an archive", map[string]*model.Notice{"notices/a.json": withPath("in.zip!qinghe.txt", "1")}, Score{1, 1, 0}, ""},
		{"from Windows", map[string]*model.Notice{"notices/a.json": withPath(`C:\in\qinghe.txt`, "1")}, Score{1, 1, 0}, ""},
		{"one content at two paths", map[string]*model.Notice{
			"notices/a.json": withPath("a/qinghe.txt", "1"), "notices/b.json": withPath("b/qinghe.txt", "1"),
		}, Score{1, 1, 0}, ""},
		{"two contents of one name", map[string]*model.Notice{
			"notices/a.json": withPath("a/qinghe.txt", "1"), "notices/b.json": withPath("b/qinghe.txt", "2"),
		}, Score{}, "a/qinghe.txt and b/qinghe.txt"},
		{"other notices only", map[string]*model.Notice{"notices/a.json": withPath("other.txt", "1")}, Score{}, "none of the 2"},
		{"no output folder", nil, Score{}, "output folder of zhenggai convert"},
		{"not a notice", map[string]*model.Notice{"notices/a.json": {}}, Score{}, "it names no schema"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			gold, out := t.TempDir(), t.TempDir()
			writeJSONFile(t, filepath.Join(gold, "qinghe.json"), json.RawMessage(goldJSON))
			writeJSONFile(t, filepath.Join(gold, "more", "absent.json"), json.RawMessage(strings.Replace(goldJSON, "qinghe", "absent", 1)))
			for path, n := range tt.notices {
				writeJSONFile(t, filepath.Join(out, path), n)
			}
			reports, err := CompareFiles(gold, out)
			if tt.err != "" {
				if err == nil || !strings.Contains(err.Error(), tt.err) {
					t.Errorf("error %v, want one that says %s", err, tt.err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if got := Sum(reports).Kind("notices").Score; got != tt.found {
				t.Errorf("notices %+v, want %+v", got, tt.found)
			}
		})
	}
}

func TestReadGoldFiles(t *testing.T) {
	dir := t.TempDir()
	if _, err := ReadGoldFiles(dir); err == nil || !strings.Contains(err.Error(), "no annotations") {
		t.Errorf("empty folder: %v", err)
	}
	if _, err := ReadGoldFiles(filepath.Join(dir, "absent")); err == nil {
		t.Error("an absent folder is no error")
	}
	file := filepath.Join(dir, "b", "qinghe.json")
	writeJSONFile(t, file, json.RawMessage(goldJSON))
	writeJSONFile(t, filepath.Join(dir, "qinghe.txt"), json.RawMessage(`"not an annotation"`))
	for _, path := range []string{dir, file} {
		if golds, err := ReadGoldFiles(path); err != nil || len(golds) != 1 || golds[0].Document != "qinghe.txt" {
			t.Errorf("%s: %v, %v", path, golds, err)
		}
	}
	writeJSONFile(t, filepath.Join(dir, "bad.json"), json.RawMessage(`{"documnet": "x"}`))
	if _, err := ReadGoldFiles(dir); err == nil || !strings.Contains(err.Error(), "bad.json") || !strings.Contains(err.Error(), "documnet") {
		t.Errorf("error %v, want one that names the file and the key", err)
	}
}
