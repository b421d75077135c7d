package review

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"zhenggai/model/corrections"
	"zhenggai/model/testing/browsertest"
)

// press presses keys one after the other, each of which may lead to another page.
func press(t *testing.T, b *browsertest.Tab, keys string) {
	t.Helper()
	for _, k := range keys {
		b.Want("ready", `document.documentElement.dataset.ready`, "1")
		b.Press(string(k))
		time.Sleep(300 * time.Millisecond) // until the answer begins to come, if the key sends a form
	}
}

const here = `(document.querySelector(".r.here") || {}).id`

// TestBrowse finds a notice and goes from text to record and back.
func TestBrowse(t *testing.T) {
	h, _ := serve(t)
	b := h.browse(t)
	b.Open("/")
	b.Type("#search", "虚构7县\r")
	b.Want("found", `document.querySelector("[role=status]").textContent.trim().slice(0, 7)`, "1 / 130")
	b.Click("tbody a")
	b.Want("title", `document.querySelector("h1").textContent`, "虚构7县整改通报")
	b.Want("marks", `[...document.querySelectorAll("#text .m")].map((e) => e.textContent).join("|")`, "（一）关于学位不足的问题|2310个|300张")
	b.Want("colours", `getComputedStyle(document.querySelector(".m.indicator")).backgroundColor !== getComputedStyle(document.querySelector(".m.problem")).backgroundColor`, "true")
	b.Click("#t-r-i2")
	b.Want("record of the words", here, "r-i2")
	b.Click("#r-i1 h2 a")
	b.Want("words of the record", `document.querySelector(".m.here").textContent`, "2310个")
	b.Open("/queue")
	b.Click(".queue a")
	b.Want("record of a doubt", here, "r-i1")
	b.Sound()
}

// TestKeyFromElsewhere follows a link to the address with the key from a page of another site, and comes without the key from another
// profile.
func TestKeyFromElsewhere(t *testing.T) {
	h, _ := serve(t)
	elsewhere := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		fmt.Fprintf(w, `<a href="%s">review</a>`, h.address)
	}))
	defer elsewhere.Close()
	b := browsertest.Start(t, strings.Replace(elsewhere.URL, "127.0.0.1", "localhost", 1))
	b.Open("/")
	b.Eval(`document.querySelector("a").click()`)
	b.Want("the list", `document.querySelector("[role=status]").textContent.trim().slice(0, 9)`, "130 / 130")
	b.Want("the address", `location.href`, h.base+"/")
	b.Want("what came before", `document.referrer`, "")
	stranger := browsertest.Start(t, h.base)
	stranger.Open("/notice/5")
	stranger.Want("what to do", `document.body.textContent.includes("?key=")`, "true")
}

// TestKeyboard confirms, corrects, undoes and goes on by keys alone.
func TestKeyboard(t *testing.T) {
	h, file := serve(t)
	b := h.browse(t)
	b.Open("/notice/5")
	press(t, b, "jj")
	b.Want("second record", here, "r-i1")
	press(t, b, "c")
	b.Want("confirmed", `document.querySelector("#r-i1 .badge .zh").textContent`, "已确认")
	b.Want("still there", here, "r-i1")
	press(t, b, "e")
	b.Want("first field", `document.activeElement.name`, "set.value")
	b.Eval(`document.activeElement.select()`)
	b.Press("2400\r")
	b.Want("corrected", `document.querySelector("#r-i1 p .zh").textContent`, "学位 公办学位 2400个")
	press(t, b, "u")
	b.Want("undone", `document.querySelector("#r-i1 p .zh").textContent`, "学位 公办学位 2310个")
	press(t, b, "jjjx")
	b.Want("rejected", `document.getElementById("r-i2") === null`, "true")
	press(t, b, "u")
	b.Want("back", `document.getElementById("r-i2") !== null`, "true")
	press(t, b, "?")
	b.Want("help", `document.getElementById("keys").open`, "true")
	b.Press("\u001b")
	b.Want("help closed", `document.getElementById("keys").open`, "false")
	press(t, b, "n")
	b.Want("next notice", `location.pathname`, "/notice/6")
	press(t, b, "p/")
	b.Want("search", `location.pathname`, "/")
	list, _, err := corrections.ReadFile(file, nil)
	if err != nil || len(list) != 5 {
		t.Errorf("%d lines, %v", len(list), err)
	}
	b.Sound()
}

// TestUnfoldWhy shows and hides how a record came about, by key and by pointer, in both languages.
func TestUnfoldWhy(t *testing.T) {
	h, _ := serve(t)
	b := h.browse(t)
	b.Open("/notice/5")
	const shown = `[...document.querySelectorAll(".reasons")].filter((e) => !e.hidden).map((e) => e.closest(".r").id).join()`
	press(t, b, "jjw")
	b.Want("the record that keys act on", shown, "r-i1")
	b.Want("its words", `document.querySelector("#r-i1 .reasons .zh").textContent.slice(0, 7)`, "i1 由它命名")
	b.Want("expanded", `document.querySelector("#r-i1 .why").getAttribute("aria-expanded")`, "true")
	b.Want("still there", here, "r-i1")
	press(t, b, "w")
	b.Want("hidden", shown, "")
	b.Want("not expanded", `document.querySelector("#r-i1 .why").getAttribute("aria-expanded")`, "false")
	b.Click("#r-i2 .why")
	b.Want("by the pointer", shown, "r-i2")
	b.Eval(`document.querySelector("#r-i1 .why").focus()`)
	b.Press("\r")
	b.Want("by Enter", shown, "r-i1,r-i2")
	b.Open("/notice/5?why=r-p1")
	b.Want("without the script", shown, "r-p1")
	b.Click("header form button")
	b.Want("in English", `document.querySelector("#r-p1 .reasons .en") ? document.documentElement.lang : "lost"`, "en")
	b.Sound()
}

// TestAdd marks words of the text and adds a record of them.
func TestAdd(t *testing.T) {
	h, _ := serve(t)
	b := h.browse(t)
	b.Open("/notice/5")
	b.Eval(`(() => { const s = getSelection(), n = [...document.getElementById("text").childNodes].pop(), r = document.createRange(); r.setStart(n, 0); r.setEnd(n, n.length); s.removeAllRanges(); s.addRange(r); })()`)
	b.Eval(`(() => { const s = getSelection(), t = document.createTreeWalker(document.getElementById("text"), NodeFilter.SHOW_TEXT); let n, at = null; while ((n = t.nextNode())) { const i = n.data.indexOf("增加床位"); if (i >= 0) at = [n, i]; } const r = document.createRange(); r.setStart(...at); r.setEnd(at[0], at[1] + 4); s.removeAllRanges(); s.addRange(r); })()`)
	press(t, b, "a")
	b.Want("words", `document.querySelector("#add form").elements.words.value`, "增加床位")
	b.Eval(`(() => { const f = document.querySelector("#add form"); f.elements["set.value"].value = "7"; f.elements["set.unit"].value = "项"; f.requestSubmit(); })()`)
	b.Want("added", `[...document.querySelectorAll(".r.indicator .badge .zh")].map((e) => e.textContent).join()`, "人工补录")
	b.Want("marked", `[...document.querySelectorAll("#text .m.indicator")].map((e) => e.textContent).join("|")`, "2310个|增加床位|300张")
	b.Sound()
}

// TestTwoTabs corrects in one tab what another has open.
func TestTwoTabs(t *testing.T) {
	h, file := serve(t)
	first := h.browse(t)
	second := first.Another()
	first.Open("/notice/5")
	second.Open("/notice/5")
	press(t, first, "jjc")
	first.Want("confirmed in the first", `document.querySelectorAll(".badge").length`, "1")
	press(t, second, "jjjc")
	second.Want("both in the second", `document.querySelectorAll(".badge").length`, "2")
	first.Open("/notice/5")
	first.Want("both in the first", `document.querySelectorAll(".badge").length`, "2")
	if list, _, err := corrections.ReadFile(file, nil); err != nil || len(list) != 2 {
		t.Errorf("%d lines, %v", len(list), err)
	}
}

// TestSmallScreen looks at all pages at 360 px, and at what a screen reader needs.
func TestSmallScreen(t *testing.T) {
	h, _ := serve(t)
	b := h.browse(t)
	b.Size(1300, 900)
	b.Open("/notice/5")
	b.Picture("review")
	b.Size(360, 740)
	for _, path := range []string{"/", "/queue", "/notice/5?why=r-i1", "/notice/0"} {
		b.Open(path)
		b.Fits(path)
		b.Want("fields without a label on "+path, `[...document.querySelectorAll("input:not([type=hidden]), select")].filter((e) => !e.labels.length).length`, "0")
		b.Want("buttons without a name on "+path, `[...document.querySelectorAll("button, a")].filter((e) => !e.textContent.trim()).length`, "0")
		b.Want("ids that stand twice on "+path, `(() => { const ids = [...document.querySelectorAll("[id]")].map((e) => e.id); return ids.length - new Set(ids).size; })()`, "0")
		b.Want("headings of the first order on "+path, `document.querySelectorAll("h1").length`, "1")
	}
	b.Picture("review-360")
	b.Click("header form button")
	b.Want("language", `document.documentElement.lang`, "en")
	b.Want("the same page", `location.pathname`, "/notice/0")
	b.Sound()
}

// TestAccessible has axe-core, whose file the environment names, judge the pages by WCAG 2.2 AA.
func TestAccessible(t *testing.T) {
	axe := browsertest.ReadAxe(t)
	h, _ := serve(t)
	b := h.browse(t)
	for _, scheme := range []string{"light", "dark"} {
		b.Media("", scheme)
		for _, path := range []string{"/", "/queue", "/notice/5?why=r-i1", "/notice/0"} {
			b.Open(path)
			b.Accessible(path+", "+scheme, axe)
		}
	}
}
