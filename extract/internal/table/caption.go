package table

import (
	"strings"

	"zhenggai/extract/internal/chinese"
	"zhenggai/extract/internal/date"
	"zhenggai/extract/internal/document"
)

// A caption is what stands over a table: its title, the time and the units that hold for all of it.
type caption struct {
	name    string   // what the title says is counted, "" where there is no title
	period  string   // the time of the title
	units   []string // 单位：万元、人
	context string   // the words above, which help to name a figure
}

// captionAbove reads the lines above a table: its title, 单位：万元, and the paragraph that leads on to it.
func (g *grid) captionAbove(text string, above []document.Line) (c caption) {
	const most = 3 // lines
	first := len(above)
	for first > 0 && len(above)-first < most && above[first-1].Cell == nil && !above[first-1].Page && !above[first-1].Link {
		first--
	}
	for i := len(above) - 1; i >= first; i-- {
		words := above[i].In(text)
		if at := strings.LastIndex(strings.TrimRight(words, "。：:"), "。"); at >= 0 {
			words = words[at+len("。"):]
		}
		found := g.captionOf(words, caption{})
		if found.context == "" || found.name != "" {
			found.units = append(found.units, c.units...)
		}
		if found.context == "" {
			c.units = found.units // a line of its own: the title may stand above it
			continue
		}
		if found.name == "" {
			found.units = c.units
		}
		return found
	}
	return c
}

// captionOf adds to a caption what a line above the table, or a row over its heads, says.
func (g *grid) captionOf(words string, c caption) caption {
	words = strings.ReplaceAll(words, " ", "")
	name, units := g.unitsIn(words)
	if len(units) > 0 {
		c.units = units
		if name == "" {
			return c
		}
	}
	title, ok := g.titleOf(name)
	if !ok && len(units) > 0 {
		return c // 金额单位：万元
	}
	c.context = name
	if !ok {
		return c
	}
	c.name, c.period = title, ""
	if m, ok := date.Parse(g.rules.Figures, title, 0); ok {
		c.name = g.rules.Figures.Trim("since_after", title[m.End:])
		c.period = title[:len(title)-len(c.name)]
	}
	return c
}

// unitsIn cuts the units from a caption: 各镇追缴资金情况表（单位：万元）.
func (g *grid) unitsIn(words string) (rest string, units []string) {
	for _, w := range g.rules.Words("unit") {
		for _, colon := range []string{"：", ":"} {
			before, after, ok := strings.Cut(words, w.Word+colon)
			if !ok {
				continue
			}
			for _, part := range strings.FieldsFunc(strings.TrimRight(after, "）)】]。"), func(r rune) bool { return strings.ContainsRune("、，,；;/", r) }) {
				unit := g.unitOf(part)
				if unit == "" {
					return words, nil
				}
				units = append(units, unit)
			}
			return strings.TrimRight(before, "（([【"), units
		}
	}
	if name, unit := g.cutUnit(words); unit != "" && name != "" && strings.ContainsAny(words, "（(") {
		return name, []string{unit}
	}
	return words, nil
}

// titleOf returns what the title of a table says is counted: 各镇追缴资金 of 表2 各镇追缴资金情况表.
func (g *grid) titleOf(words string) (name string, ok bool) {
	const longest = 40 * chinese.HanBytes
	_, ok = g.rules.Ends("title", words)
	if !ok || len(words) > longest || strings.ContainsAny(words, "。；;，") || withoutMarker(words) != words {
		return "", false
	}
	name = words
	for end, more := g.rules.Ends("title", name); more; end, more = g.rules.Ends("title", name) {
		name = strings.TrimSuffix(name, end.Word)
	}
	if begin, ok := g.rules.Opens("title", name); ok {
		name = strings.TrimLeft(name[len(begin.Word):], chinese.Arabic+chinese.Ordinals+"-—.：:、")
	}
	return name, true
}
