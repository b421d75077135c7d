package fact

import (
	"reflect"
	"testing"

	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/testing/corpus"
	"zhenggai/extract/rules"
	"zhenggai/model"
)

// inspected reads the inspection of a text below a county-level city. The committee's own name tells it from its departments.
func inspected(text, part string, names *rules.Inspections) model.Inspection {
	span := document.Span{End: len(text)}
	s := Setting{Intro: span, Text: text, Paragraphs: []document.Span{span}, Issuer: "甲市水务局党组", Region: &model.Region{Code: "420582", County: "甲市"}}
	if part == "committee" {
		s.Issuer = "中共甲市委员会"
	}
	if in, _ := FindInspection(s, names); in != nil {
		return *in
	}
	return model.Inspection{}
}

// TestInspectionTable insists that each row of inspections.tsv decides how its example reads, and leaves its counterexample alone.
func TestInspectionTable(t *testing.T) {
	all := rules.Default().Inspections
	for _, row := range corpus.Rows(t, rules.Files(), "inspections.tsv", "pattern") {
		set, err := rules.Load(row.Without)
		if err != nil {
			t.Fatal(err)
		}
		part, text, counter := row.Fields["part"], row.Fields["example"], row.Fields["counterexample"]
		if got := inspected(text, part, all); reflect.DeepEqual(got, inspected(text, part, set.Inspections)) {
			t.Errorf("%s: %s reads %v without %s too", part, text, got, row.Fields["pattern"])
		}
		if got, without := inspected(counter, part, all), inspected(counter, part, set.Inspections); !reflect.DeepEqual(got, without) {
			t.Errorf("%s: %s reads %v, and %v without %s", part, counter, got, without, row.Fields["pattern"])
		}
	}
}
