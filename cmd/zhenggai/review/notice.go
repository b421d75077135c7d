package review

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"zhenggai/model"
	"zhenggai/model/corrections"
	"zhenggai/model/webpage"
)

// A noticePage is what the page of a notice shows.
type noticePage struct {
	frame
	Number    int
	Last      int
	Notice    *model.Notice
	Place     string
	Pieces    []piece
	Outline   []section
	Records   []shownRecord
	Headings  []string // of problems, to choose from
	Codes     []codeList
	Conflicts []corrections.Conflict
	History   []corrections.Correction
	Addable   []addable
}

// Previous and Following are the numbers of the notices beside this one.
func (p *noticePage) Previous() int  { return p.Number - 1 }
func (p *noticePage) Following() int { return p.Number + 1 }

// An undoingForm is what the form needs that takes a correction back.
type undoingForm struct {
	Token, ID string
	Number    int
}

// A whichForm is what a form needs that is about a record.
type whichForm struct {
	Token string
	shownRecord
}

func which(p *noticePage, r shownRecord) whichForm { return whichForm{p.Token, r} }

func undoing(p *noticePage, id string) undoingForm { return undoingForm{p.Token, id, p.Number} }

// A section is a line of the outline.
type section struct {
	Anchor string
	Level  int
	Title  string
}

// A choice is a code and its name.
type choice struct {
	Code string
	Name model.Label
}

// A shownRecord is a record as the page shows it.
type shownRecord struct {
	ID       string // of its element
	Kind     corrections.Kind
	Class    string
	Heading  model.Label // what kind of record it is
	Summary  model.Label
	Detail   string
	File     model.Label // where in the file it is
	Reviewed string
	Span     model.Span
	Fields   []shownField // none where it cannot be corrected
	Asked    bool         // whether the page can say how it came about
	Why      *model.Label // how, where that is asked for
}

// A shownField is a field of a form.
type shownField struct {
	Name  string
	Label model.Label
	Value string
	From  string // id of the list of values to choose from, or ""
}

// An addable is a kind of record that can be added.
type addable struct {
	Kind   corrections.Kind
	Label  model.Label
	Fields []shownField
}

// A codeList is the codes that a field is chosen from.
type codeList struct {
	ID    string // of the list in the page
	Codes []choice
}

// codeLists returns the codes of all fields that have some.
func codeLists(rules *corrections.Rules) []codeList {
	var lists []codeList
	for _, kind := range corrections.Kinds() {
		for _, field := range corrections.Fields(kind) {
			list := codeList{ID: listID(kind, field)}
			for _, code := range rules.Codes(kind, field) {
				list.Codes = append(list.Codes, choice{code, cmp.Or(rules.Names.Metrics[code], rules.Names.Actions[code])})
			}
			if list.Codes != nil {
				lists = append(lists, list)
			}
		}
	}
	return lists
}

func listID(kind corrections.Kind, field string) string { return string(kind) + "-" + field }

// fieldsOf returns the fields of a form, filled in.
func (s *Server) fieldsOf(kind corrections.Kind, values map[string]string) []shownField {
	var list []shownField
	for _, name := range corrections.Fields(kind) {
		from := ""
		if id := listID(kind, name); name == "problem" {
			from = "problems"
		} else if slices.ContainsFunc(s.codes, func(l codeList) bool { return l.ID == id }) {
			from = id
		}
		list = append(list, shownField{name, corrections.FieldName(name), values[name], from})
	}
	return list
}

func (s *Server) showNotice(w http.ResponseWriter, r *http.Request) {
	number, err := s.number(r)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	n, conflicts, history, err := s.notice(number)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	p := &noticePage{
		frame: s.frame(r), Number: number, Last: len(s.catalogue.entries) - 1, Notice: n, Place: n.Place(), Conflicts: conflicts, History: history,
		Records: s.records(n),
	}
	s.explain(r, n, p.Records)
	slices.Reverse(p.History)
	var marks []mark
	for _, rec := range p.Records {
		if rec.Span[1] > rec.Span[0] {
			marks = append(marks, mark{rec.Span, rec.Class, rec.ID})
		}
	}
	anchors := map[int]string{}
	for i := range n.Sections {
		if at := n.Sections[i].Span[0]; anchors[at] == "" {
			anchors[at] = "s-" + n.Sections[i].ID
			p.Outline = append(p.Outline, section{anchors[at], n.Sections[i].Level, strings.TrimSpace(n.Sections[i].Marker + " " + n.Sections[i].Title)})
		}
	}
	p.Pieces = pieces(n.Text, marks, anchors)
	for i := range n.Problems {
		p.Headings = append(p.Headings, n.Problems[i].Heading)
	}
	p.Codes = s.codes
	for _, kind := range corrections.Kinds() {
		p.Addable = append(p.Addable, addable{kind, kind.Label(), s.fieldsOf(kind, nil)})
	}
	s.show(w, r, "notice.html", p)
}

// explain says how the record came about that a request names in why, and which ones can be asked for.
func (s *Server) explain(r *http.Request, n *model.Notice, records []shownRecord) {
	if s.opts.Explain == nil {
		return
	}
	asked := r.URL.Query().Get("why")
	for i := range records {
		shown := &records[i]
		shown.Asked = (shown.Class == "indicator" || shown.Class == "problem") && shown.Reviewed != corrections.Added
		if shown.Asked && shown.ID == asked {
			s.explaining.Lock()
			defer s.explaining.Unlock()
			ctx, cancel := context.WithTimeout(r.Context(), requestTime)
			defer cancel()
			why := s.opts.Explain(ctx, n, strings.TrimPrefix(shown.ID, "r-"))
			shown.Why = &why
		}
	}
}

// number returns the number of the notice that a request names.
func (s *Server) number(r *http.Request) (int, error) {
	number, err := strconv.Atoi(r.PathValue("number"))
	if err == nil && (number < 0 || number >= len(s.catalogue.entries)) {
		err = errors.New("no such notice")
	}
	return number, err
}

// records returns the records of a notice that the page shows, in the order of the text.
func (s *Server) records(n *model.Notice) []shownRecord {
	headings := map[string]string{}
	for i := range n.Problems {
		headings[n.Problems[i].ID] = n.Problems[i].Heading
	}
	list := []shownRecord{s.itself(n)}
	for kind := range model.RecordKinds() {
		number := 0
		for r := range kind.Records(n) {
			number++
			shown, ok := s.shown(n, r, headings)
			if !ok {
				continue
			}
			shown.ID = "r-" + cmp.Or(r.Key(), kind.Letter()+strconv.Itoa(number))
			if at := r.Where(); at != nil {
				shown.Span = *at
			}
			if at := *r.Place(); at != nil {
				shown.File = at.Label()
			}
			list = append(list, shown)
		}
	}
	slices.SortStableFunc(list, func(a, b shownRecord) int { return a.Span[0] - b.Span[0] })
	return list
}

// noticeID is the id of the element that shows the notice itself.
const noticeID = "r-notice"

// itself shows the notice's own fields, in front of its records.
func (s *Server) itself(n *model.Notice) shownRecord {
	values := map[string]string{"title": n.Title, "published": n.Published}
	if n.Issuer != nil {
		values["issuer"] = n.Issuer.Name
	}
	if r := n.Region; r != nil {
		values["code"], values["province"], values["prefecture"], values["county"] = r.Code, r.Province, r.Prefecture, r.County
	}
	kind := corrections.Notice
	return shownRecord{
		ID: noticeID, Kind: kind, Class: "whole", Heading: kind.Label(), Summary: webpage.Say(n.Title, n.Title), Detail: n.Place(),
		Reviewed: n.Reviewed, Fields: s.fieldsOf(kind, values),
	}
}

// Rejectable reports whether a person can say that the record is none.
func (r shownRecord) Rejectable() bool { return r.Kind != corrections.Notice }

// shown says what the page says of a record, or false where it says nothing: the outline has a place of its own, and what stands
// nowhere, but for doubts, shows in the records that it is of.
func (s *Server) shown(n *model.Notice, r model.Record, headings map[string]string) (shownRecord, bool) {
	shown := shownRecord{Class: strings.ToLower(r.Kind.Type()), Heading: r.Kind.Label()}
	say := func(summary, detail string) { shown.Summary, shown.Detail = webpage.Say(summary, summary), detail }
	switch v := r.Value().(type) {
	case *model.Section:
		return shown, false
	case *model.Problem:
		say(v.Marker+" "+v.Heading, v.Aspect)
	case *model.Measure:
		say(cmp.Or(v.Title, model.Fit(v.Text, 60)), headings[v.Problem])
	case *model.Indicator:
		shown.Summary, shown.Detail = s.summary(v), headings[v.Problem]
	case *model.Policy:
		say("《"+v.Title+"》"+v.Number, v.Action)
	case *model.Contact:
		say(v.Value, strings.TrimSpace(v.Kind+" "+v.Scope))
	case *model.Diagnostic:
		shown.Class, shown.Heading.EN = "doubt", "doubt"
		say(v.Message, v.Code)
	default:
		if r.Where() == nil {
			return shown, false
		}
		say(model.Fit(corrections.QuoteOf(n.Text, *r.Where()).Text, 60), "")
	}
	if kind, ok := corrections.KindOf(r); ok {
		shown.Kind, shown.Heading, shown.Reviewed, shown.Fields = kind, kind.Label(), *r.Review(), s.fieldsOf(kind, values(r, headings))
	}
	return shown, true
}

// values are what the fields of a record hold that can be corrected. A problem is named by its heading.
func values(r model.Record, headings map[string]string) map[string]string {
	values := map[string]string{}
	kind, _ := corrections.KindOf(r)
	for _, name := range corrections.Fields(kind) {
		if text := r.Text(name); text != nil {
			values[name] = *text
		}
	}
	if id, ok := values["problem"]; ok {
		values["problem"] = headings[id]
	}
	if in, ok := r.Value().(*model.Indicator); ok {
		values["value"] = in.Value.String()
		if in.High != nil {
			values["high"] = in.High.String()
		}
	}
	return values
}

// summary is an indicator in a line.
func (s *Server) summary(in *model.Indicator) model.Label {
	value := in.Value.String()
	if in.High != nil {
		value += "–" + in.High.String()
	}
	inLanguage := func(lang string) string {
		name := cmp.Or(s.opts.Rules.Names.Metrics[in.Metric].In(lang), in.Metric, "?")
		parts := []string{name, in.Subject, value + in.Unit, model.ChangeNames()[string(in.Change)].In(lang), model.StatusNames()[string(in.Status)].In(lang), in.Period}
		return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), " ")
	}
	return webpage.Say(inLanguage("zh"), inLanguage("en"))
}

// correct takes a form of the page of a notice and adds the correction.
func (s *Server) correct(w http.ResponseWriter, r *http.Request) {
	number, err := s.number(r)
	if err != nil {
		http.NotFound(w, r)
		return
	}
	n, _, _, err := s.notice(number)
	if err != nil {
		s.fail(w, r, err)
		return
	}
	c, err := s.correction(r, n)
	if err == nil {
		err = s.try(n, c)
	}
	if err == nil {
		err = s.log.Append(c)
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	back := "/notice/" + strconv.Itoa(number)
	if record := r.PostForm.Get("record"); recordID(record) {
		back += "#" + record
	}
	http.Redirect(w, r, back, http.StatusSeeOther)
}

// try looks for mistakes in a correction of a notice, and returns why it cannot be laid over that. It changes the notice.
func (s *Server) try(n *model.Notice, c corrections.Correction) error {
	if err := c.Check(s.opts.Rules); err != nil {
		return err
	}
	_, conflicts := corrections.NewSet([]corrections.Correction{c}, nil, s.opts.Rules).Apply(n, time.Now().Add(s.opts.Time))
	if len(conflicts) > 0 {
		return conflicts[0].Err
	}
	return nil
}

// recordID reports whether a text is the id of an element of a record: r-i12.
func recordID(s string) bool {
	if s == noticeID {
		return true
	}
	rest, ok := strings.CutPrefix(s, "r-")
	for kind := range model.RecordKinds() {
		if number, of := strings.CutPrefix(rest, kind.Letter()); ok && of && number != "" && strings.Trim(number, "0123456789") == "" {
			return true
		}
	}
	return false
}

// correction reads a form. Words are quoted from the notice as it is here, so that a form names only where they stand.
func (s *Server) correction(r *http.Request, n *model.Notice) (corrections.Correction, error) {
	form := r.PostForm
	c := corrections.Correction{
		ID: strings.ToLower(rand.Text()[:12]), Time: time.Now().UTC().Format(time.RFC3339), Who: s.opts.Who, Note: form.Get("remark"),
		Action: corrections.Action(form.Get("action")), Kind: corrections.Kind(form.Get("kind")), Notice: corrections.KeyOf(n),
	}
	if c.Kind != corrections.Notice {
		span, err := spanOf(form.Get("start"), form.Get("end"), form.Get("words"), n.Text)
		if err != nil {
			return c, err
		}
		c.Quote = corrections.QuoteRecord(n, c.Kind, span)
	}
	if c.Action != corrections.Correct && c.Action != corrections.Add {
		return c, nil
	}
	was := map[string]string{} // what the record says now, or nothing where it is a new one
	for _, rec := range s.records(n) {
		if c.Action == corrections.Correct && rec.ID == form.Get("record") {
			for _, f := range rec.Fields {
				was[f.Name] = f.Value
			}
			c.Subject = was["subject"]
		}
	}
	for _, name := range corrections.Fields(c.Kind) {
		value := strings.TrimSpace(form.Get("set." + name))
		if !form.Has("set."+name) || value == strings.TrimSpace(was[name]) {
			continue
		}
		if c.Set == nil {
			c.Set = map[string]string{}
		}
		c.Set[name] = value
	}
	return c, nil
}

// spanOf reads where words stand: by numbers of characters, or by the words where they stand once.
func spanOf(start, end, words, text string) (model.Span, error) {
	if start == "" && words != "" {
		i := strings.Index(text, words)
		if i < 0 || strings.Contains(text[i+len(words):], words) {
			return model.Span{}, corrections.NewMistake("“"+words+"”不在原文中，或不止一处：请在原文中选中", "“"+words+"” does not stand in the text, or more than once: mark it there")
		}
		first := len([]rune(text[:i]))
		return model.Span{first, first + len([]rune(words))}, nil
	}
	a, err1 := strconv.Atoi(start)
	b, err2 := strconv.Atoi(end)
	if err1 != nil || err2 != nil || a < 0 || b <= a || b > len([]rune(text)) {
		return model.Span{}, corrections.NewMistake("请先在原文中选中文字", "mark the words in the text first")
	}
	return model.Span{a, b}, nil
}

// undo takes back a correction.
func (s *Server) undo(w http.ResponseWriter, r *http.Request) {
	id := r.PostForm.Get("id")
	s.mutex.Lock()
	err := s.reload()
	i := slices.IndexFunc(s.list, func(c corrections.Correction) bool { return c.ID == id && c.Action != corrections.Undo })
	var key corrections.NoticeKey
	if i >= 0 {
		key = s.list[i].Notice
	}
	s.mutex.Unlock()
	if err == nil && i >= 0 {
		err = s.log.Append(corrections.Correction{
			ID: strings.ToLower(rand.Text()[:12]), Time: time.Now().UTC().Format(time.RFC3339), Who: s.opts.Who, Action: corrections.Undo, Undoes: id, Notice: key,
		})
	}
	if err == nil && i < 0 {
		err = corrections.NewMistake("没有这条更正", "there is no such correction")
	}
	if err != nil {
		s.fail(w, r, err)
		return
	}
	back := "/"
	if number, err := strconv.Atoi(r.PostForm.Get("number")); err == nil && number >= 0 && number < len(s.catalogue.entries) {
		back = "/notice/" + strconv.Itoa(number)
	}
	http.Redirect(w, r, back, http.StatusSeeOther)
}
