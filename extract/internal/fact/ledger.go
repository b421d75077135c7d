package fact

import (
	"maps"
	"slices"
	"strings"

	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/outline"
	"zhenggai/extract/rules"
	"zhenggai/model"
)

// ledger is a table of problems (台账): its lines by row and column, and what each column holds.
type ledger struct {
	text    string
	rules   *rules.Headings
	lines   []document.Line
	fields  map[int]string // column to field of labels.tsv
	header  int            // row of the header
	columns int
}

// FindLedgers finds the problems of the tables whose header names a column of problems.
func FindLedgers(text string, lines []document.Line, h *rules.Headings) Finding {
	var f Finding
	for i := 0; i < len(lines); {
		if lines[i].Cell == nil || lines[i].Zone != document.Body {
			i++
			continue
		}
		j := i
		for j < len(lines) && lines[j].Cell != nil && lines[j].Cell.Table == lines[i].Cell.Table {
			j++
		}
		if l, ok := newLedger(text, lines[i:j], h); ok {
			l.read(&f)
		}
		i = j
	}
	return f
}

// headerRows is how many rows at the top of a table may hold the header.
const headerRows = 3

// newLedger finds the header row: the one that names a problem column and one more field.
func newLedger(text string, lines []document.Line, h *rules.Headings) (*ledger, bool) {
	l := &ledger{text: text, rules: h, lines: lines}
	for _, line := range lines {
		l.columns = max(l.columns, line.Cell.Col+line.Cell.ColSpan)
	}
	for row := 0; row < headerRows; row++ {
		fields := map[int]string{}
		seen := map[string]bool{}
		for _, line := range lines {
			if line.Cell.Row != row {
				continue
			}
			if field, ok := h.Labels[strings.ReplaceAll(line.In(text), " ", "")]; ok {
				fields[line.Cell.Col], seen[field] = field, true
			}
		}
		if seen["problem"] && len(seen) > 1 {
			l.fields, l.header = fields, row
			return l, true
		}
	}
	return nil, false
}

// read goes through the rows below the header. A row of one cell across the table is an aspect.
func (l *ledger) read(f *Finding) {
	aspect := ""
	for i := 0; i < len(l.lines); {
		j := i
		for j < len(l.lines) && l.lines[j].Cell.Row == l.lines[i].Cell.Row {
			j++
		}
		switch row := l.lines[i:j]; {
		case row[0].Cell.Row <= l.header:
		case row[0].Cell.ColSpan > 1 && row[0].Cell.ColSpan >= l.columns-1 || l.columns > 1 && l.single(row):
			aspect = l.title(row[0])
		default:
			l.row(f, row, &aspect)
		}
		i = j
	}
}

// single reports whether the row holds one cell in the first column and nothing else.
func (l *ledger) single(row []document.Line) bool {
	return len(row) == 1 && row[0].Cell.Col == 0 && l.fields[0] == "number" &&
		len([]rune(row[0].In(l.text))) > 4
}

// title returns the words of a group row without its marker.
func (l *ledger) title(line document.Line) string {
	out := outline.Build(l.text, []document.Line{{Span: line.Span, Zone: document.Body}}, line.End, l.rules)
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
	f.Reached = append(f.Reached, l.reached(cells)...)
	ahead := cells["goal"]
	if slices.Contains(slices.Collect(maps.Values(l.fields)), "progress") {
		ahead = append(ahead, cells["measures"]...) // what has been done stands in a column of its own
	}
	for _, line := range ahead {
		f.Ahead = append(f.Ahead, line.Span)
	}
	made := Problem{Node: outline.None, Range: document.Span{Start: row[0].Start, End: row[len(row)-1].End}}
	if len(cells["problem"]) > 0 {
		made.Problem = l.problem(cells, *aspect)
	}
	if made.Heading == "" {
		l.goOn(f, cells, made.Range.End)
		return
	}
	made.Measures = l.measures(cells)
	f.Problems = append(f.Problems, made)
}

// goOn adds the measures of a row without a problem of its own to the last problem.
func (l *ledger) goOn(f *Finding, cells map[string][]document.Line, end int) {
	if n := len(f.Problems); n > 0 {
		last := &f.Problems[n-1]
		last.Measures = append(last.Measures, l.measures(cells)...)
		last.Range.End = end
	}
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
	marker := l.words(cells["number"])
	out := outline.Build(l.text, []document.Line{{Span: lines[0].Span, Zone: document.Body}}, lines[0].End, l.rules)
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
	return numbered(l.text, document.Span{Start: lines[0].Start, End: lines[len(lines)-1].End}, l.rules)
}

// words joins the lines of a cell.
func (l *ledger) words(lines []document.Line) string {
	parts := make([]string, len(lines))
	for i, line := range lines {
		parts[i] = line.In(l.text)
	}
	return strings.Join(parts, "\n")
}
