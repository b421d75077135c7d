package fact

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/lexicon"
	"zhenggai/extract/rules"
)

// TestEveryWordFires insists that an example, a line of the corpus or an annotated notice needs each word of a metric: an alternative of near, a verb and
// a word of about must be there where the metric fits, and one of never or unless must keep it from fitting.
func TestEveryWordFires(t *testing.T) {
	fired := firedWords(t)
	left := map[string][]string{}
	for _, m := range rules.Default().Metrics {
		for i := range m.Parts {
			p := &m.Parts[i]
			for kind, words := range wordsOf(p) {
				for _, word := range words {
					if !fired[firing{m.Code, kind, word}] {
						left[p.File] = append(left[p.File], m.Code+" "+kind+" "+word)
					}
				}
			}
		}
	}
	for file, words := range left {
		slices.Sort(words)
		t.Errorf("%s: nothing that is tested needs:\n%s", file, strings.Join(words, "\n"))
	}
}

// A firing is a word of a metric that something needs, in one of its parts: parts share sets of words.
type firing struct{ code, kind, word string }

// wordsOf returns the words of a part by the keys of their lines.
func wordsOf(p *rules.Part) map[string][]string {
	near := make([]string, len(p.Near))
	for i, a := range p.Near {
		near[i] = strings.Join(a.Words, "+")
	}
	return map[string][]string{"near": near, "verb": p.Verbs, "about": p.About, "never": p.Never, "unless": p.Unless}
}

// firedWords reads all that is tested and returns the words that were needed.
func firedWords(t *testing.T) map[firing]bool {
	set := rules.Default()
	x := NewIndicators(set.Quantities, set.Tries, lexicon.New(), testIndicators().segmenter)
	fired := map[firing]bool{}
	x.metrics.weighed = func(r *metricRow, alternative int, s surroundings) { r.fire(alternative, s, fired) }
	reader := x.Reader()
	for _, text := range testedTexts(t) {
		reader.Reset(text, x.words.Scan(nil, text, 0, len(text)), 1000)
		reader.Find(document.Span{End: len(text)}, Place{})
	}
	return fired
}

// fire marks the words of a part that decide whether an alternative of it fits.
func (r *metricRow) fire(alternative int, s surroundings, fired map[firing]bool) {
	about := func(id int) bool { return s.context.Has(id) }
	verb := func(id int) bool { return s.verbs.Has(id) }
	if r.found(r.alternatives[alternative], s) == 0 || !r.matches(s) ||
		len(r.verbs) > 0 && !slices.ContainsFunc(r.verbs, verb) || len(r.about) > 0 && !slices.ContainsFunc(r.about, about) {
		return
	}
	mark := func(kind string, words []string, ids []int, there func(id int) bool) (any bool) {
		for i, id := range ids {
			if !there(id) {
				continue
			}
			any = true
			if i < len(words) { // what follows is the parent's
				fired[firing{r.code, kind, words[i]}] = true
			}
		}
		return any
	}
	never := mark("never", r.Never, r.never, func(id int) bool {
		ids := []int{id}
		return s.own.HasAny(ids) || s.inherited.HasAny(ids) || s.counting.HasAny(ids)
	})
	unless := mark("unless", r.Unless, r.unless, func(id int) bool { return s.upTo.Has(id) })
	if never || unless {
		return
	}
	mark("verb", r.Verbs, r.verbs, verb)
	mark("about", r.About, r.about, about)
	fired[firing{r.code, "near", strings.Join(r.Near[alternative].Words, "+")}] = true
}

// tag is an element of a page. What tests need of a page is its lines.
var tag = regexp.MustCompile(`<[^>]*>`)

// testedTexts returns the examples of the metrics, the lines of the corpus and those of the annotated notices.
func testedTexts(t *testing.T) []string {
	var texts []string
	for _, m := range rules.Default().Metrics {
		for i := range m.Parts {
			for _, e := range slices.Concat(m.Parts[i].Yes, m.Parts[i].No) {
				text, _ := marked(t, e.Clause)
				texts = append(texts, text)
			}
		}
	}
	root := filepath.Join("..", "..", "..", "testdata")
	corpus := readLines(t, filepath.Join(root, "corpus", "mentions.txt"))
	for _, line := range corpus {
		text, _ := figuresOf(line)
		texts = append(texts, text)
	}
	for _, pattern := range []string{"gold/*.txt", "gold/*.html", "unseen/*.txt", "unseen/*.html"} {
		names, err := filepath.Glob(filepath.Join(root, pattern))
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: no notices: %v", pattern, err)
		}
		for _, name := range names {
			texts = append(texts, readLines(t, name)...)
		}
	}
	return texts
}

func readLines(t *testing.T, name string) []string {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return strings.Split(tag.ReplaceAllString(string(data), ""), "\n")
}
