package eval

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"zhenggai/model"
)

// A Change is what is annotated of how a mention relates to an earlier state, and for what time it is. Its place is the 【】 in Quote.
type Change struct {
	Quote  string
	Change model.Change
	From   string // the words of the mention that the change starts from
	Period string
}

// A Cell is what is annotated of one value of a comparison: the value of a metric in a unit, or none where the notice leaves it open.
type Cell struct {
	Metric, Unit string
	Value        *model.Decimal
}

// open says in a table of cells that the notice has no one value.
const open = "open"

// The tables that lie beside annotations, one row a mention or cell, the base name of the document first.
const (
	changesFile = "changes.tsv"
	cellsFile   = "cells.tsv"
)

// tableRows returns the rows of a table that are of a document, without its name. A file that is not there has none.
func tableRows(path, document string, columns int) ([][]string, error) {
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	var rows [][]string
	for number, line := range slices.Collect(strings.Lines(string(data))) {
		line = strings.TrimRight(line, "\r\n")
		name, rest, _ := strings.Cut(line, "\t")
		if strings.HasPrefix(line, "#") || name != document {
			continue
		}
		row := strings.Split(rest, "\t")
		if len(row) != columns-1 {
			return nil, fmt.Errorf("eval: %s:%d: %d columns, not %d", path, number+1, len(row)+1, columns)
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// readTables reads what the tables beside an annotation say of its document.
func (g *Gold) readTables(dir string) error {
	changes, err := tableRows(filepath.Join(dir, changesFile), g.Document, 5)
	if err != nil {
		return err
	}
	for _, row := range changes {
		g.Changes = append(g.Changes, Change{row[0], model.Change(row[1]), row[2], row[3]})
	}
	cells, err := tableRows(filepath.Join(dir, cellsFile), g.Document, 4)
	if err != nil {
		return err
	}
	for _, row := range cells {
		cell := Cell{Metric: row[0], Unit: row[1]}
		if row[2] != open {
			value, err := model.ParseDecimal(row[2])
			if err != nil {
				return fmt.Errorf("eval: %s: %s: %w", cellsFile, g.Document, err)
			}
			cell.Value = &value
		}
		g.Cells = append(g.Cells, cell)
	}
	return nil
}

// changes judges what is annotated of the changes and times of mentions that are found.
func (c *comparison) changes() {
	byID := make(map[string]*model.Indicator, len(c.n.Indicators))
	for i := range c.n.Indicators {
		byID[c.n.Indicators[i].ID] = &c.n.Indicators[i]
	}
	for _, want := range c.g.Changes {
		span := c.place(want.Quote)
		i := slices.IndexFunc(c.n.Indicators, func(in model.Indicator) bool { return overlap(span, in.Span) > 0 })
		if i < 0 {
			continue // the score of indicators tells it
		}
		got, from := &c.n.Indicators[i], ""
		if start := byID[got.From]; start != nil {
			from = start.Text
		}
		judge := func(k kind, said, given string) {
			c.report.judge(k, compact(want.Quote), fact{compact(said), span}, fact{compact(given), got.Span})
		}
		judge(indicatorChange, string(want.Change), string(got.Change))
		judge(indicatorFrom, want.From, from)
		judge(indicatorPeriod, want.Period, got.Period)
	}
}

// JudgeCells adds to a report how the cells that a comparison gives for the notice agree with the annotated ones. What is planned or outstanding is no
// value of a cell, and one that is not there is open.
func (r *Report) JudgeCells(g *Gold, given []model.Comparison) {
	for _, want := range g.Cells {
		place := want.Metric + " " + want.Unit
		var got fact
		for i := range given {
			c := &given[i]
			if c.Metric == want.Metric && c.Unit == want.Unit && c.Value != nil && c.Status.Counts() {
				got.text = c.Value.String()
			}
		}
		annotated := fact{}
		if want.Value != nil {
			annotated.text = want.Value.String()
		}
		r.judge(cells, place, annotated, got)
	}
}

// comparisonFile is the table of a run that has its cells.
const comparisonFile = "comparison.ndjson"

// readCells reads the cells of a run by the ids of their notices, or nil where the run wrote none.
func readCells(dir string) (map[string][]model.Comparison, error) {
	f, err := os.Open(filepath.Join(dir, comparisonFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("eval: %w", err)
	}
	defer f.Close()
	cells := map[string][]model.Comparison{}
	d := json.NewDecoder(bufio.NewReader(f))
	for d.More() {
		var row struct {
			Notice string         `json:"notice_id"`
			Metric string         `json:"metric"`
			Unit   string         `json:"unit"`
			Value  *model.Decimal `json:"value"`
			Status model.Status   `json:"status"`
		}
		if err := d.Decode(&row); err != nil {
			return nil, fmt.Errorf("eval: %s: %w", f.Name(), err)
		}
		cells[row.Notice] = append(cells[row.Notice], model.Comparison{Metric: row.Metric, Unit: row.Unit, Value: row.Value, Status: row.Status})
	}
	return cells, nil
}
