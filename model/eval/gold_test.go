package eval

import (
	"fmt"
	"strings"
	"testing"

	"zhenggai/model"
)

func TestReadGold(t *testing.T) {
	g, err := ReadGold(strings.NewReader(`{"document": "a.txt", "synthetic": true, "kind": "rectification",
		"indicators": [{"quote": "补贴【3481.45万元】", "value": 3481.45, "high": 3500, "unit": "万元", "optional": true}], "totals": []}`))
	if err != nil {
		t.Fatal(err)
	}
	if i := g.Indicators[0]; i.Value != model.NewDecimal(348145, 2) || *i.High != model.Int(3500) || !i.Optional {
		t.Errorf("indicator %+v", i)
	}
	if g.Totals == nil || g.Policies != nil {
		t.Errorf("totals %v, policies %v: an empty list is not an absent one", g.Totals, g.Policies)
	}
}

func TestReadGoldErrors(t *testing.T) {
	tests := []struct{ name, in, want string }{
		{"unknown key", `{"document": "a.txt", "kind": "news", "titel": "x"}`, `"titel"`},
		{"unknown key of an indicator", `{"document": "a.txt", "kind": "news", "indicators": [{"qoute": "x"}]}`, `"qoute"`},
		{"more than one value", `{"document": "a.txt", "kind": "news"} {}`, "more than one"},
		{"no document", `{"kind": "news"}`, "document"},
		{"no kind", `{"document": "a.txt"}`, "kind"},
		{"value with an exponent", `{"document": "a.txt", "kind": "news", "indicators": [{"value": 1e3}]}`, "1e3"},
		{"no JSON", `document`, "annotation"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if _, err := ReadGold(strings.NewReader(tt.in)); err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("error %v, want one that says %s", err, tt.want)
			}
		})
	}
}

func TestCheck(t *testing.T) {
	page := noticeText + "网站备案12345678号"
	tests := []struct {
		name   string
		change func(g *Gold)
		want   []string // what the errors say, in order
	}{
		{"right", func(*Gold) {}, nil},
		{"quote absent", func(g *Gold) { g.Indicators[0].Quote = "举办培训【12期】" }, []string{"occurs 0 times"}},
		{"quote not unique", func(g *Gold) { g.Indicators[0].Quote = "【期】" }, []string{"occurs 3 times"}},
		{"trap not unique", func(g *Gold) { g.NotIndicators[0] = "【问题】" }, []string{"occurs 2 times"}},
		{"no mark", func(g *Gold) { g.Indicators[0].Quote = "开展培训12期" }, []string{"one stretch"}},
		{"mark not closed", func(g *Gold) { g.NotIndicators[0] = "做到“【四个意识" }, []string{"one stretch"}},
		{"one mention twice", func(g *Gold) { g.NotIndicators[0] = "开展培训【12】期" }, []string{"the same stretch"}},
		{"indicator of an unknown problem", func(g *Gold) { g.Indicators[0].Problem = "9" }, []string{`problem "9" is not listed`}},
		{"problem id twice", func(g *Gold) { g.Problems[0].ID = "1.2" }, append([]string{"not unique"}, repeat(`"1.1" is not listed`, 6)...)},
		{"aspect not listed", func(g *Gold) { g.Problems[1].Aspect = "作风方面" }, []string{`"作风方面" is not listed`}},
		{"total does not agree", func(g *Gold) { g.Totals[0].Parts[0] = model.Int(12) }, []string{"make 112, but agrees is true"}},
		{"total agrees after all", func(g *Gold) { g.Totals[0].Agrees = false }, []string{"make 340, but agrees is false"}},
		{"total stated nowhere", func(g *Gold) {
			g.Totals[0] = Total{model.Int(24), []model.Decimal{model.Int(12), model.Int(12)}, "期", true}
		}, []string{"no indicator has the value 24"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			g := fixtureGold()
			tt.change(g)
			errs := g.Check(page)
			if len(errs) != len(tt.want) {
				t.Fatalf("%d errors %v, want %q", len(errs), errs, tt.want)
			}
			for i, err := range errs {
				if !strings.Contains(err.Error(), tt.want[i]) {
					t.Errorf("error %q, want one that says %q", fmt.Sprint(err), tt.want[i])
				}
			}
		})
	}
}

func repeat(s string, n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = s
	}
	return list
}
