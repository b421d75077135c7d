package rules

import (
	"errors"
	"io/fs"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// overlay makes a folder of tables from pairs of a file name and its text.
func overlay(files ...string) fstest.MapFS {
	fsys := fstest.MapFS{}
	for i := 0; i < len(files); i += 2 {
		fsys[files[i]] = &fstest.MapFile{Data: []byte(files[i+1])}
	}
	return fsys
}

// header returns the lines of a built-in table up to the names of its columns, so that tests do not repeat them.
func header(t *testing.T, table string) (head string, lines int) {
	t.Helper()
	data, err := fs.ReadFile(Files(), table)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		head += line
		lines++
		if !strings.HasPrefix(line, "#") {
			return head, lines
		}
	}
	t.Fatalf("%s names no columns", table)
	return "", 0
}

func TestBuiltInTablesLoad(t *testing.T) {
	set, errs := load(tables{})
	if len(errs) > 0 {
		t.Fatal(errs)
	}
	h := set.Headings
	for name, rows := range map[string]int{
		"markers": len(h.Markers), "labels": len(h.Labels), "prefixes": len(h.Prefixes), "suffixes": len(h.Suffixes),
		"tails": h.Tails.Len(), "verbs": h.Verbs.Len(), "roles": len(h.Roles), "furniture": len(set.Page.Furniture), "parts": len(h.parts),
		"page parts": len(set.Page.parts), "inspections": len(set.Inspections.Teams), "regions": len(set.Regions.Ends),
		"units": len(set.Quantities.All()), "slogans": len(set.Quantities.Slogans), "cues": len(set.Quantities.cues),
		"metrics": len(set.Metrics), "topics": len(set.Topics), "words": len(set.Words), "sites": len(set.Sites),
		"divisions": len(set.Divisions), "kinds": len(set.Kinds), "issuers": len(set.Issuers), "actions": len(set.Actions),
		"contacts": len(set.Contacts), "diagnostics": len(set.Diagnostics.Rows),
	} {
		if rows == 0 {
			t.Errorf("%s: no row is loaded", name)
		}
	}
}

// TestEveryTableIsRead breaks one table after the other: a file that the loader forgot would go unnoticed.
func TestEveryTableIsRead(t *testing.T) {
	tables, err := fs.Glob(Files(), "*.tsv")
	if err != nil || len(tables) == 0 {
		t.Fatal(tables, err)
	}
	for _, table := range tables {
		_, err := Load(overlay(table, "# spoilt\nno_such_column\n"))
		var at *Error
		if !errors.As(err, &at) || at.File != table || at.Line != 2 {
			t.Errorf("%s: error %v, want one at line 2", table, err)
		}
	}
}

func TestLoadErrors(t *testing.T) {
	tests := []struct{ table, row, column, want string }{
		{"units.tsv", "箩\tweight\t\t\t\t\t3箩\t3号", "dimension", `"weight" is none of count`},
		{"units.tsv", "箩\tcount\t个\tfew\t\t\t3箩\t3号", "factor", `"few" is neither a number`},
		{"units.tsv", "箩\tcount\t\t2\t\t\t3箩\t3号", "factor", `"2" is no number of base units of the base ""`},
		{"units.tsv", "箩\tcount\t\t\tno\t\t3箩\t3号", "small", `"no" is none of`},
		{"slogans.tsv", "四个意识\t\t增强四个意识\t建成三个站点", "phrase", `"四个意识" has no * where its number stands`},
		{"cues.tsv", "大约\tperhaps", "kind", `"perhaps" is none of planned`},
		{"labels.tsv", "措施\tdeeds", "field", `"deeds" is none of number`},
		{"frames.tsv", "middle\t关于", "place", `"middle" is none of prefix, suffix`},
		{"tails.tsv", "*\t不够", "sign", `"*" is none of +, ++, -`},
		{"roles.tsv", "problems\t问题\tmuch", "weight", `"much" is no positive whole number`},
		{"furniture.tsv", "打印\tend\ttool", "place", `"end" is none of start, within`},
		{"parts.tsv", "beginning\t现将", "part", `"beginning" is none of title_word`},
		{"inspections.tsv", "team\t\t{body}组\t甲组\t乙组", "pattern", `no set is named "body"`},
		{"inspections.tsv", "team\t\t[甲组\t甲组\t乙组", "pattern", "missing closing"},
		{"inspections.tsv", "level\ttown\t镇委\t镇委巡察组\t巡察组", "of", `"town" is none of central`},
		{"regions.tsv", "end\t\t地区\t甲地区\t甲", "words", `"地区" is no single character`},
		{"regions.tsv", "before\t\t域\t甲区域\t甲", "of", "missing"},
		{"regions.tsv", "own_kind\ttown\t镇\t镇党委\t党委", "of", `"town" is not county`},
		{"markers.tsv", "x\t其\tcn\t，\t\t\t其一，甲\t其他\tlist", "use", `"list" is none of`},
		{"kinds.tsv", "news\ttitle\t!记者\t2", "cue", `"!记者" asks for no word`},
		{"kinds.tsv", "poem\ttitle\t记者\t2", "kind", `"poem" is none of rectification`},
		{"contacts.tsv", "电话\ttelephone", "kind", `"telephone" is none of phone`},
		{"actions.tsv", "\t印发\tissued\t印发", "code", "missing"},
		{"issuers.tsv", "school\t\tschool\t大学党委", "name_zh", "missing"},
		{"contacts.tsv", "电话\tphone\tmore", "", "3 fields in a table of 2 columns"},
		{"diagnostics.tsv", "outline.gap\t\tgrave\tmarker|wanted\t{marker}{wanted}\t{marker}{wanted}\t核对\tcheck", "severity", `"grave" is none of info, warning, error`},
		{"diagnostics.tsv", "outline.gap\t\tinfo\tmarker|wanted\t{marker}{wanted}\t{marker} {number} {wanted}\t核对\tcheck", "message_en", "no argument is named {number}"},
		{"diagnostics.tsv", "outline.gap\t\tinfo\tmarker|wanted\t{marker}\t{marker}{wanted}\t核对\tcheck", "message_zh", "the argument {wanted} is missing"},
		{"diagnostics.tsv", "outline.gap\t\tinfo\tmarker|wanted\t{marker}{wanted\t{marker}{wanted}\t核对\tcheck", "message_zh", "{ without a name and }"},
		{"diagnostics.tsv", "outline.gap\t\tinfo\tmarker|wanted\t{marker}{wanted}\t{marker} wanted}\t核对\tcheck", "message_en", "} without {"},
		{"diagnostics.tsv", "outline.gap\t\tinfo\tmarker\t{marker}\t{marker}\t核对\tcheck", "args", `"marker" are not those of the program: "marker|wanted"`},
		{"diagnostics.tsv", "outline.gap\tmore\tinfo\tmarker\t{marker}\t{marker}\t核对\tcheck", "code", `the program has no row "outline.gap more"`},
		{"diagnostics.tsv", "title.missing\t\tinfo\t\t没有\tnone\t\tcheck", "advice_zh", "missing"},
	}
	for _, test := range tests {
		head, lines := header(t, test.table)
		_, err := Load(overlay(test.table, head+"\n"+test.row+"\n")) // an empty line counts as well
		var at *Error
		if !errors.As(err, &at) {
			t.Errorf("%s: %q: error %v, want an *Error", test.table, test.row, err)
			continue
		}
		if at.File != test.table || at.Line != lines+2 || at.Column != test.column || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %q: error %q, want %s in line %d", test.table, test.row, err, test.want, lines+2)
		}
	}
}

func TestKeysThatStandTwice(t *testing.T) {
	for table, row := range map[string]string{
		"units.tsv":  "箩\tcount\t\t\t\t\t3箩\t3号\n",
		"labels.tsv": "举措\tmeasures\n",
		"words.tsv":  "学位\tn\n",

		"diagnostics.tsv": "title.missing\t\tinfo\t\t没有\tnone\t核对\tcheck\n",
	} {
		head, lines := header(t, table)
		_, err := Load(overlay(table, head+row+row))
		var at *Error
		if !errors.As(err, &at) || at.File != table || at.Line != lines+2 || !strings.Contains(err.Error(), "stands twice") {
			t.Errorf("%s: error %v, want one for the second row", table, err)
		}
	}
}

func TestErrorsWithoutALine(t *testing.T) {
	_, err := Load(overlay("metric.tsv", ""))
	var at *Error
	if !errors.As(err, &at) || !strings.HasPrefix(err.Error(), "metric.tsv: no such table; the tables are actions.tsv, ") {
		t.Errorf("a misspelt name: error %v", err)
	}
	if _, err := Load(overlay("README.md", "说明")); err == nil {
		t.Error("no error for a folder without tables")
	}
	if _, err := Load(fstest.MapFS{"units.tsv": {Mode: fs.ModeDir | 0o755}}); err == nil {
		t.Error("no error where a folder has the name of a table")
	}
}

// refusing is a folder one of whose tables may not be read.
type refusing struct {
	fs.FS
	file string
}

func (r refusing) Open(name string) (fs.File, error) {
	if name == r.file {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return r.FS.Open(name)
}

// TestUnreadableTable insists that the built-in table does not stand in for one that is there.
func TestUnreadableTable(t *testing.T) {
	if _, err := Load(refusing{overlay("cues.tsv", ""), "cues.tsv"}); !errors.Is(err, fs.ErrPermission) {
		t.Errorf("error %v, want %v", err, fs.ErrPermission)
	}
}

func TestOverlay(t *testing.T) {
	head, _ := header(t, "contacts.tsv")
	head = strings.ReplaceAll(head, "\n", "\r\n") // as spreadsheets save it
	set, err := Load(overlay("contacts.tsv", "\ufeff# replace\r\n"+head+"热线\tphone\r\n", "README.md", "说明"))
	if err != nil {
		t.Fatal(err)
	}
	if want := []ContactLabel{{"热线", "phone"}}; !slices.Equal(set.Contacts, want) {
		t.Errorf("contacts %v, want %v", set.Contacts, want)
	}
	builtIn := Default()
	if slices.Equal(set.Contacts, builtIn.Contacts) {
		t.Error("the overlay reaches the built-in tables")
	}
	if diff := cmp.Diff(builtIn.Metrics, set.Metrics); diff != "" {
		t.Errorf("metrics are not overlaid and differ:\n%s", diff)
	}
}

// TestMetricsSeeTheUnitsOfTheOverlay lays a unit and a metric that counts by it over the tables.
func TestMetricsSeeTheUnitsOfTheOverlay(t *testing.T) {
	units, _ := header(t, "units.tsv")
	mine := "mine.baskets  竹筐  \"baskets\"  in 箩\n  near 竹筐\n  yes 竹筐【3箩】\n  no 木桶【3箩】\n"
	if _, err := Load(overlay("metrics/mine.rules", mine)); err == nil {
		t.Error("no error for a unit that no table holds")
	}
	set, err := Load(overlay("metrics/mine.rules", mine, "units.tsv", units+"箩\tcount\t\t\tyes\t\t3箩\t3号\n"))
	if err != nil {
		t.Fatal(err)
	}
	if name := set.Names().Metrics["mine.baskets"]; name.ZH != "竹筐" || name.EN != "baskets" {
		t.Errorf("the metric is named %v", name)
	}
}

// TestBuiltInKeysAreUnique insists that no row stands twice, and that no two codes bear one name.
func TestBuiltInKeysAreUnique(t *testing.T) {
	seen := map[string]bool{}
	once := func(parts ...string) {
		key := strings.Join(parts, " ")
		if seen[key] {
			t.Errorf("%s stands twice", key)
		}
		seen[key] = true
	}
	set := Default()
	for _, x := range set.Issuers {
		once("issuers.tsv code", x.Code)
		once("issuers.tsv name", x.Name.ZH)
		once("issuers.tsv name", x.Name.EN)
	}
	for _, x := range set.Actions {
		once("actions.tsv code", x.Code)
		for _, verb := range x.Verbs {
			once("actions.tsv verb", verb)
		}
	}
	for _, x := range set.Contacts {
		once("contacts.tsv", x.Label)
	}
	for _, x := range set.Sites {
		once("sites.tsv", x.Selector)
	}
	for _, x := range set.Kinds {
		once("kinds.tsv", x.Kind, x.Place, strings.Join(x.All, "&"), strings.Join(x.None, "!"))
	}
	for _, x := range set.Headings.Markers {
		once("markers.tsv", x.Code)
	}
	for _, x := range set.Headings.Roles {
		once("roles.tsv", x.Role, x.Word)
	}
	for _, x := range set.Page.Furniture {
		once("furniture.tsv", x.Word)
	}
	for _, x := range set.Quantities.Slogans {
		once("slogans.tsv", x.Before+"*"+x.After)
	}
	for kind, words := range set.Quantities.cues {
		for _, word := range words {
			once("cues.tsv", kind, word)
		}
	}
	parts := maps.Clone(set.Headings.parts)
	maps.Copy(parts, set.Page.parts)
	for part, words := range parts {
		for _, word := range words {
			once("parts.tsv", part, word)
		}
	}
}

// TestFiles insists that the files given out are all tables and nothing else.
func TestFiles(t *testing.T) {
	var want []string
	for _, pattern := range []string{"*.tsv", metricFiles} {
		names, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		want = append(want, names...)
	}
	files := fstest.MapFS{}
	for _, name := range FileNames() {
		text, err := Whole(name)
		if err != nil {
			t.Fatal(err)
		}
		files[name] = &fstest.MapFile{Data: []byte(text)}
	}
	if diff := cmp.Diff(want, FileNames()); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if _, err := Load(files); err != nil {
		t.Errorf("the built-in tables laid over themselves: %v", err)
	}
}

func BenchmarkLoad(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		if _, errs := load(tables{}); len(errs) > 0 {
			b.Fatal(errs)
		}
	}
}

// TestComparing checks what the tables say about how values compare.
func TestComparing(t *testing.T) {
	set := Default()
	if got := set.Counts()["inspection.problems_fed_back"]; got != "个" {
		t.Errorf("problems are counted in %q", got)
	}
	if got := set.Counts()["sewage.pipe_length"]; got != "" {
		t.Errorf("lengths are counted in %q", got)
	}
	if got := set.SameUnits()[MetricUnit{"sewage.capacity", "立方米/日"}]; got != "吨/日" {
		t.Errorf("a cubic metre of sewage a day is %q", got)
	}
	if got := set.SameUnits()[MetricUnit{"discipline.people_disciplined", "人次"}]; got != "人" {
		t.Errorf("people who are disciplined by the time are counted in %q", got)
	}
	for _, test := range []struct {
		metric, unit string
		want         bool
	}{
		{"education.school_places", "个", true},
		{"finance.loans", "元", true},
		{"sewage.coverage", "%", false},
		{"health.beds_per_1000", "张", false},
		{"air.pm25", "微克/立方米", false},
		{"land.project_land", "平方米", true},
		{"x", "？", false},
	} {
		if got := set.Additive(test.metric, test.unit); got != test.want {
			t.Errorf("%s in %s can be summed: %v", test.metric, test.unit, got)
		}
	}
}

// TestFits asks for units as written, with and without a metric.
func TestFits(t *testing.T) {
	for _, test := range []struct {
		metric, unit string
		want         bool
	}{
		{"", "个", true},
		{"", "万元", true},
		{"", "公理", false},
		{"", "", false},
		{"education.school_places", "个", true},
		{"education.school_places", "公里", false},
		{"governance.public_spending_change", "%", true},
		{"governance.public_spending_change", "亿元", true}, // @money
		{"governance.public_spending_change", "个", false},
		{"no.metric", "个", false},
	} {
		if got := Default().Fits(test.metric, test.unit); got != test.want {
			t.Errorf("%s in %q: %v", test.metric, test.unit, got)
		}
	}
}

// TestCounterexamples insists that the README is right about where most counterexamples lack what their row looks for, and so show nothing
// else.
func TestCounterexamples(t *testing.T) {
	set := Default()
	counts := map[string][2]int{} // of a table: those that lack it, all rows
	count := func(table, counterexample string, sought [][]string) {
		clause := strings.NewReplacer("【", "", "】", "").Replace(counterexample)
		n := counts[table]
		n[1]++
		if !slices.ContainsFunc(sought, func(words []string) bool {
			return !slices.ContainsFunc(words, func(word string) bool { return !strings.Contains(clause, word) })
		}) {
			n[0]++
		}
		counts[table] = n
	}
	for _, u := range set.Quantities.units {
		count("units", u.Counter, [][]string{{u.Name}})
	}
	for _, s := range set.Quantities.Slogans {
		count("slogans", s.Counter, [][]string{strings.Split(s.Before+"*"+s.After, "*")})
	}
	for _, topic := range set.Topics {
		var words [][]string
		for _, word := range topic.Words {
			words = append(words, []string{word})
		}
		count("topics", topic.Counter, words)
	}
	for table, most := range map[string]bool{"units": true, "slogans": true, "topics": false} {
		if n := counts[table]; (2*n[0] > n[1]) != most || n[0] == 0 {
			t.Errorf("README.md is behind: %d of the %d counterexamples of %s.tsv lack what their row looks for", n[0], n[1], table)
		}
	}
}
