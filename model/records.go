package model

import (
	"iter"
	"reflect"
	"slices"
	"strings"
)

// A Record is one record of a notice, of whatever kind. What its methods point to is the record's own.
type Record struct {
	Kind *RecordKind
	of   record
}

// record is what each type of record says of itself, next to its fields.
type record interface {
	key() string
	where() *Span
	place() **Place
	review() *string
	links() (needed, others []*string)
}

// Value returns the record itself: a *Section, *Problem, *Measure …
func (r Record) Value() any { return r.of }

// Key returns the id of the record in its notice, or "" where records of its kind have none.
func (r Record) Key() string { return r.of.key() }

// Where returns where the record stands in the text, or nil where it stands nowhere.
func (r Record) Where() *Span { return r.of.where() }

// pointer is a record that points at further places of the text than where it stands.
type pointer interface{ further() *Span }

// Spans yields all places of the text that the record points at: where it stands, and the words that say more of it.
func (r Record) Spans() iter.Seq[*Span] {
	return func(yield func(*Span) bool) {
		if at := r.of.where(); at != nil && !yield(at) {
			return
		}
		if p, ok := r.of.(pointer); ok && p.further() != nil {
			yield(p.further())
		}
	}
}

// Place returns where the record has its place in the file, which may be nil.
func (r Record) Place() **Place { return r.of.place() }

// Review returns what a person has said of the record, or nil where its kind is not Stated.
func (r Record) Review() *string { return r.of.review() }

// Links returns the ids of other records that the record has, "" where it names none: those without which it is nothing, and the others.
func (r Record) Links() (needed, others []*string) { return r.of.links() }

// Text returns a field that is text or a code, by its key in JSON, or nil where the record has no such field.
func (r Record) Text(key string) *string {
	v := reflect.ValueOf(r.of).Elem()
	for i := range v.NumField() {
		if name, _, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ","); name == key && v.Field(i).Kind() == reflect.String {
			return v.Field(i).Addr().Convert(reflect.TypeFor[*string]()).Interface().(*string)
		}
	}
	return nil
}

// A RecordKind is a kind of record: what all who go through the records of a notice need to know of it, said once.
type RecordKind struct {
	name, letter string
	label        Label
	typ          reflect.Type
	stated       bool
	table        func(Names) *Table // nil where no table has its records
	count        func(*Notice) int
	records      func(n *Notice, yield func(record) bool) bool
	insert       func(*Notice, record)
	remove       func(n *Notice, gone func(record) bool)
}

// Name returns the name of the kind's list in JSON, and of its table: problems.
func (k *RecordKind) Name() string { return k.name }

// Type returns the name of the type of its records, which is that of their definition in the schema: Problem.
func (k *RecordKind) Type() string { return k.typ.Name() }

// Label returns what people call the records: 问题, problems.
func (k *RecordKind) Label() Label { return k.label }

// Letter returns what stands in ids in front of a number that counts from 1. It tells records without an id apart too.
func (k *RecordKind) Letter() string { return k.letter }

// Stated reports whether the notice itself states such records, so that a person can say whether one is right. The others come
// of the outline, or of records that are stated.
func (k *RecordKind) Stated() bool { return k.stated }

// Count returns how many records of the kind a notice has.
func (k *RecordKind) Count(n *Notice) int { return k.count(n) }

// Records yields the records of the kind in their order.
func (k *RecordKind) Records(n *Notice) iter.Seq[Record] {
	return func(yield func(Record) bool) {
		k.records(n, func(r record) bool { return yield(Record{k, r}) })
	}
}

// Remove takes away the records that are gone.
func (k *RecordKind) Remove(n *Notice, gone func(Record) bool) {
	k.remove(n, func(r record) bool { return gone(Record{k, r}) })
}

// RecordKinds yields the kinds of record, in the order of a notice's lists.
func RecordKinds() iter.Seq[*RecordKind] { return slices.Values(recordKinds) }

// RecordKindOf returns the kind whose records are of a type, as in RecordKindOf[Problem]().
func RecordKindOf[R any, P recordOf[R]]() *RecordKind {
	typ := reflect.TypeFor[R]()
	return recordKinds[slices.IndexFunc(recordKinds, func(k *RecordKind) bool { return k.typ == typ })]
}

// NewRecord returns a record that belongs to no notice yet.
func NewRecord[R any, P recordOf[R]](r P) Record { return Record{RecordKindOf[R, P](), r} }

// Records yields all records of a notice, kind by kind.
func (n *Notice) Records() iter.Seq[Record] {
	return func(yield func(Record) bool) {
		for _, k := range recordKinds {
			if !k.records(n, func(r record) bool { return yield(Record{k, r}) }) {
				return
			}
		}
	}
}

// Insert inserts a record behind those of its kind that begin no later. It panics where the kind has no place in the text.
func (n *Notice) Insert(r Record) { r.Kind.insert(n, r.of) }

// recordOf is the pointer to a type of record.
type recordOf[R any] interface {
	*R
	record
}

// newRecordKind makes the kind of the records in a list of the notice.
func newRecordKind[R any, P recordOf[R]](name, letter string, label Label, list func(*Notice) *[]R, table func(Names) *Table) *RecordKind {
	return &RecordKind{
		name: name, letter: letter, label: label, typ: reflect.TypeFor[R](), stated: P(new(R)).review() != nil, table: table,
		count: func(n *Notice) int { return len(*list(n)) },
		records: func(n *Notice, yield func(record) bool) bool {
			all := *list(n)
			for i := range all {
				if !yield(P(&all[i])) {
					return false
				}
			}
			return true
		},
		insert: func(n *Notice, r record) {
			all := list(n)
			i := len(*all)
			for i > 0 && P(&(*all)[i-1]).where()[0] > r.where()[0] {
				i--
			}
			*all = slices.Insert(*all, i, *r.(P))
		},
		remove: func(n *Notice, gone func(record) bool) {
			all := list(n)
			*all = slices.DeleteFunc(*all, func(r R) bool { return gone(P(&r)) })
		},
	}
}
