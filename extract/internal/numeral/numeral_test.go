package numeral

import (
	"fmt"
	"strings"
	"testing"

	"zhenggai/extract/rules"
)

// describe prints a figure for comparison: 3万余=30000 power=4 more.
func describe(text string, n Number) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s=%s", text[n.Start:n.End], n.Value)
	if !n.High.IsZero() {
		fmt.Fprintf(&b, "..%s", n.High)
	}
	if n.Power > 0 {
		fmt.Fprintf(&b, " power=%d", n.Power)
	}
	for _, flag := range []struct {
		set  bool
		name string
	}{
		{n.Percent, "percent"}, {n.More, "more"}, {n.Fuzzy, "fuzzy"}, {n.Ordinal, "ordinal"}, {n.Latin, "latin"},
	} {
		if flag.set {
			b.WriteString(" " + flag.name)
		}
	}
	return b.String()
}

// figures prints every figure of a text, with "; " between.
func figures(text string) string {
	var all []string
	for i := 0; ; {
		n, ok := Next(rules.Default().Quantities, text, i)
		if !ok {
			return strings.Join(all, "; ")
		}
		all = append(all, describe(text, n))
		i = n.End
	}
}

// reading is a text and the figures that it must give.
type reading struct{ text, want string }

func check(t *testing.T, readings []reading) {
	t.Helper()
	for _, r := range readings {
		if got := figures(r.text); got != r.want {
			t.Errorf("%s\n got  %s\n want %s", r.text, got, r.want)
		}
	}
}

func TestArabic(t *testing.T) {
	check(t, []reading{
		{"增加床位1081张", "1081=1081"},
		{"清淤管道35.739公里", "35.739=35.739"},
		{"0人", "0=0"},
		{"0.50", "0.50=0.5"},
		{"第1号楼007室", "1=1 ordinal; 007=7"},
		{"１２３．５万元", "１２３．５万=1235000 power=4"},
		{"1２3.４", "1２3.４=123.4"},
		{"3860.5万", "3860.5万=38605000 power=4"},
		{"1.2亿", "1.2亿=120000000 power=8"},
		{"4.78万亿元", "4.78万亿=4780000000000 power=12"},
		{"24,978.12 万元", "24,978.12 万=249781200 power=4"},
		{"24,978.12  万元", "24,978.12=24978.12"},
		{"共投入 3000 余万元", "3000 余万=30000000 power=4 more"},
		{"超过 200 多人", "200 多=200 more"},
		{"共 35 个", "35=35"},
		{"1 200万", "1=1; 200万=2000000 power=4"},
		{"2021-05-07", "2021=2021; 05=5; 07=7"},
		{"0756-2780071", "0756=756; 2780071=2780071"},
		{"8:30-12:00", "8=8; 30=30; 12=12; 00=0"},
		{"3-5个、3至5个", "3=3; 5=5; 3=3; 5=5"},
	})
}

func TestCommas(t *testing.T) {
	check(t, []reading{
		{"1,263个问题", "1,263=1263"},
		{"24,978.12", "24,978.12=24978.12"},
		{"8，863万元", "8，863万=88630000 power=4"},
		{"１，２６３", "１，２６３=1263"},
		{"1,050,000,000", "1,050,000,000=1050000000"},
		{"6项,工作考核14项", "6=6; 14=14"},
		{"1,2", "1=1; 2=2"},
		{"14,15,16", "14=14; 15=15; 16=16"},
		{"2020,300", "2020=2020; 300=300"},
		{"2020，300", "2020=2020; 300=300"},
		{"1,2345", "1=1; 2345=2345"},
		{"120,130,45", "120=120; 130=130; 45=45"},
		{"0,123", "0=0; 123=123"},
		{"1,234，567", "1,234=1234; 567=567"},
		{"问题1,263,已整改", "1,263=1263"},
		{"1, 234", "1=1; 234=234"},
	})
}

func TestPoint(t *testing.T) {
	check(t, []reading{
		{"1.加强", "1=1"},
		{"１．加强", "１=1"},
		{"1. 加强", "1=1"},
		{"圆周率3.14", "3.14=3.14"},
		{"共5.", "5=5"},
		{"1.2020年以来", "1=1; 2020=2020"},
		{"1.2020万元", "1.2020万=12020 power=4"},
		{"4…5", "4=4; 5=5"},
		{"1.2.3", "1.2.3=0 latin"},
		{"192.168.1.1", "192.168.1.1=0 latin"},
		{"2021.05.07发布", "2021.05.07=0 latin"},
	})
}

func TestMixed(t *testing.T) {
	check(t, []reading{
		{"3千", "3千=3000"},
		{"5百万", "5百万=5000000 power=4"},
		{"3百亿元", "3百亿=30000000000 power=8"},
		{"1万2千", "1万2千=12000"},
		{"3千5百亩", "3千5百=3500"},
		{"1亿2000万元", "1亿2000万=120000000 power=4"},
		{"1亿2000.5万元", "1亿2000.5万=120005000 power=4"},
		{"5亿1万4千6百", "5亿1万4千6百=500014600"},
		{"3万4000元", "3万4000=34000"},
		{"1千零1", "1千零1=1001"},
		{"1万零5百", "1万零5百=10500"},
		{"1万两千余元", "1万两千余=12000 more"},
		{"3万2020年", "3万=30000 power=4; 2020=2020"},
		{"3万0人", "3万=30000 power=4; 0=0"},
		{"3万40人", "3万=30000 power=4; 40=40"},
		{"3亿4000", "3亿=300000000 power=8; 4000=4000"},
		{"5万三十人", "5万=50000 power=4; 三十=30"},
		{"每年5万三年", "5万=50000 power=4; 三=3"},
		{"35千伏、5千瓦、3百分点", "35=35; 5=5; 3=3"},
		{"12千", "12=12"},
	})
	if n, _ := Parse(rules.Default().Quantities, "3万", 0); n.Chinese {
		t.Error("3万 counts as Chinese")
	}
	if n, _ := Parse(rules.Default().Quantities, "1万两千", 0); !n.Chinese {
		t.Error("1万两千 does not count as Chinese")
	}
}

func TestChineseForms(t *testing.T) {
	check(t, []reading{
		{"已下达十一批", "十一=11"},
		{"零", "零=0"},
		{"两个", "两=2"},
		{"一百零五、一百〇五", "一百零五=105; 一百〇五=105"},
		{"两千三百", "两千三百=2300"},
		{"二万一千", "二万一千=21000"},
		{"三亿二千万元", "三亿二千万=320000000 power=4"},
		{"一亿零两万", "一亿零两万=100020000 power=4"},
		{"三万亿", "三万亿=3000000000000 power=12"},
		{"三十五万亿", "三十五万亿=35000000000000 power=12"},
		{"四万万", "四万万=400000000 power=8"},
		{"一亿亿", "一亿亿=10000000000000000 power=8"},
		{"一百十五", "一百十五=115"},
		{"一万零十二", "一万零十二=10012"},
		{"廿五、卅、一百廿五", "廿五=25; 卅=30; 一百廿五=125"},
		{"三点六公里", "三点六=3.6"},
		{"九十八点五", "九十八点五=98.5"},
		{"零点零五", "零点零五=0.05"},
		{"一点二亿元", "一点二亿=120000000 power=8"},
		{"一点二万余元", "一点二万余=12000 power=4 more"},
		{"二〇二三年、二零二三年、一九九八年", "二〇二三=2023; 二零二三=2023; 一九九八=1998"},
		{"一〇五国道、二〇", "一〇五=105; 二〇=20"},
		{"二○一八年、一百○五", "二○一八=2018; 一百○五=105"},
	})
}

// TestElided reads numbers that leave out their last unit, as speech does.
func TestElided(t *testing.T) {
	check(t, []reading{
		{"一万二", "一万二=12000"},
		{"三千五", "三千五=3500"},
		{"一百二", "一百二=120"},
		{"三亿二", "三亿二=320000000"},
		{"一万二千五", "一万二千五=12500"},
		{"一百二十", "一百二十=120"},
		{"三万一元", "三万一=31000"},
		{"三千一年", "三千=3000; 一=1"},
		{"二十万一户", "二十万=200000 power=4; 一=1"},
		{"一百二万", ""},
	})
}

func TestFinancial(t *testing.T) {
	check(t, []reading{
		{"壹佰贰拾叁万肆仟伍佰陆拾柒元", "壹佰贰拾叁万肆仟伍佰陆拾柒=1234567"},
		{"伍拾陆", "伍拾陆=56"},
		{"拾万元", "拾万=100000 power=4"},
		{"拾陆亿元", "拾陆亿=1600000000 power=8"},
		{"叁萬元、伍億元", "叁萬=30000 power=4; 伍億=500000000 power=8"},
		{"伍元、陆份、壹份", "伍=5; 陆=6; 壹=1"},
		{"壹佰伍拾", "壹佰伍拾=150"},
		{"一千陆续", "一千=1000"},
		{"大陆、队伍、放肆、收拾、拾起", ""},
		{"大陆三十家", "三十=30"},
		{"干部队伍三百人", "三百=300"},
		{"队伍陆续", ""},
	})
}

func TestMore(t *testing.T) {
	check(t, []reading{
		{"3300余人", "3300余=3300 more"},
		{"3万余", "3万余=30000 power=4 more"},
		{"2.5余万元", "2.5余万=25000 power=4 more"},
		{"5.3万余人次", "5.3万余=53000 power=4 more"},
		{"200多万、200万多元", "200多万=2000000 power=4 more; 200万多=2000000 power=4 more"},
		{"10多个、10几个、10来个", "10多=10 more; 10几=10 more; 10来=10 more"},
		{"20几万", "20几万=200000 power=4 more"},
		{"3千余人", "3千余=3000 more"},
		{"三千余", "三千余=3000 more"},
		{"三千余万元", "三千余万=30000000 power=4 more"},
		{"一百二十万余元", "一百二十万余=1200000 power=4 more"},
		{"两万多", "两万多=20000 power=4 more"},
		{"一万多亿元", "一万多亿=1000000000000 power=8 more"},
		{"二十余、十多、百余、千余万", "二十余=20 more; 十多=10 more; 百余=100 more; 千余万=10000000 power=4 more"},
		{"十几、二十几万、一百几十、一百零几万", "十几=10 more; 二十几万=200000 power=4 more; 一百几十=100 more; 一百零几万=1000000 power=4 more"},
		{"十几二十个", "十几=10 more; 二十=20"},
		{"十来天", "十来=10 more"},
		{"三点五余万元", "三点五余万=35000 power=4 more"},
		{"三万几", "三万=30000 power=4"},
		{"五十余下属单位", "五十余=50 more"},
		{"二十五余人", "二十五余=25 more"},
		{"5多", "5=5"},
		{"5余", "5=5"},
		{"三多", "三=3"},
		{"二十五多", "二十五=25"},
		{"三百来访、三十几乎、五十余额、2021来", "三百=300; 三十=30; 五十=50; 2021=2021"},
	})
}

func TestRange(t *testing.T) {
	check(t, []reading{
		{"三五个", "三五=3..5 fuzzy"},
		{"二三、七八、一两、两三", "二三=2..3 fuzzy; 七八=7..8 fuzzy; 一两=1..2 fuzzy; 两三=2..3 fuzzy"},
		{"十五六", "十五六=15..16 fuzzy"},
		{"二十七八", "二十七八=27..28 fuzzy"},
		{"七八十人", "七八十=70..80 fuzzy"},
		{"三五百", "三五百=300..500 fuzzy"},
		{"两三百", "两三百=200..300 fuzzy"},
		{"三百四五十", "三百四五十=340..350 fuzzy"},
		{"五六万元", "五六万=50000..60000 power=4 fuzzy"},
		{"七八十万", "七八十万=700000..800000 power=4 fuzzy"},
		{"七八成", "七八成=70..80 percent fuzzy"},
		{"百分之三四十", "百分之三四十=30..40 percent fuzzy"},
		{"十三五、十四五、十五五、十二五", ""},
		{"二十五两", "二十五=25; 两=2"},
	})
}

func TestVague(t *testing.T) {
	check(t, []reading{
		{"数十次、几百人", "数十=10 fuzzy; 几百=100 fuzzy"},
		{"数千万元、几十亿", "数千万=10000000 power=4 fuzzy; 几十亿=1000000000 power=8 fuzzy"},
		{"数十余次", "数十余=10 more fuzzy"},
		{"数十分钟", "数十=10 fuzzy"},
		{"上百、上亿元、近百、近千万", "上百=100 fuzzy; 上亿=100000000 power=8 fuzzy; 近百=100 fuzzy; 近千万=10000000 power=4 fuzzy"},
		{"近千余人", "千余=1000 more"},
		{"近百分之五", "百分之五=5 percent"},
		{"近三十、以上十个", "三十=30; 十=10"},
		{"成百上千、成千上万、成千成万", "成百上千=100 fuzzy; 成千上万=1000 fuzzy; 成千成万=1000 fuzzy"},
		{"若干项", "若干=0 fuzzy"},
		{"百十个", "百十=100 fuzzy"},
		{"人数十五人", "十五=15"},
		{"总数百分之五", "百分之五=5 percent"},
		{"次数十分频繁、几个、几乎、完成百个、数以万计、若是", ""},
	})
}

func TestShare(t *testing.T) {
	check(t, []reading{
		{"95%、95％、95 %", "95%=95 percent; 95％=95 percent; 95 %=95 percent"},
		{"1,263.5%", "1,263.5%=1263.5 percent"},
		{"90余%", "90余%=90 percent more"},
		{"3.5‰", "3.5‰=0.35 percent"},
		{"百分之九十五", "百分之九十五=95 percent"},
		{"百分之九十八点五", "百分之九十八点五=98.5 percent"},
		{"百分之95.5、百分之 95", "百分之95.5=95.5 percent; 百分之 95=95 percent"},
		{"百分之百、百分百、百分之一百二十", "百分之百=100 percent; 百分百=100 percent; 百分之一百二十=120 percent"},
		{"百分之三十多", "百分之三十多=30 percent more"},
		{"百分之几十", "百分之几十=10 percent fuzzy"},
		{"千分之三、万分之五、十分之一", "千分之三=0.3 percent; 万分之五=0.05 percent; 十分之一=10 percent"},
		{"三分之二以上", "三分之二=66.67 percent"},
		{"3分之2、四分之三、八分之一", "3分之2=66.67 percent; 四分之三=75 percent; 八分之一=12.5 percent"},
		{"三千分之一", "三千分之一=0.033 percent"},
		{"三成、3成、六点五成", "三成=30 percent; 3成=30 percent; 六点五成=65 percent"},
		{"三成五、六成多", "三成五=35 percent; 六成多=60 percent more"},
		{"两成立、3成员", "两=2; 3=3"},
		{"三分之、百分之几、百分点、百分制", "三=3"},
		{"十二个百分点", "十二=12"},
		{"0.00000000000000001‰", "0.00000000000000001‰=0.000000000000000001 percent"},
		{"三分之999999999999999999", "三=3; 999999999999999999=999999999999999999"},
		{"三分之七八", "三=3; 七八=7..8 fuzzy"},
		{"三五成群", "三五=3..5 fuzzy"},
	})
}

func TestLatin(t *testing.T) {
	check(t, []reading{
		{"PM2.5浓度", "2.5=2.5 latin"},
		{"G212、A026、B30071信箱", "212=212 latin; 026=26 latin; 30071=30071 latin"},
		{"ＰＭ２．５", "２．５=2.5 latin"},
		{"COVID-19", "19=19 latin"},
		{"5G基站2000个", "5=5 latin; 2000=2000"},
		{"post_25313", "25313=25313 latin"},
		{"17669615090@163.com", "17669615090=17669615090 latin; 163=163 latin"},
		{"v1.2", "1.2=1.2 latin"},
		{"10km", "10=10 latin"},
		{"GDP3000亿元", "3000亿=300000000000 power=8"},
		{"VOCs20%", "20%=20 percent"},
		{"第3.A", "3=3 ordinal latin"},
	})
}

func TestOrdinal(t *testing.T) {
	check(t, []reading{
		{"第五、第78、第十二轮", "五=5 ordinal; 78=78 ordinal; 十二=12 ordinal"},
		{"第三十二条第二款", "三十二=32 ordinal; 二=2 ordinal"},
		{"第 5", "5=5"},
	})
}

func TestNoFigure(t *testing.T) {
	for _, text := range []string{
		"", "推进整改", "百姓", "千方百计", "万元", "亿元以上", "百万元级", "千百万", "万一", "千万不要", "百千万工程",
		"〇", "○○县", "〇二三", "○二三", "五一", "八一", "一一", "四四", "三七", "八零后", "三两", "一二三", "一二三四", "三四五六",
		"九一八", "一二九", "①②", "Ⅳ类", "㈠", "⒈", "十分重要", "m²", "1234567890123456789",
		"1234567890123456789.5", "1234567890.123456789", "999999999999999999万", "1,234,567,890,123,456,789,012",
		"一〇一〇一〇一〇一〇一〇一〇一〇一〇一", "百亿亿亿", "一百亿亿亿", "一百亿亿",
		"二十五六七", "一百三十六七八", "一亿万", "一万二千万", "一百二百", "七八十五", "\xe4\xb8", "\xef\xbc", "\xe4\xb8一"[:4],
	} {
		if got := figures(text); got != "" {
			t.Errorf("%q gives %s", text, got)
		}
	}
}

func TestTime(t *testing.T) {
	check(t, []reading{
		{"八点三十分", "八=8; 三十=30"},
		{"三点一刻", "三=3; 一=1"},
		{"两点一线、一点一策", "两=2; 一=1; 一=1; 一=1"},
		{"十分钟", "十=10"},
		{"二〇二一年十一月二十日", "二〇二一=2021; 十一=11; 二十=20"},
	})
}

// TestUnitAfterFigure keeps a 百 or 千 that does not fit out of the figure.
func TestUnitAfterFigure(t *testing.T) {
	check(t, []reading{
		{"五十千瓦", "五十=50"},
		{"二十五千瓦", "二十五=25"},
		{"一百零五千克", "一百零五=105"},
		{"三百零售商", "三百=300; 零=0"},
		{"十二百分点", "十二=12"},
		{"三百两", "三百=300; 两=2"},
		{"二十零件", "二十=20; 零=0"},
		{"二十零五", "二十=20; 五=5"},
	})
}

func TestParsePlace(t *testing.T) {
	text := "新增35家"
	for i := -1; i <= len(text)+1; i++ {
		n, ok := Parse(rules.Default().Quantities, text, i)
		switch {
		case i == len("新增"):
			if !ok || n.Start != i || n.End != i+2 || n.Value.String() != "35" {
				t.Errorf("at %d: %+v, %v", i, n, ok)
			}
		case i == len("新增3"): // in the middle of the digits
			if !ok || n.Value.String() != "5" {
				t.Errorf("at %d: %+v, %v", i, n, ok)
			}
		case ok:
			t.Errorf("at %d: %+v", i, n)
		}
	}
}

func TestNextFromOutside(t *testing.T) {
	if n, ok := Next(rules.Default().Quantities, "3个", -5); !ok || n.Start != 0 {
		t.Errorf("from -5: %+v, %v", n, ok)
	}
	if n, ok := Next(rules.Default().Quantities, "3个", 9); ok {
		t.Errorf("from behind the end: %+v", n)
	}
}

func TestSignsAreAllThatHaveASign(t *testing.T) {
	for r := rune(0); r <= 0x10FFFF; r++ {
		if got, want := isSign(r), signOf(r).kind != none; got != want {
			t.Errorf("isSign(%q) = %v, want %v", r, got, want)
		}
	}
}

func TestFormsOfTyping(t *testing.T) {
	check(t, []reading{
		{"收缴罚款56 780元", "56 780=56780"},
		{"共收入4 310 200.5元", "4 310 200.5=4310200.5"},
		{"附表3 200人", "3=3; 200=200"},
		{"石桥镇12 345 67", "12=12; 345=345; 67=67"},
		{"12 345元", "12=12; 345=345"},
		{"合格率为93 . 6%", "93 . 6%=93.6 percent"},
		{"结余21 .5万元", "21 .5万=215000 power=4"},
		{"结余21. 5万元", "21. 5万=215000 power=4"},
		{"新增12. 3月起", "12=12; 3=3"},
		{"3 .5", "3=3; 5=5"},
		{"削减1.6×10^5吨", "1.6×10^5=160000"},
		{"约7.2×10³立方米", "7.2×10³=7200"},
		{"约7.2 x 10^-2吨", "7.2 x 10^-2=0.072"},
		{"10^6次", "10^6=1000000"},
		{"2×10的3次方户", "2×10的3次方=2000"},
		{"2.4×104吨", "2.4×104=0 fuzzy latin"},
		{"长5×10米", "5=5; 10=10"},
		{"5×100元", "5=5; 100=100"},
		{"筹资4.2个亿", "4.2个亿=420000000 power=8"},
		{"筹资两个多亿", "两个多亿=200000000 power=8 more"},
		{"4个亿元村", "4=4"},
		{"4个亿级产业", "4=4"},
		{"七千瓦", "七=7"},
		{"七千伏安", "七=7"},
		{"七千人", "七千=7000"},
		{"一万七千瓦", "一万七千=17000"},
	})
}

func TestShareOfFraction(t *testing.T) {
	for _, c := range []struct {
		over, under int64
		want        string
		rounded     bool
	}{{2, 3, "66.67", true}, {3, 4, "75", false}, {1, 8, "12.5", false}, {5, 6, "83.33", true}, {3, 3, "100", false}} {
		got, ok := Share(c.over, c.under)
		if !ok || got.Value.String() != c.want {
			t.Errorf("%d/%d: got %v, %v, want %s", c.over, c.under, got.Value, ok, c.want)
		}
		if rounded := got.Over == c.over && got.Under == c.under; rounded != c.rounded || !rounded && got.Under != 0 {
			t.Errorf("%d/%d: the exact fraction is %d/%d", c.over, c.under, got.Over, got.Under)
		}
	}
	if _, ok := Share(1, 0); ok {
		t.Error("1/0 is a share")
	}
}

func TestFractionInWords(t *testing.T) {
	for text, want := range map[string][2]int64{
		"三分之二": {2, 3}, "七分之三": {3, 7}, "四分之三": {}, "百分之三": {}, "千分之二点五": {}, "三分之三": {}, "三分之二点五": {}, "三分之二以上": {2, 3},
	} {
		if n, ok := Parse(rules.Default().Quantities, text, 0); !ok || n.Over != want[0] || n.Under != want[1] {
			t.Errorf("%s: got %d/%d, %v", text, n.Over, n.Under, ok)
		}
	}
}
