// Package dataset makes a folder with a dataset: it extracts documents, writes what they say in every format that is wanted,
// and puts the folder in its place when it is whole.
package dataset

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"zhenggai/extract"
	"zhenggai/extract/batch"
	"zhenggai/extract/batch/copies"
	"zhenggai/extract/rules"
	"zhenggai/extract/source"
	"zhenggai/model"
	"zhenggai/model/compare"
	"zhenggai/model/corrections"
	"zhenggai/model/csvdir"
	"zhenggai/model/jsonl"
	"zhenggai/model/parquet"
	"zhenggai/model/sqlite"
	"zhenggai/model/xlsx"
)

// Workbook is the file name of the workbook.
const Workbook = "dataset.xlsx"

// Formats are the formats in which a dataset can be written. ndjson is json without a file for each notice.
var Formats = []string{"json", "ndjson", "csv", "xlsx", "parquet", "sqlite"}

// DefaultFormats are those that are written where none are named.
var DefaultFormats = []string{"json", "csv", "xlsx"}

// Languages are the languages of workbooks.
var Languages = []string{"zh", "en"}

// Options say what a dataset holds and how it is made.
type Options struct {
	Version     string // of the program
	Rules       *rules.Set
	RulesDir    string // the tables laid over the built-in ones, or ""
	Corrections string // file of corrections to lay over notices, or ""
	Formats     []string
	Lang        string // of the workbook: zh or en
	BOM         bool   // begin CSV files with a byte order mark
	Jobs        int    // documents at a time; 0 means as many as there are cores
	Limits      Limits
	State       State               // may be nil
	Tables      []*model.Table      // besides those that every dataset has
	Progress    func(batch.Summary) // may be nil
	Number      int64               // of the dataset in a series, or 0
	Name        string              // of the dataset in a series
	Previous    string              // the one before it

	// Finish is called when all documents are read, and returns the rows of Tables. It may be nil. Its error ends the run.
	Finish func(batch.Summary) ([]Listing, error)
}

// A State remembers what documents gave, and which of them a dataset lists.
type State interface {
	batch.Memory
	List(outcome batch.Outcome, place int) error
}

// A Listing is the rows of a table of the whole dataset.
type Listing struct {
	Table string
	Rows  iter.Seq[model.Row]
}

// Check looks for mistakes in formats and language.
func (o *Options) Check() error {
	if len(o.Formats) == 0 {
		return fmt.Errorf("formats: want some of %s", strings.Join(Formats, ", "))
	}
	for _, format := range o.Formats {
		if !slices.Contains(Formats, format) {
			return fmt.Errorf("formats %s: want some of %s", format, strings.Join(Formats, ", "))
		}
	}
	if !slices.Contains(Languages, o.Lang) {
		return fmt.Errorf("lang %s: want %s", o.Lang, strings.Join(Languages, " or "))
	}
	if o.Jobs < 0 {
		return fmt.Errorf("jobs %d: want 0 or more", o.Jobs)
	}
	return nil
}

// ShownFailures is how many failures are worth reading on a terminal; run.json has them all.
const ShownFailures = 20

// A Result says what a run has read and written.
type Result struct {
	batch.Summary
	First  []batch.Failure // the first failures
	Copies int             // notices that are copies of others

	Corrected int                 // corrections that were laid over notices
	Conflicts int                 // those that could not be; the diagnostics of their notices say why
	Strays    int                 // those whose notices the run did not have
	Doubts    []corrections.Doubt // lines of the file of corrections that were passed over
}

// Make extracts the documents of a list into the folder dir. Temporary files go to tmp. It returns an error where
// nothing of use could be written.
func Make(ctx context.Context, dir, tmp string, list *source.List, opts Options) (result Result, err error) {
	m := &maker{opts: opts, result: &result}
	if m.record, err = newRecorder(tmp); err != nil {
		return result, err
	}
	defer m.record.close()
	if err = m.open(dir, tmp); err == nil {
		err = m.run(ctx, list)
	}
	if m.compared != nil {
		err = errors.Join(err, m.compared.Close())
	}
	for _, w := range m.writers {
		err = errors.Join(err, w.Close())
	}
	if err != nil {
		return result, err
	}
	return result, m.record.write(dir, opts, list.Skipped, result, m.counter.rows)
}

// A maker is the state of one Make.
type maker struct {
	opts     Options
	result   *Result
	record   *recorder
	writers  []model.Writer
	finder   copies.Finder
	compared *compare.Collector
	counter  counter
	strays   map[string]bool // ids of corrections whose notice has not come yet
	places   int             // outcomes so far
}

// open opens a writer for each format.
func (m *maker) open(dir, tmp string) (err error) {
	tables := append(model.Tables(m.opts.Rules.Names()), m.opts.Tables...)
	m.counter = counter{tables: tables, rows: map[string]int{}}
	comparing := CompareOptions(m.opts.Rules)
	comparing.TempDir = tmp
	if m.compared, err = compare.New(comparing); err != nil {
		return err
	}
	add := func(w model.Writer, failed error) {
		if failed == nil {
			m.writers = append(m.writers, w)
		}
		err = errors.Join(err, failed)
	}
	json := slices.Contains(m.opts.Formats, "json")
	m.record.single = json
	switch {
	case json:
		names := batch.Names()
		w, failed := jsonl.New(dir, tables, func(n *model.Notice) string { return names(n.Source.Path) })
		add(w, failed)
	case slices.Contains(m.opts.Formats, "ndjson"):
		w, failed := jsonl.New(dir, tables, nil)
		add(w, failed)
	}
	if slices.Contains(m.opts.Formats, "csv") {
		w, failed := csvdir.New(dir, tables, csvdir.Options{BOM: m.opts.BOM, Lang: m.opts.Lang})
		add(w, failed)
	}
	if slices.Contains(m.opts.Formats, "xlsx") {
		w, failed := xlsx.New(filepath.Join(dir, Workbook), tables, xlsx.Options{Lang: m.opts.Lang, TempDir: tmp})
		add(w, failed)
	}
	if slices.Contains(m.opts.Formats, "parquet") {
		w, failed := parquet.New(dir, tables)
		add(w, failed)
	}
	if slices.Contains(m.opts.Formats, "sqlite") {
		w, failed := sqlite.New(filepath.Join(dir, sqlite.File), tables)
		add(w, failed)
	}
	return err
}

// run extracts all documents, and then writes what is known of the whole dataset.
func (m *maker) run(ctx context.Context, list *source.List) (err error) {
	extractor := &extract.Extractor{Rules: m.opts.Rules, Limits: m.opts.Limits.Extract}
	sinks := []batch.Sink{&m.finder, m.compared, &m.counter}
	for _, w := range m.writers {
		sinks = append(sinks, w)
	}
	options := batch.Options{
		Extract: extractor.ExtractAll, Jobs: m.opts.Jobs, Limits: m.opts.Limits.Source, Progress: m.opts.Progress, Outcome: m.outcome,
		Time: max(batch.DefaultTime, 4*m.opts.Limits.Extract.Time), // far behind the extractor's own limit
	}
	if m.opts.State != nil {
		options.Memory = m.opts.State
	}
	if options.Amend, err = m.corrector(); err != nil {
		return err
	}
	if m.result.Summary, err = batch.Run(ctx, list.Entries, sinks, options); err != nil {
		return err
	}
	m.result.Strays = len(m.strays)
	return m.finish()
}

// corrector returns what lays corrections over notices, or nil where there are none.
func (m *maker) corrector() (func(*model.Notice), error) {
	if m.opts.Corrections == "" {
		return nil, nil
	}
	known := CorrectionRules(m.opts.Rules)
	list, doubts, err := corrections.ReadFile(m.opts.Corrections, known)
	if err != nil {
		return nil, err
	}
	m.result.Doubts = doubts
	set := corrections.NewSet(list, doubts, known)
	m.strays = map[string]bool{}
	for _, c := range set.Holding() {
		m.strays[c.ID] = true
	}
	limit := cmp.Or(max(m.opts.Limits.Extract.Time, 0), extract.DefaultLimits.Time)
	return func(n *model.Notice) {
		all, conflicts := set.Apply(n, time.Now().Add(limit))
		m.result.Corrected += len(all) - len(conflicts)
		m.result.Conflicts += len(conflicts)
		for _, c := range all {
			delete(m.strays, c.ID)
		}
	}, nil
}

// CorrectionRules returns what rules say of the values that people may set.
func CorrectionRules(set *rules.Set) *corrections.Rules {
	return &corrections.Rules{Names: set.Names(), Normal: set.Quantities.Normal, Fits: set.Fits}
}

// outcome takes note of what became of a document.
func (m *maker) outcome(o batch.Outcome) error {
	if o.Failure != nil && len(m.result.First) < ShownFailures {
		m.result.First = append(m.result.First, *o.Failure)
	}
	if err := m.record.outcome(o); err != nil || m.opts.State == nil {
		return err
	}
	m.places++
	return m.opts.State.List(o, m.places)
}

// finish writes the tables of the whole dataset.
func (m *maker) finish() error {
	found := m.finder.Copies()
	_, rows := model.Copies()
	listings := []Listing{{copiesTable, rows(slices.Values(found))}}
	left := map[string]bool{}
	for _, c := range found {
		if c.Notice != c.Leading {
			m.result.Copies++
			left[c.Notice] = true
		}
	}
	if err := m.compare(left); err != nil {
		return err
	}
	if m.opts.Finish != nil {
		more, err := m.opts.Finish(m.result.Summary)
		if err != nil {
			return err
		}
		listings = append(listings, more...)
	}
	for _, l := range listings {
		if err := m.writeSeq(l.Table, l.Rows); err != nil {
			return err
		}
	}
	return nil
}

// compare writes how the notices compare.
func (m *maker) compare(copies map[string]bool) error {
	matrix, names := compare.NewMatrix(matrixLines), m.opts.Rules.Names()
	lanes := newLanes(m.writers)
	err := Compare(m.compared, names, copies, matrix, func(table string, rows []model.Row) error {
		m.counter.rows[table] += len(rows)
		lanes.write(table, rows)
		return nil
	})
	if err := errors.Join(err, lanes.wait()); err != nil {
		return err
	}
	for _, w := range m.writers {
		if v, ok := w.(viewer); ok {
			if err := view(v, matrix, names); err != nil {
				return err
			}
		}
	}
	return nil
}

// A counter counts the rows of tables.
type counter struct {
	tables []*model.Table
	rows   map[string]int
}

// Write counts the rows of a notice.
func (c *counter) Write(n *model.Notice) error {
	for _, t := range c.tables {
		c.rows[t.Name] += t.Count(n)
	}
	return nil
}

// writeSeq adds rows to a table in every format.
func (m *maker) writeSeq(table string, rows iter.Seq[model.Row]) error {
	for range rows {
		m.counter.rows[table]++
	}
	for _, w := range m.writers {
		if err := w.WriteRows(table, rows); err != nil {
			return err
		}
	}
	return nil
}
