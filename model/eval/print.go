package eval

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"strings"
)

// Options choose what Print prints.
type Options struct {
	PerNotice bool // also a table for every notice
	Quiet     bool // tables only, no misses
}

// Print prints a table of scores over all notices and then every miss, one a line:
//
//	indicators: a.html: 开展培训【12期】: want 12 期, got 2 期
//
// A dash stands for a share of nothing. Shares are cut, not rounded, so that 1.000 is perfect.
func Print(w io.Writer, reports []*Report, o Options) error {
	b := bufio.NewWriter(w)
	sum := Sum(reports)
	printTable(b, sum)
	if o.PerNotice {
		for _, r := range reports {
			fmt.Fprintf(b, "\n%s\n", oneLine(r.Notice))
			printTable(b, r)
		}
	}
	if !o.Quiet {
		printMisses(b, sum)
	}
	return b.Flush()
}

func printTable(w io.Writer, r *Report) {
	fmt.Fprintf(w, "%-18s %6s %6s %6s %9s %7s %7s\n", "kind", "hit", "missed", "extra", "precision", "recall", "F1")
	for _, k := range r.Kinds {
		fmt.Fprintf(w, "%-18s %6d %6d %6d %9s %7s %7s\n", k.Name, k.Hit, k.Missed, k.Extra,
			k.PrecisionText(), k.RecallText(), k.F1Text())
	}
}

func printMisses(w io.Writer, r *Report) {
	before := "\n" // one empty line before the first miss
	for _, k := range r.Kinds {
		for _, m := range k.Misses {
			line := k.Name + ": " + m.Notice + ": "
			if m.Place != "" {
				line += m.Place + ": "
			}
			line += "want " + orNothing(m.Want) + ", got " + orNothing(m.Got)
			if m.Why != "" {
				line += " (" + m.Why + ")"
			}
			fmt.Fprintln(w, before+oneLine(line))
			before = ""
		}
	}
}

// oneLine keeps a text on one line, whatever the names of files in it.
func oneLine(s string) string { return strings.ReplaceAll(s, "\n", `\n`) }

func orNothing(s string) string {
	if s == "" {
		return "nothing"
	}
	return s
}

// WriteJSON writes the scores over all notices and, for each notice, its scores and misses:
//
//	{"total": [KIND…], "notices": [{"notice": "a.html", "kinds": [KIND…]}…]}
//	KIND: {"kind": "contacts", "hit": 4, "missed": 1, "extra": 0, "precision": 1, "recall": 0.8, "f1": 0.888…,
//	       "misses": [{"notice", "place", "want", "got", "why", "want_span", "got_span"}…]}
//
// The spans count code points of the notice's text, see [model.Span]. A share of nothing is absent, and so is what a miss does not have. Only the kinds of single notices list misses.
func WriteJSON(w io.Writer, reports []*Report) error {
	var out struct {
		Total   []kindJSON   `json:"total"`
		Notices []noticeJSON `json:"notices"`
	}
	for _, k := range Sum(reports).Kinds {
		k.Misses = nil
		out.Total = append(out.Total, newKindJSON(k))
	}
	for _, r := range reports {
		n := noticeJSON{Notice: r.Notice}
		for _, k := range r.Kinds {
			n.Kinds = append(n.Kinds, newKindJSON(k))
		}
		out.Notices = append(out.Notices, n)
	}
	e := json.NewEncoder(w)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	return e.Encode(out)
}

type noticeJSON struct {
	Notice string     `json:"notice"`
	Kinds  []kindJSON `json:"kinds"`
}

type kindJSON struct {
	Kind string `json:"kind"`
	Score
	Precision *float64 `json:"precision,omitempty"`
	Recall    *float64 `json:"recall,omitempty"`
	F1        *float64 `json:"f1,omitempty"`
	Misses    []Miss   `json:"misses,omitempty"`
}

func newKindJSON(k Kind) kindJSON {
	return kindJSON{
		Kind: k.Name, Score: k.Score, Misses: k.Misses,
		Precision: ofSomething(k.Precision(), k.Hit+k.Extra),
		Recall:    ofSomething(k.Recall(), k.Hit+k.Missed),
		F1:        ofSomething(k.F1(), k.Hit+k.Missed+k.Extra),
	}
}

// ofSomething returns the share, or nil where it is a share of nothing.
func ofSomething(share float64, whole int) *float64 {
	if whole == 0 {
		return nil
	}
	return &share
}
