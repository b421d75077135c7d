// Package xlsx writes a dataset as an Excel workbook for people: the ledger of problems, a summary with charts, a sheet for each table,
// and the data dictionary. It opens in Excel, WPS and LibreOffice.
//
// Nothing in the workbook runs: there is no formula, and text is always text, whatever it begins with. A key that names
// a row of another sheet is a hyperlink to it; with the formula HYPERLINK instead, programs that read the file would find
// formulas in the place of keys.
//
// A sheet ends where the format ends. What a table has more goes to another sheet, "指标 (2)"; text of more than 32,767
// UTF-16 units goes on in further rows, which repeat the keys; and no sheet has more than 65,529 hyperlinks. The summary
// says where that happened. The same dataset and options give the same bytes.
package xlsx

import (
	"errors"
	"fmt"
	"io"
	"iter"
	"os"
	"slices"
	"strconv"
	"time"

	"github.com/xuri/excelize/v2"

	"zhenggai/model"
)

// Options say how a workbook is written. The zero Options are ready for use.
type Options struct {
	Lang    string    // language of titles and names: "zh" (also ""), or "en"
	TempDir string    // folder for temporary files; "" is the system's
	Created time.Time // the time that the workbook's properties state; zero is 1 January 2000
}

// limits are those of the format, in variables so that a test can lower them.
type limits struct {
	rows  int   // of a sheet
	links int   // of a sheet
	text  int   // of a cell, in UTF-16 units
	bytes int64 // of a sheet's XML, far below the 4 GB at which zip files need an extension that Excel reads badly
}

var formatLimits = limits{rows: excelize.TotalRows, links: excelize.TotalSheetHyperlinks, text: excelize.TotalCellChars, bytes: 2 << 30}

// A Writer writes a workbook.
type Writer struct {
	opts    Options
	limits  limits
	out     *os.File
	press   *press
	file    *excelize.File
	named   bool // the sheet with which excelize begins has its name
	styles  *styles
	tables  []*sheets
	summary *summary
	places  map[uint64]firsts // by the hash of a notice's id
	failed  error             // the first error of Write
}

// New returns a Writer of a workbook with the given tables at path.
func New(path string, tables []*model.Table, opts Options) (*Writer, error) {
	return newWriter(path, tables, opts, formatLimits)
}

func newWriter(path string, tables []*model.Table, opts Options, limits limits) (*Writer, error) {
	if opts.Lang == "" {
		opts.Lang = "zh"
	}
	out, err := os.Create(path)
	if err != nil {
		return nil, fmt.Errorf("xlsx: %w", err)
	}
	w := &Writer{
		opts: opts, limits: limits, out: out, press: &press{tempDir: opts.TempDir}, file: excelize.NewFile(),
		summary: newSummary(opts.Lang), places: map[uint64]firsts{},
	}
	if w.styles, err = newStyles(w.file); err == nil {
		err = w.addTables(tables)
	}
	if err != nil {
		return nil, fmt.Errorf("xlsx: %w", errors.Join(err, w.release()))
	}
	return w, nil
}

// addTables begins a sheet for each table and for the dictionary, which is complete at once.
func (w *Writer) addTables(tables []*model.Table) error {
	dictionary, rows := model.Dictionary(tables)
	for _, t := range append(slices.Clone(tables), dictionary) {
		s, err := newSheets(t, w)
		if err != nil {
			return err
		}
		w.tables = append(w.tables, s)
	}
	return w.tables[len(w.tables)-1].write(rows, nil)
}

// Write adds the notice's rows to the sheets.
func (w *Writer) Write(n *model.Notice, rows [][]model.Row) error {
	if err := w.write(n, rows); err != nil {
		w.failed = fmt.Errorf("xlsx: notice %s: %w", n.ID, err)
		return w.failed
	}
	return nil
}

func (w *Writer) write(n *model.Notice, rows [][]model.Row) error {
	targets := targets{}
	for i, of := range rows {
		s := w.tables[i]
		if err := s.breathe(); err != nil {
			return err
		}
		targets.add(s, of)
		w.summary.add(s.table, of)
	}
	w.summary.addNotice(n, targets)
	w.remember(n, targets)
	for i, of := range rows {
		if err := w.tables[i].write(of, targets); err != nil {
			return err
		}
	}
	return nil
}

// WriteRows adds rows to the sheet of a table.
func (w *Writer) WriteRows(table string, rows iter.Seq[model.Row]) error {
	i := slices.IndexFunc(w.tables, func(s *sheets) bool { return s.table.Name == table })
	if i < 0 {
		return fmt.Errorf("xlsx: no table %s", table)
	}
	for row := range rows {
		err := w.tables[i].breathe()
		if err == nil {
			err = w.tables[i].write([]model.Row{row}, w.recall(w.tables[i].table, row))
		}
		if err != nil {
			w.failed = fmt.Errorf("xlsx: %s: %w", table, err)
			return w.failed
		}
	}
	return nil
}

// AddTable adds a table that the Writer was not made for, with all its rows, behind the others.
func (w *Writer) AddTable(t *model.Table, rows iter.Seq[model.Row]) error {
	s, err := newSheets(t, w)
	if err == nil {
		w.tables = append(w.tables, s)
		err = w.WriteRows(t.Name, rows)
	}
	if err != nil {
		w.failed = fmt.Errorf("xlsx: %s: %w", t.Name, err)
		return w.failed
	}
	return nil
}

// AddRanking adds a ranking to the summary, with a chart.
func (w *Writer) AddRanking(title model.Label, r model.Ranking) {
	w.summary.rankings = append(w.summary.rankings, ranking{title, r})
}

// Close finishes the workbook. After an error of Write there is none, and Close returns that error again.
func (w *Writer) Close() error {
	if w.failed != nil {
		return errors.Join(w.failed, w.release())
	}
	if err := errors.Join(w.finish(), w.release()); err != nil {
		return fmt.Errorf("xlsx: %w", err)
	}
	return nil
}

// release lets go of files and memory on every path.
func (w *Writer) release() error {
	return errors.Join(w.press.end(), w.file.Close(), w.out.Close())
}

// finish puts the workbook together and writes it.
func (w *Writer) finish() error {
	p := &pack{press: w.press, out: w.out, own: map[string]*part{}, parts: map[string]*part{}}
	lead, rest := w.inOrder()
	if err := w.addSheets(p, lead); err != nil {
		return err
	}
	name := summaryName.In(w.opts.Lang)
	if _, err := w.addName(name); err != nil {
		return err
	}
	if err := w.addSheets(p, rest); err != nil {
		return err
	}
	if err := w.summary.write(w.file, name, w.styles, append(lead, rest...)); err != nil {
		return err
	}
	var err error
	if p.own[coreProperties], err = w.describe(); err != nil {
		return err
	}
	w.file.SetZipWriter(func(io.Writer) excelize.ZipWriter { return p })
	return w.file.Write(io.Discard)
}

// inOrder returns the tables whose sheets stand in front of the summary, and the others.
func (w *Writer) inOrder() (lead, rest []*sheets) {
	for _, t := range w.tables {
		if t.table.Lead {
			lead = append(lead, t)
		} else {
			rest = append(rest, t)
		}
	}
	return lead, rest
}

// addSheets finishes the sheets of tables and puts them into the workbook, behind those that are there.
func (w *Writer) addSheets(p *pack, tables []*sheets) error {
	for _, t := range tables {
		for _, s := range t.sheets {
			if err := s.finish(); err != nil {
				return err
			}
			number, err := w.addSheet(s)
			if err != nil {
				return err
			}
			p.own["xl/worksheets/sheet"+strconv.Itoa(number)+".xml"] = s.part
		}
	}
	return nil
}

// addName names a further sheet, the first of them being that with which excelize begins. It returns the sheet's number among all ever
// added, by which excelize names its part.
func (w *Writer) addName(name string) (int, error) {
	if !w.named {
		w.named = true
		return 1, w.file.SetSheetName("Sheet1", name)
	}
	count := w.file.SheetCount
	index, err := w.file.NewSheet(name)
	if err != nil {
		return 0, fmt.Errorf("sheet %q: %w", name, err)
	}
	if index != count { // excelize gives the sheet of that name
		return 0, fmt.Errorf("two sheets are named %q", name)
	}
	return index + 1, nil
}

// addSheet tells excelize of a sheet and of the names that filters and printers look for. It returns the sheet's number.
func (w *Writer) addSheet(s *sheet) (int, error) {
	number, err := w.addName(s.name)
	if err != nil {
		return 0, err
	}
	if err := w.file.AutoFilter(s.name, s.extent(), nil); err != nil {
		return 0, err
	}
	err = w.file.SetDefinedName(&excelize.DefinedName{Name: "_xlnm.Print_Titles", RefersTo: quoted(s.name) + "!$1:$1", Scope: s.name})
	return number, err
}

// coreProperties is the part with the properties of the workbook.
const coreProperties = "docProps/core.xml"

// describe returns the properties of the workbook. Each element has its prefix, as Excel writes it: that the properties' own namespace
// is the one without a prefix means the same, but some programs look for the names and refuse the workbook.
func (w *Writer) describe() (*part, error) {
	created := w.opts.Created
	if created.IsZero() {
		created = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	stamp := created.UTC().Format(time.RFC3339)
	language := map[string]string{"zh": "zh-CN", "en": "en-GB"}[w.opts.Lang]
	p := w.press.add()
	p.chunk = append(p.chunk, `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>`+"\n"+
		`<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"`+
		` xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"`+
		` xmlns:dcmitype="http://purl.org/dc/dcmitype/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">`+
		`<dc:title>`+summaryTitle.In(w.opts.Lang)+`</dc:title><dc:creator>zhenggai</dc:creator><cp:lastModifiedBy>zhenggai</cp:lastModifiedBy>`+
		`<dcterms:created xsi:type="dcterms:W3CDTF">`+stamp+`</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">`+stamp+`</dcterms:modified>`+
		`<dc:language>`+language+`</dc:language></cp:coreProperties>`...)
	return p, p.finish(nil)
}
