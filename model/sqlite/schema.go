package sqlite

import (
	"iter"
	"slices"
	"strings"

	"zhenggai/model"
)

// A schema is the tables of a database.
type schema []*model.Table

// find returns the table of the given name, or nil.
func (s schema) find(name string) *model.Table {
	for _, t := range s {
		if t.Name == name {
			return t
		}
	}
	return nil
}

func has(t *model.Table, key string) bool {
	return t != nil && slices.ContainsFunc(t.Columns, func(c model.Column) bool { return c.Key == key })
}

// quoted returns a name as SQL has it.
func quoted(name string) string { return `"` + strings.ReplaceAll(name, `"`, `""`) + `"` }

// list returns names as SQL has them, in brackets.
func list(names []string) string {
	quotes := make([]string, len(names))
	for i, name := range names {
		quotes[i] = quoted(name)
	}
	return "(" + strings.Join(quotes, ", ") + ")"
}

// table returns the statement that makes a table.
func (s schema) table(t *model.Table) string {
	var parts []string
	for _, c := range t.Columns {
		parts = append(parts, quoted(c.Key)+" "+affinity(c.Type))
	}
	if key := t.Key(); key != nil {
		parts = append(parts, "PRIMARY KEY "+list(key))
	}
	parts = slices.AppendSeq(parts, s.references(t))
	return "CREATE TABLE " + quoted(t.Name) + " (\n " + strings.Join(parts, ",\n ") + "\n) STRICT"
}

func affinity(t model.Type) string {
	switch t {
	case model.TypeInteger, model.TypeBoolean:
		return "INTEGER"
	case model.TypeNumber:
		return "REAL"
	}
	return "TEXT"
}

// references returns the foreign keys of a table.
func (s schema) references(t *model.Table) iter.Seq[string] {
	return func(yield func(string) bool) {
		if !t.OfNotices() {
			return // the rows of the others may speak of notices that are gone
		}
		for _, c := range t.Columns {
			target := s.find(c.Ref)
			if target == nil || target.Key() == nil {
				continue
			}
			columns := []string{c.Key}
			if len(target.Key()) == 2 {
				columns = []string{t.Columns[0].Key, c.Key}
			}
			key := "FOREIGN KEY " + list(columns) + " REFERENCES " + quoted(target.Name) + " " + list(target.Key())
			if !yield(key + " DEFERRABLE INITIALLY DEFERRED") {
				return
			}
		}
	}
}

// insertion returns the statement that adds a row.
func insertion(t *model.Table) string {
	return "INSERT INTO " + quoted(t.Name) + " VALUES (?" + strings.Repeat(", ?", len(t.Columns)-1) + ")"
}

// indexes returns the statements that make the indexes. Those of primary keys are there already.
func (s schema) indexes() []string {
	var statements []string
	add := func(t *model.Table, columns ...string) {
		for _, c := range columns {
			if !has(t, c) {
				return
			}
		}
		name := quoted(t.Name + "_" + columns[len(columns)-1])
		statements = append(statements, "CREATE INDEX "+name+" ON "+quoted(t.Name)+" "+list(columns))
	}
	for _, t := range s {
		if t.Key() == nil {
			add(t, "notice_id")
		}
	}
	indicators := s.find("indicators")
	add(indicators, "metric")
	add(indicators, "notice_id", "problem_id") // a problem's id is its own in its notice only
	add(indicators, "notice_id", "measure_id")
	return statements
}

// searched says which text of which tables the search table holds.
var searched = []struct {
	kind, table, id, text string
	once                  bool // text that is there more than once in a notice counts once, as that of its first row
}{
	{"problem", "problems", "problem_id", "heading", false},
	{"measure", "measures", "measure_id", "text", false},
	{"indicator", "indicators", "indicator_id", "sentence", true},
	{"policy", "policies", "policy_id", "title", false},
}

// search returns the statements that make the search table. Its tokens are three characters, for Chinese has no spaces.
//
// It tells capital letters from small ones so that SQLite answers LIKE from the texts and not from the tokens: versions
// that are still common (3.40 is one) else find nothing for two Chinese characters.
func (s schema) search() []string {
	statements := []string{
		"CREATE VIRTUAL TABLE search USING fts5(kind UNINDEXED, notice_id UNINDEXED, record_id UNINDEXED, text, tokenize = 'trigram case_sensitive 1')",
	}
	for _, of := range searched {
		if t := s.find(of.table); !has(t, of.id) || !has(t, of.text) {
			continue
		}
		fill := "INSERT INTO search SELECT '" + of.kind + "', notice_id, " + of.id + ", " + of.text + " FROM " + of.table + " WHERE " + of.text + " IS NOT NULL"
		if of.once {
			fill += " AND rowid IN (SELECT min(rowid) FROM " + of.table + " GROUP BY notice_id, " + of.text + ")"
		}
		statements = append(statements, fill+" ORDER BY rowid")
	}
	return statements
}

var (
	// wideColumns are the columns of notices that indicator_wide has.
	wideColumns = []string{
		"title", "issuer", "issuer_type", "region_code", "province", "prefecture", "county", "published",
		"inspection_kind", "inspection_level", "inspection_round", "url",
	}

	// districtColumns are the columns of the comparison that district_metric has. Without the basis a stock could not be told
	// from its growth, nor without newest the figures that are compared from those of earlier notices.
	districtColumns = []string{
		"region_code", "province", "prefecture", "county", "issuer", "year", "newest", "metric", "metric_name", "basis", "value", "unit", "status", "choice",
		"notice_id", "indicator_id", "sentence",
	}
)

// views returns the statements that make the views for which the tables are there.
func (s schema) views() []string {
	var statements []string
	if wide := s.wide(); wide != "" {
		statements = append(statements, wide)
	}
	if t := s.find("comparison"); t != nil {
		statements = append(statements, "CREATE VIEW district_metric AS SELECT "+strings.Join(selection(t, "c", districtColumns), ", ")+" FROM comparison AS c")
	}
	return statements
}

// wide returns the statement of the view indicator_wide, or "" where a table is missing.
func (s schema) wide() string {
	notices, problems, measures, indicators := s.find("notices"), s.find("problems"), s.find("measures"), s.find("indicators")
	if notices == nil || !has(problems, "heading") || !has(measures, "title") || indicators == nil {
		return ""
	}
	var all []string
	for _, c := range indicators.Columns {
		all = append(all, c.Key)
	}
	columns := append(selection(indicators, "i", all), selection(notices, "n", wideColumns)...)
	return "CREATE VIEW indicator_wide AS SELECT " + strings.Join(columns, ", ") + `,
 p.heading AS problem_heading, m.title AS measure_title
 FROM indicators AS i
 LEFT JOIN notices AS n ON n.notice_id = i.notice_id
 LEFT JOIN problems AS p ON p.notice_id = i.notice_id AND p.problem_id = i.problem_id
 LEFT JOIN measures AS m ON m.notice_id = i.notice_id AND m.measure_id = i.measure_id`
}

// selection returns those of the given columns which the table has, as SELECT takes them.
func selection(t *model.Table, alias string, keys []string) []string {
	var columns []string
	for _, key := range keys {
		if has(t, key) {
			columns = append(columns, alias+"."+quoted(key))
		}
	}
	return columns
}
