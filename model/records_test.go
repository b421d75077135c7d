package model

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// TestRecordKinds insists that every list of a notice is of a kind, in the order of the lists: what is no kind is forgotten where
// spans are finished, limits hold, tables are written and people review.
func TestRecordKinds(t *testing.T) {
	var lists, kinds []string
	notice := reflect.TypeFor[Notice]()
	for i := range notice.NumField() {
		f := notice.Field(i)
		if f.Type.Kind() != reflect.Slice || f.Type.Elem().Kind() != reflect.Struct {
			continue
		}
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		lists = append(lists, name+" "+f.Type.Elem().Name())
	}
	for k := range RecordKinds() {
		kinds = append(kinds, k.Name()+" "+k.Type())
		if k.Label().ZH == "" || k.Label().EN == "" {
			t.Errorf("%s: its label is %+v", k.Name(), k.Label())
		}
	}
	for _, list := range lists {
		if !slices.Contains(kinds, list) {
			t.Errorf("Notice has a list of %s: recordKinds in dataset.go lacks a row for it", list)
		}
	}
	if !slices.Equal(lists, kinds) {
		t.Errorf("lists of Notice: %q\nkinds of record: %q", lists, kinds)
	}
}

// anID is what ids of records look like.
var anID = regexp.MustCompile(`^[a-z][0-9]+$`)

// TestRecordsTellTheirFields fails where a type of record has a field that its methods forget: an id of its own or of another
// record, a span, or what a person says. That fullNotice has a value in every field it insists on too.
func TestRecordsTellTheirFields(t *testing.T) {
	for k := range RecordKinds() {
		filled := map[string]bool{}
		for r := range k.Records(fullNotice()) {
			needed, others := r.Links()
			links := append(needed, others...)
			told := func(v reflect.Value) bool { // as an id, or as a link where it looks like one
				return !anID.MatchString(v.String()) || slices.Contains(links, v.Addr().Interface().(*string))
			}
			spans := slices.Collect(r.Spans())
			v := reflect.ValueOf(r.Value()).Elem()
			for i := range v.NumField() {
				name, field, ok := v.Type().Field(i).Name, v.Field(i), true
				if v.Type().Field(i).Tag.Get("json") == "-" {
					continue // what no file has
				}
				filled[name] = filled[name] || !field.IsZero()
				switch at := field.Addr().Interface().(type) {
				case *Span:
					ok = slices.Contains(spans, at)
				case **Span:
					ok = *at == nil || slices.Contains(spans, *at)
				case **Place:
					ok = r.Place() == at
				case *string:
					switch name {
					case "ID":
						ok = r.Key() == *at && strings.HasPrefix(*at, k.Letter())
					case "Reviewed":
						ok = r.Review() == at && k.Stated()
					default:
						ok = told(field)
					}
				case *[]string:
					for j := range *at {
						ok = ok && told(field.Index(j))
					}
				}
				if !ok {
					t.Errorf("%s: a method of %s in notice.go forgets the field %s", k.Name(), k.Type(), name)
				}
			}
		}
		if len(filled) == 0 {
			t.Errorf("%s: fullNotice in fixture_test.go has none", k.Name())
		}
		for name, ok := range filled {
			if !ok {
				t.Errorf("%s: fullNotice in fixture_test.go has no %s", k.Name(), name)
			}
		}
	}
}

// TestKindsHaveTables insists that all records but the outline are rows of a table of that name.
func TestKindsHaveTables(t *testing.T) {
	tables := Tables(Names{})
	for k := range RecordKinds() {
		i := slices.IndexFunc(tables, func(table *Table) bool { return table.Name == k.Name() })
		if k.Name() == "sections" {
			continue // is no table, but in JSON
		}
		if i < 0 {
			t.Errorf("%s: its row of recordKinds in dataset.go has no table of that name", k.Name())
			continue
		}
		n := fullNotice()
		if rows, records := len(RowsOf(tables[i:i+1], n)[0]), k.Count(n); rows != records {
			t.Errorf("%s: %d rows of %d records", k.Name(), rows, records)
		}
	}
}

func TestRecordKindOf(t *testing.T) {
	if k := RecordKindOf[Policy](); k.Name() != "policies" || k.Letter() != "d" || !k.Stated() {
		t.Errorf("policies: %s, %s, %v", k.Name(), k.Letter(), k.Stated())
	}
	if k := RecordKindOf[Total](); k.Stated() {
		t.Error("people review totals")
	}
}

// TestRecords goes through the records of a notice, stops, inserts and removes.
func TestRecords(t *testing.T) {
	n := fullNotice()
	var got []string
	for r := range n.Records() {
		if got = append(got, r.Kind.Name()+" "+r.Key()); r.Key() == "i2" {
			break
		}
	}
	if want := "sections s1, problems p1, problems p2, measures m1, measures m2, indicators i1, indicators i2"; strings.Join(got, ", ") != want {
		t.Errorf("records %q, want %s", got, want)
	}
	n.Insert(NewRecord(&Problem{ID: "p3", Span: Span{4, 6}})) // p1 begins there too, p2 at 9
	problems := RecordKindOf[Problem]()
	problems.Remove(n, func(r Record) bool { return r.Key() == "p1" })
	got = nil
	for r := range problems.Records(n) {
		got = append(got, r.Key())
	}
	if strings.Join(got, " ") != "p3 p2" || problems.Count(n) != 2 {
		t.Errorf("%d problems: %q, want p3 and p2", problems.Count(n), got)
	}
}
