/* Shows for a moment what a page that changed by itself has changed, and says it in words. */
"use strict";

{
  const SHOWN = 4000; // milliseconds
  const SAID = 20000;
  const LEVELS = 3; // as many are said
  const MARKED = "[data-mark], .log li[id]"; // each has an id
  const PASSING = /\b(is-changed|is-new|is-cut|htmx-\w+)\b/g; // classes that say nothing of him
  const news = document.querySelector("#live-news");
  const until = new Map(); // ids of what is marked now, and when that ends
  let before = null; // how each of them looked
  let rows = null; // those that are counted
  let silence = 0;

  const isRow = (element) => element.dataset.mark === "row";
  const marked = (root) => [...root.querySelectorAll(MARKED)].filter((one) => one.checkVisibility());
  const squeezed = (text) => text.replace(/\s+/g, " ").trim();

  // Forms change with what else can be undone, and what is open in a row is the reader's.
  function words(element) {
    const copy = element.cloneNode(true);
    for (const one of copy.querySelectorAll("form, .edit-slot, .new-mark")) one.remove();
    return squeezed(copy.textContent);
  }

  const look = (element) =>
    [
      element.className.replace(PASSING, "").trim(),
      words(element),
      element.querySelector("[role=img]")?.getAttribute("aria-label"),
    ].join();

  function sentence(changed, gone) {
    const line = changed.find((one) => one.matches(".log li") && !before.has(one.id));
    const levels = changed.filter((one) => one.dataset.says).slice(0, LEVELS);
    const said = levels.map((one) => `${one.dataset.says} ${words(one).replace(" · ", ", ")}.`);
    if (line) said.unshift(`${words(line.querySelector(".what") ?? line)}.`);
    if (said.length) return said.join(" ");
    const told = (count, what) => (count ? [`${count} ${count === 1 ? "row" : "rows"} ${what}`] : []);
    const parts = [...told(changed.filter(isRow).length, "changed"), ...told(gone, "gone")];
    return `The page has been updated${parts.length ? ": " : ""}${parts.join(", ")}.`;
  }

  function say(text) {
    clearTimeout(silence);
    news.textContent = news.title = text;
    silence = setTimeout(() => (news.textContent = news.title = ""), SAID);
  }

  // A swap takes the class away: what is still to be seen gets it back.
  function paint() {
    const now = Date.now();
    for (const [id, end] of until) {
      document.getElementById(id)?.classList.toggle("is-changed", now < end);
      if (now >= end) until.delete(id);
    }
  }

  function compare(root) {
    paint();
    const found = marked(root);
    const changed = found.filter((one) => before.get(one.id) !== look(one));
    const gone = [...rows].filter((id) => !document.getElementById(id)).length;
    if (!changed.length && !gone) return;
    for (const { id } of changed) until.set(id, Date.now() + SHOWN);
    paint();
    setTimeout(paint, SHOWN);
    say(sentence(changed, gone));
  }

  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const isLive = detail.requestConfig.triggeringEvent?.type === "live-changed";
    if (!isLive || !detail.shouldSwap) return;
    const found = marked(detail.target);
    before = new Map(found.map((one) => [one.id, look(one)]));
    rows = new Set(found.filter(isRow).map((one) => one.id));
  });

  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (before && detail.target.isConnected) compare(detail.target);
    before = null;
  });
}
