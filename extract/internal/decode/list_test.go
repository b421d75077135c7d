package decode

import (
	"strings"
	"testing"
)

// TestListNumbers reads the numbers that a browser makes.
func TestListNumbers(t *testing.T) {
	for _, test := range []struct{ page, want string }{
		{"<ol><li>关于管护不到位的问题</li><li>关于审核不严的问题</li></ol>", "1.关于管护不到位的问题|2.关于审核不严的问题"},
		{`<ol start="3"><li>关于管护不到位的问题</li><li value="7">关于审核不严的问题</li><li>关于作风不实的问题</li></ol>`, "3.关于管护不到位的问题|7.关于审核不严的问题|8.关于作风不实的问题"},
		{"<ol><li>关于管护不到位的问题<ol><li>健全管护机制办法</li></ol></li></ol>", "1.关于管护不到位的问题|1)健全管护机制办法"},
		{"<ol><li>（一）关于管护不到位的问题</li><li>2.关于审核不严的问题</li></ol>", "（一）关于管护不到位的问题|2.关于审核不严的问题"},
		{"<ol><li>首页</li><li>巡察整改</li></ol>", "首页|巡察整改"},
		{`<ol style="list-style:none"><li>关于管护不到位的问题</li></ol><ol type="a"><li>关于审核不严的问题</li></ol>`, "关于管护不到位的问题|a.关于审核不严的问题"},
		{`<ol style="list-style-type:cjk-ideographic"><li>党的建设<ol style="list-style: inside lower-roman"><li>学习不够</li></ol></li><li>选人用人</li></ol>`, "一、党的建设|i)学习不够|二、选人用人"},
		{`<ul style="margin:0;list-style-type: Simp-Chinese-Informal !important"><li>党的建设</li></ul>`, "一、党的建设"},
		{`<ol start="11" style="list-style:url(none.png) trad-chinese-informal"><li>党的建设</li></ol>`, "十一、党的建设"},
		{`<ol reversed><li>关于管护不到位的问题</li><li>关于审核不严的问题</li></ol>`, "2.关于管护不到位的问题|1.关于审核不严的问题"},
		{`<ol style="float:none;text-decoration:none"><li>关于管护不到位的问题</li></ol>`, "1.关于管护不到位的问题"},
		{`<ol><li style="list-style-type:none">关于管护不到位的问题</li><li type="I">关于审核不严的问题</li></ol>`, "关于管护不到位的问题|II.关于审核不严的问题"},
		{`<ol style="list-style:disc"><li>关于管护不到位的问题</li></ol>`, "关于管护不到位的问题"},
		{`<ol><li><img src="a.png"></li></ol><p>关于管护不到位的问题</p>`, "关于管护不到位的问题"},
		{"<ul><li>关于管护不到位的问题</li></ul><li>关于审核不严的问题</li>", "关于管护不到位的问题|关于审核不严的问题"},
	} {
		got := strings.Join(texts(decodeHTML(t, "<html><body>"+test.page+"</body></html>")), "|")
		if got != test.want {
			t.Errorf("%s\ngives %s\nwant  %s", test.page, got, test.want)
		}
	}
}
