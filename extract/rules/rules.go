// Package rules holds the tables by which notices are read: units, metrics, headings, slogans, sites, divisions and
// the like. They are TSV files, embedded in the program; README.md beside them says how to add a row, and a user's
// folder of tables can be laid over the built-in ones.
//
// A mistake in a table is reported with its address: metrics/mine.rules:10: stated: unknown unit "persn".
package rules

import (
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"sync"

	"zhenggai/model"
)

//go:embed *.tsv metrics/*.rules
var embedded embed.FS

// A Set is all tables together. It does not change once loaded and may be shared.
type Set struct {
	Headings    *Headings
	Page        *Page
	Attachments *Attachments
	Quantities  *Quantities
	Metrics     []Metric
	Tries       []Try // the parts of Metrics in the order in which they are tried
	Topics      []Topic
	Words       []Word
	Sites       []Site
	Divisions   []Division
	Kinds       []KindCue
	Issuers     []IssuerType
	Actions     []Action
	Contacts    []ContactLabel
	Inspections *Inspections
	Regions     *Regions
	Diagnostics *Diagnostics
}

// Default returns the built-in tables. They are loaded once, when first asked for.
var Default = sync.OnceValue(func() *Set {
	set, err := load(embedded, nil)
	if err != nil {
		panic(err) // a test loads the built-in tables
	}
	return set
})

// Load returns the built-in tables with a user's laid over them, file by file: a table that overlay holds replaces
// the built-in one of the same name, but for the diagnostics, of which every row that it lacks stays. A mistake is an *Error that names file, line and column. A folder without tables
// and a .tsv file that is no table are mistakes too, since their rules would be left out without a word.
func Load(overlay fs.FS) (*Set, error) {
	if err := checkNames(overlay); err != nil {
		return nil, err
	}
	return load(layered{overlay, embedded}, overlay)
}

// Files returns the built-in tables as files, to be copied and edited.
func Files() fs.FS { return embedded }

// checkNames insists that the .tsv files of a user's folder are named as the built-in ones, and that there is a table at all.
func checkNames(overlay fs.FS) error {
	files, err := fs.Glob(overlay, "*.tsv")
	if err != nil {
		return err
	}
	metrics, err := fs.Glob(overlay, metricFiles)
	if err != nil {
		return err
	}
	if len(files)+len(metrics) == 0 {
		return fmt.Errorf("no table (*.tsv, %s) in the folder", metricFiles)
	}
	for _, file := range files {
		if file == oldMetrics {
			return &Error{File: file, Err: errors.New("metrics are blocks in " + metricFiles + " now: zhenggai rules convert DIR writes them")}
		}
		if _, err := fs.Stat(embedded, file); err != nil {
			return &Error{File: file, Err: fmt.Errorf("no such table; the tables are %s", strings.Join(FileNames(), ", "))}
		}
	}
	return nil
}

// oldMetrics is the table that metrics were once read from.
const oldMetrics = "metrics.tsv"

// FileNames returns the names of the built-in tables: TSV files, and files of metrics by area.
func FileNames() []string {
	tables, _ := fs.Glob(embedded, "*.tsv") // fails for a malformed pattern only
	metrics, _ := fs.Glob(embedded, metricFiles)
	return append(tables, metrics...)
}

// layered opens a file from the first layer that has it.
type layered struct{ over, under fs.FS }

func (l layered) Open(name string) (fs.File, error) {
	f, err := l.over.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return l.under.Open(name)
	}
	return f, err
}

// load reads the tables, all at a time: the large ones take most of the time that a run needs to start. Of several
// mistakes it returns that of the first table.
func load(fsys, over fs.FS) (*Set, error) {
	set := &Set{}
	reads := [...]func() error{
		func() (err error) { set.Words, err = LoadWords(fsys); return err },
		func() (err error) { set.Divisions, err = ReadDivisions(fsys); return err },
		func() error { return set.loadText(fsys) },
		func() (err error) {
			if set.Quantities, err = loadQuantities(fsys); err == nil {
				set.Metrics, set.Tries, err = loadMetrics(over, embedded, set.Quantities)
			}
			return err
		},
		func() (err error) { set.Topics, err = LoadTopics(fsys); return err },
		func() (err error) { set.Sites, err = ReadSites(fsys); return err },
		func() (err error) { set.Kinds, err = loadKinds(fsys); return err },
		func() (err error) { set.Issuers, err = loadIssuers(fsys); return err },
		func() (err error) { set.Actions, err = loadActions(fsys); return err },
		func() (err error) { set.Contacts, err = loadContacts(fsys); return err },
		func() (err error) { set.Inspections, err = loadInspections(fsys); return err },
		func() (err error) { set.Regions, err = LoadRegions(fsys); return err },
		func() (err error) { set.Diagnostics, err = loadDiagnostics(fsys); return err },
	}
	var errs [len(reads)]error
	var wait sync.WaitGroup
	for i, read := range reads {
		wait.Go(func() { errs[i] = read() })
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return nil, err
		}
	}
	return set, nil
}

// Names returns the names of the codes of the tables, for people.
func (s *Set) Names() model.Names {
	names := model.Names{
		Metrics: map[string]model.Label{}, Topics: map[string]model.Label{},
		Issuers: map[string]model.Label{}, Actions: map[string]model.Label{},
	}
	for _, m := range s.Metrics {
		names.Metrics[m.Code] = m.Name
	}
	for _, t := range s.Topics {
		names.Topics[t.Code] = t.Name
	}
	for _, t := range s.Issuers {
		names.Issuers[t.Code] = t.Name
	}
	for _, a := range s.Actions {
		names.Actions[a.Code] = a.Name
	}
	return names
}
