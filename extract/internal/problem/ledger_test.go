package problem

import (
	"fmt"
	"strings"
	"testing"

	"zhenggai/extract/internal/decode"
	"zhenggai/extract/internal/document"
	"zhenggai/extract/rules"
)

// ledgersIn reads the tables of a page whose rows are parted by / and whose cells by |, as HTML.
func ledgersIn(t *testing.T, table string) Finding {
	t.Helper()
	var b strings.Builder
	b.WriteString("<html><body><h1>中共甲县委关于巡视整改情况的通报</h1><p>现将巡视整改进展情况予以公布，请予监督。</p><table>")
	for _, row := range strings.Split(table, " / ") {
		b.WriteString("<tr>")
		for _, cell := range strings.Split(row, "|") {
			if attributes, text, ok := strings.Cut(cell, "~"); ok { // rowspan=2~text
				fmt.Fprintf(&b, "<td %s>%s</td>", attributes, text)
			} else {
				b.WriteString("<td>" + cell + "</td>")
			}
		}
		b.WriteString("</tr>")
	}
	b.WriteString("</table><p>欢迎广大干部群众对整改情况进行监督。</p></body></html>")
	set := rules.Default()
	page, err := decode.Decode(t.Context(), []byte(b.String()), decode.Hint{Path: "ledger.html"}, set.Sites, decode.Limits{})
	if err != nil {
		t.Fatal(err)
	}
	d := document.New(page, set.Page)
	return FindLedgers(d.Text, d.Lines, set.Headings)
}

// ledgerLines prints problems: [aspect] marker name: measures; responsible; deadline; progress.
func ledgerLines(f Finding) string {
	var lines []string
	for _, p := range f.Problems {
		var measures []string
		for _, m := range p.Measures {
			measures = append(measures, m.Marker+m.Title)
		}
		lines = append(lines, fmt.Sprintf("[%s] %s %s: %s; %s; %s; %s", p.Aspect, p.Marker, p.Name, strings.Join(measures, ","), p.Responsible, p.Deadline, p.Progress))
	}
	return strings.Join(lines, "\n")
}

func TestLedgers(t *testing.T) {
	tests := []struct{ name, table, want string }{
		{
			"every field", "序号|反馈问题|整改措施|责任单位|整改时限|完成情况 / 1|学习不深入|（1）集中学习。（2）开展测试。|县委办|2021年6月|已完成",
			"[] 1 学习不深入: （1）集中学习,（2）开展测试; 县委办; 2021年6月; 已完成",
		},
		{
			"group row across the table", "序号|反馈问题|整改情况 / colspan=3~一、党的领导方面 / 1|学习不深入|已完成 / colspan=3~二、干部队伍方面 / 2|选人用人不规范|已完成",
			"[党的领导方面] 1 学习不深入: ; ; ; 已完成\n[干部队伍方面] 2 选人用人不规范: ; ; ; 已完成",
		},
		{
			"one problem, merged over two rows", "序号|反馈问题|整改措施 / rowspan=2~1|rowspan=2~学习不深入|（1）集中学习。 / （2）开展测试。",
			"[] 1 学习不深入: （1）集中学习,（2）开展测试; ; ; ",
		},
		{
			"aspect column, merged", "问题类别|反馈问题|完成情况 / rowspan=2~党的领导|学习不深入|已完成 / 落实不到位|已完成",
			"[党的领导]  学习不深入: ; ; ; 已完成\n[党的领导]  落实不到位: ; ; ; 已完成",
		},
		{
			"numbered problem cell, framed", "反馈问题|整改情况 / 1.关于管护缺位的问题。|一是完善制度；二是配备人员。",
			"[] 1. 管护缺位: 一是完善制度,二是配备人员; ; ; 一是完善制度；二是配备人员。",
		},
		{"a caption over the header", "colspan=3~甲县巡视整改台账 / 序号|存在问题|整改成效 / 1|作风不实|已完成", "[] 1 作风不实: ; ; ; 已完成"},
		{"spaced labels", "序 号|反馈 问题|完成 情况 / 1|作风不实|已完成", "[] 1 作风不实: ; ; ; 已完成"},
		{"no problems", "序号|姓名|电话 / 1|张三|0756-2780071", ""},
		{"problems alone", "问题 / 作风不实", ""},
		{"empty cells", "序号|反馈问题|整改情况 / |  |", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := ledgerLines(ledgersIn(t, test.table)); got != test.want {
				t.Errorf("got\n%s\nwant\n%s", got, test.want)
			}
		})
	}
}
