package source

import (
	"strings"
	"testing"
)

func FuzzIndex(f *testing.F) {
	for _, s := range []string{
		"path\turl\tretrieved\na.txt\thttps://a.example/\t2021-12-06\n", "\ufeffpath\turl\n./b\\c.txt\tx\n", "url\n", "path\n\n\t\n", "path\tpath\na\tb",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data string) {
		x, err := parseIndex(strings.NewReader(data), "index.tsv")
		if err != nil && !strings.Contains(err.Error(), "index.tsv") {
			t.Errorf("%q: %v", data, err)
		}
		if len(x) > strings.Count(data, "\n") {
			t.Errorf("%d files in %q", len(x), data)
		}
	})
}
