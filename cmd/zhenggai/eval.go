package main

import (
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"zhenggai/cmd/zhenggai/internal/whole"
	"zhenggai/model/eval"
	"zhenggai/model/eval/page"
)

// evalBelow is the exit code where a score is below the least that was asked for.
const evalBelow = 1

// evalFlags are the flags of zhenggai eval.
type evalFlags struct {
	print eval.Options
	json  bool
	html  string   // file of the page, "" for none
	min   []string // KIND=F1
}

func newEvalCommand() *cobra.Command {
	var flags evalFlags
	cmd := &cobra.Command{
		Use:   "eval GOLD OUT",
		Short: "Compare a run's output with hand-made annotations",
		Long: `Eval compares the output folder of convert with hand-made annotations and prints, for each
kind of record, how many were hit, missed and extra, and then every difference.

GOLD is an annotation, or a folder that is searched for *.json with its sub-folders. OUT is
the output folder. An annotation and a notice belong together where the annotation's
document is the base name of the file that the notice was read from; notices without an
annotation are not judged, and an annotated notice that OUT lacks counts as missed.

With --html it also writes one HTML file that needs no network: the scores by kind and by
notice, and every difference with the passage of the notice that it is about.

Exit code: 0, 1 where a score is below its --min, 2 where the command cannot be carried out.

Kinds of record:
  ` + strings.Join(eval.KindNames(), "\n  "),
		Example: `  zhenggai convert notices -o out
  zhenggai eval testdata/gold out
  zhenggai eval testdata/gold out --per-notice --quiet
  zhenggai eval testdata/gold out --quiet --min indicators=0.95 --min problems=1
  zhenggai eval testdata/gold out --json > scores.json
  zhenggai eval testdata/gold out --quiet --html scores.html`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) != 2 {
				return &exitError{code: exitUsage, err: errors.New("eval: give the annotations and the output folder: zhenggai eval GOLD OUT")}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return flags.run(cmd.OutOrStdout(), args[0], args[1])
		},
	}
	cmd.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return &exitError{code: exitUsage, err: err} })
	cmd.Flags().StringArrayVar(&flags.min, "min", nil, "exit with 1 where the F1 of a kind is below `KIND=F1` (may be repeated)")
	cmd.Flags().BoolVar(&flags.json, "json", false, "write all scores and differences as JSON")
	cmd.Flags().StringVar(&flags.html, "html", "", "also write the scores and differences as a page to `FILE`")
	cmd.Flags().BoolVar(&flags.print.PerNotice, "per-notice", false, "print a table for every notice as well")
	cmd.Flags().BoolVarP(&flags.print.Quiet, "quiet", "q", false, "do not print the differences")
	return cmd
}

func (f *evalFlags) run(w io.Writer, gold, out string) error {
	least, err := parseLeast(f.min)
	if err != nil {
		return &exitError{code: exitUsage, err: err}
	}
	reports, err := eval.CompareFiles(gold, out)
	if err != nil {
		return &exitError{exitUsage, err, orOlder(err, "")}
	}
	if f.html != "" {
		if err := f.page(out, reports); err != nil {
			return &exitError{exitUsage, fmt.Errorf("eval: %w", err), "name another file with --html"}
		}
	}
	if f.json {
		err = eval.WriteJSON(w, reports)
	} else {
		err = eval.Print(w, reports, f.print)
	}
	if err != nil {
		return &exitError{code: exitUsage, err: err}
	}
	return checkLeast(eval.Sum(reports), least)
}

// page writes the page whole or not at all.
func (f *evalFlags) page(out string, reports []*eval.Report) error {
	full, err := filepath.Abs(out)
	if err != nil {
		return err
	}
	return whole.Write(f.html, func(w io.Writer) error { return page.Write(w, filepath.Base(full), reports) })
}

// A leastScore is the F1 that a kind of record must reach.
type leastScore struct {
	kind string
	f1   float64
}

// parseLeast reads the values of --min.
func parseLeast(values []string) ([]leastScore, error) {
	var least []leastScore
	for _, value := range values {
		kind, number, _ := strings.Cut(value, "=")
		f1, err := strconv.ParseFloat(number, 64)
		if err != nil || !(f1 >= 0 && f1 <= 1) {
			return nil, fmt.Errorf("eval: --min %s: want KIND=F1 with F1 from 0 to 1, such as indicators=0.95", value)
		}
		if !slices.Contains(eval.KindNames(), kind) {
			return nil, fmt.Errorf("eval: --min %s: no kind of record %q; there are %s", value, kind, strings.Join(eval.KindNames(), ", "))
		}
		least = append(least, leastScore{kind, f1})
	}
	return least, nil
}

// checkLeast returns an error that names every kind that is below its least score. A kind of which nothing was judged is
// below any: a test of nothing would always pass.
func checkLeast(sum *eval.Report, least []leastScore) error {
	var errs []error
	for _, l := range least {
		k := sum.Kind(l.kind)
		switch {
		case !k.Judged():
			errs = append(errs, fmt.Errorf("eval: %s: nothing to judge, but --min asks for F1 %v", l.kind, l.f1))
		case k.F1() < l.f1:
			errs = append(errs, fmt.Errorf("eval: %s: F1 %.4f is below %v", l.kind, k.F1(), l.f1))
		}
	}
	if len(errs) == 0 {
		return nil
	}
	return &exitError{code: evalBelow, err: errors.Join(errs...)}
}
