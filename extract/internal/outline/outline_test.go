package outline

import (
	"fmt"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"zhenggai/extract/internal/document"
	"zhenggai/extract/rules"
)

// build makes the outline of paragraphs.
func build(paragraphs ...string) (string, *Outline) {
	text, lines := linesOf(paragraphs...)
	return text, Build(text, lines, len(text), 0, rules.Default().Headings)
}

// linesOf joins paragraphs to the lines of a body.
func linesOf(paragraphs ...string) (text string, lines []document.Line) {
	text = strings.Join(paragraphs, "\n")
	at := 0
	for _, p := range paragraphs {
		lines = append(lines, document.Line{Span: document.Span{Start: at, End: at + len(p)}, Zone: document.Body})
		at += len(p) + 1
	}
	return text, lines
}

// tree prints an outline, two spaces a level: marker, title.
func tree(text string, o *Outline) string {
	var b strings.Builder
	for _, n := range o.Nodes {
		fmt.Fprintf(&b, "%s%s|%s\n", strings.Repeat("  ", n.Level-1), n.Marker.In(text), n.Title.In(text))
	}
	return b.String()
}

func TestBuild(t *testing.T) {
	for _, test := range []struct {
		name       string
		paragraphs []string
		want       []string
	}{
		{
			"a style that is open closes back to its level",
			[]string{"一、组织情况", "（一）加强领导。召开会议。", "二、整改情况", "（一）关于学习不深的问题", "1．加强学习", "（二）关于作风不实的问题"},
			[]string{"一、|组织情况", "  （一）|加强领导", "二、|整改情况", "  （一）|关于学习不深的问题", "    1．|加强学习", "  （二）|关于作风不实的问题"},
		},
		{
			"a bullet before a marker, and bullets alone",
			[]string{"(一)关于甲的问题。", "•一是开会。", "√ 二是清退。", "- （二）关于乙的问题。", "◆ 制度不健全", "◆ 执行不严"},
			[]string{"(一)|关于甲的问题", "  一是|开会", "  二是|清退", "（二）|关于乙的问题", "  ◆|制度不健全", "  ◆|执行不严"},
		},
		{
			"levels may be skipped",
			[]string{"一、整改情况", "1.关于学习不深的问题。", "2.关于作风不实的问题。", "二、下一步"},
			[]string{"一、|整改情况", "  1.|关于学习不深的问题", "  2.|关于作风不实的问题", "二、|下一步"},
		},
		{
			"the numbering restarts under each aspect",
			[]string{"二、整改", "第一方面问题,贯彻不到位", "(一)关于甲的问题。", "(二)关于乙的问题。", "第二方面问题,落实不到位", "(一)关于丙的问题。"},
			[]string{"二、|整改", "  第一方面问题,|贯彻不到位", "    (一)|关于甲的问题", "    (二)|关于乙的问题", "  第二方面问题,|落实不到位", "    (一)|关于丙的问题"},
		},
		{
			"a series inside a paragraph, full stop and semicolon",
			[]string{"(一)关于住房的问题。一是加快建设。建成9栋。二是规范管理；三是严格监督,处理3人。"},
			[]string{"(一)|关于住房的问题", "  一是|加快建设", "  二是|规范管理", "  三是|严格监督,处理3人"},
		},
		{
			"headings that run on in one line",
			[]string{"二、整改情况（一）主责主业方面 1.保供作用不够问题", "2.绿色转型迟缓问题", "（二）立德树人方面反馈问题三：队伍配备不足"},
			[]string{"二、|整改情况", "  （一）|主责主业方面", "    1.|保供作用不够问题", "    2.|绿色转型迟缓问题", "  （二）|立德树人方面", "    反馈问题三：|队伍配备不足"},
		},
		{
			"a space behind a marker, and behind what is none",
			[]string{"问题一 田长制压得轻", "1-1 航段整治推进乏力", "1-6 月，全县走访群众", "增加 1-2 处"},
			[]string{"问题一|田长制压得轻", "  1-1|航段整治推进乏力"},
		},
		{
			"a heading of two sentences, and one that text follows",
			[]string{"（一）一网统管实效不强。数据壁垒尚未打通", "整改情况：（1）重新建账。核查材料。", "(2)严把关口。", "( 二 ) 作风不实。走访群众。"},
			[]string{"（一）|一网统管实效不强。数据壁垒尚未打通", "  （1）|重新建账", "  (2)|严把关口", "( 二 )|作风不实"},
		},
		{
			"what belongs to a heading though it looks like another",
			[]string{"一、关于反馈问题4：合作重签约的问题", "二、落实《办法（一）》不到位", "三、平台升级到 1.0版本迟缓"},
			[]string{"一、|关于反馈问题4：合作重签约的问题", "二、|落实《办法（一）》不到位", "三、|平台升级到 1.0版本迟缓"},
		},
		{
			"a series whose first member follows who did it",
			[]string{"(一)关于住房的问题。市住建局一是加快建设；二是规范管理。", "(二)关于标准的问题。做到统一是前提；二是监督。"},
			[]string{"(一)|关于住房的问题", "  一是|加快建设", "  二是|规范管理", "(二)|关于标准的问题"},
		},
		{
			"words that only look like a series",
			[]string{"（一）统一是关键。其一是态度，唯一是标准。第一是安全。"},
			[]string{"（一）|统一是关键"},
		},
		{
			"a label ends a heading, and numbers behind it are measures",
			[]string{"1.关于资产闲置的问题 整改情况：（1）清查资产。完成清查。（2）盘活资产。出租5处。", "2.关于收费混乱的问题"},
			[]string{"1.|关于资产闲置的问题", "  （1）|清查资产", "  （2）|盘活资产", "2.|关于收费混乱的问题"},
		},
		{
			"headings that are the labels of fields start anew for the next task",
			[]string{"一、整改任务", "污水直排", "三、整改措施", "1.新建管网。", "五、整改完成情况", "已完成。", "一、整改任务", "矿山破损"},
			[]string{"一、|整改任务", "三、|整改措施", "  1.|新建管网", "五、|整改完成情况", "一、|整改任务"},
		},
		{
			"a frame ends at a comma where what was done follows, but not within the names of two problems",
			[]string{"1.针对积案化解不力的问题，书记带头包案，化解11件。", "2.关于学习不深的问题，以及作风不实的问题。"},
			[]string{"1.|针对积案化解不力的问题", "2.|关于学习不深的问题，以及作风不实的问题"},
		},
		{
			"measures numbered like the problems, behind a label",
			[]string{"1.关于资产闲置的问题。", "整改情况：", "1.清查资产。", "2.盘活资产。", "3.规范出租。", "2.关于收费混乱的问题。"},
			[]string{"1.|关于资产闲置的问题", "  1.|清查资产", "  2.|盘活资产", "  3.|规范出租", "2.|关于收费混乱的问题"},
		},
		{
			"a full stop inside quotation marks does not end a heading",
			[]string{"(1)关于“谋划不深。储备不足，保障不力”问题的整改。印发办法。"},
			[]string{"(1)|关于“谋划不深。储备不足，保障不力”问题的整改"},
		},
		{
			"decimals, dates and years are no markers",
			[]string{"1.5亿元资金到位。", "2021年完成。", "3%以上。", "一体推进。", "十四五期间。"},
			nil,
		},
		{
			"circled and glyph numbers",
			[]string{"①加强领导。", "②压实责任。", "⑴召开会议。"},
			[]string{"①|加强领导", "②|压实责任", "⑴|召开会议"},
		},
	} {
		text, o := build(test.paragraphs...)
		want := strings.Join(test.want, "\n")
		if got := strings.TrimSpace(tree(text, o)); got != strings.TrimSpace(want) {
			t.Errorf("%s:\n%s\nwant\n%s", test.name, got, want)
		}
	}
}

// TestClosingParagraphs insists that no section ends before it begins where a paragraph behind the closing one counts.
func TestClosingParagraphs(t *testing.T) {
	text, out := build("一、下一步打算", "（一）持续整改。", "欢迎干部群众监督。", "注：1.数字截至年底；2.名单另附。")
	for _, n := range out.Nodes {
		if n.End < n.Title.End {
			t.Errorf("%s ends before its title does", n.Marker.In(text))
		}
	}
}

// TestSlips insists that an item stays one where its number is repeated, left out or out of order, and that this is told.
func TestSlips(t *testing.T) {
	for _, test := range []struct {
		paragraphs []string
		want       string // of each node its marker, and the number that was to come where that is another
	}{
		{[]string{"（一）关于甲的问题。", "（二）关于乙的问题。"}, "（一） （二）"},
		{[]string{"（一）关于甲的问题。", "（三）关于丙的问题。"}, "（一） （三）≠2"},
		{[]string{"（一）关于甲的问题。", "（二）关于乙的问题。", "（二）关于丙的问题。", "（四）关于丁的问题。"}, "（一） （二） （二）≠3 （四）≠3"},
		{[]string{"一、概况", "（1）甲。", "（2）乙。", "二、整改", "（3）丙。"}, "一、 （1） （2） 二、 （3）"}, // counted through
		{[]string{"二、整改", "（2）乙。"}, "二、≠1 （2）≠1"},
		{[]string{"整改情况：一是甲项；二是乙项；二是丙项。"}, "一是 二是 二是≠3"},
		{[]string{"甲项。一是甲项；二是乙项；二是丙项；三是丁项。"}, "一是 二是 二是≠3 三是"},
		{[]string{"甲项。一是甲项；三是丙项；四是丁项。"}, "一是 三是≠2 四是"},
		{[]string{"甲项。一是甲项；三是丙项；二是乙项。"}, "一是 三是≠2 二是≠4"},
		{[]string{"整改情况：一时甲项；二是乙项；三是丙项。"}, "二是≠1 三是"},
		{[]string{"整改情况：（1）甲项；（2）乙项；（2）丙项；（4）丁项。"}, "（1） （2） （2）≠3 （4）≠3"},
		{[]string{"整改情况：1甲项；2.乙项；3.丙项。"}, "2.≠1 3."},
		{[]string{"整改情况：1.甲项；2.乙项；共计：30、40岁各1人。"}, "1. 2."}, // too far off for a slip
		{[]string{"现予公布。一、甲", "二、乙"}, "一、 二、"},
		{[]string{"市局将，第一，甲项；第二，乙项。"}, "第一， 第二，"},
		{[]string{"市局一是甲项；二是乙项。县局一是丙项；二是丁项。"}, "一是 二是 一是 二是"},
	} {
		text, o := build(test.paragraphs...)
		var got []string
		for _, n := range o.Nodes {
			said := n.Marker.In(text)
			if n.Wanted > 0 {
				said += "≠" + strconv.Itoa(n.Wanted)
			}
			got = append(got, said)
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%q: %s, want %s", test.paragraphs, strings.Join(got, " "), test.want)
		}
	}
}

func TestRoles(t *testing.T) {
	text, o := build(
		"一、提高政治站位，扛牢主体责任", "（一）及时传达学习。", "二、党组织巡察整改主体责任落实情况", "（一）加强督办。",
		"三、巡察反馈问题整改落实情况", "（一）关于学习不够深入的问题。", "（二）关于作风不实的问题。", "四、下一步工作安排", "（一）持续巩固成果。",
	)
	o.SetRoles(text, rules.Default().Headings)
	want := []string{RoleOrganisation, RoleOrganisation, RoleProblems, RoleOutlook}
	for k, i := range o.Children(None) {
		if got := o.Nodes[i].Role; got != want[k] {
			t.Errorf("%s has role %s, want %s", o.Nodes[i].Title.In(text), got, want[k])
		}
	}
}

func TestStatesAndName(t *testing.T) {
	for _, test := range []struct {
		heading string
		states  bool
		name    string
	}{
		{"关于守住耕地保护红线不够坚决的问题", true, "守住耕地保护红线不够坚决"},
		{"关于主题教育方面存在的问题", true, "主题教育"},
		{"针对工程建设领域廉洁风险突出问题", true, "工程建设领域廉洁风险突出"},
		{"关于“保障粮食安全责任落实不够严格”问题的整改情况", true, "保障粮食安全责任落实不够严格"},
		{"关于“两个责任”落实不够到位的问题", true, "“两个责任”落实不够到位"},
		{"关于“甲”和“乙”的问题", true, "“甲”和“乙”"},
		{"反馈问题：聚焦主责主业不够", true, "聚焦主责主业不够"},
		{"问题9：截至本轮巡察进驻，11个未整改到位", true, "截至本轮巡察进驻，11个未整改到位"},
		{"回应群众急难愁盼问题不及时", true, "回应群众急难愁盼问题不及时"},
		{"农村集体“三资”管理不规范", true, "农村集体“三资”管理不规范"},
		{"补齐生态环境短板不到位", true, "补齐生态环境短板不到位"},
		{"整治不力行为", false, ""},
		{"化解历史遗留问题", false, ""},
		{"整改违反中央八项规定精神问题", false, ""},
		{"强化执纪问责", false, ""},
		{"贯彻落实新时代党的组织路线方面", false, ""},
	} {
		h := rules.Default().Headings
		if got := States(test.heading, h); got != test.states {
			t.Errorf("States(%q) = %v", test.heading, got)
		}
		if got := Name(test.heading, h); test.states && got != test.name {
			t.Errorf("Name(%q) = %q, want %q", test.heading, got, test.name)
		}
	}
}

// TestUsersMarker adds a style to the built-in ones.
func TestUsersMarker(t *testing.T) {
	set, err := rules.Load(fstest.MapFS{"markers.tsv": {Data: []byte("code\tbefore\tdigits\nnote\t❖\tnone\n")}})
	if err != nil {
		t.Fatal(err)
	}
	if m, ok := matchMarker("❖ 落实不到位", 0, set.Headings); !ok || m.rule.Code != "note" {
		t.Errorf("marked %v, %+v", ok, m)
	}
}

// TestMarkerColumns adds styles of other uses, and of none.
func TestMarkerColumns(t *testing.T) {
	const head = "code\tbefore\tdigits\tafter\tnot\tinline\texample\tcounterexample\tuse\tcomma\n"
	for _, test := range []struct {
		row, line string
		states    bool
		marker    string
	}{
		{"topic\t议题\tcn\t：\t\t\t议题一：甲\t议题：甲\tproblem", "议题一：学习安排", true, "议题一："},
		{"topic\t议题\tcn\t：\t\t\t议题一：甲\t议题：甲", "议题一：学习安排", false, "议题一："},
		{"which\t其\tcn\t者\t\t\t其一者，甲\t其中甲\t\tyes", "其一者，学习安排", false, "其一者，"},
		{"which\t其\tcn\t者\t\t\t其一者，甲\t其中甲", "其一者，学习安排", false, "其一者"},
	} {
		set, err := rules.Load(fstest.MapFS{"markers.tsv": {Data: []byte(head + test.row + "\n")}})
		if err != nil {
			t.Fatal(err)
		}
		o := Build(test.line, []document.Line{{Span: document.Span{End: len(test.line)}, Zone: document.Body}}, len(test.line), 0, set.Headings)
		if len(o.Nodes) != 1 || o.Nodes[0].States != test.states || o.Nodes[0].Marker.In(test.line) != test.marker {
			t.Errorf("%s: %+v", test.row, o.Nodes)
		}
	}
}

func FuzzBuild(f *testing.F) {
	f.Add("一、甲\n（一）乙。一是丙；二是丁。\n整改情况：\n1.戊")
	f.Add("◆ 甲\n——乙；\n1.1 丙\n1.1.1 丁\nⅠ、戊\n问题一 己\n1-1 庚\n2.2辆辛")
	f.Add("一、甲（一）乙 1.丙问题\n（二）丁反馈问题三：戊。市局一是己；二是庚")
	f.Add("整改情况：一是甲项；二是乙项；二是丙项。")
	f.Add("一是甲；三是乙。二是丙；一是丁\n整改情况：（1）戊；（1）己；（3）庚。第二，辛；第二，壬")
	f.Add("第一方面问题,甲\n(1)关于“乙。丙”问题 整改情况:一是")
	f.Fuzz(func(t *testing.T, s string) {
		s = strings.ToValidUTF8(s, "")
		text, o := build(strings.FieldsFunc(s, func(r rune) bool { return r == '\n' })...)
		last := -1
		for i, n := range o.Nodes {
			if n.Marker.Start <= last || n.Marker.End > n.End || n.Title.Start > n.Title.End || n.Title.End > n.End || n.Body > n.End+len("：") || n.End > len(text) {
				t.Fatalf("%q: node %d is %+v", s, i, n)
			}
			if n.Parent != None && (n.Marker.Start < o.Nodes[n.Parent].Marker.End || n.End > o.Nodes[n.Parent].End) {
				t.Fatalf("%q: node %d lies not in its parent %+v", s, i, o.Nodes[n.Parent])
			}
			if i+1 < len(o.Nodes) && n.End > o.Nodes[i+1].Marker.Start && o.Nodes[i+1].Level <= n.Level {
				t.Fatalf("%q: node %d reaches into the next", s, i)
			}
			if n.Parent >= i || n.Parent != None && o.Nodes[n.Parent].Level >= n.Level {
				t.Fatalf("%q: node %d has parent %d", s, i, n.Parent)
			}
			last = n.Marker.Start
		}
	})
}
