/* What a reader has chosen for every page, put in force before the first picture is drawn. Kept in
   the browser alone: data-theme (light, dark) and data-view (pitch, table) of the root. */
"use strict";

{
  const CHOICES = { theme: ["light", "dark"], view: ["pitch", "table"] };
  const root = document.documentElement;

  function chosen(name) {
    try {
      const value = localStorage.getItem(`twodeep-${name}`);
      return CHOICES[name].includes(value) ? value : "";
    } catch {
      return ""; // a browser that keeps nothing
    }
  }

  function apply(name, value) {
    if (value) root.dataset[name] = value;
    else delete root.dataset[name];
  }

  window.twodeepChoose = (name, value) => {
    apply(name, value);
    try {
      if (value) localStorage.setItem(`twodeep-${name}`, value);
      else localStorage.removeItem(`twodeep-${name}`);
    } catch {
      // it holds for this page
    }
  };

  for (const name of Object.keys(CHOICES)) apply(name, chosen(name));

  // Another tab has chosen.
  window.addEventListener("storage", ({ key, newValue }) => {
    const name = Object.keys(CHOICES).find((one) => key === `twodeep-${one}`);
    if (name) apply(name, newValue ?? "");
  });
}
