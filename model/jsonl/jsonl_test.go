package jsonl

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"zhenggai/model"
)

var _ model.Writer = (*Writer)(nil)

func byID(n *model.Notice) string { return n.ID }

// notice returns an invented notice with some of everything.
func notice(id string) *model.Notice {
	n := &model.Notice{
		Schema: model.SchemaName, ID: id, Kind: model.KindRectification, Title: "整改进展情况的通报",
		Source:   model.Source{Path: "a&b.txt", MediaType: "text/plain", SHA256: "00", Bytes: 3},
		Text:     strings.Repeat("（一）关于学位不足的问题。增加学位2310个。\n", 200),
		Problems: []model.Problem{{ID: "p1", Heading: "<学位>不足", Name: "学位不足"}},
	}
	for i := range 70 {
		n.Indicators = append(n.Indicators, model.Indicator{
			ID: fmt.Sprint("i", i+1), Value: model.NewDecimal(int64(i), 1), Unit: "个", Text: "2310个", Sentence: "增加学位2310个。",
		})
	}
	return n
}

func write(t *testing.T, dir string, notices ...*model.Notice) {
	t.Helper()
	w, err := New(dir, nil, byID)
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range notices {
		if err := w.Write(n, nil); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, elements ...string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(elements...))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestWriter(t *testing.T) {
	dir := t.TempDir()
	notices := []*model.Notice{notice("b"), notice("a"), {Schema: model.SchemaName, ID: "bad", Title: "\xff\u2028\x00"}}
	write(t, dir, notices...)
	all := read(t, dir, File)
	lines := bytes.SplitAfter(all, []byte("\n"))
	if len(lines) != len(notices)+1 || len(lines[len(notices)]) != 0 {
		t.Fatalf("%d lines for %d notices", len(lines)-1, len(notices))
	}
	for i, n := range notices {
		single := read(t, dir, Folder, n.ID+".json")
		var compact bytes.Buffer
		if err := json.Compact(&compact, single); err != nil {
			t.Fatal(err)
		}
		if compact.String()+"\n" != string(lines[i]) {
			t.Errorf("%s: the file and the line differ", n.ID)
		}
		if !bytes.HasPrefix(single, []byte("{\n \"schema\"")) || !bytes.HasSuffix(single, []byte("\n}\n")) || !utf8.Valid(single) {
			t.Errorf("%s: layout of %.40q … ", n.ID, single)
		}
		var back model.Notice
		if err := json.Unmarshal(single, &back); err != nil {
			t.Fatal(err)
		}
		if back.ID != n.ID || back.Text != n.Text || len(back.Indicators) != len(n.Indicators) {
			t.Errorf("%s: reads back otherwise", n.ID)
		}
	}
	if !bytes.Contains(all, []byte(`"a&b.txt"`)) || !bytes.Contains(all, []byte(`<学位>`)) {
		t.Error("text is escaped as if for HTML")
	}
}

func TestNoNotices(t *testing.T) {
	dir := t.TempDir()
	write(t, dir)
	if b := read(t, dir, File); len(b) != 0 {
		t.Errorf("holds %q", b)
	}
}

func TestSameBytes(t *testing.T) {
	a, b := t.TempDir(), t.TempDir()
	write(t, a, notice("x"))
	write(t, b, notice("x"))
	if !bytes.Equal(read(t, a, File), read(t, b, File)) || !bytes.Equal(read(t, a, Folder, "x.json"), read(t, b, Folder, "x.json")) {
		t.Error("two runs differ")
	}
}

func TestNamesRefused(t *testing.T) {
	for _, name := range []string{"", ".", "..", "../x", "a/b", "/x", "a\x00b"} {
		dir := t.TempDir()
		w, err := New(filepath.Join(dir, "out"), nil, func(*model.Notice) string { return name })
		if err != nil {
			t.Fatal(err)
		}
		err = w.Write(notice("n1"), nil)
		if err == nil || !strings.Contains(err.Error(), "n1") {
			t.Errorf("name %q: error %v", name, err)
		}
		if err := w.Close(); err != nil {
			t.Error(err)
		}
	}
}

func TestNameTaken(t *testing.T) {
	w, err := New(t.TempDir(), nil, byID)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if err := w.Write(notice("x"), nil); err != nil {
		t.Fatal(err)
	}
	if err := w.Write(notice("x"), nil); err == nil || !strings.Contains(err.Error(), "x.json is the file of an earlier notice") {
		t.Errorf("error %v", err)
	}
}

// TestWriteRows insists on an object a row with the keys of the columns, and on no folder for single notices where they
// have no names.
func TestWriteRows(t *testing.T) {
	dir := t.TempDir()
	table, rows := model.Copies()
	w, err := New(dir, []*model.Table{table}, nil)
	if err != nil {
		t.Fatal(err)
	}
	list := []model.Copy{{Notice: "n2", Path: "<b>&\xff", Leading: "n1", Similarity: model.NewDecimal(975, 1)}}
	if err := errors.Join(w.Write(notice("n1"), nil), w.WriteRows("copies", rows(slices.Values(list))), w.Close()); err != nil {
		t.Fatal(err)
	}
	want := `{"notice_id":"n2","role":"copy","leading_id":"n1","similarity":97.5,"path":"<b>&\ufffd"}` + "\n"
	if got := string(read(t, dir, "copies.ndjson")); got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	if _, err := os.Stat(filepath.Join(dir, Folder)); err == nil {
		t.Error("there is a folder for single notices")
	}
	if err := w.WriteRows("other", rows(slices.Values(list))); err == nil {
		t.Error("a table that is not there takes rows")
	}
}

func TestErrors(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := New(file, nil, byID); err == nil {
		t.Error("a file is taken as the folder")
	}
	w, err := New(t.TempDir(), nil, byID)
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Write(notice("x"), nil); err != nil {
		t.Fatal(err)
	}
	w.all.Close()
	if err := w.Close(); err == nil {
		t.Error("a lost line is not reported")
	}
}

func BenchmarkWrite(b *testing.B) {
	n := notice("x")
	i := 0
	w, err := New(b.TempDir(), nil, func(*model.Notice) string { i++; return fmt.Sprint(i) })
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := w.Write(n, nil); err != nil {
			b.Fatal(err)
		}
	}
	b.SetBytes(int64(w.compact.Len() + len(w.indented)))
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
}

// TestQuoted compares the short way with encoding/json.
func TestQuoted(t *testing.T) {
	for _, s := range []string{"", "学位 <b>&", `"a"`, `\`, "a\nb", "\x01", "\x7f", "\u2028", "\u2029", "\xff", "\ufffd", "😀"} {
		var want bytes.Buffer
		enc := json.NewEncoder(&want)
		enc.SetEscapeHTML(false)
		if err := enc.Encode(s); err != nil {
			t.Fatal(err)
		}
		if got, err := quoted(s); err != nil || string(got)+"\n" != want.String() {
			t.Errorf("%q is quoted as %s, %v, want %s", s, got, err, &want)
		}
	}
}
