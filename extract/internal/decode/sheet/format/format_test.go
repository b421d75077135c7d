package format

import "testing"

// TestText tries what the stored table of the package sheet does not have.
func TestText(t *testing.T) {
	for _, test := range []struct {
		code     string
		v        float64
		from1904 bool
		want     string
		ok       bool
	}{
		{"0%", 0.285, false, "29%", true}, // as a binary fraction it is less than 28.5
		{"0.00", 1.005, false, "1.01", true},
		{"0.0", 99.95, false, "100.0", true},
		{"#,##0", 1234567.5, false, "1,234,568", true},
		{"0.0,,\"亿\"", 0, false, "0.0亿", true},
		{`"完成率100%："0`, 5, false, "完成率100%：5", true},
		{`0"项"\,`, 5, false, "5项,", true},
		{"General", 1.0 / 3, false, "0.333333333", true},
		{"General", -1e12, false, "-1000000000000", true},
		{"General", 0.1 + 0.2, false, "0.3", true},
		{`0.00;@`, -5, false, "-5.00", true},
		{`[>100]"多";[>10]"中"`, 5, false, "5", true},
		{`[<>0]0"项";"无"`, 0, false, "无", true},
		{"[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", 46054, false, "2026年2月1日", true},
		{"yyyy-mm-dd", 44592, true, "2026-02-01", true},
		{"yyyy-mm-dd", 1e9, false, "", false},
		{"mm:ss.00", 0.5 + 61.25/86400, false, "01:01.25", true},
		{"[$-804]AM/PMh\"时\"mm\"分\"", 46054.75, false, "下午6时00分", true},
		{"[DBNum1]yyyy\"年\"m\"月\"d\"日\"", 46337, false, "二〇二六年十一月十一日", true},
		{"[DBNum2]yyyy\"年\"m\"月\"", 46337, false, "贰零贰陆年壹拾壹月", true},
		{"e\"年\"m\"月\"", 46054, false, "2026年2月", true},
		{"ddd", 46054, false, "Sun", true},
		{"[$-804]dddd", 46054, false, "星期日", true},
		{"# ??/??", 0.5, false, "", false},
		{"0.00E+00", 12345, false, "", false},
		{`"没有结尾`, 5, false, "没有结尾", true},
		{"[h", 5, false, "[h", true},
		{"", 5, false, "", true},
	} {
		if got, ok := Parse(test.code).Text(test.v, test.from1904); got != test.want || ok != test.ok {
			t.Errorf("%s of %v: %q, %t, want %q", test.code, test.v, got, ok, test.want)
		}
	}
}

func FuzzText(f *testing.F) {
	f.Add(`[>=10000]0!.0,"万元";0"元"`, 46054.75)
	f.Add(`[DBNum1][$-804]yyyy"年"m"月"d"日";@`, -1e300)
	f.Fuzz(func(t *testing.T, code string, v float64) {
		Parse(code).Text(v, false)
	})
}
