package compare

import (
	"fmt"
	"strings"
	"testing"

	"zhenggai/model"
)

// options are those of the tests: shares are not summed, and some words make a total.
var options = Options{
	Counts:   map[string]string{"problems": "个"},
	Same:     map[Unit]string{{"sewage", "立方米/日"}: "吨/日"},
	Additive: func(u Unit) bool { return u.Unit != "%" },
	Whole:    []string{"累计", "合计"},
	Rest:     []string{"剩余"},
}

// places is an indicator of school places.
func places(id string, value int64, change model.Change, subject, measure string) model.Indicator {
	text := fmt.Sprint(value, "个")
	return model.Indicator{
		ID: id, Metric: "places", Value: model.Int(value), Unit: "个", Change: change, Subject: subject, Measure: measure,
		Text: text, Sentence: "新增" + subject + text + "。",
	}
}

// describe prints what was chosen.
func describe(c model.Comparison) string {
	s := string(c.Choice) + " "
	if c.Value != nil {
		s += string(c.Bound) + c.Value.String()
		if c.High != nil {
			s += "–" + c.High.String()
		}
		s += c.Unit + " " + string(c.Basis)
	}
	if c.Status != "" {
		s += " " + string(c.Status) + " " + c.Period
	}
	if c.Candidates != "" {
		s += "[" + c.Candidates + "]"
	}
	return strings.TrimSpace(s) + " of " + strings.Join(c.Indicators, " ")
}

func TestChoose(t *testing.T) {
	const up, to = model.ChangeIncrease, model.ChangeIncreaseTo
	with := func(in model.Indicator, change func(*model.Indicator)) model.Indicator {
		change(&in)
		return in
	}
	planned := func(in *model.Indicator) { in.Status, in.Period = model.StatusPlanned, "2026" }
	outstanding := func(in *model.Indicator) { in.Status = model.StatusOutstanding }
	share := func(id string, value int64) model.Indicator {
		return model.Indicator{ID: id, Metric: "coverage", Value: model.Int(value), Unit: "%", Text: fmt.Sprint(value, "%"), Change: up, Subject: "率" + id}
	}
	tests := []struct {
		name   string
		list   []model.Indicator
		totals []model.Total
		want   string
	}{
		{
			"唯一数值",
			[]model.Indicator{places("i1", 35000, "", "学位", "m1")},
			nil,
			"stated 35000个 amount of i1",
		},
		{
			"合计在前，分项不计",
			[]model.Indicator{places("i1", 118, "", "学位", "m1"), places("i2", 39, "", "小学学位", "m1"), places("i3", 79, "", "中学学位", "m1")},
			[]model.Total{{Total: "i1", Parts: []string{"i2", "i3"}, Sum: model.Int(118), Agrees: true}},
			"total 118个 amount of i1",
		},
		{
			"合计与分项不符",
			[]model.Indicator{places("i1", 120, "", "学位", "m1"), places("i2", 39, "", "小学学位", "m1"), places("i3", 79, "", "中学学位", "m1")},
			[]model.Total{{Total: "i1", Parts: []string{"i2", "i3"}, Sum: model.Int(118)}},
			"ambiguous [学位120个; Σ118] of i1",
		},
		{
			"累计为合计",
			[]model.Indicator{places("i1", 500, up, "小学学位", "m1"), with(places("i2", 900, up, "学位", "m2"), func(in *model.Indicator) { in.Sentence = "累计新增学位900个。" })},
			nil,
			"total 900个 increase of i2",
		},
		{
			"累计在别的分句",
			[]model.Indicator{with(places("i1", 500, up, "学位", "m1"), func(in *model.Indicator) { in.Sentence = "累计投入3000万元，新增学位500个。" })},
			nil,
			"change 500个 increase of i1",
		},
		{
			"增至优先于增量",
			[]model.Indicator{places("i1", 2310, up, "学位", "m1"), places("i2", 35000, to, "学位", "m1")},
			nil,
			"level 35000个 amount of i2",
		},
		{
			"起点不计",
			[]model.Indicator{places("i1", 30000, "", "学位", "m1"), with(places("i2", 35000, to, "学位", "m1"), func(in *model.Indicator) { in.From = "i1" })},
			nil,
			"level 35000个 amount of i2",
		},
		{
			"原定目标不计",
			[]model.Indicator{places("i1", 600, "", "学位", "m1"), with(places("i2", 450, "", "学位", "m1"), func(in *model.Indicator) { in.Target = "i1" })},
			nil,
			"stated 450个 amount of i2",
		},
		{
			"其中数不再相加",
			[]model.Indicator{
				places("i1", 800, up, "学位", "m1"), with(places("i2", 500, up, "小学学位", "m1"), func(in *model.Indicator) { in.PartOf = "i1" }),
				places("i3", 1200, up, "学位", "m2"),
			},
			nil,
			"sum 2000个 increase of i1 i3",
		},
		{
			"合计的其中数仍作合计",
			[]model.Indicator{
				places("i1", 800, up, "学位", "m1"), with(places("i2", 500, up, "小学学位", "m1"), func(in *model.Indicator) { in.PartOf = "i1" }),
				with(places("i3", 300, up, "中学学位", "m1"), func(in *model.Indicator) { in.PartOf = "i1" }),
			},
			[]model.Total{{Total: "i1", Parts: []string{"i2", "i3"}, Sum: model.Int(800), Agrees: true}},
			"total 800个 increase of i1",
		},
		{
			"互不相干的增量相加",
			[]model.Indicator{places("i1", 500, up, "小学学位", "m1"), places("i2", 810, up, "幼儿园学位", "m2")},
			nil,
			"sum 1310个 increase of i1 i2",
		},
		{
			"同一对象、不同措施的增量相加",
			[]model.Indicator{places("i1", 500, up, "学位", "m1"), places("i2", 810, up, "学位", "m2")},
			nil,
			"sum 1310个 increase of i1 i2",
		},
		{
			"同一措施里同一对象的增量可能重叠",
			[]model.Indicator{places("i1", 500, up, "学位", "m1"), places("i2", 810, up, "学位", "m1")},
			nil,
			"ambiguous [学位500个; 学位810个] of i1 i2",
		},
		{
			"公办学位可能是学位的一部分",
			[]model.Indicator{places("i1", 5000, up, "学位", "m1"), places("i2", 2310, up, "公办学位", "m2")},
			nil,
			"ambiguous [学位5000个; 公办学位2310个] of i1 i2",
		},
		{
			"一个是其余之和",
			[]model.Indicator{places("i1", 1310, up, "甲学位", "m1"), places("i2", 500, up, "乙学位", "m2"), places("i3", 810, up, "丙学位", "m3")},
			nil,
			"ambiguous [甲学位1310个; 乙学位500个; 丙学位810个] of i1 i2 i3",
		},
		{
			"重复的增量可能是同一批",
			[]model.Indicator{places("i1", 500, up, "甲学位", "m1"), places("i2", 500, up, "乙学位", "m2"), places("i3", 810, up, "丙学位", "m3")},
			nil,
			"ambiguous [甲学位500个; 丙学位810个] of i1 i3",
		},
		{
			"百分比不相加",
			[]model.Indicator{share("i1", 12), share("i2", 20)},
			nil,
			"ambiguous [率i112%; 率i220%] of i1 i2",
		},
		{
			"重复提及",
			[]model.Indicator{places("i1", 500, "", "学位", "m1"), places("i2", 500, "", "学位", "m2")},
			nil,
			"stated 500个 amount of i1",
		},
		{
			"约数由确数印证",
			[]model.Indicator{with(places("i1", 2300, "", "学位", "m1"), func(in *model.Indicator) { in.Bound = model.BoundAtLeast }), places("i2", 2310, "", "学位", "m2")},
			nil,
			"stated 2310个 amount of i2",
		},
		{
			"约数与确数不符",
			[]model.Indicator{with(places("i1", 2300, "", "学位", "m1"), func(in *model.Indicator) { in.Bound = model.BoundAtLeast }), places("i2", 9000, "", "学位", "m2")},
			nil,
			"ambiguous [学位2300个; 学位9000个] of i1 i2",
		},
		{
			"不同数值不选",
			[]model.Indicator{places("i1", 500, "", "学位", "m1"), places("i2", 700, "", "学位", "m2")},
			nil,
			"ambiguous [学位500个; 学位700个] of i1 i2",
		},
		{
			"取最近时间",
			[]model.Indicator{
				with(places("i1", 500, "", "学位", "m1"), func(in *model.Indicator) { in.Period = "2020" }), with(places("i2", 700, "", "学位", "m2"), func(in *model.Indicator) { in.Period = "2021-06" }),
			},
			nil,
			"stated 700个 amount of i2",
		},
		{
			"同一年之内不分先后",
			[]model.Indicator{
				with(places("i1", 500, "", "学位", "m1"), func(in *model.Indicator) { in.Period = "2021" }), with(places("i2", 700, "", "学位", "m2"), func(in *model.Indicator) { in.Period = "2021-06" }),
			},
			nil,
			"ambiguous [学位500个; 学位700个] of i1 i2",
		},
		{
			"计划不与已完成相混",
			[]model.Indicator{places("i1", 500, "", "学位", "m1"), with(places("i2", 900, "", "学位", "m2"), planned)},
			nil,
			"stated 500个 amount of i1",
		},
		{
			"可比的只有已完成和无状态的",
			[]model.Indicator{
				with(places("i1", 500, "", "学位", "m1"), outstanding), with(places("i2", 900, "", "学位", "m2"), planned), places("i3", 300, "", "学位", "m3"),
				with(places("i4", 300, "", "学位", "m4"), func(in *model.Indicator) { in.Status = model.StatusAchieved }),
			},
			nil,
			"stated 300个 amount of i3",
		},
		{
			"计划先于未完成",
			[]model.Indicator{with(places("i1", 500, "", "学位", "m1"), outstanding), with(places("i2", 900, "", "学位", "m2"), planned)},
			nil,
			"stated 900个 amount planned 2026 of i2",
		},
		{
			"发布之后的不算已有",
			[]model.Indicator{places("i1", 500, "", "学位", "m1"), with(places("i2", 700, "", "学位", "m2"), func(in *model.Indicator) { in.Period = "2023-12" })},
			nil,
			"stated 500个 amount of i1",
		},
		{
			"发布当月的可以已有",
			[]model.Indicator{places("i1", 500, "", "学位", "m1"), with(places("i2", 700, "", "学位", "m2"), func(in *model.Indicator) { in.Period = "2023-11-20" })},
			nil,
			"ambiguous [学位500个; 学位700个] of i1 i2",
		},
		{
			"降至之外另有数额，不选",
			[]model.Indicator{places("i1", 9, "", "甲学位", "m1"), places("i2", 25, model.ChangeDecreaseTo, "乙学位", "m2")},
			nil,
			"ambiguous [甲学位9个; 乙学位25个] of i1 i2",
		},
		{
			"新增比达到的还多，不选",
			[]model.Indicator{places("i1", 800, up, "甲学位", "m1"), places("i2", 520, to, "乙学位", "m1")},
			nil,
			"ambiguous [乙学位520个; 甲学位800个] of i2 i1",
		},
		{
			"百分比的升幅与所达水平不比大小",
			[]model.Indicator{share("i1", 12), with(share("i2", 8), func(in *model.Indicator) { in.Change = to })},
			nil,
			"level 8% amount of i2",
		},
		{
			"合计之外另有数额，不选",
			[]model.Indicator{
				places("i1", 118, "", "学位", "m1"), places("i2", 39, "", "小学学位", "m1"), places("i3", 79, "", "中学学位", "m1"), places("i4", 15, "", "学位", "m2"),
			},
			[]model.Total{{Total: "i1", Parts: []string{"i2", "i3"}, Sum: model.Int(118), Agrees: true}},
			"ambiguous [学位118个; 学位15个] of i1 i4",
		},
		{
			"已完成与剩余之和不是成效",
			[]model.Indicator{
				places("i1", 276, "", "学位", "m1"), places("i2", 270, "", "学位", "m1"),
				with(places("i3", 6, "", "学位", "m1"), func(in *model.Indicator) { in.Sentence = "学位276个，完成270个，剩余6个" }),
			},
			[]model.Total{{Total: "i1", Parts: []string{"i2", "i3"}, Sum: model.Int(276), Agrees: true}},
			"ambiguous [学位276个] of i1",
		},
		{
			"已完成与未完成之和不是成效",
			[]model.Indicator{places("i1", 276, "", "学位", "m1"), places("i2", 270, "", "学位", "m1"), with(places("i3", 6, "", "学位", "m1"), outstanding)},
			[]model.Total{{Total: "i1", Parts: []string{"i2", "i3"}, Sum: model.Int(276), Agrees: true}},
			"ambiguous [学位276个] of i1",
		},
		{
			"累计比他处的还少，不选",
			[]model.Indicator{places("i1", 1500, up, "小学学位", "m1"), with(places("i2", 900, up, "学位", "m2"), func(in *model.Indicator) { in.Sentence = "累计新增学位900个。" })},
			nil,
			"ambiguous [学位900个; 小学学位1500个] of i2 i1",
		},
		{
			"分散各处的分项与合计不相加",
			[]model.Indicator{
				places("i1", 100, up, "甲学位", "m1"), places("i2", 60, up, "乙学位", "m2"), places("i3", 40, up, "丙学位", "m3"), places("i4", 50, up, "丁学位", "m4"),
			},
			nil,
			"ambiguous [甲学位100个; 乙学位60个; 丙学位40个; 丁学位50个] of i1 i2 i3 i4",
		},
		{
			"状态不同的增量不相加",
			[]model.Indicator{
				places("i1", 500, up, "小学学位", "m1"), with(places("i2", 810, up, "幼儿园学位", "m2"), func(in *model.Indicator) { in.Status = model.StatusAchieved }),
			},
			nil,
			"ambiguous [小学学位500个; 幼儿园学位810个] of i1 i2",
		},
		{
			"与他处相差悬殊",
			[]model.Indicator{places("i1", 500, "", "学位", "m1"), with(places("i2", 25000, "", "学位", "m2"), planned)},
			nil,
			"doubtful [学位500个; 学位25000个] of i1 i2",
		},
		{
			"相差不到悬殊",
			[]model.Indicator{places("i1", 501, "", "学位", "m1"), with(places("i2", 25000, "", "学位", "m2"), planned)},
			nil,
			"stated 501个 amount of i1",
		},
		{
			"有一处相近即可",
			[]model.Indicator{places("i1", 500, "", "学位", "m1"), with(places("i2", 25000, "", "学位", "m2"), planned), with(places("i3", 600, "", "学位", "m3"), planned)},
			nil,
			"stated 500个 amount of i1",
		},
		{
			"降到零不算悬殊",
			[]model.Indicator{places("i1", 0, model.ChangeDecreaseTo, "学位", "m1"), with(places("i2", 25, "", "学位", "m2"), outstanding)},
			nil,
			"level 0个 amount of i1",
		},
		{
			"约数的出入在一成以内",
			[]model.Indicator{with(places("i1", 2000, "", "学位", "m1"), func(in *model.Indicator) { in.Bound = model.BoundAtLeast }), places("i2", 2200, "", "学位", "m2")},
			nil,
			"stated 2200个 amount of i2",
		},
		{
			"约数的出入超过一成",
			[]model.Indicator{with(places("i1", 2000, "", "学位", "m1"), func(in *model.Indicator) { in.Bound = model.BoundAtLeast }), places("i2", 2201, "", "学位", "m2")},
			nil,
			"ambiguous [学位2000个; 学位2201个] of i1 i2",
		},
		{
			"大约数的出入在半成以内",
			[]model.Indicator{with(places("i1", 2000, "", "学位", "m1"), func(in *model.Indicator) { in.Bound = model.BoundAbout }), places("i2", 2101, "", "学位", "m2")},
			nil,
			"ambiguous [学位2000个; 学位2101个] of i1 i2",
		},
		{
			"只有未完成",
			[]model.Indicator{with(places("i1", 500, "", "学位", "m1"), outstanding)},
			nil,
			"stated 500个 amount outstanding of i1",
		},
		{
			"只有计划",
			[]model.Indicator{with(places("i2", 900, "", "学位", "m2"), planned)},
			nil,
			"stated 900个 amount planned 2026 of i2",
		},
	}
	for _, test := range tests {
		n := &model.Notice{Indicators: test.list, Totals: test.totals, Published: "2023-11"}
		cells := options.cells(n)
		if len(cells) != 1 || describe(cells[0]) != test.want {
			t.Errorf("%s: %d cells, chose %q, want %q", test.name, len(cells), describe(cells[0]), test.want)
		}
	}
}

// TestUnits checks in what units values are compared.
func TestUnits(t *testing.T) {
	n := &model.Notice{Indicators: []model.Indicator{
		{ID: "i1", Metric: "problems", Value: model.Int(15), Unit: "项"},
		{ID: "i2", Metric: "land", Value: model.Int(63000), Unit: "亩", Normal: &model.Normal{Value: model.NewDecimal(42000000000021, 6), Unit: "平方米"}},
		{ID: "i3", Metric: "land", Value: model.Int(3), Unit: "宗"},
		{ID: "i5", Metric: "sewage", Value: model.Int(2), Unit: "立方米/日", Normal: &model.Normal{Value: model.Int(2), Unit: "立方米/日"}},
		{ID: "i4", Value: model.Int(3), Unit: "宗"},
	}}
	var got []string
	for _, c := range options.cells(n) {
		got = append(got, c.Metric+" "+c.Value.String()+c.Unit)
	}
	if s := strings.Join(got, "; "); s != "land 3宗; land 42000000平方米; problems 15个; sewage 2吨/日" {
		t.Errorf("compared as %s", s)
	}
}

// TestHeadingsAreNotCompared insists that a figure in the name of a problem, which tells what was found, is no value of the notice.
func TestHeadingsAreNotCompared(t *testing.T) {
	for _, c := range []struct {
		span model.Span
		want int
	}{
		{model.Span{14, 18}, 0}, {model.Span{10, 20}, 0}, {model.Span{20, 24}, 1}, {model.Span{16, 21}, 1}, {model.Span{6, 9}, 1},
	} {
		in := places("i1", 800, "", "学位", "m1")
		in.Problem, in.Span = "p1", c.span
		n := &model.Notice{Problems: []model.Problem{{ID: "p1", Span: model.Span{10, 20}}}, Indicators: []model.Indicator{in}}
		if got := len(options.cells(n)); got != c.want {
			t.Errorf("%v: %d cells, want %d", c.span, got, c.want)
		}
	}
}

// TestKinds shows that a parent and its kinds are never summed, and that a parent which is not stated is open between several kinds.
func TestKinds(t *testing.T) {
	opts := options
	opts.Parents = map[string]string{"warned": "disciplined", "admonished": "disciplined"}
	people := func(id, metric string, value int64, sentence string) model.Indicator {
		text := fmt.Sprint(value, "人")
		return model.Indicator{ID: id, Metric: metric, Value: model.Int(value), Unit: "人", Text: text, Sentence: sentence, Status: model.StatusAchieved}
	}
	partOf := func(in model.Indicator, whole string) model.Indicator {
		in.PartOf = whole
		return in
	}
	planned := func(in model.Indicator) model.Indicator {
		in.Status = model.StatusPlanned
		return in
	}
	for _, c := range []struct {
		name string
		list []model.Indicator
		want string
	}{
		{"parts of the parent", []model.Indicator{
			people("i1", "disciplined", 35, "a"), partOf(people("i2", "warned", 5, "a"), "i1"), partOf(people("i3", "admonished", 30, "a"), "i1"),
		}, "stated 35人 amount achieved of i1"},
		{"kinds elsewhere", []model.Indicator{
			people("i1", "disciplined", 35, "a"), people("i2", "warned", 2, "b"),
		}, "stated 35人 amount achieved of i1"},
		{"kinds that the parent sums up", []model.Indicator{
			people("i1", "disciplined", 7, "a"), people("i2", "warned", 2, "a"), people("i3", "admonished", 5, "a"),
		}, "stated 7人 amount achieved of i1"},
		{"kinds beside the parent", []model.Indicator{
			people("i1", "disciplined", 18, "a"), people("i2", "admonished", 5, "a"),
		}, "ambiguous  achieved [18人; 5人] of i1 i2"},
		{"kinds without the parent", []model.Indicator{
			people("i1", "warned", 2, "a"), people("i2", "admonished", 5, "a"),
		}, "ambiguous  achieved [2人; 5人] of i1 i2"},
		{"a kind that is planned", []model.Indicator{
			people("i1", "warned", 2, "a"), planned(people("i2", "admonished", 5, "a")),
		}, ""},
		{"one kind", []model.Indicator{
			people("i1", "warned", 2, "a"), people("i2", "warned", 5, "b"),
		}, ""},
	} {
		got := ""
		for _, cell := range opts.cells(&model.Notice{Kind: model.KindRectification, Indicators: c.list}) {
			if cell.Metric == "disciplined" {
				got = describe(cell)
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestCompletions shows which of what is due and what of it is done is compared: it depends on what the metric counts.
func TestCompletions(t *testing.T) {
	opts := options
	opts.Due, opts.Done = map[string]bool{"problems": true}, map[string]bool{"fixed": true}
	for _, c := range []struct{ metric, of, want string }{
		{"problems", "i1", "stated 15个 amount achieved of i1"},
		{"fixed", "i1", "stated 11个 amount achieved of i2"},
		{"rivers", "i1", "ambiguous  achieved [15个; 11个] of i1 i2"},
		{"problems", "i2", "stated 11个 amount achieved of i2"},
	} {
		count := func(id string, value int64) model.Indicator {
			return model.Indicator{ID: id, Metric: c.metric, Value: model.Int(value), Unit: "个", Text: fmt.Sprint(value, "个"), Status: model.StatusAchieved}
		}
		n := &model.Notice{Indicators: []model.Indicator{count("i1", 15), count("i2", 11), count("i3", 4)}}
		n.Completions = []model.Completion{{Of: "i1", Done: "i2", UnderWay: "i3"}}
		if c.of == "i2" {
			n.Completions = []model.Completion{{Of: "i2", Done: "i1", Outstanding: "i3"}}
		}
		if got := describe(opts.cells(n)[0]); got != c.want {
			t.Errorf("%s of %s: %s, want %s", c.metric, c.of, got, c.want)
		}
	}
}

// TestRelevant shows what of a notice's mentions counts: what was done beside what was only looked at, the value that a notice accounts for
// beside that of an earlier inspection, and an overview that holds what the problems tell.
func TestRelevant(t *testing.T) {
	opts := options
	opts.Due, opts.Done = map[string]bool{"problems": true}, map[string]bool{"pipes": true}
	opts.Found, opts.Then, opts.Since = []string{"排查", "检测"}, []string{"去年", "上学年"}, []string{"以来"}
	in := func(id, problem, subject, sentence string, value int64, status model.Status) model.Indicator {
		text := fmt.Sprint(value, "个")
		return model.Indicator{
			ID: id, Problem: problem, Subject: subject, Value: model.Int(value), Unit: "个", Text: text,
			Sentence: strings.Replace(sentence, "N", text, 1), Status: status,
		}
	}
	const did = model.StatusAchieved
	for _, c := range []struct {
		name, metric string
		list         []model.Indicator
		want         string
	}{
		{"pipes that were surveyed and laid", "pipes", []model.Indicator{
			in("i1", "p1", "管网", "排查管网N，", 586, did), in("i2", "p1", "干管", "新建干管N", 38, did),
		}, "stated 38个 amount achieved of i2"},
		{"pipes that were found and repaired", "pipes", []model.Indicator{in("i1", "p1", "管网", "排查修复管网N", 586, did)}, "stated 586个 amount achieved of i1"},
		{"pipes that were only surveyed", "pipes", []model.Indicator{in("i1", "p1", "管网", "委托检测管网N", 586, did)}, ""},
		{"pipes of last year", "pipes", []model.Indicator{in("i1", "p1", "管网", "去年新建管网N", 586, did)}, ""},
		{"pipes since last year", "pipes", []model.Indicator{in("i1", "p1", "管网", "去年以来新建管网N", 586, did)}, "stated 586个 amount achieved of i1"},
		{"ponds of last year", "ponds", []model.Indicator{in("i1", "p1", "塘", "去年整治塘N", 58, did)}, "stated 58个 amount achieved of i1"},
		{"pipes of which nothing is said", "pipes", []model.Indicator{
			in("i1", "p1", "管网", "对N管网", 412, ""), in("i2", "p1", "管网", "建成管网N", 138, did),
		}, "stated 138个 amount achieved of i2"},
		{"an overview and its problems", "pipes", []model.Indicator{
			in("i1", "", "管网", "新建管网N", 58, did), in("i2", "p1", "管网", "建成管网N", 31, did), in("i3", "p2", "管网", "新建管网N", 27, did),
		}, "total 58个 amount achieved of i1"},
		{"an overview that is too small", "pipes", []model.Indicator{
			in("i1", "", "管网", "新建管网N", 58, did), in("i2", "p1", "管网", "建成管网N", 31, did), in("i3", "p2", "管网", "新建管网N", 28, did),
		}, "ambiguous  achieved [管网58个; 管网31个; 管网28个] of i1 i2 i3"},
		{"an overview of another kind of metric", "ponds", []model.Indicator{
			in("i1", "", "塘", "整治塘N", 58, did), in("i2", "p1", "塘", "整治塘N", 31, did),
		}, "ambiguous  achieved [塘58个; 塘31个] of i1 i2"},
		{"problems of this inspection and the last", "problems", []model.Indicator{
			in("i0", "", "问题", "反馈问题N", 12, ""), in("i1", "", "问题", "N问题中，", 12, ""), in("i2", "p1", "问题", "上轮反馈的N问题", 16, ""),
		}, "stated 12个 amount of i0"},
		{"problems that are told once", "problems", []model.Indicator{
			in("i1", "", "问题", "N问题中，", 12, ""), in("i2", "p1", "问题", "上轮反馈的N问题", 16, ""),
		}, "ambiguous [问题12个; 问题16个] of i1 i2"},
	} {
		for i := range c.list {
			c.list[i].Metric = c.metric
		}
		n := &model.Notice{Indicators: c.list, Completions: []model.Completion{{Of: "i1", Done: "i9"}}}
		got := ""
		for _, cell := range opts.cells(n) {
			got = describe(cell)
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestRates shows that a rate of what its metric is a rate of comes before that of other things.
func TestRates(t *testing.T) {
	opts := options
	opts.Rates = map[string][]string{"rate": {"measures", "problems"}}
	rate := func(id string, value int64) model.Indicator {
		return model.Indicator{ID: id, Metric: "rate", Value: model.Int(value), Unit: "%", Text: fmt.Sprint(value, "%"), Status: model.StatusAchieved}
	}
	for _, c := range []struct{ due, want string }{
		{"measures", "stated 91% amount achieved of i2"},
		{"problems", "stated 91% amount achieved of i2"},
		{"requests", "ambiguous  achieved [91%; 98%] of i2 i3"},
	} {
		n := &model.Notice{
			Indicators:  []model.Indicator{{ID: "i1", Metric: c.due, Value: model.Int(58), Unit: "条"}, rate("i2", 91), rate("i3", 98)},
			Completions: []model.Completion{{Of: "i1", Rate: "i2"}},
		}
		got := ""
		for _, cell := range opts.cells(n) {
			if cell.Metric == "rate" {
				got = describe(cell)
			}
		}
		if got != c.want {
			t.Errorf("%s: %s, want %s", c.due, got, c.want)
		}
	}
}
