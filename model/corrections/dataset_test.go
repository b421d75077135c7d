package corrections_test

import (
	"bytes"
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

	"github.com/santhosh-tekuri/jsonschema/v6"
	"pgregory.net/rapid"

	"zhenggai/extract"
	"zhenggai/extract/rules"
	"zhenggai/extract/source"
	"zhenggai/model"
	"zhenggai/model/corrections"
	"zhenggai/model/csvdir"
	"zhenggai/model/testing/modeltest"
)

// small is an invented notice with a record of each kind, for a fuzzer, which needs many runs.
const small = `中共珠海市斗门区委关于巡视整改进展情况的通报（虚构）

二、整改落实情况
（一）关于学位不足的问题
1. 扩建学校3所，新增公办学位2310个。学位由51%提高到78%。
（二）关于污水直排的问题
1. 新建管网3公里，计划投入资金350万元，其中市级200万元、区级150万元。印发《管理办法》。

联系电话：0756-2780071。
中共珠海市斗门区委
2021年5月7日
`

// files are notices; the last is none of rectification.
var files = []string{"small.txt", "n11-lintao-huanbao.txt", "n02-hanzhong-yiyuan.html", "d06-fuzhou-xunshi-fankui.html"}

// extracted are notices as JSON, by the names of their files, so that each use has its own. One is small.
var extracted = sync.OnceValues(func() (map[string][]byte, error) {
	list := map[string][]byte{}
	for _, name := range files {
		data := []byte(small)
		if name != "small.txt" {
			var err error
			if data, err = os.ReadFile(filepath.Join("..", "..", "testdata", "gold", name)); err != nil {
				return nil, err
			}
		}
		x := extract.Extractor{Limits: extract.Limits{Time: time.Minute}} // a busy machine must not end it
		n, err := x.Extract(source.Document{Path: name, Data: data})
		if err != nil {
			return nil, err
		}
		if list[name], err = json.Marshal(n); err != nil {
			return nil, err
		}
	}
	return list, nil
})

// read returns notices by the names of their files.
func read(t testing.TB, names ...string) []*model.Notice {
	t.Helper()
	encoded, err := extracted()
	if err != nil {
		t.Fatal(err)
	}
	var list []*model.Notice
	for _, name := range names {
		n := &model.Notice{}
		if err := json.Unmarshal(encoded[name], n); err != nil {
			t.Fatal(err)
		}
		list = append(list, n)
	}
	return list
}

var noticeSchema = sync.OnceValues(func() (*jsonschema.Schema, error) {
	document, err := jsonschema.UnmarshalJSON(bytes.NewReader(model.Schema()))
	if err != nil {
		return nil, err
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource("notice.json", document); err != nil {
		return nil, err
	}
	return c.Compile("notice.json")
})

var knownRules = sync.OnceValue(func() *corrections.Rules {
	set := rules.Default()
	return &corrections.Rules{Names: set.Names(), Normal: set.Quantities.Normal, Fits: set.Fits, Word: set.Diagnostics.Word}
})

// corrected lays a file of corrections over notices, and returns in what the result breaks the schema or the data package.
func corrected(dir string, notices []*model.Notice, file []byte) error {
	list, passed, err := corrections.Read(bytes.NewReader(file), knownRules())
	if err != nil {
		return err
	}
	checked := corrections.NewSet(list, passed, knownRules())
	var changed []*model.Notice
	for _, n := range notices {
		before := len(n.Diagnostics)
		all, conflicts := checked.Apply(n, time.Time{})
		told := 0
		for _, d := range n.Diagnostics {
			if d.Code == "correction.conflict" {
				told++
			}
		}
		if told != len(conflicts) {
			return fmt.Errorf("%d conflicts, %d are told", len(conflicts), told)
		}
		if len(all) > 0 || len(n.Diagnostics) > before {
			changed = append(changed, n)
		}
	}
	if len(changed) == 0 {
		return nil
	}
	return sound(dir, changed)
}

// sound checks notices by the schema, and the tables of them by their descriptor.
func sound(dir string, notices []*model.Notice) error {
	schema, err := noticeSchema()
	if err != nil {
		return err
	}
	tables := model.Tables(knownRules().Names)
	w, err := csvdir.New(dir, tables, csvdir.Options{})
	if err != nil {
		return err
	}
	var errs []error
	for _, n := range notices {
		encoded, err := json.Marshal(n)
		if err != nil {
			return err
		}
		document, err := jsonschema.UnmarshalJSON(bytes.NewReader(encoded))
		errs = append(errs, err, schema.Validate(document), w.Write(n, model.RowsOf(tables, n)), wellMade(n))
	}
	return errors.Join(errors.Join(errs...), w.Close(), modeltest.CheckPackage(filepath.Join(dir, csvdir.Folder)))
}

// wellMade says which record does not stand in the text or is out of its order, has a range that ends below its beginning, or lacks
// what every such record has.
func wellMade(n *model.Notice) error {
	length, last := len([]rune(n.Text)), 0
	for _, in := range n.Indicators {
		if in.Span[0] < last || in.Span[1] < in.Span[0] || in.Span[1] > length {
			return fmt.Errorf("indicator %s stands at %v of %d, after %d", in.ID, in.Span, length, last)
		}
		if in.High != nil && in.High.Cmp(in.Value) < 0 || in.Unit == "" {
			return fmt.Errorf("indicator %s is from %s to %s %s", in.ID, in.Value, in.High, in.Unit)
		}
		last = in.Span[0]
	}
	for _, p := range n.Problems {
		if p.Heading == "" || p.Name == "" {
			return fmt.Errorf("problem %s has no heading or name", p.ID)
		}
	}
	for _, m := range n.Measures {
		if m.Problem == "" || m.Text == "" {
			return fmt.Errorf("measure %s has no problem or text", m.ID)
		}
	}
	for _, p := range n.Policies {
		if p.Title == "" {
			return fmt.Errorf("policy %s has no title", p.ID)
		}
	}
	return nil
}

// typed are values that people type, rightly and wrongly, into any field.
var typed = []string{
	"", " ", "2310", "-3.5", "0", "1e999999", "NaN", "999999999999999999", "9999999999999999999", strings.Repeat("9", 10_000), "２３", "1,000", "个", "公里", "公理", "万元", "%",
	"achieved", "planned", "done", "increase", "decrease_to", "at_least", "about", "phone", "email", "pigeon", "issued", "education.school_places", "no.metric",
	"2021", "2021-05", "2021-02-30", "2022/2023", "2023-09/..", "2021年", "关于学位不足的问题", "=1+1", "@SUM(A1)", "'=1", "\x00", "\x1b[31m", "行\n行", "\xff", "\ufffd", "\u202e",
	strings.Repeat("长", 40_000), "</script>", `"`, `\`,
}

// drawLine draws a line of a file of corrections of some notices, which may be right or wrong in many ways.
func drawLine(t *rapid.T, notices []*model.Notice, id int) []byte {
	pick := func(name string, from ...string) string { return rapid.SampledFrom(from).Draw(t, name) }
	n := notices[max(0, rapid.IntRange(-len(notices), len(notices)-1).Draw(t, "notice"))] // more often the small one
	rarely := func(name string) bool { return rapid.IntRange(0, 9).Draw(t, name) == 0 }
	if rarely("id of another") {
		id = rapid.IntRange(0, id).Draw(t, "id")
	}
	c := corrections.Correction{
		ID:     fmt.Sprint("c", id),
		Action: corrections.Action(pick("action", "confirm", "correct", "correct", "correct", "reject", "add", "add", "undo", "like")),
		Kind:   corrections.Kind(pick("kind", "indicator", "indicator", "problem", "measure", "policy", "contact", "figure")),
		Notice: corrections.KeyOf(n), Undoes: fmt.Sprint("c", rapid.IntRange(0, id).Draw(t, "undoes")), Set: map[string]string{},
	}
	span := drawSpan(t, n, c.Kind)
	c.Quote = corrections.QuoteRecord(n, c.Kind, span)
	if rarely("gone") {
		c.Quote.Text = pick("words", typed...)
	}
	for _, name := range append(corrections.Fields(c.Kind), "colour") {
		if rapid.IntRange(0, 3).Draw(t, "set "+name) == 0 && (name != "colour" || rarely("unknown field")) {
			c.Set[name] = drawValue(t, n, c.Kind, name)
		}
	}
	line, err := json.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	if rarely("harm") {
		at := rapid.IntRange(0, len(line)-1).Draw(t, "place")
		line[at] = byte(rapid.IntRange(0, 255).Draw(t, "byte"))
	}
	return line
}

// drawSpan draws where a record of a kind stands, or another place of the text.
func drawSpan(t *rapid.T, n *model.Notice, kind corrections.Kind) model.Span {
	var spans []model.Span
	switch kind {
	case corrections.Indicator:
		at := map[string]model.Span{}
		for _, r := range n.Indicators {
			spans = append(spans, r.Span)
			at[r.ID] = r.Span
		}
		for _, r := range n.Indicators { // often those that others name
			if r.From != "" {
				spans = append(spans, slices.Repeat([]model.Span{at[r.From]}, 10)...)
			}
		}
		for _, r := range n.Totals {
			spans = append(spans, slices.Repeat([]model.Span{at[r.Total], at[r.Parts[0]]}, 10)...)
		}
	case corrections.Problem:
		for _, r := range n.Problems {
			spans = append(spans, r.Span)
		}
	case corrections.Measure:
		for _, r := range n.Measures {
			spans = append(spans, r.Span)
		}
	case corrections.Policy:
		for _, r := range n.Policies {
			spans = append(spans, r.Span)
		}
	case corrections.Contact:
		for _, r := range n.Contacts {
			spans = append(spans, r.Span)
		}
	}
	if len(spans) > 0 && rapid.IntRange(0, 2).Draw(t, "elsewhere") > 0 {
		return rapid.SampledFrom(spans).Draw(t, "record")
	}
	start := rapid.IntRange(0, len([]rune(n.Text))+9).Draw(t, "start")
	return model.Span{start, start + rapid.IntRange(1, 30).Draw(t, "length")}
}

// drawValue draws a value of a field, more often one that it can have than another.
func drawValue(t *rapid.T, n *model.Notice, kind corrections.Kind, name string) string {
	fitting := knownRules().Codes(kind, name)
	switch name {
	case "value", "high":
		fitting = []string{"1", "2310", "-3.5", "350.25"}
	case "unit":
		fitting = []string{"个", "公里", "万元", "%"}
	case "period":
		fitting = []string{"2021", "2021-05-07", "2022/2023"}
	case "problem":
		for _, p := range n.Problems {
			fitting = append(fitting, p.Heading)
		}
	}
	if len(fitting) > 0 && rapid.IntRange(0, 4).Draw(t, "wrong "+name) > 0 {
		return rapid.SampledFrom(fitting).Draw(t, name)
	}
	return rapid.SampledFrom(typed).Draw(t, name)
}

// TestCorrectionsKeepTheSchema lays random corrections, right and wrong ones, over notices: what comes of it always satisfies the
// schema of a notice and the data package.
func TestCorrectionsKeepTheSchema(t *testing.T) {
	for _, n := range read(t, files[:3]...) {
		if len(n.Totals) == 0 || len(n.Problems) == 0 || len(n.Measures) == 0 || len(n.Indicators) == 0 || len(n.Policies) == 0 || len(n.Contacts) == 0 {
			t.Fatalf("%s lacks records of a kind", n.Source.Path)
		}
	}
	dir := t.TempDir()
	rapid.Check(t, func(r *rapid.T) {
		notices := read(t, files...)
		var lines [][]byte
		for id := range rapid.IntRange(1, 40).Draw(r, "lines") {
			lines = append(lines, drawLine(r, notices, id))
		}
		if err := corrected(dir, notices, bytes.Join(lines, []byte("\n"))); err != nil {
			r.Fatal(err)
		}
	})
}

// FuzzCorrections reads files of corrections and lays them over notices.
func FuzzCorrections(f *testing.F) {
	n := read(f, "small.txt")[0]
	key := corrections.NoticeKey{ID: n.ID}
	seed := func(list ...corrections.Correction) {
		var b bytes.Buffer
		for i, c := range list {
			c.ID, c.Notice = fmt.Sprint("c", i), key
			line, err := json.Marshal(c)
			if err != nil {
				f.Fatal(err)
			}
			b.Write(append(line, '\n'))
		}
		f.Add(b.Bytes())
	}
	at := func(kind corrections.Kind, span model.Span) corrections.Quote {
		return corrections.QuoteRecord(n, kind, span)
	}
	figure, problem := at(corrections.Indicator, n.Indicators[1].Span), at(corrections.Problem, n.Problems[1].Span)
	seed(corrections.Correction{Action: corrections.Correct, Kind: corrections.Indicator, Quote: figure, Set: map[string]string{
		"value": "3", "high": "5", "unit": "个", "status": "planned", "change": "increase", "bound": "about", "period": "2021-05", "problem": n.Problems[0].Heading,
	}})
	seed(
		corrections.Correction{Action: corrections.Reject, Kind: corrections.Problem, Quote: problem},
		corrections.Correction{Action: corrections.Add, Kind: corrections.Indicator, Quote: problem, Set: map[string]string{"value": "1", "unit": "项"}},
		corrections.Correction{Action: corrections.Undo, Undoes: "c0"},
	)
	seed(
		corrections.Correction{Action: corrections.Correct, Kind: corrections.Contact, Quote: at(corrections.Contact, n.Contacts[0].Span), Set: map[string]string{"kind": "fax"}},
		corrections.Correction{Action: corrections.Correct, Kind: corrections.Policy, Quote: at(corrections.Policy, n.Policies[0].Span), Set: map[string]string{"action": "issued"}},
		corrections.Correction{Action: corrections.Add, Kind: corrections.Measure, Quote: figure, Set: map[string]string{"title": "措施"}},
	)
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, file []byte) {
		if err := corrected(dir, read(t, "small.txt"), file); err != nil {
			t.Fatal(err)
		}
	})
}
