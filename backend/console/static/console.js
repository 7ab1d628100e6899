"use strict";
// What htmx cannot say in attributes. No inline code, no eval: the page's policy forbids both.

/** @param {string} id */
const byId = (id) => document.getElementById(id);

const transcript = byId("transcript");
const scroll = byId("scroll");
const NEAR_END = 120; // pixels from the end within which a reader counts as following the talk

const lastSeq = () => {
  const messages = transcript.querySelectorAll("[data-seq]");
  return messages.length ? messages[messages.length - 1].dataset.seq : "0";
};

const toEnd = () => { if (scroll) scroll.scrollTop = scroll.scrollHeight; };

const say = (text) => {
  const shown = document.createElement("p");
  shown.className = "notice problem";
  shown.textContent = text;
  byId("notice").replaceChildren(shown);
};

/** The number of waiting members stands in the title, for agents who work in another window. */
const countInTitle = () => {
  const tabs = document.querySelector("[data-waiting]");
  const waiting = tabs ? Number(tabs.dataset.waiting) : 0;
  document.title = (waiting ? `(${waiting}) ` : "") + document.title.replace(/^\(\d+\) /, "");
};

document.addEventListener("DOMContentLoaded", () => { countInTitle(); toEnd(); });

// Only what is new is fetched, and what came twice all the same is shown once.
document.body.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt === transcript) event.detail.parameters.after = lastSeq();
});
let following = true;
document.body.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target !== transcript) return;
  following = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_END;
});
document.body.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target === byId("queue")) countInTitle();
  if (event.detail.target !== transcript) return;
  const seen = new Set();
  for (const message of transcript.querySelectorAll("[data-seq]")) {
    if (seen.has(message.id)) message.remove();
    seen.add(message.id);
  }
  if (following) toEnd();
});

// A form that somebody is filling in is not replaced under their hands.
document.body.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-guard]");
  if (form) form.dataset.dirty = "";
});
document.body.addEventListener("htmx:oobBeforeSwap", (event) => {
  const target = event.detail.target;
  if (target.id === "card" && target.querySelector("form[data-dirty]")) event.detail.shouldSwap = false;
});

// The end of an action: an empty box after success, the text kept after failure.
document.body.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.detail.elt;
  if (form.matches("form[data-guard]")) delete form.dataset.dirty;
});
document.body.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt;
  if (!form.matches("form")) return;
  if (event.detail.successful) {
    byId("notice").replaceChildren();
    if (form.hasAttribute("data-clear")) form.reset();
    if (form.hasAttribute("data-clear")) form.querySelector("textarea").focus();
  } else if (form.hasAttribute("data-guard")) {
    form.dataset.dirty = "";
  }
});
for (const failure of ["htmx:sendError", "htmx:timeout"]) {
  document.body.addEventListener(failure, (event) => {
    if (event.detail.elt.matches("form")) say(document.body.dataset.failed);
  });
}
document.body.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status >= 500 && event.detail.elt.matches("form")) say(document.body.dataset.failed);
});

// The stream: say when it is away; after it was, look at everything once more.
let away = false;
document.body.addEventListener("htmx:sseError", () => { away = true; byId("live").hidden = false; });
document.body.addEventListener("htmx:sseOpen", () => {
  byId("live").hidden = true;
  if (!away) return;
  away = false;
  for (const changed of ["queue-changed", "messages-changed", "state-changed"]) htmx.trigger(document.body, changed);
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.matches("[data-send]")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});
