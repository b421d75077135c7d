package model

import "strings"

// ledgerTable is the table for people: a problem a row, with all that was done about it in words. It says nothing that the other tables
// do not have.
func ledgerTable(names Names) *Table {
	type R = ledgerRow
	fields := []field[R]{
		noticeID[R]().technical(),
		text("problem_id", Label{"问题编号", "problem id"}, Label{"问题表中的该问题", "the problem, in the table of these"}, 9, func(r *R) string { return r.ID }).to("problems").technical(),
		{
			Column{Key: "issuer", Title: Label{"发布单位", "issuer"}, Meaning: Label{"署名单位全称", "the body that signs"}, Type: TypeString, Width: 16, Long: true},
			func(n *Notice, _ *R) Cell {
				if n.Issuer == nil {
					return Cell{}
				}
				return Text(n.Issuer.Name)
			},
		},
		place[R]().wide(12),
		text("aspect", Label{"方面", "aspect"}, Label{"问题所属方面", "the group heading above it"}, 16, func(r *R) string { return r.Aspect }).wrapped(),
		text("problem", Label{"问题", "problem"}, Label{"问题本身，不含“关于…的问题”", "the problem alone"}, 24, func(r *R) string { return r.Name }).wrapped(),
		text("measures", Label{"整改措施", "measures"}, Label{"该问题的全部措施，一条一行", "all its measures, one a line"}, 70, (*R).measuresText).wrapped(),
		{
			Column{
				Key: "figures", Title: Label{"数据", "figures"}, Type: TypeString, Width: 36, Long: true,
				Meaning: Label{"该问题的全部数量：名称、数值、单位、状态，一项一行", "all its figures with name, value, unit and status, one a line"},
			},
			func(_ *Notice, r *R) Cell { return r.figuresCell(names) },
		},
		text("responsible", Label{"责任单位", "responsible"}, Label{"责任单位或责任人", "who is to put it right"}, 14, func(r *R) string { return r.Responsible }).wrapped(),
		text("deadline", Label{"整改时限", "deadline"}, Label{"原文所称时限", "when it is due, as worded"}, 12, func(r *R) string { return r.Deadline }).wrapped(),
		{
			Column{
				Key: "state", Title: Label{"整改状态", "state"}, Type: TypeString, Width: 11,
				Meaning: Label{"整改状态的名称；空白表示原文未说明", "the state by its name; empty where the notice does not say"},
			},
			func(_ *Notice, r *R) Cell { return Named(stateNames[string(r.State)]) },
		},
		text("progress", Label{"进展", "progress"}, Label{"完成情况；没有时为说明状态的原文", "what was done, else the words that say the state"}, 26, (*R).progressText).wrapped(),
	}
	t := newTable("ledger", Label{"问题台账", "Ledger"}, ledgerRows, fields)
	t.Lead = true
	return t
}

// A ledgerRow is a problem with its measures and figures.
type ledgerRow struct {
	*Problem
	measures []*Measure
	figures  []*Indicator
}

// ledgerRows gathers what belongs to the problems in one pass, for a hostile notice may have very many of all.
func ledgerRows(n *Notice) []ledgerRow {
	if len(n.Problems) == 0 {
		return nil
	}
	rows, at := make([]ledgerRow, len(n.Problems)), make(map[string]int, len(n.Problems))
	for i := range n.Problems {
		rows[i].Problem, at[n.Problems[i].ID] = &n.Problems[i], i
	}
	for i := range n.Measures {
		if row, ok := at[n.Measures[i].Problem]; ok {
			rows[row].measures = append(rows[row].measures, &n.Measures[i])
		}
	}
	for i := range n.Indicators {
		if row, ok := at[n.Indicators[i].Problem]; ok {
			rows[row].figures = append(rows[row].figures, &n.Indicators[i])
		}
	}
	return rows
}

// measuresText prints the measures, each with its marker.
func (r *ledgerRow) measuresText() string {
	if len(r.measures) == 1 {
		return r.measures[0].marked() // most have one, whose text is not copied
	}
	var b strings.Builder
	for i, m := range r.measures {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(m.marked())
	}
	return b.String()
}

// marked returns the text of the measure with its marker, which the text of some has.
func (m *Measure) marked() string {
	if strings.HasPrefix(m.Text, m.Marker) {
		return m.Text
	}
	return m.Marker + m.Text
}

func (r *ledgerRow) progressText() string {
	if r.Progress == "" {
		return r.StateText
	}
	return r.Progress
}

// figuresCell prints the figures, each a line.
func (r *ledgerRow) figuresCell(names Names) Cell {
	var zh, en strings.Builder
	for i, f := range r.figures {
		if i > 0 {
			zh.WriteByte('\n')
			en.WriteByte('\n')
		}
		f.words(&zh, names, "zh")
		f.words(&en, names, "en")
	}
	return Named(Label{zh.String(), en.String()})
}

// words prints the figure as people say it: 学位：增加2310个以上（已完成，2021）. What no metric names has the noun that it counts.
func (i *Indicator) words(b *strings.Builder, names Names, lang string) {
	colon, open, comma, end := "：", "（", "，", "）"
	if lang == "en" {
		colon, open, comma, end = ": ", " (", ", ", ")"
	}
	name := names.Metrics[i.Metric].In(lang)
	if name == "" {
		name = i.Subject
	}
	if name != "" {
		b.WriteString(name + colon)
	}
	if lang == "en" {
		i.amountEN(b)
	} else {
		i.amountZH(b)
	}
	status := statusNames[string(i.Status)].In(lang)
	switch {
	case status != "" && i.Period != "":
		b.WriteString(open + status + comma + i.Period + end)
	case status != "" || i.Period != "":
		b.WriteString(open + status + i.Period + end)
	}
}

// amountZH prints change, bound, number and unit: 增至约160万亩, 3至5名以上.
func (i *Indicator) amountZH(b *strings.Builder) {
	bound := boundNames[string(i.Bound)].ZH
	b.WriteString(changeNames[string(i.Change)].ZH)
	if i.Bound == BoundAbout { // the others come after the unit
		b.WriteString(bound)
		bound = ""
	}
	switch {
	case i.Fraction != "":
		b.WriteString(i.Fraction)
	case i.High != nil:
		b.WriteString(inTenThousands(i.Value, i.Unit) + "至" + inTenThousands(*i.High, i.Unit) + i.Unit)
	default:
		b.WriteString(inTenThousands(i.Value, i.Unit) + i.Unit)
	}
	b.WriteString(bound)
}

// amountEN prints change, bound, number and unit: increase to about 1600000 亩.
func (i *Indicator) amountEN(b *strings.Builder) {
	for _, word := range []string{changeNames[string(i.Change)].EN, boundNames[string(i.Bound)].EN} {
		if word != "" {
			b.WriteString(word + " ")
		}
	}
	switch {
	case i.Fraction != "":
		b.WriteString(i.Fraction)
	case i.High != nil:
		b.WriteString(i.Value.String() + "–" + i.High.String() + " " + i.Unit)
	default:
		b.WriteString(i.Value.String() + " " + i.Unit)
	}
}

// inTenThousands prints a large number in 万 or 亿 where that is exact and short: 160万, but 12345. Units of money have these already.
func inTenThousands(d Decimal, unit string) string {
	if strings.HasPrefix(unit, "万") || strings.HasPrefix(unit, "亿") {
		return d.String()
	}
	size := d
	if d.sign() < 0 {
		size.coef = -d.coef
	}
	for _, large := range []struct {
		zeros int
		name  string
	}{{8, "亿"}, {4, "万"}} {
		if size.Cmp(Decimal{coef: pow10[large.zeros]}) < 0 {
			continue
		}
		if short, ok := d.Shift(-large.zeros); ok && short.scale <= 2 {
			return short.String() + large.name
		}
	}
	return d.String()
}
