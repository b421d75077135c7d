// Package copies finds notices that were published more than once: on other sites, in other formats, or with small
// differences.
//
// Two notices are copies where most of their text is the same and they have the same title or the same issuer. The text
// alone does not do: bodies write their notices after each other's, so that another district's may differ in little but
// names and figures.
package copies

import (
	"cmp"
	"hash/fnv"
	"math"
	"slices"
	"strings"

	"zhenggai/model"
)

// least is the share of shingles that copies have in common.
const least = 0.8

// A Finder takes notices and finds the copies among them. It keeps some 200 bytes of each notice. The zero Finder is ready
// for use, by one goroutine.
type Finder struct {
	all []seen
}

// seen is what is kept of a notice.
type seen struct {
	signature     signature
	id, path      string
	title, issuer uint64 // hashes; 0 where there is none
	rank          uint32 // how good a copy it is
	leader        int32  // in Finder.all, of the copies that it is known to belong to
}

// Write takes a notice. Of one that is too short no copies are found. The error is always nil.
func (f *Finder) Write(n *model.Notice) error {
	s := seen{id: n.ID, path: n.Source.Path, title: hashed(n.Title), rank: rank(n), leader: int32(len(f.all))}
	if n.Issuer != nil {
		s.issuer = hashed(n.Issuer.Name)
	}
	var ok bool
	if s.signature, ok = sign(n.Text); ok && s.title|s.issuer != 0 {
		f.all = append(f.all, s)
	}
	return nil
}

// hashed returns a hash of the letters of a name.
func hashed(name string) uint64 {
	if name == "" {
		return 0
	}
	h := fnv.New64a()
	h.Write([]byte(strings.Map(func(r rune) rune {
		if counts(r) {
			return r
		}
		return -1
	}, name))) // a hash returns no error
	return h.Sum64()
}

// rank says how good a copy of its text a notice is: first whether it was taken for a notice, then whether it is complete
// to its end, with signature and contacts, then how much it says.
func rank(n *model.Notice) uint32 {
	says := 0
	for kind := range model.RecordKinds() {
		if kind.Stated() {
			says += kind.Count(n)
		}
	}
	r := uint32(min(says, 1<<20))
	complete := uint32(0)
	if n.Signed != "" {
		complete++
	}
	if n.Published != "" || n.Source.URL != "" {
		complete++
	}
	if slices.ContainsFunc(n.Contacts, func(c model.Contact) bool { return c.Scope == "notice" }) {
		complete++
	}
	if !slices.ContainsFunc(n.Diagnostics, func(d model.Diagnostic) bool { return d.Code == "document.truncated" }) {
		complete++
	}
	r |= complete << 21
	if n.Kind == model.KindRectification {
		r |= 1 << 31
	}
	return r
}

// Copies returns the notices that belong together, the best copy of each first and its copies in the order in which they
// were added.
func (f *Finder) Copies() []model.Copy {
	for band := range bands {
		f.compare(band, func(s *seen) uint64 { return s.title })
		f.compare(band, func(s *seen) uint64 { return s.issuer })
	}
	groups := f.groups()
	var list []model.Copy
	for _, group := range groups {
		lead := &f.all[group[0]]
		for _, i := range group {
			s := &f.all[i]
			per1000 := int64(math.Round(1000 * s.signature.similarity(&lead.signature)))
			list = append(list, model.Copy{
				Notice: s.id, Path: s.path, Leading: lead.id, LeadingPath: lead.path, Similarity: model.NewDecimal(per1000, 1),
			})
		}
	}
	return list
}

// A candidate is a notice in one of the buckets of a band.
type candidate struct {
	bucket uint64
	index  int32
}

// compare joins notices that agree in a band and in the given part of their identity. Each is compared with the best of
// its bucket only, so that a great many copies of one notice cost no more than as many others.
func (f *Finder) compare(band int, identity func(*seen) uint64) {
	var list []candidate
	for i := range f.all {
		s := &f.all[i]
		if id := identity(s); id != 0 {
			list = append(list, candidate{mixed(id ^ uint64(s.signature.band(band))*base), int32(i)})
		}
	}
	slices.SortFunc(list, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.bucket, b.bucket), f.better(a.index, b.index))
	})
	for start := 0; start < len(list); {
		end := start + 1
		for ; end < len(list) && list[end].bucket == list[start].bucket; end++ {
			f.join(list[start].index, list[end].index)
		}
		start = end
	}
}

// better orders notices by how good a copy they are, of equal ones the first first.
func (f *Finder) better(a, b int32) int {
	return cmp.Or(cmp.Compare(f.all[b].rank, f.all[a].rank), cmp.Compare(a, b))
}

// join joins the groups of two notices where they are copies.
func (f *Finder) join(a, b int32) {
	if f.all[a].signature.similarity(&f.all[b].signature) < least {
		return
	}
	a, b = f.leader(a), f.leader(b)
	if f.better(a, b) > 0 {
		a, b = b, a
	}
	f.all[b].leader = a
}

// leader returns the best of the group of a notice, and shortens the way to it.
func (f *Finder) leader(i int32) int32 {
	for f.all[i].leader != i {
		f.all[i].leader = f.all[f.all[i].leader].leader
		i = f.all[i].leader
	}
	return i
}

// groups returns the groups of more than one notice in the order of their first copies, the leader of each first.
func (f *Finder) groups() [][]int32 {
	place := map[int32]int{} // of a group, by its leader
	var groups [][]int32
	for i := range f.all {
		leader := f.leader(int32(i))
		if leader == int32(i) {
			continue // it is in its group, if there is one
		}
		at, ok := place[leader]
		if !ok {
			at = len(groups)
			place[leader] = at
			groups = append(groups, []int32{leader})
		}
		groups[at] = append(groups[at], int32(i))
	}
	return groups
}
