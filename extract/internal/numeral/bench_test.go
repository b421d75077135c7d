package numeral

import (
	"fmt"
	"strings"
	"testing"

	"zhenggai/extract/rules"
)

// notice is 26 KB of ordinary text of a notice, with figures of most kinds.
var notice = func() string {
	const paragraph = "（一）关于学位供给不足的问题。区委高度重视，成立工作专班，先后召开会议研究部署，压实主体责任，逐项制定整改措施，" +
		"建立整改台账，明确责任单位和完成时限。新增公办幼儿园8家，总数增至22家，增加公办学位2310个，公办幼儿园比例提升至22.4%。" +
		"督促相关单位举一反三，深入开展自查自纠，健全完善长效机制，切实把整改成果转化为推动高质量发展的实际成效。" +
		"下达补贴资金3481.45万元，覆盖三千余名群众，满意率达到百分之九十八点五，未发现新的同类问题，整改工作取得阶段性成效。\n"
	return strings.Repeat(paragraph, 26<<10/len(paragraph)+1)[:26<<10]
}()

// sink keeps the compiler from leaving out the work.
var sink int

func countFigures(text string) int {
	count := 0
	for i := 0; ; count++ {
		n, ok := Next(rules.Default().Quantities, text, i)
		if !ok {
			return count
		}
		i = n.End
	}
}

// BenchmarkNext reads every figure of a notice of 26 KB.
func BenchmarkNext(b *testing.B) {
	b.SetBytes(int64(len(notice)))
	b.ReportAllocs()
	for b.Loop() {
		sink = countFigures(notice)
	}
	b.ReportMetric(float64(sink), "figures")
}

// BenchmarkNextDry reads text without any figure.
func BenchmarkNextDry(b *testing.B) {
	text := strings.Repeat("切实加强组织领导，压紧压实整改责任，持续巩固整改成果。", 350)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		sink = countFigures(text)
	}
}

// BenchmarkNextHostile reads texts that a reader could be tempted to scan again and again. The speed must not depend on
// their length.
func BenchmarkNextHostile(b *testing.B) {
	for _, unit := range []string{
		"1", "1,", "111,", "1.", "1万", "1 ", "一", "十", "零", "〇", "一零", "三五", "百", "百分之", "三分之", "数十", "伍", "几", "点一", "成",
	} {
		for _, kilobytes := range []int{10, 160} {
			text := strings.Repeat(unit, kilobytes<<10/len(unit)) + "1"
			b.Run(fmt.Sprintf("%q/%dKB", unit, kilobytes), func(b *testing.B) {
				b.SetBytes(int64(len(text)))
				for b.Loop() {
					sink = countFigures(text)
				}
			})
		}
	}
}
