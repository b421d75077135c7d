package sqlite

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

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
	for _, statement := range []string{`delete from t`, `create table u (a)`, `select nothing from t`, `selec`} {
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
