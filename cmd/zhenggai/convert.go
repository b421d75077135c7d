package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"zhenggai/extract"
	"zhenggai/extract/batch"
	"zhenggai/extract/rules"
	"zhenggai/extract/source"
	"zhenggai/model"
	"zhenggai/model/csvdir"
	"zhenggai/model/jsonl"
	"zhenggai/model/xlsx"
)

// runFile marks a folder as written by zhenggai and says how it came about.
const runFile = "run.json"

// workbook is the file name of the workbook.
const workbook = "dataset.xlsx"

// allFormats are the values of --formats.
var allFormats = []string{"json", "csv", "xlsx"}

// convertFlags are the flags of zhenggai convert.
type convertFlags struct {
	out     string
	lang    string
	rules   string
	formats []string
	jobs    int
	bom     bool
	quiet   bool
}

func newConvertCommand() *cobra.Command {
	var f convertFlags
	cmd := &cobra.Command{
		Use:   "convert SOURCE... -o OUT",
		Short: "Converts notices to a workbook, CSV and JSON",
		Long: `convert reads text and HTML files and writes OUT/dataset.xlsx, OUT/csv with datapackage.json,
OUT/notices/NAME.json, OUT/notices.ndjson and OUT/run.json. A SOURCE is a file, a folder, which is searched
with the folders in it, a glob, in which ** stands for any folders, or - for standard input.

OUT is written whole or not at all: it is replaced when everything has been written, and only if it is empty or was
written by zhenggai.

Exit codes: 0 all well; 1 some documents failed, the rest is written; 2 a mistake in the command line, a table or
a source; 3 nothing could be written.`,
		Example: `  zhenggai convert seeds -o out
  zhenggai convert 'crawl/**/*.html' -o out --lang en
  zhenggai convert notices -o out --formats json,csv --rules my-tables`,
		Args: cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return f.convert(cmd, args) },
	}
	flags := cmd.Flags()
	flags.StringVarP(&f.out, "output", "o", "", "folder to write (required)")
	flags.StringVar(&f.lang, "lang", "zh", "language of the workbook: zh or en")
	flags.StringVar(&f.rules, "rules", "", "folder of tables to lay over the built-in ones")
	flags.StringSliceVar(&f.formats, "formats", allFormats, "what to write")
	flags.IntVarP(&f.jobs, "jobs", "j", 0, "documents at a time; 0 means one for each core")
	flags.BoolVar(&f.bom, "csv-bom", false, "begin CSV files with a byte order mark, for old versions of Excel")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "print nothing but errors")
	cobra.CheckErr(cmd.MarkFlagRequired("output"))
	cobra.CheckErr(cmd.RegisterFlagCompletionFunc("lang", cobra.FixedCompletions([]string{"zh", "en"}, cobra.ShellCompDirectiveNoFileComp)))
	cobra.CheckErr(cmd.RegisterFlagCompletionFunc("formats", cobra.FixedCompletions(allFormats, cobra.ShellCompDirectiveNoFileComp)))
	return cmd
}

func (f *convertFlags) check() error {
	if f.lang != "zh" && f.lang != "en" {
		return &exitError{exitUsage, fmt.Errorf("--lang %s: want zh or en", f.lang), ""}
	}
	for _, format := range f.formats {
		if !slices.Contains(allFormats, format) {
			return &exitError{exitUsage, fmt.Errorf("--formats %s: want some of %s", format, strings.Join(allFormats, ", ")), ""}
		}
	}
	return nil
}

// convert carries the command out.
func (f *convertFlags) convert(cmd *cobra.Command, args []string) error {
	if err := f.check(); err != nil {
		return err
	}
	set, err := loadRules(f.rules)
	if err != nil {
		return err
	}
	if err := mayReplace(f.out); err != nil {
		return err
	}
	finder := source.Finder{Stdin: cmd.InOrStdin(), Exclude: f.out}
	list, err := finder.Find(args...)
	if err != nil {
		return &exitError{exitUsage, err, "name text or HTML files, a folder that holds some, or a quoted glob such as 'crawl/**/*.html'"}
	}
	stage, err := newStage(f.out)
	if err != nil {
		return &exitError{exitNothing, err, ""}
	}
	defer stage.discard()
	sum, err := f.write(cmd.Context(), stage.dir, list, set, newProgress(cmd.ErrOrStderr(), len(list.Entries), f.quiet))
	if err != nil {
		return &exitError{exitNothing, err, "the folder " + f.out + " is as it was"}
	}
	if err := stage.commit(); err != nil {
		return &exitError{exitNothing, err, "the folder " + f.out + " is as it was"}
	}
	return f.report(cmd, sum)
}

// loadRules returns the built-in tables, with those of a folder laid over them.
func loadRules(dir string) (*rules.Set, error) {
	if dir == "" {
		return rules.Default(), nil
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, &exitError{exitUsage, fmt.Errorf("--rules %s: no such folder", dir), ""}
	}
	set, err := rules.Load(os.DirFS(dir))
	if err != nil {
		return nil, &exitError{exitUsage, fmt.Errorf("--rules %s: %w", dir, err), "see extract/rules/README.md for the columns of each table"}
	}
	return set, nil
}

// write extracts all entries into the folder dir.
func (f *convertFlags) write(ctx context.Context, dir string, list *source.List, set *rules.Set, bar *progress) (sum batch.Summary, err error) {
	writers, err := f.writers(dir, set)
	defer func() {
		for _, w := range writers {
			err = errors.Join(err, w.Close())
		}
		bar.close()
		if err == nil {
			err = writeRun(dir, f, list, sum)
		}
	}()
	if err != nil {
		return sum, err
	}
	extractor := &extract.Extractor{Rules: set}
	return batch.Run(ctx, list.Entries, writers, batch.Options{
		Extract: extractor.Extract, Jobs: f.jobs, Progress: bar.update,
	})
}

// writers opens a writer for each format.
func (f *convertFlags) writers(dir string, set *rules.Set) (writers []model.Writer, err error) {
	tables := model.Tables(set.Names())
	add := func(w model.Writer, failed error) {
		if failed == nil {
			writers = append(writers, w)
		}
		err = errors.Join(err, failed)
	}
	if slices.Contains(f.formats, "json") {
		w, failed := jsonl.New(dir, batch.Names())
		add(w, failed)
	}
	if slices.Contains(f.formats, "csv") {
		w, failed := csvdir.New(dir, tables, csvdir.Options{BOM: f.bom, Lang: f.lang})
		add(w, failed)
	}
	if slices.Contains(f.formats, "xlsx") {
		w, failed := xlsx.New(filepath.Join(dir, workbook), tables, xlsx.Options{Lang: f.lang})
		add(w, failed)
	}
	return writers, err
}

// A runRecord is what run.json says. It holds no times, so that the same run gives the same bytes.
type runRecord struct {
	Program string        `json:"program"`
	Version string        `json:"version"`
	Formats []string      `json:"formats"`
	Summary batch.Summary `json:"summary"`
	Skipped []skipped     `json:"skipped,omitempty"`
}

// skipped is a file that was found and not read.
type skipped struct {
	Path   string `json:"path"`
	Reason string `json:"reason"`
}

func writeRun(dir string, f *convertFlags, list *source.List, sum batch.Summary) error {
	record := runRecord{Program: "zhenggai", Version: version(), Formats: f.formats, Summary: sum}
	for _, s := range list.Skipped {
		record.Skipped = append(record.Skipped, skipped{s.Path, s.Reason})
	}
	data, err := json.MarshalIndent(record, "", " ")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(dir, runFile), append(data, '\n'), 0o666)
}

// mayReplace refuses an output folder that holds something that zhenggai did not write.
func mayReplace(out string) error {
	entries, err := os.ReadDir(out)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil
	case err != nil:
		return &exitError{exitUsage, fmt.Errorf("%s: is no folder that can be written", out), "name another folder with -o"}
	case len(entries) == 0 || exists(filepath.Join(out, runFile)):
		return nil
	}
	return &exitError{exitUsage, fmt.Errorf("%s: the folder holds files that zhenggai did not write", out), "name an empty or new folder with -o"}
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// report says what was done, and fails where documents did.
func (f *convertFlags) report(cmd *cobra.Command, sum batch.Summary) error {
	errs := cmd.ErrOrStderr()
	for _, failure := range sum.Failures {
		fmt.Fprintf(errs, "error: %s: %s\n", failure.Path, failure.Reason)
	}
	if !f.quiet {
		printSummary(cmd.OutOrStdout(), sum, f.out)
	}
	if n := len(sum.Failures); n > 0 {
		return &exitError{exitFailures, fmt.Errorf("%d of %d documents failed", n, sum.Documents), "the others are written; " + runFile + " lists the reasons"}
	}
	return nil
}

func printSummary(w io.Writer, sum batch.Summary, out string) {
	others := sum.Notices - sum.Kinds[model.KindRectification]
	fmt.Fprintf(w, "%s: %s, %s, %s, %s", counted(sum.Kinds[model.KindRectification], "notice"), counted(sum.Problems, "problem"),
		counted(sum.Measures, "measure"), counted(sum.Indicators, "indicator"), counted(sum.Diagnostics, "doubt"))
	if others > 0 {
		fmt.Fprintf(w, "; %s of another kind", counted(others, "document"))
	}
	if n := len(sum.Duplicates); n > 0 {
		fmt.Fprintf(w, "; %s left out", counted(n, "duplicate"))
	}
	fmt.Fprintf(w, " → %s\n", filepath.ToSlash(out))
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
