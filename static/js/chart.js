/* A chart's controls: the view chosen here is the one charts open with, and chips are buttons. */
"use strict";

{
  const narrow = window.matchMedia("(max-width: 60rem)"); // as in chart.css
  const view = () => document.documentElement.dataset.view ?? (narrow.matches ? "table" : "pitch");

  // Where the address leaves the view open, the server cannot know which of the two is shown.
  function markView() {
    for (const link of document.querySelectorAll(".view-switch.is-either [data-view-choice]")) {
      if (link.dataset.viewChoice === view()) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  }

  document.addEventListener("click", ({ target }) => {
    const choice = target.closest("[data-view-choice]")?.dataset.viewChoice;
    if (choice) window.twodeepChoose("view", choice);
    if (target.closest("[data-prints]")) window.print();
  });

  // A link that says it is a button answers to the space bar as well.
  document.addEventListener("keydown", (event) => {
    if (event.key !== " " || !event.target.matches("a[role=button]")) return;
    event.preventDefault();
    event.target.click();
  });

  // Who asks for men on loan wants to see them: their folds, which a swap leaves alone, open.
  document.addEventListener("htmx:afterSettle", ({ detail }) => {
    markView();
    if (detail.requestConfig?.elt.id !== "show-loan") return;
    const isOn = document.querySelector("#show-loan[aria-pressed=true]") !== null;
    for (const fold of document.querySelectorAll(".loans")) fold.open = isOn;
  });

  narrow.addEventListener("change", markView);
  window.addEventListener("storage", markView);
  markView();
}
