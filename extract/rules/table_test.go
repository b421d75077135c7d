package rules

import (
	"flag"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestBuiltInRows reads the built-in tables as a user's are read: the loader trusts them.
func TestBuiltInRows(t *testing.T) {
	for _, table := range Tables() {
		rows, errs := table.Rows(Files())
		for _, err := range errs {
			t.Error(err)
		}
		lines := map[string]int{}
		for _, r := range rows {
			if first := lines[r.Key()]; first > 0 {
				t.Errorf("%s:%d: %q stands in line %d as well", table.Name, r.Line, r.Key(), first)
			}
			lines[r.Key()] = r.Line
			for _, column := range []string{"example", "counterexample"} {
				if table.Proved == ProofColumns && r.Get(column) == "" {
					t.Errorf("%s:%d: %s is missing", table.Name, r.Line, column)
				}
			}
		}
		if len(rows) == 0 {
			t.Errorf("%s has no rows", table.Name)
		}
	}
}

var update = flag.Bool("update", false, "rewrite the heads of the tables and the list in README.md")

// TestHeads insists that the head of each table and the list of tables tell what is declared.
func TestHeads(t *testing.T) {
	for _, table := range Tables() {
		var b strings.Builder
		table.describe(&b)
		checkPart(t, table.Name, columnsMark, table.header()+"\n", b.String())
	}
	var b strings.Builder
	list(&b, Tables())
	checkPart(t, "README.md", "| table |", "\n\n", b.String()+"\n")
}

// checkPart insists on the part of a file from a text to the end of another.
func checkPart(t *testing.T, file, from, to, want string) {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	before, rest, found := strings.Cut(string(data), from)
	got, after, ended := strings.Cut(from+rest, to)
	switch got += to; {
	case !found || !ended:
		t.Errorf("%s has no part from %q to %q", file, from, to)
	case got == want:
	case *update:
		if err := os.WriteFile(file, []byte(before+want+after), 0o666); err != nil {
			t.Fatal(err)
		}
	default:
		t.Errorf("%s is behind the program; go test ./extract/rules -run TestHeads -update rewrites it:\n%s", file, cmp.Diff(got, want))
	}
}

// list writes the tables as README.md has them.
func list(w io.Writer, all []*Table) {
	fmt.Fprint(w, "| table | a row says | key | order | examples |\n| --- | --- | --- | --- | --- |\n")
	examples := map[Proof]string{ProofNone: "", ProofColumns: "in the row", ProofCorpus: "`corpus/%s.txt`"}
	for _, t := range all {
		order, where := "", examples[t.Proved]
		if t.Ordered {
			order = "counts"
		}
		if t.Proved == ProofCorpus {
			where = fmt.Sprintf(where, strings.TrimSuffix(t.Name, ".tsv"))
		}
		fmt.Fprintf(w, "| `%s` | %s | %s | %s | %s |\n", t.Name, t.Says, strings.Join(t.Key, ", "), order, where)
	}
}
