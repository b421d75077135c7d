package fact

import (
	"strings"
	"testing"

	"zhenggai/extract/internal/document"
)

// TestPairForms reads changes and targets in many wordings. 〖〗 is round the beginning or target, 【】 round the end or result; a sentence with 【】
// alone has no pair.
func TestPairForms(t *testing.T) {
	t.Run("from", func(t *testing.T) {
		readPairs(t, func(in *Indicator) int { return in.From }, `
养老床位原先只有〖1200张〗，如今已扩充到【1560张】
三年前每百户充电桩不足〖12个〗，现在达到【38个】
污水集中收集率由〖51%〗提高到【78%】
大班额从年初的〖126个〗压减到【17个】
审批环节由原来的〖5个〗压缩为【2个】
门诊号源从每日〖150个〗扩容至每日【300个】
公办园占比2021年仅为〖43.7%〗，2023年上升为【55.1%】
整改前全县有黑臭水体〖12条〗，整改后降至【3条】
农村卫生厕所普及率过去只有〖62%〗，目前已达【91%】
整改前全区养老机构〖8家〗，目前增加到【15家】
危房由上年末的〖320户〗减少到【46户】
信访总量从2022年的〖410件〗下降到2023年的【265件】
每千人口床位数由〖5.2张〗增至【6.4张】
平均候诊时间由〖58分钟〗缩短为【21分钟】
会议由〖38场〗减至【25场】
将〖31项〗考核事项整合为【12项】
党支部由〖17个〗增设到【29个】
群众满意率由整改前的〖81.3%〗升至目前的【94.7%】
贫困发生率从〖11.2%〗降到了【0.8%】
此前覆盖率为〖62%〗，现已提升至【96.5%】
年初在册危桥〖14座〗，年底只剩【2座】
处理规模由〖2万吨/日〗扩大到【3.5万吨/日】
当初仅有病床〖60张〗，现有【150张】
城镇登记失业率由去年同期的〖4.1%〗回落至【3.2%】
库存积案从最多时的〖230件〗降为【18件】
企业由2020年的〖46家〗发展到【112家】
空气优良天数由〖290天〗增加到【327天】
公交线路从〖7条〗优化为【11条】
在编教师由〖860人〗充实到【975人】
资产负债率由年初〖71.5%〗压降至【66.9%】
去年全镇有低保户〖420户〗，今年为【387户】
村级债务由〖1.2亿元〗压降到【3400万元】
贷款余额2022年末为〖18.6亿元〗，2023年末为【21.3亿元】
2012年产值仅为〖67亿元〗，到2021年增加至【367亿元】
新建公厕12座，维修到位【8座】
排查隐患276处，整改【270处】
由12个村提高到【78%】
早餐、午餐价格分别控制在5元和【12元】
现有学校12所，计划达到【15所】
原有教师120名，新招聘【15名】
去年培训1200人，今年表彰【30人】
全县有养老机构12家，床位达到【860张】
2022年建成公厕12座，2023年建成【15座】
`)
	})
	t.Run("target", func(t *testing.T) {
		readPairs(t, func(in *Indicator) int { return in.Target }, `
年度任务是〖1,200户〗，到目前落实【1,260户】
计划投入〖3亿元〗，现已到位【2.1亿元】
目标值〖85%〗，完成值【87.3%】
计划新建公路〖120公里〗，实际建成【98公里】
原计划改造小区〖30个〗，仅完成【22个】
下达危房改造任务〖200户〗，已完成【186户】
普惠率目标为〖85%〗，目前已达【92.6%】
要求年底前整改〖45项〗，已整改【41项】
计划招聘教师〖120名〗，实际到岗【96名】
应收租金〖120万元〗，实收【86万元】
应缴土地出让金〖2.3亿元〗，实缴【1.8亿元】
全年计划培训〖12期〗，已举办【9期】
规划建设充电桩〖500个〗，建成【468个】
任务数〖300户〗，完成数【312户】
预算安排〖800万元〗，实际支出【640万元】
目标任务〖1500亩〗，实际完成【1620亩】
原定新增学位〖900个〗，实际新增【1080个】
按计划应完成投资〖5亿元〗，实际完成【4.2亿元】
承诺返还资金〖56万元〗，已返还【56万元】
要求配备校医〖40名〗，实际配备【33名】
下达计划〖60公里〗，已建成【63公里】
省定目标〖95%〗，实际达到【97.2%】
考核指标为〖90%〗，我县完成【93.1%】
拟改造户厕〖2000座〗，已改造【2150座】
核定编制〖86名〗，实有【71名】
设计能力〖3万吨/日〗，实际处理【1.9万吨/日】
计划清收欠款〖600万元〗，截至目前清收【431万元】
应整改问题〖58个〗，已整改到位【49个】
年初确定改造老旧管网〖40公里〗，现已完成【43.7公里】
需拆除违建〖86处〗，已拆除【79处】
目标数：〖300户〗，实际完成：【280户】
年度计划改造农村户厕〖29万座〗，截至10月底，已改造户厕【31万座】
计划新建公路120公里，力争建成桥梁【3座】
排查小区30个，已完成改造【22个】
计划改造小区30个，其中已完成【22个】
应缴的非税收入1370万元已全部入库，其中有偿使用收入【864万元】
计划改造小区30个，已拨付资金【22万元】
应到会人员30名，发放材料【22份】
计划投入3亿元，拟到位【2.1亿元】
任务是1200户，尚有【60户】未落实
`)
	})
}

// readPairs reads sentences and insists that the mention in 【】 is linked to the one in 〖〗.
func readPairs(t *testing.T, link func(*Indicator) int, sentences string) {
	for sentence := range strings.Lines(strings.TrimSpace(sentences)) {
		sentence = strings.TrimSpace(sentence)
		before, rest, paired := strings.Cut(sentence, "〖")
		want, _, _ := strings.Cut(rest, "〗")
		text, at := marked(t, strings.NewReplacer("〖", "", "〗", "").Replace(sentence))
		start := len(before)
		found, _ := readerOf(text).Find(document.Span{End: len(text)}, Place{Year: 2024})
		read := false
		for i := range found {
			if found[i].Mention != at {
				continue
			}
			read = true
			switch k := link(&found[i]); {
			case k < 0 && paired:
				t.Errorf("%s: linked to nothing", sentence)
			case k >= 0 && (!paired || found[k].Mention.Start > start || found[k].Mention.End < start+len(want)):
				t.Errorf("%s: linked to %s", sentence, found[k].Text)
			}
		}
		if !read {
			t.Errorf("%s: no quantity there", sentence)
		}
	}
}
