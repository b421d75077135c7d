package rules

import (
	"fmt"
	"slices"
	"strings"

	"zhenggai/model"
)

// An Action is what was done with a document.
type Action struct {
	Code  string
	Name  model.Label
	Verbs []string
}

var actionsTable = Table{
	Name: "actions.tsv", Says: "what was done with a document, and the verbs that say so", Key: []string{"code"}, Proved: ProofCorpus,
	Columns: []Column{
		{"code", codeType, "", true},
		{"name_zh", textType, "its name for people", true},
		{"name_en", textType, "", true},
		{"verbs", wordsType, "one of them stands before the title", true},
	},
}

func loadActions(from tables) (actions []Action, errs Errors) {
	errs = from.each(&actionsTable, func(r *Row) {
		actions = append(actions, Action{r.Get("code"), model.Label{ZH: r.Get("name_zh"), EN: r.Get("name_en")}, r.List("verbs")})
	})
	return actions, errs
}

// A ContactLabel is a word that says what kind of contact follows.
type ContactLabel struct{ Label, Kind string }

var contactsTable = Table{
	Name: "contacts.tsv", Says: "a label of a contact", Key: []string{"label"}, Proved: ProofCorpus,
	Columns: []Column{
		{"label", textType, "", true},
		{"kind", oneOf("phone", "fax", "address", "postcode", "email"), "of what follows it", true},
	},
}

func loadContacts(from tables) (labels []ContactLabel, errs Errors) {
	errs = from.each(&contactsTable, func(r *Row) {
		labels = append(labels, ContactLabel{r.Get("label"), r.Get("kind")})
	})
	return labels, errs
}

// A KindCue is a cue that tells what a document is.
type KindCue struct {
	Kind, Place string
	All, None   []string   // words that must and must not be found
	Rows        [][]string // those of All that must stand in one sentence, in this order
	Weight      int
}

var kindsTable = Table{
	Name: "kinds.tsv", Says: "a cue of what kind a document is", Key: []string{"kind", "place", "cue"}, Ordered: true, Proved: ProofCorpus,
	Columns: []Column{
		{"kind", oneOf("rectification", "feedback", "announcement", "plan", "audit_report", "speech", "news", "other"), "", true},
		{"place", enumeration(
			Code{"title", ""}, Code{"front", "what stands before the text, and the line of source and date where it stands below"}, Code{"heading", "the headings of the first level"}, Code{"intro", "the first 600 characters of the body"}, Code{"body", ""}, Code{"end", "the last 600 characters of the body"},
		), "", true},
		{"cue", Type{Name: "words joined by & or …", check: checkCue}, "words joined by & must all be found, those joined by … in this order in one sentence, those after ! not at all", true},
		{"weight", countType, "the weights of the cues that are found add up; the kind with most weight wins", true},
	},
}

// checkCue insists that a cue asks for a word and that no word is empty.
func checkCue(field string) error {
	asks := false
	for part := range strings.SplitSeq(field, "&") {
		word, none := strings.CutPrefix(part, "!")
		if slices.Contains(strings.Split(word, "…"), "") {
			return fmt.Errorf("%q lacks a word beside & or …", field)
		}
		if none && strings.Contains(word, "…") {
			return fmt.Errorf("%q has … behind !, which rules out a word", field)
		}
		asks = asks || !none
	}
	if !asks {
		return fmt.Errorf("%q asks for no word", field)
	}
	return nil
}

func loadKinds(from tables) (cues []KindCue, errs Errors) {
	errs = from.each(&kindsTable, func(r *Row) {
		c := KindCue{Kind: r.Get("kind"), Place: r.Get("place"), Weight: r.number("weight")}
		for word := range strings.SplitSeq(r.Get("cue"), "&") {
			if none, ok := strings.CutPrefix(word, "!"); ok {
				c.None = append(c.None, none)
				continue
			}
			row := strings.Split(word, "…")
			if c.All = append(c.All, row...); len(row) > 1 {
				c.Rows = append(c.Rows, row)
			}
		}
		cues = append(cues, c)
	})
	return cues, errs
}

// An IssuerType is a type of body, told by the end of its name.
type IssuerType struct {
	Code string
	Name model.Label
	Ends []string

	Level string // village, town, division for that of the division they serve, or "" where they have none
}

var issuersTable = Table{
	Name: "issuers.tsv", Says: "a type of bodies that issue notices, told by the end of the name", Key: []string{"code"}, Ordered: true, Proved: ProofCorpus,
	Columns: []Column{
		{"code", codeType, "", true},
		{"name_zh", textType, "its name for people", true},
		{"name_en", textType, "", true},
		{"ends", wordsType, "the name of a body ends in one of them; the first row that fits decides", true},
		{"level", enumeration(Code{"village", ""}, Code{"town", ""}, Code{"division", "that of the division that they serve"}), "to which level of the administration they belong", false},
		{"example", textType, "the name of such a body", false},
	},
}

func loadIssuers(from tables) (types []IssuerType, errs Errors) {
	errs = from.each(&issuersTable, func(r *Row) {
		types = append(types, IssuerType{r.Get("code"), model.Label{ZH: r.Get("name_zh"), EN: r.Get("name_en")}, r.List("ends"), r.Get("level")})
	})
	return types, errs
}

// Announces reports whether the words of a link read like the title of a rectification notice: they have cues of its kind,
// and no other kind has more. Of words that were cut short, those of what belongs to a notice suffice.
func (s *Set) Announces(words string) bool {
	weights := map[string]int{}
	for _, c := range s.Kinds {
		if c.Place == "title" && c.in(words) {
			weights[c.Kind] += c.Weight
		}
	}
	for _, weight := range weights {
		if weight > weights["rectification"] {
			return false
		}
	}
	cut := strings.HasSuffix(words, "…") || strings.HasSuffix(words, "...")
	return weights["rectification"] > 0 || cut && len(weights) == 0 && s.Attachments.Attached(strings.TrimRight(words, ".…"))
}

// in reports whether a text has a cue.
func (c KindCue) in(text string) bool {
	has := func(word string) bool { return strings.Contains(text, word) }
	for _, row := range c.Rows {
		rest, found := text, true
		for _, word := range row {
			if _, rest, found = strings.Cut(rest, word); !found {
				return false
			}
		}
	}
	return !slices.ContainsFunc(c.None, has) && !slices.ContainsFunc(c.All, func(word string) bool { return !has(word) })
}
