"use strict";
(function () {
  const at = (id) => document.getElementById(id);
  const fields = ["kind", "notice", "sort"];
  const misses = [...document.querySelectorAll("#misses > li")];
  const say = {
    zh: { found: (n, all) => `${n} 处，共 ${all} 处`, other: "English" },
    en: { found: (n, all) => `${n} of ${all} differences`, other: "中文" },
  };

  function filter() {
    const chosen = fields.map((f) => at(f).value);
    let shown = 0;
    for (const li of misses) {
      li.hidden = !fields.every((f, i) => !chosen[i] || li.dataset[f] === chosen[i]);
      if (!li.hidden) shown++;
    }
    at("count").textContent = say[document.documentElement.lang].found(shown, misses.length);
  }

  // speak changes the language, also in lists to choose from, where style sheets do not reach.
  function speak(lang) {
    document.documentElement.lang = lang;
    at("language").lang = lang === "en" ? "zh" : "en";
    at("language").textContent = say[lang].other;
    for (const o of document.querySelectorAll("option[data-zh]")) o.textContent = o.dataset[lang];
    filter();
  }

  // choose shows the differences of one line of a table, whatever was chosen before.
  function choose(field, value) {
    for (const f of fields) at(f).value = f === field ? value : "";
    filter();
  }

  for (const f of fields) at(f).addEventListener("change", filter);
  for (const a of document.querySelectorAll("[data-choose]"))
    a.addEventListener("click", () => choose(a.dataset.choose, a.dataset.value));
  at("search").addEventListener("submit", (e) => e.preventDefault());
  at("language").addEventListener("click", () => speak(document.documentElement.lang === "en" ? "zh" : "en"));
  at("search").hidden = at("language").hidden = false;
  speak("zh");
})();
