package problem

import (
	"slices"
	"strings"
	"testing"

	"zhenggai/extract/internal/words"
	"zhenggai/extract/rules"
)

func builtInTopics(t testing.TB) ([]rules.Topic, *words.Segmenter) {
	t.Helper()
	segmenter, err := words.New(rules.Default().Words)
	if err != nil {
		t.Fatal(err)
	}
	return rules.Default().Topics, segmenter
}

// A word of which the dictionary knows no part would count or not by chance, as would one that no heading can hold.
func TestTopicWordsAreKnown(t *testing.T) {
	table, segmenter := builtInTopics(t)
	topics := NewTopics(table, segmenter)
	for _, topic := range table {
		for _, w := range topic.Words {
			for _, part := range segmenter.Cut(nil, w) {
				if part.Pos == words.Name {
					t.Errorf("%s: %s: no word of the dictionary is %s", topic.Code, w, w[part.Start:part.End])
				}
			}
			if slices.Contains(topic.Not, w) {
				continue // it counts only as part of a longer word
			}
			if got := topics.Of("关于" + w + "方面的问题"); !slices.Contains(got, topic.Code) {
				t.Errorf("%s: %s gives %v", topic.Code, w, got)
			}
		}
	}
}

func TestNotPhrasesTempt(t *testing.T) {
	table, _ := builtInTopics(t)
	for _, topic := range table {
		for _, phrase := range topic.Not {
			if !slices.ContainsFunc(topic.Words, func(w string) bool { return strings.Contains(phrase, w) }) {
				t.Errorf("%s: %s has none of the topic's words", topic.Code, phrase)
			}
		}
	}
}

func TestTopicsOf(t *testing.T) {
	table := []rules.Topic{
		{Code: "education", Words: []string{"教育", "学位"}, Not: []string{"主题教育"}},
		{Code: "theory", Words: []string{"主题教育"}},
		{Code: "law", Words: []string{"法治"}},
		{Code: "integrity", Words: []string{"三资"}},
		{Code: "assets", Words: []string{"资产", "资产管理"}, Not: []string{"集体资产"}},
	}
	_, segmenter := builtInTopics(t)
	topics := NewTopics(table, segmenter)
	tests := []struct {
		heading string
		want    []string
	}{
		{"法治建设滞后、学位不足", []string{"law", "education"}}, // as the heading names them
		{"学位不足、教育资源不均", []string{"education"}},
		{"主题教育", []string{"theory"}},
		{"主题教育不实、教育投入不足", []string{"theory", "education"}},
		{"长期无法治理", nil},                        // 无法 治理
		{"科学位置不准", nil},                        // 科学 位置
		{"农村“三 资”监管缺位", []string{"integrity"}}, // marks and spaces are passed over
		{"集体资产管理混乱", nil},                      // 资产管理 goes on from within 集体资产
		{"资产管理混乱", []string{"assets"}},
		{"", nil},
	}
	for _, test := range tests {
		if got := topics.Of(test.heading); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %v, want %v", test.heading, got, test.want)
		}
	}
}

// A heading can be as long as a hostile notice makes it; each word of this one is looked at and does not count.
func TestTopicsOfLongHeading(t *testing.T) {
	table, segmenter := builtInTopics(t)
	got := NewTopics(table, segmenter).Of(strings.Repeat("主题教育", 50000))
	if !slices.Equal(got, []string{"theory"}) {
		t.Errorf("got %v", got)
	}
}

func BenchmarkTopicsOf(b *testing.B) {
	table, segmenter := builtInTopics(b)
	topics := NewTopics(table, segmenter)
	b.ReportAllocs()
	for b.Loop() {
		topics.Of("推动成渝地区双城经济圈建设谋划不深，重大项目储备不足，要素保障不到位")
	}
}
