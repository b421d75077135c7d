package layout

import (
	"encoding/binary"
	"math"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

// typed sets lines in type of 10 points on a page of 40 characters a line: "x y text", x in characters, y in lines.
func typed(lines ...struct {
	x, y float64
	text string
},
) Page {
	p := Page{Width: 500, Height: 700}
	for _, l := range lines {
		left, middle := 50+10*l.x, 600-15*l.y
		width := 0.0
		for _, r := range l.text {
			if isWide(r) {
				width += 10
			} else {
				width += 5
			}
		}
		p.runs = append(p.runs, run{box: box{left, middle - 5, left + width, middle + 5}, text: l.text, em: 10})
	}
	return p
}

type at = struct {
	x, y float64
	text string
}

var full = strings.Repeat("整改落实情况报告", 5) // 40 characters

func joined(pages ...Page) []string {
	all, _ := Paragraphs(pages)
	var texts []string
	for _, p := range all {
		texts = append(texts, p.Text)
	}
	return texts
}

func TestJoining(t *testing.T) {
	indentedFull := full[:38*3]
	for _, test := range []struct {
		name  string
		pages []Page
		want  []string
	}{
		{
			"indented",
			[]Page{typed(at{2, 0, indentedFull}, at{0, 1, full}, at{0, 2, "完。"}, at{2, 3, indentedFull}, at{0, 4, "完。"})},
			[]string{indentedFull + full + "完。", indentedFull + "完。"},
		},
		{
			"a line that is not quite full and ends no sentence",
			[]Page{typed(at{2, 0, indentedFull}, at{0, 1, full[:34*3] + "，"}), typed(at{0, 0, "2.08亿元财政存量资金。"}, at{2, 1, indentedFull[:34*3] + "。"}, at{0, 2, "完成。"}, at{2, 3, indentedFull}, at{0, 4, "完。"})},
			[]string{indentedFull + full[:34*3] + "，2.08亿元财政存量资金。", indentedFull[:34*3] + "。", "完成。", indentedFull + "完。"},
		},
		{
			"a full line ends a paragraph",
			[]Page{typed(at{2, 0, indentedFull}, at{0, 1, full}, at{2, 2, indentedFull}, at{0, 3, full})},
			[]string{indentedFull + full, indentedFull + full},
		},
		{
			"over pages",
			[]Page{typed(at{2, 0, indentedFull}, at{0, 1, full}), typed(at{0, 0, full}, at{2, 1, "二、问题"})},
			[]string{indentedFull + full + full, "二、问题"},
		},
		{
			"a new one on the next page",
			[]Page{typed(at{2, 0, indentedFull}, at{0, 1, full}), typed(at{2, 0, indentedFull}, at{0, 1, "完。"})},
			[]string{indentedFull + full, indentedFull + "完。"},
		},
		{
			"gaps",
			[]Page{typed(at{0, 0, full}, at{0, 1, full}, at{0, 2.8, full}, at{0, 3.8, "完。"}, at{0, 6, full}, at{0, 7, "完。"})},
			[]string{full + full, full + "完。", full + "完。"},
		},
		{
			"figures cut at the line end",
			[]Page{typed(at{2, 0, indentedFull[:36*3] + "2310"}, at{0, 1, "5个，" + full[:37*3]}, at{0, 2, "完。"}, at{2, 3, indentedFull}, at{0, 4, "完。"})},
			[]string{indentedFull[:36*3] + "23105个，" + full[:37*3] + "完。", indentedFull + "完。"},
		},
		{
			"a signature",
			[]Page{typed(at{2, 0, indentedFull}, at{0, 1, "完。"}, at{2, 2, indentedFull}, at{0, 3, full}, at{30, 4, "中共云溪县委"}, at{30, 5, "2023年1月1日"})},
			[]string{indentedFull + "完。", indentedFull + full, "中共云溪县委", "2023年1月1日"},
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			if diff := cmp.Diff(test.want, joined(test.pages...)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestPageNumbers(t *testing.T) {
	for _, s := range []string{"3", "— 3 —", "-3-", "3/9", "3 / 9", "第3页", "第 3 页 共 9 页", "第三页", "Page 3 of 9", "·12·"} {
		if !isNumber(s) {
			t.Errorf("%q is taken for text", s)
		}
	}
	for _, s := range []string{"3.", "2023年", "3个", "第三方面", "一", "12345", "附件1"} {
		if isNumber(s) {
			t.Errorf("%q is taken for the number of a page", s)
		}
	}
}

// A figure in the middle of a page is no number of it.
func TestNumbersWithinThePage(t *testing.T) {
	got := joined(typed(at{2, 10, "发现问题"}, at{2, 12, "16"}, at{2, 14, "整改完成"}))
	if diff := cmp.Diff([]string{"发现问题", "16", "整改完成"}, got); diff != "" {
		t.Error(diff)
	}
}

func TestSpaceAtLineEnd(t *testing.T) {
	for _, test := range []struct {
		a, b string
		want bool
	}{
		{"整改", "落实", false},
		{"整改", "2021", false},
		{"20", "21年", false},
		{"North", "China", true},
		{"邮箱：dmqw", "xszgb@zhuhai", true},
		{"邮箱：dmqw@zhuhai", "gov", false},
		{"a@b.", "cn", false},
		{"0756-", "2780", false},
		{"评估,", "21个", false},
	} {
		if got := parted(test.a, test.b); got != test.want {
			t.Errorf("%q and %q: space %v", test.a, test.b, got)
		}
	}
}

func TestTurned(t *testing.T) {
	b := box{10, 20, 30, 25} // on a page of 200 by 100 when it is shown
	for quarters, want := range []box{b, {20, 70, 25, 90}, {170, 75, 190, 80}, {175, 10, 180, 30}} {
		if got := b.Turned(quarters, 200, 100); got != want {
			t.Errorf("%d quarters: %v, want %v", quarters, got, want)
		}
	}
}

// FuzzParagraphs sets text at any places. Every character must come out once, whatever the lines and columns.
func FuzzParagraphs(f *testing.F) {
	f.Add([]byte("\x10\x20\x30\x40整改\x00\x10\x20\x30\x41落实"))
	f.Add([]byte(strings.Repeat("\x00\x05\x00\x90一、\x80\x05\x00\x90二、", 20)))
	f.Fuzz(func(t *testing.T, data []byte) {
		pages, glyphs := scattered(data)
		all, _ := Paragraphs(pages)
		count := 0
		for _, p := range all {
			if p.Text == "" || !utf8.ValidString(p.Text) {
				t.Errorf("paragraph %q", p.Text)
			}
			count += strings.Count(p.Text, "字")
		}
		if count != glyphs {
			t.Errorf("%d of %d characters", count, glyphs)
		}
	})
}

// scattered makes pages of what the bytes say, and counts the characters on them.
func scattered(data []byte) ([]Page, int) {
	pages := []Page{{Width: 500, Height: 700}}
	count := 0
	for ; len(data) >= 8; data = data[8:] {
		x, y := float64(binary.LittleEndian.Uint16(data)), float64(binary.LittleEndian.Uint16(data[2:]))
		n, size := 1+int(data[4]%40), float64(data[5]%20)
		if data[6] == 0 {
			x = math.Inf(1)
		}
		if data[7]%16 == 0 {
			pages = append(pages, Page{Width: 500, Height: 700})
		}
		p := &pages[len(pages)-1]
		r := run{box: box{x, y, x + float64(n)*size, y + size}, text: strings.Repeat("字", n), em: float64(data[6]%3) * size}
		p.runs = append(p.runs, r)
		if atMargin(p, &r) {
			p.runs = p.runs[:len(p.runs)-1] // what repeats there may be left out
			continue
		}
		count += n
	}
	return pages, count
}

func atMargin(p *Page, r *run) bool {
	m := r.middle()
	return !(m <= p.Height*(1-edge) && m >= p.Height*edge)
}
