package rules

import (
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

var topicsTable = Table{
	Name: "topics.tsv", Says: "a topic of problems, and the words of a heading that decide it", Key: []string{"code"}, Ordered: true, Proved: ProofColumns,
	Columns: []Column{
		{"code", codeType, "", true},
		{"name_zh", textType, "its name for people", true},
		{"name_en", textType, "", true},
		{"words", wordsType, "a problem whose heading has one of them is about the topic", true},
		{"not", wordsType, "phrases in which a word does not count", false},
		{"example", textType, "a heading that has the topic", false},
		{"counterexample", textType, "one with a tempting word that has not", false},
	},
}

func loadTopics(from tables) (topics []Topic, errs Errors) {
	seen := map[string]bool{}
	errs = from.each(&topicsTable, func(r *Row) {
		topics = append(topics, Topic{
			Code: r.Get("code"), Name: model.Label{ZH: r.Get("name_zh"), EN: r.Get("name_en")}, Words: r.List("words"), Not: r.List("not"),
			Example: r.Get("example"), Counter: r.Get("counterexample"),
		})
		r.once("name_zh", seen)
		r.once("name_en", seen)
	})
	return topics, errs
}
