package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"path/filepath"

	"github.com/spf13/cobra"

	"zhenggai/cmd/zhenggai/internal/whole"
	"zhenggai/extract/rules"
)

func newRulesConvertCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "convert DIR",
		Short: "Turn the table of metrics of an old folder of rules into blocks",
		Long: `convert reads DIR/` + rules.OldMetrics + `, as metrics were written before they were blocks, and writes blocks of equal effect to
DIR/` + rules.ConvertedFile + `. The table is kept as ` + rules.OldMetrics + `.old. It took the place of all built-in metrics, and so does the
file; take out its first line and the blocks that you have not changed, and what the built-in ones gain reaches you.

Where several metrics fitted, the table took the one with the longest words. Blocks say before which metrics they go; this is worked
out from words that hold each other, so that of a thousand names about one may differ. What is left out is told with its line.

Exit codes: 0 all well; 2 no such table, a mistake in it, or a file that is there already; 3 the folder cannot be written.`,
		Example: "  zhenggai rules convert my-tables",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return &exitError{exitUsage, errors.New("convert needs one folder: zhenggai rules convert DIR"), ""}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return convertRules(cmd.OutOrStdout(), cmd.ErrOrStderr(), args[0])
		},
	}
}

// convertRules converts the table of metrics of a folder. Nothing that is there is overwritten.
func convertRules(w, errs io.Writer, dir string) error {
	table, converted := filepath.Join(dir, rules.OldMetrics), filepath.Join(dir, filepath.FromSlash(rules.ConvertedFile))
	old := table + ".old"
	if !exists(table) {
		return &exitError{exitUsage, fmt.Errorf("%s: no %s in the folder", dir, rules.OldMetrics), "only folders of rules of earlier versions need this"}
	}
	for _, file := range []string{converted, old} {
		if exists(file) {
			return &exitError{exitUsage, fmt.Errorf("%s: is there already", filepath.ToSlash(file)), "move it away, or remove it"}
		}
	}
	blocks, told, err := rules.ConvertMetrics(os.DirFS(dir))
	if err != nil {
		return &exitError{exitUsage, fmt.Errorf("%s: %w", dir, err), "nothing is written; mend the line and try again"}
	}
	for _, line := range told {
		warn(errs, "%v", line)
	}
	if err := replaceTable(table, old, converted, blocks); err != nil {
		return &exitError{exitNothing, err, ""}
	}
	fmt.Fprintf(w, "%s → %s; the table is kept as %s\n", path.Clean(filepath.ToSlash(table)), path.Clean(filepath.ToSlash(converted)), filepath.Base(old))
	return nil
}

// replaceTable writes the blocks and puts the table out of use.
func replaceTable(table, old, converted string, blocks []byte) error {
	if err := os.MkdirAll(filepath.Dir(converted), 0o777); err != nil {
		return err
	}
	write := func(w io.Writer) error {
		_, err := w.Write(blocks)
		return err
	}
	if err := whole.Write(converted, write); err != nil {
		return err
	}
	return os.Rename(table, old)
}
