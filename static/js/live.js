/* Keeps an open page true: it hears of changes by a stream and asks for its fragment; where no
   stream can be had it asks every 30 seconds. The mark in the header says which it is. */
"use strict";

{
  const SECOND = 1000;
  const POLL = 30 * SECOND; // between two questions where there is no stream
  const SURE = 600 * SECOND; // where there is one, in case an event was lost
  const HELLO = 5 * SECOND; // what greets later is held back by a proxy
  const SILENCE = 60 * SECOND; // the stream beats every 25 seconds
  const REFUSED = 120 * SECOND; // up to twice as long until it is tried again
  const GONE = 4 * SECOND; // without the stream, until it is asked whether there is a server
  const SPREAD = 0.25 * SECOND; // so that a thousand pages do not ask in one instant
  const SETTLED = 0.05 * SECOND; // htmx needs a moment after a swap
  const TIMEOUT = 10 * SECOND;
  const STATES = {
    live: ["Live", "This page changes by itself within a second."],
    polling: ["Every 30 s", "No live stream here: this page looks for changes every 30 seconds."],
    offline: ["Offline", "No connection: what you see may have changed."],
    connecting: ["Connecting…", "This page is about to listen for changes."],
  };

  const mark = document.querySelector("#live-mark");
  const page = () => document.querySelector("[data-live]");
  const held = () => new Map(page().dataset.live.split(",").map((one) => one.split(":")));
  const names = () => [...held().keys()].join();
  const jittered = (delay) => delay * (0.5 + Math.random() / 2);
  const isLive = (detail) => detail.requestConfig.triggeringEvent?.type === "live-changed";

  let stream = null;
  let watched = ""; // the names it was opened for
  let greeted = false;
  let wasGreeted = false;
  let failures = 0; // of the stream, in a row
  let deadline = 0; // until when the stream must be heard of
  let retryAt = 0; // when the stream is tried again
  let patience = 0; // until when it may be called connecting
  let heard = new Map(); // the newest versions that events told of
  let asking = null; // the request that asks for the page
  let askAgain = false; // a form was saved, or a day ended, while it was under way
  let askAt = 0;
  let tries = 0; // that left the page behind what was heard, or failed, in a row
  let lost = false; // the last question found no server
  let checkedAt = Date.now();
  const goings = new Set(); // requests of the reader, for another view of the page

  // "12" is newer than "9"; "4330.41" is the sum of all versions and how many there are.
  function isNewer(version, than) {
    const [sum, count] = String(version).split(".").map(Number);
    const [heldSum, heldCount] = String(than).split(".").map(Number);
    return sum > heldSum || count !== heldCount;
  }

  function isBehind() {
    const mine = held();
    return [...heard].some(([name, version]) => mine.has(name) && isNewer(version, mine.get(name)));
  }

  // Asking

  function ask() {
    const root = page();
    if (!root || document.hidden || asking || goings.size) return;
    askAt = Date.now() + POLL; // unless the answer says otherwise
    htmx.trigger(root, "live-changed");
  }

  function askSoon() {
    setTimeout(ask, SETTLED + Math.random() * (SPREAD - SETTLED));
  }

  function askAnew() {
    if (asking) askAgain = true;
    else askSoon();
  }

  function askIfBehind() {
    if (!isBehind()) return void (tries = 0);
    tries += 1;
    if (tries === 1) askSoon();
    // A replica may lag; what never comes was a version of something else.
    else if (tries < 6) askAt = Date.now() + jittered(SECOND * 2 ** (tries - 2));
    else heard.clear();
  }

  function answered({ xhr }) {
    const now = Date.now();
    lost = !xhr.status;
    if (xhr.status === 200 || xhr.status === 204) {
      checkedAt = now;
      askAt = now + (greeted ? jittered(SURE) : POLL);
      askIfBehind();
    } else {
      tries += 1;
      askAt = now + jittered(Math.min(POLL, SECOND * 2 ** tries));
    }
  }

  document.addEventListener("htmx:configRequest", ({ detail }) => {
    if (!detail.elt.matches("[data-live]")) return;
    detail.headers["Twodeep-Have"] = detail.elt.dataset.have;
    if (detail.triggeringEvent?.type === "live-changed") detail.timeout = TIMEOUT;
  });

  document.addEventListener("htmx:beforeRequest", ({ detail }) => {
    if (detail.elt.matches("[data-live]")) asking = detail.xhr;
    else if (detail.target === page()) {
      goings.add(detail.xhr);
      asking = null; // its answer would put the old view back
    }
  });

  document.addEventListener("htmx:beforeSwap", ({ detail }) => {
    const isOurs = detail.requestConfig.elt.matches("[data-live]");
    if (isOurs && detail.xhr !== asking) detail.shouldSwap = false;
  });

  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (!page()) return;
    if (goings.delete(detail.xhr)) return void (isBehind() && askSoon());
    if (detail.xhr !== asking) return;
    asking = null;
    if (isLive(detail)) answered(detail);
    else if (isBehind()) askAgain = true;
    if (askAgain) askSoon();
    askAgain = false;
    show();
  });

  document.addEventListener("chart-changed", () => {
    if (asking) askAgain = true;
  });

  // The stream

  function close() {
    stream?.close();
    stream = null;
    greeted = false;
  }

  function listen() {
    close();
    if (document.hidden) return;
    watched = names();
    deadline = Date.now() + HELLO;
    stream = new EventSource(`/live/?watch=${page().dataset.live}`);
    stream.addEventListener("hello", () => {
      greeted = wasGreeted = true;
      failures = 0;
      askAt = Date.now() + jittered(SURE);
      alive();
    });
    stream.addEventListener("beat", alive);
    stream.addEventListener("changed", ({ data }) => {
      alive();
      const { day, ...versions } = JSON.parse(data);
      for (const [name, version] of Object.entries(versions)) heard.set(name, version);
      if (day) askAnew(); // what the page shows is of the day before, whatever the versions
      else if (isBehind()) askSoon(); // if one is under way, its answer is looked at
    });
    stream.addEventListener("error", () => failed(stream.readyState === EventSource.CLOSED));
  }

  function alive() {
    deadline = Date.now() + SILENCE;
    checkedAt = Date.now();
    lost = false;
    show();
  }

  // Refused is an answer without a stream: none here, no place left, or a proxy's own words.
  function failed(refused) {
    const now = Date.now();
    if (greeted) patience = now + HELLO;
    close();
    failures += 1;
    const isNone = refused && (!wasGreeted || failures > 4);
    if (isNone) patience = 0;
    retryAt = now + (isNone ? 2 * jittered(REFUSED) : jittered(Math.min(15, 2 ** failures) * SECOND));
    if (failures === 1) askAt = Math.min(askAt, now + jittered(isNone ? POLL : GONE));
    show();
  }

  // The mark

  function state() {
    if (greeted) return "live";
    if (lost) return "offline";
    return Date.now() < patience ? "connecting" : "polling";
  }

  function show() {
    const now = state();
    const [text, meaning] = STATES[now];
    const time = new Date(checkedAt).toLocaleTimeString("en-GB", { timeStyle: "short" });
    mark.hidden = false;
    if (mark.dataset.state !== now) {
      mark.dataset.state = now;
      mark.textContent = text;
    }
    const title = `${meaning} Last checked at ${time}.`;
    if (mark.title !== title) mark.title = title;
  }

  // The clock

  function tick() {
    if (!page() || document.hidden) return;
    const now = Date.now();
    if (stream && names() !== watched) listen();
    else if (stream && now > deadline) failed(!greeted);
    else if (!stream && now > retryAt) listen();
    if (now > askAt) ask();
    show();
  }

  function resume() {
    retryAt = failures = 0;
    patience = Date.now() + HELLO;
    askSoon();
    tick();
  }

  if (page()) {
    patience = Date.now() + HELLO;
    askAt = Date.now() + POLL;
    tick();
    setInterval(tick, SECOND);
    document.addEventListener("visibilitychange", () => (document.hidden ? close() : resume()));
    window.addEventListener("pagehide", close);
    window.addEventListener("pageshow", (event) => event.persisted && resume());
    window.addEventListener("online", resume);
    // It may be true of the network alone, and the server be on this machine.
    window.addEventListener("offline", () => stream && failed(false));
  }
}
