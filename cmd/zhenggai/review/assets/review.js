"use strict";
(function () {
  const all = (s) => [...document.querySelectorAll(s)], one = (s) => document.querySelector(s);
  const text = one("#text"), keys = one("#keys");
  let here = null;

  // go makes a record the one that keys act on, and shows it in the text.
  function go(record) {
    if (!record) return;
    all(".here").forEach((e) => e.classList.remove("here"));
    here = record;
    here.classList.add("here");
    here.focus({ preventScroll: true });
    here.scrollIntoView({ block: "nearest" });
    const mark = document.getElementById(here.dataset.text);
    all(`[data-record="${here.id}"]`).forEach((e) => e.classList.add("here"));
    if (mark) mark.scrollIntoView({ block: "nearest" });
  }

  function step(by) {
    const records = all(".r:not(.whole)");
    if (!records.length) return;
    const i = here ? records.indexOf(here) + by : by > 0 ? 0 : records.length - 1;
    go(records[Math.min(Math.max(i, 0), records.length - 1)]);
  }

  // marked returns where the marked text begins and ends, in code points, as the server counts.
  function marked() {
    const s = getSelection();
    if (!text || !s.rangeCount || s.isCollapsed) return null;
    const r = s.getRangeAt(0);
    if (!text.contains(r.startContainer) || !text.contains(r.endContainer)) return null;
    const before = document.createRange();
    before.selectNodeContents(text);
    before.setEnd(r.startContainer, r.startOffset);
    const start = [...before.toString()].length, words = r.toString();
    return { start, end: start + [...words].length, words };
  }

  // add opens the forms for a record that is not there yet, filled in with the marked text.
  function add() {
    const m = marked();
    if (!m) return;
    for (const form of all("#add form")) {
      form.elements.start.value = m.start;
      form.elements.end.value = m.end;
      form.elements.words.value = m.words;
      const number = m.words.replace(/,/g, "").match(/^\D*(\d+(?:\.\d+)?)\s*(\S*)$/);
      if (number && form.elements["set.unit"]) [form.elements["set.value"].value, form.elements["set.unit"].value] = [number[1], number[2]];
    }
    one("#add").open = true;
    one("#add .kind").open = true;
    one("#add .kind input[name='set.value']").focus();
  }

  // unfold shows or hides how a record came about. Where the answer does not come the link leads to it.
  async function unfold(link) {
    const record = link.closest(".r"), shown = record.querySelector(".reasons");
    try {
      if (shown) shown.hidden = !shown.hidden;
      else {
        const page = new DOMParser().parseFromString(await (await fetch(`${location.pathname}?why=${record.id}`)).text(), "text/html");
        if (!record.querySelector(".reasons")) link.parentElement.after(page.getElementById(record.id).querySelector(".reasons"));
      }
      link.setAttribute("aria-expanded", String(!record.querySelector(".reasons").hidden));
    } catch { location.href = link.href; }
  }

  const press = (s) => { const b = here && here.querySelector(s); if (b) b.click(); };
  const follow = (rel) => { const a = one(`a[rel="${rel}"]`); if (a) a.click(); };
  const commands = {
    j: () => step(1), k: () => step(-1), c: () => press(".confirm"), x: () => press(".reject"), w: () => press(".why"), a: add, n: () => follow("next"), p: () => follow("prev"),
    e: () => { const d = here && here.querySelector(".edit"); if (d) { d.open = true; d.querySelector("label input").focus(); } },
    u: () => { const b = one(".history .undo button"); if (b) b.click(); },
    "/": () => { const s = one("#search"); if (s) s.focus(); else location.href = "/"; },
    "?": () => keys.showModal(),
  };

  document.addEventListener("keydown", (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || keys.open) return;
    if (e.target.closest("input, select, textarea")) { if (e.key === "Escape") e.target.blur(); return; }
    if (commands[e.key]) { e.preventDefault(); commands[e.key](); }
  });
  one("#help").addEventListener("click", () => keys.showModal());
  if (text) {
    text.addEventListener("mouseup", () => { if (marked()) add(); });
    text.addEventListener("click", (e) => {
      const m = e.target.closest(".m");
      if (!m || !getSelection().isCollapsed) return;
      e.preventDefault();
      go(document.getElementById(m.dataset.record));
    });
  }
  // Words that a person types are looked for by the server; marked ones are known by their place.
  for (const form of all("#add form"))
    form.elements.words.addEventListener("input", () => { form.elements.start.value = form.elements.end.value = ""; });
  for (const r of all(".r:not(.whole)")) r.addEventListener("click", (e) => { if (!e.target.closest("button, input, summary, label")) { if (e.target.closest("a")) e.preventDefault(); go(r); if (e.target.closest(".why")) unfold(e.target.closest(".why")); } });
  const target = location.hash && document.getElementById(location.hash.slice(1));
  if (target && target.classList.contains("r")) go(target);
  document.documentElement.dataset.ready = "1"; // for those who use the page by programs
})();
