package region

import (
	"iter"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"zhenggai/extract/internal/runes"
	"zhenggai/extract/rules"
)

// A place is one division of the table with its code as a number, so that standing under another is arithmetic.
type place struct {
	code  int
	name  string
	since int
	until int
	now   []string // codes of what became of it
	moved int
}

// The ranks of a place.
const (
	province = iota
	prefecture
	county
)

func (p *place) rank() int {
	switch {
	case p.code%10000 == 0:
		return province
	case p.code%100 == 0:
		return prefecture
	}
	return county
}

// under reports whether p stands under q.
func (p *place) under(q *place) bool {
	switch q.rank() {
	case province:
		return p.rank() != province && p.code/10000 == q.code/10000
	case prefecture:
		return p.rank() == county && p.code/100 == q.code/100
	}
	return false
}

// related reports whether p and q are the same division or one stands under the other.
func (p *place) related(q *place) bool { return p.code == q.code || p.under(q) || q.under(p) }

// inForce reports whether p was in force in the year, where 0 is today.
func (p *place) inForce(year int) bool {
	if year == 0 {
		return p.until == 0
	}
	return p.since <= year && (p.until == 0 || year <= p.until)
}

// A name is a whole name: one that ends in the kind of division. Several places may bear it.
type name struct {
	text   string
	places []int32
	common bool // needs its parent in front, or the start of a body's name
	word   bool // less its last character it is an everyday word
	area   bool // it is no division's own, but lies in one: 赣江新区
	next   int32
}

// A Gazetteer knows the divisions by their names. It does not change once built and may be shared.
type Gazetteer struct {
	words  *rules.Regions
	ends   [1 << 10]uint64 // the set of characters in which names end
	lasts  [256]bool       // the last bytes of them
	places []place
	names  []name
	tails  map[uint32]int32   // by the last two characters: the first of the names that end so, longest first
	bare   map[string][]int32 // by the name less its kind: 斗门, 和布克赛尔
	byCode map[int][]int32
}

// none ends a list of names.
const none = -1

// New returns the gazetteer of the given divisions, whose names are told by the given words.
func New(divisions []rules.Division, words *rules.Regions) *Gazetteer {
	g := &Gazetteer{
		words:  words,
		places: make([]place, 0, len(divisions)),
		names:  make([]name, 0, len(divisions)),
		tails:  make(map[uint32]int32, len(divisions)),
		bare:   make(map[string][]int32, len(divisions)),
		byCode: make(map[int][]int32, len(divisions)),
	}
	for _, end := range words.Ends {
		g.ends[end/64] |= 1 << (end % 64)
		g.lasts[byte(end)&0x3f|0x80] = true
	}
	arena := make([]int32, 0, len(divisions)) // of the lists that hold one place
	for _, d := range divisions {
		code, err := strconv.Atoi(d.Code)
		if err != nil {
			continue // the loader of the table lets digits through only
		}
		id := int32(len(g.places))
		g.places = append(g.places, place{code, d.Name, d.Since, d.Until, d.Now, d.Moved})
		arena = append(arena, id)
		one := arena[len(arena)-1:][:1:1]
		g.byCode[code] = with(g.byCode[code], one)
		g.addNames(d, one)
	}
	g.addAreas(words.Areas)
	return g
}

// addAreas enters areas that are no divisions, as names of the division in which the whole of each lies.
func (g *Gazetteer) addAreas(areas []rules.Area) {
	for _, a := range areas {
		code, err := strconv.Atoi(a.In)
		if err != nil {
			continue // the loader of the table lets digits through only
		}
		if id := g.today(code); id != none {
			for _, text := range a.Names {
				g.addWhole(text, rules.CommonNone, []int32{id}).area = true
			}
		}
	}
}

// today returns the place that has the code today, or none.
func (g *Gazetteer) today(code int) int32 {
	for _, id := range g.byCode[code] {
		if g.places[id].until == 0 {
			return id
		}
	}
	return none
}

// with returns list and one together. A list of one is shared, not copied.
func with(list, one []int32) []int32 {
	if len(list) == 0 {
		return one
	}
	return append(list, one...)
}

func (g *Gazetteer) addNames(d rules.Division, one []int32) {
	g.addWhole(d.Name, d.Common, one)
	short := bareName(d.Name)
	for i, s := range d.Short {
		if i == 0 {
			short = s
		} else {
			g.addWhole(s, d.Common, one)
		}
	}
	if d.Common == rules.CommonNone && utf8.RuneCountInString(short) >= 2 {
		g.bare[short] = with(g.bare[short], one)
	}
}

// bareName returns the name less the last character.
func bareName(s string) string {
	_, size := utf8.DecodeLastRuneInString(s)
	return s[:len(s)-size]
}

// addWhole enters a whole name. Names of two characters are treated as everyday words: 和县, 成县 and 开县 stand inside
// 全市和县区, 完成县委 and 召开县委.
func (g *Gazetteer) addWhole(text string, common rules.Common, one []int32) *name {
	key := tailKey(text)
	at, ok := g.tails[key]
	if !ok {
		at = none
	}
	before := int32(none)
	for i := at; i != none && len(g.names[i].text) >= len(text); i = g.names[i].next {
		if g.names[i].text == text {
			g.names[i].places = with(g.names[i].places, one)
			return &g.names[i]
		}
		before = i
	}
	id := int32(len(g.names))
	n := name{text: text, places: one, word: common != rules.CommonNone, next: at}
	n.common = common == rules.CommonName || utf8.RuneCountInString(text) <= 2
	if before == none {
		g.tails[key] = id
	} else {
		n.next, g.names[before].next = g.names[before].next, id
	}
	g.names = append(g.names, n)
	return &g.names[id]
}

// tailKey returns the last two characters of s as one number.
func tailKey(s string) uint32 {
	last, size := utf8.DecodeLastRuneInString(s)
	before, _ := utf8.DecodeLastRuneInString(s[:len(s)-size])
	return uint32(before)<<16 | uint32(last)&0xffff
}

// hanLen is how many bytes nearly all Chinese characters take.
const hanLen = 3

// kindEnds returns where in text the characters end in which a division's name may end. It looks them up in a set, since a body is read
// for little else.
func (g *Gazetteer) kindEnds(text string) iter.Seq[int] {
	return func(yield func(int) bool) {
		for i := 0; i+hanLen <= len(text); {
			if text[i] < utf8.RuneSelf {
				i++
				continue
			}
			i = runes.Behind(text, i+hanLen) // what is out of step by a shorter one falls into step
			if !g.lasts[text[i-1]] {
				continue
			}
			r, size := utf8.DecodeRuneInString(text[i-hanLen : i])
			if size == hanLen && g.ends[r/64]&(1<<(r%64)) != 0 && !yield(i) {
				return
			}
		}
	}
}

// ending returns the names that end text, the longest first.
func (g *Gazetteer) ending(text string) iter.Seq[*name] {
	return func(yield func(*name) bool) {
		at, ok := g.tails[tailKey(text)]
		for ; ok && at != none; at = g.names[at].next {
			if strings.HasSuffix(text, g.names[at].text) && !yield(&g.names[at]) {
				return
			}
		}
	}
}

// longestBare is the length in characters of the longest bare name that is looked for: 塔什库尔干, 和布克赛尔.
const longestBare = 6

// bareAt returns the places whose bare name begins text, by the longest such name, and that name's length in bytes.
// Where a province bears the name it alone is meant: 吉林, 海南.
func (g *Gazetteer) bareAt(text string) (places []int32, size int) {
	for i, n := 0, 0; n < longestBare && i < len(text); n++ {
		_, w := utf8.DecodeRuneInString(text[i:])
		i += w
		if list := g.bare[text[:i]]; n > 0 && len(list) > 0 {
			places, size = list, i
		}
	}
	if i := slices.IndexFunc(places, func(p int32) bool { return g.places[p].rank() == province }); i >= 0 {
		places = places[i : i+1]
	}
	return places, size
}
