package inspection

import (
	"reflect"
	"testing"

	"zhenggai/extract/internal/document"
	"zhenggai/extract/rules"
	"zhenggai/model"
)

// TestInspection reads what a title and an introduction say of an inspection.
func TestInspection(t *testing.T) {
	tests := []struct {
		name, title, intro string
		want               model.Inspection
	}{
		{
			"a province's", "中共珠海市斗门区委关于巡视整改进展情况的通报", "2020年5月21日至7月10日,省委第五巡视组对斗门区进行了巡视。2020年9月18日,省委巡视组向斗门区委反馈了巡视意见。",
			model.Inspection{Kind: "巡视", Level: "province", Team: "省委第五巡视组", Start: "2020-05-21", End: "2020-07-10", Feedback: "2020-09-18"},
		},
		{
			"a team of a round", "关于市委巡察整改进展情况的通报", "2022年2月21日至4月29日，十三届市委第一轮巡察第二巡察组开展了巡察。2022年6月，市委第二巡察组反馈了意见。",
			model.Inspection{Kind: "巡察", Level: "prefecture", Round: "十三届市委第一轮巡察", Team: "市委第二巡察组", Start: "2022-02-21", End: "2022-04-29", Feedback: "2022-06"},
		},
		{
			"of the environment", "关于省生态环境保护督察反馈意见整改落实情况的通报", "2022年8月10日至9月2日，省第三生态环境保护督察组开展了第二轮省级生态环境保护督察，2022年11月25日反馈了督察意见。",
			model.Inspection{Kind: "督察", Level: "province", Round: "第二轮省级生态环境保护督察", Team: "省第三生态环境保护督察组", Start: "2022-08-10", End: "2022-09-02", Feedback: "2022-11-25"},
		},
		{
			"a day without a year", "关于区委巡察整改情况的通报", "2024年10月8日至12月20日，区委巡察三组开展了巡察。1月15日反馈了意见。",
			model.Inspection{Kind: "巡察", Level: "county", Team: "区委巡察三组", Start: "2024-10-08", End: "2024-12-20"},
		},
		{
			"a numbered team that is later named without its number", "", "市委巡察五组对民政局党组开展了巡察。市委巡察组反馈了意见。",
			model.Inspection{Kind: "巡察", Level: "prefecture", Team: "市委巡察五组"},
		},
		{
			"two teams of a round", "", "九届县委第二轮第三、五巡察组对林业局党组开展巡察。",
			model.Inspection{Kind: "巡察", Level: "county", Team: "第三、五巡察组", Round: "九届县委第二轮"},
		},
		{
			"a team for villages", "", "县委对村巡察第四组对石桥等9个村党组织开展巡察。",
			model.Inspection{Kind: "巡察", Level: "county", Team: "县委对村巡察第四组", Subtypes: []string{"对村"}},
		},
		{
			"a team that helped another", "", "丙丁县粮食购销专项巡察组协助省委第三巡视组开展了专项巡察。",
			model.Inspection{Kind: "巡察", Level: "county", Team: "丙丁县粮食购销专项巡察组", Subtypes: []string{"专项"}},
		},
		{
			"a team that the title alone names", "关于落实区委第二巡察组反馈意见整改情况的公示", "现将整改情况公示如下。",
			model.Inspection{Kind: "巡察", Level: "county", Team: "区委第二巡察组"},
		},
		{
			"a team whose name holds a quotation", "", "县委深化“最多跑一次”改革专项巡察组对水务局党组开展了巡察。",
			model.Inspection{Kind: "巡察", Level: "county", Team: "县委深化“最多跑一次”改革专项巡察组", Subtypes: []string{"专项"}},
		},
		{
			"a quotation before a team is none of its name", "", "县委落实“不忘初心”要求，第二巡察组对水务局党组开展了巡察。",
			model.Inspection{Kind: "巡察", Team: "第二巡察组"},
		},
		{
			"a team of a field, later named without it", "", "2021年10月8日至11月19日，县委营商环境专项巡察二组对水务局党组进行了巡察，次年1月6日，县委巡察组反馈了意见。",
			model.Inspection{
				Kind: "巡察", Level: "county", Team: "县委营商环境专项巡察二组", Start: "2021-10-08", End: "2021-11-19", Feedback: "2022-01-06", Subtypes: []string{"专项"},
			},
		},
		{
			"a team that another one leads", "", "在省委第四巡视组统筹下，县委第六巡察组对水务局党组开展了联动巡察。",
			model.Inspection{Kind: "巡察", Level: "county", Team: "县委第六巡察组", Subtypes: []string{"联动"}},
		},
		{
			"a team of a town", "中共甲镇青石村党支部关于巡察整改情况的通报", "镇党委第一巡察组对青石村党支部开展了巡察。",
			model.Inspection{Kind: "巡察", Team: "镇党委第一巡察组"},
		},
		{
			"a round before a team", "", "六届市委第三轮巡察一组对法院党组开展了巡察。",
			model.Inspection{Kind: "巡察", Level: "prefecture", Team: "巡察一组", Round: "六届市委第三轮巡察"},
		},
		{
			"a round with the name of the place", "", "十四届甲市市委第七轮巡察派出6个巡察组开展了巡察。",
			model.Inspection{Kind: "巡察", Level: "prefecture", Round: "十四届甲市市委第七轮巡察"},
		},
		{
			"bodies of equal standing", "", "县委派出4个巡察组对水务局、林业局等6家单位开展了常规巡察。",
			model.Inspection{Kind: "巡察", Level: "county", Subtypes: []string{"常规"}},
		},
		{
			"a range from month to month of the next year", "", "2021年11月上旬至次年1月下旬，县委巡察组进行巡察。",
			model.Inspection{Kind: "巡察", Level: "county", Team: "县委巡察组", Start: "2021-11", End: "2022-01"},
		},
		{
			"a range within a month", "", "2021年6月3日至28日，县委巡察组进行巡察。",
			model.Inspection{Kind: "巡察", Level: "county", Team: "县委巡察组", Start: "2021-06-03", End: "2021-06-28"},
		},
		{
			"a range to a day of the next year", "", "2021年12月3日至翌年1月28日，县委巡察组进行巡察。",
			model.Inspection{Kind: "巡察", Level: "county", Team: "县委巡察组", Start: "2021-12-03", End: "2022-01-28"},
		},
		{"no range to now", "", "2021年6月3日至今，县委巡察组进行巡察。", model.Inspection{Kind: "巡察", Level: "county", Team: "县委巡察组"}},
		{
			"who is cited", "关于省级生态环境保护督察反馈问题整改情况的公示", "自中央生态环境保护督察以来，新建管网3公里。",
			model.Inspection{Kind: "督察", Level: "province"},
		},
		{
			"an audit of a county", "丙丁县2023年度县级预算执行审计整改情况公告", "落实中央审计委员会办公室要求，县审计局跟踪督促整改。",
			model.Inspection{Kind: "审计", Level: "county"},
		},
		{
			"bodies inspected along", "", "县委第一巡察组对青石镇党委及所辖6个村（社区）党组织进行提级巡察，并延伸巡察了镇卫生院。",
			model.Inspection{Kind: "巡察", Level: "county", Team: "县委第一巡察组", Subtypes: []string{"提级"}, With: []string{"所辖6个村（社区）党组织", "镇卫生院"}},
		},
		{
			"a body with 和 in its name", "", "县委第一巡察组对县文化和旅游局党组开展了巡察。",
			model.Inspection{Kind: "巡察", Level: "county", Team: "县委第一巡察组"},
		},
		{
			"the first of two teams", "", "县委机动巡察二组对水务局党组开展巡察，县委第六巡察组开展了回访。",
			model.Inspection{Kind: "巡察", Level: "county", Team: "县委机动巡察二组", Subtypes: []string{"机动"}},
		},
		{
			"who set it going", "", "根据区委统一部署，第三巡察组对水务局党组开展了巡察。",
			model.Inspection{Kind: "巡察", Level: "county", Team: "第三巡察组"},
		},
		{
			"a province by its name", "", "甘肃省第二生态环境保护督察组开展了督察。",
			model.Inspection{Kind: "督察", Level: "province", Team: "甘肃省第二生态环境保护督察组"},
		},
		{
			"looking back", "", "县委第一巡察组对青石镇党委开展了巡察“回头看”。",
			model.Inspection{Kind: "巡察", Level: "county", Team: "县委第一巡察组", Subtypes: []string{"回头看"}},
		},
		{
			"manners that are not this inspection's", "", "县委第一巡察组对青石镇党委开展了巡察。专项整治3项，成立机动队伍。",
			model.Inspection{Kind: "巡察", Level: "county", Team: "县委第一巡察组"},
		},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			span := document.Span{End: len(test.intro)}
			in, _ := Find(Setting{Quantities: rules.Default().Quantities, Signers: rules.Default().Page.Part("signer"), Title: test.title, Intro: span, Text: test.intro, Paragraphs: []document.Span{span}}, rules.Default().Inspections)
			if in == nil || !reflect.DeepEqual(*in, test.want) {
				t.Errorf("%+v, want %+v", in, test.want)
			}
		})
	}
}
