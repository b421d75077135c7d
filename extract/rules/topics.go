package rules

import (
	"io/fs"
	"regexp"

	"zhenggai/model"
)

// A Topic is a subject that problems are about: education, eldercare.
type Topic struct {
	Code    string
	Name    model.Label
	Words   []string // a problem whose heading has one of them is about the topic
	Not     []string // phrases in which a word does not count: 主题教育 says nothing of 教育
	Example string   // a heading that is about the topic
	Counter string   // a heading with a tempting word that is not
}

// topicCode is what a code of topics.tsv looks like.
var topicCode = regexp.MustCompile(`^[a-z]+(_[a-z]+)*$`)

// LoadTopics reads the table topics.tsv of fsys. A row that is no topic, and a code, a name or a topic's word that
// stands twice, is reported as an [*Error].
func LoadTopics(fsys fs.FS) ([]Topic, error) {
	columns := []string{"code", "name_zh", "name_en", "words", "not", "example", "counterexample"}
	var topics []Topic
	seen := map[string]bool{}
	err := readTable(fsys, "topics.tsv", columns, func(r *row) {
		topics = append(topics, readTopic(r))
		for _, column := range []string{"code", "name_zh", "name_en"} {
			key := column + "\t" + r.get(column)
			if seen[key] {
				r.fail(column, "%q stands twice", r.get(column))
			}
			seen[key] = true
		}
	})
	return topics, err
}

func readTopic(r *row) Topic {
	t := Topic{
		Code: r.need("code"), Name: model.Label{ZH: r.need("name_zh"), EN: r.need("name_en")},
		Words: r.list("words"), Not: r.list("not"),
		Example: r.need("example"), Counter: r.need("counterexample"),
	}
	if !topicCode.MatchString(t.Code) {
		r.fail("code", "%q is not in lower case with _ between words", t.Code)
	}
	if len(t.Words) == 0 {
		r.fail("words", "missing")
	}
	for _, column := range []string{"words", "not"} {
		seen := map[string]bool{}
		for _, w := range r.list(column) {
			if seen[w] {
				r.fail(column, "%q stands twice", w)
			}
			seen[w] = true
		}
	}
	return t
}
