package decode

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
)

// blocksOf reads a document and returns its blocks, a # before headings and a cell's place before its text.
func blocksOf(t *testing.T, path, text string) []string {
	t.Helper()
	page, err := Decode(context.Background(), []byte(text), Hint{Path: path}, nil, Limits{})
	if err != nil {
		t.Fatal(err)
	}
	var blocks []string
	for _, b := range page.Blocks {
		switch {
		case b.Cell != nil:
			blocks = append(blocks, fmt.Sprintf("%d.%d %s", b.Cell.Row, b.Cell.Col, b.Text))
		case b.Heading:
			blocks = append(blocks, "#"+b.Text)
		default:
			blocks = append(blocks, b.Text)
		}
	}
	return blocks
}

func TestMarkdown(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"# 关于整改情况的通报\n\n第一段。\n\n## 一、组织领导 ##\n\n一是开会。", "#关于整改情况的通报|第一段。|#一、组织领导|一是开会。"},
		{"**一、组织领导**\n\n**一是**开会。", "#一、组织领导|一是开会。"},
		{"# 台账\n| 问题 | 措施 |\n|:--|--:|\n| 甲 | 乙<br>丙 |\n完", "#台账|0.0 问题|0.1 措施|1.0 甲|1.1 乙|1.1 丙|完"},
		{"# 台账\n<table><tr><td>问题</td><td>措施</td></tr><tr><td>甲</td><td>乙</td></tr></table>", "#台账|0.0 问题|0.1 措施|1.0 甲|1.1 乙"},
		{"# 通报\n- 一是开会\n1\\. 清退2户\n![](a.png)\n---\n详见[附件](https://example.org/a.pdf)", "#通报|• 一是开会|1. 清退2户|详见附件"},
		{"#主题词：整改\n1 * 2\n- 3 -", "#主题词：整改|1 * 2|- 3 -"}, // no Markdown
		{"党建**\n|经费|", "党建**||经费|"},
		{"关于整改情况的通报\n# 1楼会议室\n一是开会。", "关于整改情况的通报|# 1楼会议室|一是开会。"},
		{"来源：甲局\n# 通报\n## 一、整改\n一是开会。", "来源：甲局|#通报|#一、整改|一是开会。"},
	} {
		if got := strings.Join(blocksOf(t, "a.txt", test.text), "|"); got != test.want {
			t.Errorf("%q: got %q, want %q", test.text, got, test.want)
		}
	}
}

func TestRadicals(t *testing.T) {
	for _, path := range []string{"a.txt", "a.html"} {
		text := "⼆是约谈⼈员，⻛险排查⻘石⻄路。"
		if path == "a.html" {
			text = "<p>" + text + "</p>"
		}
		page, err := Decode(context.Background(), []byte(text), Hint{Path: path}, nil, Limits{})
		if err != nil || len(page.Blocks) != 1 || page.Blocks[0].Text != "二是约谈人员，风险排查青石西路。" {
			t.Errorf("%s: read as %+v, %v", path, page, err)
			continue
		}
		var codes []string
		for _, d := range page.Diagnostics {
			codes = append(codes, d.Code)
		}
		if !slices.Contains(codes, "text.radicals") {
			t.Errorf("%s: diagnostics are %v", path, codes)
		}
	}
}

func TestSigns(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"<p><font face='Wingdings'>n</font>　一是开会</p>", "• 一是开会"},
		{"<p><span style=\"font-family:'Wingdings 2',serif\">P</span>一是开会</p>", "•一是开会"},
		{"<p><span style='font-family:Symbol'>·<span style='font:7pt \"Times New Roman\"'>&nbsp; </span></span>一是开会</p>", "• 一是开会"},
		{"<p>\uf0a7一是开会</p>", "•一是开会"},
		{"<p><font face='Wingdings'>整改</font>情况</p>", "整改情况"},
		{"<p><font face='Segoe UI Symbol'>n</font>个</p>", "n个"},
		{"<p>达标<font face='Symbol'>³</font>5</p>", "达标³5"},
	} {
		if got := strings.Join(blocksOf(t, "a.html", test.text), "|"); got != test.want {
			t.Errorf("%s: got %q, want %q", test.text, got, test.want)
		}
	}
}
