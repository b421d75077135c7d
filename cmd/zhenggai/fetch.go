package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"zhenggai/cmd/zhenggai/internal/limits"
	"zhenggai/extract/dataset"
	"zhenggai/extract/rules"
	"zhenggai/extract/source"
	"zhenggai/extract/source/fetch"
)

// fetchFlags are the flags of zhenggai fetch.
type fetchFlags struct {
	out     string
	rules   string
	contact string
	bytes   size
	quiet   bool
	fetch.Fetcher
}

func newFetchCommand() *cobra.Command {
	f := fetchFlags{Fetcher: fetch.Default, bytes: size(fetch.Default.Bytes)}
	cmd := &cobra.Command{
		Use:   "fetch LIST -o DIR",
		Short: "Fetch notices from the sites that publish them",
		Long: `fetch gets notices from the web and keeps every page as received, so that zhenggai convert DIR reads them.

LIST is a file, or - for standard input, with an entry a line; # begins a comment:

  https://example.org/t2024.html            a notice
  list https://example.org/notices/         a page whose links lead to notices
  list https://example.org/notices/ pages=3 the same, with the two pages behind it

With a notice come the pages on which it goes on and the documents that it has attached. Of a list, the links count
whose words speak of a rectification notice and that stay on the host.

DIR has the files of each host in a folder, laid out as on the site, and index.tsv, which says of every address where its
file is and when it came, or why it failed. A run that was ended in whatever way goes on when it is started again. What is
there is only asked whether it has changed; what has vanished from its site stays.

robots.txt is obeyed, for the name zhenggai, with its crawl-delay. A host is asked for one thing at a time. Hosts without a
public address (10.0.0.1, localhost) are refused, also when a redirect leads there. A proxy would go around this, so that
the proxy of the environment is used only with --proxy-from-env, and then it has to look after that itself.

Exit codes: 0 all well; 1 some pages failed, the others are kept; 2 a mistake in the command line or in LIST;
3 nothing could be fetched or written; 4 another fetch is writing to DIR.`,
		Example: `  zhenggai fetch notices.list -o pages --contact you@example.org
  zhenggai convert pages -o out
  echo 'list https://example.org/notices/ pages=3' | zhenggai fetch - -o pages --delay 5s`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 1 {
				return nil
			}
			err := errors.New("no list is named")
			if len(args) > 1 {
				err = fmt.Errorf("%d lists are named; want one", len(args))
			}
			return &exitError{exitUsage, err, "name one: zhenggai fetch LIST -o DIR"}
		},
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, args[0]) },
	}
	f.addFlags(cmd)
	return cmd
}

func (f *fetchFlags) addFlags(cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVarP(&f.out, "output", "o", "", "folder to keep pages in (required)")
	flags.StringVar(&f.contact, "contact", "", "web or mail address that sites see, so that they can write to you")
	flags.DurationVar(&f.Delay, "delay", f.Delay, "time between two requests to a host; a crawl-delay may make it longer")
	flags.IntVar(&f.Hosts, "hosts", f.Hosts, "hosts that are asked side by side")
	flags.IntVar(&f.Retries, "retries", f.Retries, "how often to ask again where a server is busy or does not answer")
	flags.DurationVar(&f.Timeout, "timeout", f.Timeout, "time for one request")
	flags.Var(&f.bytes, "limit-bytes", "of one file; a larger one is refused")
	flags.BoolVar(&f.NewOnly, "new-only", false, "do not ask whether what is there has changed")
	flags.BoolVar(&f.AllowPrivate, "allow-private", false, "fetch from hosts without a public address too")
	flags.BoolVar(&f.ProxyFromEnv, "proxy-from-env", false, "use the proxy of HTTP_PROXY and HTTPS_PROXY; private addresses are then the proxy's affair")
	flags.StringVar(&f.rules, "rules", "", "folder of tables to lay over the built-in ones")
	flags.BoolVarP(&f.quiet, "quiet", "q", false, "print nothing but errors")
	cobra.CheckErr(cmd.MarkFlagDirname("output"))
}

// A size is a number of bytes as a flag.
type size int64

func (s *size) String() string { return fmt.Sprintf("%dMiB", *s>>20) }
func (s *size) Type() string   { return "SIZE" }

// Set reads a size such as 16MiB.
func (s *size) Set(value string) error {
	n, err := limits.ParseSize(value)
	*s = size(n)
	return err
}

// check looks for mistakes in the flags.
func (f *fetchFlags) check() error {
	mistake := func(format string, args ...any) error {
		return &exitError{exitUsage, fmt.Errorf(format, args...), ""}
	}
	switch {
	case f.out == "":
		return &exitError{exitUsage, errors.New("no folder to keep pages in is named"), "name one: zhenggai fetch LIST -o DIR"}
	case f.Delay < 0:
		return mistake("--delay %s: want 0s or more", f.Delay)
	case f.Hosts < 1:
		return mistake("--hosts %d: want 1 or more", f.Hosts)
	case f.Retries < 0:
		return mistake("--retries %d: want 0 or more", f.Retries)
	case f.Timeout <= 0:
		return mistake("--timeout %s: want a time such as 30s", f.Timeout)
	case len(f.contact) > 200 || strings.ContainsFunc(f.contact, func(r rune) bool { return r > unicode.MaxASCII || !unicode.IsGraphic(r) || r == '(' || r == ')' }):
		return mistake("--contact %q: want a web or mail address", f.contact)
	}
	return nil
}

// run carries the command out.
func (f *fetchFlags) run(cmd *cobra.Command, name string) error {
	if err := f.check(); err != nil {
		return err
	}
	set, err := loadRules(f.rules)
	if err != nil {
		return err
	}
	entries, err := readList(cmd.InOrStdin(), name)
	if err != nil {
		return &exitError{exitUsage, err, "write an address a line, or list ADDRESS [pages=N]"}
	}
	bar := newProgress(cmd.ErrOrStderr(), "page", len(entries), f.quiet)
	fetcher := f.fetcher(set)
	fetcher.Progress = func(done, waiting, failed int) { bar.show(done, done+waiting, failed, 0) }
	sum, err := fetcher.Run(cmd.Context(), f.out, entries)
	bar.end()
	return f.report(cmd, sum, err)
}

// fetcher returns what the flags describe.
func (f *fetchFlags) fetcher(set *rules.Set) *fetch.Fetcher {
	fetcher := f.Fetcher
	fetcher.Bytes = int64(f.bytes)
	fetcher.Agent = "zhenggai/" + strings.Trim(version(), "()")
	if f.contact != "" {
		fetcher.Agent += " (+" + f.contact + ")"
	}
	fetcher.Listed, fetcher.Attached = set.Announces, set.Attachments.Attached
	if fetcher.Delay == 0 {
		fetcher.Delay = -1 // none
	}
	if fetcher.Retries == 0 {
		fetcher.Retries = -1 // none
	}
	return &fetcher
}

// readList reads a list from a file or from standard input.
func readList(in io.Reader, name string) ([]fetch.Entry, error) {
	if name == source.Stdin {
		return fetch.ParseList(in, "standard input")
	}
	f, err := os.Open(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil, fmt.Errorf("%s: no such file", name)
	}
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return fetch.ParseList(f, name)
}

// report says what was done, and fails where pages did.
func (f *fetchFlags) report(cmd *cobra.Command, sum fetch.Summary, err error) error {
	printUnfetched(cmd.ErrOrStderr(), sum.Failures)
	var folder *fetch.FolderError
	switch {
	case errors.Is(err, fetch.ErrLocked):
		return &exitError{exitLocked, err, "wait until it has ended, or name another folder with -o"}
	case errors.As(err, &folder):
		return &exitError{exitUsage, err, "name an empty or new folder with -o, or one that zhenggai fetch has written and is done with"}
	case errors.Is(err, context.Canceled):
		return &exitError{exitFailures, errors.New("interrupted"), "what was fetched is kept; the same command goes on"}
	case err != nil:
		return &exitError{exitNothing, err, "what was fetched before is kept"}
	}
	kept := sum.Fetched + sum.Unchanged
	if !f.quiet && kept > 0 {
		fmt.Fprintf(cmd.OutOrStdout(), "%s fetched, %d unchanged, %d failed → %s\n", counted(sum.Fetched, "page"), sum.Unchanged, len(sum.Failures), filepath.ToSlash(f.out))
	}
	index := filepath.ToSlash(filepath.Join(f.out, "index.tsv"))
	switch n := len(sum.Failures); {
	case n > 0 && kept == 0:
		return &exitError{exitNothing, errors.New("no page could be fetched"), index + " lists the reasons"}
	case n > 0:
		return &exitError{exitFailures, fmt.Errorf("%d of %d addresses failed", n, n+kept), "the others are kept; " + index + " lists the reasons"}
	}
	return nil
}

func printUnfetched(w io.Writer, failures []fetch.Failure) {
	for i, failure := range failures {
		if i == dataset.ShownFailures {
			warn(w, "and %d more", len(failures)-i)
			return
		}
		kept := ""
		if failure.Kept {
			kept = "; the file that was fetched before is kept"
		}
		warn(w, "%s: %s%s", failure.URL, failure.Reason, kept)
	}
}
