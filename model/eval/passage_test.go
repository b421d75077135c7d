package eval

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"zhenggai/model"
)

func TestPassage(t *testing.T) {
	long := strings.Repeat("长", 200)
	for _, tt := range []struct {
		name, text string // with 【】 round the mention
		want       Passage
	}{
		{"sentence", "前一句到此为止了。今年以来全县共集中开展党员干部培训【12期】，覆盖了各个乡镇街道和县直有关单位。后一句。", Passage{"今年以来全县共集中开展党员干部培训", "12期", "，覆盖了各个乡镇街道和县直有关单位。"}},
		{"short sentence", "前一句到此为止了。培训【12期】。后一句也很短。", Passage{"前一句到此为止了。培训", "12期", "。后一句也很短。"}},
		{"heading", "\n（一）【学习不深入】\n一是加强培训，开展学习教育活动。", Passage{"（一）", "学习不深入", "\n一是加强培训，开展学习教育活动。"}},
		{"long sentence", long + "【12期】" + long, Passage{"…" + long[:3*passageMost], "12期", long[:3*passageMost] + "…"}},
		{"long mention", "【" + long + "】", Passage{"", long[:3*mentionMost] + "…", ""}},
		{"nothing", "全文【】", Passage{}},
	} {
		before, rest, _ := strings.Cut(tt.text, "【")
		mention, after, _ := strings.Cut(rest, "】")
		start := utf8.RuneCountInString(before)
		got := newPlaces(before + mention + after).passage(model.Span{start, start + utf8.RuneCountInString(mention)})
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.name, diff)
		}
	}
}

// A passage is a stretch of the text whatever the span, and the mention is what the span says.
func TestPassageIsOfTheText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOf(rapid.SampledFrom([]rune("培训12。\n "))).Draw(t, "text")
		s := model.Span{rapid.IntRange(-9, 300).Draw(t, "start"), rapid.IntRange(-9, 300).Draw(t, "end")}
		p := newPlaces(text)
		got := p.passage(s)
		if start, end := p.clamp(s[0]), p.clamp(s[1]); start >= end {
			if got != (Passage{}) {
				t.Fatalf("a passage of nothing: %q", got)
			}
		} else if mention := strings.TrimSuffix(got.Mention, "…"); !strings.HasPrefix(string(p.runes[start:end]), mention) {
			t.Fatalf("the mention is %q", mention)
		}
		if all := strings.ReplaceAll(got.Before+got.Mention+got.After, "…", ""); !strings.Contains(text, all) {
			t.Fatalf("%q is not in the text", all)
		}
	})
}

func TestLocate(t *testing.T) {
	p := newPlaces("（一）学习 不深入\n一是加强领导。（二）作风不实\n一是加强\n领导。")
	for _, tt := range []struct {
		name     string
		from     int
		wordings []string
		want     string // what the span reads
		start    int
	}{
		{"first", 0, []string{"一是加强领导"}, "一是加强领导", 10},
		{"after another", 16, []string{"一是加强领导"}, "一是加强\n领导", 25},
		{"before, where it is not after", 20, []string{"（一）学习不深入"}, "（一）学习 不深入", 0},
		{"second wording", 0, []string{"1.作风不实", "作风不实"}, "作风不实", 20},
		{"empty wordings", 0, []string{"", " "}, "", 0},
		{"absent", 0, []string{"没有"}, "", 0},
		{"outside", 999, []string{"作风不实"}, "作风不实", 20},
	} {
		got := p.locate(tt.from, tt.wordings...)
		if text := string(p.runes[got[0]:got[1]]); text != tt.want || got[0] != tt.start {
			t.Errorf("%s: %q at %d, want %q at %d", tt.name, text, got[0], tt.want, tt.start)
		}
	}
}

// TestPassages shows, for a change of each kind of record, where annotation and output stand in the text.
func TestPassages(t *testing.T) {
	for _, tt := range []struct {
		kind      string
		change    func(*Gold, *model.Notice)
		want, got string // the mentions
		sort      Difference
	}{
		{"metadata", func(_ *Gold, n *model.Notice) { n.Title = "巡察整改" }, "中共清河县委关于巡察整改情况的通报", "巡察整改", Wrong},
		{"metadata", func(_ *Gold, n *model.Notice) { n.Published = "" }, "", "", Missed},
		{"aspects", func(g *Gold, _ *model.Notice) { g.Aspects = nil }, "", "理论学习方面", Extra},
		{"problems", func(g *Gold, n *model.Notice) {
			n.Problems[0].Heading, n.Problems[0].Span = "学习", at(t, "学习不深入")
		}, "（一）关于学习不深入的问题", "学习不深入", Wrong},
		{"problem_name", func(_ *Gold, n *model.Notice) {
			n.Problems[1].Name, n.Problems[1].Span = "", at(t, "关于作风不扎实的问题")
		}, "（二）关于作风不扎实的问题", "关于作风不扎实的问题", Missed},
		{"measures", func(_ *Gold, n *model.Notice) { n.Measures = n.Measures[:1] }, "二是完善制度", "", Missed},
		{"measures", func(g *Gold, n *model.Notice) {
			g.Problems[0].Measures = g.Problems[0].Measures[:1]
			n.Measures[1].Span = at(t, "二是完善制度。印发《学习办法》")
		}, "", "二是完善制度", Extra},
		{"indicators", func(_ *Gold, n *model.Notice) {
			n.Indicators[0].Value, n.Indicators[0].Span = model.Int(2), at(t, "2期")
		}, "12期", "2期", Wrong},
		{"indicator_problem", func(_ *Gold, n *model.Notice) { n.Indicators[5].Problem = "" }, "7 起", "7 起", Missed},
		{"indicator_traps", func(_ *Gold, n *model.Notice) {
			n.Indicators = append(n.Indicators, model.Indicator{Value: model.Int(4), Unit: "个", Span: at(t, "四个")})
		}, "四个", "四个", Wrong},
		{"indicators", func(g *Gold, _ *model.Notice) { g.Indicators[6].Quote = "查办【7起】" }, "7起", "", Missed},
		{"policies", func(_ *Gold, n *model.Notice) { n.Policies = nil }, "学习办法", "", Missed},
		{"contacts", func(g *Gold, _ *model.Notice) { g.Contacts = []Contact{} }, "", "0319-8160001", Extra},
		{"contact_traps", func(_ *Gold, n *model.Notice) { n.Contacts[1].Scope = "notice" }, "0319-8160999", "0319-8160999", Wrong},
		{"totals", func(_ *Gold, n *model.Notice) { n.Totals = nil }, "340余人次", "", Missed},
	} {
		g, n := fixtureGold(), fixtureNotice(t)
		tt.change(g, n)
		r := Compare(g, n)
		misses := r.Kind(tt.kind).Misses
		if len(misses) == 0 {
			t.Errorf("%s: no misses", tt.kind)
			continue
		}
		want, got := r.Passages(misses[0])
		if want.Mention != tt.want || got.Mention != tt.got || misses[0].Difference() != tt.sort {
			t.Errorf("%s: annotated %q, given %q, %s; want %q, %q, %s", tt.kind, want.Mention, got.Mention, misses[0].Difference(), tt.want, tt.got, tt.sort)
		}
	}
}

// The quote of an annotation stands for the text of a notice that is not there, and in sums.
func TestPassagesWithoutText(t *testing.T) {
	r := Compare(fixtureGold(), nil)
	for _, r := range []*Report{r, Sum([]*Report{r})} {
		want, got := r.Passages(r.Kind("indicators").Misses[0])
		if want != (Passage{"开展培训", "12期", ""}) || got != (Passage{}) {
			t.Errorf("annotated %q, given %q", want, got)
		}
	}
}
