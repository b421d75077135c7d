package main

import (
	"bufio"
	"cmp"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/mattn/go-runewidth"
	"github.com/spf13/cobra"

	"zhenggai/extract/dataset"
	"zhenggai/extract/rules"
	"zhenggai/model"
	"zhenggai/model/compare"
	"zhenggai/model/csvdir"
	"zhenggai/model/jsonl"
)

// compareFlags are the flags of zhenggai compare.
type compareFlags struct {
	view       string
	by         string
	metrics    []string
	all        bool
	population string
	format     string
	lang       string
	rules      string
}

// A comparisonView shows a table, as text only some of its columns.
type comparisonView struct {
	name, table, meaning string
	columns              []string
}

var comparisonViews = []comparisonView{
	{"matrix", "matrix", "a line for each district or other body, a column for each metric", nil},
	{"cells", "comparison", "each value with the rule by which it was chosen, and its evidence", []string{
		"county", "issuer", "year", "metric_name", "basis", "value", "unit", "per_1000", "choice", "status", "period", "before", "candidates", "text",
	}},
	{"districts", "districts", "problems, measures and days to publication of each notice", []string{
		"province", "county", "issuer", "year", "days", "problems", "measures", "measures_per_problem", "indicators", "named", "population",
	}},
	{"topics", "topics", "problems of each notice by topic", []string{"county", "issuer", "year", "topic_name", "problems", "share", "measures", "heading"}},
	{"problems", "common_problems", "the most common topics, with examples", []string{
		"topic_name", "notices", "share", "problems", "measures_per_problem", "example_1", "place_1",
	}},
	{"groups", "groups", "distributions by province, prefecture, round or year (--by)", []string{
		"grouping", "group", "metric_name", "basis", "unit", "notices", "least", "median", "average", "largest",
	}},
}

var (
	groupings      = []string{"all", "province", "prefecture", "round", "year"}
	compareFormats = []string{"text", "csv", "json"}
)

func newCompareCommand() *cobra.Command {
	var f compareFlags
	var views strings.Builder
	for _, v := range comparisonViews {
		fmt.Fprintf(&views, "  %-9s  %s\n", v.name, v.meaning)
	}
	cmd := &cobra.Command{
		Use:   "compare OUT",
		Short: "Put the districts of a dataset side by side",
		Long: `compare reads a dataset that convert has written (its notices.ndjson) and shows how districts compare. Where a notice
states a metric several times, one value is chosen by the first of these rules that fits: the total that it states, the
level that was reached, the only amount, the only increase or decrease, the sum of increases that seem to have nothing
in common. A total and its parts are not summed where one paragraph tells them (其中, 合计) or a value is the sum of all
others; elsewhere they may be. Where no rule fits the value is open, shown as ?, and cells lists the candidates. Values are in base units: 元, 米, 平方米, 人, %. What is only planned or outstanding is in cells and not in the matrix.

A body's newest notice stands for it, and copies do not count. The same is in the workbook and in the tables
districts, comparison, topics, common_problems and groups of a dataset.

Views, for --view:
` + views.String() + `
--population names a table of inhabitants with the columns code (GB/T 2260) and population, CSV or TSV; values that can
be summed then have a value for 1,000 inhabitants.

Exit codes: 0 all well; 2 a mistake in the command line or a table, or no dataset.`,
		Example: `  zhenggai compare out
  zhenggai compare out --view cells --metric 学位 --population people.csv
  zhenggai compare out --view groups --by province --format csv > groups.csv`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return &exitError{exitUsage, errors.New("compare needs one dataset"), "name the folder that convert has written: zhenggai compare OUT"}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, args[0]) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.view, "view", "", "what to show (default matrix)")
	flags.StringVar(&f.by, "by", "", "group by "+strings.Join(groupings, ", ")+"; shows the view groups")
	flags.StringSliceVar(&f.metrics, "metric", nil, "only metrics with this code or with these words in their name")
	flags.BoolVar(&f.all, "all", false, "notices that are not the newest of their body too")
	flags.StringVar(&f.population, "population", "", "table of inhabitants: code,population")
	flags.StringVar(&f.format, "format", "text", "how to print: "+strings.Join(compareFormats, ", "))
	flags.StringVar(&f.lang, "lang", "zh", "language of titles and names: zh or en")
	flags.StringVar(&f.rules, "rules", "", "folder of tables to lay over the built-in ones")
	complete := func(flag string, values []string) {
		cobra.CheckErr(cmd.RegisterFlagCompletionFunc(flag, cobra.FixedCompletions(values, cobra.ShellCompDirectiveNoFileComp)))
	}
	complete("view", f.views())
	complete("by", groupings)
	complete("format", compareFormats)
	complete("lang", dataset.Languages())
	return cmd
}

func (f *compareFlags) views() []string {
	var names []string
	for _, v := range comparisonViews {
		names = append(names, v.name)
	}
	return names
}

// shown returns the view that the flags name, which check has found to be one.
func (f *compareFlags) shown() comparisonView {
	return comparisonViews[slices.IndexFunc(comparisonViews, func(v comparisonView) bool { return v.name == f.view })]
}

// check looks for mistakes in the flags.
func (f *compareFlags) check() error {
	if f.view == "" && f.by != "" {
		f.view = "groups"
	}
	f.view = cmp.Or(f.view, "matrix")
	for _, flag := range []struct {
		name, value string
		of          []string
	}{{"view", f.view, f.views()}, {"by", f.by, append(groupings, "")}, {"format", f.format, compareFormats}, {"lang", f.lang, dataset.Languages()}} {
		if !slices.Contains(flag.of, flag.value) {
			return &exitError{exitUsage, fmt.Errorf("--%s %s: want one of %s", flag.name, flag.value, strings.Join(slices.DeleteFunc(slices.Clone(flag.of), func(s string) bool { return s == "" }), ", ")), ""}
		}
	}
	if f.by != "" && f.view != "groups" {
		return &exitError{exitUsage, fmt.Errorf("--by %s goes with --view groups", f.by), ""}
	}
	return nil
}

func (f *compareFlags) run(cmd *cobra.Command, out string) error {
	if err := f.check(); err != nil {
		return err
	}
	set, err := loadRules(f.rules)
	if err != nil {
		return err
	}
	options := dataset.CompareOptions(set)
	if f.population != "" {
		if options.Population, err = readPopulation(f.population, set); err != nil {
			return &exitError{exitUsage, err, ""}
		}
	}
	c, copies, err := dataset.Collect(out, options)
	if err != nil {
		return noDataset(out, err)
	}
	defer c.Close()
	table, rows, err := f.rows(c, set.Names(), copies)
	if err != nil {
		return &exitError{exitNothing, err, ""}
	}
	return f.write(cmd.OutOrStdout(), table, rows)
}

// noDataset says what is wrong with a folder that should hold a dataset.
func noDataset(out string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return &exitError{exitUsage, fmt.Errorf("%s: no dataset with %s", filepath.ToSlash(out), jsonl.File), "make one: zhenggai convert SOURCE... -o OUT, with " + strings.Join(dataset.FormatsWith(jsonl.File), " or ") + " among its --formats"}
	}
	return &exitError{exitUsage, err, orOlder(err, "is this a dataset that zhenggai has written?")}
}

// orOlder returns what to do about a dataset of another version of the program, where an error says that it is one, else a hint.
func orOlder(err error, hint string) string {
	if _, ok := errors.AsType[*model.VersionError](err); ok {
		return "make it again with this program: zhenggai convert SOURCE... -o OUT; or read it with the program that made it"
	}
	return hint
}

func readPopulation(file string, set *rules.Set) (*compare.Population, error) {
	r, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	codes := map[string]bool{}
	for _, d := range set.Divisions {
		codes[d.Code] = true
	}
	return compare.ReadPopulation(r, file, func(code string) bool { return codes[code] })
}

// rows returns the table of the view and those of its rows that are wanted.
func (f *compareFlags) rows(c *compare.Collector, names model.Names, copies map[string]bool) (*model.Table, []model.Row, error) {
	view := f.shown()
	matrix := compare.NewMatrix(math.MaxInt)
	var rows []model.Row
	tables := model.Tables(names)
	var table *model.Table
	if i := slices.IndexFunc(tables, func(t *model.Table) bool { return t.Name == view.table }); i >= 0 {
		table = tables[i]
	}
	err := dataset.Compare(c, names, copies, matrix, func(name string, more []model.Row) error {
		if name == view.table {
			for _, row := range more {
				if f.wants(table, row) {
					rows = append(rows, row)
				}
			}
		}
		return nil
	}, view.table)
	if view.table != "matrix" || err != nil {
		return table, rows, err
	}
	series := slices.DeleteFunc(matrix.Series(math.MaxInt), func(s model.Series) bool { return !f.wantsMetric(s.Metric, s.Title(names)) })
	if f.format == "text" {
		series = series[:min(len(series), textSeries)]
	}
	table, print := model.Matrix(names, series)
	return table, slices.Collect(print(matrix.Rows(series))), nil
}

// textSeries is how many metrics a matrix has as text, where the flags name none.
const textSeries = 6

// wants reports whether a row is among those that the flags name.
func (f *compareFlags) wants(t *model.Table, row model.Row) bool {
	for i, c := range t.Columns {
		switch c.Key {
		case "newest":
			if !f.all && row[i].String() != "true" {
				return false
			}
		case "grouping":
			if f.by != "" && row[i].String() != f.by {
				return false
			}
		case "metric":
			name := row[t.Index("metric_name")]
			if !f.wantsMetric(row[i].String(), model.Label{ZH: name.In("zh"), EN: name.In("en")}) {
				return false
			}
		}
	}
	return true
}

func (f *compareFlags) wantsMetric(code string, name model.Label) bool {
	return len(f.metrics) == 0 || slices.ContainsFunc(f.metrics, func(m string) bool {
		return m == code || strings.Contains(name.ZH, m) || strings.Contains(strings.ToLower(name.EN), strings.ToLower(m))
	})
}

// write writes the rows in the format that the flags name.
func (f *compareFlags) write(w io.Writer, t *model.Table, rows []model.Row) error {
	if f.format == "csv" {
		return printCSV(w, t, rows)
	}
	out := bufio.NewWriter(w)
	var err error
	switch f.format {
	case "json":
		err = jsonl.WriteRows(out, t, slices.Values(rows))
	default:
		f.printText(out, t, rows)
	}
	return errors.Join(err, out.Flush())
}

// printCSV prints rows with the keys of their columns, for a program to read.
func printCSV(w io.Writer, t *model.Table, rows []model.Row) error {
	out := csvdir.NewTable(asData(w), t)
	for _, row := range rows {
		out.Write(row)
	}
	return out.Flush()
}

// widest is how many columns of a terminal a cell takes at most.
const widest = 36

// printText prints rows as aligned columns.
func (f *compareFlags) printText(w io.Writer, t *model.Table, rows []model.Row) {
	var lines [][]string
	columns := f.textColumns(t, rows)
	var head []string
	for _, i := range columns {
		head = append(head, t.Columns[i].Title.In(f.lang))
	}
	lines = append(lines, head)
	for _, row := range rows {
		var line []string
		for _, i := range columns {
			s := row[i].In(f.lang)
			if name, ok := t.Columns[i].Values[s]; ok {
				s = name.In(f.lang)
			}
			if row[i].Open() {
				s = model.OpenMark
			}
			line = append(line, runewidth.Truncate(strings.Join(strings.Fields(model.Printable(s)), " "), widest, "…"))
		}
		lines = append(lines, line)
	}
	printAligned(w, lines)
}

// textColumns returns the columns that text shows: those of the view that hold anything.
func (f *compareFlags) textColumns(t *model.Table, rows []model.Row) []int {
	view := f.shown()
	var columns []int
	for i, c := range t.Columns {
		if view.columns != nil && !slices.Contains(view.columns, c.Key) || view.columns == nil && slices.Contains(matrixHidden, c.Key) {
			continue
		}
		if slices.ContainsFunc(rows, func(row model.Row) bool { return !row[i].Empty() || row[i].Open() }) {
			columns = append(columns, i)
		}
	}
	return columns
}

// matrixHidden are the columns of a matrix that text leaves out.
var matrixHidden = []string{"notice_id", "region_code", "province", "issuer_type", "inspection_round"}

// printAligned prints lines of cells in columns, each as wide as its widest cell.
func printAligned(w io.Writer, lines [][]string) {
	widths := make([]int, len(lines[0]))
	for _, line := range lines {
		for i, s := range line {
			widths[i] = max(widths[i], runewidth.StringWidth(s))
		}
	}
	for _, line := range lines {
		var b strings.Builder
		for i, s := range line {
			b.WriteString(runewidth.FillRight(s, widths[i]+2))
		}
		fmt.Fprintln(w, strings.TrimRight(b.String(), " "))
	}
}
