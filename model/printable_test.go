package model

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPrintable(t *testing.T) {
	tests := []struct{ in, want string }{
		{"", ""},
		{"学位2310个", "学位2310个"},
		{"a\tb\nc", "a\tb\nc"},
		{"a\r\nb\rc", "a\nb\nc"},
		{"a\u2028b\u2029c\u0085d", "a\nb\nc\nd"},
		{"a\x00b\x01\x1f\x7fc\u0080d", "abcd"},
		{"a\ufffeb\uffffc", "abc"},
		{"a\xffb", "a\ufffdb"},
		{"\ufffd", "\ufffd"},
		{"😀\u200b", "😀\u200b"},
		{"\r", "\n"},
		{"\xe5\xad", "\ufffd\ufffd"},
	}
	for _, test := range tests {
		if got := Printable(test.in); got != test.want {
			t.Errorf("Printable(%q) = %q, want %q", test.in, got, test.want)
		}
	}
}

func TestVisible(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "学位 2310\t个\n": "学位 2310\t个\n", "é\ufffd😀\u200b": "é\ufffd😀\u200b", "\x1b]0;a\x07": `\u001b]0;a\u0007`, "a\r\nb\rc": "a\\u000d\nb\\u000dc",
		"\x00\x7f\u0085\u009b": `\u0000\u007f\u0085\u009b`, "a\u202eb\u2066\u200f\u061c": `a\u202eb\u2066\u200f\u061c`, "\u2028\u2029": `\u2028\u2029`, "a\xff\x9b\xe5\xad": `a\xff\x9b\xe5\xad`,
	} {
		if got := Visible(in); got != want {
			t.Errorf("Visible(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestShorten(t *testing.T) {
	for _, test := range []struct {
		text           string
		n              int
		fit, shortened string
	}{
		{"一二三四", 4, "一二三四", "一二三四"},
		{"一二三四五", 4, "一二三…", "一二三四…"},
		{"abc", 2, "a…", "ab…"},
		{"", 1, "", ""},
	} {
		if fit, shortened := Fit(test.text, test.n), Shorten(test.text, test.n); fit != test.fit || shortened != test.shortened {
			t.Errorf("%s to %d: %q and %q, want %q and %q", test.text, test.n, fit, shortened, test.fit, test.shortened)
		}
	}
}

func FuzzPrintable(f *testing.F) {
	for _, s := range []string{"学位", "a\r\nb", "\x00", "\xff", "\ufffe", "\u2028"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := Printable(s)
		if !utf8.ValidString(got) || strings.ContainsAny(got, "\x00\x01\r\x1f\x7f\u0085\u2028\ufffe\uffff") {
			t.Errorf("Printable(%q) = %q", s, got)
		}
		if Printable(got) != got {
			t.Errorf("Printable(%q) is not stable", s)
		}
		if isPrintable(s) && got != s {
			t.Errorf("Printable(%q) = %q though nothing is wrong with it", s, got)
		}
	})
}

func BenchmarkPrintable(b *testing.B) {
	s := strings.Repeat("（一）关于学位不足的问题。增加学位2310个。", 10)
	b.SetBytes(int64(len(s)))
	for b.Loop() {
		if Printable(s) != s {
			b.Fatal("changed")
		}
	}
}
