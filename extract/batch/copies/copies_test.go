package copies

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"zhenggai/model"
)

// text returns n sentences, the same for the same seed.
func text(seed uint64, n int) []string {
	r := rand.New(rand.NewPCG(seed, 0))
	list := make([]string, n)
	for i := range list {
		var b strings.Builder
		for range 12 {
			b.WriteRune(rune(0x4E00 + r.IntN(3000)))
		}
		list[i] = b.String()
	}
	return list
}

func notice(id, title, issuer string, sentences []string) *model.Notice {
	n := &model.Notice{ID: id, Title: title, Kind: model.KindRectification, Text: strings.Join(sentences, "。"), Source: model.Source{Path: id + ".html"}}
	if issuer != "" {
		n.Issuer = &model.Issuer{Name: issuer}
	}
	return n
}

func find(notices ...*model.Notice) string {
	var f Finder
	for _, n := range notices {
		f.Write(n)
	}
	var out []string
	for _, c := range f.Copies() {
		out = append(out, c.Notice+"→"+c.Leading)
	}
	return strings.Join(out, " ")
}

func TestCopies(t *testing.T) {
	const title, other, county = "某县关于整改情况的通报", "整改情况", "某县委"
	body := text(1, 100)
	signed := notice("s", title, county, body)
	signed.Signed = "2021-12-06"
	renamed := slices.Clone(body)
	for i := range 9 {
		renamed[i*10] = "改" + renamed[i*10]
	}
	for _, test := range []struct {
		what    string
		notices []*model.Notice
		want    string
	}{
		{"the same text under another title", []*model.Notice{notice("a", title, county, body), notice("b", other, county, body)}, "a→a b→a"},
		{"the same text and title without issuer", []*model.Notice{notice("a", title, "", body), notice("b", title, county, body)}, "a→a b→a"},
		{"another white space and punctuation", []*model.Notice{notice("a", title, "", body), notice("b", "某县 关于整改情况的通报", "", text(1, 100)[:95])}, "a→a b→a"},
		{"the one with a signature leads", []*model.Notice{notice("a", title, county, body), signed, notice("b", title, county, body)}, "s→s a→s b→s"},
		{"some sentences are changed", []*model.Notice{notice("a", title, county, body), notice("b", title, county, renamed)}, "a→a b→a"},
		{"another body's notice in the same words", []*model.Notice{notice("a", title, county, body), notice("b", "乙"+title, "乙县委", body)}, ""},
		{"half of the text", []*model.Notice{notice("a", title, county, body), notice("b", title, county, body[:50])}, ""},
		{"another text of the same body", []*model.Notice{notice("a", title, county, body), notice("b", title, county, text(2, 100))}, ""},
		{"too short", []*model.Notice{notice("a", title, county, body[:5]), notice("b", title, county, body[:5])}, ""},
		{"neither title nor issuer", []*model.Notice{notice("a", "", "", body), notice("b", "", "", body)}, ""},
	} {
		if got := find(test.notices...); got != test.want {
			t.Errorf("%s: %s, want %s", test.what, got, test.want)
		}
	}
}

// TestSimilarity compares the estimate with the true share.
func TestSimilarity(t *testing.T) {
	body := text(1, 400)
	for _, share := range []float64{0, 0.5, 0.8, 0.9, 1} {
		worst := 0.0
		for seed := range uint64(20) {
			kept := int(share * 400 * 2 / (1 + share)) // of which the union is larger
			a, _ := sign(strings.Join(body, ""))
			b, _ := sign(strings.Join(append(slices.Clone(body[:kept]), text(seed+9, 400-kept)...), ""))
			worst = max(worst, math.Abs(a.similarity(&b)-share))
		}
		if worst > 0.16 { // four standard deviations at one half
			t.Errorf("share %g is estimated with an error of %g", share, worst)
		}
	}
}

// TestManyCopies insists on linear cost: so many copies of one notice would else be compared pair by pair.
func TestManyCopies(t *testing.T) {
	const many = 20_000
	var f Finder
	s, _ := sign(strings.Join(text(1, 100), ""))
	for i := range many {
		f.all = append(f.all, seen{signature: s, id: fmt.Sprint(i), title: 1, leader: int32(i)})
	}
	if list := f.Copies(); len(list) != many || list[many-1].Leading != "0" {
		t.Errorf("%d copies", len(list))
	}
}

func BenchmarkAdd(b *testing.B) {
	n := notice("a", "通报", "县委", text(1, 600))
	b.SetBytes(int64(len(n.Text)))
	for b.Loop() {
		var f Finder
		f.Write(n)
	}
}

func BenchmarkCopies(b *testing.B) {
	var f Finder
	r := rand.New(rand.NewPCG(1, 1))
	for i := range 100_000 {
		s := seen{id: "n", title: r.Uint64(), issuer: r.Uint64() % 5000, leader: int32(i)}
		for j := range s.signature {
			s.signature[j] = uint8(r.Uint32())
		}
		f.all = append(f.all, s)
	}
	for b.Loop() {
		f.Copies()
	}
}
