// Package rules holds the tables by which notices are read: units, metrics, headings, slogans, sites, divisions and
// the like. They are TSV files, embedded in the program; README.md beside them says how to add a row, and a user's
// folder of tables can be laid over the built-in ones.
//
// A mistake in a table is reported with its address: metrics/mine.rules:10: stated: unknown unit "persn".
package rules

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"sync"

	"zhenggai/model"
)

//go:embed *.tsv metrics/*.rules
var embedded embed.FS

// A Set is all tables together. It does not change once loaded and may be shared.
type Set struct {
	Headings    *Headings
	Heads       *Heads
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
	set, errs := load(tables{})
	if len(errs) > 0 {
		panic(errs) // a test loads the built-in tables
	}
	return set
})

// Load returns the built-in tables with a user's laid over them. A row of the user's adds, or replaces that of its key; the line -KEY
// takes one away; a table whose first line is "# replace" stands for the whole built-in one. The mistakes are Errors, which name file,
// line and column. A folder without tables and a .tsv file that is no table are mistakes too, since their rules would be left out
// without a word.
func Load(overlay fs.FS) (*Set, error) {
	names, err := fs.Glob(overlay, "*.tsv")
	if err != nil {
		return nil, err
	}
	metrics, err := fs.Glob(overlay, metricFiles)
	if err != nil {
		return nil, err
	}
	errs := append(checkNames(names), strays(overlay)...)
	if len(names)+len(metrics)+len(errs) == 0 {
		return nil, fmt.Errorf("no table (*.tsv, %s) in the folder", metricFiles)
	}
	set, mistakes := load(tables{overlay})
	if errs = append(errs, mistakes...); len(errs) > 0 {
		return nil, errs
	}
	return set, nil
}

// Files returns the built-in tables as files, to be copied and edited.
func Files() fs.FS { return embedded }

// Tables returns how each table of rows is written, by name.
func Tables() []*Table {
	return []*Table{
		&actionsTable, &contactsTable, &cuesTable, &diagnosticsTable, &divisionsTable, &figuresTable, &framesTable, &furnitureTable, &headsTable, &inspectionsTable,
		&issuersTable, &kindsTable, &labelsTable, &markersTable, &partsTable, &regionsTable, &rolesTable, &sitesTable, &slogansTable, &tailsTable, &timesTable, &topicsTable,
		&unitsTable, &wordsTable,
	}
}

// checkNames insists that the .tsv files of a user's folder are named as the built-in ones.
func checkNames(files []string) (errs Errors) {
	for _, file := range files {
		switch {
		case file == OldMetrics:
			errs = append(errs, &Error{File: file, Err: errors.New("metrics are blocks in " + metricFiles + " now: zhenggai rules convert DIR writes them")})
		case !slices.Contains(FileNames(), file):
			errs = append(errs, &Error{File: file, Err: fmt.Errorf("no such table; the tables are %s", strings.Join(FileNames(), ", "))})
		}
	}
	return errs
}

// FileNames returns the names of the built-in tables: TSV files, and files of metrics by area.
func FileNames() (names []string) {
	for _, t := range Tables() {
		names = append(names, t.Name)
	}
	metrics, _ := fs.Glob(embedded, metricFiles) // fails for a malformed pattern only
	return append(names, metrics...)
}

// load reads the tables, all at a time: the large ones take most of the time that a run needs to start.
func load(from tables) (*Set, Errors) {
	set := &Set{}
	reads := [...]func() Errors{
		func() (errs Errors) { set.Words, errs = loadWords(from); return errs },
		func() (errs Errors) { set.Divisions, errs = loadDivisions(from); return errs },
		func() Errors { return set.loadText(from) },
		func() (errs Errors) {
			set.Quantities, errs = loadQuantities(from)
			known := set.Quantities
			if len(errs) > 0 {
				known = nil
			}
			metrics, tries, more := loadMetrics(from.over, embedded, known)
			set.Metrics, set.Tries = metrics, tries
			heads, mistakes := loadHeads(from, known)
			set.Heads = heads
			return slices.Concat(errs, more, mistakes)
		},
		func() (errs Errors) { set.Topics, errs = loadTopics(from); return errs },
		func() (errs Errors) { set.Sites, errs = loadSites(from); return errs },
		func() (errs Errors) { set.Kinds, errs = loadKinds(from); return errs },
		func() (errs Errors) { set.Issuers, errs = loadIssuers(from); return errs },
		func() (errs Errors) { set.Actions, errs = loadActions(from); return errs },
		func() (errs Errors) { set.Contacts, errs = loadContacts(from); return errs },
		func() (errs Errors) { set.Inspections, errs = loadInspections(from); return errs },
		func() (errs Errors) { set.Regions, errs = loadRegions(from); return errs },
		func() (errs Errors) { set.Diagnostics, errs = loadDiagnostics(from); return errs },
	}
	var found [len(reads)]Errors
	var wait sync.WaitGroup
	for i, read := range reads {
		wait.Go(func() { found[i] = read() })
	}
	wait.Wait()
	set.Page.Figures, set.Headings.Figures, set.Heads.Figures = set.Quantities, set.Quantities, set.Quantities
	errs := slices.Concat(found[:]...)
	slices.SortStableFunc(errs, func(a, b *Error) int {
		return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line))
	})
	return set, errs
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
