package prove

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"zhenggai/extract/rules"
)

var testdata = os.DirFS("../../testdata")

func proverOf(t *testing.T, set *rules.Set) *prover {
	t.Helper()
	p, err := newProver(set)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestBuiltInTables insists that each row has an example and a counterexample, and that they hold.
func TestBuiltInTables(t *testing.T) {
	p := proverOf(t, rules.Default())
	for _, table := range rules.Tables() {
		for _, f := range p.table(table, rules.Files(), testdata) {
			t.Error(f.Error.Error())
		}
		if (p.checks[table.Name] != nil) != (table.Proved != rules.ProofNone) {
			t.Errorf("%s: its rows are proved: %v", table.Name, p.checks[table.Name] != nil)
		}
	}
	for _, f := range p.metrics(rules.MetricCodes(rules.Files())) {
		t.Error(f.Error.Error())
	}
}

// TestTheOtherSign turns each built-in example into one of the other sign, which must not hold. Only those of kinds.tsv stand in another
// notice with another sign.
func TestTheOtherSign(t *testing.T) {
	p := proverOf(t, rules.Default())
	passed := []string{"time", "age"} // they give no quantities
	for _, table := range rules.Tables() {
		check := p.checks[table.Name]
		if check == nil || table.Name == "kinds.tsv" {
			continue
		}
		_, list, _ := read(table, rules.Files(), testdata)
		for _, e := range list {
			e.Want = !e.Want
			if check(&e) == "" && !slices.Contains(passed, e.Row.Get("dimension")) {
				t.Errorf("%s: %s holds with either sign: %s", table.Name, e.Name, e.Text)
			}
		}
	}
}

// TestNoType insists that a name without an end is of no type.
func TestNoType(t *testing.T) {
	p := proverOf(t, rules.Default())
	rows, _ := rules.Tables()[0].Rows(rules.Files())
	if said := p.issuer(&example{Row: rows[0], Want: false, Text: "某某"}); said == "" {
		t.Error("a name without an end has a type")
	}
}

// folder makes a folder of a user's from pairs of a file name and its text.
func folder(files ...string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		fsys[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return fsys
}

// TestFolder proves rows of a user's: with and without examples, in the row and in a corpus, with such that do not hold.
func TestFolder(t *testing.T) {
	const labels, corpus, tails = "labels.tsv", "corpus/labels.txt", "sign\tword\n+\t挂空档\n"
	head := "label\tfield\texample\tcounterexample\n"
	for name, test := range map[string]struct {
		files []string
		want  string
	}{
		"whole":        {[]string{labels, head + "办理成效\tprogress\t办理成效：清退房屋3处。\t注重办理成效，提高群众满意度。\n"}, ""},
		"bare":         {[]string{labels, head + "办理成效\tprogress\n"}, "warning labels.tsv:2: 办理成效 has no example; warning labels.tsv:2: 办理成效 has no counterexample"},
		"one sign":     {[]string{labels, head + "办理成效\tprogress\t办理成效：清退房屋3处。\n"}, "warning labels.tsv:2: 办理成效 has no counterexample"},
		"wrong":        {[]string{labels, head + "办理成效\tprogress\t办理结果：清退房屋3处。\t注重办理成效。\n"}, `labels.tsv:2: example: 办理结果：清退房屋3处。: it gives the fields []`},
		"wrong too":    {[]string{labels, head + "办理成效\tprogress\t办理成效：清退。\t办理成效：清退。\n"}, `labels.tsv:2: counterexample: 办理成效：清退。: it gives the fields ["progress"]`},
		"corpus":       {[]string{labels, head + "办理成效\tprogress\n", corpus, "# 注\n\n办理成效 + 办理成效：清退房屋3处。\r\n办理成效 - 注重办理成效。"}, ""},
		"wrong corpus": {[]string{labels, head + "办理成效\tprogress\t办理成效：清退。\t注重办理成效。\n", corpus, "办理成效 + 注重办理成效。\n"}, `corpus/labels.txt:1: 注重办理成效。: it gives the fields []`},
		"no row":       {[]string{labels, head + "办理成效\tprogress\t办理成效：清退。\t注重办理成效。\n", corpus, "办理效果 + 办理效果：清退。\n"}, `corpus/labels.txt:1: 办理效果：清退。: labels.tsv has no row "办理效果"`},
		"no sign":      {[]string{labels, head + "办理成效\tprogress\t办理成效：清退。\t注重办理成效。\n", corpus, "办理成效 办理成效：清退。\n"}, `corpus/labels.txt:1: 办理成效 办理成效：清退。: it has neither + nor - between spaces`},
		"twice":        {[]string{labels, head + "办理成效\tprogress\t办理成效：清退。\t注重办理成效。\n", corpus, "办理成效 - 看重办理成效。\n办理成效 - 看重办理成效。\n"}, `corpus/labels.txt:2: 看重办理成效。: it stands in line 1 as well`},
		"names":        {[]string{"tails.tsv", tails, "corpus/tails.txt", "problem 挂空档 + 主题党日挂空档\nproblem 挂空档 - 整治挂空档的现象\n"}, ""},
		"by itself":    {[]string{"tails.tsv", tails, "corpus/tails.txt", "problem 挂空档 + 主题党日挂空档不到位\nproblem 挂空档 - 整治挂空档的现象\n"}, "corpus/tails.txt:1: 主题党日挂空档不到位: it reads so without the row"},
		"verbs":        {[]string{"actions.tsv", "code\tname_zh\tname_en\tverbs\nheld\t存档\theld\t存档\n"}, "warning actions.tsv:2: held 存档 has no example; warning actions.tsv:2: held 存档 has no counterexample"},
		"list":         {[]string{"words.tsv", "word\tpos\n办理成效\tn\n"}, ""},
		"clause":       {[]string{"cues.tsv", "word\tkind\n拟于\tplanned\n", "corpus/cues.txt", "planned 拟于 + 拟于年底新增床位80张\nplanned 拟于 - 新增床位【80张】，草拟于五月\n"}, "corpus/cues.txt:1: 拟于年底新增床位80张: it has no mention between 【 and 】"},
	} {
		fsys := folder(test.files...)
		set, err := rules.Load(fsys)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		var said []string
		for _, table := range rules.Tables() {
			if table.Name != test.files[0] {
				continue
			}
			for _, f := range proverOf(t, set).table(table, fsys, fsys) {
				text := f.Error.Error()
				if f.Warning {
					text = "warning " + text
				}
				said = append(said, text)
			}
		}
		if got := strings.Join(said, "; "); got != test.want {
			t.Errorf("%s: got %s\nwant %s", name, got, test.want)
		}
	}
}

func TestParse(t *testing.T) {
	for _, test := range []struct {
		line string
		want example
		ok   bool
	}{
		{"planned 计划 + 计划增加床位【80张】", example{Name: "planned 计划", Want: true, Text: "计划增加床位【80张】"}, true},
		{"planned 计划 - 年度计划共【27项】", example{Name: "planned 计划", Text: "年度计划共【27项】"}, true},
		{"title_meta og:title - A + B - C", example{Name: "title_meta og:title", Text: "A + B - C"}, true},
		{"planned 计划", example{Text: "planned 计划"}, false},
	} {
		if got, ok := parse(test.line); got != test.want || ok != test.ok {
			t.Errorf("%s: got %+v, %v", test.line, got, ok)
		}
	}
}

// TestMetrics finds clauses of a user's metric that are named otherwise.
func TestMetrics(t *testing.T) {
	block := "mine.baskets  竹筐  \"baskets\"  in 个\n  near  竹筐\n  yes   %s\n  no    %s\n"
	for _, test := range []struct{ yes, no, want string }{
		{"采购竹筐【12个】", "采购木桶【12个】", ""},
		{"采购木桶【12个】", "采购木桶【12个】", `metrics/mine.rules:3: yes: 采购木桶【12个】: the mention is named ""`},
		{"采购竹筐【12个】", "采购竹筐【12个】", `metrics/mine.rules:4: no: 采购竹筐【12个】: the mention is named "mine.baskets"`},
		{"采购竹筐【12个】", "采购木桶【12个】 -> education.school_places", `metrics/mine.rules:4: no: 采购木桶【12个】: the mention is named ""`},
		{"采购竹筐【若干】", "采购木桶【12个】", `metrics/mine.rules:3: yes: 采购竹筐【若干】: no quantity is there`},
	} {
		checked, err := Folder(folder("metrics/mine.rules", fmt.Sprintf(block, test.yes, test.no)))
		var said []string
		for _, f := range checked.Findings {
			said = append(said, f.Error.Error())
		}
		if got := strings.Join(said, "; "); err != nil || got != test.want || checked.Metrics != 1 {
			t.Errorf("%s, %s: got %s, %v; want %s", test.yes, test.no, got, err, test.want)
		}
	}
}

// TestStrayExamples tells of examples that no table of the folder asks for.
func TestStrayExamples(t *testing.T) {
	for _, file := range []string{"corpus/tails.txt", "corpus/tail.txt", "corpus/words.txt", "corpus/labels.tsv"} {
		checked, err := Folder(folder("words.tsv", "word\tpos\n办理成效\tn\n", "labels.tsv", "label\tfield\n", file, "甲 + 乙\n"))
		if err != nil || len(checked.Findings) != 1 || checked.Findings[0].File != file {
			t.Errorf("%s: %+v, %v", file, checked.Findings, err)
		}
	}
}
