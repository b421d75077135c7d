package rules

import (
	"errors"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"unicode/utf8"
)

// basket is a block without a mistake.
const basket = "mine.baskets  竹筐  \"baskets\"  in 个\n  near    竹筐\n  yes     竹筐【3个】\n  no      木桶【3个】\n"

func TestMetricMistakes(t *testing.T) {
	for _, c := range []struct{ text, at, want string }{
		{"mine.baskets 竹筐 baskets 个\n", ":1: ", "a metric opens with"},
		{strings.Replace(basket, "mine.baskets", "Baskets", 1), ":1: code", "no area and name"},
		{strings.Replace(basket, "in 个", "in persn", 1), ":1: in", `unknown unit "persn"`},
		{strings.Replace(basket, "  near    竹筐", "  stated  persn\n  near 竹筐", 1), ":2: stated", `unknown unit "persn"`},
		{strings.Replace(basket, "  near    竹筐", "  stated  @weight\n  near 竹筐", 1), ":2: stated", `unknown unit "@weight"`},
		{strings.Replace(basket, "竹筐\n", "竹筐+\n", 1), ":2: near", "lacks a word beside its +"},
		{strings.Replace(basket, "竹筐\n", "竹筐&提梁\n", 1), ":2: near", "+ joins those that must all be near"},
		{strings.Replace(basket, "竹筐\n", "竹筐 竹筐\n", 1), ":2: near", "stands twice"},
		{strings.Replace(basket, "竹筐\n", "@baskets\n", 1), ":2: near", `no set is named "baskets"`},
		{strings.Replace(basket, "  near    竹筐\n", "", 1), ":1: near", "missing"},
		{strings.Replace(basket, "  no      木桶【3个】\n", "", 1), ":1: no", "missing"},
		{strings.Replace(basket, "【3个】\n", "3个\n", 1), ":3: yes", "has no 【】"},
		{strings.Replace(basket, "木桶【3个】", "木桶【3个】 -> mine.buckets", 1), ":4: no", `no metric has the code "mine.buckets"`},
		{strings.Replace(basket, "near  ", "nearby", 1), ":2: nearby", "unknown"},
		{basket + "  before mine.buckets\n", ":1: before", `no other metric has the code "mine.buckets"`},
		{basket + basket, ":5: code", "stands twice"},
		{basket + "  before\n", ":5: before", "missing"},
		{basket + "  stated\n", ":5: stated", "missing"},
		{replaceMark + "\n" + basket, ":1: ", replaceAllMark},
		{"  near 竹筐\n", ":1: ", "no block is open"},
		{"or\n" + basket, ":1: ", "no block is open"},
		{"set baskets\n" + basket, ":1: set", "a set is a name and words"},
		{"set baskets 竹筐 提篮\n" + basket, ":1: set", `no rule uses the set "baskets"`},
		{strings.Replace(basket, `"baskets"`, `"baskets`, 1), ":1: ", "no closing quotation mark"},
		{strings.Replace(basket, "竹筐\n", "竹筐 提篮、箩筐\n", 1), ":2: near", "words are parted by blanks"},
		{strings.Replace(basket, "竹筐\n", "竹筐\u3000提篮\n", 1), ":2: near", "words are parted by blanks"},
		{strings.Replace(basket, "竹筐\n", "竹筐＋提梁\n", 1), ":2: near", "words are parted by blanks"},
		{strings.Replace(basket, "木桶【3个】", "木桶【3个】 → mine.buckets", 1), ":4: no", `no metric has the code "mine.buckets"`},
		{strings.Replace(basket, "木桶【3个】", "木桶【3个】 ->", 1), ":4: no", "no code stands after"},
		{strings.Replace(basket, "竹筐【3个】", "竹筐【3个】竹筐【4个】", 1), ":3: yes", "more than one 【】"},
		{basket + "  parent mine.buckets\n", ":1: parent", `no metric has the code "mine.buckets"`},
		{basket + "  parent mine.baskets\n", ":1: parent", "a kind of itself"},
		{basket + "  parent mine.crates\n" + strings.ReplaceAll(basket, "baskets", "crates") + "  parent mine.baskets\n", ":1: parent", "a kind of itself"},
		{basket + "  parent education.school_places\n  parent health.beds\n", ":6: parent", "has one parent"},
		{basket + "  of mine.buckets\n", ":1: of", `no other metric has the code "mine.buckets"`},
		{basket + "  of\n", ":5: of", "missing"},
		{basket + "  due\n  done\n", ":6: done", "not both"},
		{basket + "  done 15\n", ":5: done", "nothing stands after it"},
		{basket + "  parent\n", ":5: parent", "the code of one metric"},
		{basket + "  parent health.beds\n", ":1: parent", "its parent in 张"},
		{basket + "  full 100\n", ":5: full", "nothing stands after it"},
		{"set a 竹筐 @b\n" + basket, ":1: set", "no other set"},
		{basket + "-health.bed\n", ":5: ", `no built-in metric has the code "health.bed"`},
		{basket + "-health.beds cadre.appointed\n", ":5: ", "a line of its own"},
		{"\xb0\xec\n" + basket, ":1: ", "save the file as UTF-8"},
		{"a\x00b\n" + basket, ":1: ", "control character"},
	} {
		_, err := Load(fstest.MapFS{"metrics/mine.rules": {Data: []byte(c.text)}})
		if err == nil || !strings.Contains(err.Error(), "metrics/mine.rules"+c.at) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %s… %s", c.text, err, c.at, c.want)
		}
	}
}

// TestLooseWriting insists that tabs part as blanks do, that # opens a comment, and that a blank may stand after the - of a removal.
func TestLooseWriting(t *testing.T) {
	text := strings.ReplaceAll(basket, "  near    竹筐", "\tnear\t竹筐 # 提篮") + "- health.beds # 不要\n"
	set, err := Load(fstest.MapFS{"metrics/mine.rules": {Data: []byte(text)}})
	if err != nil {
		t.Fatal(err)
	}
	last := set.Metrics[len(set.Metrics)-1]
	if words := last.Parts[0].Near; len(words) != 1 || words[0].Words[0] != "竹筐" {
		t.Errorf("near is %v", words)
	}
	if slices.ContainsFunc(set.Metrics, func(m Metric) bool { return m.Code == "health.beds" }) {
		t.Error("a metric is not removed")
	}
}

// TestExtend adds a part to a built-in metric, which keeps those that it has.
func TestExtend(t *testing.T) {
	part := "+education.kindergartens\n  counts  托育园\n  near    托育园\n  yes     新建托育园【3所】\n  no      新建托育园大棚【3座】\n"
	set, err := Load(fstest.MapFS{"metrics/mine.rules": {Data: []byte(part)}})
	if err != nil {
		t.Fatal(err)
	}
	parts := func(set *Set) int {
		i := slices.IndexFunc(set.Metrics, func(m Metric) bool { return m.Code == "education.kindergartens" })
		return len(set.Metrics[i].Parts)
	}
	if len(set.Metrics) != len(Default().Metrics) || parts(set) != parts(Default())+1 {
		t.Errorf("%d parts of %d metrics", parts(set), len(set.Metrics))
	}
	for _, text := range []string{strings.Replace(part, "kindergartens", "kindergarten", 1), strings.Replace(part, "gartens\n", "gartens 园\n", 1)} {
		if _, err := Load(fstest.MapFS{"metrics/mine.rules": {Data: []byte(text)}}); err == nil || !strings.Contains(err.Error(), "mine.rules:1: parts are added") {
			t.Errorf("got %v", err)
		}
	}
}

// TestStrays insists that files which look like tables and are not read are told.
func TestStrays(t *testing.T) {
	for _, name := range []string{"labels.tsv.txt", "extra.rules", "metrics/labels.tsv", "metrics/mine.rules.txt", "metrics/Mine.RULES"} {
		_, err := Load(fstest.MapFS{"metrics/mine.rules": {Data: []byte(basket)}, name: {Data: []byte("x\n")}})
		if err == nil || !strings.Contains(err.Error(), name+": this file is not read") {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Load(fstest.MapFS{"metrics/mine.rules": {Data: []byte(basket)}, "README.md": {}, "corpus/cues.txt": {}}); err != nil {
		t.Error(err)
	}
}

// TestLargeFiles insists that a file which no table needs is not read, and that its mistakes are told up to a number.
func TestLargeFiles(t *testing.T) {
	_, err := Load(fstest.MapFS{"metrics/mine.rules": {Data: []byte(strings.Repeat("# x\n", mostBytes/4+1))}})
	if err == nil || !strings.Contains(err.Error(), "which no table needs") {
		t.Errorf("got %v", err)
	}
	_, err = Load(fstest.MapFS{"metrics/mine.rules": {Data: []byte(strings.Repeat("x\n", 1000))}})
	if err == nil || strings.Count(err.Error(), "\n") != MostTold || !strings.HasSuffix(err.Error(), " more") {
		t.Errorf("got %d lines", strings.Count(err.Error(), "\n"))
	}
}

// TestAllMistakesAreTold insists that a run tells of each mistake of a folder.
func TestAllMistakesAreTold(t *testing.T) {
	text := strings.Replace(strings.Replace(basket, "in 个", "in persn", 1), "【3个】\n", "3个\n", 2)
	_, err := Load(fstest.MapFS{"metrics/mine.rules": {Data: []byte(text)}})
	var all Errors
	if !errors.As(err, &all) || len(all) != 3 {
		t.Errorf("%d mistakes: %v", len(all), err)
	}
}

// TestMetricsOverlay lays blocks over the built-in ones.
func TestMetricsOverlay(t *testing.T) {
	load := func(file, text string) *Set {
		t.Helper()
		set, err := Load(fstest.MapFS{file: {Data: []byte(text)}})
		if err != nil {
			t.Fatal(err)
		}
		return set
	}
	has := func(set *Set, code string) bool {
		return slices.ContainsFunc(set.Metrics, func(m Metric) bool { return m.Code == code })
	}
	all := len(Default().Metrics)
	if set := load("metrics/mine.rules", basket); len(set.Metrics) != all+1 || set.Tries[len(set.Tries)-1].Code != "mine.baskets" {
		t.Error("a new metric is not added and tried last")
	}
	if set := load("metrics/mine.rules", basket+"  before  health.beds\n"); set.Tries[len(set.Tries)-1].Code == "mine.baskets" {
		t.Error("a metric that says before which it goes is tried last")
	}
	if set := load("metrics/mine.rules", "-health.beds\n"); len(set.Metrics) != all-1 || has(set, "health.beds") {
		t.Error("a metric is not removed")
	}
	replaced := load("metrics/mine.rules", strings.Replace(basket, "mine.baskets", "health.beds", 1))
	if i := slices.IndexFunc(replaced.Metrics, func(m Metric) bool { return m.Code == "health.beds" }); len(replaced.Metrics) != all || replaced.Metrics[i].Name.ZH != "竹筐" {
		t.Error("a block of a known code does not take its place")
	}
	if set := load("metrics/culture.rules", replaceMark+"\n"+basket); has(set, "culture.teams") || !has(set, "mine.baskets") {
		t.Error("a file does not take the place of the built-in one")
	}
	if set := load("metrics/mine.rules", replaceAllMark+"\n"+basket); len(set.Metrics) != 1 {
		t.Errorf("%d metrics are left where a file takes the place of all", len(set.Metrics))
	}
	data, err := fs.ReadFile(Files(), "metrics/health.rules")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Load(fstest.MapFS{"metrics/health.rules": {Data: data}}); err == nil || !strings.Contains(err.Error(), replaceMark) {
		t.Errorf("a copy of a file does not ask what is meant: %v", err)
	}
}

// TestMoreThanHalf insists that a file which says most of a built-in one anew asks what is meant, and that half of it does not.
func TestMoreThanHalf(t *testing.T) {
	codes := builtInCodes(t, "metrics/health.rules")
	for _, n := range []int{len(codes) / 2, len(codes)/2 + 1} {
		var text strings.Builder
		for _, code := range codes[:n] {
			text.WriteString(strings.Replace(basket, "mine.baskets", code, 1))
		}
		_, err := Load(fstest.MapFS{"metrics/health.rules": {Data: []byte(text.String())}})
		if asks := err != nil && strings.Contains(err.Error(), replaceMark); asks != (2*n > len(codes)) {
			t.Errorf("%d of %d: %v", n, len(codes), err)
		}
	}
}

// builtInCodes returns the codes of a built-in file of metrics.
func builtInCodes(t *testing.T, name string) (codes []string) {
	t.Helper()
	for _, m := range Default().Metrics {
		if m.File == name {
			codes = append(codes, m.Code)
		}
	}
	if len(codes) < 6 {
		t.Fatalf("%s has %d metrics", name, len(codes))
	}
	return codes
}

func TestPrecedenceCircle(t *testing.T) {
	other := strings.ReplaceAll(basket, "baskets", "crates")
	_, err := Load(fstest.MapFS{"metrics/mine.rules": {Data: []byte(basket + "  before  mine.crates\n" + other + "  before  mine.baskets\n")}})
	if err == nil || !strings.Contains(err.Error(), "in a circle") {
		t.Errorf("got %v", err)
	}
}

// TestOldMetrics insists that a table of metrics of old is refused with what to do.
func TestOldMetrics(t *testing.T) {
	if _, err := Load(fstest.MapFS{"metrics.tsv": {Data: []byte("code\n")}}); err == nil || !strings.Contains(err.Error(), "rules convert") {
		t.Errorf("got %v", err)
	}
}

// TestLinesAreShort insists that the blocks can be read without scrolling.
func TestLinesAreShort(t *testing.T) {
	const wide = 100
	for _, name := range FileNames() {
		data, err := fs.ReadFile(Files(), name)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(data)) {
			if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); strings.HasSuffix(name, ".rules") && n > wide {
				t.Errorf("%s: %d characters: %s", name, n, line)
			}
		}
	}
}

func TestParents(t *testing.T) {
	set, err := Load(fstest.MapFS{"metrics/mine.rules": {Data: []byte(basket + "  parent education.school_places\n-discipline.people_disciplined\n")}})
	if err != nil {
		t.Fatal(err)
	}
	parents := set.Parents()
	if got := parents["mine.baskets"]; got != "education.school_places" {
		t.Errorf("the parent of baskets is %q", got)
	}
	if got, ok := parents["discipline.people_warned"]; ok {
		t.Errorf("a parent that was taken out is still there: %q", got)
	}
}

func TestProgress(t *testing.T) {
	set, err := Load(fstest.MapFS{"metrics/mine.rules": {Data: []byte(basket + "  done\n  of health.beds\n")}})
	if err != nil {
		t.Fatal(err)
	}
	due, done := set.Progress()
	if !done["mine.baskets"] || due["mine.baskets"] || !due["inspection.problems_fed_back"] || done["inspection.problems_fed_back"] {
		t.Errorf("due are %v, done are %v", due, done)
	}
	if got := set.Rates()["mine.baskets"]; !slices.Equal(got, []string{"health.beds"}) {
		t.Errorf("baskets are a rate of %v", got)
	}
}
