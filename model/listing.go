package model

import (
	"iter"
	"strings"
)

// newListing makes a table of a whole dataset: its rows come at the end and not notice by notice. It returns the table
// and what prints its rows.
func newListing[R any](name string, title Label, fields []field[R]) (*Table, func(iter.Seq[R]) iter.Seq[Row]) {
	t := newTable(name, title, func(*Notice) []R { return nil }, fields)
	t.whole = true
	rows := func(records iter.Seq[R]) iter.Seq[Row] {
		return func(yield func(Row) bool) {
			for r := range records {
				row := make(Row, len(fields))
				for i, f := range fields {
					row[i] = f.cell(nil, &r)
				}
				if !yield(row) {
					return
				}
			}
		}
	}
	return t, rows
}

// identified is the first column of a listing: the notice that a row is about.
func identified[R any](get func(*R) string) field[R] {
	f := noticeID[R]()
	f.cell = func(_ *Notice, r *R) Cell { return Text(get(r)) }
	return f
}

// A Copy is a notice that was published more than once, on other sites or with small differences. Of those that belong
// together the best copy leads: all have its id as Leading, also itself.
type Copy struct {
	Notice      string
	Path        string
	Leading     string
	LeadingPath string
	Similarity  Decimal // of the text to that of the leading copy, in %, as estimated
}

var roleNames = map[string]Label{"leading": {"首选", "leading"}, "copy": {"重复", "copy"}}

// Copies returns the table of copies, and what prints its rows. It is one of Tables.
func Copies() (*Table, func(iter.Seq[Copy]) iter.Seq[Row]) {
	type R = Copy
	role := code("role", Label{"取舍", "role"}, Label{"同文各份中的首选，或应在汇总时剔除的重复件", "the best copy, or one to leave out of sums"}, roleNames, func(c *R) string {
		if c.Notice == c.Leading {
			return "leading"
		}
		return "copy"
	})
	similarity := number("similarity", Label{"相似度", "similarity"}, Label{"与首选件文本的相似度（估计值）", "of the text to that of the leading copy, estimated"}, func(c *R) *Decimal { return &c.Similarity })
	similarity.Unit = "%"
	return newListing("copies", Label{"重复转载", "Copies"}, []field[R]{
		identified(func(c *R) string { return c.Notice }),
		role,
		text("leading_id", Label{"首选编号", "leading notice"}, Label{"同文各份中最完整的一份", "the best of the copies"}, 14, func(c *R) string { return c.Leading }),
		similarity,
		text("path", Label{"文件", "file"}, Label{"来源文件", "the source's path"}, 40, func(c *R) string { return c.Path }),
		text("leading_path", Label{"首选文件", "leading file"}, Label{"首选件的来源文件", "path of the best copy"}, 40, func(c *R) string { return c.LeadingPath }),
	})
}

// A ChangeKind says what differs between two datasets.
type ChangeKind string

// The kinds of change. A notice whose source is there and cannot be read any more is unreadable and not withdrawn.
const (
	NoticeNew          ChangeKind = "notice_new"
	NoticeChanged      ChangeKind = "notice_changed"
	NoticeMoved        ChangeKind = "notice_moved"
	NoticeWithdrawn    ChangeKind = "notice_withdrawn"
	NoticeUnreadable   ChangeKind = "notice_unreadable"
	IndicatorNew       ChangeKind = "indicator_new"
	IndicatorChanged   ChangeKind = "indicator_changed"
	IndicatorWithdrawn ChangeKind = "indicator_withdrawn"
)

// ChangeKinds returns the kinds of change, in the order in which people are told of them.
func ChangeKinds() []ChangeKind {
	return []ChangeKind{
		NoticeNew, NoticeChanged, NoticeMoved, NoticeWithdrawn, NoticeUnreadable, IndicatorNew, IndicatorChanged, IndicatorWithdrawn,
	}
}

// OfNotice reports whether the change is one of a notice as a whole.
func (k ChangeKind) OfNotice() bool { return strings.HasPrefix(string(k), "notice_") }

// Label names the kind of change.
func (k ChangeKind) Label() Label { return differenceNames[string(k)] }

// A Difference is one difference between a dataset and the one before it. Those of indicators follow the one of their
// notice.
type Difference struct {
	Kind   ChangeKind
	Notice *Notice // the new one, or the old one where there is no new one
	From   string  // the path that a notice had before, where it has another
	Old    *Indicator
	New    *Indicator
}

var differenceNames = map[string]Label{
	string(NoticeNew): {"新增通报", "new notice"}, string(NoticeChanged): {"通报有变", "changed notice"}, string(NoticeMoved): {"通报移位", "moved notice"},
	string(NoticeWithdrawn): {"通报撤下", "withdrawn notice"}, string(NoticeUnreadable): {"通报无法读取", "unreadable notice"},
	string(IndicatorNew): {"新增指标", "new indicator"}, string(IndicatorChanged): {"指标有变", "changed indicator"}, string(IndicatorWithdrawn): {"指标撤下", "withdrawn indicator"},
}

// Differences returns the table of changes, and what prints its rows.
func Differences(names Names) (*Table, func(iter.Seq[Difference]) iter.Seq[Row]) {
	type R = Difference
	either := func(get func(*Indicator) string) func(*R) string {
		return func(d *R) string {
			switch {
			case d.New != nil:
				return get(d.New)
			case d.Old != nil:
				return get(d.Old)
			}
			return ""
		}
	}
	of := func(which func(*R) *Indicator, get func(*Indicator) string) func(*R) string {
		return func(d *R) string {
			if i := which(d); i != nil {
				return get(i)
			}
			return ""
		}
	}
	before, after := func(d *R) *Indicator { return d.Old }, func(d *R) *Indicator { return d.New }
	mention := func(i *Indicator) string { return i.Text }
	sentence := func(i *Indicator) string { return i.Sentence }
	status := func(i *Indicator) string { return string(i.Status) }
	value := func(which func(*R) *Indicator) func(*R) *Decimal {
		return func(d *R) *Decimal {
			if i := which(d); i != nil {
				return &i.Value
			}
			return nil
		}
	}
	return newListing("changes", Label{"变化", "Changes"}, []field[R]{
		identified(func(d *R) string { return d.Notice.ID }),
		code("change", Label{"变化种类", "change"}, Label{"与上一数据集相比的变化", "what differs from the dataset before"}, differenceNames, func(d *R) ChangeKind { return d.Kind }),
		text("place", Label{"地区", "place"}, Label{"发布单位所在地区", "where the issuer sits"}, 18, func(d *R) string { return d.Notice.Place() }),
		text("title", Label{"标题", "title"}, Label{"通报标题", "title of the notice"}, 40, func(d *R) string { return d.Notice.Title }).wrapped(),
		{
			Column{Key: "metric_name", Title: Label{"指标名称", "metric"}, Meaning: Label{"指标名称，无法归类时为空", "what it is, empty where none fits"}, Type: TypeString, Width: 20},
			func(_ *Notice, d *R) Cell {
				return Named(names.Metrics[either(func(i *Indicator) string { return i.Metric })(d)])
			},
		},
		text("subject", Label{"对象", "subject"}, Label{"所计数的名词短语", "the noun phrase counted"}, 22, either(func(i *Indicator) string { return i.Subject })),
		text("before", Label{"原为", "before"}, Label{"原来的数量，按原文", "the mention before"}, 14, of(before, mention)),
		text("after", Label{"现为", "after"}, Label{"现在的数量，按原文", "the mention now"}, 14, of(after, mention)),
		number("value_before", Label{"原数值", "value before"}, Label{"原来的数值，按原文单位", "the value before, as written"}, value(before)),
		number("value_after", Label{"现数值", "value now"}, Label{"现在的数值，按原文单位", "the value now, as written"}, value(after)),
		code("status_before", Label{"原状态", "status before"}, Label{"原来已完成、计划或未完成", "reached, planned or not done before"}, statusNames, of(before, status)),
		code("status_after", Label{"现状态", "status now"}, Label{"现在已完成、计划或未完成", "reached, planned or not done now"}, statusNames, of(after, status)),
		text("sentence_before", Label{"原句", "sentence before"}, Label{"原来所在的句子", "the sentence before"}, 60, of(before, sentence)).long(),
		text("sentence_after", Label{"现句", "sentence now"}, Label{"现在所在的句子", "the sentence now"}, 60, of(after, sentence)).long(),
		text("path", Label{"文件", "file"}, Label{"来源文件", "the source's path"}, 40, func(d *R) string { return d.Notice.Source.Path }),
		text("from_path", Label{"原文件", "file before"}, Label{"移位前的来源文件", "the path that it had before"}, 40, func(d *R) string { return d.From }),
	})
}
