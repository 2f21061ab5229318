/* A hint of a page is read once: its button hides it for good, here and in this browser. */
"use strict";

document.addEventListener("click", ({ target }) => {
  const hint = target.closest("[data-hint-close]")?.closest("[data-hint]");
  if (!hint) return;
  const seen = (document.documentElement.dataset.hints ?? "").split(" ").filter(Boolean);
  window.twodeepChoose("hints", [...new Set([...seen, hint.dataset.hint])].sort().join(" "));
  document.querySelector("main").focus({ preventScroll: true }); // the button has gone
});
