// Package region finds the administrative division that a body's name or a text speaks of.
//
// A division is named in full (珠海市斗门区), without its prefecture (庐江县委), without its nationality (和布克赛尔县), or, where
// the name of a body, a site or an address begins, by its bare name (晋江职业中专). Names that several divisions share, such
// as 鼓楼区, are told apart by what else is named in the clues and by the year.
package region

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"zhenggai/extract/rules"
	"zhenggai/model"
)

// A Match is what the clues say of the place.
type Match struct {
	Region    model.Region
	Split     []model.Region // into which the region was split since
	Ambiguous []model.Region // between which the clues do not decide; only where Find returns false
}

// Find returns the division that the clues name. Clues are texts that may name it, the most telling first: the issuer's
// name, the title, the notice's address, the site's name, the body; one that is unknown is "". It returns false where they
// name none or do not decide between several.
//
// The year is the notice's, 0 where it is unknown. Divisions that were not in force then are passed over unless nothing
// else fits; in a notice of unknown year those in force today are meant.
func (g *Gazetteer) Find(clues []string, year int) (Match, bool) {
	s := search{g: g, year: year, clues: clues, claims: make([][]claim, len(clues)), read: make([]bool, len(clues))}
	kind := rules.OwnKind{}
	if i := slices.IndexFunc(clues, isTold); i >= 0 && len(s.at(i)) == 0 {
		if g.isNational(clues[i]) {
			return Match{}, false
		}
		kind = g.ownKind(clues[i])
	}
	id, undecided := s.decide(kind)
	if id == none && len(undecided) == 0 && kind.Word != "" {
		id, undecided = s.decide(rules.OwnKind{})
	}
	if id == none {
		return Match{Ambiguous: g.regions(undecided, year)}, false
	}
	return Match{Region: g.region(id, year), Split: g.split(id)}, true
}

func isTold(clue string) bool { return strings.TrimSpace(clue) != "" }

// isNational reports whether a body's name that holds no place is one of the whole country's: 教育部党组, 国家统计局党组,
// 中国旅游集团.
func (g *Gazetteer) isNational(clue string) bool {
	clue = clue[g.lead(clue):]
	if hasAny(clue, g.words.Words("titled")) && !hasAny(clue, g.words.Words("title_body")) {
		return false // a title such as 国家卫生城市复审整改情况 names no body
	}
	return hasAnyPrefix(clue, g.words.Words("national")) || slices.ContainsFunc(g.words.Words("ministry"), func(word string) bool {
		before, _, ok := strings.Cut(clue, word)
		return ok && len(before) <= maxMinistry && !hasAnySuffix(before, g.words.Words("no_ministry"))
	})
}

func hasAny(s string, words []string) bool {
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(s, w) })
}

// maxMinistry is the length in bytes of the longest ministry's name less its last character: 人力资源和社会保障部.
const maxMinistry = 9 * hanLen

// ownKind returns how a body's name begins that says of what kind its division is, but not which: 区民政局党组, 省卫健委.
func (g *Gazetteer) ownKind(clue string) rules.OwnKind {
	clue = clue[g.lead(clue):]
	i := slices.IndexFunc(g.words.OwnKinds, func(kind rules.OwnKind) bool { return strings.HasPrefix(clue, kind.Word) })
	if i < 0 || hasAnyPrefix(clue, g.words.Words("no_own_kind")) {
		return rules.OwnKind{}
	}
	return g.words.OwnKinds[i]
}

// A search is one call of Find. Clues are read when they are first needed: most often the issuer's name decides.
type search struct {
	g      *Gazetteer
	year   int
	clues  []string
	claims [][]claim
	read   []bool
}

func (s *search) at(i int) []claim {
	if !s.read[i] {
		s.claims[i], s.read[i] = s.g.read(s.clues[i]), true
	}
	return s.claims[i]
}

func (s *search) long(i int) bool { return len(s.clues[i]) > maxShort }

// decide returns the place that the first telling clue names. Where that names several and nothing decides, it returns
// none and those. Only places whose name ends in kind count.
func (s *search) decide(kind rules.OwnKind) (id int32, undecided []int32) {
	for i := range s.clues {
		c, ok := s.pick(i, kind)
		if !ok {
			continue
		}
		left := s.settle(c)
		if len(left) == 1 {
			return s.deepen(i, left[0]), nil
		}
		if !c.bare { // a bare name that does not decide may be no place at all
			return none, left
		}
	}
	return none, nil
}

// pick returns the claim of clue i that says whose notice it is: the first of a name or title, the weightiest of a text.
func (s *search) pick(i int, kind rules.OwnKind) (claim, bool) {
	if s.long(i) {
		return s.weightiest(i, kind)
	}
	claims := s.at(i)
	k := slices.IndexFunc(claims, func(c claim) bool { return s.fits(&c, kind) })
	if k < 0 {
		return claim{}, false
	}
	picked := claims[k]
	for _, c := range claims[k+1:] {
		if under := s.g.narrow(c.places, picked.places); len(under) > 0 && s.g.isOneName(s.clues[i][picked.end:c.start]) {
			picked = c
			picked.places = under
		}
	}
	return picked, true
}

// isOneName reports whether a body's name runs on over what stands between two places: 新疆生产建设兵团第一师阿拉尔市委,
// 江苏省电力有限公司南京市分公司.
func (g *Gazetteer) isOneName(between string) bool {
	return !strings.ContainsAny(between, "、,，;；:：。 \u3000") && !hasAny(between, g.words.Words("parting"))
}

// fits reports whether c may say whose notice it is. The place that inspects is another one, unless it is of the same kind:
// 合川区委第三巡察组 inspects 区民政局. An autonomous region is no 区.
func (s *search) fits(c *claim, kind rules.OwnKind) bool {
	if kind.Word == "" {
		return !c.inspector
	}
	p := &s.g.places[c.places[0]]
	return strings.HasSuffix(p.name, kind.Word) && (!kind.County || p.rank() == county)
}

// minWeight is the least weight by which a text alone tells the place: a single mention may be of a neighbour.
const minWeight = 2

// weightiest returns the claim of a text that is made most often among those that fit. It returns false where another
// place that has nothing to do with it has more than half its weight.
func (s *search) weightiest(i int, kind rules.OwnKind) (claim, bool) {
	var sums []claim
	index := make(map[[2]int32]int)
	for _, c := range s.at(i) {
		if !s.fits(&c, kind) {
			continue
		}
		key := [2]int32{c.places[0], int32(len(c.places))}
		k, ok := index[key]
		if !ok {
			k, index[key] = len(sums), len(sums)
			sums = append(sums, claim{places: c.places})
		}
		sums[k].weight += c.weight
	}
	best := claim{}
	for _, c := range sums {
		if c.weight > best.weight {
			best = c
		}
	}
	for _, c := range sums {
		if 2*c.weight > best.weight && !s.related(c.places, best.places) {
			return claim{}, false
		}
	}
	return best, best.weight >= minWeight
}

func (s *search) related(a, b []int32) bool {
	return slices.ContainsFunc(a, func(p int32) bool {
		return slices.ContainsFunc(b, func(q int32) bool { return s.g.places[p].related(&s.g.places[q]) })
	})
}

// deepen returns the division under id of which the body tells, where neither the issuer's name nor the title named any
// place and id comes from the site's name alone: 江苏省纪委监委网站 publishes for 连云港市海州区.
func (s *search) deepen(i int, id int32) int32 {
	if i < 2 || s.long(i) {
		return id
	}
	above := &s.g.places[id]
	for k := i + 1; k < len(s.clues); k++ {
		if !s.long(k) {
			continue
		}
		c, ok := s.weightiest(k, rules.OwnKind{})
		if !ok {
			continue
		}
		under := filter(s.settle(c), func(p int32) bool { return s.g.places[p].under(above) })
		if len(under) == 1 {
			return under[0]
		}
	}
	return id
}

// settle returns the places that a claim may mean, after what the year and the other clues say of them.
func (s *search) settle(c claim) []int32 {
	places := s.inForce(c.places)
	for i := 0; i < len(s.clues) && len(places) > 1; i++ {
		if s.long(i) {
			places = s.byWeight(places, s.at(i))
			continue
		}
		for _, other := range s.at(i) {
			if near := s.near(places, other.places); len(near) > 0 {
				places = near
			}
		}
	}
	if c.bare && len(places) > 1 {
		places = s.highest(places)
	}
	return places
}

// near returns those of places that have to do with one of others.
func (s *search) near(places, others []int32) []int32 {
	return filter(places, func(p int32) bool { return s.related([]int32{p}, others) })
}

// byWeight returns the one of places with which most of what a text names has to do, or all where none leads.
func (s *search) byWeight(places []int32, claims []claim) []int32 {
	weight := make([]int, len(places))
	for _, c := range claims {
		for k, p := range places {
			if s.related([]int32{p}, c.places) {
				weight[k] += c.weight
			}
		}
	}
	best := slices.Max(weight)
	lead := filter(places, func(p int32) bool { return weight[slices.Index(places, p)] == best })
	if len(lead) == 1 {
		return lead
	}
	return places
}

// highest returns the one place that ranks above the others, or all: 大同 alone is the city and not its county.
func (s *search) highest(places []int32) []int32 {
	top := slices.MinFunc(places, func(p, q int32) int { return s.g.places[p].rank() - s.g.places[q].rank() })
	rank := s.g.places[top].rank()
	if first := filter(places, func(p int32) bool { return s.g.places[p].rank() == rank }); len(first) == 1 {
		return first
	}
	return places
}

// inForce returns those of places that were in force in the notice's year, else those in force today, else all.
// Of a place that changed its code in that year the later row is meant.
func (s *search) inForce(places []int32) []int32 {
	if len(places) == 1 {
		return places
	}
	left := places
	for _, year := range []int{s.year, 0} {
		if fit := filter(places, func(p int32) bool { return s.g.places[p].inForce(year) }); len(fit) > 0 {
			left = fit
			break
		}
	}
	return filter(left, func(p int32) bool {
		return !slices.ContainsFunc(left, func(q int32) bool { return s.g.places[q].follows(&s.g.places[p]) })
	})
}

// follows reports whether p is what became of q under another code: 寿县 moved from 六安市 to 淮南市.
func (p *place) follows(q *place) bool {
	return p.name == q.name && p.code/10000 == q.code/10000 && q.until != 0 && p.since >= q.until
}

func (g *Gazetteer) regions(places []int32, year int) []model.Region {
	var regions []model.Region
	for _, id := range places {
		regions = append(regions, g.region(id, year))
	}
	return regions
}

// region returns the place with the names of what it stands under.
func (g *Gazetteer) region(id int32, year int) model.Region {
	p := &g.places[id]
	if !p.inForce(year) {
		year = p.until
	}
	r := model.Region{
		Code:       fmt.Sprintf("%06d", p.code),
		Province:   g.nameOf(p.code/10000*10000, year),
		Prefecture: g.nameOf(p.code/100*100, year),
	}
	switch p.rank() {
	case province:
		r.Province, r.Prefecture = p.name, ""
	case prefecture:
		r.Prefecture = p.name
	case county:
		r.County = p.name
	}
	if len(p.now) == 1 {
		r.Now = g.successor(p)
	}
	return r
}

// Coded returns what a code has stood for, the names of the given year first, and else the newest; 0 is today.
func (g *Gazetteer) Coded(code string, year int) []model.Region {
	number, err := strconv.Atoi(code)
	if err != nil || len(code) != 6 {
		return nil
	}
	var found []model.Region
	for _, id := range slices.Backward(g.byCode[number]) {
		if r := g.region(id, year); g.places[id].inForce(year) {
			found = slices.Insert(found, 0, r)
		} else {
			found = append(found, r)
		}
	}
	return found
}

// successor returns the one division to which the whole of p came.
func (g *Gazetteer) successor(p *place) *model.Successor {
	code, err := strconv.Atoi(p.now[0])
	if err != nil {
		return nil // the loader of the table lets digits through only
	}
	id := g.today(code)
	if id == none {
		return nil
	}
	return &model.Successor{Code: p.now[0], Name: g.places[id].name, Since: strconv.Itoa(p.moved)}
}

// split returns the divisions among which one that is no more was split.
func (g *Gazetteer) split(id int32) []model.Region {
	p := &g.places[id]
	if len(p.now) < 2 {
		return nil
	}
	var parts []model.Region
	for _, text := range p.now {
		if code, err := strconv.Atoi(text); err == nil {
			if part := g.today(code); part != none {
				parts = append(parts, g.region(part, 0))
			}
		}
	}
	return parts
}

// nameOf returns the name that the code stood for in the year, or "" where it stands for none: the counties of
// municipalities and those right under a province have no prefecture.
func (g *Gazetteer) nameOf(code, year int) string {
	list := g.byCode[code]
	for _, id := range list {
		if g.places[id].inForce(year) {
			return g.places[id].name
		}
	}
	if len(list) == 0 {
		return ""
	}
	return g.places[list[len(list)-1]].name
}
