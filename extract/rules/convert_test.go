package rules

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"
)

// oldColumns is the first line of a table of metrics of old, and oldBaskets a table without a mistake.
const (
	oldColumns = "code\tname_zh\tname_en\tunit\tunits\twords\tverbs\tcontext\tnot\texample\tcounterexample\n"
	oldBaskets = oldColumns + "mine.baskets\t竹筐\tbaskets\t个\t个\t竹筐\t\t\t\t竹筐【3个】\t木桶【3个】\n"
)

// oldRowOf is a row that looks for words, verbs and a context.
func oldRowOf(code, words, verbs, context string) string {
	return strings.Join([]string{code, "名", "name", "个", "个", words, verbs, context, "", "竹筐【3个】", "木桶【3个】"}, "\t") + "\n"
}

// converted returns the parts of metrics in the order in which they are tried, and what was told.
func converted(t *testing.T, table string) ([]Try, Errors) {
	t.Helper()
	blocks, told, err := ConvertMetrics(fstest.MapFS{OldMetrics: {Data: []byte(table)}})
	if err != nil {
		t.Fatal(err)
	}
	set, err := Load(fstest.MapFS{ConvertedFile: {Data: blocks}})
	if err != nil {
		t.Fatal(err)
	}
	return set.Tries, told
}

// TestConvertedOrder tries rows of which several fit: the one that scored highest must be tried first.
func TestConvertedOrder(t *testing.T) {
	for _, c := range []struct {
		what, table string
		want        []string // code and first word of each part
	}{
		{"longer words", oldRowOf("a.short", "筐", "", "") + oldRowOf("a.long", "竹筐", "", ""), []string{"a.long 竹筐", "a.short 筐"}},
		{"the first of equals", oldRowOf("a.first", "竹筐", "", "") + oldRowOf("a.second", "竹筐", "", ""), []string{"a.first 竹筐", "a.second 竹筐"}},
		{"a verb outweighs a character", oldRowOf("a.long", "竹筐", "", "") + oldRowOf("a.verb", "筐", "编", ""), []string{"a.verb 筐", "a.long 竹筐"}},
		{"and a context does not", oldRowOf("a.about", "筐", "", "乡村") + oldRowOf("a.long", "竹筐", "", ""), []string{"a.long 竹筐", "a.about 筐"}},
		{
			"one word goes before a metric, another after it", oldRowOf("a.plain", "竹筐", "", "") + oldRowOf("a.mixed", "大竹筐|筐|筐子|筐儿", "", ""),
			[]string{"a.mixed 大竹筐", "a.plain 竹筐", "a.mixed 筐"},
		},
		{"joined words hold those in them", oldRowOf("a.plain", "竹筐", "", "") + oldRowOf("a.both", "竹筐&提梁", "", ""), []string{"a.both 竹筐", "a.plain 竹筐"}},
	} {
		tries, _ := converted(t, oldColumns+c.table)
		var got []string
		for _, try := range tries {
			got = append(got, try.Code+" "+try.Near[0].Words[0])
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: tried in the order %q, want %q", c.what, got, c.want)
		}
	}
}

// TestConvertedWords insists that what a block cannot say is told, and nothing else.
func TestConvertedWords(t *testing.T) {
	for _, c := range []struct{ words, verbs, context, told string }{
		{"竹筐|提梁&竹筐", "编|买", "乡村|!城市", ""},
		{"竹筐|竹&", "", "", `words: "竹&" lacks a word`},
		{"竹筐|竹 筐", "", "", `words: "竹 筐" cannot be said`},
		{"竹筐|竹+筐", "", "", `words: "竹+筐" cannot be said`},
		{"竹筐", "编|编&织", "", `verbs: "编&织" could never be found`},
		{"竹筐", "", "乡村|!@", `context: "!@" cannot be said`},
		{"竹筐", "编|", "", `verbs: "" lacks a word`},
		{"竹筐", "", "!", `context: "!" lacks a word`},
	} {
		tries, told := converted(t, oldColumns+oldRowOf("mine.baskets", c.words, c.verbs, c.context))
		if len(tries) != 1 || c.told == "" && len(told) > 0 || c.told != "" && (len(told) != 1 || !strings.Contains(told.Error(), "metrics.tsv:2: "+c.told)) {
			t.Errorf("%q %q %q: %d parts, told %v, want %q", c.words, c.verbs, c.context, len(tries), told, c.told)
		}
	}
	for _, row := range []string{oldRowOf("mine.baskets", "竹&", "", ""), oldRowOf("mine.baskets", "竹筐", "编&织", ""), oldRowOf("mine.baskets", "竹筐", "", "乡&村|!城市")} {
		if tries, told := converted(t, oldColumns+row); len(tries) > 0 || len(told) != 2 {
			t.Errorf("%q: a row that names nothing is kept: %d parts, told %v", row, len(tries), told)
		}
	}
}

// TestConvertMistakes insists that what cannot be a block is a mistake of the table, with its line.
func TestConvertMistakes(t *testing.T) {
	for _, c := range []struct{ table, want string }{
		{strings.Replace(oldBaskets, "mine.baskets", "Baskets", 1), `metrics.tsv:2: code: "Baskets" is no area and name`},
		{strings.Replace(oldBaskets, "个\t个", "persn\t个", 1), `metrics.tsv:2: unit: unknown unit "persn"`},
		{strings.Replace(oldBaskets, "个\t个", "个\t@weight", 1), `metrics.tsv:2: units: unknown unit "@weight"`},
		{strings.Replace(oldBaskets, "code", "codes", 1), "metrics.tsv:1: the columns are"},
		{strings.Replace(oldBaskets, "竹筐\tbaskets", "\tbaskets", 1), "metrics.tsv:2: name_zh: missing"},
	} {
		if _, _, err := ConvertMetrics(fstest.MapFS{OldMetrics: {Data: []byte(c.table)}}); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %s", err, c.want)
		}
	}
}
