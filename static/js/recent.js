/* The clubs and players that this browser opened last: kept in it, and nowhere else. */
"use strict";

{
  const KEY = "twodeep-recent";
  const MOST = 8;
  const KINDS = ["club", "player"];
  const page = document.querySelector("main[data-recent]");

  // Nothing but paths of clubs and players here is ever led to, whatever is kept.
  function isOurs({ kind, name, path }) {
    if (!KINDS.includes(kind) || typeof name !== "string" || typeof path !== "string") return false;
    if (!name || name.length > 120 || !new RegExp(`^(/[\\w.-]+)*/${kind}s/[\\w-]+/$`).test(path)) return false;
    const url = new URL(path, location.origin);
    return url.origin === location.origin && url.pathname === path;
  }

  function load() {
    try {
      const kept = JSON.parse(localStorage.getItem(KEY)) ?? [];
      return kept.filter((one) => one && isOurs(one)).slice(0, MOST + 1);
    } catch {
      return [];
    }
  }

  function save(kept) {
    try {
      if (kept.length) localStorage.setItem(KEY, JSON.stringify(kept));
      else localStorage.removeItem(KEY);
    } catch {
      // a browser that keeps nothing
    }
  }

  function note() {
    const { recent: kind, name, path } = page.dataset;
    const here = { kind, name, path };
    if (location.pathname.startsWith(path) && isOurs(here)) save([here, ...load().filter((one) => one.path !== path)].slice(0, MOST + 1));
  }

  function made(tag, given, text = "") {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(given)) element.setAttribute(name, value);
    element.textContent = text;
    return element;
  }

  const option = { role: "option", "aria-selected": "false", tabindex: "-1" };

  function row({ kind, name, path }, i) {
    const link = made("a", { ...option, id: `recent-${i}`, class: `suggestion is-${kind}`, href: path });
    link.append(made("span", { class: "hit-name" }, name), made("span", { class: "hit-facts" }, kind));
    return link;
  }

  window.twodeepRecent = {
    // All but this page, as a group for the list under the search box; null where there is none.
    options() {
      const others = load().filter((one) => one.path !== page?.dataset.path).slice(0, MOST);
      if (!others.length) return null;
      const group = made("div", { role: "group", "aria-labelledby": "recent-title" });
      const forget = { ...option, id: "recent-forget", class: "suggestion is-all", "data-forget": "" };
      group.append(
        made("span", { id: "recent-title", class: "suggestions-title", role: "presentation" }, "Opened lately"),
        ...others.map(row),
        made("div", forget, "Clear this list"),
      );
      return group;
    },
    forget: () => save([]),
  };

  if (page) note();
}
