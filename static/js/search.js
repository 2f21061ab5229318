/* The search box as a combobox: htmx fetches the options, this moves among them. While nothing is
   typed, it offers the clubs and players this browser opened last, which recent.js remembers. */
"use strict";

{
  const input = document.querySelector("#search-input");
  const list = document.querySelector("#search-suggestions");
  const status = document.querySelector("#search-status");
  let dismissed = true; // until something is typed; a late answer then opens nothing

  const options = () => [...list.querySelectorAll("[role=option]")];
  const active = () => list.querySelector("[aria-selected=true]");
  const isOpen = () => !list.hidden;

  function show() {
    if (!options().length) return;
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
  }

  function close() {
    dismissed = true;
    activate(null);
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
  }

  function empty() {
    close();
    list.replaceChildren();
    status.textContent = "";
  }

  // What was opened last, instead of what is found.
  function recall() {
    if (input.value.trim()) return;
    empty();
    const recent = window.twodeepRecent.options();
    if (!recent) return;
    list.append(recent);
    show();
    const count = options().length - 1; // the last one forgets them
    status.textContent = `${count} opened lately. The arrow keys choose.`;
  }

  function activate(option) {
    active()?.setAttribute("aria-selected", "false");
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  function step(by) {
    if (!isOpen()) recall();
    show();
    const all = options();
    const from = all.indexOf(active());
    if (!all.length) return false;
    activate(all.at(from < 0 && by < 0 ? -1 : (from + by) % all.length));
    return true;
  }

  function escape() {
    if (isOpen()) {
      close();
      return true;
    }
    if (!input.value) return false;
    input.value = "";
    // htmx remembers the text it last asked for, so tell it, too.
    input.dispatchEvent(new Event("input", { bubbles: true }));
    empty();
    return true;
  }

  function open(option) {
    if (option) option.click();
    return Boolean(option);
  }

  // Each answers whether it dealt with the key; if not, the key does what it always does.
  const keys = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    Home: () => active() && (activate(options()[0]), true),
    End: () => active() && (activate(options().at(-1)), true),
    Enter: () => open(active()),
    Escape: escape,
  };

  document.addEventListener("keydown", (event) => {
    if (event.target !== input || event.isComposing) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (keys[event.key]?.()) event.preventDefault();
  });

  document.addEventListener("input", (event) => {
    if (event.target !== input) return;
    activate(null);
    dismissed = false;
    if (!input.value.trim()) recall();
  });

  document.addEventListener("focusin", (event) => {
    if (event.target === input) recall();
  });

  // Where the focus is already, a click asks anew.
  input.addEventListener("click", () => !isOpen() && recall());

  list.addEventListener("click", (event) => {
    if (!event.target.closest("[data-forget]")) return;
    window.twodeepRecent.forget();
    empty();
  });

  // Leaving closes. Pressing the mouse on an option must not leave before it is clicked.
  document.addEventListener("focusout", (event) => {
    if (event.target === input) close();
  });

  document.addEventListener("mousedown", (event) => {
    if (list.contains(event.target)) event.preventDefault();
  });

  window.addEventListener("pagehide", close);

  document.addEventListener("htmx:configRequest", (event) => {
    if (event.target === input && !input.value.trim()) event.preventDefault();
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target === list && dismissed) event.detail.shouldSwap = false;
  });

  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target !== list) return;
    activate(null);
    show();
  });

}
