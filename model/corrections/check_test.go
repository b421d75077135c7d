package corrections

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"zhenggai/extract/rules"
	"zhenggai/model"
)

// known are rules with two metrics and an action.
func known() *Rules {
	return &Rules{
		Names: model.Names{
			Metrics: map[string]model.Label{"places": {ZH: "学位", EN: "school places"}, "sewers": {ZH: "管网", EN: "sewers"}},
			Actions: map[string]model.Label{"issued": {ZH: "印发", EN: "issued"}},
		},
		Fits: func(metric, unit string) bool {
			return metric == "" && slices.Contains([]string{"个", "公里"}, unit) || metric == "places" && unit == "个" || metric == "sewers" && unit == "公里"
		},
		Word: rules.Default().Diagnostics.Word,
	}
}

// TestCheckFields sets fields to values that they can have, for which want is "", and to others.
func TestCheckFields(t *testing.T) {
	for _, test := range []struct {
		kind        Kind
		name, value string
		want        string
	}{
		{Indicator, "status", "planned", ""},
		{Indicator, "status", "", ""},
		{Indicator, "status", "done", `status: "done" is none of its codes: achieved, planned, outstanding`},
		{Indicator, "status", "Planned", "is none of its codes"},
		{Indicator, "change", "increase_to", ""},
		{Indicator, "change", "rise", `change: "rise" is none of its codes: increase, decrease, increase_to, decrease_to`},
		{Indicator, "bound", "at_least", ""},
		{Indicator, "bound", ">=", `bound: ">=" is none of its codes: at_least, at_most, about`},
		{Indicator, "metric", "places", ""},
		{Indicator, "metric", "place", `metric: "place" is none of its codes: places, sewers`},
		{Indicator, "value", "-0.50", ""},
		{Indicator, "value", "999999999999999999", ""},
		{Indicator, "value", "", "value: \"\" cannot be empty"},
		{Indicator, "value", "1e999999", "is no number"},
		{Indicator, "value", "NaN", "is no number"},
		{Indicator, "value", "0x10", "is no number"},
		{Indicator, "value", "２３", "is no number"},
		{Indicator, "value", "1,000", "is no number"},
		{Indicator, "value", strings.Repeat("9", 10_000), `value: "` + strings.Repeat("9", 40) + `…" is no number`},
		{Indicator, "high", "", ""},
		{Indicator, "high", "x", "is no number"},
		{Indicator, "unit", "任何单位", ""},
		{Indicator, "unit", "", "cannot be empty"},
		{Indicator, "unit", " ", "cannot be empty"},
		{Indicator, "period", "2021", ""},
		{Indicator, "period", "2024-02-29", ""},
		{Indicator, "period", "2022/2023", ""},
		{Indicator, "period", "2022-03/2022-03-05", ""},
		{Indicator, "period", "2023-09/..", ""},
		{Indicator, "period", "2021年", "is no period"},
		{Indicator, "period", "2021-13", "is no period"},
		{Indicator, "period", "2023-02-29", "is no period"},
		{Indicator, "period", "2023/2022", "is no period"},
		{Indicator, "period", "2023-05-01/2023-04", "is no period"},
		{Indicator, "period", "2023/", "is no period"},
		{Indicator, "subject", "床\x00位", `subject: "床\x00位" has characters that cannot be printed`},
		{Indicator, "subject", "床\n位", "cannot be printed"},
		{Indicator, "subject", "床\x1b[31m位", "cannot be printed"},
		{Indicator, "subject", "床\xff位", "cannot be printed"},
		{Indicator, "subject", "床\ufffd位", "cannot be printed"},
		{Indicator, "subject", "=cmd|' /C calc'!A0", ""},
		{Problem, "name", "", ""},
		{Problem, "heading", "", "cannot be empty"},
		{Measure, "problem", "", "cannot be empty"},
		{Policy, "action", "issued", ""},
		{Policy, "action", "burnt", `action: "burnt" is none of its codes: issued`},
		{Policy, "title", "", "cannot be empty"},
		{Contact, "kind", "phone", ""},
		{Contact, "kind", "pigeon", `kind: "pigeon" is none of its codes: phone, fax, address, postcode, email`},
		{Contact, "kind", "", "cannot be empty"},
		{Contact, "note", "", ""},
	} {
		c := of("a", Correct, test.kind, "3所", test.name, test.value)
		err := c.Check(known())
		if test.want == "" && err != nil || test.want != "" && (err == nil || !strings.Contains(err.Error(), test.want)) {
			t.Errorf("%s %s %.50q: %v, want %s", test.kind, test.name, test.value, err, test.want)
		}
	}
}

// TestCheckRules takes any metric where the rules do not say which there are, lists a few of very many, and speaks Chinese.
func TestCheckRules(t *testing.T) {
	c := of("a", Correct, Indicator, "3所", "metric", "new.metric")
	if err := errors.Join(c.Check(nil), c.Check(&Rules{})); err != nil {
		t.Error(err)
	}
	many := &Rules{Names: model.Names{Metrics: map[string]model.Label{}}}
	for i := range 100 {
		many.Names.Metrics[fmt.Sprintf("m%02d", i)] = model.Label{ZH: "名", EN: "name"}
	}
	mistake, ok := errors.AsType[*Mistake](c.Check(many))
	if !ok || !strings.HasSuffix(mistake.EN, "m10, m11 and 88 more: see zhenggai schema --tables") || !strings.HasPrefix(mistake.ZH, `指标代码 metric："new.metric" 不是可用的代码：m00`) {
		t.Errorf("%+v", mistake)
	}
	for kind, field := range map[Kind]string{Indicator: "status", Contact: "kind", Policy: "action"} {
		if codes := known().Codes(kind, field); len(codes) == 0 {
			t.Errorf("%s of a %s has no codes", field, kind)
		}
	}
	if codes := known().Codes(Indicator, "subject"); codes != nil {
		t.Errorf("a subject is one of %v", codes)
	}
	low := of("a", Correct, Indicator, "3所", "value", "5", "high", "4.9")
	if err := low.Check(nil); err == nil || err.Error() != "high: 4.9 is less than the value, 5" {
		t.Error(err)
	}
}

// TestReadLines reads a file that several people have written, not all of them with care.
func TestReadLines(t *testing.T) {
	line := func(id, action, more string) string {
		return fmt.Sprintf(`{"id":%q,"action":%q,"notice":{"id":"n1"},"kind":"indicator","quote":{"text":"3所"}%s}`, id, action, more)
	}
	file := strings.Join([]string{
		"\ufeff" + line("a", "confirm", "") + "\r",
		"",
		"  \r",
		line("b", "correct", `,"set":{"status":"done"}`),
		line("a", "reject", ""), // the id of another
		line("a", "confirm", ""),
		`{"id":"u1","action":"undo","undoes":"none","notice":{"id":""},"quote":{"text":""}}`,
		`{"id":"u2","action":"undo","undoes":"b","notice":{"id":""},"quote":{"text":""}}`, // of a line that is passed over
		line("c", "correct", `,"set":{"value":5}`),
		line("d", "confirm", `,"who":"`+"\xff"+`"`),
		`{"id":"e","note":"` + strings.Repeat("x", MaxLine) + `"}`,
		line("f", "confirm", `,"note":"`+strings.Repeat("x", MaxLine-200)+`"`),
		"null",
		line("g", "correct", `,"set":{"metric":"place"}`),
		line("h", "confirm", ""),
	}, "\n")
	list, passed, err := Read(strings.NewReader(file), known())
	if err != nil {
		t.Fatal(err)
	}
	var ids, told []string
	for _, c := range list {
		ids = append(ids, c.ID)
	}
	for _, d := range passed {
		told = append(told, d.Error())
	}
	if s := strings.Join(ids, " "); s != "a u2 f h" {
		t.Errorf("read %s", s)
	}
	want := []string{
		`line 4 is passed over: status: "done" is none of its codes: achieved, planned, outstanding`,
		`line 5 is passed over: its id "a" is that of line 1`,
		`line 7 is passed over: undo: no line before it has the id "none"`,
		"line 9 is passed over: json: cannot unmarshal number into Go struct field Correction.set of type string",
		"line 10 is passed over: it is not UTF-8",
		"line 11 is passed over: it has more than 1048576 bytes",
		"line 13 is passed over: it has no id",
		`line 14 is passed over: metric: "place" is none of its codes: places, sewers`,
	}
	if got := strings.Join(told, "\n"); got != strings.Join(want, "\n") {
		t.Errorf("told:\n%s", got)
	}
	n := notice(text)
	n.ID = "n1"
	NewSet(list, passed, known()).Apply(n, time.Time{})
	var messages []string
	for _, d := range n.Diagnostics {
		messages = append(messages, d.Code+" "+d.Message)
	}
	all := strings.Join(messages, "\n")
	if !strings.Contains(all, `correction.passed_over line 14 is passed over: metric: "place"`) || strings.Count(all, "passed_over") != 3 {
		t.Errorf("diagnostics of the notice:\n%s", all)
	}
	if passed[0].In("zh") != `第 4 行未采用：状态 status："done" 不是可用的代码：achieved, planned, outstanding` {
		t.Error(passed[0].In("zh"))
	}
}

// repeated is a reader of many times the same bytes.
type repeated struct{ left int }

func (r *repeated) Read(p []byte) (int, error) {
	if r.left == 0 {
		return 0, io.EOF
	}
	n := min(len(p), r.left)
	for i := range p[:n] {
		p[i] = 'x'
	}
	r.left -= n
	return n, nil
}

// TestReadLongLine passes over a line of 256 MiB in the memory of a short one.
func TestReadLongLine(t *testing.T) {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	rest := "\n" + `{"id":"a","action":"confirm","kind":"indicator","quote":{"text":"3所"}}`
	list, passed, err := Read(io.MultiReader(&repeated{256 << 20}, strings.NewReader(rest)), nil)
	runtime.ReadMemStats(&after)
	if err != nil || len(list) != 1 || len(passed) != 1 || passed[0].Line != 1 {
		t.Fatal(list, passed, err)
	}
	if used := after.TotalAlloc - before.TotalAlloc; used > 8*MaxLine {
		t.Errorf("%d bytes are allocated", used)
	}
	if _, passed, err := Read(&repeated{2 * MaxLine}, nil); err != nil || len(passed) != 1 {
		t.Errorf("a last line that is too long: %v, %v", passed, err)
	}
}

// TestReadManyPassedOver tells of very many lines that are passed over in a list that is not as long.
func TestReadManyPassedOver(t *testing.T) {
	_, passed, err := Read(strings.NewReader(strings.Repeat("x\n", 3*MaxPassedOver)), nil)
	last := passed[len(passed)-1]
	if err != nil || len(passed) != MaxPassedOver+1 || last.Line != MaxPassedOver+1 || !strings.Contains(last.Error(), "so are 2000 lines from here on") {
		t.Errorf("%d lines, %v, %v", len(passed), last, err)
	}
}

// TestReadFails returns the errors of the disk.
func TestReadFails(t *testing.T) {
	if _, _, err := Read(io.MultiReader(strings.NewReader("{"), brokenReader{}), nil); !errors.Is(err, os.ErrPermission) {
		t.Error(err)
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, os.ErrPermission }

// TestHoldingChain undoes an undoing of an undoing.
func TestHoldingChain(t *testing.T) {
	undo := func(id, of string) Correction { return Correction{ID: id, Action: Undo, Undoes: of} }
	list := []Correction{of("a", Confirm, Indicator, "3所"), undo("b", "a"), undo("c", "b"), undo("d", "c")}
	for n, want := range []int{0, 1, 0, 1, 0} {
		if got := len(Holding(list[:n])); got != want {
			t.Errorf("of %d lines %d hold, want %d", n, got, want)
		}
	}
}

// TestAppendMistakes writes nothing that Read would pass over.
func TestAppendMistakes(t *testing.T) {
	name := filepath.Join(t.TempDir(), "c.ndjson")
	log := NewLog(name, known())
	long := of("a", Confirm, Indicator, "3所")
	long.Quote.Text = strings.Repeat("所", MaxLine/3)
	for _, c := range []Correction{of("a", Correct, Indicator, "3所", "metric", "place"), long} {
		if _, ok := errors.AsType[*Mistake](log.Append(c)); !ok {
			t.Errorf("%.40v is written", c.Quote.Text)
		}
	}
	if _, err := os.Stat(name); err == nil {
		t.Error("the file is there")
	}
}

// TestConflictChangesNothing lays corrections over a notice that can only be taken in part.
func TestConflictChangesNothing(t *testing.T) {
	n := notice(text)
	n.Indicators[1].Value = model.Int(2310)
	before := fmt.Sprintf("%+v", n.Indicators[1])
	_, conflicts := NewSet([]Correction{
		of("c1", Correct, Indicator, "2310个", "status", "planned", "high", "2000"),
		of("c2", Correct, Indicator, "2310个", "value", "9", "problem", "无此问题"),
		of("c3", Add, Measure, "某区委", "title", "无问题的措施"),
	}, nil, known()).Apply(n, time.Time{})
	if after := fmt.Sprintf("%+v", n.Indicators[1]); len(conflicts) != 3 || after != before || len(n.Measures) != 2 {
		t.Errorf("%v\n%s\n%s", conflicts, before, after)
	}
	if got := conflicts[0].In("zh"); got != "上限 high：2000 小于数值 2310" {
		t.Error(got)
	}
}

// TestUnits lets a unit hold that the rules do not know, or not of the metric, and says so once.
func TestUnits(t *testing.T) {
	for _, test := range []struct {
		set  []string
		want string
	}{
		{[]string{"unit", "公里", "metric", "sewers"}, ""},
		{[]string{"unit", "公理"}, `the rules know no unit "公理"`},
		{[]string{"metric", "sewers", "unit", "个"}, `by the rules "sewers" is not stated in "个": it holds as it is`},
		{[]string{"status", "planned"}, `the rules know no unit "公理"`}, // of c0, which it leaves as it is
	} {
		n := notice(text)
		_, conflicts := NewSet([]Correction{of("c0", Correct, Indicator, "3公里", "unit", "公理"), of("c1", Correct, Indicator, "3公里", test.set...)}, nil, known()).Apply(n, time.Time{})
		got := ""
		for _, d := range n.Diagnostics {
			got += d.Code + " " + d.Message
		}
		if len(conflicts) > 0 || test.want == "" && got != "" || !strings.Contains(got, test.want) || strings.Count(got, "correction.unit") > 1 {
			t.Errorf("%v: %v, %s", test.set, conflicts, got)
		}
		if unit := n.Indicators[3].Unit; test.set[0] == "unit" && unit != test.set[1] {
			t.Errorf("%v: the unit is %s", test.set, unit)
		}
	}
}

// TestAddMeasure gives a measure that names no problem to the one before it, and keeps it where another record is rejected.
func TestAddMeasure(t *testing.T) {
	n := notice(text)
	_, conflicts := NewSet([]Correction{of("c1", Add, Measure, "印发《", "title", "印发办法"), of("c2", Reject, Indicator, "3所")}, nil, nil).Apply(n, time.Time{})
	if len(conflicts) > 0 || len(n.Measures) != 3 || n.Measures[2].Problem != "p2" {
		t.Errorf("%v, %+v", conflicts, n.Measures)
	}
}
