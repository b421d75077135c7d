package jsonl

import (
	"bytes"
	"encoding/json"
	"testing"
)

// FuzzIndent compares with json.Indent.
func FuzzIndent(f *testing.F) {
	for _, s := range []string{`null`, `{}`, `[]`, `{"a":[],"b":{}}`, `{"甲":[1,-2.5,true,{"乙":"\\\"\\\\"}],"c":""}`, `["\\","\\\\\"",":,{}[]"]`} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var v any
		if json.Unmarshal(data, &v) != nil {
			return
		}
		compact, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		var want bytes.Buffer
		if err := json.Indent(&want, compact, "", " "); err != nil {
			t.Fatal(err)
		}
		if got := appendIndented(nil, compact); !bytes.Equal(got, want.Bytes()) {
			t.Errorf("%s\n%s\nwant\n%s", compact, got, want.Bytes())
		}
	})
}
