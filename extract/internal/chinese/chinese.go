// Package chinese holds the digits and signs of Chinese numbers, and writes numbers with them. It is the only table of them in Go; words
// stand in the tables of package rules.
package chinese

import (
	"strconv"
	"strings"
)

// The signs of numbers.
const (
	One      = "一"
	Two      = "二"
	Ones     = One + Two + "三四五六七八九"
	Ordinals = Ones + "十"             // by which headings and lists are counted
	Signs    = "〇零" + Ordinals + "百两" // of the numbers in names: 第十二轮, 二〇二二年
	Arabic   = "0123456789"
	Wide     = "０１２３４５６７８９"
	Zeros    = "〇○◯零OoＯｏ0０ΟО"  // what years are typed with: 二O二三年
	Counted  = Ordinals + "两双" // 双随机, 两不愁
	Zero     = '〇'             // it stands apart from the other characters in Unicode
)

// The signs of money.
const (
	Yuan = "元"
	Jiao = "角"
	Fen  = "分"
)

// The figures and units by which office programs write numbers.
const (
	Figures            = "〇" + Ones
	FiguresZero        = "零" + Ones
	FiguresCircle      = "○" + Ones
	FiguresLegal       = Nought + OnesLegal
	FiguresTraditional = "零壹貳參肆伍陸柒捌玖"

	Units                 = "十百千万"
	UnitsTraditional      = "十百千萬"
	UnitsLegal            = "拾佰仟万"
	UnitsLegalTraditional = "拾佰仟萬"

	Stems    = "甲乙丙丁戊己庚辛壬癸"
	Branches = "子丑寅卯辰巳午未申酉戌亥"
)

// The signs of dates.
const (
	Year      = "年"
	Month     = "月"
	Day       = "日"
	DayToo    = "号" // 3月5号
	Nth       = "第" // 第十二轮
	OfYear    = "度" // 2023年度
	From      = "起" // 2023年3月1日起至
	YearEnd   = "末"
	Morning   = "上午"
	Afternoon = "下午"
	Week      = "星期"
	Weekdays  = "日一二三四五六"
	Link      = "-—–―~～－至到" // between the ends of a range
	Ten       = "十"
	Five      = "五" // of five-year plans
	Grade     = "级" // 4A级
	Of        = "的"
	Per       = "每"
	Times     = "次" // 人次, 车次
	Piece     = "个"
	Half      = "半"
	Over      = "余"
	OrSo      = "来"
	More      = Over + "多" + OrSo // 三个多月, 三十余万
	Few       = "几"
	Several   = "数"
	Near      = "近" // 近百
	Up        = "上" // 上百, 成千上万
	Some      = "若干"
	Point     = "点"
	Parts     = "分之"
	Whole     = "分百" // 百分百
	Minutes   = "分钟"
	ToThe     = "次方"
	NextPlan  = Ten + "四五"
	Article   = "条" // of a law: 第二百六十六条第三款第一项
	Paragraph = "款"
	Item      = "项"
	Pair      = "两"
	Tens      = Ten + "百千"
	Myriads   = "万亿"
	Scores    = "廿卅"
	Rings     = "〇○" // a circle often stands for the numeral

	OnesLegal    = "壹贰叁肆伍陆柒捌玖"
	TensLegal    = "拾佰仟"
	MyriadsLegal = "萬億"
	Doubtful     = "肆伍陆拾" // words of their own as well
	Confirms     = Myriads + Yuan + "圆" + Jiao + "份"
	Nought       = "零"   // 伍元零三分
	Tenth        = "成"   // 三成
	Hundreds     = "百分之" // 百分之九
	HanBytes     = len(Of)
)

// Powers are the powers of ten that may stand before a unit, longer ones first.
var Powers = [...]string{"百万", "百", "千", "万", "亿"}

// Power returns the power of ten that 万, 亿 or 万亿 stands for before a unit, and 0 for anything else.
func Power(sign string) int {
	switch sign {
	case "万":
		return 4
	case "亿":
		return 8
	case "万亿":
		return 12
	}
	return 0
}

// PowerName is the sign before a unit of the power of ten that a figure ends with: 4, 8 or 12.
func PowerName(power int) string {
	switch power {
	case 4:
		return "万"
	case 8:
		return "亿"
	}
	return "万亿"
}

// Digits writes a number figure by figure, with the ten signs given.
func Digits(n int, signs string) string {
	var b strings.Builder
	for _, d := range strconv.Itoa(n) {
		b.WriteRune([]rune(signs)[d-'0'])
	}
	return b.String()
}

// Counting writes 十一 up to ninety-nine and 一○○ from there on, as Word does: [MS-DOCX] 2.4 names the list 一, 十, 一○○.
func Counting(n int) string {
	if n < 100 {
		return Numeral(n, FiguresCircle, Units, false)
	}
	return Digits(n, FiguresCircle)
}

// Numeral writes a Chinese numeral with the figures and units given. Ten is 十, but 壹拾 where every figure is to be written.
func Numeral(n int, figures, units string, full bool) string {
	f, u := []rune(figures), []rune(units)
	switch {
	case n < 10:
		return string(f[n])
	case n >= 10_000:
		return Numeral(n/10_000, figures, units, full) + string(u[3]) + rest(n%10_000, 1000, f, u)
	case n < 20 && !full:
		return string(u[0]) + rest(n%10, 1, f, u)
	}
	top, unit := 10, 0
	for n/top >= 10 {
		top, unit = top*10, unit+1
	}
	return string(f[n/top]) + string(u[unit]) + rest(n%top, top/10, f, u)
}

// rest writes what follows the first figure of a numeral, where top is the value of the next place.
func rest(n, top int, f, u []rune) string {
	if n == 0 {
		return ""
	}
	gap := ""
	if n < top {
		gap = string(f[0])
	}
	return gap + Numeral(n, string(f), string(u), true)
}

// Radicals pairs the radicals of U+2E80 to U+2EF3 with their Equivalent_Unified_Ideograph.
// Source: EquivalentUnifiedIdeograph.txt of the Unicode Character Database, version 14.0.0.
const Radicals = "" +
	"⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑" +
	"⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王" +
	"⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑" +
	"⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長" +
	"⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼" +
	"⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"
