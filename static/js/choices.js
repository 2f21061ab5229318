/* What a reader has chosen for every page, put in force before the first picture is drawn. Kept in
   the browser alone, as data of the root: theme (light, dark), view (pitch, table), keys (off:
   letters alone do nothing) and hints (those he needs no more). */
"use strict";

{
  const CHOICES = {
    theme: /^(light|dark)$/,
    view: /^(pitch|table)$/,
    keys: /^off$/,
    hints: /^[a-z]+( [a-z]+)*$/,
  };
  const root = document.documentElement;

  function chosen(name) {
    try {
      const value = localStorage.getItem(`twodeep-${name}`) ?? "";
      return CHOICES[name].test(value) ? value : "";
    } catch {
      return ""; // a browser that keeps nothing
    }
  }

  // What frames the page on a phone: [light, dark] of the head, each for one theme of the system.
  function frame(theme) {
    for (const meta of document.querySelectorAll("meta[name=theme-color]")) {
      const { is } = meta.dataset;
      if (theme) meta.media = theme === is ? "all" : "not all";
      else meta.media = `(prefers-color-scheme: ${is})`;
    }
  }

  function apply(name, value) {
    if (value) root.dataset[name] = value;
    else delete root.dataset[name];
    if (name === "theme") frame(value);
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

  // Another tab has chosen, or forgotten everything.
  window.addEventListener("storage", ({ key }) => {
    for (const name of Object.keys(CHOICES)) {
      if (key === `twodeep-${name}` || key === null) apply(name, chosen(name));
    }
  });
}
