// Package dataset makes a folder with a dataset: it extracts documents, writes what they say in every format that is wanted,
// and puts the folder in its place when it is whole.
//
//	result, err := dataset.Write(ctx, "out", dataset.Files("notices", "crawl/**/*.html"), dataset.Options{})
//
// reads what the patterns name and makes what the command zhenggai convert makes: out/dataset.xlsx, out/csv, out/notices,
// out/notices.ndjson and out/run.json, which says what was read, left out and failed, and why. [Documents] are documents in
// memory instead. [Formats] lists the formats; which of them are written is an option, as are rules, limits, corrections and a
// file that remembers what documents gave, so that a later run extracts only what is new.
//
// [Collect] and [Read] read the notices of such a folder again, to compare them.
package dataset

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"zhenggai/extract"
	"zhenggai/extract/batch"
	"zhenggai/extract/batch/copies"
	"zhenggai/extract/internal/region"
	"zhenggai/extract/rules"
	"zhenggai/extract/source"
	"zhenggai/model"
	"zhenggai/model/compare"
	"zhenggai/model/corrections"
)

// Languages returns the languages of workbooks. The first is the usual one.
func Languages() []string { return []string{"zh", "en"} }

// Options say what a dataset holds and how it is made. The zero Options are ready for use.
type Options struct {
	Version     string     // of the program, for run.json
	Rules       *rules.Set // nil means those of RulesDir
	RulesDir    string     // folder of tables laid over the built-in ones; "" means none
	Corrections string     // file of corrections to lay over notices, or ""
	Formats     []string   // names of Formats; nil means DefaultFormats
	Lang        string     // of the workbook: zh (also "") or en
	BOM         bool       // begin CSV files with a byte order mark
	Jobs        int        // documents at a time; 0 means as many as there are cores
	Limits      Limits
	State       string              // file that remembers what documents gave, so that only what is new or changed is extracted; "" means none
	Force       bool                // extract all documents, whatever the State remembers
	Progress    func(batch.Summary) // called after each document, from one goroutine; may be nil
}

// Limits bound what documents may cost. The zero value leaves all as they are.
type Limits struct {
	Source  source.Limits
	Extract extract.Limits
}

// A Series says what a dataset has to do with those before it. The zero Series is that of a dataset by itself.
type Series struct {
	Number   int64          // of the dataset in the series, from 1; 0 means that there is none
	Name     string         // of the dataset
	Previous string         // the one before it, or ""
	Memory   Memory         // of what documents gave, in the place of the file Options.State; may be nil
	Tables   []*model.Table // besides those that every dataset has

	// Finish is called when all documents are read, and returns the rows of Tables. It may be nil. Its error ends the run.
	Finish func(batch.Summary) ([]Listing, error)
}

// A Memory remembers what documents gave, and which of them a dataset lists.
type Memory interface {
	batch.Memory
	List(outcome batch.Outcome, place int) error
}

// A Listing is the rows of a table of the whole dataset.
type Listing struct {
	Table string
	Rows  iter.Seq[model.Row]
}

// Check looks for mistakes in what people name: formats and language, of which none may be empty, and the number of jobs.
func (o *Options) Check() error {
	if len(o.Formats) == 0 {
		return fmt.Errorf("formats: want some of %s", strings.Join(FormatNames(), ", "))
	}
	for _, format := range o.Formats {
		if !slices.Contains(FormatNames(), format) {
			return fmt.Errorf("formats %s: want some of %s", format, strings.Join(FormatNames(), ", "))
		}
	}
	if !slices.Contains(Languages(), o.Lang) {
		return fmt.Errorf("lang %s: want %s", o.Lang, strings.Join(Languages(), " or "))
	}
	if o.Jobs < 0 {
		return fmt.Errorf("jobs %d: want 0 or more", o.Jobs)
	}
	return nil
}

// filled returns the options with what their zero values mean, and fails where there is a mistake in them.
func (o Options) filled() (Options, error) {
	if o.Formats == nil {
		o.Formats = DefaultFormats()
	}
	o.Lang = cmp.Or(o.Lang, Languages()[0])
	if err := o.Check(); err != nil {
		return o, err
	}
	switch {
	case o.Rules != nil && o.Rules != rules.Default() && o.RulesDir == "" && o.State != "":
		return o, errors.New("state: it needs the folder of the rules, to know whether they have changed")
	case o.Rules == nil && o.RulesDir == "":
		o.Rules = rules.Default()
	case o.Rules == nil:
		set, err := rules.Load(os.DirFS(o.RulesDir))
		if err != nil {
			return o, fmt.Errorf("rules %s: %w", o.RulesDir, err)
		}
		o.Rules = set
	}
	return o, nil
}

// ShownFailures is how many failures are worth reading on a terminal; run.json has them all.
const ShownFailures = 20

// A Result says what a run has read and written.
type Result struct {
	batch.Summary
	First  []batch.Failure // the first failures
	Copies int             // notices that are copies of others
	Kept   string          // the name under which a workbook stays that was changed by hand, or ""
	Unread map[string]int  // files that are left out for the endings of their names, by these

	Corrected  int                      // corrections that were laid over notices
	Conflicts  int                      // those that could not be; the diagnostics of their notices say why
	Strays     int                      // those whose notices the run did not have
	PassedOver []corrections.PassedOver // lines of the file of corrections that were passed over
}

// Make extracts the documents of a list into the folder dir, which is empty and which the caller puts in its place. Temporary files
// go to tmp. It returns an error where nothing of use could be written. [Write] does all of that by itself.
func Make(ctx context.Context, dir, tmp string, list *source.List, opts Options, of Series) (result Result, err error) {
	if opts, err = opts.filled(); err != nil {
		return result, err
	}
	result.Unread = map[string]int{}
	m := &maker{opts: opts, of: of, result: &result}
	for i := range list.Skipped {
		m.unread(&list.Skipped[i])
	}
	if m.record, err = newRecorder(tmp); err != nil {
		return result, err
	}
	defer m.record.end()
	if err = m.open(ctx, dir, tmp); err == nil {
		err = m.run(ctx, list)
	}
	if err := errors.Join(err, m.end()); err != nil {
		return result, err
	}
	return result, m.record.write(dir, opts, of, list.Skipped, result, m.fan.rows)
}

// A maker is the state of one Make.
type maker struct {
	opts     Options
	of       Series
	result   *Result
	record   *recorder
	writers  []model.Writer
	fan      fan
	finder   copies.Finder
	compared *compare.Collector
	strays   map[string]bool // ids of corrections whose notice has not come yet
	places   int             // outcomes so far
}

// open opens a writer for each format.
func (m *maker) open(ctx context.Context, dir, tmp string) (err error) {
	tables := append(model.Tables(m.opts.Rules.Names()), m.of.Tables...)
	comparing := CompareOptions(m.opts.Rules)
	comparing.TempDir = tmp
	if m.compared, err = compare.New(comparing); err != nil {
		return err
	}
	formats := chosen(m.opts.Formats)
	m.record.single = singles(formats)
	for _, f := range formats {
		w, failed := f.open(place{dir, tmp, tables, &m.opts})
		if failed == nil {
			m.writers = append(m.writers, w)
		}
		err = errors.Join(err, failed)
	}
	m.fan = fan{tables, newLanes(ctx, m.writers), map[string]int{}}
	return err
}

// end finishes the files, once no writer is used any more.
func (m *maker) end() (err error) {
	if m.compared != nil {
		err = m.compared.Close()
	}
	if m.fan.lanes != nil {
		_ = m.fan.lanes.End() // its error came before
	}
	for _, w := range m.writers {
		err = errors.Join(err, w.Close())
	}
	return err
}

// run extracts all documents, and then writes what is known of the whole dataset.
func (m *maker) run(ctx context.Context, list *source.List) (err error) {
	extractor := &extract.Extractor{Rules: m.opts.Rules, Limits: m.opts.Limits.Extract}
	sinks := []batch.Sink{&m.finder, m.compared, &m.fan}
	options := batch.Options{
		Extract: extractor.ExtractAll, Jobs: m.opts.Jobs, Limits: m.opts.Limits.Source, Progress: m.opts.Progress, Outcome: m.outcome,
		Time: max(batch.DefaultTime, 4*m.opts.Limits.Extract.Time+2*m.opts.Limits.Extract.Outside), // far behind the extractor's own limits
	}
	if m.of.Memory != nil {
		options.Memory = m.of.Memory
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
	list, passed, err := corrections.ReadFile(m.opts.Corrections, known)
	if err != nil {
		return nil, err
	}
	m.result.PassedOver = passed
	set := corrections.NewSet(list, passed, known)
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
	gazetteer := sync.OnceValue(func() *region.Gazetteer { return region.New(set.Divisions, set.Regions) }) // few corrections are of a region
	return &corrections.Rules{
		Names: set.Names(), Normal: set.Quantities.Normal, Fits: set.Fits, Word: set.Diagnostics.Word,
		Division: func(code string, year int) []model.Region { return gazetteer().Coded(code, year) },
	}
}

// outcome takes note of what became of a document.
func (m *maker) outcome(o batch.Outcome) error {
	if o.Failure != nil && len(m.result.First) < ShownFailures {
		m.result.First = append(m.result.First, *o.Failure)
	}
	if o.Skip != nil {
		m.unread(o.Skip)
	}
	if err := m.record.outcome(o); err != nil || m.of.Memory == nil {
		return err
	}
	m.places++
	return m.of.Memory.List(o, m.places)
}

// unread counts a file that is left out for its ending.
func (m *maker) unread(s *source.Skip) {
	if ending := s.Ending(); ending != "" {
		m.result.Unread[ending]++
	}
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
	if m.of.Finish != nil {
		more, err := m.of.Finish(m.result.Summary)
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
	err := Compare(m.compared, names, copies, matrix, func(table string, rows []model.Row) error {
		m.fan.rows[table] += len(rows)
		return m.fan.lanes.Give(load{table: table, rows: rows})
	})
	if err == nil {
		err = m.fan.lanes.End()
	}
	if err != nil {
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

// writeSeq adds rows to a table in every format.
func (m *maker) writeSeq(table string, rows iter.Seq[model.Row]) error {
	for range rows {
		m.fan.rows[table]++
	}
	for _, w := range m.writers {
		if err := w.WriteRows(table, rows); err != nil {
			return err
		}
	}
	return nil
}
