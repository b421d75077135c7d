package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"zhenggai/extract/rules"
)

func newRulesCommand() *cobra.Command {
	cmd := &cobra.Command{
		Use:     "rules",
		Short:   "Copy out and check the tables by which notices are read",
		Example: "  zhenggai rules export --empty my-tables labels.tsv\n  zhenggai rules check my-tables",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return &exitError{exitUsage, fmt.Errorf("rules: no command %q", args[0]), "zhenggai rules --help lists the commands"}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newRulesExportCommand(), newRulesCheckCommand(), newRulesExplainCommand(), newRulesConvertCommand())
	return cmd
}

func newRulesExportCommand() *cobra.Command {
	empty := false
	cmd := &cobra.Command{
		Use:   "export DIR [TABLE...]",
		Short: "Copy built-in tables into a folder, to be edited",
		Long: `export copies the built-in tables, or those that are named, into DIR. A file that is there is never overwritten.
convert and dump take the folder by --rules DIR. A copy begins with the line "# replace" and stands for the whole
built-in table, so that what that gains in a later version does not reach you. With --empty the tables have no rows:
the rows that you write are added to the built-in ones, or replace those of the same key; a line -KEY takes one away.
Files of metrics need not be copied: a file metrics/mine.rules with one block adds a metric, or replaces the built-in
one of its code.

The tables are ` + tableList() + `.`,
		Example: `  zhenggai rules export --empty my-tables labels.tsv
  zhenggai rules export my-tables metrics/finance.rules
  zhenggai rules check my-tables
  zhenggai convert notices -o out --rules my-tables`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return &exitError{exitUsage, errors.New("no folder is named: zhenggai rules export DIR [TABLE...]"), ""}
			}
			return nil
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) == 0 {
				return nil, cobra.ShellCompDirectiveFilterDirs
			}
			return tableNames(), cobra.ShellCompDirectiveNoFileComp
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return exportTables(cmd.OutOrStdout(), args[0], args[1:], empty)
		},
	}
	cmd.Flags().BoolVar(&empty, "empty", false, "write the heads of the tables alone, for rows of your own")
	return cmd
}

// tableNames returns the file names of the built-in tables.
func tableNames() []string { return rules.FileNames() }

func tableList() string { return strings.Join(tableNames(), ", ") }

// exportTables copies the named tables, or all of them, into dir. It looks at all of them before it writes the first.
func exportTables(w io.Writer, dir string, names []string, empty bool) error {
	if len(names) == 0 {
		names = tableNames()
		if empty {
			names = slices.DeleteFunc(names, func(name string) bool { return emptyTable(name) == "" })
		}
	}
	slices.Sort(names)
	names = slices.Compact(names)
	for _, name := range names {
		if !slices.Contains(tableNames(), name) {
			return &exitError{exitUsage, fmt.Errorf("no table %q", name), "the tables are " + tableList()}
		}
		if empty && emptyTable(name) == "" {
			return &exitError{exitUsage, fmt.Errorf("%s has no head", name), "write your metrics into a file metrics/mine.rules"}
		}
		if file := filepath.Join(dir, name); exists(file) {
			return &exitError{exitUsage, fmt.Errorf("%s: is there already", filepath.ToSlash(file)), "name another folder, or the tables that you want"}
		}
	}
	if err := copyTables(dir, names, empty); err != nil {
		return &exitError{exitNothing, err, ""}
	}
	fmt.Fprintf(w, "%s → %s\n", counted(len(names), "table"), path.Clean(filepath.ToSlash(dir)))
	return nil
}

func exists(file string) bool {
	_, err := os.Lstat(file)
	return err == nil
}

func copyTables(dir string, names []string, empty bool) error {
	for _, name := range names {
		text, err := rules.Whole(name)
		if err != nil {
			return err
		}
		if empty {
			text = emptyTable(name)
		}
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(file, []byte(text), 0o666); err != nil {
			return err
		}
	}
	return nil
}

// emptyTable returns the head of a table of rows, or "" where a file is none.
func emptyTable(name string) string {
	for _, t := range rules.Tables() {
		if t.Name == name {
			return t.Empty()
		}
	}
	return ""
}
