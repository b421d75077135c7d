package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"os/user"
	"path/filepath"
	"slices"

	"github.com/cli/browser"
	"github.com/spf13/cobra"

	"zhenggai/cmd/zhenggai/review"
	"zhenggai/extract"
	"zhenggai/extract/dataset"
)

// reviewFlags are the flags of zhenggai review.
type reviewFlags struct {
	address     string
	corrections string
	who         string
	lang        string
	rules       string
	stay        bool
}

func newReviewCommand() *cobra.Command {
	var f reviewFlags
	cmd := &cobra.Command{
		Use:   "review OUT",
		Short: "Read a dataset beside its notices, and correct it",
		Long: `review serves a page on this computer, and opens it in the browser: each notice with its records marked in the text, to be
confirmed, corrected, rejected or added; a list with filters; and a queue of what is doubtful. It reads OUT/notices.ndjson, which
convert writes.

Corrections are added to the file of --corrections, which convert and nightly lay over every later run. Two people may use the
same file at once. Nothing is ever removed from it: undoing is a line of its own. A form with an unknown code, a number that is
none or any other mistake is refused; lines of the file that have one are passed over and listed on the page of notices.

The page is served to this computer only, and only by the address that is printed: it has a key, new with each start, that other
users of the computer do not know. A browser is given one that holds good once. With an --address of another kind others can reach
the page over the network, without encryption, so that whoever sees the traffic can read and correct as well.

Exit codes: 0 all well; 2 a mistake in the command line, or no dataset; 3 the page cannot be served.`,
		Example: `  zhenggai review out
  zhenggai review out --corrections team.ndjson --who 李明 --no-browser
  zhenggai convert notices -o out --corrections corrections.ndjson`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 1 {
				return &exitError{exitUsage, errors.New("review needs one dataset"), "name the folder that convert has written: zhenggai review OUT"}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error { return f.run(cmd, args[0]) },
	}
	flags := cmd.Flags()
	flags.StringVar(&f.address, "address", "127.0.0.1:0", "address to serve on; port 0 is any that is free")
	flags.StringVar(&f.corrections, "corrections", "corrections.ndjson", "file to which corrections are added")
	flags.StringVar(&f.who, "who", "", "who corrects (default the name of the user)")
	flags.StringVar(&f.lang, "lang", "zh", "language in which the page opens: zh or en")
	flags.StringVar(&f.rules, "rules", "", "folder of tables to lay over the built-in ones")
	flags.BoolVar(&f.stay, "no-browser", false, "open no browser")
	cobra.CheckErr(cmd.RegisterFlagCompletionFunc("lang", cobra.FixedCompletions(dataset.Languages(), cobra.ShellCompDirectiveNoFileComp)))
	return cmd
}

func (f *reviewFlags) run(cmd *cobra.Command, out string) error {
	if !slices.Contains(dataset.Languages(), f.lang) {
		return &exitError{exitUsage, fmt.Errorf("--lang %s: want zh or en", f.lang), ""}
	}
	set, err := loadRules(f.rules)
	if err != nil {
		return err
	}
	if f.who == "" {
		if u, err := user.Current(); err == nil {
			f.who = u.Username
		}
	}
	if info, err := os.Stat(filepath.Dir(f.corrections)); err != nil || !info.IsDir() {
		return &exitError{exitUsage, fmt.Errorf("--corrections %s: no such folder", f.corrections), ""}
	}
	if err := outsideDataset("--corrections", f.corrections); err != nil {
		return err
	}
	server, err := review.New(review.Options{
		Dataset: out, Corrections: f.corrections, Who: f.who, Lang: f.lang, Rules: dataset.CorrectionRules(set), Time: extract.DefaultLimits.Time,
		Explain: explainer(&extract.Extractor{Rules: set}),
	})
	if err != nil {
		return noDataset(out, err)
	}
	defer server.Close()
	listener, err := net.Listen("tcp", f.address)
	if err != nil {
		return &exitError{exitNothing, fmt.Errorf("--address %s: %w", f.address, err), "name another port, or 127.0.0.1:0 for any that is free"}
	}
	host := listener.Addr().String()
	if exposed(listener.Addr()) {
		warn(cmd.ErrOrStderr(), "--address %s: computers that can reach %s can open the page with its key, and nothing is encrypted: "+
			"whoever sees the traffic can read the notices, take the key, and correct", f.address, host)
	}
	fmt.Fprintf(cmd.OutOrStdout(), "%s\ncorrections go to %s; Ctrl-C ends\n", server.Address(host), filepath.ToSlash(f.corrections))
	if !f.stay {
		if err := browser.OpenURL(server.AddressOnce(host)); err != nil {
			warn(cmd.ErrOrStderr(), "no browser was opened: %v", err)
		}
	}
	if err := server.Serve(cmd.Context(), listener); err != nil {
		return &exitError{exitNothing, err, ""}
	}
	return nil
}

// exposed reports whether other computers may reach an address.
func exposed(a net.Addr) bool {
	tcp, ok := a.(*net.TCPAddr)
	return !ok || !tcp.IP.IsLoopback()
}
