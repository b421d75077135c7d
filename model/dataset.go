package model

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Names gives codes of the rule tables their names. A code without a name shows as itself.
type Names struct {
	Metrics map[string]Label
	Topics  map[string]Label
	Issuers map[string]Label
	Actions map[string]Label
}

// Tables returns the tables of a dataset in the order in which files and sheets list them.
//
// The rows of Districts and the tables behind it are of the whole dataset, and come at the end.
func Tables(names Names) []*Table {
	districts, _ := Districts(names)
	comparisons, _ := Comparisons(names)
	topics, _ := TopicShares(names)
	common, _ := CommonProblems(names)
	groups, _ := GroupFigures(names)
	copies, _ := Copies()
	tables := []*Table{noticeTable(names)}
	for _, k := range recordKinds {
		if k.table != nil {
			tables = append(tables, k.table(names))
		}
	}
	return append(tables, ledgerTable(names), districts, comparisons, topics, common, groups, copies)
}

// recordKinds are the kinds of record in the order of the lists of a notice. Who adds a list adds a row here, what the type says of
// itself, and a table.
var recordKinds = []*RecordKind{
	newRecordKind("sections", "s", Label{"章节", "sections"}, func(n *Notice) *[]Section { return &n.Sections }, nil),
	newRecordKind("problems", "p", Label{"问题", "problems"}, func(n *Notice) *[]Problem { return &n.Problems }, problemTable),
	newRecordKind("measures", "m", Label{"措施", "measures"}, func(n *Notice) *[]Measure { return &n.Measures }, measureTable),
	newRecordKind("indicators", "i", Label{"指标", "indicators"}, func(n *Notice) *[]Indicator { return &n.Indicators }, indicatorTable),
	newRecordKind("policies", "d", Label{"文件", "policies"}, func(n *Notice) *[]Policy { return &n.Policies }, policyTable),
	newRecordKind("contacts", "c", Label{"联系方式", "contacts"}, func(n *Notice) *[]Contact { return &n.Contacts }, contactTable),
	newRecordKind("totals", "t", Label{"合计", "totals"}, func(n *Notice) *[]Total { return &n.Totals }, totalTable),
	newRecordKind("completions", "k", Label{"完成情况", "completions"}, func(n *Notice) *[]Completion { return &n.Completions }, completionTable),
	newRecordKind("diagnostics", "x", Label{"存疑", "doubts"}, func(n *Notice) *[]Diagnostic { return &n.Diagnostics }, diagnosticTable),
}

var (
	kindNames = map[string]Label{
		"rectification": {"整改通报", "rectification"}, "feedback": {"反馈情况", "feedback"},
		"announcement": {"进驻公告", "announcement"}, "plan": {"整改方案", "plan"},
		"audit_report": {"审计报告", "audit report"}, "speech": {"讲话", "speech"}, "news": {"新闻", "news"}, "other": {"其他", "other"},
	}
	levelNames = map[string]Label{
		"central": {"中央", "central"}, "province": {"省级", "province"},
		"prefecture": {"市级", "prefecture"}, "county": {"县级", "county"},
	}
	issuerLevelNames = map[string]Label{
		"province": {"省级", "province"}, "prefecture": {"市级", "prefecture"}, "county": {"县级", "county"},
		"town": {"乡级", "town"}, "village": {"村级", "village"},
	}
	boundNames = map[string]Label{
		"at_least": {"以上", "at least"}, "at_most": {"以下", "at most"}, "about": {"约", "about"},
	}
	changeNames = map[string]Label{
		"increase": {"增加", "increase"}, "decrease": {"减少", "decrease"},
		"increase_to": {"增至", "increase to"}, "decrease_to": {"降至", "decrease to"},
	}
	statusNames = map[string]Label{
		string(StatusAchieved): {"已完成", "achieved"}, string(StatusPlanned): {"计划", "planned"}, string(StatusOutstanding): {"未完成", "outstanding"},
	}
	statusMeaning = Label{"已完成、计划或未完成", "reached, planned or not done"}
	stateNames    = map[string]Label{
		string(StateDone): {"已完成整改", "done"}, string(StateUnderWay): {"正在整改", "under way"}, string(StateLongTerm): {"长期坚持", "long-term"},
	}
	contactNames = map[string]Label{
		"phone": {"电话", "phone"}, "fax": {"传真", "fax"}, "address": {"地址", "address"},
		"postcode": {"邮编", "postcode"}, "email": {"电子邮箱", "e-mail"},
	}
	scopeNames    = map[string]Label{"notice": {"通报", "notice"}, "site": {"网站", "site"}}
	flagNames     = map[string]Label{"true": {"是", "yes"}, "false": {"否", "no"}}
	reviewNames   = map[string]Label{"confirmed": {"已确认", "confirmed"}, "corrected": {"已更正", "corrected"}, "added": {"人工补录", "added"}}
	severityNames = map[string]Label{"info": {"提示", "info"}, "warning": {"警告", "warning"}, "error": {"错误", "error"}}
)

// noticeID is the first column of every table.
func noticeID[R any]() field[R] {
	return field[R]{
		Column{
			Key: "notice_id", Title: Label{"通报编号", "notice id"}, Type: TypeString, Width: 14, Ref: "notices",
			Meaning: Label{"通报的编号，同一内容恒定", "key of the notice, the same for the same content"},
		},
		func(n *Notice, _ *R) Cell { return Text(n.ID) },
	}
}

// reviewed says what a person has said of a row.
func reviewed[R any](get func(*R) string) field[R] {
	return code("reviewed", Label{"复核", "reviewed"}, Label{"人工确认、更正或补录", "whether a person has confirmed, corrected or added it"}, reviewNames, get)
}

// place says where the notice comes from, so that a filtered sheet can be read by itself.
func place[R any]() field[R] {
	return field[R]{
		Column{
			Key: "place", Title: Label{"地区", "place"}, Type: TypeString, Width: 18,
			Meaning: Label{"发布单位所在地区", "where the issuer sits"},
		},
		func(n *Notice, _ *R) Cell { return Text(n.Place()) },
	}
}

// Place returns the full name of the notice's region: 广东省珠海市斗门区, or "" where it is unknown.
func (n *Notice) Place() string {
	if n.Region == nil {
		return ""
	}
	return n.Region.Province + n.Region.Prefecture + n.Region.County
}

// now returns the successor, or an empty one.
func (r *Region) now() Successor {
	if r.Now == nil {
		return Successor{}
	}
	return *r.Now
}

// where prints where a fact stands in the file and in the notice's text.
func where[R any](span func(*R) *Span, place func(*R) *Place) []field[R] {
	return append(inFile(place), inText(span)...)
}

// inFile prints where a fact stands in the file.
func inFile[R any](get func(*R) *Place) []field[R] {
	counted := func(key string, title, meaning Label, number func(*Place) int) field[R] {
		return field[R]{
			Column{Key: key, Title: title, Meaning: meaning, Type: TypeInteger, Width: 7},
			func(_ *Notice, r *R) Cell {
				if p := get(r); p != nil && number(p) > 0 {
					return Number(Int(int64(number(p))))
				}
				return Cell{}
			},
		}
	}
	named := func(name func(*Place) string) func(*R) string {
		return func(r *R) string {
			if p := get(r); p != nil {
				return name(p)
			}
			return ""
		}
	}
	return []field[R]{
		counted("place_page", Label{"页", "page"}, Label{"PDF 或 OFD 的页码", "page of a PDF or OFD"}, func(p *Place) int { return p.Page }),
		counted("place_table", Label{"表", "table"}, Label{"文件中第几个表格", "number of the table in the document"}, func(p *Place) int { return p.Table }),
		text("place_sheet", Label{"工作表", "sheet"}, Label{"工作簿的工作表", "sheet of a workbook"}, 10, named(func(p *Place) string { return p.Sheet })),
		text("place_cell", Label{"单元格", "cell"}, Label{"单元格，如 B7", "cell, such as B7"}, 8, named(func(p *Place) string { return p.Cell })),
	}
}

// inText prints where a fact stands in the notice's text.
func inText[R any](get func(*R) *Span) []field[R] {
	return spanCalled("start", "end", Label{"起", "start"}, Label{"止", "end"}, get)
}

// spanCalled prints a span in two columns of the given names.
func spanCalled[R any](start, end string, startTitle, endTitle Label, get func(*R) *Span) []field[R] {
	column := func(key string, i int, title, meaning Label) field[R] {
		return field[R]{
			Column{Key: key, Title: title, Meaning: meaning, Type: TypeInteger, Width: 8},
			func(_ *Notice, r *R) Cell {
				if s := get(r); s != nil {
					return Number(Int(int64(s[i])))
				}
				return Cell{}
			},
		}
	}
	return []field[R]{
		column(start, 0, startTitle, Label{"在通报全文中的起始位置，按字符计", "first code point of the notice's text"}),
		column(end, 1, endTitle, Label{"在通报全文中的结束位置（不含）", "code point after the last"}),
	}
}

func noticeTable(names Names) *Table {
	type R = Notice
	inspection := func(get func(*Inspection) string) func(*R) string {
		return func(n *R) string {
			if n.Inspection == nil {
				return ""
			}
			return get(n.Inspection)
		}
	}
	region := func(get func(*Region) string) func(*R) string {
		return func(n *R) string {
			if n.Region == nil {
				return ""
			}
			return get(n.Region)
		}
	}
	issuer := func(get func(*Issuer) string) func(*R) string {
		return func(n *R) string {
			if n.Issuer == nil {
				return ""
			}
			return get(n.Issuer)
		}
	}
	id := noticeID[R]()
	id.Ref = ""
	fields := []field[R]{
		id,
		text("title", Label{"标题", "title"}, Label{"通报标题", "the notice's own title"}, 48, func(n *R) string { return n.Title }),
		code("kind", Label{"文种", "kind"}, Label{"文件属于哪一类", "what the document is"}, kindNames, func(n *R) Kind { return n.Kind }),
		text("issuer", Label{"发布单位", "issuer"}, Label{"署名单位全称", "the body that signs"}, 28, issuer(func(i *Issuer) string { return i.Name })),
		code("issuer_type", Label{"单位类型", "issuer type"}, Label{"发布单位的类型", "type of the issuer"}, names.Issuers, issuer(func(i *Issuer) string { return i.Type })),
		code("issuer_level", Label{"单位层级", "issuer level"}, Label{"发布单位属于哪一级", "level of the administration to which it belongs"}, issuerLevelNames, issuer(func(i *Issuer) string { return i.Level })),
		text("region_code", Label{"区划代码", "region code"}, Label{"GB/T 2260 代码", "GB/T 2260 code"}, 10, region(func(r *Region) string { return r.Code })),
		text("province", Label{"省", "province"}, Label{"省级行政区", "province"}, 12, region(func(r *Region) string { return r.Province })),
		text("prefecture", Label{"市", "prefecture"}, Label{"地级行政区", "prefecture"}, 12, region(func(r *Region) string { return r.Prefecture })),
		text("county", Label{"县（区）", "county"}, Label{"县级行政区", "county"}, 12, region(func(r *Region) string { return r.County })),
		text("region_now_code", Label{"现区划代码", "code today"}, Label{"已更名、合并或撤销的行政区现在的代码", "code of what became of a division that is no more"}, 10, region(func(r *Region) string { return r.now().Code })),
		text("region_now_name", Label{"现名", "name today"}, Label{"其现在的名称", "its name"}, 12, region(func(r *Region) string { return r.now().Name })),
		text("region_now_since", Label{"变更年份", "since"}, Label{"变更的年份", "the year in which it took this code and name"}, 9, region(func(r *Region) string { return r.now().Since })),
		date("published", Label{"发布日期", "published"}, Label{"网页发布日期", "date of the page"}, func(n *R) string { return n.Published }),
		date("signed", Label{"落款日期", "signed"}, Label{"署名下的日期", "date under the signature"}, func(n *R) string { return n.Signed }),
		text("inspection_kind", Label{"监督种类", "inspection"}, Label{"巡视、巡察、督察或审计", "kind of inspection"}, 10, inspection(func(i *Inspection) string { return i.Kind })),
		text("inspection_subtypes", Label{"监督方式", "manner"}, Label{"常规、专项、机动、提级、联动、回头看或对村，分号分隔", "routine, special, mobile, raised, joint, looking back or of villages, parted by semicolons"}, 14,
			inspection(func(i *Inspection) string { return joined(i.Subtypes) })),
		code("inspection_level", Label{"监督层级", "level"}, Label{"由哪一级派出", "who sent the inspection"}, levelNames, inspection(func(i *Inspection) string { return i.Level })),
		text("inspection_round", Label{"轮次", "round"}, Label{"原文所称轮次", "the round as worded"}, 22, inspection(func(i *Inspection) string { return i.Round })),
		text("inspection_team", Label{"巡视（巡察）组", "team"}, Label{"原文所称组名", "the team as worded"}, 18, inspection(func(i *Inspection) string { return i.Team })),
		text("inspection_with", Label{"同时受检", "inspected along"}, Label{"一并接受监督的单位，分号分隔", "bodies inspected along, parted by semicolons"}, 18, inspection(func(i *Inspection) string { return joined(i.With) })),
		date("inspection_start", Label{"开始", "start"}, Label{"监督开始日期", "first day of the inspection"}, inspection(func(i *Inspection) string { return i.Start })),
		date("inspection_end", Label{"结束", "end"}, Label{"监督结束日期", "last day of the inspection"}, inspection(func(i *Inspection) string { return i.End })),
		date("feedback", Label{"反馈日期", "feedback"}, Label{"反馈意见的日期", "when the problems were fed back"}, inspection(func(i *Inspection) string { return i.Feedback })),
		count("problems", Label{"问题数", "problems"}, Label{"列出的问题数", "problems listed"}, "个", func(_ *Notice, n *R) int { return len(n.Problems) }),
		count("measures", Label{"措施数", "measures"}, Label{"列出的整改措施数", "measures listed"}, "条", func(_ *Notice, n *R) int { return len(n.Measures) }),
		count("indicators", Label{"指标数", "indicators"}, Label{"列出的数量指标数", "quantities stated"}, "个", func(_ *Notice, n *R) int { return len(n.Indicators) }),
		count("diagnostics", Label{"存疑数", "doubts"}, Label{"存疑条数", "diagnostics"}, "条", func(_ *Notice, n *R) int { return len(n.Diagnostics) }),
		text("url", Label{"网址", "address"}, Label{"网页地址", "where the page was published"}, 30, func(n *R) string { return n.Source.URL }),
		text("path", Label{"文件", "file"}, Label{"读入的文件", "the file that was read"}, 30, func(n *R) string { return n.Source.Path }),
		reviewed(func(n *R) string { return n.Reviewed }),
	}
	return newTable("notices", Label{"通报", "Notices"}, func(n *Notice) []R { return []R{*n} }, fields)
}

// measuredProblem is a problem and the number of its measures.
type measuredProblem struct {
	*Problem
	measures int
}

// measured counts the measures of all problems in one pass, for a hostile notice may have very many of both.
func measured(n *Notice) []measuredProblem {
	counts := make(map[string]int, len(n.Problems))
	for i := range n.Measures {
		counts[n.Measures[i].Problem]++
	}
	rows := make([]measuredProblem, len(n.Problems))
	for i := range n.Problems {
		rows[i] = measuredProblem{&n.Problems[i], counts[n.Problems[i].ID]}
	}
	return rows
}

func problemTable(names Names) *Table {
	type R = measuredProblem
	fields := []field[R]{
		noticeID[R](),
		text("problem_id", Label{"问题编号", "problem id"}, Label{"通报内的问题编号", "key within the notice"}, 9, func(p *R) string { return p.ID }),
		place[R](),
		text("aspect", Label{"方面", "aspect"}, Label{"问题所属方面", "the group heading above it"}, 36, func(p *R) string { return p.Aspect }),
		text("marker", Label{"序号", "marker"}, Label{"原文序号", "number as written"}, 8, func(p *R) string { return p.Marker }),
		text("name", Label{"问题", "problem"}, Label{"问题本身，不含“关于…的问题”", "the problem alone"}, 44, func(p *R) string { return p.Name }).wrapped(),
		text("heading", Label{"标题原文", "heading"}, Label{"原文标题", "the heading as published"}, 44, func(p *R) string { return p.Heading }).wrapped(),
		text("topics", Label{"主题代码", "topics"}, Label{"主题代码，分号分隔", "topic codes, parted by semicolons"}, 18, func(p *R) string { return joined(p.Topics) }),
		{
			Column{Key: "topic_names", Title: Label{"主题", "topic names"}, Meaning: Label{"主题名称", "names of the topics"}, Type: TypeString, Width: 18},
			func(_ *Notice, p *R) Cell { return namedList(p.Topics, names.Topics) },
		},
		count("measures", Label{"措施数", "measures"}, Label{"该问题的措施数", "measures taken"}, "条", func(_ *Notice, p *R) int { return p.measures }),
		text("responsible", Label{"责任单位", "responsible"}, Label{"责任单位或责任人", "who is to put it right"}, 20, func(p *R) string { return p.Responsible }),
		text("deadline", Label{"整改时限", "deadline"}, Label{"原文所称时限", "when it is due, as worded"}, 12, func(p *R) string { return p.Deadline }),
		text("progress", Label{"完成情况", "progress"}, Label{"标签或台账中的完成情况", "what was done, from a label or a table"}, 40, func(p *R) string { return p.Progress }).wrapped(),
		code("state", Label{"整改状态", "state"}, Label{"已完成、正在整改或长期坚持；空白表示原文未说明", "done, under way or long-term; empty where the notice does not say"}, stateNames, func(p *R) State { return p.State }),
		text("state_text", Label{"状态依据", "state words"}, Label{"说明状态的原文", "the words that say the state"}, 24, func(p *R) string { return p.StateText }),
		text("section", Label{"章节编号", "section"}, Label{"大纲中的章节", "node of the outline"}, 9, func(p *R) string { return p.Section }),
	}
	fields = append(append(fields, reviewed(func(p *R) string { return p.Reviewed })), where(func(p *R) *Span { return &p.Span }, func(p *R) *Place { return p.Place })...)
	fields = append(fields, spanCalled("state_start", "state_end", Label{"状态起", "state start"}, Label{"状态止", "state end"}, func(p *R) *Span { return p.StateSpan })...)
	return newTable("problems", Label{"问题", "Problems"}, measured, fields)
}

func measureTable(Names) *Table {
	type R = Measure
	fields := []field[R]{
		noticeID[R](),
		text("measure_id", Label{"措施编号", "measure id"}, Label{"通报内的措施编号", "key within the notice"}, 9, func(m *R) string { return m.ID }),
		place[R](),
		text("problem_id", Label{"问题编号", "problem id"}, Label{"所属问题", "the problem it puts right"}, 9, func(m *R) string { return m.Problem }).to("problems"),
		text("marker", Label{"序号", "marker"}, Label{"原文序号", "number as written"}, 8, func(m *R) string { return m.Marker }),
		text("title", Label{"措施", "measure"}, Label{"措施的首句", "its title sentence"}, 40, func(m *R) string { return m.Title }).wrapped(),
		text("text", Label{"全文", "text"}, Label{"措施全文", "the whole measure"}, 60, func(m *R) string { return m.Text }).long(),
	}
	fields = append(append(fields, reviewed(func(m *R) string { return m.Reviewed })), where(func(m *R) *Span { return &m.Span }, func(m *R) *Place { return m.Place })...)
	return newTable("measures", Label{"措施", "Measures"}, func(n *Notice) []R { return n.Measures }, fields)
}

func indicatorTable(names Names) *Table {
	type R = Indicator
	normal := func(get func(*Normal) *Decimal) func(*R) *Decimal {
		return func(i *R) *Decimal {
			if i.Normal == nil {
				return nil
			}
			return get(i.Normal)
		}
	}
	fields := []field[R]{
		noticeID[R](),
		text("indicator_id", Label{"指标编号", "indicator id"}, Label{"通报内的指标编号", "key within the notice"}, 9, func(i *R) string { return i.ID }),
		place[R](),
		{
			Column{Key: "metric_name", Title: Label{"指标", "metric"}, Meaning: Label{"指标名称，空白表示未命名", "name of the metric, empty where none fits"}, Type: TypeString, Width: 20},
			func(_ *Notice, i *R) Cell { return Named(names.Metrics[i.Metric]) },
		},
		text("subject", Label{"对象", "subject"}, Label{"所计数的名词短语", "the noun phrase counted"}, 22, func(i *R) string { return i.Subject }),
		number("value", Label{"数值", "value"}, Label{"数值，按原文单位；区间为下限", "as written; the lower end of a range"}, func(i *R) *Decimal { return &i.Value }),
		number("high", Label{"上限", "high"}, Label{"区间上限", "upper end of a range"}, func(i *R) *Decimal { return i.High }),
		text("fraction", Label{"分数", "fraction"}, Label{"百分数为约数时的准确分数：2/3", "the exact share where the value is rounded: 2/3"}, 8, func(i *R) string { return i.Fraction }),
		text("unit", Label{"单位", "unit"}, Label{"原文单位", "unit as written"}, 8, func(i *R) string { return i.Unit }),
		code("bound", Label{"限定", "bound"}, Label{"以上、以下或约数", "how the number limits the true one"}, boundNames, func(i *R) Bound { return i.Bound }),
		number("normal_value", Label{"折算数值", "normal value"}, Label{"折算为基本单位", "in the base unit"}, normal(func(n *Normal) *Decimal { return &n.Value })),
		number("normal_high", Label{"折算上限", "normal high"}, Label{"上限折算为基本单位", "upper end in the base unit"}, normal(func(n *Normal) *Decimal { return n.High })),
		text("normal_unit", Label{"基本单位", "normal unit"}, Label{"基本单位", "the base unit"}, 9, func(i *R) string {
			if i.Normal == nil {
				return ""
			}
			return i.Normal.Unit
		}),
		code("change", Label{"变化", "change"}, Label{"增减", "how it relates to an earlier state"}, changeNames, func(i *R) Change { return i.Change }),
		text("from_id", Label{"起点指标", "from"}, Label{"变化的起点（指标编号）", "the indicator it starts from"}, 9, func(i *R) string { return i.From }).to("indicators"),
		text("target_id", Label{"目标指标", "target"}, Label{"原定目标（指标编号）", "the indicator that says what it was to be"}, 9, func(i *R) string { return i.Target }).to("indicators"),
		text("part_of_id", Label{"所属指标", "part of"}, Label{"是哪一项的其中数（指标编号）", "the indicator that it is a part of"}, 9, func(i *R) string { return i.PartOf }).to("indicators"),
		code("status", Label{"状态", "status"}, statusMeaning, statusNames, func(i *R) Status { return i.Status }),
		text("period", Label{"时期", "period"}, Label{"数值所属时期", "the time that the number is for"}, 11, func(i *R) string { return i.Period }),
		text("period_start", Label{"起始日", "period start"}, Label{"时期的第一天", "the first day of the period"}, 11, func(i *R) string {
			first, _ := PeriodDays(i.Period)
			return first
		}),
		text("period_end", Label{"截止日", "period end"}, Label{"时期的最后一天，空白表示至今", "the last day of the period, empty where it is open"}, 11, func(i *R) string {
			_, last := PeriodDays(i.Period)
			return last
		}),
		text("text", Label{"原文", "mention"}, Label{"原文中的数量", "the mention"}, 14, func(i *R) string { return i.Text }),
		text("sentence", Label{"依据", "evidence"}, Label{"所在句子", "the sentence that states it"}, 60, func(i *R) string { return i.Sentence }).long(),
		text("problem_id", Label{"问题编号", "problem id"}, Label{"所属问题", "the problem it stands under"}, 9, func(i *R) string { return i.Problem }).to("problems"),
		text("measure_id", Label{"措施编号", "measure id"}, Label{"所属措施", "the measure it stands in"}, 9, func(i *R) string { return i.Measure }).to("measures"),
		text("metric", Label{"指标代码", "metric code"}, Label{"指标代码", "code of the metric"}, 26, func(i *R) string { return i.Metric }),
		text("rule", Label{"规则", "rule"}, Label{"命名所依据的规则", "the table row that named it"}, 20, func(i *R) string { return i.Rule }),
		text("section", Label{"章节编号", "section"}, Label{"大纲中的章节", "node of the outline"}, 9, func(i *R) string { return i.Section }),
	}
	fields = append(append(fields, reviewed(func(i *R) string { return i.Reviewed })), where(func(i *R) *Span { return &i.Span }, func(i *R) *Place { return i.Place })...)
	return newTable("indicators", Label{"指标", "Indicators"}, func(n *Notice) []R { return n.Indicators }, fields)
}

func policyTable(names Names) *Table {
	type R = Policy
	fields := []field[R]{
		noticeID[R](),
		text("policy_id", Label{"文件编号", "policy id"}, Label{"通报内的文件编号", "key within the notice"}, 9, func(p *R) string { return p.ID }),
		place[R](),
		text("title", Label{"文件名称", "title"}, Label{"书名号内的名称", "the title in 《》"}, 56, func(p *R) string { return p.Title }).wrapped(),
		text("number", Label{"文号", "number"}, Label{"发文字号", "document number"}, 20, func(p *R) string { return p.Number }),
		code("action", Label{"动作", "action"}, Label{"印发、制定、修订等", "what was done with it"}, names.Actions, func(p *R) string { return p.Action }),
		text("articles", Label{"条款", "articles"}, Label{"引用的条款", "the articles that are cited"}, 20, func(p *R) string { return strings.Join(p.Articles, "、") }),
		text("problem_id", Label{"问题编号", "problem id"}, Label{"所属问题", "the problem it stands under"}, 9, func(p *R) string { return p.Problem }).to("problems"),
	}
	fields = append(append(fields, reviewed(func(p *R) string { return p.Reviewed })), where(func(p *R) *Span { return &p.Span }, func(p *R) *Place { return p.Place })...)
	return newTable("policies", Label{"政策文件", "Policies"}, func(n *Notice) []R { return n.Policies }, fields)
}

func contactTable(Names) *Table {
	type R = Contact
	fields := []field[R]{
		noticeID[R](),
		place[R](),
		code("kind", Label{"种类", "kind"}, Label{"电话、传真、地址、邮编或邮箱", "kind of contact"}, contactNames, func(c *R) string { return c.Kind }),
		text("value", Label{"内容", "value"}, Label{"规范化后的内容", "normalised"}, 36, func(c *R) string { return c.Value }),
		text("raw", Label{"原文", "raw"}, Label{"原文写法", "as published"}, 36, func(c *R) string { return c.Raw }),
		code("scope", Label{"归属", "scope"}, Label{"属于通报还是网站", "whose it is"}, scopeNames, func(c *R) string { return c.Scope }),
		text("note", Label{"备注", "note"}, Label{"受理时间等", "office hours and the like"}, 24, func(c *R) string { return c.Note }),
	}
	fields = append(append(fields, reviewed(func(c *R) string { return c.Reviewed })), where(func(c *R) *Span { return &c.Span }, func(c *R) *Place { return c.Place })...)
	return newTable("contacts", Label{"联系方式", "Contacts"}, func(n *Notice) []R { return n.Contacts }, fields)
}

func totalTable(Names) *Table {
	type R = Total
	fields := []field[R]{
		noticeID[R](),
		place[R](),
		text("total_id", Label{"合计指标", "total"}, Label{"合计所在的指标", "the indicator that is the total"}, 9, func(t *R) string { return t.Total }).to("indicators"),
		text("part_ids", Label{"分项指标", "parts"}, Label{"各分项，分号分隔", "its parts, parted by semicolons"}, 24, func(t *R) string { return joined(t.Parts) }),
		number("sum", Label{"分项之和", "sum"}, Label{"各分项之和，按合计的单位", "sum of the parts, in the unit of the total"}, func(t *R) *Decimal { return &t.Sum }),
		{
			Column{Key: "agrees", Title: Label{"是否相符", "agrees"}, Meaning: Label{"分项之和是否等于合计", "whether the parts add up"}, Type: TypeBoolean, Width: 9, Values: flagNames},
			func(_ *Notice, t *R) Cell { return Flag(t.Agrees) },
		},
	}
	fields = append(fields, inFile(func(t *R) *Place { return t.Place })...)
	return newTable("totals", Label{"合计核对", "Totals"}, func(n *Notice) []R { return n.Totals }, fields)
}

// completed is a completion with its numbers, so that a row can be read by itself.
type completed struct {
	*Completion
	of, done, underWay, outstanding, rate *Indicator
}

// completedRows looks the numbers of all completions up in one pass, for a hostile notice may have very many of both.
func completedRows(n *Notice) []completed {
	if len(n.Completions) == 0 {
		return nil
	}
	byID := make(map[string]*Indicator, len(n.Indicators))
	for i := range n.Indicators {
		byID[n.Indicators[i].ID] = &n.Indicators[i]
	}
	rows := make([]completed, len(n.Completions))
	for i := range n.Completions {
		c := &n.Completions[i]
		rows[i] = completed{c, byID[c.Of], byID[c.Done], byID[c.UnderWay], byID[c.Outstanding], byID[c.Rate]}
	}
	return rows
}

func completionTable(Names) *Table {
	type R = completed
	value := func(key string, title, meaning Label, get func(*R) *Indicator) field[R] {
		return number(key, title, meaning, func(c *R) *Decimal {
			if i := get(c); i != nil {
				return &i.Value
			}
			return nil
		})
	}
	id := func(key string, title, meaning Label, get func(*R) string) field[R] {
		return text(key, title, meaning, 9, get).to("indicators")
	}
	fields := []field[R]{
		noticeID[R](),
		place[R](),
		value("due", Label{"应完成数", "due"}, Label{"应完成的数量", "how many are due"}, func(c *R) *Indicator { return c.of }),
		value("done", Label{"已完成数", "done"}, Label{"已完成的数量", "how many are done"}, func(c *R) *Indicator { return c.done }),
		value("under_way", Label{"推进中数", "under way"}, Label{"正在整改或部分完成的数量", "how many are being done, or done in part"}, func(c *R) *Indicator { return c.underWay }),
		value("outstanding", Label{"未完成数", "outstanding"}, Label{"尚未完成的数量", "how many are not done"}, func(c *R) *Indicator { return c.outstanding }),
		value("rate", Label{"完成率", "rate"}, Label{"原文所称完成率", "what share is done, as stated"}, func(c *R) *Indicator { return c.rate }),
		text("unit", Label{"单位", "unit"}, Label{"应完成数的单位", "unit of what is due"}, 8, func(c *R) string {
			if c.of == nil {
				return ""
			}
			return c.of.Unit
		}),
		{
			Column{Key: "agrees", Title: Label{"是否相符", "agrees"}, Meaning: Label{"各数是否彼此相符", "whether the numbers fit each other"}, Type: TypeBoolean, Width: 9, Values: flagNames},
			func(_ *Notice, c *R) Cell { return Flag(c.Agrees) },
		},
		id("of_id", Label{"应完成指标", "due id"}, Label{"应完成数所在的指标", "the indicator that says how many are due"}, func(c *R) string { return c.Of }),
		id("done_id", Label{"已完成指标", "done id"}, Label{"已完成数所在的指标", "the indicator that says how many are done"}, func(c *R) string { return c.Done }),
		id("under_way_id", Label{"推进中指标", "under way id"}, Label{"推进中数所在的指标", "the indicator that says how many are being done"}, func(c *R) string { return c.UnderWay }),
		id("outstanding_id", Label{"未完成指标", "outstanding id"}, Label{"未完成数所在的指标", "the indicator that says how many are not done"}, func(c *R) string { return c.Outstanding }),
		id("rate_id", Label{"完成率指标", "rate id"}, Label{"完成率所在的指标", "the indicator that says what share is done"}, func(c *R) string { return c.Rate }),
		text("rule", Label{"规则", "rule"}, Label{"判断所依据的词", "the word by which it was known"}, 14, func(c *R) string { return c.Rule }),
	}
	fields = append(fields, where(func(c *R) *Span { return &c.Span }, func(c *R) *Place { return c.Place })...)
	return newTable("completions", Label{"完成核对", "Completions"}, completedRows, fields)
}

func diagnosticTable(Names) *Table {
	type R = Diagnostic
	fields := []field[R]{
		noticeID[R](),
		place[R](),
		code("severity", Label{"程度", "severity"}, Label{"提示、警告或错误", "how bad it is"}, severityNames, func(d *R) string { return d.Severity }),
		text("code", Label{"代码", "code"}, Label{"存疑种类", "what kind of doubt"}, 24, func(d *R) string { return d.Code }),
		text("message", Label{"说明", "message"}, Label{"存疑说明", "what is doubtful"}, 70, func(d *R) string { return d.Message }).long(),
	}
	fields = append(fields, where(func(d *R) *Span { return d.Span }, func(d *R) *Place { return d.Place })...)
	return newTable("diagnostics", Label{"存疑", "Diagnostics"}, func(n *Notice) []R { return n.Diagnostics }, fields)
}

// wrapped lets a workbook wrap a column of middling width.
func (f field[R]) wrapped() field[R] {
	f.Long = true
	return f
}

// namedList prints the names of several codes in one cell.
func namedList(codes []string, names map[string]Label) Cell {
	var zh, en []string
	for _, c := range codes {
		l, ok := names[c]
		if !ok {
			l = Label{c, c}
		}
		zh, en = append(zh, l.ZH), append(en, l.EN)
	}
	return Named(Label{joined(zh), joined(en)})
}

// Dictionary returns the table that explains the columns of the given ones. It takes no rows from notices: its rows
// are the same for every dataset.
func Dictionary(tables []*Table) (*Table, []Row) {
	plain := func(key string, title Label, width int) Column {
		return Column{Key: key, Title: title, Meaning: title, Type: TypeString, Width: width}
	}
	d := &Table{
		Name: "dictionary", Title: Label{"数据字典", "Dictionary"},
		Columns: []Column{
			plain("table", Label{"表", "table"}, 14), plain("column", Label{"列", "column"}, 18),
			plain("title_zh", Label{"中文名", "Chinese title"}, 16), plain("title_en", Label{"英文名", "English title"}, 18),
			plain("meaning", Label{"含义", "meaning"}, 44), plain("type", Label{"类型", "type"}, 10),
			plain("unit", Label{"单位", "unit"}, 8), plain("refers_to", Label{"关联表", "refers to"}, 12),
			plain("position", Label{"列序", "position"}, 8), plain("values", Label{"取值", "values"}, 44),
		},
		rows:  func(*Notice) []Row { return nil },
		whole: true,
	}
	long := &d.Columns[len(d.Columns)-1]
	long.Long = true
	var rows []Row
	for _, t := range tables {
		for i, c := range t.Columns {
			rows = append(rows, Row{
				Text(t.Name), Text(c.Key), Text(c.Title.ZH), Text(c.Title.EN), Named(c.Meaning),
				Text(string(c.Type)), Text(c.Unit), Text(c.Ref), Text(strconv.Itoa(i + 1)), valueList(c.Values),
			})
		}
	}
	return d, rows
}

// valueList prints the codes of an enumeration with their names: achieved=已完成;planned=计划.
func valueList(values map[string]Label) Cell {
	var zh, en []string
	for _, code := range slices.Sorted(maps.Keys(values)) {
		zh, en = append(zh, code+"="+values[code].ZH), append(en, code+"="+values[code].EN)
	}
	return Named(Label{joined(zh), joined(en)})
}
