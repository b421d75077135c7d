package rules

import (
	"fmt"
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
	Dimension string   // count, money, length …
	Base      string   // the base unit of the dimension, "" where counts stay as they are
	Factor    Factor   // how many base units one unit is
	Small     bool     // a Chinese numeral below ten may count by it
	Not       []string // what may not follow; A~B means A unless it is a part of B
	Example   string   // a phrase in which it counts
	Counter   string   // a phrase in which its characters do not
	Signs     []string // that stand before an amount in it: ￥
	Where

	canonical string // the first unit of the table that measures the same
}

// A Currency is the sign of a unit of money: ￥.
type Currency struct{ Sign, Unit string }

// A Factor is a fraction, since 亩 are 2000/3 square metres.
type Factor struct{ Over, Under model.Decimal }

// parseFactor reads a factor such as 0.5 or 2000/3.
func parseFactor(s string) (f Factor, err error) {
	over, under, divided := strings.Cut(s, "/")
	if f.Over, err = model.ParseDecimal(over); err != nil || !divided {
		f.Under = model.Int(1)
		return f, err
	}
	f.Under, err = model.ParseDecimal(under)
	return f, err
}

// moreDigits is how many significant digits a converted value has beyond those of the figure that it is made of.
const moreDigits = 2

// of returns a value times the factor and 10^power, rounded to what the figure gives.
func (f Factor) of(d model.Decimal, power int) (model.Decimal, bool) {
	v, ok := d.Mul(f.Over)
	if ok {
		v, ok = v.Shift(power)
	}
	if !ok {
		return v, false
	}
	return v.Quo(f.Under, d.Digits()+moreDigits)
}

// Normal returns a value in the base unit, or nil where counts stay as they are or the result does not fit. written is the unit
// as written, with 万 or 亿 before its name where a notice has these.
func (u *Unit) Normal(value model.Decimal, high *model.Decimal, written string) *model.Normal {
	if u.Base == "" {
		return nil
	}
	power := chinese.Power(strings.TrimSuffix(written, u.Name))
	v, ok := u.Factor.of(value, power)
	if !ok {
		return nil
	}
	n := &model.Normal{Value: v, Unit: u.Base}
	if high != nil {
		if h, ok := u.Factor.of(*high, power); ok {
			n.High = &h
		}
	}
	return n
}

// Written returns the unit of a unit as written, 万元 or 个, or nil where there is none.
func (q *Quantities) Written(unit string) *Unit {
	for _, power := range []string{"", chinese.PowerName(12), chinese.PowerName(8), chinese.PowerName(4)} {
		if name, ok := strings.CutPrefix(unit, power); ok {
			if u := q.Unit(name); u != nil && (power == "" || u.Base != "") {
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
	kinds   cueIndex            // the same, once all are there

	YearParts, MonthParts []TimePart // words after a year or month that name a part of it

	Currencies []Currency // longer signs first

	quotients map[string]*Unit // of the table, by what they measure and what they divide by: mass/升
}

func loadQuantities(from tables) (*Quantities, Errors) {
	q := &Quantities{units: map[string]*Unit{}, quotients: map[string]*Unit{}, names: lexicon.New(), cues: map[string][]string{}}
	var errs Errors
	for _, load := range []func(tables) Errors{q.loadUnits, q.loadSlogans, q.loadWords, q.loadTimes} {
		errs = append(errs, load(from)...)
	}
	return q, errs
}

var dimensions = []string{
	"count", "share", "points", "money", "length", "area", "volume", "mass", "flow", "power", "voltage", "pressure", "frequency",
	"energy", "time", "age", "score", "ratio", "concentration", "level", "rate",
}

var unitsTable = Table{
	Name: "units.tsv", Says: "a measure word or unit, its dimension and base unit, and what may not follow it", Key: []string{"unit"}, Proved: ProofColumns,
	Columns: []Column{
		{"unit", textType, "", true},
		{"dimension", oneOf(dimensions...), "", true},
		{"base", textType, "the unit in which values of the dimension are compared; empty: counts stay as they are", false},
		{"factor", factorType, "how many base units one unit is", false},
		{"small", yesType, "a Chinese numeral below ten may count by it", false},
		{"not", wordsType, "what may not follow; A~B means A unless it is a part of B", false},
		{"example", textType, "a phrase in which it counts", false},
		{"counterexample", textType, "a phrase in which its characters do not", false},
		{"sign", wordsType, "of money: stands before the amount in place of it, or before an amount in yuan", false},
	},
}

func (q *Quantities) loadUnits(from tables) Errors {
	errs := from.each(&unitsTable, func(r *Row) {
		u := &Unit{
			Name: r.Get("unit"), Dimension: r.Get("dimension"), Base: r.Get("base"),
			Small: r.Get("small") != "", Not: r.List("not"), Example: r.Get("example"), Counter: r.Get("counterexample"), Signs: r.List("sign"),
			Where: Where{r.File, r.Line},
		}
		switch factor := r.Get("factor"); {
		case (factor == "") != (u.Base == ""):
			r.fail("factor", "%q is no number of base units of the base %q", factor, u.Base)
		case factor != "":
			u.Factor, _ = parseFactor(factor) // its type has been checked
		}
		q.units[u.Name] = u
		q.names.Add(u.Name)
		q.byName = append(q.byName, u)
		for _, sign := range u.Signs {
			q.Currencies = append(q.Currencies, Currency{sign, u.Name})
		}
	})
	slices.SortStableFunc(q.Currencies, func(a, b Currency) int { return len(b.Sign) - len(a.Sign) })
	q.settle()
	return append(errs, q.checkBases()...)
}

// checkBases insists that bases are units of their dimension, so that a slip of the pen makes no unit of its own. Bases of time are
// written as they are read in dates, and those of foreign money are codes.
func (q *Quantities) checkBases() (errs Errors) {
	for _, u := range q.byName {
		if base := q.units[u.Base]; u.Base != "" && u.Dimension != "time" && !(u.Dimension == "money" && currencyCode.MatchString(u.Base)) && (base == nil || base.Dimension != u.Dimension || base.Base != base.Name) {
			errs = append(errs, &Error{u.File, u.Line, "base", fmt.Errorf("%q is no base unit of the dimension %s", u.Base, u.Dimension)})
		}
	}
	return errs
}

// UnitAt returns the unit that text starts with, the longest there is; its Unit is nil where none fits. It may be made of
// others: 千米/小时, 台（套）.
func (q *Quantities) UnitAt(text string) Measure {
	u := q.simpleAt(text)
	if u == nil {
		return Measure{}
	}
	return q.compound(text, Measure{u, u.Name, len(u.Name)})
}

// simpleAt returns the longest unit of the table that text starts with, or nil where none fits.
func (q *Quantities) simpleAt(text string) *Unit {
	if text == "" {
		return nil
	}
	var found [8]lexicon.Hit
	var longest *Unit
	for _, h := range q.names.At(found[:0], text, 0) {
		if u := q.byName[h.ID]; (longest == nil || len(u.Name) > len(longest.Name)) && !follows(text[h.End:], u.Not) && !cutsWord(text, h.End) {
			longest = u
		}
	}
	return longest
}

// knows reports whether there is a unit of a name. Where units have mistakes q is nil, and nothing is said of those that other tables name.
func (q *Quantities) knows(unit string) bool { return q == nil || q.Unit(unit) != nil }

// Unit returns the unit of a name, which may be made of others, or nil.
func (q *Quantities) Unit(name string) *Unit {
	if u := q.units[name]; u != nil {
		return u
	}
	if m := q.UnitAt(name); m.Size == len(name) {
		return m.Unit
	}
	return nil
}

// Has reports whether a word is a cue of a kind.
func (q *Quantities) Has(kind, word string) bool {
	s := q.kinds.slot(kind)
	return s != nil && s.sizes>>(len(word)%64)&1 != 0 && slices.Contains(s.words, word)
}

// Ends reports whether a text ends in a cue of a kind.
func (q *Quantities) Ends(kind, text string) bool {
	return slices.ContainsFunc(q.Words(kind), func(word string) bool { return strings.HasSuffix(text, word) })
}

// Opens reports whether a text begins with a cue of a kind.
func (q *Quantities) Opens(kind, text string) bool {
	return slices.ContainsFunc(q.Words(kind), func(word string) bool { return strings.HasPrefix(text, word) })
}

// In reports whether a cue of a kind stands in a text.
func (q *Quantities) In(kind, text string) bool {
	return slices.ContainsFunc(q.Words(kind), func(word string) bool { return strings.Contains(text, word) })
}

// ListMark returns the length of what parts two figures of a list at the beginning of a text: 、, 以及.
func (q *Quantities) ListMark(text string) int {
	return len(text) - len(q.Trim("joins", text))
}

// WithoutFigure returns the tables as they are without a row of figures.tsv.
func (q *Quantities) WithoutFigure(kind, word string) *Quantities {
	cut := *q
	cut.cues = maps.Clone(q.cues)
	cut.cues[kind] = slices.DeleteFunc(slices.Clone(q.cues[kind]), func(w string) bool { return w == word })
	cut.index()
	return &cut
}

// Trim cuts the longest cue of a kind off the beginning of a text.
func (q *Quantities) Trim(kind, text string) string {
	longest := 0
	for _, word := range q.Words(kind) {
		if strings.HasPrefix(text, word) {
			longest = max(longest, len(word))
		}
	}
	return text[longest:]
}

// TrimEnd cuts the longest cue of a kind off the end of a text.
func (q *Quantities) TrimEnd(kind, text string) string {
	longest := 0
	for _, word := range q.Words(kind) {
		if strings.HasSuffix(text, word) {
			longest = max(longest, len(word))
		}
	}
	return text[:len(text)-longest]
}

// Words returns the cue words of a kind.
func (q *Quantities) Words(kind string) []string { return q.kinds.of(kind) }

// A cueIndex finds the words of a kind of cues faster than a map does: it is asked several times for each figure, and the kinds are few.
type cueIndex [1 << 8]cueSlot

// cueSlot is a kind of cues with its words.
type cueSlot struct {
	kind  string
	words []string
	sizes uint64 // a bit for each length of a word, modulo 64
}

// slotOf returns where the search for a kind begins.
func slotOf(kind string) int { return 37*len(kind) + 11*int(kind[0]) + 5*int(kind[len(kind)-1]) }

// add adds a kind with its words. There are far fewer kinds than slots.
func (x *cueIndex) add(kind string, words []string) {
	i := slotOf(kind)
	for x[i%len(x)].kind != "" {
		i++
	}
	s := &x[i%len(x)]
	s.kind, s.words = kind, words
	for _, w := range words {
		s.sizes |= 1 << (len(w) % 64)
	}
}

// of returns the words of a kind.
func (x *cueIndex) of(kind string) []string {
	if s := x.slot(kind); s != nil {
		return s.words
	}
	return nil
}

// slot returns the slot of a kind, or nil where it has no words.
func (x *cueIndex) slot(kind string) *cueSlot {
	for i := slotOf(kind); ; i++ {
		switch s := &x[i%len(x)]; s.kind {
		case kind:
			return s
		case "":
			return nil
		}
	}
}

// index gets the words of all kinds ready to be asked for.
func (q *Quantities) index() {
	q.kinds = cueIndex{}
	for kind, words := range q.cues {
		q.kinds.add(kind, words)
	}
}

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

var slogansTable = Table{
	Name: "slogans.tsv", Says: "a phrase whose number states no quantity", Key: []string{"phrase"}, Proved: ProofColumns,
	Columns: []Column{
		{"phrase", Type{Name: "text with * in the place of the number", check: checkPhrase}, "a second * stands for any one numeral, ? for one character or two of a name", true},
		{"unless", wordsType, "words within eight characters before or four after that make it a quantity after all", false},
		{"example", textType, "a phrase whose number states no quantity", false},
		{"counterexample", textType, "one whose number does", false},
	},
}

func checkPhrase(field string) error {
	switch {
	case !strings.Contains(field, "*"):
		return fmt.Errorf("%q has no * where its number stands", field)
	case strings.Trim(field, "*") == "":
		return fmt.Errorf("%q is no more than a number", field)
	}
	return nil
}

func (q *Quantities) loadSlogans(from tables) Errors {
	return from.each(&slogansTable, func(r *Row) {
		before, after, _ := strings.Cut(r.Get("phrase"), "*")
		q.Slogans = append(q.Slogans, Slogan{before, after, r.List("unless"), r.Get("example"), r.Get("counterexample")})
	})
}

var cuesTable = Table{
	Name: "cues.tsv", Says: "a word near a number that says what it is: planned, at least, about, from", Key: []string{"kind", "word"}, Proved: ProofCorpus,
	Columns: []Column{
		{"word", textType, "", true},
		{"kind", enumeration(
			Code{"planned", "what is still to come: holds along a list and, where the clause names a time, along the sentence"},
			Code{"so_far", "what has been reached: holds to the end of the sentence"},
			Code{"done", "what has been reached: holds along a list"},
			Code{"did", "a verb that tells what was done, where no plan governs it"},
			Code{"pending", "stands before what has not been reached yet"},
			Code{"none", "holds a cue of status or change and is none"},
			Code{"time", "makes a plan hold along its sentence, as a date does"},
			Code{"progress", "says how far a part of a total has come"},
			Code{"rest", "says that a number is what is left of a total, so that all before it are parts"},
			Code{"finished", "says of a number that so many of what is due are done"},
			Code{"under_way", "says that so many are being done, or done in part"},
			Code{"unfinished", "says that so many are not done"},
			Code{"done_rate", "names the share that is done"},
			Code{"attribute", "is an extent of what stands before"},
			Code{"rate", "stands before a number that is a rate and no amount"},
			Code{"about", "stands right before the number, as do at_least and at_most"}, Code{"at_least", ""}, Code{"at_most", ""},
			Code{"about_after", "stands right after the number"}, Code{"at_least_after", ""}, Code{"at_most_after", ""},
			Code{"no_bound", "ends as such a word does and is none"},
			Code{"increase", "a verb before the number in its clause: an amount; with a word of the kind to, a level"}, Code{"decrease", ""},
			Code{"raise", "such a verb that makes what is counted or measured out better, not more"},
			Code{"up", "a verb that needs a word of the kind to"}, Code{"down", ""},
			Code{"growth", "a noun of an amount"}, Code{"drop", ""},
			Code{"to", "makes a level of a change"},
			Code{"increase_to", "says a change to a level by itself"}, Code{"decrease_to", ""},
			Code{"from", "stands right before the number that a change starts from"},
			Code{"when", "is part of a time between a word of the kind to and its number"},
			Code{"then", "is a time before now: of the beginning of a change"}, Code{"now", "is one of its end"},
			Code{"reach", "stands right before what there is now, besides words of the kind to"},
			Code{"target", "says what was to be"}, Code{"result", "says what became of it"},
			Code{"activity", "follows the noun that is counted"}, Code{"average", "opens what is said of those that were counted"},
			Code{"goal", "opens what is aimed at: holds along the sentence"}, Code{"aim", "stands after it"},
			Code{"ahead", "opens what comes next: holds to the end of the line"},
			Code{"deadline", "a date by which it is to be done"}, Code{"dated", "is one only after a figure"},
			Code{"will", "makes a plan of the verb after it where that governs the number"},
			Code{"until", "stands before the later year of a plan"},
			Code{"already", "what has been reached, whatever plan there is besides"}, Code{"completed", "the same after a verb"},
			Code{"left", "stands before or after what is stated as not done"},
			Code{"modifier", "a verb that as often only describes the noun after it"},
			Code{"state", "a verb that says what is so, was fed back or went wrong, and nothing of what was done"},
			Code{"extent", "is an extent of what stands before"},
			Code{"relative", "makes the verb before it describe a noun"},
			Code{"among", ""}, Code{"object", ""}, Code{"all", ""},
			Code{"each", "opens counts that are parts only where they add up"},
			Code{"gathers", "says that things came in or were found, so that what became of them are parts of their number"},
			Code{"person", "is a unit of persons"},
			Code{"actor", "ends the name of a body whose number, where it opens a clause, says who acts and not what was done"},
			Code{"compared", "stands before a number that another is compared with, and that is no part"},
			Code{"since", "stands right before a date that a number is only compared with"}, Code{"since_after", "stands right after it"},
			Code{"against", "says that a change is one from another time"},
			Code{"part", "opens the parts of a total"}, Code{"whole", "closes a list with its total"},
			Code{"other", "says another thing than the number before it: 发放补助126万元，年底结余18万元"},
			Code{"overall", "makes a number of its clause a total, when values are compared"},
		), "", true},
	},
}

var figuresTable = Table{
	Name: "figures.tsv", Says: "a word or unit by which a figure is read, or is none", Key: []string{"kind", "word"}, Proved: ProofColumns,
	Columns: []Column{
		{"word", textType, "", true},
		{"kind", enumeration(
			Code{"range", "stands between the days of a range"},
			Code{"next_year", "stands before a month or day of the year after that of the date before"}, Code{"same_year", "stands before one of the same year"},
			Code{"after_one", "stands after the one that ends a number and counts nothing"}, Code{"kilo", "is a unit of which a kilo may be meant"},
			Code{"no_hundred", "makes a word with the hundred or thousand before it"},
			Code{"no_point", "stands after digits that no decimal point parts"}, Code{"one_each", "says of one and one that each has its own"},
			Code{"no_tenth", "begins as a tenth does and is none"}, Code{"no_tenths", "is none after a range"},
			Code{"no_sum", "stands after a sum of money that is a thing then"}, Code{"numbered", "stands before a number by which things are told apart"},
			Code{"no_decimal", "stands after a point and digits that are no decimals"},
			Code{"no_more", "begins as the word for some more does and is none"}, Code{"no_few", "begins as the word for a few does and is none"},
			Code{"full", "states a share of a hundred per cent without a number"}, Code{"joins", "parts the figures of a list"},
			Code{"criterion", "makes a number say which things are meant, before a name"},
			Code{"term", "is a unit of terms of office, stands after their number and before that of their meetings"}, Code{"no_term", "ends as it does and is none"},
			Code{"meeting", "stands after the number of a meeting"},
			Code{"minus", "stands before a number below zero"}, Code{"no_minus", "ends as such a word does and is none"},
			Code{"days", "says before a time that it is a count of days"},
			Code{"signed", "stands before a minus or plus that belongs to the number"},
			Code{"decimal", "says that a thing which is counted may have decimals"},
			Code{"rank", "makes a number of a unit of ranked say which ones come first"}, Code{"no_rank", "ends as it does and is none"},
			Code{"ranked", ""}, Code{"serial", "is a unit by which things are numbered"},
			Code{"edition", "is a unit that years and versions stand before"},
			Code{"assembly", "stands before the number of a meeting"},
			Code{"fraction", "stands before a share"}, Code{"no_fraction", "stands before a date"}, Code{"dealt", "gives each figure of a list its own unit or time"},
			Code{"half", "begins as a half does and is no half of the unit before it"},
			Code{"no_zero", "is a unit with which zero makes another word"},
			Code{"between", "stands after the upper end of a range"},
			Code{"sharer", "is no unit, and an amount may be shared among many of them"}, Code{"rated", "may follow a rate in words, where any other word would tell how often"}, Code{"varied", "stands after a range of values that differ"},
			Code{"onwards", "stands after a time that is open, with a word of the kind since before it"},
			Code{"before", "stands after a time that says which things are meant"},
			Code{"baseline", "stands after a time that a number is compared with"},
			Code{"plan", "stands after the name of a five-year plan whose years are meant"},
			Code{"made", "stands, as an attribute, after a time that says which things are meant"},
			Code{"course", "says that a time is one of the inspection's own course"}, Code{"inspection", "says it of days"},
		), "", true},
		{"example", textType, "a text that reads otherwise without the row", false},
		{"counterexample", textType, "one that has the word and reads the same", false},
	},
}

// loadWords reads the words beside figures, by their kinds: those that say what a figure is, and those by which it is read.
func (q *Quantities) loadWords(from tables) (errs Errors) {
	for _, t := range []*Table{&cuesTable, &figuresTable} {
		errs = append(errs, from.each(t, func(r *Row) {
			q.cues[r.Get("kind")] = append(q.cues[r.Get("kind")], r.Get("word"))
		})...)
	}
	q.index()
	return errs
}

// A TimePart is a word after a year or month that names a part of it: from a month (01) or day of the month (01) to another or
// to none, or one day of the year (12-31). Start is "" where the word tells no days, as 月底.
type TimePart struct{ Word, Start, End string }

var timesTable = Table{
	Name: "times.tsv", Says: "a part of a year or month", Key: []string{"word", "of"}, Proved: ProofColumns,
	Columns: []Column{
		{"word", textType, "stands after a year or month; of two that fit the longer holds", true},
		{"of", enumeration(Code{"year", ""}, Code{"month", ""}), "", true},
		{"start", partType, "the first month or day; empty: no days are known", false},
		{"end", partType, "the last one; empty: it is the first. After a month 31 is its last day", false},
		{"example", textType, "a sentence whose figure is for the part", false},
		{"counterexample", textType, "one whose figure is for the whole year or month, or has no period", false},
	},
}

func (q *Quantities) loadTimes(from tables) Errors {
	return from.each(&timesTable, func(r *Row) {
		part := TimePart{r.Get("word"), r.Get("start"), r.Get("end")}
		switch year := r.Get("of") == "year"; {
		case year && part.Start == "":
			r.fail("start", "missing: a part of a year has a month or day")
		case !year && len(part.Start)+len(part.End) > 2*len("31"):
			r.fail("start", "a part of a month has days of two digits")
		case year:
			q.YearParts = append(q.YearParts, part)
		default:
			q.MonthParts = append(q.MonthParts, part)
		}
	})
}

// PartOf returns the longest of some parts that a text begins with, and false where there is none.
func PartOf(parts []TimePart, text string) (longest TimePart, ok bool) {
	for _, p := range parts {
		if strings.HasPrefix(text, p.Word) && len(p.Word) > len(longest.Word) {
			longest, ok = p, true
		}
	}
	return longest, ok
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
