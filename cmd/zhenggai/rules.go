package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
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
		Short:   "Copy out the tables by which notices are read",
		Example: "  zhenggai rules export my-tables metrics/finance.rules",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) > 0 {
				return &exitError{exitUsage, fmt.Errorf("rules: no command %q", args[0]), "zhenggai rules --help lists the commands"}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newRulesExportCommand(), newRulesExplainCommand())
	return cmd
}

func newRulesExportCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "export DIR [TABLE...]",
		Short: "Copy built-in tables into a folder, to be edited",
		Long: `export copies the built-in tables, or those that are named, into DIR. A file that is there is never overwritten.
convert and dump take the folder by --rules DIR. A table in it replaces the built-in one of its name, so keep those
that you edit and remove the others: what they gain in a later version then reaches you. Files of metrics need not be
copied: a file metrics/mine.rules with one block adds a metric, or replaces the built-in one of its code.

The tables are ` + tableList() + `.`,
		Example: `  zhenggai rules export my-tables metrics/finance.rules
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
			return exportTables(cmd.OutOrStdout(), args[0], args[1:])
		},
	}
}

// tableNames returns the file names of the built-in tables.
func tableNames() []string { return rules.FileNames() }

func tableList() string { return strings.Join(tableNames(), ", ") }

// exportTables copies the named tables, or all of them, into dir. It looks at all of them before it writes the first.
func exportTables(w io.Writer, dir string, names []string) error {
	if len(names) == 0 {
		names = tableNames()
	}
	slices.Sort(names)
	names = slices.Compact(names)
	for _, name := range names {
		if !slices.Contains(tableNames(), name) {
			return &exitError{exitUsage, fmt.Errorf("no table %q", name), "the tables are " + tableList()}
		}
		if file := filepath.Join(dir, name); exists(file) {
			return &exitError{exitUsage, fmt.Errorf("%s: is there already", filepath.ToSlash(file)), "name another folder, or the tables that you want"}
		}
	}
	if err := copyTables(dir, names); err != nil {
		return &exitError{exitNothing, err, ""}
	}
	fmt.Fprintf(w, "%s → %s\n", counted(len(names), "table"), path.Clean(filepath.ToSlash(dir)))
	return nil
}

func exists(file string) bool {
	_, err := os.Lstat(file)
	return err == nil
}

func copyTables(dir string, names []string) error {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return err
	}
	for _, name := range names {
		data, err := fs.ReadFile(rules.Files(), name)
		if err != nil {
			return err
		}
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o777); err != nil {
			return err
		}
		if path.Ext(name) != ".tsv" {
			data = append([]byte("# replace\n"), data...)
		}
		if err := os.WriteFile(file, data, 0o666); err != nil {
			return err
		}
	}
	return nil
}
