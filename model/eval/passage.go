package eval

import (
	"strings"

	"zhenggai/model"
)

// How many characters a passage has beside its mention, and how many of the mention itself it has.
const (
	passageLeast = 16
	passageMost  = 80
	mentionMost  = 160
)

// A Passage is a stretch of a notice's text and the mention in it. What is cut off within a sentence is shown as ….
type Passage struct{ Before, Mention, After string }

// Passages returns where the text says what is annotated and what is given, as far as that is known. Where the text lacks
// it, the annotation's own quote stands for the first.
func (r *Report) Passages(m Miss) (want, got Passage) {
	if r.places != nil {
		want, got = r.places.passage(m.WantSpan), r.places.passage(m.GotSpan)
	}
	if q, ok := parseQuote(m.Place); ok && want == got && want == (Passage{}) {
		want = Passage{q.before, q.mention, q.after}
	}
	return want, got
}

// passage shows the sentence round a place, and some of the next one where that is short, as headings are. It is empty
// where s is no stretch of the text.
func (p *places) passage(s model.Span) Passage {
	start, end := p.clamp(s[0]), p.clamp(s[1])
	if start >= end {
		return Passage{}
	}
	first, last := p.before(start), p.after(end)
	shown := Passage{string(p.runes[first:start]), string(p.runes[start:end]), string(p.runes[end:last])}
	if end-start > mentionMost {
		shown.Mention = string(p.runes[start:start+mentionMost]) + "…"
	}
	if !p.sentenceEnds(first) {
		shown.Before = "…" + shown.Before
	}
	if last < len(p.runes) && !p.sentenceEnds(last) {
		shown.After += "…"
	}
	shown.Before, shown.After = strings.TrimLeft(shown.Before, "\n"), strings.TrimRight(shown.After, "\n")
	return shown
}

// before returns where the passage of a mention begins that starts at start.
func (p *places) before(start int) int {
	i := start
	for i > 0 && start-i < passageMost && (start-i < passageLeast || !p.sentenceEnds(i)) {
		i--
	}
	return i
}

// after returns where the passage of a mention ends that ends at end.
func (p *places) after(end int) int {
	i := end
	for i < len(p.runes) && i-end < passageMost && (i-end < passageLeast || !p.sentenceEnds(i)) {
		i++
	}
	return i
}

// sentenceEnds reports whether a sentence or a line ends before the code point i.
func (p *places) sentenceEnds(i int) bool {
	return i == 0 || strings.ContainsRune("。！？；\n", p.runes[i-1])
}
