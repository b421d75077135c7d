package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"zhenggai/extract/dataset"
	"zhenggai/model"
	"zhenggai/model/changes"
	"zhenggai/model/jsonl"
)

// diffFlags are the flags of zhenggai diff.
type diffFlags struct {
	format   string
	lang     string
	rules    string
	exitCode bool
}

var diffFormats = []string{"markdown", "csv", "json"}

func newDiffCommand() *cobra.Command {
	var f diffFlags
	cmd := &cobra.Command{
		Use:   "diff OLD NEW",
		Short: "Tell what differs between two datasets",
		Long: `diff compares two datasets that convert or nightly have written (their notices.ndjson): notices that are new, changed,
moved or withdrawn, and indicators that are new, gone or have another value, unit or status.

A notice is known again by its file, else by its address, its content, or its title and issuer; an indicator by its sentence
without the numbers, or else by what it counts.

Exit codes: 0 all well; 1 something differs, with --exit-code; 2 a mistake in the command line, or no dataset.`,
		Example: `  zhenggai diff nightly/2026-01-01 nightly/latest
  zhenggai diff old new --format csv > changes.csv`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return &exitError{exitUsage, errors.New("diff needs two datasets"), "name the folders that convert has written: zhenggai diff OLD NEW"}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd.OutOrStdout(), args[0], args[1]) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.format, "format", "markdown", "how to print: "+strings.Join(diffFormats, ", "))
	flags.StringVar(&f.lang, "lang", "zh", "language of the report: zh or en")
	flags.StringVar(&f.rules, "rules", "", "folder of tables to lay over the built-in ones")
	flags.BoolVar(&f.exitCode, "exit-code", false, "exit with 1 where something differs")
	cobra.CheckErr(cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(diffFormats, cobra.ShellCompDirectiveNoFileComp)))
	cobra.CheckErr(cmd.RegisterFlagCompletionFunc("lang", cobra.FixedCompletions(dataset.Languages(), cobra.ShellCompDirectiveNoFileComp)))
	return cmd
}

func (f *diffFlags) run(w io.Writer, old, now string) error {
	if !slices.Contains(diffFormats, f.format) {
		return &exitError{exitUsage, fmt.Errorf("--format %s: want one of %s", f.format, strings.Join(diffFormats, ", ")), ""}
	}
	if !slices.Contains(dataset.Languages(), f.lang) {
		return &exitError{exitUsage, fmt.Errorf("--lang %s: want %s", f.lang, strings.Join(dataset.Languages(), " or ")), ""}
	}
	set, err := loadRules(f.rules)
	if err != nil {
		return err
	}
	list, err := differences(old, now)
	if err != nil {
		return err
	}
	if err := f.write(w, set.Names(), filepath.ToSlash(old), filepath.ToSlash(now), list); err != nil {
		return err
	}
	if f.exitCode && len(list) > 0 {
		return &exitError{exitFailures, fmt.Errorf("%d differences", len(list)), ""}
	}
	return nil
}

// write writes the differences in the format that the flags name.
func (f *diffFlags) write(w io.Writer, names model.Names, old, now string, list []model.Difference) error {
	table, rows := model.Differences(names)
	switch f.format {
	case "csv":
		return printCSV(w, table, slices.Collect(rows(slices.Values(list))))
	case "json":
		out := bufio.NewWriter(w)
		return errors.Join(jsonl.WriteRows(out, table, rows(slices.Values(list))), out.Flush())
	}
	r := changes.Report{Lang: f.lang, Names: names, Name: now, Before: old, Differences: slices.Values(list)}
	return r.Write(w)
}

// differences returns what differs between two datasets: first by the notices of the newer, then those that are gone.
func differences(old, now string) ([]model.Difference, error) {
	a, err := jsonl.OpenIndex(filepath.Join(old, jsonl.File))
	if err != nil {
		return nil, noDataset(old, err)
	}
	defer a.Close()
	b, err := jsonl.OpenIndex(filepath.Join(now, jsonl.File))
	if err != nil {
		return nil, noDataset(now, err)
	}
	defer b.Close()
	matcher := changes.NewMatcher(keys(a))
	var list []model.Difference
	for i, k := range matcher.Match(keys(b)) {
		more, err := difference(a, b, k, i)
		if err != nil {
			return nil, &exitError{exitUsage, err, ""}
		}
		list = append(list, more...)
	}
	for _, k := range matcher.Left() {
		more, err := difference(a, b, k, -1)
		if err != nil {
			return nil, &exitError{exitUsage, err, ""}
		}
		list = append(list, more...)
	}
	return list, nil
}

// difference compares a notice of each dataset; one of them may be none, -1.
func difference(a, b *jsonl.Index, old, now int) (list []model.Difference, err error) {
	var before, after *model.Notice
	from := ""
	if old >= 0 {
		if before, err = a.Notice(old); err != nil {
			return nil, err
		}
	}
	if now >= 0 {
		if after, err = b.Notice(now); err != nil {
			return nil, err
		}
	}
	if before != nil && after != nil && before.Source.Path != after.Source.Path {
		from = before.Source.Path
	}
	return changes.Compare(before, after, from, false), nil
}

// keys returns what the notices of a dataset are known by.
func keys(x *jsonl.Index) []changes.Key {
	list := make([]changes.Key, len(x.Heads))
	for i, h := range x.Heads {
		list[i] = changes.Key{Path: h.Source.Path, URL: h.Source.URL, ID: h.ID, Title: h.Title, Issuer: h.Issuer.Name}
	}
	return list
}
