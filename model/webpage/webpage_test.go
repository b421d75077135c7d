package webpage

import (
	"crypto/sha256"
	"encoding/base64"
	"html"
	"strings"
	"testing"
)

// written returns a page of no more than its head and its end.
func written(t *testing.T, p *Page) string {
	t.Helper()
	tmpl, err := Parts().New("page").Parse(`{{template "start" .}}{{template "t" (say "中" "<en>")}}{{template "end" .}}`)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := tmpl.Execute(&b, p); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// between returns the text after one mark and before another.
func between(text, after, before string) string {
	_, text, _ = strings.Cut(text, after)
	text, _, _ = strings.Cut(text, before)
	return text
}

// TestPolicy hashes the script as a browser does, from what stands between its tags.
func TestPolicy(t *testing.T) {
	page := written(t, &Page{Script: "if (1 < 2 && \"虚构\") f();\n"})
	sum := sha256.Sum256([]byte(between(page, "<script>", "</script>")))
	policy := html.UnescapeString(between(page, `http-equiv="Content-Security-Policy" content="`, `"`))
	if want := "script-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'"; !strings.Contains(policy, want) {
		t.Errorf("the policy %q lacks %q", policy, want)
	}
}

func TestHead(t *testing.T) {
	page := written(t, &Page{Title: "</title>&", Program: "zhenggai", Lang: "en", Style: "b { --x: 1; }"})
	for _, want := range []string{
		`<html lang="en">`, "<title>&lt;/title&gt;&amp; – zhenggai</title>", "b { --x: 1; }</style>",
		`<span class="zh" lang="zh">中</span><span class="en" lang="en">&lt;en&gt;</span>`,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s:\n%s", want, page)
		}
	}
}
