"use strict";
// What htmx cannot say in attributes. No inline code, no eval: the page's policy forbids both.
// This script runs before the body exists: everything is looked up when it is needed, and events are caught at the document.

/** @param {string} id */
const byId = (id) => document.getElementById(id);

const NEAR_END = 120; // pixels from the end within which a reader counts as following the talk

// A form that is sent before htmx is there waits for it; sent by the browser it would leave the page.
const early = new Map();
let ready = false;
document.addEventListener("submit", (event) => {
  if (ready || !event.target.hasAttribute("hx-post")) return;
  event.preventDefault();
  event.stopPropagation();
  early.set(event.target, event.submitter);
}, true);
const release = () => {
  ready = true;
  for (const [form, button] of early) form.requestSubmit(button);
  early.clear();
};
document.addEventListener("htmx:load", release, { once: true });
window.addEventListener("load", () => { if (!window.htmx) release(); }); // without htmx the browser sends them after all

const lastSeq = () => {
  const messages = byId("transcript").querySelectorAll("[data-seq]");
  return messages.length ? messages[messages.length - 1].dataset.seq : "0";
};

const toEnd = () => { const scroll = byId("scroll"); if (scroll) scroll.scrollTop = scroll.scrollHeight; };

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
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt.id === "transcript") event.detail.parameters.after = lastSeq();
});
let following = true;
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.target.id !== "transcript") return;
  const scroll = byId("scroll");
  following = scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_END;
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id === "queue") countInTitle();
  if (event.detail.target.id !== "transcript") return;
  const seen = new Set();
  for (const message of event.detail.target.querySelectorAll("[data-seq]")) {
    if (seen.has(message.id)) message.remove();
    seen.add(message.id);
  }
  if (following) toEnd();
});

// What is there already stays in place and is only changed where it differs: a click, the focus and an opened part
// survive what happens around them, and so does a form that somebody is filling in.
document.addEventListener("DOMContentLoaded", () => {
  const { callbacks } = Idiomorph.defaults;
  callbacks.beforeNodeMorphed = (old) => !(old instanceof Element && old.matches("[data-keep], form[data-dirty]"));
  callbacks.beforeAttributeUpdated = (name, node) => !(name === "open" && node.matches("details"));
});
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-guard]");
  if (form) form.dataset.dirty = "";
});

// The end of an action: an empty box after success, the text kept after failure. What was typed meanwhile is kept too.
const sent = new WeakMap();
document.addEventListener("htmx:beforeRequest", (event) => {
  const form = event.detail.elt;
  if (form.matches("form[data-guard]")) delete form.dataset.dirty;
  if (form.matches("form[data-clear]")) sent.set(form, form.querySelector("textarea").value);
});
const emptied = (form) => {
  const box = form.querySelector("textarea");
  const said = sent.get(form) ?? "";
  box.value = box.value.startsWith(said) ? box.value.slice(said.length) : box.value;
  box.focus();
};
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt;
  if (!form.matches("form")) return;
  if (event.detail.successful) {
    byId("notice").replaceChildren();
    if (form.hasAttribute("data-clear")) emptied(form);
  } else if (form.hasAttribute("data-guard")) {
    form.dataset.dirty = "";
  }
});
for (const failure of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(failure, (event) => {
    if (event.detail.elt.matches("form")) say(document.body.dataset.failed);
  });
}
document.addEventListener("htmx:responseError", (event) => {
  if (event.detail.xhr.status >= 500 && event.detail.elt.matches("form")) say(document.body.dataset.failed);
});

// The stream: say when it is away; after it was, look at everything once more.
let away = false;
document.addEventListener("htmx:sseError", () => { away = true; byId("live").hidden = false; });
document.addEventListener("htmx:sseOpen", () => {
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
