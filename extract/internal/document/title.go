package document

import (
	"slices"
	"strings"
	"unicode/utf8"

	"zhenggai/extract/internal/decode"
)

// findTitle finds the lines of the title, marks them, and returns the index of the last, or -1 where the text has no
// title of its own. The title may be broken over up to three lines, or be given by the page's head alone.
func (d *Document) findTitle(page *decode.Page) int {
	named := d.pageTitles(page)
	first, last, best := -1, -1, 0
	for i := range d.Lines {
		if d.Lines[i].Zone == Front || d.Lines[i].Cell != nil && d.tableTitle(i) {
			continue
		}
		if i > 0 && best > 0 && i > last+6 {
			break // far below a title that was found
		}
		for k := i; k < min(i+3, len(d.Lines)) && d.Lines[k].End-d.Lines[i].Start <= longTitle && (k == i || d.joinable(k)); k++ {
			score := d.titleScore(d.joined(i, k), named)
			if score > best || score == best && first < i && k == last && d.headedBySite(first, i, k) {
				first, last, best = i, k, score
			}
		}
		if best == 0 && d.Lines[i].Zone == Body && opensHeading(d.Lines[i].In(d.Text), false) {
			break // the notice has begun without a title
		}
	}
	if best == 0 {
		d.Title = d.firstOf(named)
		return -1
	}
	for i := first; i <= last; i++ {
		d.Lines[i].Zone = Title
	}
	d.Title = d.cleanTitle(d.joined(first, last))
	return last
}

// headedBySite reports whether lines i to k are a title by themselves and the lines from first on name a site: the title
// begins anew in them, and it does not begin above.
func (d *Document) headedBySite(first, i, k int) bool {
	return namesIssuer(d.joined(i, k)) && !strings.HasPrefix(d.Lines[first].In(d.Text), "中共")
}

// namesIssuer reports whether a title says by itself whose notice it is, so that the line above it is none of it: the
// name of the site stands there at times.
func namesIssuer(title string) bool {
	const shortest = 4 // characters: 某某县委
	return utf8.RuneCountInString(title[:max(0, strings.Index(title, "关于"))]) >= shortest
}

// tableTitle reports whether line i stands in a data table, where no title stands.
func (d *Document) tableTitle(i int) bool { return d.Lines[i].Cell != nil }

// joinable reports whether line i can go on a title: no furniture of its own and no sentence.
func (d *Document) joinable(i int) bool {
	line := d.Lines[i]
	return line.Zone != Front && line.Cell == nil && !strings.ContainsAny(line.In(d.Text), "。；>")
}

// joined returns lines i to k without the breaks between them.
func (d *Document) joined(i, k int) string {
	var b strings.Builder
	for ; i <= k; i++ {
		b.WriteString(d.Lines[i].In(d.Text))
	}
	return b.String()
}

// pageTitles returns the titles that the page's head gives, site names cut off, the most telling first.
func (d *Document) pageTitles(page *decode.Page) []string {
	var titles []string
	for _, m := range page.Meta {
		if anyFold(m.Name, d.rules.Part("title_meta")) {
			titles = append(titles, m.Content)
		}
	}
	if page.Title != "" {
		titles = append(titles, page.Title)
	}
	var kept []string
	for _, t := range titles {
		for _, part := range strings.FieldsFunc(t, func(r rune) bool { return strings.ContainsRune("_|｜", r) }) {
			kept = append(kept, dashParts(strings.TrimSpace(part))...)
		}
	}
	return kept
}

// dashParts returns s and what stands on either side of a dash, which often parts a site's name from the title.
func dashParts(s string) []string {
	parts := []string{}
	for _, dash := range []string{" - ", "-", "—"} {
		if at := strings.LastIndex(s, dash); at > 0 {
			parts = append(parts, strings.TrimSpace(s[:at]), strings.TrimSpace(s[at+len(dash):]))
		}
	}
	return append(parts, s)
}

// firstOf returns the candidate that reads most like a title.
func (d *Document) firstOf(named []string) string {
	best, title := 0, ""
	for _, t := range named {
		if score := d.titleScore(t, nil); score > best {
			best, title = score, d.cleanTitle(t)
		}
	}
	return title
}

// introduces reports whether a line says what is made public: it is the introduction of a notice without a title.
func (d *Document) introduces(s string) bool {
	return slices.ContainsFunc(d.rules.Part("intro"), func(w string) bool { return strings.Contains(s, w) })
}

// titleScore tells how much a line reads like the title of a notice, or 0 where it cannot be one.
func (d *Document) titleScore(s string, named []string) int {
	s = d.cleanTitle(s)
	length := utf8.RuneCountInString(s)
	if length < 8 || length > 90 || opensHeading(s, true) || strings.ContainsAny(s, "。；;>？") || strings.ContainsAny(s, "：:") && !strings.ContainsAny(s, "“\"") || d.introduces(s) {
		return 0
	}
	score := 0
	for _, w := range d.rules.Part("title_word") {
		if strings.Contains(s, w) {
			score += 2
		}
	}
	if score == 0 {
		return 0
	}
	if strings.Contains(s, "关于") {
		score += 4
	}
	if EndsInAny(s, d.rules.Part("title_end")...) {
		score += 6
	} else if i := strings.LastIndexAny(s, "（("); i > 0 && EndsInAny(s[:i], d.rules.Part("title_end")...) {
		score += 5
	}
	if strings.HasPrefix(s, "关于") {
		score -= 2
	}
	for _, t := range named {
		if d.cleanTitle(t) == s {
			score += 8
			break
		}
	}
	if score < 6 {
		return 0
	}
	return score
}

// anyFold reports whether s is one of the names, whatever the case.
func anyFold(s string, names []string) bool {
	for _, n := range names {
		if strings.EqualFold(s, n) {
			return true
		}
	}
	return false
}

// cleanTitle is trimTitle for a line in which the page's date may follow the title: …情况的通报发布时间：2025-03-14.
func (d *Document) cleanTitle(s string) string {
	if colon := strings.IndexAny(s, "：:"); colon > 0 {
		title := s[:colon]
		for _, label := range d.rules.Part("date_label") {
			if before := strings.TrimSuffix(s[:colon], label); before != "" && len(before) < len(title) {
				title = before // the longest label counts: 发布时间 and not 时间
			}
		}
		if len(title) < colon {
			s = title
		}
	}
	return trimTitle(s)
}

// trimTitle removes spaces, question marks left by a lost encoding, and a date in brackets behind the title.
func trimTitle(s string) string {
	s = strings.TrimLeft(strings.TrimSpace(s), "?？ ")
	if i := strings.LastIndexAny(s, "（("); i > 0 {
		inner := strings.TrimRight(s[i:], "）) ")
		if date := strings.Trim(inner, "（(0123456789-/.年月日 "); date == "" && len(inner) > 4 {
			s = s[:i]
		}
	}
	return strings.ReplaceAll(strings.TrimSpace(s), " ", "")
}

// Listed counts the lines that read like titles of notices where they are most of the lines: a list of links to notices.
// Elsewhere it returns 0.
func (d *Document) Listed() int {
	count := 0
	for _, line := range d.Lines {
		if d.titleScore(withoutDate(line.In(d.Text)), nil) > 0 {
			count++
		}
	}
	if 2*count <= len(d.Lines) {
		return 0
	}
	return count
}

// withoutDate cuts the date off the end of a line.
func withoutDate(s string) string {
	return strings.TrimRight(s, " 0123456789-/.:年月日[]()（）【】")
}
