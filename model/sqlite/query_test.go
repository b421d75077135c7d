package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"zhenggai/model"
)

// TestVersion opens databases of another version of the format, and of another program.
func TestVersion(t *testing.T) {
	if want := fmt.Sprintf("zhenggai/notice/v%d", Layout); model.SchemaName != want {
		t.Errorf("the format is %s: Layout has to follow it", model.SchemaName)
	}
	for _, test := range []struct {
		of, layout int
		opens      bool
	}{{ApplicationID, Layout, true}, {ApplicationID, Layout - 1, false}, {ApplicationID, Layout + 1, false}, {0, 0, true}, {7, 1, true}} {
		path := filepath.Join(t.TempDir(), "a.sqlite")
		db, err := sql.Open("sqlite", address(path))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(fmt.Sprintf("PRAGMA application_id = %d; PRAGMA user_version = %d; CREATE TABLE t (a)", test.of, test.layout)); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		r, err := Open(path)
		if old, ok := errors.AsType[*model.VersionError](err); (err == nil) != test.opens || !test.opens && (!ok || old.Schema == model.SchemaName) {
			t.Errorf("%d %d: %v", test.of, test.layout, err)
		}
		if err == nil {
			if err := r.Close(); err != nil {
				t.Error(err)
			}
		}
	}
}

func TestQuery(t *testing.T) {
	path := filepath.Join(t.TempDir(), "数据 #1?.sqlite")
	db, err := sql.Open("sqlite", address(path))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := db.Exec(`create table t (a text, b real, c integer); insert into t values ('学位', 2.5, 3), (null, null, 9)`); err != nil {
		t.Fatal(err)
	}
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	r, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	var got []string
	line := func(values []any) error { got = append(got, fmt.Sprint(values...)); return nil }
	head := func(columns []string) error { got = append(got, strings.Join(columns, " ")); return nil }
	if err := r.Query(t.Context(), `select * from t order by c`, head, line); err != nil {
		t.Fatal(err)
	}
	if s := strings.Join(got, "|"); s != "a b c|学位2.5 3|<nil> <nil> 9" {
		t.Errorf("answered %s", s)
	}
	for _, statement := range []string{`select nothing from t`, `selec`} {
		if err := r.Query(t.Context(), statement, head, line); err == nil {
			t.Errorf("%s was carried out", statement)
		}
	}
	stop := errors.New("stop")
	if err := r.Query(t.Context(), `select 1`, head, func([]any) error { return stop }); !errors.Is(err, stop) {
		t.Errorf("the error of a row gives %v", err)
	}
	if _, err := Open(path + "none"); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a database that is not there gives %v", err)
	}
}

// question opens a database with a table, a table of words and a view, and returns what carries a statement out over it and counts
// the lines of the answer.
func question(t *testing.T) (ask func(context.Context, string) (int, error), dir string) {
	t.Helper()
	dir = t.TempDir()
	path := filepath.Join(dir, "a.sqlite")
	db, err := sql.Open("sqlite", address(path))
	if err != nil {
		t.Fatal(err)
	}
	_, err = db.Exec(`create table t (a text); insert into t values ('公办学位'), ('x'); create virtual table words using fts5 (a, tokenize = 'trigram');
		insert into words select a from t; create view v as select upper(a) as a from t`)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	r, err := Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return func(ctx context.Context, statement string) (lines int, err error) {
		err = r.Query(ctx, statement, func([]string) error { return nil }, func([]any) error { lines++; return nil })
		return lines, err
	}, dir
}

// TestQueryReads asks in all ways that a question may take.
func TestQueryReads(t *testing.T) {
	ask, _ := question(t)
	for statement, want := range map[string]int{
		`select * from t`: 2, `select a from v where a = 'X';`: 1, `select a from words where words match '公办学'`: 1,
		`with recursive c(x) as (select 1 union all select x + 1 from c where x < 5) select x from c`: 5,
		`select ';' /* ; */ -- ;`: 1, `PRAGMA table_info(t)`: 1, `select name from pragma_table_info('t')`: 1, `pragma user_version`: 1,
		`explain query plan select * from t`: 1, `select a, count(*) from t group by a order by a desc`: 2,
	} {
		if got, err := ask(t.Context(), statement); err != nil || got != want {
			t.Errorf("%s: %d lines, want %d, %v", statement, got, want, err)
		}
	}
}

// TestQueryChangesNothing asks for changes of every kind: none is made, neither in the database nor beside it.
func TestQueryChangesNothing(t *testing.T) {
	ask, dir := question(t)
	t.Chdir(dir)
	before, err := os.ReadFile("a.sqlite")
	if err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`vacuum into 'b.sqlite'`, `vacuum`, `attach 'b.sqlite' as b`, `attach ':memory:' as b`, `create table u (a)`, `create temp table u (a)`,
		`create table u as select 1`, `create view w as select 1`, `create temp view w as select 1`, `create index i on t (a)`, `drop table t`,
		`alter table t add column b`, `insert into t values (1)`, `insert into t select 1 returning a`, `replace into t values (1)`, `update t set a = 1`,
		`delete from t`, `insert into words (words) values ('optimize')`, `insert into words values ('x')`, `pragma writable_schema = 1`,
		`pragma journal_mode = wal`, `pragma query_only = 0`, `PRAGMA main.user_version(5)`, `pragma temp_store_directory = '.'`, `analyze`, `reindex`, `begin`,
		`savepoint s`, `detach main`,
	} {
		if _, err := ask(t.Context(), statement); !errors.Is(err, ErrChange) {
			t.Errorf("%s: %v, want ErrChange", statement, err)
		}
	}
	for _, statement := range []string{`select load_extension('x')`, `select 1; delete from t`, `pragma optimize`, `pragma incremental_vacuum`} {
		if _, err := ask(t.Context(), statement); err == nil {
			t.Errorf("%s was carried out", statement)
		}
	}
	after, err := os.ReadFile("a.sqlite")
	files, globbed := filepath.Glob("*")
	if err := errors.Join(err, globbed); err != nil || string(before) != string(after) || len(files) != 1 {
		t.Errorf("the database is as it was: %v; beside it lies %v, %v", string(before) == string(after), files, err)
	}
}

// TestQueryOnce refuses a second statement, which alone would be answered.
func TestQueryOnce(t *testing.T) {
	for statement, want := range map[string]bool{
		`select 1`: false, `select 1;`: false, "select 1 ; -- a; b\n/* ; */ ;": false, `select ';', "a;", [b;c], ` + "`;`": false, `select 'it''s; '`: false, ``: false,
		`select 1; select 2`: true, `; select 1`: true, `select 1; /* x */ y`: true, `select '; -- '; x`: true, `select 1 /* ; ; `: false,
	} {
		if got := more(statement); got != want {
			t.Errorf("%s: more statements: %v, want %v", statement, got, want)
		}
	}
}

// TestQueryEnds ends statements that would go on for ever: before their first line, and in the middle of the answer.
func TestQueryEnds(t *testing.T) {
	ask, _ := question(t)
	for statement, answers := range map[string]bool{
		`with recursive c(x) as (select 1 union all select x + 1 from c) select max(x) from c`: false,
		`with recursive c(x) as (select 1 union all select x + 1 from c) select x from c`:      true,
	} {
		ctx, stop := context.WithTimeout(t.Context(), 200*time.Millisecond)
		began := time.Now()
		lines, err := ask(ctx, statement)
		if took := time.Since(began); !errors.Is(err, context.DeadlineExceeded) || took > 20*time.Second || (lines > 0) != answers {
			t.Errorf("%s: %v after %v with %d lines", statement, err, took, lines)
		}
		stop()
	}
	if lines, err := ask(t.Context(), `select * from t`); err != nil || lines != 2 {
		t.Errorf("the next statement: %d lines, %v", lines, err)
	}
}
