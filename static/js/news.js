/* “New since you were last here”: what a browser has seen is kept in it, and nowhere else. */
"use strict";

{
  const KEY = "twodeep-news";
  const A_VISIT_MS = 30 * 60 * 1000; // who comes back after that begins another visit
  const A_MINUTE_MS = 60 * 1000; // a visit is known this exactly

  // seen: the newest change as the last visit ended. newest: as far as this one knows.
  // count: how many there are between, which the tabs of a browser tell each other.
  function load() {
    try {
      const kept = { count: 0, ...JSON.parse(localStorage.getItem(KEY)) };
      return [kept.seen, kept.newest, kept.at].every(Number.isFinite) ? kept : null;
    } catch {
      return null;
    }
  }

  const says = ({ seen, newest, count }) => [seen, newest, count].join();

  // Other tabs hear of what is written: nothing is that says the same again.
  function save(state) {
    const kept = load();
    const isKept = kept && says(kept) === says(state) && Date.now() - kept.at < A_MINUTE_MS;
    try {
      if (!isKept) localStorage.setItem(KEY, JSON.stringify({ ...state, at: Date.now() }));
      return true;
    } catch {
      return false; // a browser that keeps nothing marks nothing
    }
  }

  function begin() {
    const kept = load();
    if (!kept) return null;
    const again = Date.now() - kept.at > A_VISIT_MS;
    return again ? { ...kept, seen: kept.newest, count: 0 } : kept;
  }

  let state = begin();
  let isMine = false; // what comes next was saved here: it is no news to who saved it

  function mark() {
    const seen = state && !isMine ? state.seen : Infinity;
    for (const line of document.querySelectorAll("[data-change], [data-newest]")) {
      const isNew = Number(line.dataset.change ?? line.dataset.newest) > seen;
      const sign = line.querySelector(".new-mark");
      line.classList.toggle("is-new", isNew);
      if (sign) Object.assign(sign, { hidden: !isNew, textContent: isNew ? "new" : "" });
    }
  }

  function tell() {
    const count = (!isMine && state?.count) || 0;
    const link = document.querySelector("[data-new-count]");
    if (link) {
      link.hidden = !count;
      link.search = count ? `?since=${state.seen}` : "";
      link.querySelector("[data-number]").textContent = count > 99 ? "99+" : count;
    }
    const button = document.querySelector("[data-mark-read]");
    if (button) button.hidden = !count;
  }

  function show() {
    mark();
    tell();
  }

  async function ask() {
    const link = document.querySelector("[data-news]");
    if (!link) return;
    const wasMine = isMine;
    const since = state ? `?since=${state.seen}` : "";
    const answer = await fetch(link.dataset.news + since);
    if (!answer.ok) return;
    const { newest, count } = await answer.json();
    const now = meanwhile();
    // A first visit marks nothing; nor does a site that has begun anew.
    const known = now && now.seen < newest && now.newest <= newest && !wasMine;
    const next = known
      ? { seen: now.seen, newest, count: now === state ? count : now.count }
      : { seen: newest, newest, count: 0 };
    if (!save(next)) return;
    state = next;
    if (wasMine) isMine = false;
    show();
  }

  // What another tab has marked as read while this one asked stays read.
  function meanwhile() {
    const kept = load();
    return kept && state && kept.seen > state.seen ? kept : state;
  }

  const refresh = () => ask().catch(() => {}); // no connection: the marks stay as they are

  function readAll() {
    if (!state) return;
    state = { ...state, seen: state.newest, count: 0 };
    save(state);
    show();
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-mark-read]")) return;
    readAll();
    document.querySelector("#news-title")?.focus(); // the button has gone
  });

  document.addEventListener("chart-changed", () => {
    isMine = true;
    refresh();
  });

  // What was fetched anew has lost its marks, and may hold changes that nobody has told of yet.
  document.addEventListener("htmx:afterSettle", () => {
    show();
    const lines = [...document.querySelectorAll("[data-change]")];
    const newest = Math.max(0, ...lines.map((line) => Number(line.dataset.change)));
    if (state && newest > state.newest) refresh();
  });

  // Another tab knows more. It has asked and written; who did so here, too, would call it back.
  window.addEventListener("storage", (event) => {
    if (event.key !== KEY) return;
    state = load() ?? state;
    show();
  });

  show();
  refresh();
}
