package main

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"zhenggai/extract"
	"zhenggai/extract/batch"
	"zhenggai/extract/dataset"
	"zhenggai/extract/source"
	"zhenggai/model"
	"zhenggai/model/webpage"
)

func newRulesExplainCommand() *cobra.Command {
	var rulesDir, lang string
	cmd := &cobra.Command{
		Use:   "explain FILE ID",
		Short: "Say which rules named a quantity, or made a heading a problem",
		Long: `explain reads a notice and says how one of its records came about. Of an indicator, i17, it shows the sentence, what the number
counts, and each part of a metric that was near: the line of its file, the words that it found, and what it lacked or what ruled it
out. Of a problem, p3, it shows what the tables find in its heading. The ids are those of dump and of every dataset. The page of
zhenggai review shows the same beside each record.

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
			if !slices.Contains(dataset.Languages(), lang) {
				return &exitError{exitUsage, fmt.Errorf("--lang %s: want zh or en", lang), ""}
			}
			return explain(cmd.Context(), cmd.OutOrStdout(), cmd.InOrStdin(), args[0], args[1], rulesDir, lang)
		},
	}
	cmd.Flags().StringVar(&rulesDir, "rules", "", "folder of tables to lay over the built-in ones")
	cmd.Flags().StringVar(&lang, "lang", "en", "language of the explanation: zh or en")
	cobra.CheckErr(cmd.RegisterFlagCompletionFunc("lang", cobra.FixedCompletions(dataset.Languages(), cobra.ShellCompDirectiveNoFileComp)))
	return cmd
}

func explain(ctx context.Context, w io.Writer, in io.Reader, file, id, rulesDir, lang string) error {
	set, err := loadRules(rulesDir)
	if err != nil {
		return err
	}
	x := &extract.Extractor{Rules: set}
	doc, err := findDocument(in, file, x, source.Limits{})
	if err != nil {
		return err
	}
	why, err := explained(ctx, x, doc, "", id)
	if err != nil {
		return &exitError{exitUsage, err, "zhenggai dump indicators FILE and dump problems FILE show the ids"}
	}
	_, err = io.WriteString(w, reasons(why, lang))
	return err
}

// explained explains a record. A defect of the program is an error, as where many documents are read.
func explained(ctx context.Context, x *extract.Extractor, doc source.Document, notice, id string) (why *extract.Explanation, err error) {
	defer batch.Caught(&err)
	return x.Explain(ctx, doc, notice, id)
}

// explainer returns what the review page says of how a record of a notice came about: what explain says, read from its source.
func explainer(x *extract.Extractor) func(context.Context, *model.Notice, string) model.Label {
	return func(ctx context.Context, n *model.Notice, id string) model.Label {
		doc, found := sourceOf(n, x)
		if !found {
			return webpage.Say("找不到原始文件，或它已改变："+n.Source.Path, "its source is not there, or has changed: "+n.Source.Path)
		}
		why, err := explained(ctx, x, doc, n.ID, id)
		if err != nil || !explains(why, n) {
			return webpage.Say("程序如今从原始文件中读不出这条记录，请重新转换", "the program does not read this record from the source now: convert it again")
		}
		note := otherRules(why, n)
		return webpage.Say(note.ZH+reasons(why, "zh"), note.EN+reasons(why, "en"))
	}
}

// otherRules says that the dataset was made by other rules than those that explain it, where the record has another name.
func otherRules(why *extract.Explanation, n *model.Notice) model.Label {
	in := why.Indicator
	if in == nil || !slices.ContainsFunc(n.Indicators, func(old model.Indicator) bool {
		return old.ID == why.ID && old.Metric != in.Metric && old.Reviewed == ""
	}) {
		return model.Label{}
	}
	return webpage.Say("数据集是按另一套规则生成的，其中的指标名称不同；以下是现行规则的依据。\n",
		"the dataset was made by other rules, which name this otherwise; what follows is what the rules of now say.\n")
}

// explains reports whether an explanation is of the record of a notice that has its id, and not of another one that another version
// of the program has numbered so.
func explains(why *extract.Explanation, n *model.Notice) bool {
	if in := why.Indicator; in != nil {
		return slices.ContainsFunc(n.Indicators, func(old model.Indicator) bool {
			return old.ID == why.ID && old.Text == in.Text && oneLine(old.Sentence) == oneLine(in.Sentence)
		})
	}
	return slices.ContainsFunc(n.Problems, func(old model.Problem) bool {
		return old.ID == why.ID && (old.Heading == why.Problem.Heading || old.Reviewed != "")
	})
}

// sourceOf finds the document that a notice was read from, in an archive too, if it still has the same bytes.
func sourceOf(n *model.Notice, x *extract.Extractor) (source.Document, bool) {
	file := n.Source.Path
	if !exists(file) {
		file, _, _ = strings.Cut(file, "!")
	}
	finder := source.Finder{Attached: x.Attached, Listed: x.Listed}
	list, err := finder.Find(file)
	if err != nil {
		return source.Document{}, false
	}
	for _, e := range list.Entries {
		for item := range e.Documents(source.Limits{}) {
			if item.Path == n.Source.Path && item.Err == nil {
				return item.Document, fmt.Sprintf("%x", sha256.Sum256(item.Data)) == n.Source.SHA256
			}
		}
	}
	return source.Document{}, false
}

// reasons says in words how a record came about.
func reasons(why *extract.Explanation, lang string) string {
	w := &wording{lang: lang}
	if why.Indicator != nil {
		w.name(why.Indicator)
	} else {
		w.problem(why.Problem)
	}
	return w.String()
}

// A wording is an explanation in a language while it is written.
type wording struct {
	strings.Builder
	lang string
}

// say writes a line: its key, padded as the language needs, and what it says.
func (w *wording) say(zh, en, format string, args ...any) {
	w.WriteString(model.Label{ZH: zh, EN: en}.In(w.lang))
	fmt.Fprintf(w, format+"\n", args...)
}

func (w *wording) in(l model.Label) string { return l.In(w.lang) }

// namings says how a quantity got its name.
var namings = map[string]model.Label{
	"": {ZH: "没有合适的指标", EN: "no metric fits"}, "own": {ZH: "由所在分句命名", EN: "named by its own clause"},
	"part": {ZH: "作为前文总数的一部分命名", EN: "named as a part of what stands before it"},
	"base": {ZH: "由所承接的数字命名", EN: "named by the figure that it goes on from"},
	"lead": {ZH: "由前一分句命名", EN: "named by the clause before it"},
}

func (w *wording) name(e *extract.IndicatorExplanation) {
	w.say("", "", "%s  %s", e.ID, marked(&e.Indicator))
	w.say("计数对象  ", "counts  ", "%s", orDash(e.Counted))
	w.say("所在分句  ", "clause  ", "%s", orDash(e.Clause))
	if e.NameExplanation.From != "" {
		w.say("承接  ", "goes on from  ", "%s", e.NameExplanation.From)
	}
	w.say("指标  ", "metric  ", "%s: %s, %s", orDash(e.Metric), w.in(namings[string(e.How)]), e.Rule)
	for i := range e.Weighings {
		w.weighing(&e.Weighings[i])
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

func (w *wording) weighing(x *extract.Weighing) {
	sign, said := "-", w.in(webpage.Say("合适，但另一条先试", "fits, but another is tried before it"))
	switch {
	case x.Wins:
		sign, said = "+", w.in(webpage.Say("由它命名", "names it"))
	case x.Word != "":
		said = w.in(obstacles[x.Why]) + ": " + x.Word
	case x.Why != "":
		said = w.in(obstacles[x.Why])
	}
	near := w.in(webpage.Say("附近有", "near"))
	fmt.Fprintf(w, "%s %v  %s  %s %s  %s\n", sign, x.At, x.Code, near, orDash(strings.Join(x.Near, "+")), said)
}

// obstacles says what the line of a part that kept it away means.
var obstacles = map[string]model.Label{
	"stated": {ZH: "不用这个单位", EN: "is not stated in"}, "counts": {ZH: "不以此计数", EN: "does not count"},
	"near": {ZH: "附近没有它的词", EN: "none of its words is near"}, "never": {ZH: "不得同时出现", EN: "never with"},
	"unless": {ZH: "上下文中不得有", EN: "unless there is"}, "verb": {ZH: "附近没有它的动词", EN: "none of its verbs is near"},
	"about": {ZH: "上下文未提及其主题", EN: "nothing says that it is about this"},
}

func (w *wording) problem(e *extract.ProblemExplanation) {
	w.say("", "", "%s  %s%s", e.ID, e.Marker, e.Heading)
	w.say("名称  ", "name    ", "%s", e.Name)
	if e.InTable {
		w.say("来自  ", "from    ", "%s", w.in(webpage.Say("表格的一行，或标签之后的文字", "a row of a table, or what stands after a label")))
	}
	if e.Section != "" {
		w.say("所在部分  ", "section ", "%s: %s (%s)", e.Section, e.Role, orDash(strings.Join(e.Roles, ", ")))
	}
	frame := strings.TrimSpace(e.Prefix + " … " + e.Suffix)
	if e.Prefix+e.Suffix == "" {
		frame = "-"
	}
	w.say("框架  ", "frame   ", "%s", frame)
	w.say("问题词  ", "tails   ", "%s", orDash(strings.Join(e.Tails, " ")))
	so := webpage.Say("自身的词不表明问题，由同级标题或表格决定", "its own words state none: the headings beside it, or the table, decide")
	switch {
	case e.Framed:
		so = webpage.Say("框架表明是问题", "its frame states a problem")
	case e.States:
		so = webpage.Say("其中的词表明是问题", "its words state a problem")
	}
	w.say("结论  ", "so      ", "%s", w.in(so))
}
