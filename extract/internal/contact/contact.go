// Package contact finds the ways that a notice gives to reach somebody: telephone, fax, address, postcode and e-mail.
package contact

import (
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"zhenggai/extract/internal/chinese"
	"zhenggai/extract/internal/document"
	"zhenggai/extract/internal/lexicon"
	"zhenggai/extract/internal/runes"
	"zhenggai/extract/rules"
	"zhenggai/model"
)

// A Finder finds ways to reach somebody. It is safe for concurrent use.
type Finder struct {
	words  *lexicon.Lexicon
	kinds  []string         // kind of each word that is a label, "" for others; words after its end are none
	spaced *lexicon.Lexicon // the labels of two characters with a space between: 电 话
}

// atSign is the kind of the sign of e-mail addresses, which needs no label.
const atSign = "@"

// New prepares the labels, which it adds to the lexicon. Of two rows for one label the first holds.
func New(labels []rules.ContactLabel, words *lexicon.Lexicon) *Finder {
	c := &Finder{words: words, spaced: lexicon.New()}
	for _, sign := range []string{"@", "＠"} {
		c.announce(sign, atSign)
	}
	for _, l := range labels {
		c.announce(l.Label, l.Kind)
		if _, size := utf8.DecodeRuneInString(l.Label); utf8.RuneCountInString(l.Label) == 2 {
			c.spaced.Add(l.Label[:size] + " " + l.Label[size:])
		}
	}
	return c
}

// announce adds a word that announces a kind of contact.
func (c *Finder) announce(word, kind string) {
	id := c.words.Add(word)
	if id >= len(c.kinds) {
		c.kinds = append(c.kinds, make([]string, id+1-len(c.kinds))...)
	}
	if c.kinds[id] == "" {
		c.kinds[id] = kind
	}
}

// kind returns what kind of contact a word announces, or "" where it is no label.
func (c *Finder) kind(word int) string {
	if word < len(c.kinds) {
		return c.kinds[word]
	}
	return ""
}

// extension is the pattern of what is dialled behind a number: 转801, -801, (801), 转 801 分机.
const extension = `(?P<extension> ?转 ?\d{1,5}(?: ?分机)?|-\d{1,5}| ?\((?:转|分机|分机号)?:? ?\d{3,4}\)| ?分机号?:? ?\d{1,5})?`

// Patterns of contacts in folded text: half-width, without spaces between Chinese characters.
var (
	email = regexp.MustCompile(`[A-Za-z0-9][A-Za-z0-9._%+\-]* ?(?:@|\[at\]|\(at\)) ?[A-Za-z0-9\-]+(?:\.[A-Za-z0-9\-]+)+`)
	phone = regexp.MustCompile(strings.Join([]string{
		`(?:(?:\+|00)?86[ -]{0,2})?(?P<mobile>1[3-9]\d(?:[ -]?\d{4}[ -]?\d{4}|[ -]\d{3}[ -]\d{5}))`,
		`(?:(?:\+|00)86[ -]{0,2}|86[ -]{1,2})(?P<area>\(?0?[1-9]\d{1,2}\)?)[ -]{0,3}(?P<number>\d{3,4}[ -]?\d{4})` + extension,
		`(?P<area>\(0[1-9]\d{1,2}\)|0[1-9]\d{1,2})[ \-–—]{0,3}(?P<number>\d{3,4}[ -]?\d{4})` + extension,
		`(?P<number>[2-9]\d{6,7})` + extension,
		`\b(?P<short>12\d{3}|9\d{4}|[48]00[ -]?\d{3}[ -]?\d{4})\b`,
	}, "|"))
	postcode = regexp.MustCompile(`\d{6}`)
	hours    = regexp.MustCompile(`[(][^()]*(?:工作日|时间|上班|受理)[^()]*[)]`)
)

// atSigns turns what stands for the sign of e-mail addresses into it.
var atSigns = strings.NewReplacer("[at]", "@", "(at)", "@")

// linesBelow is how many lines below the signature may still belong to the notice.
const linesBelow = 3

// Find returns the contacts of all lines, those of the notice and those of the site. hits are the words of the lexicon
// in the text.
func (c *Finder) Find(text string, hits []lexicon.Hit, lines []document.Line, page *rules.Page) []model.Contact {
	var found []model.Contact
	seen := map[string]bool{}
	labels := c.labels(hits)
	signed := -1
	for i, line := range lines {
		s := line.In(text)
		if line.Zone == document.Signature || line.Zone == document.Body {
			signed = i // telephone and address may stand below what ends the body
		} else if signed >= 0 && page.Furnishes(s) != "" {
			signed = -1 - linesBelow // behind the first line of furniture all is the site's
		}
		span, ok := c.reach(text, lexicon.Starting(labels, line.Start, line.End), line.Span)
		if !ok {
			continue
		}
		if c.endsInLabel(s) && i+1 < len(lines) {
			span.End = lines[i+1].End
		}
		scope := "site"
		below := signed >= 0 && i <= signed+linesBelow
		if line.Zone == document.Body || line.Zone == document.Signature || below {
			scope = "notice"
		}
		for _, contact := range c.line(text, span) {
			key := contact.Kind + contact.Value
			if seen["notice"+key] || seen[scope+key] {
				continue
			}
			seen[scope+key] = true
			contact.Scope = scope
			found = append(found, contact)
		}
	}
	return found
}

// labels returns those of the hits that are labels, which are few.
func (c *Finder) labels(hits []lexicon.Hit) []lexicon.Hit {
	var labels []lexicon.Hit
	for _, h := range hits {
		if c.kind(h.ID) != "" {
			labels = append(labels, h)
		}
	}
	return labels
}

// reach returns the part of a line that may hold contacts: from a little before the first label that a value may
// follow, or the first @, to the end. Most lines have none.
func (c *Finder) reach(text string, labels []lexicon.Hit, line document.Span) (document.Span, bool) {
	const before = 90 // bytes: the name in an e-mail address, the street before a bracket
	s := line.In(text)
	first := len(s)
	short := len(s) < 3*before
	for _, h := range labels {
		kind := c.kind(h.ID)
		if at := h.Start - line.Start; at < first && (short || kind == atSign || introduces(text[h.End:line.End])) {
			first = at
		}
	}
	if short {
		return line, first < len(s) || c.spaced.In(s)
	}
	line.Start = runes.Behind(text, max(line.Start, line.Start+first-before))
	return line, first < len(s)
}

// introduces reports whether a label is followed by a value: a colon, a figure or a bracket.
func introduces(behind string) bool {
	r, _ := utf8.DecodeRuneInString(behind)
	return r >= '0' && r <= '9' || r >= '０' && r <= '９' || strings.ContainsRune("：:（( 至为", r)
}

// endsInLabel reports whether a line is a label whose value stands in the next line.
func (c *Finder) endsInLabel(s string) bool {
	s = strings.ReplaceAll(strings.TrimRight(s, " ：:"), " ", "")
	for _, h := range c.words.Scan(nil, s, 0, len(s)) {
		if h.Start == 0 && h.End == len(s) && c.kind(h.ID) != "" {
			return true
		}
	}
	return false
}

// folded is a line in half-width characters, with the place in the text of each of its bytes.
type folded struct {
	s     string
	place []int
}

// fold makes full-width letters, digits and marks half-width, dashes of all kinds hyphens, and leaves out spaces
// between Chinese characters.
func fold(text string, span document.Span) folded {
	var b strings.Builder
	var place []int
	last := rune(0)
	for i, r := range text[span.Start:span.End] {
		at := span.Start + i
		if r == '\n' {
			r = ' '
		}
		if r == ' ' && last > 0x2e80 {
			if next, _ := utf8.DecodeRuneInString(text[at+1 : span.End]); next > 0x2e80 && next < 0xff00 {
				continue
			}
		}
		if r >= '！' && r <= '～' {
			r -= '！' - '!'
		}
		last = r
		b.WriteRune(r)
		for n := utf8.RuneLen(r); n > 0; n-- {
			place = append(place, at)
		}
	}
	return folded{b.String(), append(place, span.End)}
}

// contactLine reads the contacts of one line.
type contactLine struct {
	folded
	text    string
	labels  []labelled
	taken   []bool // the bytes of s that are part of a contact
	numbers []number
	area    string // the last area code, which a number without one shares
	found   []model.Contact
}

// number is a telephone or fax number: where it ends and which contact it is.
type number struct{ end, found int }

// labelled is a label and its place in the folded line.
type labelled struct {
	start, end int
	kind       string
	postfix    bool // it stands in brackets behind its number: 2780071（传真）
}

func (c *Finder) line(text string, span document.Span) []model.Contact {
	l := &contactLine{folded: fold(text, span), text: text}
	l.taken = make([]bool, len(l.s))
	for _, h := range c.words.Scan(nil, l.s, 0, len(l.s)) {
		numbered := h.Start > 0 && l.s[h.Start-1] >= '0' && l.s[h.Start-1] <= '9' // 1960邮箱 is a box at a post office
		if kind := c.kind(h.ID); kind != "" && kind != atSign && !numbered {
			l.label(labelled{h.Start, h.End, kind, l.isPostfix(h.Start, h.End)})
		}
	}
	l.emails()
	if len(l.labels) == 0 {
		return l.found
	}
	l.addresses()
	l.postcodes()
	l.phones()
	l.notes()
	sort.SliceStable(l.found, func(i, k int) bool { return l.found[i].Span[0] < l.found[k].Span[0] })
	return l.found
}

// label adds a label. Of two that overlap the longer one stays: 电子邮箱 and 邮箱.
func (l *contactLine) label(found labelled) {
	if n := len(l.labels); n > 0 && found.start < l.labels[n-1].end {
		if last := &l.labels[n-1]; found.end-found.start > last.end-last.start {
			*last = found
		}
		return
	}
	l.labels = append(l.labels, found)
}

func (l *contactLine) add(kind, value string, start, end int) {
	for i := start; i < end; i++ {
		l.taken[i] = true
	}
	from, to := l.place[start], l.place[end]
	if end > start && end < len(l.s) {
		_, size := utf8.DecodeRuneInString(l.text[l.place[end-1]:])
		to = l.place[end-1] + size
	}
	l.found = append(l.found, model.Contact{Kind: kind, Value: value, Raw: l.text[from:to], Span: model.Span{from, to}})
}

func (l *contactLine) isTaken(start, end int) bool {
	return slices.Contains(l.taken[start:end], true)
}

// emails come first, so that 17669615090@163.com gives no telephone number.
func (l *contactLine) emails() {
	for _, at := range email.FindAllStringIndex(l.s, -1) {
		value := strings.ReplaceAll(atSigns.Replace(l.s[at[0]:at[1]]), " ", "")
		l.add("email", value, at[0], at[1])
	}
}

// isPostfix reports whether a label is all that stands in brackets behind a number.
func (l *contactLine) isPostfix(start, end int) bool {
	before := strings.TrimSuffix(l.s[:start], "(")
	return len(before) < start && strings.HasPrefix(l.s[end:], ")") && before != "" && before[len(before)-1]-'0' <= 9
}

// labelBefore returns the label nearest before a place.
func (l *contactLine) labelBefore(at int) (labelled, bool) {
	for i := sort.Search(len(l.labels), func(i int) bool { return l.labels[i].end > at }); i > 0; i-- {
		if !l.labels[i-1].postfix {
			return l.labels[i-1], true
		}
	}
	return labelled{}, false
}

// labelBehind returns the label in brackets that stands at once behind a place.
func (l *contactLine) labelBehind(at int) (labelled, bool) {
	i := sort.Search(len(l.labels), func(i int) bool { return l.labels[i].start > at })
	if i < len(l.labels) && l.labels[i].postfix && l.labels[i].start == at+len("(") {
		return l.labels[i], true
	}
	return labelled{}, false
}

// A dialled is a telephone number as written, in its parts.
type dialled struct {
	start, end              int
	area, number, extension string
}

// nextPhone returns the next telephone number at or behind a place. Digits that go on behind an extension belong to another
// number: 2780071-2780072.
func (l *contactLine) nextPhone(from int) (d dialled, ok bool) {
	first := strings.IndexAny(l.s[from:], "+(0123456789") // a pattern tries every place, at some cost
	if first < 0 {
		return d, false
	}
	from += max(0, first-1) // what stands right before tells whether a word ends there
	at := phone.FindStringSubmatchIndex(l.s[from:])
	if at == nil {
		return d, false
	}
	d.start, d.end = from+at[0], from+at[1]
	for i, name := range phone.SubexpNames() {
		if at[2*i] < 0 || name == "" {
			continue
		}
		part := l.s[from+at[2*i] : from+at[2*i+1]]
		switch name {
		case "area":
			d.area = onlyDigits(part)
		case "extension":
			if d.extension = onlyDigits(part); l.digitAt(d.end) {
				d.extension, d.end = "", from+at[2*i]
			}
		default:
			d.number = onlyDigits(part)
		}
	}
	return d, true
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, s)
}

// phones reads telephone and fax numbers behind a label. A number without area code shares that of the one before.
func (l *contactLine) phones() {
	for d, ok := l.nextPhone(0); ok; d, ok = l.nextPhone(d.end) {
		label, ok := l.labelBefore(d.start)
		if !ok || label.kind == "postcode" || label.kind == "email" || label.kind == "address" && !strings.HasPrefix(l.s[d.start:], "0") && !strings.HasPrefix(l.s[d.start:], "1") ||
			l.isTaken(d.start, d.end) || l.touchesDigit(d.start, d.end) {
			continue
		}
		if behind, ok := l.labelBehind(d.end); ok {
			label = behind
		}
		kind := "phone"
		if label.kind == "fax" {
			kind = "fax"
		}
		l.add(kind, l.phoneNumber(d), d.start, d.end)
		l.numbers = append(l.numbers, number{d.end, len(l.found) - 1})
	}
}

func (l *contactLine) digitAt(i int) bool {
	return i >= 0 && i < len(l.s) && l.s[i] >= '0' && l.s[i] <= '9'
}

func (l *contactLine) touchesDigit(start, end int) bool {
	return l.digitAt(start-1) || l.digitAt(end) || end < len(l.s) && strings.HasPrefix(l.s[end:], chinese.Year)
}

// phoneNumber writes a number as area code, hyphen, number, and the extension behind another hyphen.
func (l *contactLine) phoneNumber(d dialled) string {
	number := d.number
	if d.area != "" {
		if d.area[0] != '0' {
			d.area = "0" + d.area
		}
		if cut := len("010"); d.area[1] <= '2' && len(d.area) > cut { // the codes of the largest cities are short
			d.area, number = d.area[:cut], d.area[cut:]+number
		}
		l.area = d.area
	}
	local := d.area != "" || len(number) == 7 || len(number) == 8
	if local && l.area != "" {
		number = l.area + "-" + number
	}
	if d.extension != "" {
		number += "-" + d.extension
	}
	return number
}

// labelGap is how far a value may stand behind its label, in bytes: a colon and a bracket.
const labelGap = 9

func (l *contactLine) postcodes() {
	for _, label := range l.labels {
		if label.kind != "postcode" {
			continue
		}
		at := postcode.FindStringIndex(l.s[label.end:min(len(l.s), label.end+labelGap+len("123456"))])
		if at == nil || at[0] > labelGap || l.touchesDigit(label.end+at[0], label.end+at[1]) {
			continue
		}
		l.add("postcode", l.s[label.end+at[0]:label.end+at[1]], label.end+at[0], label.end+at[1])
	}
}

// addresses reads what stands behind the label of an address, up to a mark, a bracket or the next label.
func (l *contactLine) addresses() {
	for i, label := range l.labels {
		if label.kind != "address" {
			continue
		}
		start := label.end
		for start < len(l.s) && strings.ContainsRune(":： 为是", firstRune(l.s[start:])) {
			start += utf8.RuneLen(firstRune(l.s[start:]))
		}
		end := len(l.s)
		if i+1 < len(l.labels) {
			end = l.labels[i+1].start
		}
		if start >= end {
			continue
		}
		if cut := strings.IndexAny(l.s[start:end], ";。,()\"“【"); cut >= 0 {
			end = start + cut
		}
		value := strings.TrimRight(l.s[start:end], " 、")
		if plausibleAddress(value) && !l.isTaken(start, start+len(value)) {
			l.add("address", value, start, start+len(value))
		}
	}
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// plausibleAddress insists on the words and the length of an address.
func plausibleAddress(s string) bool {
	n := utf8.RuneCountInString(s)
	return n >= 5 && n <= 60 && strings.ContainsAny(s, "省市县区镇乡路街号道村楼箱室巷") && !strings.Contains(s, "*")
}

// notes adds office hours in brackets to the number before them.
func (l *contactLine) notes() {
	for _, at := range hours.FindAllStringIndex(l.s, -1) {
		if i := sort.Search(len(l.numbers), func(i int) bool { return l.numbers[i].end > at[0] }); i > 0 {
			l.found[l.numbers[i-1].found].Note = strings.Trim(l.s[at[0]:at[1]], "()")
		}
	}
}
