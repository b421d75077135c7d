package invented

import (
	"bytes"
	"testing"

	"zhenggai/extract/internal/testing/shapes"
)

// TestPages checks that pages differ, that the same number gives the same page, and that copies are copies.
func TestPages(t *testing.T) {
	m, seen := NewMaker(), map[string]int{}
	size := 0
	for i := range 200 {
		name, page := m.Page(i)
		if other, again := m.Page(i); other != name || !bytes.Equal(page, again) {
			t.Errorf("%s is another the second time", name)
		}
		of, copied := Copied(i)
		text := shapes.Plain(m.notice(i))
		switch other, ok := seen[text]; {
		case copied && (of < 0 || of >= i):
			t.Errorf("%d copies %d", i, of)
		case ok:
			t.Errorf("%d is %d", i, other)
		}
		seen[text] = i
		size += len(page)
	}
	if mean := size / 200; mean < 10_000 || mean > 40_000 {
		t.Errorf("a page has %d bytes on average", mean)
	}
}

// TestGrammar fills every text of the grammar, so that a key or range that is none fails.
func TestGrammar(t *testing.T) {
	m := NewMaker()
	w := &writer{grammar: m.grammar, fixed: map[string]string{}}
	for key, texts := range m.grammar {
		for _, text := range texts {
			w.rand = random(uint64(len(key)))
			if got := w.text(text); slot.MatchString(got) {
				t.Errorf("%s: %s", key, got)
			}
		}
	}
}
