package model

import (
	"bytes"
	"encoding/json"
	"os"
	"reflect"
	"slices"
	"testing"
)

// A released is what readers of a released schema count on, of one record: what its fields hold, and which are always there.
type released struct {
	Properties map[string]map[string]any
	Required   []string
}

func readSchema(t *testing.T, b []byte) map[string]released {
	t.Helper()
	var s struct {
		released
		Defs map[string]released `json:"$defs"`
	}
	if err := json.NewDecoder(bytes.NewReader(b)).Decode(&s); err != nil {
		t.Fatal(err)
	}
	s.Defs["Notice"] = s.released
	return s.Defs
}

// breaks returns what a reader of an older schema of the same version would miss in a newer one: within a version fields are only added.
func breaks(old, now map[string]released) (list []string) {
	for record, was := range old {
		is := now[record]
		for field, holds := range was.Properties {
			if !goesOn(holds, is.Properties[field]) {
				list = append(list, record+"."+field)
			}
		}
		for _, field := range was.Required {
			if !slices.Contains(is.Required, field) {
				list = append(list, record+"."+field+" may be absent")
			}
		}
	}
	slices.Sort(list)
	return list
}

// goesOn reports whether a field holds what it held. Its description may change, and codes may be added.
func goesOn(was, is map[string]any) bool {
	if is == nil {
		return false
	}
	for key, value := range was {
		switch key {
		case "description":
		case "enum":
			codes, _ := is[key].([]any)
			for _, code := range value.([]any) {
				if !slices.Contains(codes, code) {
					return false
				}
			}
		default:
			if !reflect.DeepEqual(value, is[key]) {
				return false
			}
		}
	}
	return true
}

// TestReleasedSchema compares with the schema as version 2 was released. A field that has to go or to change its type needs a new
// version; docs/schema.md says what that asks for.
func TestReleasedSchema(t *testing.T) {
	b, err := os.ReadFile("testdata/v2.schema.json")
	if err != nil {
		t.Fatal(err)
	}
	for _, field := range breaks(readSchema(t, b), readSchema(t, Schema())) {
		t.Errorf("%s is not what it was when %s was released", field, SchemaName)
	}
}

func TestBreaks(t *testing.T) {
	old := `{"properties": {"id": {"type": "string"}}, "required": ["id"], "$defs": {"Total": {"properties": {"sum": {"type": "number", "description": "x"}, "kind": {"enum": ["a"]}}}}}`
	tests := []struct {
		name, now string
		want      []string
	}{
		{"field and code added", `{"properties": {"id": {"type": "string"}}, "required": ["id"], "$defs": {"Total": {"properties": {"sum": {"type": "number"}, "more": {}, "kind": {"enum": ["b", "a"]}}}}}`, nil},
		{"field gone", `{"properties": {"id": {"type": "string"}}, "required": ["id"], "$defs": {"Total": {"properties": {"kind": {"enum": ["a"]}}}}}`, []string{"Total.sum"}},
		{"type changed", `{"properties": {"id": {"type": "string"}}, "required": ["id"], "$defs": {"Total": {"properties": {"sum": {"type": "string"}, "kind": {"enum": ["a"]}}}}}`, []string{"Total.sum"}},
		{"code gone", `{"properties": {"id": {"type": "string"}}, "required": ["id"], "$defs": {"Total": {"properties": {"sum": {"type": "number"}, "kind": {"enum": ["b"]}}}}}`, []string{"Total.kind"}},
		{"may be absent", `{"properties": {"id": {"type": "string"}}, "$defs": {"Total": {"properties": {"sum": {"type": "number"}, "kind": {"enum": ["a"]}}}}}`, []string{"Notice.id may be absent"}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if got := breaks(readSchema(t, []byte(old)), readSchema(t, []byte(test.now))); !slices.Equal(got, test.want) {
				t.Errorf("%v, want %v", got, test.want)
			}
		})
	}
}
