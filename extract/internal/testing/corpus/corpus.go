// Package corpus reads the examples and counterexamples of testdata/corpus for the tests of the tables that they prove.
package corpus

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// An Example is one line of a corpus: KEY SIGN TEXT.
type Example struct {
	Key  string // of a row, parted by spaces
	Want bool   // the text shows what the row says
	Text string
}

// String returns the example as it stands in its file.
func (e Example) String() string {
	if e.Want {
		return e.Key + " + " + e.Text
	}
	return e.Key + " - " + e.Text
}

// Read reads testdata/corpus/NAME.txt, and insists that each of the rows has an example with either sign. It finds the
// file from the packages beside this one, in whose folders their tests run.
func Read(t *testing.T, name string, rows []string) []Example {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "testdata", "corpus", name+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	var list []Example
	for line := range strings.Lines(string(data)) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || line[0] == '#' {
			continue
		}
		e, ok := parse(line)
		if !ok {
			t.Fatalf("%s.txt: %q has neither + nor -", name, line)
		}
		list = append(list, e)
	}
	for _, complaint := range complaints(list, rows) {
		t.Errorf("%s.txt: %s", name, complaint)
	}
	return list
}

// parse reads one line. The text may hold a sign too; the first one counts.
func parse(line string) (Example, bool) {
	plus, minus := strings.Index(line, " + "), strings.Index(line, " - ")
	at := plus
	if plus < 0 || minus >= 0 && minus < plus {
		at = minus
	}
	if at < 0 {
		return Example{}, false
	}
	return Example{line[:at], at == plus, line[at+len(" + "):]}, true
}

// complaints names the rows that lack a sign, the examples that have no row, and those that stand twice.
func complaints(list []Example, rows []string) []string {
	type half struct {
		key  string
		want bool
	}
	var bad []string
	seen, known := map[half]bool{}, map[string]bool{}
	twice := map[Example]bool{}
	for _, e := range list {
		seen[half{e.Key, e.Want}] = true
		if twice[e] {
			bad = append(bad, e.String()+" stands twice")
		}
		twice[e] = true
	}
	for _, row := range rows {
		known[row] = true
		if !seen[half{row, true}] {
			bad = append(bad, "no line "+row+" +")
		}
		if !seen[half{row, false}] {
			bad = append(bad, "no line "+row+" -")
		}
	}
	for _, e := range list {
		if !known[e.Key] {
			bad = append(bad, "no row for "+e.String())
		}
	}
	return bad
}
