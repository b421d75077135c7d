package main

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/mattn/go-runewidth"
	"github.com/spf13/cobra"

	"zhenggai/extract/dataset"
	"zhenggai/model"
	"zhenggai/model/sqlite"
)

// queryFlags are the flags of zhenggai query.
type queryFlags struct {
	format  string
	timeout time.Duration
}

var queryFormats = []string{"text", "csv", "json"}

func newQueryCommand() *cobra.Command {
	var f queryFlags
	cmd := &cobra.Command{
		Use:   "query OUT SQL",
		Short: "Ask a dataset a question in SQL",
		Long: `query carries out one SQL statement over OUT/dataset.sqlite, which convert writes with --formats sqlite, and prints the
answer. OUT may also be the file itself. Nothing is changed: a statement that does more than read the tables is refused, and so is
one that reads or writes another file. A statement that takes longer than --timeout is ended.

Tables are those of the dataset; the table dictionary explains their columns. The views indicator_wide and
district_metric join what most questions need, and the table search finds words in headings, measures and sentences.

Exit codes: 0 all well; 2 a mistake in the command line or in the statement, or no such dataset; 3 the statement was ended
before the answer was complete.`,
		Example: `  zhenggai convert notices -o out --formats json,xlsx,sqlite
  zhenggai query out "select county, value, unit from district_metric where metric = 'education.school_places' order by value desc"
  zhenggai query out "select kind, text from search where text match '公办学位'" --format csv`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return &exitError{exitUsage, errors.New("query needs a dataset and a statement"), "zhenggai query OUT 'select count(*) from indicators'"}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return f.run(cmd.Context(), cmd.OutOrStdout(), args[0], args[1])
		},
	}
	cmd.Flags().StringVar(&f.format, "format", "text", "how to print: "+strings.Join(queryFormats, ", "))
	cmd.Flags().DurationVar(&f.timeout, "timeout", time.Minute, "time for the statement")
	cobra.CheckErr(cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(queryFormats, cobra.ShellCompDirectiveNoFileComp)))
	return cmd
}

func (f *queryFlags) run(ctx context.Context, w io.Writer, out, statement string) error {
	if !slices.Contains(queryFormats, f.format) {
		return &exitError{exitUsage, fmt.Errorf("--format %s: want one of %s", f.format, strings.Join(queryFormats, ", ")), ""}
	}
	if f.timeout <= 0 {
		return &exitError{exitUsage, fmt.Errorf("--timeout %s: want a time such as 30s", f.timeout), ""}
	}
	path := out
	if info, err := os.Stat(out); err == nil && info.IsDir() {
		path = filepath.Join(out, sqlite.File)
	}
	r, err := sqlite.Open(path)
	if errors.Is(err, fs.ErrNotExist) {
		return &exitError{exitUsage, fmt.Errorf("%s: no %s", filepath.ToSlash(out), sqlite.File), "make one: zhenggai convert SOURCE... -o OUT --formats " + strings.Join(slices.Concat(dataset.DefaultFormats(), dataset.FormatsWith(sqlite.File)), ",")}
	}
	if err != nil {
		return &exitError{exitUsage, err, orOlder(err, "")}
	}
	return f.failed(f.ask(ctx, r, statement, w))
}

// grace is how long a statement may go on that was told to end. SQLite looks for that between the steps of a statement, of which
// one may take long: a word that is sought in a text of a gigabyte.
const grace = 2 * time.Second

// ask prints the answer to a statement, as far as there is one. It returns in time, also where SQLite does not.
func (f *queryFlags) ask(ctx context.Context, r *sqlite.Reader, statement string, w io.Writer) error {
	ctx, stop := context.WithTimeout(ctx, f.timeout)
	defer stop()
	if f.format == "csv" {
		w = asData(w)
	}
	answer := bufio.NewWriter(w)
	p := f.printer(answer)
	answered := make(chan error, 1)
	go func() {
		answered <- errors.Join(r.Query(ctx, statement, p.head, p.row), p.flush(), answer.Flush(), r.Close())
	}()
	select {
	case err := <-answered:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-answered:
		return err
	case <-time.After(grace):
		return ctx.Err()
	}
}

// failed gives an error of a statement its exit code and a hint.
func (f *queryFlags) failed(err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, context.DeadlineExceeded):
		return &exitError{exitNothing, fmt.Errorf("the statement took longer than %v and was ended; the answer is not complete", f.timeout), "ask for less, or give it more time with --timeout"}
	case errors.Is(err, context.Canceled):
		return &exitError{exitNothing, errors.New("interrupted; the answer is not complete"), ""}
	case errors.Is(err, sqlite.ErrChange):
		return &exitError{exitUsage, err, "query only reads; copy the database and use another program to change the copy"}
	}
	return &exitError{exitUsage, err, "zhenggai query OUT 'select name, sql from sqlite_schema' lists tables, views and their columns"}
}

// A answerPrinter prints the answer to a question.
type answerPrinter struct {
	head  func([]string) error
	row   func([]any) error
	flush func() error
}

func (f *queryFlags) printer(w *bufio.Writer) answerPrinter {
	switch f.format {
	case "csv":
		return csvAnswer(w)
	case "json":
		return jsonAnswer(w)
	}
	return textAnswer(w)
}

// answerText prints a value of an answer; nothing for NULL.
func answerText(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	case []byte:
		return string(v)
	}
	return fmt.Sprint(v)
}

func answerTexts(values []any) []string {
	texts := make([]string, len(values))
	for i, v := range values {
		texts[i] = answerText(v)
	}
	return texts
}

func csvAnswer(w io.Writer) answerPrinter {
	out := csv.NewWriter(w)
	return answerPrinter{
		out.Write,
		func(values []any) error { return out.Write(answerTexts(values)) },
		func() error { out.Flush(); return out.Error() },
	}
}

// jsonAnswer prints an object for each line, with its columns in their order.
func jsonAnswer(w *bufio.Writer) answerPrinter {
	var names []string
	return answerPrinter{
		func(columns []string) error {
			for _, c := range columns {
				name, err := json.Marshal(c)
				if err != nil {
					return err
				}
				names = append(names, string(name))
			}
			return nil
		},
		func(values []any) error {
			for i, v := range values {
				if b, ok := v.([]byte); ok {
					v = string(b)
				}
				value, err := json.Marshal(v)
				if err != nil {
					return err
				}
				w.WriteString(map[bool]string{true: "{", false: ","}[i == 0] + names[i] + ":" + string(value))
			}
			_, err := w.WriteString("}\n")
			return err
		},
		func() error { return nil },
	}
}

// textAnswer prints aligned columns, when all lines are known.
func textAnswer(w io.Writer) answerPrinter {
	var lines [][]string
	add := func(texts []string) error {
		for i, s := range texts {
			texts[i] = runewidth.Truncate(strings.Join(strings.Fields(model.Printable(s)), " "), widestAnswer, "…")
		}
		lines = append(lines, texts)
		return nil
	}
	return answerPrinter{
		func(columns []string) error { return add(slices.Clone(columns)) },
		func(values []any) error { return add(answerTexts(values)) },
		func() error {
			if len(lines) > 0 {
				printAligned(w, lines)
			}
			return nil
		},
	}
}

// widestAnswer is how many columns of a terminal a value takes at most as text.
const widestAnswer = 80
