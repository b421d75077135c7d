package compare

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"zhenggai/model"
)

// district is a notice of a county's Party committee, with so many school places.
func district(id, code, county, published string, value int64, more ...func(*model.Notice)) *model.Notice {
	n := &model.Notice{
		ID: id, Kind: model.KindRectification, Title: county + "整改通报", Published: published,
		Region:     &model.Region{Code: code, Province: "广东省", Prefecture: "珠海市", County: county},
		Issuer:     &model.Issuer{Name: "中共" + county + "委", Type: "party_committee"},
		Inspection: &model.Inspection{Round: "第六轮巡视", Feedback: "2020-12-28"},
		Indicators: []model.Indicator{{ID: "i1", Metric: "places", Value: model.Int(value), Unit: "个", Text: fmt.Sprint(value, "个"), Sentence: "学位。"}},
		Problems: []model.Problem{
			{ID: "p1", Heading: "学位不足", Topics: []string{"education"}}, {ID: "p2", Heading: county + "污水直排", Topics: []string{"environment", "education"}}, {ID: "p3", Heading: "其他"},
		},
		Measures: []model.Measure{{ID: "m1", Problem: "p1"}, {ID: "m2", Problem: "p1"}, {ID: "m3", Problem: "p2"}},
	}
	for _, change := range more {
		change(n)
	}
	return n
}

// collected returns a collector of notices.
func collected(t *testing.T, opts Options, notices ...*model.Notice) *Collector {
	t.Helper()
	opts.TempDir = t.TempDir()
	c, err := New(opts)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	})
	for _, n := range notices {
		if err := c.Write(n); err != nil {
			t.Fatal(err)
		}
	}
	return c
}

// told returns all that a collector tells, a line each.
func told(t *testing.T, c *Collector, copies map[string]bool) string {
	t.Helper()
	var b strings.Builder
	err := c.Tell(copies, Report{
		District: func(d *model.District) error {
			days := "?"
			if d.Days != nil {
				days = fmt.Sprint(*d.Days)
			}
			fmt.Fprintf(&b, "district %s %s %s newest=%v problems=%d per=%s days=%s\n", d.Notice, d.Region.County, d.Year, d.Newest, d.Problems, d.PerProblem, days)
			return nil
		},
		Comparison: func(c *model.Comparison) error {
			fmt.Fprintf(&b, "cell %s %s=%s%s", c.Notice, c.Metric, c.Value, c.Unit)
			if c.Before != nil {
				fmt.Fprintf(&b, " before %s in %s", c.Before, c.BeforeYear)
			}
			if c.PerHead != nil {
				fmt.Fprintf(&b, " per 1000 %s", c.PerHead)
			}
			b.WriteByte('\n')
			return nil
		},
		Topic: func(t *model.TopicShare) error {
			fmt.Fprintf(&b, "topic %s %q %d %s%% measures=%d\n", t.Notice, t.Topic, t.Problems, t.Share, t.Measures)
			return nil
		},
		Group: func(g *model.GroupFigure) error {
			fmt.Fprintf(&b, "group %s %s %s n=%d %s %s %s %s\n", g.Grouping, g.Group, g.Metric, g.Notices, g.Least, g.Median, g.Average, g.Largest)
			return nil
		},
		Problem: func(p *model.CommonProblem) error {
			fmt.Fprintf(&b, "problem %q notices=%d %s%% problems=%d per=%s %v %v\n", p.Topic, p.Notices, p.Share, p.Problems, p.PerProblem, p.Examples, p.Places)
			return nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// TestTell compares two districts, one of them with two notices.
func TestTell(t *testing.T) {
	c := collected(t, options,
		district("b2", "440403", "斗门区", "2021-05-07", 300),
		district("a", "440402", "香洲区", "2021-01-07", 50),
		district("b1", "440403", "斗门区", "2019-05-07", 100),
		district("news", "440403", "斗门区", "2022-05-07", 9, func(n *model.Notice) { n.Kind = model.KindNews }),
		district("copy", "440403", "斗门区", "2023-05-07", 300),
	)
	want := `district a 香洲区 2021 newest=true problems=3 per=1 days=10
cell a places=50个
topic a "education" 2 66.7% measures=3
topic a "environment" 1 33.3% measures=1
topic a "" 1 33.3% measures=0
district b1 斗门区 2019 newest=false problems=3 per=1 days=?
cell b1 places=100个
topic b1 "education" 2 66.7% measures=3
topic b1 "environment" 1 33.3% measures=1
topic b1 "" 1 33.3% measures=0
district b2 斗门区 2021 newest=true problems=3 per=1 days=130
cell b2 places=300个 before 100 in 2019
topic b2 "education" 2 66.7% measures=3
topic b2 "environment" 1 33.3% measures=1
topic b2 "" 1 33.3% measures=0
group prefecture 广东省珠海市 places n=2 50 175 175 300
group province 广东省 places n=2 50 175 175 300
group all all places n=2 50 175 175 300
group round 第六轮巡视 places n=2 50 175 175 300
group year 2021 places n=2 50 175 175 300
problem "education" notices=2 100% problems=4 per=1.5 [学位不足] [广东省珠海市香洲区]
problem "environment" notices=2 100% problems=2 per=1 [香洲区污水直排 斗门区污水直排] [广东省珠海市香洲区 广东省珠海市斗门区]
problem "" notices=2 100% problems=2 per=0 [其他] [广东省珠海市香洲区]
`
	copies := map[string]bool{"copy": true}
	if got := told(t, c, copies); got != want {
		t.Errorf("told\n%s\nwant\n%s", got, want)
	}
	if got := told(t, c, copies); got != want {
		t.Errorf("told the second time\n%s", got)
	}
}

// TestBodies keeps a hospital apart from its district.
func TestBodies(t *testing.T) {
	hospital := func(n *model.Notice) { n.Issuer = &model.Issuer{Name: "某医院", Type: "hospital"} }
	people, err := ReadPopulation(strings.NewReader("code,population\n440403,600000\n"), "people.csv", func(string) bool { return true })
	if err != nil {
		t.Fatal(err)
	}
	opts := options
	opts.Population = people
	got := told(t, collected(t, opts, district("h", "440403", "斗门区", "2022-01-01", 7, hospital), district("d", "440403", "斗门区", "2021-01-01", 300)), nil)
	for _, line := range []string{"district d 斗门区 2021 newest=true", "district h 斗门区 2022 newest=true", "cell d places=300个 per 1000 0.5\n", "cell h places=7个\n"} {
		if !strings.Contains(got, line) {
			t.Errorf("lacks %q:\n%s", line, got)
		}
	}
}

// TestTellStops returns the first error of what is told.
func TestTellStops(t *testing.T) {
	full := errors.New("full")
	c := collected(t, options, district("a", "440402", "香洲区", "2021", 5))
	for i, r := range []Report{
		{District: func(*model.District) error { return full }},
		{Comparison: func(*model.Comparison) error { return full }},
		{Topic: func(*model.TopicShare) error { return full }},
		{Group: func(*model.GroupFigure) error { return full }},
		{Problem: func(*model.CommonProblem) error { return full }},
	} {
		if err := c.Tell(nil, r); !errors.Is(err, full) {
			t.Errorf("report %d: %v", i, err)
		}
	}
	if err := c.Tell(nil, Report{}); err != nil {
		t.Error(err)
	}
}

func TestMatrix(t *testing.T) {
	m := NewMatrix(2)
	with := func(s model.Status) func(*model.Notice) {
		return func(n *model.Notice) { n.Indicators[0].Status = s }
	}
	c := collected(t, options,
		district("a", "440402", "香洲区", "2021", 50), district("b", "440403", "斗门区", "2021", 300, with(model.StatusAchieved)), district("c", "440404", "丙区", "2021", 9),
		district("p", "440405", "金湾区", "2021", 8, with(model.StatusPlanned)), district("o", "440406", "丁区", "2021", 7, with(model.StatusOutstanding)))
	if err := c.Tell(nil, Report{Comparison: func(c *model.Comparison) error { m.Add(c); return nil }}); err != nil {
		t.Fatal(err)
	}
	list := m.Series(5)
	if len(list) != 1 || m.Left != 1 {
		t.Fatalf("series %v, %d left out", list, m.Left)
	}
	var got []string
	for row := range m.Rows(list) {
		got = append(got, row.Region.County+row.Values[0].String())
	}
	if !slices.Equal(got, []string{"香洲区50", "斗门区300"}) {
		t.Errorf("rows %v", got)
	}
	if r := m.Ranking(list[0], 1); !slices.Equal(r.Names, []string{"斗门区"}) || r.Values[0] != model.Int(300) {
		t.Errorf("ranking %v", r)
	}
}

func TestReadPopulation(t *testing.T) {
	known := func(code string) bool { return code == "440403" || code == "440402" }
	for _, test := range []struct{ text, want string }{
		{"code,population\n440403,612300\n440402, 1121500\n", ""},
		{"\ufeffcode\tpopulation\n# 七普\n440403\t612300\n", ""},
		{"区划,人口\n", "people.csv:1: code: the first line must name the columns: code,population"},
		{"", "people.csv:1: code: the first line must name the columns: code,population"},
		{"code,population\n990000,5\n440403,many\n440402,-1\n", `people.csv:2: code: "990000" is no code of a region; want one of GB/T 2260 such as 440403
people.csv:3: population: "many" is no number of people
people.csv:4: population: "-1" is no number of people`},
		{"code,population\n440403,5\n440403,6\n", "people.csv:3: code: 440403 stands twice"},
		{"code,population\n440403\n", "people.csv: record on line 2: wrong number of fields"},
	} {
		p, err := ReadPopulation(strings.NewReader(test.text), "people.csv", known)
		if got := fmt.Sprint(err); (test.want == "" || got != test.want) && (test.want != "" || err != nil) {
			t.Errorf("%q: %v, want %s", test.text, err, test.want)
		}
		if people, ok := p.of("440403"); err == nil && (!ok || people != model.Int(612300)) {
			t.Errorf("%q: %v %v", test.text, people, ok)
		}
	}
}

// TestProfiles collects profiles that were made elsewhere and come in any order, as those of notices do.
func TestProfiles(t *testing.T) {
	notices := []*model.Notice{
		district("b2", "440403", "斗门区", "2021-05-07", 300), district("b3", "440403", "斗门区", "2021-05-07", 400),
		district("a", "440402", "香洲区", "2021-01-07", 50), district("b1", "440403", "斗门区", "2021-05-07", 100),
		district("news", "440403", "斗门区", "2022-05-07", 9, func(n *model.Notice) { n.Kind = model.KindNews }),
	}
	want := told(t, collected(t, options, notices...), nil)
	c := collected(t, options)
	for i, n := range slices.Backward(notices) {
		data, err := options.Profile(n)
		if err != nil || (data == nil) != (n.Kind == model.KindNews) {
			t.Fatalf("%s: %d bytes, %v", n.ID, len(data), err)
		}
		if err := c.WriteProfile(data, uint32(i)); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff(want, told(t, c, nil)); diff != "" {
		t.Error(diff)
	}
	if err := c.WriteProfile([]byte("no profile"), 0); err == nil {
		t.Error("nonsense is collected")
	}
}

// TestRenamedDistricts puts notices of a district from before and after its change together, but not those of a district that went
// into another.
func TestRenamedDistricts(t *testing.T) {
	now := func(code, name string) func(*model.Notice) {
		return func(n *model.Notice) { n.Region.Now = &model.Successor{Code: code, Name: name, Since: "2015"} }
	}
	got := told(t, collected(t, options,
		district("a1", "110228", "密云县", "2014-05-07", 100, now("110118", "密云区")), district("a2", "110118", "密云区", "2019-05-07", 300),
		district("b1", "110103", "崇文区", "2009-05-07", 7, now("110101", "东城区")), district("b2", "110101", "东城区", "2019-05-07", 50),
	), nil)
	for _, line := range []string{
		"district a1 密云县 2014 newest=false", "cell a2 places=300个 before 100 in 2014\n",
		"district b1 崇文区 2009 newest=true", "cell b2 places=50个\n",
	} {
		if !strings.Contains(got, line) {
			t.Errorf("lacks %q:\n%s", line, got)
		}
	}
}
