package extract_test

import (
	"path/filepath"
	"testing"
	"unicode/utf8"

	"zhenggai/extract"
	"zhenggai/extract/source"
)

// recognised has what programs that recognise text in pictures put between, around and in place of characters.
var recognised = []func(c rune) string{
	func(c rune) string { return string(c) + " " },  // characters that stand apart
	func(c rune) string { return string(c) + "\n" }, // lines of the page
	func(c rune) string { return string(c) + "-\n" },
	func(c rune) string { return string(c) + "\n\n— 12 —\n\f\n" }, // the end of a page
	func(c rune) string { return string(c) + "\n第 3 页 共 9 页\n" },
	func(c rune) string { return string(c) + "\n<!-- page 4 -->\n" },
	func(c rune) string { return "\n# " + string(c) }, // Markdown
	func(c rune) string { return "**" + string(c) + "**" },
	func(c rune) string { return " | " + string(c) },
	func(c rune) string { return string(c) + " |\n|---|---|\n| " },
	func(c rune) string { return "\n- " + string(c) },
	func(c rune) string { return "$" + string(c) + "$" },
	func(c rune) string { return "﹙" + string(c) + "﹚" },
	func(c rune) string { return "(" + string(c) + "）" },
	func(c rune) string { return "" }, // lost
	func(c rune) string { return string(c) + string(c) },
	func(c rune) string { return "\ufffd" },
	func(c rune) string { return string(0xE000 + c%0x1900) }, // private use
	func(c rune) string { return string(0x2F00 + c%0xD6) },   // a radical
	func(c rune) string { return string(0xF900 + c%0x100) },  // a compatibility ideograph
	func(c rune) string { return string(c) + "\u200b\u00ad\ufeff" },
	func(c rune) string { return string(c) + "\u0301\U0001F3FB" },
	wide,
	similar,
}

// wide returns the full-width form of a sign of ASCII.
func wide(c rune) string {
	if c > ' ' && c < 0x7F {
		return string(c - ' ' + 0xFF00)
	}
	return string(c) + "\u3000"
}

// similar returns what a sign is taken for.
func similar(c rune) string {
	const from, to = "0123569一二三、，。；：（）()个人日月口①②③%年十", "OlZЗS6gー=≡,丶.;:((（（亇入曰目囗⓪②(3)‰午+"
	as := []rune(to)
	for i, f := range []rune(from) {
		if f == c && i < len(as) {
			return string(as[i])
		}
	}
	return string(c)
}

// recognise has the noise change a text: two bytes say how far the next changed character is, and how it is changed.
func recognise(text string, noise []byte) string {
	chars := []rune(text)
	var out []byte
	for len(noise) > 1 && len(chars) > 0 {
		far := min(int(noise[0]), len(chars)-1)
		out = append(out, string(chars[:far])...)
		out = append(out, recognised[int(noise[1])%len(recognised)](chars[far])...)
		chars, noise = chars[far+1:], noise[2:]
	}
	return string(append(out, string(chars)...))
}

// TestRecognise shows what the noise makes of a text.
func TestRecognise(t *testing.T) {
	for noise, want := range map[string]string{
		"":                         "共12人。",
		"\x00\x00\x01\x16":         "共 1２人。",
		"\x03\x17\x00\x06":         "共12入\n# 。",
		"\x01\x0e\xff\x07after it": "共2人**。**",
	} {
		if got := recognise("共12人。", []byte(noise)); got != want {
			t.Errorf("%q gives %q, want %q", noise, got, want)
		}
	}
}

// FuzzRecognised insists on what must hold of every notice where a text comes from a program that recognises it in pictures.
func FuzzRecognised(f *testing.F) {
	const notice = "中共某区委关于巡视整改情况的通报\n根据统一部署，2021年3月1日至5月10日，省委第一巡视组对某区进行了巡视。\n" +
		"一、组织整改情况\n召开会议6次。\n二、反馈问题整改情况\n（一）关于学习不深的问题\n1.责任单位：区委办。\n整改情况：一是新增学位2310个；二是共18个，其中6个、12个。" +
		"三是由25.15%提高到55.53%，印发《办法（试行）》（〔2020〕15号）。\n① 完成率100％。\n| 序号 | 反馈问题 | 整改措施 |\n|---|---|---|\n| 1 | 不严 | （1）甲。 |\n" +
		"联系电话：0756-2780071，邮箱a@example.cn。\n中共某区委\n2021年5月6日"
	for _, noise := range []string{
		"", "\x05\x00\x05\x01\x05\x02\x05\x03\x05\x04\x05\x05\x05\x06\x05\x07\x05\x08\x05\x09", "\x28\x16\x00\x16\x00\x16\x07\x0c\x00\x0d\x09\x12\x09\x13",
		"\x10\x11\x10\x10\x10\x14\x10\x15\x02\x17\x02\x17\x02\x17\x02\x17\x02\x17\x02\x17\x02\x17", "\x40\x0e\x0a\x0f\x14\x0a\x14\x0b",
		"@\"\"\v\x0e\n\x0f\x14\n\"\"\"\"\x14\"\"\v", // a row of a table that a bullet breaks: a measure follows the table
	} {
		f.Add(notice, []byte(noise))
	}
	f.Add("# 整改情况\n\n**（一）关于不实的问题。** 一是 新 增 学 位 ２３１０ 个；\n\n- 2 -\n\n二是⼀般问题﹙3个﹚", []byte("\x03\x00"))
	f.Setenv("ZHENGGAI_SOFFICE", filepath.Join(f.TempDir(), "nowhere")) // what it converts is not fuzzed
	var x extract.Extractor
	f.Fuzz(func(t *testing.T, text string, noise []byte) {
		if !utf8.ValidString(text) {
			t.Skip()
		}
		if n, err := x.Extract(source.Document{Path: "recognised.txt", Data: []byte(recognise(text, noise))}); err == nil {
			check(t, n)
		}
	})
}
