package fact

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/lexicon"
	"zhenggai/extract/rules"
)

// TestQuantities reads the forms of figures and units that notices use, and the numbers that state no quantity.
func TestQuantities(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"补贴资金350万元", "350 万元"},
		{"累计3481.45万元", "3481.45 万元"},
		{"节支24,978.12 万元", "24978.12 万元"},
		{"到位资金三亿二千万元", "32000 万元"},
		{"租金一百二十万余元", "120 万元 at_least"},
		{"清退2.5余万元", "2.5 万元 at_least"},
		{"接待费八千六百元", "8600 元"},
		{"督查事项6项,工作考核14项,工作检查7项", "6 项, 14 项, 7 项"},
		{"3300余人观看", "3300 人 at_least"},
		{"受众5.3万余人次", "53000 人次 at_least"},
		{"恢复耕地1.26万亩", "12600 亩"},
		{"新增处理能力2.5万吨/日", "25000 吨/日"},
		{"浓度为36微克/立方米", "36 微克/立方米"},
		{"约337公里配套管渠", "337 公里 about"},
		{"招聘100名以上医护人员", "100 名 at_least"},
		{"漏损率控制在9%以内", "9 % at_most"},
		{"完成率为百分之九十八点五", "98.5 %"},
		{"提高3.3个百分点", "3.3 个百分点"},
		{"回收利用率为39.4％", "39.4 %"},
		{"新建服务站三至五个", "3–5 个"},
		{"24处长期闲置房产，3名处长", "24 处, 3 名"},
		{"孕产妇死亡率下降到2.31‰", "2.31 ‰"},
		{"装机80至100万千瓦", "800000–1000000 千瓦"},
		{"下达补助3至5万元", "3–5 万元"},
		{"奖补5000至1万元", "5000–10000 元"},
		{"新建管网15—20公里", "15–20 公里"},
		{"移送司法机关0人", "0 人"},
		{"查处案件31件43人", "31 件, 43 人"},
		{"两条黑臭河渠", "2 条"},
		{"按期换届38个", "38 个"},
		{"先后召开三次会议", "3 次"},
		{"公开课４８节", "48 节"},
		{"用水报装时限压缩至3个工作日", "3 个工作日"},
		// what states no quantity
		{"2021年5月6日", ""},
		{"2020-2025年", ""},
		{"第五巡视组", ""},
		{"四届127次常委会扩大会议", ""},
		{"十五届五次全会", ""},
		{"党的十九届五中全会", ""},
		{"第一、二种形态", ""},
		{"“暖企25条”政策", ""},
		{"学前教育“5080”攻坚行动", ""},
		{"《规划（2020-2025年）12项》", ""},
		{"合川委发〔2023〕18号", ""},
		{"增强四个意识", ""},
		{"落实中央八项规定精神", ""},
		{"从三个方面着力", ""},
		{"整顿一批软弱涣散党组织", ""},
		{"城南水厂二期工程", ""},
		{"高层住宅二次供水设施", ""},
		{"密度35人/平方公里、价格降至12元/斤、巡查2次/周", "35 人/平方公里, 12 元/斤, 2 次/周"},
		{"煤耗下降8.3克/千瓦时，其中1个/3个合格", "8.3 克/千瓦时, 1 个, 3 个"},
		{"反馈指出“管党治党压力层层递减，执行‘三个规定’流于形式，民主评议走过场”，整改9个", "9 个"},
		{"PM2.5、G212沿线、5G基站", ""},
		{"整合政务APP14个，加密巡查A4张", "14 个"},
		{"建设周期需要2年左右", ""},
		{"选拔35岁以下年轻干部", ""},
		{"单笔50万元以上的项目", ""},
		{"每公里1.2万元", "1.2 万元/公里"},
		{"工作日9:00—17:30", ""},
		{"建立“1+4+N”机制", ""},
		{"数十次调度", ""},
	} {
		var got []string
		for _, q := range quantitiesIn(test.text) {
			s := q.Value.String()
			if q.High != nil {
				s += "–" + q.High.String()
			}
			got = append(got, strings.TrimSpace(s+" "+q.Unit+" "+string(q.Bound)))
		}
		if strings.Join(got, ", ") != test.want {
			t.Errorf("%s gives %q, want %q", test.text, strings.Join(got, ", "), test.want)
		}
	}
}

// TestFormsOfFigures reads figures in the many ways that notices write them, and what only looks like them.
func TestFormsOfFigures(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		// money
		{"退还押金23元4角", "23.4 元"},
		{"补发壹佰零贰元零柒分", "102.07 元"},
		{"罚没叁万圆整", "3 万圆"},
		{"补缴4万元6角", "40000.6 元"},
		{"订购92元5分类", "92 元"},
		{"支出￥7,200.50", "7200.5 元"},
		{"支出¥3.5万", "3.5 万元"},
		{"进口US$60万", "60 万美元"},
		{"出口700万欧元", "700 万欧元"},
		{"筹资4.2个亿", "4.2 亿元"},
		{"筹资3个多亿", "3 亿元 at_least"},
		{"建成4个亿元村", "4 个"},
		{"三圆桌会议", ""},
		// signs
		{"增速为-2.4%", "-2.4 %"},
		{"同比增长－3.7%", "-3.7 %"},
		{"自然增长率为负2.5‰", "-2.5 ‰"},
		{"气温降至零下6℃", "-6 ℃"},
		{"增速达+5.6%", "5.6 %"},
		{"3天-5天办结，在负二层，肩负2项", "2 项"},
		{"——3个站", "3 个"},
		{"-3个站", "3 个"},
		// ranges and bounds
		{"压减7-9%", "7–9 %"},
		{"达到91～94%", "91–94 %"},
		{"下降百分之四到七", "4–7 %"},
		{"占百分之二十至三十之间", "20–30 %"},
		{"让利三至五成", "30–50 %"},
		{"坡高介于0.4米至0.8米", "0.4–0.8 米"},
		{"由0.4米至0.8米", "0.4 米, 0.8 米"},
		{"处置2万元—5万元", "2–5 万元"},
		{"下降百分之四到七个村", "4 %, 7 个"},
		{"小于9万元", "9 万元 at_most"},
		{"多于7家", "7 家 at_least"},
		{"不到4名", "4 名 at_most"},
		{"大于等于30亩", "30 亩 at_least"},
		{"减少2.2万、1.4万、0.6万亩", "22000 亩, 14000 亩, 6000 亩"},
		{"分别有11、14和17户", "11 户, 14 户, 17 户"},
		{"问题11、14和17户", "17 户"},
		{"完成18/24项", "18 项, 24 项"},
		{"占3/5", "60 %"},
		{"超过2/3", "66.67 % at_least"},
		{"每镇投资100万元，每学期补助500元", "100 万元/镇, 500 元/学期"},
		{"每生每年1200元", "1200 元/生·年"},
		{"全县2/3的村", "66.67 %"},
		{"到账欧元50万元", "50 万欧元"},
		{"到账港币1.2亿元、美金30万", "1.2 亿港币, 30 万美金"},
		{"人民币30万元", "30 万元"},
		{"由1/3的村扩大到2/3的村", "33.33 %, 66.67 %"},
		{"定于3/5召开", ""},
		{"定于3/5的会议", ""},
		{"24/7小时值守", ""},
		// units
		{"限速40千米每小时", "40 千米/小时"},
		{"放流3立方米每秒", "3 立方米/秒"},
		{"风量600m³/h", "600 m³/h"},
		{"增容250kVA", "250 kVA"},
		{"噪声58dB(A)", "58 dB(A)"},
		{"砷0.4mg/kg", "0.4 mg/kg"},
		{"能耗0.5吨标准煤/万元", "0.5 吨标准煤/万元"},
		{"每升96毫克", "96 毫克/升"},
		{"每户补助600元", "600 元/户"},
		{"每人每月900元", "900 元/人·月"},
		{"走访72人（次）", "72 人次"},
		{"购置9台（件）", "9 台（件）"},
		{"检查6组次", "6 组次"},
		{"查处3案8人", "3 案, 8 人"},
		{"办理3案件", ""},
		{"下降2个千分点", "2 个千分点"},
		{"下降25个基点", "25 个基点"},
		{"装机五千瓦", "5 千瓦"},
		{"用电三千瓦时", "3 千瓦时"},
		{"惠及五千人", "5000 人"},
		{"流转三亩半", "3.5 亩"},
		{"清运六吨半", "6.5 吨"},
		{"引进4家半导体企业", "4 家"},
		{"压缩到三个半小时", "3.5 小时"},
		{"历时三个多月", ""},
		{"用时两个半小时", ""},
		{"反馈的四方面9个问题", "4 方面, 9 个"},
		{"从四方面发力", ""},
		{"工期8.5天缩短到6.5天", "8.5 天, 6.5 天"},
		{"减排1.2×10^5吨", "120000 吨"},
		{"减排1.2×105吨", ""},
		// what counts nothing
		{"1.1个别单位", ""},
		{"1.37处违建", "37 处"},
		{"户均2.4人", "2.4 人"},
		{"印发2022版指南", ""},
		{"升级5.0版系统", ""},
		{"编发简报3版", "3 版"},
		{"市红十字会", ""},
		{"加工零件", ""},
		{"事故零起", "0 起"},
		{"办理1-7批信访件", ""},
		{"硬化二组至四组道路", ""},
		{"开展三至五期培训", "3–5 期"},
		{"排名前三位，前10名", ""},
		{"目前3家", "3 家"},
		{"县九届人大二次会议", ""},
		{"三道沟村、五家渠市", ""},
		{"三家重点企业", "3 家"},
	} {
		var got []string
		for _, q := range quantitiesIn(test.text) {
			s := q.Value.String()
			if q.High != nil {
				s += "–" + q.High.String()
			}
			got = append(got, strings.TrimSpace(s+" "+q.Unit+" "+string(q.Bound)))
		}
		if strings.Join(got, ", ") != test.want {
			t.Errorf("%s gives %q, want %q", test.text, strings.Join(got, ", "), test.want)
		}
	}
}

// TestNormalValues converts to base units without more digits than the figure bears.
func TestNormalValues(t *testing.T) {
	for text, want := range map[string]string{
		"复垦3870亩": "2580000 平方米", "复垦3860亩": "2573333 平方米", "复垦0.5亩": "333 平方米", "出口30万美元": "300000 USD", "浓度1.5mg/m³": "1500 微克/立方米",
		"日处理200t/d": "200 吨/日", "限速36km/h": "36000 米/小时", "压缩至20分钟": "0.3333 小时", "补助60元/亩": "60 元/亩", "查处12家": "",
	} {
		q := quantitiesIn(text)
		if len(q) != 1 {
			t.Errorf("%s gives %d quantities", text, len(q))
			continue
		}
		got := ""
		if n := q[0].Def.Normal(q[0].Value, q[0].High, q[0].Unit); n != nil {
			got = n.Value.String() + " " + n.Unit
		}
		if got != want {
			t.Errorf("%s is %q, want %q", text, got, want)
		}
	}
}

// TestStatusAndChange reads whether figures have been reached and how they relate to earlier ones.
func TestStatusAndChange(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"计划到2025年增加床位1081张,每千人床位数达6.3张。", "planned increase, planned"},
		{"已退出6家、拟于2023年6月前再退出2家。", "achieved, planned"},
		{"累计发出督办单27份、提醒函11份。", "achieved, achieved"},
		{"截至目前，新增公办幼儿园8家，总数增至22家。", "achieved increase, achieved increase_to"},
		{"15个问题中，已完成整改11个、正在整改4个。", "-, achieved, -"},
		{"发现问题418个，整改402个。", "achieved, achieved"},
		{"98家企业完成综合治理。", "achieved"},
		{"占比由25.15%提升至55.53%。", "-, achieved increase_to from 0"},
		{"将31项考核事项撤并为12项。", "-, achieved decrease_to from 0"},
		{"同比分别下降21.4%、16.7%。", "achieved decrease, achieved decrease"},
		{"年度计划共27项。", "-"},
		// any verb of doing, along a list
		{"镇里印发了提示函18份，补签合同33份，劝返学生2名。", "achieved, achieved, achieved"},
		{"给予警告2人；诫勉1人；批评教育7人。", "achieved, achieved, achieved"},
		{"投诉45件，对6家单位立案，罚款9万元。", "-, achieved, achieved"},
		{"现有水库48座，其中小型水库45座。", "-, -"},
		// what was fed back, is due or under way
		{"巡察反馈的36个问题，已整改33个，长期坚持3个。", "-, achieved, -"},
		{"截至4月底，20个问题中，办结16个，正在办理4个。", "-, achieved, -"},
		{"应退还押金63万元，已退还50万元。", "-, achieved"},
		{"追回应由单位负担的费用8万元。", "achieved"},
		// what is left
		{"拆除违建59处，未拆除8处。", "achieved, outstanding"},
		{"查处未批先建12处。", "achieved"},
		{"尚有2.4亿元债务未化解。", "outstanding"},
		{"未完成整改的4个问题已挂牌督办。", "outstanding"},
		{"未按要求关停的2家砂场已关停。", "achieved"},
		{"2个项目未完成年度建设计划。", "outstanding"},
		// plans
		{"下一步，县局将加大力度，改造厕所120座，新建公厕6座。", "planned, planned"},
		{"将完成剩余5个问题整改。", "planned"},
		{"将整改任务分解为42项。", "achieved"},
		{"确保完成剩余6公里，已启动2公里。", "planned, achieved"},
		{"实现造林900亩的目标，明确新建泵站3座的目标。", "achieved, planned"},
		{"印发《三年计划（2024—2026年）》，改造小区17个。", "achieved"},
		{"拨付资金41亿元，占明年预计规模的71%。", "achieved, achieved"},
	} {
		found, _ := readerOf(test.text).Find(document.Span{End: len(test.text)}, Place{})
		var got []string
		for _, f := range found {
			s := strings.TrimSpace(string(f.Status) + " " + string(f.Change))
			if f.From >= 0 {
				s += fmt.Sprintf(" from %d", f.From)
			}
			if s == "" {
				s = "-"
			}
			got = append(got, s)
		}
		if strings.Join(got, ", ") != test.want {
			t.Errorf("%s gives %q, want %q", test.text, strings.Join(got, ", "), test.want)
		}
	}
}

// TestLeft keeps the name of what was done from what was not.
func TestLeft(t *testing.T) {
	for text, want := range map[string]string{
		"查处违法占地，立案9件，未立案2件。":     "discipline.cases_filed|",
		"清退津补贴9.8万元，尚有1.2万元未清退。": "discipline.funds_recovered|",
		"剩余3件已立案。":               "discipline.cases_filed",
	} {
		found, _ := readerOf(text).Find(document.Span{End: len(text)}, Place{})
		var got []string
		for _, f := range found {
			got = append(got, f.Metric)
		}
		if strings.Join(got, "|") != want {
			t.Errorf("%s gives %q, want %q", text, strings.Join(got, "|"), want)
		}
	}
}

// TestTotals finds sums that a text states and leaves alone lists that are not the whole.
func TestTotals(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"全区共有118个行政村需建设污水处理设施，其中39个村接驳至城镇系统、79个村建设了分散式设施。", "118 = 39 79"},
		{"制定修订制度39项，其中新建22项、修订17项。", "39 = 22 17"},
		{"167件信访件中，已办结159件、阶段性办结8件。", "167 = 159 8"},
		{"新增公办园9所，增加学位2430个；提供学位1650个。以上合计增加学位4080个。", "4080 = 2430 1650"},
		{"清理闲置房产47处，其中出租21处、自用15处、处置10处。", "47 ≠ 21 15 10"},
		{"新签约项目47个，其中亿元以上项目5个。", ""},
		{"完成项目50个，其中大型10个、中型15个。", ""},
		{"反馈的14个问题细化为46个具体问题；截至目前，14个问题已完成整改8个、正在推进6个。", "14 = 8 6"},
		{"46个具体问题已整改完成39个，正在整改7个。", "46 = 39 7"},
		{"156条措施已完成138条、达到序时进度18条。", "156 = 138 18"},
		{"23个问题已全部整改，其中立行立改12个、限期整改11个。", "23 = 12 11"},
		{"信访件126件，办结120件、在办6件。", "126 = 120 6"},
		{"全市共有养老机构48家，其中公办17家，民办31家。", "48 = 17 31"},
		{"新增学位6480个，其中小学3960个、初中2520个。", "6480 = 3960 2520"},
		{"处分干部36人，其中：党纪处分21人，政务处分15人。", "36 = 21 15"},
		{"追缴资金312万元（其中违规津补贴186万元、超标准接待费126万元）。", "312 = 186 126"},
		{"投入资金1.2亿元，其中财政资金8000万元、社会资本4000万元。", "1.2 = 8000 4000"},
		{"排查隐患208处，其中一般隐患196处，重大隐患12处，已整改205处。", "208 = 196 12"},
		{"分别在东部、中部、西部新建学校3所、4所、5所，共计12所。", "12 = 3 4 5"},
		{"小学新增学位1200个，初中新增学位800个，共新增学位2000个。", "2000 = 1200 800"},
		{"新建小学2所、初中1所、幼儿园3所，合计6所。", "6 = 2 1 3"},
		{"立案28件，其中科级干部9件。", ""},
		{"培训干部500人，其中科级120人，处级30人。", ""},
		{"巡察反馈问题32个，已整改30个，整改率93.8%，剩余2个正在推进。", "32 = 30 2"},
		{"还有21个问题正在推进，力争6月底前完成15个，其余6个拟于年底前完成。", "21 = 15 6"},
		{"15个问题中，立行立改9个、已完成整改；长期坚持6个。", "15 = 9 6"},
		{"38项任务中，已完成32项，剩余6项按序时推进。", "38 = 32 6"},
		{"共排查企业214家，达标198家、不达标16家。", "214 = 198 16"},
		{"整治河道12条，分别为东河4条、西河8条。", "12 = 4 8"},
		{"共审核档案1386卷，其中认定合格1320卷、需补充材料66卷。", "1386 = 1320 66"},
		{"党支部45个，包括农村支部30个、机关支部15个。", "45 = 30 15"},
		{"召开会议12次，其中常委会5次，专题会7次，研究议题36个。", "12 = 5 7"},
		{"处置闲置土地860亩，其中收回320亩，盘活利用540亩。", "860 = 320 540"},
		{"今年新建公厕20座，改造公厕30座。明年计划再建50座。", ""},
		{"已清退11人、诫勉5人，提醒谈话6人。", ""},
		{"追缴21万元，清退14万元，挽回损失35万元。", ""},
		{"全区18个村中，12个村建成管网，6个村采用分散处理。", "18 = 12 6"},
		{"三年共化解债务18.6亿元，其中2022年5.2亿元、2023年6.4亿元、2024年7亿元。", "18.6 = 5.2 6.4 7"},
		{"36名责任人被问责，其中县管干部6名、科级干部12名、其他人员18名。", "36 = 6 12 18"},
		{"移交线索41件，已办结38件，正在核查3件，立案9件。", "41 = 38 3"},
		{"14个问题已完成8个，基本完成2个，4个需长期坚持。", "14 = 8 2 4"},
		{"累计发放补贴共计786.4万元。", ""},
		{"2个方面7个问题，已整改5个，未整改2个。", "7 = 5 2"},
		{"共计划实施项目30个，其中续建12个、新开工18个；完成投资20亿元。", "30 = 12 18"},
		{"党员128名中，60岁以上46名，35岁以下22名。", ""},
		{"清理规范办公用房62间，腾退18间、调整44间。", ""},
		{"平台收到工单963件，已处理完毕871件，正在办理92件。", "963 = 871 92"},
		{"全年营业收入64亿元，增长4%。其中，建材48亿元，占75%；物流16亿元，占25%。", "64 = 48 16"},
		{"收到来信9件，涉及2个镇，甲镇4件、乙镇5件。", "9 = 4 5"},
		{"反映最多的是噪声，共64件，油烟、污水、粉尘的分别为29件、11件、21件。", ""},
		{"召开会议12次，督导7次，调研5次。", ""},
		{"受理诉求30件，立案20件，处分10人。", ""},
	} {
		found, _ := readerOf(test.text).Find(document.Span{End: len(test.text)}, Place{})
		got := ""
		for _, s := range testIndicators().FindTotals(test.text, found) {
			sign := "="
			if !s.Agrees {
				sign = "≠"
			}
			got += found[s.Total].Value.String() + " " + sign
			for _, p := range s.Parts {
				got += " " + found[p].Value.String()
			}
		}
		if got != test.want {
			t.Errorf("%s gives %q, want %q", test.text, got, test.want)
		}
	}
}

func FuzzQuantities(f *testing.F) {
	f.Add("新增学位2310个，由25.15%提升至55.53%，三至五个，《办法12项》“25条”全覆盖")
	f.Add("三亿二千万元、第一、二种形态、5.3万余人次")
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.ToValidUTF8(text, "")
		last := 0
		for _, q := range quantitiesIn(text) {
			if q.Span.Start < last || q.Span.End <= q.Span.Start || q.Span.End > len(text) || q.Unit == "" || q.Def == nil ||
				!utf8.ValidString(text[q.Span.Start:q.Span.End]) {
				t.Fatalf("%q: %+v", text, q)
			}
			last = q.Span.End
		}
	})
}

func quantitiesIn(text string) []Quantity {
	words := lexicon.New()
	q := NewQuantities(rules.Default().Quantities, words)
	found, _, _ := q.Find(nil, text, document.Span{End: len(text)}, words.Scan(nil, text, 0, len(text)), nil, 1000)
	return found
}

// TestWholeNouns insists that what is counted is a noun that no character is missing of.
func TestWholeNouns(t *testing.T) {
	for text, want := range map[string]string{
		"聘任九名人民陪审员": "人民陪审员", "购置3D打印机4台": "3D打印机", "改造4A级景区2处": "4A级景区", "新增老年病科床位30张": "老年病科床位", "2个至今未见成效": "",
	} {
		found, _ := readerOf(text).Find(document.Span{End: len(text)}, Place{})
		if last := len(found) - 1; last < 0 || found[last].Subject != want {
			t.Errorf("%s: %+v, want the subject %s", text, found, want)
		}
	}
}
