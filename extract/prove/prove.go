// Package prove runs the examples of tables: whether a row gives what it says where it should, and nothing where it should not. The
// tests prove the built-in tables by it, and the command that checks a folder the rows of a user.
package prove

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"zhenggai/extract/rules"
)

// A Finding is what is wrong with a row's examples.
type Finding struct {
	rules.Error
	Warning bool // nothing shows whether the row is right
}

// Folder loads a user's folder of tables over the built-in ones and proves its rows by their examples, which stand in the rows or in
// corpus/TABLE.txt of the folder. Where the tables do not load the findings are their mistakes.
func Folder(folder fs.FS) (Checked, error) {
	var c Checked
	set, err := rules.Load(folder)
	if errs := rules.Errors(nil); errors.As(err, &errs) {
		return Checked{Findings: broken(errs)}, nil
	}
	if err != nil {
		return c, err
	}
	p, err := newProver(set)
	if err != nil {
		return c, err
	}
	for _, t := range rules.Tables() {
		if rows, _ := t.Rows(folder); len(rows) > 0 {
			c.Rows += len(rows)
			c.Findings = append(c.Findings, p.table(t, folder, folder)...)
		}
	}
	codes := rules.MetricCodes(folder)
	c.Metrics = len(codes)
	c.Findings = slices.Concat(c.Findings, p.metrics(codes), stray(folder))
	if c.Metrics > 0 {
		c.Findings = append(c.Findings, p.taken(rules.Default().Metrics)...)
	}
	return c, nil
}

// Checked is what the check of a folder found.
type Checked struct {
	Rows, Metrics int // of the folder
	Findings      []Finding
}

// stray finds the examples that no table of the folder asks for: they would be left out without a word.
func stray(folder fs.FS) (found []Finding) {
	files, _ := fs.Glob(folder, "corpus/*") // fails for a malformed pattern only
	for _, file := range files {
		table := strings.TrimSuffix(path.Base(file), ".txt") + ".tsv"
		_, err := fs.Stat(folder, table)
		known := slices.ContainsFunc(rules.Tables(), func(t *rules.Table) bool { return t.Name == table && t.Proved != rules.ProofNone })
		if err != nil || !known || path.Ext(file) != ".txt" {
			found = append(found, Finding{Error: rules.Error{File: file, Err: errors.New("the folder has no table that these examples prove")}})
		}
	}
	return found
}

// An example is a text that shows what a row says, or with Want false one that holds its words and does not.
type example struct {
	Row  *rules.Row
	Name string // of the row in its corpus, parted by spaces
	Want bool
	Text string

	file, column string
	line         int
}

// complaint makes a finding of what is wrong with the example.
func (e *example) complaint(format string, args ...any) Finding {
	return Finding{Error: rules.Error{File: e.file, Line: e.line, Column: e.column, Err: fmt.Errorf("%s: %s", e.Text, fmt.Sprintf(format, args...))}}
}

// table proves the rows of a table of a folder. Its examples stand in the rows, and in corpus/TABLE.txt of the second folder. The set has the
// rows in it.
func (p *prover) table(t *rules.Table, folder, corpora fs.FS) []Finding {
	check := p.checks[t.Name]
	if check == nil {
		return nil // its rows need no examples
	}
	rows, list, found := read(t, folder, corpora)
	for i := range list {
		if said := check(&list[i]); said != "" {
			found = append(found, list[i].complaint("%s", said))
		}
	}
	found = append(found, lacking(t, rows, list)...)
	slices.SortStableFunc(found, func(a, b Finding) int { return cmp.Or(strings.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line)) })
	return found
}

// read returns the rows of a table and their examples, and those that cannot be read.
func read(t *rules.Table, folder, corpora fs.FS) (rows []*rules.Row, list []example, found []Finding) {
	rows, errs := t.Rows(folder)
	found = broken(errs)
	named := map[string]*rules.Row{}
	for _, row := range rows {
		for _, name := range namesOf(t, row) {
			named[name] = row
		}
		list = append(list, inRow(t, row)...)
	}
	more, bad := readCorpus(t, corpora, named)
	return rows, append(list, more...), append(found, bad...)
}

func broken(errs rules.Errors) (found []Finding) {
	for _, err := range errs {
		found = append(found, Finding{Error: *err})
	}
	return found
}

// namesOf returns the names of a row in its corpus. The verbs of an action are proved one by one.
func namesOf(t *rules.Table, row *rules.Row) []string {
	switch t.Name {
	case "contacts.tsv":
		return []string{row.Get("kind") + " " + row.Get("label")}
	case "furniture.tsv":
		return []string{row.Get("kind") + " " + row.Get("word")}
	case "roles.tsv":
		return []string{row.Get("role") + " " + row.Get("word")}
	case "tails.tsv":
		if row.Get("sign") == "-" {
			return []string{"measure " + row.Get("word")}
		}
		return []string{"problem " + row.Get("word")}
	case "actions.tsv":
		names := row.List("verbs")
		for i, verb := range names {
			names[i] = row.Get("code") + " " + verb
		}
		return names
	}
	return []string{row.Key()}
}

// inRow returns the examples that stand in a row.
func inRow(t *rules.Table, row *rules.Row) (list []example) {
	if t.Proved != rules.ProofColumns {
		return nil
	}
	for _, column := range []string{"example", "counterexample"} {
		if text := row.Get(column); text != "" {
			list = append(list, example{row, row.Key(), column == "example", text, row.File, column, row.Line})
		}
	}
	return list
}

// readCorpus reads the examples of corpus/TABLE.txt: NAME + TEXT for an example, NAME - TEXT for a counterexample.
func readCorpus(t *rules.Table, corpora fs.FS, named map[string]*rules.Row) (list []example, found []Finding) {
	file := path.Join("corpus", strings.TrimSuffix(t.Name, ".tsv")+".txt")
	data, err := fs.ReadFile(corpora, file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, broken(rules.Errors{{File: file, Err: err}})
	}
	line, seen := 0, map[string]int{}
	for text := range strings.Lines(strings.TrimPrefix(string(data), "\ufeff")) {
		line++
		text = strings.TrimRight(text, "\r\n")
		if strings.TrimSpace(text) == "" || text[0] == '#' {
			continue
		}
		e, ok := parse(text)
		e.file, e.line, e.Row = file, line, named[e.Name]
		switch {
		case !ok:
			found = append(found, e.complaint("it has neither + nor - between spaces"))
		case e.Row == nil:
			found = append(found, e.complaint("%s has no row %q", t.Name, e.Name))
		case seen[text] > 0:
			found = append(found, e.complaint("it stands in line %d as well", seen[text]))
		default:
			list = append(list, e)
		}
		seen[text] = line
	}
	return list, found
}

// parse reads one line of a corpus. The text may hold a sign too; the first one counts.
func parse(line string) (example, bool) {
	plus, minus := strings.Index(line, " + "), strings.Index(line, " - ")
	at := plus
	if plus < 0 || minus >= 0 && minus < plus {
		at = minus
	}
	if at < 0 {
		return example{Text: line}, false
	}
	return example{Name: line[:at], Want: at == plus, Text: line[at+len(" + "):]}, true
}

// lacking warns of rows without an example of either sign.
func lacking(t *rules.Table, rows []*rules.Row, list []example) (found []Finding) {
	type half struct {
		name string
		want bool
	}
	seen := map[half]bool{}
	for _, e := range list {
		seen[half{e.Name, e.Want}] = true
	}
	for _, row := range rows {
		warn := func(format string, args ...any) {
			found = append(found, Finding{rules.Error{File: row.File, Line: row.Line, Err: fmt.Errorf(format, args...)}, true})
		}
		for _, name := range namesOf(t, row) {
			if !seen[half{name, true}] {
				warn("%s has no example", name)
			}
			if !seen[half{name, false}] {
				warn("%s has no counterexample", name)
			}
		}
		if t.Name == "issuers.tsv" {
			for _, end := range unproved(row, list) {
				warn("no example has the end %s alone", end)
			}
		}
	}
	return found
}
