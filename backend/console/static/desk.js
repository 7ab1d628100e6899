"use strict";
// A form that is refused stays on its page with all that was typed; without this script the refusal is a page of its own.

const tell = (text) => {
  const shown = document.createElement("p");
  shown.className = "notice problem";
  shown.textContent = text;
  document.getElementById("notice").replaceChildren(shown);
};

const parsed = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");

const show = async (answer) => {
  if (answer.redirected) return location.assign(answer.url);
  const page = await parsed(answer);
  for (const place of ["notice", "main"]) document.getElementById(place).replaceWith(page.getElementById(place));
  return scrollTo(0, 0);
};

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.matches("form[data-stay]")) return;
  event.preventDefault();
  const body = new URLSearchParams(new FormData(form, event.submitter));
  for (const button of form.querySelectorAll("button")) button.disabled = true;
  try {
    const answer = await fetch(form.action, { method: "POST", body });
    if (answer.ok) return await show(answer);
    tell((await parsed(answer)).querySelector(".notice.problem")?.textContent.trim() || document.body.dataset.failed);
  } catch {
    tell(document.body.dataset.failed);
  }
  for (const button of form.querySelectorAll("button")) button.disabled = false;
});
