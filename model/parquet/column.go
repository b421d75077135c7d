package parquet

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"
	"strconv"

	pq "github.com/parquet-go/parquet-go"

	"zhenggai/model"
)

const (
	// TableKey is the key of the file's metadata under which the table's name and titles stand, as a JSON object.
	TableKey = "zhenggai.table"

	// ColumnsKey is the key of the file's metadata under which the columns are described: a JSON array of an object for
	// each, with its key, type, titles, meanings, unit, and the table whose row it names.
	ColumnsKey = "zhenggai.columns"
)

// isKey reports whether a column belongs to the table's key.
func isKey(t *model.Table, c model.Column) bool { return slices.Contains(t.Key(), c.Key) }

// A columns node is a group whose fields follow the table. A plain pq.Group sorts them by name.
type columns struct {
	pq.Group
	table *model.Table
}

// Fields returns the fields in the order of the table.
func (c columns) Fields() []pq.Field {
	fields := c.Group.Fields()
	slices.SortFunc(fields, func(a, b pq.Field) int { return cmp.Compare(c.table.Index(a.Name()), c.table.Index(b.Name())) })
	return fields
}

func schemaOf(t *model.Table) *pq.Schema {
	group := pq.Group{}
	for _, c := range t.Columns {
		group[c.Key] = nodeOf(c, isKey(t, c))
	}
	return pq.NewSchema(t.Name, columns{group, t})
}

func nodeOf(c model.Column, required bool) pq.Node {
	var node pq.Node
	switch c.Type {
	case model.TypeInteger:
		node = pq.Leaf(pq.Int64Type)
	case model.TypeNumber:
		node = pq.Leaf(pq.DoubleType)
	case model.TypeBoolean:
		node = pq.Leaf(pq.BooleanType)
	default:
		node = pq.Encoded(pq.String(), &pq.RLEDictionary)
	}
	if required {
		return node
	}
	return pq.Optional(node)
}

// value returns a cell of column i. Its text is in f.text.
func (f *tableFile) value(i int, cell model.Cell) (pq.Value, error) {
	var v pq.Value
	var err error
	if kind := f.table.Columns[i].Type; kind == model.TypeString || kind == model.TypeDate {
		v = f.textValue(model.Printable(cell.String()), f.optional[i])
	} else if !cell.Empty() {
		v, err = plainValue(kind, cell)
	}
	definition := 0 // of null, and of what cannot be null
	if f.optional[i] && !v.IsNull() {
		definition = 1
	}
	return v.Level(0, definition, i), err
}

// textValue returns text, or null where there is none and it may be null.
func (f *tableFile) textValue(s string, optional bool) pq.Value {
	if s == "" && optional {
		return pq.NullValue()
	}
	begin := len(f.text)
	f.text = append(f.text, s...)
	return pq.ByteArrayValue(f.text[begin:])
}

// plainValue returns a number or what is true or false.
func plainValue(kind model.Type, cell model.Cell) (pq.Value, error) {
	switch kind {
	case model.TypeInteger:
		n, err := strconv.ParseInt(cell.String(), 10, 64)
		return pq.Int64Value(n), err
	case model.TypeNumber:
		return pq.DoubleValue(cell.Decimal().Float64()), nil
	default:
		return pq.BooleanValue(cell.String() == "true"), nil
	}
}

type label struct {
	ZH string `json:"zh"`
	EN string `json:"en"`
}

type tableMeaning struct {
	Name  string `json:"name"`
	Title label  `json:"title"`
}

type columnMeaning struct {
	Key     string     `json:"key"`
	Type    model.Type `json:"type"`
	Title   label      `json:"title"`
	Meaning label      `json:"meaning"`
	Unit    string     `json:"unit,omitempty"`
	Ref     string     `json:"refers_to,omitempty"`
}

// describe returns the metadata of a table.
func describe(t *model.Table) ([]pq.WriterOption, error) {
	about := make([]columnMeaning, len(t.Columns))
	for i, c := range t.Columns {
		about[i] = columnMeaning{c.Key, c.Type, label(c.Title), label(c.Meaning), c.Unit, c.Ref}
	}
	table, err := encode(tableMeaning{t.Name, label(t.Title)})
	if err != nil {
		return nil, err
	}
	columns, err := encode(about)
	return []pq.WriterOption{pq.KeyValueMetadata(TableKey, table), pq.KeyValueMetadata(ColumnsKey, columns)}, err
}

// encode returns JSON in which < > & stand as they are.
func encode(v any) (string, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	err := e.Encode(v)
	return string(bytes.TrimSuffix(b.Bytes(), []byte("\n"))), err
}
