// Package browsertest lets tests use pages in Chromium as a person would, and tells what went wrong in them.
package browsertest

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

// patience is how long a test may have a tab, so that a browser that hangs does not hold up the others.
const patience = 2 * time.Minute

// A Tab is a tab of Chromium with the pages of one address, and what went wrong in it.
type Tab struct {
	t    *testing.T
	ctx  context.Context
	base string // how addresses begin of what the pages may ask for

	mu    sync.Mutex
	wrong []string
}

// Start starts Chromium with a tab for the pages of an address. It skips the test where there is no Chromium.
func Start(t *testing.T, base string) *Tab {
	t.Helper()
	opts := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(chromium(t)), chromedp.NoSandbox)
	allocator, stop := chromedp.NewExecAllocator(t.Context(), opts...)
	t.Cleanup(stop)
	return newTab(t, allocator, base)
}

// OpenFile starts Chromium with a page that is one file.
func OpenFile(t *testing.T, page string) *Tab {
	t.Helper()
	b := Start(t, "file://")
	file := filepath.Join(t.TempDir(), "page.html")
	if err := os.WriteFile(file, []byte(page), 0o644); err != nil {
		t.Fatal(err)
	}
	b.Open(filepath.ToSlash(file))
	return b
}

// Another opens another tab of the same browser.
func (b *Tab) Another() *Tab {
	b.t.Helper()
	return newTab(b.t, b.ctx, b.base)
}

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

// newTab opens a tab, in the browser of the context where that has one.
func newTab(t *testing.T, parent context.Context, base string) *Tab {
	t.Helper()
	ctx, cancel := chromedp.NewContext(parent)
	t.Cleanup(cancel)
	ctx, end := context.WithTimeout(ctx, patience)
	t.Cleanup(end)
	b := &Tab{t: t, ctx: ctx, base: base}
	b.Size(1200, 900)
	b.Media("", "light")
	if err := chromedp.Listen(ctx, b.hear); err != nil {
		t.Fatal(err)
	}
	return b
}

// hear takes note of errors in the console and the log, of exceptions, and of requests for anything but the pages.
func (b *Tab) hear(event any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		b.wrong = append(b.wrong, fmt.Sprint("exception: ", e.ExceptionDetails.Text))
	case *runtime.EventConsoleAPICalled:
		b.wrong = append(b.wrong, fmt.Sprint("console: ", e.Type))
	case *log.EventEntryAdded:
		if e.Entry.URL != b.base+"/favicon.ico" { // which the browser asks for by itself
			b.wrong = append(b.wrong, fmt.Sprint("log: ", e.Entry.Text, " ", e.Entry.URL))
		}
	case *network.EventRequestWillBeSent:
		if !strings.HasPrefix(e.Request.URL, b.base) {
			b.wrong = append(b.wrong, "request: "+e.Request.URL)
		}
	}
}

// Sound fails the test where something went wrong in the tab.
func (b *Tab) Sound() {
	b.t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, s := range b.wrong {
		b.t.Error(s)
	}
}

func (b *Tab) do(step chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, step); err != nil {
		b.t.Fatal(err)
	}
}

// Open opens the page of a path.
func (b *Tab) Open(path string) {
	b.t.Helper()
	b.do(chromedp.Navigate(b.base + path))
}

// Click clicks on the first element that a selector finds.
func (b *Tab) Click(selector string) {
	b.t.Helper()
	b.do(chromedp.Click(selector))
}

// Type types into the first element that a selector finds.
func (b *Tab) Type(selector, text string) {
	b.t.Helper()
	b.do(chromedp.SendKeys(selector, text))
}

// Press presses keys, wherever the page has its focus.
func (b *Tab) Press(keys string) {
	b.t.Helper()
	b.do(chromedp.KeyEvent(keys))
}

// Choose chooses from the list of an id.
func (b *Tab) Choose(list, value string) {
	b.t.Helper()
	b.Want("choice of "+list, fmt.Sprintf(`(() => {
		const list = document.getElementById(%q);
		list.value = %q;
		list.dispatchEvent(new Event("change"));
		return list.value;
	})()`, list, value), value)
}

// Size sets how large the screen is.
func (b *Tab) Size(width, height int64) {
	b.t.Helper()
	b.do(chromedp.EmulateViewport(width, height))
}

// Media sets what the pages are shown on: a medium (print, or nothing for a screen), and a scheme of colours. Nothing moves, so that
// a test need not wait for what does.
func (b *Tab) Media(medium, scheme string) {
	b.t.Helper()
	b.do(chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Media: medium, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}, {Name: "prefers-reduced-motion", Value: "reduce"}},
		})
		return err
	}))
}

// Eval returns what an expression of the page gives, as text.
func (b *Tab) Eval(expression string) string {
	b.t.Helper()
	s, err := b.text(expression)
	if err != nil {
		b.t.Fatalf("%s: %v", expression, err)
	}
	return s
}

func (b *Tab) text(expression string) (string, error) {
	return chromedp.Run(b.ctx, chromedp.Evaluate[string]("String("+expression+")"))
}

// Want waits until an expression gives what it should, as the page may still be answering.
func (b *Tab) Want(what, expression, want string) {
	b.t.Helper()
	got := ""
	for range 100 {
		var err error
		if got, err = b.text(expression); err != nil {
			got = err.Error() // as while a page gives way to the next
		}
		if got == want {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	b.t.Errorf("%s: %q, want %q", what, got, want)
}

// Fits insists that the page is no wider than the screen.
func (b *Tab) Fits(what string) {
	b.t.Helper()
	b.Want("overflow of "+what, `document.documentElement.scrollWidth - document.documentElement.clientWidth`, "0")
}

// Picture writes a picture of the page into the folder that ZHENGGAI_PICTURES names, if it does.
func (b *Tab) Picture(name string) {
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
