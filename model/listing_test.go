package model

import (
	"iter"
	"slices"
	"strings"
	"testing"
)

// TestListings checks that the rows of listings fit their columns and say what the records do.
func TestListings(t *testing.T) {
	copies, copyRows := Copies()
	differences, differenceRows := Differences(testNames())
	old, now := Indicator{Value: Int(1), Text: "1个", Sentence: "旧。"}, Indicator{Value: Int(2), Text: "2个", Status: StatusAchieved, Sentence: "新。"}
	for _, test := range []struct {
		table *Table
		rows  iter.Seq[Row]
		want  []string
	}{
		{copies, copyRows(slices.Values([]Copy{{"a", "a.txt", "b", "b.txt", NewDecimal(975, 1)}, {"b", "b.txt", "b", "b.txt", Int(100)}})), []string{
			"a|copy|b|97.5|a.txt|b.txt", "b|leading|b|100|b.txt|b.txt",
		}},
		{differences, differenceRows(slices.Values([]Difference{
			{Kind: NoticeMoved, Notice: &Notice{ID: "n", Title: "通报", Source: Source{Path: "n.txt"}}, From: "o.txt"},
			{Kind: IndicatorChanged, Notice: &Notice{ID: "n", Title: "通报", Source: Source{Path: "n.txt"}}, Old: &old, New: &now},
		})), []string{
			"n|notice_moved||通报|||||||||||n.txt|o.txt", "n|indicator_changed||通报|||1个|2个|1|2||achieved|旧。|新。|n.txt|",
		}},
	} {
		var got []string
		for row := range test.rows {
			var cells []string
			for i, c := range test.table.Columns {
				checkCell(t, test.table, c, row[i])
				cells = append(cells, row[i].String())
			}
			got = append(got, strings.Join(cells, "|"))
		}
		if !slices.Equal(got, test.want) {
			t.Errorf("table %s:\n%s\nwant\n%s", test.table.Name, strings.Join(got, "\n"), strings.Join(test.want, "\n"))
		}
		for range test.table.Rows(fullNotice()) {
			t.Errorf("a notice adds a row to table %s", test.table.Name)
		}
	}
}
