package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"

	"zhenggai/extract"
	"zhenggai/extract/batch"
	"zhenggai/extract/source"
	"zhenggai/model"
)

func newRulesExplainCommand() *cobra.Command {
	var rulesDir string
	cmd := &cobra.Command{
		Use:   "explain FILE ID",
		Short: "Say which rules named a quantity, or made a heading a problem",
		Long: `explain reads a notice and says how one of its records came about. Of an indicator, i17, it shows the sentence, what the number
counts, and each part of a metric that was near: the line of its file, the words that it found, and what it lacked or what ruled it
out. Of a problem, p3, it shows what the tables find in its heading. The ids are those of dump and of every dataset.

Exit codes: 0 all well; 1 the file cannot be read as a notice; 2 a mistake in the command line or a table, or no such record.`,
		Example: `  zhenggai rules explain notice.html i17
  zhenggai rules explain notice.html p3 --rules my-tables`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return &exitError{exitUsage, errors.New("explain needs a file and a record: zhenggai rules explain FILE i17"), "zhenggai dump indicators FILE shows the ids"}
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return explain(cmd.Context(), cmd.OutOrStdout(), cmd.InOrStdin(), args[0], args[1], rulesDir)
		},
	}
	cmd.Flags().StringVar(&rulesDir, "rules", "", "folder of tables to lay over the built-in ones")
	return cmd
}

func explain(ctx context.Context, w io.Writer, in io.Reader, file, id, rulesDir string) error {
	set, err := loadRules(rulesDir)
	if err != nil {
		return err
	}
	x := &extract.Extractor{Rules: set}
	doc, err := findDocument(in, file, x, source.Limits{})
	if err != nil {
		return err
	}
	why, err := explained(ctx, x, doc, id)
	if err != nil {
		return &exitError{exitUsage, err, "zhenggai dump indicators FILE and dump problems FILE show the ids"}
	}
	out := bufio.NewWriter(w)
	if why.Indicator != nil {
		explainName(out, why.Indicator)
	} else {
		explainProblem(out, why.Problem)
	}
	return out.Flush()
}

// explained explains a record. A defect of the program is an error, as where many documents are read.
func explained(ctx context.Context, x *extract.Extractor, doc source.Document, id string) (why *extract.Explanation, err error) {
	defer batch.Caught(&err)
	return x.Explain(ctx, doc, id)
}

// namings says how a quantity got its name.
var namings = map[string]string{
	"": "no metric fits", "own": "named by its own clause", "part": "named as a part of what stands before it",
	"base": "named by the figure that it goes on from", "lead": "named by the clause before it",
}

func explainName(w io.Writer, e *extract.IndicatorExplanation) {
	fmt.Fprintf(w, "%s  %s\n", e.ID, marked(&e.Indicator))
	fmt.Fprintf(w, "counts  %s\nclause  %s\n", orDash(e.Counted), orDash(e.Clause))
	if e.NameExplanation.From != "" {
		fmt.Fprintf(w, "goes on from  %s\n", e.NameExplanation.From)
	}
	fmt.Fprintf(w, "metric  %s: %s, %s\n", orDash(e.Metric), namings[string(e.How)], e.Rule)
	for i := range e.Weighings {
		explainWeighing(w, &e.Weighings[i])
	}
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// marked is the sentence of an indicator with the mention in 【】.
func marked(in *model.Indicator) string {
	return oneLine(strings.Replace(in.Sentence, in.Text, "【"+in.Text+"】", 1))
}

func explainWeighing(w io.Writer, x *extract.Weighing) {
	sign, said := "-", "fits, but another is tried before it"
	switch {
	case x.Wins:
		sign, said = "+", "names it"
	case x.Word != "":
		said = fmt.Sprintf("%s: %s", obstacles[x.Why], x.Word)
	case x.Why != "":
		said = obstacles[x.Why]
	}
	fmt.Fprintf(w, "%s %v  %s  near %s  %s\n", sign, x.At, x.Code, orDash(strings.Join(x.Near, "+")), said)
}

// obstacles says what the line of a part that kept it away means.
var obstacles = map[string]string{
	"stated": "is not stated in", "counts": "does not count", "near": "none of its words is near", "never": "never with",
	"unless": "unless there is", "verb": "none of its verbs is near", "about": "nothing says that it is about this",
}

func explainProblem(w io.Writer, e *extract.ProblemExplanation) {
	fmt.Fprintf(w, "%s  %s%s\nname    %s\n", e.ID, e.Marker, e.Heading, e.Name)
	if e.InTable {
		fmt.Fprintln(w, "from    a row of a table, or what stands after a label")
	}
	if e.Section != "" {
		fmt.Fprintf(w, "section %s: %s (%s)\n", e.Section, e.Role, orDash(strings.Join(e.Roles, ", ")))
	}
	frame := strings.TrimSpace(e.Prefix + " … " + e.Suffix)
	if e.Prefix+e.Suffix == "" {
		frame = "-"
	}
	fmt.Fprintf(w, "frame   %s\ntails   %s\n", frame, orDash(strings.Join(e.Tails, " ")))
	switch {
	case e.Framed:
		fmt.Fprintln(w, "so      its frame states a problem")
	case e.States:
		fmt.Fprintln(w, "so      its words state a problem")
	default:
		fmt.Fprintln(w, "so      its own words state none: the headings beside it, or the table, decide")
	}
}
