package model

import (
	"slices"
	"testing"
)

func TestCell(t *testing.T) {
	tests := []struct {
		name   string
		cell   Cell
		empty  bool
		zh, en string
	}{
		{"zero", Cell{}, true, "", ""},
		{"no text", Text(""), true, "", ""},
		{"text", Text("学位"), false, "学位", "学位"},
		{"named", Named(Label{"学位", "places"}), false, "学位", "places"},
		{"named in Chinese only", Named(Label{"学位", ""}), false, "学位", "学位"},
		{"without a name", Named(Label{}), true, "", ""},
		{"nought", Number(Int(0)), false, "0", "0"},
		{"number", Number(NewDecimal(-350, 2)), false, "-3.5", "-3.5"},
		{"true", Flag(true), false, "true", "true"},
		{"false", Flag(false), false, "false", "false"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			c := test.cell
			if c.Empty() != test.empty || c.String() != test.zh || c.In("zh") != test.zh || c.In("en") != test.en {
				t.Errorf("empty %v, text %q, zh %q, en %q", c.Empty(), c.String(), c.In("zh"), c.In("en"))
			}
		})
	}
	if got := Number(NewDecimal(-350, 2)).Decimal(); got != NewDecimal(-35, 1) {
		t.Errorf("Decimal() = %v", got)
	}
}

func TestTableIndex(t *testing.T) {
	table := measureTable(Names{})
	if i := table.Index("problem_id"); table.Columns[i].Key != "problem_id" {
		t.Errorf("Index(problem_id) = %d, which is %s", i, table.Columns[i].Key)
	}
	defer func() {
		if recover() == nil {
			t.Error("no panic for a column that is not there")
		}
	}()
	table.Index("colour")
}

// TestTableRowsStop checks that a reader may stop early.
func TestTableRowsStop(t *testing.T) {
	count := 0
	for range measureTable(Names{}).Rows(fullNotice()) {
		count++
		break
	}
	if count != 1 {
		t.Errorf("%d rows after a break", count)
	}
}

// TestTableRowsApart checks that rows may be kept: a writer looks ahead.
func TestTableRowsApart(t *testing.T) {
	rows := slices.Collect(measureTable(Names{}).Rows(fullNotice()))
	if len(rows) != 2 || rows[0][1].String() != "m1" || rows[1][1].String() != "m2" {
		t.Errorf("rows %v", rows)
	}
}
