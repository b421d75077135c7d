package rules

import (
	"fmt"
	"slices"
)

// A Try is one part of a metric, in the order in which parts are tried: the first that fits names a quantity.
type Try struct {
	*Metric
	*Part
}

// tried returns the parts of all metrics in the order of their files, but for those that say before which metrics they go: these
// are tried right before the first of them.
func tried(metrics []Metric) ([]Try, *Error) {
	o := order{left: map[*Part]bool{}, open: map[*Part]bool{}, first: map[string][]Try{}}
	var all []Try
	for i := range metrics {
		for k := range metrics[i].Parts {
			t := Try{&metrics[i], &metrics[i].Parts[k]}
			all, o.left[t.Part] = append(all, t), true
			for _, code := range t.Before {
				o.first[code] = append(o.first[code], t)
			}
		}
	}
	for _, t := range all {
		o.place(t)
	}
	return o.placed, o.circle
}

// order is the state of ordering parts.
type order struct {
	first  map[string][]Try // what goes before a code
	left   map[*Part]bool   // what is to be placed
	open   map[*Part]bool   // what is being placed
	placed []Try
	circle *Error
}

// place places a part after all that goes before it.
func (o *order) place(t Try) {
	if o.open[t.Part] && o.circle == nil {
		o.circle = &Error{t.Part.File, t.Part.Line, "before", fmt.Errorf("%v go before each other in a circle", codes(o.open, t))}
	}
	if o.open[t.Part] || !o.left[t.Part] {
		return
	}
	o.open[t.Part] = true
	for _, other := range o.first[t.Code] {
		o.place(other)
	}
	delete(o.open, t.Part)
	if o.left[t.Part] {
		delete(o.left, t.Part)
		o.placed = append(o.placed, t)
	}
}

// codes returns the codes of parts that wait for each other, in order.
func codes(open map[*Part]bool, t Try) []string {
	list := []string{t.Code}
	for p := range open {
		for _, code := range p.Before {
			if !slices.Contains(list, code) {
				list = append(list, code)
			}
		}
	}
	slices.Sort(list)
	return list
}
