package changes

import (
	"bufio"
	"fmt"
	"io"
	"iter"
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
	Differences iter.Seq[model.Difference]
	counts      map[model.ChangeKind]int
	out         *bufio.Writer
}

// phrases are what a report says, by language.
var phrases = map[string]map[string]string{
	"zh": {
		"title": "数据集 %s 的变化", "before": "与 %s 相比。", "first": "没有可比的上一数据集。", "none": "没有变化。", "change": "变化", "count": "数量",
		"more": "……另有 %d 项，见 changes 表", "none metric": "指标", "colon": "：", "of": "（%s）",
	},
	"en": {
		"title": "Changes of dataset %s", "before": "Compared with %s.", "first": "There is no dataset before to compare with.", "none": "Nothing has changed.",
		"change": "change", "count": "count", "more": "… and %d more; the table changes has them", "none metric": "indicator", "colon": ": ", "of": " (%s)",
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
	fmt.Fprintf(r.out, "# %s\n\n", escaped(r.say("title", r.Name)))
	if r.Before == "" {
		fmt.Fprintln(r.out, r.say("first"))
		return r.out.Flush()
	}
	fmt.Fprintf(r.out, "%s\n\n", escaped(r.say("before", r.Before)))
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
	title := d.Notice.Title
	if title == "" {
		title = d.Notice.ID
	}
	fmt.Fprintf(r.out, "- %s", escaped(title))
	if place := d.Notice.Place(); place != "" {
		r.out.WriteString(r.say("of", escaped(place)))
	}
	from := ""
	if d.From != "" {
		from = escaped(d.From) + " → "
	}
	fmt.Fprintf(r.out, " — %s%s\n", from, escaped(d.Notice.Source.Path))
}

func (r *Report) indicator(d model.Difference) {
	of := d.New
	if of == nil {
		of = d.Old
	}
	name := r.Names.Metrics[of.Metric].In(r.Lang)
	if name == "" {
		name = of.Subject
	}
	if name == "" {
		name = r.say("none metric")
	}
	mention := func(i *model.Indicator) string {
		if i == nil {
			return "—"
		}
		return escaped(i.Text)
	}
	fmt.Fprintf(r.out, "  - %s%s%s → %s\n", escaped(name), r.say("colon"), mention(d.Old), mention(d.New))
}

// escaped returns a text that Markdown shows as it is, on one line.
func escaped(s string) string {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\n' || r == '\r' || r == '\t':
			r = ' '
		case r == '<' || r == '&':
			b.WriteString(map[rune]string{'<': "&lt;", '&': "&amp;"}[r])
			continue
		case strings.ContainsRune("\\`*_[]|#~>", r):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}
