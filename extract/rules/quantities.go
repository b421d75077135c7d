package rules

import (
	"io/fs"
	"maps"
	"slices"
	"strings"

	"zhenggai/extract/internal/chinese"
	"zhenggai/extract/internal/lexicon"
	"zhenggai/model"
)

// A Unit is a measure word or a unit of measurement.
type Unit struct {
	Name      string
	Dimension string        // count, money, length …
	Base      string        // the base unit of the dimension, "" where counts stay as they are
	Factor    model.Decimal // how many base units one unit is
	Small     bool          // a Chinese numeral below ten may count by it
	Not       []string      // what may not follow; A~B means A unless it is a part of B
	Example   string        // a phrase in which it counts
	Counter   string        // a phrase in which its characters do not
	Where
}

// Normal returns a value in the base unit, or nil where counts stay as they are or the result does not fit. written is the unit
// as written, with 万 or 亿 before its name where a notice has these.
func (u *Unit) Normal(value model.Decimal, high *model.Decimal, written string) *model.Normal {
	if u.Base == "" {
		return nil
	}
	power := chinese.Power(strings.TrimSuffix(written, u.Name))
	base := func(d model.Decimal) (model.Decimal, bool) {
		v, ok := d.Mul(u.Factor)
		if !ok {
			return v, false
		}
		return v.Shift(power)
	}
	v, ok := base(value)
	if !ok {
		return nil
	}
	n := &model.Normal{Value: v, Unit: u.Base}
	if high != nil {
		if h, ok := base(*high); ok {
			n.High = &h
		}
	}
	return n
}

// Written returns the unit of a unit as written, 万元 or 个, or nil where there is none.
func (q *Quantities) Written(unit string) *Unit {
	for _, power := range []string{"", "万亿", "亿", "万"} {
		if name, ok := strings.CutPrefix(unit, power); ok {
			if u := q.units[name]; u != nil && (power == "" || u.Base != "") {
				return u
			}
		}
	}
	return nil
}

// Normal returns a value in the base unit of a unit as written, or nil where the unit is unknown or has none.
func (q *Quantities) Normal(value model.Decimal, high *model.Decimal, unit string) *model.Normal {
	if u := q.Written(unit); u != nil {
		return u.Normal(value, high, unit)
	}
	return nil
}

// A Slogan is a phrase whose number states no quantity: *个意识 for 四个意识.
type Slogan struct {
	Before, After string   // round the number; a second * matches any one numeral
	Unless        []string // words nearby that make it a quantity after all
	Example       string   // a phrase whose number states no quantity
	Counter       string   // one whose number does
}

// A Cue is a word near a number that says what it is.
type Cue struct{ Word, Kind string }

// Quantities holds the tables by which numbers become quantities.
type Quantities struct {
	units   map[string]*Unit
	names   *lexicon.Lexicon // of units
	byName  []*Unit          // by the id of the name
	Slogans []Slogan
	cues    map[string][]string // kind to its words
}

func loadQuantities(fsys fs.FS) (*Quantities, error) {
	q := &Quantities{units: map[string]*Unit{}, names: lexicon.New(), cues: map[string][]string{}}
	for _, load := range []func(fs.FS) error{q.loadUnits, q.loadSlogans, q.loadCues} {
		if err := load(fsys); err != nil {
			return nil, err
		}
	}
	return q, nil
}

var dimensions = []string{
	"count", "share", "points", "money", "length", "area", "volume", "mass", "flow", "power", "energy", "time", "age",
	"score", "ratio", "concentration", "level",
}

func (q *Quantities) loadUnits(fsys fs.FS) error {
	columns := []string{"unit", "dimension", "base", "factor", "small", "not", "example", "counterexample"}
	return readTable(fsys, "units.tsv", columns, func(r *row) {
		u := &Unit{
			Name: r.need("unit"), Dimension: r.oneOf("dimension", dimensions...), Base: r.get("base"),
			Small: r.oneOf("small", "", "yes") == "yes", Not: r.list("not"), Example: r.need("example"), Counter: r.need("counterexample"),
			Where: Where{r.file, r.line},
		}
		if factor := r.get("factor"); factor != "" {
			var err error
			if u.Factor, err = model.ParseDecimal(factor); err != nil || u.Base == "" {
				r.fail("factor", "%q is no number of base units", factor)
			}
		}
		if u.Name == "" {
			return // the row has failed
		}
		if q.units[u.Name] != nil {
			r.fail("unit", "%q stands twice", u.Name)
			return
		}
		q.units[u.Name] = u
		q.names.Add(u.Name)
		q.byName = append(q.byName, u)
	})
}

// UnitAt returns the longest unit that text starts with, or nil where none fits.
func (q *Quantities) UnitAt(text string) *Unit {
	if text == "" {
		return nil
	}
	var found [8]lexicon.Hit
	var longest *Unit
	for _, h := range q.names.At(found[:0], text, 0) {
		if u := q.byName[h.ID]; (longest == nil || len(u.Name) > len(longest.Name)) && !follows(text[h.End:], u.Not) {
			longest = u
		}
	}
	return longest
}

// Unit returns the named unit, or nil.
func (q *Quantities) Unit(name string) *Unit { return q.units[name] }

// Has reports whether a word is a cue of a kind.
func (q *Quantities) Has(kind, word string) bool { return slices.Contains(q.cues[kind], word) }

// Words returns the cue words of a kind.
func (q *Quantities) Words(kind string) []string { return q.cues[kind] }

// levels names the kinds of verbs that make each change to a level, with a word such as 到 after them.
var levels = map[string][]string{"increase_to": {"increase", "up"}, "decrease_to": {"decrease", "down"}}

// Levels returns the words that say a change to a level: those of its kind, and each verb of change with each word that leads to
// a level. 提高 states an amount, 提高到 a level.
func (q *Quantities) Levels(change string) []string {
	words := slices.Clone(q.cues[change])
	for _, kind := range levels[change] {
		for _, verb := range q.cues[kind] {
			for _, to := range q.cues["to"] {
				words = append(words, verb+to)
			}
		}
	}
	return words
}

func (q *Quantities) loadSlogans(fsys fs.FS) error {
	return readTable(fsys, "slogans.tsv", []string{"phrase", "unless", "example", "counterexample"}, func(r *row) {
		before, after, ok := strings.Cut(r.need("phrase"), "*")
		if !ok {
			r.fail("phrase", "%q has no * where its number stands", r.get("phrase"))
		}
		q.Slogans = append(q.Slogans, Slogan{before, after, r.list("unless"), r.need("example"), r.need("counterexample")})
	})
}

var cueKinds = []string{
	"none", "planned", "so_far", "done", "did", "pending", "progress", "rest", "time", "attribute", "rate", "about", "at_least", "at_most", "about_after", "at_least_after", "at_most_after", "no_bound",
	"increase", "decrease", "increase_to", "decrease_to", "activity", "average", "growth", "drop", "up", "down", "to", "when", "target", "result", "from", "part", "whole", "overall",
	"already", "by", "since", "since_after", "compared", "among",
}

func (q *Quantities) loadCues(fsys fs.FS) error {
	return readTable(fsys, "cues.tsv", []string{"word", "kind"}, func(r *row) {
		kind := r.oneOf("kind", cueKinds...)
		q.cues[kind] = append(q.cues[kind], r.need("word"))
	})
}

// follows reports whether one of the words of a unit's Not follows it.
func follows(s string, not []string) bool {
	for _, word := range not {
		word, spared, _ := strings.Cut(word, "~")
		if strings.HasPrefix(s, word) && (spared == "" || !strings.HasPrefix(s, spared)) {
			return true
		}
	}
	return false
}

// All returns the units, in the order of their names.
func (q *Quantities) All() []*Unit {
	return slices.SortedFunc(maps.Values(q.units), func(a, b *Unit) int { return strings.Compare(a.Name, b.Name) })
}

// UnitsOf returns the names of the units of a dimension, in no order.
func (q *Quantities) UnitsOf(dimension string) []string {
	var names []string
	for name, u := range q.units {
		if u.Dimension == dimension {
			names = append(names, name)
		}
	}
	return names
}
