// Package invented makes notices for benchmarks and for tests of endurance: as many as are wanted, none like another, the
// same for the same number. Their figures are facts about no place, and each says that it is invented.
package invented

import (
	_ "embed"
	"fmt"
	"math/rand/v2"
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"zhenggai/extract/internal/testing/shapes"
)

//go:embed grammar.tsv
var grammarTable string

// A grammar holds the texts that a key may stand for.
type grammar map[string][]string

// A Maker makes notices. It is safe for concurrent use.
type Maker struct{ grammar grammar }

// NewMaker reads the grammar.
func NewMaker() *Maker {
	g := grammar{}
	for line := range strings.Lines(grammarTable) {
		if key, text, ok := strings.Cut(strings.TrimSpace(line), "\t"); ok && !strings.HasPrefix(line, "#") {
			g[key] = append(g[key], text)
		}
	}
	return &Maker{g}
}

// republished is one of how many notices is a copy of an earlier one on another site.
const republished = 25

// Copied returns the number of the notice of which the notice with the given number is a copy, or false where it is none.
func Copied(number int) (int, bool) {
	if number%republished != republished-1 {
		return 0, false
	}
	return number - republished/2, true
}

// Page returns the page of a notice, in one of the ways in which sites publish, and a file name for it. A copy has the
// text of what it copies, without its contacts, on another site in another shape.
func (m *Maker) Page(number int) (name string, page []byte) {
	of, copied := Copied(number)
	if !copied {
		of = number
	}
	n := m.notice(of)
	if copied {
		n.Site, n.Source = "全省巡察整改专栏", "转载"
		n.Paragraphs = n.Paragraphs[:len(n.Paragraphs)-3]
	}
	all := shapes.All()
	return fmt.Sprintf("t%06d.html", number), all[number%len(all)].Page(n)
}

// notice makes the notice with the given number.
func (m *Maker) notice(number int) shapes.Notice {
	w := &writer{grammar: m.grammar, rand: random(uint64(number)), fixed: map[string]string{}}
	w.paragraph("{intro}{invented}")
	w.organising()
	w.problems()
	w.future()
	w.paragraph("{contact}")
	w.paragraph("中共{Full}")
	w.paragraph("{Year}年12月{1-28}日")
	return shapes.Notice{
		Title: w.text("{title}"), Site: w.text("{Site}"), Crumbs: []string{"首页", "信息公开", "巡察整改"},
		Source:     w.text("{Full}"),
		Published:  w.text("{Year}-12-{10-28} 09:30"),
		Paragraphs: w.paragraphs,
		Footer:     []string{w.text("主办单位：{Place}融媒体中心 ICP备{10000000-99999999}号")},
	}
}

// A writer writes one notice.
type writer struct {
	grammar    grammar
	rand       *rand.Rand
	fixed      map[string]string // what keys with a capital letter stand for
	paragraphs []string
}

func (w *writer) paragraph(text string) { w.paragraphs = append(w.paragraphs, w.text(text)) }

// between returns a number from low to high.
func (w *writer) between(low, high int) int { return low + w.rand.IntN(high-low+1) }

// slot is what stands for a text or a number.
var slot = regexp.MustCompile(`\{[^{}]+\}`)

// text fills all slots of a text.
func (w *writer) text(s string) string {
	return slot.ReplaceAllStringFunc(s, func(s string) string { return w.fill(s[1 : len(s)-1]) })
}

// fill returns what a slot stands for. A key that is not in the grammar is a mistake in it.
func (w *writer) fill(key string) string {
	if text, ok := w.fixed[key]; ok {
		return text
	}
	if low, high, ok := strings.Cut(key, "-"); ok {
		return w.number(low, high)
	}
	texts := w.grammar[key]
	if len(texts) == 0 {
		panic("invented: no key " + key + " in the grammar")
	}
	text := w.text(texts[w.rand.IntN(len(texts))])
	if first, _ := utf8.DecodeRuneInString(key); unicode.IsUpper(first) {
		w.fixed[key] = text
	}
	return text
}

// number returns a number from low to high with as many decimals as low has.
func (w *writer) number(low, high string) string {
	_, decimals, _ := strings.Cut(low, ".")
	from, err1 := strconv.Atoi(strings.ReplaceAll(low, ".", ""))
	to, err2 := strconv.Atoi(strings.ReplaceAll(high, ".", ""))
	if err1 != nil || err2 != nil || from > to {
		panic("invented: " + low + "-" + high + " is no range")
	}
	s := strconv.Itoa(w.between(from, to))
	if at := len(s) - len(decimals); decimals != "" {
		s = s[:at] + "." + s[at:]
	}
	return s
}

// numerals number headings and measures.
var numerals = strings.Split("一 二 三 四 五 六 七 八 九 十 十一 十二", " ")

func (w *writer) organising() {
	w.paragraph("一、{first}")
	for i := range w.between(2, 4) {
		w.paragraph("（" + numerals[i] + "）{organising}")
	}
}

// problems writes the second part in one of three styles.
func (w *writer) problems() {
	w.paragraph("二、{second}")
	style := w.rand.IntN(3)
	for i := range w.between(1, 5) {
		switch style {
		case 0:
			w.paragraph("第" + numerals[i] + "方面问题，{aspect}")
		default:
			w.paragraph("（" + numerals[i] + "）{aspect}方面")
		}
		for j := range w.between(1, 5) {
			w.problem(style, j)
		}
	}
}

// problem writes one problem and its measures: in the paragraph of its heading, in paragraphs of their own, or behind a
// label.
func (w *writer) problem(style, number int) {
	heading, measures := strconv.Itoa(number+1)+".关于{problem}的问题。", w.measures()
	switch style {
	case 0:
		w.paragraph("（" + numerals[number] + "）关于{problem}的问题。" + strings.Join(measures, ""))
	case 1:
		w.paragraph(heading)
		for _, m := range measures {
			w.paragraph(m)
		}
	default:
		w.paragraph(heading)
		w.paragraph("整改情况：" + strings.Join(measures, ""))
	}
}

func (w *writer) measures() []string {
	measures := make([]string, w.between(2, 4))
	for i := range measures {
		what := [...]string{"{does}", "{plain}"}[w.rand.IntN(2)]
		measures[i] = numerals[i] + "是" + what + "。" + strings.Repeat("{comment}", w.rand.IntN(3))
	}
	return measures
}

func (w *writer) future() {
	w.paragraph("三、下一步工作打算")
	for i := range w.between(1, 3) {
		w.paragraph("（" + numerals[i] + "）{future}")
	}
}

// random returns a generator of random numbers that gives the same for the same seed.
func random(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 0)) }
