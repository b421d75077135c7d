package report

import (
	"encoding/json"
	"errors"
	"fmt"
	"html"
	"strings"
	"testing"

	"zhenggai/model"
	"zhenggai/model/compare"
)

// hostile stands wherever a notice's text may.
const hostile = `</script><script>alert("[ROWS]")</script>&`

func testOptions(t *testing.T) Options {
	return Options{
		Options: compare.Options{TempDir: t.TempDir()},
		Names: model.Names{
			Metrics: map[string]model.Label{"places": {ZH: "学位", EN: "school places"}, "coverage": {ZH: "治理率", EN: "coverage"}},
			Topics:  map[string]model.Label{"education": {ZH: "教育", EN: "education"}},
		},
		Title: "虚构数据集",
	}
}

// notices returns invented notices, some of them hostile.
func notices(many int) []*model.Notice {
	var list []*model.Notice
	for i := range many {
		county := fmt.Sprintf("虚构%d县", i+1)
		n := &model.Notice{
			ID: fmt.Sprint("n", i), Kind: model.KindRectification, Title: county + "整改通报", Published: "2021-05-07",
			Region:     &model.Region{Code: fmt.Sprint(440000 + i), Province: "广东省", County: county},
			Issuer:     &model.Issuer{Name: "中共" + county + "委", Type: "party_committee"},
			Inspection: &model.Inspection{Feedback: "2021-01-07"},
			Source:     model.Source{Path: fmt.Sprint("in/", i, ".html")},
			Problems:   []model.Problem{{ID: "p1", Heading: "学位不足", Name: "学位不足", Topics: []string{"education"}}},
			Measures:   []model.Measure{{ID: "m1", Problem: "p1"}},
		}
		value := int64(100 * (i + 1))
		text := fmt.Sprint(value, "个")
		n.Indicators = []model.Indicator{
			{ID: "i1", Metric: "places", Subject: "公办学位", Value: model.Int(value), Unit: "个", Change: model.ChangeIncrease, Status: model.StatusAchieved, Text: text, Sentence: "扩建学校，新增公办学位" + text + "。"},
			{ID: "i2", Metric: "coverage", Value: model.Int(int64(50 + i)), Unit: "%", Text: "治理率", Sentence: "治理率提高。"},
			{ID: "i3", Subject: "会议", Value: model.Int(3), Unit: "次", Text: "3次", Sentence: "召开会议3次。"},
		}
		list = append(list, n)
	}
	n := list[0]
	n.Title, n.Source.URL = hostile, "javascript:alert(1)"
	n.Region.County, n.Problems[0].Name = hostile, hostile
	n.Indicators[0].Subject, n.Indicators[0].Sentence = hostile, hostile
	return list
}

// printed returns the page of some notices.
func printed(t *testing.T, opts Options, copies map[string]bool, list ...*model.Notice) string {
	t.Helper()
	r, err := New(opts)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for _, n := range list {
		if err := r.Write(n); err != nil {
			t.Fatal(err)
		}
	}
	var b strings.Builder
	if err := r.Print(&b, copies); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// data returns the rows of a page.
func data(t *testing.T, page string) (d struct {
	Notices [][]string
	Rows    [][]any
},
) {
	t.Helper()
	_, text, _ := strings.Cut(page, `<script type="application/json" id="data">`)
	text, _, _ = strings.Cut(text, "</script>")
	if err := json.Unmarshal([]byte(text), &d); err != nil {
		t.Fatal(err)
	}
	return d
}

func TestPrint(t *testing.T) {
	page := printed(t, testOptions(t), nil, notices(5)...)
	d := data(t, page)
	if len(d.Notices) != 5 || len(d.Rows) != 15 || d.Rows[0][9] != hostile || d.Rows[3][3] != "200" {
		t.Errorf("%d notices, %d rows, %v", len(d.Notices), len(d.Rows), d.Rows[0])
	}
	if strings.Contains(page, `alert("`) || strings.Contains(page, "&amp;lt;") {
		t.Error("text of a notice stands as it is, or is escaped twice")
	}
	if got := strings.Count(page, "<script"); got != 3 {
		t.Errorf("%d scripts, want phrases, data and our own", got)
	}
	for _, want := range []string{"学位增量（个）", "治理率（%）", html.EscapeString(hostile), "http-equiv=\"Content-Security-Policy\"", ">教育<"} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %q", want)
		}
	}
}

// TestCopies leaves copies out of rankings; their rows stay.
func TestCopies(t *testing.T) {
	page := printed(t, testOptions(t), map[string]bool{"n4": true}, notices(5)...)
	ranking, _, _ := strings.Cut(page, `id="distributions"`)
	if strings.Contains(ranking, "虚构5县") || !strings.Contains(ranking, "虚构4县") {
		t.Error("a copy is ranked, or another body is not")
	}
}

// TestRowsLeftOut keeps the rows that comparisons come of.
func TestRowsLeftOut(t *testing.T) {
	opts := testOptions(t)
	opts.Bytes = 1500
	page := printed(t, opts, nil, notices(20)...)
	d := data(t, page)
	for _, row := range d.Rows {
		if row[1] == "" {
			t.Errorf("row %v has room before those of comparisons", row)
		}
	}
	shown := fmt.Sprintf("lists %d rows and leaves out %d ", len(d.Rows), 60-len(d.Rows))
	if len(d.Rows) == 0 || len(d.Rows) > 20 || !strings.Contains(page, shown) {
		t.Errorf("%d rows; the page does not say %q", len(d.Rows), shown)
	}
}

func TestNothing(t *testing.T) {
	page := printed(t, testOptions(t), nil)
	if d := data(t, page); len(d.Rows) != 0 || !strings.Contains(page, "Fewer than three bodies") {
		t.Error("the page of nothing")
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, errors.New("full") }

func TestPrintFails(t *testing.T) {
	r, err := New(testOptions(t))
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if err := r.Print(full{}, nil); err == nil || !strings.Contains(err.Error(), "full") {
		t.Errorf("a full disk gives %v", err)
	}
}

func TestDistribution(t *testing.T) {
	for _, test := range []struct {
		values []int64
		want   histogram
	}{
		{[]int64{7}, histogram{7, 1, []int{1}}},
		{[]int64{100, 200, 300, 800}, histogram{100, 100, []int{1, 1, 1, 0, 0, 0, 0, 1}}},
		{[]int64{0, 3, 7, 7}, histogram{0, 1, []int{1, 0, 0, 1, 0, 0, 0, 2}}},
		{[]int64{-5, 5}, histogram{-6, 2, []int{1, 0, 0, 0, 0, 1}}},
	} {
		m := compare.NewMatrix(10)
		s := model.Series{Metric: "x", Unit: "个", Basis: model.BasisAmount}
		for i, v := range test.values {
			value := model.Int(v)
			m.Add(&model.Comparison{Compared: &model.Compared{Notice: fmt.Sprint(i), Newest: true}, Metric: "x", Unit: "个", Basis: model.BasisAmount, Value: &value})
		}
		if got := distribution(m, s); fmt.Sprint(got) != fmt.Sprint(test.want) {
			t.Errorf("%v: %v, want %v", test.values, got, test.want)
		}
	}
}

func TestNumbers(t *testing.T) {
	for f, want := range map[float64]string{0: "0", 999: "999", 1000: "1,000", -1234567.5: "-1,234,567.5", 100: "100", -100: "-100"} {
		if got := grouped(f); got != want {
			t.Errorf("%v is printed %s, want %s", f, got, want)
		}
	}
	for f, want := range map[float64]string{3: "3", 12000: "1.2万", 3.5e8: "3.5亿"} {
		if got := strings.TrimSpace(short(f)); got != want {
			t.Errorf("%v is shortened to %s, want %s", f, got, want)
		}
	}
}

// BenchmarkReport measures a page of a thousand notices.
func BenchmarkReport(b *testing.B) {
	list := notices(1000)
	for b.Loop() {
		r, err := New(Options{Options: compare.Options{TempDir: b.TempDir()}})
		if err != nil {
			b.Fatal(err)
		}
		for _, n := range list {
			if err := r.Write(n); err != nil {
				b.Fatal(err)
			}
		}
		if err := errors.Join(r.Print(&strings.Builder{}, nil), r.Close()); err != nil {
			b.Fatal(err)
		}
	}
}
