package rules

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"
)

// columnsMark begins the lines of the head of a table that are written from its columns.
const columnsMark = "# Columns"

// widest is how wide the lines of a head are that explain a column, in characters.
const widest = 130

// describe writes the lines of the head of a table that say how its rows are written, up to the names of the columns.
func (t *Table) describe(w io.Writer) {
	order := "in any order"
	if t.Ordered {
		order = "the upper one decides"
	}
	fmt.Fprintf(w, "%s, of rows that differ in %s; %s:\n", columnsMark, strings.Join(t.Key, ", "), order)
	width := 0
	for _, c := range t.Columns {
		width = max(width, len(c.Name))
	}
	for _, c := range t.Columns {
		first := fmt.Sprintf("#   %-*s  ", width, c.Name)
		writeWrapped(w, first, "#"+strings.Repeat(" ", len(first)-1), c.describe())
		c.Type.explain(w, "#"+strings.Repeat(" ", len(first)+1))
	}
	fmt.Fprintln(w, t.header())
}

// describe says what a field of the column is.
func (c *Column) describe() string {
	said := c.Type.Name
	if c.Type.Codes != nil {
		said += " " + joinCodes(c.Type.Codes)
	}
	if c.About != "" {
		said += ": " + c.About
	}
	if !c.Needed {
		said += " (may be empty)"
	}
	return said
}

// explain writes a line for each code of an enumeration that has more to say.
func (t *Type) explain(w io.Writer, indent string) {
	width := 0
	for _, code := range t.Codes {
		width = max(width, len(code.Code))
	}
	for _, code := range t.Codes {
		if code.About != "" {
			first := fmt.Sprintf("%s%-*s  ", indent, width, code.Code)
			writeWrapped(w, first, "#"+strings.Repeat(" ", len(first)-1), code.About)
		}
	}
}

// writeWrapped writes a text in lines, the first after one text and the others after another.
func writeWrapped(w io.Writer, first, others, text string) {
	line := first
	for i, word := range strings.Fields(text) {
		switch {
		case i == 0:
			line += word
		case utf8.RuneCountInString(line)+1+utf8.RuneCountInString(word) > widest:
			fmt.Fprintln(w, line)
			line = others + word
		default:
			line += " " + word
		}
	}
	fmt.Fprintln(w, line)
}

// Empty returns a table of a user's without rows: how rows are written and the names of the columns.
func (t *Table) Empty() string {
	var b strings.Builder
	t.describe(&b)
	if t.Ordered {
		return strings.TrimSuffix(b.String(), "\n") + "\t" + orderColumn + "\n"
	}
	return b.String()
}

// Whole returns the text of a built-in file as a user's that stands for it.
func Whole(file string) (string, error) {
	data, err := embedded.ReadFile(file)
	if err != nil || file == diagnosticsTable.Name {
		return string(data), err
	}
	return replaceMark + "\n" + string(data), nil
}
