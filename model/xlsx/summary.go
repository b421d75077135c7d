package xlsx

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/xuri/excelize/v2"

	"zhenggai/model"
)

const (
	topNames   = 15 // names in a list of counts
	topNotices = 30 // notices in the list of notices
)

// A summary counts what goes into the workbook and writes it to the first sheet.
type summary struct {
	lang    string
	kinds   map[string]int
	topics  map[string]int
	metrics map[string]int
	count   int // of notices
	notices []noticeLine

	rankings []ranking
}

// A ranking is a ranking and its title.
type ranking struct {
	title model.Label
	model.Ranking
}

// A noticeLine is what the summary says of a notice.
type noticeLine struct {
	title, place                   string
	target                         place
	problems, measures, indicators int
	diagnostics, order             int
}

func newSummary(lang string) *summary {
	return &summary{lang: lang, kinds: map[string]int{}, topics: map[string]int{}, metrics: map[string]int{}}
}

// add counts the rows that a notice adds to a table.
func (s *summary) add(t *model.Table, rows []model.Row) {
	switch t.Name {
	case "notices":
		s.tally(s.kinds, t, "kind", rows, unnamed)
	case "problems":
		s.tally(s.topics, t, "topic_names", rows, noTopic)
	case "indicators":
		s.tally(s.metrics, t, "metric_name", rows, unnamed)
	}
}

// tally counts the names in a column, which may hold several parted by semicolons.
func (s *summary) tally(counts map[string]int, t *model.Table, column string, rows []model.Row, none model.Label) {
	i := t.Index(column)
	for _, row := range rows {
		names := shown(&t.Columns[i], row[i], s.lang)
		if names == "" {
			names = none.In(s.lang)
		}
		for name := range strings.SplitSeq(names, ";") {
			counts[name]++
		}
	}
}

// addNotice takes note of a notice, and drops the least where there are more than the summary lists.
func (s *summary) addNotice(n *model.Notice, targets targets) {
	s.count++
	s.notices = append(s.notices, noticeLine{
		title: cmp.Or(n.Title, n.ID), place: n.Place(), target: targets[targetKey{"notices", n.ID}], problems: len(n.Problems),
		measures: len(n.Measures), indicators: len(n.Indicators), diagnostics: len(n.Diagnostics), order: s.count,
	})
	if len(s.notices) >= 2*topNotices {
		s.keepLargest()
	}
}

func (s *summary) keepLargest() {
	slices.SortFunc(s.notices, func(a, b noticeLine) int {
		return cmp.Or(cmp.Compare(b.problems, a.problems), cmp.Compare(b.indicators, a.indicators), cmp.Compare(a.order, b.order))
	})
	s.notices = s.notices[:min(topNotices, len(s.notices))]
}

// listed returns the notices that the summary lists, and the title of the list.
func (s *summary) listed() ([]noticeLine, model.Label) {
	if s.count <= topNotices {
		return s.notices, noticesTitle
	}
	s.keepLargest()
	return s.notices, largestTitle
}

// A named is a name and how often it was counted.
type named struct {
	name  string
	count int
}

// top returns the names counted most often, most first.
func top(counts map[string]int, n int) []named {
	var list []named
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		list = append(list, named{name, counts[name]})
	}
	slices.SortStableFunc(list, func(a, b named) int { return cmp.Compare(b.count, a.count) })
	return list[:min(n, len(list))]
}

// notes says what the limits of the format did to the tables.
func (s *summary) notes(tables []*sheets) []string {
	var notes []string
	add := func(note model.Label, t *sheets, n int, happened bool) {
		if happened {
			notes = append(notes, fmt.Sprintf(note.In(s.lang), t.table.Title.In(s.lang), n))
		}
	}
	for _, t := range tables {
		add(splitNote, t, len(t.sheets), len(t.sheets) > 1)
		add(cutNote, t, t.cut, t.cut > 0)
		add(unlinkedNote, t, t.unlinked, t.unlinked > 0)
	}
	return notes
}

// A page writes the summary's sheet from top to bottom. Its first error sticks.
type page struct {
	file   *excelize.File
	sheet  string
	lang   string
	styles *styles
	row    int
	err    error
}

// write writes the summary.
func (s *summary) write(f *excelize.File, name string, styles *styles, tables []*sheets) error {
	p := &page{file: f, sheet: name, lang: s.lang, styles: styles}
	p.layOut()
	p.contents(tables)
	p.list(notesTitle, s.notes(tables))
	p.counts(kindsTitle, kindHead, top(s.kinds, topNames))
	p.charted(topicsTitle, topicHead, top(s.topics, topNames))
	p.charted(metricsTitle, metricHead, top(s.metrics, topNames))
	for _, r := range s.rankings {
		p.ranking(r)
	}
	p.noticeList(s.listed())
	p.check(f.SetSheetDimension(name, fmt.Sprintf("B1:G%d", p.row)))
	return p.err
}

func (p *page) check(err error) {
	if p.err == nil {
		p.err = err
	}
}

// layOut sets widths, title and the paragraph on how to read the workbook.
func (p *page) layOut() {
	for _, c := range []struct {
		from, to string
		width    float64
	}{{"A", "A", 2}, {"B", "B", 46}, {"C", "F", 11}, {"G", "G", 40}} {
		p.check(p.file.SetColWidth(p.sheet, c.from, c.to, c.width))
	}
	off := false
	p.check(p.file.SetSheetView(p.sheet, 0, &excelize.ViewOptions{ShowGridLines: &off}))
	p.check(p.file.SetPageLayout(p.sheet, &excelize.PageLayoutOptions{Size: ptr(9), Orientation: ptr("portrait"), FitToWidth: ptr(1), FitToHeight: ptr(0)}))
	p.check(p.file.SetSheetProps(p.sheet, &excelize.SheetPropsOptions{FitToPage: ptr(true)}))
	p.line(34, p.styles.title, summaryTitle.In(p.lang))
	p.prose(howToRead.In(p.lang))
}

func ptr[T any](v T) *T { return &v }

// next goes to the next line.
func (p *page) next(height float64) {
	p.row++
	p.check(p.file.SetRowHeight(p.sheet, p.row, height))
}

// line writes a line with one text.
func (p *page) line(height float64, style int, text string) {
	p.next(height)
	p.text("B", style, text)
}

// prose writes a paragraph over the whole width.
func (p *page) prose(text string) {
	p.line(float64(15*lines(text, 46+4*11+40)+12), p.styles.prose, text)
	p.check(p.file.SetCellStyle(p.sheet, p.at("B"), p.at("G"), p.styles.prose))
	p.check(p.file.MergeCell(p.sheet, p.at("B"), p.at("G")))
}

func (p *page) at(column string) string { return fmt.Sprint(column, p.row) }

// text writes a cell of text, which excelize never takes for a formula.
func (p *page) text(column string, style int, text string) {
	p.check(p.file.SetCellStr(p.sheet, p.at(column), literal(model.Printable(text))))
	p.check(p.file.SetCellStyle(p.sheet, p.at(column), p.at(column), style))
}

func (p *page) number(column string, n int) {
	p.check(p.file.SetCellInt(p.sheet, p.at(column), int64(n)))
	p.check(p.file.SetCellStyle(p.sheet, p.at(column), p.at(column), p.styles.count))
}

// linkTo makes the cell of a column a link to a cell of the workbook.
func (p *page) linkTo(column, target string) {
	p.check(p.file.SetCellHyperLink(p.sheet, p.at(column), target, "Location"))
	p.check(p.file.SetCellStyle(p.sheet, p.at(column), p.at(column), p.styles.more))
}

// section leaves a line and writes the title of what follows.
func (p *page) section(title model.Label) {
	p.row++
	p.line(22, p.styles.section, title.In(p.lang))
}

// heads writes the titles of columns from B on.
func (p *page) heads(titles ...string) {
	p.next(lineHeight)
	for i, title := range titles {
		style := p.styles.headCount
		if i == 0 || i == 5 {
			style = p.styles.head
		}
		p.text(columnName(i+1), style, title)
	}
}

// contents lists the sheets.
func (p *page) contents(tables []*sheets) {
	p.section(contentsTitle)
	p.heads(sheetHead.In(p.lang), rowsHead.In(p.lang))
	for _, t := range tables {
		p.next(lineHeight)
		p.text("B", p.styles.label, t.name(0))
		p.number("C", t.rows)
		p.linkTo("B", quoted(t.name(0))+"!A1")
	}
}

// list writes lines of text, if there are any.
func (p *page) list(title model.Label, lines []string) {
	if len(lines) == 0 {
		return
	}
	p.section(title)
	for _, line := range lines {
		p.prose(line)
	}
}

// counts writes names and numbers, and returns the first and the last line of them.
func (p *page) counts(title, head model.Label, list []named) (first, last int) {
	if len(list) == 0 {
		return 0, -1
	}
	p.section(title)
	p.heads(head.In(p.lang), countHead.In(p.lang))
	first = p.row + 1
	for _, n := range list {
		p.next(lineHeight)
		p.text("B", p.styles.label, model.Fit(n.name, 60))
		p.number("C", n.count)
	}
	return first, p.row
}

// charted writes names and numbers with a chart beside them.
func (p *page) charted(title, head model.Label, list []named) {
	first, last := p.counts(title, head, list)
	if last < first {
		return
	}
	p.check(p.file.AddChart(p.sheet, fmt.Sprint("D", first-1), barChart(p.sheet, title.In(p.lang), first, last)))
	p.row = max(p.row, first-1+leastLines)
}

// ranking writes a ranking of districts with a chart beside it.
func (p *page) ranking(r ranking) {
	p.section(r.title)
	p.heads(placeHead.In(p.lang), r.Unit)
	first := p.row + 1
	for i, name := range r.Names {
		p.next(lineHeight)
		p.text("B", p.styles.label, model.Fit(name, 60))
		p.check(p.file.SetCellFloat(p.sheet, p.at("C"), r.Values[i].Float64(), -1, 64))
		p.check(p.file.SetCellStyle(p.sheet, p.at("C"), p.at("C"), p.styles.number(r.Values[i])))
	}
	p.check(p.file.AddChart(p.sheet, fmt.Sprint("D", first-1), barChart(p.sheet, r.title.In(p.lang), first, p.row)))
	p.row = max(p.row, first-1+leastLines)
}

// noticeList lists notices, each a link to its row.
func (p *page) noticeList(list []noticeLine, title model.Label) {
	if len(list) == 0 {
		return
	}
	p.section(title)
	var heads []string
	for _, head := range noticeHeads {
		heads = append(heads, head.In(p.lang))
	}
	p.heads(heads...)
	for _, n := range list {
		p.next(lineHeight)
		p.text("B", p.styles.label, model.Fit(n.title, 60))
		if n.target.row > 0 {
			p.linkTo("B", n.target.String())
		}
		for i, count := range []int{n.problems, n.measures, n.indicators, n.diagnostics} {
			p.number(columnName(i+2), count)
		}
		p.text("G", p.styles.label, n.place)
	}
}
