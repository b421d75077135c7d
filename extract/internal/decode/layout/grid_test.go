package layout

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// ruled returns the rules of a grid whose lines across stand at ys and those down at xs, as PDFs draw them: a thin
// rectangle for each side of each cell.
func ruled(xs, ys []float64) []Box {
	var rules []Box
	for _, y := range ys {
		for i := 1; i < len(xs); i++ {
			rules = append(rules, NewBox(xs[i-1], y-0.5, xs[i], y))
		}
	}
	for _, x := range xs {
		for i := 1; i < len(ys); i++ {
			rules = append(rules, NewBox(x, ys[i-1], x+0.5, ys[i]))
		}
	}
	return rules
}

// write returns the characters of a text whose first stands at x, in type of 10 points.
func write(x, y float64, text string) []Glyph {
	var out []Glyph
	for _, r := range text {
		w := 10.0
		if !isWide(r) {
			w = 5
		}
		out = append(out, Glyph{Box: NewBox(x, y-5, x+w, y+5), Rune: r})
		x += w
	}
	return out
}

func plain(int) bool { return false }

func told(pages ...Page) []string {
	all, _ := Paragraphs(pages)
	lines := []string{}
	for _, p := range all {
		if c := p.Cell; c != nil {
			lines = append(lines, fmt.Sprintf("%d.%d.%d %d×%d %s", c.Table, c.Row, c.Col, c.RowSpan, c.ColSpan, p.Text))
			continue
		}
		lines = append(lines, p.Text)
	}
	return lines
}

func pageOf(rules []Box, texts ...[]Glyph) Page {
	p := Page{Width: 500, Height: 700, Rules: rules}
	p.Add(append([]Glyph(nil), concat(texts)...), plain)
	return p
}

func concat(texts [][]Glyph) []Glyph {
	var all []Glyph
	for _, t := range texts {
		all = append(all, t...)
	}
	return all
}

func TestTables(t *testing.T) {
	xs, ys := []float64{50, 150, 250, 450}, []float64{600, 570, 540, 510}
	grid := ruled(xs, ys)
	without := func(rules []Box, drop func(b Box) bool) []Box {
		var kept []Box
		for _, r := range rules {
			if !drop(r) {
				kept = append(kept, r)
			}
		}
		return kept
	}
	for _, tt := range []struct {
		name string
		page Page
		want []string
	}{
		{
			"cells that stand close, text above and below",
			pageOf(grid, write(60, 640, "整改台账"), write(100, 585, "问题一二三"), write(152, 585, "措施"), write(300, 555, "完成"), write(60, 480, "注：无")),
			[]string{"整改台账", "0.0.0 1×1 问题一二三", "0.0.1 1×1 措施", "0.1.2 1×1 完成", "注：无"},
		},
		{
			"lines of a cell",
			pageOf(grid, write(52, 592, "这一行写满了一格啊"), write(52, 580, "接着写"), write(152, 592, "短"), write(152, 580, "另起")),
			[]string{"0.0.0 1×1 这一行写满了一格啊接着写", "0.0.1 1×1 短", "0.0.1 1×1 另起"},
		},
		{
			"merged cells",
			pageOf(without(grid, func(b Box) bool {
				return b.right-b.left < 1 && b.left == 150 && b.top == 600 || b.right-b.left > 1 && b.left == 250 && b.top == 540
			}), write(60, 585, "一、方面"), write(260, 555, "长格")),
			[]string{"0.0.0 1×2 一、方面", "0.1.2 2×1 长格"},
		},
		{"a frame", pageOf(ruled([]float64{50, 450}, []float64{600, 100}), write(60, 585, "框中文字")), []string{"框中文字"}},
		{"underlined words", pageOf([]Box{NewBox(60, 570, 160, 570.5), NewBox(200, 570, 300, 570.5)}, write(60, 580, "下划线文字")), []string{"下划线文字"}},
		{"pictures", pageOf([]Box{NewBox(0, 0, 500, 700), NewBox(100, 100, 200, 300)}, write(60, 580, "图")), []string{"图"}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, told(tt.page)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

// A table that goes on on the next page is one: the header that stands there again is left out, and a row that the page
// end cuts is whole.
func TestTableOverPages(t *testing.T) {
	xs := []float64{50, 100, 250}
	first := pageOf(ruled(xs, []float64{200, 170, 140}), write(55, 185, "序号"), write(105, 185, "问题"), write(55, 155, "1"), write(105, 155, "学位供给不足大班额没有消除"))
	cut := pageOf(ruled(xs, []float64{650, 620, 590, 560}), write(55, 635, "序号"), write(105, 635, "问题"), write(105, 605, "完全"), write(55, 575, "2"), write(105, 575, "管网滞后"))
	want := []string{"0.0.0 1×1 序号", "0.0.1 1×1 问题", "0.1.0 1×1 1", "0.1.1 1×1 学位供给不足大班额没有消除完全", "0.2.0 1×1 2", "0.2.1 1×1 管网滞后"}
	if diff := cmp.Diff(want, told(first, cut)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	other := pageOf(ruled([]float64{50, 120, 250}, []float64{650, 620, 590}), write(55, 635, "另表"))
	if got := told(first, other); !strings.HasPrefix(got[len(got)-1], "1.0.0") {
		t.Errorf("a table of other columns is taken for the rest: %q", got)
	}
}

// TestManyRules insists that a page full of rules is read without its tables.
func TestManyRules(t *testing.T) {
	var rules []Box
	for i := range 200_000 {
		rules = append(rules, NewBox(float64(i%500), float64(i/500), float64(i%500)+10, float64(i/500)+0.5))
	}
	if got := told(pageOf(rules, write(60, 580, "文字"))); len(got) != 1 || got[0] != "文字" {
		t.Errorf("%q", got)
	}
}

// TestLastRow keeps a lone figure in the last row of a table, be it set on the line below or without any lines at the end of the page.
func TestLastRow(t *testing.T) {
	xs, ys := []float64{50, 250, 450}, []float64{60, 50, 40}
	tight := pageOf(ruled(xs, ys), write(55, 55, "整改"), write(255, 55, "数量"), write(55, 45, "清退"), write(255, 38.5, "8"))
	if got := strings.Join(told(tight), "|"); got != "0.0.0 1×1 整改|0.0.1 1×1 数量|0.1.0 1×1 清退|0.1.1 1×1 8" {
		t.Errorf("with lines: %s", got)
	}
	bare := pageOf(nil, write(55, 80, "问责"), write(255, 80, "12"), write(55, 60, "清退"), write(255, 60, "8"), write(245, 20, "3"))
	if got := strings.Join(told(bare), "|"); got != "问责|12|清退|8" {
		t.Errorf("without lines: %s", got)
	}
}

// TestRaised reads figures that are raised or lowered, and marks of notes, in the lines that they stand in.
func TestRaised(t *testing.T) {
	small := func(x, y float64, r rune, size float64) []Glyph {
		return []Glyph{{Box: NewBox(x, y-size/2, x+size/2, y+size/2), Rune: r}}
	}
	for _, raise := range []float64{4, -4} {
		p := pageOf(nil,
			write(50, 600, "拆除2310m"), small(95, 600+raise, '2', 6), write(98, 600, "，处理11人"), small(148, 600+raise, '①', 6), write(154, 600, "。完成整改"),
			write(50, 586, "二是建立台账"), small(110, 586+raise, '3', 6), write(113, 586, "本。"))
		if got := strings.Join(told(p), "|"); got != "拆除2310m2，处理11人①。完成整改|二是建立台账3本。" {
			t.Errorf("raised by %g: %s", raise, got)
		}
	}
}

// FuzzGlyphs sets any characters into a table and beside it. Each comes out once: fonts use every character there is for glyphs of their own.
func FuzzGlyphs(f *testing.F) {
	for _, text := range []string{"整改", "\uF8FE", "\uF8FE9", "\uF8FE-1", "\x02\uFFFE", "\U0010FFFD\U000F0000"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = strings.Map(func(r rune) rune {
			if isSpace(r) || r == 2 || r == 0xFFFE { // PDFium's marks of parted words are hyphens
				return -1
			}
			return r
		}, strings.ToValidUTF8(text, ""))
		if text == "" || length(text) > 18 {
			return
		}
		xs := []float64{50, 250, 450}
		p := pageOf(ruled(xs, []float64{500, 480, 460}), write(50, 600, text), write(55, 490, text), write(255, 490, text), write(50, 400, text))
		all := strings.ReplaceAll(strings.Join(told(p), ""), " ", "")
		if got := strings.Count(all, text); got < 4 {
			t.Errorf("%q stands %d times in %q", text, got, all)
		}
	})
}

// TestNarrowFirst joins lines of which one begins with a character whose box is narrower than what it takes.
func TestNarrowFirst(t *testing.T) {
	first, second, last := write(70, 600, full[:38*3]), write(50, 585, full), write(50, 570, full[:30]+"。")
	second[0].Box = NewBox(50, 580, 58, 590)
	if got := told(pageOf(nil, first, second, last)); len(got) != 1 {
		t.Errorf("%q", got)
	}
}

// TestTokenWidth tells how much of a text no line end parts.
func TestTokenWidth(t *testing.T) {
	for text, want := range map[string]float64{
		"整改": 10, "（一）整": 30, "12项": 10, "理“12345”工": 65, "话:0550-3": 45, "办。整": 20, "the end": 15,
	} {
		if got := tokenWidth(text, 10); got != want {
			t.Errorf("%s: %g, want %g", text, got, want)
		}
	}
}
