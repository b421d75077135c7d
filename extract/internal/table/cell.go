package table

import (
	"strings"
	"unicode/utf8"

	"zhenggai/extract/internal/chinese"
	"zhenggai/extract/internal/date"
	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/fact"
	"zhenggai/extract/internal/numeral"
	"zhenggai/extract/internal/runes"
	"zhenggai/model"
)

// A cellFigure is the figure that a cell of a table holds, and nothing else.
type cellFigure struct {
	document.Span        // the sign, the digits and the unit of the cell
	ok            bool   // there is one
	year          bool   // it may be a year
	negative      bool   // a minus stands before it
	digits        string // without the sign, with the unit of the cell
	unit          bool   // the cell has its unit
	dimension     string // of that
	value         model.Decimal
}

// dashes are the signs that stand before a figure below zero.
const dashes = "-－−﹣–—"

// figureOf reads the figure of a cell: a number, with its sign, its unit and the mark of a footnote.
func (g *grid) figureOf(cell document.Span, x *fact.Indicators) (f cellFigure) {
	words, q := cell.In(g.text), g.rules.Figures
	if len(words) > longestFigure || !strings.ContainsAny(words, chinese.Arabic+chinese.Wide) {
		return f
	}
	at := 0
	if r, size := utf8.DecodeRuneInString(words); strings.ContainsRune(dashes, r) {
		f.negative, at = true, size
	} else if r == '+' || r == '＋' {
		at = size
	}
	at += len(words[at:]) - len(strings.TrimLeft(words[at:], " "))
	if m, ok := date.Parse(q, words, at); ok && m.End == len(words) {
		return f
	}
	n, ok := numeral.Parse(q, words, at)
	if !ok || n.Chinese || n.Fuzzy || n.Start != at || isCode(words[at:n.End]) {
		return g.boundFigure(cell, x)
	}
	rest := strings.TrimRight(withoutNote(words[n.End:]), " ")
	unit := strings.TrimLeft(rest, " ")
	if unit != "" && q.UnitAt(unit).Size != len(unit) {
		return g.boundFigure(cell, x)
	}
	f.Span = document.Span{Start: cell.Start, End: cell.Start + n.End + len(rest)}
	f.ok, f.unit, f.value = true, unit != "" || n.Percent, n.Value
	switch {
	case n.Percent:
		f.dimension = "share"
	case unit != "":
		f.dimension = q.UnitAt(unit).Dimension
	}
	if f.dimension == "time" || f.dimension == "age" {
		return cellFigure{} // 3个月, 1月
	}
	f.digits = strings.ReplaceAll(words[at:n.End], " ", "") + unit
	f.year = !f.unit && !f.negative && len(f.digits) == len("2021") && n.Value.Cmp(model.Int(date.FirstYear)) >= 0 && n.Value.Cmp(model.Int(date.LastYear)) <= 0
	return f
}

// longestFigure is the length in bytes up to which a cell may be a figure.
const longestFigure = 48

// boundFigure reads a cell that holds one quantity and nothing else: 约7.4万元, 3个以上.
func (g *grid) boundFigure(cell document.Span, x *fact.Indicators) (f cellFigure) {
	if x == nil {
		return f
	}
	q, ok := x.Only(g.text, cell)
	if !ok {
		return f
	}
	return cellFigure{Span: cell, ok: true, unit: true, dimension: q.Def.Dimension, digits: cell.In(g.text), value: q.Value}
}

// isCode reports whether digits are the number of something: 0756, 007.
func isCode(digits string) bool {
	return len(digits) > 1 && digits[0] == '0' && digits[1] >= '0' && digits[1] <= '9'
}

// withoutNote cuts the mark of a footnote off the end of what stands behind a number: ①, *, [1], ².
func withoutNote(s string) string {
	for {
		bare := strings.TrimRight(s, " *＊※#＃†‡△▲¹²³⁰⁴⁵⁶⁷⁸⁹")
		if r, size := utf8.DecodeLastRuneInString(bare); r >= '①' && r <= '⑳' {
			bare = bare[:len(bare)-size]
		}
		if open := strings.LastIndexAny(bare, "[〔"); open >= 0 && (strings.HasSuffix(bare, "]") || strings.HasSuffix(bare, "〕")) {
			bare = bare[:open]
		}
		if bare == s {
			return s
		}
		s = bare
	}
}

// cutUnit cuts the unit from the words of a head or label: 追缴资金（万元）, 占比%, 万元. The name may be empty.
func (g *grid) cutUnit(words string) (name, unit string) {
	words = withoutNote(words)
	if open := runes.LastOpen(words); open >= 0 {
		_, size := utf8.DecodeRuneInString(words[open:])
		_, closed := utf8.DecodeLastRuneInString(words)
		inner := words[open+size : len(words)-closed]
		if u := g.unitOf(inner); u != "" {
			return words[:open], u
		}
	}
	if u := g.unitOf(words); u != "" {
		return "", u
	}
	for _, sign := range []string{"/", "／", "：", ":", ","} {
		if before, after, ok := strings.Cut(words, sign); ok && before != "" {
			if u := g.unitOf(after); u != "" {
				return before, u
			}
		}
	}
	for _, sign := range []string{"%", "％", "‰"} {
		if before, ok := strings.CutSuffix(words, sign); ok {
			return before, sign
		}
	}
	return words, ""
}

// unitOf returns the unit that words are: 万元, 单位：人, or "".
func (g *grid) unitOf(words string) string {
	if w, ok := g.rules.Opens("unit", words); ok {
		words = strings.TrimLeft(words[len(w.Word):], "：: ")
	}
	if words == "" || len(words) > longestFigure {
		return ""
	}
	if g.rules.Figures.UnitAt(words).Size == len(words) {
		return words
	}
	for _, power := range chinese.Powers {
		if rest, ok := strings.CutPrefix(words, power); ok && rest != "" && g.rules.Figures.UnitAt(rest).Size == len(rest) {
			return words
		}
	}
	return ""
}

// month returns the month that a label is, with the year of the title where this has one, or "".
func (s *section) month(words string) string {
	number, ok := strings.CutSuffix(words, chinese.Month)
	if !ok || number == "" || len(number) > len("12") || strings.Trim(number, chinese.Arabic) != "" {
		return ""
	}
	if strings.HasSuffix(s.title.period, chinese.Year) {
		return s.title.period + words
	}
	return words
}

// period returns the time that a head or label is, with 年 where it is a bare year, or "".
func (g *grid) period(words string) string {
	if len(words) == len("2021") && !strings.ContainsFunc(words, func(r rune) bool { return r < '0' || r > '9' }) {
		words += chinese.Year
	}
	const more = 9 * chinese.HanBytes // 上半年, （1—9月）
	if m, ok := date.Parse(g.rules.Figures, words, 0); ok && len(words)-m.End <= more && m.Year > 0 {
		return words
	}
	return ""
}
