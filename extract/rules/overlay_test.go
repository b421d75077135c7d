package rules

import (
	"slices"
	"strings"
	"testing"
)

// codesOf returns the codes of the numbering styles.
func codesOf(set *Set) (codes []string) {
	for _, m := range set.Headings.Markers {
		codes = append(codes, m.Code)
	}
	return codes
}

const (
	markerHead = "code\tbefore\tdigits\tafter\tnot\tinline\texample\tcounterexample\torder\n"
	labelHead  = "label\tfield\texample\tcounterexample\tbeside\n"
)

// TestRowsOfOnesOwn adds, replaces and removes rows.
func TestRowsOfOnesOwn(t *testing.T) {
	set, err := Load(overlay("labels.tsv", labelHead+"办理成效\tprogress\n整改时限\tgoal\n-序号\n"))
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"办理成效": "progress", "整改时限": "goal", "序号": "", "编号": "number"}
	for label, field := range want {
		if got := set.Headings.Labels[label]; got != field {
			t.Errorf("%s labels %q, want %q", label, got, field)
		}
	}
	if before := len(Default().Headings.Labels); len(set.Headings.Labels) != before {
		t.Errorf("%d labels, want %d: one came and one went", len(set.Headings.Labels), before)
	}
}

// TestOrderOfOnesOwn looks at where a row comes to stand: last, before another, or in the place of the one that it replaces.
func TestOrderOfOnesOwn(t *testing.T) {
	built := codesOf(Default())
	at := slices.Index(built, "cn")
	for name, test := range map[string]struct {
		rows string
		want []string
	}{
		"last":          {"star\t✪\tnone\n", append(slices.Clone(built), "star")},
		"before":        {"star\t✪\tnone\t\t\t\t\t\tbefore cn\n", slices.Insert(slices.Clone(built), at, "star")},
		"before a new":  {"star\t✪\tnone\t\t\t\t\t\tbefore moon\nmoon\t☾\tnone\t\t\t\t\t\tbefore cn\n", slices.Insert(slices.Clone(built), at, "star", "moon")},
		"in its place":  {"cn\t\tcn\t、\n", built},
		"moved":         {"dash\t——\tnone\t\t\t\t\t\tbefore aspect\n", slices.Concat([]string{"dash"}, built[:len(built)-1])},
		"before a gone": {"-bullet\n", slices.DeleteFunc(slices.Clone(built), func(c string) bool { return c == "bullet" })},
		"replaced":      {"", built},
	} {
		set, err := Load(overlay("markers.tsv", markerHead+test.rows))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		} else if got := codesOf(set); !slices.Equal(got, test.want) {
			t.Errorf("%s: %q, want %q", name, got, test.want)
		}
	}
	set, err := Load(overlay("markers.tsv", replaceMark+"\n"+markerHead+"star\t✪\tnone\ncn\t\tcn\t、\t\t\t\t\tbefore star\n"))
	if err != nil || !slices.Equal(codesOf(set), []string{"cn", "star"}) {
		t.Errorf("the whole table: %v, %v", set, err)
	}
}

// TestMistakesInOverlays names what is wrong in a table of a user's, where, and all of it.
func TestMistakesInOverlays(t *testing.T) {
	for _, test := range []struct{ table, text, want string }{
		{"labels.tsv", labelHead + "-办理成效\n", `labels.tsv:2: there is no row "办理成效" to remove`},
		{"labels.tsv", labelHead + "-序号\n-序号\n", `labels.tsv:3: "序号" is removed twice`},
		{"labels.tsv", labelHead + "-序号\n序号\tnumber\n", `labels.tsv:2: "序号" is removed, and stands in line 3 as well`},
		{"labels.tsv", labelHead + "办理\tgoal\n\n办理\tgoal\n", `labels.tsv:4: label: "办理" stands twice, first in line 2`},
		{"labels.tsv", labelHead + replaceMark + "\n", `labels.tsv:2: "# replace" stands in the first line or nowhere`},
		{"labels.tsv", replaceMark + "\n" + labelHead + "-序号\n", `labels.tsv:3: there is no row "序号" to remove where the whole table is replaced`},
		{"labels.tsv", "label\tfield\torder\n办理\tgoal\tbefore 序号\n", `labels.tsv:1: a column order stands in a table whose order does not count`},
		{"labels.tsv", labelHead + "办理 goal\n", `labels.tsv:2: field: missing`},
		{"labels.tsv", labelHead + "办\x00理\tgoal\n", `labels.tsv:2: it holds a control character`},
		{"labels.tsv", labelHead + "\xb0\xec\tgoal\n", `labels.tsv:2: it is not in UTF-8: save the file as UTF-8`},
		{"labels.tsv", labelHead + "\"办理\"\tgoal\n", `labels.tsv:2: label: it stands in quotation marks, as some programs write fields: leave them out`},
		{"labels.tsv", labelHead + "办理\tGoal\n", `labels.tsv:2: field: "Goal" is none of number, problem, goal, measures, progress, responsible, deadline, aspect`},
		{"labels.tsv", labelHead + "办理\tgoal\tx\ty\t\tz\n", `labels.tsv:2: 6 fields in a table of 5 columns`},
		{"labels.tsv", "label\n办理\n", `labels.tsv:1: the column field is missing: want "label\tfield\texample\tcounterexample\tbeside"`},
		{"labels.tsv", "field\tlabel\n", `labels.tsv:1: the columns are "field\tlabel", want "label\tfield\texample\tcounterexample\tbeside"`},
		{"labels.tsv", "# nothing\n", `labels.tsv: it names no columns, want "label\tfield\texample\tcounterexample\tbeside"`},
		{"labels.tsv", "", `labels.tsv: it names no columns, want "label\tfield\texample\tcounterexample\tbeside"`},
		{"labels.tsv", labelHead + "\tgoal\n办理\tx\n", "labels.tsv:2: label: missing\nlabels.tsv:3: field: \"x\" is none of number, problem, goal, measures, progress, responsible, deadline, aspect"},
		{"markers.tsv", markerHead + "star\t✪\tnone\t\t\t\t\t\tbefore sun\n", `markers.tsv:2: order: "before sun": there is no such row, or it waits for this one`},
		{"markers.tsv", markerHead + "star\t✪\tnone\t\t\t\t\t\tafter cn\n", `markers.tsv:2: order: "after cn" is not "before KEY" with the key of another row`},
		{"markers.tsv", markerHead + "star\t✪\tnone\t\t\t\t\t\tbefore star\n", `markers.tsv:2: order: "before star" is not "before KEY" with the key of another row`},
		{"markers.tsv", markerHead + "a\t✪\tnone\t\t\t\t\t\tbefore b\nb\t☾\tnone\t\t\t\t\t\tbefore a\n", "markers.tsv:2: order: \"before b\": there is no such row, or it waits for this one\nmarkers.tsv:3: order: \"before a\": there is no such row, or it waits for this one"},
		{"markers.tsv", markerHead + "star\t第\tarabisch\t回\n", `markers.tsv:2: digits: "arabisch" is none of cn, arabic, glyph, pair, triple, none`},
		{"markers.tsv", markerHead + "star\t第\tcn|arab\t回\n", `markers.tsv:2: digits: "arab" is none of cn, arabic, glyph, pair, triple, none`},
		{"markers.tsv", markerHead + "star\t第\t\t回\n", `markers.tsv:2: digits: missing`},
		{"markers.tsv", markerHead + "star\t第\tcn|cn\t回\n", `markers.tsv:2: digits: "cn" stands twice`},
		{"markers.tsv", markerHead + "star\t\tnone\n", `markers.tsv:2: before: missing, where the sign is the whole marker`},
		{"markers.tsv", markerHead + "star\t第\tarabic\n", `markers.tsv:2: after: missing, where any number would be a marker`},
		{"markers.tsv", markerHead + "star\t✪\tnone|cn\n", `markers.tsv:2: digits: none goes with no other class`},
		{"markers.tsv", markerHead + "Star\t✪\tnone\n", `markers.tsv:2: code: "Star" is not a code in lower case with _ between words`},
		{"markers.tsv", markerHead + "star\t✪｜☾\tnone\n", `markers.tsv:2: before: "✪｜☾" holds a wide ｜: alternatives are parted by |`},
		{"markers.tsv", markerHead + "star\t✪|\tnone\n", `markers.tsv:2: before: empty alternative in "✪|"`},
		{"kinds.tsv", "kind\tplace\tcue\tweight\nnews\ttitle\t记者&\t2\n", `kinds.tsv:2: cue: "记者&" lacks a word beside & or …`},
		{"kinds.tsv", "kind\tplace\tcue\tweight\nnews\ttitle\t记者…\t2\n", `kinds.tsv:2: cue: "记者…" lacks a word beside & or …`},
		{"kinds.tsv", "kind\tplace\tcue\tweight\nnews\ttitle\t记者&!甲…乙\t2\n", `kinds.tsv:2: cue: "记者&!甲…乙" has … behind !, which rules out a word`},
		{"kinds.tsv", "kind\tplace\tcue\tweight\nnews\ttitle\t记者\t-2\n", `kinds.tsv:2: weight: "-2" is no positive whole number`},
		{"units.tsv", "unit\tdimension\tbase\tfactor\n箩\tmass\t吨\n", `units.tsv:2: factor: "" is no number of base units of the base "吨"`},
		{"slogans.tsv", "phrase\n*\n", `slogans.tsv:2: phrase: "*" is no more than a number`},
		{"diagnostics.tsv", diagnosticsTable.header() + "\n-title.missing\n", `diagnostics.tsv:2: the program needs each row of this table`},
		{"diagnostics.tsv", replaceMark + "\n" + diagnosticsTable.header() + "\n", `diagnostics.tsv:1: the program makes the rows of this table: they are worded anew one by one`},
	} {
		_, err := Load(overlay(test.table, test.text))
		if err == nil || err.Error() != test.want {
			t.Errorf("%q:\n%v\nwant\n%s", test.text, err, test.want)
		}
	}
}

// TestWholeOrMore asks which is meant where a table holds most of the built-in rows, and takes either.
func TestWholeOrMore(t *testing.T) {
	for _, table := range Tables() {
		whole, err := Whole(table.Name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Load(overlay(table.Name, whole)); err != nil {
			t.Errorf("%s as a whole: %v", table.Name, err)
		}
		bare := strings.TrimPrefix(whole, replaceMark+"\n")
		_, err = Load(overlay(table.Name, bare))
		if asks := err != nil && strings.Contains(err.Error(), `if it is to replace that, make "# replace" its first line`); asks != (table.Fixed == nil) {
			t.Errorf("%s without saying which is meant: %v", table.Name, err)
		}
		if _, err := Load(overlay(table.Name, table.Empty())); err != nil {
			t.Errorf("%s without rows: %v", table.Name, err)
		}
	}
}

// TestKeys adds a row again under the key of a built-in one: it takes its place, whatever its other columns say.
func TestKeys(t *testing.T) {
	for _, table := range Tables() {
		rows, _ := table.Rows(Files())
		own := rows[0].clone()
		text := strings.TrimSuffix(table.Empty(), "\n")
		text = strings.TrimSuffix(text, "\t"+orderColumn) + "\n" + strings.Join(own.fields, "\t") + "\n"
		var got []string
		errs := tables{overlay(table.Name, text)}.each(table, func(r *Row) { got = append(got, r.Key()) })
		want := make([]string, len(rows))
		for i, r := range rows {
			want[i] = r.Key()
		}
		if len(errs) > 0 || !slices.Equal(got, want) {
			t.Errorf("%s: %d rows, want %d; %v", table.Name, len(got), len(want), errs)
		}
	}
}
