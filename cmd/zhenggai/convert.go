package main

import (
	"context"
	"errors"
	"fmt"
	"io"
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
	limits  limits
}

func newConvertCommand() *cobra.Command {
	var f convertFlags
	cmd := &cobra.Command{
		Use:   "convert SOURCE... -o OUT",
		Short: "Convert notices to a workbook, CSV and JSON",
		Long: `convert reads text, HTML, PDF, OFD, Word, WPS, RTF, ODT and Excel files and writes OUT/dataset.xlsx,
OUT/csv with datapackage.json, OUT/notices/NAME.json, OUT/notices.ndjson and OUT/run.json. A SOURCE is a file, a folder, which is searched
with the folders in it, a glob, in which ** stands for any folders, or - for standard input.

A file may be an archive (ZIP, RAR, TAR), a crawl (WARC) or compressed (gzip, Zstandard, bzip2): what it is, its bytes
say. A page in it is named ARCHIVE!PATH or CRAWL!ADDRESS. Archives may stand in archives. What is encrypted, leads
out of its archive or is beyond a limit fails by itself.

OUT is written whole or not at all: it is replaced when everything has been written, and only if it is empty or was
written by zhenggai.

Exit codes: 0 all well; 1 some documents failed, the rest is written; 2 a mistake in the command line, a table or
a source; 3 nothing could be written.

` + limitsHelp(),
		Example: `  zhenggai convert seeds -o out
  zhenggai convert 'crawl/**/*.html' -o out --lang en
  zhenggai convert notices.zip crawl.warc.gz -o out
  zhenggai convert notices -o out --formats json,csv --rules my-tables`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return &exitError{exitUsage, errors.New("no source is named"), "name one: zhenggai convert SOURCE... -o OUT"}
			}
			return nil
		},
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
	f.limits.addFlag(cmd)
	cobra.CheckErr(cmd.RegisterFlagCompletionFunc("lang", cobra.FixedCompletions([]string{"zh", "en"}, cobra.ShellCompDirectiveNoFileComp)))
	cobra.CheckErr(cmd.RegisterFlagCompletionFunc("formats", cobra.FixedCompletions(allFormats, cobra.ShellCompDirectiveNoFileComp)))
	return cmd
}

// check looks for mistakes in the flags.
func (f *convertFlags) check() error {
	if f.out == "" {
		return &exitError{exitUsage, errors.New("no folder to write is named"), "name one: zhenggai convert SOURCE... -o OUT"}
	}
	if f.jobs < 0 {
		return &exitError{exitUsage, fmt.Errorf("--jobs %d: want 0 or more", f.jobs), ""}
	}
	if len(f.formats) == 0 {
		return &exitError{exitUsage, errors.New("--formats: want some of " + strings.Join(allFormats, ", ")), ""}
	}
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
	list, err := f.find(cmd.InOrStdin(), args, set)
	if err != nil {
		return err
	}
	sum, err := f.stage(cmd, list, set)
	if errors.Is(err, context.Canceled) {
		err = errors.New("interrupted")
	}
	if err != nil {
		return &exitError{exitNothing, err, "nothing was written; " + f.out + " is as it was"}
	}
	return f.report(cmd, sum)
}

// find returns what is to be read, once it is clear that the output folder may be replaced.
func (f *convertFlags) find(in io.Reader, patterns []string, set *rules.Set) (*source.List, error) {
	if err := mayReplace(f.out); err != nil {
		return nil, err
	}
	finder := source.Finder{Stdin: in, Exclude: f.out, Attached: set.Headings.Attached}
	list, err := finder.Find(patterns...)
	if err != nil {
		return nil, &exitError{exitUsage, err, "name text, HTML, PDF, OFD, Word, WPS, RTF, ODT, Excel or archive files, a folder that holds some, or a quoted glob such as 'crawl/**/*.html'"}
	}
	return list, outside(f.out, list)
}

// errNothing says that a run has nothing to write.
var errNothing = errors.New("no document could be read")

// stage writes everything beside the output folder and then puts it in its place.
func (f *convertFlags) stage(cmd *cobra.Command, list *source.List, set *rules.Set) (batch.Summary, error) {
	stage, err := newStage(f.out)
	if err != nil {
		return batch.Summary{}, err
	}
	defer stage.discard()
	bar := newProgress(cmd.ErrOrStderr(), len(list.Entries), f.quiet)
	sum, err := f.write(cmd.Context(), stage.dir, list, set, bar)
	bar.close()
	switch {
	case err != nil:
		return sum, err
	case sum.Notices == 0:
		printFailures(cmd.ErrOrStderr(), sum)
		return sum, errNothing
	case cmd.Context().Err() != nil:
		return sum, cmd.Context().Err()
	}
	return sum, stage.commit()
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
		return nil, &exitError{exitUsage, fmt.Errorf("--rules %s: %w", dir, err), "zhenggai rules export DIR writes the built-in tables, whose first lines explain the columns"}
	}
	return set, nil
}

// write extracts all entries into the folder dir.
func (f *convertFlags) write(ctx context.Context, dir string, list *source.List, set *rules.Set, bar *progress) (batch.Summary, error) {
	named := map[string]string{} // ids of notices to the names of their files
	names := batch.Names()
	writers, err := f.writers(dir, set, func(n *model.Notice) string {
		named[n.ID] = names(n)
		return named[n.ID]
	})
	var sum batch.Summary
	if err == nil {
		extractor := &extract.Extractor{Rules: set, Limits: f.limits.extract}
		sum, err = batch.Run(ctx, list.Entries, writers, batch.Options{
			Extract: extractor.ExtractAll, Jobs: f.jobs, Progress: bar.update, Limits: f.limits.source,
			Time: max(batch.DefaultTime, 4*f.limits.extract.Time), // far behind the extractor's own limit
		})
	}
	for _, w := range writers {
		err = errors.Join(err, w.Close())
	}
	if err != nil {
		return sum, err
	}
	record := newRunRecord(list, sum, named)
	record.Lang = f.lang
	if record.Rules, err = describeRules(f.rules); err != nil {
		return sum, err
	}
	return sum, record.write(dir)
}

// writers opens a writer for each format.
func (f *convertFlags) writers(dir string, set *rules.Set, names func(*model.Notice) string) (writers []model.Writer, err error) {
	tables := model.Tables(set.Names())
	add := func(w model.Writer, failed error) {
		if failed == nil {
			writers = append(writers, w)
		}
		err = errors.Join(err, failed)
	}
	if slices.Contains(f.formats, "json") {
		w, failed := jsonl.New(dir, names)
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

// report says what was done, and fails where documents did.
func (f *convertFlags) report(cmd *cobra.Command, sum batch.Summary) error {
	printFailures(cmd.ErrOrStderr(), sum)
	if !f.quiet {
		printSummary(cmd.OutOrStdout(), sum, f.out)
	}
	if n := len(sum.Failures); n > 0 {
		record := filepath.ToSlash(filepath.Join(f.out, runFile))
		return &exitError{exitFailures, fmt.Errorf("%d of %d documents failed", n, sum.Documents), "the others are written; " + record + " lists the reasons"}
	}
	return nil
}

// shownFailures is how many failures are worth reading on a terminal; run.json has them all.
const shownFailures = 20

func printFailures(w io.Writer, sum batch.Summary) {
	for i, failure := range sum.Failures {
		if i == shownFailures {
			fmt.Fprintf(w, "warning: and %d more\n", len(sum.Failures)-i)
			return
		}
		fmt.Fprintf(w, "warning: %s: %s\n", failure.Path, failure.Reason)
	}
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
