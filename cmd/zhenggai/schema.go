package main

import (
	"bufio"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"zhenggai/extract/dataset"
	"zhenggai/extract/rules"
	"zhenggai/model"
)

func newSchemaCommand() *cobra.Command {
	var tables bool
	cmd := &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of a notice, or what the tables hold",
		Long: `schema prints the JSON Schema of a notice, as notices.ndjson has it; with --tables, in Markdown, every column of every
table of a dataset and every code of metrics, topics and diagnostics.`,
		Example: `  zhenggai schema > notice.schema.json
  zhenggai schema --tables > data-dictionary.md`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if tables {
				return printDictionary(cmd.OutOrStdout(), rules.Default())
			}
			_, err := cmd.OutOrStdout().Write(model.Schema())
			return err
		},
	}
	cmd.Flags().BoolVar(&tables, "tables", false, "print what the tables of a dataset hold")
	return cmd
}

// printDictionary prints what the tables hold, in Markdown.
func printDictionary(w io.Writer, set *rules.Set) error {
	out := bufio.NewWriter(w) // which keeps its first error for Flush
	fmt.Fprintf(out, `# Data dictionary 数据字典

The tables of a dataset are the same in every format: %s. In JSON files notices are records, and the
tables of the whole dataset have a row a line. `+"`zhenggai schema --tables`"+` prints this page. A date may be cut to a month or a year, and an
empty cell is unknown. Rows join by `+"`notice_id`"+` with `+"`problem_id`, `measure_id` or `indicator_id`"+`.
`, strings.Join(dataset.FormatNames(), ", "))
	for _, t := range model.Tables(set.Names()) {
		fmt.Fprintf(out, "\n## %s %s\n\n", t.Name, t.Title.ZH)
		if key := t.Key(); key != nil {
			fmt.Fprintf(out, "Key: %s.\n\n", strings.Join(key, ", "))
		}
		fmt.Fprint(out, "| column | 列 | type | meaning | 含义 | values |\n| --- | --- | --- | --- | --- | --- |\n")
		for _, c := range t.Columns {
			fmt.Fprintf(out, "| `%s` | %s | %s | %s | %s | %s |\n", c.Key, c.Title.ZH, typeOf(c), cellOf(c.Meaning.EN), cellOf(c.Meaning.ZH), valuesOf(c))
		}
	}
	fmt.Fprint(out, "\n## Metrics 指标\n\nA parent counts what its kinds count together.\n\n"+
		"| code | 名称 | name | unit | kind of |\n| --- | --- | --- | --- | --- |\n")
	for _, m := range set.Metrics {
		parent := m.Parent
		if parent != "" {
			parent = "`" + parent + "`"
		}
		fmt.Fprintf(out, "| `%s` | %s | %s | %s | %s |\n", m.Code, cellOf(m.Name.ZH), cellOf(m.Name.EN), cellOf(m.Unit), parent)
	}
	fmt.Fprint(out, "\n## Topics 主题\n\n| code | 名称 | name |\n| --- | --- | --- |\n")
	for _, t := range set.Topics {
		fmt.Fprintf(out, "| `%s` | %s | %s |\n", t.Code, cellOf(t.Name.ZH), cellOf(t.Name.EN))
	}
	printDiagnostics(out, set.Diagnostics.Rows)
	return out.Flush()
}

// printDiagnostics prints what codes of diagnostics say, those with several messages in several rows.
func printDiagnostics(out io.Writer, rows []rules.Diagnostic) {
	fmt.Fprint(out, "\n## Codes of diagnostics 存疑代码\n\n"+
		"The message holds a value in the place of each word in braces; `:q` puts it in quotation marks.\n\n"+
		"| code | severity | message | what to do | 说明 | 如何处理 |\n| --- | --- | --- | --- | --- | --- |\n")
	for _, d := range rows {
		fmt.Fprintf(out, "| `%s` | %s | %s | %s | %s | %s |\n", d.Code, d.Severity, cellOf(d.Message.EN), cellOf(d.Advice.EN), cellOf(d.Message.ZH), cellOf(d.Advice.ZH))
	}
}

// typeOf tells the type of a column, its unit, and whose key it is.
func typeOf(c model.Column) string {
	s := string(c.Type)
	if c.Unit != "" {
		s += ", " + c.Unit
	}
	if c.Ref != "" {
		s += " → " + c.Ref
	}
	return cellOf(s)
}

// valuesOf lists the codes of an enumeration with their names.
func valuesOf(c model.Column) string {
	var list []string
	for _, code := range slices.Sorted(maps.Keys(c.Values)) {
		list = append(list, code+" "+c.Values[code].ZH)
	}
	return cellOf(strings.Join(list, "; "))
}

// cellOf makes a text fit a cell of a Markdown table.
func cellOf(s string) string { return strings.ReplaceAll(s, "|", "\\|") }
