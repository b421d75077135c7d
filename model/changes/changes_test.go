package changes

import (
	"fmt"
	"strings"
	"testing"

	"zhenggai/model"
)

// notice makes a notice of sentences with one indicator each: subject, value, unit and sentence, parted by spaces.
func notice(t *testing.T, lines ...string) *model.Notice {
	t.Helper()
	n := &model.Notice{ID: "n", Title: "通报", Text: strings.Join(lines, "\n"), Source: model.Source{Path: "a.txt"}}
	for i, line := range lines {
		f := strings.Fields(line)
		value, err := model.ParseDecimal(f[1])
		if err != nil {
			t.Fatal(err)
		}
		n.Indicators = append(n.Indicators, model.Indicator{
			ID: fmt.Sprintf("I%d", i), Subject: f[0], Value: value, Unit: f[2], Text: f[1] + f[2], Sentence: f[3], Status: model.StatusAchieved,
		})
	}
	return n
}

func TestCompare(t *testing.T) {
	places := "公办学位 2310 个 新增公办学位2310个。"
	for _, test := range []struct {
		name     string
		old, now []string
		want     string
	}{
		{"nothing", []string{places}, []string{places}, ""},
		{"a value", []string{places}, []string{"公办学位 2410 个 新增公办学位2410个。"}, "notice_changed, indicator_changed 2310个→2410个"},
		{"a value in words", []string{"教师 12 名 招聘教师十二名。"}, []string{"教师 120 名 招聘教师一百二十名。"}, "notice_changed, indicator_changed 12名→120名"},
		{"the words around", []string{places}, []string{"公办学位 2310 个 共新增公办学位2310个。"}, "notice_changed"},
		{"words and value", []string{places}, []string{"公办学位 2400 个 共新增公办学位2400个。"}, "notice_changed, indicator_changed 2310个→2400个"},
		{"one more", []string{places}, []string{"床位 30 张 新增床位30张。", places}, "notice_changed, indicator_new →30张"},
		{"one less", []string{"床位 30 张 新增床位30张。", places}, []string{places}, "notice_changed, indicator_withdrawn 30张→"},
		{"another subject", []string{places}, []string{"床位 30 张 设床位30张。"}, "notice_changed, indicator_new →30张, indicator_withdrawn 2310个→"},
		{
			"two of a sentence",
			[]string{"甲 1 个 甲1个乙2个。", "乙 2 个 甲1个乙2个。"},
			[]string{"甲 1 个 甲1个乙3个。", "乙 3 个 甲1个乙3个。"},
			"notice_changed, indicator_changed 2个→3个",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := described(Compare(notice(t, test.old...), notice(t, test.now...), "", false)); got != test.want {
				t.Errorf("%s, want %s", got, test.want)
			}
		})
	}
}

func described(list []model.Difference) string {
	var out []string
	for _, d := range list {
		s := string(d.Kind)
		if d.Old != nil || d.New != nil {
			s += " "
			if d.Old != nil {
				s += d.Old.Text
			}
			s += "→"
			if d.New != nil {
				s += d.New.Text
			}
		}
		out = append(out, s)
	}
	return strings.Join(out, ", ")
}

func TestCompareWhole(t *testing.T) {
	n, moved := notice(t, "甲 1 个 甲1个。"), notice(t, "甲 1 个 甲1个。")
	moved.Source = model.Source{Path: "b.txt", Bytes: 7}
	otherRule := notice(t, "甲 1 个 甲1个。")
	otherRule.Indicators[0].Rule = "units.tsv:12"
	for _, test := range []struct {
		name       string
		old, now   *model.Notice
		from       string
		unreadable bool
		want       string
	}{
		{"new", nil, n, "", false, "notice_new"},
		{"withdrawn", n, nil, "", false, "notice_withdrawn"},
		{"unreadable", n, nil, "", true, "notice_unreadable"},
		{"moved", n, moved, "a.txt", false, "notice_moved"},
		{"of another source", n, moved, "", false, ""},
		{"named by another line of a table", n, otherRule, "", false, ""},
	} {
		got := Compare(test.old, test.now, test.from, test.unreadable)
		if described(got) != test.want {
			t.Errorf("%s: %s", test.name, described(got))
		}
		if len(got) > 0 && (got[0].Notice.Text != "" || got[0].Notice.Title != "通报") {
			t.Errorf("%s: the notice is %+v", test.name, got[0].Notice)
		}
	}
}
