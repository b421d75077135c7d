package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"zhenggai/cmd/zhenggai/internal/limits"
	"zhenggai/cmd/zhenggai/internal/whole"
	"zhenggai/extract/dataset"
	"zhenggai/model/report"
)

// reportFlags are the flags of zhenggai report.
type reportFlags struct {
	output string
	title  string
	lang   string
	rules  string
	limit  string
}

func newReportCommand() *cobra.Command {
	f := reportFlags{}
	cmd := &cobra.Command{
		Use:   "report OUT",
		Short: "Write a dataset as one page to show",
		Long: `report reads a dataset that convert has written (its notices.ndjson) and writes one HTML file: an overview, districts in
order of what they state, distributions, topics, and a table of all indicators whose rows unfold to the sentences they
come from. The file needs no network and no other file, in Chinese and English.

A page of more than --most bytes of rows would be of no use in a browser: it then lists those that comparisons come of, and
others while there is room, and says how many it leaves out.

Exit codes: 0 all well; 2 a mistake in the command line or a table, or no dataset; 3 the file cannot be written.`,
		Example: `  zhenggai report out
  zhenggai report out -o guangdong.html --title 广东省2021年整改通报 --lang zh`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return &exitError{exitUsage, errors.New("report needs one dataset"), "name the folder that convert has written: zhenggai report OUT"}
			}
			return nil
		},
		RunE: func(_ *cobra.Command, args []string) error { return f.run(args[0]) },
	}
	flags := cmd.Flags()
	flags.StringVarP(&f.output, "output", "o", "report.html", "file to write")
	flags.StringVar(&f.title, "title", "", "title of the page (default the name of the folder)")
	flags.StringVar(&f.lang, "lang", "zh", "language in which the page opens: zh or en")
	flags.StringVar(&f.limit, "most", "12MiB", "size of the rows that the page lists at most")
	flags.StringVar(&f.rules, "rules", "", "folder of tables to lay over the built-in ones")
	cobra.CheckErr(cmd.RegisterFlagCompletionFunc("lang", cobra.FixedCompletions(dataset.Languages(), cobra.ShellCompDirectiveNoFileComp)))
	return cmd
}

func (f *reportFlags) run(out string) error {
	if !slices.Contains(dataset.Languages(), f.lang) {
		return &exitError{exitUsage, fmt.Errorf("--lang %s: want %s", f.lang, strings.Join(dataset.Languages(), " or ")), ""}
	}
	most, err := limits.ParseSize(f.limit)
	if err != nil {
		return &exitError{exitUsage, fmt.Errorf("--most %w", err), ""}
	}
	if err := outsideDataset("-o", f.output); err != nil {
		return err
	}
	set, err := loadRules(f.rules)
	if err != nil {
		return err
	}
	if f.title == "" {
		full, err := filepath.Abs(out)
		if err != nil {
			return &exitError{exitUsage, err, ""}
		}
		f.title = filepath.Base(full)
	}
	r, err := report.New(report.Options{Options: dataset.CompareOptions(set), Names: set.Names(), Lang: f.lang, Title: f.title, Bytes: int(most)})
	if err != nil {
		return &exitError{exitNothing, err, ""}
	}
	defer r.Close()
	copies, err := dataset.Read(out, r.Write)
	if err != nil {
		return noDataset(out, err)
	}
	if err := whole.Write(f.output, func(w io.Writer) error { return r.Print(w, copies) }); err != nil {
		return &exitError{exitNothing, err, "name another file with -o"}
	}
	return nil
}

// outsideDataset refuses a file in the folder of a dataset, which the next run replaces, or refuses to replace for that file.
func outsideDataset(flag, file string) error {
	if _, err := os.Stat(filepath.Join(filepath.Dir(file), dataset.RunFile)); err != nil {
		return nil
	}
	return &exitError{exitUsage, fmt.Errorf("%s %s: the folder is a dataset, which every run replaces as a whole", flag, filepath.ToSlash(file)), "name a file somewhere else"}
}
