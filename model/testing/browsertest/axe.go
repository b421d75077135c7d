package browsertest

import (
	"os"
	"testing"

	"github.com/chromedp/chromedp"
)

// judgement gives what breaks the rules of WCAG 2.2 AA, a line each.
const judgement = `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}).then((r) => r.violations.map((v) => v.id + ": " + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120)).join(" | ")).join("\n"))`

// An Axe is the script of axe-core, which judges whether a page is accessible.
type Axe string

// ReadAxe reads the file that ZHENGGAI_AXE names. It skips the test where it names none.
func ReadAxe(t *testing.T) Axe {
	t.Helper()
	file := os.Getenv("ZHENGGAI_AXE")
	if file == "" {
		t.Skip("ZHENGGAI_AXE names no axe.min.js: accessibility is not judged by a tool")
	}
	script, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return Axe(script)
}

// Accessible fails the test where the page breaks the rules of WCAG 2.2 AA.
func (b *Tab) Accessible(what string, axe Axe) {
	b.t.Helper()
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](string(axe)+"\n;'loaded'")); err != nil {
		b.t.Fatal(err)
	}
	found, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](judgement, chromedp.EvalAwaitPromise))
	if err != nil || found != "" {
		b.t.Errorf("%s: %v\n%s", what, err, found)
	}
}
