package model

import (
	"maps"
	"slices"
	"strings"
	"testing"
)

// TestStatusesEverywhere names each place that lists the statuses and forgets one of them or has one of its own.
func TestStatusesEverywhere(t *testing.T) {
	var want []string
	for _, s := range Statuses() {
		want = append(want, string(s))
	}
	slices.Sort(want)
	places := map[string][]string{
		"the enum of Indicator.status in the schema": ConstraintOf("Indicator", "status").Enum,
		"StatusNames": slices.Collect(maps.Keys(StatusNames())),
	}
	differences, _ := Differences(testNames())
	for _, table := range append(Tables(testNames()), differences) {
		for _, c := range table.Columns {
			if c.Key == "status" || strings.HasPrefix(c.Key, "status_") {
				places["column "+c.Key+" of table "+table.Name] = slices.Collect(maps.Keys(c.Values))
			}
		}
	}
	if len(places) < 6 {
		t.Errorf("only %d places: the test looks at too few", len(places))
	}
	for place, got := range places {
		if slices.Sort(got); !slices.Equal(got, want) {
			t.Errorf("%s: lists %q, want %q", place, got, want)
		}
	}
}

// TestStatusCounts tells the statuses with which a number may stand for its notice.
func TestStatusCounts(t *testing.T) {
	for status, want := range map[Status]bool{"": true, StatusAchieved: true, StatusPlanned: false, StatusOutstanding: false} {
		if status.Counts() != want {
			t.Errorf("%q counts: %v", status, !want)
		}
	}
}
