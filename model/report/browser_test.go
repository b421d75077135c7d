package report

import (
	"fmt"
	"testing"

	"zhenggai/model/testing/browsertest"
)

const (
	rowCount  = `document.querySelectorAll("#rows tbody tr").length`
	firstCell = `document.querySelector("#rows tbody tr td:nth-child(%d)").textContent`
)

// TestBrowser uses the page as a person would: sorts, filters, unfolds, turns pages and changes the language.
func TestBrowser(t *testing.T) {
	b := browsertest.OpenFile(t, printed(t, testOptions(t), nil, notices(40)...))
	b.Want("rows of the first page", rowCount, "50")
	b.Want("count", `document.getElementById("count").textContent`, "120 条，共 120 条")
	b.Click("#next")
	b.Want("position", `document.getElementById("position").textContent`, "第 2 / 3 页")

	const order = `document.querySelector('[data-sort="3"]').parentElement.getAttribute("aria-sort")`
	b.Click(`[data-sort="3"]`)
	b.Want("first order", order, "ascending")
	b.Click(`[data-sort="3"]`)
	b.Want("largest value", fmt.Sprintf(firstCell, 4), "4000个 增加")
	b.Want("order", order, "descending")

	b.Type("#query", "虚构7县 公办")
	b.Want("rows found", rowCount, "1")
	b.Want("value found", fmt.Sprintf(firstCell, 4), "700个 增加")
	b.Click("#rows tbody button")
	b.Want("evidence", `document.querySelector(".evidence td").textContent`, "扩建学校，新增公办学位700个。— 虚构7县整改通报，中共虚构7县委 in/6.html")
	b.Want("mention", `document.querySelector(".evidence mark").textContent`, "700个")
	b.Want("unfolded", `document.querySelector("#rows tbody button").getAttribute("aria-expanded")`, "true")
	b.Click("#rows tbody button")
	b.Want("folded again", rowCount, "1")

	b.Eval(`(document.getElementById("query").value = "", document.getElementById("metric").value = "coverage", document.getElementById("metric").dispatchEvent(new Event("change")))`)
	b.Want("rows of a metric", `document.getElementById("count").textContent`, "40 条，共 120 条")
	b.Click("#language")
	b.Want("count in English", `document.getElementById("count").textContent`, "40 of 120 rows")
	b.Want("metric in English", fmt.Sprintf(firstCell, 2), "coverage")
	b.Want("headings in English", `getComputedStyle(document.querySelector("h2 .zh")).display`, "none")
	b.Sound()
}

// TestHostileInBrowser opens a page of a notice full of scripts.
func TestHostileInBrowser(t *testing.T) {
	b := browsertest.OpenFile(t, printed(t, testOptions(t), nil, notices(3)...))
	b.Type("#query", "alert")
	b.Click("#rows tbody button")
	b.Want("evidence", `document.querySelector(".evidence td").textContent.startsWith(`+"`</script>`.replace('<', '<')"+`)`, "true")
	b.Want("no link of another kind", `document.querySelectorAll(".evidence a").length`, "0")
	b.Want("scripts", `document.scripts.length`, "3")
	b.Sound()
}

// TestScreens looks at the page on a small screen, in the dark and in print.
func TestScreens(t *testing.T) {
	b := browsertest.OpenFile(t, printed(t, testOptions(t), nil, notices(40)...))
	b.Picture("report")
	b.Fits("the page")
	b.Size(360, 740)
	b.Fits("the page at 360 px")
	b.Picture("report-360")
	b.Size(1200, 900)
	const paper, ink = `getComputedStyle(document.body).backgroundColor`, `getComputedStyle(document.querySelector("svg text")).fill`
	b.Want("paper", paper, "rgb(255, 255, 255)")
	b.Want("ink of charts", ink, "rgb(28, 36, 48)")
	b.Media("", "dark")
	b.Want("dark paper", paper, "rgb(18, 22, 28)")
	b.Want("ink of charts in the dark", ink, "rgb(230, 234, 240)")
	b.Picture("report-dark")
	b.Media("print", "")
	b.Want("search in print", `getComputedStyle(document.querySelector("form")).display`, "none")
	b.Sound()
}

// TestAccessible has axe-core, whose file the environment names, judge the page by WCAG 2.2 AA.
func TestAccessible(t *testing.T) {
	axe := browsertest.ReadAxe(t)
	b := browsertest.OpenFile(t, printed(t, testOptions(t), nil, notices(40)...))
	b.Click("#rows tbody button")
	for _, scheme := range []string{"light", "dark"} {
		b.Media("", scheme)
		b.Accessible(scheme, axe)
	}
}
