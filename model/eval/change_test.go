package eval

import (
	"os"
	"path/filepath"
	"slices"
	"testing"

	"zhenggai/model"
)

// judged returns the hits, missed and extra of a kind.
func judged(r *Report, kind string) [3]int {
	k := r.Kind(kind)
	return [3]int{k.Hit, k.Missed, k.Extra}
}

// TestChanges judges what is annotated of mentions in a table.
func TestChanges(t *testing.T) {
	const text = "治理率由2021年的51%提高到78%，新增床位30张。"
	runes := []rune(text)
	indicator := func(id, said string, more model.Indicator) model.Indicator {
		for at := range runes {
			if end := at + len([]rune(said)); end <= len(runes) && string(runes[at:end]) == said {
				more.ID, more.Text, more.Span = id, said, model.Span{at, end}
				return more
			}
		}
		t.Fatal(said)
		return more
	}
	n := &model.Notice{Text: text, Indicators: []model.Indicator{
		indicator("i1", "51%", model.Indicator{Period: "2021"}),
		indicator("i2", "78%", model.Indicator{Change: model.ChangeIncreaseTo, From: "i1", Period: "2021"}),
		indicator("i3", "30张", model.Indicator{}),
	}}
	g := &Gold{Kind: model.KindRectification, Changes: []Change{
		{Quote: "年的【51%】", Period: "2021"},
		{Quote: "到【78%】", Change: model.ChangeIncreaseTo, From: "51%"},
		{Quote: "床位【30张】", Change: model.ChangeIncrease},
		{Quote: "学位【30个】", Change: model.ChangeIncrease},
	}}
	r := Compare(g, n)
	for kind, want := range map[string][3]int{"indicator_change": {1, 1, 0}, "indicator_from": {1, 0, 0}, "indicator_period": {1, 0, 1}} {
		if got := judged(r, kind); got != want {
			t.Errorf("%s: %v, want %v", kind, got, want)
		}
	}
}

// TestCells judges the cells of a comparison: what is planned is no value, and what is open is missed where there is one.
func TestCells(t *testing.T) {
	value := func(i int64) *model.Decimal { d := model.Int(i); return &d }
	g := &Gold{Cells: []Cell{{"a", "个", value(5)}, {"b", "个", value(5)}, {"c", "个", nil}, {"d", "个", nil}, {"e", "个", value(5)}, {"a", "人", value(7)}}}
	r := newReport("")
	r.JudgeCells(g, []model.Comparison{
		{Metric: "a", Unit: "个", Value: value(5)},
		{Metric: "a", Unit: "人", Value: value(8)},
		{Metric: "b", Unit: "个"},
		{Metric: "c", Unit: "个"},
		{Metric: "d", Unit: "个", Value: value(9)},
		{Metric: "e", Unit: "个", Value: value(5), Status: model.StatusPlanned},
	})
	if got := judged(r, "cells"); got != [3]int{1, 3, 2} {
		t.Errorf("%v", got)
	}
}

// TestTables reads the tables beside an annotation.
func TestTables(t *testing.T) {
	dir := t.TempDir()
	write := func(name, content string) {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write("a.json", `{"document": "a.txt", "kind": "rectification"}`)
	write(changesFile, "# head\na.txt\t到【78%】\tincrease_to\t51%\t2021\nb.txt\t到【7%】\t\t\t\n")
	write(cellsFile, "# head\na.txt\tm\t个\t12.5\na.txt\tm\t人\topen\n")
	golds, err := ReadGoldFiles(dir)
	if err != nil {
		t.Fatal(err)
	}
	g := golds[0]
	if !slices.Equal(g.Changes, []Change{{"到【78%】", model.ChangeIncreaseTo, "51%", "2021"}}) || len(g.Cells) != 2 || g.Cells[0].Value.String() != "12.5" || g.Cells[1].Value != nil {
		t.Errorf("%+v", g)
	}
	for _, wrong := range []string{"a.txt\tm\t个\n", "a.txt\tm\t个\tmany\n"} {
		write(cellsFile, wrong)
		if _, err := ReadGoldFiles(dir); err == nil {
			t.Errorf("%q was read", wrong)
		}
	}
}
