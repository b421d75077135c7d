package corrections

import (
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhenggai/model"
)

// A Mistake says in Chinese and English what is wrong with a correction.
type Mistake struct{ model.Label }

func (m *Mistake) Error() string { return m.EN }

// NewMistake returns a Mistake.
func NewMistake(zh, en string) *Mistake { return &Mistake{model.Label{ZH: zh, EN: en}} }

// Rules are what the rules say of the values that may be set. Where they are nil, or do not know a single code, only the schema
// is asked.
type Rules struct {
	Names  model.Names                                                               // whose codes metrics and actions have
	Normal func(value model.Decimal, high *model.Decimal, unit string) *model.Normal // in the base unit, nil where there is none; may be nil
	Fits   func(metric, unit string) bool                                            // whether the unit is known and, unless metric is "", the metric is stated in it; may be nil

	// Division returns what a code of a division has stood for, the names of the given year first; 0 is today. May be nil.
	Division func(code string, year int) []model.Region

	Word func([]model.Diagnostic) // gives diagnostics their severity and message; without it the message is the code
}

// word gives diagnostics their severity and message.
func (r *Rules) word(list []model.Diagnostic) {
	if r != nil && r.Word != nil {
		r.Word(list)
		return
	}
	for i := range list {
		list[i].Severity, list[i].Message = "warning", list[i].Code
	}
}

// fields are those that may be set, by kind of record, or of the notice itself. The needed ones are so where a record is added.
var fields = map[Kind]struct {
	of            *model.RecordKind
	names, needed []string
}{
	Indicator: {model.RecordKindOf[model.Indicator](), []string{"value", "high", "unit", "metric", "subject", "status", "change", "bound", "period", "problem"}, []string{"value", "unit"}},
	Problem:   {model.RecordKindOf[model.Problem](), []string{"heading", "name", "aspect"}, []string{"heading"}},
	Measure:   {model.RecordKindOf[model.Measure](), []string{"title", "problem"}, nil},
	Policy:    {model.RecordKindOf[model.Policy](), []string{"title", "number", "action"}, []string{"title"}},
	Contact:   {model.RecordKindOf[model.Contact](), []string{"kind", "value", "note"}, []string{"kind", "value"}},
	Notice:    {nil, []string{"title", "issuer", "published", "code", "province", "prefecture", "county"}, nil},
}

// Kinds returns the kinds of record, those first of which there are most to add.
func Kinds() []Kind { return []Kind{Indicator, Problem, Measure, Policy, Contact} }

// KindOf returns the kind of a record, or false where corrections are not about such.
func KindOf(r model.Record) (Kind, bool) {
	kind := Kind(strings.ToLower(r.Kind.Type()))
	_, ok := fields[kind]
	return kind, ok
}

// Label is what people call one record of the kind.
func (k Kind) Label() model.Label {
	if k == Notice {
		return model.Label{ZH: "通报", EN: "notice"}
	}
	return model.Label{ZH: fields[k].of.Label().ZH, EN: string(k)}
}

// Fields returns the names of the fields of a kind of record that may be set.
func Fields(kind Kind) []string { return slices.Clone(fields[kind].names) }

// constraintOf returns what the schema says of a field: nothing where there is no such kind.
func constraintOf(kind Kind, field string) model.Constraint {
	known, ok := fields[kind]
	switch {
	case !ok:
		return model.Constraint{}
	case kind == Notice && slices.Contains(regionFields, field):
		return model.ConstraintOf("Region", field)
	case kind == Notice:
		return model.ConstraintOf("Notice", field)
	}
	return model.ConstraintOf(known.of.Type(), field)
}

// fieldNames are what people call the fields.
var fieldNames = map[string]model.Label{
	"value": {ZH: "数值", EN: "value"}, "high": {ZH: "上限", EN: "upper end"}, "unit": {ZH: "单位", EN: "unit"}, "metric": {ZH: "指标代码", EN: "metric"},
	"subject": {ZH: "对象", EN: "subject"}, "status": {ZH: "状态", EN: "status"}, "change": {ZH: "变化", EN: "change"}, "bound": {ZH: "界限", EN: "bound"},
	"period": {ZH: "时间", EN: "period"}, "problem": {ZH: "所属问题", EN: "problem"}, "heading": {ZH: "标题", EN: "heading"}, "name": {ZH: "名称", EN: "name"},
	"aspect": {ZH: "方面", EN: "aspect"}, "title": {ZH: "标题", EN: "title"}, "number": {ZH: "文号", EN: "number"}, "action": {ZH: "动作", EN: "action"},
	"kind": {ZH: "种类", EN: "kind"}, "note": {ZH: "备注", EN: "note"}, "issuer": {ZH: "发布单位", EN: "issuer"}, "published": {ZH: "发布日期", EN: "published"},
	"code": {ZH: "区划代码", EN: "region code"}, "province": {ZH: "省", EN: "province"}, "prefecture": {ZH: "市", EN: "prefecture"}, "county": {ZH: "县（区）", EN: "county"},
}

// FieldName returns what people call a field.
func FieldName(field string) model.Label { return fieldNames[field] }

// Codes returns the codes that a field of a kind of record may hold, or nil where it is no code.
func (r *Rules) Codes(kind Kind, field string) []string {
	if enum := constraintOf(kind, field).Enum; enum != nil {
		return enum
	}
	return slices.Sorted(maps.Keys(r.named(kind, field)))
}

// named returns the codes that the rules have for a field.
func (r *Rules) named(kind Kind, field string) map[string]model.Label {
	switch {
	case r == nil:
		return nil
	case kind == Indicator && field == "metric":
		return r.Names.Metrics
	case kind == Policy && field == "action":
		return r.Names.Actions
	}
	return nil
}

// Check looks for mistakes in a correction, by the schema and by rules, which may be nil. Its error is a *Mistake.
func (c *Correction) Check(rules *Rules) error {
	if c.ID == "" {
		return NewMistake("更正没有编号", "it has no id")
	}
	if c.Action == Undo {
		if c.Undoes == "" {
			return NewMistake("没有说明撤销哪一条更正", "undo: it does not say of what")
		}
		return nil
	}
	if !slices.Contains([]Action{Confirm, Correct, Reject, Add}, c.Action) {
		return NewMistake("没有 "+quoted(string(c.Action))+" 这种操作", "unknown action "+quoted(string(c.Action)))
	}
	if _, ok := fields[c.Kind]; !ok {
		return NewMistake("没有 "+quoted(string(c.Kind))+" 这种记录", "unknown kind "+quoted(string(c.Kind)))
	}
	if c.Kind == Notice && c.Action != Confirm && c.Action != Correct {
		return NewMistake("通报本身只能确认或更正", "a notice itself can be confirmed or corrected, and nothing else")
	}
	if c.Quote.Text == "" && c.Kind != Notice {
		return NewMistake("没有引用原文", "it quotes no words")
	}
	return c.checkSet(rules)
}

// checkSet checks the fields that are set. They are taken in their order, so that of several mistakes always the same is told.
func (c *Correction) checkSet(rules *Rules) error {
	known := fields[c.Kind]
	for _, name := range slices.Sorted(maps.Keys(c.Set)) {
		if !slices.Contains(known.names, name) {
			return NewMistake(fmt.Sprintf("%s 没有可以更正的字段 %s", c.Kind, quoted(name)), fmt.Sprintf("a %s has no field %s to set", c.Kind, quoted(name)))
		}
		if err := rules.checkField(c.Kind, name, c.Set[name]); err != nil {
			return err
		}
	}
	if c.Action == Correct && len(c.Set) == 0 {
		return NewMistake("没有更正任何内容", "correct: nothing is set")
	}
	for _, name := range known.needed {
		if c.Action == Add && c.Set[name] == "" {
			return NewMistake("补录时必须填写"+fieldNames[name].ZH, fmt.Sprintf("add: a %s needs %s", c.Kind, name))
		}
	}
	if code := c.Set["code"]; c.Kind == Notice && code != "" && rules != nil && rules.Division != nil {
		if _, err := rules.region(nil, c.Set, 0); err != nil {
			return err
		}
	}
	value, errValue := model.ParseDecimal(c.Set["value"])
	high, errHigh := model.ParseDecimal(c.Set["high"])
	if c.Kind == Indicator && errValue == nil && errHigh == nil {
		return checkRange(value, high)
	}
	return nil
}

// checkField checks a value that a field is set to.
func (r *Rules) checkField(kind Kind, name, value string) error {
	constraint := constraintOf(kind, name)
	switch {
	case value == "" && (!constraint.Required || name == "name" || kind == Notice): // a problem without a name has its heading for one; a notice may have no region
		return nil
	case strings.TrimSpace(value) == "":
		return wrong(name, value, "不能为空", "cannot be empty")
	}
	if model.Printable(value) != value || strings.ContainsAny(value, "\n\t\ufffd") {
		return wrong(name, value, "含有不能显示的字符", "has characters that cannot be printed")
	}
	switch {
	case kind == Indicator && (name == "value" || name == "high"):
		if _, err := model.ParseDecimal(value); err != nil {
			return wrong(name, value, "不是数：请用半角数字，最多十八位，不带单位和千分位", "is no number: digits alone, up to 18, with a point for decimals")
		}
	case kind == Indicator && name == "period":
		if !constraint.Pattern.MatchString(value) || !isPeriod(value) {
			return wrong(name, value, "不是时间：写作 2021、2021-05、2021-05-07，或 2022/2023、2023-09/..", "is no period: 2021, 2021-05, 2021-05-07, or 2022/2023, 2023-09/..")
		}
	case kind == Notice && name == "published":
		if !constraint.Pattern.MatchString(value) || !isPeriod(value) {
			return wrong(name, value, "不是日期：写作 2021、2021-05 或 2021-05-07", "is no date: 2021, 2021-05 or 2021-05-07")
		}
	case kind == Notice && name == "code":
		if !constraint.Pattern.MatchString(value) {
			return wrong(name, value, "不是六位代码", "is no code of six digits")
		}
	case constraint.Enum != nil:
		if !slices.Contains(constraint.Enum, value) {
			return noCode(name, value, constraint.Enum)
		}
	default:
		codes := r.named(kind, name)
		if _, known := codes[value]; !known && len(codes) > 0 {
			return noCode(name, value, r.Codes(kind, name))
		}
	}
	return nil
}

// isPeriod reports whether what looks like a period is of days that the calendar has, and ends no earlier than it begins.
func isPeriod(s string) bool {
	start, end, interval := strings.Cut(s, "/")
	for _, date := range []string{start, end} {
		if date == "" || date == ".." {
			continue
		}
		if _, err := time.Parse(time.DateOnly[:len(date)], date); err != nil {
			return false
		}
	}
	common := min(len(start), len(end))
	return !interval || end == ".." || start[:common] <= end[:common]
}

// checkRange insists that a range does not end below its beginning.
func checkRange(value, high model.Decimal) error {
	if high.Cmp(value) < 0 {
		return NewMistake(fmt.Sprintf("上限 high：%s 小于数值 %s", high, value), fmt.Sprintf("high: %s is less than the value, %s", high, value))
	}
	return nil
}

// wrong is the mistake of a field that cannot hold a value.
func wrong(field, value, zh, en string) error {
	return NewMistake(fmt.Sprintf("%s %s：%s %s", fieldNames[field].ZH, field, quoted(value), zh), fmt.Sprintf("%s: %s %s", field, quoted(value), en))
}

// shownCodes is how many codes a message lists.
const shownCodes = 12

// noCode is the mistake of a field that holds a code that is none.
func noCode(field, value string, codes []string) error {
	list, zh, en := strings.Join(codes[:min(len(codes), shownCodes)], ", "), "", ""
	if more := len(codes) - shownCodes; more > 0 {
		zh, en = fmt.Sprintf(" 等 %d 个，见 zhenggai schema --tables", len(codes)), fmt.Sprintf(" and %d more: see zhenggai schema --tables", more)
	}
	return wrong(field, value, "不是可用的代码："+list+zh, "is none of its codes: "+list+en)
}

// longestShown is how many characters of a value a message shows.
const longestShown = 40

// quoted shows a value in a message, whatever it holds.
func quoted(s string) string { return strconv.Quote(model.Shorten(s, longestShown)) }
