package fact

import (
	"testing"

	"zhenggai/extract/internal/document"
	"zhenggai/model"
)

// TestPairs reads the two ends of changes, and targets with their results. from and target are what the mention in 【】 is
// linked to, "" for nothing.
func TestPairs(t *testing.T) {
	for _, c := range []struct {
		text, from, target string
		change             model.Change
	}{
		{text: "治理率由去年的51%提高到今年的【78%】", from: "51%", change: model.ChangeIncreaseTo},
		{text: "收集率从2022年的41.2%提高到了目前的【55.6%】", from: "41.2%", change: model.ChangeIncreaseTo},
		{text: "养老床位由2020年底的1200张，增至现在的【1560张】", from: "1200张", change: model.ChangeIncreaseTo},
		{text: "环节由5个压缩为【2个】", from: "5个", change: model.ChangeDecreaseTo},
		{text: "将31项审批事项撤并为【12项】", from: "31项", change: model.ChangeDecreaseTo},
		{text: "专业总数由46个调整为【44个】", from: "46个", change: model.ChangeDecreaseTo},
		{text: "支部由23个调整为【32个】", from: "23个", change: model.ChangeIncreaseTo},
		{text: "占比43.7%上升为【55.1%】", from: "43.7%", change: model.ChangeIncreaseTo},
		{text: "两项占比由51%、42%分别提高到78%、【65%】", from: "42%", change: model.ChangeIncreaseTo},
		{text: "两项占比由51%、42%分别提高到【78%】、65%", from: "51%", change: model.ChangeIncreaseTo},
		{text: "满意率由不足40%（2021年）上升到【98.5%】", from: "不足40%", change: model.ChangeIncreaseTo},
		{text: "占比上升4.3个百分点，达到【55.1%】"},
		{text: "新建公厕12座，维修到位【8座】"},
		{text: "由区级领导牵头推进项目14个，调度到【6个】镇"},
		{text: "占比51%。提高到【78%】", change: model.ChangeIncreaseTo},
		{text: "人均收入增加到11420元，增幅为【15.8%】", change: model.ChangeIncrease},
		{text: "计划新建农村公路120公里，实际建成【98公里】", target: "120公里"},
		{text: "原计划改造老旧小区30个，仅完成【22个】", target: "30个"},
		{text: "下达危房改造任务200户，已完成【186户】", target: "200户"},
		{text: "普惠率目标为85%，目前已达【92.6%】", target: "85%"},
		{text: "计划新建公路120公里，力争建成桥梁【3座】"},
		{text: "排查小区30个，已完成改造【22个】"},
		{text: "计划改造小区30个，其中已完成【22个】"},
	} {
		text, at := marked(t, c.text)
		found, _ := readerOf(text).Find(document.Span{End: len(text)}, Place{})
		said := func(i int) string {
			if i < 0 {
				return ""
			}
			return found[i].Text
		}
		read := false
		for i := range found {
			if found[i].Mention != at {
				continue
			}
			read = true
			if from, target := said(found[i].From), said(found[i].Target); from != c.from || target != c.target || found[i].Change != c.change {
				t.Errorf("%s: change %q from %q, target %q; want %q from %q, target %q", c.text, found[i].Change, from, target, c.change, c.from, c.target)
			}
		}
		if !read {
			t.Errorf("%s: no quantity there", c.text)
		}
	}
}

// TestPairsSettle insists that the beginning of a change and a target that was set are not reached, and keep their own times.
func TestPairsSettle(t *testing.T) {
	for _, c := range []struct {
		text   string
		status model.Status
		period string
	}{
		{"提高标准，治理率由2021年的【51%】提高到2023年的78%", "", "2021"},
		{"提高标准，治理率由2021年的51%提高到2023年的【78%】", model.StatusAchieved, "2023"},
		{"提高标准，治理率由2021年的51%提高到【78%】", model.StatusAchieved, ""},
		{"整改以来，完成覆盖率【51%】上升为78%", "", ""},
		{"已将审批事项【31项】撤并为12项", "", ""},
		{"下达改造任务【200户】，已完成186户", "", ""},
		{"下达改造任务200户，已完成【186户】", model.StatusAchieved, ""},
		{"计划新建公路120公里，实际建成【98公里】", model.StatusAchieved, ""},
		{"计划新建公路【120公里】，实际建成98公里", model.StatusPlanned, ""},
		{"计划到2030年治理率由51%提高到【78%】", model.StatusPlanned, "2030"},
	} {
		text, at := marked(t, c.text)
		found, _ := readerOf(text).Find(document.Span{End: len(text)}, Place{Year: 2024})
		for i := range found {
			if found[i].Mention == at && (found[i].Status != c.status || found[i].Period != c.period) {
				t.Errorf("%s: %q for %q, want %q for %q", c.text, found[i].Status, found[i].Period, c.status, c.period)
			}
		}
	}
}

// TestCriterion insists that a number that says which things are meant takes no noun from the number of things.
func TestCriterion(t *testing.T) {
	for text, subject := range map[string]string{
		"新增学位900个，消除56人以上大班额【127个】": "大班额",
		"新建8个断面，水质优良比例达【100%】":      "水质优良比例",
		"新增学位900个，其中小学【500个】":       "小学",
	} {
		clause, at := marked(t, text)
		found, _ := readerOf(clause).Find(document.Span{End: len(clause)}, Place{})
		if got := found[len(found)-1]; got.Mention != at || got.Subject != subject {
			t.Errorf("%s: counts %s, want %s", text, got.Subject, subject)
		}
	}
}
