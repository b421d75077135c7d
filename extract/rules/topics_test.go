package rules

import (
	"slices"
	"strings"
	"testing"
)

// readTopics reads a user's topics in the place of the built-in ones.
func readTopics(rows ...string) ([]Topic, Errors) {
	head := "# replace\ncode\tname_zh\tname_en\twords\tnot\texample\tcounterexample\n"
	return loadTopics(tables{overlay("topics.tsv", head+strings.Join(rows, "\n"))})
}

func TestLoadTopics(t *testing.T) {
	got, errs := readTopics("education\t教育\teducation\t教育|学位\t主题教育\t学位不足\t主题教育不实")
	if len(errs) > 0 || len(got) != 1 {
		t.Fatalf("got %v, %v", got, errs)
	}
	topic := got[0]
	if topic.Code != "education" || topic.Name.ZH != "教育" || !slices.Equal(topic.Words, []string{"教育", "学位"}) ||
		!slices.Equal(topic.Not, []string{"主题教育"}) || topic.Example != "学位不足" || topic.Counter != "主题教育不实" {
		t.Errorf("got %+v", topic)
	}
}

func TestLoadTopicsRejects(t *testing.T) {
	const good = "education\t教育\teducation\t教育\t\t学位不足\t主题教育不实"
	tests := []struct {
		row, want string
	}{
		{good, `code: "education" stands twice`},
		{"schools\t教育\tschools\t教育\t\t甲\t乙", `name_zh: "教育" stands twice`},
		{"schools\t学校\teducation\t教育\t\t甲\t乙", `name_en: "education" stands twice`},
		{"Schools\t学校\tschools\t教育\t\t甲\t乙", `code: "Schools" is not a code in lower case`},
		{"schools\t学校\tschools\t\t\t甲\t乙", "words: missing"},
		{"schools\t学校\tschools\t学校|学校\t\t甲\t乙", `words: "学校" stands twice`},
		{"schools\t学校\tschools\t学校\t校外|校外\t甲\t乙", `not: "校外" stands twice`},
		{"schools\t学校\tschools\t学校||校\t\t甲\t乙", "words: empty alternative"},
	}
	for _, test := range tests {
		if _, errs := readTopics(good, test.row); len(errs) != 1 || !strings.Contains(errs.Error(), "topics.tsv:4: "+test.want) {
			t.Errorf("%q: errors %v, want %s", test.row, errs, test.want)
		}
	}
}

func TestBuiltInTopics(t *testing.T) {
	for _, topic := range Default().Topics {
		for _, phrase := range topic.Not {
			if slices.Contains(topic.Words, phrase) {
				t.Errorf("%s: %s both counts and does not", topic.Code, phrase)
			}
		}
	}
}
