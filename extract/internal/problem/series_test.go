package problem

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/outline"
	"zhenggai/extract/rules"
)

// numbers are the numbering styles of measures, by the code of markers.tsv: how each writes the numbers from one to six.
var numbers = map[string][]string{
	"is":           {"一是", "二是", "三是", "四是", "五是", "六是"},
	"ordinal":      {"第一，", "第二，", "第三，", "第四，", "第五，", "第六，"},
	"step":         {"第一步，", "第二步，", "第三步，", "第四步，", "第五步，", "第六步，"},
	"arabic":       {"1.", "2.", "3.", "4.", "5.", "6."},
	"arabic_paren": {"（1）", "（2）", "（3）", "（4）", "（5）", "（6）"},
	"arabic_half":  {"1）", "2）", "3）", "4）", "5）", "6）"},
	"glyph":        {"①", "②", "③", "④", "⑤", "⑥"},
}

// A slipper writes notices whose series have slips: numbers repeated, left out or out of order. Each item has a word of its own.
type slipper struct {
	*rand.Rand
	words int
}

// word returns a word that stands nowhere else and is in no table.
func (w *slipper) word() string {
	w.words++
	return "㐀" + string(rune(0x3500+w.words)) + "㐁"
}

// ordinals counts to between two and six, with at most one slip.
func (w *slipper) ordinals() []int {
	list := make([]int, 2+w.IntN(5))
	for i := range list {
		list[i] = i
	}
	k := w.IntN(len(list))
	switch w.IntN(4) {
	case 0: // repeated
		for i := max(1, k); i < len(list); i++ {
			list[i]--
		}
	case 1: // left out
		for i := k; i < len(list) && list[len(list)-1] < 5; i++ {
			list[i]++
		}
	case 2: // out of order
		if k > 0 {
			list[k-1], list[k] = list[k], list[k-1]
		}
	}
	return list
}

// series writes items in a style, in one paragraph or each in its own, and returns their words too.
func (w *slipper) series(style string) (text string, words []string) {
	sep := []string{"；", "。", "。\n"}[w.IntN(3)]
	var items []string
	for _, k := range w.ordinals() {
		word := w.word()
		words = append(words, word)
		items = append(items, numbers[style][k]+"推进"+word)
	}
	return strings.Join(items, sep) + "。", words
}

// notice writes a notice in which all measures are numbered in a style.
func (w *slipper) notice(style string) (text string, words []string) {
	var b strings.Builder
	b.WriteString("二、反馈问题整改情况\n")
	for i := range 3 {
		word := w.word()
		words = append(words, word)
		fmt.Fprintf(&b, "（%s）关于%s的问题。\n", []string{"一", "二", "三"}[i], word)
		b.WriteString([]string{"", "整改情况：", "整改措施：\n"}[w.IntN(3)])
		text, of := w.series(style)
		words = append(words, of...)
		b.WriteString(text + "\n")
	}
	return b.String(), words
}

// TestNothingIsLostInSeries insists that each item of a series is in one measure or heading, whatever slips there are in its numbers.
// Items that 一是, 二是 … count are measures of their own.
func TestNothingIsLostInSeries(t *testing.T) {
	set := rules.Default()
	h := set.Headings
	seeds := 2000
	if testing.Short() {
		seeds = 50
	}
	for style := range numbers {
		for seed := range seeds {
			w := &slipper{Rand: rand.New(rand.NewPCG(uint64(seed), 1))}
			text, words := w.notice(style)
			d := document.FromLines(set.Page, strings.Split(strings.TrimSpace(text), "\n")...)
			out := outline.Build(d.Text, d.Lines, d.BodyEnd, 0, h)
			out.SetRoles(d.Text, h)
			found := Find(d.Text, out, h)
			var parts []string
			for _, p := range found.Problems {
				parts = append(parts, p.Heading)
				for _, m := range p.Measures {
					parts = append(parts, m.Text)
				}
			}
			checkWords(t, text, words, parts, style == "is")
			if t.Failed() {
				return
			}
		}
	}
}

// checkWords insists that each word is in one part and, where they are apart, that no two are in the same.
func checkWords(t *testing.T, text string, words, parts []string, apart bool) {
	t.Helper()
	holder := map[int]string{}
	for _, word := range words {
		in := 0
		for i, part := range parts {
			if !strings.Contains(part, word) {
				continue
			}
			if in++; apart && holder[i] != "" {
				t.Errorf("%s and %s are one measure of\n%s", holder[i], word, text)
			}
			holder[i] = word
		}
		if in != 1 {
			t.Errorf("%s is in %d records of\n%s", word, in, text)
		}
	}
}
