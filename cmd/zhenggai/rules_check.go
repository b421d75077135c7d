package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"zhenggai/extract/prove"
	"zhenggai/extract/rules"
)

func newRulesCheckCommand() *cobra.Command {
	format := "text"
	cmd := &cobra.Command{
		Use:   "check DIR",
		Short: "Check a folder of tables of your own, and run the examples of its rows",
		Long: `check reads the tables of DIR over the built-in ones, as --rules DIR does, and lists every mistake with its file, line and
column. Then it runs the examples of the rows, which stand in the columns example and counterexample or in
DIR/corpus/TABLE.txt, and in the lines yes and no of metrics: NAME + TEXT shows what the row says, NAME - TEXT holds its words and does not. A row without
examples is a warning; a mistake, and an example that does not hold, gives exit code 2.`,
		Example: `  zhenggai rules check my-tables
  zhenggai rules check my-tables --format json`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return &exitError{exitUsage, errors.New("one folder is to be named: zhenggai rules check DIR"), ""}
			}
			return nil
		},
		ValidArgsFunction: func(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
			return nil, cobra.ShellCompDirectiveFilterDirs
		},
		RunE: func(cmd *cobra.Command, args []string) error { return checkRules(cmd.OutOrStdout(), args[0], format) },
	}
	cmd.Flags().StringVar(&format, "format", format, "text or json")
	cobra.CheckErr(cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions([]string{"text", "json"}, cobra.ShellCompDirectiveNoFileComp)))
	return cmd
}

// checkRules lists what is wrong in a folder of tables.
func checkRules(w io.Writer, dir, format string) error {
	if format != "text" && format != "json" {
		return &exitError{exitUsage, fmt.Errorf("--format %s: want text or json", format), ""}
	}
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return &exitError{exitUsage, fmt.Errorf("%s: no such folder", dir), ""}
	}
	checked, err := prove.Folder(os.DirFS(dir))
	if err != nil {
		return &exitError{exitUsage, fmt.Errorf("%s: %w", dir, err), ""}
	}
	print := printFindings
	if format == "json" {
		print = printFindingsJSON
	}
	mistakes, err := print(w, checked)
	if err == nil && mistakes > 0 {
		return &exitError{exitUsage, fmt.Errorf("%s in %s", counted(mistakes, "mistake"), dir), ""}
	}
	return err
}

// severity is how much a finding weighs.
func severity(f *prove.Finding) string {
	if f.Warning {
		return "warning"
	}
	return "error"
}

// printFindings prints a line for each finding and returns how many are mistakes.
func printFindings(w io.Writer, c prove.Checked) (mistakes int, err error) {
	for i := range c.Findings {
		f := &c.Findings[i]
		if i < rules.MostTold {
			fmt.Fprintf(w, "%s: %s\n", severity(f), f.Error.Error())
		}
		if !f.Warning {
			mistakes++
		}
	}
	if n := len(c.Findings) - rules.MostTold; n > 0 {
		fmt.Fprintf(w, "and %d more; --format json lists all\n", n)
	}
	_, err = fmt.Fprintf(w, "%s and %s, %s, %s\n", counted(c.Rows, "row"), counted(c.Metrics, "metric"), counted(mistakes, "mistake"),
		counted(len(c.Findings)-mistakes, "warning"))
	return mistakes, err
}

// A shownFinding is a finding as JSON.
type shownFinding struct {
	File     string `json:"file"`
	Line     int    `json:"line,omitempty"`
	Column   string `json:"column,omitempty"`
	Severity string `json:"severity"`
	Message  string `json:"message"`
}

// printFindingsJSON prints the findings as an array and returns how many are mistakes.
func printFindingsJSON(w io.Writer, c prove.Checked) (mistakes int, err error) {
	shown := make([]shownFinding, len(c.Findings))
	for i := range c.Findings {
		f := &c.Findings[i]
		shown[i] = shownFinding{f.File, f.Line, f.Column, severity(f), f.Err.Error()}
		if !f.Warning {
			mistakes++
		}
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	return mistakes, e.Encode(shown)
}
