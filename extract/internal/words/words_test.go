package words

import (
	"fmt"
	"runtime"
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"

	"zhenggai/extract/rules"
)

// builtIn returns the segmenter of the built-in dictionary, which the tests share.
var builtIn = sync.OnceValues(func() (*Segmenter, error) { return New(rules.Default().Words) })

func newSegmenter(t testing.TB) *Segmenter {
	t.Helper()
	s, err := builtIn()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// cut prints the words of a text: 新增/v 学位/n.
func cut(s *Segmenter, text string) string {
	var b strings.Builder
	for _, w := range s.Cut(nil, text) {
		fmt.Fprintf(&b, " %s/%c", text[w.Start:w.End], w.Pos)
	}
	return strings.TrimPrefix(b.String(), " ")
}

func TestCut(t *testing.T) {
	tests := []struct{ text, want string }{
		// what is counted, before and behind its number
		{"新增公办学位2310个", "新增/v 公办学位/n 2310/m 个/q"},
		{"60名新闻发言人", "60/m 名/q 新闻发言人/n"},
		{"建设农村生活污水处理设施118座", "建设/v 农村/s 生活污水处理设施/n 118/m 座/q"},
		{"每千人床位数达6.3张", "每千人床位数/n 达/v 6.3/m 张/q"},
		{"全区39个村、12个镇", "全区/s 39/m 个/q 村/n 、/w 12/m 个/q 镇/n"},
		{"全市街道12个", "全市/s 街道/n 12/m 个/q"},
		// a verb is not torn, nor does it swallow the noun that it governs
		{"公办幼儿园比例提升至22.4%", "公办幼儿园/n 比例/n 提升/v 至/p 22.4/m %/q"},
		{"发展党员120名", "发展/v 党员/n 120/m 名/q"},
		{"建成区级平台3个", "建成/v 区级/a 平台/n 3/m 个/q"},
		{"欠款清偿率达100%,新建分类收集点8个", "欠款/n 清偿率/n 达/v 100/m %/q ,/w 新建/v 分类/d 收集点/n 8/m 个/q"},
		{"至12点，点面结合", "至/p 12/m 点/q ，/w 点/n 面/q 结合/p"},
		{"学校和平房", "学校/n 和/c 平房/n"},
		{"无法治理", "无法/d 治理/v"},
		// words of status
		{"截至目前,已累计拨付", "截至/d 目前/d ,/w 已/d 累计/d 拨付/v"},
		{"计划到2025年增加床位", "计划/d 到/p 2025/m 年/t 增加/v 床位/n"},
		// figures and numerals
		{"下达十一批补贴资金3481.45万元", "下达/v 十一/m 批/q 补贴资金/n 3481.45万/m 元/q"},
		{"整改6项,工作考核14项", "整改/v 6/m 项/q ,/w 工作/n 考核/v 14/m 项/q"},
		{"24,978.12 万元", "24,978.12/m 万/m 元/q"},
		{"２４．５％", "２４．５/m ％/q"},
		{"1.", "1/m ./w"},
		{"2020-2025年", "2020/m -/w 2025/m 年/t"},
		{"第五巡视组", "第五/m 巡视组/n"},
		{"3300余人次", "3300余/m 人次/q"},
		{"560㎡", "560/m ㎡/q"},
		{"一是加强领导", "一是/i 加强/v 领导/n"},
		// names
		{"珠海市斗门区黑臭河涌", "珠海市/s 斗门区/s 黑臭/a 河涌/n"},
		{"治理互花米草1200亩", "治理/v 互花米草/n 1200/m 亩/q"},
		{"种植芡实120亩", "种植/v 芡实/x 120/m 亩/q"},
		{"PPP项目12个", "PPP/x 项目/n 12/m 个/q"},
		{"莲洲镇石龙村、红光街道", "莲洲镇/s 石龙村/s 、/w 红光街道/s"},
		{"赴莲洲镇调研", "赴/v 莲洲镇/s 调研/v"},
		{"天河区、三亚市、郫都区、忻州市", "天河区/s 、/w 三亚市/s 、/w 郫都区/s 、/w 忻州市/s"},
		{"12家大村", "12/m 家/q 大/a 村/n"},
		{"对斗门区和县", "对/p 斗门区/s 和/c 县/n"},
		// what is no word
		{"", ""},
		{" \t\u3000\n", ""},
		{"\xff学位\xe5", "\xff/w 学位/n \xe5/w"},
		{"①党建", "①/w 党建/n"},
		{"Ａ级Ⅳ类", "Ａ/x 级/q Ⅳ/w 类/q"},
	}
	s := newSegmenter(t)
	for _, test := range tests {
		if got := cut(s, test.text); got != test.want {
			t.Errorf("%q:\n got %s\nwant %s", test.text, got, test.want)
		}
	}
}

// What notices count must be cut into parts of a noun phrase, or the subject of a number is lost.
func TestCountedPhrasesAreNominal(t *testing.T) {
	s := newSegmenter(t)
	for _, phrase := range strings.Fields(`
		公办学位 普惠性民办幼儿园 中小学校 在编教师 医疗机构床位 医疗卫生人才 家庭医生团队 养老服务机构 日间照料中心
		污水处理厂 农村生活污水处理设施 污水管网 黑臭水体 入河排污口 涉气企业 建筑垃圾 垃圾中转站 优良天数比例
		高标准农田 撂荒地 违法用地 闲置土地 安置房 老旧小区 停车位 农村公路 危桥 路灯 充电桩 党支部 软弱涣散基层党组织
		入党积极分子 村级后备干部 干部人事档案 问题线索 信访件 信访积案 督办单 提醒函 补贴资金 公务用车 办公用房面积
		政府隐性债务 闲置资产 安全隐患 应急演练 专职网格员 法律援助案件 高新技术企业 招商引资项目 规章制度 专题会议
		污水处理率 生活污水集中收集率 群众满意度 公办园在园幼儿占比 普惠性幼儿园覆盖率 整改完成率 医保参保率 危房改造率`) {
		for _, w := range s.Cut(nil, phrase) {
			switch w.Pos {
			case Noun, Adjective, Name, Place:
			default:
				t.Errorf("%s: %s", phrase, cut(s, phrase))
			}
		}
	}
}

func TestCutAppends(t *testing.T) {
	s := newSegmenter(t)
	kept := Word{1, 2, Mark}
	got := s.Cut([]Word{kept}, "斗门区")
	if len(got) != 2 || got[0] != kept || got[1] != (Word{0, len("斗门区"), Place}) {
		t.Errorf("got %v", got)
	}
}

func TestNewRejects(t *testing.T) {
	for _, w := range []rules.Word{{Text: "学位", Pos: "noun"}, {Text: "学位"}, {Pos: "n"}} {
		if _, err := New([]rules.Word{w}); err == nil {
			t.Errorf("%+v: no error", w)
		}
	}
}

func TestWeightsDecide(t *testing.T) {
	list := []rules.Word{{Text: "和平", Pos: "n"}, {Text: "平房", Pos: "n"}, {Text: "和", Pos: "c"}, {Text: "房", Pos: "n"}}
	for _, test := range []struct {
		weight float64 // of 和
		want   string
	}{
		{1000, "和/c 平房/n"},
		{1, "和平/n 房/n"},
	} {
		list[2].Weight = test.weight
		s, err := New(list)
		if err != nil {
			t.Fatal(err)
		}
		if got := cut(s, "和平房"); got != test.want {
			t.Errorf("和 weighs %v: got %s, want %s", test.weight, got, test.want)
		}
	}
}

// The rules about names count on it that a character that no word has is cut off by itself, with the dictionary or not.
func TestUnknownCharacters(t *testing.T) {
	s, err := New([]rules.Word{{Text: "学位", Pos: "n"}})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := cut(s, "位学公学位位"), "位学公/x 学位/n 位/x"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestCutIsSafeForConcurrentUse(t *testing.T) {
	s := newSegmenter(t)
	want := cut(s, clause)
	var wait sync.WaitGroup
	for range 4 {
		wait.Go(func() {
			for range 50 {
				if got := cut(s, clause); got != want {
					t.Errorf("got %s, want %s", got, want)
					return
				}
			}
		})
	}
	wait.Wait()
}

func TestMemory(t *testing.T) {
	list := rules.Default().Words
	const limit = 15 << 20
	before := heap()
	s, err := New(list)
	if err != nil {
		t.Fatal(err)
	}
	if used := heap() - before; used > limit {
		t.Errorf("the dictionary takes %d bytes, more than %d", used, limit)
	}
	runtime.KeepAlive(s)
}

func heap() int64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// checkCut insists that words stand in order and that only white space lies between them.
func checkCut(t *testing.T, text string, cut []Word) {
	t.Helper()
	end := 0
	for _, w := range cut {
		if w.Start < end || w.End <= w.Start || w.End > len(text) {
			t.Fatalf("%q: word %v after byte %d", text, w, end)
		}
		if gap := text[end:w.Start]; strings.TrimFunc(gap, unicode.IsSpace) != "" {
			t.Fatalf("%q: %q is in no word", text, gap)
		}
		if w.Pos == suffix || w.Pos == nounSuffix || w.Pos == named || w.Pos == 0 {
			t.Fatalf("%q: word %v has no part of speech", text, w)
		}
		end = w.End
	}
	if strings.TrimFunc(text[end:], unicode.IsSpace) != "" {
		t.Fatalf("%q: %q is in no word", text, text[end:])
	}
}

func FuzzCut(f *testing.F) {
	for _, seed := range []string{clause, heading, "24,978.12 万元\u3000㎡\xff", "三亚市郫都区忻州市", "ⅣＡ１，２３４．５％①"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s := newSegmenter(t)
		words := s.Cut(nil, text)
		checkCut(t, text, words)
		for _, w := range words {
			if utf8.ValidString(text) && !utf8.ValidString(text[w.Start:w.End]) {
				t.Fatalf("%q: word %v cuts a character", text, w)
			}
		}
	})
}

// A text without punctuation is cut all the same, and in a time that grows with its length only.
func TestLongRun(t *testing.T) {
	text := strings.Repeat("新增公办学位", 20000)
	checkCut(t, text, newSegmenter(t).Cut(nil, text))
}

const (
	clause  = "截至目前,全区新增公办幼儿园8家,总数增至22家,增加公办学位2310个"
	heading = "推动成渝地区双城经济圈建设谋划不深，重大项目储备不足，要素保障不到位"
)

func BenchmarkNew(b *testing.B) {
	list := rules.Default().Words
	b.ReportAllocs()
	for b.Loop() {
		if _, err := New(list); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCutClause(b *testing.B)  { benchmarkCut(b, clause) }
func BenchmarkCutHeading(b *testing.B) { benchmarkCut(b, heading) }

func benchmarkCut(b *testing.B, text string) {
	s := newSegmenter(b)
	var words []Word
	b.ReportAllocs()
	for b.Loop() {
		words = s.Cut(words[:0], text)
	}
	perCharacter := float64(b.Elapsed().Nanoseconds()) / float64(b.N) / float64(utf8.RuneCountInString(text))
	b.ReportMetric(perCharacter, "ns/char")
}
