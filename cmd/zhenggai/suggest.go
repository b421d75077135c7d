package main

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"zhenggai/extract/rules"
	"zhenggai/model/corrections"
)

// suggestFlags are the flags of zhenggai suggest.
type suggestFlags struct {
	least int
	rules string
}

func newSuggestCommand() *cobra.Command {
	var f suggestFlags
	cmd := &cobra.Command{
		Use:   "suggest CORRECTIONS",
		Short: "Turn repeated corrections into proposals for rules",
		Long: `suggest reads a file of corrections and prints a metric, as a block of rules, for each name that people have given to quantities of
the same subject and unit several times, with a clause that must be named so, and one that must not where somebody rejected
one. The blocks are proposals: a person looks at them, widens or narrows their words, and lays them over the built-in ones. A block
with a code that is known takes the place of the built-in metric, so add its lines there as a part that begins with or.

Exit codes: 0 all well; 2 a mistake in the command line, or a file that cannot be read.`,
		Example: `  zhenggai suggest corrections.ndjson
  mkdir -p my-tables/metrics && zhenggai suggest corrections.ndjson > my-tables/metrics/mine.rules`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return &exitError{exitUsage, errors.New("suggest needs a file of corrections"), "zhenggai suggest corrections.ndjson"}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.run(cmd.OutOrStdout(), cmd.ErrOrStderr(), args[0])
		},
	}
	cmd.Flags().IntVar(&f.least, "least", 2, "how many corrections it takes for a proposal")
	cmd.Flags().StringVar(&f.rules, "rules", "", "folder of tables to lay over the built-in ones")
	return cmd
}

func (f *suggestFlags) run(w, errs io.Writer, file string) error {
	set, err := loadRules(f.rules)
	if err != nil {
		return err
	}
	if _, err := os.Stat(file); err != nil {
		return &exitError{exitUsage, err, "review writes such files"}
	}
	list, passed, err := corrections.ReadFile(file, nil) // a metric that the tables do not know may be what is proposed
	if err != nil {
		return &exitError{exitUsage, err, ""}
	}
	printPassedOver(errs, file, passed)
	for _, s := range corrections.Suggest(list, f.least) {
		fmt.Fprintf(w, "# %d corrections: %s\n", s.Count, oneLine(strings.Join(s.Examples, " / ")))
		fmt.Fprintln(w, proposal(set, s))
	}
	return nil
}

// proposal is a block of metrics/*.rules. The names of a metric that the rules do not know are its code, to be filled in.
func proposal(set *rules.Set, s corrections.Suggestion) string {
	name := set.Names().Metrics[s.Metric]
	unit := s.Unit
	for _, m := range set.Metrics {
		if m.Code == s.Metric {
			unit = m.Unit
			break
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %s  %q  in %s\n", s.Metric, oneWord(cmp.Or(name.ZH, s.Metric)), oneLine(cmp.Or(name.EN, s.Metric)), unit)
	for _, line := range []struct{ key, said string }{
		{"stated", s.Unit},
		{"counts", oneWord(s.Subject)},
		{"near", oneWord(s.Subject)},
		{"yes", oneLine(s.Examples[0])},
		{"no", cmp.Or(oneLine(s.Counter), "?")},
	} {
		fmt.Fprintf(&b, "  %-7s %s\n", line.key, line.said)
	}
	return b.String()
}

// oneWord makes a text fit where words are parted by blanks.
func oneWord(s string) string { return strings.Join(strings.Fields(s), "") }

// oneLine makes a text fit a field of a table.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }
