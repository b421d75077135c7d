package problem

import (
	"reflect"
	"testing"

	"zhenggai/extract/internal/document"
)

// TestJoin joins each list of a finding, of which no two are equally long, with the same list of another that stands before it.
func TestJoin(t *testing.T) {
	part := func(start int) (f Finding) {
		v := reflect.ValueOf(&f).Elem()
		for i := range v.NumField() {
			v.Field(i).Set(reflect.MakeSlice(v.Field(i).Type(), i+1, i+1))
		}
		span := document.Span{Start: start, End: start + 1}
		f.Problems[0].Range = span
		for _, spans := range [][]document.Span{f.Reached, f.Ahead, f.Intended} {
			for i := range spans {
				spans[i] = span
			}
		}
		return f
	}
	f := part(5)
	f.Join(part(2))
	v := reflect.ValueOf(f)
	for i := range v.NumField() {
		if got, want := v.Field(i).Len(), 2*(i+1); got != want {
			t.Errorf("%s: %d items, want %d", v.Type().Field(i).Name, got, want)
		}
	}
	if f.Problems[0].Range.Start != 2 {
		t.Errorf("problems %v: not in the order of the text", f.Problems)
	}
	for name, holds := range map[string]func(int) bool{"reached": f.HasReached, "ahead": f.IsAhead, "intended": f.IsIntended} {
		if !holds(2) || !holds(5) || holds(3) {
			t.Errorf("%s: a part is not found, or there is one too many", name)
		}
	}
}
