package document

import (
	"slices"
	"strings"
	"unicode/utf8"

	"zhenggai/extract/internal/chinese"
	"zhenggai/extract/internal/date"
	"zhenggai/extract/internal/decode"
	"zhenggai/extract/rules"
)

// named is what a title gains that the page's head gives too.
const named = 8

// A titling is the search for the title: the lines that read most like one so far.
type titling struct {
	first, last int // -1 where none was found
	score       int
	seen        int      // the last line that read like a title
	heads       []string // the titles that the page's head gives
}

// findTitle finds the lines of the title, marks them, and returns the index of the last, or -1 where the text has no
// title of its own. The title may be broken over up to three lines, or be given by the page's head alone. A link leads
// to another notice, so that its words are the title only where no other line is.
func (d *Document) findTitle(page *decode.Page) int {
	t := titling{first: -1, last: -1, heads: d.pageTitles(page)}
	d.seekTitle(&t, false)
	if t.score == 0 {
		d.seekTitle(&t, true)
	}
	if t.score == 0 {
		d.Title = d.firstOf(append(t.heads, d.boxTitles()...))
		return -1
	}
	for i := t.first; i <= t.last; i++ {
		d.Lines[i].Zone = Title
	}
	d.Title = d.cleanTitle(d.joined(t.first, t.last))
	if d.tellsIn(0, t.first) && !d.tellsIn(t.last+1, len(d.Lines)) {
		return -1 // it stands below the notice, as over a table that the page has as a picture
	}
	return t.last
}

// tellsIn reports whether one of lines from to end is a sentence of a notice.
func (d *Document) tellsIn(from, end int) bool {
	for i := from; i < end; i++ {
		if d.Lines[i].Zone == Body && d.prose(i) || d.Lines[i].Cell != nil {
			return true
		}
	}
	return false
}

// seekTitle looks for the title among the lines that are links, or among those that are none.
func (d *Document) seekTitle(t *titling, links bool) {
	const far = 6 // lines
	for i := range d.Lines {
		line := &d.Lines[i]
		if line.Zone == Front || line.added == "foot" || line.Cell != nil || line.Link != links {
			continue
		}
		if t.score > 0 && (i > t.seen+far || line.Zone == Body && d.tells(i)) {
			break // far below a title that was found, or in the notice
		}
		for k := i; k < min(i+3, len(d.Lines)) && d.Lines[k].End-line.Start <= longTitle && (k == i || d.joinable(i, k)); k++ {
			if k == i || !d.beginsBelow(i, k) {
				d.weighTitle(t, i, k)
			}
		}
		if t.score == 0 && line.Zone == Body && d.opensHeading(line.In(d.Text), false) {
			break // the notice has begun without a title
		}
	}
}

// weighTitle takes lines i to k for the title where they read more like one than those before. Of several titles one
// below the other that all say whose they are, the last is the notice's own: those above are links to others.
func (d *Document) weighTitle(t *titling, i, k int) {
	title := d.cleanTitle(d.joined(i, k))
	score := d.titleScore(title, t.heads)
	if score >= plainTitle {
		t.seen = k
	}
	if score > t.score || i > t.last && score >= plainTitle && t.score < plainTitle+named && d.replaces(title, d.cleanTitle(d.joined(t.first, t.last))) {
		t.first, t.last, t.score = i, k, score
	}
}

// replaces reports whether a title is that of another notice than the one above it, or the same without a name of the
// site that stands there.
func (d *Document) replaces(title, above string) bool {
	if !d.namesIssuer(title) || title == above {
		return false
	}
	return d.namesIssuer(above) && !(strings.HasSuffix(above, title) && d.begunByParty(above))
}

// tells reports whether line i is a sentence of the notice.
func (d *Document) tells(i int) bool {
	s := d.Lines[i].In(d.Text)
	return strings.HasSuffix(s, "。") || d.opensHeading(s, false)
}

// Owner returns the name of the body whose notice it is, as the title begins with it, or "".
func (d *Document) Owner() string { return d.ownerIn(d.Title) }

func (d *Document) ownerIn(title string) string {
	const shortest = 4 // characters: 某某县委
	long := func(name string) bool { return utf8.RuneCountInString(name) >= shortest }
	if at := d.partAt(title, "title_about"); at >= 0 {
		if name := title[:at]; long(name) {
			return name
		}
		return ""
	}
	owner := ""
	for _, word := range d.rules.Part("title_topic") {
		name, _, ok := strings.Cut(title, word)
		if ok && long(name) && d.signs(name) && (owner == "" || len(name) < len(owner)) {
			owner = name
		}
	}
	return owner
}

// namesIssuer reports whether a title says by itself whose notice it is, so that the line above it is none of it: the
// name of the site stands there at times.
func (d *Document) namesIssuer(title string) bool {
	const shortest = 4 // characters: 某某县委
	name := title[:max(0, d.partAt(title, "title_about"))]
	return utf8.RuneCountInString(name) >= shortest || d.endsPart(name, "place_end")
}

// begunByParty reports whether a line begins with the Party's name, as the names of its bodies do.
func (d *Document) begunByParty(s string) bool {
	return d.opensPart(s, "party")
}

// joinable reports whether line k can go on a title that begins in line i: neither is furniture, and it is no numbered heading and no sentence.
func (d *Document) joinable(i, k int) bool {
	line := d.Lines[k]
	return line.Zone != Front && line.added == "" && d.Lines[i].added == "" && !isPath(d.Lines[i].In(d.Text)) && line.Cell == nil && line.Link == d.Lines[i].Link &&
		!d.opensHeading(line.In(d.Text), false) && !strings.ContainsAny(line.In(d.Text), "。；>")
}

// isPath reports whether a line is a path of columns: 政务公开 / 巡察整改.
func isPath(s string) bool {
	return strings.ContainsAny(s, ">»›＞") || strings.Contains(s, " / ")
}

// beginsBelow reports whether the title of lines i to k begins below line i: what follows is a title by itself, and the
// line is neither the beginning of one nor the name of a body.
func (d *Document) beginsBelow(i, k int) bool {
	rest := d.cleanTitle(d.joined(i+1, k))
	if d.titleScore(rest, nil) == 0 {
		return false
	}
	owned := d.namesIssuer(rest) || d.ownerIn(rest) != ""
	if !owned && !d.opensTopic(rest) {
		return false
	}
	above := d.cleanTitle(d.Lines[i].In(d.Text))
	if days := date.Find(d.rules.Figures, above, 0, len(above)); len(days) > 0 && days[0].Day != 0 {
		return true
	}
	if owned && (d.titleScore(above, nil) >= plainTitle || d.begunByParty(rest) && !d.hasPart(above, "title_about")) {
		return true // each is a title, or the name of a column stands above one that begins with the Party's name
	}
	return !d.begunByParty(above) && !d.hasPart(above, "title_about") && !d.hasPart(above, "title_word") &&
		(owned || !d.signs(above) || EndsInAny(above, d.rules.Part("site_end")...))
}

// opensTopic reports whether a title begins with what it is about.
func (d *Document) opensTopic(title string) bool {
	return d.opensPart(title, "title_about") || d.opensPart(title, "title_topic")
}

// hasPart reports whether a text holds a word of a part.
func (d *Document) hasPart(s, part string) bool {
	return slices.ContainsFunc(d.rules.Part(part), func(w string) bool { return strings.Contains(s, w) })
}

// opensPart reports whether a text opens with a word of a part.
func (d *Document) opensPart(s, part string) bool {
	return slices.ContainsFunc(d.rules.Part(part), func(w string) bool { return strings.HasPrefix(s, w) })
}

// endsPart reports whether a text ends in a word of a part and has something before it.
func (d *Document) endsPart(s, part string) bool {
	return slices.ContainsFunc(d.rules.Part(part), func(w string) bool { return len(s) > len(w) && strings.HasSuffix(s, w) })
}

// partAt returns where the first word of a part stands in a text, or -1.
func (d *Document) partAt(s, part string) int {
	first := -1
	for _, w := range d.rules.Part(part) {
		if at := strings.Index(s, w); at >= 0 && (first < 0 || at < first) {
			first = at
		}
	}
	return first
}

// boxTitles returns the titles that a box of the page gives in a cell, or in a line below, whose label stands before.
func (d *Document) boxTitles() []string {
	var titles []string
	for i := 0; i+1 < len(d.Lines); i++ {
		label := strings.Trim(d.Lines[i].In(d.Text), rules.Bullets+"：:")
		if slices.Contains(d.rules.Part("title_label"), label) {
			titles = append(titles, d.Lines[i+1].In(d.Text))
		}
	}
	return titles
}

// joined returns lines i to k without the breaks between them.
func (d *Document) joined(i, k int) string {
	var b strings.Builder
	for ; i <= k; i++ {
		b.WriteString(d.Lines[i].In(d.Text))
	}
	return b.String()
}

// pageTitles returns what the titles of the page's head may be without what stands round them, the most telling first.
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
			for _, t := range dashParts(strings.TrimSpace(part)) {
				kept = append(kept, d.cleanTitle(t))
			}
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
func (d *Document) firstOf(titles []string) string {
	best, title := 0, ""
	for _, t := range titles {
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
func (d *Document) titleScore(s string, heads []string) int {
	if !d.hasPart(s, "title_word") {
		return 0
	}
	s = d.cleanTitle(s)
	length := utf8.RuneCountInString(s)
	if length < 8 || length > 90 || d.opensHeading(s, true) || strings.ContainsAny(s, "。；;>？") || strings.ContainsAny(s, "：:") && !strings.ContainsAny(s, "“\"") || d.introduces(s) {
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
	if d.hasPart(s, "title_about") {
		score += 4
	}
	if EndsInAny(s, d.rules.Part("title_end")...) {
		score += 6
	} else if i := strings.LastIndexAny(s, "（("); i > 0 && EndsInAny(s[:i], d.rules.Part("title_end")...) {
		score += 5
	}
	if d.opensPart(s, "title_about") {
		score -= 2
	}
	if slices.Contains(heads, s) {
		score += named
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

// cleanTitle is trimTitle for a line in which the page adds to the title: 【公告】 and 标题： before it, the date and the
// size of letters after it.
func (d *Document) cleanTitle(s string) string {
	return trimTitle(d.withoutTail(d.withoutLead(s)))
}

// withoutLead cuts what the page sets before the title in its line: a tag, a label, names of columns and of the site.
func (d *Document) withoutLead(s string) string {
	for {
		s = strings.TrimLeft(s, rules.Bullets)
		n := max(tagged(s), d.labelled(s), d.columned(s), d.sited(s), d.barred(s))
		if n == 0 {
			return s
		}
		s = s[n:]
	}
}

// tagged returns the length of the tag 【…】 with which a line starts.
func tagged(s string) int {
	const longest = 12 * 3 // bytes
	if end := strings.Index(s, "】"); strings.HasPrefix(s, "【") && end > 0 && end <= longest {
		return end + len("】")
	}
	return 0
}

// barred returns where the title begins behind a bar, which parts the name of a column from it: 巡察公开|中共甲县委关于….
func (d *Document) barred(s string) int {
	for _, bar := range []string{"|", "｜"} {
		if name, title, ok := strings.Cut(s, bar); ok && !d.hasPart(name, "title_about") && d.endsTitle(title) {
			return len(s) - len(title)
		}
	}
	return 0
}

// labelled returns the length of the label of a title with which a line starts.
func (d *Document) labelled(s string) int {
	for _, label := range d.rules.Part("title_label") {
		if rest, ok := strings.CutPrefix(s, label); ok {
			rest = strings.TrimLeft(rest, " ")
			if value := strings.TrimLeft(rest, "：:"); len(value) < len(rest) {
				return len(s) - len(value)
			}
		}
	}
	return 0
}

// columned returns the length of the name of a column or a tool with which a line starts, where it is set apart from what
// follows, or the title begins after it.
func (d *Document) columned(s string) int {
	n := d.rules.LeadsFurniture(s)
	if n == 0 || n == len(s) {
		return n
	}
	rest := strings.TrimLeft(s[n:], " ：:】]>|")
	if len(rest) < len(s)-n || d.opensPart(rest, "title_about") || d.begunByParty(rest) {
		return len(s) - len(rest)
	}
	return 0
}

// sited returns where the title begins in a line that opens with the names of the site and of columns, parted by spaces.
func (d *Document) sited(s string) int {
	cut := 0
	for at := 0; at < len(s); {
		end := strings.IndexByte(s[at:], ' ')
		if end < 0 {
			break
		}
		part := s[at : at+end]
		if at += end + 1; EndsInAny(part, d.rules.Part("site_end")...) || d.rules.LeadsFurniture(part) == len(part) && part != "" {
			cut = at
		}
	}
	return cut
}

// withoutTail cuts what stands after the end of the title in its line: a date with its label, tools, the source.
func (d *Document) withoutTail(s string) string {
	if at := strings.Index(s, "——"); at > 0 && d.endsTitle(s[:at]) && d.hasPart(s[at:], "session") {
		s = s[:at] // …整改情况的报告——2023年4月在…会议上
	}
	if t := withoutDate(s); len(t) < len(s) && d.endsTitle(t) {
		s = t
	}
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
	for i, r := range s {
		if strings.ContainsRune(" 【[（(", r) && i > 0 && d.endsTitle(s[:i]) && d.furnishes(strings.TrimLeft(s[i:], " 【[（(")) != "" {
			return s[:i]
		}
	}
	return s
}

// endsTitle reports whether a text ends as titles do.
func (d *Document) endsTitle(s string) bool {
	return EndsInAny(strings.TrimRight(s, " "), d.rules.Part("title_end")...)
}

// trimTitle removes spaces, question marks left by a lost encoding, and a date in brackets behind the title.
func trimTitle(s string) string {
	s = strings.TrimLeft(strings.TrimSpace(s), "?？ ")
	if i := strings.LastIndexAny(s, "（([【"); i > 0 {
		inner := strings.TrimRight(s[i:], "）)]】 ")
		if date := strings.Trim(inner, "（([【"+dateSigns); date == "" && len(inner) > 4 {
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

// dateSigns are the signs that dates are written with.
const dateSigns = " -/." + chinese.Arabic + chinese.Year + chinese.Month + chinese.Day

// withoutDate cuts the date off the end of a line.
func withoutDate(s string) string {
	return strings.TrimRight(s, dateSigns+":[]()（）【】")
}
