package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"zhenggai/cmd/zhenggai/internal/limits"
	"zhenggai/extract/dataset"
	"zhenggai/extract/rules"
	"zhenggai/extract/source"
	"zhenggai/model"
	"zhenggai/model/corrections"
)

// convertFlags are the flags of zhenggai convert.
type convertFlags struct {
	out         string
	lang        string
	rules       string
	formats     []string
	jobs        int
	bom         bool
	quiet       bool
	corrections string
	state       string
	force       bool
	limits      limits.Flag
}

// usualOutput is the folder that convert writes where none is named: data of rectification.
const usualOutput = "整改数据"

func newConvertCommand() *cobra.Command {
	var f convertFlags
	cmd := &cobra.Command{
		Use:   "convert SOURCE... [-o OUT]",
		Short: "Convert notices to a workbook, CSV and JSON",
		Long: `convert reads text, Markdown, HTML, CSV, TSV, PDF, OFD, Word, WPS, RTF, ODT and Excel files and writes the folder OUT: the dataset in the formats
below, and run.json, which says what was read, left out and failed. A SOURCE is a file, a folder, which is searched with the folders in
it, a glob, in which ** stands for any folders, or - for standard input.

A file may be an archive (ZIP, RAR, TAR), a crawl (WARC) or compressed (gzip, Zstandard, bzip2): what it is, its bytes
say. A page in it is named ARCHIVE!PATH or CRAWL!ADDRESS. Archives may stand in archives. What is encrypted, leads
out of its archive or is beyond a limit fails by itself.

OUT is written whole or not at all: it is replaced when everything has been written, and only if it is empty or was
written by zhenggai. It may not lie where nightly keeps its datasets. A workbook that somebody has changed since it was written stays
in OUT as dataset.changed-DATE-TIME.xlsx; one that is open has to be closed first.

The tables are the same in every format. How districts compare is part of every dataset; compare, report and query show it.

With --corrections FILE what people have confirmed, corrected, rejected and added on the page of review holds for this run
too; rows say so in the column reviewed, and what cannot be found again for sure is a diagnostic. A line with an unknown code, a
number that is none or any other mistake is passed over; warnings, run.json and the diagnostics of its notice say why.

With --state FILE a run extracts only documents that are new or have changed since the runs before, or all where the
program, its tables or limits have. What it writes is the same.

Exit codes: 0 all well; 1 some documents failed, the rest is written; 2 a mistake in the command line, a table or
a source; 3 nothing could be written; 4 another run is writing to OUT.

` + dataset.FormatsHelp() + "\n\n" + limits.Help(),
		Example: `  zhenggai convert seeds -o out
  zhenggai convert 'crawl/**/*.html' -o out --lang en
  zhenggai convert notices.zip crawl.warc.gz -o out
  zhenggai convert notices -o out --formats json,csv --rules my-tables
  zhenggai convert notices -o out --formats json,xlsx,parquet,sqlite
  zhenggai convert notices -o out --state notices.state`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return &exitError{exitUsage, errors.New("no source is named"), "name one: zhenggai convert SOURCE... [-o OUT]"}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return f.convert(cmd, args) },
	}
	flags := cmd.Flags()
	flags.StringVarP(&f.out, "output", "o", usualOutput, "folder to write")
	flags.StringVar(&f.lang, "lang", "zh", "language of the workbook: zh or en")
	flags.StringVar(&f.rules, "rules", "", "folder of tables to lay over the built-in ones")
	flags.StringSliceVar(&f.formats, "formats", dataset.DefaultFormats(), "what to write: "+strings.Join(dataset.FormatNames(), ", "))
	flags.IntVarP(&f.jobs, "jobs", "j", 0, "documents at a time; 0 means one for each core")
	flags.BoolVar(&f.bom, "csv-bom", false, "begin CSV files with a byte order mark, for old versions of Excel")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "print nothing but errors")
	flags.StringVar(&f.corrections, "corrections", "", "file of corrections that review has written, to lay over the notices")
	flags.StringVar(&f.state, "state", "", "file that remembers what documents gave, so that only what is new or changed is extracted")
	flags.BoolVar(&f.force, "force", false, "extract all documents, whatever --state remembers")
	addLimitFlag(cmd, &f.limits)
	cobra.CheckErr(cmd.RegisterFlagCompletionFunc("lang", cobra.FixedCompletions(dataset.Languages(), cobra.ShellCompDirectiveNoFileComp)))
	cobra.CheckErr(cmd.RegisterFlagCompletionFunc("formats", cobra.FixedCompletions(dataset.FormatNames(), cobra.ShellCompDirectiveNoFileComp)))
	return cmd
}

// check looks for mistakes in the flags.
func (f *convertFlags) check() error {
	if err := outsideJob("-o", f.out); err != nil {
		return err
	}
	if f.state != "" {
		if err := outsideJob("--state", f.state); err != nil {
			return err
		}
	}
	options := f.options()
	if err := options.Check(); err != nil {
		return &exitError{exitUsage, fmt.Errorf("--%w", err), ""}
	}
	if f.corrections != "" {
		if _, err := os.Stat(f.corrections); err != nil {
			return &exitError{exitUsage, fmt.Errorf("--corrections %s: no such file", f.corrections), ""}
		}
	}
	if f.force && f.state == "" {
		return &exitError{exitUsage, errors.New("--force: there is no --state to do without"), ""}
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
	bar := newProgress(cmd.ErrOrStderr(), "document", 0, f.quiet)
	options := f.options()
	options.Rules, options.Progress = set, bar.update
	result, err := dataset.Write(cmd.Context(), f.out, f.sources(cmd.InOrStdin(), args, bar), options)
	bar.end()
	if errors.Is(err, dataset.ErrNothing) {
		printFailures(cmd.ErrOrStderr(), result)
	}
	if err != nil {
		return f.failed(err)
	}
	return f.report(cmd, result)
}

// failed says that nothing was written, and why.
func (f *convertFlags) failed(err error) error {
	if exit, ok := errors.AsType[*exitError](err); ok {
		return exit
	}
	if locked, ok := errors.AsType[*dataset.LockedError](err); ok {
		return &exitError{exitLocked, locked, "wait until it has ended, or name another folder with -o"}
	}
	if foreign, ok := errors.AsType[*dataset.ForeignError](err); ok {
		return &exitError{exitUsage, foreign, remedy(foreign)}
	}
	if open, ok := errors.AsType[*dataset.OpenError](err); ok {
		return &exitError{exitNothing, open, "close it and run again; where no program has it open, remove " + open.Lock}
	}
	if inside, ok := errors.AsType[*dataset.InsideError](err); ok {
		return &exitError{exitUsage, inside, "name another folder with -o"}
	}
	if state, ok := errors.AsType[*dataset.StateError](err); ok {
		if state.Damaged() { // it stays where it is, since --state may name a file of somebody's by mistake
			return &exitError{exitNothing, fmt.Errorf("--%w", state), "move " + f.state + " away, or name another file with --state; " + f.out + " is as it was"}
		}
		err = fmt.Errorf("--%w", state)
	}
	if errors.Is(err, context.Canceled) {
		err = errors.New("interrupted")
	}
	return &exitError{exitNothing, err, "nothing was written; " + f.out + " is as it was"}
}

// remedy says what to do about a folder that must not be replaced.
func remedy(e *dataset.ForeignError) string {
	switch {
	case e.Err != nil:
		return "name another folder with -o"
	case e.File != "":
		return "move the file away, or name another folder with -o"
	}
	return "name an empty or new folder with -o"
}

// sources says what is to be read, and tells the progress how much that is.
func (f *convertFlags) sources(in io.Reader, patterns []string, bar *progress) dataset.Sources {
	return func(finder *source.Finder) (*source.List, error) {
		finder.Stdin = in
		list, err := finder.Find(patterns...)
		if err != nil {
			return nil, &exitError{exitUsage, err, findHint}
		}
		bar.begin(len(list.Entries))
		return list, nil
	}
}

const findHint = "name text, HTML, PDF, OFD, Word, WPS, RTF, ODT, Excel or archive files, a folder that holds some, or a quoted glob such as 'crawl/**/*.html'"

// options returns what the flags say of the dataset.
func (f *convertFlags) options() dataset.Options {
	return dataset.Options{
		Version: version(), RulesDir: f.rules, Corrections: f.corrections, Formats: f.formats, Lang: f.lang, BOM: f.bom, Jobs: f.jobs,
		Limits: f.limits.Limits, State: f.state, Force: f.force,
	}
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

// report says what was done, and fails where documents did.
func (f *convertFlags) report(cmd *cobra.Command, r dataset.Result) error {
	printFailures(cmd.ErrOrStderr(), r)
	printPassedOver(cmd.ErrOrStderr(), f.corrections, r.PassedOver)
	if r.Kept != "" {
		warn(cmd.ErrOrStderr(), "%s was changed since it was written; it stays as %s", f.path(dataset.Workbook), f.path(r.Kept))
	}
	if !f.quiet {
		printSummary(cmd.OutOrStdout(), r, f.out)
		if slices.Contains(f.formats, "xlsx") {
			fmt.Fprintf(cmd.OutOrStdout(), "open %s\n", f.path(dataset.Workbook))
		}
	}
	if r.Failures > 0 {
		return &exitError{exitFailures, fmt.Errorf("%d of %d documents failed", r.Failures, r.Documents), "the others are written; " + f.path(dataset.RunFile) + " lists the reasons"}
	}
	return nil
}

// path returns how people write the path of a file of the dataset.
func (f *convertFlags) path(name string) string { return filepath.ToSlash(filepath.Join(f.out, name)) }

func printFailures(w io.Writer, r dataset.Result) {
	for _, failure := range r.First {
		warn(w, "%s: %s", failure.Path, failure.Reason)
	}
	if more := r.Failures - len(r.First); more > 0 {
		warn(w, "and %d more", more)
	}
}

// printPassedOver tells of the lines of a file of corrections that were passed over.
func printPassedOver(w io.Writer, file string, passed []corrections.PassedOver) {
	for _, line := range passed[:min(len(passed), dataset.ShownFailures)] {
		warn(w, "%s: %v", file, line)
	}
	if more := len(passed) - dataset.ShownFailures; more > 0 {
		warn(w, "%s: and more lines with mistakes", file)
	}
}

func printSummary(w io.Writer, r dataset.Result, out string) {
	others := r.Notices - r.Kinds[model.KindRectification]
	fmt.Fprintf(w, "%s: %s, %s, %s, %s", counted(r.Kinds[model.KindRectification], "notice"), counted(r.Problems, "problem"),
		counted(r.Measures, "measure"), counted(r.Indicators, "indicator"), counted(r.Diagnostics, "doubt"))
	if others > 0 {
		fmt.Fprintf(w, "; %s of another kind", counted(others, "document"))
	}
	if r.Duplicates > 0 {
		fmt.Fprintf(w, "; %s left out", counted(r.Duplicates, "duplicate"))
	}
	if r.Copies > 0 {
		fmt.Fprintf(w, "; %d published elsewhere too", r.Copies)
	}
	if r.Recalled > 0 {
		fmt.Fprintf(w, "; %s as before", counted(r.Recalled, "document"))
	}
	if r.Corrected > 0 {
		fmt.Fprintf(w, "; %s", counted(r.Corrected, "correction"))
	}
	if r.Conflicts > 0 {
		fmt.Fprintf(w, "; %s of corrections, see the diagnostics", counted(r.Conflicts, "conflict"))
	}
	if r.Strays > 0 {
		fmt.Fprintf(w, "; %s of notices that are not here", counted(r.Strays, "correction"))
	}
	fmt.Fprintf(w, " → %s\n", filepath.ToSlash(out))
	printUnread(w, r.Unread)
}

// shownEndings is how many endings of files that are not read the terminal names.
const shownEndings = 6

// printUnread tells of the files that were left out for their endings, the commonest first.
func printUnread(w io.Writer, unread map[string]int) {
	endings := slices.SortedFunc(maps.Keys(unread), func(a, b string) int {
		return cmp.Or(cmp.Compare(unread[b], unread[a]), cmp.Compare(a, b))
	})
	if len(endings) == 0 {
		return
	}
	var told []string
	for _, e := range endings[:min(len(endings), shownEndings)] {
		told = append(told, fmt.Sprintf("%d %s", unread[e], e))
	}
	others := 0
	for _, e := range endings[len(told):] {
		others += unread[e]
	}
	if others > 0 {
		told = append(told, counted(others, "other"))
	}
	fmt.Fprintf(w, "not read: %s → %s\n", strings.Join(told, ", "), dataset.RunFile)
}

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
