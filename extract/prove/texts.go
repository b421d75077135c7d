package prove

import (
	"context"
	_ "embed"
	"strings"

	"zhenggai/extract/internal/decode"
	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/outline"
	"zhenggai/extract/internal/problem"
	"zhenggai/extract/rules"
)

//go:embed notice.txt
var noticeText string

// A notice holds the lines of an invented notice round an example, by their names.
type notice map[string]string

func newNotice() notice {
	n := notice{}
	for line := range strings.Lines(noticeText) {
		name, text, _ := strings.Cut(strings.TrimSuffix(line, "\n"), "\t")
		n[name] = text
	}
	return n
}

// marked takes the 【】 out of a clause and returns where the mention between them stands, and false where there is none.
func marked(clause string) (string, document.Span, bool) {
	before, rest, ok := strings.Cut(clause, "【")
	mention, after, closed := strings.Cut(rest, "】")
	return before + mention + after, document.Span{Start: len(before), End: len(before) + len(mention)}, ok && closed && mention != ""
}

// lineOf returns a text as the one line of a body.
func lineOf(text string) []document.Line {
	return []document.Line{{Span: document.Span{End: len(text)}, Zone: document.Body}}
}

// headed reads the page round an example that has an element in its head, and no title or date of its own.
func (n notice) headed(element string, sites []rules.Site, set *rules.Set) (*document.Document, error) {
	html := "<html><head>" + element + "</head><body><p>" + strings.Join([]string{n["intro"], n["first"], n["last"]}, "</p><p>") + "</p></body></html>"
	p, err := decode.Decode(context.Background(), []byte(html), decode.Hint{Path: "page.html"}, sites, decode.Limits{})
	if err != nil {
		return nil, err
	}
	return document.New(p, set.Page), nil
}

// several is how many notices a page has that goes on with a second title and a text below it.
func (n notice) several(text string, set *rules.Set) int {
	p := &decode.Page{}
	prose := strings.Repeat(n["prose"], 30)
	for _, line := range []string{n["title"], n["intro"], n["first"], prose, n["signer"], n["day"], n["second"], text, n["first"], prose} {
		p.Blocks = append(p.Blocks, decode.Block{Text: line})
	}
	return len(document.Split(p, set.Page))
}

// fieldsOf returns the fields that a line opens by a label, or that the columns of a table have whose header it is.
func fieldsOf(line, label string, set *rules.Set) (fields []string) {
	if strings.Contains(line, "|") {
		return columnFields(line, label, set)
	}
	for _, f := range outline.Build(line, lineOf(line), len(line), 0, set.Headings).Fields {
		if strings.TrimRight(f.Label.In(line), "：:") == label {
			fields = append(fields, f.Name)
		}
	}
	return fields
}

// tableOf returns the text and the lines of a table whose rows are parted by || and whose cells by |.
func tableOf(table string) (text string, lines []document.Line) {
	var b strings.Builder
	for row, cells := range strings.Split(table, "||") {
		for col, cell := range strings.Split(cells, "|") {
			start := b.Len()
			b.WriteString(cell)
			if cell != "" {
				lines = append(lines, document.Line{
					Span: document.Span{Start: start, End: b.Len()}, Zone: document.Body, Cell: &decode.Cell{Row: row, Col: col, RowSpan: 1, ColSpan: 1},
				})
			}
			b.WriteByte('\n')
		}
	}
	return b.String(), lines
}

func columnFields(header, label string, set *rules.Set) (fields []string) {
	var cells []document.Line
	at := 0
	for col, cell := range strings.Split(header, "|") {
		cells = append(cells, document.Line{
			Span: document.Span{Start: at, End: at + len(cell)}, Zone: document.Body,
			Cell: &decode.Cell{Col: col, RowSpan: 1, ColSpan: 1},
		})
		at += len(cell) + len("|")
	}
	for col, field := range problem.ColumnFields(header, cells, set.Headings) {
		if cells[col].In(header) == label {
			fields = append(fields, field)
		}
	}
	return fields
}
