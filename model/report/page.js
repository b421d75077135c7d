"use strict";
(function () {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const phrases = read("phrases"), data = read("data");
  const at = (id) => document.getElementById(id);
  const size = 50;
  const PLACE = 0, ISSUER = 1, YEAR = 2, TITLE = 3, SOURCE = 4;
  const say = {
    zh: { all: "全部", unnamed: "（未命名）", show: "依据", found: (n, all) => `${n} 条，共 ${all} 条`, page: (i, n) => `第 ${i} / ${n} 页`, other: "English" },
    en: { all: "all", unnamed: "(unnamed)", show: "evidence", found: (n, all) => `${n} of ${all} rows`, page: (i, n) => `page ${i} of ${n}`, other: "中文" },
  };
  let page = 0, sort = { column: -1, up: true }, found = data.rows;

  const lang = () => document.documentElement.lang;
  const named = (kind, code) => { const l = phrases[kind][code]; return l ? (lang() === "en" ? l.EN : l.ZH) : code; };
  const metric = (r) => (r[1] ? named("metrics", r[1]) : say[lang()].unnamed);
  const notice = (r) => data.notices[r[0]];
  const place = (r) => notice(r)[PLACE] || notice(r)[ISSUER];
  const columns = [place, metric, (r) => r[2], (r) => parseFloat(r[3]), (r) => r[6] + r[5], (r) => notice(r)[YEAR]];

  function element(name, text, attributes) {
    const e = document.createElement(name);
    if (text) e.textContent = text;
    for (const key in attributes) e.setAttribute(key, attributes[key]);
    return e;
  }

  // fill lists what a row can be chosen by, and keeps what was chosen.
  function fill(id, values) {
    const select = at(id), chosen = select.value;
    select.replaceChildren(element("option", say[lang()].all, { value: "" }));
    for (const [value, text] of [...values].sort((a, b) => a[1].localeCompare(b[1], "zh"))) select.append(element("option", text, { value }));
    select.value = chosen;
  }

  function choices() {
    const metrics = new Map(), places = new Map();
    for (const r of data.rows) {
      metrics.set(r[1] || "-", metric(r));
      places.set(place(r), place(r));
    }
    fill("metric", metrics);
    fill("place", places);
  }

  function filter() {
    const words = at("query").value.toLowerCase().split(/\s+/).filter(Boolean), m = at("metric").value, p = at("place").value;
    found = data.rows.filter((r) => {
      if (m && (r[1] || "-") !== m || p && place(r) !== p) return false;
      if (!words.length) return true;
      const text = [metric(r), r[1], r[2], r[8], r[9], ...notice(r).slice(0, 4)].join(" ").toLowerCase();
      return words.every((w) => text.includes(w));
    });
    if (sort.column >= 0) {
      const key = columns[sort.column], sign = sort.up ? 1 : -1;
      found = found.map((r) => [key(r), r]).sort((a, b) => sign * (typeof a[0] === "number" ? a[0] - b[0] : a[0].localeCompare(b[0], "zh"))).map((x) => x[1]);
    }
    page = 0;
    show();
  }

  // evidence shows the sentence of a row, with the mention marked, and where it comes from.
  function evidence(r) {
    const cell = element("td", "", { colspan: 7 }), sentence = r[9], i = sentence.indexOf(r[8]);
    if (i < 0) cell.append(sentence);
    else cell.append(sentence.slice(0, i), element("mark", r[8]), sentence.slice(i + r[8].length));
    const n = notice(r), from = n[SOURCE];
    cell.append(element("br"), "— " + [n[TITLE], n[ISSUER]].filter(Boolean).join("，") + " ");
    cell.append(/^https?:\/\//.test(from) ? element("a", from, { href: from, rel: "noreferrer noopener", target: "_blank" }) : from);
    const tr = element("tr", "", { class: "evidence" });
    tr.append(cell);
    return tr;
  }

  function line(r, id) {
    const tr = element("tr"), button = element("button", say[lang()].show, { type: "button", "aria-expanded": "false" });
    const value = r[3] + r[4] + (r[5] ? " " + named("changes", r[5]) : "");
    const status = [r[6] && named("statuses", r[6]), r[7]].filter(Boolean).join(" ");
    for (const text of [place(r), metric(r), r[2], value, status, notice(r)[YEAR]]) tr.append(element("td", text));
    button.setAttribute("aria-label", say[lang()].show + " " + r[8]);
    button.addEventListener("click", () => {
      const open = button.getAttribute("aria-expanded") === "true";
      button.setAttribute("aria-expanded", String(!open));
      if (open) tr.nextSibling.remove();
      else tr.after(evidence(r));
    });
    const cell = element("td");
    cell.append(button);
    tr.append(cell);
    return tr;
  }

  function show() {
    const pages = Math.max(1, Math.ceil(found.length / size));
    page = Math.min(Math.max(page, 0), pages - 1);
    at("rows").tBodies[0].replaceChildren(...found.slice(page * size, (page + 1) * size).map(line));
    at("count").textContent = say[lang()].found(found.length.toLocaleString(), data.rows.length.toLocaleString());
    at("position").textContent = say[lang()].page(page + 1, pages);
    at("previous").disabled = page === 0;
    at("next").disabled = page === pages - 1;
    for (const b of document.querySelectorAll("[data-sort]"))
      b.parentElement.setAttribute("aria-sort", +b.dataset.sort !== sort.column ? "none" : sort.up ? "ascending" : "descending");
  }

  function turn(by) { page += by; show(); at("rows").scrollIntoView(); }

  function speak(language) {
    document.documentElement.lang = language;
    at("language").lang = language === "en" ? "zh" : "en";
    at("language").textContent = say[language].other;
    choices();
    filter();
  }

  at("query").addEventListener("input", filter);
  at("metric").addEventListener("change", filter);
  at("place").addEventListener("change", filter);
  at("search").addEventListener("submit", (e) => e.preventDefault());
  at("previous").addEventListener("click", () => turn(-1));
  at("next").addEventListener("click", () => turn(1));
  at("language").addEventListener("click", () => speak(lang() === "en" ? "zh" : "en"));
  for (const b of document.querySelectorAll("[data-sort]"))
    b.addEventListener("click", () => {
      const column = +b.dataset.sort;
      sort = { column, up: sort.column === column ? !sort.up : true };
      filter();
    });
  speak(lang());
})();
