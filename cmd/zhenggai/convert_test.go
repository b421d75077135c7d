package main

import (
	"strings"
	"testing"
)

// TestUnread tells of files that are not read, the commonest first.
func TestUnread(t *testing.T) {
	for want, unread := range map[string]map[string]int{
		"": {},
		"not read: 3 .xls, 2 .mht → run.json\n":                                 {".mht": 2, ".xls": 3},
		"not read: 9 .css, 1 .a, 1 .b, 1 .c, 1 .d, 1 .e, 2 others → run.json\n": {".css": 9, ".a": 1, ".b": 1, ".c": 1, ".d": 1, ".e": 1, ".f": 1, ".g": 1},
	} {
		var out strings.Builder
		if printUnread(&out, unread); out.String() != want {
			t.Errorf("%q, want %q", out.String(), want)
		}
	}
}
