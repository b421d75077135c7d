package review

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"

	"zhenggai/model/corrections"
)

// A tab is a page in Chromium, and what went wrong in it.
type tab struct {
	t    *testing.T
	ctx  context.Context
	base string

	mu    sync.Mutex
	wrong []string
}

// browse starts Chromium and opens a tab. It skips the test where there is none.
func browse(t *testing.T, base string) *tab {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil && path == "" {
			path = found
		}
	}
	if path == "" {
		t.Skip("no Chromium here: the pages are not tried in a browser")
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox)
	allocator, stop := chromedp.NewExecAllocator(t.Context(), opts...)
	t.Cleanup(stop)
	return openTab(t, allocator, base)
}

// openTab opens a tab, in the browser of the context where that has one.
func openTab(t *testing.T, parent context.Context, base string) *tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(parent)
	t.Cleanup(cancel)
	ctx, end := context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(end)
	b := &tab{t: t, ctx: ctx, base: base}
	b.do(chromedp.EmulateViewport(1300, 900))
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		t.Fatal(err)
	}
	return b
}

// hear takes note of errors, and of requests to others.
func (b *tab) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		b.wrong = append(b.wrong, fmt.Sprint("exception: ", e.ExceptionDetails.Text))
	case *runtime.EventConsoleAPICalled:
		b.wrong = append(b.wrong, fmt.Sprint("console: ", e.Type))
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, b.base) {
			b.wrong = append(b.wrong, "request: "+e.Request.URL)
		}
	}
}

func (b *tab) sound() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range b.wrong {
		b.t.Error(s)
	}
}

func (b *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

func (b *tab) open(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.base + path))
}

func (b *tab) eval(expression string) string {
	b.t.Helper()
	s, err := chromedp.Run(b.ctx, chromedp.Evaluate[string]("String("+expression+")"))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return s
}

// want waits until an expression of the page gives what it should.
func (b *tab) want(what, expression, want string) {
	b.t.Helper()
	got := ""
	for range 100 {
		var err error
		got, err = chromedp.Run(b.ctx, chromedp.Evaluate[string]("String("+expression+")"))
		if err != nil {
			got = err.Error() // as while a page gives way to the next
		}
		if got == want {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	b.t.Errorf("%s: %q, want %q", what, got, want)
}

// keys presses keys one after the other, each of which may lead to another page.
func (b *tab) keys(keys string) {
	b.t.Helper()
	for _, k := range keys {
		b.want("ready", `document.documentElement.dataset.ready`, "1")
		b.do(chromedp.KeyEvent(string(k)))
		time.Sleep(300 * time.Millisecond) // until the answer begins to come, if the key sends a form
	}
}

func (b *tab) picture(name string) {
	b.t.Helper()
	dir := os.Getenv("ZHENGGAI_PICTURES")
	if dir == "" {
		return
	}
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, name+".png"), png, 0o644)
	}
	if err != nil {
		b.t.Fatal(err)
	}
}

const here = `(document.querySelector(".r.here") || {}).id`

// TestBrowse finds a notice and goes from text to record and back.
func TestBrowse(t *testing.T) {
	base, _ := serve(t)
	b := browse(t, base)
	b.open("/")
	b.do(chromedp.SendKeys("#search", "虚构7县\r"))
	b.want("found", `document.querySelector("[role=status]").textContent.trim().slice(0, 7)`, "1 / 130")
	b.do(chromedp.Click("tbody a"))
	b.want("title", `document.querySelector("h1").textContent`, "虚构7县整改通报")
	b.want("marks", `[...document.querySelectorAll("#text .m")].map((e) => e.textContent).join("|")`, "（一）关于学位不足的问题|2310个|300张")
	b.want("colours", `getComputedStyle(document.querySelector(".m.indicator")).backgroundColor !== getComputedStyle(document.querySelector(".m.problem")).backgroundColor`, "true")
	b.do(chromedp.Click("#t-r-i2"))
	b.want("record of the words", here, "r-i2")
	b.do(chromedp.Click("#r-i1 h2 a"))
	b.want("words of the record", `document.querySelector(".m.here").textContent`, "2310个")
	b.open("/queue")
	b.do(chromedp.Click(".queue a"))
	b.want("record of a doubt", here, "r-i1")
	b.sound()
}

// TestKeyboard confirms, corrects, undoes and goes on by keys alone.
func TestKeyboard(t *testing.T) {
	base, file := serve(t)
	b := browse(t, base)
	b.open("/notice/5")
	b.keys("jj")
	b.want("second record", here, "r-i1")
	b.keys("c")
	b.want("confirmed", `document.querySelector("#r-i1 .badge .zh").textContent`, "已确认")
	b.want("still there", here, "r-i1")
	b.keys("e")
	b.want("first field", `document.activeElement.name`, "set.value")
	b.eval(`document.activeElement.select()`)
	b.do(chromedp.KeyEvent("2400\r"))
	b.want("corrected", `document.querySelector("#r-i1 p .zh").textContent`, "学位 公办学位 2400个")
	b.keys("u")
	b.want("undone", `document.querySelector("#r-i1 p .zh").textContent`, "学位 公办学位 2310个")
	b.keys("jjjx")
	b.want("rejected", `document.getElementById("r-i2") === null`, "true")
	b.keys("u")
	b.want("back", `document.getElementById("r-i2") !== null`, "true")
	b.keys("?")
	b.want("help", `document.getElementById("keys").open`, "true")
	b.do(chromedp.KeyEvent("\u001b"))
	b.want("help closed", `document.getElementById("keys").open`, "false")
	b.keys("n")
	b.want("next notice", `location.pathname`, "/notice/6")
	b.keys("p/")
	b.want("search", `location.pathname`, "/")
	list, _, err := corrections.ReadFile(file)
	if err != nil || len(list) != 5 {
		t.Errorf("%d lines, %v", len(list), err)
	}
	b.sound()
}

// TestAdd marks words of the text and adds a record of them.
func TestAdd(t *testing.T) {
	base, _ := serve(t)
	b := browse(t, base)
	b.open("/notice/5")
	b.eval(`(() => { const s = getSelection(), n = [...document.getElementById("text").childNodes].pop(), r = document.createRange(); r.setStart(n, 0); r.setEnd(n, n.length); s.removeAllRanges(); s.addRange(r); })()`)
	b.eval(`(() => { const s = getSelection(), t = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT); let n, at = null; while ((n = t.nextNode())) { const i = n.data.indexOf("增加床位"); if (i >= 0) at = [n, i]; } const r = document.createRange(); r.setStart(...at); r.setEnd(at[0], at[1] + 4); s.removeAllRanges(); s.addRange(r); })()`)
	b.keys("a")
	b.want("words", `document.querySelector("#add form").elements.words.value`, "增加床位")
	b.eval(`(() => { const f = document.querySelector("#add form"); f.elements["set.value"].value = "7"; f.elements["set.unit"].value = "项"; f.requestSubmit(); })()`)
	b.want("added", `[...document.querySelectorAll(".r.indicator .badge .zh")].map((e) => e.textContent).join()`, "人工补录")
	b.want("marked", `[...document.querySelectorAll("#text .m.indicator")].map((e) => e.textContent).join("|")`, "2310个|增加床位|300张")
	b.sound()
}

// TestTwoTabs corrects in one tab what another has open.
func TestTwoTabs(t *testing.T) {
	base, file := serve(t)
	first := browse(t, base)
	second := openTab(t, first.ctx, base)
	first.open("/notice/5")
	second.open("/notice/5")
	first.keys("jjc")
	first.want("confirmed in the first", `document.querySelectorAll(".badge").length`, "1")
	second.keys("jjjc")
	second.want("both in the second", `document.querySelectorAll(".badge").length`, "2")
	first.do(chromedp.Navigate(base + "/notice/5"))
	first.want("both in the first", `document.querySelectorAll(".badge").length`, "2")
	if list, _, err := corrections.ReadFile(file); err != nil || len(list) != 2 {
		t.Errorf("%d lines, %v", len(list), err)
	}
}

// TestSmallScreen looks at all pages at 360 px, and at what a screen reader needs.
func TestSmallScreen(t *testing.T) {
	base, _ := serve(t)
	b := browse(t, base)
	b.open("/notice/5")
	b.picture("review")
	b.do(chromedp.EmulateViewport(360, 740))
	for _, path := range []string{"/", "/queue", "/notice/5", "/notice/0"} {
		b.open(path)
		b.want("overflow of "+path, `document.documentElement.scrollWidth - document.documentElement.clientWidth`, "0")
		b.want("fields without a label on "+path, `[...document.querySelectorAll("input:not([type=hidden]), select")].filter((e) => !e.labels.length).length`, "0")
		b.want("buttons without a name on "+path, `[...document.querySelectorAll("button, a")].filter((e) => !e.textContent.trim()).length`, "0")
		b.want("ids that stand twice on "+path, `(() => { const ids = [...document.querySelectorAll("[id]")].map((e) => e.id); return ids.length - new Set(ids).size; })()`, "0")
		b.want("headings of the first order on "+path, `document.querySelectorAll("h1").length`, "1")
	}
	b.picture("review-360")
	b.do(chromedp.Click("header form button"))
	b.want("language", `document.documentElement.lang`, "en")
	b.want("the same page", `location.pathname`, "/notice/0")
	b.sound()
}

// TestAccessible has axe-core, whose file the environment names, judge the pages by WCAG 2.2 AA.
func TestAccessible(t *testing.T) {
	file := os.Getenv("ZHENGGAI_AXE")
	if file == "" {
		t.Skip("ZHENGGAI_AXE names no axe.min.js: accessibility is not judged by a tool")
	}
	axe, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	base, _ := serve(t)
	b := browse(t, base)
	const judge = `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}).then((r) => r.violations.map((v) => v.id + ": " + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120)).join(" | ")).join("\n"))`
	for _, scheme := range []string{"light", "dark"} {
		b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
			_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
			return err
		}))
		for _, path := range []string{"/", "/queue", "/notice/5", "/notice/0"} {
			b.open(path)
			if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](string(axe)+"\n;'loaded'")); err != nil {
				t.Fatal(err)
			}
			found, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](judge, chromedp.EvalAwaitPromise))
			if err != nil || found != "" {
				t.Errorf("%s, %s: %v\n%s", path, scheme, err, found)
			}
		}
	}
}
