package parquet

import (
	"bytes"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"

	pq "github.com/parquet-go/parquet-go"
	"github.com/parquet-go/parquet-go/format"

	"zhenggai/model"
	"zhenggai/model/testing/modeltest"
)

var _ model.Writer = (*Writer)(nil)

// checkCell compares a value read back with the cell that was written.
func checkCell(t *testing.T, table *model.Table, i int, got pq.Value, cell model.Cell) {
	t.Helper()
	c := table.Columns[i]
	text := model.Printable(cell.String())
	ok := got.IsNull() == (text == "")
	if slices.Contains(table.Key(), c.Key) {
		ok = !got.IsNull()
	}
	if !got.IsNull() {
		switch c.Type {
		case model.TypeInteger:
			ok = ok && got.Kind() == pq.Int64 && strconv.FormatInt(got.Int64(), 10) == text
		case model.TypeNumber:
			ok = ok && got.Kind() == pq.Double && strconv.FormatFloat(got.Double(), 'f', -1, 64) == text
		case model.TypeBoolean:
			ok = ok && got.Kind() == pq.Boolean && strconv.FormatBool(got.Boolean()) == text
		default:
			ok = ok && got.Kind() == pq.ByteArray && string(got.ByteArray()) == text
		}
	}
	if !ok || got.Column() != i {
		t.Errorf("table %s: column %s: %+v, want %q", table.Name, c.Key, got, text)
	}
}

func checkRows(t *testing.T, table *model.Table, got []pq.Row, want []model.Row) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("table %s: %d rows, want %d", table.Name, len(got), len(want))
	}
	for at, row := range want {
		if len(got[at]) != len(row) {
			t.Fatalf("table %s: row %d has %d values, want %d", table.Name, at, len(got[at]), len(row))
		}
		for i, cell := range row {
			checkCell(t, table, i, got[at][i], cell)
		}
	}
}

func TestEveryCell(t *testing.T) {
	for name, l := range map[string]limits{"usual": usualLimits, "rows": {rows: 1, text: 1 << 30}, "text": {rows: 1 << 30, text: 1}} {
		t.Run(name, func(t *testing.T) {
			dir := write(t, l, notices()...)
			for _, table := range modeltest.Tables() {
				checkRows(t, table, read(t, open(t, dir, table.Name)), modeltest.Rows(table, notices()...))
			}
			dictionary, rows := model.Dictionary(modeltest.Tables())
			checkRows(t, dictionary, read(t, open(t, dir, dictionary.Name)), rows)
		})
	}
}

// TestRowGroups checks that neither many rows nor long texts stay in memory.
func TestRowGroups(t *testing.T) {
	n := modeltest.Notice("n1")
	for l, want := range map[limits]int{{rows: 64, text: 1 << 30}: 2, {rows: 1 << 30, text: 4 << 10}: 2, usualLimits: 1} {
		if got := len(open(t, write(t, l, n), "indicators").RowGroups()); got != want {
			t.Errorf("%+v: %d row groups, want %d", l, got, want)
		}
	}
	n.Measures = n.Measures[:10]
	for i := range n.Measures {
		n.Measures[i].Text = strings.Repeat("长", batchText/2)
	}
	if got := len(open(t, write(t, usualLimits, n), "measures").RowGroups()); got != 4 {
		t.Errorf("15 MiB of text are in %d row groups", got)
	}
}

// TestSchema checks the order of the columns, their types and which may be null.
func TestSchema(t *testing.T) {
	dir := write(t, usualLimits, notices()...)
	types := map[model.Type]string{
		model.TypeString: "STRING", model.TypeDate: "STRING", model.TypeInteger: "INT(64,true)", model.TypeNumber: "DOUBLE", model.TypeBoolean: "BOOLEAN",
	}
	dictionary, _ := model.Dictionary(modeltest.Tables())
	for _, table := range append(modeltest.Tables(), dictionary) {
		fields := open(t, dir, table.Name).Schema().Fields()
		if len(fields) != len(table.Columns) {
			t.Fatalf("table %s: %d columns, want %d", table.Name, len(fields), len(table.Columns))
		}
		for i, c := range table.Columns {
			f := fields[i]
			if f.Name() != c.Key || f.Type().String() != types[c.Type] || f.Required() != slices.Contains(table.Key(), c.Key) || f.Repeated() {
				t.Errorf("table %s: column %d is %s of %v, required %v, want %s", table.Name, i, f.Name(), f.Type(), f.Required(), c.Key)
			}
		}
	}
}

// TestEncoding checks that everything is compressed and that text has dictionaries.
func TestEncoding(t *testing.T) {
	dir := write(t, limits{rows: 64, text: 1 << 20}, notices()...)
	for _, table := range modeltest.Tables() {
		for _, group := range open(t, dir, table.Name).Metadata().RowGroups {
			for i, chunk := range group.Columns {
				m := chunk.MetaData
				if m.Codec != format.Zstd {
					t.Errorf("table %s: column %v is compressed with %v", table.Name, m.PathInSchema, m.Codec)
				}
				text := table.Columns[i].Type == model.TypeString || table.Columns[i].Type == model.TypeDate
				if slices.Contains(m.Encoding, format.RLEDictionary) != text || (m.DictionaryPageOffset != 0) != text {
					t.Errorf("table %s: column %v is encoded with %v", table.Name, m.PathInSchema, m.Encoding)
				}
			}
		}
	}
}

func TestMetadata(t *testing.T) {
	dir := write(t, usualLimits)
	for _, table := range modeltest.Tables() {
		f := open(t, dir, table.Name)
		text, _ := f.Lookup(TableKey)
		about := tableMeaning{}
		if err := json.Unmarshal([]byte(text), &about); err != nil || about.Name != table.Name || model.Label(about.Title) != table.Title {
			t.Errorf("table %s: %s, %v", table.Name, text, err)
		}
		var columns []columnMeaning
		text, _ = f.Lookup(ColumnsKey)
		if err := json.Unmarshal([]byte(text), &columns); err != nil || len(columns) != len(table.Columns) {
			t.Fatalf("table %s: %d columns, %v", table.Name, len(columns), err)
		}
		for i, c := range table.Columns {
			want := columnMeaning{c.Key, c.Type, label(c.Title), label(c.Meaning), c.Unit, c.Ref}
			if !reflect.DeepEqual(columns[i], want) {
				t.Errorf("table %s: %+v, want %+v", table.Name, columns[i], want)
			}
		}
	}
	if text, _ := open(t, dir, "copies").Lookup(ColumnsKey); !strings.Contains(text, `{"key":"similarity","type":"number","title":{"zh":"相似度",`) || !strings.Contains(text, `"unit":"%"`) {
		t.Errorf("columns of copies: %s", text)
	}
}

// TestTextStays checks that no text is guarded against being run as a formula.
func TestTextStays(t *testing.T) {
	dir := write(t, usualLimits, notices()...)
	title := modeltest.Tables()[4].Index("title")
	rows := read(t, open(t, dir, "policies"))[1:]
	want := []string{"=cmd|' /C calc'!A0", "-3", "'=1", "", "ab\nc", "\ufffd", "');--", `"`, "\ufeff=1", "😀"}
	for i, row := range rows {
		if got := string(row[title].ByteArray()); got != want[i] || row[title].IsNull() != (want[i] == "") {
			t.Errorf("%q, want %q", got, want[i])
		}
	}
}

// TestWriteRows reads back what was added to a table that takes no rows from notices.
func TestWriteRows(t *testing.T) {
	dir := t.TempDir()
	w, err := New(dir, modeltest.Tables())
	if err != nil {
		t.Fatal(err)
	}
	copies, print := model.Copies()
	var list []model.Copy
	for range 100 {
		list = append(list, model.Copy{Notice: "n2", Path: "=b", Leading: "n1", LeadingPath: "a", Similarity: model.NewDecimal(975, 1)})
	}
	rows := slices.Collect(print(slices.Values(list)))
	if err := errors.Join(w.WriteRows("copies", slices.Values(rows[:70])), w.WriteRows("copies", slices.Values(rows[70:]))); err != nil {
		t.Fatal(err)
	}
	if err := w.WriteRows("other", slices.Values(rows)); err == nil || err.Error() != "parquet: no table other" {
		t.Errorf("a table that is not there takes rows: %v", err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	checkRows(t, copies, read(t, open(t, filepath.Join(dir, Folder), "copies")), rows)
}

func TestSameBytes(t *testing.T) {
	l := limits{rows: 64, text: 1 << 20}
	a, b := write(t, l, notices()...), write(t, l, notices()...)
	entries, err := os.ReadDir(a)
	if err != nil || len(entries) != len(modeltest.Tables())+1 {
		t.Fatalf("%d files, %v", len(entries), err)
	}
	for _, e := range entries {
		first, err := os.ReadFile(filepath.Join(a, e.Name()))
		second, err2 := os.ReadFile(filepath.Join(b, e.Name()))
		if err := errors.Join(err, err2); err != nil || !bytes.Equal(first, second) {
			t.Errorf("%s: two runs differ: %v", e.Name(), err)
		}
	}
}

func TestErrors(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, Folder, "measures.parquet"), 0o777); err != nil {
		t.Fatal(err)
	}
	if _, err := New(dir, modeltest.Tables()); err == nil || !strings.Contains(err.Error(), "parquet: ") || !strings.Contains(err.Error(), "measures.parquet") {
		t.Errorf("error %v", err)
	}
	w, err := newWriter(t.TempDir(), modeltest.Tables(), limits{rows: 1, text: 1})
	if err != nil {
		t.Fatal(err)
	}
	w.files[3].file.Close()
	err = modeltest.Add(w, modeltest.Notice("n1"))
	for range 50 { // the file has a buffer
		err = errors.Join(err, modeltest.Add(w, modeltest.Notice("n1")))
	}
	if err == nil || !strings.Contains(err.Error(), "parquet: notice n1: indicators: ") {
		t.Errorf("error %v", err)
	}
	if err := w.Close(); err == nil || !strings.Contains(err.Error(), "indicators") {
		t.Errorf("a lost row is not reported: %v", err)
	}
}

// TestBrokenInteger checks that no figure is made up for a cell that its column cannot hold.
func TestBrokenInteger(t *testing.T) {
	w, err := New(t.TempDir(), modeltest.Tables())
	if err != nil {
		t.Fatal(err)
	}
	row := make(model.Row, len(modeltest.Tables()[0].Columns))
	row[modeltest.Tables()[0].Index("problems")] = model.Number(model.NewDecimal(15, 1))
	err = w.WriteRows("notices", slices.Values([]model.Row{row}))
	if err == nil || !strings.HasPrefix(err.Error(), "parquet: notices: column problems: ") {
		t.Errorf("error %v", err)
	}
	if again := w.Close(); !errors.Is(again, err) {
		t.Errorf("Close returns %v", again)
	}
}

func BenchmarkWrite(b *testing.B) {
	var many []*model.Notice
	rows := 0
	for i := range 200 {
		many = append(many, modeltest.Notice("n"+strconv.Itoa(i)))
	}
	for _, t := range modeltest.Tables() {
		rows += len(modeltest.Rows(t, many[0]))
	}
	w, err := New(b.TempDir(), modeltest.Tables())
	if err != nil {
		b.Fatal(err)
	}
	written := 0
	for b.Loop() {
		if err := modeltest.Add(w, many[written%len(many)]); err != nil {
			b.Fatal(err)
		}
		written++
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(rows*written)/b.Elapsed().Seconds(), "rows/s")
}
