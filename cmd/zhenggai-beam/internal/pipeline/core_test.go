package pipeline

import (
	"bufio"
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"zhenggai/extract"
	"zhenggai/extract/batch"
	"zhenggai/extract/source"
	"zhenggai/model"
	"zhenggai/model/compare"
	"zhenggai/model/jsonl"
)

// A core is what the core makes of sources on one machine: lines of files by folder, sorted.
type core struct {
	mu      sync.Mutex // outcomes and notices come from a goroutine each
	folders map[string][]string
	tables  []*model.Table
	t       *testing.T
}

// Write adds a notice.
func (c *core) Write(n *model.Notice) error {
	c.value(Records, n)
	for _, table := range c.tables {
		c.rows(table, slices.Collect(table.Rows(n))...)
	}
	return nil
}

func (c *core) rows(table *model.Table, rows ...model.Row) {
	var b bytes.Buffer
	w := bufio.NewWriter(&b)
	if err := jsonl.WriteRows(w, table, slices.Values(rows)); err != nil {
		c.t.Fatal(err)
	}
	w.Flush()
	c.add(Tables+"/"+table.Name, b.String())
}

func (c *core) add(folder, lines string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for line := range strings.Lines(lines) {
		c.folders[folder] = append(c.folders[folder], line)
	}
}

func (c *core) value(folder string, v any) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		c.t.Fatal(err)
	}
	c.add(folder, b.String())
}

// converted does what zhenggai convert does, without looking for copies, which the pipeline does not.
func converted(t *testing.T, o Options) map[string][]string {
	t.Helper()
	tools, err := newTools(o)
	if err != nil {
		t.Fatal(err)
	}
	collector, err := compare.New(tools.compared)
	if err != nil {
		t.Fatal(err)
	}
	defer collector.Close()
	list, err := tools.find("")
	if err != nil {
		t.Fatal(err)
	}
	c := &core{folders: map[string][]string{}, tables: tools.tables, t: t}
	for _, skip := range list.Skipped {
		c.value(Skipped, skip)
	}
	x := &extract.Extractor{Rules: tools.rules, Limits: o.Extract}
	_, err = batch.Run(t.Context(), list.Entries, []batch.Sink{c, collector}, batch.Options{
		Extract: x.ExtractAll, Limits: o.Source, Outcome: c.outcome,
	})
	if err != nil {
		t.Fatal(err)
	}
	c.compare(collector, tools.rules.Names())
	for _, lines := range c.folders {
		slices.Sort(lines)
	}
	return c.folders
}

func (c *core) outcome(o batch.Outcome) error {
	switch {
	case o.Failure != nil:
		c.value(Failures, o.Failure)
	case o.Duplicate != nil:
		c.value(Duplicates, o.Duplicate)
	case o.Skip != nil:
		c.value(Skipped, o.Skip)
	}
	return nil
}

func (c *core) compare(collector *compare.Collector, names model.Names) {
	var tables [3]bytes.Buffer
	var to [3]*bufio.Writer
	for i := range tables {
		to[i] = bufio.NewWriter(&tables[i])
	}
	err := collector.Tell(nil, compare.Report{
		District:   printer(to[0], model.Districts, names),
		Comparison: printer(to[1], model.Comparisons, names),
		Topic:      printer(to[2], model.TopicShares, names),
	})
	if err != nil {
		c.t.Fatal(err)
	}
	for i, table := range comparedTables {
		to[i].Flush()
		c.add(Tables+"/"+table, tables[i].String())
	}
}

// outputOf reads what a job wrote as NDJSON: lines by folder, sorted.
func outputOf(t *testing.T, dir string) map[string][]string {
	t.Helper()
	folders := map[string][]string{}
	for _, file := range files(t, dir) {
		if filepath.Ext(file) != ".ndjson" {
			continue
		}
		data, err := os.ReadFile(filepath.Join(dir, file))
		if err != nil {
			t.Fatal(err)
		}
		folder := filepath.ToSlash(filepath.Dir(file))
		folders[folder] = slices.AppendSeq(folders[folder], strings.Lines(string(data)))
	}
	for folder, lines := range folders {
		if len(lines) == 0 {
			delete(folders, folder) // files without rows
		}
		slices.Sort(lines)
	}
	return folders
}

// files returns the files in a folder, relative to it.
func files(t *testing.T, dir string) []string {
	t.Helper()
	var all []string
	err := filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			rel, _ := filepath.Rel(dir, path)
			all = append(all, rel)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// options returns those of a job that writes to a folder of the test.
func options(t *testing.T, sources ...string) Options {
	return Options{
		Sources: sources, Output: filepath.Join(t.TempDir(), "out"), Shards: 4, Formats: []string{NDJSON},
		Extract: extract.Limits{}, Source: source.Limits{}, Time: batch.DefaultTime,
	}
}
