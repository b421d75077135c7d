package main

import (
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"zhenggai/extract"
	"zhenggai/extract/source"
	"zhenggai/model"
)

func newDumpCommand() *cobra.Command {
	var rulesDir string
	cmd := &cobra.Command{
		Use:   "dump VIEW FILE",
		Short: "Prints what is read in one notice, for people who write rules",
		Long:  "dump prints one view of a notice: " + strings.Join(viewNames(), ", ") + ".",
		Example: `  zhenggai dump outline notice.html
  zhenggai dump indicators notice.txt --rules my-tables`,
		Args: cobra.ExactArgs(2),
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) == 0 {
				return viewNames(), cobra.ShellCompDirectiveNoFileComp
			}
			return nil, cobra.ShellCompDirectiveDefault
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return dump(cmd.OutOrStdout(), cmd.InOrStdin(), args[0], args[1], rulesDir)
		},
	}
	cmd.Flags().StringVar(&rulesDir, "rules", "", "folder of tables to lay over the built-in ones")
	return cmd
}

// A view prints one kind of fact of a notice.
type view struct {
	name  string
	print func(w io.Writer, n *model.Notice)
}

var views = []view{
	{"metadata", dumpMetadata},
	{"text", dumpText},
	{"outline", dumpOutline},
	{"problems", dumpProblems},
	{"measures", dumpMeasures},
	{"indicators", dumpIndicators},
	{"totals", dumpTotals},
	{"policies", dumpPolicies},
	{"contacts", dumpContacts},
	{"diagnostics", dumpDiagnostics},
}

func viewNames() []string {
	var names []string
	for _, v := range views {
		names = append(names, v.name)
	}
	return names
}

// dump reads a file and prints a view of it.
func dump(w io.Writer, in io.Reader, name, file, rulesDir string) error {
	i := slices.IndexFunc(views, func(v view) bool { return v.name == name })
	if i < 0 {
		return &exitError{exitUsage, fmt.Errorf("no view %q", name), "the views are " + strings.Join(viewNames(), ", ")}
	}
	set, err := loadRules(rulesDir)
	if err != nil {
		return err
	}
	finder := source.Finder{Stdin: in}
	list, err := finder.Find(file)
	if err != nil {
		return &exitError{exitUsage, err, ""}
	}
	extractor := &extract.Extractor{Rules: set}
	for _, e := range list.Entries {
		doc, err := e.Read(0)
		if err != nil {
			return &exitError{exitUsage, fmt.Errorf("%s: %w", e.Path, err), ""}
		}
		n, err := extractor.Extract(doc)
		if err != nil {
			return &exitError{exitFailures, fmt.Errorf("%s: %w", e.Path, err), ""}
		}
		views[i].print(w, n)
	}
	return nil
}

func dumpMetadata(w io.Writer, n *model.Notice) {
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(w, "%-10s %s\n", name, value)
		}
	}
	line("kind", string(n.Kind))
	for _, reason := range n.KindReasons {
		line("", "  "+reason)
	}
	line("title", n.Title)
	if n.Issuer != nil {
		line("issuer", strings.TrimSpace(n.Issuer.Name+" "+n.Issuer.Type))
	}
	if n.Region != nil {
		line("region", n.Region.Code+" "+n.Place())
	}
	line("published", n.Published)
	line("signed", n.Signed)
	if in := n.Inspection; in != nil {
		line("inspection", strings.Join(strings.Fields(in.Kind+" "+in.Level+" "+in.Round+" "+in.Team), " "))
		line("dates", strings.Join(strings.Fields(in.Start+" – "+in.End+" feedback "+in.Feedback), " "))
	}
	line("source", fmt.Sprintf("%s %s, %d bytes", n.Source.MediaType, n.Source.Charset, n.Source.Bytes))
}

func dumpText(w io.Writer, n *model.Notice) { fmt.Fprintln(w, n.Text) }

func dumpOutline(w io.Writer, n *model.Notice) {
	for _, s := range n.Sections {
		role := ""
		if s.Level == 1 {
			role = "  [" + s.Role + "]"
		}
		fmt.Fprintf(w, "%s%s %s%s\n", strings.Repeat("  ", s.Level-1), s.Marker, s.Title, role)
	}
}

func dumpProblems(w io.Writer, n *model.Notice) {
	aspect := ""
	for _, p := range n.Problems {
		if p.Aspect != aspect {
			aspect = p.Aspect
			fmt.Fprintf(w, "# %s\n", aspect)
		}
		fmt.Fprintf(w, "%-4s %s %s  [%s]\n", p.ID, p.Marker, p.Name, strings.Join(p.Topics, " "))
	}
}

func dumpMeasures(w io.Writer, n *model.Notice) {
	for _, m := range n.Measures {
		title := m.Title
		if m.Marker == "" {
			title = "(" + shorten(m.Text, 30) + ")"
		}
		fmt.Fprintf(w, "%-4s %-4s %s %s\n", m.ID, m.Problem, m.Marker, title)
	}
}

func dumpIndicators(w io.Writer, n *model.Notice) {
	text := []rune(n.Text)
	for _, i := range n.Indicators {
		value := i.Value.String()
		if i.High != nil {
			value += "–" + i.High.String()
		}
		fmt.Fprintf(w, "%-5s %-4s %s %s  %s", i.ID, dash(i.Problem), value, i.Unit, dash(i.Metric))
		if notes := notesOf(&i); notes != "" {
			fmt.Fprintf(w, "  [%s]", notes)
		}
		fmt.Fprintf(w, "  %s\n", inContext(text, i.Span))
	}
}

// notesOf joins what else is known of an indicator.
func notesOf(i *model.Indicator) string {
	var notes []string
	for _, note := range []string{string(i.Bound), string(i.Change), string(i.Status), i.Period} {
		if note != "" {
			notes = append(notes, note)
		}
	}
	if i.From != "" {
		notes = append(notes, "from "+i.From)
	}
	return strings.Join(notes, ", ")
}

// inContext shows a mention in 【】 with the characters round it.
func inContext(text []rune, s model.Span) string {
	const before, after = 12, 8
	shown := string(text[max(0, s[0]-before):s[0]]) + "【" + string(text[s[0]:s[1]]) + "】" + string(text[s[1]:min(len(text), s[1]+after)])
	return strings.ReplaceAll(shown, "\n", "¶")
}

func dumpTotals(w io.Writer, n *model.Notice) {
	values := map[string]string{}
	for _, i := range n.Indicators {
		values[i.ID] = i.Text
	}
	for _, t := range n.Totals {
		var parts []string
		for _, p := range t.Parts {
			parts = append(parts, values[p])
		}
		sign := "="
		if !t.Agrees {
			sign = "≠"
		}
		fmt.Fprintf(w, "%s %s %s\n", values[t.Total], sign, strings.Join(parts, " + "))
	}
}

func dumpPolicies(w io.Writer, n *model.Notice) {
	for _, p := range n.Policies {
		fmt.Fprintf(w, "%-4s %-4s %-11s 《%s》 %s\n", p.ID, dash(p.Problem), dash(p.Action), p.Title, p.Number)
	}
}

func dumpContacts(w io.Writer, n *model.Notice) {
	for _, c := range n.Contacts {
		fmt.Fprintln(w, strings.TrimRight(fmt.Sprintf("%-6s %-8s %s  %s", c.Scope, c.Kind, c.Value, c.Note), " "))
	}
}

func dumpDiagnostics(w io.Writer, n *model.Notice) {
	for _, d := range n.Diagnostics {
		fmt.Fprintf(w, "%-7s %s: %s\n", d.Severity, d.Code, d.Message)
	}
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}

// shorten cuts a text to n characters.
func shorten(s string, n int) string {
	if r := []rune(s); len(r) > n {
		return string(r[:n]) + "…"
	}
	return s
}
