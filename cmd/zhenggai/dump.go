package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/mattn/go-runewidth"
	"github.com/spf13/cobra"

	"zhenggai/cmd/zhenggai/internal/limits"
	"zhenggai/extract"
	"zhenggai/extract/batch"
	"zhenggai/extract/source"
	"zhenggai/model"
)

func newDumpCommand() *cobra.Command {
	var rulesDir string
	var bounds limits.Flag
	cmd := &cobra.Command{
		Use:   "dump VIEW FILE",
		Short: "Print what is read in one notice, for people who write rules",
		Long: `dump reads one text, Markdown, HTML, CSV, TSV, PDF, OFD, Word, WPS, RTF, ODT or Excel file, or - for standard input, and prints one view of it.
The views are ` + strings.Join(viewNames(), ", ") + `.

Exit codes: 0 all well; 1 the file cannot be read as a notice; 2 a mistake in the command line or a table.

` + limits.Help(),
		Example: `  zhenggai dump outline notice.html
  zhenggai dump indicators notice.txt --rules my-tables`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) != 2 {
				return &exitError{exitUsage, errors.New("dump needs a view and a file: zhenggai dump VIEW FILE"), viewsHint()}
			}
			return nil
		},
		ValidArgsFunction: func(_ *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) == 0 {
				return viewNames(), cobra.ShellCompDirectiveNoFileComp
			}
			return nil, cobra.ShellCompDirectiveDefault
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			return dump(cmd.Context(), cmd.OutOrStdout(), cmd.InOrStdin(), args[0], args[1], rulesDir, &bounds)
		},
	}
	cmd.Flags().StringVar(&rulesDir, "rules", "", "folder of tables to lay over the built-in ones")
	addLimitFlag(cmd, &bounds)
	return cmd
}

// A view prints one kind of fact of a notice.
type view struct {
	name  string
	print func(w io.Writer, n *model.Notice)
}

// views returns all views: those that are laid out for people, and the rows of what kinds of record are left.
func views() []view {
	list := slices.Clone(laidOut)
	for kind := range model.RecordKinds() {
		table := tableOf(kind)
		if table != nil && !slices.ContainsFunc(list, func(v view) bool { return v.name == kind.Name() }) {
			list = append(list, view{kind.Name(), func(w io.Writer, n *model.Notice) { dumpRows(w, table, n) }})
		}
	}
	return append(list, view{"json", dumpJSON})
}

var laidOut = []view{
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

// tableOf returns the table of a kind of record, or nil where it has none.
func tableOf(kind *model.RecordKind) *model.Table {
	for _, table := range model.Tables(model.Names{}) {
		if table.Name == kind.Name() {
			return table
		}
	}
	return nil
}

func viewsHint() string { return "the views are " + strings.Join(viewNames(), ", ") }

func viewNames() []string {
	var names []string
	for _, v := range views() {
		names = append(names, v.name)
	}
	return names
}

// dump reads a file and prints a view of it.
func dump(ctx context.Context, w io.Writer, in io.Reader, name, file, rulesDir string, bounds *limits.Flag) error {
	all := views()
	i := slices.IndexFunc(all, func(v view) bool { return v.name == name })
	if i < 0 {
		return &exitError{exitUsage, fmt.Errorf("no view %q", name), viewsHint()}
	}
	set, err := loadRules(rulesDir)
	if err != nil {
		return err
	}
	notices, err := readNotices(ctx, in, file, &extract.Extractor{Rules: set, Limits: bounds.Extract}, bounds.Source)
	if err != nil {
		return err
	}
	out := bufio.NewWriter(w)
	for k, n := range notices {
		if len(notices) > 1 && name != "json" {
			fmt.Fprintf(out, "== notice %d of %d: %s\n", k+1, len(notices), n.Title)
		}
		all[i].print(out, n)
	}
	return out.Flush()
}

// readNotices reads the notices of the one document that a pattern names.
func readNotices(ctx context.Context, in io.Reader, pattern string, x *extract.Extractor, limits source.Limits) ([]*model.Notice, error) {
	doc, err := findDocument(in, pattern, x, limits)
	if err != nil {
		return nil, err
	}
	all, err := extracted(ctx, x, doc)
	if err != nil {
		return nil, &exitError{exitFailures, fmt.Errorf("%s: %w", pattern, err), ""}
	}
	return all, nil
}

// findDocument returns the one document that a pattern names.
func findDocument(in io.Reader, pattern string, x *extract.Extractor, limits source.Limits) (source.Document, error) {
	finder := source.Finder{Stdin: in, Attached: x.Attached, Listed: x.Listed}
	list, err := finder.Find(pattern)
	if err != nil {
		return source.Document{}, &exitError{exitUsage, err, "name a text, HTML, PDF, Word, WPS, RTF or ODT file, or - for standard input"}
	}
	return onlyDocument(pattern, list, limits)
}

// extracted reads the notices of a document. A defect of the program is an error, as where many documents are read.
func extracted(ctx context.Context, x *extract.Extractor, doc source.Document) (all []*model.Notice, err error) {
	defer batch.Caught(&err)
	return x.ExtractAll(ctx, doc)
}

// onlyDocument reads the one document that was found.
func onlyDocument(pattern string, list *source.List, limits source.Limits) (doc source.Document, err error) {
	found := 0
	for _, e := range list.Entries {
		for item := range e.Documents(limits) {
			switch {
			case item.Err != nil:
				return doc, &exitError{exitFailures, fmt.Errorf("%s: %w", item.Path, item.Err), ""}
			case item.Skip == "":
				doc = item.Document
				found++
			}
		}
	}
	if found != 1 {
		return doc, &exitError{exitUsage, fmt.Errorf("%s: %d documents; dump prints one", pattern, found), "name one of them"}
	}
	return doc, nil
}

// A grid prints rows whose columns stand under each other on a screen.
type grid struct {
	rows [][]string
}

func (g *grid) add(cells ...string) { g.rows = append(g.rows, cells) }

// width counts the cells of a screen that a text takes: two for a Chinese character. Curly quotation marks and the
// like count one, whatever the language of the screen, so that the print is the same everywhere.
func width(s string) int {
	return (&runewidth.Condition{StrictEmojiNeutral: true}).StringWidth(s)
}

// write writes the rows. The last column is not padded.
func (g *grid) write(w io.Writer) {
	var widths []int
	for _, row := range g.rows {
		widths = append(widths, make([]int, max(0, len(row)-len(widths)))...)
		for i, cell := range row {
			widths[i] = max(widths[i], width(cell))
		}
	}
	for _, row := range g.rows {
		var line strings.Builder
		for i, cell := range row {
			line.WriteString(cell)
			line.WriteString(strings.Repeat(" ", widths[i]-width(cell)+2))
		}
		fmt.Fprintln(w, strings.TrimRight(line.String(), " "))
	}
}

// dumpJSON prints the record as convert writes it.
func dumpJSON(w io.Writer, n *model.Notice) {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", " ")
	if err := enc.Encode(n); err != nil {
		panic(err) // a Notice holds nothing that JSON cannot say
	}
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
		line("issuer", strings.Join(strings.Fields(n.Issuer.Name+" "+n.Issuer.Type+" "+n.Issuer.Level), " "))
	}
	if n.Region != nil {
		line("region", n.Region.Code+" "+n.Place())
		if now := n.Region.Now; now != nil {
			line("", "  "+now.Since+" "+now.Code+" "+now.Name)
		}
	}
	line("published", n.Published)
	line("signed", n.Signed)
	if in := n.Inspection; in != nil {
		line("inspection", strings.Join(strings.Fields(strings.Join(append([]string{in.Kind, in.Level, in.Round, in.Team}, in.Subtypes...), " ")), " "))
		line("with", strings.Join(in.With, " "))
		line("dates", datesOf(in))
	}
	line("source", fmt.Sprintf("%s %s, %d bytes", n.Source.MediaType, n.Source.Charset, n.Source.Bytes))
}

// datesOf says when an inspection took place and when it fed back, as far as the notice does.
func datesOf(in *model.Inspection) string {
	dates := in.Start
	if in.End != "" {
		dates += " – " + in.End
	}
	if in.Feedback != "" {
		dates += " feedback " + in.Feedback
	}
	return strings.TrimSpace(dates)
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
		fmt.Fprintf(w, "%-4s %s %s", p.ID, p.Marker, p.Name)
		if len(p.Topics) > 0 {
			fmt.Fprintf(w, "  [%s]", strings.Join(p.Topics, " "))
		}
		fmt.Fprintln(w)
	}
}

func dumpMeasures(w io.Writer, n *model.Notice) {
	var g grid
	for _, m := range n.Measures {
		title := m.Title
		if title == "" {
			title = "(" + model.Shorten(m.Text, 30) + ")"
		}
		g.add(m.ID, m.Problem, dash(m.Marker), title)
	}
	g.write(w)
}

func dumpIndicators(w io.Writer, n *model.Notice) {
	var g grid
	text := []rune(n.Text)
	for i := range n.Indicators {
		in := &n.Indicators[i]
		value := in.Value.String()
		if in.High != nil {
			value += "–" + in.High.String()
		}
		g.add(in.ID, dash(in.Problem), value+" "+in.Unit, dash(in.Metric), dash(in.Subject), inContext(text, in.Span), notesOf(in))
	}
	g.write(w)
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
	if len(notes) == 0 {
		return ""
	}
	return "[" + strings.Join(notes, ", ") + "]"
}

// inContext shows a mention in 【】 with the characters round it.
func inContext(text []rune, s model.Span) string {
	const before, after = 12, 8
	shown := string(text[max(0, s[0]-before):s[0]]) + "【" + model.Shorten(string(text[s[0]:s[1]]), 30) + "】" + string(text[s[1]:min(len(text), s[1]+after)])
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
	var g grid
	for _, p := range n.Policies {
		g.add(p.ID, dash(p.Problem), dash(p.Action), "《"+p.Title+"》"+p.Number)
	}
	g.write(w)
}

func dumpContacts(w io.Writer, n *model.Notice) {
	var g grid
	for _, c := range n.Contacts {
		g.add(c.Scope, c.Kind, c.Value, c.Note)
	}
	g.write(w)
}

func dumpDiagnostics(w io.Writer, n *model.Notice) {
	var g grid
	text := []rune(n.Text)
	for _, d := range n.Diagnostics {
		context := ""
		if d.Span != nil {
			context = inContext(text, *d.Span)
		}
		g.add(d.Severity, d.Code, d.Message, context)
	}
	g.write(w)
}

// dumpRows prints the rows of a table but for what all rows of a notice have.
func dumpRows(w io.Writer, table *model.Table, n *model.Notice) {
	var g grid
	for row := range table.Rows(n) {
		var cells []string
		for i, c := range table.Columns {
			if c.Key != "notice_id" && c.Key != "place" {
				cells = append(cells, dash(row[i].String()))
			}
		}
		g.add(cells...)
	}
	g.write(w)
}

func dash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
