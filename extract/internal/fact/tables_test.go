package fact

import (
	"slices"
	"strings"
	"testing"

	"zhenggai/extract/internal/decode"
	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/lexicon"
	"zhenggai/extract/internal/outline"
	"zhenggai/extract/internal/testing/corpus"
	"zhenggai/extract/rules"
)

// fieldsOf returns the fields that a line opens by a label, or that the columns of a table have whose header it is.
func fieldsOf(line, label string, h *rules.Headings) []string {
	if strings.Contains(line, "|") {
		return columnFields(line, label, h)
	}
	lines := []document.Line{{Span: document.Span{End: len(line)}, Zone: document.Body}}
	var fields []string
	for _, f := range outline.Build(line, lines, len(line), 0, h).Fields {
		if strings.TrimRight(f.Label.In(line), "：:") == label {
			fields = append(fields, f.Name)
		}
	}
	return fields
}

func columnFields(header, label string, h *rules.Headings) []string {
	var lines []document.Line
	at := 0
	for col, cell := range strings.Split(header, "|") {
		lines = append(lines, document.Line{
			Span: document.Span{Start: at, End: at + len(cell)}, Zone: document.Body,
			Cell: &decode.Cell{Col: col, RowSpan: 1, ColSpan: 1},
		})
		at += len(cell) + len("|")
	}
	var fields []string
	if l, ok := newLedger(header, lines, h); ok {
		for col, field := range l.fields {
			if lines[col].In(header) == label {
				fields = append(fields, field)
			}
		}
	}
	return fields
}

// TestLabelCorpus insists that each label opens a field of its kind, and that prose with its words opens none.
func TestLabelCorpus(t *testing.T) {
	h := rules.Default().Headings
	var rows []string
	for label, field := range h.Labels {
		rows = append(rows, field+" "+label)
	}
	for end, field := range h.LabelEnds {
		rows = append(rows, field+" …"+end)
	}
	slices.Sort(rows)
	for _, e := range corpus.Read(t, "labels", rows) {
		field, label, _ := strings.Cut(e.Key, " ")
		if end, ok := strings.CutPrefix(label, "…"); ok {
			if got, _ := h.LabelEnding(e.Text); (got == field && strings.HasSuffix(e.Text, end)) != e.Want {
				t.Errorf("%s: gives the field %s", e, got)
			}
			continue
		}
		var want []string
		if e.Want {
			want = []string{field}
		}
		if got := fieldsOf(e.Text, label, h); !slices.Equal(got, want) || !strings.Contains(e.Text, label) {
			t.Errorf("%s: gives the fields %v", e, got)
		}
	}
}

// TestIssuerCorpus insists that each row of issuers.tsv names its bodies, each end of a row alone, and that a name that
// holds the end of one type may be of another.
func TestIssuerCorpus(t *testing.T) {
	types := rules.Default().Issuers
	ends := map[string][]string{}
	var rows []string
	for _, x := range types {
		rows = append(rows, x.Code)
		ends[x.Code] = x.Ends
	}
	proved := map[string]bool{}
	for _, e := range corpus.Read(t, "issuers", rows) {
		for _, name := range strings.Split(e.Text, "、") {
			got := IssuerType(name, types)
			if (got == e.Key) != e.Want || got == "" {
				t.Errorf("%s %s: is of type %q", e.Key, name, got)
			}
			held := slices.DeleteFunc(slices.Clone(ends[e.Key]), func(end string) bool {
				return e.Want && !strings.HasSuffix(name, end) || !strings.Contains(name, end)
			})
			switch {
			case e.Want && len(held) == 1:
				proved[e.Key+" "+held[0]] = true
			case e.Want || len(held) == 0:
				t.Errorf("%s %s: has the ends %v", e.Key, name, held)
			}
		}
	}
	for code, list := range ends {
		for _, end := range list {
			if !proved[code+" "+end] {
				t.Errorf("%s: no name ends in %s", code, end)
			}
		}
	}
	if got := IssuerType("某某", types); got != "" {
		t.Errorf("a name without an end is of type %s", got)
	}
}

// TestKindCorpus insists that each cue of kinds.tsv is among the reasons for its kind, and that a document which holds
// the cue's words may be of another kind. A text is a title, or a title and a body parted by //.
func TestKindCorpus(t *testing.T) {
	set := rules.Default()
	kinds := NewKinds(set.Kinds, lexicon.New())
	cues := map[string]rules.KindCue{}
	var rows []string
	for _, c := range set.Kinds {
		row := c.Kind + " " + c.Place + " " + cueWords(c)
		rows = append(rows, row)
		cues[row] = c
	}
	for _, e := range corpus.Read(t, "kinds", rows) {
		cue := cues[e.Key]
		title, body, _ := strings.Cut(e.Text, " // ")
		if (cue.Kind == notice) == e.Want {
			body = "现将整改情况公布。" + body // a title alone makes no notice
		}
		kind, reasons := kinds.Find(Reading{Title: title, Front: title, Body: body, Words: kinds.places["body"].Scan(nil, body, 0, len(body))})
		for _, word := range cue.All {
			if !strings.Contains(e.Text, word) {
				t.Errorf("%s: lacks %s", e, word)
			}
		}
		decides := string(kind) == cue.Kind && slices.Contains(reasons, cue.Place+": "+strings.Join(cue.All, " "))
		if decides != e.Want || !e.Want && string(kind) == cue.Kind {
			t.Errorf("%s: is of kind %s for %q", e, kind, reasons)
		}
	}
}

// cueWords returns the words of a cue as the table writes them.
func cueWords(c rules.KindCue) string {
	words := slices.Clone(c.All)
	for _, row := range c.Rows {
		at := slices.Index(words, row[0])
		words = slices.Replace(words, at, at+len(row), strings.Join(row, "…"))
	}
	for _, none := range c.None {
		words = append(words, "!"+none)
	}
	return strings.Join(words, "&")
}
