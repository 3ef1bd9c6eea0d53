"use strict";
(() => {
  const form = document.getElementById("filters");
  const cases = [...document.querySelectorAll("details.case")];
  const groups = [...document.querySelectorAll("section.group")];
  const texts = new Map();

  // What is searched: all of a case but its buttons.
  const textOf = (c) => {
    if (!texts.has(c)) texts.set(c, c.textContent.toLowerCase());
    return texts.get(c);
  };
  const ticked = (name) =>
    new Set([...form.querySelectorAll(`input[name="${name}"]:checked`)].map((i) => i.value));

  const apply = () => {
    const verdicts = ticked("verdict"), levels = ticked("level");
    const topic = form.topic.value;
    const words = form.text.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const c of cases) {
      const fits = verdicts.has(c.dataset.verdict) && levels.has(c.dataset.level) &&
        (!topic || c.dataset.topic === topic) && words.every((w) => textOf(c).includes(w));
      c.hidden = !fits;
      if (fits) shown++;
    }
    for (const g of groups) g.hidden = !g.querySelector("details.case:not([hidden])");
    document.getElementById("count").value = `${shown} of ${cases.length} shown`;
    document.getElementById("none").hidden = shown > 0 || cases.length === 0;
  };

  const showAll = () => {
    form.reset();
    apply();
  };

  // A link to a case that a filter hides shows all again, and opens the case.
  const follow = () => {
    let id = location.hash.slice(1);
    try { id = decodeURIComponent(id); } catch { /* it is no escape: take it as it is */ }
    const at = id && document.getElementById(id);
    if (!at) return;
    if (at.closest("[hidden]")) showAll();
    const c = at.closest("details.case");
    if (c) c.open = true;
    at.scrollIntoView();
  };

  form.hidden = false;
  form.addEventListener("input", apply);
  form.addEventListener("submit", (e) => e.preventDefault());
  document.getElementById("all").addEventListener("click", showAll);
  document.getElementById("open").addEventListener("click", () => {
    for (const c of cases) if (!c.hidden) c.open = true;
  });
  document.getElementById("close").addEventListener("click", () => {
    for (const c of cases) c.open = false;
  });
  addEventListener("hashchange", follow);

  if (navigator.clipboard) {
    for (const b of document.querySelectorAll("button.copy")) {
      b.hidden = false;
      b.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(b.parentElement.querySelector("code").textContent);
          b.textContent = "copied";
        } catch {
          b.textContent = "not allowed";
        }
        setTimeout(() => { b.textContent = "copy"; }, 1500);
      });
    }
  }

  addEventListener("keydown", (e) => {
    const writing = e.target.matches("input[type=search], select");
    if (e.key === "/" && !writing && !e.ctrlKey && !e.metaKey && !e.altKey) {
      e.preventDefault();
      form.text.focus();
    } else if (e.key === "Escape" && writing) {
      form.text.value = "";
      apply();
      e.target.blur();
    }
  });

  // On paper nothing can be opened: what did not pass and is shown stands open there.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = cases.filter((c) => !c.hidden && !c.open && c.dataset.verdict !== "pass");
    for (const c of opened) c.open = true;
  });
  addEventListener("afterprint", () => {
    for (const c of opened) c.open = false;
  });

  apply();
  follow();
})();
