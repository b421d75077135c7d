package page

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
	"github.com/chromedp/cdproto/log"
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

// chromium returns the program, or skips the test where there is none.
func chromium(t *testing.T) string {
	t.Helper()
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if path, err := exec.LookPath(name); err == nil {
			return path
		}
	}
	t.Skip("no Chromium here: the page is not tried in a browser")
	return ""
}

// open opens a page in Chromium.
func open(t *testing.T, page string) *browser {
	t.Helper()
	path := chromium(t)
	file := filepath.Join(t.TempDir(), "eval.html")
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
	b.do(chromedp.EmulateViewport(1200, 900))
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		t.Fatal(err)
	}
	b.do(chromedp.Navigate("file://" + filepath.ToSlash(file)))
	return b
}

// hear takes note of errors in the console and the log, of exceptions, and of requests for anything but the page.
func (b *browser) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		b.wrong = append(b.wrong, fmt.Sprint("exception: ", e.ExceptionDetails.Text))
	case *runtime.EventConsoleAPICalled:
		b.wrong = append(b.wrong, fmt.Sprint("console: ", e.Type))
	case *log.EventEntryAdded:
		b.wrong = append(b.wrong, "log: "+e.Entry.Text)
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, "file://") {
			b.wrong = append(b.wrong, "request: "+e.Request.URL)
		}
	}
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

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.t.Fatal(err)
	}
}

// want insists on what an expression of the page gives, as text.
func (b *browser) want(what, expression, want string) {
	b.t.Helper()
	got := ""
	for range 100 { // the page may still be answering
		var err error
		if got, err = chromedp.Run(b.ctx, chromedp.Evaluate[string]("String("+expression+")")); err != nil {
			b.t.Fatalf("%s: %v", expression, err)
		}
		if got == want {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	b.t.Errorf("%s: %q, want %q", what, got, want)
}

// choose chooses from a list, as a person would.
func (b *browser) choose(list, value string) {
	b.t.Helper()
	b.want("choice of "+list, fmt.Sprintf(`(() => {
		const list = document.getElementById(%q);
		list.value = %q;
		list.dispatchEvent(new Event("change"));
		return list.value;
	})()`, list, value), value)
}

// media sets what the page is shown on.
func (b *browser) media(medium, scheme string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Media: medium, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
		})
		return err
	})
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
	count = `document.getElementById("count").textContent`
	shown = `[...document.querySelectorAll("#misses > li")].filter((li) => li.offsetHeight > 0).length`
)

// TestBrowser uses the page as a person would: chooses differences and changes the language.
func TestBrowser(t *testing.T) {
	b := open(t, written(t, reports(t)))
	b.want("count", count, "12 处，共 12 处")
	b.choose("notice", "a.txt")
	b.want("differences of a notice", shown, "3")
	b.choose("sort", "wrong")
	b.want("those that are wrong", shown, "1")
	b.choose("kind", "policies")
	b.want("those of another kind", shown, "0")
	b.want("count of none", count, "0 处，共 12 处")

	b.do(chromedp.Click(`#by-kind a[data-value="policies"]`))
	b.want("differences of a kind from its row", shown, "2")
	b.do(chromedp.Click(`#by-notice a[data-value="c.txt"]`))
	b.want("differences of a notice from its row", shown, "9")
	b.want("place in the page", `location.hash`, "#differences")

	b.do(chromedp.Click("#language"))
	b.want("count in English", count, "9 of 12 differences")
	b.want("kind in English", `document.querySelector("#kind option:checked").textContent`, "all")
	b.want("headings in English", `getComputedStyle(document.querySelector("h2 .zh")).display`, "none")
	b.sound()
}

// TestHostileInBrowser opens the page of a notice full of scripts.
func TestHostileInBrowser(t *testing.T) {
	b := open(t, written(t, hostileReports(t)))
	b.want("scripts", `document.scripts.length`, "1")
	b.want("pictures", `document.images.length`, "0")
	b.want("mark", `[...document.querySelectorAll("mark")].some((m) => m.textContent.includes("onerror=alert(2)>&共33"))`, "true")
	b.choose("notice", hostile)
	b.want("differences of the notice", shown+` === document.querySelectorAll("#misses > li").length`, "true")
	b.sound()
}

// TestScreens looks at the page on a small screen, in the dark and in print.
func TestScreens(t *testing.T) {
	b := open(t, written(t, append(reports(t), hostileReports(t)...)))
	const overflow = `document.documentElement.scrollWidth - document.documentElement.clientWidth`
	b.picture("eval")
	b.want("overflow", overflow, "0")
	b.do(chromedp.EmulateViewport(360, 740))
	b.want("overflow at 360 px", overflow, "0")
	b.want("differences at 360 px", `Math.max(...[...document.querySelectorAll("#misses *")].map((e) => e.getBoundingClientRect().right)) <= 360`, "true")
	b.picture("eval-360")
	b.do(chromedp.EmulateViewport(1200, 900))
	const paper = `getComputedStyle(document.body).backgroundColor`
	b.want("paper", paper, "rgb(255, 255, 255)")
	b.do(b.media("", "dark"))
	b.want("dark paper", paper, "rgb(18, 22, 28)")
	b.picture("eval-dark")
	b.do(b.media("print", ""))
	b.want("search in print", `getComputedStyle(document.querySelector("form")).display`, "none")
	b.sound()
}
