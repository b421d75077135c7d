package region

import (
	"slices"
	"strings"

	"zhenggai/extract/rules"
)

// maxShort is the length in bytes of the longest clue that is read as a name or a title. In longer ones only whole
// names count.
const maxShort = 400

// A claim is one mention of a place in a clue, with its parents where they stand in front: 成都市郫都区 is one claim.
type claim struct {
	places    []int32 // which it may be
	start     int     // in bytes
	end       int
	bare      bool // the last name is a bare one: 武汉, 江夏
	inspector bool // the mention names who inspected: 湖北省委第六巡视组
	weight    int
}

// A mention is one name found in a clue.
type mention struct {
	places     []int32
	start, end int
	bare       bool
	common     bool
	area       bool
}

// read returns the claims of a clue in their order.
func (g *Gazetteer) read(clue string) []claim {
	mentions := g.wholes(clue)
	if len(clue) <= maxShort {
		mentions = g.addBares(clue, mentions)
	}
	return g.chain(clue, mentions)
}

// wholes returns the whole names in text. Where two overlap the longer one stands, or both where the second is a
// district of the first that shares its last character: 济南市中区.
func (g *Gazetteer) wholes(text string) []mention {
	var found []mention
	for end := range g.kindEnds(text) {
		for n := range g.ending(text[:end]) {
			m := mention{n.places, end - len(n.text), end, false, n.common, n.area}
			if g.partOfWord(n, text[:m.start], text[end:]) {
				continue
			}
			kept := false
			if found, kept = g.keep(found, m); kept {
				break
			}
		}
	}
	return found
}

// partOfWord reports whether what stands before or behind a name makes other words of it: 中共和县委, 友好区域, 东方市场.
func (g *Gazetteer) partOfWord(n *name, before, rest string) bool {
	follows := func(b rules.Beside) bool { return strings.HasSuffix(n.text, b.Of) && hasAnyPrefix(rest, b.Words) }
	return slices.ContainsFunc(g.words.Behind, func(b rules.Beside) bool {
		return strings.HasPrefix(n.text, b.Of) && hasAnySuffix(before, b.Words)
	}) || slices.ContainsFunc(g.words.Before, follows) || n.word && slices.ContainsFunc(g.words.BeforeWord, follows)
}

// keep appends m to the mentions found so far, or returns false where an earlier one that overlaps it stands.
func (g *Gazetteer) keep(found []mention, m mention) ([]mention, bool) {
	n := len(found)
	for n > 0 && found[n-1].start >= m.start {
		n--
	}
	if n > 0 && found[n-1].end > m.start && len(g.narrow(m.places, found[n-1].places)) == 0 {
		return found, false
	}
	return append(found[:n], m), true
}

// addBares adds the bare names with which a body's name begins: 武汉江夏国资集团, 晋江职业中专, 高新区(芜湖). It returns the
// mentions in their order.
func (g *Gazetteer) addBares(clue string, mentions []mention) []mention {
	n := len(mentions)
	for _, at := range g.starts(clue) {
		for at < len(clue) {
			if i := slices.IndexFunc(mentions[:n], func(m mention) bool { return m.start == at }); i >= 0 {
				at = mentions[i].end
				continue
			}
			places, size := g.bareAt(clue[at:])
			if size == 0 || g.isNamesake(clue[at+size:]) || overlaps(mentions[:n], at, at+size) {
				break
			}
			mentions = append(mentions, mention{places, at, at + size, true, false, false})
			at += size
		}
	}
	if len(mentions) == 0 {
		mentions = g.zoneOwner(clue)
	}
	slices.SortStableFunc(mentions, func(a, b mention) int { return a.start - b.start })
	return mentions
}

func overlaps(mentions []mention, start, end int) bool {
	return slices.ContainsFunc(mentions, func(m mention) bool { return m.start < end && m.end > start })
}

// isNamesake reports whether what follows a bare name makes of it that of a smaller place or of a street: 斗门镇, 北京路.
func (g *Gazetteer) isNamesake(rest string) bool {
	return hasAnyPrefix(rest, g.words.Words("namesake")) && !hasAnyPrefix(rest, g.words.Words("no_namesake"))
}

// starts returns where in a clue the name of a body may begin: after what leads into it, and after an open bracket.
func (g *Gazetteer) starts(clue string) []int {
	at := []int{g.lead(clue)}
	for i, r := range clue {
		if r == '(' || r == '（' {
			at = append(at, i+len(string(r)))
		}
	}
	return at
}

// lead returns the length of the marks, spaces and words in front of a body's name.
func (g *Gazetteer) lead(clue string) int {
	rest := clue
	for {
		trimmed := strings.TrimLeft(rest, " \t\r\n\u00a0\u3000?？“\"《【[")
		for _, word := range g.words.Words("lead") {
			trimmed = strings.TrimPrefix(trimmed, word)
		}
		if len(trimmed) == len(rest) {
			return len(clue) - len(rest)
		}
		rest = trimmed
	}
}

// zoneOwner returns the bare name right in front of a development zone's, which is no division: 西部科学城重庆高新区.
func (g *Gazetteer) zoneOwner(clue string) []mention {
	for _, zone := range g.words.Words("zone") {
		end := strings.Index(clue, zone)
		if end < 0 {
			continue
		}
		for start := max(0, end-longestBare*hanLen); start < end; start++ {
			if places, size := g.bareAt(clue[start:end]); size == end-start {
				return []mention{{places, start, end, true, false, false}}
			}
		}
	}
	return nil
}

// chain joins mentions that stand one after the other and under each other into claims. A mention that stands right
// behind a place of another province is no place: 潍坊滨海新区 is not 天津's.
func (g *Gazetteer) chain(clue string, mentions []mention) []claim {
	var claims []claim
	from := g.lead(clue)
	for _, m := range mentions {
		if n := len(claims); n > 0 && touches(clue, claims[n-1].end, m.start) {
			last := &claims[n-1]
			joined := m.start <= last.end
			if places := g.behind(m, last.places, joined); len(places) > 0 {
				last.places, last.end, last.bare = places, m.end, m.bare
				last.inspector = g.inspects(clue[m.end:])
				continue
			}
			if joined || m.bare {
				continue
			}
		}
		aimed := hasAnySuffix(clue[:m.start], g.words.Words("pointer"))
		if m.common && (len(clue) > maxShort || m.start != from && !aimed) {
			continue
		}
		c := claim{places: m.places, start: m.start, end: m.end, bare: m.bare, inspector: g.inspects(clue[m.end:]), weight: 1}
		if aimed {
			c.weight = pointedWeight
		}
		claims = append(claims, c)
	}
	return claims
}

// behind returns which places a name means right behind others: those under them, else, where the two are joined, those
// of the same province: 塔城地区 belongs to 伊犁州 though its code does not say so.
//
// An area is no part of a division in which it does not lie: 泰州江北新区 is not 南京's, and 南昌市赣江新区 is of 南昌 though the whole is not.
func (g *Gazetteer) behind(m mention, others []int32, joined bool) []int32 {
	if m.area && len(g.narrow(m.places, others)) == 0 {
		return others
	}
	if under := g.narrow(m.places, others); len(under) > 0 || m.bare || m.common || !joined {
		return under
	}
	return filter(m.places, func(p int32) bool {
		return slices.ContainsFunc(others, func(q int32) bool { return g.places[p].code/10000 == g.places[q].code/10000 })
	})
}

// touches reports whether nothing but spaces stands between two names. They may share a character.
func touches(clue string, end, start int) bool {
	return start <= end || start-end <= 8 && strings.TrimSpace(clue[end:start]) == ""
}

// pointedWeight is how many plain mentions in a text one counts that 对 or 向 points at: 对珠海市斗门区进行了巡视.
const pointedWeight = 3

// inspects reports whether what follows a place's name makes it one that inspects others: 省委第六巡视组, 市委巡察.
func (g *Gazetteer) inspects(rest string) bool {
	return hasAnyPrefix(rest, g.words.Words("inspector")) && !hasAnyPrefix(rest, g.words.Words("no_inspector"))
}

func hasAnyPrefix(s string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(p string) bool { return strings.HasPrefix(s, p) })
}

func hasAnySuffix(s string, suffixes []string) bool {
	return slices.ContainsFunc(suffixes, func(p string) bool { return strings.HasSuffix(s, p) })
}

// narrow returns those of places that stand under one of parents.
func (g *Gazetteer) narrow(places, parents []int32) []int32 {
	return filter(places, func(p int32) bool {
		return slices.ContainsFunc(parents, func(q int32) bool { return g.places[p].under(&g.places[q]) })
	})
}

// filter returns the elements for which keep holds. It shares list where all of them are kept.
func filter(list []int32, keep func(int32) bool) []int32 {
	if i := slices.IndexFunc(list, func(p int32) bool { return !keep(p) }); i < 0 {
		return list
	}
	var kept []int32
	for _, p := range list {
		if keep(p) {
			kept = append(kept, p)
		}
	}
	return kept
}
