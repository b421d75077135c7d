package xlsx

import (
	"encoding/xml"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	"zhenggai/model"
)

func TestCut(t *testing.T) {
	tests := []struct {
		in    string
		limit int
		want  string // joined by |
	}{
		{"", 5, ""},
		{"abcde", 5, "abcde"},
		{"abcdef", 5, "abc>>|def"},
		{"一二三四五六", 5, "一二三>>|四五六"},
		{"😀😀😀", 5, "😀>>|😀😀"},
		{"a😀😀", 5, "a😀😀"},
		{"abcdefghijk", 5, "abc>>|def>>|ghijk"},
	}
	for _, test := range tests {
		if got := strings.Join(cut(test.in, ">>", test.limit), "|"); got != test.want {
			t.Errorf("cut(%q, %d) = %q, want %q", test.in, test.limit, got, test.want)
		}
	}
}

func FuzzCut(f *testing.F) {
	f.Add("一二三😀四", uint8(5))
	f.Add(strings.Repeat("a", 100), uint8(20))
	f.Fuzz(func(t *testing.T, s string, n uint8) {
		s = strings.ToValidUTF8(s, "?")
		limit := int(n) + 6
		pieces := cut(s, "…", limit)
		joined := ""
		for i, piece := range pieces {
			if got := len(utf16.Encode([]rune(piece))); got > limit || !utf8.ValidString(piece) {
				t.Errorf("piece of %d units, limit %d", got, limit)
			}
			if i < len(pieces)-1 {
				piece = strings.TrimSuffix(piece, "…")
			}
			joined += piece
		}
		if joined != s {
			t.Errorf("pieces of %q make up %q", s, joined)
		}
	})
}

// unescape reads the text of a cell as a spreadsheet does.
func unescape(t *testing.T, b []byte) string {
	t.Helper()
	var v struct {
		Text string `xml:",chardata"`
	}
	if err := xml.Unmarshal([]byte("<t>"+string(b)+"</t>"), &v); err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile(`_x[0-9a-fA-F]{4}_`).ReplaceAllStringFunc(v.Text, func(s string) string {
		code, _ := strconv.ParseUint(s[2:6], 16, 16)
		return string(rune(code))
	})
}

func FuzzAppendText(f *testing.F) {
	for _, s := range []string{"a<b>&\"c'", "_x000D_", "_x005F_x000D_", "__x0041__x0041_", "]]>", "第一行\n\t二"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = model.Printable(s)
		if got := unescape(t, appendText(nil, s)); got != s {
			t.Errorf("%q reads back as %q", s, got)
		}
	})
}

func TestLines(t *testing.T) {
	tests := []struct {
		text  string
		width int
		want  int
	}{
		{"", 10, 1},
		{"短", 10, 1},
		{"a\nb\nc", 10, 3},
		{strings.Repeat("长", 35), 60, 2},
		{strings.Repeat("长", 100), 60, 3},
		{strings.Repeat("a", 60), 60, 1},
		{"abc", 1, 3},
	}
	for _, test := range tests {
		if got := lines(test.text, test.width); got != test.want {
			t.Errorf("lines(%.10q, %d) = %d, want %d", test.text, test.width, got, test.want)
		}
	}
}

func TestColumnName(t *testing.T) {
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA", 16383: "XFD"} {
		if got := columnName(i); got != want {
			t.Errorf("column %d is %s, want %s", i, got, want)
		}
	}
}
