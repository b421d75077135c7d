package rules

import (
	"io/fs"
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

func loadActions(fsys fs.FS) ([]Action, error) {
	var actions []Action
	err := readTable(fsys, "actions.tsv", []string{"code", "name_zh", "name_en", "verbs"}, func(r *row) {
		actions = append(actions, Action{r.need("code"), model.Label{ZH: r.need("name_zh"), EN: r.need("name_en")}, r.list("verbs")})
	})
	return actions, err
}

// A ContactLabel is a word that says what kind of contact follows.
type ContactLabel struct{ Label, Kind string }

func loadContacts(fsys fs.FS) ([]ContactLabel, error) {
	var labels []ContactLabel
	err := readTable(fsys, "contacts.tsv", []string{"label", "kind"}, func(r *row) {
		labels = append(labels, ContactLabel{
			r.need("label"), r.oneOf("kind", "phone", "fax", "address", "postcode", "email"),
		})
	})
	return labels, err
}

// A KindCue is a cue that tells what a document is.
type KindCue struct {
	Kind, Place string
	All, None   []string   // words that must and must not be found
	Rows        [][]string // those of All that must stand in one sentence, in this order
	Weight      int
}

func loadKinds(fsys fs.FS) ([]KindCue, error) {
	var cues []KindCue
	err := readTable(fsys, "kinds.tsv", []string{"kind", "place", "cue", "weight"}, func(r *row) {
		c := KindCue{
			Kind:  r.oneOf("kind", "rectification", "feedback", "announcement", "plan", "audit_report", "speech", "news", "other"),
			Place: r.oneOf("place", "title", "front", "intro", "body", "end"), Weight: r.positive("weight"),
		}
		for _, word := range strings.Split(r.need("cue"), "&") {
			if none, ok := strings.CutPrefix(word, "!"); ok {
				c.None = append(c.None, none)
				continue
			}
			row := strings.Split(word, "…")
			if c.All = append(c.All, row...); len(row) > 1 {
				c.Rows = append(c.Rows, row)
			}
		}
		if len(c.All) == 0 {
			r.fail("cue", "%q asks for no word", r.get("cue"))
		}
		cues = append(cues, c)
	})
	return cues, err
}

// An IssuerType is a type of body, told by the end of its name.
type IssuerType struct {
	Code string
	Name model.Label
	Ends []string

	Level string // village, town, division for that of the division they serve, or "" where they have none
}

func loadIssuers(fsys fs.FS) ([]IssuerType, error) {
	var types []IssuerType
	err := readTable(fsys, "issuers.tsv", []string{"code", "name_zh", "name_en", "ends", "level", "example"}, func(r *row) {
		types = append(types, IssuerType{r.need("code"), model.Label{ZH: r.need("name_zh"), EN: r.need("name_en")}, r.list("ends"), r.oneOf("level", "", "village", "town", "division")})
	})
	return types, err
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
