package eval

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhenggai/model"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// twoReports are of one notice read with mistakes and one without.
func twoReports(t testing.TB) []*Report {
	g, n := fixtureGold(), fixtureNotice(t)
	n.Title = "通报"
	n.Problems[0].Heading = "学习不深入"
	n.Indicators[0].Value = model.Int(2)
	n.Indicators = append(n.Indicators, model.Indicator{ID: "i7", Value: model.Int(4), Unit: "个", Span: at(t, "四个")})
	n.Policies = nil
	g.Indicators[6].Quote = "查办【7起】"
	second := fixtureGold()
	second.Document = "qinghe2.txt"
	return []*Report{Compare(g, n), Compare(second, fixtureNotice(t))}
}

func TestPrint(t *testing.T) {
	for _, tt := range []struct {
		golden  string
		options Options
	}{
		{"testdata/print.txt", Options{}},
		{"testdata/print_per_notice.txt", Options{PerNotice: true, Quiet: true}},
	} {
		var b bytes.Buffer
		if err := Print(&b, twoReports(t), tt.options); err != nil {
			t.Fatal(err)
		}
		compareGolden(t, tt.golden, b.Bytes())
	}
}

func compareGolden(t *testing.T, file string, got []byte) {
	t.Helper()
	if *update {
		if err := os.WriteFile(file, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s (-want +got), run with -update to accept:\n%s", file, diff)
	}
}

func TestWriteJSON(t *testing.T) {
	var b bytes.Buffer
	if err := WriteJSON(&b, twoReports(t)); err != nil {
		t.Fatal(err)
	}
	type kind struct {
		Kind                  string
		Hit, Missed, Extra    int
		Precision, Recall, F1 *float64
		Misses                []Miss
	}
	var out struct {
		Total   []kind
		Notices []struct {
			Notice string
			Kinds  []kind
		}
	}
	d := json.NewDecoder(&b)
	d.DisallowUnknownFields()
	if err := d.Decode(&out); err != nil {
		t.Fatal(err)
	}
	if len(out.Total) != len(KindNames()) || len(out.Notices) != 2 || out.Notices[1].Notice != "qinghe2.txt" {
		t.Fatalf("%d kinds, %d notices", len(out.Total), len(out.Notices))
	}
	p := out.Total[policies]
	if p.Kind != "policies" || p.Hit != 1 || p.Missed != 1 || *p.Precision != 1 || *p.Recall != 0.5 || *p.F1 != 2.0/3 || p.Misses != nil {
		t.Errorf("policies in total %+v", p)
	}
	if p := out.Notices[0].Kinds[policies]; p.Precision != nil || *p.Recall != 0 || len(p.Misses) != 1 {
		t.Errorf("policies of the first notice %+v: precision of nothing must be absent", p)
	}
	want := []Miss{{Notice: "qinghe.txt", Want: "学习办法", WantSpan: at(t, "学习办法")}}
	if diff := cmp.Diff(want, out.Notices[0].Kinds[policies].Misses); diff != "" {
		t.Errorf("misses (-want +got):\n%s", diff)
	}
}

func TestScore(t *testing.T) {
	for _, tt := range []struct {
		s                     Score
		precision, recall, f1 float64
	}{
		{Score{}, 1, 1, 1},
		{Score{Hit: 3}, 1, 1, 1},
		{Score{Missed: 2}, 1, 0, 0},
		{Score{Extra: 2}, 0, 1, 0},
		{Score{Hit: 6, Missed: 2, Extra: 6}, 0.5, 0.75, 0.6},
	} {
		if p, r, f := tt.s.Precision(), tt.s.Recall(), tt.s.F1(); p != tt.precision || r != tt.recall || f != tt.f1 {
			t.Errorf("%+v: %v %v %v, want %v %v %v", tt.s, p, r, f, tt.precision, tt.recall, tt.f1)
		}
		if tt.s.Judged() != (tt.s != Score{}) {
			t.Errorf("%+v: judged %t", tt.s, tt.s.Judged())
		}
	}
}

// A share that is not whole never prints as 1.000.
func TestShareTextIsCut(t *testing.T) {
	for _, tt := range []struct {
		part, whole int
		want        string
	}{{0, 0, "-"}, {0, 3, "0.000"}, {9999, 10000, "0.999"}, {95, 100, "0.950"}, {7, 7, "1.000"}} {
		if got := shareText(tt.part, tt.whole); got != tt.want {
			t.Errorf("%d/%d prints as %s, want %s", tt.part, tt.whole, got, tt.want)
		}
	}
}

func TestAddSums(t *testing.T) {
	reports := twoReports(t)
	sum := Sum(reports)
	for k, kind := range sum.Kinds {
		a, b := reports[0].Kinds[k], reports[1].Kinds[k]
		if want := (Score{a.Hit + b.Hit, a.Missed + b.Missed, a.Extra + b.Extra}); kind.Score != want {
			t.Errorf("%s: %+v, want %+v", kind.Name, kind.Score, want)
		}
		if len(kind.Misses) != len(a.Misses)+len(b.Misses) {
			t.Errorf("%s: %d misses", kind.Name, len(kind.Misses))
		}
	}
	if k := sum.Kind("totals"); k == nil || k.Name != "totals" {
		t.Errorf("totals: %+v", k)
	}
	if k := sum.Kind("total"); k != nil {
		t.Errorf("total: %+v, want nothing", k)
	}
}
