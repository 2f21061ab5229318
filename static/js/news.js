/* “New since you were last here”: what a browser has seen is kept in it, and nowhere else. */
"use strict";

{
  const KEY = "twodeep-news";
  const A_VISIT_MS = 30 * 60 * 1000; // who comes back after that begins another visit

  // seen: the newest change as the last visit ended. newest: as far as this one knows.
  function load() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY));
      return kept && [kept.seen, kept.newest, kept.at].every(Number.isFinite) ? kept : null;
    } catch {
      return null;
    }
  }

  function save(state) {
    try {
      localStorage.setItem(KEY, JSON.stringify({ ...state, at: Date.now() }));
      return true;
    } catch {
      return false; // a browser that keeps nothing marks nothing
    }
  }

  function begin() {
    const kept = load();
    if (!kept) return null;
    const again = Date.now() - kept.at > A_VISIT_MS;
    return again ? { ...kept, seen: kept.newest } : kept;
  }

  let state = begin();

  function mark() {
    const seen = state ? state.seen : Infinity;
    let marked = 0;
    for (const line of document.querySelectorAll("[data-change], [data-newest]")) {
      const isNew = Number(line.dataset.change ?? line.dataset.newest) > seen;
      const sign = line.querySelector(".new-mark");
      line.classList.toggle("is-new", isNew);
      if (sign) Object.assign(sign, { hidden: !isNew, textContent: isNew ? "new" : "" });
      marked += isNew;
    }
    return marked;
  }

  function tell(count) {
    const box = document.querySelector("[data-new-count]");
    if (box) {
      box.hidden = !count;
      box.querySelector("[data-number]").textContent = count > 99 ? "99+" : count;
    }
    const button = document.querySelector("[data-mark-read]");
    if (button) button.hidden = !count;
  }

  let told = 0;

  async function ask() {
    const link = document.querySelector("[data-news]");
    if (!link) return;
    const since = state ? `?since=${state.seen}` : "";
    const answer = await fetch(link.dataset.news + since);
    if (!answer.ok) return;
    const { newest, count } = await answer.json();
    // A first visit marks nothing; nor does a site that has begun anew.
    const known = state && state.newest <= newest;
    const next = known ? { ...state, newest } : { seen: newest, newest };
    if (!save(next)) return;
    state = next;
    told = known ? count : 0;
    mark();
    tell(told);
  }

  const refresh = () => ask().catch(() => {}); // no connection: the marks stay as they are

  function readAll() {
    if (!state) return;
    state = { ...state, seen: state.newest };
    save(state);
    told = 0;
    mark();
    tell(0);
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-mark-read]")) readAll();
  });

  // What was fetched anew has lost its marks, and may hold changes that nobody has told of yet.
  document.addEventListener("htmx:afterSettle", () => {
    mark();
    tell(told);
    const lines = [...document.querySelectorAll("[data-change]")];
    const newest = Math.max(0, ...lines.map((line) => Number(line.dataset.change)));
    if (state && newest > state.newest) refresh();
  });

  // Another tab has marked all as read, or begun a visit.
  window.addEventListener("storage", (event) => {
    if (event.key !== KEY) return;
    state = load() ?? state;
    refresh();
  });

  mark();
  refresh();
}
