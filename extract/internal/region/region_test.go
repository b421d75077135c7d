package region

import (
	"strings"
	"testing"
	"unicode/utf8"

	"zhenggai/extract/rules"
	"zhenggai/model"
)

func gazetteer(t testing.TB) *Gazetteer {
	t.Helper()
	return New(rules.Default().Divisions, rules.Default().Regions)
}

// path writes a region as its code and its names.
func path(r model.Region) string {
	return strings.Join(strings.Fields(r.Code+" "+r.Province+" "+r.Prefecture+" "+r.County), " ")
}

// TestAreas finds areas that are no divisions by the division in which the whole of each lies.
func TestAreas(t *testing.T) {
	g := gazetteer(t)
	tests := []struct{ clue, want string }{
		{"中共赣江新区工作委员会", "360000 江西省"},
		{"江西省赣江新区管理委员会", "360000 江西省"},
		{"南昌市赣江新区管理委员会", "360100 江西省 南昌市"},
		{"中共湖南湘江新区工作委员会", "430100 湖南省 长沙市"},
		{"河北雄安新区党工委", "130000 河北省"},
		{"中国（河北）自由贸易试验区雄安新区管委会", "130000 河北省"},
		{"四川天府新区党工委", "510000 四川省"},
		{"四川天府新区成都管理委员会", "510100 四川省 成都市"},
		{"陕西省西咸新区沣西新城党委", "610000 陕西省"},
		{"浙江舟山群岛新区党工委", "330900 浙江省 舟山市"},
		{"兰州新区党工委", "620100 甘肃省 兰州市"},
		{"哈尔滨新区管委会", "230100 黑龙江省 哈尔滨市"},
		{"长春新区党工委", "220100 吉林省 长春市"},
		{"福州新区管委会", "350100 福建省 福州市"},
		{"南京江北新区党工委", "320100 江苏省 南京市"},
		{"泰州市江北新区管委会", "321200 江苏省 泰州市"},
		{"惠州市江北新区管委会", "441300 广东省 惠州市"},
		{"青岛西海岸新区工委", "370211 山东省 青岛市 黄岛区"},
		{"中共青岛市西海岸新区工作委员会", "370211 山东省 青岛市 黄岛区"},
		{"广州市南沙新区党工委", "440115 广东省 广州市 南沙区"},
		{"天津市滨海新区区委", "120116 天津市 滨海新区"},
		{"上海市浦东新区人民政府", "310115 上海市 浦东新区"},
		{"云南滇中新区党工委", "530100 云南省 昆明市"},
		{"横琴粤澳深度合作区执行委员会", "440400 广东省 珠海市"},
		{"中共合肥高新技术产业开发区工作委员会", "340100 安徽省 合肥市"},
		{"中共南宁经济技术开发区工作委员会", "450100 广西壮族自治区 南宁市"},
		{"关于对芜湖经济技术开发区党工委巡察整改情况的通报", "340200 安徽省 芜湖市"},
		{"甲乙新区党工委", ""},
	}
	for _, tt := range tests {
		match, ok := g.Find([]string{tt.clue}, 2024)
		if got := path(match.Region); got != tt.want || ok != (tt.want != "") {
			t.Errorf("%s: %q, want %q", tt.clue, got, tt.want)
		}
	}
}

// TestSuccessors names divisions that are no more. docs/divisions.md says where each change is on public record.
func TestSuccessors(t *testing.T) {
	g := gazetteer(t)
	tests := []struct{ clue, want string }{
		{"中共北京市崇文区委", "110103 2010 110101 东城区"},               // merged
		{"中共北京市密云县委", "110228 2015 110118 密云区"},               // a county made a district
		{"中共莱芜市委", "371200 2018 370100 济南市"},                  // a city merged into another
		{"中共襄樊市委", "420600 2010 420600 襄阳市"},                  // renamed
		{"中共思茅市委", "530800 2007 530800 普洱市"},                  // renamed
		{"中共烟台市长岛县委", "370634 2020 370614 蓬莱区"},               // merged
		{"中共沙县县委", "350427 2021 350405 沙县区"},                  // a county made a district
		{"中共六安市寿县县委", "341521 2015 340422 寿县"},                // moved to another city
		{"中共杭州市下城区委", "330103 2021 330105 拱墅区"},               // merged
		{"中共昌都地委", "542100 2014 540300 昌都市"},                  // a prefecture made a city
		{"中共错那县委", "542232 2023 540581 错那市"},                  // a county made a city
		{"中共巢湖市居巢区委", "341402 2011 340181 巢湖市"},               // a district made a city
		{"中共珠海市斗门区委", "440403"},                               // in force
		{"中共绍兴县委", "330621 split 330602 330603"},              // split
		{"中共地级巢湖市委 居巢区", "341400 split 340100 340200 340500"}, // split
	}
	for _, tt := range tests {
		match, _ := g.Find(strings.Fields(tt.clue), 2003)
		got := match.Region.Code
		if now := match.Region.Now; now != nil {
			got += " " + now.Since + " " + now.Code + " " + now.Name
		}
		if len(match.Split) > 0 {
			got += " split"
			for _, part := range match.Split {
				got += " " + part.Code
			}
		}
		if got != tt.want {
			t.Errorf("%s: %q, want %q", tt.clue, got, tt.want)
		}
	}
}

// TestFindIssuer gives one clue, the name of a body or a title.
func TestFindIssuer(t *testing.T) {
	g := gazetteer(t)
	tests := []struct {
		clue string
		want string // empty: none
	}{
		// whole path
		{"中共珠海市斗门区委", "440403 广东省 珠海市 斗门区"},
		{"中共珠海市斗门区委关于巡视整改进展情况的通报", "440403 广东省 珠海市 斗门区"},
		{"中共重庆市合川区委", "500117 重庆市 合川区"},
		{"中共成都市郫都区红光街道工作委员会", "510117 四川省 成都市 郫都区"},
		{"中国共产党湖南省衡阳市蒸湘区委员会", "430408 湖南省 衡阳市 蒸湘区"},
		{"中共天津市东丽区委", "120110 天津市 东丽区"},
		{"中共连云港市海州区委", "320706 江苏省 连云港市 海州区"},
		{"中共聊城市东昌府区委", "371502 山东省 聊城市 东昌府区"},
		{"中共怀化市鹤城区委", "431202 湖南省 怀化市 鹤城区"},
		{"浙江省 金华市 婺城区文旅体局党组", "330702 浙江省 金华市 婺城区"},
		{"湖北省仙桃市人民政府", "429004 湖北省 仙桃市"},
		{"上海市崇明区人民政府", "310151 上海市 崇明区"},
		{"济南市市中区人民政府", "370103 山东省 济南市 市中区"},
		{"济南市中区人民政府", "370103 山东省 济南市 市中区"},
		{"青岛市北区纪委监委", "370203 山东省 青岛市 市北区"},
		{"阳泉市郊区人民政府", "140311 山西省 阳泉市 郊区"},
		{"荆州市公安县委员会", "421022 湖北省 荆州市 公安县"},
		// prefecture or province
		{"中共抚州市委", "361000 江西省 抚州市"},
		{"省委第三巡视组向抚州市委反馈巡视情况", "361000 江西省 抚州市"},
		{"中共衡阳市雁城水务投资集团有限公司委员会", "430400 湖南省 衡阳市"},
		{"安庆市交通运输局党组", "340800 安徽省 安庆市"},
		{"郴州市第二人民医院党委", "431000 湖南省 郴州市"},
		{"桂林市场监督管理局党组", "450300 广西壮族自治区 桂林市"},
		{"湖北省卫健委党组", "420000 湖北省"},
		{"内蒙古自治区党委", "150000 内蒙古自治区"},
		{"新疆维吾尔自治区生态环境厅", "650000 新疆维吾尔自治区"},
		{"中共重庆市委", "500000 重庆市"},
		{"甘肃省委巡视办", "620000 甘肃省"},
		{"国网江苏省电力有限公司南京市供电分公司党委", "320100 江苏省 南京市"},
		{"湖北省审计厅关于武汉市审计整改的函", "420000 湖北省"},
		// codes that do not say what stands under what
		{"新疆维吾尔自治区伊犁哈萨克自治州塔城地区乌苏市", "654202 新疆维吾尔自治区 塔城地区 乌苏市"},
		{"六安市寿县人民政府", "341521 安徽省 六安市 寿县"},
		{"连云区 赣榆区巡察整改", "320703 江苏省 连云港市 连云区"},
		{"太原市城区改造指挥部", "140100 山西省 太原市"},
		{"中共共和县委", "632521 青海省 海南藏族自治州 共和县"},
		// without prefecture
		{"中共庐江县委", "340124 安徽省 合肥市 庐江县"},
		{"中共汨罗市委关于巡视整改进展情况的通报", "430681 湖南省 岳阳市 汨罗市"},
		{"中共和县委员会", "340523 安徽省 马鞍山市 和县"},
		{"省委第二巡视组向和县县委反馈巡视情况", "340523 安徽省 马鞍山市 和县"},
		{"紫金县蓝塘中学党支部", "441621 广东省 河源市 紫金县"},
		{"博兴县中医医院党委", "371625 山东省 滨州市 博兴县"},
		{"中共公安县委", "421022 湖北省 荆州市 公安县"},
		{"中共解放区委", "410802 河南省 焦作市 解放区"},
		{"中共大兴安岭地委", "232700 黑龙江省 大兴安岭地区"},
		{"新疆生产建设兵团第一师阿拉尔市委", "659002 新疆维吾尔自治区 阿拉尔市"},
		// without nationality
		{"和布克赛尔县人民政府", "654226 新疆维吾尔自治区 塔城地区 和布克赛尔蒙古自治县"},
		{"和布克赛尔蒙古自治县人民政府", "654226 新疆维吾尔自治区 塔城地区 和布克赛尔蒙古自治县"},
		{"巴州生态环境局", "652800 新疆维吾尔自治区 巴音郭楞蒙古自治州"},
		{"巴州区民政局", "511902 四川省 巴中市 巴州区"},
		{"凉山州西昌市委", "513401 四川省 凉山彝族自治州 西昌市"},
		{"中共甘孜州委", "513300 四川省 甘孜藏族自治州"},
		{"黔东南州凯里市人民政府", "522601 贵州省 黔东南苗族侗族自治州 凯里市"},
		{"恩施州利川市委", "422802 湖北省 恩施土家族苗族自治州 利川市"},
		// bare names
		{"武汉江夏国资集团党委", "420115 湖北省 武汉市 江夏区"},
		{"晋江职业中专党委", "350582 福建省 泉州市 晋江市"},
		{"晋江市政协机关党组", "350582 福建省 泉州市 晋江市"},
		{"合川清风网", "500117 重庆市 合川区"},
		{"廉洁郫都", "510117 四川省 成都市 郫都区"},
		{"合肥建投集团党委", "340100 安徽省 合肥市"},
		{"成都空港城发集团党委", "510100 四川省 成都市"},
		{"东莞厚街镇委", "441900 广东省 东莞市"},
		{"珠海市斗门镇党委", "440400 广东省 珠海市"},
		{"吉林大学党委", "220000 吉林省"},
		{"广西财经学院党委", "450000 广西壮族自治区"},
		{"大同煤矿集团党委", "140200 山西省 大同市"},
		{"长春朝阳区委", "220104 吉林省 长春市 朝阳区"},
		{"信用中国(天津东丽)", "120110 天津市 东丽区"},
		{"合川乡村振兴局党组", "500117 重庆市 合川区"},
		// zones are no divisions
		{"武汉经开区党工委", "420100 湖北省 武汉市"},
		{"西部科学城重庆高新区党工委", "500000 重庆市"},
		{"连云港高新区党工委", "320700 江苏省 连云港市"},
		{"高新区(芜湖)党工委", "340200 安徽省 芜湖市"},
		{"潍坊市滨海新区管委会", "370700 山东省 潍坊市"},
		{"武汉东湖高新区党工委", "420100 湖北省 武汉市"},
		{"中共上海市浦东新区委", "310115 上海市 浦东新区"},
		// no place
		{"", ""},
		{"省委", ""},
		{"市委", ""},
		{"区委", ""},
		{"省委第五巡视组", ""},
		{"区民政局党组", ""},
		{"高新区党工委", ""},
		{"教育部党组", ""},
		{"国家统计局党组", ""},
		{"中国旅游集团党委", ""},
		{"三峡集团党组", ""},
		{"华东师大党委", ""},
		{"光明食品(集团)有限公司党委", ""},
		{"公安局党委", ""},
		{"合作银行党委", ""},
		{"大兴调查研究之风整改情况", ""},
		{"平安集团党委", ""},
		{"北京路小学党支部", ""},
		{"斗门镇党委", ""},
		{"召开县委常委会", ""},
		{"完成县级任务和县区任务", ""},
		{"全市和县区巡察整改", ""},
		{"城区新区建设指挥部", ""},
		{"推动友好区域发展", ""},
		{"东方市场管理处", ""},
	}
	for _, tt := range tests {
		match, ok := g.Find([]string{tt.clue}, 0)
		if got := path(match.Region); got != tt.want || ok != (tt.want != "") {
			t.Errorf("%s: got %q, want %q", tt.clue, got, tt.want)
		}
	}
}

// TestFindAmbiguous gives names that several divisions share, with and without what tells them apart.
func TestFindAmbiguous(t *testing.T) {
	g := gazetteer(t)
	body := "根据市委统一部署,巡察组对鼓楼区开展了巡察。" + strings.Repeat("鼓楼区委认真整改。", 30)
	tests := []struct {
		name  string
		clues []string
		year  int
		want  string // the region, or how many there are to choose from
	}{
		{"shared by four", []string{"中共鼓楼区委"}, 2024, "4"},
		{"title tells", []string{"中共鼓楼区委", "十四届福州市委第六轮巡察"}, 2024, "350102 福建省 福州市 鼓楼区"},
		{"site tells", []string{"中共鼓楼区委", "", "", "徐州市纪委监委网站"}, 2024, "320302 江苏省 徐州市 鼓楼区"},
		{"site's province tells", []string{"中共鼓楼区委", "", "", "河南省纪委监委"}, 2024, "410204 河南省 开封市 鼓楼区"},
		{"site's province does not", []string{"中共鼓楼区委", "", "", "江苏省纪委监委"}, 2024, "2"},
		{"body tells", []string{"中共鼓楼区委", "", "", "", body + "报南京市委。南京市纪委督办。赴福州市学习。"}, 2024, "320106 江苏省 南京市 鼓楼区"},
		{"body does not", []string{"中共鼓楼区委", "", "", "", body + "报南京市委。赴福州市学习。"}, 2024, "4"},
		{"address tells", []string{"朝阳区人民政府", "整改情况", "长春市前进大街1855号"}, 2024, "220104 吉林省 长春市 朝阳区"},
		{"inspector tells", []string{"中共新华区委", "河北省委第三巡视组向新华区委反馈", "沧州市解放路1号"}, 2024, "130902 河北省 沧州市 新华区"},
		{"bare name, other clue", []string{"白云国资集团党委", "", "贵阳市白云区建设路3号"}, 2024, "520113 贵州省 贵阳市 白云区"},
		{"bare name, undecided", []string{"白云国资集团党委"}, 2024, "0"},
		{"bare name, next clue decides", []string{"白云国资集团党委", "", "珠海市斗门区井岸镇"}, 2024, "440403 广东省 珠海市 斗门区"},
		{"national body", []string{"教育部党组", "中共教育部党组关于巡视整改进展情况的通报", "北京市西城区大木仓胡同37号"}, 2022, "0"},
		{"province's inspector is not the place", []string{"", "湖北省委第六巡视组向江夏区委反馈巡视情况"}, 2024, "420115 湖北省 武汉市 江夏区"},
		{"own kind", []string{"区民政局党组", "", "", "上海市纪委监委网站", "对青浦区民政局进行了巡察。" + strings.Repeat("青浦区民政局整改。", 60)}, 2026, "310118 上海市 青浦区"},
		{"own kind inspects", []string{"区民政局党组", "合川区委第三巡察组对区民政局党组开展巡察"}, 2024, "500117 重庆市 合川区"},
		{"own kind is the province", []string{"省卫健委党组", "", "武汉市武昌区中北路1号", "湖北省纪委监委"}, 2023, "420000 湖北省"},
		{"site names the province, body the district", []string{"", "巡视整改情况", "", "江苏省纪委监委", strings.Repeat("巡视组对海州区进行了巡视。", 20)}, 2024, "320706 江苏省 连云港市 海州区"},
		{"body alone", []string{"雁城水务集团", "", "", "", strings.Repeat("衡阳市水务工作。", 30)}, 2022, "430400 湖南省 衡阳市"},
		{"body names two", []string{"某水务集团", "", "", "", strings.Repeat("衡阳市水务,郴州市水务。", 30)}, 2022, "0"},
		{"one mention in a body", []string{"某水务集团", "", "", "", strings.Repeat("水务工作。", 90) + "赴衡阳市学习"}, 2022, "0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			match, ok := g.Find(tt.clues, tt.year)
			got := path(match.Region)
			if !ok {
				got = string(rune('0' + len(match.Ambiguous)))
			}
			if got != tt.want {
				t.Errorf("got %s, want %s; between %v", got, tt.want, match.Ambiguous)
			}
		})
	}
}

// TestFindYear gives names that meant something else, or nothing, in other years.
func TestFindYear(t *testing.T) {
	g := gazetteer(t)
	tests := []struct {
		clue string
		year int
		want string
	}{
		{"中共襄樊市委", 2009, "420600 湖北省 襄樊市"},
		{"中共襄阳市委", 2015, "420600 湖北省 襄阳市"},
		{"襄樊市樊城区委", 2009, "420606 湖北省 襄樊市 樊城区"},
		{"中共樊城区委", 2009, "420606 湖北省 襄樊市 樊城区"},
		{"中共樊城区委", 2024, "420606 湖北省 襄阳市 樊城区"},
		{"杭州市下城区委", 2014, "330103 浙江省 杭州市 下城区"},
		{"杭州市下城区委", 2023, "330103 浙江省 杭州市 下城区"}, // abolished, but nothing else fits
		{"寿县人民政府", 2012, "341521 安徽省 六安市 寿县"},
		{"寿县人民政府", 2022, "340422 安徽省 淮南市 寿县"},
		{"寿县人民政府", 0, "340422 安徽省 淮南市 寿县"},
		{"中共莱芜市委", 2016, "371200 山东省 莱芜市"},
		{"莱芜区委", 2021, "370116 山东省 济南市 莱芜区"},
		{"即墨国资集团", 2014, "370282 山东省 青岛市 即墨市"},
		{"即墨国资集团", 2022, "370215 山东省 青岛市 即墨区"},
		{"邢台市桥西区委", 2018, "130503 河北省 邢台市 桥西区"},
		{"南沙明珠湾管理局党组", 2022, "440115 广东省 广州市 南沙区"},
		{"和康县人民政府", 2023, "653228 新疆维吾尔自治区 和田地区 和康县"},
		{"巢湖市庐江县委", 2008, "341421 安徽省 巢湖市 庐江县"},
	}
	for _, tt := range tests {
		match, _ := g.Find([]string{tt.clue}, tt.year)
		if got := path(match.Region); got != tt.want {
			t.Errorf("%s in %d: got %q, want %q", tt.clue, tt.year, got, tt.want)
		}
	}
}

// TestFindEveryDivision writes each division in force with its parents and finds it again.
func TestFindEveryDivision(t *testing.T) {
	g := gazetteer(t)
	for id := range g.places {
		if g.places[id].until != 0 {
			continue
		}
		want := g.region(int32(id), 0)
		full := want.Province + want.Prefecture + want.County
		if want.Province == want.Prefecture {
			full = want.Province + want.County
		}
		for _, clue := range []string{"中共" + full + "委员会", "关于对" + full + "进行巡察的通报", full} {
			match, ok := g.Find([]string{clue}, 0)
			if !ok || match.Region != want {
				t.Errorf("%s: got %v, want %v", clue, match.Region, want)
			}
		}
	}
}

// TestSharedBareNames proves that a bare name which is an everyday word is marked in all rows that bear it.
func TestSharedBareNames(t *testing.T) {
	divisions := rules.Default().Divisions
	marked := make(map[string]string)
	for _, d := range divisions {
		if d.Common != rules.CommonNone {
			marked[bareOf(d)] = d.Name
		}
	}
	for _, d := range divisions {
		if by, ok := marked[bareOf(d)]; ok && d.Common == rules.CommonNone && utf8.RuneCountInString(bareOf(d)) > 1 {
			t.Errorf("%s %s is not marked as an everyday word, but %s is", d.Code, d.Name, by)
		}
	}
}

func bareOf(d rules.Division) string {
	if len(d.Short) > 0 {
		return d.Short[0]
	}
	return bareName(d.Name)
}

func FuzzFind(f *testing.F) {
	f.Add("中共珠海市斗门区委", "省委第五巡视组对珠海市斗门区进行了巡视", 2021)
	f.Add("济南市中区", "高新区(芜湖)", 0)
	f.Add("中共", "\xe5\xb8市\xff县区", 1900)
	divisions := rules.Default().Divisions
	g := New(divisions, rules.Default().Regions)
	f.Fuzz(func(t *testing.T, issuer, body string, year int) {
		match, ok := g.Find([]string{issuer, "", body, strings.Repeat(body, 1+maxShort/(len(body)+1))}, year)
		if ok != (match.Region.Code != "") || ok && len(match.Ambiguous) > 0 {
			t.Errorf("%q, %q: %v %v", issuer, body, match, ok)
		}
		if len(match.Ambiguous) == 1 {
			t.Errorf("%q, %q: undecided between one: %v", issuer, body, match)
		}
		for _, c := range g.read(issuer) {
			if c.start < 0 || c.start >= c.end || c.end > len(issuer) || len(c.places) == 0 {
				t.Errorf("%q: claim %v", issuer, c)
			}
		}
	})
}

func BenchmarkNew(b *testing.B) {
	divisions := rules.Default().Divisions
	for b.Loop() {
		New(divisions, rules.Default().Regions)
	}
}

func BenchmarkFind(b *testing.B) {
	g := gazetteer(b)
	const sentence = "根据省委统一部署,省委第五巡视组对珠海市斗门区进行了巡视,区委高度重视,全区各镇街、市场主体和县区单位立行立改,完成率95%。"
	clues := func(c ...string) []string { return c }
	benchmarks := []struct {
		name  string
		clues []string
	}{
		{"issuer", clues("中共珠海市斗门区委")},
		{"title", clues("", "中共珠海市斗门区委关于巡视整改进展情况的通报")},
		{"none", clues("华东师范大学党委", "关于中央第五巡视组反馈意见整改情况的通报")},
		{"undecided", clues("中共鼓楼区委", "中共鼓楼区委关于巡视整改进展情况的通报", "解放路1号", "鼓楼清风网")},
		{"body", clues("区委", "", "", "", strings.Repeat(sentence, 30<<10/len(sentence)))},
	}
	for _, bm := range benchmarks {
		b.Run(bm.name, func(b *testing.B) {
			for b.Loop() {
				g.Find(bm.clues, 2021)
			}
		})
	}
}
