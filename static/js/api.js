/* Tries the API in its place; without this a form opens the answer as a page. */
"use strict";

{
  const LONGEST = 20000; // characters that are shown

  // The parts of the address that have names of their own, then the query of what is filled in.
  function addressOf(form) {
    let path = form.dataset.api;
    const query = new URLSearchParams();
    for (const field of form.elements) {
      if (!field.name || !field.value) continue;
      const value = field.value.trim();
      if ("path" in field.dataset) path = path.replace(`{${field.name}}`, encodeURIComponent(value));
      else query.set(field.name, value);
    }
    return query.size ? `${path}?${query}` : path;
  }

  async function ask(form) {
    const place = form.parentElement.querySelector(".api-answer");
    const address = addressOf(form);
    place.hidden = false;
    place.querySelector("code").textContent = address;
    const status = place.querySelector(".api-status");
    const answer = place.querySelector("pre");
    try {
      const response = await fetch(address);
      const text = JSON.stringify(await response.json(), null, 2);
      status.textContent = `${response.status} ${response.statusText}`;
      answer.textContent = text.length > LONGEST ? `${text.slice(0, LONGEST)}\n…` : text;
    } catch {
      status.textContent = "No answer";
      answer.textContent = "The server cannot be reached.";
    }
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.matches("form[data-api]")) return;
    event.preventDefault();
    ask(event.target);
  });
}
