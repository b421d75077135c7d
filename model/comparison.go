package model

import (
	"iter"
	"maps"
	"slices"
	"strconv"
)

// A Choice says by which rule the one value of a comparison was chosen among the mentions of a notice. The rules are tried in
// this order; the sum of a total and its parts is never taken.
type Choice string

// The rules of choice.
const (
	ChoiceTotal     Choice = "total"     // a total that the notice states: 共, 累计, or a sum whose parts follow
	ChoiceLevel     Choice = "level"     // the level that was reached, where no other amount is stated: 增至, 降至
	ChoiceStated    Choice = "stated"    // the only amount that is stated
	ChoiceChange    Choice = "change"    // the only increase or decrease
	ChoiceSum       Choice = "sum"       // the sum of increases that have nothing in common
	ChoiceAmbiguous Choice = "ambiguous" // several that differ, and no rule that chooses: the cell has no value, only candidates
	ChoiceDoubtful  Choice = "doubtful"  // one that a rule chooses, but far from the other mentions: no value either
)

// A Basis says what a compared value is, for a stock and its growth cannot be compared.
type Basis string

// What a value is.
const (
	BasisAmount   Basis = "amount"   // how much or how many
	BasisIncrease Basis = "increase" // how much more
	BasisDecrease Basis = "decrease" // how much less
)

var (
	choiceNames = map[string]Label{
		"total": {"原文合计", "stated total"}, "level": {"达到值", "level reached"}, "stated": {"唯一数值", "only value"},
		"change": {"唯一增减", "only change"}, "sum": {"增量之和", "sum of increases"}, "ambiguous": {"不唯一", "ambiguous"}, "doubtful": {"与他处相差悬殊", "far from other mentions"},
	}
	basisNames = map[string]Label{
		"amount": {"数额", "amount"}, "increase": {"增量", "increase"}, "decrease": {"减量", "decrease"},
	}
	groupingNames = map[string]Label{
		"all": {"全部", "all"}, "province": {"省", "province"}, "prefecture": {"市", "prefecture"},
		"round": {"轮次", "round"}, "year": {"年份", "year"},
	}
)

// Label names the rule of choice.
func (c Choice) Label() Label { return choiceNames[string(c)] }

// Label names what a value is.
func (b Basis) Label() Label { return basisNames[string(b)] }

// A Compared names what is compared by a notice's body: the Party committee or government of a district, or another issuer. Only its
// newest notice is compared with others; the ones before give the changes from year to year.
type Compared struct {
	Notice     string
	Region     Region
	Issuer     string
	IssuerType string
	Year       string // of publication, else of signature or inspection
	Round      string // of the inspection, as worded
	Newest     bool   // no later notice of the same body is in the dataset
}

// A Comparison is one cell of the comparison of districts: what a notice says of a metric, in its base unit.
type Comparison struct {
	*Compared
	Metric     string
	Basis      Basis
	Value      *Decimal // nil where the choice is ambiguous
	High       *Decimal // upper end of a range
	Unit       string
	Bound      Bound
	Choice     Choice
	Status     Status
	Period     string    // the time that the value is for; of a plan, when it is to be reached
	Mentions   int       // of the metric in the notice
	Candidates string    // the mentions, where the choice is ambiguous
	Before     *Decimal  // value of the body's notice before, on the same basis and in the same unit
	BeforeYear string    // of that notice
	PerHead    *Decimal  // for 1,000 inhabitants
	Indicators []string  // ids of the mentions that the value comes of
	Evidence   Indicator // the first of them
}

// A TopicShare says how many of a notice's problems are of a topic.
type TopicShare struct {
	*Compared
	Topic    string // a code of topics.tsv, or "" for problems without any
	Problems int
	Share    Decimal // of the notice's problems, in %; problems of two topics count for both
	Measures int     // of those problems
	Example  Problem // the first of them
}

// A District sums up a notice of a body: how much it lists, and how fast it was published.
type District struct {
	*Compared
	Title, Published  string
	Problems          int
	Measures          int
	Indicators, Named int
	PerProblem        *Decimal // measures for a problem
	Days              *int     // from the feedback to the publication
	Population        *Decimal
}

// A CommonProblem is a topic in all newest notices of the dataset.
type CommonProblem struct {
	Topic      string
	Notices    int     // with such a problem
	Share      Decimal // of all notices with problems, in %
	Problems   int
	Measures   int
	PerProblem Decimal  // measures for a problem
	Examples   []string // problems in the words of notices, each of another one
	Places     []string // whose problems these are
}

// A GroupFigure is the distribution of a metric over the newest notices of a group. It counts amounts only with amounts, and
// increases with increases.
type GroupFigure struct {
	Grouping                        string // all, province, prefecture, round or year
	Group                           string
	Metric                          string
	Basis                           Basis
	Unit                            string
	Notices                         int
	Least, Median, Average, Largest Decimal
}

// comparedFields are the columns that name what is compared.
func comparedFields[R any](names Names, of func(*R) *Compared) []field[R] {
	get := func(f func(*Compared) string) func(*R) string { return func(r *R) string { return f(of(r)) } }
	return []field[R]{
		identified(get(func(c *Compared) string { return c.Notice })),
		text("region_code", Label{"区划代码", "region code"}, Label{"GB/T 2260 代码", "GB/T 2260 code"}, 10, get(func(c *Compared) string { return c.Region.Code })),
		text("province", Label{"省", "province"}, Label{"省级行政区", "province"}, 12, get(func(c *Compared) string { return c.Region.Province })),
		text("prefecture", Label{"市", "prefecture"}, Label{"地级行政区", "prefecture"}, 12, get(func(c *Compared) string { return c.Region.Prefecture })),
		text("county", Label{"县（区）", "county"}, Label{"县级行政区", "county"}, 12, get(func(c *Compared) string { return c.Region.County })),
		text("region_now_code", Label{"现区划代码", "code today"}, Label{"可跨年比较的代码：行政区现在的代码", "the code that can be compared over the years: that of the division today"}, 10, get(func(c *Compared) string { return c.Region.Today() })),
		text("issuer", Label{"发布单位", "issuer"}, Label{"署名单位全称", "the body that signs"}, 26, get(func(c *Compared) string { return c.Issuer })),
		code("issuer_type", Label{"单位类型", "issuer type"}, Label{"发布单位的类型", "type of the issuer"}, names.Issuers, get(func(c *Compared) string { return c.IssuerType })),
		text("year", Label{"年份", "year"}, Label{"通报的年份：发布、落款或监督开始", "year of the notice: published, signed or inspected"}, 7, get(func(c *Compared) string { return c.Year })),
		text("inspection_round", Label{"轮次", "round"}, Label{"原文所称轮次", "the round as worded"}, 22, get(func(c *Compared) string { return c.Round })),
		{
			Column{Key: "newest", Title: Label{"最新", "newest"}, Meaning: Label{"是否该单位最新的通报", "whether no later notice of the body is there"}, Type: TypeBoolean, Values: flagNames, Width: 6},
			func(_ *Notice, r *R) Cell { return Flag(of(r).Newest) },
		},
	}
}

// metricFields are a metric's code and name.
func metricFields[R any](names Names, get func(*R) string) []field[R] {
	return []field[R]{
		text("metric", Label{"指标代码", "metric code"}, Label{"metrics/*.rules 中的代码", "code in metrics/*.rules"}, 24, get),
		{
			Column{Key: "metric_name", Title: Label{"指标名称", "metric"}, Meaning: Label{"指标名称", "name of the metric"}, Type: TypeString, Width: 20},
			func(_ *Notice, r *R) Cell { return Named(nameOf(names.Metrics, get(r))) },
		},
	}
}

// nameOf returns the name of a code, or the code where it has none.
func nameOf(names map[string]Label, code string) Label {
	if l, ok := names[code]; ok || code == "" {
		return l
	}
	return Label{code, code}
}

// Comparisons returns the table of the comparison of districts, and what prints its rows.
func Comparisons(names Names) (*Table, func(iter.Seq[Comparison]) iter.Seq[Row]) {
	type R = Comparison
	fields := comparedFields(names, func(r *R) *Compared { return r.Compared })
	fields = append(fields, metricFields(names, func(r *R) string { return r.Metric })...)
	fields = append(fields,
		code("basis", Label{"口径", "basis"}, Label{"数额、增量或减量，口径不同不可比", "amount, increase or decrease, which cannot be compared with each other"}, basisNames, func(r *R) Basis { return r.Basis }),
		number("value", Label{"数值", "value"}, Label{"按基本单位，不唯一时为空", "in the base unit, empty where ambiguous"}, func(r *R) *Decimal { return r.Value }),
		number("high", Label{"上限", "upper end"}, Label{"数值为区间时的上限", "upper end of a range"}, func(r *R) *Decimal { return r.High }),
		text("unit", Label{"单位", "unit"}, Label{"基本单位", "base unit"}, 8, func(r *R) string { return r.Unit }),
		code("bound", Label{"界限", "bound"}, Label{"以上、以下或约", "how the number limits the true one"}, boundNames, func(r *R) Bound { return r.Bound }),
		code("choice", Label{"取值规则", "choice"}, Label{"在多处提及中取此值的规则", "rule by which the value was chosen among the mentions"}, choiceNames, func(r *R) Choice { return r.Choice }),
		code("status", Label{"状态", "status"}, statusMeaning, statusNames, func(r *R) Status { return r.Status }),
		text("period", Label{"时间", "period"}, Label{"数值所属时间；计划的为目标时间", "the time of the value; of a plan, when it is due"}, 11, func(r *R) string { return r.Period }),
		count("mentions", Label{"提及次数", "mentions"}, Label{"该通报提及此指标的次数", "mentions of the metric in the notice"}, "次", func(_ *Notice, r *R) int { return r.Mentions }),
		text("candidates", Label{"备选", "candidates"}, Label{"不唯一时的各处原文", "the mentions, where ambiguous"}, 24, func(r *R) string { return r.Candidates }).wrapped(),
		number("before", Label{"上次数值", "value before"}, Label{"同一单位上一份通报的数值", "value in the body's notice before"}, func(r *R) *Decimal { return r.Before }),
		text("before_year", Label{"上次年份", "year before"}, Label{"上一份通报的年份", "year of the notice before"}, 9, func(r *R) string { return r.BeforeYear }),
		number("per_1000", Label{"每千人", "per 1,000"}, Label{"每千人数值，需提供人口表", "for 1,000 inhabitants, where a table of them is given"}, func(r *R) *Decimal { return r.PerHead }),
		text("indicator_id", Label{"指标编号", "indicator id"}, Label{"依据的指标编号", "key of the mention it comes of"}, 10, func(r *R) string { return r.Evidence.ID }).to("indicators"),
		text("indicator_ids", Label{"全部依据", "all evidence"}, Label{"全部依据的指标编号", "keys of all mentions it comes of"}, 12, func(r *R) string { return joined(r.Indicators) }),
		text("text", Label{"原文", "mention"}, Label{"数量原文", "the mention"}, 14, func(r *R) string { return r.Evidence.Text }),
		text("sentence", Label{"依据", "evidence"}, Label{"数量所在的句子", "the sentence it stands in"}, 60, func(r *R) string { return r.Evidence.Sentence }).long(),
	)
	return newListing("comparison", Label{"横向对比", "Comparison"}, fields)
}

// TopicShares returns the table of topics by district, and what prints its rows.
func TopicShares(names Names) (*Table, func(iter.Seq[TopicShare]) iter.Seq[Row]) {
	type R = TopicShare
	fields := append(comparedFields(names, func(r *R) *Compared { return r.Compared }), topicFields(names, func(r *R) string { return r.Topic })...)
	share := number("share", Label{"占比", "share"}, Label{"占该通报问题数的比例；一个问题可属多个主题", "of the notice's problems, which may have several topics"}, func(r *R) *Decimal { return &r.Share })
	share.Unit = "%"
	fields = append(fields,
		count("problems", Label{"问题数", "problems"}, Label{"属于该主题的问题数", "problems of the topic"}, "个", func(_ *Notice, r *R) int { return r.Problems }),
		share,
		count("measures", Label{"措施数", "measures"}, Label{"这些问题的整改措施数", "measures of these problems"}, "条", func(_ *Notice, r *R) int { return r.Measures }),
		text("problem_id", Label{"问题编号", "problem id"}, Label{"其中第一个问题", "the first of them"}, 9, func(r *R) string { return r.Example.ID }).to("problems"),
		text("heading", Label{"问题", "problem"}, Label{"其中第一个问题的标题", "heading of the first of them"}, 48, func(r *R) string { return r.Example.Heading }).wrapped(),
	)
	return newListing("topics", Label{"主题分布", "Topics"}, fields)
}

// topicFields are a topic's code and name.
func topicFields[R any](names Names, get func(*R) string) []field[R] {
	return []field[R]{
		text("topic", Label{"主题代码", "topic code"}, Label{"topics.tsv 中的代码，空为未归类", "code in topics.tsv, empty for problems without any"}, 14, get),
		{
			Column{Key: "topic_name", Title: Label{"主题", "topic"}, Meaning: Label{"主题名称", "name of the topic"}, Type: TypeString, Width: 14},
			func(_ *Notice, r *R) Cell { return Named(nameOf(names.Topics, get(r))) },
		},
	}
}

// Districts returns the table that sums up each body's notices, and what prints its rows.
func Districts(names Names) (*Table, func(iter.Seq[District]) iter.Seq[Row]) {
	type R = District
	days := field[R]{
		Column{Key: "days", Title: Label{"公开用时", "days"}, Meaning: Label{"从反馈到发布的天数", "from the feedback to the publication"}, Unit: "天", Type: TypeInteger, Width: 9},
		func(_ *Notice, r *R) Cell {
			if r.Days == nil {
				return Cell{}
			}
			return Number(Int(int64(*r.Days)))
		},
	}
	fields := append(comparedFields(names, func(r *R) *Compared { return r.Compared }),
		text("title", Label{"标题", "title"}, Label{"通报标题", "the notice's own title"}, 40, func(r *R) string { return r.Title }).wrapped(),
		date("published", Label{"发布日期", "published"}, Label{"发布日期，没有时为落款日期", "date of the page, else of the signature"}, func(r *R) string { return r.Published }),
		days,
		count("problems", Label{"问题数", "problems"}, Label{"列出的问题数", "problems listed"}, "个", func(_ *Notice, r *R) int { return r.Problems }),
		count("measures", Label{"措施数", "measures"}, Label{"列出的整改措施数", "measures listed"}, "条", func(_ *Notice, r *R) int { return r.Measures }),
		number("measures_per_problem", Label{"每问题措施", "measures per problem"}, Label{"平均每个问题的措施数", "measures for a problem"}, func(r *R) *Decimal { return r.PerProblem }),
		count("indicators", Label{"指标数", "indicators"}, Label{"列出的数量指标数", "quantities stated"}, "个", func(_ *Notice, r *R) int { return r.Indicators }),
		count("named", Label{"已归类指标", "named indicators"}, Label{"其中有指标名称的", "those of them that have a metric"}, "个", func(_ *Notice, r *R) int { return r.Named }),
		number("population", Label{"人口", "population"}, Label{"人口表中的人数", "from the table of inhabitants"}, func(r *R) *Decimal { return r.Population }),
	)
	return newListing("districts", Label{"地区概况", "Districts"}, fields)
}

// CommonProblems returns the table of the most common problems, and what prints its rows.
func CommonProblems(names Names) (*Table, func(iter.Seq[CommonProblem]) iter.Seq[Row]) {
	type R = CommonProblem
	share := number("share", Label{"通报占比", "share of notices"}, Label{"有此类问题的通报所占比例", "of the notices with problems"}, func(r *R) *Decimal { return &r.Share })
	share.Unit = "%"
	fields := append(topicFields(names, func(r *R) string { return r.Topic }),
		count("notices", Label{"通报数", "notices"}, Label{"有此类问题的通报数", "notices with such a problem"}, "份", func(_ *Notice, r *R) int { return r.Notices }),
		share,
		count("problems", Label{"问题数", "problems"}, Label{"此类问题数", "such problems"}, "个", func(_ *Notice, r *R) int { return r.Problems }),
		count("measures", Label{"措施数", "measures"}, Label{"这些问题的整改措施数", "measures of these problems"}, "条", func(_ *Notice, r *R) int { return r.Measures }),
		number("measures_per_problem", Label{"每问题措施", "measures per problem"}, Label{"平均每个问题的措施数", "measures for a problem"}, func(r *R) *Decimal { return &r.PerProblem }),
	)
	for i := range mostExamples {
		n := strconv.Itoa(i + 1)
		nth := func(list func(*R) []string) func(*R) string {
			return func(r *R) string {
				if l := list(r); i < len(l) {
					return l[i]
				}
				return ""
			}
		}
		fields = append(fields,
			text("example_"+n, Label{"例" + n, "example " + n}, Label{"通报中的问题", "a problem in the words of a notice"}, 36, nth(func(r *R) []string { return r.Examples })).wrapped(),
			text("place_"+n, Label{"例" + n + "地区", "place " + n}, Label{"该问题所在地区", "whose problem it is"}, 16, nth(func(r *R) []string { return r.Places })),
		)
	}
	return newListing("common_problems", Label{"常见问题", "Common problems"}, fields)
}

// mostExamples is how many problems are given as examples of a topic.
const mostExamples = 3

// MostExamples is how many examples of a topic CommonProblems shows.
func MostExamples() int { return mostExamples }

// GroupFigures returns the table of distributions by group, and what prints its rows.
func GroupFigures(names Names) (*Table, func(iter.Seq[GroupFigure]) iter.Seq[Row]) {
	type R = GroupFigure
	fields := []field[R]{
		code("grouping", Label{"分组方式", "grouping"}, Label{"按全部、省、市、轮次或年份", "by what notices are grouped"}, groupingNames, func(r *R) string { return r.Grouping }),
		text("group", Label{"组", "group"}, Label{"组名", "name of the group"}, 20, func(r *R) string { return r.Group }),
	}
	fields = append(fields, metricFields(names, func(r *R) string { return r.Metric })...)
	fields = append(fields,
		code("basis", Label{"口径", "basis"}, Label{"数额、增量或减量", "amount, increase or decrease"}, basisNames, func(r *R) Basis { return r.Basis }),
		text("unit", Label{"单位", "unit"}, Label{"基本单位", "base unit"}, 8, func(r *R) string { return r.Unit }),
		count("notices", Label{"通报数", "notices"}, Label{"有该指标的最新通报数", "newest notices that give the metric"}, "份", func(_ *Notice, r *R) int { return r.Notices }),
		number("least", Label{"最小", "least"}, Label{"最小值", "least value"}, func(r *R) *Decimal { return &r.Least }),
		number("median", Label{"中位数", "median"}, Label{"中位数", "median value"}, func(r *R) *Decimal { return &r.Median }),
		number("average", Label{"平均", "average"}, Label{"算术平均，两位小数", "arithmetic mean, to two decimals"}, func(r *R) *Decimal { return &r.Average }),
		number("largest", Label{"最大", "largest"}, Label{"最大值", "largest value"}, func(r *R) *Decimal { return &r.Largest }),
	)
	return newListing("groups", Label{"分组统计", "Groups"}, fields)
}

// A Series is what values of districts can be compared in: a metric in a unit and on a basis.
type Series struct {
	Metric string
	Unit   string
	Basis  Basis
}

// Title names the series, with its unit and what sets it apart from the amount.
func (s Series) Title(names Names) Label {
	name := nameOf(names.Metrics, s.Metric)
	if s.Basis == BasisAmount {
		return Label{name.ZH + "（" + s.Unit + "）", name.EN + " (" + s.Unit + ")"}
	}
	b := s.Basis.Label()
	return Label{name.ZH + b.ZH + "（" + s.Unit + "）", name.EN + ", " + b.EN + " (" + s.Unit + ")"}
}

// A MatrixRow is a body's line of a matrix, in the order of the series.
type MatrixRow struct {
	*Compared
	Values []*Decimal // nil where there is none
	Open   []bool     // where there are several, and no rule that chooses among them
}

// Matrix returns a table of bodies by series, and what prints its rows.
func Matrix(names Names, list []Series) (*Table, func(iter.Seq[MatrixRow]) iter.Seq[Row]) {
	type R = MatrixRow
	fields := comparedFields(names, func(r *R) *Compared { return r.Compared })
	fields = slices.DeleteFunc(fields, func(f field[R]) bool { return f.Key == "newest" })
	for i, s := range list {
		f := number(s.Metric+" "+string(s.Basis)+" "+s.Unit, s.Title(names), Label{"已达到的值；不唯一时为空", "value that was reached, empty where ambiguous"}, func(r *R) *Decimal { return r.Values[i] })
		value := f.cell
		f.cell = func(n *Notice, r *R) Cell {
			if r.Values[i] == nil && r.Open[i] {
				return OpenCell()
			}
			return value(n, r)
		}
		fields = append(fields, f)
	}
	return newListing("matrix", Label{"地区×指标", "Matrix"}, fields)
}

// A Ranking is the bodies with the largest values of a series.
type Ranking struct {
	Series
	Names  []string
	Values []Decimal
}

// StatusNames returns the names of the statuses of indicators.
func StatusNames() map[string]Label { return maps.Clone(statusNames) }

// ChangeNames returns the names of the changes that indicators state.
func ChangeNames() map[string]Label { return maps.Clone(changeNames) }

// KindNames returns the names of the kinds of document.
func KindNames() map[string]Label { return maps.Clone(kindNames) }
