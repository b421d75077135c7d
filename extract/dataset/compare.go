package dataset

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"

	"zhenggai/extract/rules"
	"zhenggai/model"
	"zhenggai/model/compare"
	"zhenggai/model/jsonl"
)

// CompareOptions are what the rules say about how values compare.
func CompareOptions(set *rules.Set) compare.Options {
	same := map[compare.Unit]string{}
	for u, other := range set.SameUnits() {
		same[compare.Unit(u)] = other
	}
	due, done := set.Progress()
	return compare.Options{
		Counts: set.Counts(), Same: same, Parents: set.Parents(), Due: due, Done: done, Rates: set.Rates(), Whole: set.Quantities.Words("overall"), Rest: set.Quantities.Words("rest"),
		Found: set.Quantities.Words("gathers"),
		Then:  set.Quantities.Words("then"), Since: set.Quantities.Words("since_after"),
		Additive: func(u compare.Unit) bool { return set.Additive(u.Metric, u.Unit) },
	}
}

// copiesTable is the table of notices that were published more than once.
const copiesTable = "copies"

const (
	matrixLines   = 5000 // of the matrix in a workbook
	matrixSeries  = 60
	rankings      = 6  // charts of districts in a workbook
	rankedBodies  = 15 // of each
	leastCompared = 3  // districts that make a ranking
)

// A viewer is a writer that also shows districts side by side, as a workbook does.
type viewer interface {
	AddTable(t *model.Table, rows iter.Seq[model.Row]) error
	AddRanking(title model.Label, r model.Ranking)
}

// view shows the matrix and the rankings of what was compared.
func view(to viewer, m *compare.Matrix, names model.Names) error {
	series := m.Series(matrixSeries)
	shown := 0
	for _, s := range series {
		if r := m.Ranking(s, rankedBodies); shown < rankings && len(r.Names) >= leastCompared {
			to.AddRanking(s.Title(names), r)
			shown++
		}
	}
	table, rows := model.Matrix(names, series)
	return to.AddTable(table, rows(m.Rows(series)))
}

// batchRows is how many rows of a comparison go to the writers at a time.
const batchRows = 1000

// telling turns what a comparison tells into rows of its tables, and hands them on some at a time.
type telling struct {
	to   func(table string, rows []model.Row) error
	rows map[string][]model.Row
}

// Compare tells how the notices of a collector compare as rows of the tables of a dataset, or only of some, and adds them to a
// matrix. copies are ids of notices that do not count.
func Compare(c *compare.Collector, names model.Names, copies map[string]bool, matrix *compare.Matrix, to func(table string, rows []model.Row) error, only ...string) error {
	t := &telling{to: to, rows: map[string][]model.Row{}}
	report := compare.Report{
		District: printer(t, only, model.Districts, names), Comparison: printer(t, only, model.Comparisons, names),
		Topic: printer(t, only, model.TopicShares, names), Problem: printer(t, only, model.CommonProblems, names), Group: printer(t, only, model.GroupFigures, names),
	}
	print := report.Comparison
	report.Comparison = func(c *model.Comparison) error {
		matrix.Add(c)
		if print == nil {
			return nil
		}
		return print(c)
	}
	if err := c.Tell(copies, report); err != nil {
		return err
	}
	for _, table := range model.Tables(names) {
		if rows := t.rows[table.Name]; len(rows) > 0 {
			if err := to(table.Name, rows); err != nil {
				return err
			}
		}
	}
	return nil
}

// printer returns a function that adds a record to its table, or nil where that is not wanted.
func printer[R any](t *telling, only []string, of func(model.Names) (*model.Table, func(iter.Seq[R]) iter.Seq[model.Row]), names model.Names) func(*R) error {
	table, rows := of(names)
	if len(only) > 0 && !slices.Contains(only, table.Name) {
		return nil
	}
	return func(r *R) error {
		t.rows[table.Name] = slices.AppendSeq(t.rows[table.Name], rows(slices.Values([]R{*r})))
		if len(t.rows[table.Name]) < batchRows {
			return nil
		}
		full := t.rows[table.Name]
		t.rows[table.Name] = nil
		return t.to(table.Name, full)
	}
}

// figures is a notice without the long texts that a comparison does not need. The fields take the place of those of the same
// name.
type figures struct {
	model.Notice
	Text        jsonl.Passed `json:"text"`
	Sections    jsonl.Passed `json:"sections"`
	Policies    jsonl.Passed `json:"policies"`
	Contacts    jsonl.Passed `json:"contacts"`
	Diagnostics jsonl.Passed `json:"diagnostics"`
}

// Collect reads the notices of a dataset to be compared, and which of them are copies. The collector must be closed.
func Collect(dir string, opts compare.Options) (*compare.Collector, map[string]bool, error) {
	c, err := compare.New(opts)
	if err != nil {
		return nil, nil, err
	}
	copies, err := Read(dir, c.Write)
	if err != nil {
		return nil, nil, errors.Join(err, c.Close())
	}
	return c, copies, nil
}

// Read reads the notices of a dataset without their long texts, and which of them are copies.
func Read(dir string, write func(*model.Notice) error) (copies map[string]bool, err error) {
	for n, err := range jsonl.ReadAs[figures](filepath.Join(dir, jsonl.File)) {
		if err == nil {
			err = write(&n.Notice)
		}
		if err != nil {
			return nil, err
		}
	}
	return readCopies(filepath.Join(dir, copiesTable+".ndjson"))
}

// readCopies returns the ids of notices that are copies of others. A dataset of an older version has no such file.
func readCopies(file string) (map[string]bool, error) {
	f, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	left := map[string]bool{}
	for d := json.NewDecoder(f); ; {
		var c struct {
			Notice string `json:"notice_id"`
			Role   string `json:"role"`
		}
		switch err := d.Decode(&c); {
		case errors.Is(err, io.EOF):
			return left, nil
		case err != nil:
			return nil, fmt.Errorf("%s: %w", file, err)
		case c.Role == "copy":
			left[c.Notice] = true
		}
	}
}
