package changes

import (
	"bufio"
	"cmp"
	"fmt"
	"io"
	"iter"
	"slices"
	"strings"

	"zhenggai/model"
)

// most is how many notices of a kind of change a report names, and how many indicators of each. The table of changes has
// all.
const most = 200

// A Report tells people in Markdown what differs between two datasets.
type Report struct {
	Lang        string // zh or en
	Names       model.Names
	Name        string // of the dataset
	Before      string // the name of the one before, or "" where there is none to compare with
	Updated     bool   // another program made the one before
	Reread      int    // notices of unchanged documents that it reads differently, which are left out then
	Differences iter.Seq[model.Difference]
	counts      map[model.ChangeKind]int
	out         *bufio.Writer
}

// phrases are what a report says, by language.
var phrases = map[string]map[string]string{
	"zh": {
		"title": "数据集 %s 的变化", "before": "与 %s 相比。", "first": "没有可比的上一数据集。", "none": "没有变化。", "change": "变化", "count": "数量",
		"more": "……另有 %d 项，见 changes 表", "none metric": "指标", "colon": "：", "of": "（%s）",
		"updated": "程序已更新：上一数据集由另一版本的程序生成。文件未变而只是识别结果不同的通报有 %d 份，不在此列出。",
	},
	"en": {
		"title": "Changes of dataset %s", "before": "Compared with %s.", "first": "There is no dataset before to compare with.", "none": "Nothing has changed.",
		"change": "change", "count": "count", "more": "… and %d more; the table changes has them", "none metric": "indicator", "colon": ": ", "of": " (%s)",
		"updated": "The program has changed: another one made the dataset before. %d notices of unchanged documents are read differently and are not listed.",
	},
}

func (r *Report) say(key string, args ...any) string {
	lang := r.Lang
	if phrases[lang] == nil {
		lang = "zh"
	}
	return fmt.Sprintf(phrases[lang][key], args...)
}

// Write writes the report.
func (r *Report) Write(w io.Writer) error {
	r.out = bufio.NewWriter(w) // which keeps its first error for Flush
	fmt.Fprintf(r.out, "# %s\n\n", r.say("title", code(r.Name)))
	if r.Before == "" {
		fmt.Fprintln(r.out, r.say("first"))
		return r.out.Flush()
	}
	fmt.Fprintf(r.out, "%s\n\n", r.say("before", code(r.Before)))
	if r.Updated {
		fmt.Fprintf(r.out, "%s\n\n", r.say("updated", r.Reread))
	}
	r.count()
	for _, kind := range model.ChangeKinds() {
		if kind.OfNotice() && r.counts[kind] > 0 {
			r.section(kind)
		}
	}
	return r.out.Flush()
}

// count writes how often each kind of change occurs.
func (r *Report) count() {
	r.counts = map[model.ChangeKind]int{}
	for d := range r.Differences {
		r.counts[d.Kind]++
	}
	if len(r.counts) == 0 {
		fmt.Fprintln(r.out, r.say("none"))
		return
	}
	fmt.Fprintf(r.out, "| %s | %s |\n| --- | ---: |\n", r.say("change"), r.say("count"))
	for _, kind := range model.ChangeKinds() {
		if n := r.counts[kind]; n > 0 {
			fmt.Fprintf(r.out, "| %s | %d |\n", kind.Label().In(r.Lang), n)
		}
	}
}

// section names the notices of one kind of change, and their indicators.
func (r *Report) section(kind model.ChangeKind) {
	fmt.Fprintf(r.out, "\n## %s\n\n", kind.Label().In(r.Lang))
	notices, indicators, inside := 0, 0, false
	for d := range r.Differences {
		switch {
		case d.Kind.OfNotice():
			r.rest(indicators, "  ")
			indicators = 0
			if inside = d.Kind == kind; inside {
				if notices++; notices <= most {
					r.notice(d)
				}
			}
			inside = inside && notices <= most
		case inside:
			if indicators++; indicators <= most {
				r.indicator(d)
			}
		}
	}
	r.rest(indicators, "  ")
	r.rest(notices, "")
}

// rest says how many of n are not named.
func (r *Report) rest(n int, indent string) {
	if n > most {
		fmt.Fprintf(r.out, "%s- %s\n", indent, r.say("more", n-most))
	}
}

func (r *Report) notice(d model.Difference) {
	fmt.Fprintf(r.out, "- %s", cmp.Or(code(d.Notice.Title), code(d.Notice.ID)))
	if place := code(d.Notice.Place()); place != "" {
		r.out.WriteString(r.say("of", place))
	}
	from := ""
	if d.From != "" {
		from = code(d.From) + " → "
	}
	fmt.Fprintf(r.out, " — %s%s\n", from, code(d.Notice.Source.Path))
}

func (r *Report) indicator(d model.Difference) {
	of := d.New
	if of == nil {
		of = d.Old
	}
	name := cmp.Or(code(r.Names.Metrics[of.Metric].In(r.Lang)), code(of.Subject), r.say("none metric"))
	mention := func(i *model.Indicator) string {
		if i == nil {
			return "—"
		}
		return code(i.Text)
	}
	fmt.Fprintf(r.out, "  - %s%s%s → %s\n", name, r.say("colon"), mention(d.Old), mention(d.New))
}

// code returns a text as a code span on one line: nothing in it is markup, and no program makes a link of an address in it. Titles,
// names of files and all else that comes out of documents is shown so.
func code(s string) string {
	s = model.Visible(strings.Join(strings.Fields(s), " "))
	if s == "" {
		return ""
	}
	fence := "`"
	for slices.Contains(backticks(s), len(fence)) {
		fence += "`"
	}
	if strings.HasPrefix(s, "`") || strings.HasSuffix(s, "`") {
		s = " " + s + " " // which Markdown takes away
	}
	return fence + s + fence
}

// backticks returns the lengths of the runs of backticks in a text.
func backticks(s string) []int {
	var lengths []int
	for run := range strings.FieldsFuncSeq(s, func(r rune) bool { return r != '`' }) {
		lengths = append(lengths, len(run))
	}
	return lengths
}
