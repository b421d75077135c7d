package model

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"reflect"
	"strings"
	"testing"

	reflector "github.com/invopop/jsonschema"
	validator "github.com/santhosh-tekuri/jsonschema/v6"
)

var update = flag.Bool("update", false, "rewrite generated files")

// TestSchemaFresh fails where the types or their comments have changed since the schema was generated.
func TestSchemaFresh(t *testing.T) {
	want := generateSchema(t)
	if *update {
		if err := os.WriteFile("notice.schema.json", want, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(Schema(), want) {
		t.Error("notice.schema.json is stale: run go test ./model -update")
	}
}

func generateSchema(t *testing.T) []byte {
	t.Helper()
	r := &reflector.Reflector{Anonymous: true, ExpandedStruct: true, Mapper: decimalSchema}
	for _, file := range []string{"notice.go", "decimal.go"} {
		if err := r.AddGoComments("zhenggai/model", file); err != nil {
			t.Fatal(err)
		}
	}
	for name, comment := range r.CommentMap {
		r.CommentMap[name] = strings.Join(strings.Fields(comment), " ")
	}
	s := r.Reflect(&Notice{})
	s.ID = "urn:zhenggai:notice:v2"
	s.Title = SchemaName
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(s); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// decimalSchema describes the one type that prints itself.
func decimalSchema(t reflect.Type) *reflector.Schema {
	if t == reflect.TypeFor[Decimal]() {
		return &reflector.Schema{Type: "number"}
	}
	return nil
}

func compileSchema(t *testing.T) *validator.Schema {
	t.Helper()
	if *update {
		t.Skip("this binary still embeds the schema that -update replaces")
	}
	document, err := validator.UnmarshalJSON(bytes.NewReader(Schema()))
	if err != nil {
		t.Fatal(err)
	}
	c := validator.NewCompiler()
	c.DefaultDraft(validator.Draft2020)
	if err := c.AddResource("notice.json", document); err != nil {
		t.Fatal(err)
	}
	s, err := c.Compile("notice.json")
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// validate checks JSON against the schema.
func validate(t *testing.T, s *validator.Schema, document string) error {
	t.Helper()
	v, err := validator.UnmarshalJSON(strings.NewReader(document))
	if err != nil {
		t.Fatal(err)
	}
	return s.Validate(v)
}

func TestSchemaTakesNotices(t *testing.T) {
	s := compileSchema(t)
	bare := &Notice{Schema: SchemaName, ID: "n0", Source: Source{Path: "b.txt", MediaType: "text/plain"}, Kind: KindOther}
	for _, n := range []*Notice{fullNotice(), bare} {
		b, err := json.Marshal(n)
		if err != nil {
			t.Fatal(err)
		}
		if err := validate(t, s, string(b)); err != nil {
			t.Errorf("%s: %v", n.ID, err)
		}
	}
}

func TestSchemaRefuses(t *testing.T) {
	b, err := json.Marshal(fullNotice())
	if err != nil {
		t.Fatal(err)
	}
	full := string(b)
	s := compileSchema(t)
	tests := []struct{ name, old, new string }{
		{"other version", `"zhenggai/notice/v2"`, `"zhenggai/notice/v1"`},
		{"unknown key", `"id":"n1"`, `"id":"n1","author":"x"`},
		{"unknown key within", `"media_type"`, `"colour":"red","media_type"`},
		{"missing key", `"kind":"rectification",`, ``},
		{"unknown kind", `"kind":"rectification"`, `"kind":"poem"`},
		{"null", `"signed":"2021-05"`, `"signed":null`},
		{"date in words", `"published":"2021-05-07"`, `"published":"2021年5月"`},
		{"short region code", `"code":"440403"`, `"code":"4404"`},
		{"number as text", `"value":2310`, `"value":"2310"`},
		{"text as number", `"unit":"个"`, `"unit":5`},
		{"span of one", `"span":[0,4]`, `"span":[0]`},
		{"span of three", `"span":[0,4]`, `"span":[0,4,5]`},
		{"span of fractions", `"span":[0,4]`, `"span":[0,4.5]`},
		{"unknown bound", `"bound":"at_least"`, `"bound":"more"`},
		{"unknown role", `"role":"problems"`, `"role":"x"`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			broken := strings.Replace(full, test.old, test.new, 1)
			if broken == full {
				t.Fatalf("the notice does not hold %s", test.old)
			}
			if validate(t, s, broken) == nil {
				t.Errorf("accepted with %s", test.new)
			}
		})
	}
}

func TestSchemaIsACopy(t *testing.T) {
	Schema()[0] = 'x'
	if Schema()[0] != '{' {
		t.Error("the caller can change the schema")
	}
}

// TestNoticeJSON checks that a notice comes back from its JSON as it was.
func TestNoticeJSON(t *testing.T) {
	first, err := json.Marshal(fullNotice())
	if err != nil {
		t.Fatal(err)
	}
	var n Notice
	if err := json.Unmarshal(first, &n); err != nil {
		t.Fatal(err)
	}
	second, err := json.Marshal(&n)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(first, second) {
		t.Errorf("read back:\n%s\nwant:\n%s", second, first)
	}
	if bytes.Contains(first, []byte("null")) {
		t.Errorf("a null in %s", first)
	}
}

// TestConstraintOf reads what the schema says of fields.
func TestConstraintOf(t *testing.T) {
	status := ConstraintOf("Indicator", "status")
	if status.Enum == nil || status.Required || status.Pattern != nil {
		t.Errorf("status: %+v", status)
	}
	status.Enum[0] = "changed"
	if ConstraintOf("Indicator", "status").Enum[0] != "achieved" {
		t.Error("the caller can change the constraint")
	}
	if c := ConstraintOf("Problem", "heading"); !c.Required || c.Enum != nil {
		t.Errorf("heading: %+v", c)
	}
	if c := ConstraintOf("Indicator", "colour"); c.Enum != nil || c.Pattern != nil || c.Required {
		t.Errorf("a field that is not there: %+v", c)
	}
	period := ConstraintOf("Indicator", "period").Pattern
	for text, want := range map[string]bool{"2021": true, "2021-05-07": true, "2022/2023": true, "2023-09/..": true, "2021年": false, "2021/": false, "../2021": false, "": false} {
		if period.MatchString(text) != want {
			t.Errorf("period %q: %v", text, !want)
		}
	}
}
