package rules

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
)

// tables is where the loaders read from: the built-in tables with a user's folder over them, if there is one.
type tables struct{ over fs.FS }

// each calls add for each row of a table. The row is used again for the next one. add may find mistakes in it too.
func (s tables) each(t *Table, add func(*Row)) Errors {
	builtIn, err := fs.ReadFile(embedded, t.Name)
	if err != nil {
		return Errors{{File: t.Name, Err: err}}
	}
	if s.over == nil {
		return t.scan(t.Name, string(builtIn), false, add, nil)
	}
	text, err := readFile(s.over, t.Name)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return t.scan(t.Name, string(builtIn), false, add, nil)
	case err != nil:
		return Errors{{File: t.Name, Err: err}}
	}
	l := newLayer(t, text)
	if !l.replaces && l.named() {
		l.errs = append(l.errs, t.scan("built-in "+t.Name, string(builtIn), false, func(r *Row) { l.under(r, add) }, nil)...)
	}
	l.rest(add)
	return l.errs
}

// A layer is a user's table while it is laid over the built-in one.
type layer struct {
	table    *Table
	replaces bool // the whole table
	rows     []*Row
	byKey    map[string]*Row
	removed  map[string]*Row   // by key: the line that says so
	before   map[string][]*Row // the rows that stand before one, by its key
	given    map[*Row]bool
	builtIn  int // rows
	known    int // those that the user's table holds too
	errs     Errors
}

// newLayer reads a user's table.
func newLayer(t *Table, text string) *layer {
	l := &layer{table: t, byKey: map[string]*Row{}, removed: map[string]*Row{}, before: map[string][]*Row{}, given: map[*Row]bool{}}
	first, _, _ := strings.Cut(strings.TrimPrefix(text, "\ufeff"), "\n")
	l.replaces = strings.TrimSpace(first) == replaceMark
	l.errs = t.scan(t.Name, text, true, l.take, l.remove)
	if l.replaces && t.Fixed != nil {
		l.errs = append(l.errs, &Error{t.Name, 1, "", errors.New("the program makes the rows of this table: they are worded anew one by one")})
	}
	return l
}

// named reports whether the columns of the user's table are named as they must be.
func (l *layer) named() bool { return len(l.rows) > 0 || len(l.removed) > 0 || len(l.errs) == 0 }

// take takes a row of the user's.
func (l *layer) take(r *Row) {
	key := r.Key()
	if twin := l.byKey[key]; twin != nil {
		r.fail(l.table.Key[0], "%q stands twice, first in line %d", key, twin.Line)
		return
	}
	own := r.clone()
	l.byKey[key] = own
	l.rows = append(l.rows, own)
	if own.order == "" {
		return
	}
	target, ok := strings.CutPrefix(own.order, "before ")
	if target = strings.TrimSpace(target); !ok || target == "" || target == key {
		r.fail(orderColumn, "%q is not \"before KEY\" with the key of another row", own.order)
		own.order = ""
		return
	}
	l.before[target] = append(l.before[target], own)
}

// remove takes note of a line that takes a row away.
func (l *layer) remove(r *Row, key string) {
	switch {
	case l.table.Fixed != nil:
		r.fail("", "the program needs each row of this table")
	case l.removed[key] != nil:
		r.fail("", "%q is removed twice", key)
	case l.replaces:
		r.fail("", "there is no row %q to remove where the whole table is replaced", key)
	default:
		l.removed[key] = r.clone()
	}
}

// under lays the user's rows over a built-in one.
func (l *layer) under(r *Row, add func(*Row)) {
	key := r.Key()
	l.builtIn++
	own := l.byKey[key]
	gone := l.removed[key]
	delete(l.removed, key)
	switch {
	case own != nil:
		l.known++
		l.checkFixed(own, r)
		if gone != nil {
			l.fail(gone, "", "%q is removed, and stands in line %d as well", key, own.Line)
		}
		if own.order == "" {
			l.give(own, add)
		}
	case gone == nil:
		l.giveBefore(key, add)
		add(r)
	}
}

// checkFixed insists that a user's row leaves some columns as they are.
func (l *layer) checkFixed(own, builtIn *Row) {
	for _, column := range l.table.Fixed {
		if got, want := own.Get(column), builtIn.Get(column); got != want {
			l.fail(own, column, "%q are not those of the program: %q", got, want)
		}
	}
}

// give hands on a row of the user's, with those that stand before it.
func (l *layer) give(own *Row, add func(*Row)) {
	if l.given[own] {
		return
	}
	l.given[own] = true
	l.giveBefore(own.Key(), add)
	add(own)
	l.errs = append(l.errs, own.errs...)
}

func (l *layer) giveBefore(key string, add func(*Row)) {
	for _, own := range l.before[key] {
		l.give(own, add)
	}
}

// rest hands on the rows of the user's that are neither placed nor in the place of another, and finds what has no counterpart.
func (l *layer) rest(add func(*Row)) {
	for _, own := range l.rows {
		switch {
		case l.given[own]:
		case l.table.Fixed != nil:
			l.fail(own, l.table.Key[0], "the program has no row %q", own.Key())
		case own.order == "":
			l.give(own, add)
		}
	}
	for _, own := range l.rows {
		if own.order != "" && !l.given[own] {
			l.fail(own, orderColumn, "%q: there is no such row, or it waits for this one", own.order)
		}
	}
	for key, r := range l.removed {
		l.fail(r, "", "there is no row %q to remove", key)
	}
	if 2*l.known > l.builtIn && l.table.Fixed == nil {
		l.errs = append(l.errs, &Error{File: l.table.Name, Err: fmt.Errorf("it holds %d of the %d rows of the built-in table: "+
			"if it is to replace that, make %q its first line; if it is to add to it, keep the rows that are new or changed only",
			l.known, l.builtIn, replaceMark)})
	}
}

func (l *layer) fail(r *Row, column, format string, args ...any) {
	l.errs = append(l.errs, &Error{r.File, r.Line, column, fmt.Errorf(format, args...)})
}
