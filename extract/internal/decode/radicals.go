package decode

import (
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Radicals are characters of the blocks CJK Radicals Supplement and Kangxi Radicals. Text that was copied out of a PDF has them
// where it looks as if it had the ideographs.

// supplement pairs the radicals of U+2E80 to U+2EF3 with their Equivalent_Unified_Ideograph, which the norm package does not know.
// Source: EquivalentUnifiedIdeograph.txt of the Unicode Character Database, version 14.0.0.
const supplement = "" +
	"⺁厂⺂乛⺃乚⺄乙⺅亻⺆冂⺇𠘨⺈刀⺉刂⺊卜⺋㔾⺌小⺍小⺎兀⺏尣⺐尢⺑𡯂⺒巳⺓幺⺔彑" +
	"⺕彐⺖忄⺗心⺘扌⺙攵⺛旡⺜日⺝月⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺧牛⺨犭⺩王" +
	"⺪𤴔⺫目⺬示⺭礻⺮𥫗⺯糹⺰纟⺱罓⺲罒⺳㓁⺴冗⺵𦉫⺶羊⺷𦍌⺸𦍋⺹耂⺺肀⺻聿⺼肉⺽𦥑" +
	"⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇𧢲⻈讠⻉贝⻊𧾷⻋车⻌辶⻍辶⻎辶⻏邑⻐钅⻑長" +
	"⻒镸⻓长⻔门⻕𨸏⻖阝⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻞𩙿⻟飠⻠饣⻡𩠐⻢马⻣骨⻤鬼⻥鱼" +
	"⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龜⻲亀⻳龟"

// ideographs holds what each radical of the supplement stands for.
var ideographs = func() map[rune]rune {
	pairs, m := []rune(supplement), map[rune]rune{}
	for i := 0; i+1 < len(pairs); i += 2 {
		m[pairs[i]] = pairs[i+1]
	}
	return m
}()

// isRadical reports whether r is a radical.
func isRadical(r rune) bool { return 0x2E80 <= r && r <= 0x2FD5 }

// ideograph returns the ideograph that a radical stands for, or the radical where it stands for none.
func ideograph(r rune) rune {
	if u, ok := ideographs[r]; ok {
		return u
	}
	r, _ = utf8.DecodeRuneInString(norm.NFKC.String(string(r)))
	return r
}
