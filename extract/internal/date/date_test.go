package date

import (
	"strings"
	"testing"
	"unicode/utf8"

	"zhenggai/extract/rules"
)

func TestParse(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"2021年5月6日", "2021-05-06"},
		{"2021年05月06日", "2021-05-06"},
		{"２０２１年５月６日", "2021-05-06"},
		{"二〇二三年八月二十八日", "2023-08-28"},
		{"二○二四年十二月三十一日", "2024-12-31"},
		{"2021-05-07 08:45:02", "2021-05-07"},
		{"2022/11/08", "2022-11-08"},
		{"2024.1.9", "2024-01-09"},
		{"2025年9月", "2025-09"},
		{"2025年9月底前", "2025-09"},
		{"2025年", "2025"},
		{"二O二二年三月九日", "2022-03-09"},
		{"二0一九年十月", "2019-10"},
		{"二◯二五年十一月八日", "2025-11-08"},
		{"二零二一年五月", "2021-05"},
		{"二Ｏ二四年", "2024"},
		{"二O二二级", ""},
		{"O二二年", ""},
		{"2023 年 3 月 15 日", "2023-03-15"},
		{"2024年2月29日", "2024-02-29"},
		{"2023年2月29日", ""}, // no such day
		{"2023年13月", ""},
		{"202442日", ""}, // characters were lost
		{"2021224", ""},
		{"20211228日", ""},
		{"8月", ""}, // neither year nor day
		{"0756-2780071", ""},
		{"2020-2025年", ""},
		{"1-2月份", ""},
	} {
		m, ok := Parse(rules.Default().Quantities, test.text, 0)
		if got := m.String(); got != test.want || ok != (test.want != "") {
			t.Errorf("Parse(rules.Default().Quantities, %q) = %q, %v, want %q", test.text, got, ok, test.want)
		}
	}
}

func TestParseWithoutYear(t *testing.T) {
	m, ok := Parse(rules.Default().Quantities, "7月10日", 0)
	if !ok || m.Date != (Date{0, 7, 10}) || m.String() != "" {
		t.Fatalf("7月10日 is read as %+v, %v", m, ok)
	}
	if got := m.In(Date{2020, 5, 21}).String(); got != "2020-07-10" {
		t.Errorf("in 2020 it is %s", got)
	}
}

func TestFind(t *testing.T) {
	const text = "2020年5月21日至7月10日,省委第五巡视组进行了巡视。2020年9月18日反馈;电话0756-2780071"
	var got []string
	for _, m := range Find(rules.Default().Quantities, text, 0, len(text)) {
		got = append(got, text[m.Start:m.End])
	}
	want := []string{"2020年5月21日", "7月10日", "2020年9月18日"}
	if len(got) != len(want) {
		t.Fatalf("found %q, want %q", got, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("date %d is %q, want %q", i, got[i], want[i])
		}
	}
}

func TestBefore(t *testing.T) {
	for _, test := range []struct {
		a, b Date
		want bool
	}{
		{Date{2020, 1, 1}, Date{2020, 1, 2}, true},
		{Date{2020, 1, 2}, Date{2020, 1, 1}, false},
		{Date{2019, 12, 31}, Date{2020, 0, 0}, true},
		{Date{2020, 0, 0}, Date{2020, 5, 1}, false}, // a year does not lie before a month of it
	} {
		if got := test.a.Before(test.b); got != test.want {
			t.Errorf("%v before %v is %v", test.a, test.b, got)
		}
	}
}

func FuzzFind(f *testing.F) {
	f.Add("2021年5月6日至7月10日")
	f.Add("二〇二三年八月")
	f.Add("2021-05-07 08:45")
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, m := range Find(rules.Default().Quantities, text, 0, len(text)) {
			if m.Start < end || m.End > len(text) || m.End <= m.Start {
				t.Fatalf("%q: mention at %d to %d behind %d", text, m.Start, m.End, end)
			}
			if utf8.ValidString(text) && !utf8.ValidString(text[m.Start:m.End]) {
				t.Fatalf("%q: mention cuts a character", text)
			}
			end = m.End
		}
	})
}

func TestFindRanges(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"2021.3.8—5.20，对全县", "2021-03-08 2021.3.8, 5.20"},
		{"2021/3/8-5/20", "2021-03-08 2021/3/8, 5/20"},
		{"2021.3.8-2021.5.20", "2021-03-08 2021.3.8, 2021-05-20 2021.5.20"},
		{"2021.3.8—5.2%", "2021-03-08 2021.3.8"},
		{"2021.3.8 5.20元", "2021-03-08 2021.3.8"},
		{"2021年12月1日至次年2月3日", "2021-12-01 2021年12月1日, 2022-02-03 次年2月3日"},
		{"2021年8月至次年1月", "2021-08 2021年8月, 2022-01 次年1月"},
		{"2021年3月下旬到5月底", "2021-03 2021年3月, 5月"},
		{"2021年4月6日至24日", "2021-04-06 2021年4月6日, 24日"},
		{"2021年4月6日-8号楼", "2021-04-06 2021年4月6日"},
		{"2021年4月16日至8日", "2021-04-16 2021年4月16日"},
		{"2021年8月到期", "2021-08 2021年8月"},
	} {
		var got []string
		for _, m := range Find(rules.Default().Quantities, test.text, 0, len(test.text)) {
			got = append(got, strings.TrimSpace(m.String()+" "+test.text[m.Start:m.End]))
		}
		if strings.Join(got, ", ") != test.want {
			t.Errorf("%s: got %q, want %q", test.text, strings.Join(got, ", "), test.want)
		}
	}
}

func TestCompact(t *testing.T) {
	for _, test := range []struct {
		text string
		at   int
		want string
	}{
		{"20220315", 0, "2022-03-15"},
		{"20221345", 0, ""},
		{"2022031", 0, ""},
		{"202203151", 0, ""},
		{"120220315", 1, ""},
		{"83120315", 0, ""},
	} {
		m, ok := Compact(test.text, test.at)
		if ok != (test.want != "") || ok && m.String() != test.want {
			t.Errorf("%s: got %v, %v, want %q", test.text, m, ok, test.want)
		}
	}
}

func TestFollowing(t *testing.T) {
	for text, want := range map[string]string{
		"2021年12月1日至次年2月3日": "2022-02-03 次年2月3日", "2021年3月1日至同年6月3日": "2021-06-03 同年6月3日", "2021年3月1日至6月3日": " 6月3日",
	} {
		dates := Find(rules.Default().Quantities, text, 0, len(text))
		m := Following(rules.Default().Quantities, text, dates[1], dates[:1])
		if got := m.String() + " " + text[m.Start:m.End]; got != want {
			t.Errorf("%s: got %q, want %q", text, got, want)
		}
	}
}

func TestPartOfMonth(t *testing.T) {
	for text, want := range map[string]string{
		"2023年9月上旬": "2023-09-01 2023-09-10", "2023年9月中旬": "2023-09-11 2023-09-20", "2023年9月下旬": "2023-09-21 2023-09-30",
		"2023年2月下旬": "2023-02-21 2023-02-28", "2024年2月下旬": "2024-02-21 2024-02-29", "2023年9月底": "2023-09 2023-09", "2023年9月": "2023-09 2023-09",
		"2023年9月3日": "2023-09-03 2023-09-03",
	} {
		q := rules.Default().Quantities
		m, ok := Parse(q, text, 0)
		first, last, end := PartOfMonth(q, text, m)
		if got := first.String() + " " + last.String(); !ok || got != want || end != len(text) {
			t.Errorf("%s: got %s up to %d, want %s", text, got, end, want)
		}
	}
}
