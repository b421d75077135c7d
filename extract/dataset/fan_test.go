package dataset

import (
	"errors"
	"fmt"
	"iter"
	"strings"
	"testing"

	"zhenggai/model"
)

// A listener is a writer that keeps what it gets.
type listener struct {
	notices []string
	first   []*model.Cell // the first cell of each notice's first row
	rows    []string
	fails   string // the notice or table that it fails at
}

func (l *listener) Write(n *model.Notice, rows [][]model.Row) error {
	l.notices, l.first = append(l.notices, n.ID), append(l.first, &rows[0][0][0])
	return l.at(n.ID)
}

func (l *listener) WriteRows(table string, rows iter.Seq[model.Row]) error {
	for row := range rows {
		l.rows = append(l.rows, table+" "+row[0].String())
	}
	return l.at(table)
}

func (l *listener) at(what string) error {
	if what == l.fails {
		return errors.New("full at " + what)
	}
	return nil
}

func (*listener) Close() error { return nil }

// TestFan insists that all writers get the notices in their order with the very same rows, and that these are counted.
func TestFan(t *testing.T) {
	var a, b listener
	f := fan{model.Tables(model.Names{}), newLanes(t.Context(), []model.Writer{&a, &b}), map[string]int{}}
	want := ""
	for i := range 50 {
		n := &model.Notice{ID: fmt.Sprint("n", i), Problems: make([]model.Problem, i%3)}
		want += n.ID + " "
		if err := f.Write(n); err != nil {
			t.Fatal(err)
		}
	}
	err := errors.Join(f.lanes.Give(load{table: "topics", rows: []model.Row{{model.Text("x")}}}), f.lanes.End())
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range []*listener{&a, &b} {
		if got := strings.Join(l.notices, " ") + " "; got != want || strings.Join(l.rows, ",") != "topics x" {
			t.Errorf("a writer gets %s and %v", got, l.rows)
		}
	}
	for i := range a.first {
		if a.first[i] != b.first[i] {
			t.Fatalf("notice %d has other rows for each writer", i)
		}
	}
	if f.rows["notices"] != 50 || f.rows["problems"] != 49 || f.rows["copies"] != 0 {
		t.Errorf("it counts %v", f.rows)
	}
}

// TestFanFails insists that an error of one writer comes back, once, and that the others are not left waiting.
func TestFanFails(t *testing.T) {
	for _, fails := range []string{"n3", "topics"} {
		a, b := listener{}, listener{fails: fails}
		f := fan{model.Tables(model.Names{}), newLanes(t.Context(), []model.Writer{&a, &b}), map[string]int{}}
		var err error
		for i := 0; err == nil && i < 50; i++ {
			err = f.Write(&model.Notice{ID: fmt.Sprint("n", i)})
		}
		if err == nil {
			err = f.lanes.Give(load{table: "topics"})
		}
		if err == nil {
			err = f.lanes.End()
		}
		if err == nil || err.Error() != "full at "+fails {
			t.Errorf("error %v", err)
		}
		if fails == "n3" && len(b.notices) != 4 {
			t.Errorf("after its error a writer gets %v", b.notices)
		}
	}
}
