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

let following = true; // the reader is at the end of the talk and stays there, whatever grows
document.addEventListener("DOMContentLoaded", () => {
  countInTitle();
  const scroll = byId("scroll");
  if (!scroll) return;
  let before = 0; // only who goes up stops following: what grows below them, before they were taken along, does not
  scroll.addEventListener("scroll", () => {
    if (scroll.scrollHeight - scroll.scrollTop - scroll.clientHeight < NEAR_END) following = true;
    else if (scroll.scrollTop < before) following = false;
    before = scroll.scrollTop;
  });
  const grows = new ResizeObserver(() => { if (following) toEnd(); });
  for (const part of [scroll, byId("transcript")]) grows.observe(part);
});

// Only what is new is fetched, and what came twice all the same is shown once.
document.addEventListener("htmx:configRequest", (event) => {
  if (event.detail.elt.id === "transcript") event.detail.parameters.after = lastSeq();
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

// A line of the queue in which somebody wrote comes by the stream. One that comes while the queue is being fetched may
// be newer than what is fetched: it is kept, and shown once more where it is.
const PAGE = 100; // lines that the server shows of a tab
const fetching = new Map();
const showLine = (html) => {
  const box = document.createElement("template");
  box.innerHTML = html;
  const fresh = box.content.firstElementChild;
  const old = byId(fresh.id), list = document.querySelector("#queue .lines");
  if (!old) {
    const beyond = list?.children.length >= PAGE && list.lastElementChild.dataset.place < fresh.dataset.place;
    if (!beyond) htmx.trigger(document.body, "queue-changed");
    return;
  }
  if (Number(old.dataset.version) > Number(fresh.dataset.version)) return;
  const focused = old.contains(document.activeElement) && document.activeElement;
  Idiomorph.morph(old, fresh);
  const next = [...list.children].find((line) => line !== old && line.dataset.place > old.dataset.place);
  if (old.nextElementSibling !== (next ?? null)) list.insertBefore(old, next ?? null);
  if (focused) focused.focus({ preventScroll: true });
};
document.addEventListener("sse:line", (event) => {
  const html = event.detail.data;
  for (const kept of fetching.values()) kept.push(html);
  showLine(html);
});
document.addEventListener("htmx:beforeRequest", (event) => {
  if (event.detail.target?.id === "queue") fetching.set(event.detail.xhr, []);
});
document.addEventListener("htmx:afterRequest", (event) => {
  const kept = fetching.get(event.detail.xhr) ?? [];
  fetching.delete(event.detail.xhr);
  for (const html of kept) showLine(html);
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

// What is begun stays with its conversation when the agent goes to another one or loads the page anew, until they log
// out: a draft carries the token of the login, and those of an earlier login are removed.
const DRAFT = "draft ";
const draftOf = (box) => `${DRAFT}${box.form.elements.csrf.value} ${box.form.getAttribute("action")}`;
const keepDraft = (box) => {
  if (!box.matches("[data-draft]")) return;
  if (box.value) sessionStorage.setItem(draftOf(box), box.value);
  else sessionStorage.removeItem(draftOf(box));
};
const showDrafts = () => {
  for (const box of document.querySelectorAll("[data-draft]")) {
    const draft = box.value ? null : sessionStorage.getItem(draftOf(box));
    if (!draft) continue;
    box.value = draft;
    const note = box.closest("details");
    if (note) note.open = true;
  }
};
document.addEventListener("input", (event) => keepDraft(event.target));
document.addEventListener("htmx:afterSettle", showDrafts);
document.addEventListener("DOMContentLoaded", () => {
  const token = document.querySelector("input[name=csrf]")?.value ?? "";
  for (const key of Object.keys(sessionStorage)) {
    if (key.startsWith(DRAFT) && !key.startsWith(DRAFT + token)) sessionStorage.removeItem(key);
  }
  showDrafts();
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
  keepDraft(box);
  box.focus();
};
document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.detail.elt;
  if (!form.matches("form")) return;
  if (event.detail.successful) {
    byId("notice").replaceChildren();
    if (form.hasAttribute("data-clear")) emptied(form);
    if (form.hasAttribute("data-reset")) {
      form.reset();
      for (const box of form.querySelectorAll("[data-draft]")) keepDraft(box);
      form.closest("details").open = false;
    }
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

// Each reply has a name of its own, made when it is begun: one that is repeated after a lost answer is one reply.
const newKey = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 15) | 64;
  bytes[8] = (bytes[8] & 63) | 128;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
};
document.addEventListener("htmx:configRequest", (event) => {
  const key = event.detail.elt.querySelector?.(":scope > [data-key]");
  if (!key) return;
  key.value ||= newKey();
  event.detail.parameters.key = key.value;
});
document.addEventListener("htmx:afterRequest", (event) => {
  const key = event.detail.elt.querySelector?.(":scope > [data-key]");
  if (key && event.detail.successful) key.value = "";
});

// What was taken back stands in the box again, before what was begun since.
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "taken-back") return;
  const box = byId("reply-text");
  const text = event.detail.target.querySelector("template").content.textContent;
  box.value = box.value ? `${text}\n${box.value}` : text;
  keepDraft(box);
  event.detail.target.replaceChildren();
  event.detail.requestConfig.elt.closest("li").remove();
  box.focus();
});

// Both sides see that the other writes.
const TYPING_SHOWN = 6000, TYPING_TOLD = 3000; // milliseconds
let told = 0, hide;
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-typing]");
  if (!form || Date.now() - told < TYPING_TOLD) return;
  told = Date.now();
  fetch(form.dataset.typing, { method: "POST", body: new URLSearchParams({ csrf: form.elements.csrf.value }) }).catch(() => {});
});
document.addEventListener("sse:typing", () => {
  const shown = byId("typing");
  shown.hidden = false;
  clearTimeout(hide);
  hide = setTimeout(() => { shown.hidden = true; }, TYPING_SHOWN);
});

// The stream: say when it is away; after it was, look at everything once more.
let away = false;
document.addEventListener("htmx:sseError", () => { away = true; byId("live").hidden = false; });
document.addEventListener("htmx:sseOpen", () => {
  byId("live").hidden = true;
  if (!away) return;
  away = false;
  for (const changed of ["queue-changed", "messages-changed", "state-changed", "desk-changed"]) htmx.trigger(document.body, changed);
});

// Canned texts: "/" at the beginning of the box opens the list, arrows choose, Enter or Tab takes.
const picker = () => byId("canned");
const options = () => [...picker().children].filter((option) => !option.hidden);
const chosen = () => picker().querySelector('[aria-selected="true"]');
const choose = (option) => {
  chosen()?.setAttribute("aria-selected", "false");
  option?.setAttribute("aria-selected", "true");
  option?.scrollIntoView({ block: "nearest" });
  const box = byId("reply-text");
  if (option) box.setAttribute("aria-activedescendant", option.id);
  else box.removeAttribute("aria-activedescendant");
};
const showPicker = (shown) => {
  picker().hidden = !shown;
  choose(shown ? options()[0] : null);
};
const insert = (option) => {
  const box = byId("reply-text");
  box.value = option.dataset.text;
  keepDraft(box);
  showPicker(false);
  box.focus();
};
document.addEventListener("input", (event) => {
  if (!event.target.matches("[data-picker]")) return;
  const wanted = event.target.value.match(/^\/([a-z0-9-]*)$/i)?.[1].toLowerCase();
  if (wanted === undefined) return showPicker(false);
  for (const option of picker().children) option.hidden = !option.dataset.code.includes(wanted);
  return showPicker(options().length > 0);
});
document.addEventListener("keydown", (event) => {
  if (!event.target.matches?.("[data-picker]") || picker().hidden) return;
  const all = options(), at = all.indexOf(chosen());
  if (event.key === "ArrowDown") choose(all[(at + 1) % all.length]);
  else if (event.key === "ArrowUp") choose(all[(at - 1 + all.length) % all.length]);
  else if (event.key === "Escape") showPicker(false);
  else if ((event.key === "Enter" && !event.ctrlKey && !event.metaKey) || event.key === "Tab") insert(chosen());
  else return;
  event.preventDefault();
});
document.addEventListener("mousedown", (event) => {
  const option = event.target.closest?.("#canned [role=option]");
  if (!option) return;
  event.preventDefault();
  insert(option);
});

// Keys: Alt with J and K go through the queue, R to the reply, N to the note.
document.addEventListener("keydown", (event) => {
  if (!event.altKey || event.ctrlKey || event.metaKey) return;
  const key = event.code;
  if (key === "KeyJ" || key === "KeyK") {
    const lines = [...document.querySelectorAll("#queue a.line")];
    const at = lines.findIndex((line) => line.matches(":focus, [aria-current]"));
    const next = lines[key === "KeyJ" ? at + 1 : Math.max(at, 1) - 1];
    next?.click();
  } else if (key === "KeyR") byId("reply-text")?.focus();
  else if (key === "KeyN") { const box = byId("note-box"); if (box) { box.open = true; byId("note-text").focus(); } }
  else return;
  event.preventDefault();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.matches("[data-send]")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});
