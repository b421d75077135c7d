package outline

import (
	"strings"
	"testing"

	"zhenggai/extract/rules"
)

func TestSlipped(t *testing.T) {
	for _, test := range []struct {
		text, marker string
		count, trust int
	}{
		{"二）甲", "（二）", 2, sure},
		{"（）甲", "（二）", 2, sure},
		{"（二甲", "（二）", 2, cut},
		{"（二甲）乙", "（二）", 2, moved},
		{"二（）甲", "（二）", 3, sure},
		{"（二二）甲", "（二）", 4, sure},
		{"（（二）甲", "（二）", 4, sure},
		{"(二二)甲", "（二）", 4, sure}, // of another width
		{"（三）甲", "（二）", 0, 0},     // another number is no slip
		{"（二）甲", "（二）", 0, 0},     // nor is what is whole
		{"、二甲", "二、", 2, sure},
		{"、甲", "二、", 1, sure},
		{".3甲", "3.", 2, sure},
		{"3甲", "3.", 1, cut},
		{"11.甲", "1.", 3, sure},
		{"1.1万人", "11.", 0, 0}, // a decimal
		{"11.5亿元", "1.", 0, 0},
		{"3.5亿元", "35.", 0, 0},
		{"问题问题三 甲", "问题三 ", 0, 0}, // two characters
		{"问问题三 甲", "问题三 ", 5, sure},
		{"问题：甲", "问题三：", 0, 0}, // the label
		{"是推进", "一是", 0, 0},
		{"是一甲", "一是", 2, cut}, // 是一个
		{"改情况：甲", "整改情况：", 4, sure},
		{"整改完成情况：甲", "整改情况：", 0, 0},
		{"", "（二）", 0, 0},
		{"甲", "一", 0, 0},
	} {
		if got := slipped([]rune(test.text), []rune(test.marker)); got.count != test.count || got.trust != test.trust {
			t.Errorf("%s in %s: %+v, want %d, %d", test.marker, test.text, got, test.count, test.trust)
		}
	}
}

// TestMend reads headings that have a slip in their marker, and lines that only look as if they had.
func TestMend(t *testing.T) {
	for _, test := range []struct {
		before []string
		line   string
		want   string // the marker that is read, or ""
	}{
		{[]string{"（一）关于甲的问题。"}, "二）关于乙的问题。", "二）"},
		{[]string{"（一）关于甲的问题。"}, "（二关于乙的问题。", "（二"},
		{[]string{"（一）关于甲的问题。"}, "（二组甲户）已脱贫。", ""},
		{[]string{"一、组织情况", "召开会议。"}, "、二整改落实情况", "、二"},
		{[]string{"一、提高站位"}, "、压实责任，扛起主体责任", ""}, // a heading that was broken in two lines
		{[]string{"1.关于甲的问题。"}, "2关于乙的问题。", "2"},
		{[]string{"1.关于甲的问题。"}, "2个村已脱贫。", ""},
		{[]string{"1.关于甲的问题。"}, "2024年完成。", ""},
		{[]string{"1.关于甲的问题。"}, ".2关于乙的问题。", ".2"},
		{[]string{"一是甲。"}, "二二是乙。", ""}, // without a mark it must read like a heading
		{nil, "一方面，学习不深入。", ""},
		{nil, "第一责任人职责落实不到位。", ""},
		{nil, "（一市）级财政管理不严格问题", "（一"},
	} {
		text, o := build(append(test.before, test.line)...)
		got := ""
		if n := len(o.Nodes); n > len(test.before)-strings.Count(strings.Join(test.before, ""), "召开") {
			got = o.Nodes[n-1].Marker.In(text)
		}
		if got != test.want {
			t.Errorf("%q after %q: marker %q, want %q", test.line, test.before, got, test.want)
		}
	}
}

// TestBounds builds outlines that would nest without end, or have more sections than they may.
func TestBounds(t *testing.T) {
	var lines []string
	for range 500 {
		lines = append(lines, "整改情况：", "1.甲")
	}
	_, o := build(lines...)
	for _, n := range o.Nodes {
		if n.Level > maxDepth {
			t.Fatalf("a section lies %d deep", n.Level)
		}
	}
	if len(o.Nodes) != 500 {
		t.Errorf("%d sections", len(o.Nodes))
	}
	for _, text := range []string{strings.Repeat("1.甲\n", 500), strings.Repeat("一是甲；二是乙；", 500)} {
		text, lines := linesOf(strings.Split(strings.TrimSpace(text), "\n")...)
		if o := Build(text, lines, len(text), 100, rules.Default().Headings); len(o.Nodes) != 101 {
			t.Errorf("%d sections where 100 are allowed", len(o.Nodes))
		}
	}
}
