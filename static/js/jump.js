/* "Jump to a club": a list of all clubs that narrows while one types. On a club's page the day and
   the kind of page stay. */
"use strict";

{
  const dialog = document.querySelector("#jump");
  const input = dialog.querySelector("#jump-input");
  const list = dialog.querySelector("#jump-list");
  const status = dialog.querySelector("#jump-status");
  const KEPT = ["on", "view"]; // of the address; a formation is another club's own
  const LETTERS = { ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ß: "ss", æ: "ae", œ: "oe", ı: "i" };
  let options = [];
  let isEntered = false; // perhaps before there was anything to choose from

  // As the search folds names: plain letters, apostrophes join, everything else separates.
  function words(text) {
    const plain = text.toLowerCase().replace(/[øłđðþßæœı]/g, (letter) => LETTERS[letter]);
    const bare = plain.normalize("NFD").replace(/[\u0300-\u036f'’`]/g, "");
    return bare.split(/[^a-z0-9]+/).filter(Boolean);
  }

  const shown = () => options.filter((option) => !option.hidden);
  const active = () => list.querySelector("[aria-selected=true]");

  function activate(option) {
    active()?.setAttribute("aria-selected", "false");
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  }

  function narrow() {
    if (!options.length) return; // they are being fetched
    const wanted = words(input.value);
    for (const option of options) {
      const own = option.dataset.words.split(" ");
      option.hidden = !wanted.every((word) => own.some((one) => one.startsWith(word)));
    }
    for (const league of list.querySelectorAll(".jump-league")) {
      league.hidden = !league.querySelector(".jump-club:not([hidden])");
    }
    const found = shown();
    list.scrollTop = 0;
    activate(found[0]);
    status.textContent = found.length
      ? `${found.length} club${found.length === 1 ? "" : "s"}`
      : `No club is called “${input.value.trim()}”.`;
  }

  // The page of a club that is open now, as it stands behind the club's own address.
  function kind() {
    const here = document.querySelector("main[data-recent=club]")?.dataset.path;
    const tabs = [...document.querySelectorAll(".tabs a")].map((tab) => tab.pathname);
    const isPage = here && location.pathname.startsWith(here) && tabs.includes(location.pathname);
    return isPage ? location.pathname.slice(here.length) : "";
  }

  function lead() {
    const asked = new URLSearchParams(location.search);
    const club = document.querySelector("main[data-recent=club]")?.dataset.path;
    const isOfAClub = Boolean(club) && location.pathname.startsWith(club);
    const rest = kind();
    for (const option of options) {
      const to = new URL(option.dataset.home, location.origin);
      to.pathname += rest;
      for (const name of isOfAClub ? KEPT : []) {
        if (asked.has(name)) to.searchParams.set(name, asked.get(name));
      }
      option.href = to.pathname + to.search;
    }
  }

  async function fetchList() {
    status.textContent = "Fetching the clubs…";
    const answer = await fetch(dialog.dataset.list);
    if (!answer.ok) throw new Error(answer.statusText);
    list.innerHTML = await answer.text();
    options = [...list.querySelectorAll("[role=option]")];
    for (const option of options) option.dataset.home = option.getAttribute("href");
  }

  dialog.addEventListener("dialog-open", async () => {
    input.value = "";
    isEntered = false;
    dialog.showModal();
    try {
      if (!options.length) await fetchList();
      lead();
      narrow();
      if (isEntered && dialog.open) active()?.click();
    } catch {
      status.textContent = "The clubs could not be fetched. Close this and try again.";
    }
  });

  function step(by) {
    const all = shown();
    const from = all.indexOf(active());
    if (all.length) activate(all.at((from + by) % all.length));
  }

  const keys = {
    ArrowDown: () => step(1),
    ArrowUp: () => step(-1),
    PageDown: () => step(Math.min(8, shown().length - 1 - shown().indexOf(active()))),
    PageUp: () => step(-Math.min(8, shown().indexOf(active()))),
    Enter: () => {
      isEntered = true;
      active()?.click();
    },
  };

  input.addEventListener("keydown", (event) => {
    const isPlain = !(event.ctrlKey || event.metaKey || event.altKey || event.shiftKey);
    if (!keys[event.key] || !isPlain || event.isComposing) return;
    event.preventDefault();
    keys[event.key]();
  });

  input.addEventListener("input", narrow);

  // Going back to this page finds it closed.
  window.addEventListener("pagehide", () => dialog.close());
}
