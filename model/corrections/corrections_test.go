package corrections

import (
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"pgregory.net/rapid"

	"zhenggai/model"
)

const text = `某区委关于整改进展情况的通报（虚构）
（一）关于学位不足的问题
扩建学校3所，新增公办学位2310个。增加床位300张。
（二）关于污水直排的问题
新建管网3公里，投入资金350万元。印发《管理办法》。
电话：0756-2780071`

// at returns the span of the nth place of some words in a text.
func at(text, words string, nth int) model.Span {
	start := 0
	for range nth {
		start += strings.Index(text[start:], words) + len(words)
	}
	i := start + strings.Index(text[start:], words)
	first := len([]rune(text[:i]))
	return model.Span{first, first + len([]rune(words))}
}

// notice is what is extracted of a text in which the words above stand.
func notice(text string) *model.Notice {
	n := &model.Notice{
		ID: "n1", Text: text, Title: "通报", Source: model.Source{Path: "in/a.html"}, Issuer: &model.Issuer{Name: "某区委"},
		Problems: []model.Problem{
			{ID: "p1", Heading: "关于学位不足的问题", Name: "学位不足", Span: at(text, "（一）关于学位不足的问题", 0)},
			{ID: "p2", Heading: "关于污水直排的问题", Name: "污水直排", Span: at(text, "（二）关于污水直排的问题", 0)},
		},
		Measures: []model.Measure{
			{ID: "m1", Problem: "p1", Span: at(text, "扩建学校", 0)}, {ID: "m2", Problem: "p2", Span: at(text, "新建管网", 0)},
		},
		Policies: []model.Policy{{ID: "d1", Title: "管理办法", Problem: "p2", Span: at(text, "管理办法", 0)}},
		Contacts: []model.Contact{{Kind: "phone", Value: "0756-2780071", Span: at(text, "0756-2780071", 0)}},
		Totals:   []model.Total{{Total: "i2", Parts: []string{"i3"}}},
	}
	for i, words := range []string{"3所", "2310个", "300张", "3公里", "350万元"} {
		n.Indicators = append(n.Indicators, model.Indicator{ID: fmt.Sprint("i", i+1), Problem: "p1", Measure: "m1", Value: model.Int(1), Text: words, Span: at(text, words, 0)})
	}
	n.Indicators[1].Metric, n.Indicators[4].From = "places", "i3"
	return n
}

// of makes a correction of words of the text above.
func of(id string, action Action, kind Kind, words string, set ...string) Correction {
	c := Correction{ID: id, Action: action, Kind: kind, Notice: KeyOf(notice(text)), Quote: QuoteOf(text, at(text, words, 0))}
	for i := 0; i+1 < len(set); i += 2 {
		if c.Set == nil {
			c.Set = map[string]string{}
		}
		c.Set[set[i]] = set[i+1]
	}
	return c
}

// tenfold stands for the conversion to base units.
func tenfold(value model.Decimal, _ *model.Decimal, unit string) *model.Normal {
	ten, _ := value.Mul(model.Int(10))
	return &model.Normal{Value: ten, Unit: "base of " + unit}
}

func TestApply(t *testing.T) {
	n := notice(text)
	set := NewSet([]Correction{
		of("c1", Confirm, Indicator, "3所"),
		of("c2", Correct, Indicator, "2310个", "value", "2300.5", "unit", "人", "metric", "", "status", "planned", "problem", "关于污水直排的问题"),
		of("c3", Reject, Indicator, "300张"),
		of("c4", Add, Indicator, "350万", "value", "350", "unit", "万"),
		of("c5", Correct, Problem, "（一）关于学位不足的问题", "heading", "关于学位严重不足的问题"),
		of("c6", Correct, Measure, "新建管网", "title", "建管网"),
		of("c7", Correct, Policy, "管理办法", "number", "〔2020〕15号"),
		of("c8", Correct, Contact, "0756-2780071", "note", "工作日"),
		of("c9", Add, Policy, "整改进展", "title", "整改方案"),
	}, nil, &Rules{Normal: tenfold})
	if _, conflicts := set.Apply(n, time.Time{}); len(conflicts) > 0 {
		t.Fatal(conflicts)
	}
	got, err := json.Marshal([]any{n.Problems, n.Measures, n.Indicators, n.Policies, n.Contacts, n.Totals})
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"id":"i1","problem":"p1","measure":"m1","value":1,"unit":"","text":"3所"`, `"reviewed":"confirmed"`,
		`"id":"i2","problem":"p2","measure":"m1","value":2300.5,"unit":"人","normal":{"value":23005,"unit":"base of 人"},"status":"planned","text":"2310个","sentence":"","rule":"correction"`,
		`"id":"i6","value":350,"unit":"万","normal":{"value":3500,"unit":"base of 万"},"text":"350万","sentence":"新建管网3公里，投入资金350万元","rule":"correction"`, `"reviewed":"added"`,
		`"heading":"关于学位严重不足的问题","name":"学位不足"`, `"title":"建管网"`, `"number":"〔2020〕15号"`, `"note":"工作日"`,
		`"id":"d2","title":"整改方案"`,
	} {
		if !strings.Contains(string(got), want) {
			t.Errorf("lacks %s:\n%s", want, got)
		}
	}
	var ids []string
	for _, i := range n.Indicators {
		ids = append(ids, i.ID+i.From)
	}
	if s := strings.Join(ids, " "); s != "i1 i2 i4 i5 i6" || len(n.Totals) != 0 {
		t.Errorf("indicators %s, totals %v: what names a rejected one is cleared, and the order is that of the text", s, n.Totals)
	}
	if n.Policies[0].ID != "d2" {
		t.Error("what is added does not stand where its words do")
	}
}

// TestRejectProblem gives the measures of a heading that is no problem to the problem before it.
func TestRejectProblem(t *testing.T) {
	n := notice(text)
	NewSet([]Correction{of("c1", Reject, Problem, "（二）关于污水直排的问题")}, nil, nil).Apply(n, time.Time{})
	if len(n.Problems) != 1 || n.Measures[1].Problem != "p1" || n.Policies[0].Problem != "p1" {
		t.Errorf("%+v %+v", n.Measures, n.Policies)
	}
	n = notice(text)
	NewSet([]Correction{of("c1", Reject, Problem, "（一）关于学位不足的问题")}, nil, nil).Apply(n, time.Time{})
	if len(n.Measures) != 1 || n.Indicators[0].Problem != "" || n.Indicators[0].Measure != "" {
		t.Errorf("%+v %+v", n.Measures, n.Indicators[0])
	}
}

// TestRejectTotal takes a total away with the quantity that states it.
func TestRejectTotal(t *testing.T) {
	n := notice(text)
	NewSet([]Correction{of("c1", Reject, Indicator, "2310个")}, nil, nil).Apply(n, time.Time{})
	if len(n.Indicators) != 4 || len(n.Totals) != 0 {
		t.Errorf("%+v %+v", n.Indicators, n.Totals)
	}
}

// TestSurvives lays corrections over texts that have changed.
func TestSurvives(t *testing.T) {
	for _, test := range []struct {
		name, old, now string
		want           error
	}{
		{"unchanged", "", "", nil},
		{"sentence before it", "扩建学校3所", "经研究，扩建学校3所", nil},
		{"word beside it", "新增公办学位", "新增优质公办学位", nil},
		{"text behind it", "。增加床位", "，并增加床位", nil},
		{"another place with the same words", "电话", "另有学位2310个。电话", nil},
		{"another number", "2310个", "2400个", ErrGone},
		{"all around it is new", "扩建学校3所，新增公办学位2310个。增加床位", "已有2310个，含床位", ErrMoved},
		{"the same sentence twice", "扩建学校3所，新增公办学位2310个。增加床位300张。\n（二）", "扩建学校3所，新增公办学位2310个。增加床位300张。\n（二）扩建学校3所，新增公办学位2310个。增加床位300张。\n（二）", nil},
	} {
		now := strings.Replace(text, test.old, test.now, 1)
		span, err := of("c", Confirm, Indicator, "2310个").Quote.Find(now)
		if !errors.Is(err, test.want) || err == nil && string([]rune(now)[span[0]:span[1]]) != "2310个" {
			t.Errorf("%s: found %v, %v, want %v", test.name, span, err, test.want)
		}
	}
	twice := Quote{Text: "3个", Before: "新增", After: "。"}
	if _, err := twice.Find("新增3个。新增3个。"); !errors.Is(err, ErrAmbiguous) {
		t.Errorf("two places that fit as well give %v", err)
	}
}

// TestConflicts lists what cannot be laid over a notice, and changes nothing.
func TestConflicts(t *testing.T) {
	n := notice(text)
	_, conflicts := NewSet([]Correction{
		of("c1", Confirm, Indicator, "整改进展"),
		of("c2", Correct, Indicator, "2310个", "problem", "无此问题"),
		{ID: "c3", Action: Reject, Kind: Indicator, Notice: KeyOf(n), Quote: Quote{Text: "9999个"}},
	}, nil, nil).Apply(n, time.Time{})
	var got []error
	for _, c := range conflicts {
		got = append(got, c.Err)
	}
	if !slices.Equal(got, []error{ErrNoRecord, ErrNoProblem, ErrGone}) || len(n.Diagnostics) != 3 || n.Diagnostics[0].Code != "correction.conflict" {
		t.Errorf("conflicts %v, diagnostics %v", got, n.Diagnostics)
	}
}

// TestOf finds the corrections of a notice whose content or path has changed, and not those of others.
func TestOf(t *testing.T) {
	set := NewSet([]Correction{of("c1", Confirm, Indicator, "3所")}, nil, nil)
	for _, test := range []struct {
		key  NoticeKey
		want int
	}{
		{NoticeKey{ID: "n1"}, 1},
		{NoticeKey{ID: "n2", Path: "in/a.html"}, 1},
		{NoticeKey{ID: "n2", Path: "other", Title: "通报", Issuer: "某区委"}, 1},
		{NoticeKey{ID: "n2", Path: "other", Title: "通报", Issuer: "别区委"}, 0},
		{NoticeKey{ID: "n2", Title: "通报"}, 0},
	} {
		if got := len(set.Of(test.key)); got != test.want {
			t.Errorf("%+v has %d corrections, want %d", test.key, got, test.want)
		}
	}
}

func TestHolding(t *testing.T) {
	undo := func(id, of string) Correction { return Correction{ID: id, Action: Undo, Undoes: of} }
	list := []Correction{of("a", Confirm, Indicator, "3所"), of("b", Reject, Indicator, "3所"), undo("c", "b"), undo("d", "a"), undo("e", "d")}
	var ids []string
	for _, c := range Holding(list) {
		ids = append(ids, c.ID)
	}
	if s := strings.Join(ids, " "); s != "a" {
		t.Errorf("%s hold, want a", s)
	}
	n := notice(text)
	NewSet([]Correction{of("a", Reject, Indicator, "3所"), of("b", Confirm, Indicator, "3所")}, nil, nil).Apply(n, time.Time{})
	if len(n.Indicators) != 5 || n.Indicators[0].Reviewed != Confirmed {
		t.Error("who confirms later does not hold")
	}
}

func TestCheck(t *testing.T) {
	for _, test := range []struct {
		c    Correction
		want string
	}{
		{Correction{}, "no id"},
		{Correction{ID: "a", Action: "like"}, `unknown action "like"`},
		{Correction{ID: "a", Action: Undo}, "of what"},
		{Correction{ID: "a", Action: Confirm, Kind: "figure"}, `unknown kind "figure"`},
		{Correction{ID: "a", Action: Confirm, Kind: Indicator}, "quotes no words"},
		{of("a", Correct, Indicator, "3所"), "nothing is set"},
		{of("a", Correct, Indicator, "3所", "colour", "red"), `no field "colour"`},
		{of("a", Correct, Indicator, "3所", "value", "three"), `value: "three" is no number`},
		{of("a", Add, Indicator, "3所", "value", "3"), "needs unit"},
		{of("a", Add, Indicator, "3所", "value", "3", "unit", "所", "high", ""), ""},
	} {
		if err := test.c.Check(nil); test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%+v: %v, want %s", test.c, err, test.want)
		}
	}
}

// TestLog adds from many goroutines, behind a line that a killed program has left.
func TestLog(t *testing.T) {
	name := filepath.Join(t.TempDir(), "corrections.ndjson")
	if err := os.WriteFile(name, []byte(`{"id":"cut","action":"conf`), 0o666); err != nil {
		t.Fatal(err)
	}
	if list, passed, err := ReadFile(name, nil); err != nil || len(list) != 0 || len(passed) != 1 || !strings.Contains(passed[0].Error(), "line 1 is passed over: it is cut") {
		t.Fatalf("%v, %v, %v", list, passed, err)
	}
	const many = 40
	var wait sync.WaitGroup
	for i := range many {
		wait.Go(func() {
			if err := NewLog(name, nil).Append(of(fmt.Sprint("c", i), Confirm, Indicator, "3所")); err != nil {
				t.Error(err)
			}
		})
	}
	wait.Wait()
	list, passed, err := ReadFile(name, nil)
	if err != nil || len(list) != many || len(passed) != 1 {
		t.Errorf("%d corrections, %v, %v", len(list), passed, err)
	}
	if err := NewLog(name, nil).Append(Correction{}); err == nil {
		t.Error("a correction without an id is written")
	}
	if list, _, err := ReadFile(name+".none", nil); err != nil || list != nil {
		t.Errorf("a file that is not there gives %v, %v", list, err)
	}
}

// TestQuoteProperty finds every quote of a text again, in the text and in one to which something was added elsewhere.
func TestQuoteProperty(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := []rune(rapid.StringOfN(rapid.RuneFrom([]rune("学位个新增25。，\n")), 1, 80, -1).Draw(t, "text"))
		start := rapid.IntRange(0, len(text)-1).Draw(t, "start")
		span := model.Span{start, rapid.IntRange(start+1, len(text)).Draw(t, "end")}
		q := QuoteOf(string(text), span)
		got, err := q.Find(string(text))
		if err == nil && got != span || err != nil && !errors.Is(err, ErrAmbiguous) {
			t.Fatalf("%q is found at %v, %v, want %v", q, got, err, span)
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add(`{"id":"a","action":"undo","undoes":"b"}` + "\n{")
	f.Fuzz(func(t *testing.T, s string) {
		list, passed, err := Read(strings.NewReader(s), nil)
		if err != nil {
			t.Fatal(err)
		}
		NewSet(list, passed, nil).Apply(notice(text), time.Time{}) // must not panic
	})
}

func TestSuggest(t *testing.T) {
	named := func(id, words, metric string) Correction {
		c := of(id, Correct, Indicator, words, "metric", metric)
		c.Subject = "床位"
		return c
	}
	rejected := of("r", Reject, Indicator, "3公里")
	rejected.Subject = "床位"
	list := []Correction{named("a", "300张", "beds"), named("b", "300张", "beds"), named("c", "2310个", "places"), rejected, of("u", Confirm, Indicator, "3所")}
	got := Suggest(list, 2)
	if len(got) != 1 || fmt.Sprint(got[0]) != "{beds 床位 张 2 [增加床位【300张】] 新建管网【3公里】}" {
		t.Errorf("suggested %v", got)
	}
	if got := Suggest(append(list, Correction{ID: "z", Action: Undo, Undoes: "b"}), 2); len(got) != 0 {
		t.Errorf("what is undone is suggested: %v", got)
	}
}

// TestKinds insists that corrections may be about each kind of record that notices state, and that each field that may be set is
// there and has a name.
func TestKinds(t *testing.T) {
	stated := 0
	for kind := range model.RecordKinds() {
		if !kind.Stated() {
			continue
		}
		stated++
		if k := Kind(strings.ToLower(kind.Type())); !slices.Contains(Kinds(), k) || len(Fields(k)) == 0 || k.Label().ZH == "" {
			t.Errorf("%s can be reviewed and not corrected: Kinds and fields in check.go lack %s", kind.Name(), k)
		}
	}
	if len(Kinds()) != stated {
		t.Errorf("%d kinds, %d kinds of record that are stated", len(Kinds()), stated)
	}
	for r := range notice(text).Records() {
		kind, ok := KindOf(r)
		if ok != r.Kind.Stated() {
			t.Errorf("%s: corrections are about it: %v", r.Kind.Name(), ok)
		}
		for _, field := range Fields(kind) {
			number := field == "value" || field == "high"
			if r.Text(field) == nil && !number || FieldName(field).ZH == "" {
				t.Errorf("%s: field %s cannot be set, or has no name", kind, field)
			}
		}
	}
}

// TestAddedKinds insists that each kind can be added.
func TestAddedKinds(t *testing.T) {
	for _, kind := range Kinds() {
		var set []string
		for field, value := range map[string]string{"value": "1", "unit": "个", "heading": "问题", "title": "办法", "kind": "phone"} {
			if slices.Contains(Fields(kind), field) {
				set = append(set, field, value)
			}
		}
		n := notice(text)
		if _, conflicts := NewSet([]Correction{of("c1", Add, kind, "投入资金", set...)}, nil, nil).Apply(n, time.Time{}); len(conflicts) > 0 {
			t.Errorf("%s: %v", kind, conflicts[0].Err)
		}
		added := 0
		for r := range n.Records() {
			if review := r.Review(); review != nil && *review == Added {
				if got, _ := KindOf(r); got != kind || *r.Where() != at(text, "投入资金", 0) {
					t.Errorf("%s: added a %s at %v", kind, got, *r.Where())
				}
				added++
			}
		}
		if added != 1 {
			t.Errorf("%s: %d records are added", kind, added)
		}
	}
}
