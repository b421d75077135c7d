// Package corrections keeps what people have said of records: that one is right, wrong, or not one at all, and lays it over
// notices that are extracted anew.
//
// A correction names its record by the words that the notice has there and by those around them, not by a place alone, so
// that it survives another extraction and small changes of the source. What cannot be found again for sure is a conflict and
// never a guess.
//
// A correction of the notice itself names no words. The region that a person sets wins: it is that of the code, and nothing maps it to
// what became of the division.
//
// A file of corrections is NDJSON and only ever grows: undoing is a line of its own. Of a line that was being written when
// the program was killed nothing is believed, and the lines after it are. So it is with a line that says what no record can
// hold: an unknown code, a number that is none. What a record may hold its JSON Schema says, and [Rules] say it of metrics,
// actions and units.
package corrections

import (
	"cmp"
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

// Notice is the kind of a correction that is about the notice itself: its title, issuer, date and region. It quotes no words.
const Notice Kind = "notice"

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
	Set     map[string]string `json:"set,omitempty"`     // field to its right value; "" takes away what a record can do without. A problem is named by its heading
	Note    string            `json:"note,omitempty"`
}

// Of returns what the correction is about, for a message: the words that it quotes, or the title of the notice.
func (c Correction) Of() string { return cmp.Or(c.Quote.Text, c.Notice.Title, c.Notice.Path) }

// Holding returns the corrections that hold, in their order: those that nothing undoes that holds itself and stands behind them.
func Holding(list []Correction) []Correction {
	undone := map[string]bool{}
	var holding []Correction
	for _, c := range slices.Backward(list) {
		switch {
		case undone[c.ID]:
		case c.Action == Undo:
			undone[c.Undoes] = true
		default:
			holding = append(holding, c)
		}
	}
	slices.Reverse(holding)
	return holding
}
