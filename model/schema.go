package model

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"regexp"
	"slices"
	"sync"
)

//go:embed notice.schema.json
var noticeSchema []byte

// Schema returns the JSON Schema (draft 2020-12) of the record of one notice. It is generated from the types of this
// package and their comments.
func Schema() []byte { return bytes.Clone(noticeSchema) }

// A VersionError says that a record follows another version of the format than this program.
type VersionError struct{ Schema string }

func (e *VersionError) Error() string {
	if e.Schema == "" {
		return "it names no schema, and this program reads " + SchemaName
	}
	return "it is of " + e.Schema + ", and this program reads " + SchemaName
}

// CheckVersion returns a *VersionError where a record of the given schema is none that this program reads.
func CheckVersion(schema string) error {
	if schema != SchemaName {
		return &VersionError{schema}
	}
	return nil
}

// A Constraint is what the schema says of a field of text.
type Constraint struct {
	Enum     []string       // the codes that it may hold; nil means any text
	Pattern  *regexp.Regexp // what it looks like; nil means anything
	Required bool           // every record has it
}

// ConstraintOf returns what the schema says of a field, by the name of the record's type and the key of the field: Indicator,
// status. Of a field that it does not have it says nothing.
func ConstraintOf(record, field string) Constraint {
	c := constraints()[record][field]
	c.Enum = slices.Clone(c.Enum)
	return c
}

// constraints reads the schema when it is first asked for, as most runs never ask.
var constraints = sync.OnceValue(func() map[string]map[string]Constraint {
	type definition struct {
		Properties map[string]struct {
			Enum    []string
			Pattern string
		}
		Required []string
	}
	var schema struct {
		definition
		Defs map[string]definition `json:"$defs"`
	}
	if err := json.Unmarshal(noticeSchema, &schema); err != nil {
		panic(err) // it is embedded
	}
	all := map[string]map[string]Constraint{}
	schema.Defs["Notice"] = schema.definition
	for record, def := range schema.Defs {
		all[record] = map[string]Constraint{}
		for field, p := range def.Properties {
			c := Constraint{Enum: p.Enum, Required: slices.Contains(def.Required, field)}
			if p.Pattern != "" {
				c.Pattern = regexp.MustCompile(p.Pattern)
			}
			all[record][field] = c
		}
	}
	return all
})
