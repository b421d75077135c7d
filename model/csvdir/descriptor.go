package csvdir

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"hash"
	"io"
	"maps"
	"slices"

	"zhenggai/model"
)

// The types below are the parts of a Data Package descriptor, named as the specification names them
// (https://specs.frictionlessdata.io, version 1); rows and note are properties of our own.

type dataPackage struct {
	Profile   string     `json:"profile"`
	Name      string     `json:"name"`
	Title     string     `json:"title"`
	Resources []resource `json:"resources"`
}

type resource struct {
	Profile   string  `json:"profile"`
	Name      string  `json:"name"`
	Path      string  `json:"path"`
	Title     string  `json:"title"`
	Format    string  `json:"format"`
	MediaType string  `json:"mediatype"`
	Encoding  string  `json:"encoding"`
	Bytes     int64   `json:"bytes"`
	Hash      string  `json:"hash"`
	Rows      int     `json:"rows"`
	Note      string  `json:"note"`
	Dialect   dialect `json:"dialect"`
	Schema    schema  `json:"schema"`
}

type dialect struct {
	Delimiter      string `json:"delimiter"`
	LineTerminator string `json:"lineTerminator"`
	QuoteChar      string `json:"quoteChar"`
	DoubleQuote    bool   `json:"doubleQuote"`
	Header         bool   `json:"header"`
}

type schema struct {
	Fields        []field      `json:"fields"`
	MissingValues []string     `json:"missingValues"`
	PrimaryKey    []string     `json:"primaryKey,omitempty"`
	ForeignKeys   []foreignKey `json:"foreignKeys,omitempty"`
}

type field struct {
	Name        string       `json:"name"`
	Type        string       `json:"type"`
	Title       string       `json:"title"`
	Description string       `json:"description"`
	Unit        string       `json:"unit,omitempty"`
	Constraints *constraints `json:"constraints,omitempty"`
}

type constraints struct {
	Required bool     `json:"required,omitempty"`
	Pattern  string   `json:"pattern,omitempty"`
	Enum     []string `json:"enum,omitempty"`
}

type foreignKey struct {
	Fields    []string  `json:"fields"`
	Reference reference `json:"reference"`
}

type reference struct {
	Resource string   `json:"resource"` // "" is the table itself
	Fields   []string `json:"fields"`
}

var (
	title = model.Label{ZH: "整改通报数据集", EN: "Dataset of rectification notices"}
	note  = model.Label{
		ZH: "以 = + - @ 等开头、可能被电子表格当作公式执行的文字，前面加了一个半角撇号 '；撇号后若是此类文字，去掉撇号即为原文。",
		EN: "Text that a spreadsheet might run as a formula (beginning with = + - @ and the like) has an apostrophe in front; " +
			"where such text follows an apostrophe, drop the apostrophe to restore it.",
	}
	cutDate = model.Label{
		ZH: "日期按 ISO 8601 书写，只写原文给出的部分：2021-05-07、2025-09 或 2025",
		EN: "an ISO 8601 date, cut to what the notice gives: 2021-05-07, 2025-09 or 2025",
	}
)

// datePattern is the shape of a date that may be cut.
const datePattern = `^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$`

// describe prints the descriptor of finished files.
func describe(files []*tableFile, opts Options) ([]byte, error) {
	p := dataPackage{Profile: "tabular-data-package", Name: "zhenggai", Title: title.In(opts.Lang)}
	keys := map[string][]string{}
	for _, f := range files {
		keys[f.table.Name] = f.table.Key()
	}
	for _, f := range files {
		p.Resources = append(p.Resources, f.describe(keys, opts))
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	err := e.Encode(p)
	return b.Bytes(), err
}

func (f *tableFile) describe(keys map[string][]string, opts Options) resource {
	return resource{
		Profile: "tabular-data-resource", Name: f.table.Name, Path: f.table.Name + ".csv", Title: f.table.Title.In(opts.Lang),
		Format: "csv", MediaType: "text/csv", Encoding: "utf-8", Bytes: f.sum.size, Hash: f.sum.String(), Rows: f.rows,
		Note:    note.In(opts.Lang),
		Dialect: dialect{Delimiter: ",", LineTerminator: "\n", QuoteChar: `"`, DoubleQuote: true, Header: true},
		Schema:  describeSchema(f.table, keys, opts.Lang),
	}
}

func describeSchema(t *model.Table, keys map[string][]string, lang string) schema {
	s := schema{MissingValues: []string{""}, PrimaryKey: t.Key()}
	for i, c := range t.Columns {
		s.Fields = append(s.Fields, describeField(c, slices.Contains(s.PrimaryKey, c.Key), lang))
		if key, ok := keys[c.Ref]; ok {
			s.ForeignKeys = append(s.ForeignKeys, describeRef(t, i, key))
		}
	}
	return s
}

func describeField(c model.Column, required bool, lang string) field {
	f := field{
		Name: c.Key, Type: string(c.Type), Title: c.Title.In(lang), Description: c.Meaning.In(lang), Unit: c.Unit,
		Constraints: &constraints{Required: required},
	}
	switch {
	case c.Type == model.TypeDate:
		f.Type, f.Constraints.Pattern = string(model.TypeString), datePattern
		f.Description += "; " + cutDate.In(lang)
	case c.Type == model.TypeString:
		f.Constraints.Enum = slices.Sorted(maps.Keys(c.Values))
	}
	if !f.Constraints.Required && f.Constraints.Pattern == "" && f.Constraints.Enum == nil {
		f.Constraints = nil
	}
	return f
}

// describeRef describes column i of t, which names the row of a table with the given key.
func describeRef(t *model.Table, i int, key []string) foreignKey {
	k := foreignKey{Fields: []string{t.Columns[i].Key}, Reference: reference{Resource: t.Columns[i].Ref, Fields: key}}
	if len(key) == 2 {
		k.Fields = []string{t.Columns[0].Key, t.Columns[i].Key}
	}
	if k.Reference.Resource == t.Name {
		k.Reference.Resource = ""
	}
	return k
}

// A summer counts and hashes what goes into a file.
type summer struct {
	w    io.Writer
	hash hash.Hash
	size int64
}

func newSummer(w io.Writer) *summer { return &summer{w: w, hash: sha256.New()} }

func (s *summer) Write(p []byte) (int, error) {
	n, err := s.w.Write(p)
	s.hash.Write(p[:n])
	s.size += int64(n)
	return n, err
}

// String returns the hash as a descriptor states it.
func (s *summer) String() string { return "sha256:" + hex.EncodeToString(s.hash.Sum(nil)) }
