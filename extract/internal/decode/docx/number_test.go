package docx

import (
	"fmt"
	"strings"
	"testing"
)

func abstract(id int, levels string) string {
	return fmt.Sprintf(`<w:abstractNum w:abstractNumId="%d">%s</w:abstractNum>`, id, levels)
}

func lvl(i int, format, pattern string, more ...string) string {
	return fmt.Sprintf(`<w:lvl w:ilvl="%d"><w:start w:val="1"/><w:numFmt w:val="%s"/>%s<w:lvlText w:val="%s"/></w:lvl>`, i, format, strings.Join(more, ""), pattern)
}

func numOf(id, of int, overrides string) string {
	return fmt.Sprintf(`<w:num w:numId="%d"><w:abstractNumId w:val="%d"/>%s</w:num>`, id, of, overrides)
}

// item returns a paragraph of a list.
func item(id, depth int, text string) string {
	return p(fmt.Sprintf(`<w:numPr><w:ilvl w:val="%d"/><w:numId w:val="%d"/></w:numPr>`, depth, id), text)
}

func TestNumbering(t *testing.T) {
	notice := abstract(0, lvl(0, "chineseCounting", "%1、")+lvl(1, "chineseCounting", "（%2）")+lvl(2, "decimal", "%3."))
	for _, test := range []struct {
		name, numbering, styles, content string
		want                             []string
	}{
		{
			"levels start anew", notice + numOf(1, 0, ""), "",
			item(1, 0, "总体") + item(1, 1, "甲") + item(1, 2, "子") + item(1, 2, "3项") + p("", "正文") + item(1, 1, "乙") + item(1, 2, "子") + item(1, 0, "下步") + item(1, 1, "丙"),
			[]string{"一、总体", "（一）甲", "1.子", "2. 3项", "正文", "（二）乙", "1.子", "二、下步", "（一）丙"},
		},
		{
			"an empty paragraph counts, a deleted one does not", notice + numOf(1, 0, ""), "",
			item(1, 0, "甲") + item(1, 0, "") + p(`<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:rPr><w:del/></w:rPr>`, "") + item(1, 0, "乙"),
			[]string{"一、甲", "三、乙"},
		},
		{
			"two numbers of a list go on, an override starts anew", notice + numOf(1, 0, "") + numOf(2, 0, "") + numOf(3, 0, `<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>`), "",
			item(1, 0, "甲") + item(2, 0, "乙") + item(3, 0, "丙") + item(3, 0, "丁"),
			[]string{"一、甲", "二、乙", "五、丙", "六、丁"},
		},
		{
			"a level of its own", notice + numOf(1, 0, `<w:lvlOverride w:ilvl="0">`+lvl(0, "ideographTraditional", "%1：")+`</w:lvlOverride>`), "",
			item(1, 0, "一项") + item(1, 0, "二项"),
			[]string{"甲：一项", "乙：二项"},
		},
		{
			"never anew, all in figures", abstract(0, lvl(0, "chineseCounting", "第%1条")+lvl(1, "decimal", "%1.%2", `<w:lvlRestart w:val="0"/><w:isLgl/>`)) + numOf(1, 0, ""), "",
			item(1, 0, "甲") + item(1, 1, "子") + item(1, 0, "乙") + item(1, 1, "丑"),
			[]string{"第一条甲", "1.1子", "第二条乙", "2.2丑"},
		},
		{
			"a level above that has not begun", abstract(0, lvl(0, "decimal", "%1")+lvl(1, "decimal", "%1.%2")) + numOf(1, 0, ""), "",
			item(1, 1, "甲") + item(1, 0, "乙"),
			[]string{"1.1甲", "1乙"},
		},
		{
			"by styles", abstract(0, lvl(0, "chineseCounting", "%1、", `<w:pStyle w:val="H1"/>`)+lvl(1, "chineseCounting", "（%2）", `<w:pStyle w:val="H2"/>`)) + numOf(1, 0, ""),
			`<w:style w:type="paragraph" w:styleId="H1"><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style>` +
				`<w:style w:type="paragraph" w:styleId="H2"><w:basedOn w:val="H1"/></w:style>`,
			p(`<w:pStyle w:val="H1"/>`, "甲") + p(`<w:pStyle w:val="H2"/>`, "子") + p(`<w:pStyle w:val="H1"/><w:numPr><w:numId w:val="0"/></w:numPr>`, "无号") + p(`<w:pStyle w:val="H1"/>`, "乙"),
			[]string{"一、甲", "（一）子", "无号", "二、乙"},
		},
		{
			"a style of lists", abstract(0, `<w:numStyleLink w:val="L"/>`) + abstract(1, `<w:styleLink w:val="L"/>`+lvl(0, "decimalEnclosedCircle", "%1")) + numOf(1, 0, "") + numOf(2, 1, ""),
			`<w:style w:type="numbering" w:styleId="L"><w:pPr><w:numPr><w:numId w:val="2"/></w:numPr></w:pPr></w:style>`,
			item(1, 0, "甲") + item(2, 0, "乙"),
			[]string{"①甲", "②乙"},
		},
		{
			"bullets", abstract(0, lvl(0, "bullet", "\uf0b7")+lvl(1, "bullet", "●")+lvl(2, "bullet", "o")) + numOf(1, 0, ""), "",
			item(1, 0, "甲") + item(1, 1, "乙") + item(1, 2, "丙"),
			[]string{"甲", "●乙", "丙"},
		},
		{"an unknown list", "", "", item(7, 0, "甲"), []string{"甲"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			got := read(t, test.content, "word/numbering.xml", wrap("numbering", test.numbering), "word/styles.xml", wrap("styles", test.styles))
			same(t, got, test.want...)
		})
	}
}
