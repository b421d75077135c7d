// Package corrections keeps what people have said of records: that one is right, wrong, or not one at all, and lays it over
// notices that are extracted anew.
//
// A correction names its record by the words that the notice has there and by those around them, not by a place alone, so
// that it survives another extraction and small changes of the source. What cannot be found again for sure is a conflict and
// never a guess.
//
// A file of corrections is NDJSON and only ever grows: undoing is a line of its own. Of a line that was being written when
// the program was killed nothing is believed, and the lines after it are.
package corrections

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"zhenggai/model"
)

// An Action is what a person does with a record.
type Action string

// The actions.
const (
	Confirm Action = "confirm" // it is right
	Correct Action = "correct" // these fields are other
	Reject  Action = "reject"  // it is no record
	Add     Action = "add"     // here is one that was not found
	Undo    Action = "undo"    // an earlier correction does not hold
)

// A Kind is the kind of record that a correction is about.
type Kind string

// The kinds of record.
const (
	Indicator Kind = "indicator"
	Problem   Kind = "problem"
	Measure   Kind = "measure"
	Policy    Kind = "policy"
	Contact   Kind = "contact"
)

// fields are those that may be set, by kind of record. The first are needed where a record is added.
var fields = map[Kind]struct{ names, needed []string }{
	Indicator: {[]string{"value", "high", "unit", "metric", "subject", "status", "change", "bound", "period", "problem"}, []string{"value", "unit"}},
	Problem:   {[]string{"heading", "name", "aspect"}, []string{"heading"}},
	Measure:   {[]string{"title", "problem"}, nil},
	Policy:    {[]string{"title", "number", "action"}, []string{"title"}},
	Contact:   {[]string{"kind", "value", "note"}, []string{"kind", "value"}},
}

// Fields returns the names of the fields of a kind of record that may be set.
func Fields(kind Kind) []string { return slices.Clone(fields[kind].names) }

// A NoticeKey is what a notice is known by.
type NoticeKey struct {
	ID     string `json:"id"`
	Path   string `json:"path,omitempty"`
	URL    string `json:"url,omitempty"`
	Title  string `json:"title,omitempty"`
	Issuer string `json:"issuer,omitempty"`
}

// KeyOf returns what a notice is known by.
func KeyOf(n *model.Notice) NoticeKey {
	k := NoticeKey{ID: n.ID, Path: n.Source.Path, URL: n.Source.URL, Title: n.Title}
	if n.Issuer != nil {
		k.Issuer = n.Issuer.Name
	}
	return k
}

// A Correction is one line of a file of corrections.
type Correction struct {
	ID     string    `json:"id"`
	Time   string    `json:"time"` // RFC 3339
	Who    string    `json:"who,omitempty"`
	Action Action    `json:"action"`
	Undoes string    `json:"undoes,omitempty"` // the id of a correction
	Notice NoticeKey `json:"notice"`
	Kind   Kind      `json:"kind,omitempty"`
	Quote  Quote     `json:"quote"`

	Subject string            `json:"subject,omitempty"` // of an indicator, as it was when it was corrected
	Set     map[string]string `json:"set,omitempty"`     // field to its right value; "" takes it away. A problem is named by its heading
	Note    string            `json:"note,omitempty"`
}

// Check looks for mistakes in a correction.
func (c *Correction) Check() error {
	if c.ID == "" {
		return errors.New("it has no id")
	}
	if c.Action == Undo {
		if c.Undoes == "" {
			return errors.New("undo: it does not say of what")
		}
		return nil
	}
	if !slices.Contains([]Action{Confirm, Correct, Reject, Add}, c.Action) {
		return fmt.Errorf("unknown action %q", c.Action)
	}
	known, ok := fields[c.Kind]
	if !ok {
		return fmt.Errorf("unknown kind %q", c.Kind)
	}
	if c.Quote.Text == "" {
		return errors.New("it quotes no words")
	}
	for name := range c.Set {
		if !slices.Contains(known.names, name) {
			return fmt.Errorf("a %s has no field %q to set", c.Kind, name)
		}
	}
	if c.Action == Correct && len(c.Set) == 0 {
		return errors.New("correct: nothing is set")
	}
	for _, name := range known.needed {
		if c.Action == Add && c.Set[name] == "" {
			return fmt.Errorf("add: a %s needs %s", c.Kind, name)
		}
	}
	return c.checkNumbers()
}

// checkNumbers insists that numbers are some.
func (c *Correction) checkNumbers() error {
	for _, name := range []string{"value", "high"} {
		s, set := c.Set[name]
		if c.Kind != Indicator || !set || name == "high" && s == "" {
			continue
		}
		if _, err := model.ParseDecimal(s); err != nil {
			return fmt.Errorf("%s: %q is no number", name, s)
		}
	}
	return nil
}

// A Doubt is a line that was passed over, and why.
type Doubt struct {
	Line int
	Err  error
}

func (d Doubt) Error() string { return fmt.Sprintf("line %d is passed over: %v", d.Line, d.Err) }

// Read reads a file of corrections, all lines that can be read, and says which cannot.
func Read(r io.Reader) ([]Correction, []Doubt, error) {
	in := bufio.NewReaderSize(r, 64<<10)
	var list []Correction
	var doubts []Doubt
	for number := 1; ; number++ {
		line, err := in.ReadBytes('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return list, doubts, err
		}
		if len(line) > 1 || len(line) == 1 && line[0] != '\n' {
			c, bad := parse(line, err == nil)
			if bad != nil {
				doubts = append(doubts, Doubt{number, bad})
			} else {
				list = append(list, c)
			}
		}
		if err != nil {
			return list, doubts, nil
		}
	}
}

// parse reads a line. One without an end was being written when the program was killed.
func parse(line []byte, ended bool) (c Correction, err error) {
	if err = json.Unmarshal(line, &c); err == nil {
		return c, c.Check()
	}
	if !ended {
		return c, errors.New("it is cut: the program ended while it was written")
	}
	return c, err
}

// ReadFile reads a file of corrections. A file that is not there has none.
func ReadFile(name string) ([]Correction, []Doubt, error) {
	f, err := os.Open(name)
	if errors.Is(err, os.ErrNotExist) {
		return nil, nil, nil
	}
	if err != nil {
		return nil, nil, err
	}
	defer f.Close()
	return Read(f)
}

// Holding returns the corrections that hold, in their order: those that are not undone. Undoing an undoing brings a
// correction back.
func Holding(list []Correction) []Correction {
	undone := map[string]bool{}
	undoes := map[string]string{}
	for _, c := range list {
		if c.Action != Undo {
			continue
		}
		undoes[c.ID] = c.Undoes
		undone[c.Undoes] = true
		if earlier, ok := undoes[c.Undoes]; ok {
			undone[earlier] = false
		}
	}
	var holding []Correction
	for _, c := range list {
		if c.Action != Undo && !undone[c.ID] {
			holding = append(holding, c)
		}
	}
	return holding
}
