/* Keys that do something by themselves, and the dialogs that tell of them. What a page offers has
   data-key="t" (a letter, ArrowLeft or ArrowRight): a link is followed, a field gets the focus. */
"use strict";

{
  const NAMES = { ArrowLeft: "←", ArrowRight: "→" };
  const dialog = document.querySelector("#shortcuts");
  const isOn = () => document.documentElement.dataset.keys !== "off";

  function find() {
    const box = document.querySelector("#search-input");
    box?.focus();
    box?.select();
  }

  function follow(key) {
    const target = [...document.querySelectorAll("main [data-key]")].find(
      (one) => one.dataset.key === key && one.checkVisibility(),
    );
    if (target?.matches("input, select")) target.focus();
    else if (isSettling) afterwards = key; // its link still leads where it did before
    else target?.click();
    return Boolean(target);
  }

  // Between a swap and its end htmx does not know yet where the links of the page lead now.
  let isSettling = false;
  let afterwards = "";

  document.addEventListener("htmx:afterSwap", () => void (isSettling = true));

  document.addEventListener("htmx:afterSettle", () => {
    isSettling = false;
    const key = afterwards;
    afterwards = "";
    if (key) setTimeout(follow, 0, key);
  });

  const open = (id) => document.getElementById(id)?.dispatchEvent(new CustomEvent("dialog-open"));
  const keys = { "/": find, g: () => open("jump"), "?": () => open("shortcuts") };

  // Arrows belong to whatever moves by them: fields, lists, and regions that are drawn aside.
  const TYPING = "input, textarea, select, [contenteditable]";
  const MOVING = `${TYPING}, [role=listbox], [role=slider], [tabindex="0"], summary`;

  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    const isArrow = key in NAMES;
    if (event.defaultPrevented || event.repeat || event.isComposing || !isOn()) return;
    if (event.ctrlKey || event.metaKey || event.altKey || (isArrow && event.shiftKey)) return;
    // What stands in a dialog that has just been closed keeps the focus until the page is drawn.
    const isTaken = target.closest?.(isArrow ? MOVING : TYPING) && !target.closest("dialog:not([open])");
    if (isTaken || document.querySelector("dialog[open]")) return;
    if (keys[key]) {
      event.preventDefault();
      keys[key]();
    } else if ((isArrow || /^[a-z]$/.test(key)) && follow(key)) {
      event.preventDefault();
    }
  });

  // Every dialog: opened by a button that names it or by its key, closed by its button, by Escape
  // and by a click beside it; the browser gives the focus back.
  document.addEventListener("click", ({ target }) => {
    const opener = target.closest("[data-opens]");
    if (opener) open(opener.dataset.opens);
    if (target.closest("[data-close-dialog]")) target.closest("dialog").close();
    else if (target.matches("dialog.dialog")) target.close(); // its backdrop
  });

  function describe(one) {
    const label = one.dataset.keyLabel ?? one.getAttribute("aria-label") ?? one.title;
    return (label || one.labels?.[0]?.textContent || one.textContent).trim();
  }

  // What this page offers, read when somebody asks: it may have changed.
  function list() {
    const rows = [...document.querySelectorAll("main [data-key]")]
      .filter((one) => one.checkVisibility())
      .map((one) => {
        const [row, term, key, text] = ["div", "dt", "kbd", "dd"].map((t) => document.createElement(t));
        key.textContent = NAMES[one.dataset.key] ?? one.dataset.key;
        text.textContent = describe(one);
        term.append(key);
        row.append(term, text);
        return row;
      });
    dialog.querySelector("[data-page-keys]").replaceChildren(...rows);
    dialog.querySelector("[data-page-keys-title]").hidden = !rows.length;
  }

  dialog.addEventListener("dialog-open", () => {
    list();
    dialog.querySelector("[data-keys-on]").checked = isOn();
    dialog.showModal();
  });

  dialog.addEventListener("change", ({ target }) => {
    if (target.matches("[data-keys-on]")) window.twodeepChoose("keys", target.checked ? "" : "off");
  });

  const hint = document.querySelector(".search-key");
  if (hint) hint.hidden = false;
}
