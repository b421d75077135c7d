package decode

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// fonts returns n formatting elements that are not closed.
func fonts(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, "<font size=%d>", i)
	}
	return b.String()
}

func TestElements(t *testing.T) {
	body := strings.Repeat("<p>整改。", 300)
	for _, test := range []struct{ name, page, code string }{
		{"within the limit", "<html><div>" + body, ""},
		{"too many tags", "<html>" + strings.Repeat("<div></div>", 400) + body, "html.elements"},
		{"formatting that is repeated", "<html>" + fonts(10) + body, "html.elements"},
		{"formatting that is closed", "<html>" + strings.Repeat("<font size=1></font>", 50) + body, ""},
	} {
		page, err := Decode(t.Context(), []byte(test.page), Hint{}, nil, Limits{Elements: 1000})
		if err != nil {
			t.Fatal(err)
		}
		if len(page.Blocks) != 300 || page.Blocks[299].Text != "整改。" {
			t.Errorf("%s: %d blocks", test.name, len(page.Blocks))
		}
		if got := len(page.Diagnostics) > 0; got != (test.code != "") || got && page.Diagnostics[0].Code != test.code {
			t.Errorf("%s: %+v", test.name, page.Diagnostics)
		}
	}
}

// TestRepeatedFormatting reads a page whose tree would have five hundred times its elements.
func TestRepeatedFormatting(t *testing.T) {
	page, err := Decode(t.Context(), []byte("<html>"+fonts(500)+strings.Repeat("<p>整改。", 50_000)), Hint{}, nil, Limits{})
	if err != nil || len(page.Blocks) != 50_000 || !hasDiagnostic(page, "html.elements") {
		t.Errorf("%d blocks, %v", len(page.Blocks), err)
	}
}

func TestTextLimit(t *testing.T) {
	for _, source := range []string{"一二三四\n五六", "<html><p>一二三四<p>五六"} {
		page, err := Decode(t.Context(), []byte(source), Hint{}, nil, Limits{Text: 10})
		if err != nil || len(page.Blocks) != 1 || page.Blocks[0].Text != "一二三" || !hasDiagnostic(page, "input.too_large") {
			t.Errorf("%q gives %q, %+v, %v", source, texts(page), page, err)
		}
	}
}

// FuzzWithoutFormatting insists that no formatting element is left or made.
func FuzzWithoutFormatting(f *testing.F) {
	for _, s := range []string{"<p><b>整</b>改", "<<b>font size=1>整", "<b", "</i><s:p a='>'>", "<b<i>>", "<B/><STRONG\n>一"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, page string) {
		got := withoutFormatting(page)
		eachTag(got, func(tag string) bool {
			if isFormatting(tag) {
				t.Errorf("%q has formatting left: %q", page, got)
			}
			return true
		})
		if strings.Count(got, "<") > strings.Count(page, "<") {
			t.Errorf("%q has more tags than %q", got, page)
		}
	})
}

// FuzzScript insists that what is found in a script is a part of it that ends where a string does.
func FuzzScript(f *testing.F) {
	for _, s := range []string{`{"content":"\u003cp\u003e整改。\u003c/p\u003e","a":1}`, `":"</p>`, `":"\"</b>\"`, `a":  "<br"`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, script string) {
		got := longestMarkup(script)
		if !strings.Contains(script, got) || got != "" && (!isQuote(got[0]) || stringEnd(got) != len(got)) || !utf8.ValidString(unquoted(strings.ToValidUTF8(got, ""))) {
			t.Errorf("%q of %q", got, script)
		}
	})
}
