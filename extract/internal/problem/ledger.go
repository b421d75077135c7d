package problem

import (
	"iter"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/numeral"
	"zhenggai/extract/internal/outline"
	"zhenggai/extract/internal/runes"
	"zhenggai/extract/rules"
	"zhenggai/model"
)

// ledger is a table of problems (台账): its lines by row and column, and what each column holds.
type ledger struct {
	text    string
	rules   *rules.Headings
	lines   []document.Line
	fields  map[int]string // column to field of labels.tsv
	labels  map[int]string // row to field, where the first column labels them
	header  int            // row of the header
	columns int
}

// FindLedgers finds the problems of the tables whose header names a column of problems, or whose first column names rows of them.
func FindLedgers(text string, lines []document.Line, h *rules.Headings) Finding {
	var f Finding
	document.Tables(lines, func(from, to int) {
		switch l, ok := newLedger(text, lines[from:to], h); {
		case ok && l.fields == nil:
			l.readDown(&f)
		case ok:
			l.read(&f)
		}
	})
	return f
}

// ColumnFields returns the fields of labels.tsv that the columns of a table hold by its header, or nil where it names no problems.
func ColumnFields(header string, cells []document.Line, h *rules.Headings) map[int]string {
	if l, ok := newLedger(header, cells, h); ok {
		return l.fields
	}
	return nil
}

// Fields returns what the columns of a list of problems hold. One whose problems are all figures is no such list: 反馈问题 heads how
// many there were.
func Fields(text string, lines []document.Line, h *rules.Headings) (fields map[int]string, ledger bool) {
	l, ok := newLedger(text, lines, h)
	if !ok || l.fields == nil {
		return nil, ok // the labels of its rows say what stands in them
	}
	for _, line := range lines {
		if l.fields[line.Cell.Col] != "problem" || line.Cell.Row <= l.header {
			continue
		}
		if words := line.In(text); !isCount(h.Figures, words) {
			return l.fields, true
		}
	}
	return nil, false
}

// isCount reports whether a cell holds a number and its measure word alone: 14个 in the row of the sums is no problem.
func isCount(figures *rules.Quantities, words string) bool {
	const longest = 2 // characters of a measure word
	n, ok := numeral.Parse(figures, words, 0)
	return ok && utf8.RuneCountInString(words[n.End:]) <= longest
}

// headerRows is how many rows at the top of a table may hold the header.
const headerRows = 3

// newLedger finds the header row: the one that names a problem column and one more field. Where there is none, but the first
// column holds such names, the ledger has no fields.
func newLedger(text string, lines []document.Line, h *rules.Headings) (*ledger, bool) {
	l := &ledger{text: text, rules: h, lines: lines}
	for _, line := range lines {
		l.columns = max(l.columns, line.Cell.Col+line.Cell.ColSpan)
	}
	for row := 0; row < headerRows; row++ {
		fields, all := l.named(row)
		own := len(fields) > 0
		if !all {
			l.lend(fields, l.wordsOf(row))
		}
		l.setBeside(fields, row)
		seen := map[string]bool{}
		for _, field := range fields {
			seen[field] = true
		}
		if seen["problem"] && len(seen) > 1 && (own || seen["progress"] || seen["measures"]) {
			l.fields, l.header = fields, row
			l.deepen()
			return l, true
		}
	}
	return l, l.labelsRows()
}

// named returns the fields that the cells of a row name, by column, and whether all cells do.
func (l *ledger) named(row int) (fields map[int]string, all bool) {
	fields, all = map[int]string{}, true
	for _, line := range l.lines {
		if line.Cell.Row != row {
			continue
		}
		if field, ok := l.field(line.In(l.text)); ok {
			fields[line.Cell.Col] = field
		} else {
			all = false
		}
	}
	return fields, all
}

// field returns the field that the words of a cell name.
func (l *ledger) field(words string) (field string, ok bool) {
	field, ok = l.rules.Labels[plainHead(words)]
	return field, ok
}

// plainHead returns the words of a head without spaces, its colon and what stands in brackets at its end.
func plainHead(words string) string {
	words = strings.Trim(strings.ReplaceAll(words, " ", ""), "：:")
	if open := runes.LastOpen(words); open > 0 {
		return words[:open]
	}
	return words
}

// setBeside gives a column its other field where one more is of the first: 整改任务 beside 反馈问题 are measures.
func (l *ledger) setBeside(fields map[int]string, row int) {
	named := map[string]int{}
	for _, field := range fields {
		named[field]++
	}
	for col, words := range l.wordsOf(row) {
		beside := l.rules.Beside[plainHead(words)]
		if field := fields[col]; beside != "" && named[field] > 1 && named[beside] == 0 {
			fields[col] = beside
			named[field]--
			named[beside]++
		}
	}
}

// lend gives cells among labels that are none of the table's, but end like one, their fields: 交办问题基本情况 beside 整改情况. A field that
// another cell names is not given.
func (l *ledger) lend(fields map[int]string, cells map[int]string) {
	given := map[string]bool{}
	for _, field := range fields {
		given[field] = true
	}
	const longest = 15 // characters
	places := slices.Sorted(maps.Keys(cells))
	for _, at := range places {
		words := plainHead(cells[at])
		if _, named := fields[at]; named || utf8.RuneCountInString(words) > longest {
			continue
		}
		field, ok := l.rules.LabelEnding(words)
		if !ok && l.opens(fields, places, at) && l.rules.HoldsProblem(words) {
			field, ok = "problem", true
		}
		if ok && (!given[field] || field == "responsible" || field == "progress") {
			fields[at], given[field] = field, true
		}
	}
}

// opens reports whether a place is the first that holds no numbers.
func (l *ledger) opens(fields map[int]string, places []int, at int) bool {
	i := slices.IndexFunc(places, func(place int) bool { return fields[place] != "number" })
	return i >= 0 && places[i] == at
}

// wordsOf returns the words of the cells of a row, by column.
func (l *ledger) wordsOf(row int) map[int]string {
	cells := map[int]string{}
	for _, line := range l.lines {
		if line.Cell.Row == row {
			cells[line.Cell.Col] += line.In(l.text)
		}
	}
	return cells
}

// deepen takes the next rows into the header as far as they name fields and nothing else: 整改措施 and 完成情况 below 整改工作.
func (l *ledger) deepen() {
	for row := l.header + 1; row < headerRows; row++ {
		below, all := l.named(row)
		if !all || len(below) == 0 {
			return
		}
		maps.Copy(l.fields, below)
		l.header = row
	}
}

// labelsRows reports whether the rows of the table are fields, with their labels in the first column: 问题, 整改措施, 完成情况, 问题 ….
func (l *ledger) labelsRows() bool {
	fields, cells := map[int]string{}, map[int]string{}
	for _, line := range l.lines {
		if line.Cell.Col != 0 {
			continue
		}
		cells[line.Cell.Row] += line.In(l.text)
		if field, ok := l.field(cells[line.Cell.Row]); ok {
			fields[line.Cell.Row] = field
		}
	}
	if len(fields) > 1 {
		l.lend(fields, cells)
	}
	seen := map[string]bool{}
	for _, field := range fields {
		seen[field] = true
	}
	l.labels = fields
	return seen["problem"] && (seen["measures"] || seen["progress"])
}

// rowLabel returns the field that a cell of the first column labels.
func (l *ledger) rowLabel(line document.Line) (field string, ok bool) {
	if line.Cell.Col == 0 {
		field, ok = l.labels[line.Cell.Row]
	}
	return field, ok
}

// readDown goes through the rows of a table whose first column holds labels.
func (l *ledger) readDown(f *Finding) {
	cells, aspect := map[string][]document.Line{}, ""
	for row := range l.rows() {
		field, ok := l.rowLabel(row[0])
		if field == "problem" || !ok && len(row) == 1 && row[0].Cell.ColSpan > 1 {
			l.add(f, cells, aspect)
			cells = map[string][]document.Line{}
		}
		switch {
		case ok:
			cells[field] = append(cells[field], row[1:]...)
		case len(row) == 1 && row[0].Cell.ColSpan > 1:
			aspect = l.title(row[0])
		}
	}
	l.add(f, cells, aspect)
}

// rows yields the lines of each row.
func (l *ledger) rows() iter.Seq[[]document.Line] {
	return func(yield func([]document.Line) bool) {
		for i, j := 0, 0; i < len(l.lines); i = j {
			for j < len(l.lines) && l.lines[j].Cell.Row == l.lines[i].Cell.Row {
				j++
			}
			if !yield(l.lines[i:j]) {
				return
			}
		}
	}
}

// add adds the problem of the fields that were gathered, if one is among them.
func (l *ledger) add(f *Finding, cells map[string][]document.Line, aspect string) {
	if len(cells["problem"]) == 0 {
		return
	}
	made := Problem{Problem: l.problem(cells, aspect), Measures: l.measures(cells), Node: outline.None, progress: across(cells["progress"])}
	made.Range.Start = cells["problem"][0].Start
	for _, lines := range cells {
		for _, line := range lines {
			made.Range.End = max(made.Range.End, line.End)
		}
	}
	l.tell(f, cells, len(cells["progress"]) > 0)
	f.Problems = append(f.Problems, made)
}

// tell notes which cells say what has been done and what is to be done. told says that what has been done stands in cells of its own.
func (l *ledger) tell(f *Finding, cells map[string][]document.Line, told bool) {
	f.Reached = append(f.Reached, l.reached(cells)...)
	ahead := cells["goal"]
	if told {
		ahead = append(ahead, cells["measures"]...)
	}
	for _, line := range ahead {
		f.Ahead = append(f.Ahead, line.Span)
	}
}

// read goes through the rows below the header. A row of one cell across the table is an aspect.
func (l *ledger) read(f *Finding) {
	aspect := ""
	for row := range l.rows() {
		switch {
		case row[0].Cell.Row <= l.header:
		case row[0].Cell.ColSpan > 1 && row[0].Cell.ColSpan >= l.columns-1 || l.columns > 1 && l.single(row):
			aspect = l.title(row[0])
		default:
			l.row(f, row, &aspect)
		}
	}
}

// single reports whether the row holds one cell in the first column and nothing else.
func (l *ledger) single(row []document.Line) bool {
	return len(row) == 1 && row[0].Cell.Col == 0 && l.fields[0] == "number" &&
		len([]rune(row[0].In(l.text))) > 4
}

// title returns the words of a group row without its marker.
func (l *ledger) title(line document.Line) string {
	out := outline.Build(l.text, []document.Line{{Span: line.Span, Zone: document.Body}}, line.End, 0, l.rules)
	if len(out.Nodes) > 0 && out.Nodes[0].Marker.Start == line.Start {
		return out.Nodes[0].Title.In(l.text)
	}
	return strings.TrimRight(line.In(l.text), "：:")
}

// row reads one row: a problem, or more measures and progress of the problem that a merged cell carries on.
func (l *ledger) row(f *Finding, row []document.Line, aspect *string) {
	cells := map[string][]document.Line{}
	for _, line := range row {
		if field, ok := l.fields[line.Cell.Col]; ok {
			cells[field] = append(cells[field], line)
		}
	}
	if group := cells["aspect"]; len(group) > 0 && l.words(group) != *aspect {
		*aspect = l.words(group)
	}
	l.tell(f, cells, slices.Contains(slices.Collect(maps.Values(l.fields)), "progress"))
	made := Problem{Node: outline.None, Range: document.Span{Start: row[0].Start, End: row[len(row)-1].End}}
	if len(cells["problem"]) > 0 {
		made.Problem = l.problem(cells, *aspect)
	}
	switch {
	case made.Heading == "":
		l.goOn(f, cells, made.Range.End)
		return
	case isCount(l.rules.Figures, made.Heading):
		return
	}
	made.Measures, made.progress = l.measures(cells), across(cells["progress"])
	f.Problems = append(f.Problems, made)
}

// goOn adds the measures of a row without a problem of its own to the last problem.
func (l *ledger) goOn(f *Finding, cells map[string][]document.Line, end int) {
	if n := len(f.Problems); n > 0 {
		last := &f.Problems[n-1]
		last.Measures = append(last.Measures, l.measures(cells)...)
		last.Range.End = end
		last.Responsible = withLines(last.Responsible, l.words(cells["responsible"]))
		last.Deadline = withLines(last.Deadline, l.words(cells["deadline"]))
		last.Progress = withLines(last.Progress, l.words(cells["progress"]))
	}
}

// withLines adds the lines of a cell to those of the rows above it, each once.
func withLines(above, words string) string {
	for line := range strings.SplitSeq(words, "\n") {
		switch {
		case line == "" || slices.Contains(strings.Split(above, "\n"), line):
		case above == "":
			above = line
		default:
			above += "\n" + line
		}
	}
	return above
}

// reached returns the lines of a progress cell that says it is done.
func (l *ledger) reached(cells map[string][]document.Line) []document.Span {
	lines := cells["progress"]
	if len(lines) == 0 {
		return nil
	}
	done := false
	for _, word := range l.rules.Part("done") {
		done = done || strings.HasPrefix(lines[0].In(l.text), word)
	}
	var spans []document.Span
	for _, line := range lines {
		if done {
			spans = append(spans, line.Span)
		}
	}
	return spans
}

func (l *ledger) problem(cells map[string][]document.Line, aspect string) model.Problem {
	lines := cells["problem"]
	span := document.Span{Start: lines[0].Start, End: lines[len(lines)-1].End}
	marker := l.words(cells["number"][:min(1, len(cells["number"]))]) // 受理编号 may stand beside 序号
	out := outline.Build(l.text, []document.Line{{Span: lines[0].Span, Zone: document.Body}}, lines[0].End, 0, l.rules)
	if len(out.Nodes) > 0 && out.Nodes[0].Marker.Start == span.Start {
		span.Start = out.Nodes[0].Title.Start
		if marker == "" {
			marker = out.Nodes[0].Marker.In(l.text)
		}
	}
	heading := strings.TrimRight(strings.ReplaceAll(span.In(l.text), "\n", ""), "。；;")
	return model.Problem{
		Aspect: aspect, Marker: marker, Heading: heading, Name: outline.Name(heading, l.rules),
		Responsible: l.words(cells["responsible"]), Deadline: l.words(cells["deadline"]), Progress: l.words(cells["progress"]),
		Span: model.Span{span.Start, span.End},
	}
}

// measures returns the numbered measures of the measures cell, else of the progress cell, else the cell as one measure.
func (l *ledger) measures(cells map[string][]document.Line) []model.Measure {
	lines := cells["measures"]
	if len(lines) == 0 {
		lines = cells["progress"]
	}
	if len(lines) == 0 {
		return nil
	}
	end := 0 // of the lines of the first cell
	for end < len(lines) && lines[end].Cell.Row == lines[0].Cell.Row && lines[end].Cell.Col == lines[0].Cell.Col {
		end++
	}
	return numbered(l.text, document.Span{Start: lines[0].Start, End: lines[end-1].End}, l.rules)
}

// across returns the span of the lines of a cell.
func across(lines []document.Line) document.Span {
	if len(lines) == 0 {
		return document.Span{}
	}
	return document.Span{Start: lines[0].Start, End: lines[len(lines)-1].End}
}

// words joins the lines of a cell.
func (l *ledger) words(lines []document.Line) string {
	parts := make([]string, len(lines))
	for i, line := range lines {
		parts[i] = line.In(l.text)
	}
	return strings.Join(parts, "\n")
}
