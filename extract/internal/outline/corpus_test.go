package outline

import (
	"slices"
	"strings"
	"testing"

	"zhenggai/extract/internal/lexicon"
	"zhenggai/extract/internal/testing/corpus"
	"zhenggai/extract/rules"
)

// without returns the headings' tables as they were without a row.
func without(cut func(h *rules.Headings)) *rules.Headings {
	h := *rules.Default().Headings
	cut(&h)
	return &h
}

// dropped returns the words but one.
func dropped(words *lexicon.Lexicon, word string) *lexicon.Lexicon {
	return lexicon.New(slices.DeleteFunc(words.Words(), func(w string) bool { return w == word })...)
}

// TestTailCorpus insists that each word of a problem states one, and each verb of a measure opens one, by itself: with
// the row cut from the table the example reads the other way.
func TestTailCorpus(t *testing.T) {
	all := rules.Default().Headings
	var rows []string
	for _, w := range all.Tails.Words() {
		rows = append(rows, "problem "+w)
	}
	for _, w := range all.Verbs.Words() {
		rows = append(rows, "measure "+w)
	}
	for _, e := range corpus.Read(t, "tails", rows) {
		sign, word, _ := strings.Cut(e.Key, " ")
		cut := without(func(h *rules.Headings) {
			h.Tails, h.Ends, h.Verbs = dropped(h.Tails, word), dropped(h.Ends, word), dropped(h.Verbs, word)
		})
		problem := e.Want == (sign == "problem")
		switch {
		case !strings.Contains(e.Text, word):
			t.Errorf("%s: lacks the word", e)
		case States(e.Text, all) != problem:
			t.Errorf("%s: states a problem: %v", e, !problem)
		case e.Want && States(e.Text, cut) == problem:
			t.Errorf("%s: reads so without the row", e)
		}
	}
}

// roleOf returns the role of a section with the given heading.
func roleOf(heading string, h *rules.Headings) string {
	text, out := build("一、" + heading)
	out.SetRoles(text, h)
	return out.Nodes[0].Role
}

// TestRoleCorpus insists that each word of roles.tsv gives a section its role by itself, and that others outweigh it.
func TestRoleCorpus(t *testing.T) {
	all := rules.Default().Headings
	var rows []string
	for _, r := range all.Roles {
		rows = append(rows, r.Role+" "+r.Word)
	}
	for _, e := range corpus.Read(t, "roles", rows) {
		role, word, _ := strings.Cut(e.Key, " ")
		cut := without(func(h *rules.Headings) {
			h.SetRoles(slices.DeleteFunc(slices.Clone(h.Roles), func(r rules.Role) bool { return r.Role == role && r.Word == word }))
		})
		got := roleOf(e.Text, all)
		switch {
		case !strings.Contains(e.Text, word):
			t.Errorf("%s: lacks the word", e)
		case (got == role) != e.Want || got == RoleOther:
			t.Errorf("%s: has role %s", e, got)
		case e.Want && roleOf(e.Text, cut) == role:
			t.Errorf("%s: has the role without the row", e)
		}
	}
}
