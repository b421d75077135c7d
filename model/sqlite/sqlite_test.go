package sqlite

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"zhenggai/model"
	"zhenggai/model/testing/modeltest"
)

var _ model.Writer = (*Writer)(nil)

// want returns what the database holds of a cell, by another way than the Writer's.
func want(kind model.Type, cell model.Cell) string {
	text := model.Printable(cell.String())
	switch {
	case text == "":
		return "<nil>"
	case kind == model.TypeBoolean:
		return map[string]string{"true": "int64 1", "false": "int64 0"}[text]
	case kind == model.TypeInteger:
		return "int64 " + text
	case kind == model.TypeNumber:
		return "float64 " + text
	}
	return "string " + text
}

func got(v any) string {
	switch v := v.(type) {
	case nil:
		return "<nil>"
	case float64:
		return "float64 " + strconv.FormatFloat(v, 'f', -1, 64)
	}
	return fmt.Sprintf("%T %v", v, v)
}

// checkRows compares a table read back with the rows that were written.
func checkRows(t *testing.T, path string, table *model.Table, rows []model.Row) {
	t.Helper()
	all := query(t, open(t, path), "SELECT * FROM "+quoted(table.Name)+" ORDER BY rowid")
	if len(all) != len(rows) {
		t.Fatalf("table %s: %d rows, want %d", table.Name, len(all), len(rows))
	}
	for at, row := range rows {
		if len(all[at]) != len(row) {
			t.Fatalf("table %s: row of %d columns, want %d", table.Name, len(all[at]), len(row))
		}
		for i, cell := range row {
			if got, want := got(all[at][i]), want(table.Columns[i].Type, cell); got != want {
				t.Errorf("table %s: column %s: %q, want %q", table.Name, table.Columns[i].Key, got, want)
			}
		}
	}
}

func TestEveryCell(t *testing.T) {
	path := write(t, notices()...)
	for _, table := range modeltest.Tables() {
		checkRows(t, path, table, modeltest.Rows(table, notices()...))
	}
	dictionary, rows := model.Dictionary(modeltest.Tables())
	checkRows(t, path, dictionary, rows)
}

// TestSchema checks the columns, their order, types and keys.
func TestSchema(t *testing.T) {
	db := open(t, write(t))
	types := map[model.Type]string{
		model.TypeString: "TEXT", model.TypeDate: "TEXT", model.TypeInteger: "INTEGER", model.TypeNumber: "REAL", model.TypeBoolean: "INTEGER",
	}
	dictionary, _ := model.Dictionary(modeltest.Tables())
	for _, table := range append(modeltest.Tables(), dictionary) {
		var want []string
		for _, c := range table.Columns {
			want = append(want, fmt.Sprint(c.Key, " ", types[c.Type], " ", slices.Index(table.Key(), c.Key)+1))
		}
		if got := lines(t, db, "SELECT name, type, pk FROM pragma_table_info(?) ORDER BY cid", table.Name); !slices.Equal(got, want) {
			t.Errorf("table %s: columns %q, want %q", table.Name, got, want)
		}
		if got := lines(t, db, "SELECT strict, wr FROM pragma_table_list WHERE name = ?", table.Name); !slices.Equal(got, []string{"1 0"}) {
			t.Errorf("table %s: strict, without rowid: %q", table.Name, got)
		}
	}
	if got := lines(t, db, "SELECT * FROM pragma_application_id, pragma_user_version"); !slices.Equal(got, []string{fmt.Sprint(ApplicationID, " ", Layout)}) {
		t.Errorf("header %q", got)
	}
}

// TestForeignKeys checks which there are: none in the tables of the whole dataset.
func TestForeignKeys(t *testing.T) {
	db := open(t, write(t, notices()...))
	got := lines(t, db, `SELECT t.name, group_concat(f."from", ','), f."table", group_concat(f."to", ',') FROM pragma_table_list AS t, pragma_foreign_key_list(t.name) AS f
		GROUP BY t.name, f.id ORDER BY t.name, f.id DESC`)
	want := []string{
		"completions notice_id notices notice_id",
		"completions notice_id,of_id indicators notice_id,indicator_id",
		"completions notice_id,done_id indicators notice_id,indicator_id",
		"completions notice_id,under_way_id indicators notice_id,indicator_id",
		"completions notice_id,outstanding_id indicators notice_id,indicator_id",
		"completions notice_id,rate_id indicators notice_id,indicator_id",
		"contacts notice_id notices notice_id",
		"diagnostics notice_id notices notice_id",
		"indicators notice_id notices notice_id",
		"indicators notice_id,from_id indicators notice_id,indicator_id",
		"indicators notice_id,target_id indicators notice_id,indicator_id",
		"indicators notice_id,part_of_id indicators notice_id,indicator_id",
		"indicators notice_id,problem_id problems notice_id,problem_id",
		"indicators notice_id,measure_id measures notice_id,measure_id",
		"ledger notice_id notices notice_id",
		"ledger notice_id,problem_id problems notice_id,problem_id",
		"measures notice_id notices notice_id",
		"measures notice_id,problem_id problems notice_id,problem_id",
		"policies notice_id notices notice_id",
		"policies notice_id,problem_id problems notice_id,problem_id",
		"problems notice_id notices notice_id",
		"totals notice_id notices notice_id",
		"totals notice_id,total_id indicators notice_id,indicator_id",
	}
	if !slices.Equal(got, want) {
		t.Errorf("foreign keys\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if got := lines(t, db, "PRAGMA foreign_key_check"); got != nil {
		t.Errorf("broken keys %q", got)
	}
}

// TestBrokenKeys checks that foreign_key_check sees a key that names no row, and that it costs no dataset.
func TestBrokenKeys(t *testing.T) {
	n := modeltest.Notice("n1")
	n.Indicators[5].Problem, n.Policies[0].Problem = "p99", "p98"
	got := lines(t, open(t, write(t, n)), `SELECT "table", rowid, parent FROM pragma_foreign_key_check ORDER BY 1`)
	if !slices.Equal(got, []string{"indicators 6 problems", "policies 1 problems"}) {
		t.Errorf("broken keys %q", got)
	}
}

func TestIndexes(t *testing.T) {
	db := open(t, write(t, notices()...))
	got := lines(t, db, "SELECT name FROM sqlite_master WHERE type = 'index' AND tbl_name IN ('indicators', 'contacts', 'copies', 'problems', 'dictionary') AND sql IS NOT NULL ORDER BY name")
	if want := []string{"contacts_notice_id", "copies_notice_id", "indicators_measure_id", "indicators_metric", "indicators_problem_id"}; !slices.Equal(got, want) {
		t.Errorf("indexes %q, want %q", got, want)
	}
	for _, table := range modeltest.Tables() {
		leading := lines(t, db, "SELECT c.name FROM pragma_index_list(?) AS i, pragma_index_info(i.name) AS c WHERE c.seqno = 0", table.Name)
		if has(table, "notice_id") && !slices.Contains(leading, "notice_id") {
			t.Errorf("table %s: indexes of %q", table.Name, leading)
		}
	}
	if got := lines(t, db, "SELECT count(*) > 10 FROM sqlite_stat1"); !slices.Equal(got, []string{"1"}) {
		t.Error("the planner knows nothing of the tables")
	}
}

func TestSearch(t *testing.T) {
	db := open(t, write(t, notices()...))
	for _, test := range []struct {
		where, arg string
		want       []string
	}{
		{"text MATCH ?", `"第34项，购置校车"`, []string{"indicator n1 i35"}}, // the sentence of i70 too
		{"text MATCH ?", `"三年行动"`, []string{"policy n1 d1"}},
		{"text MATCH ?", `"n1第35项"`, []string{"measure n1 m36"}},
		{"text MATCH ?", `"学位"`, nil}, // two characters
		{"kind = 'policy' AND text LIKE ?", "%学位%", []string{"policy n1 d1"}},
		{"kind = 'indicator' AND text LIKE ?", "%车7%", []string{"indicator n1 i8"}},
		{"text MATCH ?", `"DROP TABLE"`, []string{"policy n2 d0"}},
		{"text LIKE ?", "%😀%", []string{"policy n2 d11"}},
	} {
		if got := lines(t, db, "SELECT kind, notice_id, record_id FROM search WHERE "+test.where, test.arg); !slices.Equal(got, test.want) {
			t.Errorf("%s %s: %q, want %q", test.where, test.arg, got, test.want)
		}
	}
	got := lines(t, db, "SELECT kind, count(*) FROM search GROUP BY kind")
	want := []string{"indicator 35", "measure 36", fmt.Sprint("policy ", len(hostile)), "problem 16"} // one of hostile is nothing, and n1 has one
	if !slices.Equal(got, want) {
		t.Errorf("texts %q, want %q", got, want)
	}
}

func TestIndicatorWide(t *testing.T) {
	n := modeltest.Notice("n1")
	n.Indicators[2].Problem, n.Indicators[2].Measure = "", ""
	db := open(t, write(t, n))
	got := lines(t, db, `SELECT indicator_id, value, title, issuer, issuer_type, region_code, province, prefecture, county, published, inspection_kind,
		inspection_level, inspection_round, url, problem_heading, measure_title FROM indicator_wide WHERE indicator_id IN ('i2', 'i3') ORDER BY indicator_id`)
	place := " 中共某某区委关于巡视整改进展情况的通报 中共某某区委 party_committee 440403 广东省 珠海市 斗门区 2021-05-07 巡视 province 十二届省委第六轮巡视 https://example.cn/n1 "
	want := []string{"i2 24978.12" + place + "关于“污水直排入河，黑臭水体整治进展缓慢，部分河段水质反弹”的问题 加快学校建设", "i3 -3.5" + place + "<nil> <nil>"}
	if !slices.Equal(got, want) {
		t.Errorf("%q\nwant %q", got, want)
	}
	if got := lines(t, db, "SELECT count(*) FROM indicator_wide"); !slices.Equal(got, []string{"70"}) {
		t.Errorf("%v rows", got)
	}
	keys := lines(t, db, "SELECT name FROM pragma_table_info('indicator_wide')")
	for _, c := range modeltest.Tables()[3].Columns {
		if !slices.Contains(keys, c.Key) {
			t.Errorf("indicator_wide lacks %s", c.Key)
		}
	}
}

// renamed returns a table that takes rows from no notice, with the given name and columns of text.
func renamed(name string, keys ...string) *model.Table {
	table, _ := model.Copies()
	table.Name, table.Columns = name, nil
	for _, key := range keys {
		table.Columns = append(table.Columns, model.Column{Key: key, Type: model.TypeString})
	}
	return table
}

func texts(values ...string) model.Row {
	var row model.Row
	for _, v := range values {
		row = append(row, model.Text(v))
	}
	return row
}

// TestDistrictMetric checks that the view has those of its columns which the comparison has.
func TestDistrictMetric(t *testing.T) {
	path := filepath.Join(t.TempDir(), File)
	w, err := New(path, []*model.Table{renamed("comparison", "notice_id", "other", "metric", "county", "value")})
	if err != nil {
		t.Fatal(err)
	}
	err = w.WriteRows("comparison", slices.Values([]model.Row{texts("n1", "x", "places", "斗门区", "7")}))
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	db := open(t, path)
	if got := lines(t, db, "SELECT * FROM district_metric"); !slices.Equal(got, []string{"斗门区 places 7 n1"}) {
		t.Errorf("rows %q", got)
	}
	if got := lines(t, db, "SELECT name FROM sqlite_master WHERE type = 'view'"); !slices.Equal(got, []string{"district_metric"}) {
		t.Errorf("views %q", got)
	}
	db = open(t, write(t))
	got, all := lines(t, db, "SELECT name FROM pragma_table_info('district_metric')"), schema(modeltest.Tables()).find("comparison")
	for _, key := range districtColumns {
		if has(all, key) != slices.Contains(got, key) {
			t.Errorf("district_metric has %q, and %s is wrong", got, key)
		}
	}
}

// TestHostileNames checks that names of tables and columns are quoted.
func TestHostileNames(t *testing.T) {
	keys := []string{`a"b`, "select", "x y", "); DROP TABLE dictionary; --", "列", "notice_id", "'"}
	name := `t"; DROP TABLE dictionary; --`
	path := filepath.Join(t.TempDir(), "a?b#c%20 数据.sqlite")
	w, err := New(path, []*model.Table{renamed(name, keys...)})
	if err != nil {
		t.Fatal(err)
	}
	err = w.WriteRows(name, slices.Values([]model.Row{texts(keys...)}))
	if err := errors.Join(err, w.Close()); err != nil {
		t.Fatal(err)
	}
	plain := filepath.Join(t.TempDir(), File)
	if err := os.Rename(path, plain); err != nil {
		t.Fatal(err)
	}
	checkRows(t, plain, renamed(name, keys...), []model.Row{texts(keys...)})
	if got := lines(t, open(t, plain), "SELECT count(*) FROM dictionary"); !slices.Equal(got, []string{strconv.Itoa(len(keys))}) {
		t.Errorf("dictionary of %v rows", got)
	}
}

// TestSound checks that the database is whole and is one file.
func TestSound(t *testing.T) {
	path := write(t, notices()...)
	db := open(t, path)
	if got := lines(t, db, "PRAGMA integrity_check"); !slices.Equal(got, []string{"ok"}) {
		t.Errorf("integrity %q", got)
	}
	if got := lines(t, db, "SELECT count(*) FROM pragma_freelist_count WHERE freelist_count > 0"); !slices.Equal(got, []string{"0"}) {
		t.Error("the file has empty pages")
	}
	entries, err := os.ReadDir(filepath.Dir(path))
	if err != nil || len(entries) != 1 {
		t.Errorf("files %v, %v", entries, err)
	}
}

// TestWriteRows reads back what was added to a table that takes no rows from notices, of notices that are not there.
func TestWriteRows(t *testing.T) {
	path := filepath.Join(t.TempDir(), File)
	w, err := New(path, modeltest.Tables())
	if err != nil {
		t.Fatal(err)
	}
	copies, print := model.Copies()
	rows := slices.Collect(print(slices.Values([]model.Copy{
		{Notice: "n2", Path: "=b", Leading: "n1", LeadingPath: "a", Similarity: model.NewDecimal(975, 1)}, {Notice: "n2", Path: hostile[0], Leading: "n3"},
	})))
	if err := errors.Join(w.WriteRows("copies", slices.Values(rows[:1])), w.WriteRows("copies", slices.Values(rows[1:]))); err != nil {
		t.Fatal(err)
	}
	if err := w.WriteRows("other", slices.Values(rows)); err == nil || err.Error() != "sqlite: no table other" {
		t.Errorf("a table that is not there takes rows: %v", err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	checkRows(t, path, copies, rows)
	if got := lines(t, open(t, path), "PRAGMA foreign_key_check"); got != nil {
		t.Errorf("broken keys %q", got)
	}
}

func TestSameBytes(t *testing.T) {
	many := notices()
	for i := range 50 {
		many = append(many, modeltest.Notice("m"+strconv.Itoa(i)))
	}
	a, err := os.ReadFile(write(t, many...))
	b, err2 := os.ReadFile(write(t, many...))
	if err := errors.Join(err, err2); err != nil || !bytes.Equal(a, b) {
		t.Errorf("two runs differ: %d and %d bytes, %v", len(a), len(b), err)
	}
}

// TestOverwrite checks that nothing of an earlier file stays.
func TestOverwrite(t *testing.T) {
	path := write(t, notices()...)
	w, err := New(path, modeltest.Tables())
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if got := lines(t, open(t, path), "SELECT count(*) FROM notices"); !slices.Equal(got, []string{"0"}) {
		t.Errorf("%v notices", got)
	}
}

func TestErrors(t *testing.T) {
	if _, err := New(filepath.Join(t.TempDir(), "none", File), modeltest.Tables()); err == nil || !strings.HasPrefix(err.Error(), "sqlite: ") {
		t.Errorf("error %v", err)
	}
	if _, err := New(filepath.Join(t.TempDir(), File), append(modeltest.Tables(), modeltest.Tables()[0])); err == nil || !strings.Contains(err.Error(), "table notices: ") {
		t.Errorf("error %v", err)
	}
	broken := make(model.Row, len(modeltest.Tables()[0].Columns))
	broken[modeltest.Tables()[0].Index("problems")] = model.Number(model.NewDecimal(15, 1))
	for name, test := range map[string]struct {
		write func(w *Writer) error
		want  string
	}{
		"a key twice": {func(w *Writer) error {
			return errors.Join(modeltest.Add(w, modeltest.Notice("n1")), modeltest.Add(w, modeltest.Notice("n1")))
		}, "sqlite: notice n1: notices: "},
		"no key":     {func(w *Writer) error { return modeltest.Add(w, &model.Notice{}) }, "sqlite: notice : notices: "},
		"no integer": {func(w *Writer) error { return w.WriteRows("notices", slices.Values([]model.Row{broken})) }, "sqlite: notices: column problems: "},
	} {
		t.Run(name, func(t *testing.T) {
			w, err := New(filepath.Join(t.TempDir(), File), modeltest.Tables())
			if err != nil {
				t.Fatal(err)
			}
			if err := test.write(w); err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("error %v, want %s", err, test.want)
			}
			if err := w.Close(); err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("Close returns %v", err)
			}
		})
	}
}

// TestShell opens the database with SQLite's own program.
func TestShell(t *testing.T) {
	shell, err := exec.LookPath("sqlite3")
	if err != nil {
		t.Skip("the command sqlite3 is not installed")
	}
	out, err := exec.Command(shell, write(t, notices()...), `PRAGMA integrity_check; PRAGMA foreign_key_check; INSERT INTO search(search) VALUES ('integrity-check');
		SELECT count(*) FROM indicator_wide; SELECT record_id FROM search WHERE text MATCH '"三年行动"';
		SELECT record_id FROM search WHERE kind = 'policy' AND text LIKE '%学位%'`).CombinedOutput()
	if got := string(out); err != nil || got != "ok\n70\nd1\nd1\n" {
		t.Errorf("%q, %v", got, err)
	}
}

func BenchmarkWrite(b *testing.B) {
	rows := 0
	for _, t := range modeltest.Tables() {
		rows += len(modeltest.Rows(t, modeltest.Notice("n")))
	}
	w, err := New(filepath.Join(b.TempDir(), File), modeltest.Tables())
	if err != nil {
		b.Fatal(err)
	}
	written := 0
	for b.Loop() {
		written++
		if err := modeltest.Add(w, modeltest.Notice("n"+strconv.Itoa(written))); err != nil {
			b.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		b.Fatal(err)
	}
	b.ReportMetric(float64(rows*written)/b.Elapsed().Seconds(), "rows/s")
}
