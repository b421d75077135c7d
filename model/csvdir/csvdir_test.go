package csvdir

import (
	"bytes"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"zhenggai/model"
	"zhenggai/model/testing/modeltest"
)

var _ model.Writer = (*Writer)(nil)

// notices returns invented notices, one of them hostile.
func notices() []*model.Notice {
	high := model.Int(20)
	plain := &model.Notice{
		ID: "n1", Kind: model.KindRectification, Title: "整改进展情况的通报", Published: "2021-05",
		Problems: []model.Problem{{ID: "p1", Heading: "关于学位不足的问题", Name: "学位不足", Topics: []string{"education"}}},
		Measures: []model.Measure{{ID: "m1", Problem: "p1", Title: "新建学校", Text: "第一行，“引号”，\"quoted\"\n第二行,逗号"}},
		Indicators: []model.Indicator{
			{ID: "i1", Problem: "p1", Measure: "m1", Metric: "places", Value: model.NewDecimal(-35, 1), High: &high, Unit: "个", From: "i2", Text: "-3.5"},
			{ID: "i2", Value: model.Int(0), Unit: "%"},
		},
		Totals: []model.Total{{Total: "i1", Parts: []string{"i2"}, Sum: model.Int(-3), Agrees: false}},
	}
	return []*model.Notice{plain, modeltest.Hostile("n2", attacks...)}
}

var attacks = []string{
	"=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "\tx", "\r=1", "＝1", "＋1", "－1", "＠x", "  =1", "\n=1", "'=1", "\"=1", "“=1", "'' =1",
	"\ufeff=1", "\u200b=1", "\x01=1", "\x00", "-3",
}

func write(t *testing.T, opts Options, notices ...*model.Notice) string {
	t.Helper()
	dir := t.TempDir()
	w, err := New(dir, modeltest.Tables(), opts)
	if err != nil {
		t.Fatal(err)
	}
	modeltest.Write(t, w, notices...)
	return filepath.Join(dir, Folder)
}

func read(t *testing.T, elements ...string) []byte {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(elements...))
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// records reads a CSV file by its header.
func records(t *testing.T, b []byte) [][]string {
	t.Helper()
	all, err := csv.NewReader(bytes.NewReader(b)).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func keysOf(t *model.Table) []string {
	var keys []string
	for _, c := range t.Columns {
		keys = append(keys, c.Key)
	}
	return keys
}

// checkRecord compares a record read back with the row that was written.
func checkRecord(t *testing.T, table *model.Table, record []string, row model.Row) {
	t.Helper()
	for i, c := range table.Columns {
		got, want := record[i], row[i].String()
		if c.Type == model.TypeString {
			if runs(got) && got[0] != '\'' {
				t.Errorf("table %s: column %s: %q may run", table.Name, c.Key, got)
			}
			got, want = Restore(got), model.Printable(want)
		}
		if got != want {
			t.Errorf("table %s: column %s: %q, want %q", table.Name, c.Key, got, want)
		}
	}
}

func TestEveryCell(t *testing.T) {
	dir := write(t, Options{}, notices()...)
	for _, table := range modeltest.Tables() {
		all := records(t, read(t, dir, table.Name+".csv"))
		if !slices.Equal(all[0], keysOf(table)) {
			t.Errorf("table %s: header %v", table.Name, all[0])
		}
		at := 1
		for _, n := range notices() {
			for row := range table.Rows(n) {
				checkRecord(t, table, all[at], row)
				at++
			}
		}
		if at != len(all) {
			t.Errorf("table %s: %d records, want %d", table.Name, len(all)-1, at-1)
		}
	}
}

// TestWriteRows reads back what was added to a table that takes no rows from notices.
func TestWriteRows(t *testing.T) {
	dir := t.TempDir()
	w, err := New(dir, modeltest.Tables(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	copies, rows := model.Copies()
	list := slices.Collect(rows(slices.Values([]model.Copy{{Notice: "n2", Path: "=b", Leading: "n1", LeadingPath: "a", Similarity: model.NewDecimal(975, 1)}})))
	if err := errors.Join(w.WriteRows("copies", slices.Values(list)), w.Close()); err != nil {
		t.Fatal(err)
	}
	all := records(t, read(t, dir, Folder, "copies.csv"))
	if len(all) != 2 || !slices.Equal(all[0], keysOf(copies)) {
		t.Fatalf("%d lines, %v", len(all), all[0])
	}
	checkRecord(t, copies, all[1], list[0])
	if err := w.WriteRows("other", slices.Values(list)); err == nil {
		t.Error("a table that is not there takes rows")
	}
}

func TestDictionaryFile(t *testing.T) {
	dir := write(t, Options{})
	dictionary, rows := model.Dictionary(modeltest.Tables())
	all := records(t, read(t, dir, "dictionary.csv"))
	if len(all) != len(rows)+1 {
		t.Fatalf("%d records for %d rows", len(all)-1, len(rows))
	}
	for i, row := range rows {
		checkRecord(t, dictionary, all[i+1], row)
	}
}

// TestNumbersStay checks that the guard leaves negative numbers alone, in number columns only.
func TestNumbersStay(t *testing.T) {
	dir := write(t, Options{}, notices()...)
	indicators := records(t, read(t, dir, "indicators.csv"))
	value, text := slices.Index(indicators[0], "value"), slices.Index(indicators[0], "text")
	if indicators[1][value] != "-3.5" || indicators[1][text] != "'-3.5" {
		t.Errorf("value %q, text %q", indicators[1][value], indicators[1][text])
	}
	totals := records(t, read(t, dir, "totals.csv"))
	if sum := totals[1][slices.Index(totals[0], "sum")]; sum != "-3" {
		t.Errorf("sum %q", sum)
	}
}

func TestGuard(t *testing.T) {
	for _, s := range attacks {
		s = model.Printable(s)
		if s == "" {
			continue
		}
		if got := guard(s); got != "'"+s || Restore(got) != s {
			t.Errorf("guard(%q) = %q, restored %q", s, got, Restore(got))
		}
	}
	for _, s := range []string{"", "学位", "a=b", "3-4", "'90年代'", "''", "“关于", " x", "（-3）", "0756-2780071"} {
		if got := guard(s); got != s || Restore(got) != s {
			t.Errorf("guard(%q) = %q, restored %q", s, got, Restore(got))
		}
	}
}

func FuzzGuard(f *testing.F) {
	for _, s := range attacks {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := guard(s)
		if guarded := got == "'"+s; got != s && !guarded || guarded != runs(s) || Restore(got) != s {
			t.Errorf("guard(%q) = %q, restored %q", s, got, Restore(got))
		}
	})
}

func TestLayout(t *testing.T) {
	dir := write(t, Options{}, notices()...)
	b := read(t, dir, "measures.csv")
	if bytes.Contains(b, []byte("\r")) || bytes.HasPrefix(b, []byte("\ufeff")) || !bytes.HasPrefix(b, []byte("notice_id,measure_id,")) {
		t.Errorf("measures.csv begins %.40q", b)
	}
	want := "n1,m1,,p1,,新建学校,\"第一行，“引号”，\"\"quoted\"\"\n第二行,逗号\",,,,,,0,0\n"
	if !bytes.HasSuffix(b, []byte(want)) {
		t.Errorf("measures.csv ends %q, want %q", b, want)
	}
	marked := read(t, write(t, Options{BOM: true}, notices()...), "measures.csv")
	if string(marked) != "\ufeff"+string(b) {
		t.Error("the byte order mark is not all that BOM adds")
	}
}

func descriptor(t *testing.T, dir string) dataPackage {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(read(t, dir, Descriptor)))
	d.DisallowUnknownFields()
	var p dataPackage
	if err := d.Decode(&p); err != nil {
		t.Fatal(err)
	}
	return p
}

// TestDescriptorFits checks the files against what the descriptor says of them, as a reader of the standard would.
func TestDescriptorFits(t *testing.T) {
	dir := write(t, Options{BOM: true}, notices()...)
	p := descriptor(t, dir)
	if len(p.Resources) != len(modeltest.Tables())+1 {
		t.Fatalf("%d resources", len(p.Resources))
	}
	for _, r := range p.Resources {
		b := read(t, dir, r.Path)
		sum := sha256.Sum256(b)
		if int64(len(b)) != r.Bytes || r.Hash != "sha256:"+hex.EncodeToString(sum[:]) {
			t.Errorf("%s: size or hash is wrong", r.Path)
		}
		for _, f := range r.Schema.Fields {
			if f.Title == "" || f.Description == "" {
				t.Errorf("%s: field %+v", r.Path, f)
			}
		}
	}
	if err := modeltest.CheckPackage(dir); err != nil {
		t.Error(err)
	}
}

// TestPackageErrors finds rows that break the descriptor, so that no other test passes for want of a look.
func TestPackageErrors(t *testing.T) {
	for _, test := range []struct {
		name string
		harm func(n *model.Notice)
		want string
	}{
		{"unknown code", func(n *model.Notice) { n.Indicators[0].Status = "done" }, `indicators.csv: field status: it may not be "done"`},
		{"date in words", func(n *model.Notice) { n.Published = "五月" }, `notices.csv: field published: it may not be "五月"`},
		{"no such problem", func(n *model.Notice) { n.Measures[0].Problem = "p9" }, `measures.csv: notice_id, problem_id names`},
		{"no such indicator", func(n *model.Notice) { n.Indicators[0].From = "i9" }, `indicators.csv: notice_id, from_id names`},
		{"two of one id", func(n *model.Notice) { n.Indicators[1].ID = "i1" }, `indicators.csv: the key "n1\x00i1" stands twice`},
		{"no id", func(n *model.Notice) { n.Problems[0].ID = "" }, `problems.csv: field problem_id: it is required`},
	} {
		n := notices()[0]
		test.harm(n)
		if err := modeltest.CheckPackage(write(t, Options{}, n)); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v", test.name, err)
		}
	}
}

func TestKeys(t *testing.T) {
	p := descriptor(t, write(t, Options{}))
	got := map[string]string{}
	for _, r := range p.Resources {
		got[r.Name] = strings.Join(r.Schema.PrimaryKey, " ")
		for _, k := range r.Schema.ForeignKeys {
			got[r.Name] += "; " + strings.Join(k.Fields, " ") + " > " + k.Reference.Resource + ": " + strings.Join(k.Reference.Fields, " ")
		}
	}
	notice := "; notice_id > notices: notice_id"
	problem := "; notice_id problem_id > problems: notice_id problem_id"
	want := map[string]string{
		"notices": "notice_id", "problems": "notice_id problem_id" + notice, "measures": "notice_id measure_id" + notice + problem,
		"indicators": "notice_id indicator_id" + notice + "; notice_id from_id > : notice_id indicator_id; notice_id target_id > : notice_id indicator_id; notice_id part_of_id > : notice_id indicator_id" + problem +
			"; notice_id measure_id > measures: notice_id measure_id",
		"policies": "notice_id policy_id" + notice + problem, "contacts": notice,
		"totals": notice + "; notice_id total_id > indicators: notice_id indicator_id", "diagnostics": notice, "ledger": notice + problem, "dictionary": "",
		"completions": notice + "; notice_id of_id > indicators: notice_id indicator_id; notice_id done_id > indicators: notice_id indicator_id" +
			"; notice_id under_way_id > indicators: notice_id indicator_id; notice_id outstanding_id > indicators: notice_id indicator_id" +
			"; notice_id rate_id > indicators: notice_id indicator_id",
	}
	for name, keys := range want {
		if got[name] != keys {
			t.Errorf("%s: %s, want %s", name, got[name], keys)
		}
	}
}

func TestLanguage(t *testing.T) {
	zh, en := descriptor(t, write(t, Options{})), descriptor(t, write(t, Options{Lang: "en"}))
	if zh.Resources[1].Title != "问题" || en.Resources[1].Title != "Problems" || en.Resources[1].Schema.Fields[0].Title != "notice id" {
		t.Errorf("titles %s, %s", zh.Resources[1].Title, en.Resources[1].Title)
	}
}

func TestSameBytes(t *testing.T) {
	a, b := write(t, Options{}, notices()...), write(t, Options{}, notices()...)
	entries, err := os.ReadDir(a)
	if err != nil || len(entries) != len(modeltest.Tables())+2 {
		t.Fatalf("%d files, %v", len(entries), err)
	}
	for _, e := range entries {
		if !bytes.Equal(read(t, a, e.Name()), read(t, b, e.Name())) {
			t.Errorf("%s: two runs differ", e.Name())
		}
	}
}

func TestErrors(t *testing.T) {
	dir := t.TempDir()
	if err := os.MkdirAll(filepath.Join(dir, Folder, "measures.csv"), 0o777); err != nil {
		t.Fatal(err)
	}
	if _, err := New(dir, modeltest.Tables(), Options{}); err == nil || !strings.Contains(err.Error(), "measures.csv") {
		t.Errorf("error %v", err)
	}
	w, err := New(t.TempDir(), modeltest.Tables(), Options{})
	if err != nil {
		t.Fatal(err)
	}
	w.files[2].file.Close()
	if err := modeltest.Add(w, notices()[0]); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err == nil || !strings.Contains(err.Error(), "measures") {
		t.Errorf("a lost row is not reported: %v", err)
	}
	if _, err := os.Stat(filepath.Join(w.dir, Descriptor)); err == nil {
		t.Error("broken files have a descriptor")
	}
}

func BenchmarkWrite(b *testing.B) {
	n := notices()[0]
	rows := model.RowsOf(modeltest.Tables(), n)
	w, err := New(b.TempDir(), modeltest.Tables(), Options{})
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		if err := w.Write(n, rows); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(6*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
}
