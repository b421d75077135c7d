package fact

import (
	"os"
	"slices"
	"strings"
	"testing"

	"zhenggai/extract/internal/words"
	"zhenggai/extract/rules"
)

func builtInTopics(t testing.TB) ([]rules.Topic, *words.Segmenter) {
	t.Helper()
	tables := os.DirFS("../../rules")
	topics, err := rules.LoadTopics(tables)
	if err != nil {
		t.Fatal(err)
	}
	list, err := rules.LoadWords(tables)
	if err != nil {
		t.Fatal(err)
	}
	segmenter, err := words.New(list)
	if err != nil {
		t.Fatal(err)
	}
	return topics, segmenter
}

func TestTopicsAreProvedByExamples(t *testing.T) {
	table, segmenter := builtInTopics(t)
	topics := NewTopics(table, segmenter)
	for _, topic := range table {
		if got := topics.Of(topic.Example); !slices.Contains(got, topic.Code) {
			t.Errorf("%s: topics of the example %s are %v", topic.Code, topic.Example, got)
		}
		if got := topics.Of(topic.Counter); slices.Contains(got, topic.Code) {
			t.Errorf("%s: topics of the counterexample %s are %v", topic.Code, topic.Counter, got)
		}
	}
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
