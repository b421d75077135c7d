package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"zhenggai/cmd/zhenggai/internal/nightly"
	"zhenggai/extract/dataset"
)

// nightlyFlags are the flags of zhenggai nightly.
type nightlyFlags struct {
	config string
	day    string
	force  bool
	accept bool
}

func newNightlyCommand() *cobra.Command {
	var f nightlyFlags
	cmd := &cobra.Command{
		Use:   "nightly --config FILE",
		Short: "Make a dated dataset of a growing folder, every night",
		Long: `nightly makes a dataset of the sources that its configuration names, in a folder of the day: OUTPUT/2026-01-31. It is written
whole or not at all; the symbolic link OUTPUT/latest then leads to it. Where anything goes wrong, the datasets before and the
link stay as they are, and the next run goes on where this one was.

Documents that have not changed are not extracted again. The sheet changes and changes.md say what differs from the dataset
before; quarantine.tsv lists documents that cannot be read, with the reason, which are tried again when they change.
Logs are JSON lines.

Exit codes: 0 all well; 1 some documents failed, the rest is written; 2 a mistake in the command line, the configuration or
a table; 3 no dataset was written; 4 another run holds the lock.`,
		Example: `  zhenggai nightly init nightly.yaml
  zhenggai nightly --config nightly.yaml
  zhenggai nightly --config nightly.yaml --force`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return f.run(cmd) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.config, "config", "", "configuration file (required)")
	flags.StringVar(&f.day, "date", "", "day that names the dataset, as 2026-01-31; the default is today")
	flags.BoolVar(&f.force, "force", false, "extract all documents, also those that have not changed")
	flags.BoolVar(&f.accept, "accept-withdrawn", false, "write the dataset however many notices are gone")
	cmd.AddCommand(newNightlyInitCommand())
	return cmd
}

func newNightlyInitCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "init [FILE]",
		Short:   "Write a commented configuration",
		Long:    "init writes a configuration whose comments explain each key, to FILE or to standard output. A file that is there is left alone.",
		Example: "  zhenggai nightly init nightly.yaml",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				_, err := cmd.OutOrStdout().Write(nightly.Example())
				return err
			}
			f, err := os.OpenFile(args[0], os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
			if errors.Is(err, os.ErrExist) {
				return &exitError{exitUsage, fmt.Errorf("%s is there already", args[0]), "name another file"}
			}
			if err != nil {
				return &exitError{exitNothing, err, ""}
			}
			_, err = f.Write(nightly.Example())
			return errors.Join(err, f.Close())
		},
	}
}

// outsideJob refuses to write where a nightly job keeps its datasets and what it knows of them: it would take what is written there for
// its own, or lose count.
func outsideJob(flag, path string) error {
	output := nightly.OutputOf(path)
	if output == "" {
		return nil
	}
	err := fmt.Errorf("%s %s: it lies in the output folder of a nightly job, %s", flag, filepath.ToSlash(path), filepath.ToSlash(output))
	return &exitError{exitUsage, err, "name another place; what lies there is of zhenggai nightly alone"}
}

// run carries the command out.
func (f *nightlyFlags) run(cmd *cobra.Command) error {
	if f.config == "" {
		return &exitError{exitUsage, errors.New("no configuration is named"), "zhenggai nightly init nightly.yaml writes one for --config nightly.yaml"}
	}
	if f.day == "" {
		f.day = time.Now().Format(time.DateOnly)
	}
	if _, err := time.Parse(time.DateOnly, f.day); err != nil {
		return &exitError{exitUsage, fmt.Errorf("--date %s: want a day such as 2026-01-31", f.day), ""}
	}
	config, err := nightly.Load(f.config)
	if err != nil {
		return &exitError{exitUsage, err, "zhenggai nightly init prints a configuration that explains the keys"}
	}
	log, closeLog, err := openLog(config.Log, cmd.ErrOrStderr())
	if err != nil {
		return &exitError{exitNothing, err, ""}
	}
	defer closeLog()
	job := &nightly.Job{Config: config, Version: version(), Day: f.day, Force: f.force, AcceptWithdrawn: f.accept, Log: log}
	return f.job(cmd.Context(), job)
}

// job runs the job and tells of it: to the log, to Prometheus, and where no dataset was written to the hook.
func (f *nightlyFlags) job(ctx context.Context, job *nightly.Job) error {
	set, err := loadRules(job.Config.Rules)
	report := nightly.Report{Began: time.Now()}
	if err == nil {
		job.Rules = set
		report, err = job.Run(ctx)
		err = judged(err, report)
	}
	code := exitCodeOf(err)
	if file := job.Config.Metrics; file != "" && code != exitLocked { // the run that holds the lock writes its own
		if failed := nightly.WriteMetrics(file, job.Config.Output, report, code); failed != nil {
			job.Log.Error("metrics", "reason", failed.Error())
		}
	}
	if err == nil {
		return nil
	}
	if code != exitFailures {
		job.Log.Error("no dataset was written", "reason", err.Error(), "exit_code", code)
		job.RunHook(code, err)
	}
	return err
}

// judged gives the error of a run its exit code and a hint.
func judged(err error, r nightly.Report) error {
	var locked *dataset.LockedError
	var withdrawn *nightly.WithdrawnError
	switch {
	case errors.As(err, &locked):
		return &exitError{exitLocked, locked, "wait until it has ended"}
	case errors.As(err, &withdrawn):
		return &exitError{exitNothing, err, "the last dataset stays; --accept-withdrawn writes one without them"}
	case errors.Is(err, nightly.ErrSources):
		return &exitError{exitNothing, err, "the last dataset stays; bring the source back, or take it out of the configuration"}
	case errors.Is(err, context.Canceled):
		return &exitError{exitNothing, errors.New("interrupted"), "the last dataset stays; the next run goes on"}
	case err != nil:
		return &exitError{exitNothing, err, "the last dataset stays; the next run goes on"}
	case r.Failures > 0:
		return &exitError{exitFailures, fmt.Errorf("%d of %d documents failed", r.Failures, r.Documents), "the others are written; quarantine.tsv lists the reasons"}
	}
	return nil
}

func exitCodeOf(err error) int {
	var exit *exitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.code
	}
	return exitUsage
}

// openLog returns a logger of JSON lines to a file, or to w where none is named.
func openLog(file string, w io.Writer) (log *slog.Logger, closer func(), err error) {
	closer = func() {}
	if file != "" {
		f, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o666)
		if err != nil {
			return nil, nil, err
		}
		w, closer = &screen{w: f}, func() { f.Close() }
	}
	return slog.New(slog.NewJSONHandler(w, nil)), closer, nil
}
