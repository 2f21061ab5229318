/* What plain HTML cannot say; every listener sits on document. */
"use strict";

// "/" goes to the search box, as people expect of such sites.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const box = document.querySelector("#search-input");
  if (!box) return;
  event.preventDefault();
  box.focus();
  box.select();
});

// A select or date that stands alone sends its form; the button beside it is for no script.
document.addEventListener("change", (event) => {
  const field = event.target.closest("[data-submits]");
  const allowed = field && (field.value || field.dataset.submits === "empty");
  if (allowed && field.form) field.form.requestSubmit();
});

// "Copy link": the button is hidden until there is a script to serve it.
document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  event.preventDefault();
  try {
    await navigator.clipboard.writeText(new URL(button.dataset.copy, location.href).href);
    button.dataset.done = "yes";
    button.textContent = "Copied";
  } catch {
    location.assign(button.dataset.copy);
  }
});

// Focus the first field of a form that opened in place, and give it back on Escape.
document.addEventListener("htmx:afterSwap", (event) => {
  if (!event.target.matches(".edit-slot")) return;
  event.target.querySelector("[data-autofocus]")?.focus();
});

function closePanel(panel) {
  const opener = document.getElementById(panel.dataset.closes);
  panel.closest(".edit-slot")?.replaceChildren();
  opener?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const panel = event.target.closest("[data-closes]");
  if (panel) closePanel(panel);
});

// "Close" and "Keep theirs" are links to the page; in a row they only close the panel.
document.addEventListener("click", (event) => {
  const panel = event.target.closest("[data-close]")?.closest("[data-closes]");
  if (!panel?.closest(".edit-slot")) return;
  event.preventDefault();
  closePanel(panel);
});

// A form that was saved is gone: the focus goes back to the link that opened it.
document.addEventListener("edit-done", (event) => {
  document.getElementById(event.detail.opener)?.focus();
});

// A page that fetches itself anew leaves alone the panels that are open in it.
Idiomorph.defaults.callbacks.beforeNodeMorphed = (old) =>
  !(old instanceof Element && old.matches(".edit-slot") && old.childElementCount);

// The server could not answer: say so in words instead of leaving the page as it was.
function complain(text) {
  const place = document.querySelector("#messages");
  const box = document.createElement("div");
  const line = document.createElement("p");
  box.className = "message is-error";
  line.textContent = text;
  box.append(line);
  place?.replaceChildren(box);
}

document.addEventListener("htmx:responseError", (event) => {
  const { status } = event.detail.xhr;
  if (status === 403) complain("You may not change this. Sign in as an editor and try again.");
  else if (status === 404) complain("That is no longer there. Reload the page.");
  else complain("The server could not do this. What you typed is still here; try again.");
});

document.addEventListener("htmx:sendError", () => {
  complain("No connection to the server. What you typed is still here; try again.");
});
