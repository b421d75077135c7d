// Package model holds what is known of rectification notices: the record of one notice, its JSON Schema, and the flat
// tables that every writer prints. It depends on the standard library only.
//
// A [Notice] is one published document. Its spans count Unicode code points of its own Text, so that in Python
// text[start:end] is the mention. Dates are ISO 8601, cut to what the notice gives: 2021-05-07, 2025-09 or 2025.
// What is unknown is absent from the JSON, never null, empty or guessed.
package model

import (
	"fmt"
	"strings"
)

// SchemaName identifies the version of the record format that a Notice follows.
const SchemaName = "zhenggai/notice/v2"

// A Notice is one document as read, and every fact that was found in it. Lists follow the order of the text.
type Notice struct {
	Schema      string       `json:"schema" jsonschema:"enum=zhenggai/notice/v2"`
	ID          string       `json:"id"` // the same for the same content, whatever its path
	Source      Source       `json:"source"`
	Kind        Kind         `json:"kind" jsonschema:"enum=rectification,enum=feedback,enum=announcement,enum=plan,enum=audit_report,enum=speech,enum=news,enum=other"`
	KindReasons []string     `json:"kind_reasons,omitempty"` // the cues that decided the kind
	Title       string       `json:"title,omitempty"`
	Issuer      *Issuer      `json:"issuer,omitempty"`
	Region      *Region      `json:"region,omitempty"`
	Published   string       `json:"published,omitempty" jsonschema:"pattern=^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"` // the page's date
	Signed      string       `json:"signed,omitempty" jsonschema:"pattern=^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"`    // the date under the signature
	Inspection  *Inspection  `json:"inspection,omitempty"`
	Text        string       `json:"text"` // blocks joined by newlines, white space tidied, otherwise as published
	Sections    []Section    `json:"sections,omitempty"`
	Problems    []Problem    `json:"problems,omitempty"`
	Measures    []Measure    `json:"measures,omitempty"`
	Indicators  []Indicator  `json:"indicators,omitempty"`
	Policies    []Policy     `json:"policies,omitempty"`
	Contacts    []Contact    `json:"contacts,omitempty"`
	Totals      []Total      `json:"totals,omitempty"`
	Completions []Completion `json:"completions,omitempty"`
	Diagnostics []Diagnostic `json:"diagnostics,omitempty"`
	Reviewed    string       `json:"reviewed,omitempty" jsonschema:"enum=confirmed,enum=corrected"` // by a person: its title, issuer, region and date
}

// A Span is the half-open range [start, end) of code points of the notice's Text.
type Span [2]int

// A Place says where in the file the text of a record begins, where the file has pages, sheets or tables. Nothing is said of plain text
// and of text outside of tables in HTML, Word and Markdown. The pages and sheets of an attachment are its own; tables count on.
type Place struct {
	Page  int    `json:"page,omitempty" jsonschema:"minimum=1"`                   // of a PDF or OFD, counted from 1
	Table int    `json:"table,omitempty" jsonschema:"minimum=1"`                  // number of the data table in the document, counted from 1
	Sheet string `json:"sheet,omitempty"`                                         // name of a workbook's sheet
	Cell  string `json:"cell,omitempty" jsonschema:"pattern=^[A-Z]+[1-9][0-9]*$"` // column and row: B7; of a sheet as Excel names it, of a table counted in it
}

// Label says the place in words: 第3页 表1 B7.
func (p *Place) Label() Label {
	var zh, en []string
	add := func(z, e string) { zh, en = append(zh, z), append(en, e) }
	if p.Page > 0 {
		add(fmt.Sprintf("第%d页", p.Page), fmt.Sprintf("page %d", p.Page))
	}
	if p.Table > 0 {
		add(fmt.Sprintf("表%d", p.Table), fmt.Sprintf("table %d", p.Table))
	}
	if p.Sheet != "" {
		add(p.Sheet, p.Sheet)
	}
	if p.Cell != "" {
		add(p.Cell, p.Cell)
	}
	return Label{strings.Join(zh, " "), strings.Join(en, " ")}
}

// A Source says where a notice came from and what its bytes were.
type Source struct {
	Path      string `json:"path"` // as given; inside an archive a.zip!b.html
	URL       string `json:"url,omitempty"`
	MediaType string `json:"media_type"`
	Charset   string `json:"charset,omitempty"`
	SHA256    string `json:"sha256"`
	Bytes     int64  `json:"bytes"`
	Retrieved string `json:"retrieved,omitempty"`
	Parts     []Part `json:"parts,omitempty"` // further pages and attachments whose text follows
}

// A Part is a further file that a notice was read from: a page on which it goes on, or a document attached to it.
type Part struct {
	Path      string `json:"path"`
	URL       string `json:"url,omitempty"`
	MediaType string `json:"media_type"`
	SHA256    string `json:"sha256"`
	Bytes     int64  `json:"bytes"`
}

// A Kind says what a document is.
type Kind string

// The kinds of document. Only a rectification notice gives problems and measures.
const (
	KindRectification Kind = "rectification" // how problems were put right: what this program is for
	KindFeedback      Kind = "feedback"      // problems fed back, nothing put right yet
	KindAnnouncement  Kind = "announcement"  // an inspection team arrives
	KindPlan          Kind = "plan"          // what is going to be put right
	KindAuditReport   Kind = "audit_report"
	KindSpeech        Kind = "speech"
	KindNews          Kind = "news"
	KindOther         Kind = "other"
)

// An Issuer is the body whose notice it is.
type Issuer struct {
	Name string `json:"name"`
	Type string `json:"type,omitempty"` // a code of issuers.tsv: party_committee, government, enterprise, school …

	// Level is that of the administration to which it belongs; absent where it has none, as an enterprise.
	Level string `json:"level,omitempty" jsonschema:"enum=province,enum=prefecture,enum=county,enum=town,enum=village"`
}

// A Region is an administrative division of mainland China by its GB/T 2260 code, under the name that it bore when the notice was
// published.
type Region struct {
	Code       string `json:"code" jsonschema:"pattern=^[0-9]{6}$"`
	Province   string `json:"province"`
	Prefecture string `json:"prefecture,omitempty"`
	County     string `json:"county,omitempty"`

	// Now is what became of a division that is no more. One that was split has none.
	Now *Successor `json:"now,omitempty"`
}

// A Successor is the one division to which the whole of another came: by a new name or code, or because they were merged.
type Successor struct {
	Code  string `json:"code" jsonschema:"pattern=^[0-9]{6}$"`
	Name  string `json:"name"`                                  // its own, without those above it
	Since string `json:"since" jsonschema:"pattern=^[0-9]{4}$"` // the year in which it took this code and name
}

// Today returns the code by which the region can be compared with others over the years: that of its successor, else its own.
func (r *Region) Today() string {
	if r.Now != nil {
		return r.Now.Code
	}
	return r.Code
}

// An Inspection is the inspection whose problems are put right.
type Inspection struct {
	Kind     string `json:"kind,omitempty" jsonschema:"enum=巡视,enum=巡察,enum=督察,enum=审计"`
	Level    string `json:"level,omitempty" jsonschema:"enum=central,enum=province,enum=prefecture,enum=county"`
	Round    string `json:"round,omitempty"` // as worded: 十二届省委第六轮巡视
	Team     string `json:"team,omitempty"`  // as worded: 省委第五巡视组
	Start    string `json:"start,omitempty" jsonschema:"pattern=^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"`
	End      string `json:"end,omitempty" jsonschema:"pattern=^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"`
	Feedback string `json:"feedback,omitempty" jsonschema:"pattern=^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$"` // when the problems were fed back

	Subtypes []string `json:"subtypes,omitempty" jsonschema:"enum=常规,enum=专项,enum=机动,enum=提级,enum=联动,enum=回头看,enum=对村"` // in this order
	With     []string `json:"with,omitempty"`                                                                           // bodies inspected along, as worded
}

// A Section is one node of the outline, with or without a heading of its own line.
type Section struct {
	ID     string `json:"id"`
	Parent string `json:"parent,omitempty"`
	Level  int    `json:"level"`           // 1 is the outermost level of this notice
	Style  string `json:"style"`           // a code of markers.tsv: cn, cn_paren, arabic …
	Marker string `json:"marker"`          // as written: （一）
	Title  string `json:"title,omitempty"` // without marker and end mark
	Role   string `json:"role,omitempty" jsonschema:"enum=organisation,enum=problems,enum=outlook,enum=contact,enum=other"`
	Span   Span   `json:"span"` // from the marker to the end of the section
	Place  *Place `json:"place,omitempty"`
}

func (s *Section) key() string                  { return s.ID }
func (s *Section) where() *Span                 { return &s.Span }
func (s *Section) place() **Place               { return &s.Place }
func (*Section) review() *string                { return nil }
func (s *Section) links() (_, others []*string) { return nil, []*string{&s.Parent} }

// A Problem is a problem that the inspection fed back.
type Problem struct {
	ID          string   `json:"id"`
	Section     string   `json:"section,omitempty"`
	Aspect      string   `json:"aspect,omitempty"` // the nearest group heading above it
	Marker      string   `json:"marker,omitempty"`
	Heading     string   `json:"heading"`                                                              // without marker and end mark
	Name        string   `json:"name"`                                                                 // the problem alone, without 关于 … 的问题
	Topics      []string `json:"topics,omitempty"`                                                     // codes of topics.tsv
	Responsible string   `json:"responsible,omitempty"`                                                // who is to put it right: a label, a table or prose gives it
	Deadline    string   `json:"deadline,omitempty"`                                                   // when it is due, as worded, from the same places
	Progress    string   `json:"progress,omitempty"`                                                   // 完成情况, where a label or a table gives it
	State       State    `json:"state,omitempty" jsonschema:"enum=done,enum=under_way,enum=long_term"` // absent where it is not stated
	StateText   string   `json:"state_text,omitempty"`                                                 // the words that say the state
	StateSpan   *Span    `json:"state_span,omitempty"`                                                 // of these words
	Span        Span     `json:"span"`                                                                 // of the heading
	Place       *Place   `json:"place,omitempty"`
	Reviewed    string   `json:"reviewed,omitempty" jsonschema:"enum=confirmed,enum=corrected,enum=added"` // by a person
}

// A State says how far a problem has been put right.
type State string

// The states of a problem. It has none where the notice does not say.
const (
	StateDone     State = "done"      // 该问题已完成整改, 已整改到位
	StateUnderWay State = "under_way" // 正在推进, 持续整改
	StateLongTerm State = "long_term" // 长期坚持
)

func (p *Problem) key() string                  { return p.ID }
func (p *Problem) where() *Span                 { return &p.Span }
func (p *Problem) further() *Span               { return p.StateSpan }
func (p *Problem) place() **Place               { return &p.Place }
func (p *Problem) review() *string              { return &p.Reviewed }
func (p *Problem) links() (_, others []*string) { return nil, []*string{&p.Section} }

// A Measure is one rectification measure. An unnumbered rectification text is one measure without marker and title.
type Measure struct {
	ID       string `json:"id"`
	Problem  string `json:"problem"`
	Marker   string `json:"marker,omitempty"`
	Title    string `json:"title,omitempty"`
	Text     string `json:"text"`
	Span     Span   `json:"span"`
	Place    *Place `json:"place,omitempty"`
	Reviewed string `json:"reviewed,omitempty" jsonschema:"enum=confirmed,enum=corrected,enum=added"` // by a person
}

func (m *Measure) key() string                  { return m.ID }
func (m *Measure) where() *Span                 { return &m.Span }
func (m *Measure) place() **Place               { return &m.Place }
func (m *Measure) review() *string              { return &m.Reviewed }
func (m *Measure) links() (needed, _ []*string) { return []*string{&m.Problem}, nil }

// A Bound says how a stated number limits the true one. No bound means exact.
type Bound string

// The bounds of a number.
const (
	BoundAtLeast Bound = "at_least" // 以上 余 多 超 不少于
	BoundAtMost  Bound = "at_most"  // 以下 以内 不超过
	BoundAbout   Bound = "about"    // 约 近 左右
)

// A Change says how a number relates to an earlier state of the same thing.
type Change string

// The changes that a number may state.
const (
	ChangeIncrease   Change = "increase"    // 增加2310个
	ChangeDecrease   Change = "decrease"    // 下降50%
	ChangeIncreaseTo Change = "increase_to" // 增至22家
	ChangeDecreaseTo Change = "decrease_to" // 降至9.7%
)

// A Status says whether a number has been reached.
type Status string

// The statuses of a number. It has none where the text is not plain, and where it says what exists, is due or was found
// wanting.
const (
	StatusAchieved    Status = "achieved"    // 已整改286个
	StatusPlanned     Status = "planned"     // 力争年底前建成3座
	StatusOutstanding Status = "outstanding" // 未完成3项, 尚有1.2万元未清退
)

// Statuses returns the statuses, in the order in which lists show them.
func Statuses() []Status { return []Status{StatusAchieved, StatusPlanned, StatusOutstanding} }

// Counts reports whether a number with the status may stand for its notice where notices are compared: it was reached, or the
// text does not say that it was not.
func (s Status) Counts() bool { return s == StatusAchieved || s == "" }

// An Indicator is one stated quantity: a number that says how much or how many.
type Indicator struct {
	ID       string   `json:"id"`
	Problem  string   `json:"problem,omitempty"`
	Measure  string   `json:"measure,omitempty"`
	Section  string   `json:"section,omitempty"`
	Metric   string   `json:"metric,omitempty"`  // a code of metrics/*.rules, where one fits
	Subject  string   `json:"subject,omitempty"` // the noun phrase counted: 公办学位
	Value    Decimal  `json:"value" jsonschema:"type=number"`
	High     *Decimal `json:"high,omitempty" jsonschema:"type=number"` // the upper end of a range; Value is the lower
	Fraction string   `json:"fraction,omitempty"`                      // the exact share where Value is rounded: 2/3 for 66.67 %
	Unit     string   `json:"unit"`                                    // as written; 万 and 亿 belong to it for money only
	Bound    Bound    `json:"bound,omitempty" jsonschema:"enum=at_least,enum=at_most,enum=about"`
	Normal   *Normal  `json:"normal,omitempty"`
	Change   Change   `json:"change,omitempty" jsonschema:"enum=increase,enum=decrease,enum=increase_to,enum=decrease_to"`
	From     string   `json:"from,omitempty"`    // id of the indicator that it starts from
	Target   string   `json:"target,omitempty"`  // id of the indicator that says what it was to be
	PartOf   string   `json:"part_of,omitempty"` // id of the indicator that it is a part of: 其中
	Status   Status   `json:"status,omitempty" jsonschema:"enum=achieved,enum=planned,enum=outstanding"`
	Period   string   `json:"period,omitempty" jsonschema:"pattern=^[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?(/([0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?|[.][.]))?$"` // the time that the number is for: a date, or an interval 2022/2023, 2023-09/..
	Text     string   `json:"text"`                                                                                                                  // the mention
	Sentence string   `json:"sentence"`                                                                                                              // the evidence
	Rule     string   `json:"rule"`                                                                                                                  // the table row that named it, else the unit's row
	Span     Span     `json:"span"`                                                                                                                  // of the mention
	Place    *Place   `json:"place,omitempty"`
	Reviewed string   `json:"reviewed,omitempty" jsonschema:"enum=confirmed,enum=corrected,enum=added"` // by a person
}

func (i *Indicator) key() string     { return i.ID }
func (i *Indicator) where() *Span    { return &i.Span }
func (i *Indicator) place() **Place  { return &i.Place }
func (i *Indicator) review() *string { return &i.Reviewed }
func (i *Indicator) links() (_, others []*string) {
	return nil, []*string{&i.Problem, &i.Measure, &i.Section, &i.From, &i.Target, &i.PartOf}
}

// A Normal is a quantity in the base unit of its dimension: 元, 米, 平方米, 人, %.
type Normal struct {
	Value Decimal  `json:"value" jsonschema:"type=number"`
	High  *Decimal `json:"high,omitempty" jsonschema:"type=number"`
	Unit  string   `json:"unit"`
}

// A Policy is a document that the notice names in 《》.
type Policy struct {
	ID       string   `json:"id"`
	Title    string   `json:"title"`
	Number   string   `json:"number,omitempty"`   // 〔2020〕15号
	Action   string   `json:"action,omitempty"`   // a code of actions.tsv: issued, drafted, revised, cited …
	Articles []string `json:"articles,omitempty"` // that the notice cites: 第二百六十六条
	Problem  string   `json:"problem,omitempty"`
	Span     Span     `json:"span"` // of its first mention, without the marks
	Place    *Place   `json:"place,omitempty"`
	Reviewed string   `json:"reviewed,omitempty" jsonschema:"enum=confirmed,enum=corrected,enum=added"` // by a person
}

func (p *Policy) key() string                  { return p.ID }
func (p *Policy) where() *Span                 { return &p.Span }
func (p *Policy) place() **Place               { return &p.Place }
func (p *Policy) review() *string              { return &p.Reviewed }
func (p *Policy) links() (_, others []*string) { return nil, []*string{&p.Problem} }

// A Contact is one way to reach somebody.
type Contact struct {
	Kind     string `json:"kind" jsonschema:"enum=phone,enum=fax,enum=address,enum=postcode,enum=email"`
	Value    string `json:"value"`                                    // normalised: 0756-2780071
	Raw      string `json:"raw"`                                      // as published
	Scope    string `json:"scope" jsonschema:"enum=notice,enum=site"` // whose it is
	Note     string `json:"note,omitempty"`                           // office hours and the like
	Span     Span   `json:"span"`
	Place    *Place `json:"place,omitempty"`
	Reviewed string `json:"reviewed,omitempty" jsonschema:"enum=confirmed,enum=corrected,enum=added"` // by a person
}

func (*Contact) key() string             { return "" }
func (c *Contact) where() *Span          { return &c.Span }
func (c *Contact) place() **Place        { return &c.Place }
func (c *Contact) review() *string       { return &c.Reviewed }
func (*Contact) links() (_, _ []*string) { return nil, nil }

// A Total is a sum that the notice itself states, checked against its parts.
type Total struct {
	Total  string   `json:"total"`                        // id of an indicator
	Parts  []string `json:"parts"`                        // ids of indicators
	Sum    Decimal  `json:"sum" jsonschema:"type=number"` // of the parts, in the unit of the total
	Agrees bool     `json:"agrees"`
	Place  *Place   `json:"place,omitempty"` // of the indicator that is the total
}

func (*Total) key() string      { return "" }
func (*Total) where() *Span     { return nil }
func (t *Total) place() **Place { return &t.Place }
func (*Total) review() *string  { return nil }
func (t *Total) links() (needed, _ []*string) {
	needed = []*string{&t.Total}
	for i := range t.Parts {
		needed = append(needed, &t.Parts[i])
	}
	return needed, nil
}

// A Completion says how much of what is due has been done: 反馈43个, 完成39个. It is no sum; where its numbers are the whole of what is
// due, there is a Total beside it.
type Completion struct {
	Of          string `json:"of"`                    // id of the indicator that says how many are due
	Done        string `json:"done,omitempty"`        // id of the indicator that says how many are done
	UnderWay    string `json:"under_way,omitempty"`   // id of the indicator that says how many are being done, or done in part
	Outstanding string `json:"outstanding,omitempty"` // id of the indicator that says how many are not done
	Rate        string `json:"rate,omitempty"`        // id of the indicator that says what share is done
	Agrees      bool   `json:"agrees"`                // whether the numbers fit each other
	Rule        string `json:"rule"`                  // the word of cues.tsv by which it was known
	Span        Span   `json:"span"`                  // from the first of its numbers to the last
	Place       *Place `json:"place,omitempty"`
}

func (*Completion) key() string      { return "" }
func (c *Completion) where() *Span   { return &c.Span }
func (c *Completion) place() **Place { return &c.Place }
func (*Completion) review() *string  { return nil }
func (c *Completion) links() (needed, others []*string) {
	return []*string{&c.Of}, []*string{&c.Done, &c.UnderWay, &c.Outstanding, &c.Rate}
}

// A Diagnostic is something doubtful.
type Diagnostic struct {
	Severity string `json:"severity" jsonschema:"enum=info,enum=warning,enum=error"`
	Code     string `json:"code"` // outline.gap, total.disagrees …
	Message  string `json:"message"`
	Span     *Span  `json:"span,omitempty"`
	Place    *Place `json:"place,omitempty"`

	// What the message is made of by the table of diagnostics. JSON does not have them yet: they are empty in a notice that was read
	// from it.
	Case string `json:"-"` // which message, where the code has several
	Args Args   `json:"-"`
}

func (*Diagnostic) key() string             { return "" }
func (d *Diagnostic) where() *Span          { return d.Span }
func (d *Diagnostic) place() **Place        { return &d.Place }
func (*Diagnostic) review() *string         { return nil }
func (*Diagnostic) links() (_, _ []*string) { return nil, nil }

// Args are the arguments of a message by their names: text, numbers, lists of text, and a [Label] where it is in both languages.
type Args map[string]any
