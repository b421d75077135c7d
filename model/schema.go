package model

import (
	"bytes"
	_ "embed"
)

//go:embed notice.schema.json
var noticeSchema []byte

// Schema returns the JSON Schema (draft 2020-12) of the record of one notice. It is generated from the types of this
// package and their comments.
func Schema() []byte { return bytes.Clone(noticeSchema) }
