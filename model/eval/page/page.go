// Package page shows how well notices were read as one page that needs no network and no other file: scores by kind of
// record and by notice, and every difference with the passage of the notice that it is about.
package page

import (
	"bufio"
	_ "embed"
	"io"
	"slices"
	"strconv"
	"strings"

	"zhenggai/model/eval"
	"zhenggai/model/webpage"
)

//go:embed page.html
var layout string

//go:embed page.css
var style string

//go:embed page.js
var script string

// A page is what the template shows.
type page struct {
	webpage.Page
	Notices []notice
	Kinds   []row
	Missed  int // differences of each sort
	Extra   int
	Wrong   int
	Misses  []miss
}

// A label is a name in both languages.
type label struct{ ZH, EN string }

// A row is a line of a table of scores.
type row struct {
	Key    string // what it is filtered by
	Name   label
	Score  eval.Score
	Shares []share
	Misses int
}

// A share is a part of a whole as text and, for its bar, as a number.
type share struct{ Text, Part string }

// A notice is the scores of one notice, of all kinds together and by kind.
type notice struct {
	row
	Kinds []row
}

// A miss is a difference with its passages.
type miss struct {
	eval.Miss
	Sort     eval.Difference
	Kind     string
	SortName label
	KindName label
	Field    string // the place where it is a field or a heading; quotes are among the passages
	Expected label
	Found    label
	Reason   label
	Passages []passage
}

// A passage is a stretch of the text under a heading.
type passage struct {
	Name label
	eval.Passage
}

// Write writes the page of the reports of several notices. It writes as it goes: where it fails a part is written.
func Write(w io.Writer, title string, reports []*eval.Report) error {
	tmpl, err := webpage.Parts().New("page").Parse(layout)
	if err != nil {
		return err
	}
	b := bufio.NewWriter(w)
	if err := tmpl.Execute(b, newPage(title, reports)); err != nil {
		return err
	}
	return b.Flush()
}

func newPage(title string, reports []*eval.Report) *page {
	p := &page{
		Page:  webpage.Page{Title: title, Program: "zhenggai eval", Lang: "zh", Style: style, Script: script},
		Kinds: kindRows(eval.Sum(reports)),
	}
	for _, r := range reports {
		p.addNotice(r)
	}
	return p
}

// addNotice adds the scores and the differences of a notice.
func (p *page) addNotice(r *eval.Report) {
	misses := 0
	for _, k := range r.Kinds {
		misses += len(k.Misses)
		for _, m := range k.Misses {
			p.addMiss(newMiss(r, k.Name, m))
		}
	}
	n := notice{newRow(r.Notice, label{r.Notice, r.Notice}, r.Total(), misses), kindRows(r)}
	p.Notices = append(p.Notices, n)
}

func (p *page) addMiss(m miss) {
	switch m.Sort {
	case eval.Missed:
		p.Missed++
	case eval.Extra:
		p.Extra++
	case eval.Wrong:
		p.Wrong++
	}
	p.Misses = append(p.Misses, m)
}

// missing returns the rows of which there are differences.
func missing(rows []row) []row {
	return slices.DeleteFunc(slices.Clone(rows), func(r row) bool { return r.Misses == 0 })
}

// KindChoices returns the kinds that differences can be chosen by.
func (p *page) KindChoices() []row { return missing(p.Kinds) }

// NoticeChoices returns the notices that differences can be chosen by.
func (p *page) NoticeChoices() []row {
	var rows []row
	for _, n := range p.Notices {
		rows = append(rows, n.row)
	}
	return missing(rows)
}

// kindRows leaves out the kinds of which nothing was judged.
func kindRows(r *eval.Report) []row {
	var rows []row
	for _, k := range r.Kinds {
		if k.Judged() {
			rows = append(rows, newRow(k.Name, kindName(k.Name), k.Score, len(k.Misses)))
		}
	}
	return rows
}

func newRow(key string, name label, s eval.Score, misses int) row {
	return row{key, name, s, []share{
		newShare(s.Precision(), s.PrecisionText()), newShare(s.Recall(), s.RecallText()), newShare(s.F1(), s.F1Text()),
	}, misses}
}

// newShare draws no bar for a share of nothing.
func newShare(part float64, text string) share {
	if text == "-" {
		part = 0
	}
	return share{text, strconv.FormatFloat(part, 'f', 3, 64)}
}

func newMiss(r *eval.Report, kind string, m eval.Miss) miss {
	sort := m.Difference()
	shown := miss{
		Miss: m, Sort: sort, Kind: kind, SortName: sortName(sort), KindName: kindName(kind),
		Expected: saying(m.Want), Found: saying(m.Got), Reason: reason(m.Why), Passages: passages(r, m),
	}
	if !strings.Contains(m.Place, "【") {
		shown.Field = m.Place
	}
	return shown
}

// passages shows one passage where the annotation and the reading are of the same one.
func passages(r *eval.Report, m eval.Miss) []passage {
	want, got := r.Passages(m)
	list := []passage{{label{"原文（标注处）", "Text, where annotated"}, want}, {label{"原文（读出处）", "Text, where read"}, got}}
	switch {
	case want == got:
		list = list[:1]
		list[0].Name = label{"原文", "Text"}
	case m.WantSpan[0] == m.WantSpan[1]:
		list[0].Name = label{"标注的引文", "Quote of the annotation"}
	}
	return slices.DeleteFunc(list, func(p passage) bool { return p.Passage == eval.Passage{} })
}
