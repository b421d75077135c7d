// Command zhenggai reads published rectification notices (巡视、巡察、督察、审计整改情况通报) and writes what they say as data.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime"
	"runtime/debug"
	"strings"
	"syscall"

	"github.com/spf13/cobra"

	"zhenggai/cmd/zhenggai/internal/limits"
)

// garbage is how much the heap may grow between collections, in per cent. The dictionary and tables live as long as the
// program, so that a collection costs more than the little that a notice leaves behind. The first comes at 40 MB, and so
// none while a run begins: it would take a fifth of the time to the first record.
const garbage = 1000

// heapLimit is how much the heap may hold in bytes before collections come sooner than garbage says, so that some large
// documents at a time do not multiply.
const heapLimit = 190 << 20

func main() {
	largePages()
	debug.SetGCPercent(garbage)
	debug.SetMemoryLimit(heapLimit)
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // the second interrupt ends the program at once
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr))
}

// Exit codes that scripts can use.
const (
	exitFailures = 1 // some documents failed; the rest is written
	exitUsage    = 2 // a mistake in the command line, in a table or in a source
	exitNothing  = 3 // nothing could be written
	exitLocked   = 4 // another run is writing there
)

// An exitError is an error with the exit code that it gives and a hint what to do.
type exitError struct {
	code int
	err  error
	hint string
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

// run carries the command line out and returns the exit code.
func run(ctx context.Context, args []string, in io.Reader, out, errs io.Writer) int {
	shown, told := &screen{w: out}, &screen{w: errs}
	defer shown.flush()
	defer told.flush()
	root := newRootCommand()
	root.SetArgs(args)
	root.SetIn(in)
	root.SetOut(shown)
	root.SetErr(told)
	cmd, err := root.ExecuteContextC(ctx)
	if err == nil {
		return 0
	}
	exit := &exitError{code: exitUsage, err: err, hint: cmd.CommandPath() + " --help says how it is used"}
	errors.As(err, &exit)
	for line := range strings.Lines(err.Error()) { // joined errors stand on a line each
		fmt.Fprintf(told, "error: %s\n", strings.TrimSuffix(line, "\n"))
	}
	if exit.hint != "" {
		fmt.Fprintf(told, "hint: %s\n", exit.hint)
	}
	return exit.code
}

// warn tells of something that did not stop the run, on one line whatever names of files are in it.
func warn(w io.Writer, format string, args ...any) {
	fmt.Fprintf(w, "warning: %s\n", strings.ReplaceAll(fmt.Sprintf(format, args...), "\n", `\n`))
}

func newRootCommand() *cobra.Command {
	root := &cobra.Command{
		Use:   "zhenggai",
		Short: "Read rectification notices and write what they say as data",
		Long: `zhenggai reads published Chinese rectification notices (巡视、巡察、督察、审计整改情况通报) and writes
problems, measures, quantities, policy documents and contacts as a workbook, CSV and JSON,
each row with the words it came from.`,
		Example: `  zhenggai convert notices/ -o out
  zhenggai compare out
  zhenggai dump outline notice.html`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Version:       version(),
	}
	root.AddCommand(newConvertCommand(), newCompareCommand(), newDiffCommand(), newFetchCommand(), newNightlyCommand(), newQueryCommand(), newReportCommand(), newReviewCommand(), newSuggestCommand(), newGoldCommand(), newDumpCommand(), newEvalCommand(), newSchemaCommand(), newRulesCommand(), newLicencesCommand(), newVersionCommand())
	return root
}

// addLimitFlag gives a command the flag --limit.
func addLimitFlag(cmd *cobra.Command, l *limits.Flag) {
	cmd.Flags().Var(l, "limit", "bound what a document may cost: NAME=VALUE, several times; the help lists them")
	var names []string
	for _, name := range limits.Names() {
		names = append(names, name+"=")
	}
	cobra.CheckErr(cmd.RegisterFlagCompletionFunc("limit", cobra.FixedCompletions(names, cobra.ShellCompDirectiveNoSpace|cobra.ShellCompDirectiveNoFileComp)))
}

func newVersionCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the version of the program",
		Example: "  zhenggai version",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintf(cmd.OutOrStdout(), "zhenggai %s %s %s/%s\n", version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
			return err
		},
	}
}

// version returns the version of the module that the command was built from.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}
