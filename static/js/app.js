/* What plain HTML cannot say; every listener sits on document. */
"use strict";

// A select or date that stands alone sends its form; the button beside it is for no script.
let due = 0; // the timer of a form that is about to be sent
let typed = null; // the date that is being typed, which names other days on the way to its own
const A_PAUSE = 1200; // milliseconds without a key

function sendSoon(field, delay = 0) {
  clearTimeout(due);
  const allowed = field.value ? true : field.dataset.submits === "empty";
  if (!allowed || field.validity.badInput) return;
  due = setTimeout(() => field.form?.requestSubmit(), delay);
}

// Enter makes the field say that it has changed, and then sends the form itself.
document.addEventListener("submit", () => {
  clearTimeout(due);
  typed = null;
}, true);

const TYPES = /^(\d|ArrowUp|ArrowDown|Backspace|Delete)$/;

document.addEventListener("keydown", ({ target, key, altKey }) => {
  if (!target.matches("[type=date][data-submits]") || !TYPES.test(key) || altKey) return;
  typed = target;
  clearTimeout(due);
});

document.addEventListener("change", (event) => {
  const field = event.target.closest("[data-submits]");
  if (!field) return;
  if (field !== typed) return sendSoon(field);
  // Only where he stays where he is: a whole page would take the field from under his fingers.
  const isDay = field.value >= "1990-01-01" && field.value <= "2099-12-31";
  if (isDay && field.form?.matches("[hx-get]")) sendSoon(field, A_PAUSE);
});

document.addEventListener("focusout", ({ target }) => {
  if (target !== typed) return;
  typed = null;
  if (target.value !== target.defaultValue) sendSoon(target);
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

// Undo takes its button along: the focus goes to the man it was about, else to what is said.
document.addEventListener("undo-answered", (event) => {
  const opens = (link) => link.pathname === event.detail.opens && link.checkVisibility();
  const link = [...document.querySelectorAll(".edit-link")].find(opens);
  (link ?? document.querySelector("#messages .message"))?.focus();
});

// A message can be closed, which gives the focus back, and makes room for the next action.
let beforeMessage = null;

document.addEventListener("focusin", ({ target, relatedTarget: left }) => {
  if (left && target.closest("#messages") && !left.closest("#messages")) beforeMessage = left;
});

document.addEventListener("click", (event) => {
  const message = event.target.closest("[data-dismiss]")?.closest(".message");
  if (!message) return;
  message.remove();
  if (beforeMessage?.isConnected) beforeMessage.focus();
});

// But only with the answer: until then nothing may move under the pointer.
const saidBefore = new WeakMap();

document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (!detail.elt.matches("main :is(a, form)")) return;
  saidBefore.set(detail.xhr, document.querySelectorAll("#messages > *"));
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  saidBefore.get(detail.xhr)?.forEach((message) => message.remove());
});

// Whoever signs in again in another tab gets a new token; forms that are open here need it.
const newToken = () => document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1];

document.addEventListener("htmx:configRequest", ({ detail }) => {
  const token = newToken();
  if (token && detail.verb === "post") detail.parameters.csrfmiddlewaretoken = token;
});

document.addEventListener("submit", ({ target }) => {
  const token = newToken();
  const field = target.elements.csrfmiddlewaretoken;
  if (token && field) field.value = token;
});

// The server could not answer: say so in words instead of leaving the page as it was.
function complain(...words) {
  const box = document.createElement("div");
  const line = document.createElement("p");
  const close = document.createElement("button");
  Object.assign(box, { className: "message is-error", tabIndex: -1 });
  Object.assign(close, { type: "button", className: "link-button", textContent: "✕" });
  close.dataset.dismiss = "";
  close.setAttribute("aria-label", "Close this message");
  line.append(...words);
  box.append(line, close);
  document.querySelector("#messages")?.replaceChildren(box);
}

// A page that asks whether it is still true says what it finds in its own way.
const asksByItself = ({ requestConfig }) => requestConfig.triggeringEvent?.type === "live-changed";

// What only chooses a view goes back to the view that is shown; typed text is left alone.
function isReading({ elt, requestConfig }) {
  if (requestConfig.verb !== "get") return false;
  if (elt.querySelector("[data-submits]")) elt.closest("form")?.reset();
  return true;
}

// What was asked for is none: the page that says so has a sentence on what would be.
function reasonIn(xhr) {
  if (xhr.status !== 400) return null;
  const page = new DOMParser().parseFromString(xhr.responseText, "text/html");
  return page.querySelector(".error p")?.textContent;
}

document.addEventListener("htmx:responseError", (event) => {
  if (asksByItself(event.detail)) return;
  const { status } = event.detail.xhr;
  const reading = isReading(event.detail);
  if (status === 401) return; // "signed-out" says it
  if (status === 403) complain("You may not change this. Sign in as an editor and try again.");
  else if (status === 404) complain("That is no longer there. Reload the page.");
  else if (reading) complain(reasonIn(event.detail.xhr) ?? "The server could not show this. Try again.");
  else complain("The server could not do this. What you typed is still here; try again.");
});

document.addEventListener("htmx:sendError", (event) => {
  if (asksByItself(event.detail)) return;
  if (isReading(event.detail)) complain("The page could not be changed: no connection.");
  else complain("No connection to the server. What you typed is still here; try again.");
});

document.addEventListener("signed-out", (event) => {
  const link = document.createElement("a");
  const opened = { href: event.detail.at, target: "_blank", rel: "noopener" };
  Object.assign(link, opened, { textContent: "Sign in in a new tab" });
  complain("You have been signed out. ", link, ", then save again.");
});
