package page

import (
	"testing"

	"zhenggai/model/testing/browsertest"
)

const (
	count = `document.getElementById("count").textContent`
	shown = `[...document.querySelectorAll("#misses > li")].filter((li) => li.offsetHeight > 0).length`
)

// TestBrowser uses the page as a person would: chooses differences and changes the language.
func TestBrowser(t *testing.T) {
	b := browsertest.OpenFile(t, written(t, reports(t)))
	b.Want("count", count, "12 处，共 12 处")
	b.Choose("notice", "a.txt")
	b.Want("differences of a notice", shown, "3")
	b.Choose("sort", "wrong")
	b.Want("those that are wrong", shown, "1")
	b.Choose("kind", "policies")
	b.Want("those of another kind", shown, "0")
	b.Want("count of none", count, "0 处，共 12 处")

	b.Click(`#by-kind a[data-value="policies"]`)
	b.Want("differences of a kind from its row", shown, "2")
	b.Click(`#by-notice a[data-value="c.txt"]`)
	b.Want("differences of a notice from its row", shown, "9")
	b.Want("place in the page", `location.hash`, "#differences")

	b.Click("#language")
	b.Want("count in English", count, "9 of 12 differences")
	b.Want("kind in English", `document.querySelector("#kind option:checked").textContent`, "all")
	b.Want("headings in English", `getComputedStyle(document.querySelector("h2 .zh")).display`, "none")
	b.Sound()
}

// TestHostileInBrowser opens the page of a notice full of scripts.
func TestHostileInBrowser(t *testing.T) {
	b := browsertest.OpenFile(t, written(t, hostileReports(t)))
	b.Want("scripts", `document.scripts.length`, "1")
	b.Want("pictures", `document.images.length`, "0")
	b.Want("mark", `[...document.querySelectorAll("mark")].some((m) => m.textContent.includes("onerror=alert(2)>&共33"))`, "true")
	b.Choose("notice", hostile)
	b.Want("differences of the notice", shown+` === document.querySelectorAll("#misses > li").length`, "true")
	b.Sound()
}

// TestScreens looks at the page on a small screen, in the dark and in print.
func TestScreens(t *testing.T) {
	b := browsertest.OpenFile(t, written(t, append(reports(t), hostileReports(t)...)))
	b.Picture("eval")
	b.Fits("the page")
	b.Size(360, 740)
	b.Fits("the page at 360 px")
	b.Want("differences at 360 px", `Math.max(...[...document.querySelectorAll("#misses *")].map((e) => e.getBoundingClientRect().right)) <= 360`, "true")
	b.Picture("eval-360")
	b.Size(1200, 900)
	const paper = `getComputedStyle(document.body).backgroundColor`
	b.Want("paper", paper, "rgb(255, 255, 255)")
	b.Media("", "dark")
	b.Want("dark paper", paper, "rgb(18, 22, 28)")
	b.Picture("eval-dark")
	b.Media("print", "")
	b.Want("search in print", `getComputedStyle(document.querySelector("form")).display`, "none")
	b.Sound()
}
