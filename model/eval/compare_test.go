package eval

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"zhenggai/model"
)

const noticeText = "中共清河县委关于巡察整改情况的通报\n" +
	"一、理论学习方面\n" +
	"（一）关于学习不深入的问题\n" +
	"一是加强培训。开展培训12期，计划年内再办3至5期，培训340余人次，其中镇干部100人次、村干部240人次。\n" +
	"二是完善制度。印发《学习办法》，做到“四个意识”入脑入心，任期三年。\n" +
	"（二）关于作风不扎实的问题\n" +
	"县纪委查处 7 起。\n" +
	"电话：0319-8160001，县政府网站电话：0319-8160999\n"

// at returns the span of the first occurrence of a mention.
func at(t testing.TB, mention string) model.Span {
	before, _, found := strings.Cut(noticeText, mention)
	if !found {
		t.Fatalf("%q is not in the text", mention)
	}
	start := utf8.RuneCountInString(before)
	return model.Span{start, start + utf8.RuneCountInString(mention)}
}

func decimal(n int64) *model.Decimal {
	d := model.Int(n)
	return &d
}

// fixtureGold annotates noticeText.
func fixtureGold() *Gold {
	return &Gold{
		Document: "qinghe.txt", Kind: model.KindRectification, Title: "中共清河县委关于巡察整改情况的通报", Issuer: "中共清河县委",
		Region:    model.Region{Code: "130534", Province: "河北省", Prefecture: "邢台市", County: "清河县"},
		Published: "2024-01-02", Inspection: model.Inspection{Kind: "巡察", Level: "county"},
		Aspects: []string{"理论学习方面"},
		Problems: []Problem{
			{ID: "1.1", Aspect: "理论学习方面", Marker: "（一）", Heading: "关于学习不深入的问题", Name: "学习不深入", Measures: []Measure{
				{"一是", "加强培训"}, {"二是", "完善制度"},
			}},
			{ID: "1.2", Aspect: "理论学习方面", Marker: "（二）", Heading: "关于作风不扎实的问题", Name: "作风不扎实"},
		},
		Indicators: []Indicator{
			{Quote: "开展培训【12期】", Value: model.Int(12), Unit: "期", Status: "achieved", Metric: "governance.training_sessions", Problem: "1.1"},
			{Quote: "再办【3至5期】", Value: model.Int(3), High: decimal(5), Unit: "期", Status: "planned", Metric: "governance.training_sessions", Problem: "1.1"},
			{Quote: "【340余人次】", Value: model.Int(340), Unit: "人次", Bound: model.BoundAtLeast, Problem: "1.1"},
			{Quote: "镇干部【100人次】", Value: model.Int(100), Unit: "人次", Problem: "1.1"},
			{Quote: "村干部【240人次】", Value: model.Int(240), Unit: "人次", Problem: "1.1"},
			{Quote: "任期【三年】", Value: model.Int(3), Unit: "年", Problem: "1.1", Optional: true},
			{Quote: "查处【7起】", Value: model.Int(7), Unit: "起", Problem: "1.2"},
		},
		NotIndicators: []string{"做到“【四个】意识", "网站备案【12345678号】"},
		Policies:      []string{"学习办法"},
		Contacts:      []Contact{{"phone", "0319-8160001"}},
		NotContacts:   []string{"0319-8160999"},
		Totals:        []Total{{model.Int(340), []model.Decimal{model.Int(240), model.Int(100)}, "人次", true}},
		Completions:   []Completion{{Of: model.Int(340), Done: decimal(240), Outstanding: decimal(100), Unit: "人次", Agrees: true}},
	}
}

// fixtureNotice reads noticeText without a mistake.
func fixtureNotice(t testing.TB) *model.Notice {
	indicator := func(id, mention string, value int64, unit, problem string) model.Indicator {
		return model.Indicator{ID: id, Problem: problem, Value: model.Int(value), Unit: unit, Span: at(t, mention)}
	}
	n := &model.Notice{
		Schema: model.SchemaName, ID: "n1", Source: model.Source{Path: "in/qinghe.txt"},
		Kind: model.KindRectification, Title: "中共清河县委关于巡察\n整改情况的通报", Issuer: &model.Issuer{Name: "中共清河县委"},
		Region:    &model.Region{Code: "130534", Province: "河北省", Prefecture: "邢台市", County: "清河县"},
		Published: "2024-01-02", Inspection: &model.Inspection{Kind: "巡察", Level: "county"}, Text: noticeText,
		Problems: []model.Problem{
			{ID: "p1", Aspect: "理论学习方面", Marker: "（一）", Heading: "关于学习不深入的问题", Name: "学习不深入"},
			{ID: "p2", Aspect: "理论学习方面", Marker: "（二）", Heading: "关于作风不扎实的问题", Name: "作风不扎实"},
		},
		Measures: []model.Measure{
			{ID: "m1", Problem: "p1", Marker: "一是", Title: "加强培训"},
			{ID: "m2", Problem: "p1", Marker: "二是", Title: "完善制度"},
			{ID: "m3", Problem: "p2", Text: "县纪委查处7起。"}, // not numbered: not judged
		},
		Indicators: []model.Indicator{
			indicator("i1", "12期", 12, "期", "p1"), indicator("i2", "3至5期", 3, "期", "p1"),
			indicator("i3", "340余人次", 340, "人次", "p1"), indicator("i4", "100人次", 100, "人次", "p1"),
			indicator("i5", "240人次", 240, "人次", "p1"), indicator("i6", "7 起", 7, "起", "p2"),
		},
		Policies: []model.Policy{{ID: "d1", Title: "学习办法", Span: at(t, "学习办法")}},
		Contacts: []model.Contact{
			{Kind: "phone", Value: "0319-8160001", Scope: "notice", Span: at(t, "0319-8160001")},
			{Kind: "phone", Value: "0319-8160999", Scope: "site", Span: at(t, "0319-8160999")},
		},
		Totals:      []model.Total{{Total: "i3", Parts: []string{"i4", "i5"}, Sum: model.Int(340), Agrees: true}},
		Completions: []model.Completion{{Of: "i3", Done: "i5", Outstanding: "i4", Agrees: true}},
	}
	n.Indicators[0].Metric, n.Indicators[0].Status = "governance.training_sessions", model.StatusAchieved
	n.Indicators[1].Metric, n.Indicators[1].Status = "governance.training_sessions", model.StatusPlanned
	n.Indicators[1].High = decimal(5)
	n.Indicators[2].Bound = model.BoundAtLeast
	return n
}

// scores is a report without its misses.
type scores map[string]Score

func scoresOf(r *Report) scores {
	s := make(scores)
	for _, k := range r.Kinds {
		s[k.Name] = k.Score
	}
	return s
}

// perfect is what fixtureGold and fixtureNotice score.
func perfect() scores {
	return scores{
		"notices": {Hit: 1}, "metadata": {Hit: 10}, "aspects": {Hit: 1},
		"problems": {Hit: 2}, "problem_name": {Hit: 2}, "problem_aspect": {Hit: 2}, "problem_marker": {Hit: 2},
		"measures": {Hit: 2}, "indicators": {Hit: 6}, "indicator_traps": {Hit: 1}, "indicator_metric": {Hit: 2},
		"indicator_status": {Hit: 2}, "indicator_problem": {Hit: 6},
		"indicator_change": {}, "indicator_from": {}, "indicator_period": {}, "cells": {},
		"policies": {Hit: 1}, "contacts": {Hit: 1}, "contact_traps": {Hit: 1}, "totals": {Hit: 1}, "completions": {Hit: 1},
	}
}

func TestCompare(t *testing.T) {
	extraIndicator := func(mention, unit string, value int64) func(*Gold, *model.Notice) {
		return func(_ *Gold, n *model.Notice) {
			n.Indicators = append(n.Indicators, model.Indicator{ID: "x", Value: model.Int(value), Unit: unit, Span: at(t, mention)})
		}
	}
	tests := []struct {
		name   string
		change func(g *Gold, n *model.Notice)
		want   scores // the kinds that differ from perfect
	}{
		{"everything right", func(*Gold, *model.Notice) {}, nil},

		{"title differs", func(_ *Gold, n *model.Notice) { n.Title = "通报" }, scores{"metadata": {9, 1, 1}}},
		{"issuer not found", func(_ *Gold, n *model.Notice) { n.Issuer = nil }, scores{"metadata": {9, 1, 0}}},
		{"region not found", func(_ *Gold, n *model.Notice) { n.Region = nil }, scores{"metadata": {6, 4, 0}}},
		{"inspection not found", func(_ *Gold, n *model.Notice) { n.Inspection = nil }, scores{"metadata": {8, 2, 0}}},
		{"signed though the notice is not", func(_ *Gold, n *model.Notice) { n.Signed = "2024-01-01" }, scores{"metadata": {10, 0, 1}}},

		{"problem overlooked", func(_ *Gold, n *model.Notice) {
			n.Problems, n.Measures = n.Problems[1:], n.Measures[2:]
			for i := range n.Indicators[:5] {
				n.Indicators[i].Problem = ""
			}
		}, scores{
			"problems": {1, 1, 0}, "problem_name": {Hit: 1}, "problem_aspect": {Hit: 1}, "problem_marker": {Hit: 1},
			"measures": {0, 2, 0}, "indicator_problem": {1, 5, 0},
		}},
		{"heading where no problem is", func(_ *Gold, n *model.Notice) {
			n.Problems = append(n.Problems, model.Problem{ID: "p3", Aspect: "组织领导", Heading: "加强组织领导"})
			n.Measures = append(n.Measures, model.Measure{Problem: "p3", Marker: "一是", Title: "成立专班"})
			n.Indicators[5].Problem = "p3"
		}, scores{"aspects": {1, 0, 1}, "problems": {2, 0, 1}, "measures": {2, 0, 1}, "indicator_problem": {5, 1, 1}}},
		{"heading cut short is still that problem", func(_ *Gold, n *model.Notice) {
			n.Problems[0].Heading = "学习不深入"
		}, scores{"problems": {1, 1, 1}}},
		{"problem without heading, known by its marker", func(_ *Gold, n *model.Notice) {
			n.Problems[0].Heading, n.Problems[0].Name = "", ""
		}, scores{"problems": {1, 1, 1}, "problem_name": {1, 1, 0}}},
		{"name, aspect and marker differ", func(_ *Gold, n *model.Notice) {
			n.Problems[0].Name, n.Problems[0].Aspect, n.Problems[0].Marker = "关于学习不深入", "", "(一)"
		}, scores{"problem_name": {1, 1, 1}, "problem_aspect": {1, 1, 0}, "problem_marker": {1, 1, 1}}},
		{"aspect differs", func(_ *Gold, n *model.Notice) {
			n.Problems[0].Aspect, n.Problems[1].Aspect = "学习方面", "学习方面"
		}, scores{"aspects": {0, 1, 1}, "problem_aspect": {0, 2, 2}}},
		{"aspects in another order", func(g *Gold, n *model.Notice) {
			g.Aspects = []string{"作风方面", "理论学习方面"}
			g.Problems[1].Aspect, n.Problems[1].Aspect = "作风方面", "作风方面"
		}, scores{"aspects": {1, 1, 1}}},

		{"measure title differs", func(_ *Gold, n *model.Notice) { n.Measures[0].Title = "加强培训。开展培训" }, scores{"measures": {1, 1, 1}}},
		{"measure marker differs", func(_ *Gold, n *model.Notice) { n.Measures[1].Marker = "二、" }, scores{"measures": {1, 1, 1}}},
		{"measure not found", func(_ *Gold, n *model.Notice) { n.Measures = n.Measures[1:] }, scores{"measures": {1, 1, 0}}},
		{"measure under the wrong problem", func(_ *Gold, n *model.Notice) { n.Measures[1].Problem = "p2" }, scores{"measures": {1, 1, 1}}},
		{"measure of no problem", func(_ *Gold, n *model.Notice) {
			n.Measures = append(n.Measures, model.Measure{Marker: "三是", Title: "抓落实"})
		}, scores{"measures": {2, 0, 1}}},

		{"value differs", func(_ *Gold, n *model.Notice) { n.Indicators[0].Value = model.Int(2) }, scores{"indicators": {5, 1, 1}}},
		{"unit differs", func(_ *Gold, n *model.Notice) { n.Indicators[0].Unit = "次" }, scores{"indicators": {5, 1, 1}}},
		{"upper end not given", func(_ *Gold, n *model.Notice) { n.Indicators[1].High = nil }, scores{"indicators": {5, 1, 1}}},
		{"upper end of an exact number", func(_ *Gold, n *model.Notice) { n.Indicators[0].High = decimal(13) }, scores{"indicators": {5, 1, 1}}},
		{"bound not given", func(_ *Gold, n *model.Notice) { n.Indicators[2].Bound = "" }, scores{"indicators": {5, 1, 1}}},
		{"bound of an exact number", func(_ *Gold, n *model.Notice) { n.Indicators[3].Bound = "about" }, scores{"indicators": {5, 1, 1}}},
		{"scale of a decimal does not matter", func(_ *Gold, n *model.Notice) {
			n.Indicators[0].Value, _ = model.ParseDecimal("12.00")
		}, nil},
		{
			"indicator not found", func(_ *Gold, n *model.Notice) { n.Indicators = n.Indicators[:5] },
			scores{"indicators": {5, 1, 0}, "indicator_problem": {Hit: 5}},
		},
		{
			"the same reading at another place", func(_ *Gold, n *model.Notice) { n.Indicators[5].Span = at(t, "入脑入心") },
			scores{"indicators": {5, 1, 1}, "indicator_problem": {Hit: 5}},
		},
		{"wider span", func(_ *Gold, n *model.Notice) { n.Indicators[0].Span = at(t, "开展培训12期") }, nil},
		{"number that is none", extraIndicator("入脑", "脑", 1), scores{"indicators": {6, 0, 1}}},
		{"trap taken", extraIndicator("四个", "个", 4), scores{"indicators": {6, 0, 1}, "indicator_traps": {0, 1, 1}}},
		{"mention read twice", extraIndicator("期，计划", "期", 2), scores{"indicators": {6, 0, 1}}},
		{"right reading goes before a wider one", func(_ *Gold, n *model.Notice) {
			wide := model.Indicator{ID: "x", Value: model.Int(1), Unit: "期", Span: at(t, "开展培训12期，")}
			n.Indicators = append([]model.Indicator{wide}, n.Indicators...)
		}, scores{"indicators": {6, 0, 1}}},
		{"two mentions read as one", func(_ *Gold, n *model.Notice) {
			n.Indicators[3].Span = at(t, "100人次、村干部240人次")
			n.Indicators = append(n.Indicators[:4], n.Indicators[5])
			n.Totals, n.Completions = nil, nil
		}, scores{"indicators": {5, 1, 0}, "indicator_problem": {Hit: 5}, "totals": {0, 1, 0}, "completions": {0, 1, 0}}},
		{"optional indicator given", extraIndicator("三年", "年", 3), nil},
		{"optional indicator given otherwise", extraIndicator("三年", "个月", 36), nil},
		{"optional indicator given twice", func(g *Gold, n *model.Notice) {
			extraIndicator("三年", "年", 3)(g, n)
			extraIndicator("年。", "年", 1)(g, n)
		}, nil},
		{
			"quote not in the text", func(g *Gold, _ *model.Notice) { g.Indicators[0].Quote = "组织培训【12期】" },
			scores{
				"indicators": {5, 1, 1}, "indicator_metric": {Hit: 1}, "indicator_status": {Hit: 1}, "indicator_problem": {Hit: 5},
			},
		},
		{"optional quote not in the text", func(g *Gold, _ *model.Notice) { g.Indicators[5].Quote = "为期【两年】" }, nil},
		{"spans outside of the text", func(_ *Gold, n *model.Notice) {
			n.Indicators[0].Span, n.Indicators[5].Span = model.Span{-5, -1}, model.Span{900, 800}
			n.Policies[0].Span, n.Contacts[0].Span = model.Span{9000, 9001}, model.Span{1 << 40, -1 << 40}
		}, scores{
			"indicators": {4, 2, 2}, "indicator_metric": {Hit: 1}, "indicator_status": {Hit: 1}, "indicator_problem": {Hit: 4},
		}},

		{"metric differs", func(_ *Gold, n *model.Notice) { n.Indicators[0].Metric = "governance.meetings" }, scores{"indicator_metric": {1, 1, 1}}},
		{"metric not given", func(_ *Gold, n *model.Notice) { n.Indicators[0].Metric = "" }, scores{"indicator_metric": {1, 1, 0}}},
		{"metric where none fits", func(_ *Gold, n *model.Notice) { n.Indicators[3].Metric = "governance.meetings" }, scores{"indicator_metric": {2, 0, 1}}},
		{"status differs", func(_ *Gold, n *model.Notice) { n.Indicators[0].Status = "planned" }, scores{"indicator_status": {1, 1, 1}}},
		{"status not given", func(_ *Gold, n *model.Notice) { n.Indicators[0].Status = "" }, scores{"indicator_status": {1, 1, 1}}},
		{"status as annotated: none", func(g *Gold, n *model.Notice) { g.Indicators[6].Status = noStatus }, scores{"indicator_status": {Hit: 3}}},
		{"status where it is annotated that there is none", func(g *Gold, n *model.Notice) {
			g.Indicators[6].Status, n.Indicators[len(n.Indicators)-1].Status = noStatus, "achieved"
		}, scores{"indicator_status": {2, 1, 1}}},
		{"status where nothing is annotated", func(_ *Gold, n *model.Notice) { n.Indicators[3].Status = "planned" }, nil},
		{"indicator under the wrong problem", func(_ *Gold, n *model.Notice) { n.Indicators[5].Problem = "p1" }, scores{"indicator_problem": {5, 1, 1}}},
		{"indicator under no problem", func(_ *Gold, n *model.Notice) { n.Indicators[5].Problem = "" }, scores{"indicator_problem": {5, 1, 0}}},
		{"indicator of the introduction under a problem", func(g *Gold, _ *model.Notice) { g.Indicators[6].Problem = "" }, scores{"indicator_problem": {5, 0, 1}}},

		{"policy not found", func(_ *Gold, n *model.Notice) { n.Policies = nil }, scores{"policies": {0, 1, 0}}},
		{"policy twice", func(_ *Gold, n *model.Notice) { n.Policies = append(n.Policies, n.Policies[0]) }, scores{"policies": {1, 0, 1}}},

		{"contact not found", func(_ *Gold, n *model.Notice) { n.Contacts = nil }, scores{"contacts": {0, 1, 0}}},
		{"contact of another kind", func(_ *Gold, n *model.Notice) { n.Contacts[0].Kind = "fax" }, scores{"contacts": {0, 1, 1}}},
		{"contact given as the site's", func(_ *Gold, n *model.Notice) { n.Contacts[0].Scope = "site" }, scores{"contacts": {0, 1, 0}}},
		{
			"site's contact given as the notice's", func(_ *Gold, n *model.Notice) { n.Contacts[1].Scope = "notice" },
			scores{"contacts": {1, 0, 1}, "contact_traps": {0, 1, 1}},
		},

		{"total not found", func(_ *Gold, n *model.Notice) { n.Totals = nil }, scores{"totals": {0, 1, 0}}},
		{"total lacks a part", func(_ *Gold, n *model.Notice) { n.Totals[0].Parts = []string{"i4"} }, scores{"totals": {0, 1, 1}}},
		{"total said to disagree", func(_ *Gold, n *model.Notice) { n.Totals[0].Agrees = false }, scores{"totals": {0, 1, 1}}},
		{"total that does disagree", func(g *Gold, n *model.Notice) {
			g.Totals[0].Agrees, n.Totals[0].Agrees = false, false
			g.Totals[0].Parts, n.Totals[0].Parts = g.Totals[0].Parts[:1], []string{"i5"}
		}, nil},
		{"total of an indicator that is not there", func(_ *Gold, n *model.Notice) { n.Totals[0].Total = "i99" }, scores{"totals": {0, 1, 1}}},
		{"part that is not there", func(_ *Gold, n *model.Notice) { n.Totals[0].Parts[1] = "i99" }, scores{"totals": {0, 1, 1}}},
		{"completion not found", func(_ *Gold, n *model.Notice) { n.Completions = nil }, scores{"completions": {0, 1, 0}}},
		{"completion lacks what is outstanding", func(_ *Gold, n *model.Notice) { n.Completions[0].Outstanding = "" }, scores{"completions": {0, 1, 1}}},
		{"completion of an indicator that is not there", func(_ *Gold, n *model.Notice) { n.Completions[0].Of = "i99" }, scores{"completions": {0, 1, 1}}},
		{"completions not annotated", func(g *Gold, _ *model.Notice) { g.Completions = nil }, scores{"completions": {}}},
		{"total where none is stated", func(g *Gold, _ *model.Notice) { g.Totals = nil }, scores{"totals": {0, 0, 1}}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g, n := fixtureGold(), fixtureNotice(t)
			tt.change(g, n)
			want := perfect()
			for kind, s := range tt.want {
				want[kind] = s
			}
			if diff := cmp.Diff(want, scoresOf(Compare(g, n))); diff != "" {
				t.Errorf("scores (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCompareMissingNotice(t *testing.T) {
	got := scoresOf(Compare(fixtureGold(), nil))
	want := scores{"notices": {Missed: 1}, "metadata": {Missed: 10}, "problems": {Missed: 2}, "measures": {Missed: 2}, "indicators": {Missed: 6}}
	for kind, s := range want {
		if got[kind] != s {
			t.Errorf("%s: %+v, want %+v", kind, got[kind], s)
		}
	}
	for kind, s := range got {
		if s.Extra > 0 || s.Hit > 0 {
			t.Errorf("%s: %+v of a notice that is not there", kind, s)
		}
	}
}

// Of a document that is no rectification notice only what is annotated is judged, and that it has no problems.
func TestCompareOtherDocument(t *testing.T) {
	g := &Gold{Document: "qinghe.txt", Kind: model.KindFeedback, Title: "巡察反馈", Published: "2024-01-02"}
	n := fixtureNotice(t)
	n.Kind, n.Title, n.Problems, n.Measures = model.KindFeedback, "巡察反馈", nil, nil
	only := func(s scores) scores {
		want := make(scores)
		for kind := range perfect() {
			want[kind] = s[kind]
		}
		return want
	}
	if diff := cmp.Diff(only(scores{"notices": {Hit: 1}, "metadata": {Hit: 3}}), scoresOf(Compare(g, n))); diff != "" {
		t.Errorf("no problems (-want +got):\n%s", diff)
	}

	n.Kind = model.KindRectification
	n.Problems, n.Measures = fixtureNotice(t).Problems, fixtureNotice(t).Measures
	want := only(scores{"notices": {Hit: 1}, "metadata": {2, 1, 1}, "problems": {Extra: 2}, "measures": {Extra: 3}})
	if diff := cmp.Diff(want, scoresOf(Compare(g, n))); diff != "" {
		t.Errorf("taken for a rectification notice (-want +got):\n%s", diff)
	}

	g.Policies = []string{}
	if got := Compare(g, n).Kind("policies").Score; got != (Score{Extra: 1}) {
		t.Errorf("policies annotated as none: %+v, want one extra", got)
	}
}
