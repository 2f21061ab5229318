/* The header: the theme's button, menus that close, and the current entry in sight. */
"use strict";

{
  const NEXT = { "": "light", light: "dark", dark: "" };
  const SAYS = { "": "as the system", light: "light", dark: "dark" };
  const button = document.querySelector("[data-theme-button]");
  const theme = () => document.documentElement.dataset.theme ?? "";

  function say() {
    const text = `Colours: ${SAYS[theme()]}`;
    button.title = text;
    button.querySelector("[data-theme-says]").textContent = text;
  }

  if (button) {
    say();
    button.addEventListener("click", () => {
      window.twodeepChoose("theme", NEXT[theme()]);
      say();
    });
    window.addEventListener("storage", say);
  }

  // A menu closes when one goes elsewhere.
  document.addEventListener("click", ({ target }) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!menu.contains(target)) menu.open = false;
    }
  });

  document.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest?.("details.menu[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  // On a narrow screen the navigation is a row that is drawn aside.
  const nav = document.querySelector(".site-nav");
  const current = nav?.querySelector("[aria-current]");
  if (current) nav.scrollLeft = current.offsetLeft - nav.clientWidth / 2 + current.offsetWidth / 2;
}
