package decode

import (
	"html"
	"regexp"
	"strings"
)

// Markdown is what programs for text recognition write of a scanned notice: # before headings, ** round what is bold, | between
// the cells of tables.

var (
	markdownHeading = regexp.MustCompile(`(?m)^#{1,6}[ \t]+\S`)
	markdownDeeper  = regexp.MustCompile(`(?m)^#{2,6}[ \t]+\S`)
	markdownItem    = regexp.MustCompile(`(?m)^[ \t]*[-*+][ \t]+\S|^[ \t]*\d+\\\.`)
	markdownRule    = regexp.MustCompile(`(?m)^[ \t]*\|?[ \t]*:?-{3,}:?[ \t]*(?:\|[ \t]*:?-{3,}:?[ \t]*)+\|?[ \t\r]*$`)
	markdownBold    = regexp.MustCompile(`(?m)^[ \t]*\*\*[^*\n]+\*\*[ \t\r]*$`)
	markdownImage   = regexp.MustCompile(`!\[[^\]\n]*\]\([^)\n]*\)`)
	markdownLink    = regexp.MustCompile(`\[([^\]\n]+)\]\((?:https?:|/|#|mailto:)[^)\n]*\)`)
	markdownEscape  = regexp.MustCompile("\\\\([\\\\`*_{}\\[\\]()#+.!|>~-])")
)

// isMarkdown reports whether a text has the marks of Markdown: headings, the rule of a table, or a line in bold.
func isMarkdown(text string) bool {
	return strings.Contains(text, "# ") && hasHeadings(text) ||
		strings.Contains(text, "---") && markdownRule.MatchString(text) ||
		strings.Contains(text, "**") && markdownBold.MatchString(text)
}

// hasHeadings reports whether a text has headings of Markdown. A # that opens a line somewhere in a plain text, # 1楼会议室, is
// none: the first line is a heading, or there are headings of a deeper level, or other marks.
func hasHeadings(text string) bool {
	first := markdownHeading.FindStringIndex(text)
	if first == nil {
		return false
	}
	return strings.TrimSpace(text[:first[0]]) == "" || markdownDeeper.MatchString(text) || strings.Contains(text, "**") ||
		strings.Contains(text, "](") || strings.Contains(text, "<td") || markdownItem.MatchString(text)
}

// markdownToHTML returns a text in Markdown as a page. Tables that are written in HTML, as some programs do, stay.
func markdownToHTML(text string) string {
	var b strings.Builder
	b.Grow(len(text) + len(text)/4)
	table := false
	for text != "" {
		end, next := lineEnd(text)
		line := strings.TrimSpace(text[:end])
		text = text[next:]
		row := strings.HasPrefix(line, "|")
		if table && !row {
			b.WriteString("</table>")
		} else if row && !table {
			b.WriteString("<table border=1>")
		}
		if table = row; row {
			writeRow(&b, line)
		} else {
			writeLine(&b, line)
		}
		b.WriteByte('\n')
		if next == end {
			break
		}
	}
	if table {
		b.WriteString("</table>")
	}
	return b.String()
}

// writeLine writes a line that is no row of a table.
func writeLine(b *strings.Builder, line string) {
	if line == "" || strings.HasPrefix(line, "```") || isDivider(line) {
		return
	}
	if isTag(line) {
		b.WriteString(line)
		return
	}
	tag := "p"
	if text := strings.TrimLeft(line, "#"); len(text) < len(line) && len(line)-len(text) <= 6 && strings.HasPrefix(text, " ") {
		tag = "h" + string('0'+rune(len(line)-len(text)))
		line = strings.TrimRight(text, "# ")
	}
	line = strings.TrimLeft(strings.TrimLeft(line, ">"), " ")
	for _, sign := range []string{"- ", "* ", "+ "} {
		if rest, ok := strings.CutPrefix(line, sign); ok {
			line = bullet + " " + rest
		}
	}
	b.WriteString("<" + tag + ">" + markdownInline(line) + "</" + tag + ">")
}

// isDivider reports whether a line is nothing but ---, *** or ___.
func isDivider(line string) bool {
	bare := strings.ReplaceAll(line, " ", "")
	return len(bare) >= 3 && strings.Trim(bare, bare[:1]) == "" && strings.Contains("-*_", bare[:1])
}

// isTag reports whether a line is a part of a table in HTML.
func isTag(line string) bool {
	for _, tag := range []string{"<table", "</table", "<tr", "</tr", "<td", "</td", "<th", "</th", "<tbody", "</tbody", "<html", "</html", "<body", "</body"} {
		if strings.HasPrefix(strings.ToLower(line[:min(len(line), 8)]), tag) {
			return true
		}
	}
	return false
}

// writeRow writes a row of a table; the rule below its head is none.
func writeRow(b *strings.Builder, line string) {
	if markdownRule.MatchString(line) || strings.Trim(line, "|-: ") == "" && strings.Contains(line, "--") {
		return
	}
	const escaped = "\x00"
	line = strings.ReplaceAll(strings.Trim(line, "|"), `\|`, escaped)
	b.WriteString("<tr>")
	for cell := range strings.SplitSeq(line, "|") {
		b.WriteString("<td>" + markdownInline(strings.ReplaceAll(strings.TrimSpace(cell), escaped, "|")) + "</td>")
	}
	b.WriteString("</tr>")
}

// markdownInline returns the text of a line or cell as HTML: bold parts as such, without pictures, addresses and escapes.
func markdownInline(s string) string {
	s = markdownImage.ReplaceAllString(s, "")
	s = markdownLink.ReplaceAllString(s, "$1")
	s = markdownEscape.ReplaceAllString(s, "$1")
	s = html.EscapeString(html.UnescapeString(s))
	for _, tag := range []string{"br", "br/", "br /"} {
		s = strings.ReplaceAll(s, "&lt;"+tag+"&gt;", "<br>")
	}
	parts := strings.Split(s, "**")
	if len(parts)%2 == 0 {
		return strings.Join(parts, "")
	}
	for i := 1; i < len(parts); i += 2 {
		parts[i] = "<b>" + parts[i] + "</b>"
	}
	return strings.Join(parts, "")
}
