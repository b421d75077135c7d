package extract_test

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"zhenggai/extract"
	"zhenggai/extract/dataset"
	"zhenggai/extract/rules"
	"zhenggai/extract/source"
	"zhenggai/model"
	"zhenggai/model/compare"
	"zhenggai/model/eval"
)

// least are the scores that the annotated notices must reach.
var least = map[string]float64{
	"metadata": 0.97, "aspects": 0.95, "problems": 0.97, "problem_name": 0.97, "measures": 0.97, "policies": 0.97, "contacts": 0.97,
	"indicator_change": 0.92, "indicator_from": 0.97, "indicator_period": 0.7, // of the tables of changes
	"totals": 0.95, "indicators": 0.97, "indicator_problem": 0.95, "indicator_metric": 0.95, "indicator_status": 0.97,
	"indicator_traps": 1, "contact_traps": 1,
}

// leastUnseen are the scores that the notices must reach whose annotations stand as their authors left them. These gave many a quantity no
// name that has one, and each drew the line of a status somewhere else.
var leastUnseen = map[string]float64{
	"metadata": 0.97, "aspects": 0.97, "problems": 0.99, "problem_name": 0.99, "measures": 0.99, "policies": 0.99, "contacts": 0.97,
	"indicator_change": 0.97, "indicator_from": 0.97, "indicator_period": 0.9,
	"totals": 0.87, "indicators": 0.99, "indicator_problem": 0.99, "indicator_metric": 0.78, "indicator_status": 0.96,
	"indicator_traps": 0.99, "contact_traps": 0.98,
}

// readAnnotated returns the document of an annotation.
func readAnnotated(t *testing.T, name string) source.Document {
	t.Helper()
	for _, dir := range []string{filepath.Join("..", "testdata", "gold"), filepath.Join("..", "testdata", "unseen"), filepath.Join("..", "seeds")} {
		if data, err := os.ReadFile(filepath.Join(dir, name)); err == nil {
			return source.Document{Path: name, Data: data}
		}
	}
	t.Fatalf("no document %s beside its annotation or in seeds", name)
	return source.Document{}
}

// leastCells is the share of the published values of a comparison that must be right, and leastPublished that of the stated values that must be published.
const leastCells, leastPublished = 0.98, 0.94

func TestAnnotatedNotices(t *testing.T) {
	gold, unseen := scores(t, "gold", least), scores(t, "unseen", leastUnseen)
	both := eval.Sum([]*eval.Report{gold, unseen})
	if k := both.Kind("cells"); k.Precision() < leastCells || k.Recall() < leastPublished {
		t.Errorf("cells of the comparison: precision %.3f, recall %.3f", k.Precision(), k.Recall())
	}
	for _, name := range []string{"README.md", "README.zh-CN.md"} {
		readme, err := os.ReadFile(filepath.Join("..", name))
		if err != nil {
			t.Fatal(err)
		}
		for _, row := range slices.Concat(shownScores(gold), shownScores(unseen), shownChanges(gold, unseen, both)) {
			if !slices.ContainsFunc(strings.Split(string(readme), "\n"), func(line string) bool { return shows(line, row) }) {
				t.Errorf("%s: no row of the tables shows %q", name, row)
			}
		}
	}
}

// shownScores returns what the rows of a table of the READMEs say of the program as it is now: the numbers of a row's first and
// third column.
func shownScores(sum *eval.Report) [][]string {
	metric, status, indicators := sum.Kind("indicator_metric"), sum.Kind("indicator_status"), sum.Kind("indicators")
	f1 := func(kind string) string { return sum.Kind(kind).F1Text() }
	return [][]string{
		{f1("problems"), f1("measures")},
		{f1("indicators")},
		{metric.PrecisionText(), metric.RecallText(), metric.F1Text()},
		{fmt.Sprint(status.Hit + status.Missed), fmt.Sprint(indicators.Hit + indicators.Missed), f1("indicator_status")},
		{f1("totals")},
		{f1("policies"), f1("contacts"), f1("metadata")},
	}
}

// shownChanges returns what the table of changes and cells shows: precision and recall of either folder, and of both.
func shownChanges(gold, unseen, both *eval.Report) [][]string {
	var rows [][]string
	for _, kind := range []string{"indicator_change", "indicator_from", "indicator_period", "cells"} {
		row := []string{}
		for _, sum := range []*eval.Report{gold, unseen, both} {
			row = append(row, sum.Kind(kind).PrecisionText(), sum.Kind(kind).RecallText())
		}
		rows = append(rows, row)
	}
	return rows
}

// number is one of a table: a score or a count.
var number = regexp.MustCompile(`\d[\d.]*`)

// shows reports whether a row of a table has exactly these numbers in its first and third column, the first two of three counts in
// either order.
func shows(row string, numbers []string) bool {
	cells := strings.Split(row, "|")
	if len(cells) < 4 {
		return false
	}
	first := number.FindAllString(strings.ReplaceAll(cells[1], "F1", ""), -1)
	slices.SortFunc(first, func(a, b string) int { return cmp.Or(len(a)-len(b), strings.Compare(a, b)) })
	rest := number.FindAllString(strings.Join(cells[2:], " "), -1)
	return slices.Equal(slices.Concat(first, number.FindAllString(cells[3], -1)), numbers) || slices.Equal(rest, numbers)
}

// scores compares the notices of a folder of testdata with their annotations.
func scores(t *testing.T, folder string, least map[string]float64) *eval.Report {
	t.Helper()
	golds, err := eval.ReadGoldFiles(filepath.Join("..", "testdata", folder))
	if err != nil {
		t.Fatal(err)
	}
	var x extract.Extractor
	var reports []*eval.Report
	for _, g := range golds {
		n, err := x.Extract(readAnnotated(t, g.Document))
		if err != nil {
			t.Fatal(err)
		}
		for _, err := range g.Check(n.Text) {
			t.Logf("%s: %v", g.Document, err) // a doubtful annotation, not a failure of the program
		}
		r := eval.Compare(g, n)
		r.JudgeCells(g, cellsOf(t, n))
		reports = append(reports, r)
	}
	sum := eval.Sum(reports)
	for kind, f1 := range least {
		if k := sum.Kind(kind); k.F1() < f1 {
			t.Errorf("%s: %s: F1 %.3f is below %v", folder, kind, k.F1(), f1)
		}
	}
	if t.Failed() {
		if err := eval.Print(os.Stderr, reports, eval.Options{}); err != nil {
			t.Error(err)
		}
	}
	return sum
}

// cellsOf returns the cells that a comparison of a notice alone has.
func cellsOf(t *testing.T, n *model.Notice) []model.Comparison {
	t.Helper()
	c, err := compare.New(dataset.CompareOptions(rules.Default()))
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	var cells []model.Comparison
	err = errors.Join(c.Write(n), c.Tell(nil, compare.Report{Comparison: func(cell *model.Comparison) error {
		cells = append(cells, *cell)
		return nil
	}}))
	if err != nil {
		t.Fatal(err)
	}
	return cells
}

// TestAnnotate compares notices with the annotations that come of them: all that they say must be found again.
func TestAnnotate(t *testing.T) {
	golds, err := eval.ReadGoldFiles(filepath.Join("..", "testdata", "gold"))
	if err != nil {
		t.Fatal(err)
	}
	var x extract.Extractor
	for _, g := range golds {
		n, err := x.Extract(readAnnotated(t, g.Document))
		if err != nil {
			t.Fatal(err)
		}
		own := eval.Annotate(n)
		for _, err := range own.Check(n.Text) {
			t.Errorf("%s: %v", g.Document, err)
		}
		for _, kind := range eval.KindNames() {
			if k := eval.Compare(own, n).Kind(kind); k.Missed > 0 || k.Extra > 0 {
				t.Errorf("%s: %s: %d missed and %d extra of its own", g.Document, kind, k.Missed, k.Extra)
			}
		}
	}
}
