package extract_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"zhenggai/extract"
	"zhenggai/extract/source"
	"zhenggai/model"
	"zhenggai/model/eval"
)

// A typo is one slip of the keyboard in a text.
type typo struct {
	at   int    // the character that is touched
	kind string // lost, doubled or swapped
	text []rune // with the typo
}

// slips are the kinds of typos.
var slips = []string{"lost", "doubled", "swapped"}

// mistype makes a typo of a kind at a place.
func mistype(text []rune, at int, kind string) typo {
	made := slices.Clone(text)
	switch kind {
	case "lost":
		made = slices.Delete(made, at, at+1)
	case "doubled":
		made = slices.Insert(made, at, made[at])
	default:
		made[at], made[at+1] = made[at+1], made[at]
	}
	return typo{at, kind, made}
}

// fragile returns the places where a typo may cost more than a word: markers of sections, labels, brackets and numbers.
func fragile(n *model.Notice, text []rune) map[string][]int {
	places := map[string][]int{}
	add := func(class string, from, to int) {
		for i := from; i < to && i+1 < len(text); i++ {
			if text[i] != '\n' && text[i+1] != '\n' {
				places[class] = append(places[class], i)
			}
		}
	}
	for i := range n.Sections {
		start := n.Sections[i].Span[0]
		add("marker", start, start+len([]rune(n.Sections[i].Marker)))
	}
	for i := range n.Indicators {
		add("number", n.Indicators[i].Span[0], n.Indicators[i].Span[1])
	}
	for i, r := range text {
		switch {
		case strings.ContainsRune("（）()《》“”【】", r):
			add("bracket", i, i+1)
		case strings.ContainsRune("：:", r):
			from := i
			for from > 0 && i-from < 8 && unicode.Is(unicode.Han, text[from-1]) {
				from--
			}
			add("label", from, i+1)
		}
	}
	return places
}

// A loss is a record that a typo took away though it stands elsewhere.
type loss struct {
	notice, record string
	typo           typo
}

func (l loss) String() string {
	at, to := max(0, l.typo.at-12), min(len(l.typo.text), l.typo.at+14)
	return fmt.Sprintf("%s: %s: lost by a %s character in …%q…", l.notice, l.record, l.typo.kind, string(l.typo.text[at:to]))
}

// losses returns the problems and measures of a notice that are not there any more in the one that was read with the typo. Where the typo
// touches a heading the problem may be lost, and where it touches an item that and the one before it may be one.
func losses(name string, was, is *model.Notice, text []rune, t typo) (lost []loss) {
	touches := func(from, to int) bool { return from-1 <= t.at && t.at <= to }
	lineStart := func(at int) int {
		for at > 0 && text[at-1] != '\n' && text[at-1] != '。' {
			at--
		}
		return at
	}
	headings, measures := map[string]int{}, map[string]int{}
	for i := range is.Problems {
		headings[is.Problems[i].Heading]++
	}
	start := func(s string) string { r := []rune(s); return string(r[:min(len(r), 12)]) }
	for i := range is.Measures {
		measures[start(is.Measures[i].Text)]++
	}
	broken := map[string]bool{}
	for i := range was.Problems {
		p := &was.Problems[i]
		switch {
		case touches(lineStart(p.Span[0]), p.Span[1]+1):
			broken[p.ID] = true
		case headings[p.Heading] == 0:
			lost = append(lost, loss{name, "problem " + p.Heading, t})
		}
		headings[p.Heading]--
	}
	for i := range was.Measures {
		m := &was.Measures[i]
		begin := []rune(m.Marker + m.Text)
		head := m.Span[0] + min(len(begin), 14)
		if m.Marker == "" {
			head += 10 // its label goes before it
		}
		if measures[start(m.Text)] == 0 && !touches(m.Span[0]-12, head) && !(m.Marker == "" && broken[m.Problem]) {
			lost = append(lost, loss{name, "measure " + start(m.Text), t})
		}
		measures[start(m.Text)]--
	}
	return lost
}

// TestTypos makes a thousand slips of the keyboard in forty notices. Hardly any may take away a problem or measure that stands elsewhere.
func TestTypos(t *testing.T) {
	const notices = 40
	variants := 25
	if testing.Short() {
		variants = 1
	}
	const most = 50 // where the first heading or item of a series is broken beyond what is mended, those after it may be taken for parts of others
	var x extract.Extractor
	var lost []loss
	read, costly := 0, 0
	for _, folder := range []string{"unseen", "gold"} {
		golds, err := eval.ReadGoldFiles(filepath.Join("..", "testdata", folder))
		if err != nil {
			t.Fatal(err)
		}
		for _, g := range golds {
			n, err := x.Extract(readAnnotated(t, g.Document))
			if err != nil {
				t.Fatal(err)
			}
			text := []rune(n.Title + "\n" + n.Text) // read as plain text, lest the typo break a page
			was, err := x.Extract(source.Document{Path: "notice.txt", Data: []byte(string(text))})
			if err != nil {
				t.Fatal(err)
			}
			if len(was.Problems) < 3 || read == notices {
				continue
			}
			read++
			text = []rune(was.Text)
			places := fragile(was, text)
			random := rand.New(rand.NewPCG(uint64(read), 7))
			classes := slices.DeleteFunc([]string{"marker", "label", "bracket", "number"}, func(c string) bool { return len(places[c]) == 0 })
			for range variants {
				of := places[classes[random.IntN(len(classes))]]
				made := mistype(text, of[random.IntN(len(of))], slips[random.IntN(len(slips))])
				is, err := x.Extract(source.Document{Path: "notice.txt", Data: []byte(string(made.text))})
				if err != nil {
					t.Fatal(err)
				}
				check(t, is)
				gone := losses(g.Document, was, is, text, made)
				lost = append(lost, gone...)
				costly += min(1, len(gone))
			}
		}
	}
	if read < notices {
		t.Errorf("only %d notices were read", read)
	}
	t.Logf("%d of %d typos in %d notices lost %d records that stand elsewhere", costly, notices*variants, notices, len(lost))
	if len(lost) > most {
		for _, l := range lost {
			t.Error(l)
		}
	}
}
