/* What stays as it is while a page is swapped: open panels, what is typed or chosen, the focus. */
"use strict";

{
  const OPEN = ".edit-slot:not(:empty)";
  let byItself = false; // the page fetches itself anew; nobody has gone to another view
  let focused = null;
  let sent = null; // the fold whose form was sent: the answer is about that one

  const isField = (node) => node instanceof Element && node.matches("input, textarea, select");

  function isChanged(field) {
    if (!field.matches("select")) {
      return field.value !== field.defaultValue || field.checked !== field.defaultChecked;
    }
    const options = [...field.options];
    const first = options.findLast((option) => option.defaultSelected) ?? options[0];
    return field.selectedOptions[0] !== first;
  }

  // What he is typing is his in any case; what he has typed, unless he has gone elsewhere.
  const isHis = (field) =>
    (byItself || field === document.activeElement) && isField(field) && isChanged(field);

  // A fold of a page with several forms keeps what is in it while another is sent: that it is
  // open, and what is typed, also where the server has refused that.
  const isFold = (node) => node.matches("[data-keeps]") && node !== sent;
  const isHalfDone = (fold) =>
    fold.querySelector(".edit-error") || [...fold.querySelector("form").elements].some(isTyped);
  const isTyped = (field) => isField(field) && field.type !== "hidden" && isChanged(field);
  const isKept = (node) => {
    const fold = node.matches("[data-kept]") && node.closest("[data-keeps]");
    return fold && isFold(fold) && isHalfDone(fold);
  };

  Object.assign(Idiomorph.defaults.callbacks, {
    beforeNodeMorphed(old) {
      if (!(old instanceof Element)) return true;
      if (isKept(old)) return false;
      const isList = byItself && old.matches("select"); // an open one closes when it is touched
      return !(old.matches(OPEN) || (isList && (old === document.activeElement || isHis(old))));
    },
    beforeNodeRemoved(old) {
      if (!byItself || !(old instanceof Element)) return true;
      return !(old.matches(OPEN) || old.querySelector(OPEN));
    },
    beforeAttributeUpdated(name, node) {
      if (name === "open") return !(node.matches("details") && (byItself || isFold(node)));
      return !(["value", "checked"].includes(name) && isHis(node));
    },
    // The server's value is the default that what is typed differs from.
    afterNodeMorphed(old, now) {
      if (!isField(old) || !isHis(old) || old.matches("select")) return;
      if (old.defaultValue !== now.defaultValue) old.defaultValue = now.defaultValue;
    },
  });

  // Where an answered row goes, the next one comes under the pointer: the second click of a
  // double click was not meant for it.
  document.addEventListener("click", (event) => {
    if (event.detail > 1 && event.target.closest(".feed-answers button")) event.preventDefault();
  });

  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const { elt } = detail.requestConfig;
    byItself = elt.matches("[data-live]");
    sent = elt.closest("[data-keeps]");
    focused = detail.target.contains(document.activeElement) ? document.activeElement : null;
  });

  // A browser that cannot move an element without taking it out takes the focus away.
  document.addEventListener("htmx:afterRequest", () => {
    const isLost = focused?.isConnected && document.activeElement === document.body;
    if (byItself && isLost) focused.focus({ preventScroll: true });
    sent?.querySelector("[data-autofocus]")?.focus(); // the first field that was refused
    sent = null;
    byItself = false;
    focused = null;
  });
}
