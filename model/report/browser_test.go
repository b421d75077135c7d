package report

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
)

// A browser is a page in Chromium, and what went wrong in it.
type browser struct {
	t   *testing.T
	ctx context.Context

	mu    sync.Mutex
	wrong []string
}

// open opens a page in Chromium. It skips the test where there is none.
func open(t *testing.T, page string) *browser {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil && path == "" {
			path = found
		}
	}
	if path == "" {
		t.Skip("no Chromium here: the page is not tried in a browser")
	}
	file := filepath.Join(t.TempDir(), "report.html")
	if err := os.WriteFile(file, []byte(page), 0o644); err != nil {
		t.Fatal(err)
	}
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox)
	allocator, stop := chromedp.NewExecAllocator(t.Context(), opts...)
	t.Cleanup(stop)
	ctx, cancel := chromedp.NewContext(allocator)
	t.Cleanup(cancel)
	ctx, end := context.WithTimeout(ctx, 2*time.Minute)
	t.Cleanup(end)
	b := &browser{t: t, ctx: ctx}
	b.do(chromedp.EmulateViewport(1200, 900), b.media("", "light"))
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		t.Fatal(err)
	}
	b.do(chromedp.Navigate("file://" + filepath.ToSlash(file)))
	return b
}

// hear takes note of errors in the console, of exceptions, and of requests for anything but the page.
func (b *browser) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		b.wrong = append(b.wrong, fmt.Sprint("exception: ", e.ExceptionDetails.Text))
	case *runtime.EventConsoleAPICalled:
		b.wrong = append(b.wrong, fmt.Sprint("console: ", e.Type))
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, "file://") {
			b.wrong = append(b.wrong, "request: "+e.Request.URL)
		}
	}
}

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// eval returns what an expression of the page gives, as text.
func (b *browser) eval(expression string) string {
	b.t.Helper()
	s, err := chromedp.Run(b.ctx, chromedp.Evaluate[string]("String("+expression+")"))
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return s
}

// want waits until an expression gives what it should.
func (b *browser) want(what, expression, want string) {
	b.t.Helper()
	got := ""
	for range 100 {
		if got = b.eval(expression); got == want {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	b.t.Errorf("%s: %q, want %q", what, got, want)
}

// picture writes a picture of the page where the environment asks for it.
func (b *browser) picture(name string) {
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

const (
	rowCount  = `document.querySelectorAll("#rows tbody tr").length`
	firstCell = `document.querySelector("#rows tbody tr td:nth-child(%d)").textContent`
)

// TestBrowser uses the page as a person would: sorts, filters, unfolds, turns pages and changes the language.
func TestBrowser(t *testing.T) {
	b := open(t, printed(t, testOptions(t), nil, notices(40)...))
	b.want("rows of the first page", rowCount, "50")
	b.want("count", `document.getElementById("count").textContent`, "120 条，共 120 条")
	b.do(chromedp.Click("#next"))
	b.want("position", `document.getElementById("position").textContent`, "第 2 / 3 页")

	const order = `document.querySelector('[data-sort="3"]').parentElement.getAttribute("aria-sort")`
	b.do(chromedp.Click(`[data-sort="3"]`))
	b.want("first order", order, "ascending")
	b.do(chromedp.Click(`[data-sort="3"]`))
	b.want("largest value", fmt.Sprintf(firstCell, 4), "4000个 增加")
	b.want("order", order, "descending")

	b.do(chromedp.SendKeys("#query", "虚构7县 公办"))
	b.want("rows found", rowCount, "1")
	b.want("value found", fmt.Sprintf(firstCell, 4), "700个 增加")
	b.do(chromedp.Click("#rows tbody button"))
	b.want("evidence", `document.querySelector(".evidence td").textContent`, "扩建学校，新增公办学位700个。— 虚构7县整改通报，中共虚构7县委 in/6.html")
	b.want("mention", `document.querySelector(".evidence mark").textContent`, "700个")
	b.want("unfolded", `document.querySelector("#rows tbody button").getAttribute("aria-expanded")`, "true")
	b.do(chromedp.Click("#rows tbody button"))
	b.want("folded again", rowCount, "1")

	b.eval(`(document.getElementById("query").value = "", document.getElementById("metric").value = "coverage", document.getElementById("metric").dispatchEvent(new Event("change")))`)
	b.want("rows of a metric", `document.getElementById("count").textContent`, "40 条，共 120 条")
	b.do(chromedp.Click("#language"))
	b.want("count in English", `document.getElementById("count").textContent`, "40 of 120 rows")
	b.want("metric in English", fmt.Sprintf(firstCell, 2), "coverage")
	b.want("headings in English", `getComputedStyle(document.querySelector("h2 .zh")).display`, "none")
	b.sound()
}

// TestHostileInBrowser opens a page of a notice full of scripts.
func TestHostileInBrowser(t *testing.T) {
	b := open(t, printed(t, testOptions(t), nil, notices(3)...))
	b.do(chromedp.SendKeys("#query", "alert"), chromedp.Click("#rows tbody button"))
	b.want("evidence", `document.querySelector(".evidence td").textContent.startsWith(`+"`</script>`.replace('<', '<')"+`)`, "true")
	b.want("no link of another kind", `document.querySelectorAll(".evidence a").length`, "0")
	b.want("scripts", `document.scripts.length`, "3")
	b.sound()
}

// sound fails where something went wrong in the page.
func (b *browser) sound() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range b.wrong {
		b.t.Error(s)
	}
}

// TestScreens looks at the page on a small screen, in the dark and in print.
func TestScreens(t *testing.T) {
	b := open(t, printed(t, testOptions(t), nil, notices(40)...))
	b.picture("report")
	const overflow = `document.documentElement.scrollWidth - document.documentElement.clientWidth`
	b.want("overflow", overflow, "0")
	b.do(chromedp.EmulateViewport(360, 740))
	b.want("overflow at 360 px", overflow, "0")
	b.picture("report-360")
	b.do(chromedp.EmulateViewport(1200, 900))
	const paper, ink = `getComputedStyle(document.body).backgroundColor`, `getComputedStyle(document.querySelector("svg text")).fill`
	b.want("paper", paper, "rgb(255, 255, 255)")
	b.want("ink of charts", ink, "rgb(28, 36, 48)")
	b.do(b.media("", "dark"))
	b.want("dark paper", paper, "rgb(18, 22, 28)")
	b.want("ink of charts in the dark", ink, "rgb(230, 234, 240)")
	b.picture("report-dark")
	b.do(b.media("print", ""))
	b.want("search in print", `getComputedStyle(document.querySelector("form")).display`, "none")
	b.sound()
}

// media sets what the page is shown on.
func (b *browser) media(medium, scheme string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Media: medium, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}},
		})
		return err
	})
}

// TestAccessible has axe-core, whose file the environment names, judge the page by WCAG 2.2 AA.
func TestAccessible(t *testing.T) {
	file := os.Getenv("ZHENGGAI_AXE")
	if file == "" {
		t.Skip("ZHENGGAI_AXE names no axe.min.js: accessibility is not judged by a tool")
	}
	axe, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	b := open(t, printed(t, testOptions(t), nil, notices(40)...))
	b.do(chromedp.Click("#rows tbody button"))
	const judge = `axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}).then((r) => r.violations.map((v) => v.id + ": " + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 120)).join(" | ")).join("\n"))`
	if _, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](string(axe)+"\n;'loaded'")); err != nil {
		t.Fatal(err)
	}
	for _, scheme := range []string{"light", "dark"} {
		b.do(b.media("", scheme))
		found, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](judge, chromedp.EvalAwaitPromise))
		if err != nil || found != "" {
			t.Errorf("%s: %v\n%s", scheme, err, found)
		}
	}
}
