// Package eval compares a dataset with hand-made annotations and counts hits and misses.
//
// An annotation, a [Gold], lies beside its notice as a JSON file and is independent of any program. [Compare] judges one
// notice; [CompareFiles] judges the output folder of a run. Texts are compared exactly, white space aside, and numbers as
// exact decimals. A fact that differs from its annotation counts twice, as missed and as extra.
package eval

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"zhenggai/model"
)

// A Gold is the annotation of one notice. Keys that are absent say that the notice gives no such fact; where the notice is
// no rectification notice they say that nobody looked, and the fact is not judged.
type Gold struct {
	Document      string           `json:"document"`           // base name of the notice's file
	Synthetic     bool             `json:"synthetic,omitzero"` // an invented notice
	Kind          model.Kind       `json:"kind"`
	Title         string           `json:"title,omitzero"`
	Issuer        string           `json:"issuer,omitzero"`
	Region        model.Region     `json:"region,omitzero"`
	Published     string           `json:"published,omitzero"`
	Signed        string           `json:"signed,omitzero"`
	Inspection    model.Inspection `json:"inspection,omitzero"`
	Aspects       []string         `json:"aspects,omitzero"`
	Problems      []Problem        `json:"problems,omitzero"`
	Indicators    []Indicator      `json:"indicators,omitzero"`
	NotIndicators []string         `json:"not_indicators,omitzero"` // quotes whose 【】 must give no indicator
	Policies      []string         `json:"policies,omitzero"`
	Contacts      []Contact        `json:"contacts,omitzero"`
	NotContacts   []string         `json:"not_contacts,omitzero"` // values that belong to the site, not to the notice
	Totals        []Total          `json:"totals,omitzero"`
	Completions   []Completion     `json:"completions,omitzero"` // where the key is absent, nobody looked

	// Codes are the metrics that the annotator chose from; nil means all. A code outside of them is not judged where the
	// annotation gives no metric: nobody asked whether it fits.
	Codes map[string]bool `json:"-"`

	// Changes and Cells are the rows of the tables beside the annotation that are of its document.
	Changes []Change `json:"-"`
	Cells   []Cell   `json:"-"`
}

// further are the kinds of record that say all of themselves in one place: their name, which is that of the list in a Gold and in
// a notice, how they are judged, annotated as they are, and checked. They are judged behind the others.
var further = []struct {
	name     string
	judge    func(*comparison, kind)
	annotate func(*Gold, *model.Notice)
	check    func(*Gold) []error
}{
	{"totals", (*comparison).totals, (*Gold).addTotals, (*Gold).checkTotals},
	{"completions", (*comparison).completions, (*Gold).addCompletions, (*Gold).checkCompletions},
}

// A Problem is an annotated problem with its numbered measures.
type Problem struct {
	ID       string    `json:"id,omitzero"` // unique within the annotation
	Aspect   string    `json:"aspect,omitzero"`
	Marker   string    `json:"marker,omitzero"`
	Heading  string    `json:"heading,omitzero"`
	Name     string    `json:"name,omitzero"`
	Measures []Measure `json:"measures,omitzero"`
}

// A Measure is an annotated measure.
type Measure struct {
	Marker string `json:"marker,omitzero"`
	Title  string `json:"title,omitzero"`
}

// An Indicator is an annotated quantity. Its place is the 【】 in Quote, a stretch of the notice that occurs once.
type Indicator struct {
	Quote    string         `json:"quote"`
	Value    model.Decimal  `json:"value"`
	High     *model.Decimal `json:"high,omitzero"`
	Unit     string         `json:"unit,omitzero"`
	Bound    model.Bound    `json:"bound,omitzero"`
	Status   model.Status   `json:"status,omitzero"` // or none, where the words plainly give none
	Metric   string         `json:"metric,omitzero"`
	Problem  string         `json:"problem,omitzero"`  // id of the problem that it stands under
	Optional bool           `json:"optional,omitzero"` // giving it and leaving it out are both right
}

// noStatus is annotated where the words plainly give no status: a status that is given there is wrong.
const noStatus model.Status = "none"

// A Contact is an annotated contact of the notice itself.
type Contact struct {
	Kind  string `json:"kind"`
	Value string `json:"value"`
}

// ReadGold reads one annotation. A key that a Gold does not have is an error that names the key, so that a slip of the
// pen cannot switch off what it meant to annotate.
func ReadGold(r io.Reader) (*Gold, error) {
	d := json.NewDecoder(r)
	d.DisallowUnknownFields()
	g := new(Gold)
	if err := d.Decode(g); err != nil {
		return nil, fmt.Errorf("eval: annotation: %w", err)
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("eval: annotation: more than one JSON value")
	}
	if g.Document == "" || g.Kind == "" {
		return nil, errors.New("eval: annotation: document and kind must be given")
	}
	return g, nil
}

// rectification reports whether everything about the notice is annotated.
func (g *Gold) rectification() bool { return g.Kind == model.KindRectification }

// Check looks for mistakes in the annotation itself. The text is the notice's, with or without the page around it.
//
// It reports quotes that do not occur exactly once or do not mark exactly one stretch, marked stretches that overlap,
// problems that are referred to but not listed or listed twice, statuses that there are not, and totals whose numbers are stated nowhere or whose sum
// contradicts agrees, and completions whose numbers are stated nowhere.
func (g *Gold) Check(text string) []error {
	errs := g.checkQuotes(newPlaces(text))
	errs = append(errs, g.checkProblems()...)
	for _, f := range further {
		errs = append(errs, f.check(g)...)
	}
	return errs
}

func (g *Gold) checkQuotes(p *places) (errs []error) {
	type mark struct {
		quote string
		span  model.Span
	}
	var marks []mark
	for _, quote := range g.quotes() {
		q, ok := parseQuote(quote)
		if !ok {
			errs = append(errs, fmt.Errorf("quote %q: must mark one stretch with 【】", quote))
			continue
		}
		if n := strings.Count(p.compact, q.text()); n != 1 {
			errs = append(errs, fmt.Errorf("quote %q: occurs %d times in the text; lengthen or correct it until it occurs once", quote, n))
			continue
		}
		span, _ := p.find(q)
		marks = append(marks, mark{quote, span})
	}
	slices.SortStableFunc(marks, func(a, b mark) int { return a.span[0] - b.span[0] })
	for i := 1; i < len(marks); i++ {
		if overlap(marks[i-1].span, marks[i].span) > 0 {
			errs = append(errs, fmt.Errorf("quotes %q and %q: mark the same stretch", marks[i-1].quote, marks[i].quote))
		}
	}
	return errs
}

// quotes returns the quotes of all indicators and traps.
func (g *Gold) quotes() []string {
	quotes := make([]string, 0, len(g.Indicators)+len(g.NotIndicators))
	for _, i := range g.Indicators {
		quotes = append(quotes, i.Quote)
	}
	return append(quotes, g.NotIndicators...)
}

func (g *Gold) checkProblems() (errs []error) {
	listed := make(map[string]bool)
	for _, p := range g.Problems {
		if p.ID == "" || listed[p.ID] {
			errs = append(errs, fmt.Errorf("problem %q: its id %q is missing or not unique", p.Heading, p.ID))
		}
		listed[p.ID] = true
		if p.Aspect != "" && !slices.Contains(g.Aspects, p.Aspect) {
			errs = append(errs, fmt.Errorf("problem %s: aspect %q is not listed under aspects", p.ID, p.Aspect))
		}
	}
	for _, i := range g.Indicators {
		if i.Status != "" && i.Status != noStatus && !slices.Contains(model.Statuses(), i.Status) {
			errs = append(errs, fmt.Errorf("quote %q: there is no status %q", i.Quote, i.Status))
		}
		if i.Problem != "" && !listed[i.Problem] {
			errs = append(errs, fmt.Errorf("quote %q: problem %q is not listed under problems", i.Quote, i.Problem))
		}
	}
	return errs
}
