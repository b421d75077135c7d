package lexicon

import (
	"slices"
	"testing"
)

func TestSet(t *testing.T) {
	l := New("学位", "新增", "新增学位")
	text := "新增学位2310个，学位"
	slab := l.NewSlab()
	s := slab.Empty()
	s.AddHits(l.Scan(nil, text, 0, len(text)), 0, len("新增学")) // 新增学位 and 学位 reach beyond it
	if !s.Has(1) || s.HasAny([]int{0, 2}) || s.First([]int{2, 1}) != 1 || s.HasAll([]int{0, 1}) {
		t.Errorf("%b", s)
	}
	both := slab.CopyOf(s)
	both.AddAll(Set{1})
	var ids []int
	both.Each(func(id int) { ids = append(ids, id) })
	if !slices.Equal(ids, []int{0, 1}) || s.Has(0) {
		t.Errorf("%d, and %b", ids, s)
	}
	if Set(nil).HasAny([]int{0}) {
		t.Error("nil holds a word")
	}
	slab.Reset()
	if again := slab.Empty(); again.HasAny([]int{0, 1, 2}) {
		t.Errorf("a new set holds %b", again)
	}
}

func TestLists(t *testing.T) {
	var l Lists[string]
	l.Add(2, "a")
	l.Add(2, "b")
	if !slices.Equal(l.Of(2), []string{"a", "b"}) || l.Of(1) != nil || l.Of(7) != nil {
		t.Error(l)
	}
}
