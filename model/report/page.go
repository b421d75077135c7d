package report

import (
	_ "embed"
	"encoding/json"
	"errors"
	"html/template"
	"io"
	"strconv"
	"strings"

	"zhenggai/model"
	"zhenggai/model/compare"
	"zhenggai/model/webpage"
)

//go:embed page.html
var layout string

//go:embed page.css
var style string

//go:embed page.js
var script string

// rowsMark is where the template has the rows, which are too many for it.
const rowsMark = "[ROWS]"

// A page is what the template shows.
type page struct {
	webpage.Page
	Totals       totals
	Districts    int
	Days         int
	DaysKnown    bool
	Rankings     []figure
	Shares       []figure
	Topics       []label
	Heat         []heatLine
	HeatLeft     int
	Common       []commonLine
	RowsLeft     int
	RowsShown    int
	Phrases      template.JS // of the script, as JSON
	MatrixLeft   int
	NamedPercent string
}

// A label is a name in both languages.
type label struct{ ZH, EN string }

// A figure is a chart, and the same as a table.
type figure struct {
	Title label
	Chart template.HTML
	Lines []figureLine
}

type figureLine struct{ Name, Value string }

type heatLine struct {
	Place, Issuer string
	Problems      int
	Cells         []heatCell
}

// A heatCell is a number and how dark it is, from 0 to 100.
type heatCell struct{ Count, Shade int }

type commonLine struct {
	Topic             label
	Notices, Problems int
	Share, PerProblem string
	Example, Place    string
}

func (r *Report) write(w io.Writer, d *digest) error {
	p, err := r.page(d)
	if err != nil {
		return err
	}
	list, left := r.rows.listed()
	p.RowsLeft, p.RowsShown = left, len(list)
	tmpl, err := webpage.Parts().New("page").Parse(layout)
	if err != nil {
		return err
	}
	var b strings.Builder
	if err := tmpl.Execute(&b, p); err != nil {
		return err
	}
	text := b.String()
	place := strings.LastIndex(text, rowsMark) // what notices say stands before it
	if place < 0 {
		return errors.New("the template has no place for rows")
	}
	if _, err := io.WriteString(w, text[:place]); err != nil {
		return err
	}
	if err := r.rows.write(w, list); err != nil {
		return err
	}
	_, err = io.WriteString(w, text[place+len(rowsMark):])
	return err
}

// page fills in all but the rows.
func (r *Report) page(d *digest) (*page, error) {
	phrases, err := json.Marshal(r.phrases())
	if err != nil {
		return nil, err
	}
	p := &page{
		Page:    webpage.Page{Title: r.opts.Title, Program: "zhenggai", Lang: r.opts.Lang, Style: style, Script: script},
		Phrases: template.JS(phrases), Totals: r.totals, Districts: len(d.districts), MatrixLeft: d.matrix.Left,
	}
	p.Days, p.DaysKnown = d.days()
	if r.totals.Indicators > 0 {
		p.NamedPercent = strconv.Itoa(100*r.totals.Named/r.totals.Indicators) + "%"
	}
	if err := r.addFigures(p, d); err != nil {
		return nil, err
	}
	r.addTopics(p, d)
	return p, nil
}

// addFigures draws the rankings and distributions of the series that most bodies have.
func (r *Report) addFigures(p *page, d *digest) error {
	for _, s := range d.matrix.Series(4 * mostFigures) {
		ranking := d.matrix.Ranking(s, rankedMost)
		if len(ranking.Names) < leastBodies {
			continue
		}
		title := s.Title(r.opts.Names)
		ranked := figure{Title: label(title)}
		for i, name := range ranking.Names {
			ranked.Lines = append(ranked.Lines, figureLine{name, grouped(ranking.Values[i].Float64())})
		}
		h := distribution(d.matrix, s)
		spread := figure{Title: label(title)}
		for i, count := range h.counts {
			from := h.from + float64(i)*h.width
			spread.Lines = append(spread.Lines, figureLine{grouped(from) + " – " + grouped(from+h.width), strconv.Itoa(count)})
		}
		var err error
		if ranked.Chart, err = rankingChart(ranking); err != nil {
			return err
		}
		if spread.Chart, err = distributionChart(h); err != nil {
			return err
		}
		p.Rankings, p.Shares = append(p.Rankings, ranked), append(p.Shares, spread)
		if len(p.Rankings) == mostFigures {
			return nil
		}
	}
	return nil
}

func (r *Report) topic(code string) label {
	if code == "" {
		return label{"（未归类）", "(no topic)"}
	}
	l, ok := r.opts.Names.Topics[code]
	if !ok {
		return label{code, code}
	}
	return label(l)
}

// addTopics fills in the heat map and the most common problems.
func (r *Report) addTopics(p *page, d *digest) {
	bodies, topics, left := d.heat()
	p.HeatLeft = left
	for _, code := range topics {
		p.Topics = append(p.Topics, r.topic(code))
	}
	most := 1
	for _, b := range bodies {
		for _, t := range d.topics[b.Notice] {
			most = max(most, t.Problems)
		}
	}
	for _, b := range bodies {
		line := heatLine{Place: compare.Name(b.Compared), Issuer: b.Issuer, Problems: b.Problems}
		for _, code := range topics {
			n := 0
			for _, t := range d.topics[b.Notice] {
				if t.Topic == code {
					n = t.Problems
				}
			}
			line.Cells = append(line.Cells, heatCell{n, 100 * n / most})
		}
		p.Heat = append(p.Heat, line)
	}
	for _, c := range d.common {
		line := commonLine{Topic: r.topic(c.Topic), Notices: c.Notices, Problems: c.Problems, Share: c.Share.String(), PerProblem: c.PerProblem.String()}
		if len(c.Examples) > 0 {
			line.Example, line.Place = c.Examples[0], c.Places[0]
		}
		p.Common = append(p.Common, line)
	}
}

// phrases are the words of the script: names of metrics, statuses and changes.
func (r *Report) phrases() map[string]map[string]model.Label {
	metrics := map[string]model.Label{}
	for _, x := range append(r.rows.chosen.list, r.rows.others.list...) {
		if name, ok := r.opts.Names.Metrics[x.metric]; ok {
			metrics[x.metric] = name
		}
	}
	return map[string]map[string]model.Label{"metrics": metrics, "statuses": model.StatusNames(), "changes": model.ChangeNames()}
}
